"""What a person says about a bare file: the describing TOML file.

::

    columns = ["time", "Bx", "By", "Bz", "B_total", "X", "Y", "Z"]   # a file without header
    format = "csv"                                                   # where sniffing is wrong

    [dataset]
    id = "galileo_mag_ganymede"
    target = "Ganymede"
    cadence = "PT0.333S"

    [time]
    column = "time"

    [parameters.B]
    columns = ["Bx", "By", "Bz"]      # a vector; the columns stay parameters of their own
    units = "nT"
    frame = "IAU_GANYMEDE"
    fill = -9999.0

The file may lie beside the data as ``FILE.toml`` or ``FILE.ext.toml``, or serve a whole
folder as ``dayside.toml``; there, ``[files."*_mag.txt"]`` holds a description for some of
the files.
"""

from __future__ import annotations

import dataclasses
import fnmatch
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

import numpy as np

from dayside.formats.base import NOTHING_SAID, Description
from dayside.formats.compressed import plain_name
from dayside.formats.units import to_vounit
from dayside.model import time
from dayside.model.dataset import Dataset, Display, Parameter, Role, Scale, StampPosition
from dayside.model.errors import BadRequest, UnreadableFile, nearest
from dayside.model.series import Series, Values

FOLDER_FILE = "dayside.toml"

# What the file's values decide is not for a person to say.
_DATASET_KEYS = {f.name for f in dataclasses.fields(Dataset)} - {
    "parameters", "start", "stop", "records", "cadence_ns", "source",
} | {"cadence"}  # fmt: skip
_PARAMETER_KEYS = {f.name for f in dataclasses.fields(Parameter)} - {
    "name", "dtype", "shape", "bins",
} | {"columns"}  # fmt: skip
_TIME_KEYS = {"column", "format", "units"}
_TOP_KEYS = {"dataset", "time", "columns", "parameters", "format", "files"}
_CHOICES = {
    "time_stamp": get_args(StampPosition),
    "role": get_args(Role),
    "scale": get_args(Scale),
    "display": get_args(Display),
    "access": ("public", "private"),
}
_NUMBERS = ("valid_min", "valid_max")


def load(path: Path, name: str = "") -> Description:
    """Return the description in a TOML file.

    Parameters
    ----------
    path : Path
        The TOML file.
    name : str
        Name of the data file, for the ``[files."pattern"]`` tables of a folder's
        description.

    Raises
    ------
    UnreadableFile
        If it cannot be read or is no TOML.
    BadRequest
        If it says something a description cannot say; the message names the nearest key.
    """
    try:
        record = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be opened: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableFile(f"{path.name} is no TOML: {error}.") from error
    said = described(record, path.name)
    parts = _table(record, "files", path.name)
    for pattern, part in parts.items():
        # All are looked at: a slip of the pen is told by whichever file comes first.
        where = f'{path.name}: files."{pattern}"'
        _only(_mapping(part, where), (_TOP_KEYS | _DATASET_KEYS) - {"files"}, where)
        parts[pattern] = described(part, where)
    names = (name, plain_name(name))
    fits = (d for p, d in parts.items() if any(fnmatch.fnmatchcase(n, p) for n in names))
    return next(fits, said)


def sidecar(path: Path) -> Path | None:
    """Return the describing file that lies beside `path`, or None.

    ``FILE.ext.toml`` goes before ``FILE.toml``, and both before the folder's
    ``dayside.toml``. A compressed file is described as what it holds.
    """
    plain = path.with_name(plain_name(path.name))
    beside = (
        path.with_name(f"{path.name}.toml"),
        path.with_name(f"{plain.name}.toml"),
        plain.with_suffix(".toml"),
        path.with_name(FOLDER_FILE),
    )
    return next((p for p in beside if p != path and p.is_file()), None)


def find(path: Path) -> Description:
    """Return what a sidecar says about `path`, or a description that says nothing."""
    found = sidecar(path)
    return NOTHING_SAID if found is None else load(found, path.name)


