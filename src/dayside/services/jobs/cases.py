"""What can be run as a job: use cases, found by the entry-point group ``dayside.jobs``.

One is a class with these members, and one line in ``pyproject.toml``::

    [project.entry-points."dayside.jobs"]
    verify = "dayside.services.integrity:Verify"
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points
from typing import Any, Protocol

from dayside.model import Principal
from dayside.model.errors import BadRequest, nearest
from dayside.model.ticket import Ticket
from dayside.services.door import Door


class UseCase(Protocol):
    """Long work of one kind.

    Attributes
    ----------
    name : str
        The kind of its jobs.
    title : str
        For people, a few words.
    scope : str
        What one must be allowed to ask for it, as ``write``; empty is anybody.
    """

    name: str
    title: str
    scope: str

    def check(
        self, parameters: Mapping[str, Any], door: Door, principal: Principal, /
    ) -> dict[str, Any]:
        """Return the parameters whole, defaults filled in, before anything is begun.

        Raises
        ------
        DaysideError
            If they cannot be right: whoever asks is told at once, not by a failed job.
        """
        ...

    def run(
        self, parameters: Mapping[str, Any], ticket: Ticket, door: Door, principal: Principal, /
    ) -> Any:
        """Do it, and return what it brought, as something that can be written as JSON.

        A run may be cut short at any moment and begun again, on another server too:
        `ticket.saved` then holds what the earlier one gave to `ticket.partial`.

        Raises
        ------
        DaysideError
            If it comes to nothing; the text is what people are told.
        """
        ...


def filled(given: Mapping[str, Any], **known: Any) -> dict[str, Any]:
    """Return parameters whole and of the right types, for `UseCase.check`.

    Parameters
    ----------
    given : mapping
        As they came.
    **known
        Name to default value, or to the type of one that must be given.

    Raises
    ------
    BadRequest
        If one is not known, is lacking, or is of another type.

    Examples
    --------
    >>> filled({"formula": "norm(mag.B)"}, formula=str, max_gap=5.0)
    {'formula': 'norm(mag.B)', 'max_gap': 5.0}
    """
    for name in given:
        if name not in known:
            has = f"it has {', '.join(known)}" if known else "it has none"
            raise BadRequest(f"The job has no parameter {name!r}; {has}." + nearest(name, known))
    whole = {}
    for name, default in known.items():
        kind = default if isinstance(default, type) else type(default)
        value = given.get(name, default)
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if isinstance(value, bool) is not (kind is bool) or not isinstance(value, kind):
            lacks = "is lacking" if name not in given else f"is no {_KINDS[kind]}"
            raise BadRequest(f"The parameter {name} of the job {lacks}.")
        whole[name] = value
    return whole


_KINDS = {str: "text", float: "number", int: "whole number", bool: "true or false", dict: "object"}


@cache
def use_cases() -> Mapping[str, UseCase]:
    """Return every installed use case by name."""
    points = sorted(entry_points(group="dayside.jobs"), key=lambda p: p.name)
    return {point.name: point.load()() for point in points}


def use_case(name: str) -> UseCase:
    """Return a use case.

    Raises
    ------
    BadRequest
        If there is none of this name.
    """
    known = use_cases()
    if name not in known:
        raise BadRequest(
            f"There are no jobs of this kind; there are {', '.join(known)}." + nearest(name, known)
        )
    return known[name]
