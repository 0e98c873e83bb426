"""Groups: the samples of one partition of a dataset, as an immutable Zarr v3 group.

``time`` (TT2000) and one array a parameter, each along ``time``; beside them
``granule``, which file each sample came from, and the subgroup ``levels``. Samples
that gave way to others with the same time lie in the subgroup ``shadowed``: they come
back when those are taken back. Any group opens with plain ``xarray.open_zarr``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import zarr
from numpy.typing import NDArray
from zarr.codecs import BloscCodec, ZstdCodec

from dayside.archive import clock, level_store
from dayside.archive.cache import Chunks, Rows
from dayside.archive.clock import Clock
from dayside.archive.nodes import Nodes
from dayside.archive.sampled import Sampled, converted, gaps
from dayside.model import Dataset, Parameter, Series, time
from dayside.model.series import Values, dimension_name
from dayside.model.time import Ticks

TIME, GRANULE, SHADOWED = "time", "granule", "shadowed"
_RESERVED = {TIME, GRANULE, SHADOWED, level_store.GROUP, level_store.FIRST, level_store.RUNS}
_IS_CLOCK, _LONGER_THAN = "pieces_of_time", "steps_longer_than_ns"
_PLAIN_NAME = re.compile(r"(?!__|parameter_\d+$|zarr\.json$)[A-Za-z_][\w.\-]*", re.ASCII)

_FEW_SPANS = 8
"""Intervals up to which the times around each are read, not all of the group's."""

Stretches = list[tuple[int, int]]
"""First row and the one after the last, of stretches of rows."""

CHUNK_ROWS = 65_536
CHUNK_BYTES = 512 << 10
SHARD_ROWS = 4 << 20

# Fields are smooth in their bits, counts in their bytes: each variable is tried on both.
_FIELDS = BloscCodec(cname="lz4", clevel=5, shuffle="bitshuffle")
_COUNTS = ZstdCodec(level=3)
_WORTH = 0.7


def array_name(parameter: Parameter, position: int) -> str:
    """Return the name of a parameter's array: its own wherever Zarr can hold it."""
    if _PLAIN_NAME.fullmatch(parameter.name) and parameter.name not in _RESERVED:
        return parameter.name
    return f"parameter_{position}"


def write(folder: Path, samples: Sampled, shadowed: Sampled, widths: Sequence[int]) -> None:
    """Write one group into an empty folder.

    Parameters
    ----------
    samples : Sampled
        In time order, at least one.
    shadowed : Sampled
        Those that gave way to samples with the same time; often none.
    widths : sequence of int
        Widths of the levels to keep, ns, each four times the one before.
    """
    dataset = samples.series.dataset
    group = zarr.create_group(folder, zarr_format=3)
    group.attrs["dayside"] = {
        "format": 1,
        "dataset": dataset.to_dict(),
        "lacking": {name: sorted(ids) for name, ids in samples.lacking.items()},
    }
    _write_samples(group, samples)
    _write_clock(group, samples.series.time)
    if len(shadowed):
        _write_samples(group.create_group(SHADOWED), shadowed)
    level_store.write(group, samples.series, widths)
    consolidate(folder)


def _write_samples(group: zarr.Group, samples: Sampled) -> None:
    series = samples.series
    write_array(group, TIME, series.time, (TIME,), {"time_base": "TT2000", "unit": "ns"})
    write_array(group, GRANULE, samples.granules, (TIME,), {})
    for position, p in enumerate(series.dataset.parameters):
        dims = (TIME, *(dimension_name(p, axis) for axis in range(len(p.shape))))
        stored, dims = _as_stored(series.values[p.name], dims)
        write_array(group, array_name(p, position), stored, dims, p.to_dict())


def _write_clock(group: zarr.Group, ticks: Ticks) -> None:
    """Write what tells times without reading them: pieces where they are regular, else gaps.

    Neither, where it would be hardly smaller or a parameter has that name.
    """
    found = Clock.of(ticks)
    if found is not None and clock.ARRAY not in group:
        write_array(group, clock.ARRAY, found.pieces, ("piece", "row_time_step"), {_IS_CLOCK: True})
    elif len(ticks) > clock.ROWS_PER_PIECE and clock.GAPS not in group:
        least = clock.LONGER * int(np.median(np.diff(ticks)))
        longer = clock.longer_steps(ticks, least)
        if len(longer) * clock.ROWS_PER_PIECE <= len(ticks):
            write_array(group, clock.GAPS, longer, ("gap", "before_after"), {_LONGER_THAN: least})


