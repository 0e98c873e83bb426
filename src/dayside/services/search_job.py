"""A search as long work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dayside.model import Principal, time
from dayside.model.errors import BadRequest, nearest
from dayside.model.ticket import Ticket
from dayside.query.sampling import MAX_GAP
from dayside.services.door import Door
from dayside.services.evaluate import FormulaRequest, checked
from dayside.services.events import load
from dayside.services.search import SearchRequest, find, need_condition


class Find:
    """A search as a kind of job; its parameters are those of ``/api/find``, as JSON."""

    name = "find"
    title = "Search"
    scope = ""

    def check(
        self, parameters: Mapping[str, Any], door: Door, principal: Principal, /
    ) -> dict[str, Any]:
        """Return the parameters, the interval filled in."""
        request = _of_record(parameters, door, principal)
        formula = checked(door, request.condition, principal)
        need_condition(formula)
        ends = time.to_text([formula.start, formula.stop], 9).tolist()
        return {**parameters, "start": ends[0], "stop": ends[1]}

    def run(
        self, parameters: Mapping[str, Any], ticket: Ticket, door: Door, principal: Principal, /
    ) -> dict[str, Any]:
        """Search, and return the list as its JSON file has it."""
        from dayside.formats.events.json import record_of_list

        return record_of_list(
            find(door, _of_record(parameters, door, principal), principal, ticket)
        )


def _of_record(parameters: Mapping[str, Any], door: Door, principal: Principal) -> SearchRequest:
    """Return the request that the parameters of a job tell."""
    texts = ("condition", "start", "stop", "step", "min_duration", "bridge", "merge", "within")
    for name, value in parameters.items():
        known = {*texts, "max_gap", "columns"}
        if name not in known:
            raise BadRequest(f"A search has no {name!r}." + nearest(name, known))
        if name in texts and not isinstance(value, str):
            raise BadRequest(f"A search's {name} is a text.")
    said = {name: str(parameters.get(name, "")) for name in texts}
    columns, max_gap = parameters.get("columns", []), parameters.get("max_gap", MAX_GAP)
    if not isinstance(columns, list) or not all(isinstance(c, str) for c in columns):
        raise BadRequest('A search\'s columns are a list of texts such as "mean(mag_1s.B.x)".')
    if not isinstance(max_gap, (int, float)) or isinstance(max_gap, bool):
        raise BadRequest("A search's max_gap is a number of cadences.")
    if not said["condition"]:
        raise BadRequest("A search needs a condition, such as norm(mag_1s.B) < 5*nT.")
    start, stop = (time.parse(said[n]) if said[n] else None for n in ("start", "stop"))
    condition = FormulaRequest(said["condition"], start, stop, said["step"], float(max_gap))
    return SearchRequest.of(
        condition,
        load(door, said["within"], principal) if said["within"] else None,
        min_duration=said["min_duration"],
        bridge=said["bridge"],
        merge=said["merge"],
        columns=columns,
    )
