"""Distances to a boundary that the solar wind moves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dayside.model.errors import BadRequest
from dayside.science.boundaries.base import Floats
from dayside.science.boundaries.boundary import boundary
from dayside.science.boundaries.nearest import distance_each
from dayside.science.boundaries.registry import entry, input_of
from dayside.science.boundaries.shapes import ByAngle, ConicShape

_AT_ONCE = 1 << 15
"""Positions whose surfaces are made at once."""


def distance_in_wind(
    id: str,  # noqa: A002 - as `boundary`
    positions: ArrayLike,
    aberration: float = 0.0,
    **solar_wind: ArrayLike,
) -> Floats:
    """Return distances to a boundary in a solar wind that is another at each position.

    Conics and curves by angle are made for each position, exactly; of quadrics, and of Lin's
    magnetopause, one is made for each three digits of the solar wind.

    Parameters
    ----------
    positions : array_like, shape (n, 3)
        Planetary radii, in the model's frame.
    **solar_wind : array_like, shape (n,) or ()
        Inputs of the model.

    Returns
    -------
    ndarray, shape (n,)
        Planetary radii, positive outside; NaN where a position or an input is, or where this is
        outside of what the model is given for.

    Raises
    ------
    NotFound, BadRequest
        If there is no such model, or it has no such input.

    Examples
    --------
    >>> place = [[12.0, 0.0, 0.0], [12.0, 0.0, 0.0]]
    >>> distance_in_wind("earth.magnetopause.shue1998", place, pdyn=[1.0, 4.0]).round(2).tolist()
    [0.61, 2.77]
    """
    place = np.asarray(positions, np.float64)
    if place.ndim != 2 or place.shape[1] != 3:
        raise BadRequest(f"Positions are of shape (n, 3); these are {place.shape}.")
    still = boundary(id, aberration)
    wind = {
        input_of(still.about, said): np.broadcast_to(np.asarray(value, np.float64), len(place))
        for said, value in solar_wind.items()
    }
    known = np.isfinite(place).all(axis=1)
    for name, values in wind.items():
        option = still.about.inputs[name]
        known &= (values >= option.low) & (values <= option.high)
    out = np.full(len(place), np.nan)
    rows = np.flatnonzero(known)
    if not isinstance(still.shape, (ConicShape, ByAngle)):
        for numbers, here in _alike(wind, rows):
            out[here] = boundary(id, aberration, **numbers).distance(place[here])
        return out
    for first in range(0, len(rows), _AT_ONCE):
        here = rows[first : first + _AT_ONCE]
        each: dict[str, Any] = still.solar_wind | {n: v[here] for n, v in wind.items()}
        out[here] = distance_each(entry(id).build(each), still.turned(place[here]))
    return out


def _alike(
    wind: dict[str, NDArray[Any]], rows: NDArray[np.int64]
) -> Iterator[tuple[dict[str, float], NDArray[np.int64]]]:
    """Yield a solar wind to three digits, and the rows where it is that."""
    if not len(rows):
        return
    digits = np.stack([_three_digits(v[rows]) for v in wind.values()], axis=1)
    found, group = np.unique(digits, axis=0, return_inverse=True)
    order = np.argsort(group.ravel(), kind="stable")
    ends = np.cumsum(np.bincount(group.ravel(), minlength=len(found)))
    for numbers, here in zip(found, np.split(rows[order], ends[:-1]), strict=True):
        yield dict(zip(wind, numbers.tolist(), strict=True)), here


def _three_digits(values: NDArray[Any]) -> NDArray[Any]:
    with np.errstate(divide="ignore", invalid="ignore"):
        digit = 10.0 ** (np.floor(np.log10(np.abs(values))) - 2)
        return np.where(values == 0, 0.0, np.round(values / digit) * digit)
