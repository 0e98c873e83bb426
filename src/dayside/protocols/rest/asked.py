"""What a request for data asks, from texts to the services' own terms."""

from __future__ import annotations

from dataclasses import dataclass

from dayside.model import Dataset, Principal
from dayside.model.errors import OutsideCoverage
from dayside.model.time import NS
from dayside.protocols.base import Context
from dayside.protocols.rest.dependencies import names_of, start_of, stop_of
from dayside.services import catalog
from dayside.services.binned import binned
from dayside.services.fetch import Answer, SeriesRequest, fetch


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for data, with its defaults filled in.

    Attributes
    ----------
    dataset : Dataset
        Whole.
    request : SeriesRequest
    answer : Answer
        Not read yet.
    """

    dataset: Dataset
    request: SeriesRequest
    answer: Answer


def ask(
    context: Context,
    caller: Principal,
    dataset: str,
    start: str,
    stop: str,
    parameters: str,
    snapshot: int | None,
    step: float | None = None,
) -> Asked:
    """Return what is asked, checked against the limits.

    Parameters
    ----------
    step : float, optional
        Width (s) of the bins that stand for the samples.

    Raises
    ------
    BadRequest, NotFound
        If it cannot be answered.
    """
    found = catalog.describe(context.door, dataset, caller, snapshot)
    first = start_of(start) if start else found.start
    last = stop_of(stop) if stop else found.stop
    if first is None or last is None:
        raise OutsideCoverage(f"{found.id} tells no coverage; give start and stop.")
    request = SeriesRequest(dataset, first, last, names_of(parameters), snapshot)
    if step is None:
        answer = fetch(context.door, request, caller)
        context.limits.check(found, first, last)
    else:
        answer = binned(context.door, request, round(step * NS), caller)
        context.limits.check(answer.dataset, first, last)
    return Asked(found, request, answer)
