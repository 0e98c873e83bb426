"""Minimum variance analysis of vectors (Sonnerup & Scheible 1998, ISSI SR-001, chapter 8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.science.series.pairs import pairs_over

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class MinimumVariance:
    """Principal axes of the variance of vectors, of each interval.

    Attributes
    ----------
    eigenvalues : ndarray of float64, shape (m, 3)
        Variances along the axes, the greatest first, in the square of the vectors' unit.
    axes : ndarray of float64, shape (m, 3, 3)
        Unit vectors L, M, N of maximum, intermediate and minimum variance: ``axes[:, 2]`` is
        the normal of a planar boundary. Their signs, which the variance leaves open: the
        first component of N that is not 0 is positive (in a frame with +X to the Sun it points
        there), the last of L that is not 0 is positive, and ``M = N × L``.
    """

    eigenvalues: Array
    axes: Array

    @property
    def ratio(self) -> Array:
        """Intermediate by minimum eigenvalue: the greater, the better N is known.

        Examples
        --------
        >>> MinimumVariance(np.array([[9.0, 4.0, 0.5]]), np.eye(3)[np.newaxis]).ratio.tolist()
        [8.0]
        """
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(self.eigenvalues[:, 1] / self.eigenvalues[:, 2])


def minimum_variance(
    time_ns: Array, vectors: Array, start_ns: Array, stop_ns: Array
) -> MinimumVariance:
    """Return the principal axes of the vectors in each interval ``[start, stop)``.

    Parameters
    ----------
    time_ns : ndarray of int64, shape (n,)
        Never decreasing.
    vectors : ndarray, shape (n, 3)
        A row with any NaN is no sample.
    start_ns, stop_ns : ndarray of int64, shape (m,)
        In any order.

    Returns
    -------
    MinimumVariance
        NaN of intervals with fewer than three vectors.

    Examples
    --------
    >>> vectors = np.array([[5.0, 0.0, 0.0], [5.1, 1.0, 9.0], [5.0, -1.0, 3.0], [4.9, 0.5, 1.0]])
    >>> found = minimum_variance(np.arange(4), vectors, np.array([0]), np.array([4]))
    >>> found.axes[0, 2].round(2).tolist()
    [1.0, 0.02, -0.02]
    """
    whole = np.where(np.isnan(vectors).any(axis=1, keepdims=True), np.nan, vectors)
    matrix = np.empty((len(start_ns), 3, 3))
    for i in range(3):
        for j in range(i + 1):
            matrix[:, i, j] = matrix[:, j, i] = pairs_over(
                time_ns, whole[:, i], whole[:, j], start_ns, stop_ns, "covariance"
            )
    inside = np.concatenate([[0], np.cumsum(~np.isnan(whole[:, 0]))])
    begin, end = np.searchsorted(time_ns, start_ns), np.searchsorted(time_ns, stop_ns)
    return principal_axes(
        np.where((inside[end] - inside[begin] >= 3)[:, np.newaxis, np.newaxis], matrix, np.nan)
    )


def principal_axes(matrix: Array) -> MinimumVariance:
    """Return the principal axes of covariance matrices.

    Parameters
    ----------
    matrix : ndarray of float64, shape (m, 3, 3)
        Symmetric; NaN where it is not known.

    Examples
    --------
    >>> principal_axes(np.diag([1.0, 9.0, 4.0])[np.newaxis]).axes[0].tolist()
    [[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]
    """
    known = np.asarray(np.isfinite(matrix).all(axis=(1, 2)))
    values, vectors = np.linalg.eigh(np.where(known[:, np.newaxis, np.newaxis], matrix, 0.0))
    greatest = _signed(vectors[:, ::-1, 2])[:, ::-1]
    least = _signed(vectors[:, :, 0])
    axes = np.stack([greatest, np.cross(least, greatest), least], axis=1)
    # Rounding may leave a variance of nothing below 0.
    eigenvalues = np.maximum(values[:, ::-1], 0.0)
    return MinimumVariance(
        np.where(known[:, np.newaxis], eigenvalues, np.nan),
        np.where(known[:, np.newaxis, np.newaxis], axes, np.nan),
    )


def _signed(vectors: Array) -> Array:
    """Return vectors turned so that their first component that is not 0 is positive."""
    first = np.argmax(vectors != 0.0, axis=1)
    sign = np.sign(np.take_along_axis(vectors, first[:, np.newaxis], axis=1))
    return np.asarray(vectors * np.where(sign == 0, 1.0, sign))
