"""Filters about each sample: smoothing, trends and spikes taken away.

Each reaches as far as it says, and ignores NaN; nothing is put where there was no sample.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.science.series.columns import as_columns
from dayside.science.series.windows import rows_between, sliding, window

Array = NDArray[Any]

GAUSSIAN_REACH = 4.0
"""Standard deviations at which the Gaussian is cut off, as scipy.ndimage does."""
MAD_SIGMA = 1.482602218505602
"""Standard deviations in the median absolute deviation of a normal distribution."""


def boxcar(time_ns: Array, values: Array, width_ns: int) -> Array:
    """Return the mean of the samples within half a width, where there is a sample.

    Parameters
    ----------
    time_ns : ndarray of int64, shape (n,)
        Never decreasing.
    values : ndarray, shape (n,) or (n, k)
    width_ns : int
        Above 0; reaches half of it.

    Examples
    --------
    >>> boxcar(np.arange(4), np.array([1.0, 2.0, np.nan, 4.0]), 3).tolist()
    [1.5, 1.5, nan, 4.0]
    """
    return np.where(np.isnan(values), np.nan, sliding(time_ns, values, width_ns, "mean"))


def gaussian(time_ns: Array, values: Array, sigma_ns: int) -> Array:
    """Return the mean of the samples near by, weighted by ``exp(-dt² / 2 sigma²)``.

    On even steps that is ``scipy.ndimage.gaussian_filter1d``, away from ends and gaps, where
    the weights of the samples there are count alone.

    Parameters
    ----------
    time_ns : ndarray of int64, shape (n,)
        Never decreasing.
    values : ndarray, shape (n,) or (n, k)
    sigma_ns : int
        Standard deviation, above 0; reaches `GAUSSIAN_REACH` of it.

    Examples
    --------
    >>> smooth = gaussian(np.arange(5), np.array([0.0, 0.0, 1.0, 0.0, 0.0]), 1)
    >>> smooth.round(3).tolist()
    [0.077, 0.257, 0.403, 0.257, 0.077]
    """
    from dayside.science.series.filter_kernels import weighted_means

    reach = int(GAUSSIAN_REACH * sigma_ns)
    begin, end = rows_between(time_ns, time_ns - reach, time_ns + reach + 1)
    columns = as_columns(values)
    found = weighted_means(time_ns, columns, begin, end, float(sigma_ns))
    return np.asarray(found).reshape(values.shape)


def detrend(time_ns: Array, values: Array, width_ns: int) -> Array:
    """Return the samples less the mean within half a width.

    Parameters
    ----------
    time_ns : ndarray of int64, shape (n,)
        Never decreasing.
    values : ndarray, shape (n,) or (n, k)
    width_ns : int
        Above 0; reaches half of it.

    Examples
    --------
    >>> detrend(np.arange(4), np.array([1.0, 2.0, 4.0, 2.0]), 3).round(2).tolist()
    [-0.5, -0.33, 1.33, -1.0]
    """
    return np.asarray(values - sliding(time_ns, values, width_ns, "mean"))


def despike(time_ns: Array, values: Array, width_ns: int, factor: float) -> Array:
    """Return the samples without those far from the median of the window about them.

    The filter of Hampel (Pearson 2002, IEEE Trans. Control Syst. Technol. 10, 55): a sample is
    a spike where it lies more than `factor` standard deviations from the median, the standard
    deviation being told by the median of the distances of all samples of the window from it,
    which spikes do not move. In a window of which more than half is one value, every other
    value is a spike. The time it takes grows with the width.

    Parameters
    ----------
    time_ns : ndarray of int64, shape (n,)
        Never decreasing.
    values : ndarray, shape (n,) or (n, k)
    width_ns : int
        Above 0; reaches half of it.
    factor : float
        Standard deviations; 3 takes away one sample in 370 of normal noise.

    Returns
    -------
    ndarray of float64
        NaN in the place of spikes.

    Examples
    --------
    >>> values = np.array([1.0, 2.0, 1.5, 90.0, 1.2, 2.1, 1.4])
    >>> despike(np.arange(7), values, 5, 4.0).tolist()
    [1.0, 2.0, 1.5, nan, 1.2, 2.1, 1.4]
    """
    from dayside.science.series.filter_kernels import hampel

    begin, end = rows_between(time_ns, *window(time_ns, width_ns))
    middle = sliding(time_ns, values, width_ns, "median")
    columns = as_columns(values)
    found = hampel(columns, as_columns(middle), begin, end, factor * MAD_SIGMA)
    return np.asarray(found).reshape(values.shape)
