"""Formulas: values of an expression over datasets, and the plan of getting them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from dayside.model import Dataset, Principal, Series, time
from dayside.model.errors import EmptyInterval, OutsideCoverage, UnknownDataset
from dayside.model.formula import SavedFormula
from dayside.model.ticket import SILENT, Ticket
from dayside.query import check, evaluate, result
from dayside.query import plan as planned
from dayside.query.amda import Translation, translate
from dayside.query.derived import FormulaSource
from dayside.query.evaluate import Reader
from dayside.query.functions import Kernels, Listed
from dayside.query.sampling import MAX_GAP, Sampling, sampling_of
from dayside.query.saved import Noted
from dayside.query.terms import Samples, Term
from dayside.services import catalog, events
from dayside.services.door import Door
from dayside.services.fetch import Answer
from dayside.services.frames import KernelsBehind
from dayside.services.spread import Spread


@dataclass(frozen=True, slots=True)
class FormulaRequest:
    """What is asked.

    Attributes
    ----------
    formula : str
    start, stop : int or None
        TT2000, half-open; by default what all its datasets cover.
    step : str
        A length of time such as ``"1 min"``: the grid everything is brought to; empty for the
        times of the finest operand, ``"coarsest"`` for those of the coarsest.
    max_gap : float
        Nothing is interpolated across steps longer than so many cadences.
    """

    formula: str
    start: int | None = None
    stop: int | None = None
    step: str = ""
    max_gap: float = MAX_GAP

    @property
    def sampling(self) -> Sampling:
        """The rule by which time axes meet."""
        return sampling_of(self.step, self.max_gap)


@dataclass(frozen=True, slots=True)
class Formula:
    """A checked formula.

    Attributes
    ----------
    text : str
    term : Term
    dataset : Dataset
        What it gives, of one parameter; it covers what all its inputs cover.
    inputs : tuple of Dataset
        What it reads.
    start, stop : int
        TT2000: the interval asked for, or the coverage.
    version : str
        Changes whenever the values may.
    """

    text: str
    term: Term
    dataset: Dataset
    inputs: tuple[Dataset, ...]
    start: int
    stop: int
    version: str


def checked(door: Door, request: FormulaRequest, principal: Principal) -> Formula:
    """Return a formula, checked as far as can be without values.

    Raises
    ------
    BadFormula
        If it cannot be read, or its units, frames or shapes do not go together.
    NotFound
        If what it names is not there, or not for `principal`.
    OutsideCoverage, EmptyInterval
        If there is no interval to evaluate it over.
    """
    world = World(door, principal)
    noted = Noted(world)
    term = check.check(request.formula, noted, request.sampling)
    planned.need_axis(term)
    inputs = tuple(world.known[name] for name in sorted(_datasets(term)))
    dataset = result.described(term, request.formula.strip(), inputs)
    if noted.private:
        dataset = dataset.replace(access="private")
    start = dataset.start if request.start is None else request.start
    stop = dataset.stop if request.stop is None else request.stop
    if start is None or stop is None:
        raise OutsideCoverage("The datasets have no time in common; give start and stop.")
    if start >= stop:
        raise EmptyInterval(
            f"The start {time.to_text(start)} is not before the stop {time.to_text(stop)}."
        )
    versions = [catalog.version(door, d.id, principal) for d in inputs]
    version = "+".join([*noted.called.values(), *versions])
    return Formula(request.formula.strip(), term, dataset, inputs, start, stop, version)


def values(
    door: Door, request: FormulaRequest, principal: Principal, ticket: Ticket = SILENT
) -> Answer:
    """Return the values of a formula over an interval, block by block.

    Raises
    ------
    BadRequest, NotFound
        As `checked` does.
    Cancelled
        While it is read, if it is not wanted any more.
    """
    formula = checked(door, request, principal)
    spread = Spread.over(door, formula.inputs, principal)
    ends = list(evaluate.block_ends(formula.term, formula.start, formula.stop))
    found = spread.each(partial(_block, formula.term), ends, ticket)
    return Answer(formula.dataset, _told(formula, ends, found, ticket), formula.version)


def _block(term: Term, ends: tuple[int, int], reader: Reader) -> Samples:
    return evaluate.evaluate(term, *ends, reader)


def _told(
    formula: Formula, ends: Sequence[tuple[int, int]], found: Iterator[Samples], ticket: Ticket
) -> Iterator[Series]:
    """Yield the samples of blocks as series, and tell how far they are."""
    span = formula.stop - formula.start
    ticket.advance(0, span)
    for (_, end), samples in zip(ends, found, strict=True):
        if len(samples.time):
            yield result.series(formula.dataset, samples)
        ticket.advance(end - formula.start, span, str(time.to_text(end, 0)))


def explain_formula(door: Door, request: FormulaRequest, principal: Principal) -> dict[str, Any]:
    """Return how a formula would be evaluated, as JSON; nothing is read.

    Raises
    ------
    BadRequest, NotFound
        As `checked` does.
    """
    formula = checked(door, request, principal)
    plan = planned.plan(formula.term, formula.start, formula.stop)
    first, last = time.to_text([formula.start, formula.stop])
    return {
        "formula": formula.text,
        "start": str(first),
        "stop": str(last),
        "gives": formula.term.kind.told(),
        "at": formula.term.axis.told() if formula.term.axis else None,
        "reads": [_read_told(read) for read in plan.reads],
        "steps": list(plan.steps),
        "version": formula.version,
        "dataset": formula.dataset.to_dict(),
    }


def _datasets(term: Term) -> set[str]:
    return {read.dataset for read in evaluate.wanted(term, 0, 1)}


def _read_told(read: evaluate.Wanted) -> dict[str, Any]:
    first, last = time.to_text([read.start, read.stop])
    names = sorted(read.parameters)
    return {
        "dataset": read.dataset, "parameters": names, "start": str(first), "stop": str(last),
    }  # fmt: skip


def translate_amda(
    door: Door, text: str, names: Mapping[str, str], principal: Principal
) -> Translation:
    """Return an expression of AMDA as a formula, as `dayside.query.amda.translate` does."""
    return translate(text, names, World(door, principal))


class World:
    """What `principal` may name in a formula; `kernels_of` is for whom kernels are loaded."""

    def __init__(
        self, door: Door, principal: Principal, kernels_of: Principal | None = None
    ) -> None:
        self._door = door
        self._principal = principal
        self._kernels_of = kernels_of or principal
        self.known: dict[str, Dataset] = {}

    def dataset(self, dataset_id: str) -> Dataset:
        """Return a dataset."""
        if dataset_id not in self.known:
            found = catalog.describe(self._door, dataset_id, self._principal)
            self.known[dataset_id] = self.known[found.id] = found
        return self.known[dataset_id]

    def formula(self, dataset_id: str) -> SavedFormula | None:
        """Return the saved formula of an id; None if it is not one's."""
        try:
            source, name = self._door.source_of(dataset_id)
        except UnknownDataset:
            return None
        found = source.formula(name) if isinstance(source, FormulaSource) else None
        seen = found is not None and self._door.policy.may_see_formula(self._principal, found)
        return found if seen else None

    def kernels(self) -> Kernels:
        """Return frames and ephemerides."""
        return KernelsBehind(self._door, self._kernels_of)

    def events(self, name: str) -> Listed:
        """Return an event list."""
        row = events.info(self._door, name, self._principal)
        found = events.load(self._door, name, self._principal, revision=row.revision)
        # Forgotten and kept anew, a list begins again with its revisions.
        state = f"{row.name}.{row.revision}.{row.changed}"
        return Listed(found.start, found.stop, state, row.access != "public")
