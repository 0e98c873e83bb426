"""What every command starts from: the settings, and the archive they name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from dayside.services.opening import Opened
    from dayside.settings import Settings


@dataclass(frozen=True, slots=True)
class Session:
    """One run of the command line.

    Attributes
    ----------
    archive, index_url : str or None
        What ``--archive`` and ``--index-url`` say; None is what the settings say.
    """

    archive: str | None = None
    index_url: str | None = None

    def settings(self, **given: Any) -> Settings:
        """Return the settings; of `given`, those that are None are as if not given."""
        from dayside.settings import Settings

        said = {"archive": self.archive, "index_url": self.index_url} | given
        return Settings.load(**{key: value for key, value in said.items() if value is not None})

    @contextmanager
    def opened(self, *, write: bool = False, compute: bool = False) -> Iterator[Opened]:
        """Open the archive, for reading unless told otherwise, and close it at the end.

        Parameters
        ----------
        write : bool
            To write.
        compute : bool
            To do heavy work where the settings say; else threads of this process are enough.
        """
        from dayside.services.opening import open_archive, with_pool

        settings = self.settings()
        opened = open_archive(settings, write=write)
        if compute:
            opened = with_pool(opened, settings.executor)
        try:
            yield opened
        finally:
            opened.close()


def session_of(context: typer.Context) -> Session:
    """Return the session the root command made."""
    found = context.find_object(Session)
    return found if found is not None else Session()
