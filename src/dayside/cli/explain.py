"""``dayside explain``: how a request would be answered."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dayside.cli import output
from dayside.cli.session import session_of
from dayside.cli.times import Start, Stop, interval
from dayside.model import OPERATOR, time

if TYPE_CHECKING:
    from dayside.services.explain import Plan


def explain(
    context: typer.Context,
    dataset: Annotated[str, typer.Argument(help="Id of the dataset.")],
    start: Start = None,
    stop: Stop = None,
    parameters: Annotated[
        str | None, typer.Option(metavar="A,B", help="Only these parameters.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print it for machines.")] = False,
) -> None:
    """Tell how a request would be answered.

    By whom, from which version, from how much; no values are read.
    """
    from dayside.services import catalog
    from dayside.services.explain import explain as plan_of
    from dayside.services.fetch import SeriesRequest

    names = tuple(parameters.split(",")) if parameters else None
    with session_of(context).opened() as opened:
        whole = catalog.describe(opened.door, dataset, OPERATOR)
        request = SeriesRequest(dataset, *interval(whole, start, stop), names)
        plan = plan_of(opened.door, request, OPERATOR)
        told = _told(plan) | {
            "snapshot": opened.archive.snapshot if plan.groups is not None else None
        }
    if as_json:
        output.print_json(told)
    else:
        for key, value in told.items():
            print(f"{key.replace('_', ' '):<14} {_text(value)}")


def _told(plan: Plan) -> dict[str, Any]:
    record = asdict(plan)
    del record["request"], record["dataset"]
    first, last = time.to_text([plan.request.start, plan.request.stop])
    return {
        "dataset": plan.request.dataset,
        "start": str(first),
        "stop": str(last),
        "parameters": [p.name for p in plan.dataset.parameters],
        **record,
    }


def _text(value: Any) -> str:
    if value is None:
        return "not told"
    return ", ".join(value) if isinstance(value, list) else str(value)
