"""`Shards`: an array of a group on a disk, read chunk by chunk in the thread that asks.

What zarr does for any array costs more than decoding a few chunks, and its decoders bring
threads of their own. The arrays Dayside writes are all alike (`dayside.archive.groups`): cut
along their rows alone, little-endian, chunks within shards, blosc or zstd. Those are read here
with one read of the file and one decode a chunk, straight into the result, without the
interpreter lock; so many threads can read at once, each its own rows. Other arrays are zarr's.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from dayside.model.errors import ArchiveDamaged
from dayside.model.series import Values

Decode = Callable[[bytes | memoryview, Values], Any]

MOST_READ = 2 << 20
"""Bytes that are read of a file at once."""

_CRC_BYTES = 4
_BITS = (8, 16, 32, 64)
_MISSING = np.iinfo(np.uint64).max

_KEYS = {"name": "default", "configuration": {"separator": "/"}}
_NUMBERS = {
    name: np.dtype(name)
    for name in ("bool", "float32", "float64", *(f"{u}int{n}" for u in ("", "u") for n in _BITS))
}


class Shards:
    """The rows of one array.

    Parameters
    ----------
    folder : Path
        Of the array.
    shape : tuple of int
    dtype : numpy dtype
    fill : object
        What stands in chunks that are not there.
    chunk, shard : int
        Rows of each.
    decode : callable
        Decompresses bytes into an array.
    """

    def __init__(
        self,
        folder: Path,
        shape: tuple[int, ...],
        dtype: np.dtype[Any],
        fill: Any,
        chunk: int,
        shard: int,
        decode: Decode,
    ) -> None:
        self.shape = shape
        self.dtype = dtype
        self.chunk = chunk
        self._folder = folder
        # Texts: a `Path` for each read would cost as much as opening the file.
        self._before, self._after = f"{folder}/c/", "/0" * len(shape[1:])
        self._fill = fill
        self._shard = shard
        self._decode = decode
        self._indexes: dict[int, NDArray[np.uint64]] = {}

    @classmethod
    def of(cls, folder: Path, described: Mapping[str, Any]) -> Self | None:
        """Return the shards of an array; None if they are not such as Dayside writes.

        Parameters
        ----------
        folder : Path
            Of the array.
        described : mapping
            Its metadata, as its ``zarr.json`` has them.
        """
        dtype, fill = _NUMBERS.get(str(described["data_type"])), described["fill_value"]
        (packed, *others), shape = described["codecs"], tuple(described["shape"])
        decode = None if others else _decoder(packed)
        plain = described["chunk_key_encoding"] == _KEYS and not described["storage_transformers"]
        if dtype is None or decode is None or not plain or not isinstance(fill, int | float):
            return None
        shard = described["chunk_grid"]["configuration"]["chunk_shape"]
        chunk = packed["configuration"]["chunk_shape"]
        if not list(shape[1:]) == shard[1:] == chunk[1:] or not hasattr(os, "pread"):
            return None
        return cls(folder, shape, dtype, fill, chunk[0], shard[0], decode)

    def read(self, low: int, high: int, out: Values | None = None) -> Values:
        """Return the rows from `low` up to `high`, in `out` if it is given.

        Raises
        ------
        ArchiveDamaged
            If a file is not what was written.
        """
        if out is None:
            out = np.empty((max(high - low, 0), *self.shape[1:]), self.dtype)
        at = low
        while at < high:
            number = at // self._shard
            stop = min((number + 1) * self._shard, high)
            here = out[at - low : stop - low]
            with self._told():
                try:
                    self._read_shard(number, at, stop, here)
                except FileNotFoundError:  # zarr writes no shard in which all is fill
                    here[...] = self._fill
            at = stop
        return out

    def chunks(self, numbers: Sequence[int], out: Values) -> Iterator[Values]:
        """Yield chunks, whose numbers are in order; each is in `out`, until the next one is.

        A file is opened once, and what lies side by side in it is read at once: between two
        chunks there is little but decoding.

        Parameters
        ----------
        out : ndarray, shape (chunk, ...)

        Raises
        ------
        ArchiveDamaged
            If a file is not what was written.
        """
        each = self._shard // self.chunk
        for shard, part in groupby(numbers, lambda number: number // each):
            places = [number - shard * each for number in part]
            with self._told():
                try:
                    yield from self._chunks_of(shard, places, out)
                except FileNotFoundError:
                    out[...] = self._fill
                    yield from (out for _ in places)

    def _chunks_of(self, shard: int, places: Sequence[int], out: Values) -> Iterator[Values]:
        handle = os.open(f"{self._before}{shard}{self._after}", os.O_RDONLY)
        try:
            for run in _side_by_side(self._index(shard, handle)[places].tolist()):
                begin, (last, size) = run[0][0], run[-1]
                if begin == _MISSING:
                    out[...] = self._fill
                    yield out
                    continue
                raw = memoryview(os.pread(handle, last + size - begin, begin))
                for offset, size in run:
                    self._decode(raw[offset - begin : offset - begin + size], out)
                    yield out
        finally:
            os.close(handle)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tell plainly what is wrong with a file."""
        try:
            yield
        except (OSError, ValueError, RuntimeError) as error:
            raise ArchiveDamaged(
                f"{self._folder.name} of {self._folder.parent} cannot be read; "
                "dayside verify tells more."
            ) from error

    def _read_shard(self, number: int, low: int, high: int, out: Values) -> None:
        handle = os.open(f"{self._before}{number}{self._after}", os.O_RDONLY)
        try:
            index = self._index(number, handle)
            base = number * self._shard
            for place in range((low - base) // self.chunk, (high - 1 - base) // self.chunk + 1):
                begin = base + place * self.chunk
                first, last = max(low, begin), min(high, begin + self.chunk)
                here = out[first - low : last - low]
                self._read_chunk(handle, index[place], here, first - begin)
        finally:
            os.close(handle)

    def _read_chunk(self, handle: int, entry: NDArray[np.uint64], out: Values, skip: int) -> None:
        """Put the rows of a chunk, after the first `skip`, into `out`."""
        offset, size = entry.tolist()
        if offset == _MISSING:
            out[...] = self._fill
            return
        raw = os.pread(handle, size, offset)
        if len(out) == self.chunk:
            self._decode(raw, out)
            return
        whole = np.empty((self.chunk, *self.shape[1:]), self.dtype)
        self._decode(raw, whole)
        out[...] = whole[skip : skip + len(out)]

    def _index(self, number: int, handle: int) -> NDArray[np.uint64]:
        """Return (offset, bytes) of each chunk of a shard, which stand at the end of its file."""
        found = self._indexes.get(number)
        if found is None:
            size = self._shard // self.chunk * 16
            begin = os.fstat(handle).st_size - size - _CRC_BYTES
            if begin < 0:
                raise ValueError("shorter than its index")
            found = np.frombuffer(os.pread(handle, size, begin), "<u8").reshape(-1, 2)
            ends = found[found[:, 0] != _MISSING]
            if (ends > begin).any() or (ends.sum(axis=1) > begin).any():
                raise ValueError("not what its index says")
            self._indexes[number] = found
        return found


def _side_by_side(entries: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Yield (offset, bytes) of chunks that lie one right after the other, not too many."""
    run: list[tuple[int, int]] = []
    for offset, size in entries:
        if run and (
            offset == _MISSING or offset != sum(run[-1]) or offset + size - run[0][0] > MOST_READ
        ):
            yield run
            run = []
        run.append((offset, size))
    if run:
        yield run


def _decoder(sharding: Mapping[str, Any]) -> Decode | None:
    """Return what decodes the chunks of shards; None where something else is needed too."""
    told = sharding.get("configuration", {})
    if sharding["name"] != "sharding_indexed" or told.get("index_location", "end") != "end":
        return None
    if [codec["name"] for codec in told["index_codecs"]] != ["bytes", "crc32c"]:
        return None
    inner = told["codecs"]
    if len(inner) != 2 or not _is_little(inner[0]) or not _is_little(told["index_codecs"][0]):
        return None
    return _known().get(inner[1]["name"])


def _is_little(codec: Mapping[str, Any]) -> bool:
    endian = codec.get("configuration", {}).get("endian", "little")
    return bool(codec["name"] == "bytes" and endian == "little")


@lru_cache(1)
def _known() -> dict[str, Decode]:
    """Return the decoders, each of which works in the thread that calls it."""
    from numcodecs import blosc, zstd

    return {"blosc": blosc.decompress, "zstd": zstd.decompress}
