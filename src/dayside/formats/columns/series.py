"""From named columns to a series: the one way in for every bare table.

CSV, Parquet, VOTable and JSON files of others hold columns and hardly more. Here the
time is found, gaps are opened, and what belongs together is linked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from dayside.formats.base import Description
from dayside.formats.columns.fill import open_gaps
from dayside.formats.columns.links import Triplet, qualities, triplets, uncertainties
from dayside.formats.columns.table import Column, named, numpy_text, without
from dayside.formats.columns.time import NO_TIME, find_time
from dayside.formats.frames import components_named
from dayside.model import time
from dayside.model.dataset import Dataset, Parameter
from dayside.model.errors import UnreadableFile
from dayside.model.series import Series, Values

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Column", "Hints", "cadence", "series_of"]


@dataclass(frozen=True, slots=True)
class Hints:
    """What a file says outside its table.

    Attributes
    ----------
    fills : collection of float
        Numbers that the header names as "no value".
    years : collection of int
        Four-digit years mentioned; they settle two-digit ones.
    dataset : mapping
        Fields of `Dataset` that the file states.
    guess_fills : bool
        Whether unmistakable sentinels are looked for: in texts, not in typed formats.
    """

    fills: Collection[float] = ()
    years: Collection[int] = ()
    dataset: Mapping[str, Any] = field(default_factory=dict)
    guess_fills: bool = True


def series_of(
    columns: Sequence[Column], description: Description, hints: Hints | None = None
) -> Series:
    """Return the series that a table of named columns holds.

    Parameters
    ----------
    columns : sequence of Column
        All of one length.
    description : Description
        Its ``time`` names the time columns; `apply_description` does the rest later.
    hints : Hints
        What the file says outside its table.

    Raises
    ------
    UnreadableFile
        If there is no time among the columns, or nothing besides it.
    """
    hints = hints or Hints()
    table = named(columns)
    ticks, used = find_time(table, description.time, hints.years)
    rest = [_settled(c) for c in without(table, used) if not _is_counter(c, table)]
    if not rest:
        raise UnreadableFile(f"{NO_TIME}: besides the time there is no column")
    ticks, rest, dropped = _in_order(ticks, rest)
    if hints.guess_fills or hints.fills:
        rest = open_gaps(rest, hints.fills)
    said = {k: v for k, v in hints.dataset.items() if v is not None}
    if dropped:
        said["attributes"] = {**said.get("attributes", {}), "rows_without_time": dropped}
    parameters, values = _linked(rest)
    return Series(_dataset(said, tuple(parameters), ticks), ticks, values)


def cadence(ticks: time.Ticks) -> int | None:
    """Return the median step between samples, ns; None where there are no two times."""
    steps = np.diff(ticks)
    if not (ahead := steps > 0).all():
        steps = steps[ahead]
    # Steps are as many as samples: no second copy of them.
    return int(np.median(steps, overwrite_input=True)) if len(steps) else None


def _dataset(
    said: Mapping[str, Any], parameters: tuple[Parameter, ...], ticks: time.Ticks
) -> Dataset:
    step = cadence(ticks)
    bounds = {}
    if len(ticks):
        bounds = {"start": int(ticks[0]), "stop": int(ticks[-1]) + (step or 1)}
    filled = {"id": "", "cadence_ns": step, "records": len(ticks), **bounds, **said}
    return Dataset(parameters=parameters, **filled)


def _is_counter(column: Column, table: Sequence[Column]) -> bool:
    """Tell a nameless first column that only counts the rows."""
    if column is not table[0] or column.name != "c1" or len(table) < 3:
        return False
    others_named = all(c.name != f"c{k}" for k, c in enumerate(table[1:], 2))
    if not others_named or not column.is_number or column.values.dtype.kind not in "iu":
        return False
    return bool(np.all(np.diff(column.values) == 1))


def _settled(column: Column) -> Column:
    """Return the column in a type that a parameter can have."""
    if column.is_text:
        return column
    values = column.values
    if values.dtype.kind == "b":
        values = values.astype(np.uint8)
    elif values.dtype.kind in "mM":
        values = (
            time.from_datetime64(values) if values.dtype.kind == "M" else values.astype(np.float64)
        )
    elif values.dtype == np.float16:
        values = values.astype(np.float32)
    values = values.astype(values.dtype.newbyteorder("="), copy=False)
    return column if values is column.values else replace(column, values=values)


def _in_order(ticks: time.Ticks, columns: Sequence[Column]) -> tuple[time.Ticks, list[Column], int]:
    """Return rows that have a time, in order of time; equal times keep their order."""
    gone = ticks == time.FILL
    rows: NDArray[Any] | None = np.flatnonzero(~gone) if gone.any() else None
    kept = ticks if rows is None else ticks[rows]
    if np.any(kept[1:] < kept[:-1]):
        order = np.argsort(kept, kind="stable")
        rows = order if rows is None else rows[order]
        kept = kept[order]
    if rows is None:
        return kept, list(columns), 0
    return kept, [_taken(c, rows) for c in columns], int(gone.sum())


def _taken(column: Column, rows: NDArray[Any]) -> Column:
    return replace(
        column, values=column.values.take(rows) if column.is_text else column.values[rows]
    )


def _linked(columns: Sequence[Column]) -> tuple[list[Parameter], dict[str, Values]]:
    """Return parameters and values: vectors before their columns, errors and flags linked."""
    values: dict[str, Values] = {
        c.name: numpy_text(c.values) if c.is_text else c.values for c in columns
    }
    own = {c.name: _parameter(c, values[c.name]) for c in columns}
    vectors = list(_vectors(own, values, {c.name for c in columns if c.is_number}))
    frames = {column: vector.frame for vector, triplet in vectors for column in triplet.columns}
    ordered: dict[str, Parameter] = {}
    for name, parameter in own.items():
        for vector, triplet in vectors:
            if triplet.columns[0] == name:
                ordered[vector.name] = vector
        ordered[name] = replace(parameter, frame=parameter.frame or frames.get(name))
    return _with_companions(ordered), {name: values[name] for name in ordered}


def _parameter(column: Column, values: Values) -> Parameter:
    is_time = not column.is_text and values.dtype == np.int64 and column.units == "tt2000"
    shape = tuple(int(n) for n in values.shape[1:])
    bins = (column.bins,) if column.bins is not None and shape else ()
    return Parameter(
        name=column.name,
        dtype="tt2000"
        if is_time
        else values.dtype.str.lstrip("<>=|")
        if values.dtype.kind == "U"
        else str(values.dtype),
        units=column.units,
        shape=shape,
        fill=column.fill if values.dtype.kind != "f" else None,
        description=column.description,
        label=column.label,
        frame=column.frame,
        components=components_named(column.labels) if shape and not bins else (),
        labels=column.labels if shape else (),
        bins=bins,
        display="none" if column.is_text or is_time else "spectrogram" if bins else "line",
    )


def _vectors(
    own: Mapping[str, Parameter], values: dict[str, Values], numbers: Collection[str]
) -> Iterable[tuple[Parameter, Triplet]]:
    """Yield the vectors that columns form, and put their values into `values`."""
    taken = {n.lower() for n in own}
    for triplet in triplets({n: p.units for n, p in own.items() if n in numbers}):
        first = own[triplet.columns[0]]
        name = triplet.name if triplet.name.lower() not in taken else f"{triplet.name}_vector"
        if name.lower() in taken:
            continue
        taken.add(name.lower())
        values[name] = np.stack([values[c] for c in triplet.columns], axis=1)
        yield (
            Parameter(
                name=name,
                dtype=str(values[name].dtype),
                units=first.units,
                shape=(3,),
                frame=triplet.frame or first.frame,
                components=("x", "y", "z"),
                labels=triplet.columns,
            ),
            triplet,
        )


def _with_companions(parameters: Mapping[str, Parameter]) -> list[Parameter]:
    names = list(parameters)
    errors = uncertainties(names)
    flagged, flags = qualities(names)
    bars = set(errors.values())
    out = []
    for name, parameter in parameters.items():
        if name in bars:
            out.append(replace(parameter, role="uncertainty"))
        elif name in flags:
            out.append(replace(parameter, role="quality", display="none"))
        else:
            bar = errors.get(name)
            out.append(
                replace(
                    parameter,
                    uncertainty=(bar,) if bar else (),
                    quality=flagged.get(name) if parameter.is_numeric else None,
                )
            )
    return out
