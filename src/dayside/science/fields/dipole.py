"""The Earth's dipole of a date."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.science.fields.tables import igrf

Floats = NDArray[np.floating[Any]]

_J2000 = np.datetime64("2000-01-01T12:00:00")


def dipole_north(et_s: Floats) -> Floats:
    """Return unit vectors along the dipole's axis to the north, in GEO.

    Parameters
    ----------
    et_s : ndarray, shape (n,)
        TDB seconds past J2000; the minute between TDB and UTC is left out.

    Returns
    -------
    ndarray, shape (n, 3)
        NaN before 1900 and after 2030, where IGRF-14 ends.

    Notes
    -----
    ``-(g11, h11, g10)`` over its length, linear in days between the years of the table (IGRF-14,
    doi:10.5281/zenodo.14012302).

    Examples
    --------
    >>> dipole_north(np.array([0.0])).round(4)
    array([[ 0.0574, -0.1722,  0.9834]])
    """
    table = igrf()
    years = np.array([f"{year:.0f}-01-01" for year in table.years], "datetime64[s]")
    edges_s = (years - _J2000).astype(np.float64)
    parts = (table.g_nt[:, 1, 1], table.h_nt[:, 1, 1], table.g_nt[:, 1, 0])
    outside = {"left": np.nan, "right": np.nan}
    moment = -np.stack([np.interp(et_s, edges_s, part, **outside) for part in parts], axis=-1)
    return np.asarray(moment / np.linalg.norm(moment, axis=-1, keepdims=True))
