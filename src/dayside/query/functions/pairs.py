"""Statistics of two series in windows of time."""

from __future__ import annotations

from collections.abc import Sequence

from dayside.model.errors import BadFormula
from dayside.model.series import Values
from dayside.model.time import Ticks
from dayside.query import units
from dayside.query.functions.arguments import MOST_WEIGHED, Arguments
from dayside.query.functions.declare import Function, function, unit
from dayside.query.functions.grids import bin_edges, bin_reach, bins, window_reach
from dayside.query.kinds import Kind
from dayside.query.sampling import cadence_of
from dayside.query.terms import Term
from dayside.science.series.pairs import pair_sliding, pairs_over

GROUP = "Two series in windows of time"

METHODS = ("pearson", "spearman", "kendall")


def _of_two(call: Arguments, statistic: str, kind: Kind) -> Term:
    """Return a statistic of two series, brought to one axis, in windows or bins."""
    a, b = call.scalar("a"), call.scalar("b")
    call.series("a"), call.series("b")
    if call.has("window"):
        width = call.duration("window")
        if statistic in ("spearman", "kendall"):
            call.refuse_wide(width, cadence_of(a.axis), MOST_WEIGHED)

        def about(times: Ticks, values: Sequence[Values]) -> Values:
            return pair_sliding(times, values[0], values[1], width, statistic)

        return call.local((a, b), (statistic, width), about, kind, window_reach(width))
    if not call.has("every"):
        raise BadFormula(
            f'{call.said}: give a window about each sample, window="10 min", or bins, '
            'every="10 min".'
        )
    axis, offset = bins(call)

    def inside(times: Ticks, values: Sequence[Values], grid: Ticks) -> Values:
        start, stop = bin_edges(grid, axis.step_ns, offset)
        return pairs_over(times, values[0], values[1], start, stop, statistic)

    return call.gridded((a, b), (statistic,), inside, kind, axis, bin_reach(axis.step_ns, offset))


def _correlation(name: str, summary: str, statistic: str, source: str) -> Function:
    @function(f"{name}(a, b, window=, every=, label=)", summary, GROUP, source=source)
    def build(call: Arguments) -> Term:
        return _of_two(call, statistic, Kind(unit=unit("")))

    return build


@function(
    "corr(a, b, window=, every=, label=, method=)",
    'Correlation of two series: Pearson\'s, or method="spearman" or "kendall" (tau-b).',
    GROUP,
    example='corr(norm(mag.B), moments.n, "1 h")',
    source="scipy.stats",
    aliases=("correlation",),
)
def corr(call: Arguments) -> Term:
    """Return a correlation."""
    method = call.text("method", METHODS) if call.has("method") else "pearson"
    return _of_two(call, method, Kind(unit=unit("")))


pearson = _correlation("pearson", "Correlation after Pearson.", "pearson", "scipy.stats.pearsonr")
spearman = _correlation(
    "spearman", "Correlation of the ranks, after Spearman.", "spearman", "scipy.stats.spearmanr"
)
kendall = _correlation(
    "kendall", "Rank correlation after Kendall, tau-b.", "kendall", "scipy.stats.kendalltau"
)


@function(
    "covariance(a, b, window=, every=, label=)",
    "Covariance of two series (divided by n − 1).",
    GROUP,
    source="numpy.cov",
    aliases=("cov",),
)
def covariance(call: Arguments) -> Term:
    """Return a covariance."""
    a, b = call.scalar("a"), call.scalar("b")
    return _of_two(call, "covariance", Kind(unit=units.product(a.kind.unit, b.kind.unit)))
