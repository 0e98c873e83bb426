"""Whether the records of a CDF hold together, before the library reads them.

pycdfpp trusts offsets, sizes and counts: a damaged file can crash the process or ask
for all its memory. So every record is visited first, and what does not fit is refused.
The layout: https://cdf.gsfc.nasa.gov (CDF internal format description), versions 2.4
to 3.9.
"""

from __future__ import annotations

import mmap
import struct
import zlib
from collections.abc import Iterator
from math import prod
from pathlib import Path
from typing import Final

from dayside.model.errors import UnreadableFile

Buffer = bytes | mmap.mmap

_WHOLE_FILE_COMPRESSED: Final = b"\xcc\xcc\x00\x01"
_UNCOMPRESSED: Final = b"\x00\x00\xff\xff"
_CDR, _GDR, _RVDR, _ADR, _AGREDR, _VXR, _VVR, _ZVDR, _AZEDR, _CCR, _CPR, _SPR, _CVVR = range(1, 14)
_TYPE_BYTES: Final = {
    1: 1, 2: 2, 4: 4, 8: 8, 11: 1, 12: 2, 14: 4, 21: 4, 22: 8, 31: 8, 32: 16, 33: 8, 41: 1,
    44: 4, 45: 8, 51: 1, 52: 1,
}  # fmt: skip
_TEXT_TYPES: Final = (51, 52)
_GZIP, _RLE = 5, 1
# Deflate makes at most 1032 bytes of one, run lengths 128.
_MOST_INFLATED: Final = 1100
# Values never written are not in the file, but are made in memory.
_MOST_UNWRITTEN: Final = 256 << 20
_MOST_RECORDS: Final = 2_000_000
_GLOBAL_SCOPES: Final = (1, 3)
_MOST_ENTRIES: Final = 100_000
_MOST_DIMENSIONS: Final = 10
_COMPRESSED_FLAG, _PAD_FLAG, _VARYING_FLAG = 4, 2, 1
_DEEPEST_INDEX: Final = 8


class _Torn(Exception):
    """A record that does not fit."""


def sound_source(path: Path) -> str | bytes:
    """Return what the library may read: the path, or the content of a compressed file.

    Raises
    ------
    UnreadableFile
        If the file cannot be opened, is no CDF, or its records do not hold together.
    """
    try:
        with path.open("rb") as file:
            if not path.stat().st_size:
                raise UnreadableFile(f"{path.name} is empty.")
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
                return _checked(path, content)
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be opened: {error.strerror}.") from error
    except (_Torn, struct.error, zlib.error) as error:
        raise UnreadableFile(f"{path.name} is a damaged or truncated CDF: {error}.") from error


def _checked(path: Path, content: mmap.mmap) -> str | bytes:
    if content[4:8] == _WHOLE_FILE_COMPRESSED:
        inflated = _inflated(content)
        _Walk(inflated).check()
        return inflated
    _Walk(content).check()
    return str(path)


