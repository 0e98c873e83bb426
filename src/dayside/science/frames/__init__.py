"""Frames: a registry as data, evaluated on arrays of times.

`registry` resolves names, `sky` evaluates axes and origins, `transform` applies them, `kernel`
writes the definitions as a SPICE text kernel. What is asked of kernels stands in `ephemeris`.
"""

from dayside.science.frames.ephemeris import Ephemeris
from dayside.science.frames.registry import frames, resolve
from dayside.science.frames.transform import Kind, aberration_deg, rotations, transform

__all__ = [
    "Ephemeris",
    "Kind",
    "aberration_deg",
    "frames",
    "resolve",
    "rotations",
    "transform",
]
