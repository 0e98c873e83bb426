"""Terms: the parts of a checked formula, each able to say what it needs and to compute.

A tree of terms is the plan of its own evaluation. For the samples with
``start <= time < stop`` a term asks its inputs for theirs, over as much more time as its
windows reach; what it returns never depends on how a longer interval was cut.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from dayside.model.series import Values
from dayside.model.time import Ticks
from dayside.query.axes import ANY, Axis
from dayside.query.kinds import Kind
from dayside.science.series import resample

FALSE, UNKNOWN, TRUE = 0, 1, 2
"""Truth, as int8: ``and`` is the smaller, ``or`` the larger, ``not`` is 2 minus it."""

_NO_TIME = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """Values of a term.

    Attributes
    ----------
    time : ndarray of int64, shape (n,)
        TT2000; empty for a constant.
    values : ndarray, shape (n, *shape)
        float64 with NaN for gaps, int8 for truth, texts; of shape `shape` for a constant.
    """

    time: Ticks
    values: Values


@dataclass(frozen=True, slots=True)
class Need:
    """What a term asks of another for an interval."""

    term: Term
    start: int
    stop: int


class Term(Protocol):
    """A part of a checked formula.

    Attributes
    ----------
    kind : Kind
    axis : Axis or None
        None for constants.
    said : str
        As the formula writes it.
    """

    @property
    def kind(self) -> Kind:
        """What it is."""

    @property
    def axis(self) -> Axis | None:
        """Its times."""

    @property
    def said(self) -> str:
        """How it is written."""


class Computed(Term, Protocol):
    """A term that is made of others."""

    def needs(self, start: int, stop: int) -> Sequence[Need]:
        """Return what must be known for the samples with ``start <= time < stop``."""

    def compute(self, inputs: Sequence[Samples]) -> Samples:
        """Return samples from those of `needs`: all that were asked for, perhaps more."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, text or truth that does not change.

    Attributes
    ----------
    value : float or str
        In the unit of `kind`; truth as it is encoded.
    """

    value: float | str
    kind: Kind
    said: str = field(compare=False)

    @property
    def axis(self) -> None:
        """None: it is the same at all times."""
        return

    def samples(self) -> Samples:
        """Return the value, which has no time."""
        dtype = np.int8 if self.kind.what == "truth" else None
        return Samples(_NO_TIME, np.asarray(self.value, dtype))


@dataclass(frozen=True, slots=True)
class Column:
    """A parameter of a dataset as it is stored; who evaluates reads it.

    Attributes
    ----------
    dataset, parameter : str
        Id and name.
    """

    dataset: str
    parameter: str
    kind: Kind
    axis: Axis
    said: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class Times:
    """The times of an axis, without any value.

    Attributes
    ----------
    axis : Axis
    """

    axis: Axis
    kind: Kind = field(default_factory=Kind)
    said: str = field(default="", compare=False)


Kernel = Callable[[Ticks, Sequence[Values]], Values]
"""Given the times and the values of all arguments (constants without a time dimension),
returns as many values as times."""


@dataclass(frozen=True, slots=True)
class Call:
    """A function of terms that share one time axis.

    Attributes
    ----------
    function : str
        Name.
    args : tuple of Term
    options : tuple
        What else tells this call from another of the same function: windows, units.
    kind : Kind
    axis : Axis or None
        None where all arguments are constant.
    kernel : Kernel
    before_ns, after_ns : int
        How far around a sample it looks.
    """

    function: str
    args: tuple[Term, ...]
    options: tuple[object, ...]
    kind: Kind
    axis: Axis | None
    said: str = field(compare=False)
    kernel: Kernel = field(compare=False, repr=False)
    before_ns: int = 0
    after_ns: int = 0

    def needs(self, start: int, stop: int) -> Sequence[Need]:
        """Return the arguments, over as much time as the function looks at."""
        return [Need(a, start - self.before_ns, stop + self.after_ns) for a in self.args]

    def compute(self, inputs: Sequence[Samples]) -> Samples:
        """Return the function's values."""
        times = next((i.time for i, a in zip(inputs, self.args, strict=True) if a.axis), _NO_TIME)
        values = self.kernel(times, [i.values for i in inputs])
        return Samples(times, values)


