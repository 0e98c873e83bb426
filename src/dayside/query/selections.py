"""Parts of a parameter: components by name or number, bins by number or by quantity."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from dayside.model import Bins
from dayside.model.errors import BadFormula, nearest
from dayside.model.series import Values
from dayside.query import units
from dayside.query.kinds import Kind
from dayside.query.sampling import Sampling
from dayside.query.terms import Call, Constant, Term

Moving = Callable[[str], Term]
"""Given the name of a parameter of the same dataset, returns it."""


def names_of(kind: Kind) -> list[str]:
    """Return the names by which components can be asked for."""
    if len(kind.shape) != 1:
        return []
    by_number = list("xyz")[: kind.shape[0]] if kind.is_vector else []
    return [*dict.fromkeys([*kind.components, *by_number, *kind.labels])]


def component(term: Term, name: str, said: str) -> Term:
    """Return a component by its name: ``B.x``, or its label in the file.

    Raises
    ------
    BadFormula
        If there is no such component.
    """
    kind = term.kind
    for names in (kind.components, kind.labels, tuple("xyz") if kind.is_vector else ()):
        if len(kind.shape) == 1 and name in names[: kind.shape[0]]:
            return item(term, names.index(name), said)
    known = names_of(kind)
    has = f"it has {', '.join(known)}" if known else f"it is {kind.told()}"
    raise BadFormula(f"{term.said} has no component {name}; {has}." + nearest(name, known))


def item(term: Term, number: int, said: str, axis: int = 0) -> Term:
    """Return one entry along a dimension, counted from 0 (from the end where negative)."""
    shape = term.kind.shape
    length = _length(term, axis)
    if not -length <= number < length:
        raise BadFormula(f"{said}: {term.said} has the entries 0 to {length - 1}.")
    kind = _without(term.kind, axis)
    if term.kind.components or axis < len(shape):
        kind = replace(kind, components=(), labels=())
    return _call("item", term, (number, axis), kind, said, lambda v: v.take(number, axis + 1))


def numbers(term: Term, rows: slice, said: str, axis: int = 0) -> Term:
    """Return a range of entries along a dimension, by number."""
    begin, end, _ = rows.indices(_length(term, axis))
    if begin >= end:
        raise BadFormula(f"{said}: there is nothing in that range.")
    kind = _ranged(term.kind, begin, end, axis)
    cut = (slice(None),) * (axis + 1) + (slice(begin, end),)
    return _call("range", term, (begin, end, axis), kind, said, lambda v: v[cut])


def quantities(
    term: Term,
    low: Constant | None,
    high: Constant | None,
    moving: Moving,
    sampling: Sampling,
    said: str,
    axis: int = 0,
) -> Term:
    """Return the bins whose centres lie in ``[low, high)``.

    Where centres change with time, as many bins are returned as there are, with gaps where a
    centre is outside.

    Raises
    ------
    BadFormula
        If the dimension has no bins, or they are in another unit.
    """
    bins = term.kind.bins[axis] if axis < len(term.kind.bins) else None
    if bins is None:
        raise BadFormula(f"{said}: {term.said} has no energies or other quantities to choose by.")
    ends = [_end(bins, end, said) for end in (low, high)]
    least, most = (e if e is not None else d for e, d in zip(ends, (-np.inf, np.inf), strict=True))
    if bins.parameter is not None:
        (values, centers), at = sampling.met(term, moving(bins.parameter))

        def kept(v: Values, c: Values) -> Values:
            c = c if c.ndim == v.ndim else c.reshape(len(c), *_around(v.ndim - 1, axis))
            return np.where((c >= least) & (c < most), v, np.nan)

        return Call(
            "between", (values, centers), (least, most, axis), term.kind, at, said,
            lambda _, two: kept(*two),
        )  # fmt: skip
    inside = np.flatnonzero((_centers(bins, said) >= least) & (_centers(bins, said) < most))
    if not len(inside):
        raise BadFormula(f"{said}: no bin of {term.said} has its centre there.")
    return numbers(term, slice(int(inside[0]), int(inside[-1]) + 1), said, axis)


def _centers(bins: Bins, said: str) -> Values:
    if bins.centers is not None:
        return np.asarray(bins.centers)
    if bins.ranges is not None:
        return np.asarray(np.mean(bins.ranges, axis=1))
    raise BadFormula(f"{said}: the bins have names, not numbers.")


def _end(bins: Bins, end: Constant | None, said: str) -> float | None:
    if end is None:
        return None
    own = units.unit_of(bins.units)
    scale = units.factor(end.kind.unit, own)
    if scale is None or isinstance(end.value, str):
        raise BadFormula(
            f"{said}: {bins.name or 'the bins'} are {units.told(own)}, not "
            f"{units.told(end.kind.unit)}."
        )
    return end.value * scale


def _around(rank: int, axis: int) -> list[int]:
    return [-1 if i == axis else 1 for i in range(rank)]


def _length(term: Term, axis: int) -> int:
    if axis >= len(term.kind.shape):
        raise BadFormula(f"{term.said} is {term.kind.told()}; there is nothing to choose in it.")
    return term.kind.shape[axis]


def _without(kind: Kind, axis: int) -> Kind:
    shape = kind.shape[:axis] + kind.shape[axis + 1 :]
    return replace(kind, shape=shape, bins=kind.bins[:axis] + kind.bins[axis + 1 :])


def _ranged(kind: Kind, begin: int, end: int, axis: int) -> Kind:
    shape = (*kind.shape[:axis], end - begin, *kind.shape[axis + 1 :])
    bins = tuple(
        _cut(b, begin, end) if i == axis and b is not None else b for i, b in enumerate(kind.bins)
    )
    return replace(kind, shape=shape, bins=bins, labels=kind.labels[begin:end], components=())


def _cut(bins: Bins, begin: int, end: int) -> Bins:
    return replace(
        bins,
        centers=bins.centers and bins.centers[begin:end],
        ranges=bins.ranges and bins.ranges[begin:end],
        labels=bins.labels and bins.labels[begin:end],
        parameter=None if bins.centers else bins.parameter,
    )


def _call(
    name: str,
    term: Term,
    options: tuple[object, ...],
    kind: Kind,
    said: str,
    run: Callable[[Values], Values],
) -> Term:
    return Call(name, (term,), options, kind, term.axis, said, lambda _, one: run(one[0]))
