"""A bar for long work in the foreground: in a terminal and in a notebook."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from dayside.model.ticket import SILENT, Ticket

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


@contextmanager
def watched(what: str) -> Iterator[Ticket]:
    """Give a ticket that draws a bar on stderr, if somebody is there to see it.

    Ctrl+C stops the work, as everywhere.

    Parameters
    ----------
    what : str
        Stands before the bar.
    """
    from rich.console import Console

    console = Console(stderr=True)
    if not (console.is_terminal or console.is_jupyter):
        yield SILENT
        return
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn
    from rich.progress import TimeRemainingColumn as TimeLeft

    columns = (
        TextColumn(what), BarColumn(), TaskProgressColumn(), TimeLeft(),
        TextColumn("{task.fields[message]}"),
    )  # fmt: skip
    with Progress(*columns, console=console, transient=True) as bar:
        yield _Bar(bar, bar.add_task(what, total=None, message=""))
        sys.stderr.flush()


class _Bar:
    """A ticket that is drawn."""

    saved = None

    def __init__(self, bar: Progress, task: TaskID) -> None:
        self._bar = bar
        self._task = task

    def advance(self, done: float, total: float, message: str = "") -> None:
        """Draw how far it is."""
        self._bar.update(self._task, completed=done, total=total or None, message=message)

    def check(self) -> None:
        """Go on: Ctrl+C needs nobody to ask."""

    def partial(self, state: Mapping[str, Any]) -> None:
        """Keep nothing: who is interrupted begins anew."""
