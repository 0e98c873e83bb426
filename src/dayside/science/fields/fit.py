"""Coefficients of an internal field from measurements.

Outside its sources a field is linear in Gauss coefficients, so that they are found by linear least
squares; each group of samples, as a flyby, has a uniform field of its own beside them, which is
what the surroundings add. Uncertainties are those of independent errors of one size, which is that
of the residuals: where the model leaves something out they are too small.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dayside.model.errors import BadRequest
from dayside.model.time import Ticks
from dayside.science.fields.base import About
from dayside.science.fields.harmonics import Harmonics
from dayside.science.fields.tables import Gauss

Floats = NDArray[np.floating[Any]]

MOST_DEGREE = 12


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """What was found.

    Attributes
    ----------
    coefficients_nt : mapping of str to float
        ``g10``, ``g11``, ``h11``, ….
    sigma_nt : mapping of str to float
        Their standard deviations.
    uniform_nt : mapping of str to (float, float, float)
        Uniform field of each group, in the frame of the positions.
    rms_nt : float
        Of the residuals' components.
    samples : int
        Used, of those given: gaps are left out.
    condition : float
        Ratio of the largest to the smallest singular value: how well samples tell all apart.
    """

    coefficients_nt: Mapping[str, float]
    sigma_nt: Mapping[str, float]
    uniform_nt: Mapping[str, tuple[float, float, float]]
    rms_nt: float
    samples: int
    condition: float

    @property
    def gauss(self) -> Gauss:
        """The coefficients as a table."""
        # n (n + 2) coefficients are those of a degree n.
        degree = round(np.sqrt(len(self.coefficients_nt) + 1)) - 1
        g, h = np.zeros((2, degree + 1, degree + 1))
        for (n, m, kind), value in zip(_names(degree), self.coefficients_nt.values(), strict=True):
            (g if kind == "g" else h)[n, m] = value
        return Gauss(g, h)

    @property
    def about(self) -> About:
        """What is known of the fit as a field model: of no body, in the frame it was made in."""
        degree = self.gauss.degree
        return About(
            "fit", f"Internal field of degree {degree}", reference="Fitted to measurements"
        )

    def field(self, position_rp: Floats, times: Ticks | None = None) -> Floats:  # noqa: ARG002
        """Return the internal field, as `dayside.science.fields.base.FieldModel` says."""
        return Harmonics.of(self.gauss).field_nt(position_rp)

    def __str__(self) -> str:
        rows = [
            f"{name:>6} {value:12.2f} ± {self.sigma_nt[name]:.2f} nT"
            for name, value in self.coefficients_nt.items()
        ]
        rows += [
            f"uniform {group}: {x:.2f} {y:.2f} {z:.2f} nT"
            for group, (x, y, z) in self.uniform_nt.items()
        ]
        rows.append(
            f"rms {self.rms_nt:.2f} nT of {self.samples} samples, condition {self.condition:.3g}"
        )
        return "\n".join(rows)


def fit_gauss(
    position_rp: ArrayLike,
    field_nt: ArrayLike,
    groups: ArrayLike | None = None,
    *,
    degree: int = 1,
    within_rp: float | None = None,
) -> Fit:
    """Fit Gauss coefficients and one uniform field a group.

    Parameters
    ----------
    position_rp : array_like, shape (n, 3)
        Body-fixed, in radii.
    field_nt : array_like, shape (n, 3)
        In the same frame.
    groups : array_like, shape (n,), optional
        What samples have a uniform field in common; by default all.
    degree : int
        Highest degree, 1 for a dipole.
    within_rp : float, optional
        Only samples at smaller distances are used.

    Returns
    -------
    Fit

    Raises
    ------
    BadRequest
        If shapes do not match, the degree cannot be, or samples are too few to tell all apart.

    Examples
    --------
    >>> p = np.random.default_rng(1).normal(size=(200, 3)) * 2
    >>> b = Harmonics.of(Gauss(np.diag([0.0, 7.0]), np.zeros((2, 2)))).field_nt(p) + [0, 0, 5]
    >>> found = fit_gauss(p, b)
    >>> {name: round(value, 6) + 0 for name, value in found.coefficients_nt.items()}
    {'g10': 0.0, 'g11': 7.0, 'h11': 0.0}
    """
    position, field, names, group = _checked(position_rp, field_nt, groups, degree, within_rp)
    basis = _basis(position, degree)
    count = basis.shape[1]
    design = np.zeros((len(position), 3, count + 3 * len(names)))
    design[:, :, :count] = basis.transpose(0, 2, 1)
    for axis in range(3):
        design[np.arange(len(position)), axis, count + 3 * group + axis] = 1.0
    a, b = design.reshape(-1, design.shape[2]), field.reshape(-1)
    if len(a) <= a.shape[1]:
        raise BadRequest(f"{len(position)} samples are too few to find {a.shape[1]} numbers.")
    scale = np.linalg.norm(a, axis=0)
    _, singular, rows = np.linalg.svd(a / scale, full_matrices=False)
    if singular[-1] < 1e-10 * singular[0]:
        raise BadRequest("The samples do not tell the coefficients and uniform fields apart.")
    found = np.linalg.lstsq(a / scale, b, rcond=None)[0] / scale
    wrong = b - a @ found
    variance = wrong @ wrong / (len(a) - a.shape[1])
    sigma = np.sqrt(variance * np.sum((rows / singular[:, None]) ** 2, axis=0)) / scale
    told = [_told(*name) for name in _names(degree)]
    uniform = found[count:].reshape(-1, 3)
    return Fit(
        dict(zip(told, found[:count].tolist(), strict=True)),
        dict(zip(told, sigma[:count].tolist(), strict=True)),
        {
            str(n): (float(x), float(y), float(z))
            for n, (x, y, z) in zip(names, uniform, strict=True)
        },
        float(np.sqrt(np.mean(wrong**2))),
        len(position),
        float(singular[0] / singular[-1]),
    )


def _checked(
    position_rp: ArrayLike,
    field_nt: ArrayLike,
    groups: ArrayLike | None,
    degree: int,
    within_rp: float | None,
) -> tuple[Floats, Floats, NDArray[Any], NDArray[np.intp]]:
    position, field = np.asarray(position_rp, np.float64), np.asarray(field_nt, np.float64)
    labels = np.zeros(len(position), np.int64) if groups is None else np.asarray(groups)
    if position.ndim != 2 or position.shape[1:] != (3,) or position.shape != field.shape:
        raise BadRequest(
            f"Positions and fields have the shape (n, 3), not {position.shape} and {field.shape}."
        )
    if labels.shape != position.shape[:1]:
        raise BadRequest(f"There are {len(position)} positions and {labels.shape} groups.")
    if not 1 <= degree <= MOST_DEGREE:
        raise BadRequest(f"The degree is from 1 to {MOST_DEGREE}, not {degree}.")
    r = np.linalg.norm(position, axis=1)
    used = np.isfinite(position).all(axis=1) & np.isfinite(field).all(axis=1) & (r > 0)
    if within_rp is not None:
        used &= r < within_rp
    if not used.any():
        raise BadRequest("There is no sample to fit.")
    names, group = np.unique(labels[used], return_inverse=True)
    return position[used], field[used], names, group


def _basis(position_rp: Floats, degree: int) -> Floats:
    """Return the fields of the coefficients at 1 nT each, shape (n, coefficients, 3)."""
    parts = []
    for n, m, kind in _names(degree):
        g, h = np.zeros((2, n + 1, n + 1))
        (g if kind == "g" else h)[n, m] = 1.0
        parts.append(Harmonics.of(Gauss(g, h)).field_nt(position_rp))
    return np.stack(parts, axis=1)


def _names(degree: int) -> list[tuple[int, int, str]]:
    pairs = [(n, m) for n in range(1, degree + 1) for m in range(n + 1)]
    return [(n, m, kind) for n, m in pairs for kind in ("g", "h") if m or kind == "g"]


def _told(n: int, m: int, kind: str) -> str:
    return f"{kind}{n}{m}" if n < 10 else f"{kind}{n}_{m}"
