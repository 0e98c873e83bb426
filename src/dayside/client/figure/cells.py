"""A panel with a spectrogram: its picture, its bins upwards, and its colour bar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from dayside.client.figure.edges import (
    bin_edges,
    extent_of_edges,
    moving_centers,
    placed_rows,
    time_edges,
)
from dayside.client.figure.lettering import width_of
from dayside.client.figure.page import Area, Page
from dayside.client.figure.panel import Curve
from dayside.client.figure.scale import Extent, chosen_extent, ticks
from dayside.client.figure.sides import factor_to
from dayside.client.figure.style import VOID
from dayside.client.figure.words import dimension_name, meaning
from dayside.client.overview import Array
from dayside.model import Bins, Parameter
from dayside.model.dataset import Scale
from dayside.model.view import AxisChoice, Over, ShownPanel
from dayside.services.slices import usual_axis

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_BAR_GAP, _BAR_WIDTH, _BAR_TITLE = 10, 10, 76
_TITLE_AT = 10
_NAME_HEIGHT = 13
_QUANTILES = (0.01, 0.995)
"""Outliers do not set the range of the colours."""


def draw_cells(page: Page, axes: Axes, area: Area, curve: Curve, choice: ShownPanel) -> None:
    """Draw a distribution: one of its dimensions upwards, the others as `choice` says."""
    from matplotlib.colors import LogNorm, Normalize

    overview, p = curve.overview, curve.parameter
    axis = drawn_axis(p, choice.upwards)
    bins = p.bins[axis] if axis < len(p.bins) else None
    units, factor = _shown_in(choice.values.units, p.units)
    values = factor * _reduced(overview.center.reshape(-1, *p.shape), axis, choice.over)
    scale = choice.values.scale or p.scale
    extent = _colours(values, choice.values.limits, scale)
    axes.set_facecolor(VOID)
    if scale == "log":  # a zero is no gap: it has the lowest colour
        values = np.where(values <= 0, extent[0], values)
    mesh = _mesh(axes, curve, bins, values, choice.second)
    mesh.set(norm=(LogNorm if scale == "log" else Normalize)(*extent), cmap=choice.map or "viridis")
    _draw_up(page, axes, area, choice, bins, axis)
    _draw_bar(page, mesh, area, extent, scale)
    page.title_upwards(_bar_title(p, units, area.height), area.right + _BAR_TITLE, area)


def drawn_axis(p: Parameter, chosen: int | None) -> int:
    """Return the dimension that goes upwards: the one chosen, where there is such a one."""
    return chosen if chosen is not None and chosen < len(p.shape) else usual_axis(p)


def fates(p: Parameter, over: tuple[Over, ...]) -> list[Over]:
    """Return what becomes of each dimension not drawn: their mean, where nothing is said."""
    others = len(p.shape) - 1
    means: list[Over] = ["mean"] * others
    return [*over, *means][:others]


def _shown_in(chosen: str | None, own: str | None) -> tuple[str | None, float]:
    """Return the units shown, and what values are multiplied with."""
    factor = None if chosen is None else factor_to(chosen, own)
    return (own, 1.0) if factor is None else (chosen, factor)


def _colours(values: Array, limits: Extent | None, scale: Scale) -> Extent:
    seen = values[(values > 0) if scale == "log" else np.isfinite(values)]
    found = None
    if seen.size:
        low, high = np.quantile(seen, _QUANTILES, method="nearest")
        found = (float(low), float(high))
    return chosen_extent(limits, found, scale)


def _mesh(axes: Axes, curve: Curve, bins: Bins | None, values: Array, choice: AxisChoice) -> Any:
    """Draw the cells, and set the axis upwards; returns matplotlib's mesh."""
    factor = _shown_in(choice.units, bins.units if bins else None)[1]
    values = values[:, placed_rows(bins, values.shape[1])]
    edges, natural = bin_edges(bins, values.shape[1], moving_centers(curve.overview, curve.bins))
    edges = edges * factor
    wanted: Scale = choice.scale or natural
    reach = extent_of_edges(edges, wanted)
    scale: Scale = wanted if reach is not None else "linear"
    extent = (
        choice.limits if choice.limits and (scale == "linear" or choice.limits[0] > 0) else None
    )
    axes.set_yscale(scale)
    axes.set_ylim(*(extent or reach or extent_of_edges(edges, "linear") or (0.0, 1.0)))
    # Rows are bins: every time edge beside every bin edge.
    times = time_edges(curve.overview)
    y = edges if edges.ndim == 2 else np.repeat(edges[:, None], len(times), axis=1)
    return axes.pcolormesh(
        np.broadcast_to(times, y.shape), y, np.ma.masked_invalid(values).T,
        shading="flat", rasterized=True,
    )  # fmt: skip


def _draw_up(
    page: Page, axes: Axes, area: Area, choice: ShownPanel, bins: Bins | None, axis: int
) -> None:
    """Write the axis of the bins: numbers, or names where they have no numbers."""
    low, high = axes.get_ylim()
    if bins is not None and bins.labels and not bins.units and not bins.parameter:
        every = max(1, int(np.ceil(_NAME_HEIGHT * len(bins.labels) / area.height)))
        axes.set_yticks(range(0, len(bins.labels), every), bins.labels[::every])
        axes.set_yticks([], minor=True)
    else:
        set_ticks(axes, (low, high), "log" if axes.get_yscale() == "log" else "linear", area)
    axes.set_ylim(low, high)
    own = bins.units if bins else ""
    title = meaning(
        [_shown_in(choice.second.units, own)[0]], [], dimension_name(bins, axis) if bins else ""
    )
    page.title_upwards(title, _TITLE_AT, area)


def set_ticks(axes: Axes, extent: Extent, scale: Scale, area: Area) -> None:
    """Give an axis upwards its scale, its reach and its ticks."""
    from matplotlib.ticker import NullFormatter

    found = ticks(extent, scale, area.height)
    axes.set_yscale(scale)
    axes.set_ylim(*extent)
    axes.set_yticks(found.values, found.labels)
    axes.set_yticks(found.minor, minor=True)
    axes.yaxis.set_minor_formatter(NullFormatter())


def _draw_bar(page: Page, mesh: Any, area: Area, extent: Extent, scale: Scale) -> None:
    place = Area(area.right + _BAR_GAP, area.top, _BAR_WIDTH, area.height)
    axes = page.axes(place)
    page.figure.colorbar(mesh, cax=axes).outline.set_visible(False)
    axes.yaxis.tick_right()
    set_ticks(axes, extent, scale, area)


def _bar_title(p: Parameter, units: str | None, room: float) -> str:
    """Return the fullest title of the bar that there is room for."""
    titles = [meaning([units], [p.frame], name) for name in (p.label or p.name, p.name, "")]
    return next((title for title in titles if width_of(title) <= room), titles[-1])


def _reduced(values: Array, axis: int, over: tuple[Over, ...]) -> Array:
    """Return values of the dimension drawn, the others chosen, summed or averaged."""
    out = np.moveaxis(values, axis + 1, -1)
    if out.ndim > 3 and len(over) == 1 and isinstance(over[0], int):
        # Links of version 1 count through all other dimensions, the last fastest.
        return _reduced(out.reshape(len(out), -1, out.shape[-1]), 1, over)
    means: list[Over] = ["mean"] * (out.ndim - 2)
    for how in [*over, *means][: out.ndim - 2]:
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
