"""What the declaration of a function is given: its arguments, and how its term is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, ParamSpec, Protocol

import numpy as np

from dayside.model.errors import BadFormula, nearest
from dayside.model.formula import SavedFormula
from dayside.model.series import Values
from dayside.model.time import NS, Ticks
from dayside.model.wording import duration
from dayside.query import units
from dayside.query.axes import Axis, GridAxis
from dayside.query.kinds import Kind
from dayside.query.language.constants import quantity
from dayside.query.language.durations import bounded, duration_ns, signed_ns
from dayside.query.operators import Pointwise, common_shape, need_numbers, pointwise
from dayside.query.sampling import Sampling, cadence_of
from dayside.query.terms import Binned, Call, Constant, GridKernel, Kernel, Term

if TYPE_CHECKING:
    from dayside.model import Dataset
    from dayside.model.frame import Frame
    from dayside.query.functions.declare import Function
    from dayside.science.frames import Ephemeris

_P = ParamSpec("_P")

MOST_SAMPLES = 10_000_000
"""Most samples a window may look at."""

LOWEST_HZ, HIGHEST_HZ = 1e-12, 1e12
"""Frequencies that can be worked with."""

MOST_WEIGHED = 10_000
"""Most samples of a window that is gone through anew for every sample."""

FINEST_GRID = 1_000
"""Most times of a grid in one cadence of what is put on it."""


class Listed(NamedTuple):
    """What a formula has to know of an event list.

    Attributes
    ----------
    start, stop : ndarray of int64
        TT2000.
    state : str
        Changes with every change of the list.
    private : bool
        Whether it is not for all: then neither is what is made of it.
    """

    start: Ticks
    stop: Ticks
    state: str = ""
    private: bool = False


class Kernels(Protocol):
    """Frames and ephemerides, as far as whoever asks may see their kernels.

    Attributes
    ----------
    ephemeris : Ephemeris
    state : str
        Changes with the kernels.
    """

    ephemeris: Ephemeris
    state: str

    def frame(self, name: str, body: str | None) -> Frame:
        """Return the frame of a name; raise `NotFound` or `BadRequest`."""
        ...


class World(Protocol):
    """What a formula may name, as far as whoever asks may see it."""

    def dataset(self, dataset_id: str) -> Dataset:
        """Return a dataset; raise `UnknownDataset` if there is none."""
        ...

    def events(self, name: str) -> Listed:
        """Return an event list; raise `NotFound` if there is none."""
        ...

    def formula(self, dataset_id: str) -> SavedFormula | None:
        """Return the saved formula of an id; None if it is not one's."""
        ...

    def kernels(self) -> Kernels:
        """Return frames and ephemerides; raise `NotFound` where nothing keeps kernels."""
        ...


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of one call, by the names of the function's declaration.

    Attributes
    ----------
    function : Function
    said : str
        The call as the formula writes it.
    given : mapping of str to Term
    sampling : Sampling
    world : World
    """

    function: Function
    said: str
    given: Mapping[str, Term]
    sampling: Sampling
    world: World

    def has(self, name: str) -> bool:
        """Tell whether an argument was given."""
        return name in self.given

    def number(self, name: str) -> Term:
        """Return an argument that is a number at every time, or a constant one."""
        need_numbers(self.given[name], said=self.said)
        return self.given[name]

    def scalar(self, name: str) -> Term:
        """Return an argument of one number a sample."""
        term = self.number(name)
        if term.kind.shape:
            raise self.wrong(name, "one number a sample")
        return term

    def vector(self, name: str, *, of: int | None = None) -> Term:
        """Return an argument that is a vector in Cartesian components."""
        term = self.number(name)
        if not term.kind.is_vector or (of is not None and term.kind.shape != (of,)):
            raise self.wrong(name, f"a Cartesian vector{f' of {of}' if of else ''}")
        return term

    def series(self, name: str) -> Term:
        """Return a number that has a time axis."""
        term = self.number(name)
        if term.axis is None:
            raise self.wrong(name, "a series, not a constant")
        return term

    def truth(self, name: str) -> Term:
        """Return a condition."""
        if self.given[name].kind.what != "truth":
            raise self.wrong(name, "a condition")
        return self.given[name]

    def text(self, name: str, among: Sequence[str] = ()) -> str:
        """Return a text, one of `among` if there are some."""
        term = self.given[name]
        if not isinstance(term, Constant) or not isinstance(term.value, str):
            raise self.wrong(name, 'a text, in quotes: "…"')
        if among and term.value not in among:
            raise BadFormula(
                f"{self.said}: {name} is one of {', '.join(among)}, not {term.value!r}."
                + nearest(term.value, among)
            )
        return term.value

    def duration(self, name: str) -> int:
        """Return a length of time, ns: ``"10 min"`` or ``600*s``."""
        term = self.given[name]
        if isinstance(term, Constant) and isinstance(term.value, str):
            return duration_ns(term.value)
        scale = units.factor(term.kind.unit, units.unit_of("s"))
        if not isinstance(term, Constant) or isinstance(term.value, str) or scale is None:
            raise self.wrong(name, 'a length of time such as "10 min"')
        return bounded(term.value * scale * NS, term.said)

    def signed_duration(self, name: str) -> int:
        """Return a length of time that may be negative, ns: ``"-10 min"``."""
        term = self.given[name]
        said = term.value if isinstance(term, Constant) else None
        if isinstance(said, str) and said.strip().startswith("-"):
            return -bounded(-signed_ns(said), said)
        return self.duration(name)

    def constant(self, name: str, default: float | None = None, unit: str = "") -> float:
        """Return a number that does not change, in a unit."""
        if default is not None and name not in self.given:
            return default
        term = self.given[name]
        if not isinstance(term, Constant) or isinstance(term.value, str):
            raise self.wrong(name, "a constant number")
        return term.value * self.scale(name, unit)

    def scale(self, name: str, unit: str) -> float:
        """Return what an argument is multiplied by to be in a unit (VOUnits).

        Raises
        ------
        BadFormula
            If it is of another kind.
        """
        scale = units.factor(self.given[name].kind.unit, units.unit_of(unit))
        if scale is None:
            raise self.wrong(name, f"in {unit} or of its kind" if unit else "without unit")
        return scale

    def wrong(self, name: str, wanted: str) -> BadFormula:
        """Return the error of an argument that is not what it must be."""
        term = self.given[name]
        return BadFormula(
            f"{self.said}: {name} of {self.function.signature} must be {wanted}; "
            f"{term.said} is {term.kind.told()}."
        )

    # What declarations end with ---------------------------------------------------------------

    def frequency(self, name: str) -> float:
        """Return a frequency, Hz: ``0.1*Hz``, ``"10 mHz"``, or a period, ``"30 s"``."""
        term = self.given[name]
        if isinstance(term, Constant) and isinstance(term.value, str):
            term = quantity(term.value)
        elif not isinstance(term, Constant):
            raise self.wrong(name, 'a frequency such as "10 mHz", or a period such as "30 s"')
        found = units.factor(term.kind.unit, units.unit_of("Hz"))
        period = units.factor(term.kind.unit, units.unit_of("s"))
        value = float(term.value)
        bare = units.factor(term.kind.unit, units.unit_of("")) is not None
        if not bare and found is not None:
            value *= found
        elif not bare and period is not None and value > 0:
            value = 1 / (value * period)
        else:
            value = np.nan
        if not LOWEST_HZ <= value <= HIGHEST_HZ:
            raise self.wrong(name, 'a frequency such as "10 mHz", or a period such as "30 s"')
        return value

    def longest_step_ns(self, axis: Axis | None) -> int:
        """Return the longest step between samples of an axis that is no gap."""
        return round(self.sampling.max_gap * cadence_of(axis))

    def pointwise(self, terms: Sequence[Term], run: Pointwise, kind: Kind) -> Term:
        """Return a term that works sample by sample on terms brought to one axis."""
        common_shape(terms, self.said)
        met, axis = self.sampling.met(*terms)
        return Call(self.function.name, tuple(met), (), kind, axis, self.said, pointwise(met, run))

    def rowwise(
        self, terms: Sequence[Term], options: tuple[object, ...], run: Pointwise, kind: Kind
    ) -> Term:
        """Return a term that works on rows as they are: whole vectors beside single numbers."""
        met, axis = self.sampling.met(*terms)

        def kernel(_: Ticks, values: Sequence[Values]) -> Values:
            return np.asarray(run(*values))

        name, args = self.function.name, tuple(met)
        return Call(name, args, options, kind, axis, self.said, _quiet(kernel))

    def local(
        self,
        terms: Sequence[Term],
        options: tuple[object, ...],
        kernel: Kernel,
        kind: Kind,
        reach_ns: tuple[int, int],
    ) -> Term:
        """Return a term that looks at samples up to `reach_ns` before and after each.

        Raises
        ------
        BadFormula
            If that would be too many samples, or none of the terms has a time axis.
        """
        met, axis = self.sampling.met(*terms)
        if axis is None:
            raise BadFormula(f"{self.said} needs a series; all that is given is constant.")
        self.refuse_wide(max(reach_ns), cadence_of(axis))
        name, args = self.function.name, tuple(met)
        return Call(name, args, options, kind, axis, self.said, _quiet(kernel), *reach_ns)

    def gridded(
        self,
        terms: Sequence[Term],
        options: tuple[object, ...],
        kernel: GridKernel,
        kind: Kind,
        grid: GridAxis,
        reach_ns: tuple[int, int],
    ) -> Term:
        """Return a term on a grid of its own, that looks `reach_ns` before and after its times.

        Raises
        ------
        BadFormula
            As `local` does.
        """
        met, axis = self.sampling.met(*terms)
        if axis is None:
            raise BadFormula(f"{self.said} needs a series; all that is given is constant.")
        self.refuse_wide(max(reach_ns), cadence_of(axis))
        if grid.step_ns * FINEST_GRID < cadence_of(axis):
            raise BadFormula(
                f"{self.said}: every {duration(grid.step_ns)} is far finer than the samples, "
                f"{duration(cadence_of(axis))} apart."
            )
        name, args = self.function.name, tuple(met)
        return Binned(name, args, options, kind, grid, self.said, _quiet(kernel), *reach_ns)

    def refuse_wide(self, window_ns: int, cadence_ns: int, most: int = MOST_SAMPLES) -> None:
        """Refuse a window of more samples than may be looked at."""
        if window_ns // max(cadence_ns, 1) > most:
            raise BadFormula(
                f"{self.said}: the window holds more than {most:,} samples; average "
                'first: mean(x, every="1 min").'
            )


def _quiet(kernel: Callable[_P, Values]) -> Callable[_P, Values]:
    """Return a kernel that does not warn: what is no number in the end is a gap."""

    def run(*args: _P.args, **kwargs: _P.kwargs) -> Values:
        with np.errstate(all="ignore"):
            return kernel(*args, **kwargs)

    return run
