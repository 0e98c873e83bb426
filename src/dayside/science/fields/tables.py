"""Published Gauss coefficients, read from the text files of `coefficients/`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Gauss:
    """Schmidt semi-normalised coefficients of an internal field.

    Attributes
    ----------
    g_nt, h_nt : ndarray, shape (degree + 1, degree + 1)
        By degree n and order m.
    """

    g_nt: Floats
    h_nt: Floats

    @property
    def degree(self) -> int:
        """The highest degree."""
        return len(self.g_nt) - 1

    def up_to(self, degree: int) -> Gauss:
        """Return the coefficients of the degrees up to `degree`."""
        return Gauss(self.g_nt[: degree + 1, : degree + 1], self.h_nt[: degree + 1, : degree + 1])


@dataclass(frozen=True, slots=True, eq=False)
class Dated:
    """Coefficients at some years, linear between them.

    Attributes
    ----------
    years : ndarray, shape (k,)
    g_nt, h_nt : ndarray, shape (k, degree + 1, degree + 1)
    """

    years: Floats
    g_nt: Floats
    h_nt: Floats


@cache
def gauss(name: str) -> Gauss:
    """Return the coefficients of a model without dates.

    Examples
    --------
    >>> float(gauss("jrm33").g_nt[1, 0]), gauss("o8").degree
    (410993.4, 8)
    """
    rows = _rows(name)
    degree = int(rows[:, 0].max())
    g, h = np.zeros((2, degree + 1, degree + 1))
    n, m = rows[:, 0].astype(int), rows[:, 1].astype(int)
    g[n, m], h[n, m] = rows[:, 2], rows[:, 3]
    return Gauss(g, h)


@cache
def igrf() -> Dated:
    """Return the coefficients of the Earth's field since 1900: IGRF-14."""
    rows = _rows("igrf14")
    years = np.array([*np.arange(1900.0, 2030.1, 5.0)])
    degree = int(rows[:, 0].max())
    g, h = np.zeros((2, len(years), degree + 1, degree + 1))
    for n, m, *values in rows:
        (g if m >= 0 else h)[:, int(n), abs(int(m))] = values
    return Dated(years, g, h)


def _rows(name: str) -> Floats:
    text = files(__package__).joinpath("coefficients", f"{name}.txt").read_text("utf-8")
    return np.loadtxt(text.splitlines(), comments="#", ndmin=2)
