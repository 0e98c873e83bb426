"""`Ephemeris`: what frames ask of kernels."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]


class Ephemeris(Protocol):
    """Where bodies are, and how frames of kernels are turned.

    Bodies are named as SPICE knows them, or by NAIF's numbers; times are TDB seconds past
    J2000 (`dayside.science.frames.clock`). What no kernel covers is NaN, not an error.
    """

    def states(self, target: str, observer: str, et_s: Floats) -> Floats:
        """Return geometric positions and velocities of `target` about `observer`.

        Returns
        -------
        ndarray, shape (n, 6)
            km and km/s, in J2000; rows of NaN where no kernel covers.
        """
        ...

    def orientations(self, frame: str, et_s: Floats) -> Floats:
        """Return what turns J2000 vectors into a frame that the kernels know.

        Returns
        -------
        ndarray, shape (n, 3, 3)
            Rotation matrices; NaN outside coverage.
        """
        ...
