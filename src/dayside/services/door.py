"""The one door: what every use case needs to answer a request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dayside.compute import Pool, local_pool
from dayside.formats.naming import brief
from dayside.model.errors import UnknownDataset
from dayside.query.derived import ALIAS, NAME
from dayside.services.listings import Listings
from dayside.services.policy import Policy
from dayside.sources.base import Source


@dataclass(frozen=True)
class Door:
    """Sources behind one policy.

    Attributes
    ----------
    sources : sequence of Source
        The local archive (its name is empty) and whatever else answers.
    policy : Policy
        Who may see what.
    listings : Listings
        Asks remote sources for their datasets.
    pool : Pool
        Where heavy work is done.
    """

    sources: Sequence[Source]
    policy: Policy = field(default_factory=Policy)
    listings: Listings = field(default_factory=Listings, compare=False, repr=False)
    pool: Pool = field(default_factory=local_pool, compare=False, repr=False)

    def source_of(self, dataset_id: str) -> tuple[Source, str]:
        """Return the source of a dataset and the id it has there.

        The archive's datasets are found by the long names too that their ids were made of.

        Raises
        ------
        UnknownDataset
            If no source has this name.
        """
        prefix, slash, rest = _named(dataset_id).partition("/")
        for source in self.sources:
            if slash and source.name == prefix:
                return source, rest
        for source in self.sources:
            if not source.name:
                return source, _own_id(source, dataset_id)
        raise UnknownDataset("No source here has a dataset of that id.")


def _named(dataset_id: str) -> str:
    """Return an id with the source before it where AMDA's users write ``ws_``."""
    if dataset_id.startswith(ALIAS) and "/" not in dataset_id:
        return f"{NAME}/{dataset_id.removeprefix(ALIAS)}"
    return dataset_id


def _own_id(source: Source, name: str) -> str:
    short = brief(name)
    if short != name:
        try:
            source.describe(name)
        except UnknownDataset:
            return short
    return name
