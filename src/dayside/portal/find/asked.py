"""What the search page is asked, and which of its fields cannot be right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urlencode

from starlette.datastructures import FormData, QueryParams

from dayside.model import Principal, time
from dayside.model.errors import DaysideError, EmptyInterval, OutsideCoverage, TooMuch
from dayside.model.wording import exact
from dayside.protocols.rest.search import MOST_COLUMNS
from dayside.services.door import Door
from dayside.services.evaluate import Formula, FormulaRequest, checked, explain_formula
from dayside.services.event_columns import check_columns
from dayside.services.search import SearchRequest

_TEXTS = ("condition", "start", "stop", "step", "min_duration", "merge", "bridge")


class Refused(Exception):
    """A field cannot be right.

    Attributes
    ----------
    field : str
        Its name.
    error : DaysideError
        Why.
    """

    def __init__(self, field: str, error: DaysideError) -> None:
        super().__init__(str(error))
        self.field = field
        self.error = error


@contextmanager
def at(field: str) -> Iterator[None]:
    """Say of what goes wrong at which field it does."""
    try:
        yield
    except (EmptyInterval, OutsideCoverage) as error:
        raise Refused("start", error) from error
    except DaysideError as error:
        raise Refused(field, error) from error


@dataclass(frozen=True, slots=True)
class Asked:
    """The fields as they were filled in; all are those of ``/api/find``.

    Attributes
    ----------
    condition, start, stop, step, min_duration, merge, bridge : str
        Empty where nothing was said.
    column : tuple of str
        What is told of each event, one line of the field each.
    """

    condition: str = ""
    start: str = ""
    stop: str = ""
    step: str = ""
    min_duration: str = ""
    merge: str = ""
    bridge: str = ""
    column: tuple[str, ...] = ()

    @classmethod
    def of(cls, said: QueryParams | FormData) -> Self:
        """Read the fields of a form."""
        texts = {name: str(said.get(name, "")).strip() for name in _TEXTS}
        lines = [line.strip() for text in said.getlist("column") for line in str(text).splitlines()]
        return cls(**texts, column=tuple(line for line in lines if line))

    @classmethod
    def of_job(cls, parameters: Mapping[str, Any]) -> Self:
        """Read the parameters of a job."""
        texts = {name: str(parameters.get(name, "")) for name in _TEXTS}
        for end in ("start", "stop"):
            texts[end] = exact(time.parse(texts[end])) if texts[end] else ""
        return cls(**texts, column=tuple(parameters.get("columns", ())))

    @property
    def options(self) -> list[tuple[str, str]]:
        """What was said, by name."""
        texts = [(name, getattr(self, name)) for name in _TEXTS if getattr(self, name)]
        return [*texts, *(("column", text) for text in self.column)]

    def query(self, **more: str) -> str:
        """Return the part of an address after the question mark."""
        return urlencode([*self.options, *more.items()])

    def job_parameters(self) -> dict[str, Any]:
        """Return the parameters of the job that does the same."""
        texts = {name: getattr(self, name) for name in _TEXTS if getattr(self, name)}
        return texts | ({"columns": list(self.column)} if self.column else {})


@dataclass(frozen=True, slots=True)
class Understood:
    """What was asked, checked.

    Attributes
    ----------
    formula : Formula
    plan : mapping
        As `explain_formula` tells it.
    search : SearchRequest
    """

    formula: Formula
    plan: Mapping[str, Any]
    search: SearchRequest

    @property
    def is_condition(self) -> bool:
        """Whether it is true or false at each time."""
        kind = self.formula.term.kind
        return kind.what == "truth" and not kind.shape

    @property
    def number(self) -> str:
        """The formula as one number a sample; empty where there are several to choose from."""
        (parameter,) = self.formula.dataset.parameters
        if parameter.is_vector:
            return f"norm({self.formula.text})"
        return "" if parameter.shape or not parameter.is_numeric else self.formula.text


def understood(door: Door, asked: Asked, principal: Principal) -> Understood:
    """Return what is asked, checked; nothing is read.

    Raises
    ------
    Refused
        If a field cannot be right.
    """
    with at("start"):
        start = time.parse(asked.start) if asked.start else None
    with at("stop"):
        stop = time.parse(asked.stop) if asked.stop else None
    request = FormulaRequest(asked.condition, start, stop, asked.step)
    with at("step"):
        _ = request.sampling
    with at("min_duration"):
        search = SearchRequest.of(request, min_duration=asked.min_duration)
    with at("merge"):
        search = replace(search, merge_ns=SearchRequest.of(request, merge=asked.merge).merge_ns)
    with at("bridge"):
        search = replace(search, bridge_ns=SearchRequest.of(request, bridge=asked.bridge).bridge_ns)
    with at("condition"):
        formula = checked(door, request, principal)
        plan = explain_formula(door, request, principal)
    with at("column"):
        if len(asked.column) > MOST_COLUMNS:
            raise TooMuch(f"An event has at most {MOST_COLUMNS} columns.")
        check_columns(door, asked.column, principal, request)
    return Understood(formula, plan, replace(search, columns=asked.column))
