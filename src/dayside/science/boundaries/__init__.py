"""Surfaces where one plasma ends and another begins, in radii of the planet."""

from dayside.science.boundaries.conic import Conic, distance_rp, level_rp, normal
from dayside.science.boundaries.mars import (
    BOW_SHOCK_EDBERG_2008,
    PILE_UP_BOUNDARY_EDBERG_2008,
)

__all__ = [
    "BOW_SHOCK_EDBERG_2008",
    "PILE_UP_BOUNDARY_EDBERG_2008",
    "Conic",
    "distance_rp",
    "level_rp",
    "normal",
]
