"""``dayside score``: how well one event list agrees with another."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from dayside.cli import output
from dayside.cli.event_lists import List, read

Edge = Literal["start", "stop", "center"]


def score(
    context: typer.Context,
    found: List,
    reference: List,
    tolerance: Annotated[
        list[str] | None,
        typer.Option(metavar="TIME", help='Such as "3 min"; may be given again. 10 s to 10 min.'),
    ] = None,
    overlap: Annotated[
        list[float] | None,
        typer.Option(metavar="IOU", help="Intersection over union; may be given again."),
    ] = None,
    edge: Annotated[
        Edge | None, typer.Option(help="Which time of an event the tolerance is about.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the drawing anew behind the ranges.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Score an event list against a reference: precision, recall, F1, errors of the times.

    Events are matched one to one: as many as can be, and of these the closest.
    """
    from dayside.science.events.score import OVERLAPS, TOLERANCES
    from dayside.science.events.score import score as score_of

    result = score_of(
        read(context, found),
        read(context, reference),
        tuple(tolerance or TOLERANCES),
        overlap=tuple(overlap or OVERLAPS),
        edge=edge,
        seed=seed,
    )
    if as_json:
        output.print_json(result.to_dict())
    else:
        print(result)
