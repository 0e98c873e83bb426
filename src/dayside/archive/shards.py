"""`Shards`: an array of a group on a disk, read chunk by chunk in the thread that asks.

What zarr does for any array costs more than decoding a few chunks, and its decoders bring
threads of their own. The arrays Dayside writes are all alike (`dayside.archive.groups`): cut
along their rows alone, little-endian, chunks within shards, blosc or zstd. Those are read here
with one read of the file and one decode a chunk, straight into the result, without the
interpreter lock; so many threads can read at once, each its own rows. Other arrays are zarr's.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

import numpy as np
import zarr
from numpy.typing import NDArray
from zarr.codecs import BloscCodec, BytesCodec, Crc32cCodec, Endian, ShardingCodec, ZstdCodec

from dayside.model.errors import ArchiveDamaged
from dayside.model.series import Values

Decode = Callable[[bytes, Values], Any]

_CRC_BYTES = 4
_MISSING = np.iinfo(np.uint64).max


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
        self._folder = folder
        # Texts: a `Path` for each read would cost as much as opening the file.
        self._before, self._after = f"{folder}/c/", "/0" * len(shape[1:])
        self._shape = shape
        self._dtype = dtype
        self._fill = fill
        self._chunk = chunk
        self._shard = shard
        self._decode = decode
        self._indexes: dict[int, NDArray[np.uint64]] = {}

    @classmethod
    def of(cls, array: zarr.Array[Any]) -> Self | None:
        """Return the shards of an array; None if they are not such as Dayside writes."""
        store, described = array.store, array.metadata
        codecs: Any = getattr(described, "codecs", ())
        local = isinstance(store, zarr.storage.LocalStore) and hasattr(os, "pread")
        if not local or len(codecs) != 1 or not isinstance(codecs[0], ShardingCodec):
            return None
        sharding = codecs[0]
        decode = _decoder(sharding)
        shard, chunk = array.shards, sharding.chunk_shape
        if decode is None or shard is None or not array.shape[1:] == shard[1:] == chunk[1:]:
            return None
        root: Any = getattr(store, "root", None)
        folder = Path(root) / array.path
        return cls(folder, array.shape, array.dtype, array.fill_value, chunk[0], shard[0], decode)

    def read(self, low: int, high: int) -> Values:
        """Return the rows from `low` up to `high`.

        Raises
        ------
        ArchiveDamaged
            If a file is not what was written.
        """
        out = np.empty((max(high - low, 0), *self._shape[1:]), self._dtype)
        at = low
        while at < high:
            number = at // self._shard
            stop = min((number + 1) * self._shard, high)
            here = out[at - low : stop - low]
            try:
                self._read_shard(number, at, stop, here)
            except FileNotFoundError:  # zarr writes no shard in which all is fill
                here[...] = self._fill
            except (OSError, ValueError, RuntimeError) as error:
                raise ArchiveDamaged(
                    f"{self._folder.name} of {self._folder.parent} cannot be read; "
                    "dayside verify tells more."
                ) from error
            at = stop
        return out

    def _read_shard(self, number: int, low: int, high: int, out: Values) -> None:
        handle = os.open(f"{self._before}{number}{self._after}", os.O_RDONLY)
        try:
            index = self._index(number, handle)
            base = number * self._shard
            for place in range((low - base) // self._chunk, (high - 1 - base) // self._chunk + 1):
                begin = base + place * self._chunk
                first, last = max(low, begin), min(high, begin + self._chunk)
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
        if len(out) == self._chunk:
            self._decode(raw, out)
            return
        whole = np.empty((self._chunk, *self._shape[1:]), self._dtype)
        self._decode(raw, whole)
        out[...] = whole[skip : skip + len(out)]

    def _index(self, number: int, handle: int) -> NDArray[np.uint64]:
        """Return (offset, bytes) of each chunk of a shard, which stand at the end of its file."""
        found = self._indexes.get(number)
        if found is None:
            size = self._shard // self._chunk * 16
            begin = os.fstat(handle).st_size - size - _CRC_BYTES
            raw = os.pread(handle, size, max(begin, 0))
            found = self._indexes[number] = np.frombuffer(raw, "<u8").reshape(-1, 2)
        return found


def _decoder(sharding: ShardingCodec) -> Decode | None:
    """Return what decodes the chunks of shards; None where something else is needed too."""
    if len(sharding.codecs) != 2 or str(sharding.index_location.value) != "end":
        return None
    plain, packed = sharding.codecs
    as_written = isinstance(plain, BytesCodec) and plain.endian in (None, Endian.little)
    indexed = [type(c) for c in sharding.index_codecs] == [BytesCodec, Crc32cCodec]
    return _known().get(type(packed)) if as_written and indexed else None


@lru_cache(1)
def _known() -> dict[type, Decode]:
    """Return the decoders, each of which works in the thread that calls it."""
    from numcodecs import blosc, zstd

    return {BloscCodec: blosc.decompress, ZstdCodec: zstd.decompress}
