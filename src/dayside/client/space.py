"""Frames and positions by the kernels of this user's archive: ``dayside.transform`` and so on."""

from __future__ import annotations

import atexit
import threading
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dayside.client.intervals import end_of
from dayside.model import OPERATOR
from dayside.model.times import ticks_of_times

if TYPE_CHECKING:
    from dayside.model import EventList
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
    """Return vectors of one frame in another.

    Parameters
    ----------
    vectors : array_like, shape (n, 3)
        In `source`.
    times : array_like, shape (n,)
        UTC: ``datetime64``, texts or datetimes; integers are TT2000.
    source, target : str
        Names of frames: ``GSE``, ``MSO``, ``RTN@juno``, ``J2000@mars``; `dayside frames`
        lists them. Frames of added kernels too.
    kind : {"vector", "position", "velocity"}
        A vector is turned; a position (km) is turned and told from the centre of `target`; a
        velocity (km/s) is as who rests in `target` sees it.
    body : str, optional
        What the vectors are about, for names that several frames have: ``MSO`` is of Mars
        unless this is Mercury.
    aberration : float
        Degrees by which the axes of `target` are turned about +Z, from +X towards -Y.
    solar_wind_speed : float, optional
        km/s, from which the aberration is computed instead.
    positions : array_like, shape (n, 3), optional
        For velocities: where they are in `source`; its origin by default. Or give states, shape
        (n, 6), as `vectors`: states come back.
    unit_km : float
        Length of one unit of positions and velocities, km.

    Returns
    -------
    ndarray, shape of `vectors`
        NaN where no kernel covers the time; a warning is logged with the reason.

    Raises
    ------
    NotFound, BadRequest
        If a frame is none (the nearest is told), or shapes do not fit.

    Examples
    --------
    >>> dayside.transform([[0, 5.0, 0]], ["2016-09-01"], "GSE", "GSM")  # doctest: +SKIP
    """
    from dayside.services.transform import TransformRequest, transformed

    given = np.asarray(vectors, np.float64)
    many = np.atleast_2d(given)
    ticks = ticks_of_times(times)
    options = (body, aberration, solar_wind_speed, unit_km)

    def moved(what: Floats, how: Any, where: Floats | None = None) -> Floats:
        # What kind it is, is checked there, with the nearest match.
        request = TransformRequest(source, target, how, *options)
        return transformed(door(), what, ticks, request, OPERATOR, where).vectors

    if kind == "velocity" and many.shape[-1] == 6:
        place, speed = many[:, :3], many[:, 3:]
        found = np.concatenate([moved(place, "position"), moved(speed, kind, place)], axis=1)
    else:
        at = None if positions is None else np.atleast_2d(np.asarray(positions, np.float64))
        found = moved(many, kind, at)
    return found[0] if given.ndim == 1 else found


def ephemeris(body: str, times: Any, frame: str = "J2000", center: str | None = None) -> Floats:
    """Return where a body is, by the kernels of the archive (``$DAYSIDE_ARCHIVE``).

    Parameters
    ----------
    body : str
        A planet, a moon or a spacecraft by name or NAIF's number.
    times : array_like, shape (n,)
        UTC: ``datetime64``, texts or datetimes; integers are TT2000.
    frame : str
        Along whose axes positions are told.
    center : str, optional
        From where; by default the frame's own centre.

    Returns
    -------
    ndarray, shape (n, 3)
        km, geometric. NaN where no kernel covers the time; a warning is logged with the reason.

    Raises
    ------
    NotFound
        If the body or the frame is none.

    Examples
    --------
    >>> dayside.ephemeris("Mars", ["2018-06-11T12:00"], "HCI", "Sun")  # doctest: +SKIP
    """
    from dayside.services.transform import positions_km

    return positions_km(door(), str(body), ticks_of_times(times), frame, center, OPERATOR)


def conjunctions(
    a: str,
    b: str,
    start: Any = None,
    stop: Any = None,
    *,
    within_km: float | None = None,
    local_time_h: float | None = None,
    model: str = "",
    footpoints_deg: float = 5.0,
) -> EventList:
    """Return when two trajectories are together; all that is given must hold at once.

    Parameters
    ----------
    a, b : str
        ``ephemeris/tgo@mars``, or datasets with positions.
    start, stop : text, datetime, numpy.datetime64 or pandas.Timestamp, optional
        UTC; by default what both cover.
    within_km : float, optional
        Greatest distance from each other.
    local_time_h : float, optional
        Greatest difference of their local times.
    model : str
        A magnetic field model: on one field line of it, footpoints at most `footpoints_deg` apart.

    Returns
    -------
    EventList
        With how near they came, km.

    Raises
    ------
    NotFound, BadRequest
        If a trajectory is not there, or nothing is asked for.
    """
    from dayside.services import catalog
    from dayside.services.conjunctions import ConjunctionRequest
    from dayside.services.conjunctions import conjunctions as searched

    opened = door()
    told = [catalog.describe(opened, name, OPERATOR) for name in (a, b)]
    begins = [d.start for d in told if d.start is not None]
    ends = [d.stop for d in told if d.stop is not None]
    first = end_of(start, "start") or max(begins, default=0)
    last = end_of(stop, "stop") or min(ends, default=0)
    request = ConjunctionRequest(a, b, first, last, within_km, local_time_h, model, footpoints_deg)
    return searched(opened, request, OPERATOR)


def geometry(events: EventList, trajectory: str) -> EventList:
    """Return events with the geometry of a spacecraft in each, as EPN-TAP tables have it.

    Parameters
    ----------
    events : EventList
    trajectory : str
        An ephemeris about the target: ``ephemeris/messenger@mercury``.

    Returns
    -------
    EventList
        With EPNcore's columns: ``c1min``, ``c1max``, … (km, along the axes of the frame that
        ``spatial_coordinate_description`` names), ``incidence_``, ``phase_``, sub-points (deg),
        ``local_time_`` (h), ``target_distance_`` (km) and ``sun_distance_`` (AU).

    Raises
    ------
    NotFound, BadRequest
        If the ephemeris is not there, or is none about a target.

    Examples
    --------
    >>> from dayside.model import EventList
    >>> found = geometry(EventList.of(["2018-06-11"], ["2018-06-12"]), "ephemeris/moon@earth")
    >>> found.columns["sun_distance_min"].values.round(3).tolist()
    [1.015]
    """
    from dayside.services.geometry import geometry as found

    return found(door(), events, trajectory, OPERATOR)


def add_kernels(*files: str | PathLike[str], private: bool = False) -> list[str]:
    """Add SPICE kernels to the archive of this user: all of them or, if one is refused, none.

    Parameters
    ----------
    *files : str or path
        SPK, CK, FK, PCK, LSK, SCLK, or meta-kernels, which stand for the files they name.
    private : bool
        Only for those who may read private datasets.

    Returns
    -------
    list of str
        Names of the kernels that are in the archive now.

    Raises
    ------
    UnreadableFile
        If one is refused; it is named, with the reason.

    Examples
    --------
    >>> dayside.add_kernels("mar085.bsp", "em16_tgo_mlt.bsp")  # doctest: +SKIP
    ['mar085.bsp', 'em16_tgo_mlt.bsp']
    """
    from dayside.services import kernels

    added = kernels.add(door(), [Path(file) for file in files], OPERATOR, private=private)
    return [one.kernel.name for one in added]


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
