"""One variable of a CDF file: its attributes as text and numbers, its values as arrays."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.model import time

_UNIX_AFTER_YEAR_0_MS = 62_167_219_200_000
_NS_IN_MS = 1_000_000
# What int64 ns since 1970 can hold, one year kept free.
_LIMIT_MS = 9_190_000_000_000

TIME_TYPES = ("CDF_TIME_TT2000", "CDF_EPOCH", "CDF_EPOCH16")
TEXT_TYPES = ("CDF_CHAR", "CDF_UCHAR")


class Variable:
    """A variable as ISTP sees it.

    Parameters
    ----------
    name : str
        Name in the file.
    raw : pycdfpp.Variable
        The library's own.
    parameter : str
        Name of the parameter it becomes.

    Attributes
    ----------
    stamps : ndarray of int64 or None
        TT2000 of each record, where another variable tells it.
    """

    def __init__(self, name: str, raw: Any, parameter: str) -> None:
        self.name = name
        self.parameter = parameter
        self._raw = raw
        self.type: str = raw.type.name
        self.is_time = self.type in TIME_TYPES
        self.is_text = self.type in TEXT_TYPES
        self.is_number = not self.is_time and not self.is_text
        self.is_constant: bool = raw.is_nrv
        self.stamps: time.Ticks | None = None

    @cached_property
    def attributes(self) -> Mapping[str, Any]:
        """Attributes by upper-case name: writers do not agree on the case."""
        return {key.strip().upper(): a.value for key, a in self._raw.attributes.items()}

    @cached_property
    def shape(self) -> tuple[int, ...]:
        """Shape of one record; a single value is a scalar."""
        shape = tuple(self._raw.shape)[1 : -1 if self.is_text else None]
        # A list of one is a scalar, unless something is said of the list.
        listed = "DEPEND_1" in self.attributes or "LABL_PTR_1" in self.attributes
        return () if shape == (1,) and not listed else shape

    @property
    def records(self) -> int:
        """How many records there are."""
        if self.stamps is not None:
            return len(self.stamps)
        return int(self._raw.shape[0]) if self._raw.shape else 0

    @property
    def text_length(self) -> int:
        """Length of each text."""
        return max(int(self._raw.shape[-1]), 1)

    @property
    def is_virtual(self) -> bool:
        """Whether the values are to be computed by a program that reads the file."""
        return self.text("VIRTUAL").lower() == "true"

    def text(self, attribute: str) -> str:
        """Return an attribute as text, empty where there is none."""
        return clean(self.attributes.get(attribute, ""))

    def numbers(self, attribute: str) -> tuple[float, ...]:
        """Return an attribute as numbers, none where it is not numeric."""
        value = self.attributes.get(attribute)
        if not isinstance(value, list):
            return ()
        return tuple(v for v in value if isinstance(v, (int, float)))

    def number(self, attribute: str) -> float | None:
        """Return an attribute that is one finite number for all components, else None.

        Some writers put ``"-1.0E31"`` as text.
        """
        found = set(self.numbers(attribute)) or _as_numbers(self.text(attribute))
        value = found.pop() if len(found) == 1 else None
        return value if value is not None and math.isfinite(value) else None

    @property
    def values(self) -> NDArray[Any]:
        """Values as stored, ``(records, *shape)``, without a copy."""
        values: NDArray[Any] = self._raw.values
        return values.reshape(len(values), *self.shape)

    @property
    def texts(self) -> NDArray[np.str_]:
        """Values of a character variable, without what pads them."""
        found = np.strings.rstrip(np.asarray(self._raw.values_encoded, np.str_), " \0")
        return found.reshape(len(found), *self.shape).astype(f"U{self.text_length}")

    @property
    def rows(self) -> tuple[str, ...]:
        """The texts of a constant list of texts, stripped; empty if it is none."""
        if not self.is_text or not self.is_constant or len(self.shape) > 1 or not self.records:
            return ()
        return tuple(str(text).strip() for text in self.texts[0].reshape(-1))

    @property
    def ticks(self) -> time.Ticks:
        """Values of a time variable as TT2000; what is no time is `time.FILL`."""
        if self.stamps is not None:
            return self.stamps
        values = self.values
        if self.type == "CDF_TIME_TT2000":
            ticks: time.Ticks = values.view(np.int64)
            return ticks
        if self.type == "CDF_EPOCH":
            return _ticks_of_ms(values["mseconds"], 0.0)
        return _ticks_of_ms(values["seconds"] * 1e3, values["picoseconds"] * 1e-3)


def _ticks_of_ms(ms: NDArray[Any], rest_ns: NDArray[Any] | float) -> time.Ticks:
    """Return TT2000 of UTC given as ms since the year 0 and ns beyond them."""
    unix_ms = ms - _UNIX_AFTER_YEAR_0_MS
    valid = np.abs(unix_ms) < _LIMIT_MS
    unix_ms = np.where(valid, unix_ms, 0.0)
    # Whole ms apart from their fraction: a double of ns since 1970 resolves 256 ns only.
    whole = np.floor(unix_ms)
    beyond = np.where(valid, np.rint((unix_ms - whole) * _NS_IN_MS + rest_ns), 0.0)
    unix_ns = whole.astype(np.int64) * _NS_IN_MS + beyond.astype(np.int64)
    return np.where(valid, time.from_unix_ns(unix_ns), time.FILL)


def _as_numbers(text: str) -> set[float]:
    try:
        return {float(text)} if text else set()
    except ValueError:
        return set()


def clean(value: Any) -> str:
    """Return an attribute's value as text without padding."""
    if isinstance(value, list):
        value = " ".join(str(v) for v in value)
    return str(value).replace("\0", "").strip()
