"""What a field model is, and what is told of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from dayside.model.time import Ticks

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Option:
    """A number a model may be given.

    Attributes
    ----------
    text : str
        What it is, with its unit.
    default : float
    low, high : float
        What is allowed.
    whole : bool
        Whether it is a whole number.
    """

    text: str
    default: float
    low: float
    high: float
    whole: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a field model.

    Attributes
    ----------
    id : str
        ``body.name``.
    title : str
    body : str or None
        Whose field it is; None where it is nobody's.
    frame : str or None
        Of positions and field.
    radius_km : float or None
        What one radius of positions is.
    planet_rp : (float, float, float)
        Where the centre of the body lies in the frame: beside the origin of a dipole's frame.
    reference, doi : str
        Who published it, and where.
    needs_time : bool
        Whether it differs with time.
    valid : tuple of str
        First and last date, where it has any.
    options : mapping of str to Option
    aliases : tuple of str
    extra : str
        The extra of Dayside it needs; empty for none.
    verified : bool
        Whether its numbers were compared with a second source.
    doubt : str
        What is not sure about it.
    """

    id: str
    title: str
    body: str | None = None
    frame: str | None = None
    radius_km: float | None = None
    planet_rp: tuple[float, float, float] = (0.0, 0.0, 0.0)
    reference: str = ""
    doi: str = ""
    needs_time: bool = False
    valid: tuple[str, ...] = ()
    options: Mapping[str, Option] = field(default_factory=lambda: MappingProxyType({}))
    aliases: tuple[str, ...] = ()
    extra: str = ""
    verified: bool = True
    doubt: str = ""


class FieldModel(Protocol):
    """A magnetic field at positions and times."""

    @property
    def about(self) -> About:
        """What is known of it."""

    def field(self, position_rp: Floats, times: Ticks | None = None) -> Floats:
        """Return the field.

        Parameters
        ----------
        position_rp : ndarray of float64, shape (n, 3)
            In radii and the frame of `about`.
        times : ndarray of int64, shape (n,), optional
            TT2000. A model with `about.needs_time` is always given them.

        Returns
        -------
        ndarray of float64, shape (n, 3)
            nT. NaN where a position or time is none, or the model says nothing.
        """


@dataclass(frozen=True, slots=True)
class Entry:
    """A model that can be made.

    Attributes
    ----------
    about : About
    build : callable
        From all options, by name, to the model.
    """

    about: About
    build: Callable[[Mapping[str, float]], FieldModel]
