# mypy: allow-untyped-decorators
"""Kernels that write times as ISO 8601 text, compiled, without the interpreter lock.

Importing this module imports numba: do so inside the function that needs it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dayside.kernels import kernel

_NO_TIME = np.iinfo(np.int64).min
_FAR = np.frombuffer(b"9999-12-31T23:59:59.999999999", np.uint8).copy()
_POWERS = np.array([10**k for k in range(10)], np.int64)


@kernel
def _put_padded(out: Any, at: Any, m: Any, n: Any) -> None:
    """Write `m` with `n` digits, zeros in front."""
    for i in range(at + n - 1, at - 1, -1):
        out[i] = 48 + m % 10
        m //= 10


@kernel
def _put_date(out: Any, day: Any) -> None:
    """Write yyyy-mm-ddT of a day counted from 1970 (H. Hinnant, "civil_from_days")."""
    z = day + 719_468
    era = z // 146_097
    doe = z - era * 146_097
    yoe = (doe - doe // 1_460 + doe // 36_524 - doe // 146_096) // 365
    doy = doe - (365 * yoe + yoe // 4 - yoe // 100)
    mp = (5 * doy + 2) // 153
    month = mp + 3 if mp < 10 else mp - 9
    year = yoe + era * 400 + (1 if month <= 2 else 0)
    _put_padded(out, 0, year, 4)
    out[4] = 45
    _put_padded(out, 5, month, 2)
    out[7] = 45
    _put_padded(out, 8, doy - (153 * mp + 2) // 5 + 1, 2)
    out[10] = 84


@kernel
def _put_clock(out: Any, second_of_day: Any) -> None:
    _put_padded(out, 11, second_of_day // 3600, 2)
    out[13] = 58
    _put_padded(out, 14, second_of_day // 60 % 60, 2)
    out[16] = 58
    _put_padded(out, 17, second_of_day % 60, 2)


@kernel
def write_times(unix_ns: Any, leap: Any, digits: Any, out: Any) -> None:
    """Write UTC as ISO 8601 text of one length, ``Z`` at the end.

    Parameters
    ----------
    unix_ns : ndarray of int64, shape (n,)
        UTC; of a time within a leap second, one second less.
    leap : ndarray of bool, shape (n,) or (0,)
        Which are within a leap second; empty if none is.
    digits : int
        Digits after the second, 0 to 9.
    out : ndarray of uint8, shape (n, 20 or 21 + digits)
    """
    head = np.empty(19, np.uint8)
    last_day = last_second = np.int64(_NO_TIME)
    end = 20 + digits if digits else 19
    scale = _POWERS[9 - digits]
    for row in range(unix_ns.shape[0]):
        t = unix_ns[row]
        line = out[row]
        line[end] = 90
        if t == _NO_TIME:
            line[:end] = _FAR[:end]
            continue
        second = t // 1_000_000_000
        if second != last_second:
            last_second = second
            day = second // 86_400
            if day != last_day:
                last_day = day
                _put_date(head, day)
            _put_clock(head, second - day * 86_400)
        for i in range(19):
            line[i] = head[i]
        if leap.shape[0] and leap[row]:
            line[17] = 54
            line[18] = 48
        if digits:
            line[19] = 46
            _put_padded(line, 20, (t - second * 1_000_000_000) // scale, digits)
