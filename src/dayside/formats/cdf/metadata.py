"""ISTP metadata of a CDF file as `Parameter`, `Bins` and `Dataset`.

The conventions: https://spdf.gsfc.nasa.gov/istp_guide/istp_guide.html.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.formats.cdf.variable import Variable, clean
from dayside.formats.frames import components_named, frame_in, frame_named
from dayside.formats.units import to_vounit
from dayside.model import Bins, Dataset, Parameter, identifier
from dayside.model.dataset import Display, Role, StampPosition

Variables = Mapping[str, Variable]

_FRAME_ATTRIBUTES = (
    "COORDINATE_SYSTEM",
    "COORDINATE_SYSTEM_NAME",
    "COORD_SYSTEM",
    "FRAME",
    "REFERENCE_FRAME",
)
# CDAWeb appends how long it averaged: "nT (1min)".
_AVERAGED = re.compile(r"\s*\(\s*\d+\s*(?:ms|s|sec|m|min|h|hr|hour)s?\s*\)$")
_STAMPS: tuple[tuple[str, StampPosition], ...] = (
    (r"\b(?:begin\w*|start)\b", "begin"),
    (r"\b(?:cent(?:er|re)\w*|mid\w*)\b", "center"),
    (r"\b(?:end|stop)\b", "end"),
)
_HELIOSPHERIC = re.compile(r"interplanetary|heliospher|solar wind|heliophysics", re.IGNORECASE)


def parameter_of(variable: Variable, axis: str, variables: Variables) -> Parameter:
    """Return the parameter that a record-varying variable is.

    Parameters
    ----------
    variable : Variable
        Has one record for each time.
    axis : str
        Name of the time variable.
    variables : mapping
        All variables of the file, to which attributes point.
    """
    labels = _labels(variable, variables)
    frame = _frame(variable, labels)
    components = _components(variable, frame, labels, variables)
    bins = () if components else _all_bins(variable, axis, variables)
    units, labels = _units(variable, labels, variables)
    return Parameter(
        name=variable.parameter,
        dtype=_dtype(variable),
        units=units,
        shape=variable.shape,
        fill=_fill(variable),
        description=_joined(variable.text("CATDESC"), variable.text("VAR_NOTES")),
        label=variable.text("LABLAXIS") or variable.text("FIELDNAM"),
        frame=frame,
        components=components,
        labels=labels,
        bins=bins,
        valid_min=None if variable.is_time else variable.number("VALIDMIN"),
        valid_max=None if variable.is_time else variable.number("VALIDMAX"),
        role=_role(variable),
        display=_display(variable, bins),
        scale="log" if variable.text("SCALETYP").lower().startswith("log") else "linear",
    )


def _dtype(variable: Variable) -> str:
    if variable.is_text:
        return f"U{variable.text_length}"
    return "tt2000" if variable.is_time else str(variable.values.dtype.name)


def _fill(variable: Variable) -> float | int | str | None:
    if variable.is_text:
        return variable.text("FILLVAL")
    dtype = variable.values.dtype
    fill = variable.number("FILLVAL")
    if dtype.kind not in "iu" or fill is None or fill != int(fill):
        return None
    return int(fill)


def _joined(*texts: str) -> str:
    return "\n".join(text for text in texts if text)


def _role(variable: Variable) -> Role:
    return "data" if variable.text("VAR_TYPE").lower() in {"data", ""} else "support"


def _display(variable: Variable, bins: tuple[Bins | None, ...]) -> Display:
    said = variable.text("DISPLAY_TYPE").lower()
    if variable.is_text or variable.is_time or said.startswith("no_plot"):
        return "none"
    if variable.text("VAR_TYPE").lower() == "ignore_data":
        return "none"
    numbered = any(b is not None and (b.centers or b.ranges or b.parameter) for b in bins)
    if said.startswith("time_series") or not variable.shape:
        return "line"
    return "spectrogram" if said.startswith("spectrogram") or numbered else "line"


def _pointed(variable: Variable, attribute: str, variables: Variables) -> Variable | None:
    return variables.get(variable.text(attribute))


def _labels(variable: Variable, variables: Variables) -> tuple[str, ...]:
    if len(variable.shape) != 1:
        return ()
    for attribute in ("LABL_PTR_1", "DEPEND_1"):
        pointed = _pointed(variable, attribute, variables)
        if pointed is not None and len(pointed.rows) == variable.shape[0]:
            return pointed.rows
    return ()


def _frame(variable: Variable, labels: Sequence[str]) -> str | None:
    if variable.is_text or variable.is_time:
        return None
    for attribute in _FRAME_ATTRIBUTES:
        said = variable.text(attribute)
        if said:
            return frame_named(said)
    texts = (" ".join(labels), variable.text("FIELDNAM"), variable.text("CATDESC"))
    return frame_in(variable.name, texts)


def _components(
    variable: Variable, frame: str | None, labels: Sequence[str], variables: Variables
) -> tuple[str, ...]:
    if variable.shape not in {(2,), (3,)} or variable.is_text or variable.is_time:
        return ()
    said = variable.text("REPRESENTATION_1")
    depend = _pointed(variable, "DEPEND_1", variables)
    representation = variables[said].rows if said in variables else tuple(said.split(","))
    for names in (representation, labels, depend.rows if depend else ()):
        found = components_named(names)
        if len(found) == variable.shape[0]:
            return found
    numbered = depend is not None and not depend.is_text
    if frame is not None and variable.shape == (3,) and not labels and not numbered:
        return ("x", "y", "z")
    return ()


def _units(
    variable: Variable, labels: tuple[str, ...], variables: Variables
) -> tuple[str | None, tuple[str, ...]]:
    """Return the unit and the labels; these tell the units where components differ in it."""
    if variable.is_text or variable.is_time:
        return None, labels
    pointed = _pointed(variable, "UNIT_PTR", variables)
    if "UNITS" in variable.attributes or pointed is None:
        said = variable.text("UNITS") if "UNITS" in variable.attributes else None
        return unit(said), labels
    each = pointed.rows
    if len(set(each)) == 1:
        return unit(each[0]), labels
    if len(each) == len(labels):
        labels = tuple(f"{a} ({b})" if b else a for a, b in zip(labels, each, strict=True))
    return None, labels


def unit(said: str | None) -> str | None:
    """Return a UNITS attribute as VOUnit: blank is dimensionless, missing is unknown."""
    if said is None:
        return None
    plain = _AVERAGED.sub("", said)
    return to_vounit(plain) if plain else ""


def _all_bins(variable: Variable, axis: str, variables: Variables) -> tuple[Bins | None, ...]:
    bins = tuple(_bins(variable, n, axis, variables) for n in range(1, len(variable.shape) + 1))
    return bins if any(bins) else ()


def _bins(variable: Variable, dimension: int, axis: str, variables: Variables) -> Bins | None:
    """Return what DEPEND_n says of a dimension, or else LABL_PTR_n."""
    length = variable.shape[dimension - 1]
    depend = _pointed(variable, f"DEPEND_{dimension}", variables)
    named = _pointed(variable, f"LABL_PTR_{dimension}", variables)
    labels = next((v.rows for v in (named, depend) if v and len(v.rows) == length), None)
    if depend is None or depend.is_text or depend.is_time:
        source = named or depend
        # One list of labels is the parameter's own.
        if source is None or labels is None or len(variable.shape) == 1:
            return None
        return Bins(source.parameter, labels=labels)
    return _numeric_bins(depend, length, axis, labels, variables)


def _numeric_bins(
    depend: Variable, length: int, axis: str, labels: tuple[str, ...] | None, variables: Variables
) -> Bins:
    moves = not depend.is_constant and depend.shape == (length,) and _on(depend, axis, variables)
    centers = _constant_row(depend, length)
    ranges = None
    if centers is not None:
        plus = _delta(depend, "DELTA_PLUS", length, variables)
        minus = _delta(depend, "DELTA_MINUS", length, variables)
        if plus is not None or minus is not None:
            below, above = minus or (0.0,) * length, plus or (0.0,) * length
            ranges = tuple((c - b, c + a) for c, b, a in zip(centers, below, above, strict=True))
    return Bins(
        name=depend.parameter,
        units=unit(depend.text("UNITS") if "UNITS" in depend.attributes else None),
        centers=centers,
        ranges=ranges,
        parameter=depend.parameter if moves else None,
        labels=labels,
        scale="log" if depend.text("SCALETYP").lower().startswith("log") else "linear",
    )


def _on(depend: Variable, axis: str, variables: Variables) -> bool:
    return depend.text("DEPEND_0") == axis or depend.records == variables[axis].records


def _delta(
    depend: Variable, attribute: str, length: int, variables: Variables
) -> tuple[float, ...] | None:
    """Return half-widths of bins: a variable's, or the one number that Cluster's files say."""
    for name in (f"{attribute}_VAR", attribute):
        pointed = _pointed(depend, name, variables)
        row = _constant_row(pointed, length)
        # Filled is not measured: then nobody knows where the bins end.
        if row and all(map(math.isfinite, row)):
            return row
    number = depend.number(attribute)
    return None if number is None or number < 0 else (number,) * length


def _constant_row(variable: Variable | None, length: int) -> tuple[float, ...] | None:
    """Return the numbers of a constant list, also where a table repeats it; else None.

    What is filled is NaN; a list of nothing else is none.
    """
    if variable is None or not variable.is_constant or variable.is_text or variable.is_time:
        return None
    shape = variable.shape or (1,)
    if not variable.records or shape[-1] != length:
        return None
    table = variable.values[0].reshape(-1, length)
    if not (table == table[0]).all():
        return None
    return _measured(table[0].astype(float), variable.number("FILLVAL"))


def _measured(row: NDArray[np.float64], fill: float | None) -> tuple[float, ...] | None:
    if fill is not None:
        row[np.isclose(row, fill, rtol=1e-6, atol=0)] = np.nan
    return tuple(row.tolist()) if np.isfinite(row).any() else None


def time_stamp(axis: Variable) -> StampPosition:
    """Return where in its interval a time of `axis` stands; the centre where it is unsaid."""
    said = axis.text("CATDESC").lower()
    for pattern, position in _STAMPS:
        if re.search(pattern, said):
            return position
    where = axis.number("BIN_LOCATION")
    known: dict[float | None, StampPosition] = {0.0: "begin", 0.5: "center", 1.0: "end"}
    if where in known:
        return known[where]
    plus, minus = axis.text("DELTA_PLUS_VAR"), axis.text("DELTA_MINUS_VAR")
    if plus and not minus:
        return "begin"
    return "end" if minus and not plus else "center"


def dataset_of(attributes: Mapping[str, list[Any]], stem: str) -> Dataset:
    """Return what the global attributes say; without parameters and coverage.

    Parameters
    ----------
    attributes : mapping of str to list
        All entries of each global attribute.
    stem : str
        Name of the file, its last resort.
    """
    kept = {key.strip(): _entries(values) for key, values in attributes.items()}
    said = _Said(kept)
    return Dataset(
        id=identifier(said.first("logical_source")) if said.first("logical_source") else "",
        title=said.first("logical_source_description", "title") or stem,
        description=said.all("text"),
        target=said.first("target_name") or _target(said),
        mission=said.mission(),
        observatory=said.long("source_name"),
        instrument=said.long("descriptor"),
        measurement_type=said.all("instrument_type", "; ") or None,
        region=said.first("target_region") or None,
        version=said.first("data_version") or None,
        created=_date(said.first("generation_date")),
        licence=said.all("license", " ") or said.all("rules_of_use", " ") or None,
        citation=said.all("citation", " ") or said.all("acknowledgement", " ") or None,
        doi=said.first("doi", "dataset_doi") or None,
        contact=said.contact(),
        resource_url=said.first("http_link", "web_site") or None,
        simulated=said.first("simulated").lower() in {"yes", "true"},
        attributes={k: v[0] if len(v) == 1 else v for k, v in kept.items() if v},
    )


def _entries(values: Sequence[Any]) -> list[str]:
    return [text for text in map(clean, values) if text]


class _Said:
    """Global attributes by lower-case name."""

    def __init__(self, kept: Mapping[str, list[str]]) -> None:
        self._entries = {key.lower(): values for key, values in kept.items()}

    def first(self, *names: str) -> str:
        found = (self._entries[n][0] for n in names if self._entries.get(n))
        return next(found, "")

    def all(self, name: str, separator: str = "\n") -> str:
        return separator.join(self._entries.get(name, ()))

    def long(self, name: str) -> str | None:
        """Return the words of ``AC>Advanced Composition Explorer``."""
        short, _, words = self.first(name).partition(">")
        return words.strip() or short.strip() or None

    def mission(self) -> str | None:
        """Return the mission; CDAWeb adds groups of its own behind ``!___``."""
        groups = [g for g in self._entries.get("mission_group", ()) if not g.startswith("!")]
        return groups[0] if groups else self.first("project").partition(">")[0].strip() or None

    def contact(self) -> str | None:
        names, where = self.all("pi_name", ", "), self.all("pi_affiliation", ", ")
        return f"{names} ({where})" if names and where else names or None

    def disciplines(self) -> list[str]:
        return self._entries.get("discipline", [])


def _target(said: _Said) -> str | None:
    disciplines = said.disciplines()
    heliospheric = disciplines and all(_HELIOSPHERIC.search(d) for d in disciplines)
    return "Heliosphere" if heliospheric else None


def _date(text: str) -> str | None:
    """Return a generation date as ISO 8601, None where it is in no known form."""
    for pattern in ("%Y%m%d", "%a %b %d %H:%M:%S %Y", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"):
        try:
            when = datetime.strptime(text.removesuffix("Z"), pattern).replace(tzinfo=UTC)
        except ValueError:
            continue
        return when.strftime("%Y-%m-%dT%H:%M:%SZ")
    return None


def resolution_ns(text: str) -> int | None:
    """Return ns of a cadence in words, ``16 second`` or ``1 minute``.

    Examples
    --------
    >>> resolution_ns("16 second"), resolution_ns("60 ms"), resolution_ns("1 minute to 1 hour")
    (16000000000, 60000000, None)
    """
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([a-z]+)", text.strip().lower())
    if match is None:
        return None
    word = match[2].removesuffix("s") or "s"
    units = {"ns": 1e-9, "n": 1e-9, "u": 1e-6, "m": 1e-3, "": 1.0, "s": 1.0}
    units |= {"sec": 1.0, "second": 1.0, "min": 60.0, "minute": 60.0}
    units |= {"h": 3600.0, "hr": 3600.0, "hour": 3600.0, "d": 86400.0, "day": 86400.0}
    seconds = float(match[1]) * units.get(word, math.nan)
    return round(seconds * 1e9) if math.isfinite(seconds) and seconds > 0 else None
