"""``dayside frames`` and ``dayside transform``: names of frames, and tables moved between them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dayside.cli import output
from dayside.cli.export import to_file
from dayside.cli.session import session_of
from dayside.model import OPERATOR
from dayside.model.tables import text_table

if TYPE_CHECKING:
    from dayside.model.frame import Frame


def frames(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(help="One frame: its definition and its source.")
    ] = None,
    body: Annotated[str | None, typer.Option(help="Only frames of this body.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print all that is known.")] = False,
) -> None:
    """List the frames, or show one."""
    from dayside.services import frames as service

    if name is not None:
        with session_of(context).opened(write=True) as opened:
            found = service.resolved(opened.door, name, OPERATOR, body)
        _show(found, as_json=as_json)
        return
    every = [f for f in service.every() if body is None or f.center == body.lower()]
    if as_json:
        output.print_json([service.record(f) for f in every])
        return
    rows = [(f.name, f.center, ", ".join(f.aliases), f.title) for f in every]
    print(text_table(("frame", "centre", "also", "what it is"), rows))


def transform(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A table: CSV, VOTable, CDF, Parquet, ….")],
    source: Annotated[str, typer.Option("--from", help="Frame the vectors are in.")],
    target: Annotated[str, typer.Option("--to", help="Frame they are wanted in.")],
    columns: Annotated[
        str,
        typer.Option(
            help="Which parameter, or which three columns separated by commas; by default every "
            "vector of the file."
        ),
    ] = "",
    kind: Annotated[
        str,
        typer.Option(
            help="vector (a field: turned), position (turned and told from the other centre) or "
            "velocity; by default position for lengths, else vector."
        ),
    ] = "",
    positions: Annotated[
        str, typer.Option(help="For velocities: the parameter that says where.")
    ] = "",
    body: Annotated[
        str | None, typer.Option(help="What the data are about, where a frame's name has several.")
    ] = None,
    aberration: Annotated[float, typer.Option(help="Degrees about +Z, from +X to -Y.")] = 0.0,
    solar_wind_speed: Annotated[
        float | None, typer.Option(help="km/s: the aberration is computed from it.")
    ] = None,
    to: Annotated[
        str | None,
        typer.Option("--format", metavar="NAME", help="Format; by default that of FILE's suffix."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="By default stdout.")
    ] = None,
) -> None:
    """Move the vectors of a table into another frame: the same table with added columns."""
    from dayside.services.transform_file import FileRequest, transform_file

    request = FileRequest(
        source=source,
        target=target,
        columns=columns,
        kind=kind,
        positions=positions,
        body=body,
        aberration_deg=aberration,
        wind_km_s=solar_wind_speed,
    )
    with session_of(context).opened(write=True) as opened:
        done = transform_file(opened.door, file, request, OPERATOR)
        to_file(done.answer, to, out)
    for line in done.told:
        output.say(line)


def _show(frame: Frame, *, as_json: bool) -> None:
    from dayside.services import frames as service

    if as_json:
        output.print_json(service.record(frame))
        return
    rows = [
        ("frame", frame.name),
        ("", frame.title),
        ("centre", frame.center),
        ("axes", frame.definition),
        ("origin", f"{frame.offset_km} km from the centre" if any(frame.offset_km) else ""),
        ("also", ", ".join(frame.aliases)),
        ("defined", " to ".join(frame.valid)),
        ("source", frame.reference),
        ("note", frame.doubt),
    ]
    for name, text in rows:
        if text:
            print(f"{name:8}{text}")
