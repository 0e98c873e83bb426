"""Statistics in windows of time, about each sample or in bins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dayside.model.errors import BadFormula
from dayside.model.series import Values
from dayside.model.time import Ticks
from dayside.query import units
from dayside.query.axes import GridAxis
from dayside.query.functions.arguments import Arguments
from dayside.query.functions.declare import Function, function, unit
from dayside.query.functions.grids import bin_edges, bin_reach, bins, window_reach
from dayside.query.kinds import Kind
from dayside.query.terms import Term
from dayside.science.series.windows import over_intervals, sliding

GROUP = "Windows of time"

_POWER = {"var": 2, "skew": 0, "count": 0}
_OF_VECTORS = ("mean", "median")


def _statistic(name: str, summary: str, *, amda: str = "") -> Function:
    @function(
        f"{name}(x, window=, every=, label=)",
        f"{summary}; NaN is no sample.",
        GROUP,
        example=f'{name}(mag.B, "10 min")',
        source="numpy and pandas",
        aliases=(amda,) if amda else (),
    )
    def build(call: Arguments) -> Term:
        x = call.series("x")
        kind = _kind(name, x.kind)
        if call.has("window"):
            width = call.duration("window")
            if call.has("every"):
                return _on_grid(call, x, name, kind, width)
            return _sliding(call, x, name, kind, width)
        if call.has("every"):
            return _in_bins(call, x, name, kind)
        raise BadFormula(
            f'{call.said}: give a window about each sample, {name}({x.said}, "10 min"), or bins, '
            f'{name}({x.said}, every="10 min"). Of two numbers, least(a, b) and greatest(a, b).'
        )

    return build


def _kind(name: str, of: Kind) -> Kind:
    power = _POWER.get(name, 1)
    kind = of.as_number(unit("") if power == 0 else units.power(of.unit, power))
    return kind if name in _OF_VECTORS else replace(kind, frame=None)


def _sliding(call: Arguments, x: Term, name: str, kind: Kind, width: int) -> Term:
    def kernel(times: Ticks, values: Sequence[Values]) -> Values:
        return sliding(times, values[0], width, name)

    return call.local((x,), ("window", width), kernel, kind, window_reach(width))


def _on_grid(call: Arguments, x: Term, name: str, kind: Kind, width: int) -> Term:
    def kernel(times: Ticks, values: Sequence[Values], grid: Ticks) -> Values:
        return sliding(times, values[0], width, name, grid)

    axis = GridAxis(call.duration("every"))
    return call.gridded((x,), ("window", width), kernel, kind, axis, window_reach(width))


def _in_bins(call: Arguments, x: Term, name: str, kind: Kind) -> Term:
    axis, offset = bins(call)

    def kernel(times: Ticks, values: Sequence[Values], grid: Ticks) -> Values:
        start, stop = bin_edges(grid, axis.step_ns, offset)
        return over_intervals(times, values[0], start, stop, name)

    return call.gridded((x,), ("bins",), kernel, kind, axis, bin_reach(axis.step_ns, offset))


mean = _statistic("mean", "Mean of the samples in a window", amda="sliding_average")
median = _statistic("median", "Median of the samples in a window")
rms = _statistic("rms", "Root of the mean square", amda="rms_sm")
std = _statistic("std", "Standard deviation of the samples (divided by n − 1)")
var = _statistic("var", "Variance of the samples (divided by n − 1)", amda="var_sm")
minimum = _statistic("min", "Smallest of the samples", amda="min_sm")
maximum = _statistic("max", "Largest of the samples", amda="max_sm")
skew = _statistic("skew", "Skewness of the samples (adjusted, G1)", amda="skew_sm")
count = _statistic("count", "Number of the samples that are no gaps")
