"""Saved formulas as a source: each is a dataset like any other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from dayside.model import Dataset, Series
from dayside.model.errors import DaysideError, UnknownDataset, nearest
from dayside.model.formula import Owner, SavedFormula
from dayside.query import result
from dayside.query.check import check
from dayside.query.evaluate import blocks, wanted
from dayside.query.functions import World
from dayside.query.plan import need_axis
from dayside.query.sampling import sampling_of
from dayside.query.saved import Noted, looked_into, state_of
from dayside.query.terms import Term

NAME = "formulas"
"""Before the ids of saved formulas: ``formulas/beta``."""

ALIAS = "ws_"
"""AMDA's way of naming a derived parameter: ``ws_beta``."""


class Saved(Protocol):
    """Where saved formulas are kept."""

    def every(self) -> Sequence[SavedFormula]:
        """Return all, by name."""

    def get(self, name: str) -> SavedFormula | None:
        """Return one; None if there is none."""


class Data(Protocol):
    """What formulas are made of: all there is, whoever may see it."""

    def world(self) -> World:
        """Return what formulas may name."""

    def version(self, dataset_id: str) -> str:
        """Return what changes whenever values or metadata may."""

    def read(self, dataset: str, parameters: Sequence[str], start: int, stop: int) -> Series:
        """Return the samples with ``start <= time < stop``."""


class FormulaSource:
    """Saved formulas.

    Parameters
    ----------
    saved : Saved
    data : Data
    """

    name = NAME

    def __init__(self, saved: Saved, data: Data) -> None:
        self._saved = saved
        self._data = data

    def datasets(self, snapshot: int | None = None) -> Sequence[Dataset]:  # noqa: ARG002
        """Return every formula that can be evaluated now."""
        found = []
        for formula in self._saved.every():
            try:
                found.append(self._described(formula)[1])
            except DaysideError:
                continue  # what it was made of is gone, or its source is silent
        return found

    def describe(self, dataset: str, snapshot: int | None = None) -> Dataset:  # noqa: ARG002
        """Return one formula as a dataset.

        Raises
        ------
        UnknownDataset
            If there is no formula of that name.
        DaysideError
            If what it is made of is not there any more.
        """
        return self._described(self._formula(dataset))[1]

    def read(
        self,
        dataset: str,
        start: int,
        stop: int,
        parameters: Sequence[str] | None = None,
        snapshot: int | None = None,  # noqa: ARG002
    ) -> Iterator[Series]:
        """Yield the values with ``start <= time < stop`` in bounded blocks."""
        term, described, _ = self._described(self._formula(dataset))
        described.select(parameters)
        asked = described.select(parameters)
        for samples in blocks(term, start, stop, self._data):
            yield result.series(described, samples).select(asked.names)

    def version(self, dataset: str, snapshot: int | None = None) -> str:  # noqa: ARG002
        """Return the version of the formula with those of all it reads."""
        formula = self._formula(dataset)
        term, _, called = self._described(formula)
        inputs = sorted({read.dataset for read in wanted(term, 0, 1)})
        states = [state_of(formula), *called]
        return "+".join([*states, *(self._data.version(i) for i in inputs)])

    def formula(self, name: str) -> SavedFormula | None:
        """Return a formula as it was saved; None if there is none of that name."""
        return self._saved.get(name)

    def _formula(self, name: str) -> SavedFormula:
        found = self.formula(name)
        if found is None:
            known = [f.name for f in self._saved.every() if f.access == "public"]
            raise UnknownDataset("There is no formula of that name." + nearest(name, known))
        return found

    def _described(self, formula: SavedFormula) -> tuple[Term, Dataset, list[str]]:
        """Return the term of a formula, its dataset, and the states of formulas it calls."""
        world = Noted(self._data.world())
        with looked_into(formula.name):
            term = check(formula.text, world, sampling_of(formula.step, formula.max_gap))
            need_axis(term)
            reads = sorted({read.dataset for read in wanted(term, 0, 1)})
            inputs = [world.dataset(name) for name in reads]
        made = result.described(term, formula.text, inputs, formula.name)
        # Of public data it is private by its owner's wish alone, and so the owner's to read.
        hidden = world.private or made.access != "public"
        access = "private" if hidden else formula.access
        own = {} if hidden else {"owner": Owner(formula.owner)}
        dataset = made.replace(
            id=formula.name,
            title=formula.title or formula.text,
            description=formula.description or f"The formula {formula.text}.",
            version=str(formula.version),
            modified=formula.modified or None,
            access=access,
            attributes={**made.attributes, **own},
        )
        return term, dataset, list(world.called.values())
