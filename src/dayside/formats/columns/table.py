"""Named columns of a bare table, before anyone knows which of them is the time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from dayside.formats.units import to_vounit
from dayside.model import Bins

if TYPE_CHECKING:
    from numpy.typing import NDArray

# A unit at the end of a name: "B [nT]", "Vx GSE (km/s)". What is bracketed and no unit
# ("date [utc]", "imf[0]") stays in the name.
_UNIT_IN_NAME = re.compile(r"^(?P<name>.*?\S)\s*[\[({](?P<unit>[^\[\](){}]*)[\])}]\s*$")
_NO_UNIT = re.compile(r"(?i)\d+|utc|unix|iso.*|tt2000|ut|gse|gsm|rtn|mso|[xyzrtn]|.*yyyy.*")
_UNIT_AFTER_UNDERSCORE = re.compile(r"^.{2,}_(nT|AU|km|eV|keV|nPa|deg|cm3|kms|K|MK|Hz|mV_m)$")
_SUFFIX_UNITS = {"cm3": "cm-3", "kms": "km/s", "mV_m": "mV/m"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    name : str
        As the file names it; may be empty.
    values : ndarray or pyarrow array
        Numbers, booleans or ``datetime64`` as numpy arrays of shape (n, …); texts as a
        pyarrow array of strings.
    units : str or None
        As the file says them.
    labels : tuple of str
        One for each number of a row, where these are several.
    bins : Bins or None
        What they stand for, likewise.
    """

    name: str
    values: Any
    units: str | None = None
    description: str = ""
    fill: float | int | str | None = None
    frame: str | None = None
    label: str = ""
    labels: tuple[str, ...] = ()
    bins: Bins | None = None

    @property
    def is_text(self) -> bool:
        """Whether the values are texts."""
        return not isinstance(self.values, np.ndarray)

    @property
    def is_number(self) -> bool:
        """Whether the values are one number a row."""
        return (
            isinstance(self.values, np.ndarray)
            and self.values.dtype.kind in "iuf"
            and self.values.ndim == 1
        )

    @property
    def key(self) -> str:
        """The name in lower case, words joined by underscores: for looking up."""
        return re.sub(r"[^a-z0-9]+", "_", self.name.lower()).strip("_")

    def numbers(self) -> NDArray[np.float64]:
        """Return the values as doubles."""
        return np.asarray(self.values, np.float64)


def text_array(values: Any) -> Any:
    """Return texts as a pyarrow array of strings, blanks at both ends cut."""
    import pyarrow as pa
    import pyarrow.compute as pc

    array = values
    if isinstance(values, np.ndarray):
        array = pa.array(values.tolist(), pa.string())
    elif isinstance(values, pa.ChunkedArray):
        array = values.combine_chunks()
    return pc.utf8_trim_whitespace(array.cast(pa.string()))


def numpy_text(values: Any) -> NDArray[np.str_]:
    """Return a pyarrow array of strings as numpy ``U<n>``; null is the empty text."""
    import pyarrow.compute as pc

    filled = pc.fill_null(values, "")
    width = int(pc.max(pc.utf8_length(filled)).as_py() or 1) if len(filled) else 1
    return np.asarray(filled.to_numpy(zero_copy_only=False)).astype(f"U{max(width, 1)}")


def split_unit(name: str) -> tuple[str, str | None]:
    """Return the name and the unit of a heading such as ``Vx GSE (km/s)``.

    Examples
    --------
    >>> split_unit("B [nT]"), split_unit("RAD_AU"), split_unit("date_[utc]")
    (('B', 'nT'), ('RAD_AU', 'AU'), ('date_[utc]', None))
    """
    match = _UNIT_IN_NAME.match(name)
    if match and not _NO_UNIT.fullmatch(match["unit"].strip()):
        return match["name"].strip().rstrip("_"), to_vounit(match["unit"])
    suffix = _UNIT_AFTER_UNDERSCORE.match(name)
    if suffix:
        return name, _SUFFIX_UNITS.get(suffix[1], suffix[1])
    return name, None


def clean_name(name: str) -> str:
    """Return a heading as a parameter's name: no blanks, brackets or separators.

    Examples
    --------
    >>> clean_name("Bx GSE"), clean_name("|B|"), clean_name("imf[0]")
    ('Bx_GSE', 'B_mag', 'imf_0')
    """
    magnitude = re.fullmatch(r"\|(\w+)\|", name.strip())
    if magnitude:
        return f"{magnitude[1]}_mag"
    return re.sub(r"_{2,}", "_", re.sub(r"[^\w.+\-]+", "_", name.strip())).strip("_")


def named(columns: Sequence[Column]) -> list[Column]:
    """Return the columns with names unique also when case is ignored, units split off."""
    taken: set[str] = set()
    out = []
    for number, column in enumerate(columns, 1):
        heading, unit = split_unit(column.name.strip())
        name = unique(clean_name(heading) or f"c{number}", taken)
        label = column.label or (heading if heading != name else "")
        units = column.units if column.units is not None else unit
        out.append(replace(column, name=name, label=label, units=to_vounit(units)))
    return out


def apart_from_time(name: str) -> str:
    """Return a parameter's name as a heading beside those of the time.

    Examples
    --------
    >>> apart_from_time("Time"), apart_from_time("B")
    ('Time_', 'B')
    """
    return f"{name}_" if name.lower() in ("time", "tt2000") else name


def unique(name: str, taken: set[str]) -> str:
    """Return `name`, numbered if some case of it is in `taken`, and add it there."""
    chosen, number = name, 2
    while chosen.lower() in taken:
        chosen, number = f"{name}_{number}", number + 1
    taken.add(chosen.lower())
    return chosen


def without(columns: Iterable[Column], used: Iterable[Column]) -> list[Column]:
    """Return the columns that are not (the same objects as) `used`."""
    gone = {id(c) for c in used}
    return [c for c in columns if id(c) not in gone]
