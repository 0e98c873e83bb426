"""A panel of lines: means with their envelope, samples with their error bars, gaps as gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dayside.client.figure.errors import bars, has_errors
from dayside.client.figure.flags import FLAGGED, GOOD, PARTLY, status
from dayside.client.figure.legend import colour_of, dash_of, shown_columns
from dayside.client.figure.page import stroke
from dayside.client.figure.panel import Curve, Panel
from dayside.client.figure.runs import Runs
from dayside.client.figure.scale import Extent, chosen_extent, extent_of
from dayside.client.figure.sides import Side
from dayside.client.figure.style import GROUND, INK_2, MARKS, POINTS_A_PIXEL
from dayside.client.figure.words import column_label
from dayside.client.overview import Array
from dayside.model.dataset import Scale

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDTH, _BAND, _EDGE, _EDGE_WIDTH = 1.25, 0.2, 0.4, 0.75
_LONE, _APART, _HOLLOW = 2.5, 4.0, 5.5
"""Diameters of marks: of a point alone, of points far apart, of flagged ones; pixels."""
_MARK_SPACING, _BAR_SPACING, _CAP = 12, 7, 2.5
_FLAGGED_ALPHA, _BAR_ALPHA, _ERROR_ALPHA = 0.35, 0.6, 0.12
_MOST_ERROR = 1
"""Error bars may make the axis this many times longer at either end, no more."""


@dataclass(frozen=True, slots=True, eq=False)
class _Trace:
    """A column of a curve, in the units of its axis."""

    times: Array
    mean: Array
    low: Array | None
    high: Array | None
    errors: tuple[Array, Array] | None
    label: str
    colour: str
    dash: tuple[int, ...]
    mark: str
    status: Array | None
    hides: bool

    def kept(self, keep: Array) -> Array:
        """Return the means of some points, NaN elsewhere."""
        return np.where(keep, self.mean, np.nan)


def draw_side(axes: Axes, panel: Panel, side: Side, pixel_ns: float) -> Extent:
    """Draw the curves of one axis; returns how far it reaches.

    Parameters
    ----------
    pixel_ns : float
        Time of a pixel of 96 an inch.
    """
    traces = [
        trace for curve in side.curves for trace in reversed(_traces(panel.curves, curve, side))
    ]
    extent = chosen_extent(side.choice.limits, _reach(traces, side.scale), side.scale)
    if side.scale == "linear" and extent[0] < 0 < extent[1]:
        axes.axhline(0, color=INK_2, alpha=0.45, lw=0.75)
    for trace in traces:
        _draw(axes, trace, pixel_ns)
    return extent


def _traces(curves: Sequence[Curve], curve: Curve, side: Side) -> list[_Trace]:
    index, overview, factor = curves.index(curve), curve.overview, side.factor(curve)
    flags = status(curve)

    def column(values: Array | None, i: int) -> Array | None:
        return None if values is None else values[:, i] * factor

    return [
        _Trace(
            overview.times,
            overview.center[:, i] * factor,
            column(overview.low, i),
            column(overview.high, i),
            bars(curve, i, factor) if has_errors(curve, i) else None,
            column_label(curve.parameter, overview.columns, i),
            colour_of(curves, index, i),
            dash_of(index, i),
            MARKS[index % len(MARKS)],
            flags,
            curve.choice.flagged == "hide",
        )
        for i in shown_columns(curve)
    ]


def _reach(traces: Sequence[_Trace], scale: Scale) -> Extent | None:
    """Return the least and greatest of all that is drawn."""
    ends = [end for trace in traces if (end := _reach_of(trace, scale)) is not None]
    return (min(low for low, _ in ends), max(high for _, high in ends)) if ends else None


def _reach_of(trace: _Trace, scale: Scale) -> Extent | None:
    seen = _visible(trace)
    mean = trace.mean[seen]
    low, high = (mean if way is None else way[seen] for way in (trace.low, trace.high))
    # Of a bin that reaches below zero its mean is the least that has a place on a log axis.
    low = np.where(low <= 0, mean, low) if scale == "log" else low
    found = extent_of(np.concatenate([low, high]), scale)
    if found is None or trace.errors is None:
        return found
    # Very long error bars do not make all else small; downwards on a log axis they reach any depth.
    bottom, top = found
    most = _MOST_ERROR * (top - bottom) or np.inf
    least, greatest = (mean - trace.errors[0][seen]).min(), (mean + trace.errors[1][seen]).max()
    if scale == "linear":
        bottom = min(bottom, max(float(least), bottom - most))
    return bottom, max(top, min(float(greatest), top + most))


def _visible(trace: _Trace) -> Array:
    held = np.isfinite(trace.mean)
    return held if trace.status is None else held & (trace.status <= _worst(trace))


def _worst(trace: _Trace) -> int:
    return PARTLY if trace.hides else FLAGGED


def _draw(axes: Axes, trace: _Trace, pixel_ns: float) -> None:
    if trace.errors is not None:
        _draw_errors(axes, trace, trace.errors, pixel_ns)
    if trace.status is None:
        _draw_part(axes, trace, trace.mean, pixel_ns)
        return
    bad = (trace.status > GOOD) & (trace.status <= _worst(trace))
    beside = bad | np.append(bad[1:], False) | np.append(False, bad[:-1])
    leading = beside & (trace.status <= _worst(trace))
    _draw_part(axes, trace, trace.kept(leading), pixel_ns, _FLAGGED_ALPHA)
    _draw_part(axes, trace, trace.kept(trace.status == GOOD), pixel_ns)
    _draw_hollow(axes, trace, trace.kept(bad), pixel_ns)


def _draw_part(axes: Axes, trace: _Trace, mean: Array, pixel_ns: float, alpha: float = 1.0) -> None:
    """Draw some points of a trace: band, line, and marks of what a line would not show."""
    if trace.low is not None and trace.high is not None:
        held = np.isfinite(mean)
        low, high = (np.where(held, way, np.nan) for way in (trace.low, trace.high))
        band: dict[str, Any] = {"color": trace.colour, "zorder": 2}
        axes.fill_between(trace.times, low, high, alpha=_BAND * alpha, lw=0, **band)
        for edge in (low, high):
            axes.plot(trace.times, edge, alpha=_EDGE * alpha, **stroke(_EDGE_WIDTH), **band)
    [line] = axes.plot(
        trace.times, mean, color=trace.colour, alpha=alpha, **stroke(_WIDTH, trace.dash), zorder=2
    )
    if alpha == 1:
        line.set_label(trace.label)  # for who makes a legend of their own
    runs = Runs.of(trace.times, mean)
    lone = runs.lone
    apart = runs.apart(_MARK_SPACING * pixel_ns) & ~lone
    for marked, size in ((lone, _LONE), (apart, _APART)):
        if marked.any():
            axes.plot(
                trace.times[marked], mean[marked], trace.mark, color=trace.colour, alpha=alpha,
                ms=size * POINTS_A_PIXEL, mew=0, zorder=2,
            )  # fmt: skip


def _draw_hollow(axes: Axes, trace: _Trace, bad: Array, pixel_ns: float) -> None:
    """Mark flagged samples, where marks would not run into each other."""
    if trace.low is not None:
        return
    at = Runs.of(trace.times, bad).apart(_MARK_SPACING * pixel_ns)
    if at.any():
        axes.plot(
            trace.times[at], bad[at], trace.mark, mec=trace.colour, mfc=GROUND,
            ms=_HOLLOW * POINTS_A_PIXEL, mew=POINTS_A_PIXEL, zorder=2.5,
        )  # fmt: skip


def _draw_errors(axes: Axes, trace: _Trace, errors: tuple[Array, Array], pixel_ns: float) -> None:
    """Draw error bars, a faint band where they would run into each other."""
    minus, plus = errors
    shown = trace.kept(_visible(trace))
    apart = Runs.of(trace.times, shown).apart(_BAR_SPACING * pixel_ns)
    near = np.isfinite(shown) & ~apart
    low, high = (np.where(near, shown + way, np.nan) for way in (-minus, plus))
    axes.fill_between(trace.times, low, high, color=trace.colour, alpha=_ERROR_ALPHA, lw=0)
    at = apart & (minus + plus > 0)
    if at.any():
        axes.errorbar(
            trace.times[at], shown[at], yerr=np.vstack([minus[at], plus[at]]), fmt="none",
            ecolor=trace.colour, alpha=_BAR_ALPHA, elinewidth=POINTS_A_PIXEL,
            capsize=_CAP * POINTS_A_PIXEL, capthick=POINTS_A_PIXEL, zorder=1.9,
        )  # fmt: skip
