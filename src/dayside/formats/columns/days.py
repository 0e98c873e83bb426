"""Days counted from somewhere, with a fraction, to TT2000."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from dayside.model import time
from dayside.model.errors import UnreadableFile

if TYPE_CHECKING:
    from numpy.typing import NDArray

J2000_JD = 2_451_545.0
UNIX_JD = 2_440_587.5
MJD_JD = 2_400_000.5
MATLAB_JD = 1_721_058.5
"""Julian date of the days' zero: of J2000, 1970, the modified one, and MATLAB's datenum."""

_DAY_NS = 86_400 * time.NS
_TAI_TO_TT_NS = 32_184_000_000
_MOST_DAYS = 95_000


def ticks_of_days(days: NDArray[np.float64], origin_jd: float, scale: str = "UTC") -> time.Ticks:
    """Return TT2000 of days since a Julian date; NaN becomes the fill.

    Times are rounded to the power of ten of ns that doubles of this size resolve: a
    Julian date of today is good to 0.1 ms.

    Raises
    ------
    UnreadableFile
        If the time scale is none of UTC, TT, TDB, TAI, or the times are beyond reach.

    Examples
    --------
    >>> import numpy as np
    >>> str(time.to_text(ticks_of_days(np.array([51544.5]), MJD_JD), 0)[0])
    '2000-01-01T12:00:00Z'
    """
    gap = ~np.isfinite(days)
    filled = np.where(gap, 0.0, days)
    zero = UNIX_JD if scale == "UTC" else J2000_JD
    # Origin and value apart, so that neither costs the other its digits.
    shift = origin_jd - zero
    whole = np.floor(filled)
    if np.any(np.abs(np.where(gap, -shift, whole) + shift) > _MOST_DAYS):
        raise UnreadableFile("its Julian dates are beyond what can be told")
    quantum = _quantum(filled)
    rest = (filled - whole + shift - np.floor(shift)) * _DAY_NS
    ns = (whole + np.floor(shift)).astype(np.int64) * _DAY_NS
    ns += np.rint(rest / quantum).astype(np.int64) * quantum
    if scale == "UTC":
        ns = time.from_unix_ns(ns)
    elif scale == "TAI":
        ns = ns + _TAI_TO_TT_NS
    elif scale not in ("TT", "TDB", "ET"):
        raise UnreadableFile(f"times in {scale} cannot be brought to UTC")
    return np.where(gap, time.FILL, ns)


def _quantum(days: NDArray[Any]) -> int:
    """Return the power of ten of ns that doubles of this size resolve, 1 µs at least."""
    finest = float(np.spacing(np.abs(days).max(initial=0.0))) * _DAY_NS
    return int(max(1000, 10 ** np.ceil(np.log10(max(finest, 1.0)))))
