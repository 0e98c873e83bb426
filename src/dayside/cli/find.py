"""``dayside find``: when a condition holds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dayside.cli.evaluate import MaxGap, Step
from dayside.cli.event_lists import read, save_or_print
from dayside.cli.session import session_of
from dayside.cli.times import Start, Stop, ends
from dayside.model import OPERATOR

_SUFFIX = "By default that of FILE's suffix: json, csv, votable, amda, hpevent."


def find(
    context: typer.Context,
    condition: Annotated[
        str, typer.Argument(metavar="CONDITION", help='Such as "norm(mag_1s.B) < 5*nT".')
    ],
    start: Start = None,
    stop: Stop = None,
    min_duration: Annotated[
        str, typer.Option(metavar="LENGTH", help='Leave out what is shorter, such as "60 s".')
    ] = "",
    bridge: Annotated[
        str, typer.Option(metavar="LENGTH", help="Longest undecided time within an event.")
    ] = "",
    merge: Annotated[
        str, typer.Option(metavar="LENGTH", help="Make events one that are at most so far apart.")
    ] = "",
    column: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=STATISTIC", help='Tell of each event, as "b = mean(norm(mag_1s.B))".'
        ),
    ] = None,
    within: Annotated[
        str | None,
        typer.Option(metavar="LIST", help="Look only within the events of a list, or of a file."),
    ] = None,
    step: Step = "",
    max_gap: MaxGap = 5.0,
    keep: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="Keep the list under this name.")
    ] = None,
    to: Annotated[str | None, typer.Option("--format", metavar="NAME", help=_SUFFIX)] = None,
    file: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="By default stdout.")
    ] = None,
) -> None:
    """Find when a condition holds, and where that could not be decided.

    Without --as, --format and --output the first events are shown. An event runs from the first
    sample for which the condition is true to the first for which it is not.
    """
    from dayside.client.progress import watched
    from dayside.services.evaluate import FormulaRequest
    from dayside.services.search import SearchRequest, access_of
    from dayside.services.search import find as searched

    request = SearchRequest.of(
        FormulaRequest(condition, *ends(start, stop), step, max_gap),
        read(context, within) if within is not None else None,
        min_duration=min_duration,
        bridge=bridge,
        merge=merge,
        columns=column or (),
    )
    with session_of(context).opened(compute=True) as opened, watched("find") as ticket:
        found = searched(opened.door, request, OPERATOR, ticket)
        access = access_of(opened.door, request, OPERATOR)
    save_or_print(context, found, keep, file, to, access)
