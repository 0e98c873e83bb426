"""``dayside events``: event lists kept in the archive, and operations on them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from dayside.cli import output
from dayside.cli.event_lists import List, Lists, opened, read, save_or_print
from dayside.model import OPERATOR, time
from dayside.model.tables import text_table

app = typer.Typer(
    name="events",
    help="Keep, combine and exchange lists of events.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of a kept list.")]
Json = Annotated[bool, typer.Option("--json", help="For machines.")]
Note = Annotated[str, typer.Option(help="What was done, for the history.")]
Base = Annotated[
    int | None,
    typer.Option(metavar="REVISION", help="Refuse if the list was changed since this revision."),
]
To = Annotated[
    str | None, typer.Option("--as", metavar="NAME", help="Keep the result under this name.")
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write the result; by its suffix."),
]
Format = Annotated[
    str | None,
    typer.Option("--format", metavar="NAME", help="votable, amda, csv, json or hpevent."),
]


@app.command("list")
def list_(
    context: typer.Context,
    words: Annotated[list[str] | None, typer.Argument(help="Words to look for.")] = None,
    as_json: Json = False,
) -> None:
    """List the event lists that are kept."""
    from dayside.services import events

    with opened(context) as door:
        rows = events.find(door, OPERATOR, " ".join(words or []))
    if as_json:
        output.print_json([_record(row) for row in rows])
        return
    head = ("name", "events", "first", "last", "revision", "title")
    print(text_table(head, [_told(row) for row in rows]))


@app.command("import")
def import_(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Event lists.")],
    name: Annotated[str, typer.Option(help="Name of the list; by default that of the file.")] = "",
    access: Annotated[str, typer.Option(help="public, private or owner.")] = "public",
    to: Format = None,
) -> None:
    """Read files, and keep each as an event list.

    VOTable, AMDA ASCII, CSV and other tables of text, JSON, HPEvent; what it is, is found out.
    """
    from dayside.formats.columns.table import clean_name
    from dayside.formats.events import read_events
    from dayside.services import events

    if name and len(files) > 1:
        raise typer.BadParameter("--name is for one file.")
    with opened(context, write=True) as door:
        for file in files:
            found = read_events(file, to)
            chosen = name or clean_name(found.name)
            row = events.create(
                door, found, OPERATOR, name=chosen, access=access, note=f"read from {file.name}"
            )
            output.say(f"{row.name}: {len(found)} events of {file.name}")


@app.command()
def show(
    context: typer.Context,
    name: List,
    rows: Annotated[int, typer.Option(min=0, help="How many events to show.")] = 20,
    revision: Annotated[int | None, typer.Option(help="As it was then.")] = None,
    version: Annotated[int | None, typer.Option(help="As it was released.")] = None,
    as_json: Json = False,
) -> None:
    """Show an event list, kept or in a file."""
    from dayside.formats.events.json import record_of_list
    from dayside.model.event_tables import as_text

    events = read(context, name, revision=revision, version=version)
    if as_json:
        output.print_json(record_of_list(events))
    else:
        print(as_text(events, rows))


@app.command()
def export(context: typer.Context, name: List, file: Output = None, to: Format = None) -> None:
    """Write an event list in any of its formats."""
    save_or_print(context, read(context, name), None, file, to or "csv")


@app.command()
def edit(
    context: typer.Context,
    name: Name,
    edits: Annotated[
        str, typer.Argument(metavar="EDITS", help="JSON of one edit, or of several; '-' is stdin.")
    ],
    note: Note = "",
    base: Base = None,
) -> None:
    """Change a kept list: add, remove, move, set, class, column, drop, rename and more.

    Such as '{"op": "remove", "rows": [3]}'; several are one change, done whole or not at all.
    """
    from dayside.model.errors import BadRequest
    from dayside.services import events

    try:
        said = json.loads(typer.get_text_stream("stdin").read() if edits == "-" else edits)
    except ValueError as error:
        raise BadRequest(f"The edits are no JSON: {error}.") from error
    several = said if isinstance(said, list) else [said]
    if not all(isinstance(one, dict) for one in several):
        raise BadRequest("An edit is a JSON object.")
    told = note or ", ".join(str(one.get("op")) for one in several)
    with opened(context, write=True) as door:
        row = events.change(
            door, name, OPERATOR, lambda found: events.apply(found, several), told, base
        )
    output.say(f"{row.name}: revision {row.revision}, {row.about['count']} events")


@app.command()
def history(context: typer.Context, name: Name, as_json: Json = False) -> None:
    """Tell every state that a list had."""
    from dayside.services import events

    with opened(context) as door:
        states = events.history(door, name, OPERATOR)
    if as_json:
        output.print_json(
            [
                {
                    "revision": s.revision,
                    "created": s.created,
                    "author": s.author,
                    "note": s.note,
                    "version": s.version,
                    "count": s.about["count"],
                }
                for s in states
            ]
        )
        return
    rows = [
        (str(s.revision), s.created[:19], s.author, str(s.about["count"]),
         "" if s.version is None else f"v{s.version}", s.note)
        for s in states
    ]  # fmt: skip
    print(text_table(("revision", "when", "who", "events", "version", "what"), rows))


@app.command()
def undo(context: typer.Context, name: Name, base: Base = None) -> None:
    """Take the last change of a list back; again, the one before it."""
    from dayside.services import events

    with opened(context, write=True) as door:
        row = events.undo(door, name, OPERATOR, base)
    output.say(f"{row.name}: revision {row.revision}, {row.about['count']} events")


@app.command()
def release(context: typer.Context, name: Name, note: Note = "") -> None:
    """Give what a list is now a version number, under which it stays as it is."""
    from dayside.services import events

    with opened(context, write=True) as door:
        number = events.release(door, name, OPERATOR, note)
    output.say(f"{name}: version {number}")


@app.command()
def copy(
    context: typer.Context,
    name: Name,
    new: Annotated[str, typer.Argument(metavar="NEW", help="Name of the copy.")],
) -> None:
    """Keep what a list is now under another name."""
    from dayside.services import events

    with opened(context, write=True) as door:
        events.copy(door, name, new, OPERATOR)


@app.command()
def share(
    context: typer.Context,
    name: Name,
    access: Annotated[str | None, typer.Option(help="public, private or owner.")] = None,
    to: Annotated[
        list[str] | None, typer.Option("--with", metavar="WHO", help="Who else it is for.")
    ] = None,
    lock: Annotated[
        bool | None, typer.Option("--lock/--unlock", help="Whether it may be changed.")
    ] = None,
) -> None:
    """Say for whom a list is, and whether it may be changed."""
    from dayside.services import events

    with opened(context, write=True) as door:
        row = events.share(door, name, OPERATOR, access=access, shared=to, locked=lock)
    locked = ", locked" if row.locked else ""
    output.say(f"{row.name}: {row.access}{locked}")


@app.command()
def delete(context: typer.Context, name: Name) -> None:
    """Forget a list with its whole history."""
    from dayside.services import events

    with opened(context, write=True) as door:
        events.remove(door, name, OPERATOR)


def _two(operation: str, help_: str) -> None:
    """Add a command that combines lists."""

    def command(
        context: typer.Context,
        names: Lists,
        to: To = None,
        file: Output = None,
        format_: Format = None,
    ) -> None:
        from dayside.services.events import combine

        found = combine(operation, [read(context, name) for name in names])
        save_or_print(context, found, to, file, format_)

    command.__doc__ = help_
    app.command(operation)(command)


_two("union", "Times of any list: what overlaps or touches becomes one event.")
_two("intersect", "Parts of the first list's events that lie in all others.")
_two("subtract", "Parts of the first list's events that lie in none of the others.")
_two("xor", "Times of one list but not of both.")
_two("join", "The events of all lists as they are, in order of time.")


@app.command()
def derive(
    context: typer.Context,
    operation: Annotated[
        str,
        typer.Argument(
            metavar="OPERATION", help="complement, nearest, extend, shift, split, merge or filter."
        ),
    ],
    names: Lists,
    start: Annotated[str, typer.Option(help="complement: of this span.")] = "",
    stop: Annotated[str, typer.Option(help="complement: of this span.")] = "",
    tolerance: Annotated[str, typer.Option(help="nearest: what is further is none.")] = "",
    prefix: Annotated[str, typer.Option(help="nearest: before the other's columns.")] = "",
    before: Annotated[str, typer.Option(help="extend: begin earlier.")] = "",
    after: Annotated[str, typer.Option(help="extend: end later.")] = "",
    by: Annotated[str, typer.Option(help="shift: later, below 0 earlier.")] = "",
    step: Annotated[str, typer.Option(help="split: length of a bin.")] = "",
    gap: Annotated[str, typer.Option(help="merge: bridge gaps up to this.")] = "",
    min_duration: Annotated[str, typer.Option(help="filter: at least so long.")] = "",
    max_duration: Annotated[str, typer.Option(help="filter: at most so long.")] = "",
    where: Annotated[
        list[str] | None, typer.Option(help="filter: such as 'beta > 1' or 'class = BS'.")
    ] = None,
    to: To = None,
    file: Output = None,
    format_: Format = None,
) -> None:
    """Make a list of another: its complement, shifted, split, filtered, and more."""
    from dayside.services.events import combine

    options: dict[str, Any] = {
        "start": start, "stop": stop, "tolerance": tolerance, "prefix": prefix,
        "before": before, "after": after, "by": by, "step": step, "gap": gap,
        "min_duration": min_duration, "max_duration": max_duration, "where": where or [],
    }  # fmt: skip

    found = combine(operation, [read(context, name) for name in names], **options)
    save_or_print(context, found, to, file, format_)


def _record(row: Any) -> dict[str, Any]:
    return {
        "name": row.name,
        "revision": row.revision,
        "owner": row.owner,
        "access": row.access,
        "locked": row.locked,
        "versions": row.versions,
        "changed": row.changed,
        **{k: v for k, v in row.about.items() if k not in ("gaps", "first", "last")},
    }


def _told(row: Any) -> tuple[str, ...]:
    ends = [row.about.get(key) for key in ("first", "last")]
    first, last = ("" if t is None else str(time.to_text(t, 0)) for t in ends)
    title = str(row.about.get("title", ""))
    return row.name, str(row.about["count"]), first, last, str(row.revision), title
