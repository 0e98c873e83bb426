"""From the words of `frames.toml` to axes (`dayside.model.frame`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from dayside.model.frame import (
    OBSERVER,
    Axes,
    BodyFixed,
    Constant,
    DipoleNorth,
    Direction,
    Inertial,
    OfDate,
    OfKernel,
    PositionOf,
    TwoVector,
    VelocityOf,
)
from dayside.science import bodies

AXES = {"X": (1.0, 0.0, 0.0), "Y": (0.0, 1.0, 0.0), "Z": (0.0, 0.0, 1.0)}


def axes_of(entry: dict[str, Any]) -> Axes:
    """Return the axes an entry of the registry describes.

    Raises
    ------
    KeyError
        If its kind of axes is none.
    """
    return _KINDS[entry["axes"]](entry)


def filled(entry: dict[str, Any]) -> dict[str, Any]:
    """Return an entry with ``{body}`` and the like replaced in all its texts."""
    words = {key: value for key, value in entry.items() if isinstance(value, (str, float))}
    if "body" in entry:
        words["BODY"] = entry["body"].upper()
        words["body_name"] = bodies.body(entry["body"]).name
    # Titles and definitions are for people: bodies by their names.
    spoken = words | {"body": words.get("body_name", "")}
    found = {}
    for key, value in entry.items():
        use = spoken if key in ("title", "definition") else words
        found[key] = _filled(value, use)
    return found


def observed_by(axes: Axes, who: str) -> Axes:
    """Return axes with the observer named."""
    if not isinstance(axes, TwoVector):
        return axes
    return replace(axes, along=_named(axes.along, who), near=_named(axes.near, who))


def _named(direction: Direction, who: str) -> Direction:
    if not isinstance(direction, PositionOf | VelocityOf):
        return direction
    target, origin = (who if n == OBSERVER else n for n in (direction.target, direction.origin))
    return replace(direction, target=target, origin=origin)


def _filled(value: Any, words: dict[str, Any]) -> Any:
    if isinstance(value, list):
        return [_filled(part, words) for part in value]
    if not isinstance(value, str) or "{" not in value:
        return value
    for name, word in words.items():
        if value == f"{{{name}}}":
            return word  # a number stays a number
        value = value.replace(f"{{{name}}}", f"{word:g}" if isinstance(word, float) else word)
    return value


def _two_vector(entry: dict[str, Any]) -> Axes:
    primary, *along = entry["primary"]
    secondary, *near = entry["secondary"]
    return TwoVector(primary, _direction(*along), secondary, _direction(*near))


def _direction(kind: str, *words: Any) -> Direction:
    match kind, words:
        case "position", (target, origin):
            return PositionOf(target, origin)
        case "velocity", (target, origin):
            return VelocityOf(target, origin)
        case "axis", (axis, frame):
            sign = -1.0 if axis[0] == "-" else 1.0
            x, y, z = (sign * part + 0.0 for part in AXES[axis[1]])
            return Constant(frame, x, y, z)
        case "lonlat", (lon, lat, frame):
            east, north = np.radians(float(lon)), np.radians(float(lat))
            level = float(np.cos(north))
            x, y = level * float(np.cos(east)), level * float(np.sin(east))
            return Constant(frame, x, y, float(np.sin(north)))
        case "dipole", ():
            return DipoleNorth()
    raise ValueError(f"frames.toml has a direction {kind!r} with {words!r}")


_KINDS: dict[str, Callable[[dict[str, Any]], Axes]] = {
    "two-vector": _two_vector,
    "inertial": lambda entry: Inertial(entry.get("tilt_arcsec", 0.0)),
    "of date": lambda entry: OfDate(entry["plane"]),
    "body-fixed": lambda entry: BodyFixed(entry["body"]),
    "kernel": lambda entry: OfKernel(entry.get("kernel", entry["name"])),
}
