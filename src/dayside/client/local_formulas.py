"""Saved formulas of an archive of this machine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager

from dayside.model import OPERATOR
from dayside.model.formula import SavedFormula
from dayside.services import formulas
from dayside.services.door import Door
from dayside.services.evaluate import translate_amda


class LocalShelf:
    """Formulas of the archive behind a door.

    Parameters
    ----------
    door : Door
    changing : callable
        Gives a door to the same archive, open to be written.
    """

    def __init__(self, door: Door, changing: Callable[[], AbstractContextManager[Door]]) -> None:
        self._door = door
        self._changing = changing

    def every(self) -> Sequence[SavedFormula]:
        """Return all, by name."""
        return formulas.every(self._door, OPERATOR)

    def save(self, formula: SavedFormula) -> SavedFormula:
        """Save a formula, or a new version of it; return it as it is kept."""
        with self._changing() as door:
            return formulas.save(door, formula, OPERATOR)

    def remove(self, name: str) -> None:
        """Forget a formula."""
        with self._changing() as door:
            formulas.remove(door, name, OPERATOR)

    def from_amda(self, expression: str, names: Mapping[str, str]) -> str:
        """Return an expression of AMDA as a formula."""
        return translate_amda(self._door, expression, names, OPERATOR).formula
