"""Statistics in windows of time: about each sample, in intervals, and in bins.

A window is half-open: it holds the samples with ``start <= t < stop``. NaN is no sample; of a
window without samples nothing is known (NaN, and the count is 0). ``std``, ``var`` are those
of the sample (divided by ``n - 1``, as pandas does and numpy with ``ddof=1``): NaN of a single
sample. ``skew`` is the adjusted Fisher-Pearson coefficient ``G1`` (Joanes & Gill 1998, The
Statistician 47, 183), as of pandas and of ``scipy.stats.skew(bias=False)``: NaN of fewer than
three samples, 0 where all are equal.

A statistic about a sample depends on the samples of its window alone, bit for bit: whoever
works in blocks gives each a halo of the window's width.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.science.series.columns import by_column

Array = NDArray[Any]

COUNT, MEAN, SECOND, THIRD = range(4)
"""Columns of a window's state: the last two are sums of powers of deviations."""


def _var(state: Array) -> Array:
    return np.where(state[:, COUNT] > 1, state[:, SECOND] / (state[:, COUNT] - 1), np.nan)


def _skew(state: Array) -> Array:
    n = state[:, COUNT]
    biased = np.sqrt(n) * state[:, THIRD] / state[:, SECOND] ** 1.5
    flat = state[:, SECOND] <= n * (np.finfo(np.float64).eps * state[:, MEAN]) ** 2
    adjusted = np.where(flat, 0.0, biased * np.sqrt(n * (n - 1)) / (n - 2))
    return np.where(n > 2, adjusted, np.nan)


_OF_STATE: dict[str, Callable[[Array], Array]] = {
    "count": lambda state: state[:, COUNT],
    "mean": lambda state: np.where(state[:, COUNT] > 0, state[:, MEAN], np.nan),
    "rms": lambda state: np.where(state[:, COUNT] > 0, np.sqrt(state[:, MEAN]), np.nan),
    "var": _var,
    "std": lambda state: np.sqrt(_var(state)),
    "skew": _skew,
}
_OF_ORDER = ("min", "max", "median")
STATISTICS = ("mean", "median", "rms", "std", "var", "min", "max", "skew", "count")
"""The statistics every function here knows by name."""


def window(at_ns: Array, width_ns: int) -> tuple[Array, Array]:
    """Return where windows centred on times start and stop.

    Examples
    --------
    >>> start, stop = window(np.array([10]), 5)
    >>> start.tolist(), stop.tolist()
    ([8], [13])
    """
    start = at_ns - width_ns // 2
    return start, start + width_ns


def rows_between(time_ns: Array, start_ns: Array, stop_ns: Array) -> tuple[Array, Array]:
    """Return the first row of each window ``[start, stop)``, and the one after its last.

    Parameters
    ----------
    time_ns : ndarray of int64, shape (n,)
        Never decreasing.
    start_ns, stop_ns : ndarray of int64, shape (windows,)

    Examples
    --------
    >>> begin, end = rows_between(np.array([0, 5, 10]), np.array([0, 5]), np.array([5, 11]))
    >>> begin.tolist(), end.tolist()
    ([0, 1], [1, 3])
    """
    begin = np.searchsorted(time_ns, start_ns, side="left")
    end = np.searchsorted(time_ns, stop_ns, side="left")
    return begin, np.maximum(begin, end)


