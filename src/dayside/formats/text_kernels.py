"""Kernels that write rows of numbers as text, compiled, without the interpreter lock.

`weave` turns a block of rows into CSV or JSON. A double is written with the fewest
digits that read back as the same double. Most measurements are short decimals: where
m / 10^8 with a whole m < 10^15 is the double exactly, its digits are those of m. All
others go through Schubfach (R. Giulietti, "The Schubfach way to render doubles", 2020).

Importing this module imports numba: do so inside the function that needs it.
"""

# mypy: allow-untyped-decorators
from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from dayside.kernels import inlined, kernel

DOUBLE_BYTES = 26
"""No double takes more (24 for -2.2250738585072014e-308)."""
INTEGER_BYTES = 20
"""No int64 takes more."""
DOUBLE, INTEGER, TEXT = range(3)
"""Kinds of cells in the program of `weave`."""
SLACK = 16
"""Bytes beyond the end that kernels may touch."""

_instruction: Any = intrinsic
_U = np.uint64
_POWER_MIN, _POWER_MAX = -292, 324
_POWERS = np.array([10**k for k in range(20)], np.uint64)
_SPECIALS = np.frombuffer(b"NaNInfinity-Infinity", np.uint8).copy()
_E8 = _U(100_000_000)
_ZEROS = _U(0x3030303030303030)
_POINT, _MINUS, _QUOTE = _U(46), _U(45), _U(34)


