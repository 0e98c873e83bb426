"""Saved formulas within others: which are being looked into, and which were called."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from dayside.model import Dataset
from dayside.model.errors import BadFormula
from dayside.model.formula import SavedFormula
from dayside.query.functions import Kernels, Listed, World

_open: ContextVar[tuple[str, ...]] = ContextVar("formulas being looked into", default=())


class Noted:
    """A world that notes which saved formulas are called, and which event lists.

    Attributes
    ----------
    called : dict of str to str
        State of each that was, by its name; a list is ``events/NAME``, and ``kernels`` are those
        that frames were turned by.
    private : bool
        Whether one of the lists is not for all.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self.called: dict[str, str] = {}
        self.private = False

    def dataset(self, dataset_id: str) -> Dataset:
        """Return a dataset."""
        return self._world.dataset(dataset_id)

    def events(self, name: str) -> Listed:
        """Return an event list."""
        found = self._world.events(name)
        self.called[f"events/{name}"] = found.state
        self.private |= found.private
        return found

    def kernels(self) -> Kernels:
        """Return frames and ephemerides."""
        found = self._world.kernels()
        self.called["kernels"] = found.state
        return found

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
