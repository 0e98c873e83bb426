"""What a boundary model is, and what is told of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Input:
    """A number of the solar wind that a model may be given.

    Attributes
    ----------
    text : str
        What it is, with its unit.
    default : float
    low, high : float
        What is allowed.
    """

    text: str
    default: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a boundary model.

    Attributes
    ----------
    id : str
        ``body.kind.authorYEAR``.
    title : str
    body : str
        Whose boundary it is.
    kind : str
        ``bow_shock``, ``magnetopause``, ``pileup_boundary``, ….
    frame : str
        In which positions are, before any aberration.
    published_aberration : float
        Degrees by which its authors turned the frame; nobody turns it unless asked.
    inputs : mapping of str to Input
        Numbers of the solar wind that it depends on.
    nose_rp, terminator_rp : float or None
        Distance along +X, and in the plane x = 0, with the defaults: what tables print.
    valid : str
        Where or when it holds, in words.
    reference, doi : str
    verified : bool
        Whether its numbers were compared with a second source.
    doubt : str
        What is not sure about it.
    """

    id: str
    title: str
    body: str
    kind: str
    frame: str
    published_aberration: float = 0.0
    inputs: Mapping[str, Input] = field(default_factory=lambda: MappingProxyType({}))
    nose_rp: float | None = None
    terminator_rp: float | None = None
    valid: str = ""
    reference: str = ""
    doi: str = ""
    verified: bool = True
    doubt: str = ""


class Shape(Protocol):
    """A surface, in planetary radii, about a planet at the origin, with +X to the Sun."""

    @property
    def is_round(self) -> bool:
        """Whether it is one of revolution about +X."""

    def level(self, position_rp: Floats) -> Floats:
        """Return a function that is 0 on it and grows outwards, shape (n,)."""

    def gradient(self, position_rp: Floats) -> Floats:
        """Return its gradient, shape (n, 3)."""

    def radius(self, directions: Floats) -> Floats:
        """Return how far it is from the origin in some directions (unit vectors), shape (n,).

        Infinite where it is never met.
        """


@dataclass(frozen=True, slots=True)
class Entry:
    """A model that can be made.

    Attributes
    ----------
    about : About
    build : callable
        From all inputs, by name, to its shape.
    """

    about: About
    build: Callable[[Mapping[str, float]], Shape] = field(repr=False)
