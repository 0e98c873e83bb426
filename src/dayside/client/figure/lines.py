"""A panel of lines: means with their envelope, samples with their error bars, gaps as gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dayside.client.figure.panel import MANY, Curve, Panel
from dayside.client.figure.style import DASHES, INK, LINES
from dayside.client.figure.words import axis_label
from dayside.client.overview import Array, Overview
from dayside.model.view import AxisChoice

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MAGNITUDE = "magnitude"


def draw_lines(axes: Axes, panel: Panel) -> None:
    """Draw curves against the left axis, and the right one where a person chose it."""
    left = [c for c in panel.curves if c.choice.side == "left"]
    right = [c for c in panel.curves if c.choice.side == "right"]
    _draw_side(axes, left or right, panel, panel.choice.values if left else panel.choice.second)
    axes.grid(color=INK, alpha=0.12, lw=0.5)
    drawn = [axes]
    if left and right:
        beside = axes.twinx()
        beside.tick_params(labelsize=8, colors=INK, which="both")
        _draw_side(beside, right, panel, panel.choice.second)
        drawn.append(beside)
    _legend(axes, drawn)


def _draw_side(axes: Axes, curves: list[Curve], panel: Panel, choice: AxisChoice) -> None:
    for curve in curves:
        _draw_curve(axes, curve, panel.curves.index(curve), alone=len(panel.curves) == 1)
    positive = any((c.overview.center > 0).any() for c in curves)
    if (choice.scale or curves[0].parameter.scale) == "log" and positive:
        axes.set_yscale("log", nonpositive="mask")
    if choice.limits is not None:
        axes.set_ylim(*choice.limits)
    axes.set_ylabel(axis_label([c.parameter for c in curves]), fontsize=9, color=INK)


def _draw_curve(axes: Axes, curve: Curve, index: int, *, alone: bool) -> None:
    overview, names = curve.overview, curve.overview.columns
    single = len(names) == 1
    for i, name in enumerate(names):
        if curve.choice.columns is not None and name not in curve.choice.columns:
            continue
        color = INK if name == MAGNITUDE else LINES[(index if single else i) % len(LINES)]
        center = overview.center[:, i]
        if overview.low is not None and overview.high is not None:
            low, high = overview.low[:, i], overview.high[:, i]
            axes.fill_between(overview.times, low, high, color=color, alpha=0.3, lw=0.3)
        shown = _without_flagged(curve, center)
        label = curve.parameter.name if single else name
        axes.plot(
            overview.times, shown, color=color, lw=0.8,
            ls="-" if single or alone else DASHES[index % len(DASHES)],
            label=label if alone or single else f"{curve.parameter.name} {name}",
        )  # fmt: skip
        # A sample alone between two gaps is a dot, or it would not be seen.
        lone = _alone(shown)
        axes.plot(overview.times[lone], shown[lone], ".", color=color, ms=2)
        _error_bars(axes, curve, i, color)
        if curve.choice.flagged == "mark":
            bad = _flagged(curve)
            axes.plot(overview.times[bad], center[bad], "o", mec=color, mfc="none", ms=3, mew=0.5)


def _flagged(curve: Curve) -> Array:
    """Return which of the samples drawn their flag warns of; none where bins are drawn."""
    flag = curve.quality
    none = np.zeros(len(curve.overview.times), bool)
    if flag is None or flag.low is not None or curve.overview.low is not None:
        return none
    bad = flag.times[np.isfinite(flag.center[:, 0]) & (flag.center[:, 0] != 0)]
    return np.isin(curve.overview.times, bad)


def _without_flagged(curve: Curve, column: Array) -> Array:
    if curve.choice.flagged != "hide":
        return column
    return np.where(_flagged(curve), np.nan, column)


def _error_bars(axes: Axes, curve: Curve, column: int, color: str) -> None:
    if not curve.errors or not curve.choice.errors or curve.overview.low is not None:
        return
    held = np.isfinite(curve.overview.center[:, column])
    times = curve.overview.times[held]
    ways = [_at(errors, times, column) for errors in (curve.errors[0], curve.errors[-1])]
    axes.errorbar(
        times, curve.overview.center[held, column], yerr=np.abs(np.vstack(ways)),
        fmt="none", ecolor=color, elinewidth=0.4, alpha=0.5,
    )  # fmt: skip


def _at(errors: Overview, times: Array, column: int) -> Array:
    """Return error bars at times; 0, which is not seen, where there is none."""
    if not len(errors.times):
        return np.zeros(len(times))
    values = errors.center[:, min(column, errors.center.shape[1] - 1)]
    at = np.minimum(np.searchsorted(errors.times, times), len(values) - 1)
    return np.where(errors.times[at] == times, np.nan_to_num(values[at]), 0.0)


def _legend(axes: Axes, drawn: list[Axes]) -> None:
    handles = [h for a in drawn for h in a.get_legend_handles_labels()[0]]
    if len(handles) < 2:
        return
    axes.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(0, 1), borderpad=0, fontsize=8,
        frameon=False, ncols=min(len(handles), MANY), labelcolor="linecolor", handlelength=1,
        columnspacing=1,
    )  # fmt: skip


def _alone(column: Array) -> Array:
    held = np.isfinite(column)
    beside = np.zeros_like(held)
    beside[1:] |= held[:-1]
    beside[:-1] |= held[1:]
    return held & ~beside
