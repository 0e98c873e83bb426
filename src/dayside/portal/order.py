"""In which order datasets are listed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dayside.model import Dataset

ORDERS: Mapping[str, Callable[[Dataset], Any]] = {
    "title": lambda d: (d.title or d.id).casefold(),
    "target": lambda d: (d.target or "").casefold(),
    "instrument": lambda d: (d.instrument or d.mission or "").casefold(),
    "coverage": lambda d: d.start,
    "cadence": lambda d: d.cadence_ns,
}
"""By what lists can be sorted."""


def in_order(datasets: Sequence[Dataset], order: str) -> list[Dataset]:
    """Return datasets sorted; what does not tell the key comes last, whichever the direction.

    Parameters
    ----------
    order : str
        One of `ORDERS`, with a minus before it for descending; "" leaves them as they are.
    """
    if not order:
        return list(datasets)
    key = ORDERS[order.removeprefix("-")]
    told = [d for d in datasets if key(d) not in (None, "")]
    silent = [d for d in datasets if key(d) in (None, "")]
    return sorted(told, key=key, reverse=order.startswith("-")) + silent
