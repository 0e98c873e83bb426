"""A panel with a spectrogram, its bins upwards, and its colour bar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from dayside.client.figure.edges import bin_edges, moving_centers, time_edges
from dayside.client.figure.panel import Curve
from dayside.client.figure.style import INK
from dayside.client.figure.words import axis_label, bins_label
from dayside.client.overview import Array
from dayside.model import Parameter
from dayside.model.view import AxisChoice, Over, ShownPanel
from dayside.services.slices import usual_axis

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_DECADES = 1e6  # below that from the top, colours would be spent on noise


def draw_cells(figure: Figure, axes: Axes, curve: Curve, choice: ShownPanel) -> None:
    """Draw a distribution: one of its dimensions upwards, the others as `choice` says."""
    overview, p = curve.overview, curve.parameter
    axis = _drawn_axis(p, choice.upwards)
    values = _reduced(overview.center.reshape(-1, *p.shape), axis, choice.over)
    bins = p.bins[axis] if axis < len(p.bins) else None
    edges, scale = bin_edges(bins, values.shape[1], moving_centers(overview, curve.bins))
    norm, log = _norm(values, p, choice.values)
    times = time_edges(overview)
    # Rows are bins: every time edge beside every bin edge.
    y = edges if edges.ndim == 2 else np.repeat(edges[:, None], len(times), axis=1)
    x = np.broadcast_to(times, y.shape)
    if log:  # a zero is no gap: it has the lowest colour
        values = np.where(values <= 0, norm.vmin, values)
    mesh = axes.pcolormesh(
        x, y, np.ma.masked_invalid(values).T,
        norm=norm, cmap=choice.map or "viridis", shading="flat", rasterized=True,
    )  # fmt: skip
    axes.set_yscale(choice.second.scale or scale)
    if choice.second.limits is not None:
        axes.set_ylim(*choice.second.limits)
    axes.set_ylabel(bins_label(bins, p), fontsize=9, color=INK)
    bar = figure.colorbar(mesh, ax=axes, pad=0.01, fraction=0.04, aspect=14)
    bar.set_label(axis_label([p], [_reduced_name(p, choice.over)]), fontsize=8, color=INK)
    bar.ax.tick_params(labelsize=8, colors=INK, which="both")


def _norm(values: Array, p: Parameter, choice: AxisChoice) -> tuple[Any, bool]:
    """Return matplotlib's scale of the colours, and whether it is logarithmic."""
    from matplotlib.colors import LogNorm, Normalize

    positive = values[values > 0]
    log = bool(positive.size) and (choice.scale or p.scale) == "log"
    if choice.limits is not None and (not log or choice.limits[0] > 0):
        low, high = choice.limits
    else:
        low, high = np.percentile(positive if log else values[np.isfinite(values)], [1, 99.8])
        low = max(low, high / _DECADES) if log else low
    return (LogNorm if log else Normalize)(low, high if high > low else low + abs(low) + 1e-12), log


def _drawn_axis(p: Parameter, chosen: int | None) -> int:
    """Return the dimension that goes upwards: the one chosen, where there is such a one."""
    return chosen if chosen is not None and chosen < len(p.shape) else usual_axis(p)


def _reduced(values: Array, axis: int, over: tuple[Over, ...]) -> Array:
    """Return values of the dimension drawn, the others chosen, summed or averaged."""
    out = np.moveaxis(values, axis + 1, -1)
    if out.ndim > 3 and len(over) == 1 and isinstance(over[0], int):
        # Links of version 1 count through all other dimensions, the last fastest.
        return _reduced(out.reshape(len(out), -1, out.shape[-1]), 1, over)
    for how in _each(out.ndim - 2, over):
        held = np.isfinite(out)
        total = np.nansum(np.where(held, out, 0), axis=1)
        count = held.sum(axis=1)
        if isinstance(how, int):
            out = out[:, min(how, out.shape[1] - 1)]
        elif how == "sum":
            out = np.where(count, total, np.nan)
        else:
            out = total / np.where(count, count, np.nan)
    return out


def _each(dimensions: int, over: tuple[Over, ...]) -> list[Over]:
    """Return what becomes of each dimension not drawn: their mean, where nothing is said."""
    means: list[Over] = ["mean"] * dimensions
    return [*over, *means][:dimensions]


def _reduced_name(p: Parameter, over: tuple[Over, ...]) -> str:
    ways = dict.fromkeys(str(how) for how in _each(len(p.shape) - 1, over) if isinstance(how, str))
    return " ".join([*ways, p.name])
