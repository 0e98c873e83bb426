"""``dayside export``: values in a file of any format that can be written."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dayside.cli import output
from dayside.cli.session import session_of
from dayside.cli.times import Start, Stop, interval
from dayside.model import OPERATOR
from dayside.model.errors import BadRequest

if TYPE_CHECKING:
    from dayside.formats import Format
    from dayside.services.fetch import Answer


def export(
    context: typer.Context,
    dataset: Annotated[str, typer.Argument(help="Id of the dataset.")],
    start: Start = None,
    stop: Stop = None,
    parameters: Annotated[
        str | None, typer.Option(metavar="A,B", help="Only these parameters.")
    ] = None,
    to: Annotated[
        str | None,
        typer.Option("--format", metavar="NAME", help="Format; by default that of FILE's suffix."),
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="By default stdout.")
    ] = None,
) -> None:
    """Write values to a file of any format.

    FILE is whole in the end or not there; without one, the values go to stdout.
    """
    from dayside.services import catalog
    from dayside.services.fetch import SeriesRequest, fetch

    names = tuple(parameters.split(",")) if parameters else None
    with session_of(context).opened() as opened:
        whole = catalog.describe(opened.door, dataset, OPERATOR)
        request = SeriesRequest(dataset, *interval(whole, start, stop), names)
        to_file(fetch(opened.door, request, OPERATOR), to, file)


def to_file(answer: Answer, to: str | None, file: Path | None) -> None:
    """Write values to a file that is whole in the end or not there, or to stdout.

    Parameters
    ----------
    to : str or None
        Format; by default that of the file's suffix.
    file : Path or None
        None is stdout.

    Raises
    ------
    UnknownFormat, BadRequest
        If there is no such format, or it is nothing for a terminal.
    """
    from dayside.formats import get_format

    writer = get_format(to or _format_of(file), writes=True)
    if file is None:
        _refuse_terminal(writer)
    pieces = writer.write(answer.dataset, answer.blocks)
    if file is None:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        return
    with output.whole_file(file) as temporary, temporary.open("wb") as target:
        for piece in pieces:
            target.write(piece)
    output.say(f"{file}: {file.stat().st_size:,} bytes")


def _refuse_terminal(writer: Format) -> None:
    if sys.stdout.isatty() and not writer.media_type.startswith("text/"):
        raise BadRequest(f"{writer.name} is nothing for a terminal: name a file with -o.")


def _format_of(file: Path | None) -> str:
    """Return the name of the writing format whose suffix `file` has."""
    from dayside.formats import formats

    if file is None:
        return "csv"
    writing = [f for f in formats().values() if f.writes]
    for known in writing:
        if file.suffix.lower() in known.suffixes:
            return known.name
    raise BadRequest(
        f"The suffix of {file.name} names no format that can be written; "
        f"say one with --format: {', '.join(f.name for f in writing)}."
    )
