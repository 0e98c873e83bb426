"""Values of any shape as columns: what kernels of one column at a time are given."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def as_columns(values: Array) -> NDArray[np.float64]:
    """Return values as float64 of two dimensions, of which the first is time.

    Examples
    --------
    >>> as_columns(np.zeros((5, 2, 3))).shape, as_columns(np.zeros(0)).shape
    ((5, 6), (0, 1))
    """
    wide = values.reshape(len(values), math.prod(values.shape[1:]))
    return np.ascontiguousarray(wide, np.float64)


def by_column(values: Array, of_column: Callable[[Array], Array]) -> Array:
    """Return what a function tells of each column, in the shape of `values` but for its length.

    Parameters
    ----------
    values : ndarray, shape (n, ...)
    of_column : callable
        From float64 of shape (n,) to some of shape (m,).

    Examples
    --------
    >>> by_column(np.arange(6).reshape(3, 2), lambda column: column[:1] * 10).tolist()
    [[0.0, 10.0]]
    """
    columns = as_columns(values)
    found = [of_column(np.ascontiguousarray(columns[:, at])) for at in range(columns.shape[1])]
    if not found:
        return np.empty(values.shape)
    return np.stack(found, axis=1).reshape(len(found[0]), *values.shape[1:])


def row_sums(values: Array) -> Array:
    """Return the sum of each row, entry by entry: numpy's may depend on the number of rows.

    Parameters
    ----------
    values : ndarray, shape (n, k)

    Examples
    --------
    >>> row_sums(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])).tolist()
    [6.0, 15.0]
    """
    total = np.zeros(len(values))
    for at in range(values.shape[1]):
        total = total + values[:, at]
    return total
