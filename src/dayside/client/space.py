"""Frames and positions by the kernels of this user's archive: ``dayside.transform`` and so on."""

from __future__ import annotations

import atexit
import threading
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dayside.model import OPERATOR
from dayside.model.times import ticks_of_times

if TYPE_CHECKING:
    from dayside.services.door import Door
    from dayside.services.opening import Opened

Floats = NDArray[np.floating[Any]]

_lock = threading.Lock()
_opened: dict[str, Opened] = {}


def transform(
    vectors: ArrayLike,
    times: Any,
    source: str,
    target: str,
    kind: str = "vector",
    *,
    body: str | None = None,
    aberration: float = 0.0,
    solar_wind_speed: float | None = None,
    positions: ArrayLike | None = None,
    unit_km: float = 1.0,
) -> Floats:
    """Return vectors of one frame in another; see `dayside.transform`."""
    from dayside.services.transform import TransformRequest, transformed

    given = np.asarray(vectors, np.float64)
    ticks = ticks_of_times(times)
    single = given.ndim == 1
    request = TransformRequest(
        source,
        target,
        kind,  # type: ignore[arg-type]  # checked there, with the nearest match
        body,
        aberration,
        solar_wind_speed,
        unit_km,
    )
    at = None if positions is None else np.atleast_2d(np.asarray(positions, np.float64))
    found = transformed(door(), np.atleast_2d(given), ticks, request, OPERATOR, at).vectors
    return found[0] if single else found


def ephemeris(body: str, times: Any, frame: str = "J2000", center: str | None = None) -> Floats:
    """Return positions of a body; see `dayside.ephemeris`."""
    from dayside.services.transform import positions_km

    return positions_km(door(), str(body), ticks_of_times(times), frame, center, OPERATOR)


def door() -> Door:
    """Return the door to the archive of the settings, which is made if it is not there."""
    from dayside.model.errors import ArchiveLocked
    from dayside.services.opening import open_archive
    from dayside.settings import Settings

    settings = Settings.load()
    with _lock:
        opened = _opened.get(settings.archive)
        if opened is None:
            try:
                opened = open_archive(settings, write=True)
            except ArchiveLocked:
                opened = open_archive(settings)
            _opened[settings.archive] = opened
        return opened.door


@atexit.register
def close() -> None:
    """Give back the archives that were opened."""
    with _lock:
        for opened in _opened.values():
            opened.close()
        _opened.clear()
