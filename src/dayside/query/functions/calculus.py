"""Derivatives and integrals in time."""

from __future__ import annotations

from collections.abc import Sequence

from dayside.model import time
from dayside.model.errors import BadFormula
from dayside.model.series import Values
from dayside.model.time import Ticks
from dayside.query import units
from dayside.query.functions.arguments import MOST_WEIGHED, Arguments
from dayside.query.functions.declare import function, unit
from dayside.query.functions.grids import bin_edges, bin_reach, bins, window_reach
from dayside.query.sampling import cadence_of
from dayside.query.terms import Term
from dayside.science.series.calculus import cumulative_integral, derivative, integral_over
from dayside.science.series.windows import window

GROUP = "Calculus"


@function(
    "deriv(x)",
    "Rate of change per second: central differences, one-sided beside a gap, none across it.",
    GROUP,
    example="deriv(norm(mag.B))",
    source="numpy.gradient",
    aliases=("deriv_", "derivative"),
)
def deriv(call: Arguments) -> Term:
    """Return the derivative."""
    x = call.series("x")
    longest = call.longest_step_ns(x.axis)

    def kernel(times: Ticks, values: Sequence[Values]) -> Values:
        return derivative(times, values[0], longest)

    kind = x.kind.as_number(units.product(x.kind.unit, unit("s"), -1))
    return call.local((x,), (longest,), kernel, kind, (longest, longest + 1))


@function(
    "integral(x, window=, every=, label=)",
    "Integral over time, in seconds times the unit of x, by the trapezoidal rule between the "
    "samples of a window about each sample, or of a bin; what lies in gaps is left out.",
    GROUP,
    example='integral(flux, every="1 d")',
    source="scipy.integrate.trapezoid",
)
def integral(call: Arguments) -> Term:
    """Return an integral."""
    x = call.series("x")
    longest = call.longest_step_ns(x.axis)
    kind = x.kind.as_number(units.product(x.kind.unit, unit("s")))
    if call.has("window"):
        width = call.duration("window")
        call.refuse_wide(width, cadence_of(x.axis), MOST_WEIGHED)

        def about(times: Ticks, values: Sequence[Values]) -> Values:
            return integral_over(times, values[0], *window(times, width), longest)

        return call.local((x,), (width, longest), about, kind, window_reach(width))
    if not call.has("every"):
        raise BadFormula(
            f'{call.said}: say over what: window="10 min" about each sample, or bins, every="1 h"; '
            'cumulative(x, every="1 d") is the integral up to each sample.'
        )
    axis, offset = bins(call)

    def inside(times: Ticks, values: Sequence[Values], grid: Ticks) -> Values:
        start, stop = bin_edges(grid, axis.step_ns, offset)
        return integral_over(times, values[0], start, stop, longest)

    return call.gridded((x,), (longest,), inside, kind, axis, bin_reach(axis.step_ns, offset))


@function(
    "cumulative(x, every)",
    "Integral of x up to each sample, in seconds times the unit of x, from 0 at the first sample "
    "of every bin of UTC; a gap adds nothing.",
    GROUP,
    example='cumulative(flux, "1 d")',
    source="scipy.integrate.cumulative_trapezoid",
)
def cumulative(call: Arguments) -> Term:
    """Return a running integral."""
    x, every = call.series("x"), call.duration("every")
    longest = call.longest_step_ns(x.axis)

    def kernel(times: Ticks, values: Sequence[Values]) -> Values:
        return cumulative_integral(times, values[0], longest, time.to_unix_ns(times) // every)

    kind = x.kind.as_number(units.product(x.kind.unit, unit("s")))
    return call.local((x,), (every, longest), kernel, kind, (every + time.NS, 1))