class _Walk:
    """One pass over all records."""

    def __init__(self, content: Buffer) -> None:
        magic = content[:4]
        if magic not in {b"\xcd\xf3\x00\x01", b"\xcd\xf2\x60\x02", b"\x00\x00\xff\xff"}:
            raise _Torn("it does not begin as one")
        if content[4:8] != _UNCOMPRESSED:
            raise _Torn("its second magic number is unknown")
        self._content = content
        self._size = len(content)
        self._wide = magic == b"\xcd\xf3\x00\x01"
        self._offset_bytes = 8 if self._wide else 4
        self._name_bytes = 256 if self._wide else 64
        self._release = (0, 0)
        self._seen: set[int] = set()

    def _offset(self, at: int) -> int:
        return int(struct.unpack_from(">q" if self._wide else ">i", self._content, at)[0])

    def _ints(self, at: int, count: int) -> tuple[int, ...]:
        if count < 0 or at + 4 * count > self._size:
            raise _Torn(f"{count} numbers at byte {at} are beyond its end")
        return struct.unpack_from(f">{count}i", self._content, at)

    def _record(self, at: int, *kinds: int) -> tuple[int, int, int]:
        """Return (start of the fields, end, kind) of a record, once."""
        if not 8 <= at <= self._size - self._offset_bytes - 4:
            raise _Torn(f"a record at byte {at} is beyond its end")
        if at in self._seen or len(self._seen) > _MOST_RECORDS:
            raise _Torn(f"the record at byte {at} is used twice")
        self._seen.add(at)
        size = self._offset(at)
        (kind,) = self._ints(at + self._offset_bytes, 1)
        if kind not in kinds:
            raise _Torn(f"the record at byte {at} is of kind {kind}, not {kinds[0]}")
        if not self._offset_bytes + 4 <= size <= self._size - at:
            raise _Torn(f"the record at byte {at} does not end in it")
        return at + self._offset_bytes + 4, at + size, kind

    def _chain(self, at: int, count: int, *kinds: int) -> Iterator[tuple[int, int, int]]:
        """Yield `count` records, each of which names the next in its first field."""
        for _ in range(count):
            fields, end, kind = self._record(at, *kinds)
            if end - fields < self._offset_bytes:
                raise _Torn(f"the record at byte {at} is too short")
            at = self._offset(fields)
            yield fields + self._offset_bytes, end, kind
        if at != 0:
            raise _Torn("it holds more records than it counts")

    def check(self) -> None:
        """Visit every record.

        Raises
        ------
        _Torn
            If one does not fit.
        """
        fields, _, _ = self._record(8, _CDR)
        gdr = self._offset(fields)
        version, release, encoding, flags = self._ints(fields + self._offset_bytes, 4)
        self._release = (version, release)
        if version not in (2, 3) or (version == 3) != self._wide:
            raise _Torn(f"there is no CDF {version}.{release} of this layout")
        if not 1 <= encoding <= 21:
            raise _Torn(f"there is no encoding {encoding}")
        if not flags & 2:
            raise _Torn("it is one of several files")
        self._check_global(gdr)

    def _check_global(self, at: int) -> None:
        fields, end, _ = self._record(at, _GDR)
        width = self._offset_bytes
        r_head, z_head, a_head = (self._offset(fields + n * width) for n in range(3))
        counts = fields + 4 * width
        r_count, a_count, _, r_dims, z_count = self._ints(counts, 5)
        if not 0 <= r_dims <= _MOST_DIMENSIONS or min(r_count, a_count, z_count) < 0:
            raise _Torn("its counts are impossible")
        r_sizes = self._ints(end - 4 * r_dims, r_dims)
        if counts + 20 + 4 * r_dims > end:
            raise _Torn("its description is too short")
        for fields, end, _ in self._chain(a_head, a_count, _ADR):
            self._check_attribute(fields, end, r_count, z_count)
        for head, count, kind, sizes in (
            (r_head, r_count, _RVDR, r_sizes),
            (z_head, z_count, _ZVDR, None),
        ):
            numbers = {
                self._check_variable(fields, end, sizes)
                for fields, end, _ in self._chain(head, count, kind)
            }
            if numbers != set(range(count)):
                raise _Torn("its variables are numbered wrongly")

    def _check_attribute(self, fields: int, end: int, r_limit: int, z_limit: int) -> None:
        width = self._offset_bytes
        r_head = self._offset(fields)
        scope, _, r_count = self._ints(fields + width, 3)
        if scope in _GLOBAL_SCOPES:
            r_limit = _MOST_ENTRIES
        z_head = self._offset(fields + width + 20)
        (z_count,) = self._ints(fields + 2 * width + 20, 1)
        if fields + 2 * width + 32 + self._name_bytes > end:
            raise _Torn("an attribute is too short")
        for head, count, kind, limit in (
            (r_head, r_count, _AGREDR, r_limit),
            (z_head, z_count, _AZEDR, z_limit),
        ):
            for entry, entry_end, _ in self._chain(head, count if head else 0, kind):
                _, dtype, number, elements = self._ints(entry, 4)
                if not 0 <= number < limit:
                    raise _Torn(f"an attribute has an entry for {number}, which is not there")
                if self._bytes(dtype, elements) > entry_end - entry - 36:
                    raise _Torn("the value of an attribute is longer than its record")

    def _bytes(self, dtype: int, elements: int) -> int:
        if dtype not in _TYPE_BYTES or elements < 0:
            raise _Torn(f"there is no data type {dtype} of {elements} elements")
        return _TYPE_BYTES[dtype] * elements

    def _check_variable(self, fields: int, end: int, r_sizes: tuple[int, ...] | None) -> int:
        """Check a variable and its values; return its number."""
        width = self._offset_bytes
        dtype, last = self._ints(fields, 2)
        index = self._offset(fields + 8)
        at = fields + 8 + 2 * width
        (flags,) = self._ints(at, 1)
        # CDF 2.4 and before leave 128 more bytes in the middle.
        at += 20 + (128 if self._release < (2, 5) else 0)
        elements, number = self._ints(at, 2)
        parameters = self._offset(at + 8)
        shape, rest = self._shape(at + 12 + width + self._name_bytes, r_sizes)
        value_bytes = self._bytes(dtype, elements)
        if value_bytes < 1 or (elements != 1 and dtype not in _TEXT_TYPES) or last < -1:
            raise _Torn("a variable has impossible values")
        if rest + (value_bytes if flags & _PAD_FLAG else 0) > end:
            raise _Torn("the description of a variable is too short")
        record = value_bytes * prod(shape)
        compressed = bool(flags & _COMPRESSED_FLAG)
        if compressed:
            self._check_compression(parameters)
        stored = self._check_index(index, record, compressed, 0) if index else 0
        records = last + 1 if flags & _VARYING_FLAG else min(last + 1, 1)
        if records * record > stored * (_MOST_INFLATED if compressed else 1) + _MOST_UNWRITTEN:
            raise _Torn(f"a variable claims {records * record} bytes and stores {stored}")
        return number

    def _shape(self, at: int, r_sizes: tuple[int, ...] | None) -> tuple[tuple[int, ...], int]:
        """Return the sizes of the varying dimensions, and where they end."""
        sizes = r_sizes
        if sizes is None:
            (count,) = self._ints(at, 1)
            if not 0 <= count <= _MOST_DIMENSIONS:
                raise _Torn(f"a variable has {count} dimensions")
            sizes = self._ints(at + 4, count)
            at += 4 + 4 * count
        varies = self._ints(at, len(sizes))
        if any(size < 1 for size in sizes):
            raise _Torn("a variable has a dimension of no length")
        return tuple(s for s, v in zip(sizes, varies, strict=True) if v), at + 4 * len(sizes)

    def _check_compression(self, at: int) -> None:
        # Several variables may share one record of parameters.
        self._seen.discard(at)
        fields, end, _ = self._record(at, _CPR)
        kind, _, count = self._ints(fields, 3)
        if kind not in (_RLE, _GZIP) or not 0 <= 4 * count <= end - fields - 12:
            raise _Torn(f"there is no compression {kind} here")

    def _check_index(self, at: int, record: int, compressed: bool, depth: int) -> int:
        """Return how many bytes of values an index leads to."""
        if depth > _DEEPEST_INDEX:
            raise _Torn("an index has too many levels")
        stored = 0
        while at:
            fields, end, _ = self._record(at, _VXR)
            at = self._offset(fields)
            entries, used = self._ints(fields + self._offset_bytes, 2)
            table = fields + self._offset_bytes + 8
            if not 0 <= used <= entries or table + entries * (8 + self._offset_bytes) > end:
                raise _Torn("an index is longer than its record")
            firsts = self._ints(table, used)
            lasts = self._ints(table + 4 * entries, used)
            for n, (first, final) in enumerate(zip(firsts, lasts, strict=True)):
                target = self._offset(table + 8 * entries + n * self._offset_bytes)
                if not 0 <= first <= final:
                    raise _Torn("an index counts backwards")
                needed = (final - first + 1) * record
                stored += self._check_values(target, record, needed, compressed, depth)
        return stored

    def _check_values(self, at: int, record: int, needed: int, compressed: bool, depth: int) -> int:
        """Return the bytes of a block of values, or of all below a further index."""
        if not 8 <= at <= self._size - self._offset_bytes - 4:
            raise _Torn(f"values at byte {at} are beyond its end")
        (kind,) = self._ints(at + self._offset_bytes, 1)
        if kind == _VXR:
            return self._check_index(at, record, compressed, depth + 1)
        fields, end, kind = self._record(at, *((_VVR, _CVVR) if compressed else (_VVR,)))
        if kind == _VVR:
            if needed > end - fields:
                raise _Torn(f"the values at byte {at} are fewer than told")
            return end - fields
        size = self._offset(fields + 4)
        if not 0 < size <= end - fields - 4 - self._offset_bytes:
            raise _Torn(f"the compressed values at byte {at} are fewer than told")
        if needed > size * _MOST_INFLATED + 1024:
            raise _Torn(f"the compressed values at byte {at} cannot be that many")
        return size


