"""TAI − UTC, the one table behind TT2000.

Sources: IERS Bulletin C (from 1972), the USNO table of UTC rate adjustments
(1960–1971). CDF's TT2000 uses the same numbers. No leap second is announced
after 2017-01-01.
"""

from __future__ import annotations

from typing import Final

import numpy as np

# (UTC date, TAI − UTC in s at that date); from 1972 on, whole seconds.
STEPS: Final = (
    ("1972-01-01", 10), ("1972-07-01", 11), ("1973-01-01", 12), ("1974-01-01", 13),
    ("1975-01-01", 14), ("1976-01-01", 15), ("1977-01-01", 16), ("1978-01-01", 17),
    ("1979-01-01", 18), ("1980-01-01", 19), ("1981-07-01", 20), ("1982-07-01", 21),
    ("1983-07-01", 22), ("1985-07-01", 23), ("1988-01-01", 24), ("1990-01-01", 25),
    ("1991-01-01", 26), ("1992-07-01", 27), ("1993-07-01", 28), ("1994-07-01", 29),
    ("1996-01-01", 30), ("1997-07-01", 31), ("1999-01-01", 32), ("2006-01-01", 33),
    ("2009-01-01", 34), ("2012-07-01", 35), ("2015-07-01", 36), ("2017-01-01", 37),
)  # fmt: skip
# Before 1972 UTC ran at its own rate: (UTC date, offset s, reference MJD, drift s/day).
DRIFTS: Final = (
    ("1960-01-01", 1.4178180, 37300, 0.001296), ("1961-01-01", 1.4228180, 37300, 0.001296),
    ("1961-08-01", 1.3728180, 37300, 0.001296), ("1962-01-01", 1.8458580, 37665, 0.0011232),
    ("1963-11-01", 1.9458580, 37665, 0.0011232), ("1964-01-01", 3.2401300, 38761, 0.001296),
    ("1964-04-01", 3.3401300, 38761, 0.001296), ("1964-09-01", 3.4401300, 38761, 0.001296),
    ("1965-01-01", 3.5401300, 38761, 0.001296), ("1965-03-01", 3.6401300, 38761, 0.001296),
    ("1965-07-01", 3.7401300, 38761, 0.001296), ("1965-09-01", 3.8401300, 38761, 0.001296),
    ("1966-01-01", 4.3131700, 39126, 0.002592), ("1968-02-01", 4.2131700, 39126, 0.002592),
)  # fmt: skip

_NS = 1_000_000_000
_DAY_NS = 86_400 * _NS
_MJD_UNIX = 40_587


def _unix_ns(date: str) -> int:
    return int(np.datetime64(date, "ns").astype(np.int64))


def _drift_offset_ns(offset_s: float, reference_mjd: int, drift_s: float, unix_ns: int) -> int:
    """Return TAI − UTC (ns) of the day that holds `unix_ns`: at its noon, as CDF does."""
    mjd = unix_ns // _DAY_NS + _MJD_UNIX + 0.5
    return round((offset_s + (mjd - reference_mjd) * drift_s) * _NS)


def _table() -> tuple[np.ndarray, np.ndarray]:
    """Return (UTC unix ns, TAI − UTC ns) of every step; a day a step where UTC drifted."""
    starts, offsets = [np.iinfo(np.int64).min], [0]
    borders = [_unix_ns(row[0]) for row in DRIFTS] + [_unix_ns(STEPS[0][0])]
    for (_, offset_s, mjd, drift), start, stop in zip(DRIFTS, borders, borders[1:], strict=False):
        for day in range(start, stop, _DAY_NS):
            starts.append(day)
            offsets.append(_drift_offset_ns(offset_s, mjd, drift, day))
    for date, seconds in STEPS:
        starts.append(_unix_ns(date))
        offsets.append(seconds * _NS)
    return np.array(starts, np.int64), np.array(offsets, np.int64)


UTC_NS, TAI_MINUS_UTC_NS = _table()
"""When each step begins (UTC, ns since 1970-01-01) and TAI − UTC (ns) from then on."""
