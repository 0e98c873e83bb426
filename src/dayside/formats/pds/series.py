"""From the columns of a PDS table to a series: time, parameters, vectors, flags."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from dayside.formats.base import Description
from dayside.formats.columns.links import qualities, triplets, uncertainties
from dayside.formats.columns.said import ticks_as_said
from dayside.formats.columns.series import cadence
from dayside.formats.columns.table import clean_name, unique
from dayside.formats.frames import frame_in
from dayside.formats.pds.fields import Column, Values, take
from dayside.formats.pds.text import text_ticks
from dayside.formats.pds.times import Axis, as_table_column, find_axis, is_time_text
from dayside.formats.units import to_vounit
from dayside.model import time
from dayside.model.dataset import Bins, Dataset, Parameter
from dayside.model.errors import UnreadableFile
from dayside.model.series import Series

_FLAG = re.compile(r"\b(data|quality|contamination)\b[\w ]*\bflag", re.IGNORECASE)
_FRAME_SUFFIX = re.compile(r"_(PLANETOCENTRIC|SUN.STATE|PAYLOAD)$", re.IGNORECASE)
_CLOCK = re.compile(r"SCLK|CLOCK|\bTICKS\b", re.IGNORECASE)
_MEASURED = {
    "magnetometer": "MagneticField",
    "wave": "Waves",
    "plasma": "ThermalPlasma",
    "energetic": "EnergeticParticles",
    "energy particle": "EnergeticParticles",
}
_FEW_ITEMS = 4
"""So many items are drawn as lines, more as a spectrogram."""
_NO_UNIT = ("", "N/A", "NA", "UNK", "NULL")
# Sun-state is what MAVEN and Juno call the frame of the body's orbit about the Sun.
_ORBITAL = {"MARS": "MSO", "JUPITER": "JSO", "VENUS": "VSO", "SATURN": "KSO", "MERCURY": "MSO"}


def series_of(
    columns: Sequence[Column],
    dataset: Dataset,
    description: Description,
    what: str,
    bins: Mapping[str, Bins] | None = None,
) -> Series:
    """Return the series that the columns of one table hold.

    Parameters
    ----------
    columns : sequence of Column
        All of one length.
    dataset : Dataset
        What the label says of the whole; ``start`` and ``stop`` are its first and last
        time, where it tells them.
    description : Description
        Its ``time`` goes before what is found here.
    what : str
        The table, for messages.
    bins : mapping of str to Bins
        Of columns with items, by name.

    Raises
    ------
    UnreadableFile
        If no column tells the time, or nothing stands beside it.
    """
    axis = _axis(columns, dataset, description)
    if axis is None:
        names = ", ".join(c.name for c in columns[:12]) + (", …" if len(columns) > 12 else "")
        raise UnreadableFile(f"{what} has no time column (its columns are {names}).")
    rest = [c for c in columns if c.name not in axis.columns]
    if not rest:
        raise UnreadableFile(f"{what} has nothing but the time.")
    ticks, rest, dropped = _in_order(axis.ticks, rest)
    parameters, values = _parameters(rest, dataset, bins or {})
    how = {"time": f"{', '.join(axis.columns)}: {axis.how}"}
    told = how | ({"rows_without_time": dropped} if dropped else {})
    return Series(_described(dataset, parameters, ticks, told), ticks, values)


def _described(
    dataset: Dataset, parameters: list[Parameter], ticks: time.Ticks, told: Mapping[str, Any]
) -> Dataset:
    step = cadence(ticks)
    return dataset.replace(
        parameters=tuple(parameters),
        measurement_type=_measured(dataset.instrument or "", parameters),
        cadence_ns=step,
        start=int(ticks[0]) if len(ticks) else None,
        stop=int(ticks[-1]) + (step or 1) if len(ticks) else None,
        records=len(ticks),
        attributes={**dataset.attributes, **told},
    )


def _measured(instrument: str, parameters: Sequence[Parameter]) -> str | None:
    """Return what is measured, in SPASE's words, where instrument or vectors leave no doubt."""
    if any(p.is_vector and p.units in ("nT", "pT", "uT", "T") for p in parameters):
        return "MagneticField"
    name = instrument.lower()
    return next((kind for word, kind in _MEASURED.items() if word in name), None)


