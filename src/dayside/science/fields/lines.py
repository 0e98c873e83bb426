"""What field lines tell: whether they are closed, where they end, how far they go out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from dayside.model.time import Ticks
from dayside.science.fields.base import About, FieldModel
from dayside.science.fields.trace import SURFACE, Branch, Limits, Rows, branches

Floats = NDArray[np.floating[Any]]

CLOSED, OPEN, FREE, NONE = "closed", "open", "free", "none"
"""Both ends on the surface, one, none; and where there is no line at all."""


@dataclass(frozen=True, eq=False)
class FieldLine:
    """A field line.

    Attributes
    ----------
    points_rp : ndarray, shape (k, 3)
        In the direction of the field.
    tangents : ndarray, shape (k, 3)
        Unit vectors of the field.
    ends : (str, str)
        How it ends against the field, and along it: `surface`, `far`, `long` or `lost`.
    surface_rp : float
    center_rp : (float, float, float)
        Radius and centre of the sphere its footpoints are on.
    """

    points_rp: Floats
    tangents: Floats
    ends: tuple[str, str]
    surface_rp: float = 1.0
    center_rp: tuple[float, float, float] = (0.0, 0.0, 0.0)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        return np.array(self.points_rp, dtype, copy=copy)

    @property
    def kind(self) -> str:
        """``closed``, ``open``, ``free``; ``none`` where the seed has no field."""
        if len(self.points_rp) < 2:
            return NONE
        return (FREE, OPEN, CLOSED)[self.ends.count(SURFACE)]

    @property
    def footpoints_rp(self) -> Floats:
        """Where it comes out of the surface, and where it goes in; NaN where it does not.

        Shape (2, 3).
        """
        met = np.array([end == SURFACE for end in self.ends])[:, None]
        return np.where(met, self.points_rp[[0, -1]], np.nan)

    @property
    def footpoints_deg(self) -> Floats:
        """East longitude (0 to 360) and latitude of the footpoints, shape (2, 2)."""
        return lon_lat_deg(self.footpoints_rp - np.array(self.center_rp))

    @cached_property
    def length_rp(self) -> float:
        """Length, the steps as arcs of circles."""
        if len(self.points_rp) < 2:
            return float("nan")
        return float(np.sum(_arcs(self)))

    @cached_property
    def apex_rp(self) -> Floats:
        """The point farthest from the origin, shape (3,); NaN for a line that does not return."""
        r = np.linalg.norm(self.points_rp, axis=1)
        at = int(np.argmax(r)) if np.isfinite(r).all() else 0
        if self.kind != CLOSED:
            return np.full(3, np.nan)
        near = FieldLine(
            self.points_rp[max(at - 1, 0) : at + 2],
            self.tangents[max(at - 1, 0) : at + 2],
            self.ends,
        )
        candidates = _hermite(near, np.linspace(0.0, 1.0, 201)).reshape(-1, 3)
        return np.asarray(candidates[np.argmax(np.linalg.norm(candidates, axis=1))])

    @property
    def l_shell(self) -> float:
        """Distance of the apex, radii: L of a dipole. NaN for a line that is not closed."""
        return float(np.linalg.norm(self.apex_rp))


class FieldLines(Sequence[FieldLine]):
    """Field lines, one a seed, in the order of the seeds.

    Attributes
    ----------
    about : About
        The model they are of.
    seeds_rp : ndarray, shape (n, 3)
    """

    def __init__(self, about: About, seeds_rp: Floats, lines: Sequence[FieldLine]) -> None:
        self.about = about
        self.seeds_rp = seeds_rp
        self._lines = tuple(lines)

    @property
    def kind(self) -> NDArray[np.str_]:
        """Kinds, shape (n,)."""
        return np.array([line.kind for line in self._lines], np.str_)

    @property
    def footpoints_rp(self) -> Floats:
        """Footpoints, shape (n, 2, 3): where each comes out, and where it goes in."""
        return np.array([line.footpoints_rp for line in self._lines]).reshape(-1, 2, 3)

    @property
    def footpoints_deg(self) -> Floats:
        """East longitude (0 to 360) and latitude of the footpoints, shape (n, 2, 2)."""
        return np.array([line.footpoints_deg for line in self._lines]).reshape(-1, 2, 2)

    @property
    def l_shell(self) -> Floats:
        """Distances of the apexes, radii, shape (n,)."""
        return np.array([line.l_shell for line in self._lines])

    @property
    def length_rp(self) -> Floats:
        """Lengths, radii, shape (n,)."""
        return np.array([line.length_rp for line in self._lines])

    @overload
    def __getitem__(self, at: int) -> FieldLine: ...
    @overload
    def __getitem__(self, at: slice) -> FieldLines: ...
    def __getitem__(self, at: int | slice) -> FieldLine | FieldLines:
        if isinstance(at, slice):
            return FieldLines(self.about, self.seeds_rp[at], self._lines[at])
        return self._lines[at]

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[FieldLine]:
        return iter(self._lines)

    def __repr__(self) -> str:
        kinds = self.kind.tolist()
        told = ", ".join(f"{kinds.count(k)} {k}" for k in (CLOSED, OPEN, FREE, NONE) if k in kinds)
        return f"FieldLines of {self.about.id}: {told or 'none'}"


def follow(
    model: FieldModel, seeds_rp: Floats, times: Ticks | None = None, limits: Limits | None = None
) -> FieldLines:
    """Return the field lines through seeds.

    Parameters
    ----------
    model : FieldModel
    seeds_rp : ndarray, shape (n, 3)
        In radii and the frame of the model.
    times : ndarray of int64, shape (n,), optional
        TT2000: of the whole line.
    limits : Limits, optional

    Returns
    -------
    FieldLines

    Examples
    --------
    >>> from dayside.science.fields.registry import model
    >>> lines = follow(model("dipole"), np.array([[4.0, 0.0, 0.0], [0.0, 0.0, 3.0]]))
    >>> lines.kind.tolist(), round(float(lines.l_shell[0]), 6)
    (['closed', 'open'], 4.0)
    """
    limits = replace(limits or Limits(), center_rp=model.about.planet_rp)
    seeds_rp = np.asarray(seeds_rp, np.float64).reshape(-1, 3)

    def field(position_rp: Floats, rows: Rows) -> Floats:
        return model.field(position_rp, None if times is None else times[rows])

    back = branches(field, seeds_rp, -1.0, limits)
    forth = branches(field, seeds_rp, 1.0, limits)
    lines = [_joined(*pair, limits) for pair in zip(back, forth, strict=True)]
    return FieldLines(model.about, seeds_rp, lines)


def lon_lat_deg(position: Floats) -> Floats:
    """Return east longitude (0 to 360) and latitude, deg, shape (..., 2).

    Examples
    --------
    >>> lon_lat_deg(np.array([0.0, -2.0, 2.0]))
    array([270.,  45.])
    """
    x, y, z = np.moveaxis(position, -1, 0)
    longitude = np.degrees(np.arctan2(y, x)) % 360.0
    return np.stack([longitude, np.degrees(np.arctan2(z, np.hypot(x, y)))], axis=-1)


def _joined(back: Branch, forth: Branch, limits: Limits) -> FieldLine:
    return FieldLine(
        np.concatenate([back.points_rp[:0:-1], forth.points_rp]),
        np.concatenate([back.tangents[:0:-1], forth.tangents]),
        (back.end, forth.end),
        limits.surface_rp,
        limits.center_rp,
    )


def _hermite(line: FieldLine, t: Floats) -> Floats:
    """Return points of the cubics between those of a line, shape (k - 1, len(t), 3)."""
    p0, p1 = line.points_rp[:-1, None], line.points_rp[1:, None]
    arc = _arcs(line)[:, None, None]
    m0, m1 = line.tangents[:-1, None] * arc, line.tangents[1:, None] * arc
    t = t[:, None]
    rise = p1 - p0
    return np.asarray(p0 + t * (m0 + t * (3 * rise - 2 * m0 - m1 + t * (m0 + m1 - 2 * rise))))


def _arcs(line: FieldLine) -> Floats:
    """Return the lengths of the steps, shape (k - 1,): arcs of circles by their tangents."""
    chord = np.linalg.norm(np.diff(line.points_rp, axis=0), axis=1)
    half_turn = np.linalg.norm(np.diff(line.tangents, axis=0), axis=1) / 2
    half_turn = np.clip(half_turn, 1e-12, 1.0)  # straight: an arc as long as its chord
    return np.asarray(chord * np.arcsin(half_turn) / half_turn)
