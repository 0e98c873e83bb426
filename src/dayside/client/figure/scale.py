"""Value axes: how far they reach, their ticks, and how numbers are written at them.

The same as in the workspace (`web/src/engine/scale.ts`), so that a figure made here can
stand beside one made there.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from dayside.client.overview import Array
from dayside.model.dataset import Scale

Extent = tuple[float, float]
"""Lowest and highest value."""

_PIXELS_A_TICK = {"linear": 34, "log": 20}
_EDGE_SHARE = 0.02
_NARROW = 6
"""Below this ratio of its ends a logarithmic axis is ticked like a linear one."""
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_MINUS = "\u2212"


@dataclass(frozen=True, slots=True)
class Ticks:
    """Labelled ticks, and small ones between."""

    values: tuple[float, ...]
    labels: tuple[str, ...]
    minor: tuple[float, ...]


def extent_of(values: Array, scale: Scale) -> Extent | None:
    """Return the least and the greatest of `values` that the axis has a place for."""
    shown = values[np.isfinite(values) & ((values > 0) if scale == "log" else True)]
    return (float(shown.min()), float(shown.max())) if shown.size else None


def chosen_extent(limits: Extent | None, found: Extent | None, scale: Scale) -> Extent:
    """Return what a person chose, where the axis can show it, else `found`, widened."""
    if limits is not None and (scale == "linear" or limits[0] > 0):
        return limits
    if found is None:
        return (1.0, 10.0) if scale == "log" else (0.0, 1.0)
    return _nice_log(*found) if scale == "log" else _nice_linear(*found)


def _nice_linear(low: float, high: float) -> Extent:
    """Widen to multiples of a nice step; zero is an edge that means something."""
    if high <= low:
        margin = abs(low) * 0.1 or 1.0
        return _nice_linear(low - margin, low + margin)
    step = _nice_step((high - low) / 8)
    margin = (high - low) * _EDGE_SHARE
    bottom = max(0.0, low - margin) if low >= 0 else low - margin
    top = min(0.0, high + margin) if high <= 0 else high + margin
    return math.floor(bottom / step) * step, math.ceil(top / step) * step


def _nice_log(low: float, high: float) -> Extent:
    bottom = 10 ** (math.floor(math.log10(low) * 4) / 4)
    top = 10 ** (math.ceil(math.log10(high) * 4) / 4)
    return (bottom, top) if top > bottom else (bottom / 2, bottom * 2)


def _nice_step(step: float) -> float:
    """Return 1, 2 or 5 times a power of ten, not below `step`."""
    power = 10.0 ** math.floor(math.log10(step))
    return next((f * power for f in (1, 2, 5) if f * power >= step * (1 - 1e-9)), 10 * power)


def ticks(extent: Extent, scale: Scale, height: float) -> Ticks:
    """Return the ticks of an axis so many pixels high.

    Examples
    --------
    >>> ticks((-150.0, 200.0), "linear", 128).labels
    ('0', '200')
    >>> ticks((0.3, 20.0), "log", 128).labels
    ('1', '10')
    """
    count = max(2, int(height // _PIXELS_A_TICK[scale]))
    return _log_ticks(*extent, count) if scale == "log" else _linear_ticks(*extent, count)


def _linear_ticks(low: float, high: float, count: int) -> Ticks:
    step = _nice_step((high - low) / count)
    parts = 4 if round(step / 10 ** math.floor(math.log10(step) + 1e-9)) == 2 else 5
    values = _multiples(low, high, step)
    minor = [v for v in _multiples(low, high, step / parts) if not _is_multiple(v, step)]
    return Ticks(tuple(values), tuple(_label(v, step) for v in values), tuple(minor))


def _multiples(low: float, high: float, step: float) -> list[float]:
    first, last = math.ceil(low / step - 1e-6), math.floor(high / step + 1e-6)
    return [i * step for i in range(first, last + 1)]


def _is_multiple(value: float, step: float) -> bool:
    return abs(value / step - round(value / step)) < 1e-6


def _log_ticks(low: float, high: float, count: int) -> Ticks:
    first = math.ceil(math.log10(low) - 1e-9)
    last = math.floor(math.log10(high) + 1e-9)
    if last <= first:
        # Not two powers of ten in view: what stands between them is named, evenly.
        return _narrow_ticks(low, high, count)
    every = max(1, math.ceil((last - first + 1) / count))
    # Even steps from a multiple, but from the first where that would leave one label alone.
    beyond = math.ceil(first / every) * every
    start = beyond if beyond + every <= last else first
    powers = range(first, last + 1)
    major = [e for e in powers if (e - start) % every == 0]
    minor = [10.0**e for e in powers if e not in major]
    if every == 1:
        minor += [v for v, k in _steps(first - 1, last) if k > 1 and low <= v <= high]
    return Ticks(tuple(10.0**e for e in major), tuple(map(_power, major)), tuple(minor))


def _narrow_ticks(low: float, high: float, count: int) -> Ticks:
    """Return ticks of a logarithmic axis over less than two powers of ten."""
    if high / low < _NARROW:
        return _linear_ticks(low, high, count + 1)
    first = math.floor(math.log10(low))
    inside = [(v, k) for v, k in _steps(first, first + 2) if low <= v <= high]
    named = [(v, k) for v, k in inside if k in (1, 2, 5)]
    labels = (_power(round(math.log10(v))) if k == 1 else number_text(v, 1) for v, k in named)
    minor = (v for v, k in inside if k not in (1, 2, 5))
    return Ticks(tuple(v for v, _ in named), tuple(labels), tuple(minor))


def _steps(first: int, last: int) -> list[tuple[float, int]]:
    """Return 1 to 9 times each power of ten, with its first digit."""
    return [(k * 10.0**e, k) for e in range(first, last + 1) for k in range(1, 10)]


def _power(exponent: int) -> str:
    return f"{10.0**exponent:g}" if -2 <= exponent <= 3 else f"10{_raised(exponent)}"


def _label(value: float, step: float) -> str:
    if abs(value) < step / 1e6:
        return "0"
    size, sign = abs(value), _MINUS if value < 0 else ""
    digit = math.floor(math.log10(step) + 1e-9)
    if size >= 1e5 or step < 1e-4:
        power = math.floor(math.log10(size) + 1e-9)
        return f"{sign}{size / 10.0**power:.{max(0, power - digit)}f}×10{_raised(power)}"
    return f"{sign}{size:.{max(0, -digit)}f}"


def number_text(value: float, digits: int = 4) -> str:
    """Return a number in so many significant digits, a dash where there is none.

    Examples
    --------
    >>> number_text(-2758.2), number_text(2.5e-9), number_text(float("nan"))
    ('−2758', '2.500×10⁻⁹', '—')
    """
    if math.isnan(value):
        return "—"
    if value == 0:
        return "0"
    size, sign = abs(value), _MINUS if value < 0 else ""
    if size >= 1e5 or size < 1e-3:
        mantissa, _, power = f"{size:.{digits - 1}e}".partition("e")
        return f"{sign}{mantissa}×10{_raised(int(power))}"
    return f"{sign}{size:.{max(0, digits - 1 - math.floor(math.log10(size)))}f}"


def _raised(number: int) -> str:
    return str(number).translate(_RAISED)