def _inflated(content: mmap.mmap) -> bytes:
    """Return a compressed file as the uncompressed one it stands for."""
    wide = content[:4] == b"\xcd\xf3\x00\x01"
    width, form = (8, ">q") if wide else (4, ">i")
    size = struct.unpack_from(form, content, 8)[0]
    (kind,) = struct.unpack_from(">i", content, 8 + width)
    at = 12 + width
    (parameters,) = struct.unpack_from(form, content, at)
    (expected,) = struct.unpack_from(form, content, at + width)
    start = at + 2 * width + 4
    if kind != _CCR or not start < 8 + size <= len(content):
        raise _Torn("its compressed part does not end in it")
    stored = content[start : 8 + size]
    if not 0 < expected <= len(stored) * _MOST_INFLATED:
        raise _Torn(f"it cannot hold {expected} bytes")
    if not 8 <= parameters <= len(content) - width - 8:
        raise _Torn("its compression is not told")
    (method,) = struct.unpack_from(">i", content, parameters + width + 4)
    body = _gunzipped(stored, expected) if method == _GZIP else _run_lengths(stored, method)
    if len(body) != expected:
        raise _Torn(f"it holds {len(body)} bytes where it tells {expected}")
    return content[:4] + _UNCOMPRESSED + body


def _gunzipped(stored: bytes, expected: int) -> bytes:
    return zlib.decompressobj(wbits=zlib.MAX_WBITS | 32).decompress(stored, expected + 1)


def _run_lengths(stored: bytes, method: int) -> bytes:
    """Return `stored` with its runs of zeros: a zero and how many more follow."""
    if method != _RLE:
        raise _Torn(f"there is no compression {method} here")
    out, at = bytearray(), 0
    while (zero := stored.find(b"\0", at)) >= 0:
        if zero + 1 == len(stored):
            raise _Torn("its last run of zeros has no length")
        out += stored[at:zero] + bytes(stored[zero + 1] + 1)
        at = zero + 2
    return bytes(out + stored[at:])
