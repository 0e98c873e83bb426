"""Which dimension of a distribution is drawn upwards, and what becomes of the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.model import Bins, Parameter
from dayside.model.errors import BadRequest

_MOST_NAMED = 4096

Reduce = Callable[..., NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A distribution of several dimensions as it is drawn: one upwards, the others chosen.

    Attributes
    ----------
    parameter : Parameter
    axis : int
        The dimension drawn upwards: the last whose bins are a quantity, else the longest.
    """

    parameter: Parameter
    axis: int

    @classmethod
    def of(cls, parameter: Parameter) -> Drawn | None:
        """Return how `parameter` is drawn; None where each column stands for itself."""
        if parameter.display != "spectrogram" or len(parameter.shape) < 2:
            return None
        bins = _bins(parameter)
        measured = [i for i, b in enumerate(bins) if b is not None and _is_quantity(b)]
        longest = int(np.argmax(parameter.shape))
        return cls(parameter, measured[-1] if measured else longest)

    @property
    def bins(self) -> Bins | None:
        """Bins of the dimension drawn."""
        return _bins(self.parameter)[self.axis]

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the rows of the picture."""
        return tuple(str(i) for i in range(self.parameter.shape[self.axis]))

    @property
    def over(self) -> str:
        """Names of the other dimensions."""
        return ", ".join(name for name, _ in self._others())

    @property
    def slices(self) -> tuple[str, ...]:
        """Names of the slices that may be chosen; none where there are too many to list."""
        others = self._others()
        if self.parameter.size // self.parameter.shape[self.axis] > _MOST_NAMED:
            return ()
        return tuple(", ".join(parts) for parts in product(*(labels for _, labels in others)))

    def take(
        self, values: NDArray[Any], chosen: int | None, over: Reduce | None = None
    ) -> NDArray[Any]:
        """Return a slice of `values`, or their mean over the other dimensions.

        Parameters
        ----------
        values : ndarray, shape (n, size)
        chosen : int or None
            Number of the slice; None is all of them, as `over` makes one of them.
        over : callable, optional
            Given an array and the axis to reduce; by default the mean of what is not NaN.

        Returns
        -------
        ndarray, shape (n, length of the dimension drawn)

        Raises
        ------
        BadRequest
            If there is no such slice.
        """
        whole = np.moveaxis(values.reshape(-1, *self.parameter.shape), self.axis + 1, -1)
        flat = whole.reshape(len(values), -1, whole.shape[-1])
        if chosen is None:
            return np.asarray((over or _mean)(flat, axis=1))
        if not 0 <= chosen < flat.shape[1]:
            raise BadRequest(f"slice: there are 0 to {flat.shape[1] - 1}.")
        return np.asarray(flat[:, chosen])

    def _others(self) -> list[tuple[str, tuple[str, ...]]]:
        shape = self.parameter.shape
        return [
            (b.name if b is not None else f"dimension {i + 1}", _labels(b, shape[i]))
            for i, b in enumerate(_bins(self.parameter))
            if i != self.axis
        ]


def _mean(values: NDArray[Any], axis: int) -> NDArray[Any]:
    there = np.isfinite(values)
    count = there.sum(axis=axis)
    total = np.where(there, values, 0).sum(axis=axis, dtype=np.float64)
    return np.asarray(total / np.where(count > 0, count, np.nan))


def _bins(parameter: Parameter) -> tuple[Bins | None, ...]:
    missing = len(parameter.shape) - len(parameter.bins)
    return (*parameter.bins, *(None,) * missing)


def _is_quantity(bins: Bins) -> bool:
    return bool(bins.units) and bool(bins.parameter or bins.centers or bins.ranges)


def _labels(bins: Bins | None, length: int) -> tuple[str, ...]:
    if bins is not None and bins.labels and len(bins.labels) == length:
        return tuple(bins.labels)
    if bins is not None and bins.units and bins.centers and len(bins.centers) == length:
        return tuple(f"{center:.4g} {bins.units}" for center in bins.centers)
    return tuple(str(i) for i in range(length))
