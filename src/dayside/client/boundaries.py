"""What `dayside` offers of boundary models: they need no archive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dayside.science.boundaries import Boundary
    from dayside.science.boundaries.fit import BoundaryFit


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
    from dayside.science import boundaries

    return boundaries.boundary(id, aberration, **solar_wind)


def fit_boundary(
    crossings: Any, family: str = "conic", aberration: float = 0.0, body: str | None = None
) -> BoundaryFit:
    """Fit a surface of revolution to crossings, with standard errors of its numbers.

    Parameters
    ----------
    crossings : EventList or array_like of shape (n, 3)
        A list with columns X, Y and Z, or positions in planetary radii, in a frame with +X to the
        Sun.
    family : {"conic", "shue"}
        A conic with its focus on the axis, or a curve of Shue's kind.
    aberration : float
        Degrees by which the axis is turned from +X towards -Y.
    body : str, optional
        Of a list in km: whose radius it is brought to.

    Returns
    -------
    BoundaryFit
        With ``values``, ``errors``, ``covariance``, ``rms``, ``standoff``.

    Raises
    ------
    BadRequest
        If there are too few crossings, or the family is none.

    Examples
    --------
    >>> import dayside
    >>> mesh = dayside.boundary("mars.bow_shock.hall2016").surface(12, 9, x_min=-2)
    >>> found = dayside.fit_boundary(mesh.reshape(-1, 3))
    >>> round(found.standoff, 3), found.count
    (1.645, 108)
    """
    from dayside.model import EventList
    from dayside.science.boundaries.fit import fit
    from dayside.services.boundary_fit import fit_list

    if isinstance(crossings, EventList):
        return fit_list(crossings, family, aberration, body)
    return fit(crossings, family, aberration)
