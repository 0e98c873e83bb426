"""The Earth's dipole of a date."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.science.fields.tables import igrf

Floats = NDArray[np.floating[Any]]

YEAR_S = 365.2425 * 86_400.0


def years_of(et_s: Floats) -> Floats:
    """Return calendar years with fractions of times in s past J2000.

    Gregorian years, as the IGRF counts them: 2024.5 is the middle of 2024. Leap seconds and the
    minute between TDB and UTC are left out: 2e-6 years.

    Examples
    --------
    >>> years_of(np.array([-43_200.0, 0.0]))
    array([2000.        , 2000.00136612])
    """
    days = np.asarray(et_s, np.float64) / 86_400.0 + 0.5
    found = np.full(days.shape, np.nan)
    known = np.isfinite(days)
    date = np.datetime64("2000-01-01", "D") + np.floor(days[known]).astype("timedelta64[D]")
    year = date.astype("datetime64[Y]")
    begin = year.astype("datetime64[D]")
    length = ((year + 1).astype("datetime64[D]") - begin).astype(float)
    into = (date - begin).astype(float) + days[known] % 1.0
    found[known] = year.astype(int) + 1970 + into / length
    return found


def dipole_north(et_s: Floats) -> Floats:
    """Return unit vectors along the dipole's axis to the north, in GEO.

    Parameters
    ----------
    et_s : ndarray, shape (n,)
        TDB seconds past J2000.

    Returns
    -------
    ndarray, shape (n, 3)
        NaN before 1900 and after 2030, where IGRF-14 ends.

    Notes
    -----
    ``-(g11, h11, g10)`` over its length (IGRF-14, doi:10.5281/zenodo.14012302).
    """
    table, years = igrf(), years_of(et_s)
    parts = (table.g_nt[:, 1, 1], table.h_nt[:, 1, 1], table.g_nt[:, 1, 0])
    outside = {"left": np.nan, "right": np.nan}
    moment = -np.stack([np.interp(years, table.years, part, **outside) for part in parts], axis=-1)
    return np.asarray(moment / np.linalg.norm(moment, axis=-1, keepdims=True))