def sliding(
    time_ns: Array,
    values: Array,
    width_ns: int,
    statistic: str,
    at_ns: Array | None = None,
) -> Array:
    """Return a statistic of the samples within half a width of each time.

    Parameters
    ----------
    time_ns : ndarray of int64, shape (n,)
        Never decreasing.
    values : ndarray, shape (n,) or (n, k)
        Each column for itself.
    width_ns : int
        Above 0; of the windows that `window` returns.
    statistic : str
        One of `STATISTICS`.
    at_ns : ndarray of int64, shape (m,), optional
        Where windows are centred, never decreasing; on each sample unless said.

    Returns
    -------
    ndarray of float64, shape (m,) or (m, k)

    Examples
    --------
    >>> time_ns = np.arange(5) * 10
    >>> sliding(time_ns, np.array([1.0, 2.0, np.nan, 4.0, 6.0]), 30, "mean").tolist()
    [1.5, 1.5, 3.0, 5.0, 5.0]
    """
    from dayside.science.series.window_kernels import spans

    start, _ = window(time_ns if at_ns is None else at_ns, width_ns)
    begin, end = spans(time_ns, start, width_ns)
    bins = (time_ns // width_ns, start // width_ns)
    return by_column(values, lambda column: _of_neighbours(column, bins, begin, end, statistic))


def over_intervals(
    time_ns: Array, values: Array, start_ns: Array, stop_ns: Array, statistic: str
) -> Array:
    """Return a statistic of the samples in each interval ``[start, stop)``.

    Sums are taken twice, so that they are those of numpy and pandas to 1e-12 and better.

    Parameters
    ----------
    time_ns : ndarray of int64, shape (n,)
        Never decreasing.
    values : ndarray, shape (n,) or (n, k)
        Each column for itself.
    start_ns, stop_ns : ndarray of int64, shape (m,)
        In any order, also over each other; each is summed for itself.
    statistic : str
        One of `STATISTICS`.

    Returns
    -------
    ndarray of float64, shape (m,) or (m, k)

    Examples
    --------
    >>> time_ns = np.arange(5) * 10
    >>> values = np.array([1.0, 2.0, 4.0, 8.0, 16.0])
    >>> over_intervals(time_ns, values, np.array([0, 20]), np.array([20, 50]), "max").tolist()
    [2.0, 16.0]
    """
    begin, end = rows_between(time_ns, start_ns, stop_ns)
    return by_column(values, lambda column: _of_each(column, begin, end, statistic))


def blocks(
    time_ns: Array, values: Array, width_ns: int, statistic: str, origin_ns: int = 0
) -> tuple[Array, Array]:
    """Return a statistic in each bin that holds samples, and when those bins start.

    Bin *k* is ``[origin + k * width, origin + (k + 1) * width)``.

    Parameters
    ----------
    time_ns : ndarray of int64, shape (n,)
        Never decreasing.
    values : ndarray, shape (n,) or (n, k)
        Each column for itself.
    width_ns : int
        Above 0.
    statistic : str
        One of `STATISTICS`.
    origin_ns : int
        Where a bin starts: midnight, for bins of whole hours of UTC.

    Returns
    -------
    start_ns : ndarray of int64, shape (bins,)
        Bins without any row are left out.
    statistics : ndarray of float64, shape (bins,) or (bins, k)

    Examples
    --------
    >>> start_ns, mean = blocks(np.array([1, 5, 21]), np.array([1.0, 3.0, 7.0]), 10, "mean")
    >>> start_ns.tolist(), mean.tolist()
    ([0, 20], [2.0, 7.0])
    """
    start = np.unique((time_ns - origin_ns) // width_ns) * width_ns + origin_ns
    return start, over_intervals(time_ns, values, start, start + width_ns, statistic)


def _of_neighbours(
    column: Array, bins: tuple[Array, Array], begin: Array, end: Array, statistic: str
) -> Array:
    """Return a statistic of windows that never go back; `bins` are those of samples, starts."""
    from dayside.science.series import order_kernels, window_kernels

    if statistic in ("min", "max"):
        return np.asarray(order_kernels.extremes(begin, end, column, statistic == "max"))
    if statistic == "median":
        return np.asarray(
            order_kernels.medians(begin, end, column, np.argsort(column, kind="stable"))
        )
    summed = column * column if statistic == "rms" else column
    if statistic in ("count", "mean", "rms"):
        state = window_kernels.sums(*bins, begin, end, summed)
        with np.errstate(invalid="ignore"):
            state[:, MEAN] /= state[:, COUNT]
        return _named(state, statistic)
    before, after = np.empty((2, len(column), 4))
    window_kernels.parts(bins[0], summed, before, after)
    return _named(window_kernels.joined(*bins, begin, end, before, after), statistic)


def _of_each(column: Array, begin: Array, end: Array, statistic: str) -> Array:
    """Return a statistic of windows that lie anyhow."""
    from dayside.science.series import order_kernels, window_kernels

    if statistic in _OF_ORDER:
        which = _OF_ORDER.index(statistic)
        return np.asarray(order_kernels.of_each(begin, end, column, which))
    summed = column * column if statistic == "rms" else column
    return _named(window_kernels.states(begin, end, summed), statistic)


def _named(state: Array, statistic: str) -> Array:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(_OF_STATE[statistic](state))
