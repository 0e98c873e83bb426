"""What people give as many times at once, as TT2000."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.model import time


def ticks_of_times(times: Any) -> NDArray[np.int64]:
    """Return TT2000 of times.

    Parameters
    ----------
    times : array_like
        Of ``datetime64`` (UTC), of texts, of datetimes, or of int64 (TT2000); an
        ``astropy.time.Time``, a pandas index or an xarray coordinate as well. One time is an
        array of one.

    Raises
    ------
    BadTime
        If one of them is no time.

    Examples
    --------
    >>> ticks_of_times(["2000-01-01T11:58:55.816"])
    array([0])
    """
    if hasattr(times, "datetime64"):  # astropy's
        times = times.utc.datetime64
    given = np.atleast_1d(np.asarray(times))
    if given.dtype.kind == "M":
        return time.from_datetime64(given.astype("datetime64[ns]"))
    if given.dtype.kind == "i":
        return given.astype(np.int64)
    return np.array([time.ticks(when) for when in np.ravel(given)], np.int64)
