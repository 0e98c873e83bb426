"""What is known of a body at a time: the parameters of an ephemeris."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.model import Parameter
from dayside.science import bodies
from dayside.science.frames import Ephemeris, frames, resolve
from dayside.science.frames.sky import Sky
from dayside.science.frames.transform import apply
from dayside.science.orbit.geometry import angle_deg, local_time_h, lon_lat_deg
from dayside.sources.ephemeris.names import Asked

Floats = NDArray[np.floating[Any]]

AU_KM = 149_597_870.7


class Place:
    """A body about its centre at some times; each thing is computed once, when it is asked for."""

    def __init__(self, asked: Asked, ephemeris: Ephemeris, et_s: Floats) -> None:
        self._asked = asked
        self._sky = Sky(ephemeris, et_s)

    @cached_property
    def state(self) -> Floats:
        """State about the centre, J2000, km and km/s."""
        return self._sky.state(self._asked.body, self._asked.center)

    @cached_property
    def axes(self) -> Floats:
        """Rotations from J2000 into the frame of the positions."""
        return self._sky.axes(resolve(self._asked.frame))

    @cached_property
    def position_km(self) -> Floats:
        """Position about the centre in the frame of the positions."""
        return apply(self.axes, self.state[:, :3])

    @cached_property
    def sun(self) -> Floats:
        """The Sun's position about the centre, J2000."""
        return self._sky.state("sun", self._asked.center)[:, :3]

    @cached_property
    def fixed(self) -> Floats:
        """Rotations from J2000 into the centre's body-fixed frame."""
        return self._sky.axes(resolve(body_fixed_of(self._asked.center)))


def body_fixed_of(center: str) -> str:
    """Return the name of a body's own frame."""
    return "GEO" if center == "earth" else f"IAU_{center.upper()}"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A parameter and what computes it."""

    parameter: Parameter
    values: Callable[[Place], Floats]


def quantities(asked: Asked) -> list[Quantity]:
    """Return the quantities of a body about its centre, those that make sense there."""
    center = bodies.find_body(asked.center)
    of_center = center.name if center else asked.center
    found = [*_everywhere(asked, of_center)]
    if asked.center != "sun":
        found += _about_a_planet(asked, of_center)
        if center and center.radius_km:
            found.append(_altitude(of_center, center.radius_km))
    return found


def _everywhere(asked: Asked, of_center: str) -> list[Quantity]:
    axes = {"shape": (3,), "components": ("x", "y", "z"), "frame": asked.frame.split("@")[0]}
    return [
        Quantity(
            _parameter(
                "position", "km", f"Position of {asked.name} about {of_center}, geometric.", **axes
            ),
            lambda place: place.position_km,
        ),
        Quantity(
            _parameter(
                "velocity",
                "km/s",
                f"Velocity of {asked.name} relative to {of_center}, of inertial space, told along "
                "the axes of the frame.",
                **axes,
            ),
            lambda place: apply(place.axes, place.state[:, 3:]),
        ),
        Quantity(
            _parameter("distance", "km", f"Distance from the centre of {of_center}."),
            lambda place: np.linalg.norm(place.state[:, :3], axis=1),
        ),
        Quantity(
            _parameter("sun_distance", "au", "Distance from the Sun."),
            lambda place: np.linalg.norm(place.state[:, :3] - place.sun, axis=1) / AU_KM,
        ),
    ]


def _about_a_planet(asked: Asked, of_center: str) -> list[Quantity]:
    lon_lat = {
        "shape": (2,),
        "labels": ("longitude", "latitude"),
        "frame": body_fixed_of(asked.center),
    }
    found = [
        Quantity(
            _parameter(
                "solar_zenith_angle",
                "deg",
                f"Angle at {of_center} between the Sun and {asked.name}.",
            ),
            lambda place: angle_deg(place.sun, place.state[:, :3]),
        ),
        Quantity(
            _parameter(
                "sun_target_observer_angle",
                "deg",
                f"Angle at {asked.name} between the Sun and {of_center}.",
            ),
            lambda place: angle_deg(place.sun - place.state[:, :3], -place.state[:, :3]),
        ),
    ]
    if "@" not in asked.frame:
        found.append(
            Quantity(
                _parameter(
                    "local_time",
                    "h",
                    f"Local time in {asked.frame}: 12 towards the Sun, 18 at dusk (+Y).",
                ),
                lambda place: local_time_h(place.position_km),
            )
        )
    if _is_turning(asked.center):
        found += [
            Quantity(
                _parameter(
                    "subspacecraft_point",
                    "deg",
                    f"Longitude east and latitude on {of_center} below {asked.name}.",
                    **lon_lat,
                ),
                lambda place: lon_lat_deg(apply(place.fixed, place.state[:, :3])),
            ),
            Quantity(
                _parameter(
                    "subsolar_point",
                    "deg",
                    f"Longitude east and latitude on {of_center} below the Sun.",
                    **lon_lat,
                ),
                lambda place: lon_lat_deg(apply(place.fixed, place.sun)),
            ),
        ]
    return found


def _altitude(of_center: str, radius_km: float) -> Quantity:
    return Quantity(
        _parameter("altitude", "km", f"Above a sphere of {radius_km:g} km, {of_center}'s radius."),
        lambda place: np.linalg.norm(place.state[:, :3], axis=1) - radius_km,
    )


def _is_turning(center: str) -> bool:
    return body_fixed_of(center) in frames()


def _parameter(name: str, units: str, description: str, **more: Any) -> Parameter:
    label = name.replace("_", " ").capitalize()
    return Parameter(name, "float64", units, description=description, label=label, **more)
