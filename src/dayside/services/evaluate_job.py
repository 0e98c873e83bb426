"""A formula over a long interval, as long work that brings a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dayside.formats import get_format
from dayside.model import Principal, time
from dayside.model.errors import BadTime
from dayside.model.ticket import Ticket
from dayside.query.sampling import MAX_GAP
from dayside.services.door import Door
from dayside.services.evaluate import FormulaRequest, checked, values
from dayside.services.jobs import Product, filled


class Evaluate:
    """A formula as a kind of job: its values in a file of any format."""

    name = "evaluate"
    title = "Formula"
    scope = ""

    def check(
        self, parameters: Mapping[str, Any], door: Door, principal: Principal, /
    ) -> dict[str, Any]:
        """Return the parameters whole, the interval filled in: a later run does the same."""
        whole = filled(
            parameters, formula=str, start="", stop="", step="", max_gap=MAX_GAP, format="csv"
        )
        get_format(whole["format"], writes=True)
        formula = checked(door, _request(whole), principal)
        start, stop = time.to_text([formula.start, formula.stop], 9).tolist()
        return whole | {"start": start, "stop": stop}

    def run(
        self, parameters: Mapping[str, Any], ticket: Ticket, door: Door, principal: Principal, /
    ) -> Product:
        """Write the values to a file; an interrupted run begins anew."""
        answer = values(door, _request(parameters), principal, ticket)
        writer = get_format(parameters["format"], writes=True)
        pieces = writer.write(answer.dataset, answer.blocks)
        return Product(f"formula{writer.suffixes[0]}", writer.media_type, pieces)


def _request(parameters: Mapping[str, Any]) -> FormulaRequest:
    start, stop = (_time(end, parameters[end]) for end in ("start", "stop"))
    return FormulaRequest(
        parameters["formula"], start, stop, parameters["step"], parameters["max_gap"]
    )


def _time(end: str, text: str) -> int | None:
    try:
        return time.parse(text) if text else None
    except BadTime as error:
        raise BadTime(f"{end}: {error}") from error
