"""What formulas are during events: one number an event, such as the mean plasma beta in each."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from dayside.model import Principal, time
from dayside.model.columns import Column
from dayside.model.errors import BadFormula, BadRequest, TooMuch, nearest
from dayside.model.events import EventList
from dayside.model.series import Values
from dayside.model.ticket import SILENT, Ticket
from dayside.model.time import Ticks
from dayside.query import units
from dayside.query.evaluate import Reader, block_ns, evaluate
from dayside.query.language.parse import parse
from dayside.query.terms import TRUE, UNKNOWN, Samples, Term
from dayside.science.series import windows
from dayside.services.door import Door
from dayside.services.evaluate import Formula, FormulaRequest, checked
from dayside.services.spread import Spread

AT_START, AT_STOP = "at_start", "at_stop"
STATISTICS = (*windows.STATISTICS, AT_START, AT_STOP)
"""What can be told of a formula during an event, by name."""

DURATION = "duration"
"""What can be told of an event itself."""

MOST_NUMBERS = 64 << 20
"""Numbers of a formula that are held for one event."""

_NAMED = re.compile(r"\s*([A-Za-z_]\w*)\s*=(?!=)(.*)", re.ASCII | re.DOTALL)
_POWERS = {"var": 2, "skew": 0, "count": 0}


@dataclass(frozen=True, slots=True)
class EventColumn:
    """A column that is wanted.

    Attributes
    ----------
    name : str
    statistic : str
        One of `STATISTICS`, or `DURATION`.
    formula : str
        Empty for `DURATION`.
    """

    name: str
    statistic: str
    formula: str

    @classmethod
    def parse(cls, text: str, name: str = "") -> EventColumn:
        """Return the column of a text.

        Parameters
        ----------
        text : str
            A statistic of a formula, such as ``mean(norm(mag.B))``, with ``name =`` before
            it if it shall not be called as it is written; or ``duration``.
        name : str
            Its name, if it is told apart.

        Raises
        ------
        BadFormula
            If it is no statistic of a formula.

        Examples
        --------
        >>> EventColumn.parse("beta = mean(ions.beta)")
        EventColumn(name='beta', statistic='mean', formula='ions.beta')
        """
        named = _NAMED.fullmatch(text) if not name else None
        name, said = (named[1], named[2]) if named else (name, text)
        match parse(said):
            case ast.Call(func=ast.Name(id=function), args=[inner], keywords=[]):
                if function in STATISTICS:
                    return cls(name or said.strip(), function, ast.unparse(inner))
                hint = nearest(function, STATISTICS)
            case ast.Name(id=word) if word == DURATION:
                return cls(name or word, word, "")
            case _:
                hint = ""
        told = ", ".join(f"{s}(…)" for s in STATISTICS)
        raise BadFormula(
            f"{said.strip()}: a column of events is one number of a formula: {told}; or "
            f"{DURATION}.{hint}"
        )


def with_columns(
    door: Door,
    events: EventList,
    columns: Mapping[str, str] | tuple[str, ...],
    principal: Principal,
    like: FormulaRequest | None = None,
    ticket: Ticket = SILENT,
) -> EventList:
    """Return events with what formulas are in each of them.

    Parameters
    ----------
    columns : mapping of str to str, or tuple of str
        Statistics of formulas, as `EventColumn.parse` takes them, by name if they have one.
    like : FormulaRequest, optional
        Step and longest gap of the formulas.

    Raises
    ------
    BadFormula
        If one is none, or gives more than one number a sample.
    NotFound
        If what one names is not there, or not for `principal`.
    TooMuch
        If an event is too long to be held.
    """
    wanted = check_columns(door, columns, principal, like)
    found = []
    for number, (column, formula) in enumerate(wanted):
        ticket.advance(number, len(wanted), column.name)
        if formula is None:
            found.append(_durations(events, column))
        else:
            found.append(_column(door, events, column, formula, principal, ticket))
    return events.with_columns(*found)


def check_columns(
    door: Door,
    columns: Mapping[str, str] | tuple[str, ...],
    principal: Principal,
    like: FormulaRequest | None = None,
) -> list[tuple[EventColumn, Formula | None]]:
    """Return the columns that `with_columns` would compute, with their formulas checked.

    Raises
    ------
    BadFormula, BadRequest, NotFound
        As `with_columns` does, before anything is read.
    """
    named = columns.items() if isinstance(columns, Mapping) else (("", text) for text in columns)
    wanted = [EventColumn.parse(text, name) for name, text in named]
    if {"start", "stop"} & {c.name for c in wanted}:
        raise BadRequest("Events have a start and a stop; call a column otherwise.")
    if len({c.name for c in wanted}) < len(wanted):
        raise BadRequest("Two columns have the same name; write name = mean(…).")
    like = like or FormulaRequest("")
    return [(c, _formula_of(door, c, principal, like) if c.formula else None) for c in wanted]


def _formula_of(
    door: Door, column: EventColumn, principal: Principal, like: FormulaRequest
) -> Formula:
    request = replace(like, formula=column.formula, start=0, stop=1)
    formula = checked(door, request, principal)
    kind = formula.term.kind
    if kind.shape or kind.what == "text":
        raise BadFormula(
            f"{column.name}: {column.formula} is {kind.told()}; a column is one number an "
            "event. Choose a component, or take norm(…)."
        )
    return formula


def _durations(events: EventList, column: EventColumn) -> Column:
    seconds = events.duration_ns / time.NS
    return Column(column.name, seconds, "float64", "s", "time.duration", "Length of each event")


def _column(
    door: Door,
    events: EventList,
    column: EventColumn,
    formula: Formula,
    principal: Principal,
    ticket: Ticket,
) -> Column:
    term = formula.term
    power = _POWERS.get(column.statistic, 1)
    unit = term.kind.unit
    # Of a condition there are numbers too, such as the part of the time it is true.
    plain = power == 0 or term.kind.what == "truth"
    said = "" if plain else units.text_of(unit if power == 1 else units.power(unit, power))
    spread = Spread.over(door, formula.inputs, principal)
    values = np.full(len(events), np.nan)
    for rows, part in _told(spread, events, term, column.statistic, ticket):
        values[rows] = part
    about = f"{column.statistic} of {formula.text} in each event"
    return Column(column.name, values, "float64", said, description=about)


def _told(
    spread: Spread, events: EventList, term: Term, statistic: str, ticket: Ticket
) -> Iterator[tuple[Values, Values]]:
    """Yield rows of events and the statistic in each, for events near each other at once."""
    groups = list(_groups(events, block_ns(term)))
    longest = MOST_NUMBERS // (1 << 20) * block_ns(term)
    ends = [(events.start[rows], events.stop[rows]) for rows in groups]
    for start, stop in ends:
        if stop.max() - start.min() > longest:
            raise TooMuch(
                f"{term.said}: an event is longer than can be held at once; give a step, or split "
                'the events: events.split("1 d").'
            )
    found = spread.each(partial(_of_group, term, statistic), ends, ticket)
    yield from zip(groups, found, strict=True)


def _groups(events: EventList, length_ns: int) -> Iterator[Values]:
    """Yield the rows of events that lie within about one block."""
    order = np.argsort(events.start, kind="stable")
    first = 0
    for row in range(1, len(order) + 1):
        held = order[first:row]
        begin = events.start[order[first]] if len(held) else 0
        if row == len(order) or events.stop[order[row]] - begin > length_ns:
            yield held
            first = row


def _of_group(term: Term, statistic: str, ends: tuple[Ticks, Ticks], reader: Reader) -> Values:
    start, stop = ends
    # An instant holds no sample; nothing is read of a list of instants.
    if (start == stop).all():
        return np.full(len(start), np.nan)
    samples = evaluate(term, int(start.min()), int(stop.max()), reader)
    return statistic_of(samples.time, _numbers(term, samples), start, stop, statistic)


def statistic_of(ticks: Ticks, values: Values, start: Ticks, stop: Ticks, statistic: str) -> Values:
    """Return a statistic of the samples in each interval ``[start, stop)``."""
    if statistic not in (AT_START, AT_STOP):
        return windows.over_intervals(ticks, values, start, stop, statistic)
    begin, end = windows.rows_between(ticks, start, stop)
    row = begin if statistic == AT_START else end - 1
    found = np.full(len(start), np.nan)
    there = begin < end
    found[there] = values[row[there]]
    return found


def _numbers(term: Term, samples: Samples) -> Values:
    """Return truth as 0 and 1, NaN where it is not known: its mean is the part that is true."""
    if term.kind.what != "truth":
        return samples.values
    truth = samples.values
    return np.where(truth == UNKNOWN, np.nan, (truth == TRUE).astype(np.float64))
