"""Boundaries of Mars, in Martian radii, MSO."""

from __future__ import annotations

from dayside.science.boundaries.conic import Conic

_EDBERG = "Edberg et al. 2008"
_EDBERG_DOI = "10.1029/2008JA013096"

BOW_SHOCK_EDBERG_2008 = Conic(0.55, 1.05, 2.10, _EDBERG, _EDBERG_DOI)
"""Bow shock: nose 1.574, terminator 2.62 radii. The paper aberrates by 4 degrees."""

PILE_UP_BOUNDARY_EDBERG_2008 = Conic(0.86, 0.92, 0.90, _EDBERG, _EDBERG_DOI)
"""Magnetic pile-up boundary: nose 1.33, terminator 1.46 radii."""
