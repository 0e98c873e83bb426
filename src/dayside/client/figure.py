"""Pictures of parameters: lines with gaps and envelope, spectrograms with a colour bar.

Colours are those of the workspace: components x, y, z blue, vermilion and green.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dayside.client.display import title_text
from dayside.client.overview import Array, Overview
from dayside.model import Bins, Dataset, Parameter
from dayside.model.errors import BadRequest

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, INK_2, GROUND = "#1b1f24", "#5b6470", "#fbfbf9"
# Okabe-Ito; black is kept for magnitudes.
LINES = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
WIDTH_IN, PANEL_IN, MARGIN_IN = 10.0, 2.0, 1.1
MAGNITUDE = "magnitude"
_MANY = 12
_DECADES = 1e6  # below that from the top, colours would be spent on noise


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """One panel of a picture.

    Attributes
    ----------
    dataset : Dataset
        Where the parameter is from.
    overview : Overview
        What is drawn.
    bins : Overview or None
        Centres of the bins, where they move.
    """

    dataset: Dataset
    overview: Overview
    bins: Overview | None = None


def draw(panels: Sequence[Panel], start: Any, stop: Any) -> Figure:
    """Return a figure of panels over one time axis.

    Parameters
    ----------
    start, stop : datetime64
        UTC, both ends of the axis.

    Raises
    ------
    BadRequest
        If matplotlib is not installed, or a parameter cannot be drawn.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise BadRequest("Plots need matplotlib: pip install 'dayside[plot]'.") from error

    height = MARGIN_IN + PANEL_IN * len(panels)
    figure = Figure(figsize=(WIDTH_IN, height), facecolor=GROUND, layout="constrained")
    rows = figure.subplots(len(panels), 1, sharex=True, squeeze=False)[:, 0]
    for axes, panel in zip(rows, panels, strict=True):
        _draw_panel(figure, axes, panel)
    _time_axis(rows[-1], start, stop)
    figure.suptitle(_title(panels), fontsize=11, color=INK, x=0.01, ha="left")
    figure.supxlabel(_credits(panels), fontsize=7, color=INK_2, x=0.01, ha="left")
    return figure


def _draw_panel(figure: Figure, axes: Axes, panel: Panel) -> None:
    axes.set_facecolor(GROUND)
    axes.tick_params(labelsize=8, colors=INK, which="both")
    for side in axes.spines.values():
        side.set(linewidth=0.6, color=INK_2)
    parameter = panel.overview.parameter
    if not parameter.is_numeric:
        raise BadRequest(f"{parameter.name} holds no numbers: there is nothing to draw.")
    if not len(panel.overview.times) or not np.isfinite(panel.overview.center).any():
        axes.text(0.5, 0.5, "no data", transform=axes.transAxes, color=INK_2, ha="center")
        axes.set_yticks([])
        axes.set_ylabel(_axis_label(parameter), fontsize=9, color=INK)
    elif _is_spectrogram(parameter):
        _spectrogram(figure, axes, panel)
    else:
        _lines(axes, panel.overview)
    if panel.dataset.simulated:
        axes.text(
            1.0, 1.02, "SIMULATED", transform=axes.transAxes, fontsize=8, weight="bold",
            color="#b00020", ha="right", va="bottom",
        )  # fmt: skip


def _is_spectrogram(parameter: Parameter) -> bool:
    return bool(parameter.shape) and (
        parameter.display == "spectrogram" or parameter.size > _MANY or len(parameter.shape) > 1
    )


def _lines(axes: Axes, overview: Overview) -> None:
    parameter, names = overview.parameter, overview.columns
    for i, name in enumerate(names):
        color = INK if name == MAGNITUDE else LINES[i % len(LINES)]
        if overview.low is not None and overview.high is not None:
            low, high = overview.low[:, i], overview.high[:, i]
            axes.fill_between(overview.times, low, high, color=color, alpha=0.3, lw=0.3)
        axes.plot(overview.times, overview.center[:, i], color=color, lw=0.8, label=name)
        # A sample alone between two gaps is a dot, or it would not be seen.
        alone = _alone(overview.center[:, i])
        axes.plot(overview.times[alone], overview.center[alone, i], ".", color=color, ms=2)
    if parameter.scale == "log" and (overview.center > 0).any():
        axes.set_yscale("log", nonpositive="mask")
    axes.set_ylabel(_axis_label(parameter), fontsize=9, color=INK)
    axes.grid(color=INK, alpha=0.12, lw=0.5)
    if len(names) > 1:
        axes.legend(
            loc="lower left", bbox_to_anchor=(0, 1), borderpad=0, fontsize=8, frameon=False,
            ncols=min(len(names), _MANY), labelcolor="linecolor", handlelength=0, columnspacing=1,
        )  # fmt: skip


def _alone(column: Array) -> Array:
    held = np.isfinite(column)
    beside = np.zeros_like(held)
    beside[1:] |= held[:-1]
    beside[:-1] |= held[1:]
    return held & ~beside


