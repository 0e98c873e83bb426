"""Intervals as people write them on the command line."""

from __future__ import annotations

from typing import Annotated

import typer

from dayside.model import Dataset, time
from dayside.model.errors import BadStart, BadStop, BadTime

Start = Annotated[
    str | None,
    typer.Option("--start", metavar="TIME", help="First time, UTC; the dataset's own if left out."),
]
Stop = Annotated[
    str | None,
    typer.Option("--stop", metavar="TIME", help="Time before which to stop, UTC; as --start."),
]


def interval(dataset: Dataset, start: str | None, stop: str | None) -> tuple[int, int]:
    """Return TT2000 of both ends, an end left out being that of the dataset.

    Raises
    ------
    BadStart, BadStop
        If one is no time, or left out where the dataset has no samples.
    """
    first, last = ends(start, stop)
    return (
        _or_own(first, dataset.start, BadStart, "--start"),
        _or_own(last, dataset.stop, BadStop, "--stop"),
    )


def ends(start: str | None, stop: str | None) -> tuple[int | None, int | None]:
    """Return TT2000 of both ends, None for one left out.

    Raises
    ------
    BadStart, BadStop
        If one is no time.
    """
    return _end(start, BadStart, "--start"), _end(stop, BadStop, "--stop")


def _or_own(said: int | None, own: int | None, error: type[BadTime], option: str) -> int:
    found = own if said is None else said
    if found is None:
        raise error(f"The dataset tells no coverage, so {option} must be given.")
    return found


def _end(said: str | None, error: type[BadTime], option: str) -> int | None:
    if said is None:
        return None
    try:
        return time.parse(said)
    except BadTime as reason:
        raise error(f"{option} {said}: {reason}") from None
