"""`Boundary`: a boundary model with its solar wind and its aberration decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dayside.model import EventList
from dayside.model.errors import BadRequest
from dayside.science.boundaries import nearest
from dayside.science.boundaries.base import About, Floats, Shape
from dayside.science.boundaries.crossings import MAX_GAP, crossings
from dayside.science.boundaries.registry import entry, inputs_of
from dayside.science.orbit.geometry import angle_deg, local_time_h


@dataclass(frozen=True, slots=True, eq=False)
class Boundary:
    """A boundary of a planet.

    Attributes
    ----------
    about : About
        What is known of its model.
    shape : Shape
        The surface, before aberration.
    aberration : float
        Degrees by which its axis is turned from +X towards -Y, about +Z.
    solar_wind : dict of str to float
        What the surface was made with.
    """

    about: About
    shape: Shape
    aberration: float
    solar_wind: dict[str, float]

    @property
    def standoff(self) -> float:
        """Distance of the nose along its axis, planetary radii."""
        return float(self.shape.radius(np.array([[1.0, 0.0, 0.0]]))[0])

    @property
    def terminator(self) -> float:
        """Distance at right angles to its axis, towards +Y, planetary radii."""
        return float(self.shape.radius(np.array([[0.0, 1.0, 0.0]]))[0])

    def level(self, positions: ArrayLike) -> Floats:
        """Return a number that is 0 on the boundary and grows outwards: quick, but no distance.

        Parameters
        ----------
        positions : array_like, shape (n, 3) or (3,)
            Planetary radii, in the model's frame.
        """
        place, single = _positions(positions)
        found = self.shape.level(self.turned(place))
        return found[0] if single else found

    def distance(self, positions: ArrayLike) -> Floats:
        """Return the distance to the boundary, to its nearest point.

        Parameters
        ----------
        positions : array_like, shape (n, 3) or (3,)
            Planetary radii, in the model's frame.

        Returns
        -------
        ndarray, shape (n,)
            Planetary radii, positive outside; NaN where a position is.

        Examples
        --------
        >>> edberg = boundary("mars.bow_shock.edberg2008")
        >>> edberg.distance([[2.0, 0.0, 0.0], [0.0, 2.0, 0.0]]).round(3).tolist()
        [0.426, -0.46]
        """
        place, single = _positions(positions)
        found = nearest.distance(self.shape, self.turned(place))
        return found[0] if single else found

    def normal(self, positions: ArrayLike, inward: bool = False) -> Floats:
        """Return unit normals of the boundary at its points nearest to positions.

        Parameters
        ----------
        positions : array_like, shape (n, 3) or (3,)
            Planetary radii, in the model's frame.
        inward : bool
            Towards the planet; else away from it.

        Returns
        -------
        ndarray, shape (n, 3)
            In the model's frame.
        """
        place, single = _positions(positions)
        out = np.full(place.shape, np.nan)
        known = np.isfinite(place).all(axis=1)
        if known.any():
            foot = nearest.foot(self.shape, self.turned(place[known]))
            gradient = self.shape.gradient(foot)
            unit = gradient / np.linalg.norm(gradient, axis=1, keepdims=True)
            out[known] = self.turned(-unit if inward else unit, back=True)
        return out[0] if single else out

    def surface(self, n_along: int = 60, n_around: int = 48, x_min: float | None = None) -> Floats:
        """Return points of the boundary, a mesh.

        Parameters
        ----------
        n_along, n_around : int
            How many from the nose backwards, and about the axis.
        x_min : float, optional
            How far it goes behind the planet, radii; by default three stand-offs.

        Returns
        -------
        ndarray, shape (n_along, n_around, 3)
            Planetary radii, in the model's frame; NaN where it does not reach.
        """
        if n_along < 2 or n_around < 3:
            raise BadRequest("A mesh has at least 2 rows and 3 columns.")
        behind = -3.0 * self.standoff if x_min is None else float(x_min)
        around = np.linspace(0.0, 2 * np.pi, n_around)
        angle = np.linspace(0.0, self._last_angle(behind), n_along)
        directions = nearest.directions_of(angle, around).reshape(-1, 3)
        radius = self.shape.radius(directions)
        points = directions * np.where(np.isfinite(radius), radius, np.nan)[:, None]
        points[points[:, 0] < behind - 1e-9] = np.nan
        return self.turned(points, back=True).reshape(n_along, n_around, 3)

    def crossings(
        self,
        times: Any,
        positions: ArrayLike,
        *,
        field: ArrayLike | None = None,
        max_gap: float = MAX_GAP,
    ) -> EventList:
        """Return where a trajectory crosses the boundary.

        Parameters
        ----------
        times : array_like, shape (n,)
            UTC: ``datetime64``, texts or datetimes; integers are TT2000.
        positions : array_like, shape (n, 3)
            Planetary radii, in the model's frame.
        field : array_like, shape (n, 3), optional
            Magnetic field in the model's frame: the angle of field and normal is told.
        max_gap : float
            Longest step, in usual ones, across which positions are known.

        Returns
        -------
        EventList
            One instant a crossing, with columns ``direction`` (in, out), ``X, Y, Z`` (radii),
            ``N_X, N_Y, N_Z`` (unit normal, inward), ``local_time`` (h), ``theta_Bn`` (deg, with a
            field), ``aberration`` (deg) and ``boundary``.
        """
        from dayside.science.boundaries.events import crossing_list

        return crossing_list(self, times, positions, field, max_gap)

    def found(self, time_s: Floats, positions: Floats, max_gap: float = MAX_GAP) -> dict[str, Any]:
        """Return times (s), positions, inward normals and directions of crossings, as arrays."""
        root = crossings(self.shape, time_s, self.turned(positions), max_gap)
        gradient = self.shape.gradient(root.position_rp)
        size = np.linalg.norm(gradient, axis=1, keepdims=True)
        place = self.turned(root.position_rp, back=True)
        return {
            "time_s": root.time_s,
            "position": place,
            "normal": self.turned(-gradient / size, back=True),
            "inward": root.inward,
            "local_time": local_time_h(place),
        }

    def angle_deg(self, field: Floats, normal: Floats) -> Floats:
        """Return angles of a field and normals, 0 to 90 degrees, whichever way both point."""
        between = angle_deg(field, normal)
        return np.asarray(np.minimum(between, 180.0 - between))

    def turned(self, vectors: Floats, *, back: bool = False) -> Floats:
        """Return vectors in the frame of the surface's own axis: turned by +a about Z, or back."""
        if not self.aberration:
            return vectors
        angle = np.radians(-self.aberration if back else self.aberration)
        c, s = np.cos(angle), np.sin(angle)
        return np.asarray(vectors @ np.array([[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]]))

    def _last_angle(self, behind: float) -> float:
        """Return the angle from the axis at which the surface is as far back as asked for."""
        angle = np.linspace(1e-3, np.pi, 2000)
        radius = self.shape.radius(nearest.directions_of(angle, np.array([0.0]))[:, 0])
        here = np.isfinite(radius) & (radius * np.cos(angle) >= behind)
        return float(angle[here][-1]) if here.any() else np.pi / 2


def boundary(id: str, aberration: float = 0.0, **solar_wind: float) -> Boundary:  # noqa: A002
    """Return a boundary by the id of its model; see `dayside.boundary`.

    Examples
    --------
    >>> round(boundary("earth.magnetopause.shue1998", pdyn=2).standoff, 2)
    10.25
    """
    model = entry(id)
    if not isinstance(aberration, (int, float, np.number)) or not -90 <= aberration <= 90:
        raise BadRequest(f"aberration is a number of degrees from -90 to 90, not {aberration!r}.")
    wind = inputs_of(model.about, solar_wind)
    return Boundary(model.about, model.build(wind), float(aberration), wind)


def _positions(positions: ArrayLike) -> tuple[Floats, bool]:
    given: NDArray[Any] = np.asarray(positions, np.float64)
    if given.ndim not in (1, 2) or given.shape[-1] != 3:
        raise BadRequest(f"Positions are of shape (n, 3) or (3,); these are {given.shape}.")
    return np.atleast_2d(given), given.ndim == 1