def _spectrogram(figure: Figure, axes: Axes, panel: Panel) -> None:
    from matplotlib.colors import LogNorm, Normalize

    overview = panel.overview
    p = overview.parameter
    axis = _drawn_axis(p)
    others = tuple(i + 1 for i in range(len(p.shape)) if i != axis)
    with np.errstate(all="ignore"):
        values = _mean(overview.center.reshape(-1, *p.shape), others)
    bins = p.bins[axis] if axis < len(p.bins) else None
    edges, scale = _bin_edges(bins, values.shape[1], _moving_centers(panel))
    positive = values[values > 0]
    log = bool(positive.size) and p.scale == "log"
    shown = positive if log else values[np.isfinite(values)]
    low, high = np.percentile(shown, [1, 99.8])
    low = max(low, high / _DECADES) if log else low
    norm = (LogNorm if log else Normalize)(low, high if high > low else low + abs(low) + 1e-12)
    times = _time_edges(overview)
    # Rows are bins: every time edge beside every bin edge.
    y = edges if edges.ndim == 2 else np.repeat(edges[:, None], len(times), axis=1)
    x = np.broadcast_to(times, y.shape)
    if log:  # a zero is no gap: it has the lowest colour
        values = np.where(values <= 0, low, values)
    mesh = axes.pcolormesh(
        x, y, np.ma.masked_invalid(values).T,
        norm=norm, cmap="viridis", shading="flat", rasterized=True,
    )  # fmt: skip
    if scale == "log":
        axes.set_yscale("log")
    axes.set_ylabel(_bins_label(bins, p), fontsize=9, color=INK)
    bar = figure.colorbar(mesh, ax=axes, pad=0.01, fraction=0.04, aspect=14)
    bar.set_label(_axis_label(p, others=bool(others)), fontsize=8, color=INK)
    bar.ax.tick_params(labelsize=8, colors=INK, which="both")


def _mean(values: Array, axes: tuple[int, ...]) -> Array:
    """Return the mean over some axes, gaps left aside, without a word where all is gap."""
    if not axes:
        return values
    count = np.isfinite(values).sum(axis=axes)
    return np.asarray(np.nansum(values, axis=axes) / np.where(count, count, np.nan))


def _drawn_axis(p: Parameter) -> int:
    """Return the dimension that goes upwards: the first that has bins."""
    return next((i for i, b in enumerate(p.bins) if b is not None), 0)


def _moving_centers(panel: Panel) -> Array | None:
    """Return the centres of moving bins at the times drawn: either may have gaps of its own."""
    if panel.bins is None or not np.isfinite(panel.bins.center).any():
        return None
    at = np.searchsorted(panel.bins.times, panel.overview.times, side="right") - 1
    return panel.bins.center[np.maximum(at, 0)]


def _bin_edges(bins: Bins | None, length: int, moving: Array | None) -> tuple[Array, str]:
    """Return edges of the bins, (length + 1,) or (length + 1, times + 1), and their scale."""
    if moving is not None and moving.shape[1] == length and np.isfinite(moving).any():
        scale = "log" if np.nanmin(moving) > 0 else "linear"
        grown = _edges(_filled(moving), scale)
        return np.concatenate([grown, grown[-1:]]).T, scale
    if bins is not None and bins.ranges is not None:
        edges = np.array([r[0] for r in bins.ranges] + [bins.ranges[-1][1]], float)
        if (np.diff(edges) > 0).all() or (np.diff(edges) < 0).all():
            return edges, "log" if bins.scale == "log" and edges.min() > 0 else "linear"
    if bins is not None and bins.centers is not None and length > 1:
        centers = np.array(bins.centers, float)
        spread = centers.min() > 0 and centers.max() / centers.min() > _MANY
        scale = "log" if bins.scale == "log" or spread else "linear"
        return _edges(centers, scale), scale
    return np.arange(length + 1) - 0.5, "linear"


def _edges(centers: Array, scale: str) -> Array:
    """Return edges half-way between centres, along the last axis."""
    c = np.log(centers) if scale == "log" else centers
    middle = (c[..., 1:] + c[..., :-1]) / 2
    first, last = 2 * c[..., :1] - middle[..., :1], 2 * c[..., -1:] - middle[..., -1:]
    edges = np.concatenate([first, middle, last], axis=-1)
    return np.asarray(np.exp(edges) if scale == "log" else edges)


def _filled(centers: Array) -> Array:
    """Return centres with rows of NaN replaced by the row before (the first: after)."""
    good = np.flatnonzero(np.isfinite(centers).all(axis=1))
    if not len(good):
        return np.broadcast_to(np.arange(1.0, centers.shape[1] + 1), centers.shape)
    before = np.searchsorted(good, np.arange(len(centers)), side="right") - 1
    return np.asarray(centers[good[np.maximum(before, 0)]])


def _time_edges(overview: Overview) -> Array:
    """Return n + 1 edges around the times: a cell never reaches over a gap."""
    half = np.timedelta64(overview.step_ns // 2, "ns")
    return np.append(overview.times - half, overview.times[-1:] + half)


def _axis_label(p: Parameter, *, others: bool = False) -> str:
    units = p.units or ("units unknown" if p.units is None else "")
    said = "  ".join(part for part in (units, p.frame or "") if part)
    name = f"mean {p.name}" if others else p.name
    return f"{name}\n{said}" if said else name


def _bins_label(bins: Bins | None, p: Parameter) -> str:
    if bins is None:
        return f"{p.name} channel"
    return f"{bins.name}\n{bins.units}" if bins.units else bins.name


def _time_axis(axes: Axes, start: Any, stop: Any) -> None:
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    locator = AutoDateLocator()  # type: ignore[no-untyped-call]  # matplotlib's
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
    axes.set_xlim(start, stop)
    axes.set_xlabel("UTC", fontsize=8, color=INK_2, loc="left")


def _title(panels: Sequence[Panel]) -> str:
    return "\n".join(title_text(d) for d in _datasets(panels))


def _credits(panels: Sequence[Panel]) -> str:
    lines = []
    for d in _datasets(panels):
        version = f"version {d.version}" if d.version else ""
        lines.append(
            " · ".join(part for part in (d.id, version, d.citation or "", d.doi or "") if part)
        )
    return "\n".join(line if len(line) < 170 else line[:169] + "…" for line in lines)


def _datasets(panels: Sequence[Panel]) -> list[Dataset]:
    return list({panel.dataset.id: panel.dataset for panel in panels}.values())
