"""Directions and distances: minimum variance analysis, positions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dayside.model.errors import BadFormula
from dayside.model.series import Values
from dayside.model.time import Ticks
from dayside.query import units
from dayside.query.functions.arguments import MOST_WEIGHED, Arguments
from dayside.query.functions.declare import Function, function, unit
from dayside.query.functions.grids import bin_edges, bin_reach, bins, window_reach
from dayside.query.functions.vectors import norm
from dayside.query.kinds import Kind
from dayside.query.operators import arithmetic, one_frame
from dayside.query.sampling import cadence_of
from dayside.query.terms import Term
from dayside.science.series.minimum_variance import MinimumVariance, minimum_variance
from dayside.science.series.windows import window

GROUP = "Boundaries and positions"

AXES = {"L": 0, "M": 1, "N": 2}


def _analysed(
    name: str,
    summary: str,
    take: Callable[[MinimumVariance, int], Values],
    kind_of: Callable[[Kind], Kind],
    *,
    axes: bool = False,
) -> Function:
    """Return a function of the minimum variance analysis of vectors in windows or bins."""

    @function(
        f"{name}(v, {'axis=, ' if axes else ''}window=, every=, label=)",
        summary,
        GROUP,
        example=f'{name}(mag.B, window="1 min")',
        source="Sonnerup & Scheible (1998), ISSI SR-001, chapter 8",
    )
    def build(call: Arguments) -> Term:
        v = call.vector("v", of=3)
        call.series("v")
        at = AXES[call.text("axis", list(AXES))] if call.has("axis") else AXES["N"]
        kind = kind_of(v.kind)
        if call.has("window"):
            width = call.duration("window")
            call.refuse_wide(width, cadence_of(v.axis), MOST_WEIGHED)

            def about(times: Ticks, values: Sequence[Values]) -> Values:
                return take(minimum_variance(times, values[0], *window(times, width)), at)

            return call.local((v,), (at, width), about, kind, window_reach(width))
        if not call.has("every"):
            raise BadFormula(f'{call.said}: give window="1 min" about each sample, or every=.')
        axis, offset = bins(call)

        def inside(times: Ticks, values: Sequence[Values], grid: Ticks) -> Values:
            start, stop = bin_edges(grid, axis.step_ns, offset)
            return take(minimum_variance(times, values[0], start, stop), at)

        return call.gridded((v,), (at,), inside, kind, axis, bin_reach(axis.step_ns, offset))

    return build


mva = _analysed(
    "mva",
    "Direction of minimum variance of a vector, the normal N of a planar boundary; axis= asks "
    "for that of maximum (L) or intermediate (M) variance. N has its first component positive, "
    "L its last, and M = N × L.",
    lambda found, at: found.axes[:, at],
    lambda of: of.as_number(unit("")),
    axes=True,
)
mva_eigenvalues = _analysed(
    "mva_eigenvalues",
    "Maximum, intermediate and minimum variance of a vector.",
    lambda found, _: found.eigenvalues,
    lambda of: Kind(
        unit=units.power(of.unit, 2), shape=(3,), labels=("maximum", "intermediate", "minimum")
    ),
)
mva_ratio = _analysed(
    "mva_ratio",
    "Intermediate by minimum variance of a vector: how well its normal is known.",
    lambda found, _: found.ratio,
    lambda _: Kind(unit=unit("")),
)


@function(
    "distance(position, other=)",
    "Distance of a position from the origin of its frame, or from another position.",
    GROUP,
    example="distance(orbit.position)",
)
def distance(call: Arguments) -> Term:
    """Return a distance."""
    position = call.vector("position")
    if call.has("other"):
        other = call.vector("other")
        one_frame(position, other, call.said)
        position = arithmetic("-", position, other, call.sampling, call.said)
    return norm((position,), {}, call.said, call.sampling, call.world)
