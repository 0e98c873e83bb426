"""VAX floating point, which older PDS volumes hold."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

# Per format: bytes, bits of the fraction, bias of the exponent.
_LAYOUT = {"vax_f": (4, 23, 128), "vax_d": (8, 55, 128), "vax_g": (8, 52, 1024)}


def vax_floats(cells: NDArray[Any], layout: str) -> NDArray[np.float64]:
    """Return VAX F, D or G floats as float64.

    Parameters
    ----------
    cells : ndarray of 4 or 8 byte items
    layout : {"vax_f", "vax_d", "vax_g"}

    Notes
    -----
    The value is (−1)^s × 0.1f × 2^(e − bias); 16-bit words stand most significant first,
    their bytes little-endian. Exponent 0 is zero, or with the sign set a reserved operand
    (NaN here).

    Examples
    --------
    >>> vax_floats(np.frombuffer(bytes([0x80, 0x40, 0, 0]), "V4"), "vax_f").tolist()
    [1.0]
    """
    size, fraction_bits, bias = _LAYOUT[layout]
    words = np.ascontiguousarray(cells).view("<u2").reshape(*cells.shape, size // 2)
    number = np.zeros(cells.shape, np.uint64)
    for index in range(size // 2):
        number = (number << np.uint64(16)) | words[..., index].astype(np.uint64)
    sign = (number >> np.uint64(8 * size - 1)).astype(bool)
    exponent_bits = 8 * size - 1 - fraction_bits
    exponent = (number >> np.uint64(fraction_bits)) & np.uint64((1 << exponent_bits) - 1)
    fraction = number & np.uint64((1 << fraction_bits) - 1)
    mantissa = 0.5 + fraction.astype(np.float64) * 2.0 ** -(fraction_bits + 1)
    value = np.ldexp(mantissa, exponent.astype(np.int64) - bias)
    value = np.where(sign, -value, value)
    return np.where(exponent == 0, np.where(sign, np.nan, 0.0), value)
