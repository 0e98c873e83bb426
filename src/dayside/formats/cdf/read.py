"""Reading CDF: one series for each time axis (ISTP ``DEPEND_0``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.formats.base import NOTHING_SAID, Description
from dayside.formats.cdf.companions import with_companions
from dayside.formats.cdf.guard import sound_source
from dayside.formats.cdf.metadata import dataset_of, parameter_of, resolution_ns, time_stamp
from dayside.formats.cdf.stamps import compute_virtual, find_numeric
from dayside.formats.cdf.variable import Variable
from dayside.formats.columns.table import unique
from dayside.formats.guard import guarded
from dayside.formats.rows import covered, in_order, set_gaps
from dayside.model import Dataset, Parameter, Series, time
from dayside.model.errors import UnreadableFile
from dayside.model.series import storage_dtype

Variables = Mapping[str, Variable]
Values = NDArray[Any]

_ISTP_FILL = -1e31
_MOST_CONSTANTS = 4096
# The time once more, as year, day and ms.
_TIME_AGAIN = re.compile(r"time_?pb5", re.IGNORECASE)


def read_cdf(path: Path, description: Description = NOTHING_SAID) -> list[Series]:
    """Return one series for each time axis of a CDF file.

    Parameters
    ----------
    path : Path
    description : Description
        Its ``time`` names the one axis, where the file has others or none.

    Raises
    ------
    UnreadableFile
        If it is damaged, or has no time.
    """
    import pycdfpp

    source = sound_source(path)
    with guarded(path, "CDF"):
        raw = pycdfpp.load(source)
        names = _parameter_names(raw.keys())
        variables = {name: Variable(name, v, names[name]) for name, v in raw.items()}
        said = {name: [a[i] for i in range(len(a))] for name, a in raw.attributes.items()}
        left_out = compute_virtual(variables)
        axes = _axes({n: v for n, v in variables.items() if n not in left_out})
        if description.time.get("column") or not axes:
            axes = _numeric_axes(path, variables, description)
        dataset = dataset_of(said, path.stem)
        return [_series(axis, members, variables, dataset) for axis, members in axes.items()]


def _numeric_axes(
    path: Path, variables: Variables, description: Description
) -> dict[str, list[str]]:
    if not any(v.records and not v.is_constant for v in variables.values()):
        raise UnreadableFile(
            f"{path.name} has no time: none of its variables varies from record to record."
        )
    try:
        return find_numeric(variables, description.time)
    except UnreadableFile as error:
        raise UnreadableFile(f"{path.name} has no variable of a CDF time type; {error}") from error


def _parameter_names(names: Iterable[str]) -> dict[str, str]:
    """Return a parameter name for each variable: no separators, unique whatever the case."""
    found: dict[str, str] = {}
    taken = {"time", "tt2000", ""}
    for name in names:
        found[name] = unique(re.sub(r"[^\w.+-]+", "_", name.strip()), taken)
    return found


def _axes(variables: Variables) -> dict[str, list[str]]:
    """Return the names of the variables that become parameters, by their time variable."""
    times = [n for n, v in variables.items() if v.is_time and not v.shape and not v.is_constant]
    named = {v.text("DEPEND_0") for n, v in variables.items() if v.text("DEPEND_0") != n}
    # Without ISTP attributes the first time variable is the axis.
    axes: dict[str, list[str]] = {n: [] for n in times if n in named} or {n: [] for n in times[:1]}
    pointers = _label_variables(variables)
    for name, variable in variables.items():
        if name in axes or name in pointers or variable.is_constant or _TIME_AGAIN.fullmatch(name):
            continue
        axis = _axis_of(variable, axes, variables)
        if axis and (variable.records or not variable.is_virtual):
            axes[axis].append(name)
    return {axis: members for axis, members in axes.items() if members or len(axes) == 1}


def _axis_of(variable: Variable, axes: Iterable[str], variables: Variables) -> str:
    """Return the time variable that is named, or the only one of equal length."""
    said = variable.text("DEPEND_0")
    if said in variables:
        return said if said in axes else ""
    fitting = [axis for axis in axes if variables[axis].records == variable.records]
    return fitting[0] if len(fitting) == 1 else ""


def _label_variables(variables: Variables) -> set[str]:
    """Return the names of the variables that only name what others hold."""
    return {
        variable.text(attribute)
        for variable in variables.values()
        for attribute in variable.attributes
        if attribute.startswith(("LABL_PTR", "UNIT_PTR", "FORM_PTR"))
    }


def _series(axis: str, members: list[str], variables: Variables, dataset: Dataset) -> Series:
    ticks = variables[axis].ticks
    parameters = [parameter_of(variables[name], axis, variables) for name in members]
    values = {
        p.name: _values(variables[name], p, len(ticks))
        for name, p in zip(members, parameters, strict=True)
    }
    ticks, values = in_order(ticks, values)
    described = dataset.replace(
        parameters=tuple(with_companions(parameters, [variables[n] for n in members])),
        time_stamp=time_stamp(variables[axis]),
        attributes={**dataset.attributes, "time_axis": axis, **_constants(variables)},
    )
    described = covered(described, ticks, _said_cadence(variables[axis], dataset))
    return Series(described, ticks, values)


def _values(variable: Variable, parameter: Parameter, records: int) -> Values:
    """Return the values of a parameter, as many as there are times."""
    if variable.is_text:
        values: Values = variable.texts
    elif variable.is_time:
        values = variable.ticks
    else:
        values = variable.values
        if values.dtype.kind == "f":
            _open_gaps(values, variable)
    if len(values) == records:
        return values
    # Records that were never written read as fill, so that a day without them is no
    # other dataset.
    padded = np.full((records, *parameter.shape), _empty(parameter), storage_dtype(parameter))
    padded[: len(values)] = values[:records]
    return padded


def _empty(parameter: Parameter) -> Any:
    if parameter.dtype == "tt2000":
        return time.FILL
    if parameter.dtype.startswith("float"):
        return np.nan
    return parameter.fill if parameter.fill is not None else storage_dtype(parameter).type()


def _open_gaps(values: Values, variable: Variable) -> None:
    fill = variable.number("FILLVAL") if "FILLVAL" in variable.attributes else _ISTP_FILL
    if fill is not None:
        set_gaps(values, fill)


def _said_cadence(axis: Variable, dataset: Dataset) -> int | None:
    said = axis.text("CADENCE") or axis.text("TIME_RES") or axis.text("RESOLUTION")
    return resolution_ns(said or str(dataset.attributes.get("Time_resolution", "")))


def _constants(variables: Variables) -> dict[str, Any]:
    """Return the numbers that hold for all times and that no fixed bin can tell."""
    found = {}
    for name, variable in variables.items():
        if not variable.is_constant or variable.is_text or variable.is_time:
            continue
        if variable.records and variable.values[0].size <= _MOST_CONSTANTS:
            found[name] = {
                "values": variable.values[0].tolist(),
                "units": variable.text("UNITS"),
                "description": variable.text("CATDESC"),
            }
    return {"constants": found} if found else {}