def apply_description(series: Series, description: Description) -> Series:
    """Return `series` with all that `description` overrides.

    Vectors are assembled from their columns, fills become NaN in floats, and the fields
    of the dataset and its parameters are replaced. A parameter that the series does not
    have is left aside, as one description may serve several time axes; `check_names`
    refuses what fits nowhere.

    Raises
    ------
    BadRequest
        If columns do not fit together as a vector.
    """
    if description is NOTHING_SAID:
        return series
    parameters = {p.name: p for p in series.dataset.parameters}
    values = dict(series.values)
    for name, said in description.parameters.items():
        known = _resolve(name, parameters)
        if "columns" in said:
            _assemble(known or name, said, parameters, values)
        elif known is not None:
            parameters[known], values[known] = _changed(parameters[known], values[known], said)
    dataset = _dataset(series.dataset, description.dataset, tuple(parameters.values()), series.time)
    return Series(dataset, series.time, {n: values[n] for n in dataset.names})


def check_names(found: Sequence[Series], description: Description) -> None:
    """Refuse a description that speaks of what is in none of `found`, after it was applied.

    Raises
    ------
    BadRequest
        If it names a parameter or a column that there is not: a slip of the pen, which
        left aside would leave a quantity without its unit.
    """
    have = {p.name: p for series in found for p in series.dataset.parameters}
    for name, said in description.parameters.items():
        companions = said.get("uncertainty", ())
        wanted = [
            *said.get("columns", (name,)),
            *((companions,) if isinstance(companions, str) else companions),
            *([said["quality"]] if said.get("quality") else []),
        ]
        for one in wanted:
            if found and _resolve(one, have) is None:
                raise BadRequest(
                    f"The description names {one}, which the file does not have."
                    + nearest(one, have)
                )


def described(record: Mapping[str, Any], where: str) -> Description:
    """Return the description that a TOML record is.

    Raises
    ------
    BadRequest
        If it says something a description cannot say; the message begins with `where`.
    """
    _only(record, _TOP_KEYS | _DATASET_KEYS, where)
    dataset = {k: v for k, v in record.items() if k in _DATASET_KEYS} | _table(
        record, "dataset", where
    )
    _only(dataset, _DATASET_KEYS, f"{where}: dataset")
    when = _table(record, "time", where)
    _only(when, _TIME_KEYS, f"{where}: time")
    parameters = _table(record, "parameters", where)
    for name, said in parameters.items():
        _only(_mapping(said, f"{where}: parameters.{name}"), _PARAMETER_KEYS, f"{where}: {name}")
        _check(said, f"{where}: parameters.{name}")
    _check(dataset, f"{where}: dataset")
    columns = record.get("columns", ())
    if not _texts(columns):
        raise BadRequest(f"{where}: columns must be a list of names.")
    return Description(dataset, when, tuple(columns), parameters, record.get("format"))


def _check(said: Mapping[str, Any], where: str) -> None:
    for key, allowed in _CHOICES.items():
        if key in said and said[key] not in allowed:
            raise BadRequest(
                f"{where}.{key} is {said[key]!r}; it may be {', '.join(allowed)}."
                + nearest(str(said[key]), allowed)
            )
    for key in _NUMBERS:
        if key in said and not isinstance(said[key], (int, float)):
            raise BadRequest(f"{where}.{key} must be a number.")
    for key in ("columns", "components", "labels"):
        if key in said and not _texts(said[key]):
            raise BadRequest(f"{where}.{key} must be a list of names.")
    if "cadence" in said:
        time.parse_duration(str(said["cadence"]))


