"""Saving formulas: from then on each is a dataset, ``formulas/NAME`` or ``ws_NAME``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dayside.model import ANONYMOUS, OPERATOR, Principal, Series
from dayside.model.errors import DaysideError, Forbidden, NotFound, nearest
from dayside.model.formula import SavedFormula
from dayside.query.derived import ALIAS, FormulaSource
from dayside.query.saved import looked_into
from dayside.services import catalog
from dayside.services.door import Door
from dayside.services.evaluate import FormulaRequest, World, checked
from dayside.services.spread import DoorReader
from dayside.sources.local import LocalSource

if TYPE_CHECKING:
    from dayside.db.formulas import FormulaTable


@dataclass(frozen=True, slots=True)
class EverythingBehind:
    """All data of a door, for formulas that were allowed to be saved."""

    door: Door

    def world(self) -> World:
        """Return what formulas may name."""
        # Others see a formula's values: private kernels have no part in them.
        return World(self.door, OPERATOR, kernels_of=ANONYMOUS)

    def version(self, dataset_id: str) -> str:
        """Return what changes whenever values or metadata may."""
        return catalog.version(self.door, dataset_id, OPERATOR)

    def read(self, dataset: str, parameters: Sequence[str], start: int, stop: int) -> Series:
        """Return the samples with ``start <= time < stop``."""
        return DoorReader(self.door, OPERATOR).read(dataset, parameters, start, stop)


def with_formulas(door: Door) -> Door:
    """Return `door` with saved formulas behind it, each of which may be made of others."""
    sources = list(door.sources)
    whole = replace(door, sources=sources)
    sources.append(FormulaSource(_store(door), EverythingBehind(whole)))
    return whole


def every(door: Door, principal: Principal) -> list[SavedFormula]:
    """Return the formulas that `principal` may see, by name."""
    return [f for f in _store(door).every() if _may_see(door, f, principal)]


def get(door: Door, name: str, principal: Principal) -> SavedFormula:
    """Return a formula.

    Raises
    ------
    NotFound
        If there is none, or `principal` may not see it: the text is the same.
    """
    found = _store(door).get(name.removeprefix(ALIAS))
    if found is None or not _may_see(door, found, principal):
        known = [f.name for f in every(door, principal)]
        raise NotFound("There is no formula of that name." + nearest(name, known))
    return found


def save(door: Door, formula: SavedFormula, principal: Principal) -> SavedFormula:
    """Save a formula, or a new version of it; return it as it is kept.

    Raises
    ------
    Forbidden
        If `principal` may not write, or another owns the name.
    BadRequest, NotFound
        If the formula does not fit together, or is made of itself.
    """
    _need_writer(principal)
    store = _store(door)
    before = store.get(formula.name)
    if before is not None and not door.policy.may_change_formula(principal, before):
        raise Forbidden("Another user has a formula of that name.")
    request = FormulaRequest(formula.text, 0, 1, formula.step, formula.max_gap)
    with looked_into(formula.name):
        checked(door, request, principal)
    kept = replace(formula, owner=before.owner if before else principal.name)
    return store.put(kept, before.version if before else 0)


def remove(door: Door, name: str, principal: Principal) -> None:
    """Forget a formula.

    Raises
    ------
    NotFound, Forbidden
        If there is none, or it is another's.
    """
    _need_writer(principal)
    found = get(door, name, principal)
    if not door.policy.may_change_formula(principal, found):
        raise Forbidden(f"The formula {name} is another user's.")
    _store(door).remove(found.name)


def _may_see(door: Door, formula: SavedFormula, principal: Principal) -> bool:
    """Tell whether `principal` may know of a formula: also its text tells of its datasets."""
    if door.policy.may_change_formula(principal, formula):
        return True
    if not door.policy.may_see_formula(principal, formula):
        return False
    try:
        catalog.describe(door, f"{ALIAS}{formula.name}", principal)
    except DaysideError:  # what it is made of is gone, or is not for them
        return False
    return True


def _need_writer(principal: Principal) -> None:
    if not principal.may("write"):
        raise Forbidden("Formulas are saved by whoever may write; send a token.")


def _store(door: Door) -> FormulaTable:
    for source in door.sources:
        if isinstance(source, LocalSource):
            return source.archive.index.formulas
    raise NotFound("Nothing is kept here, so there are no saved formulas.")
