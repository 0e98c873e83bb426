"""``dayside conjunctions`` and ``dayside approaches``: who is near whom, and when."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dayside.cli.event_lists import save_or_print
from dayside.cli.session import session_of
from dayside.cli.times import Start, Stop, interval
from dayside.model import OPERATOR

_SUFFIX = "By default that of FILE's suffix: json, csv, votable, amda, hpevent."

Keep = Annotated[
    str | None, typer.Option("--as", metavar="NAME", help="Keep the list under this name.")
]
To = Annotated[str | None, typer.Option("--format", metavar="NAME", help=_SUFFIX)]
File = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="By default stdout.")
]


def conjunctions(
    context: typer.Context,
    a: Annotated[str, typer.Argument(help="A trajectory: ephemeris/mms1@earth, or a dataset.")],
    b: Annotated[str, typer.Argument(help="Another.")],
    start: Start = None,
    stop: Stop = None,
    within: Annotated[
        float | None, typer.Option(metavar="KM", help="Greatest distance from each other.")
    ] = None,
    local_time: Annotated[
        float | None, typer.Option(metavar="HOURS", help="Greatest difference of local times.")
    ] = None,
    field_line: Annotated[
        str, typer.Option(metavar="MODEL", help="On one field line of this model.")
    ] = "",
    footpoints: Annotated[
        float, typer.Option(metavar="DEG", help="How far footpoints may be apart then.")
    ] = 5.0,
    keep: Keep = None,
    to: To = None,
    file: File = None,
) -> None:
    """Find when two trajectories are near, on one field line, or in one local-time sector."""
    from dayside.client.progress import watched
    from dayside.services import catalog
    from dayside.services.conjunctions import ConjunctionRequest
    from dayside.services.conjunctions import conjunctions as searched

    with session_of(context).opened(write=True) as opened, watched("conjunctions") as ticket:
        told = catalog.describe(opened.door, a, OPERATOR)
        other = catalog.describe(opened.door, b, OPERATOR)
        request = ConjunctionRequest(
            a, b, *interval(told, start, stop), within, local_time, field_line, footpoints
        )
        found = searched(opened.door, request, OPERATOR, ticket)
        private = "private" in (told.access, other.access)
    save_or_print(context, found, keep, file, to, "private" if private else "public")


def approaches(
    context: typer.Context,
    dataset: Annotated[str, typer.Argument(help="A trajectory about a body.")],
    start: Start = None,
    stop: Stop = None,
    parameter: Annotated[
        str | None, typer.Option(help="Its positions, where it has several.")
    ] = None,
    keep: Keep = None,
    to: To = None,
    file: File = None,
) -> None:
    """Find the closest approaches of a trajectory: times, distances and positions."""
    from dayside.services import catalog
    from dayside.services.conjunctions import approaches as searched

    with session_of(context).opened(write=True) as opened:
        told = catalog.describe(opened.door, dataset, OPERATOR)
        found = searched(opened.door, dataset, *interval(told, start, stop), OPERATOR, parameter)
    save_or_print(context, found, keep, file, to, told.access)
