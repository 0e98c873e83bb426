"""Texts of a file to columns of the type that they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.formats.columns.iso import is_time, ticks_of_text
from dayside.formats.csv.sniff import GAPS, is_number
from dayside.model import time
from dayside.model.columns import Column
from dayside.model.errors import UnreadableFile
from dayside.model.events import as_ticks

_WHOLE = re.compile(r"[+-]?\d{1,18}")
_BARE_CLOCK = re.compile(r"(\d{4}[-/]\d{2}[-/]\d{2})[ T](\d{2})(\d{2})Z?(?:\s?\([A-Z]\))?")
_COMMA_NUMBER = re.compile(r"[+-]?\d+,\d+(?:[eE][+-]?\d+)?")
_TRUTHS = {"true": True, "false": False}
_SAMPLE = 50


def is_gap(text: str) -> bool:
    """Tell whether a field stands for nothing."""
    return text.lower() in GAPS or not text.strip(".")


def column_of(
    name: str,
    texts: Sequence[str],
    units: str | None = None,
    ucd: str = "",
    description: str = "",
) -> Column:
    """Return a column of whole numbers, numbers, truths, times or texts: the first that fits all.

    What stands for nothing (``NaN``, ``-``, ``...``) is missing.
    """
    values, dtype = _values(texts)
    return Column(name, values, dtype, units, ucd, description)


def ticks_of(texts: Sequence[str]) -> time.Ticks:
    """Return TT2000 of times in any style that files have; `time.FILL` where there is none.

    Raises
    ------
    UnreadableFile
        If one is no time.
    """
    import pyarrow as pa

    said = ["" if is_gap(t) else _BARE_CLOCK.sub(r"\1 \2:\3", t) for t in texts]
    return ticks_of_text(pa.array(said, pa.string()))


def ticks_of_iso(times: Sequence[Any]) -> time.Ticks:
    """Return TT2000 of times as `time.ticks` takes them, many at once; None is `time.FILL`.

    Raises
    ------
    BadTime
        If one is no time.
    """
    if isinstance(times, str) or not all(t is None or isinstance(t, str) for t in times):
        return as_ticks(times)
    try:
        return ticks_of(["" if t is None else t for t in times])
    except UnreadableFile:  # cut after the month, or no time: one by one
        return np.array([time.FILL if not t else time.parse(t) for t in times], np.int64)


def _values(texts: Sequence[str]) -> tuple[NDArray[np.generic], str]:
    present = [t for t in texts if not is_gap(t)]
    if present and all(map(_COMMA_NUMBER.fullmatch, present)):
        texts = [t.replace(",", ".") for t in texts]
        present = [t.replace(",", ".") for t in present]
    if not present:
        return np.array(["" for _ in texts], np.str_), ""
    if is_number(present[0]):
        return _numbers(texts, present)
    if all(t.lower() in _TRUTHS for t in texts):
        return np.array([_TRUTHS[t.lower()] for t in texts], np.bool_), ""
    if all(is_time(_BARE_CLOCK.sub(r"\1 \2:\3", t)) for t in present[:_SAMPLE]):
        try:
            return ticks_of(texts), "tt2000"
        except UnreadableFile:
            pass  # some are times and some are not: texts
    return _texts(texts), ""


def _numbers(texts: Sequence[str], present: Sequence[str]) -> tuple[NDArray[np.generic], str]:
    if len(present) == len(texts) and all(map(_WHOLE.fullmatch, present)):
        return np.array([int(t) for t in texts], np.int64), ""
    if not all(map(is_number, present)):
        return _texts(texts), ""
    plain = (re.sub("[dD]", "e", t) for t in texts)
    return np.array([np.nan if is_gap(t) else float(t) for t in plain]), ""


def _texts(texts: Sequence[str]) -> NDArray[np.str_]:
    return np.array(["" if is_gap(t) else t for t in texts], np.str_)
