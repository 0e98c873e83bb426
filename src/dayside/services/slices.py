"""Which dimension of a distribution is drawn upwards, and what becomes of the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.model import Bins, Parameter
from dayside.model.errors import BadRequest, nearest
from dayside.model.view import Over

Floats = NDArray[np.floating[Any]]

Reduce = Callable[..., NDArray[Any]]
"""Given an array, an axis and whether to keep it, makes one number of all along it."""


@dataclass(frozen=True, slots=True)
class Cut:
    """What of a distribution is asked for.

    Attributes
    ----------
    upwards : int or None
        The dimension drawn upwards; None leaves it to the distribution.
    over : tuple of Over
        One for each other dimension, in their order; none is the mean of all.
    flat : int or None
        In place of `over`, one bin of each other dimension, as one number: the last
        dimension runs fastest.
    """

    upwards: int | None = None
    over: tuple[Over, ...] = ()
    flat: int | None = None


WHOLE = Cut()


@dataclass(frozen=True, slots=True)
class Drawn:
    """A distribution of several dimensions as it is drawn: one upwards, the others reduced.

    Attributes
    ----------
    parameter : Parameter
    axis : int
        The dimension drawn upwards.
    """

    parameter: Parameter
    axis: int

    @classmethod
    def of(cls, parameter: Parameter, upwards: int | None = None) -> Drawn | None:
        """Return how `parameter` is drawn; None where each column stands for itself.

        Parameters
        ----------
        parameter : Parameter
        upwards : int, optional
            The dimension drawn; by default the last whose bins are a quantity, else the
            longest.

        Raises
        ------
        BadRequest
            If there is no such dimension.
        """
        if parameter.display != "spectrogram" or len(parameter.shape) < 2:
            return None
        if upwards is None:
            return cls(parameter, usual_axis(parameter))
        if not 0 <= upwards < len(parameter.shape):
            raise BadRequest(
                f"upwards: {parameter.name} has the dimensions 0 to {len(parameter.shape) - 1}."
            )
        return cls(parameter, upwards)

    @property
    def bins(self) -> Bins | None:
        """Bins of the dimension drawn."""
        return bins_of(self.parameter)[self.axis]

    @property
    def length(self) -> int:
        """How many rows the picture has."""
        return self.parameter.shape[self.axis]

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the rows of the picture."""
        return tuple(str(i) for i in range(self.length))

    @property
    def others(self) -> tuple[int, ...]:
        """Dimensions that are not drawn."""
        return tuple(i for i in range(len(self.parameter.shape)) if i != self.axis)

    def reductions(self, cut: Cut) -> tuple[Over, ...]:
        """Return what becomes of each of `others`.

        Raises
        ------
        BadRequest
            If there are not as many of them, or no such bins.
        """
        lengths = [self.parameter.shape[i] for i in self.others]
        if cut.flat is not None:
            most = int(np.prod(lengths))
            if cut.over or not 0 <= cut.flat < most:
                raise BadRequest(f"slice: there are 0 to {most - 1}, without over.")
            return tuple(int(i) for i in np.unravel_index(cut.flat, lengths))
        usual: tuple[Over, ...] = ("mean",)
        over = cut.over or usual * len(lengths)
        names = [self._name(i) for i in self.others]
        if len(over) != len(lengths):
            raise BadRequest(
                f"over: one for each of {', '.join(names)}; there are {len(over)} of them."
            )
        for how, length, name in zip(over, lengths, names, strict=True):
            if isinstance(how, int) and not 0 <= how < length:
                raise BadRequest(f"over: {name} has the bins 0 to {length - 1}, not {how}.")
        return over

    def take(self, values: Floats, counts: NDArray[Any], over: tuple[Over, ...]) -> Floats:
        """Return `values` with all dimensions but the one drawn reduced.

        Bins are chosen first, then means are taken, then sums. A mean is the mean of all
        numbers there are. A sum is the mean, over the samples of which any bin of the row
        is there, of the sum of those that are: what was never measured adds nothing, and a
        bucket does not grow with its samples.

        Parameters
        ----------
        values : ndarray of float, shape (n, size)
            Samples, or means of buckets.
        counts : ndarray, shape (n, size)
            Of how many samples each is the mean: of a sample 1, or 0 where it is NaN.
        over : tuple of Over
            As `reductions` returns them.

        Returns
        -------
        ndarray of float, shape (n, length)
            NaN where nothing is there. A sum over buckets in which bins were measured at
            different times is exact only where one of them never was missing.
        """
        shape = self.parameter.shape
        numbers = values.reshape(-1, *shape)
        known = counts.reshape(-1, *shape)
        means: list[int] = []
        sums: list[int] = []
        for axis, how in zip((i + 1 for i in self.others), over, strict=True):
            if isinstance(how, int):
                numbers, known = numbers.take([how], axis), known.take([how], axis)
            else:
                (means if how == "mean" else sums).append(axis)
        if means:
            numbers, known = _mean(numbers, known, tuple(means))
        if sums:
            numbers = _sum(numbers, known, tuple(sums))
        return numbers.reshape(len(values), self.length)

    def pooled(self, values: NDArray[Any], over: tuple[Over, ...], pool: Reduce) -> NDArray[Any]:
        """Return `values` with bins chosen as `over` says, and `pool` of all others.

        Parameters
        ----------
        values : ndarray, shape (n, size)

        Returns
        -------
        ndarray, shape (n, length)
        """
        numbers = values.reshape(-1, *self.parameter.shape)
        for axis, how in zip((i + 1 for i in self.others), over, strict=True):
            if isinstance(how, int):
                numbers = numbers.take([how], axis)
            else:
                numbers = pool(numbers, axis=axis, keepdims=True)
        return numbers.reshape(len(values), self.length)

    def _name(self, dimension: int) -> str:
        bins = bins_of(self.parameter)[dimension]
        return bins.name if bins is not None and bins.name else f"dimension {dimension}"