def _texts(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and all(isinstance(v, str) for v in value)


def _only(record: Mapping[str, Any], known: set[str], where: str) -> None:
    for key in record:
        if key not in known:
            raise BadRequest(
                f"{where} says {key}, which a description does not have; "
                f"it may say {', '.join(sorted(known))}." + nearest(key, known)
            )


def _mapping(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise BadRequest(f"{where} must be a table of keys and values.")
    return value


def _table(record: Mapping[str, Any], key: str, where: str) -> dict[str, Any]:
    return dict(_mapping(record.get(key, {}), f"{where}: {key}"))


def _resolve(name: str, known: Mapping[str, Any]) -> str | None:
    """Return the parameter meant: by its name, its label, or its name in another case."""
    if name in known:
        return name
    by_label = (n for n, p in known.items() if getattr(p, "label", None) == name)
    by_case = (n for n in known if n.lower() == name.lower())
    return next(by_label, None) or next(by_case, None)


def _changed(
    parameter: Parameter, values: Values, said: Mapping[str, Any]
) -> tuple[Parameter, Values]:
    """Return a parameter and its values as `said` has them."""
    changes = {k: v for k, v in said.items() if k not in ("columns", "fill")}
    if "units" in changes:
        changes["units"] = "" if changes["units"] == "" else to_vounit(changes["units"])
    if isinstance(changes.get("uncertainty"), str):
        changes["uncertainty"] = (changes["uncertainty"],)
    for key in ("components", "labels", "uncertainty"):
        if key in changes:
            changes[key] = tuple(changes[key])
    if "fill" in said and values.dtype.kind == "f":
        values = without_fill(values, said["fill"])
    elif "fill" in said:
        changes["fill"] = said["fill"]
    return dataclasses.replace(parameter, **changes), values


def without_fill(values: Values, fill: Any) -> Values:
    """Return floats with `fill`, as it looks in their precision, made NaN."""
    if isinstance(fill, bool) or not isinstance(fill, (int, float)):
        raise BadRequest(f"The fill of a number must be a number, not {fill!r}.")
    with np.errstate(over="ignore"):
        filled = values == values.dtype.type(fill)
    return np.where(filled, values.dtype.type(np.nan), values) if filled.any() else values


def _assemble(
    name: str, said: Mapping[str, Any], parameters: dict[str, Parameter], values: dict[str, Values]
) -> None:
    """Put a vector made of columns before its columns."""
    found = [_resolve(c, parameters) for c in said["columns"]]
    columns = [c for c in found if c is not None]
    if len(columns) < len(found) or not columns:
        return
    for column in columns:
        own = {k: said[k] for k in ("units", "fill", "frame") if k in said}
        parameters[column], values[column] = _changed(parameters[column], values[column], own)
    first = parameters[columns[0]]
    if any(parameters[c].shape or not parameters[c].is_numeric for c in columns):
        raise BadRequest(f"The columns of {name} must each be one number a sample.")
    units = {parameters[c].units for c in columns}
    stacked = np.stack([values[c] for c in columns], axis=1)
    vector = Parameter(
        name=name,
        dtype=str(stacked.dtype),
        units=first.units if len(units) == 1 else None,
        shape=(len(columns),),
        fill=first.fill if stacked.dtype.kind != "f" else None,
        components=("x", "y", "z") if len(columns) == 3 else (),
        labels=tuple(parameters[c].label or c for c in columns),
        frame=first.frame,
        quality=first.quality,
    )
    for twin in [n for n, p in parameters.items() if p.shape and p.labels == vector.labels]:
        del parameters[twin], values[twin]  # the same vector, found without being told
    vector, stacked = _changed(vector, stacked, {k: v for k, v in said.items() if k != "fill"})
    rest = {n: p for n, p in parameters.items() if n != name}
    parameters.clear()
    for key, parameter in rest.items():
        if key == columns[0]:
            parameters[name] = vector
        parameters[key] = parameter
    values[name] = stacked


def _dataset(
    dataset: Dataset,
    said: Mapping[str, Any],
    parameters: tuple[Parameter, ...],
    ticks: time.Ticks,
) -> Dataset:
    changes = dict(said)
    if "cadence" in changes:
        cadence = time.parse_duration(str(changes.pop("cadence")))
        changes["cadence_ns"] = cadence
        if len(ticks):
            changes["stop"] = int(ticks[-1]) + cadence
    if "attributes" in changes:
        changes["attributes"] = {**dataset.attributes, **changes["attributes"]}
    return dataset.replace(parameters=parameters, **changes)
