"""Reading NetCDF: one series for each time coordinate."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.formats.base import NOTHING_SAID, Description
from dayside.formats.columns.table import Column, text_array, unique
from dayside.formats.columns.time import find_time
from dayside.formats.guard import guarded
from dayside.formats.netcdf.contents import Contents, opened
from dayside.formats.netcdf.metadata import (
    bounds_stamp,
    dataset_of,
    is_unsigned,
    parameter_of,
    text,
)
from dayside.formats.netcdf.time import is_time, ticks_of
from dayside.formats.rows import covered, in_order, set_gaps
from dayside.model import Dataset, Parameter, Series, time
from dayside.model.errors import BadRequest, UnreadableFile

Values = NDArray[Any]

_MOST_CONSTANTS = 4096


def read_netcdf(path: Path, description: Description = NOTHING_SAID) -> list[Series]:
    """Return one series for each time coordinate of a NetCDF file.

    Parameters
    ----------
    path : Path
    description : Description
        Its ``time`` names the variables that tell the time, where the file does not.

    Raises
    ------
    UnreadableFile
        If it is damaged, or has no time coordinate.
    """
    with guarded(path, "NetCDF"), opened(path) as file:
        axes = _axes(file, description)
        if not axes:
            raise UnreadableFile(
                f"{path.name} has no time coordinate: none of its variables has units such as "
                "'seconds since 1970-01-01'."
            )
        dims = {axis.dim for axis in axes}
        datasets = _datasets(file, axes, path.stem)
        return [
            _series(file, axis, dataset.replace(attributes=_attributes(file, axis, dataset, dims)))
            for axis, dataset in zip(axes, datasets, strict=True)
        ]


@dataclass(frozen=True, slots=True, eq=False)
class _Axis:
    """A dimension along which time runs, the variables that tell it, and what they tell."""

    dim: str
    told_by: tuple[str, ...]
    ticks: time.Ticks

    @property
    def name(self) -> str:
        """The variable that tells the time first of all."""
        return self.told_by[0]


def _axes(file: Contents, description: Description) -> list[_Axis]:
    """Return the time axes of a file, those of CF unless a person says otherwise."""
    coordinates = _coordinates(file)
    bare = not coordinates or description.time.get("column")
    found = list(_bare_axes(file, description)) if bare else []
    return found or [_cf_axis(file, dim, name) for dim, name in coordinates.items()]


def _coordinates(file: Contents) -> dict[str, str]:
    """Return the name of the time coordinate of each dimension that has one."""
    found: dict[str, str] = {}
    for name, variable in file.variables.items():
        if variable.ndim != 1 or not is_time(text(variable.attrs, "units")):
            continue
        dim = str(variable.dims[0])
        if dim not in found or name == dim or text(variable.attrs, "axis") == "T":
            found[dim] = str(name)
    return found


def _cf_axis(file: Contents, dim: str, name: str) -> _Axis:
    """Return the axis of a coordinate; ``tt2000`` beside it knows leap seconds."""
    exact = file.variables.get("tt2000")
    known = exact is not None and exact.dims == (dim,) and exact.dtype == np.int64
    ticks = np.asarray(exact.values) if exact is not None and known else None
    bounds = text(file.variables[name].attrs, "bounds")
    told_by = (name, *(["tt2000"] if known else []), bounds)
    return _Axis(dim, told_by, _ticks(file.variables[name]) if ticks is None else ticks)


def _bare_axes(file: Contents, description: Description) -> Iterator[_Axis]:
    """Yield the dimensions along which plain numbers or texts tell a time."""
    for dim in dict.fromkeys(str(v.dims[0]) for v in file.variables.values() if v.ndim == 1):
        local = file.local_names(n for n, v in file.variables.items() if v.dims == (dim,))
        columns = [_column(short, file.variables[name]) for name, short in local.items()]
        try:
            ticks, used = find_time(columns, description.time)
        except (UnreadableFile, BadRequest):
            continue
        known_as = {short: name for name, short in local.items()}
        yield _Axis(dim, tuple(known_as[c.name] for c in used), ticks)


def _datasets(file: Contents, axes: Sequence[_Axis], stem: str) -> list[Dataset]:
    """Return what is said of the dataset of each time axis; those of a group bear its name."""
    shared = Counter(file.groups.get(axis.name, "") for axis in axes)
    found = []
    for axis in axes:
        dataset = dataset_of(file.attrs_of(axis.name), stem)
        group = file.groups.get(axis.name, "")
        if group and len(axes) > 1 and dataset.title in {stem, text(file.attrs, "title")}:
            dataset = dataset.replace(title=f"{dataset.title} ({group})")
        name = group if group and shared[group] == 1 else axis.name
        attributes = {**dataset.attributes, "time_axis": name.replace("/", "_")}
        found.append(dataset.replace(attributes=attributes))
    return found


def _column(name: str, variable: Any) -> Column:
    values = np.asarray(variable.values)
    if values.dtype.kind in "OSU":
        return Column(name, text_array(_texts(values)))
    return Column(name, values)


def _series(file: Contents, axis: _Axis, dataset: Dataset) -> Series:
    """Return the series along a time axis."""
    dim = axis.dim
    members = [
        name
        for name, variable in file.variables.items()
        if dim in variable.dims and name not in axis.told_by
    ]
    taken = {"time", "tt2000", ""}
    local = file.local_names(members)
    names = {name: unique(re.sub(r"[^\w.+-]+", "_", local[name]), taken) for name in members}
    parameters = [parameter_of(file, name, dim, names) for name in members]
    values = {
        p.name: _values(file.variables[name], dim, p)
        for name, p in zip(members, parameters, strict=True)
    }
    described = dataset.replace(
        parameters=tuple(parameters),
        time_stamp=bounds_stamp(file, axis.name) or dataset.time_stamp,
    )
    ticks, values = in_order(axis.ticks, values)
    return Series(covered(described, ticks), ticks, values)


def _ticks(variable: Any) -> time.Ticks:
    attributes = variable.attrs
    values = np.asarray(variable.values)
    found = ticks_of(values, text(attributes, "units"), text(attributes, "calendar"))
    for key in ("_FillValue", "missing_value"):
        if key in attributes:
            found = np.where(values == attributes[key], time.FILL, found)
    return found


def _values(variable: Any, dim: str, parameter: Parameter) -> Values:
    values = np.moveaxis(np.asarray(variable.values), variable.dims.index(dim), 0)
    attributes = variable.attrs
    if parameter.dtype == "tt2000":
        if text(attributes, "time_standard") == "TT2000":
            return values
        return _ticks(variable)
    if parameter.dtype.startswith("U"):
        return _texts(values).astype(parameter.dtype)
    if values.dtype.kind == "b":
        return values.astype(np.uint8)
    fills = [attributes[key] for key in ("_FillValue", "missing_value") if key in attributes]
    if is_unsigned(variable):
        values = values.astype(f"u{values.dtype.itemsize}")
        fills = [np.asarray(fill).astype(values.dtype) for fill in fills]
    numbers = [float(fill) for group in fills for fill in np.atleast_1d(group)]
    if "scale_factor" in attributes or "add_offset" in attributes:
        return _unpacked(values, attributes, numbers, parameter)
    values = np.ascontiguousarray(values, values.dtype.newbyteorder("="))
    if values.dtype.kind == "f":
        values = values if values.flags.writeable else values.copy()
        for number in numbers:
            if not np.isnan(number):
                set_gaps(values, number)
    return values


def _unpacked(
    values: Values, attributes: Mapping[str, Any], fills: list[float], parameter: Parameter
) -> Values:
    scale, offset = attributes.get("scale_factor", 1.0), attributes.get("add_offset", 0.0)
    found = values.astype(parameter.dtype) * np.asarray(scale) + np.asarray(offset)
    return np.where(np.isin(values, fills), np.nan, found).astype(parameter.dtype)


def _texts(values: Values) -> NDArray[np.str_]:
    if values.dtype.kind == "S":
        values = np.strings.decode(values, "utf-8", "replace")
    if values.dtype.kind == "O":
        values = np.array([str(v) for v in values.reshape(-1)], np.str_).reshape(values.shape)
    return np.strings.rstrip(values.astype(np.str_), " \0")


def _attributes(
    file: Contents, axis: _Axis, dataset: Dataset, times: Collection[str]
) -> dict[str, Any]:
    """Return the attributes of a dataset, with the numbers of its scope that hold for all times."""
    own = file.groups.get(axis.name, "")
    found = {}
    for name, variable in file.variables.items():
        fixed = variable.dtype.kind in "iuf" and name not in file.sizes
        in_scope = f"{own}/".startswith(f"{file.groups.get(name, '')}/".lstrip("/"))
        known = fixed and in_scope and variable.size <= _MOST_CONSTANTS
        if known and not set(variable.dims) & set(times):
            found[name] = {
                "values": np.asarray(variable.values).tolist(),
                "units": text(variable.attrs, "units"),
                "description": text(variable.attrs, "long_name"),
            }
    return {**dataset.attributes, **({"constants": found} if found else {})}
