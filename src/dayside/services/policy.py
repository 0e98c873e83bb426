"""Who may see what. Access rules live here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

from dayside.model import Dataset, Principal


@dataclass(frozen=True, slots=True)
class Policy:
    """The access rules: a public dataset is for all, a private one for ``read:private``."""

    def may_read(self, principal: Principal, dataset: Dataset) -> bool:
        """Tell whether `principal` may know that `dataset` exists, and read it."""
        return dataset.access == "public" or principal.may("read:private")
