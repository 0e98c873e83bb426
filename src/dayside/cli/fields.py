"""``dayside fields`` and ``dayside trace``: magnetic field models and their lines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dayside.cli import output
from dayside.cli.session import session_of
from dayside.cli.times import Start, Stop, interval
from dayside.model import OPERATOR
from dayside.model.errors import BadRequest
from dayside.model.tables import text_table
from dayside.model.time import Ticks, parse

if TYPE_CHECKING:
    from dayside.science.fields.base import About
    from dayside.services import fields

app = typer.Typer(help="Magnetic field models of planets and moons.")

Model = Annotated[
    str,
    typer.Argument(
        metavar="MODEL",
        help='Such as "jupiter.jrm33(degree=10) + jupiter.con2020", or earth.igrf14.',
    ),
]
Time = Annotated[
    str | None, typer.Option("--time", metavar="TIME", help="UTC; for models that differ with it.")
]
InFrame = Annotated[
    str | None,
    typer.Option(
        "--frame",
        metavar="FRAME",
        help="Frame of the positions, where it is not that of the model; needs --time.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="For machines.")]


@app.command("list")
def list_all(
    body: Annotated[str | None, typer.Option(help="Only of this body.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the models: frame, title, reference; ? marks those that were not verified."""
    from dayside.services import fields

    found = fields.listed(body)
    if as_json:
        output.print_json([fields.record(about) for about in found])
        return
    rows = [
        (a.id + ("" if a.verified else " ?"), a.frame or "any", a.title, a.reference) for a in found
    ]
    print(text_table(("model", "frame", "title", "reference"), rows))


@app.command("show")
def show(model: Model, as_json: AsJson = False) -> None:
    """Tell all that is known of a model, and its options."""
    from dayside.science.fields import registry
    from dayside.services import fields

    about = registry.about(model)
    if as_json:
        output.print_json(fields.record(about))
        return
    for name, text in _told(about):
        print(f"{name:<16}{text}")


@app.command("evaluate")
def evaluate(
    context: typer.Context,
    model: Model,
    at: Annotated[
        list[str],
        typer.Option(
            metavar="X,Y,Z",
            help="A position in planetary radii, in the frame of the model; may be given again.",
        ),
    ],
    time: Time = None,
    frame: InFrame = None,
    as_json: AsJson = False,
) -> None:
    """Compute the field of a model at positions, nT, in the frame of the positions.

    Along a trajectory: dayside evaluate 'field_model(mag.position, "jupiter.jrm33")'
    """
    from dayside.services import fields

    positions = [_vector(said) for said in at]
    with _framed(context, frame) as framed:
        found = fields.evaluate(model, positions, _ticks(time), framed).tolist()
    if as_json:
        output.print_json(
            [{"position_rp": p, "field_nT": b} for p, b in zip(positions, found, strict=True)]
        )
        return
    rows = [
        (said, *(f"{part:.3f}" for part in (*b, sum(x * x for x in b) ** 0.5)))
        for said, b in zip(at, found, strict=True)
    ]
    print(text_table(("position", "Bx nT", "By nT", "Bz nT", "|B| nT"), rows))


@app.command("fit")
def fit(
    context: typer.Context,
    datasets: Annotated[
        list[str], typer.Argument(metavar="DATASET…", help="Each has a uniform field of its own.")
    ],
    position: Annotated[
        str, typer.Option(metavar="NAME", help="Parameter: body-fixed, km or radii.")
    ] = "position",
    field: Annotated[str, typer.Option(metavar="NAME", help="Parameter: nT, same frame.")] = "B",
    degree: Annotated[int, typer.Option(help="Highest degree; 1 is a dipole.")] = 1,
    within: Annotated[
        float | None, typer.Option(metavar="RADII", help="Only samples nearer than that.")
    ] = None,
    start: Start = None,
    stop: Stop = None,
    as_json: AsJson = False,
) -> None:
    """Fit Gauss coefficients, and a uniform field for each dataset, to measurements."""
    from dayside.services import catalog, fields

    with session_of(context).opened() as opened:
        flybys = []
        for name in datasets:
            ends = interval(catalog.describe(opened.door, name, OPERATOR), start, stop)
            flybys.append(fields.Flyby(name, position, field, *ends))
        found = fields.fit_datasets(opened.door, flybys, OPERATOR, degree=degree, within_rp=within)
    if as_json:
        output.print_json(asdict(found))
    else:
        print(found)


