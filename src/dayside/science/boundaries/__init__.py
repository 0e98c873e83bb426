"""Boundaries of planets: published models, distances, normals, crossings.

`registry` reads the models of `models.toml`, `laws` makes surfaces of their numbers and of the
solar wind, `shapes` are their families; `nearest` finds distances, `crossings` roots along a
trajectory. `boundary` puts them together, `moving` has it moved by the solar wind.
"""

from dayside.science.boundaries.base import About
from dayside.science.boundaries.boundary import Boundary, boundary
from dayside.science.boundaries.conic import Conic, distance_rp, level_rp, normal
from dayside.science.boundaries.moving import distance_in_wind
from dayside.science.boundaries.registry import abouts, conic, entry

__all__ = [
    "About",
    "Boundary",
    "Conic",
    "abouts",
    "boundary",
    "conic",
    "distance_in_wind",
    "distance_rp",
    "entry",
    "level_rp",
    "normal",
]
