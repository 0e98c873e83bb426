"""Models that are installed: each family an entry point, the built-in ones too."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from importlib.metadata import entry_points
from typing import Any

_log = logging.getLogger(__name__)


def installed(group: str) -> Iterator[Any]:
    """Yield what the entry points of a group yield; one that cannot be imported is left out.

    Parameters
    ----------
    group : str
        Such as ``dayside.boundaries``; each of its entry points is a callable that yields entries.
    """
    for point in sorted(entry_points(group=group), key=lambda p: p.name):
        try:
            yield from point.load()()
        except ImportError as error:
            # A broken plug-in must not take the other models with it.
            _log.warning("%s: %s is not available: %s", group, point.name, error)
