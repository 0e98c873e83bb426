"""``dayside explain``: how a request would be answered."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dayside.cli import output
from dayside.cli.evaluate import MaxGap, Step
from dayside.cli.session import session_of
from dayside.cli.times import Start, Stop, ends, interval
from dayside.model import OPERATOR, time

if TYPE_CHECKING:
    from dayside.services.explain import Plan
    from dayside.services.opening import Opened

# What a formula is not; a point or a bracket makes one.
_ID = re.compile(r"[\w/@:+-]+")
_WIDTH = 14


def explain(
    context: typer.Context,
    dataset: Annotated[
        str, typer.Argument(metavar="DATASET|FORMULA", help="Id of a dataset, or a formula.")
    ],
    start: Start = None,
    stop: Stop = None,
    parameters: Annotated[
        str | None, typer.Option(metavar="A,B", help="Only these parameters.")
    ] = None,
    step: Step = "",
    max_gap: MaxGap = 5.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print it for machines.")] = False,
) -> None:
    """Tell how a request would be answered.

    By whom, from which version, from how much; of a formula, what is resampled and how. No
    values are read.
    """
    with session_of(context).opened() as opened:
        if _ID.fullmatch(dataset):
            told = _of_dataset(opened, dataset, start, stop, parameters)
        else:
            told = _of_formula(opened, dataset, start, stop, step, max_gap)
    if as_json:
        output.print_json(told)
    else:
        # The description of what a formula gives is for machines.
        shown = {k: v for k, v in told.items() if k != "dataset" or "formula" not in told}
        for key, value in shown.items():
            first, *more = _lines(value)
            print(f"{key.replace('_', ' '):<{_WIDTH}} {first}")
            for line in more:
                print(" " * _WIDTH, line)


def _of_dataset(
    opened: Opened, dataset: str, start: str | None, stop: str | None, parameters: str | None
) -> dict[str, Any]:
    from dayside.services import catalog
    from dayside.services.explain import explain as plan_of
    from dayside.services.fetch import SeriesRequest

    names = tuple(parameters.split(",")) if parameters else None
    whole = catalog.describe(opened.door, dataset, OPERATOR)
    request = SeriesRequest(dataset, *interval(whole, start, stop), names)
    plan = plan_of(opened.door, request, OPERATOR)
    return _told(plan) | {"snapshot": opened.archive.snapshot if plan.groups is not None else None}


def _of_formula(
    opened: Opened, formula: str, start: str | None, stop: str | None, step: str, max_gap: float
) -> dict[str, Any]:
    from dayside.services.evaluate import FormulaRequest, explain_formula

    request = FormulaRequest(formula, *ends(start, stop), step, max_gap)
    return explain_formula(opened.door, request, OPERATOR)


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


def _lines(value: Any) -> list[str]:
    """Return what stands beside a name; reads and steps are sentences, each a line of its own."""
    if not isinstance(value, list):
        return [_text(value)]
    if any(isinstance(v, dict) or " " in v for v in value):
        return [_text(v) for v in value]
    return [", ".join(map(_text, value)) or "none"]


def _text(value: Any) -> str:
    if value is None:
        return "not told"
    if isinstance(value, dict):  # a read
        names = ", ".join(value["parameters"]) or "times"
        return f"{names} of {value['dataset']} from {value['start']} to {value['stop']}"
    return str(value)