def _power_table() -> tuple[Any, Any]:
    """Return the upper 128 bits of 10^e, rounded up, as (high, low) words."""
    high, low = [], []
    for e in range(_POWER_MIN, _POWER_MAX + 1):
        shift = ((e * 1_741_647) >> 19) - 127
        top, bottom = (10**e, 1) if e >= 0 else (1, 10**-e)
        top, bottom = (top, bottom << shift) if shift >= 0 else (top << -shift, bottom)
        word = -(-top // bottom)
        high.append(word >> 64)
        low.append(word & (2**64 - 1))
    return np.array(high, np.uint64), np.array(low, np.uint64)


_HIGH, _LOW = _power_table()


@_instruction
def _high_product(_context: Any, _a: Any, _b: Any) -> Any:
    """Return the upper word of the product of two words."""

    def generate(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        wide = ir.IntType(128)
        product = builder.mul(builder.zext(args[0], wide), builder.zext(args[1], wide))
        return builder.trunc(builder.lshr(product, ir.Constant(wide, 64)), ir.IntType(64))

    return types.uint64(types.uint64, types.uint64), generate


@_instruction
def _load(_context: Any, _address: Any) -> Any:
    """Return the eight bytes at an address, aligned or not."""

    def generate(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        pointer = builder.inttoptr(args[0], ir.IntType(64).as_pointer())
        return builder.load(pointer, align=1, typ=ir.IntType(64))

    return types.uint64(types.int64), generate


@_instruction
def _store(_context: Any, _address: Any, _word: Any) -> Any:
    """Write eight bytes to an address, aligned or not."""

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        pointer = builder.inttoptr(args[0], ir.IntType(64).as_pointer())
        builder.store(args[1], pointer, align=1)
        return context.get_dummy_value()

    return types.void(types.int64, types.uint64), generate


@_instruction
def _store_byte(_context: Any, _address: Any, _word: Any) -> Any:
    """Write the lowest byte of a word to an address."""

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        pointer = builder.inttoptr(args[0], ir.IntType(8).as_pointer())
        builder.store(builder.trunc(args[1], ir.IntType(8)), pointer)
        return context.get_dummy_value()

    return types.void(types.int64, types.uint64), generate


@_instruction
def _as_double(_context: Any, _bits: Any) -> Any:
    """Return the double that has these bits."""

    def generate(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        return builder.bitcast(args[0], ir.DoubleType())

    return types.float64(types.uint64), generate


@_instruction
def _zeros_below(_context: Any, _word: Any) -> Any:
    """Return how many zero bits are below the lowest one."""

    def generate(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        return builder.cttz(args[0], ir.Constant(ir.IntType(1), 0))

    return types.uint64(types.uint64), generate


@_instruction
def _zeros_above(_context: Any, _word: Any) -> Any:
    """Return how many zero bits are above the highest one."""

    def generate(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        return builder.ctlz(args[0], ir.Constant(ir.IntType(1), 0))

    return types.uint64(types.uint64), generate


@inlined
def _round_to_odd(high: Any, low: Any, cp: Any) -> Any:
    x1 = _high_product(low, cp)
    y0 = high * cp
    y1 = _high_product(high, cp)
    total = y0 + x1
    if total < y0:
        y1 += _U(1)
    return y1 | _U(total > _U(1))


@kernel
def _shortest(bits: Any) -> Any:
    """Return (digits, exponent) of the shortest decimal of a finite positive double."""
    fraction = bits & _U(0x000FFFFFFFFFFFFF)
    biased = np.int64((bits >> _U(52)) & _U(0x7FF))
    if biased != 0:
        c = fraction | _U(0x0010000000000000)
        q = biased - 1075
        if 0 <= -q < 53 and (c & ((_U(1) << _U(-q)) - _U(1))) == _U(0):
            return c >> _U(-q), np.int64(0)
    else:
        c = fraction
        q = np.int64(-1074)
    odd = c & _U(1)
    closer = fraction == _U(0) and biased > 1
    k = (q * 1_262_611 - (524_031 if closer else 0)) >> 22
    h = _U(q + ((-k * 1_741_647) >> 19) + 1)
    high, low = _HIGH[-k - _POWER_MIN], _LOW[-k - _POWER_MIN]
    cb = c << _U(2)
    lower = _round_to_odd(high, low, (cb - _U(2) + _U(closer)) << h) + odd
    vb = _round_to_odd(high, low, cb << h)
    upper = _round_to_odd(high, low, (cb + _U(2)) << h) - odd
    s = vb >> _U(2)
    if s >= _U(10):
        sp = s // _U(10)
        down = lower <= _U(40) * sp
        up = _U(40) * sp + _U(40) <= upper
        if down != up:
            return sp + _U(up), k + 1
    down = lower <= _U(4) * s
    up = _U(4) * s + _U(4) <= upper
    if down != up:
        return s + _U(up), k
    middle = _U(4) * s + _U(2)
    return s + _U(vb > middle or (vb == middle and (s & _U(1)) != _U(0))), k


@kernel
def _count_digits(m: Any) -> Any:
    n = 1
    while n < 20 and m >= _POWERS[n]:
        n += 1
    return n


@inlined
def _eight_digits(m: Any) -> Any:
    """Return the digits of m < 10^8 as eight bytes of 0..9, the first one lowest."""
    high = m // _U(10_000)
    merged = high | ((m - high * _U(10_000)) << _U(32))
    top = ((merged * _U(10_486)) >> _U(20)) & _U(0x0000007F0000007F)
    hundreds = ((merged - _U(100) * top) << _U(16)) + top
    tens = ((hundreds * _U(103)) >> _U(10)) & _U(0x000F000F000F000F)
    return tens + ((hundreds - _U(10) * tens) << _U(8))


@inlined
def _put_short(at: Any, m: Any) -> Any:
    """Write m < 10^8 without zeros in front."""
    digits = _eight_digits(m)
    skip = min(_zeros_below(digits) >> _U(3), _U(7))
    _store(at, (digits | _ZEROS) >> (skip << _U(3)))
    return at + 8 - np.int64(skip)


@kernel
def _put_whole(at: Any, m: Any) -> Any:
    """Write any m without zeros in front."""
    if m < _E8:
        return _put_short(at, m)
    high = m // _E8
    at = _put_short(at, high) if high < _E8 else _put_whole_wide(at, high)
    _store(at, _eight_digits(m - high * _E8) | _ZEROS)
    return at + 8


@kernel
def _put_whole_wide(at: Any, m: Any) -> Any:
    high = m // _E8
    at = _put_short(at, high)
    _store(at, _eight_digits(m - high * _E8) | _ZEROS)
    return at + 8


@kernel
def _put_special(at: Any, first: Any, n: Any, quote: Any) -> Any:
    if quote:
        _store(at, _QUOTE)
        at += 1
    for i in range(first, first + n):
        _store(at, _U(_SPECIALS[i]))
        at += 1
    if quote:
        _store(at, _QUOTE)
        at += 1
    return at


@kernel
def _put_pointed(at: Any, m: Any, whole: Any) -> Any:
    """Write the digits of `m` with a point after the first `whole` of them."""
    end = _put_whole(at + 1, m)
    for i in range(at, at + whole):
        _store_byte(i, _load(i + 1))
    _store_byte(at + whole, _POINT)
    return end


@kernel
def _put_scaled(at: Any, m: Any, exponent: Any) -> Any:
    """Write m * 10^exponent, positional where that is short, scientific else."""
    n = _count_digits(m)
    point = n + exponent
    if 0 < point <= 17:
        if exponent < 0:
            return _put_pointed(at, m, point)
        at = _put_whole(at, m)
        while exponent > 0:
            _store(at, _ZEROS)
            at += min(exponent, 8)
            exponent -= 8
        _store(at, _POINT | (_U(48) << _U(8)))
        return at + 2
    if -4 <= point <= 0:
        _store(at, _ZEROS)
        _store_byte(at + 1, _POINT)
        return _put_whole(at + 2 - point, m)
    at = _put_short(at, m) if n == 1 else _put_pointed(at, m, 1)
    _store(at, _U(101) | (_U(45) << _U(8)))
    power = point - 1
    return _put_short(at + (2 if power < 0 else 1), _U(abs(power)))


@kernel
def _put_unusual(at: Any, x: Any, bits: Any, quote: Any) -> Any:
    """Write what is no short decimal: full digits, large, small or no number at all."""
    if x != x:
        return _put_special(at, 0, 3, quote)
    if x == np.inf:
        return _put_special(at, 3, 8, quote)
    if x == -np.inf:
        return _put_special(at, 11, 9, quote)
    if bits >> _U(63):
        _store(at, _MINUS)
        at += 1
    m, exponent = _shortest(bits & _U(0x7FFFFFFFFFFFFFFF))
    while m % _U(10) == _U(0):
        m //= _U(10)
        exponent += 1
    return _put_scaled(at, m, exponent)


@inlined
def _put_double(at: Any, x: Any, bits: Any, quote: Any) -> Any:
    size = abs(x)
    scaled = np.rint(size * 1e8)
    if not (scaled < 1e15 and scaled / 1e8 == size and (size >= 1e-4 or scaled == 0.0)):
        return _put_unusual(at, x, bits, quote)
    _store(at, _MINUS)
    at += np.int64(bits >> _U(63))
    whole = _U(np.int64(size))
    at = _put_short(at, whole)
    decimals = _eight_digits(_U(np.int64(scaled)) - whole * _E8)
    _store(at, _POINT)
    _store(at + 1, decimals | _ZEROS)
    return at + 1 + max(8 - np.int64(_zeros_above(decimals) >> _U(3)), 1)


@kernel
def _put_integer(at: Any, value: Any) -> Any:
    m = _U(value)
    if value < 0:
        _store(at, _MINUS)
        at += 1
        m = _U(0) - m
    return _put_whole(at, m)


@inlined
def _copy(at: Any, source: Any, length: Any) -> Any:
    """Copy bytes eight at a time, up to seven too many on both sides."""
    for i in range(0, length, 8):
        _store(at + i, _load(source + i))
    return at + length


@kernel
def weave(
    doubles: Any,
    integers: Any,
    text: Any,
    lengths: Any,
    program: Any,
    literals: Any,
    quote: Any,
    out: Any,
) -> Any:
    """Write all rows of a block as text and return how many bytes that took.

    All arrays are C-contiguous; `text`, `literals` and `out` end with `SLACK` bytes
    that mean nothing, because bytes move eight at a time.

    Parameters
    ----------
    doubles : ndarray of uint64, shape (row, a)
        The bits of the doubles.
    integers : ndarray of int64, shape (row, b)
    text : ndarray of uint8, shape (row, c)
        Text cells side by side.
    lengths : ndarray of int32, shape (row, d)
        Bytes used of each text cell of varying length.
    program : ndarray of int64, shape (cell, 5)
        Per cell of a row: end of its literal prefix in `literals`, kind, column, and for
        text where it begins and its index in `lengths`.
    literals : ndarray of uint8
        The prefixes of all cells, then what ends a row, then slack.
    quote : bool
        Whether NaN and Infinity stand in quotes, as JSON needs.
    out : ndarray of uint8
        Long enough.
    """
    begin = at = np.int64(out.ctypes.data)
    literal_base, text_base = np.int64(literals.ctypes.data), np.int64(text.ctypes.data)
    literal_end = literals.shape[0] - SLACK
    for row in range(text.shape[0]):
        literal = 0
        for cell in range(program.shape[0]):
            at = _copy(at, literal_base + literal, program[cell, 0] - literal)
            literal = program[cell, 0]
            kind, column = program[cell, 1], program[cell, 2]
            if kind == DOUBLE:
                bits = doubles[row, column]
                at = _put_double(at, _as_double(bits), bits, quote)
            elif kind == INTEGER:
                at = _put_integer(at, integers[row, column])
            else:
                first = text_base + row * text.shape[1] + program[cell, 3]
                at = _copy(at, first, np.int64(lengths[row, program[cell, 4]]))
        at = _copy(at, literal_base + literal, literal_end - literal)
    return at - begin
