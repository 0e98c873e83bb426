"""`Nodes`: what is in a stored group, found by the metadata that the group keeps of all of it.

zarr parses the metadata of every array of a group when it opens it, and asks a thread of its own
for each: for a search that needs two arrays in a hundred groups, that is most of the work. Here a
group on a disk is one read of its ``zarr.json``, whose records are looked at when asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol, Self

import numpy as np
import zarr

from dayside.archive.shards import Shards
from dayside.model.errors import ArchiveDamaged
from dayside.model.series import Values


class Stored(Protocol):
    """A stored array, cut into chunks along its rows."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Rows, and what each is made of."""

    @property
    def dtype(self) -> np.dtype[Any]:
        """Type of its numbers."""

    @property
    def chunk(self) -> int:
        """Rows of a chunk."""

    def read(self, low: int, high: int, out: Values | None = None) -> Values:
        """Return the rows from `low` up to `high`, in `out` if it is given."""

    def chunks(self, numbers: Sequence[int], out: Values) -> Iterator[Values]:
        """Yield chunks, whose numbers are in order; each is in `out`, until the next one is."""


class ByZarr:
    """A stored array that zarr reads: from an object store, or of another making."""

    def __init__(self, array: zarr.Array[Any]) -> None:
        self._array = array
        self.shape: tuple[int, ...] = array.shape
        self.dtype: np.dtype[Any] = array.dtype
        self.chunk = int(array.chunks[0])

    def read(self, low: int, high: int, out: Values | None = None) -> Values:
        """Return the rows from `low` up to `high`, in `out` if it is given."""
        found = np.asarray(self._array[low:high])
        if out is None:
            return found
        out[...] = found
        return out

    def chunks(self, numbers: Sequence[int], out: Values) -> Iterator[Values]:
        """Yield chunks, whose numbers are in order; each is in `out`, until the next one is."""
        for number in numbers:
            low = number * self.chunk
            rows = min(self.chunk, self.shape[0] - low)
            yield self.read(low, low + rows, out[:rows])


class Nodes:
    """Arrays and groups within a group, by name.

    Use `Nodes.on_disk` or `Nodes.of`. Whatever is not there is a `KeyError`.
    """

    def __init__(
        self, records: Mapping[str, Any], folder: Path | None, group: zarr.Group | None = None
    ) -> None:
        self._records = records
        self._folder = folder
        self._opened = group

    @classmethod
    def on_disk(cls, folder: Path) -> Self:
        """Return what is in a group of a folder.

        Raises
        ------
        OSError, ValueError, KeyError
            If it is not there, or not what was written.
        """
        own = json.loads((folder / "zarr.json").read_bytes())
        known = own.get("consolidated_metadata")
        if known is None:
            return cls.of(zarr.open_group(folder, mode="r"))
        return cls({**known["metadata"], "": own}, folder)

    @classmethod
    def of(cls, group: zarr.Group) -> Self:
        """Return what is in a group that zarr opened."""
        return cls({}, None, group)

    def __contains__(self, name: str) -> bool:
        return name in self._records if self._folder else name in self.group

    @cached_property
    def group(self) -> zarr.Group:
        """The group as zarr has it."""
        if self._opened is None:
            return zarr.open_group(self._folder, mode="r")
        return self._opened

    def attributes(self, name: str = "") -> Mapping[str, Any]:
        """Return the attributes of the group, or of what is in it."""
        if self._folder:
            found: Mapping[str, Any] = self._records[name].get("attributes", {})
            return found
        return dict((self.group[name] if name else self.group).attrs)

    def length(self, name: str) -> int:
        """Return how many rows an array has, without opening it."""
        if self._folder:
            return int(self._records[name]["shape"][0])
        return int(self._by_zarr(name).shape[0])

    def array(self, name: str) -> Stored:
        """Return an array."""
        if self._folder:
            direct = Shards.of(self._folder / name, self._records[name])
            if direct is not None:
                return direct
        return ByZarr(self._by_zarr(name))

    def _by_zarr(self, name: str) -> zarr.Array[Any]:
        found = self.group[name]
        if not isinstance(found, zarr.Array):
            raise ArchiveDamaged(f"{name} in {self.group.name} is no array.")
        return found
