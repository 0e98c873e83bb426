"""A table moved into another frame: the same table with added columns, and how they were made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from dayside.model import Dataset, Parameter, Principal, Series, time
from dayside.model.errors import BadRequest, UnknownParameter, UnreadableFile, nearest
from dayside.query.lengths import is_length, is_speed, length_km
from dayside.science.frames import Kind
from dayside.services.door import Door
from dayside.services.fetch import Answer
from dayside.services.transform import Transformed, TransformRequest, transformed
from dayside.sources.files import read_files


@dataclass(frozen=True, slots=True)
class FileRequest:
    """What is to be made of the vectors of a table.

    Attributes
    ----------
    source, target : str
        Names of frames.
    columns : str
        A parameter, or three columns with commas between; empty is every vector there is.
    kind : str
        As of `TransformRequest`; empty is what the unit says: lengths are positions.
    positions : str
        For velocities, the parameter (or three columns) that says where.
    body : str or None
        What the data are about; by default the table's own target.
    aberration_deg, wind_km_s
        As of `TransformRequest`.
    """

    source: str
    target: str
    columns: str = ""
    kind: str = ""
    positions: str = ""
    body: str | None = None
    aberration_deg: float = 0.0
    wind_km_s: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class TransformedFile:
    """A table with added columns.

    Attributes
    ----------
    answer : Answer
        The table, ready to be written.
    told : list of str
        For people: what was made from what.
    """

    answer: Answer
    told: list[str]


@dataclass(frozen=True, slots=True, eq=False)
class Vector:
    """A vector of a table: one parameter, or three columns.

    Attributes
    ----------
    name : str
    parameter : Parameter
        The vector, or the first of the columns.
    values : ndarray, shape (n, 3)
    """

    name: str
    parameter: Parameter
    values: Any


def transform_file(
    door: Door, path: Path, request: FileRequest, principal: Principal
) -> TransformedFile:
    """Return a table with its vectors in another frame beside them.

    Raises
    ------
    UnreadableFile
        If the file is no table that can be read.
    BadRequest, NotFound
        If a frame or a column is none, or nothing in the table is a vector.
    """
    series = _table(path)
    body = request.body or series.dataset.target
    added: dict[str, tuple[Parameter, Any]] = {}
    told: list[str] = []
    for vector in chosen(series, request.columns):
        kind = _kind(request.kind, vector.parameter)
        done = _transformed(door, series, vector, kind, body, request, principal)
        parameter = _described(vector, kind, done)
        added[parameter.name] = parameter, done.vectors.astype(_float_of(vector))
        told.append(_sentence(vector, kind, done))
    dataset = series.dataset.replace(
        parameters=(*series.dataset.parameters, *(p for p, _ in added.values())),
        attributes={**series.dataset.attributes, "transformed": told},
    )
    values = {**series.values, **{name: v for name, (_, v) in added.items()}}
    blocks = iter([Series(dataset, series.time, values)])
    return TransformedFile(Answer(dataset, blocks, ""), told)


def inspected(path: Path) -> dict[str, Any]:
    """Return what a table holds, and what of it can be transformed, JSON-serialisable.

    Raises
    ------
    UnreadableFile
        If the file is no table that can be read.
    """
    series = _table(path)
    ends = [str(t) for t in time.to_text(series.time[[0, -1]])] if len(series) else [None, None]
    return {
        "columns": [
            {"name": p.name, "units": p.units, "frame": p.frame, "shape": list(p.shape)}
            for p in series.dataset.parameters
        ],
        "vectors": vectors(series.dataset),
        "rows": len(series),
        "start": ends[0],
        "stop": ends[1],
        "target": series.dataset.target,
    }


def vectors(dataset: Dataset) -> list[str]:
    """Return what of a table can be transformed: vectors, and columns named like components."""
    whole = [p.name for p in dataset.parameters if p.shape == (3,) and p.is_numeric]
    return [*whole, *(",".join(names) for names in _triples(dataset))]


def chosen(series: Series, columns: str) -> Sequence[Vector]:
    """Return the vectors that are asked for; all there are if none is named.

    Raises
    ------
    UnknownParameter, BadRequest
    """
    known = vectors(series.dataset)
    if not columns:
        in_vectors = [name for name in known if "," not in name]
        found = in_vectors or known
        if not found:
            names = ", ".join(series.dataset.names)
            raise BadRequest(
                f"Nothing in this table looks like a vector; name three columns of {names}."
            )
        return [_vector(series, name) for name in found]
    return [_vector(series, columns)]


def _table(path: Path) -> Series:
    found = read_files([path])
    if not found.series:
        raise UnreadableFile(found.reason or f"{path.name} holds no table.")
    with_vectors = [s for s in found.series if vectors(s.dataset)]
    return (with_vectors or list(found.series))[0]


def _vector(series: Series, columns: str) -> Vector:
    names = [name.strip() for name in columns.split(",")]
    for name in names:
        if name not in series.values:
            known = list(series.dataset.names)
            raise UnknownParameter(
                f"The table has no column {name}; it has {', '.join(known)}.{nearest(name, known)}"
            )
    first = series.dataset[names[0]]
    if len(names) == 1 and first.shape == (3,):
        return Vector(first.name, first, series.values[first.name])
    if len(names) != 3 or any(series.dataset[name].shape for name in names):
        raise BadRequest(f"{columns}: a vector is one parameter of three components, or 3 columns.")
    values = np.stack([_gaps(series, name) for name in names], axis=1)
    stem = _stem(names)
    return Vector(stem, first, values)


def _gaps(series: Series, name: str) -> Any:
    values = np.asarray(series.values[name], np.float64)
    fill = series.dataset[name].fill
    return np.where(values == fill, np.nan, values) if isinstance(fill, (int, float)) else values


def _stem(names: Sequence[str]) -> str:
    """Return what three columns have in common: ``B`` of ``Bx, By, Bz``."""
    lower = [name.lower() for name in names]
    for at, letter in enumerate(lower[0]):
        others = [name[:at] + letter + name[at + 1 :] for name in lower]
        if letter == "x" and len(set(others)) == 1:
            return (names[0][:at] + names[0][at + 1 :]).strip("_ ") or "vector"
    return "_".join(names)


def _triples(dataset: Dataset) -> Iterator[tuple[str, str, str]]:
    """Yield columns whose names differ by x, y and z only."""
    scalars = {p.name.lower(): p.name for p in dataset.parameters if not p.shape and p.is_numeric}
    for lower, name in scalars.items():
        for at, letter in enumerate(lower):
            if letter != "x":
                continue
            y, z = (lower[:at] + other + lower[at + 1 :] for other in "yz")
            if y in scalars and z in scalars:
                yield name, scalars[y], scalars[z]
                break


def _kind(asked: str, parameter: Parameter) -> Kind:
    if asked:
        return asked  # type: ignore[return-value]  # checked where it is used
    return "position" if is_length(parameter.units) else "vector"


def _transformed(
    door: Door,
    series: Series,
    vector: Vector,
    kind: Kind,
    body: str | None,
    request: FileRequest,
    principal: Principal,
) -> Transformed:
    told = TransformRequest(
        request.source,
        request.target,
        kind,
        body,
        request.aberration_deg,
        request.wind_km_s,
        unit_km=length_km(vector.parameter.units, body) if kind == "position" else 1.0,
    )
    if kind != "velocity":
        return transformed(door, vector.values, series.time, told, principal)
    if not is_speed(vector.parameter.units):
        raise BadRequest(f"{vector.name} is in {vector.parameter.units}, which is no speed.")
    if not request.positions:
        raise BadRequest("A velocity turns with its position: name the positions as well.")
    where = _vector(series, request.positions)
    unit = length_km(where.parameter.units, body)
    return transformed(door, vector.values, series.time, told, principal, where.values * unit)


def _described(vector: Vector, kind: Kind, done: Transformed) -> Parameter:
    name = f"{vector.name}_{done.target.name.replace('@', '_')}"
    return replace(
        vector.parameter,
        name=name,
        dtype=str(_float_of(vector)),
        shape=(3,),
        fill=None,
        frame=done.target.name,
        components=("x", "y", "z"),
        labels=tuple(f"{name}_{axis}" for axis in "xyz"),
        label=f"{vector.parameter.label or vector.name} in {done.target.name}",
        description=_sentence(vector, kind, done),
        uncertainty=(),
    )


def _float_of(vector: Vector) -> Any:
    given = np.asarray(vector.values).dtype
    return given if given.kind == "f" else np.dtype(np.float64)


def _sentence(vector: Vector, kind: Kind, done: Transformed) -> str:
    angle = np.asarray(done.aberration_deg)
    turned = f", aberrated by {np.nanmean(angle):.3g} degrees" if angle.any() else ""
    lost = f"; {done.missing} rows have no value: {done.reason}" if done.missing else ""
    kernels = ", ".join(done.kernels)
    return (
        f"{vector.name} ({kind}) from {done.source.name} to {done.target.name}{turned}, "
        f"kernels {kernels}{lost}"
    )
