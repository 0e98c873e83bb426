"""What `dayside` offers of magnetic field models: they need no archive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from dayside.science.fields.base import About, FieldModel
    from dayside.science.fields.fit import Fit
    from dayside.science.fields.lines import FieldLines
    from dayside.services.fields import InFrame


def field_models(body: str | None = None) -> Sequence[About]:
    """Return what is known of all field models, or of those of one body.

    Examples
    --------
    >>> import dayside
    >>> [model.id for model in dayside.field_models("ganymede")][:2]
    ['ganymede.kivelson2002', 'ganymede.kivelson2002_permanent']
    """
    from dayside.services.fields import listed

    return listed(body)


def field(
    model: str | FieldModel, positions: ArrayLike, times: Any = None, *, frame: str | None = None
) -> NDArray[np.floating[Any]]:
    """Return the magnetic field of a model.

    Parameters
    ----------
    model : str or FieldModel
        Its id, options in parentheses, further models after a plus:
        ``"jupiter.jrm33(degree=10) + jupiter.con2020"``.
    positions : array_like, shape (n, 3) or (3,)
        Planetary radii, in the frame of the model unless `frame` says another.
    times : optional
        UTC, one or n: texts, ``datetime64``, datetimes; integers are TT2000. For models that differ
        with time, and for frames.
    frame : str, optional
        Frame of positions and field: ``MSO``, ``GSE``, …, by the kernels of this user's archive.

    Returns
    -------
    ndarray, shape of `positions`
        nT, in the frame of the positions; NaN where the model says nothing, or no kernel covers.

    Raises
    ------
    NotFound, BadRequest
        If the model, its options, the positions or the times cannot be.

    Examples
    --------
    >>> import dayside
    >>> dayside.field("saturn.cassini11(degree=1)", [0.0, 0.0, 1.0]).round(1).tolist()
    [0.0, 0.0, 42280.4]
    """
    from dayside.services.fields import evaluate

    return evaluate(model, positions, _ticks(times), _in_frame(frame))


def trace(
    model: str | FieldModel,
    seeds: ArrayLike,
    times: Any = None,
    *,
    surface: float = 1.0,
    far: float = 100.0,
    longest: float = 1_000.0,
    tolerance: float = 1e-9,
    frame: str | None = None,
) -> FieldLines:
    """Return the field lines of a model through seeds.

    Parameters
    ----------
    model : str or FieldModel
        As of `field`.
    seeds : array_like, shape (n, 3) or (3,)
        Planetary radii, in the frame of the model unless `frame` says another.
    times : optional
        As of `field`: a line is that of one time.
    surface, far, longest : float
        Radius of the sphere lines end on, distance and length beyond which they are not followed;
        planetary radii.
    tolerance : float
        Error of a step by the distance from the centre.
    frame : str, optional
        Frame of the seeds, as of `field`; lines are told in that of the model.

    Returns
    -------
    FieldLines
        One a seed: ``points_rp``, ``kind`` (closed, open, free), footpoints, ``l_shell``.

    Raises
    ------
    NotFound, BadRequest
        If the model, its options, the seeds, times or limits cannot be.

    Examples
    --------
    >>> import dayside
    >>> lines = dayside.trace("jupiter.jrm33", [[6.0, 0.0, 0.0], [0.0, 0.0, 2.0]])
    >>> lines
    FieldLines of jupiter.jrm33: 2 closed
    >>> lines.footpoints_deg[0].round(1).tolist()
    [[21.8, 78.8], [353.2, -61.4]]
    """
    from dayside.science.fields.trace import Limits
    from dayside.services.fields import traced

    limits = Limits(surface, far, longest, tolerance)
    return traced(model, seeds, _ticks(times), limits, _in_frame(frame))


def fit_gauss(
    positions: ArrayLike,
    field: ArrayLike,
    groups: ArrayLike | None = None,
    *,
    degree: int = 1,
    within: float | None = None,
) -> Fit:
    """Fit an internal field, and one uniform field a group of samples, to measurements.

    Parameters
    ----------
    positions : array_like, shape (n, 3)
        Planetary radii, body-fixed.
    field : array_like, shape (n, 3)
        nT, in the same frame.
    groups : array_like, shape (n,), optional
        What samples have the uniform field in common, as the name of a flyby; by default all.
    degree : int
        Highest degree, 1 for a dipole.
    within : float, optional
        Only samples nearer than so many radii are used.

    Returns
    -------
    Fit
        Gauss coefficients (Schmidt semi-normalised, nT), uncertainties, uniform fields, residuals.

    Raises
    ------
    BadRequest
        If shapes do not match, or the samples do not tell the coefficients apart.

    Examples
    --------
    >>> import dayside, numpy as np
    >>> p = np.random.default_rng(0).normal(size=(99, 3)) * 3
    >>> found = dayside.fit_gauss(p, dayside.field("ganymede.weber2022(degree=1)", p) + 20)
    >>> {name: round(value, 1) for name, value in found.coefficients_nt.items()}
    {'g10': -716.4, 'g11': 56.0, 'h11': 27.0}
    """
    from dayside.science.fields.fit import fit_gauss as fit

    return fit(positions, field, groups, degree=degree, within_rp=within)


def _in_frame(name: str | None) -> InFrame | None:
    if name is None:
        return None
    from dayside.client.space import door
    from dayside.model import OPERATOR
    from dayside.services.fields import InFrame

    return InFrame(name, door(), OPERATOR)


def _ticks(times: Any) -> NDArray[np.int64] | None:
    from dayside.model.times import ticks_of_times

    return None if times is None else ticks_of_times(times)
