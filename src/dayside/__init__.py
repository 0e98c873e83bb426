"""Dayside: an open planetary plasma data system.

>>> import dayside
>>> archive = dayside.open("archive")  # doctest: +SKIP
>>> archive["messenger_mag_1s"]["B"]["2011-12-30T16":"2011-12-31T10"]  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from os import PathLike

    from dayside.client import ArchiveClient
    from dayside.client.boundaries import boundary, fit_boundary
    from dayside.client.fields import field, field_models, fit_gauss, trace
    from dayside.client.space import add_kernels, conjunctions, ephemeris, geometry, transform

__all__ = [
    "__version__",
    "add_kernels",
    "boundary",
    "conjunctions",
    "ephemeris",
    "field",
    "field_models",
    "fit_boundary",
    "fit_gauss",
    "geometry",
    "open",
    "trace",
    "transform",
]

# Heavy: imported when asked for, each from its module of `dayside.client`.
_ELSEWHERE = {
    "add_kernels": "space",
    "boundary": "boundaries",
    "conjunctions": "space",
    "ephemeris": "space",
    "field": "fields",
    "field_models": "fields",
    "fit_boundary": "boundaries",
    "fit_gauss": "fields",
    "geometry": "space",
    "trace": "fields",
    "transform": "space",
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


def __getattr__(name: str) -> Any:
    if name == "__version__":  # asking the package's metadata takes longer than the import
        from importlib.metadata import version

        return version("dayside")
    if name in _ELSEWHERE:
        from importlib import import_module

        return getattr(import_module(f"dayside.client.{_ELSEWHERE[name]}"), name)
    raise AttributeError(f"module 'dayside' has no attribute {name!r}")
