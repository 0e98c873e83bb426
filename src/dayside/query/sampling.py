"""The sampling rule: how terms with different time axes are brought to one.

What is finer is averaged over the cells of the coarser axis, what is coarser is linearly
interpolated, never across a step longer than `Sampling.max_gap` times its own cadence. Truth
is never interpolated: the numbers that are compared are brought to the other axis before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from dayside.model.errors import BadFormula
from dayside.query.axes import ANY, Axis, GridAxis
from dayside.query.language.durations import duration_ns
from dayside.query.terms import Call, OfTime, Resampled, Term

MAX_GAP = 5.0
"""Cadences between two samples beyond which nothing is known between them."""


@dataclass(frozen=True, slots=True)
class Sampling:
    """What is done where time axes differ.

    Attributes
    ----------
    to : {"finest", "coarsest"} or int
        The axis of the finest or coarsest operand, or the step of a grid, ns.
    max_gap : float
        In cadences of the term interpolated.
    """

    to: Literal["finest", "coarsest"] | int = "finest"
    max_gap: float = MAX_GAP

    def __post_init__(self) -> None:
        if not 1 <= self.max_gap <= 1e6:
            raise BadFormula(f"max_gap is from 1 to 1e6 cadences, not {self.max_gap:g}.")

    def met(self, *terms: Term) -> tuple[list[Term], Axis | None]:
        """Return terms on one time axis, and that axis; None if all are constant."""
        axes = {t.axis for t in terms if t.axis is not None}
        if not axes:
            return list(terms), None
        real = axes - {ANY}
        axis = self._chosen(real, terms) if len(real) > 1 else next(iter(real), ANY)
        return [self.brought(t, axis) for t in terms], axis

    def finished(self, term: Term) -> Term:
        """Return a whole formula on the grid, if a step was asked for."""
        return self.brought(term, GridAxis(self.to)) if isinstance(self.to, int) else term

    def brought(self, term: Term, axis: Axis) -> Term:
        """Return a term on another time axis."""
        if term.axis is None or term.axis == axis:
            return term
        if term.axis == ANY:
            return _asked_at(term, axis)
        if term.kind.what == "truth" and isinstance(term, Call) and not term.before_ns:
            args = tuple(self.brought(a, axis) for a in term.args)
            return replace(term, args=args, axis=axis)
        return self._resampled(term, axis)

    def _chosen(self, axes: set[Axis], terms: Sequence[Term]) -> Axis:
        if isinstance(self.to, int):
            return GridAxis(self.to)
        sign = 1 if self.to == "finest" else -1

        def rank(axis: Axis) -> tuple[int, bool]:
            # Of two as fine, the one that was not moved; else the one named first.
            return sign * cadence_of(axis), getattr(axis, "shift_ns", 0) != 0

        return min((t.axis for t in terms if t.axis is not None and t.axis in axes), key=rank)

    def _resampled(self, term: Term, axis: Axis) -> Term:
        own, wanted = cadence_of(term.axis), cadence_of(axis)
        if term.kind.stepped or term.kind.what != "number":
            return Resampled(term, axis, "nearest", max(own, wanted) // 2)
        if wanted > own:
            return Resampled(term, axis, "averaged", wanted // 2)
        return Resampled(term, axis, "interpolated", round(self.max_gap * own))


def cadence_of(axis: Axis | None) -> int:
    """Return the cadence of an axis, ns.

    Raises
    ------
    BadFormula
        If it is not known.
    """
    if axis is None or axis.cadence_ns is None:
        told = axis.told() if axis is not None else "a constant"
        raise BadFormula(f"The cadence of {told} is not known, so nothing can be brought to it.")
    return axis.cadence_ns


def _asked_at(term: Term, axis: Axis) -> Term:
    """Return what is known at any time, asked at the times of an axis."""
    if isinstance(term, OfTime):
        return replace(term, axis=axis)
    if isinstance(term, Call):
        args = tuple(_asked_at(a, axis) if a.axis == ANY else a for a in term.args)
        return replace(term, args=args, axis=axis)
    raise BadFormula(f"{term.said} needs a time axis: give a step.")


def sampling_of(step: str, max_gap: float) -> Sampling:
    """Return the sampling rule of a step: a length of time, ``coarsest``, or empty for finest."""
    if step in ("", "finest"):
        return Sampling("finest", max_gap)
    if step == "coarsest":
        return Sampling("coarsest", max_gap)
    return Sampling(duration_ns(step), max_gap)
