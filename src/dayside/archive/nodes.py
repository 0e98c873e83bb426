"""Opening stored groups and arrays by the metadata that a group keeps of all that is in it.

zarr parses the metadata of every array of a group when it opens it: for a search that needs two
of them, in a hundred groups, that is most of the work. Here each is parsed when it is asked for.
"""

from __future__ import annotations

import json
from collections import UserDict
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import zarr
from zarr.core.array import AsyncArray
from zarr.core.group import AsyncGroup, ConsolidatedMetadata, GroupMetadata
from zarr.core.metadata import ArrayV3Metadata
from zarr.core.metadata.v3 import parse_codecs

from dayside.model.errors import ArchiveDamaged


class _Nodes(UserDict[str, Any]):
    """Arrays and groups within a group, by name: records until they are asked for."""

    def __init__(self, described: Mapping[str, Any]) -> None:
        super().__init__({name: d for name, d in described.items() if "/" not in name})
        self._below = {name: d for name, d in described.items() if "/" in name}

    def __getitem__(self, name: str) -> Any:
        node = self.data[name]
        if isinstance(node, dict):
            node = self.data[name] = self._parsed(name, node)
        return node

    def _parsed(self, name: str, record: dict[str, Any]) -> ArrayV3Metadata | GroupMetadata:
        if record["node_type"] == "array":
            codecs = _codecs(json.dumps(record["codecs"]))
            return ArrayV3Metadata.from_dict({**record, "codecs": codecs})
        begin = f"{name}/"
        below = {n.removeprefix(begin): d for n, d in self._below.items() if n.startswith(begin)}
        return _group(record, below)


@lru_cache(256)
def _codecs(described: str) -> Any:
    """Return codecs, which are few and never change: the arrays of a dataset are all alike."""
    return parse_codecs(json.loads(described))


def _group(record: Mapping[str, Any], nodes: Mapping[str, Any]) -> GroupMetadata:
    known: Any = _Nodes(nodes)
    return GroupMetadata(record.get("attributes"), 3, ConsolidatedMetadata(known))


def open_local(folder: Path) -> zarr.Group:
    """Return a group on a disk by its own metadata: half the work of asking zarr to look for it.

    Raises
    ------
    OSError, ValueError, KeyError
        If it is not there, or not what was written.
    """
    record = json.loads((folder / "zarr.json").read_bytes())
    known = record.get("consolidated_metadata")
    described = _group(record, known["metadata"]) if known else GroupMetadata.from_dict(record)
    store = zarr.storage.LocalStore(folder, read_only=True)
    return zarr.Group(AsyncGroup(described, zarr.storage.StorePath(store)))


def open_array(group: zarr.Group, name: str) -> zarr.Array[Any]:
    """Return an array of a stored group."""
    # Asking zarr for it takes longer than most reads: it does so in a thread of its own.
    found = _consolidated(group, name) or group[name]
    if not isinstance(found, zarr.Array):
        raise ArchiveDamaged(f"{name} in {group.name} is no array.")
    return found


def length(group: zarr.Group, name: str) -> int:
    """Return how many rows an array right within a group has, without opening it."""
    known: Any = getattr(group.metadata.consolidated_metadata, "metadata", None)
    record = known.data.get(name) if isinstance(known, _Nodes) else None
    found = record["shape"] if isinstance(record, dict) else open_array(group, name).shape
    return int(found[0])


def _consolidated(group: zarr.Group, name: str) -> zarr.Array[Any] | None:
    """Return an array that the group's own metadata describe; None where they do not."""
    described: Any = group.metadata
    for part in name.split("/"):
        known = getattr(described, "consolidated_metadata", None)
        if known is None or part not in known.metadata:
            return None
        described = known.metadata[part]
    if not isinstance(described, ArrayV3Metadata):
        return None
    return zarr.Array(AsyncArray(described, group.store_path / name))
