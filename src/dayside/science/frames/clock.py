"""Between TT2000, the time of the archive, and ephemeris time, that of kernels.

TT2000 counts nanoseconds of terrestrial time (TT) since 2000-01-01T12:00 TT; ephemeris time
seconds of barycentric dynamical time (TDB) since 2000-01-01T12:00 TDB. They differ by at most
1.7 ms, by the formula of SPICE's leap-seconds kernel::

    TDB - TT = K sin E,   E = M + EB sin M,   M = M0 + M1 t

Source: NAIF, SPICE Time Subsystem; constants as in its kernel naif0012.tls.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]

_K_S, _EB, _M0, _M1 = 1.657e-3, 1.671e-2, 6.239996, 1.99096871e-7


def et_of(ticks_tt2000: NDArray[np.int64]) -> Floats:
    """Return ephemeris times (s past J2000, TDB) of TT2000 times (ns).

    Examples
    --------
    >>> et_of(np.array([0]))
    array([-7.27367762e-05])
    """
    tt_s = np.asarray(ticks_tt2000, np.int64) / 1e9
    return np.asarray(tt_s + _tdb_minus_tt_s(tt_s))


def ticks_of(et_s: Floats) -> NDArray[np.int64]:
    """Return TT2000 times (ns) of ephemeris times (s past J2000, TDB).

    Examples
    --------
    >>> ticks_of(et_of(np.array([582_768_069_000_000_000])))
    array([582768069000000000])
    """
    tt_s = np.asarray(et_s, np.float64)
    for _ in range(3):  # each round makes the rest a millionth of what it was
        tt_s = et_s - _tdb_minus_tt_s(tt_s)
    whole = np.floor(tt_s)
    return np.asarray(
        whole.astype(np.int64) * 1_000_000_000 + np.rint((tt_s - whole) * 1e9).astype(np.int64)
    )


def _tdb_minus_tt_s(t_s: Floats) -> Floats:
    mean = _M0 + _M1 * t_s
    return np.asarray(_K_S * np.sin(mean + _EB * np.sin(mean)))