def trace(
    context: typer.Context,
    model: Model,
    seed: Annotated[
        list[str],
        typer.Option(
            metavar="X,Y,Z",
            help="A point of the line, planetary radii, in the frame of the model; may be given "
            "again.",
        ),
    ],
    time: Time = None,
    frame: InFrame = None,
    surface: Annotated[float, typer.Option(metavar="RADII", help="Where lines end.")] = 1.0,
    far: Annotated[float, typer.Option(metavar="RADII", help="Lines are followed to there.")] = 100,
    as_json: Annotated[bool, typer.Option("--json", help="With all points.")] = False,
    file: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="A picture: .png, .svg or .pdf."),
    ] = None,
) -> None:
    """Follow field lines: closed or open, their footpoints, how far they go out."""
    from dayside.science.fields.trace import Limits
    from dayside.services import fields

    seeds = [_vector(said) for said in seed]
    limits = Limits(surface_rp=surface, far_rp=far)
    with _framed(context, frame) as framed:
        lines = fields.traced(model, seeds, _ticks(time), limits, framed)
    if file is not None:
        from dayside.cli.plot import SUFFIXES
        from dayside.client.figure.field_lines import figure_of

        if file.suffix.lower() not in SUFFIXES:
            raise BadRequest(f"{file.name}: a picture's name ends in {', '.join(SUFFIXES)}.")
        figure = figure_of(lines)
        with output.whole_file(file) as temporary:
            figure.savefig(temporary, format=file.suffix.lower()[1:], dpi=150)
        output.say(f"{file}: {len(lines)} line{'s' if len(lines) > 1 else ''}")
    if as_json:
        output.print_json([fields.line_record(line) for line in lines])
        return
    head = ("seed", "line", "L", "length", "from lon", "lat", "to lon", "lat")
    rows = [
        (said, line.kind, *(_number(x) for x in (line.l_shell, line.length_rp, *feet.ravel())))
        for said, line, feet in zip(seed, lines, lines.footpoints_deg, strict=True)
    ]
    print(text_table(head, rows))


@contextmanager
def _framed(context: typer.Context, name: str | None) -> Iterator[fields.InFrame | None]:
    """Open the archive for its kernels, if another frame is asked for."""
    from dayside.services.fields import InFrame

    if name is None:
        yield None
        return
    with session_of(context).opened(write=True) as opened:
        yield InFrame(name, opened.door, OPERATOR)


def _vector(said: str) -> list[float]:
    try:
        found = [float(part) for part in said.split(",")]
    except ValueError:
        found = []
    if len(found) != 3:
        raise BadRequest(f"{said!r} is no position; write three numbers as in 6.2,0,-1.5.")
    return found


def _ticks(time: str | None) -> Ticks | None:
    from numpy import array

    return None if time is None else array([parse(time)])


def _number(value: float) -> str:
    return "" if value != value else f"{value:.4g}"


def _told(about: About) -> list[tuple[str, str]]:
    rows = [
        ("model", about.id),
        ("title", about.title),
        ("body", about.body or "any"),
        ("frame", about.frame or "any"),
        ("radius", "any" if about.radius_km is None else f"{about.radius_km:g} km"),
        ("reference", about.reference),
        ("doi", about.doi),
        ("valid", " to ".join(about.valid)),
        ("needs", f"dayside[{about.extra}]" if about.extra else ""),
        ("verified", "yes" if about.verified else f"no: {about.doubt}"),
    ]
    rows += [
        (f"{name}=", f"{o.text}; {o.default:g}, from {o.low:g} to {o.high:g}")
        for name, o in about.options.items()
    ]
    return [row for row in rows if row[1]]