def _axis(columns: Sequence[Column], dataset: Dataset, description: Description) -> Axis | None:
    if not description.time.get("column"):
        return find_axis(columns, dataset.start, dataset.stop)
    table = [as_table_column(c) for c in columns if c.values.ndim == 1]
    ticks, used = ticks_as_said(table, description.time)
    names = tuple(c.label for c in used)
    return Axis(ticks, names, "as described")


def _in_order(ticks: time.Ticks, columns: list[Column]) -> tuple[time.Ticks, list[Column], int]:
    """Return the rows that have a time, in order of time; equal times keep their order."""
    gone = ticks == time.FILL
    if gone.any():
        rows = np.flatnonzero(~gone)
        ticks, columns = ticks[rows], take(columns, rows)
    if np.any(np.diff(ticks) < 0):
        order = np.argsort(ticks, kind="stable")
        ticks, columns = ticks[order], take(columns, order)
    return ticks, columns, int(gone.sum())


def _parameters(
    columns: Sequence[Column], dataset: Dataset, bins: Mapping[str, Bins]
) -> tuple[list[Parameter], dict[str, Values]]:
    taken = {"time"}
    own: dict[str, Parameter] = {}
    values: dict[str, Values] = {}
    for column in columns:
        name = unique(clean_name(column.name) or f"c{len(own) + 1}", taken)
        values[name] = text_ticks(column.values) if is_time_text(column) else column.values
        own[name] = _parameter(name, column, values[name], dataset, bins.get(column.name))
    ordered: dict[str, Parameter] = {}
    vectors = _vectors(own, values, taken)
    frames = {column: vector.frame for vector in vectors for column in vector.labels}
    for name, parameter in own.items():
        for vector in vectors:
            if vector.labels[0] == name:
                ordered[vector.name] = vector
        ordered[name] = replace(parameter, frame=parameter.frame or frames.get(name))
    return _companions(ordered), {name: values[name] for name in ordered}


