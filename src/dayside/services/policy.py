"""Who may see what. Access rules live here and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from dayside.model import Dataset, Job, Principal
from dayside.model.formula import Owner, SavedFormula

LIST_ACCESS = ("public", "private", "owner")
"""For whom an event list may be."""


class Owned(Protocol):
    """Something of somebody, for some."""

    @property
    def owner(self) -> str:
        """Name of whose it is."""

    @property
    def access(self) -> str:
        """One of `LIST_ACCESS`."""

    @property
    def shared(self) -> Sequence[str]:
        """Names of who else it is for."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The access rules.

    A public dataset is for all, a private one for ``read:private``. A job is for its owner;
    one of an anonymous owner for whoever knows its id. A saved formula is its owner's, for
    others to see where it is public. A public event list is for all, a private one for
    ``read:private``, one of its owner for the owner and those it is shared with; whoever may
    read one and ``write`` may change it, and its owner say whom it is for.
    """

    def may_read(self, principal: Principal, dataset: Dataset) -> bool:
        """Tell whether `principal` may know that `dataset` exists, and read it."""
        if dataset.access == "public" or principal.may("read:private"):
            return True
        owner = dataset.attributes.get("owner")
        return isinstance(owner, Owner) and bool(owner) and owner == principal.name

    def may_see(self, principal: Principal, job: Job) -> bool:
        """Tell whether `principal` may know of `job`, and cancel it."""
        owner = job.owner.name
        return not owner or owner == principal.name or self.may_see_all(principal)

    def may_see_all(self, principal: Principal) -> bool:
        """Tell whether `principal` may know of everybody's jobs."""
        return principal.may("operate")

    def may_see_formula(self, principal: Principal, formula: SavedFormula) -> bool:
        """Tell whether `principal` may know of a saved formula."""
        return formula.access == "public" or self.may_change_formula(principal, formula)

    def may_change_formula(self, principal: Principal, formula: SavedFormula) -> bool:
        """Tell whether `principal` may save a formula anew, or remove it."""
        return formula.owner == principal.name or principal.may("operate")

    def may_read_list(self, principal: Principal, listed: Owned) -> bool:
        """Tell whether `principal` may know that an event list exists, and read it."""
        if listed.access == "public" or self._is_theirs(principal, listed):
            return True
        return listed.access == "private" and principal.may("read:private")

    def may_write_list(self, principal: Principal, listed: Owned) -> bool:
        """Tell whether `principal` may change an event list."""
        return principal.may("write") and self.may_read_list(principal, listed)

    def may_own_list(self, principal: Principal, listed: Owned) -> bool:
        """Tell whether `principal` may share, lock and delete an event list."""
        if not principal.may("write"):
            return False
        return principal.name == listed.owner or principal.may("operate")

    def _is_theirs(self, principal: Principal, listed: Owned) -> bool:
        known = bool(principal.name) and principal.name in (listed.owner, *listed.shared)
        return known or principal.may("operate")
