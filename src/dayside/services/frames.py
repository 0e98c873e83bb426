"""Frames for use cases: those of the registry, and what kernels define besides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from dayside.model import Principal
from dayside.model.errors import BadRequest, NotFound
from dayside.model.frame import Frame, OfKernel
from dayside.science import bodies
from dayside.science.frames.ephemeris import Ephemeris
from dayside.science.frames.registry import depends_on_observer, frames, of_kernel, resolve
from dayside.services.door import Door
from dayside.services.kernels import ephemeris_of, spice_for


def every() -> Sequence[Frame]:
    """Return all frames of the registry."""
    return list(frames().values())


def resolved(door: Door, name: str, principal: Principal, body: str | None = None) -> Frame:
    """Return the frame of a name: of the registry, or of kernels that `principal` may see.

    Raises
    ------
    NotFound
        If neither has one.
    BadRequest
        If the name has several, or needs an observer (``RTN@juno``).
    """
    try:
        return resolve(name, body)
    except NotFound:
        plain, _, center = name.partition("@")
        found = spice_for(door, principal).frame_center(plain.strip().upper())
        if found is None:
            raise
        about = center or found
        known = bodies.find_body(about)
        return of_kernel(plain.strip().upper(), known.key if known else about.lower())


def pair(
    door: Door, source: str, target: str, principal: Principal, body: str | None = None
) -> tuple[Frame, Frame]:
    """Return two frames between which vectors are moved.

    Where `body` does not decide, a name that several frames have is that of the other's centre:
    ``MSO`` beside ``MSM`` is Mercury's.
    """
    if body is not None:
        return resolved(door, source, principal, body), resolved(door, target, principal, body)
    first, second = resolved(door, source, principal), resolved(door, target, principal)
    return (
        _about(door, source, second.center, principal) or first,
        _about(door, target, first.center, principal) or second,
    )


def _about(door: Door, name: str, body: str, principal: Principal) -> Frame | None:
    try:
        return resolved(door, name, principal, body)
    except BadRequest:
        return None


class KernelsBehind:
    """Frames and ephemerides behind a door, for formulas (`dayside.query.functions.Kernels`)."""

    def __init__(self, door: Door, principal: Principal) -> None:
        self._door = door
        self._principal = principal
        self.ephemeris: Ephemeris = spice_for(door, principal)
        private = principal.may("read:private")
        self.state = ephemeris_of(door).sets.version(private=private)

    def frame(self, name: str, body: str | None) -> Frame:
        """Return the frame of a name."""
        return resolved(self._door, name, self._principal, body)


def record(frame: Frame) -> dict[str, Any]:
    """Return what is told of a frame, JSON-serialisable."""
    kind = "kernel" if isinstance(frame.axes, OfKernel) else "registry"
    told = asdict(replace(frame)) | {
        "axes": repr(frame.axes),
        "observer": depends_on_observer(frame),
        "source": kind,
    }
    return {key: list(value) if isinstance(value, tuple) else value for key, value in told.items()}
