"""Reading NetCDF: one series for each time coordinate."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dayside.formats.base import NOTHING_SAID, Description
from dayside.formats.columns.table import Column, text_array, unique
from dayside.formats.columns.time import find_time
from dayside.formats.guard import guarded
from dayside.formats.netcdf.format import CLASSIC_MAGIC, HDF5_MAGIC
from dayside.formats.netcdf.metadata import bounds_stamp, dataset_of, parameter_of, text
from dayside.formats.netcdf.probe import survives
from dayside.formats.netcdf.time import is_time, ticks_of
from dayside.formats.rows import covered, in_order, set_gaps
from dayside.model import Dataset, Parameter, Series, time
from dayside.model.errors import BadRequest, UnreadableFile

if TYPE_CHECKING:
    import xarray

Values = NDArray[Any]

# HDF5 stores nothing for values that were never written, but they are made in memory.
_MOST_INFLATED = 1100
_MOST_UNWRITTEN = 256 << 20
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
        If it is damaged, of version 3, or has no time coordinate.
    """
    import xarray

    _check_magic(path)
    if not survives(path):
        raise UnreadableFile(f"{path.name} is a damaged or truncated NetCDF.")
    with (
        guarded(path, "NetCDF"),
        xarray.open_dataset(
            path,
            engine="h5netcdf",
            mask_and_scale=False,
            decode_times=False,
            decode_coords=False,
            cache=False,
            phony_dims="access",
        ) as file,
    ):
        _check_size(path, file)
        axes = _axes(file)
        dataset = dataset_of(file.attrs, path.stem)
        if not axes or description.time.get("column"):
            found = _bare_time(file, description)
            if found is not None:
                return [_series_at(file, *found, dataset)]
        if not axes:
            raise UnreadableFile(
                f"{path.name} has no time coordinate: none of its variables has units such as "
                "'seconds since 1970-01-01'" + _groups(path) + "."
            )
        return [_series(file, dim, axis, dataset) for dim, axis in axes.items()]


def _groups(path: Path) -> str:
    """Return a half-sentence about groups, in which nothing was looked for."""
    import h5netcdf

    with h5netcdf.File(path, "r", phony_dims="access") as file:
        names = ", ".join(sorted(file.groups)[:5])
    return f", and its groups ({names}) are not looked into" if names else ""


def _bare_time(
    file: xarray.Dataset, description: Description
) -> tuple[str, list[str], time.Ticks] | None:
    """Return the dimension along which plain numbers or texts tell a time, these, and it."""
    for dim in dict.fromkeys(str(v.dims[0]) for v in file.variables.values() if v.ndim == 1):
        flat = {str(n): v for n, v in file.variables.items() if v.dims == (dim,)}
        columns = [_column(name, variable) for name, variable in flat.items()]
        try:
            ticks, used = find_time(columns, description.time)
        except (UnreadableFile, BadRequest):
            continue
        return dim, [c.name for c in used], ticks
    return None


def _column(name: str, variable: Any) -> Column:
    values = np.asarray(variable.values)
    if values.dtype.kind in "OSU":
        return Column(name, text_array(_texts(values)))
    return Column(name, values)


def _check_magic(path: Path) -> None:
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be opened: {error.strerror}.") from error
    if head[:4] in CLASSIC_MAGIC:
        raise UnreadableFile(
            f"{path.name} is NetCDF version 3; convert it: nccopy -k nc4 {path.name} new.nc"
        )
    if head != HDF5_MAGIC:
        raise UnreadableFile(f"{path.name} is no NetCDF.")


def _check_size(path: Path, file: xarray.Dataset) -> None:
    size = path.stat().st_size
    claimed = sum(v.size * v.dtype.itemsize for v in file.variables.values())
    if claimed > size * _MOST_INFLATED + _MOST_UNWRITTEN:
        raise UnreadableFile(f"{path.name} claims {claimed} bytes of values in a file of {size}.")


def _axes(file: xarray.Dataset) -> dict[str, str]:
    """Return the name of the time coordinate of each dimension that has one."""
    found: dict[str, str] = {}
    for name, variable in file.variables.items():
        if variable.ndim != 1 or not is_time(text(variable.attrs, "units")):
            continue
        dim = str(variable.dims[0])
        if dim not in found or name == dim or text(variable.attrs, "axis") == "T":
            found[dim] = str(name)
    return found


def _series(file: xarray.Dataset, dim: str, axis: str, dataset: Dataset) -> Series:
    bounds = text(file.variables[axis].attrs, "bounds")
    used = [axis, "tt2000", bounds]
    return _series_at(file, dim, used, _axis_ticks(file, dim, axis), dataset)


def _series_at(
    file: xarray.Dataset, dim: str, used: list[str], ticks: time.Ticks, dataset: Dataset
) -> Series:
    """Return the series along a dimension at these times, which the variables `used` tell."""
    axis = used[0]
    members = [
        str(name)
        for name, variable in file.variables.items()
        if dim in variable.dims and str(name) not in used
    ]
    taken = {"time", "tt2000", ""}
    names = {name: unique(re.sub(r"[^\w.+-]+", "_", name), taken) for name in members}
    parameters = [parameter_of(file, name, dim, names) for name in members]
    values = {
        p.name: _values(file[name].variable, dim, p)
        for name, p in zip(members, parameters, strict=True)
    }
    described = dataset.replace(
        parameters=tuple(parameters),
        time_stamp=bounds_stamp(file, axis) or dataset.time_stamp,
        attributes={**dataset.attributes, "time_axis": axis, **_constants(file)},
    )
    ticks, values = in_order(ticks, values)
    return Series(covered(described, ticks), ticks, values)


def _axis_ticks(file: xarray.Dataset, dim: str, axis: str) -> time.Ticks:
    """Return the times; from ``tt2000`` where it is there, which knows leap seconds."""
    exact = file.variables.get("tt2000")
    if exact is not None and exact.dims == (dim,) and exact.dtype == np.int64:
        return np.asarray(exact.values)
    return _ticks(file.variables[axis])


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


def _constants(file: xarray.Dataset) -> dict[str, Any]:
    """Return the numbers that hold for all times and that are no coordinates."""
    found = {}
    for name, variable in file.variables.items():
        fixed = variable.dtype.kind in "iuf" and name not in file.dims
        if fixed and not set(variable.dims) & set(_axes(file)) and variable.size <= _MOST_CONSTANTS:
            found[str(name)] = {
                "values": np.asarray(variable.values).tolist(),
                "units": text(variable.attrs, "units"),
                "description": text(variable.attrs, "long_name"),
            }
    return {"constants": found} if found else {}