def consolidate(folder: Path) -> None:
    """Put the metadata of all arrays of a group in one place, so that it opens in one read.

    What `zarr.consolidate_metadata` writes, without its warning: whether a warning is shown
    is one setting of the whole process, which no thread may change.
    """
    root = folder / "zarr.json"
    found = {}
    for path in sorted(folder.rglob("zarr.json")):
        record = json.loads(path.read_text())
        if record["node_type"] == "group":
            record["consolidated_metadata"] = _inline({})
        found[path.parent.relative_to(folder).as_posix()] = record
    whole = found.pop(".")
    root.write_text(json.dumps({**whole, "consolidated_metadata": _inline(found)}))


def _inline(metadata: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "inline", "must_understand": False, "metadata": metadata}


def write_array(
    group: zarr.Group,
    name: str,
    values: Values,
    dims: tuple[str, ...],
    attributes: dict[str, Any],
    chunk_bytes: int = CHUNK_BYTES,
) -> None:
    """Write one array, in chunks of bounded bytes within one shard for each four million rows."""
    rows = max(len(values), 1)
    row_bytes = max(values.itemsize * int(np.prod(values.shape[1:])), 1)
    chunk = 1 << max(min(chunk_bytes // row_bytes, CHUNK_ROWS).bit_length() - 1, 0)
    # A chunk is decoded whole: few rows lie in one that is no larger than they need.
    chunk = min(chunk, 1 << (rows - 1).bit_length())
    shard = min(-(-rows // chunk) * chunk, max(SHARD_ROWS, chunk))
    array = group.create_array(
        name,
        shape=values.shape,
        dtype=values.dtype,
        chunks=(chunk, *values.shape[1:]),
        shards=(shard, *values.shape[1:]),
        compressors=_codec(values[:chunk]),
        dimension_names=dims,
        attributes=attributes,
    )
    array[...] = values


def _codec(sample: Values) -> BloscCodec | ZstdCodec:
    """Return the codec for values like these."""
    import numcodecs

    if sample.size == 0:
        return _FIELDS
    raw = np.ascontiguousarray(sample)
    fields = len(numcodecs.Blosc("lz4", 5, numcodecs.Blosc.BITSHUFFLE).encode(raw))
    counts = len(numcodecs.Zstd(3).encode(raw))
    return _COUNTS if counts < _WORTH * fields else _FIELDS


def _as_stored(values: Values, dims: tuple[str, ...]) -> tuple[Values, tuple[str, ...]]:
    """Return texts as their UTF-8 bytes: Zarr v3 has no settled type for text."""
    if values.dtype.kind != "U":
        return values, dims
    raw = np.strings.encode(values, "utf-8")
    length = max(raw.dtype.itemsize, 1)
    fixed = np.ascontiguousarray(raw.astype(f"S{length}"))
    return fixed.view(np.uint8).reshape(*values.shape, length), (*dims, f"{dims[0]}_utf8_{length}")


def _from_stored(stored: Values, parameter: Parameter) -> Values:
    if not parameter.dtype.startswith("U"):
        return stored
    raw = np.ascontiguousarray(stored).view(f"S{stored.shape[-1]}")[..., 0]
    # numpy widens ASCII in one sweep; anything else is decoded text by text.
    plain = not (stored & 0x80).any()
    return (
        raw.astype(parameter.dtype)
        if plain
        else np.strings.decode(raw, "utf-8").astype(parameter.dtype)
    )


class StoredGroup:
    """One group for reading; its arrays are opened once.

    Parameters
    ----------
    nodes : Nodes
    path : str
        Where it is in the archive.
    chunks : Chunks
        Keeps what short reads decode.
    """

    def __init__(self, nodes: Nodes, path: str, chunks: Chunks) -> None:
        self._nodes = nodes
        self._path = path
        self._chunks = chunks
        record = nodes.attributes()["dayside"]
        self.dataset = Dataset.from_dict(record["dataset"])
        self._lacking = {n: frozenset(ids) for n, ids in record.get("lacking", {}).items()}
        self._names = {p.name: array_name(p, i) for i, p in enumerate(self.dataset.parameters)}
        self._arrays: dict[str, Rows] = {}
        self._gaps: dict[int, NDArray[np.int64]] = {}
        self.levels = level_store.StoredLevels(nodes, self._names, path, chunks)

    def __len__(self) -> int:
        return self._rows

    @cached_property
    def _rows(self) -> int:
        return self._nodes.length(TIME)

    @cached_property
    def clock(self) -> Clock | None:
        """The times as pieces of equal steps; None where they are not kept so."""
        marked = self._marked(clock.ARRAY, _IS_CLOCK)
        return None if marked is None else Clock(self._array(clock.ARRAY)[:], len(self))

    def rows(self, start: int, stop: int) -> slice:
        """Return the rows with ``start <= time < stop``."""
        return slice(self._row(start), self._row(stop))

    def rows_between(self, spans: NDArray[np.int64]) -> Stretches:
        """Return the rows, first and after the last, within each of some intervals; none empty.

        Parameters
        ----------
        spans : ndarray of int64, shape (n, 2)
            TT2000, half-open.
        """
        if self.clock:
            found = self.clock.rows_before(spans.ravel()).reshape(-1, 2).tolist()
        elif len(spans) > _FEW_SPANS:
            around = self.rows(int(spans.min()), int(spans.max()))
            within = np.searchsorted(self.time(around), spans, side="left")
            found = (within + around.start).tolist()
        else:
            found = [[self._row(t) for t in span] for span in spans.tolist()]
        return [(first, last) for first, last in found if first < last]

    def time(self, rows: slice) -> NDArray[np.int64]:
        """Return TT2000 of some rows."""
        return self.clock.time(rows) if self.clock else self._array(TIME)[rows]

    def time_in(self, stretches: Stretches) -> NDArray[np.int64]:
        """Return TT2000 of stretches of rows, which are in order and apart."""
        if self.clock:
            return self.clock.time_in(stretches)
        return self._array(TIME).gather(stretches)

    def rows_before(self, unix_ns: Ticks) -> NDArray[np.int64]:
        """Return for each of some UTC times how many rows are before it.

        Quickest where the times are edges of bins of the finest level.
        """
        if self.clock:
            return self.clock.rows_before(time.from_unix_ns(unix_ns))
        found = self.levels.rows_before(unix_ns)
        if found is not None:
            return found
        return np.searchsorted(self._array(TIME)[:], time.from_unix_ns(unix_ns), side="left")

    def gaps(self, longest_ns: int) -> NDArray[np.int64]:
        """Return the steps longer than `longest_ns`: (time before, time after), shape (n, 2)."""
        if longest_ns not in self._gaps:
            self._gaps[longest_ns] = self._longer_steps(longest_ns)
        return self._gaps[longest_ns]

    def _longer_steps(self, longest_ns: int) -> NDArray[np.int64]:
        if self.clock:
            return self.clock.gaps(longest_ns)
        least = self._marked(clock.GAPS, _LONGER_THAN)
        if least is not None and least <= longest_ns:
            pairs: NDArray[np.int64] = self._array(clock.GAPS)[:]
            return pairs[pairs[:, 1] - pairs[:, 0] > longest_ns]
        return clock.longer_steps(self._array(TIME)[:], longest_ns)

    def _marked(self, name: str, mark: str) -> Any:
        """Return what an attribute of an array says; None where there is no such array."""
        try:
            return self._nodes.attributes(name).get(mark)
        except KeyError:
            return None

    def granules(self, rows: slice) -> NDArray[np.int64]:
        """Return which granule each of some rows came from."""
        return self._array(GRANULE)[rows]

    def samples(self) -> list[Sampled]:
        """Return all samples as their granules brought them, those that gave way apart."""
        if SHADOWED not in self._nodes:
            return [self._samples("")]
        return [self._samples(prefix).unfilled() for prefix in ("", f"{SHADOWED}/")]

    def _samples(self, prefix: str) -> Sampled:
        values = {
            p.name: _from_stored(self._array(prefix + self._names[p.name])[:], p)
            for p in self.dataset.parameters
        }
        ticks = self._array(prefix + TIME)[:]
        granules = self._array(prefix + GRANULE)[:]
        return Sampled(Series(self.dataset, ticks, values), granules, self._lacking)

    def values(self, parameter: Parameter, rows: slice) -> Values:
        """Return some rows of a parameter; gaps where the group does not have it."""
        return self.values_in(parameter, [(rows.start, rows.stop)])

    def values_in(self, parameter: Parameter, stretches: Stretches) -> Values:
        """Return stretches of rows of a parameter, which are in order and apart."""
        if parameter.name not in self._names:
            return gaps(parameter, sum(high - low for low, high in stretches))
        own = self.dataset[parameter.name]
        stored = self._array(self._names[parameter.name]).gather(stretches)
        return converted(_from_stored(stored, own), own, parameter)

    def _array(self, name: str) -> Rows:
        if name not in self._arrays:
            array = self._nodes.array(name)
            self._arrays[name] = Rows(array, f"{self._path}/{name}", self._chunks)
        return self._arrays[name]

    def _row(self, tick: int) -> int:
        """Return the first row at or after `tick`.

        Without a clock the finest level says where to look.
        """
        if self.clock:
            return self.clock.row(tick)
        low, high = self.levels.rows_around(tick, len(self))
        return low + int(np.searchsorted(self.time(slice(low, high)), tick, side="left"))