@dataclass(frozen=True, slots=True)
class OfTime:
    """What is known at any time, such as whether it lies within events.

    Attributes
    ----------
    function, options, kind, said
        As of `Call`.
    axis : Axis
        The times at which it is asked.
    kernel : callable
        Given times (TT2000), returns as many values.
    """

    function: str
    options: tuple[object, ...]
    kind: Kind
    said: str = field(compare=False)
    kernel: Callable[[Ticks], Values] = field(compare=False, repr=False)
    axis: Axis = ANY

    def needs(self, start: int, stop: int) -> Sequence[Need]:
        """Return the times of the axis."""
        return [Need(Times(self.axis), start, stop)]

    def compute(self, inputs: Sequence[Samples]) -> Samples:
        """Return the values at these times."""
        return Samples(inputs[0].time, self.kernel(inputs[0].time))


GridKernel = Callable[[Ticks, Sequence[Values], Ticks], Values]
"""As `Kernel`, and the times of the grid, for each of which it returns a value."""


@dataclass(frozen=True, slots=True)
class Binned:
    """A function whose values stand on a grid of their own, such as a mean in bins.

    Attributes
    ----------
    function, args, options, kind, said
        As of `Call`.
    axis : Axis
        The grid.
    kernel : GridKernel
    before_ns, after_ns : int
        How far around a time of the grid it looks.
    """

    function: str
    args: tuple[Term, ...]
    options: tuple[object, ...]
    kind: Kind
    axis: Axis
    said: str = field(compare=False)
    kernel: GridKernel = field(compare=False, repr=False)
    before_ns: int = 0
    after_ns: int = 0

    def needs(self, start: int, stop: int) -> Sequence[Need]:
        """Return the grid, and the arguments over as much time as is looked at."""
        around = [Need(a, start - self.before_ns, stop + self.after_ns) for a in self.args]
        return [Need(Times(self.axis), start, stop), *around]

    def compute(self, inputs: Sequence[Samples]) -> Samples:
        """Return the function's values on the grid."""
        grid, *args = inputs
        times = next(i.time for i, a in zip(args, self.args, strict=True) if a.axis)
        return Samples(grid.time, self.kernel(times, [a.values for a in args], grid.time))


@dataclass(frozen=True, slots=True)
class Shifted:
    """A term moved in time."""

    term: Term
    by_ns: int
    axis: Axis
    said: str = field(compare=False)

    @property
    def kind(self) -> Kind:
        """That of the term."""
        return self.term.kind

    def needs(self, start: int, stop: int) -> Sequence[Need]:
        """Return the term, as much earlier as it is moved later."""
        return [Need(self.term, start - self.by_ns, stop - self.by_ns)]

    def compute(self, inputs: Sequence[Samples]) -> Samples:
        """Return the same values at other times."""
        return Samples(inputs[0].time + self.by_ns, inputs[0].values)


@dataclass(frozen=True, slots=True)
class Resampled:
    """A term brought to another time axis.

    Attributes
    ----------
    term : Term
    axis : Axis
        The one it is brought to.
    how : {"interpolated", "averaged", "nearest"}
    reach_ns : int
        Interpolated: the longest step between two samples that a value is put into.
        Averaged: half the cell around a time. Nearest: how far a sample may be.
    """

    term: Term
    axis: Axis
    how: str
    reach_ns: int

    @property
    def kind(self) -> Kind:
        """That of the term."""
        return self.term.kind

    @property
    def said(self) -> str:
        """That of the term."""
        return self.term.said

    def needs(self, start: int, stop: int) -> Sequence[Need]:
        """Return the times wanted, and the term around them."""
        around = Need(self.term, start - self.reach_ns, stop + self.reach_ns + 1)
        return [Need(Times(self.axis), start, stop), around]

    def compute(self, inputs: Sequence[Samples]) -> Samples:
        """Return the term's values at the times of the axis."""
        at, found = inputs
        if self.how == "interpolated":
            values = resample.interpolate(found.time, found.values, at.time, self.reach_ns)
        elif self.how == "averaged":
            values = resample.average(found.time, found.values, at.time, self.reach_ns)
        else:
            values = resample.nearest(found.time, found.values, at.time, self.reach_ns, fill(self))
        return Samples(at.time, values)


def fill(term: Term) -> Any:
    """Return what stands where a term has no value."""
    return {"number": np.nan, "truth": np.int8(UNKNOWN), "text": ""}[term.kind.what]
