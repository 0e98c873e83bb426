"""Choosing between values, and telling gaps."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dayside.model.series import Values
from dayside.query.axes import ANY, shifted
from dayside.query.functions.arguments import Arguments
from dayside.query.functions.declare import function
from dayside.query.kinds import TRUTH
from dayside.query.operators import one_frame, same_unit, truth
from dayside.query.terms import TRUE, UNKNOWN, OfTime, Shifted, Term

GROUP = "Choices and events"


@function(
    "where(condition, a, b)",
    "a where the condition is true, b where it is false, a gap where it is not known.",
    GROUP,
)
def where(call: Arguments) -> Term:
    """Return one of two."""
    condition, a, b = call.truth("condition"), call.number("a"), call.number("b")
    scale = same_unit(a, b, call.said)
    one_frame(a, b, call.said)

    def chosen(c: Values, x: Values, y: Values) -> Values:
        return np.where(c == UNKNOWN, np.nan, np.where(c == TRUE, x, y * scale))

    wide = b if not a.kind.shape else a
    return call.pointwise((condition, a, b), chosen, wide.kind.as_number(a.kind.unit))


@function("is_gap(x)", "True where x has no value; never unknown.", GROUP)
def is_gap(call: Arguments) -> Term:
    """Tell gaps."""
    x = call.number("x")

    def told(v: Values) -> Values:
        return truth(np.isnan(v), np.zeros((), bool))

    return call.pointwise((x,), told, replace(TRUTH, shape=x.kind.shape))


@function("in_events(list)", "True within the events of a list, by its name.", GROUP,
          example='in_events("bow_shocks")')  # fmt: skip
def in_events(call: Arguments) -> Term:
    """Tell whether a time lies within an event."""
    name = call.text("list")
    starts, stops, *_ = call.world.events(name)
    order = np.argsort(starts, kind="stable")
    begins = starts[order]
    # Events may overlap: what counts is the latest stop of all that began before.
    ends = np.maximum.accumulate(stops[order]) if len(stops) else stops

    def within(times: Values) -> Values:
        if not len(begins):
            return np.zeros(len(times), np.int8)
        last = np.searchsorted(begins, times, side="right") - 1
        inside = (last >= 0) & (times < ends[np.maximum(last, 0)])
        return truth(inside, np.zeros((), bool))

    return OfTime("in_events", (name,), TRUTH, call.said, within, ANY)


@function("shift(x, by)", 'x moved later by a length of time; earlier by "-10 min".', GROUP,
          aliases=("timeShift",))  # fmt: skip
def shift(call: Arguments) -> Term:
    """Return a series moved in time."""
    x = call.series("x")
    by = call.signed_duration("by")
    return Shifted(x, by, shifted(x.axis or ANY, by), call.said)
