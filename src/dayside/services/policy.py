"""Who may see what. Access rules live here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

from dayside.model import Dataset, Job, Principal
from dayside.model.formula import SavedFormula


@dataclass(frozen=True, slots=True)
class Policy:
    """The access rules.

    A public dataset is for all, a private one for ``read:private``. A job is for its owner;
    one of an anonymous owner for whoever knows its id. A saved formula is its owner's, for
    others to see where it is public.
    """

    def may_read(self, principal: Principal, dataset: Dataset) -> bool:
        """Tell whether `principal` may know that `dataset` exists, and read it."""
        return dataset.access == "public" or principal.may("read:private")

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
