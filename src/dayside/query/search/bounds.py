"""Bounds: what a term can be in cells of time, told from the levels of what it reads.

Interval arithmetic: for each cell the least and greatest value any sample of it can have, and
whether one may be a gap. Truth is bounded alike: false (0) < unknown (1) < true (2), and
``and``, ``or``, ``not`` never turn that order about unevenly. Bounds may be too wide, which
costs reading; they are never too narrow. What is not known here is bounded by nothing.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.model.series import Values
from dayside.query.kinds import Kind
from dayside.query.terms import FALSE, TRUE, UNKNOWN, Call, Constant

# Sums and interpolations round; what is smaller than that is no difference.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Bounds:
    """What the samples in cells can be.

    Attributes
    ----------
    low, high : ndarray of float64, shape (cells, *shape), or shape of a constant
        The other way round (inf, -inf) where a cell has no value.
    gappy : ndarray of bool, of the same shape
        Whether a sample may be a gap.
    """

    low: Values
    high: Values
    gappy: NDArray[np.bool_]

    def widened(self) -> Bounds:
        """Return bounds that hold however sums are rounded."""
        size = np.maximum(np.abs(self.low), np.abs(self.high)) * _ROUNDING
        size = np.where(np.isfinite(size), size, 0)
        return Bounds(self.low - size, self.high + size, self.gappy)

    def spread(self, before: int, after: int) -> Bounds:
        """Return what can be within so many cells before and after each."""
        return Bounds(
            _sliding(self.low, before, after, np.min),
            _sliding(self.high, before, after, np.max),
            _sliding(self.gappy, before, after, np.any),
        )


def nothing_known(cells: int, kind: Kind) -> Bounds:
    """Return the bounds of what can be anything."""
    shape = (cells, *kind.shape)
    low, high = (FALSE, TRUE) if kind.what == "truth" else (-np.inf, np.inf)
    gappy = np.full(shape, kind.what != "truth")
    return Bounds(np.full(shape, low, float), np.full(shape, high, float), gappy)


def of_constant(term: Constant) -> Bounds:
    """Return the bounds of what does not change."""
    value = np.asarray(term.value, np.float64)
    return Bounds(value, value, np.isnan(value))


def of_call(call: Call, args: Sequence[Bounds], cells: int) -> Bounds:
    """Return the bounds of a function, given those of its arguments within its reach."""
    rule = _RULES.get(call.function)
    if rule is None or call.kind.what == "text":
        return nothing_known(cells, call.kind)
    with np.errstate(all="ignore"):
        found = rule(call, args)
    if call.kind.what == "truth":
        return found
    # What overflows, or is infinity minus infinity, is anything.
    return replace(
        found,
        low=np.where(np.isnan(found.low), -np.inf, found.low),
        high=np.where(np.isnan(found.high), np.inf, found.high),
    )


def _corners(call: Call, args: Sequence[Bounds]) -> tuple[Values, Values]:
    """Return the least and greatest value at the corners of all arguments.

    They are the extremes wherever a function rises or falls with each argument alone; the
    function itself is asked, so that it rounds alike.
    """
    none = np.empty(0, np.int64)
    found = [
        call.kernel(none, ends) for ends in itertools.product(*((a.low, a.high) for a in args))
    ]
    wrong = np.any([np.isnan(f) for f in found], axis=0)
    low, high = np.min(found, axis=0), np.max(found, axis=0)
    return np.where(wrong, np.nan, low), np.where(wrong, np.nan, high)


def _any_gap(args: Sequence[Bounds], shape: tuple[int, ...]) -> NDArray[np.bool_]:
    rank = len(shape)
    found: NDArray[np.bool_] = np.zeros(shape, np.bool_)
    for a in args:
        gappy = a.gappy
        if gappy.ndim:
            gappy = gappy.reshape(gappy.shape + (1,) * (rank - gappy.ndim))
        found = found | gappy
    return found


def _monotone(call: Call, args: Sequence[Bounds]) -> Bounds:
    low, high = _corners(call, args)
    gappy = _any_gap(args, low.shape) | np.isnan(low)
    return Bounds(low, high, gappy)


def _rising(call: Call, args: Sequence[Bounds]) -> Bounds:
    found = _monotone(call, args).widened()
    # Outside of where it is defined the function has no value.
    return Bounds(found.low, found.high, found.gappy | np.isnan(found.low))


def _compared(call: Call, args: Sequence[Bounds]) -> Bounds:
    low, high = (v.astype(np.float64) for v in _corners(call, args))
    gappy = _any_gap(args, low.shape)
    return Bounds(
        np.where(gappy, np.minimum(low, UNKNOWN), low),
        np.where(gappy, np.maximum(high, UNKNOWN), high),
        np.zeros(low.shape, np.bool_),
    )


def _negated(_: Call, args: Sequence[Bounds]) -> Bounds:
    (x,) = args
    return Bounds(TRUE - x.high, TRUE - x.low, x.gappy)


def _joined(call: Call, args: Sequence[Bounds]) -> Bounds:
    """Bound ``and`` and ``or`` of any number of conditions: the corners would be too many."""
    pick = np.minimum if call.function == "and" else np.maximum
    low = functools.reduce(pick, (a.low for a in args))
    high = functools.reduce(pick, (a.high for a in args))
    return Bounds(low, high, np.zeros(np.shape(low), np.bool_))


def _divided(call: Call, args: Sequence[Bounds]) -> Bounds:
    found = _monotone(call, args)
    over = args[1]
    zero = np.asarray((over.low <= 0) & (over.high >= 0), np.bool_)
    zero = zero.reshape(zero.shape + (1,) * (found.low.ndim - zero.ndim)) if zero.ndim else zero
    return Bounds(
        np.where(zero, -np.inf, found.low),
        np.where(zero, np.inf, found.high),
        np.asarray(found.gappy | zero, np.bool_),
    )


def _magnitude(_: Call, args: Sequence[Bounds]) -> Bounds:
    (x,) = args
    high = np.maximum(np.abs(x.low), np.abs(x.high))
    low = np.where((x.low <= 0) & (x.high >= 0), 0.0, np.minimum(np.abs(x.low), np.abs(x.high)))
    return Bounds(low, high, x.gappy)


def _length(call: Call, args: Sequence[Bounds]) -> Bounds:
    parts = _magnitude(call, args)
    low, high = (np.sqrt((v * v).sum(axis=1)) for v in (parts.low, parts.high))
    return Bounds(low, high, np.asarray(parts.gappy.any(axis=1), np.bool_)).widened()


def _selected(call: Call, args: Sequence[Bounds]) -> Bounds:
    none = np.empty(0, np.int64)
    (x,) = args
    return Bounds(*(call.kernel(none, [v]) for v in (x.low, x.high, x.gappy)))


def _between_extremes(_: Call, args: Sequence[Bounds]) -> Bounds:
    return args[0].widened()


_RULES: Mapping[str, Callable[[Call, Sequence[Bounds]], Bounds]] = {
    **dict.fromkeys(("+", "-", "*", "neg", "least", "greatest", "to_unit", "as_unit"), _monotone),
    **dict.fromkeys(("sqrt", "exp", "log", "ln", "log10"), _rising),
    **dict.fromkeys(("<", "<=", ">", ">="), _compared),
    **dict.fromkeys(("and", "or"), _joined),
    **dict.fromkeys(("item", "range"), _selected),
    **dict.fromkeys(("mean", "median", "min", "max"), _between_extremes),
    "not": _negated,
    "/": _divided,
    "abs": _magnitude,
    "norm": _length,
}


def _sliding(values: NDArray[Any], before: int, after: int, reduce: Callable[..., Any]) -> Any:
    if not before and not after:
        return values
    ends = [(before, after), *[(0, 0)] * (values.ndim - 1)]
    padded = np.pad(values, ends, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, before + after + 1, axis=0)
    return reduce(windows, axis=-1)
