"""Event lists as commands take and give them: by name, or in files."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dayside.cli import output
from dayside.cli.session import session_of
from dayside.model import OPERATOR, EventList

if TYPE_CHECKING:
    from dayside.services.door import Door

List = Annotated[
    str, typer.Argument(metavar="LIST", help="Name of a kept list, or a file that holds one.")
]
Lists = Annotated[
    list[str],
    typer.Argument(metavar="LIST...", help="Names of kept lists, or files that hold one."),
]


@contextmanager
def opened(context: typer.Context, *, write: bool = False) -> Iterator[Door]:
    """Give the door before the archive."""
    with session_of(context).opened(write=write) as found:
        yield found.door


def read(
    context: typer.Context,
    name: str,
    *,
    revision: int | None = None,
    version: int | None = None,
) -> EventList:
    """Return a list: that of a file of this name, else the kept one."""
    if Path(name).is_file():
        from dayside.formats.events import read_events

        return read_events(Path(name))
    from dayside.services import events

    with opened(context) as door:
        return events.load(door, name, OPERATOR, revision=revision, version=version)


def save_or_print(
    context: typer.Context,
    events: EventList,
    name: str | None,
    file: Path | None,
    to: str | None,
    access: str = "public",
) -> None:
    """Keep a list under a name, write it to a file, or show it."""
    if name is not None:
        from dayside.services import events as lists

        with opened(context, write=True) as door:
            row = lists.create(door, events, OPERATOR, name=name, access=access)
        output.say(f"{row.name}: {len(events)} events")
    if file is not None:
        _to_file(events, file, to)
    elif name is None:
        _print(events, to)


def _to_file(events: EventList, file: Path, to: str | None) -> None:
    from dayside.formats.events import event_formats, get_event_format
    from dayside.model.errors import UnknownFormat

    if to is None:
        fitting = (f.name for f in event_formats().values() if file.suffix in f.suffixes)
        to = next(fitting, None)
    if to is None:
        raise UnknownFormat(
            f"The suffix of {file.name} says no format; give --format {', '.join(event_formats())}."
        )
    chosen = get_event_format(to)
    with output.whole_file(file) as draft, draft.open("wb") as stream:
        stream.writelines(chosen.write(events))
    output.say(f"{file}: {len(events):,} events")


def _print(events: EventList, to: str | None) -> None:
    if to is None:
        print(events)
        return
    from dayside.formats.events import write_events

    sys.stdout.flush()
    for chunk in write_events(events, to):
        sys.stdout.buffer.write(chunk)