def _parameter(
    name: str, column: Column, values: Values, dataset: Dataset, bins: Bins | None
) -> Parameter:
    field = column.field
    is_text = values.dtype.kind == "U"
    is_ticks = values is not column.values
    shape = tuple(int(n) for n in values.shape[1:])
    named = len(column.labels) > 0
    all_bins = () if named else _bins(shape, bins)
    text = " ".join(field.description.split())
    width = max(1, values.dtype.itemsize // 4)
    return Parameter(
        name=name,
        dtype="tt2000" if is_ticks else f"U{width}" if is_text else str(values.dtype),
        units=None if is_text or is_ticks else unit_of(field.unit),
        shape=shape,
        fill=None if is_ticks or values.dtype.kind == "f" else column.fill,
        description=text,
        label=field.name if field.name != name else "",
        frame=None if is_text or is_ticks else frame_of(field.name, text, dataset),
        labels=column.labels if named and len(shape) == 1 else (),
        bins=all_bins,
        valid_min=field.valid_min,
        valid_max=field.valid_max,
        display="none" if is_text or is_ticks else "spectrogram" if _is_spectrum(shape) else "line",
        scale="log" if bins is not None and all_bins else "linear",
    )


def _is_spectrum(shape: tuple[int, ...]) -> bool:
    return bool(shape) and shape[-1] > _FEW_ITEMS


def _bins(shape: tuple[int, ...], known: Bins | None) -> tuple[Bins | None, ...]:
    """Return the bins of each dimension; items that nothing describes are counted."""
    out: list[Bins | None] = []
    for length in shape:
        if known is not None and known.centers is not None and len(known.centers) == length:
            out.append(known)
        else:
            out.append(Bins("item", units="", centers=tuple(float(i + 1) for i in range(length))))
    return tuple(out)


def unit_of(said: str | None) -> str | None:
    """Return the VOUnit of a label's unit.

    Examples
    --------
    >>> unit_of("cm^-3"), unit_of("NT")
    ('cm-3', 'nT')
    >>> unit_of("NANOTESLA"), unit_of("COUNT/CM**3"), unit_of("N/A") is None, unit_of("NONE")
    ('nT', 'count/cm**3', True, '')
    """
    text = " ".join((said or "").split())
    if text.upper() in _NO_UNIT:
        return None
    known = to_vounit(text)
    if known != text and not re.search(r"[A-Z]{4,}|\b(?:CM|KM|SEC)\b", text):
        return known
    # PDS3 writes the long names of units in capitals.
    plain = re.sub(
        r"[A-Z]{4,}", lambda m: _LONG_NAMES.get(m[0].rstrip("S"), m[0]), text.replace("^", "**")
    )
    plain = re.sub(r"\b(CM|KM|M|HZ|S|SEC)\b", lambda m: _CAPITALS[m[0]], plain)
    return to_vounit(plain)


_LONG_NAMES = {
    "NANOTESLA": "nT",
    "TESLA": "T",
    "SECOND": "s",
    "MILLISECOND": "ms",
    "MINUTE": "min",
    "HOUR": "h",
    "METER": "m",
    "KILOMETER": "km",
    "CENTIMETER": "cm",
    "HERTZ": "Hz",
    "KILOHERTZ": "kHz",
    "MEGAHERTZ": "MHz",
    "VOLT": "V",
    "MILLIVOLT": "mV",
    "ELECTRONVOLT": "eV",
    "KELVIN": "K",
    "DEGREE": "deg",
    "RADIAN": "rad",
    "COUNT": "count",
    "STERADIAN": "sr",
    "PASCAL": "Pa",
    "NANOPASCAL": "nPa",
    "GAMMA": "nT",
}
_CAPITALS = {"CM": "cm", "KM": "km", "M": "m", "HZ": "Hz", "S": "s", "SEC": "s"}


def frame_of(name: str, text: str, dataset: Dataset) -> str | None:
    """Return the coordinate frame that the name and description of a column tell."""
    target = (dataset.target or "").upper()
    said = f"{name} {text}".lower()
    if re.search(r"planetocentric", said) and re.fullmatch(r"[A-Z]+", target):
        return f"IAU_{target}"
    if re.search(r"sun[- ]state", said):
        return _ORBITAL.get(target)
    if re.search(r"\bs/c mag|spacecraft (coordinates|frame)", said):
        return "SPACECRAFT"
    if "payload coordinate" in said:
        return "PAYLOAD"
    return frame_in(name, [text])


def _vectors(
    own: Mapping[str, Parameter], values: dict[str, Values], taken: set[str]
) -> list[Parameter]:
    """Return the vectors that columns form; their values are put into `values`."""
    numbers = {n: p for n, p in own.items() if values[n].dtype.kind in "iuf" and not p.shape}
    found = triplets({n: p.units for n, p in numbers.items()})
    short = [_FRAME_SUFFIX.sub("", t.name) for t in found]
    out = []
    for triplet, brief in zip(found, short, strict=True):
        first = own[triplet.columns[0]]
        frame = triplet.frame or first.frame
        # "B_PLANETOCENTRIC" is plain B where there is no other.
        name = unique(brief if short.count(brief) == 1 else triplet.name, taken)
        joined = np.stack([_with_gaps(values[c], own[c]) for c in triplet.columns], axis=1)
        values[name] = joined
        out.append(
            Parameter(
                name=name,
                dtype=str(joined.dtype),
                units=first.units,
                shape=(3,),
                description=f"{', '.join(triplet.columns)} together.",
                frame=frame,
                components=("x", "y", "z"),
                labels=triplet.columns,
            )
        )
    return out


def _with_gaps(values: Values, parameter: Parameter) -> Values:
    """Return the components as floats, so that a gap in one of them can be told."""
    if values.dtype.kind == "f":
        return values
    floats = values.astype(np.float64)
    if parameter.fill is not None:
        floats[values == parameter.fill] = np.nan
    return floats


def _companions(parameters: Mapping[str, Parameter]) -> list[Parameter]:
    """Return the parameters with their error bars and quality flags linked."""
    names = list(parameters)
    errors = uncertainties(names)
    flagged, flags = qualities(names)
    if not flags:
        flags = [n for n, p in parameters.items() if _FLAG.search(p.description)][:1]
        flagged = {n: flags[0] for n in names if n not in flags} if flags else {}
    bars = set(errors.values())
    out = []
    for name, parameter in parameters.items():
        if name in bars:
            out.append(replace(parameter, role="uncertainty"))
        elif name in flags:
            out.append(replace(parameter, role="quality", display="none"))
        elif _CLOCK.search(f"{name} {parameter.units} {parameter.description}"):
            out.append(replace(parameter, role="support"))
        else:
            bar = errors.get(name)
            out.append(
                replace(
                    parameter,
                    uncertainty=(bar,) if bar else (),
                    quality=flagged.get(name) if parameter.dtype.startswith("f") else None,
                )
            )
    return out
