"""``dayside boundaries`` and ``dayside crossings``: models of boundaries, and who crosses them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dayside.cli import output
from dayside.cli.event_lists import read, save_or_print
from dayside.cli.session import session_of
from dayside.cli.times import Start, Stop, interval
from dayside.model import OPERATOR
from dayside.model.errors import BadRequest
from dayside.model.tables import text_table

if TYPE_CHECKING:
    from dayside.science.boundaries.base import About

_SUFFIX = "By default that of FILE's suffix: json, csv, votable, amda, hpevent."

Wind = Annotated[
    list[str] | None,
    typer.Option(
        "--wind", metavar="NAME=VALUE", help="Solar wind of a model that needs it, as pdyn=2."
    ),
]
Aberration = Annotated[
    float, typer.Option(help="Degrees by which the boundary's axis is turned from +X to -Y.")
]


def boundaries(
    name: Annotated[str | None, typer.Argument(help="One model: all that is known.")] = None,
    body: Annotated[str | None, typer.Option(help="Only of this planet.")] = None,
    wind: Wind = None,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """List the boundary models, or show one; ? marks those that were not verified."""
    from dayside.services import boundaries as service

    if name is not None:
        _show(name, wind, as_json=as_json)
        return
    found = service.listed(body)
    if as_json:
        output.print_json([service.record(about) for about in found])
        return
    rows = [
        (a.id + ("" if a.verified else " ?"), a.frame, _number(a.nose_rp), ", ".join(a.inputs),
         a.reference) for a in found
    ]  # fmt: skip
    print(text_table(("model", "frame", "nose", "inputs", "reference"), rows))


def crossings(
    context: typer.Context,
    boundary: Annotated[str, typer.Argument(help="Such as mars.bow_shock.edberg2008.")],
    dataset: Annotated[
        str, typer.Argument(help="The trajectory: ephemeris/tgo@mars, or a dataset with positions.")
    ],
    start: Start = None,
    stop: Stop = None,
    parameter: Annotated[
        str | None, typer.Option(help="Its positions, where it has several.")
    ] = None,
    aberration: Aberration = 0.0,
    wind: Wind = None,
    field: Annotated[
        str, typer.Option(metavar="DATASET.PARAMETER", help="Field, for its angle to the normal.")
    ] = "",
    keep: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="Keep the list under this name.")
    ] = None,
    to: Annotated[str | None, typer.Option("--format", metavar="NAME", help=_SUFFIX)] = None,
    file: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="By default stdout.")
    ] = None,
) -> None:
    """Find where a trajectory crosses a boundary: an event list with positions and normals."""
    from dayside.services import boundaries as service
    from dayside.services import catalog

    with session_of(context).opened(write=True) as opened:
        told = catalog.describe(opened.door, dataset, OPERATOR)
        request = service.CrossingRequest(
            boundary,
            dataset,
            *interval(told, start, stop),
            parameter,
            aberration,
            _wind(wind),
            field,
        )
        found = service.crossings(opened.door, request, OPERATOR)
        access = service.access_of(opened.door, request, OPERATOR)
    save_or_print(context, found, keep, file, to, access)


def fit_boundary(
    context: typer.Context,
    events: Annotated[str, typer.Argument(help="A kept event list, or a file of one.")],
    family: Annotated[str, typer.Option(help="conic (x0, e, L) or shue (r0, alpha).")] = "conic",
    aberration: Aberration = 0.0,
    body: Annotated[
        str | None, typer.Option(help="Whose radius it is told in, where positions are in km.")
    ] = None,
    columns: Annotated[str, typer.Option(metavar="X,Y,Z", help="Columns of the positions.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Fit a surface to crossings: its numbers with standard errors."""
    from dayside.services.boundary_fit import fit_list

    named = tuple(name.strip() for name in columns.split(",")) if columns else ()
    found = fit_list(read(context, events), family, aberration, body, named)
    if as_json:
        output.print_json(
            {
                "family": found.family,
                "values": found.values,
                "errors": found.errors,
                "covariance": found.covariance.tolist(),
                "standoff": found.standoff,
                "rms": found.rms,
                "count": found.count,
                "aberration": found.aberration,
            }
        )
        return
    for name, value in found.values.items():
        print(f"{name:14}{value:.5g} ± {found.errors[name]:.2g}")
    print(f"{'stand-off':14}{found.standoff:.5g} radii")
    print(f"{'scatter':14}{found.rms:.3g} radii, rms of {found.count} crossings")


def _show(name: str, wind: list[str] | None, *, as_json: bool) -> None:
    from dayside.science.boundaries import boundary
    from dayside.services import boundaries as service

    model = boundary(name, **_wind(wind))
    if as_json:
        told = {"standoff_rp": model.standoff, "solar_wind": model.solar_wind}
        output.print_json(service.record(model.about) | told)
        return
    for key, text in _told(model.about):
        if text:
            print(f"{key:14}{text}")
    print(f"{'stand-off':14}{model.standoff:.4g} radii, {_spoken(model.solar_wind)}")


def _told(about: About) -> list[tuple[str, str]]:
    inputs = [f"{n} ({o.text}; {o.default:g} by default)" for n, o in about.inputs.items()]
    return [
        ("model", about.id),
        ("", about.title),
        ("frame", f"{about.frame}, planetary radii"),
        ("aberration", f"{about.published_aberration:g} degrees as published, 0 unless asked"),
        ("inputs", "; ".join(inputs)),
        ("valid", about.valid),
        ("reference", f"{about.reference}, doi:{about.doi}"),
        ("verified", "yes" if about.verified else "no"),
        ("note", about.doubt),
    ]


def _wind(said: list[str] | None) -> dict[str, float]:
    found = {}
    for text in said or ():
        name, equals, value = (part.strip() for part in text.partition("="))
        try:
            found[name] = float(value)
        except ValueError:
            equals = ""
        if not equals:
            raise BadRequest(f"{text!r}: write the solar wind as NAME=VALUE, such as pdyn=2.")
    return found


def _spoken(wind: dict[str, float]) -> str:
    return ", ".join(f"{n}={v:g}" for n, v in wind.items()) or "whatever the solar wind"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