def drawn_as(parameter: Parameter, cut: Cut) -> tuple[Drawn | None, tuple[Over, ...]]:
    """Return how a parameter is drawn, and what becomes of the dimensions that are not.

    Raises
    ------
    BadRequest
        If it has no dimensions to choose from, or not those of `cut`.
    """
    drawn = Drawn.of(parameter, cut.upwards)
    if drawn is None and cut != WHOLE:
        raise BadRequest(f"{parameter.name} has no dimensions to choose from.")
    return drawn, drawn.reductions(cut) if drawn else ()


def parse_over(text: str) -> tuple[Over, ...]:
    """Return what ``mean,3,sum`` says of each dimension that is not drawn.

    Raises
    ------
    BadRequest
        If a part is none of the three.

    Examples
    --------
    >>> parse_over("mean,3,sum")
    ('mean', 3, 'sum')
    """
    return tuple(_parse_one(part.strip()) for part in text.split(",")) if text.strip() else ()


def bins_of(parameter: Parameter) -> tuple[Bins | None, ...]:
    """Return one entry a dimension, None where nothing is known of it."""
    missing = len(parameter.shape) - len(parameter.bins)
    return (*parameter.bins, *(None,) * missing)


def usual_axis(parameter: Parameter) -> int:
    """Return the dimension drawn: the last whose bins are a quantity, else the longest."""
    every = enumerate(bins_of(parameter))
    measured = [i for i, b in every if b is not None and _is_quantity(b)]
    return measured[-1] if measured else int(np.argmax(parameter.shape))


def _parse_one(part: str) -> Over:
    if part == "mean":
        return "mean"
    if part == "sum":
        return "sum"
    if part.isascii() and part.isdigit() and len(part) < 10:
        return int(part)
    raise BadRequest(
        f"over: mean, sum or the number of a bin for each dimension, not {part!r}."
        + nearest(part, ["mean", "sum"])
    )


def _is_quantity(bins: Bins) -> bool:
    return bool(bins.units) and bool(bins.parameter or bins.centers or bins.ranges)


def _total(values: Floats, counts: NDArray[Any], axes: tuple[int, ...]) -> Floats:
    there = np.where(counts > 0, values, 0)
    return np.asarray((there * counts).sum(axis=axes, dtype=np.float64, keepdims=True))


def _mean(
    values: Floats, counts: NDArray[Any], axes: tuple[int, ...]
) -> tuple[Floats, NDArray[Any]]:
    """Return the mean over `axes`, and of how many samples any bin was there."""
    number = counts.sum(axis=axes, dtype=np.float64, keepdims=True)
    mean = _total(values, counts, axes) / np.where(number > 0, number, np.nan)
    return mean, counts.max(axis=axes, keepdims=True)


def _sum(values: Floats, counts: NDArray[Any], axes: tuple[int, ...]) -> Floats:
    samples = counts.max(axis=axes, keepdims=True)
    return np.asarray(_total(values, counts, axes) / np.where(samples > 0, samples, np.nan))
