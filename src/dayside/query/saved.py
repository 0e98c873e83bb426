"""Saved formulas within others: which are being looked into, and which were called."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from dayside.model import Dataset
from dayside.model.errors import BadFormula
from dayside.model.formula import SavedFormula
from dayside.model.time import Ticks
from dayside.query.functions import World

_open: ContextVar[tuple[str, ...]] = ContextVar("formulas being looked into", default=())


class Noted:
    """A world that notes which saved formulas are called.

    Attributes
    ----------
    called : dict of str to str
        State of each that was, by its name.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self.called: dict[str, str] = {}

    def dataset(self, dataset_id: str) -> Dataset:
        """Return a dataset."""
        return self._world.dataset(dataset_id)

    def events(self, name: str) -> tuple[Ticks, Ticks]:
        """Return starts and stops of an event list."""
        return self._world.events(name)

    def formula(self, dataset_id: str) -> SavedFormula | None:
        """Return a saved formula; None if the id is not one's."""
        found = self._world.formula(dataset_id)
        if found is not None:
            self.called[found.name] = state_of(found)
        return found


def state_of(formula: SavedFormula) -> str:
    """Return what changes with every change, even if it was removed and saved anew."""
    return f"{formula.name}.{formula.version}.{formula.modified}"


@contextmanager
def looked_into(name: str) -> Iterator[None]:
    """Look at what a formula is made of; it may not be met again meanwhile.

    Raises
    ------
    BadFormula
        If it is being looked into already.
    """
    above = _open.get()
    if name in above:
        raise BadFormula(f"The formula {name} is made of itself.")
    token = _open.set((*above, name))
    try:
        yield
    finally:
        _open.reset(token)
