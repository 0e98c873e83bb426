"""What a kernel is and what it covers: asked of SPICE, in the worker only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import spiceypy
from spiceypy.utils.exceptions import SpiceyError

from dayside.sources.ephemeris.windows import segments

KINDS = ("SPK", "CK", "PCK", "FK", "LSK", "SCLK", "IK", "EK", "MK")
MOST_INTERVALS = 20_000


def describe(file: str) -> dict[str, Any]:
    """Return kind, covers and notes of a kernel file.

    Raises
    ------
    SpiceyError
        If SPICE cannot read it.
    """
    architecture, kind = spiceypy.getfat(file)
    if kind not in KINDS:
        return _told("", [], [])
    notes: list[str] = []
    if architecture == "KPL":
        spiceypy.furnsh(file)  # its grammar is only looked at when it is loaded
        spiceypy.unload(file)
        return _told(kind, [], notes)
    spiceypy.furnsh(file)
    try:
        covers = list(_COVERS.get(kind, _nothing)(file, notes))
    finally:
        spiceypy.unload(file)
    return _told(kind, covers, notes)


def _told(kind: str, covers: list[dict[str, Any]], notes: list[str]) -> dict[str, Any]:
    # Of a file that was cut off, nothing may be readable at all.
    damaged = kind == "SPK" and len(notes) >= len(covers)
    return {"kind": kind, "covers": covers, "notes": notes, "damaged": damaged}


def files_of(file: str) -> list[str]:
    """Return the files that a meta-kernel names, its symbols replaced."""
    spiceypy.ldpool(file)
    try:
        named = _texts("KERNELS_TO_LOAD")
        symbols = dict(zip(_texts("PATH_SYMBOLS"), _texts("PATH_VALUES"), strict=False))
    finally:
        spiceypy.unload(file)
        for variable in ("KERNELS_TO_LOAD", "PATH_SYMBOLS", "PATH_VALUES"):
            spiceypy.dvpool(variable)
    found, begun = [], ""
    for text in named:
        begun += text.rstrip("+") if text.endswith("+") else text
        if text.endswith("+"):
            continue
        for symbol, value in symbols.items():
            begun = begun.replace(f"${symbol}", value)
        found.append(begun)
        begun = ""
    return found


def body_name(number: int) -> str:
    """Return SPICE's name of a body; its number where it has none."""
    try:
        return str(spiceypy.bodc2n(number))
    except SpiceyError:
        return str(number)


def _texts(variable: str) -> list[str]:
    try:
        return [str(text).strip() for text in spiceypy.gcpool(variable, 0, 10_000, 256)]
    except SpiceyError:
        return []


def _spk(file: str, notes: list[str]) -> Iterator[dict[str, Any]]:
    centers = _centers(file)
    for number in spiceypy.spkobj(file):
        window = spiceypy.cell_double(2 * MOST_INTERVALS)
        spiceypy.spkcov(file, int(number), window)
        intervals = _intervals(window)
        told = sorted(centers.get(int(number), {}).items(), key=lambda item: -item[1])
        name = body_name(int(number))
        yield _cover("body", int(number), name, intervals, [body_name(c) for c, _ in told])
        if told and intervals:
            _try(int(number), told[0][0], intervals, name, notes)


def _try(number: int, center: int, intervals: Any, name: str, notes: list[str]) -> None:
    """Note where a body's positions cannot be read: files are cut off, too."""
    for begin, end in (intervals[0], intervals[-1]):
        try:
            spiceypy.spkgeo(number, begin + (end - begin) / 2, "J2000", center)
        except SpiceyError:
            notes.append(f"the positions of {name} in it cannot be read: the file is damaged")
            return


def _centers(file: str) -> dict[int, dict[int, float]]:
    """Return for each body how long its positions are told about which others (s)."""
    found: dict[int, dict[int, float]] = {}
    for segment in segments(file):
        of = found.setdefault(segment.body, {})
        of[segment.center] = of.get(segment.center, 0.0) + segment.end_s - segment.begin_s
    return found


def _ck(file: str, notes: list[str]) -> Iterator[dict[str, Any]]:
    for number in spiceypy.ckobj(file):
        name = spiceypy.frmnam(int(number)) or str(number)
        try:
            window = spiceypy.ckcov(file, int(number), False, "SEGMENT", 0.0, "TDB")
            intervals = _intervals(window)
        except SpiceyError:
            notes.append(f"{name} needs the clock kernel (SCLK) of its spacecraft")
            intervals = []
        yield _cover("frame", int(number), name, intervals, [])


def _pck(file: str, _notes: list[str]) -> Iterator[dict[str, Any]]:
    classes = spiceypy.cell_int(1000)
    spiceypy.pckfrm(file, classes)
    for number in classes:
        window = spiceypy.cell_double(2 * MOST_INTERVALS)
        spiceypy.pckcov(file, int(number), window)
        yield _cover("frame", int(number), _frame_of_class(int(number)), _intervals(window), [])


def _frame_of_class(number: int) -> str:
    try:
        return str(spiceypy.ccifrm(2, number)[1])
    except SpiceyError:
        return str(number)


def _nothing(_file: str, _notes: list[str]) -> Iterator[dict[str, Any]]:
    yield from ()


def _intervals(window: Any) -> list[tuple[float, float]]:
    return [spiceypy.wnfetd(window, i) for i in range(spiceypy.wncard(window))]


def _cover(kind: str, number: int, name: str, intervals: Any, centers: list[str]) -> dict[str, Any]:
    told = [[float(a), float(b)] for a, b in intervals]
    return {"kind": kind, "id": number, "name": name, "intervals": told, "centers": centers}


_COVERS = {"SPK": _spk, "CK": _ck, "PCK": _pck}
