"""Dayside: an open planetary plasma data system.

>>> import dayside
>>> archive = dayside.open("archive")  # doctest: +SKIP
>>> archive["messenger_mag_1s"]["B"]["2011-12-30T16":"2011-12-31T10"]  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from os import PathLike

    from numpy import floating
    from numpy.typing import ArrayLike, NDArray

    from dayside.client import ArchiveClient
    from dayside.client.fields import field, field_models, fit_gauss, trace
    from dayside.science.boundaries import Boundary

__all__ = [
    "__version__",
    "boundary",
    "conjunctions",
    "ephemeris",
    "field",
    "field_models",
    "fit_boundary",
    "fit_gauss",
    "open",
    "trace",
    "transform",
]

# Heavy: imported when asked for, each from its module of `dayside.client`.
_ELSEWHERE = {
    "conjunctions": "space",
    "field": "fields",
    "field_models": "fields",
    "fit_boundary": "boundaries",
    "fit_gauss": "fields",
    "trace": "fields",
}


def open(  # noqa: A001  # dayside.open reads as it should
    path_or_url: str | PathLike[str] | None = None, *, token: str | None = None
) -> ArchiveClient:
    """Open a local archive or a remote Dayside; what comes back is used the same way.

    Parameters
    ----------
    path_or_url : str or path, optional
        A folder, an ``s3://`` location, or the ``http(s)://`` address of a running
        Dayside. By default the archive of ``$DAYSIDE_ARCHIVE``, else that of this user.
    token : str, optional
        For a remote Dayside that shows more to its bearer; by default ``$DAYSIDE_TOKEN``.

    Returns
    -------
    ArchiveClient
        Datasets by id. Use it as a context manager, or call its ``close``.

    Raises
    ------
    ArchiveError
        If there is no archive at that location.
    Upstream
        If the remote Dayside does not answer.

    Examples
    --------
    >>> with dayside.open("archive") as archive:  # doctest: +SKIP
    ...     field = archive["messenger_mag_1s"]["B"]["2011-12-30T16":"2011-12-31T10"]
    """
    from dayside.client import open_client

    return open_client(path_or_url, token=token)


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
) -> NDArray[floating[Any]]:
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
        For velocities: where they are.
    unit_km : float
        Length of one unit of positions and velocities, km.

    Returns
    -------
    ndarray, shape (n, 3)
        NaN where no kernel covers the time; a warning is logged with the reason.

    Raises
    ------
    NotFound, BadRequest
        If a frame is none (the nearest is told), or shapes do not fit.

    Examples
    --------
    >>> dayside.transform([[0, 5.0, 0]], ["2016-09-01"], "GSE", "GSM")  # doctest: +SKIP
    """
    from dayside.client import space

    return space.transform(
        vectors,
        times,
        source,
        target,
        kind,
        body=body,
        aberration=aberration,
        solar_wind_speed=solar_wind_speed,
        positions=positions,
        unit_km=unit_km,
    )


def boundary(id: str, aberration: float = 0.0, **solar_wind: float) -> Boundary:  # noqa: A002
    """Return a boundary of a planet, by a published model.

    Parameters
    ----------
    id : str
        Such as ``mars.bow_shock.edberg2008``; `dayside boundaries` lists them.
    aberration : float
        Degrees by which its axis is turned from +X towards -Y, about +Z. The model's
        ``about.published_aberration`` is what its authors took.
    **solar_wind : float
        Inputs of models that need some: ``pdyn`` (nPa), ``bz`` (nT), ….

    Returns
    -------
    Boundary
        With ``distance``, ``normal``, ``surface``, ``crossings``; in planetary radii and in the
        model's frame.

    Raises
    ------
    NotFound
        If there is no such model; the nearest is told.
    BadRequest
        If it takes no such input.

    Examples
    --------
    >>> import dayside
    >>> dayside.boundary("mars.bow_shock.edberg2008").distance([[2.0, 0.0, 0.0]]).round(3).tolist()
    [0.426]
    """
    from dayside.client import boundaries

    return boundaries.boundary(id, aberration, **solar_wind)


def ephemeris(
    body: str, times: Any, frame: str = "J2000", center: str | None = None
) -> NDArray[floating[Any]]:
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
    from dayside.client import space

    return space.ephemeris(body, times, frame, center)


def __getattr__(name: str) -> Any:
    if name == "__version__":  # asking the package's metadata takes longer than the import
        from importlib.metadata import version

        return version("dayside")
    if name in _ELSEWHERE:
        from importlib import import_module

        return getattr(import_module(f"dayside.client.{_ELSEWHERE[name]}"), name)
    raise AttributeError(f"module 'dayside' has no attribute {name!r}")
