"""Where the cells of a spectrogram end: between bins, and between times."""

from __future__ import annotations

import numpy as np

from dayside.client.overview import Array, Overview
from dayside.model import Bins
from dayside.model.dataset import Scale

_WIDE = 20
"""Centres that span more than this factor may be spaced by their logarithm."""


def moving_centers(overview: Overview, bins: Overview | None) -> Array | None:
    """Return the centres of moving bins at the times drawn: either may have gaps of its own."""
    if bins is None or not np.isfinite(bins.center).any():
        return None
    at = np.searchsorted(bins.times, overview.times, side="right") - 1
    return bins.center[np.maximum(at, 0)]


def placed_rows(bins: Bins | None, length: int) -> Array:
    """Return which rows have a place: a bin whose centre is not known has none."""
    every = np.ones(length, bool)
    if bins is None or bins.centers is None or len(bins.centers) != length:
        return every
    known = np.isfinite(np.array(bins.centers, float))
    return known if known.any() and bins.ranges is None and bins.parameter is None else every


def bin_edges(bins: Bins | None, length: int, moving: Array | None) -> tuple[Array, Scale]:
    """Return edges of the bins, (length + 1,) or (length + 1, times + 1), and their scale."""
    said_log = bins is not None and bins.scale == "log"
    if moving is not None and moving.shape[1] == length and np.isfinite(moving).any():
        scale = _spacing(moving[np.isfinite(moving).all(axis=1)][:1], said_log=said_log)
        grown = _edges(_filled(moving), scale)
        return np.concatenate([grown, grown[-1:]]).T, scale
    if bins is not None and bins.ranges is not None:
        edges = np.array([r[0] for r in bins.ranges] + [bins.ranges[-1][1]], float)
        if (np.diff(edges) > 0).all() or (np.diff(edges) < 0).all():
            return edges, _spacing((edges[1:] + edges[:-1]) / 2, said_log=said_log)
    if bins is not None and bins.centers is not None and length > 1:
        centers = np.array(bins.centers, float)[placed_rows(bins, len(bins.centers))]
        if len(centers) == length and np.isfinite(centers).all():
            scale = _spacing(centers, said_log=said_log)
            return _edges(centers, scale), scale
    return np.arange(length + 1) - 0.5, "linear"


def _spacing(centers: Array, *, said_log: bool) -> Scale:
    """Return how bins are spaced: what they say, as far as their centres allow it."""
    if not centers.size or centers.min() <= 0:
        return "linear"
    low, middle, high = np.sort(centers, axis=None)[[0, centers.size // 2, -1]]
    skewed = abs(middle - (low + high) / 2) > (high - low) / 4
    return "log" if said_log or (high / low > _WIDE and skewed) else "linear"


def extent_of_edges(edges: Array, scale: Scale) -> tuple[float, float] | None:
    """Return the lowest and highest edge an axis can show; None where there are not two."""
    shown = edges[np.isfinite(edges) & ((edges > 0) if scale == "log" else True)]
    if not shown.size or shown.min() == shown.max():
        return None
    return float(shown.min()), float(shown.max())


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


def time_edges(overview: Overview) -> Array:
    """Return n + 1 edges around the times: a cell never reaches over a gap."""
    half = np.timedelta64(overview.step_ns // 2, "ns")
    return np.append(overview.times - half, overview.times[-1:] + half)
