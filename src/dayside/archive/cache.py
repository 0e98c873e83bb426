"""What was read of groups, kept by use: groups never change, so it is always right."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

import numpy as np

from dayside.archive.nodes import Stored
from dayside.model.series import Values

CHUNK_BYTES = 96 << 20
"""What decoded chunks may take in memory."""

LARGEST_READ = 4 << 20
"""Bytes above which a read passes by the cache: exports would drive all else out of it."""

_scratch = threading.local()

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Cache(Generic[K, V]):
    """Values by key, those not used for longest given up first.

    Parameters
    ----------
    most : int
        What all values together may weigh.
    weight : callable
        Weight of a value; by default each weighs 1.
    """

    def __init__(self, most: int, weight: Callable[[V], int] = lambda _: 1) -> None:
        self._most = most
        self._weight = weight
        self._held: OrderedDict[K, V] = OrderedDict()
        self._total = 0
        self._coming: dict[K, Future[V]] = {}
        self._lock = Lock()

    def get(self, key: K, make: Callable[[], V]) -> V:
        """Return the value of a key, made if it is not there.

        Threads that ask for one key at once wait for the first of them to make it.
        """
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
            coming = self._coming.get(key)
            if coming is None:
                mine = self._coming[key] = Future()
        if coming is not None:
            return coming.result()
        try:
            value = make()
        except BaseException as error:
            with self._lock:
                del self._coming[key]
            mine.set_exception(error)
            raise
        self._keep(key, value)
        mine.set_result(value)
        return value

    def peek(self, key: K) -> V | None:
        """Return the value of a key; None if it is not there."""
        with self._lock:
            return self._held.get(key)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._held.clear()
            self._total = 0

    def _keep(self, key: K, value: V) -> None:
        with self._lock:
            del self._coming[key]
            self._held[key] = value
            self._total += self._weight(value)
            while self._total > self._most:
                _, dropped = self._held.popitem(last=False)
                self._total -= self._weight(dropped)


Chunks = Cache[tuple[str, int], Values]
"""Decoded chunks, by the array's name in the archive and their number along its rows."""


def chunks(most_bytes: int = CHUNK_BYTES) -> Chunks:
    """Return an empty cache of decoded chunks that take at most so many bytes."""
    return Cache(most_bytes, lambda chunk: chunk.nbytes)


class Rows:
    """The rows of one stored array; short reads are of chunks that are kept.

    Parameters
    ----------
    array : Stored
    name : str
        Unique in the archive.
    kept : Chunks
        Where what was decoded is kept.
    """

    def __init__(self, array: Stored, name: str, kept: Chunks) -> None:
        self._array = array
        self._name = name
        self._kept = kept
        self._length = int(array.shape[0])
        self._chunk = array.chunk
        self._shape, self._dtype = array.shape[1:], array.dtype
        self._row_bytes = array.dtype.itemsize * int(np.prod(array.shape[1:]))

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, rows: slice) -> Values:
        """Return some rows; they may be shared and are not to be written to."""
        low, high, _ = rows.indices(self._length)
        if low >= high or (high - low) * self._row_bytes > LARGEST_READ:
            return self._array.read(low, high)
        size = self._chunk
        parts = [
            self._decoded(number)[max(low - number * size, 0) : high - number * size]
            for number in range(low // size, (high - 1) // size + 1)
        ]
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def gather(self, stretches: Sequence[tuple[int, int]]) -> Values:
        """Return stretches of rows, first and after the last, in order and apart, in one array.

        It may be shared and is not to be written to.
        """
        if len(stretches) == 1:
            return self[slice(*stretches[0])]
        out = np.empty((sum(high - low for low, high in stretches), *self._shape), self._dtype)
        at = 0
        wanted: dict[int, list[tuple[int, int, int]]] = {}
        for low, high in stretches:
            if (high - low) * self._row_bytes > LARGEST_READ:
                self._array.read(low, high, out[at : at + high - low])
            else:
                for number in range(low // self._chunk, (high - 1) // self._chunk + 1):
                    begin = number * self._chunk
                    first, last = max(low, begin), min(high, begin + self._chunk)
                    rows = first - begin, last - begin, at + first - low
                    wanted.setdefault(number, []).append(rows)
            at += high - low
        # Many stretches lie in one chunk: it is asked for once.
        for number, chunk in self._swept(list(wanted)):
            for first, last, place in wanted[number]:
                out[place : place + last - first] = chunk[first:last]
        return out

    def _swept(self, numbers: Sequence[int]) -> Iterator[tuple[int, Values]]:
        """Yield chunks, each good until the next one is.

        Of a sweep nothing is kept: memory that is new costs more than decoding again.
        """
        kept = {n: self._kept.peek((self._name, n)) for n in numbers}
        lacking = [n for n in numbers if kept[n] is None]
        yield from ((n, chunk) for n, chunk in kept.items() if chunk is not None)
        size = self._chunk * self._row_bytes
        if len(getattr(_scratch, "bytes", b"")) < size:
            _scratch.bytes = bytearray(size)
        flat = np.frombuffer(_scratch.bytes, self._dtype, size // self._dtype.itemsize)
        out = flat.reshape(self._chunk, *self._shape)
        yield from zip(lacking, self._array.chunks(lacking, out), strict=True)

    def _decoded(self, number: int) -> Values:
        def decode() -> Values:
            begin = number * self._chunk
            found = self._array.read(begin, min(begin + self._chunk, self._length))
            found.flags.writeable = False
            return found

        return self._kept.get((self._name, number), decode)
