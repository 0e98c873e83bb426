"""The field of Gauss coefficients, at any position, in Cartesian components.

The potential outside its sources is ::

    V = a Σ (a/r)^(n+1) P_nm(cos θ) (g_nm cos mφ + h_nm sin mφ),    B = -∇V

with Schmidt semi-normalised P_nm. A derivative of a solid harmonic of degree n is a sum of two of
degree n + 1: B is one weighted sum of these, by Cunningham's recursion, which knows no angles and
so is regular on the axis.

Sources: Cunningham 1970, Celestial Mechanics 2, 207, doi:10.1007/BF01229495; the derivatives as in
Montenbruck & Gill 2000, Satellite Orbits, section 3.2.5; normalisation of Winch et al. 2005,
doi:10.1111/j.1365-246X.2004.02472.x.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from dayside.science.fields.tables import Dated, Gauss

Floats = NDArray[np.floating[Any]]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Harmonics:
    """Coefficients made ready to be evaluated.

    Attributes
    ----------
    degree : int
    weights_nt : ndarray, shape (epochs, terms, 6)
        What each solid harmonic gives to the components.
    """

    degree: int
    weights_nt: Floats

    @classmethod
    def of(cls, coefficients: Gauss | Dated, degree: int | None = None) -> Self:
        """Return coefficients made ready, up to a degree; by default all."""
        g, h = np.atleast_3d(coefficients.g_nt.T).T, np.atleast_3d(coefficients.h_nt.T).T
        most = g.shape[1] - 1
        degree = most if degree is None else min(degree, most)
        return cls(degree, np.stack([_weights(a, b, degree) for a, b in zip(g, h, strict=True)]))

    def field_nt(
        self, position_rp: Floats, epoch: Integers | None = None, share: Floats | None = None
    ) -> Floats:
        """Return the field.

        Parameters
        ----------
        position_rp : ndarray, shape (n, 3)
            In radii of the coefficients, in their frame.
        epoch : ndarray of int, shape (n,), optional
            Row of `weights_nt` for each position, the first by default; -1 has no field.
        share : ndarray, shape (n,), optional
            How far each position is from its epoch to the following one, 0 to 1.

        Returns
        -------
        ndarray, shape (n, 3)
            NaN at the origin and where positions are.

        Examples
        --------
        >>> from dayside.science.fields.tables import gauss
        >>> north = Harmonics.of(gauss("jrm33"), degree=1).field_nt(np.array([[0.0, 0.0, 1.0]]))
        >>> north.round(1)
        array([[ 71305.9, -20958.4, 821986.8]])
        """
        from dayside.science.fields.harmonic_kernels import sums

        position_rp = np.ascontiguousarray(position_rp, np.float64)
        out = np.empty(position_rp.shape)
        if epoch is None:
            epoch = np.zeros(len(position_rp), np.int64)
        if share is None:
            share = np.zeros(len(position_rp))
        sums(position_rp, self.weights_nt, self.degree, epoch, share, out)
        return out


def _weights(g_nt: Floats, h_nt: Floats, degree: int) -> Floats:
    """Return the weights of one epoch, by order m, then degree n, up to `degree` + 1."""
    first = np.cumsum([0, *range(degree + 2, 0, -1)])
    found = np.zeros((first[-1], 6))
    for n in range(1, degree + 1):
        for m in range(n + 1):
            scale = _schmidt(n, m)
            g, h = g_nt[n, m] * scale, h_nt[n, m] * scale

            def at(order: int, n: int = n) -> Floats:
                return np.asarray(found[first[order] + n + 1 - order])

            along = (n - m + 1) * np.array([g, h])
            at(m)[[2, 5]] += along
            if m == 0:
                at(1)[[0, 4]] += g
                continue
            at(m + 1)[[0, 1, 3, 4]] += 0.5 * np.array([g, -h, h, g])
            falling = 0.5 * (n - m + 1) * (n - m + 2)
            at(m - 1)[[0, 1, 3, 4]] += falling * np.array([-g, -h, -h, g])
    return found


def _schmidt(n: int, m: int) -> float:
    """Return what turns a Schmidt semi-normalised function into one without normalisation."""
    # Root by root: the factorials of high degrees are beyond what a double holds.
    ratio = np.prod(1.0 / np.sqrt(np.arange(n - m + 1, n + m + 1)))
    return float(ratio * np.sqrt(1 if m == 0 else 2))


def spherical(position: Floats, vector: Floats) -> Floats:
    """Return vectors in spherical components: outward, southward, eastward.

    Parameters
    ----------
    position, vector : ndarray, shape (n, 3)
        Cartesian, of one frame. On the axis, east is +Y.

    Returns
    -------
    ndarray, shape (n, 3)
        r, θ and φ components.

    Examples
    --------
    >>> spherical(np.array([[0.0, 2.0, 0.0]]), np.array([[1.0, 2.0, 3.0]]))
    array([[ 2., -3., -1.]])
    """
    x, y, z = np.moveaxis(np.asarray(position, np.float64), -1, 0)
    flat, r = np.hypot(x, y), np.sqrt(x * x + y * y + z * z)
    on_axis = flat == 0
    safe = np.where(on_axis, 1.0, flat)
    cos_phi, sin_phi = np.where(on_axis, 1.0, x / safe), y / safe
    cos_theta, sin_theta = z / r, flat / r
    bx, by, bz = np.moveaxis(np.asarray(vector, np.float64), -1, 0)
    out = bx * cos_phi + by * sin_phi
    return np.stack(
        [
            out * sin_theta + bz * cos_theta,
            out * cos_theta - bz * sin_theta,
            by * cos_phi - bx * sin_phi,
        ],
        axis=-1,
    )
