"""CF and ACDD metadata of a NetCDF file as `Parameter`, `Bins` and `Dataset`.

The conventions: https://cfconventions.org, https://wiki.esipfed.org/ACDD.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, cast

import numpy as np

from dayside.formats.frames import components_named, frame_in, frame_named
from dayside.formats.naming import folded_id
from dayside.formats.netcdf.contents import Contents
from dayside.formats.netcdf.time import is_time
from dayside.formats.units import to_vounit
from dayside.model import Bins, Dataset, Parameter, identifier
from dayside.model.dataset import Display, Role, Scale, StampPosition

_ERROR_NAME = re.compile(r"(?:^|_)(?:err|error|sigma|unc|uncertainty|std)(?:_|$)", re.IGNORECASE)
_FLAG_NAME = re.compile(r"quality|(?:^|_)(?:qual|q?flag|qc|qf|dqf)s?(?:_|$)", re.IGNORECASE)
# ACDD, and what other providers call the same.
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "title": ("title",),
    "description": ("summary", "abstract", "description"),
    "target": ("target", "target_name"),
    "mission": ("project", "mission"),
    "observatory": ("platform", "observatory", "spacecraft"),
    "instrument": ("instrument",),
    "measurement_type": ("measurement_type", "instrument_type"),
    "region": ("region", "target_region"),
    "version": ("product_version", "version", "data_version"),
    "created": ("date_created", "creation_date"),
    "licence": ("license", "licence"),
    "citation": ("citation", "references", "acknowledgement"),
    "doi": ("doi", "dataset_doi"),
    "contact": ("creator_name", "contact"),
    "resource_url": ("infourl", "metadata_link", "url"),
}


def text(attributes: Mapping[Any, Any], name: str) -> str:
    """Return an attribute as text, empty where there is none."""
    return _plain(attributes.get(name, ""))


def _plain(value: Any) -> str:
    if isinstance(value, (list, tuple, np.ndarray)):
        return " ".join(_plain(v) for v in np.asarray(value).reshape(-1))
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return str(value).strip()


def dataset_of(attributes: Mapping[Any, Any], stem: str) -> Dataset:
    """Return what the global attributes say; without parameters and coverage.

    Parameters
    ----------
    attributes : mapping
        Of the file.
    stem : str
        Name of the file, its last resort for a title.
    """
    said = {str(key): _plain(value) for key, value in attributes.items()}
    lowered = {key.lower(): value for key, value in said.items() if value}
    fields: dict[str, Any] = {}
    for name, keys in _FIELDS.items():
        fields[name] = next((lowered[key] for key in keys if key in lowered), None)
    stamp = lowered.get("time_stamp", "center")
    known = stamp in {"begin", "center", "end", "other"}
    return Dataset(
        # Some providers' id is the name of the file: its dates are no part of a dataset's.
        id=identifier(folded_id(lowered["id"])) if "id" in lowered else "",
        **fields | {"title": fields["title"] or stem, "description": fields["description"] or ""},
        time_stamp=cast("StampPosition", stamp) if known else "center",
        simulated=lowered.get("simulated", "").lower() in {"yes", "true"},
        attributes={key: value for key, value in said.items() if value},
    )


def bounds_stamp(file: Contents, axis: str) -> StampPosition | None:
    """Return where times stand within their CF bounds, None where these are missing."""
    coordinate = file.variables[axis]
    bounds = file.variables.get(text(coordinate.attrs, "bounds"))
    if bounds is None or bounds.shape != (coordinate.size, 2) or not coordinate.size:
        return None
    times, edges = np.asarray(coordinate.values), np.asarray(bounds.values)
    if (edges[:, 0] == times).all():
        return "begin"
    return "end" if (edges[:, 1] == times).all() else "center"


def parameter_of(file: Contents, name: str, dim: str, names: Mapping[str, str]) -> Parameter:
    """Return the parameter that a variable with a time dimension is.

    Parameters
    ----------
    file : Contents
    name : str
        Of the variable.
    dim : str
        The time dimension.
    names : mapping of str to str
        Parameter name of each variable that has this dimension.
    """
    variable = file.variables[name]
    said = variable.attrs
    dims = [str(d) for d in variable.dims if d != dim]
    shape = tuple(int(file.sizes[d]) for d in dims)
    dtype = _dtype(variable)
    labels = _labels(file, name, dims)
    frame = _frame(name, said, labels)
    components = _components(said, shape, labels, frame)
    bins = () if components else tuple(_bins(file, name, d, dim, names) for d in dims)
    units = text(said, "units") if "units" in said and not dtype.startswith(("U", "tt")) else None
    low, high = _valid(said)
    return Parameter(
        name=names[name],
        dtype=dtype,
        units=(to_vounit(units) or "") if units is not None else None,
        shape=shape,
        fill=_fill(variable, dtype),
        description=_joined(said, ("description", "comment", "flag_meanings")),
        label=text(said, "long_name") or text(said, "standard_name"),
        frame=frame,
        components=components,
        labels=labels,
        bins=bins if any(bins) else (),
        valid_min=low,
        valid_max=high,
        uncertainty=_uncertainty(file, said, names),
        quality=_quality(file, said, names),
        role=_role(file, name),
        display=_display(said, dtype, bins),
        scale="log" if text(said, "scale") == "log" else "linear",
    )


def is_unsigned(variable: Any) -> bool:
    """Tell whether integers are meant without a sign, which version 3 cannot store."""
    return variable.dtype.kind == "i" and text(variable.attrs, "_Unsigned").lower() == "true"


def _dtype(variable: Any) -> str:
    said, dtype = variable.attrs, variable.dtype
    if is_unsigned(variable):
        dtype = np.dtype(f"u{dtype.itemsize}")
    if text(said, "time_standard") == "TT2000" or is_time(text(said, "units")):
        return "tt2000"
    if dtype.kind in "OSU":
        length = said.get("text_length")
        if length is None:
            values = np.asarray(variable.values).reshape(-1)
            length = max((len(v) for v in values), default=1)
        return f"U{max(1, int(length))}"
    if "scale_factor" in said or "add_offset" in said:
        packed = np.asarray(said.get("scale_factor", said.get("add_offset"))).dtype
        return "float32" if packed == np.float32 else "float64"
    return "uint8" if dtype.kind == "b" else str(dtype.newbyteorder("=").name)


def _fill(variable: Any, dtype: str) -> float | int | str | None:
    if dtype.startswith("U"):
        return ""
    said = variable.attrs
    fill = said.get("_FillValue", said.get("missing_value"))
    if fill is None or not dtype.startswith(("int", "uint")):
        return None
    number = np.atleast_1d(fill)[0]
    # As wide as the unsigned number that it stands for, -1 is 255.
    return int(number.astype(dtype)) if np.isfinite(number) else None


def _joined(said: Mapping[Any, Any], names: Iterable[str]) -> str:
    return "\n".join(filter(None, (text(said, name) for name in names)))


def _valid(said: Mapping[Any, Any]) -> tuple[float | None, float | None]:
    limits = said.get("valid_range", (said.get("valid_min"), said.get("valid_max")))
    low, high = (np.atleast_1d(v)[0] if v is not None else None for v in limits)
    return (None if low is None else float(low), None if high is None else float(high))


def _frame(name: str, said: Mapping[Any, Any], labels: Iterable[str]) -> str | None:
    for attribute in ("frame", "coordinate_system", "coordinate_frame"):
        if text(said, attribute):
            return frame_named(text(said, attribute))
    return frame_in(name, (" ".join(labels), text(said, "long_name"), text(said, "description")))


def _components(
    said: Mapping[Any, Any], shape: tuple[int, ...], labels: tuple[str, ...], frame: str | None
) -> tuple[str, ...]:
    if shape not in {(2,), (3,)}:
        return ()
    own = tuple(text(said, "components").split())
    found = components_named(own) or components_named(labels)
    if len(found) == shape[0]:
        return found
    return ("x", "y", "z") if frame is not None and shape == (3,) and not labels else ()


def _labels(file: Contents, name: str, dims: list[str]) -> tuple[str, ...]:
    """Return the texts along the one dimension of a variable."""
    if len(dims) != 1:
        return ()
    for coordinate in _coordinates(file, name, dims[0]):
        if coordinate.dims == (dims[0],) and coordinate.dtype.kind in "OSU":
            return tuple(_plain(v) for v in np.asarray(coordinate.values))
    return ()


def _coordinates(file: Contents, name: str, dim: str) -> list[Any]:
    """Return the coordinate variables that a variable has along a dimension."""
    named = [dim, *text(file.variables[name].attrs, "coordinates").split()]
    found = [file.variables[n] for n in named if n in file.variables and n != name]
    return [v for v in found if dim in v.dims]


def _bins(
    file: Contents, name: str, dim: str, time_dim: str, names: Mapping[str, str]
) -> Bins | None:
    numeric = [v for v in _coordinates(file, name, dim) if v.dtype.kind in "iuf"]
    for variable in numeric:
        own = next(str(n) for n, v in file.variables.items() if v is variable)
        said = variable.attrs
        units = to_vounit(text(said, "units")) or "" if "units" in said else None
        scale: Scale = "log" if text(said, "scale") == "log" else "linear"
        if variable.dims == (time_dim, dim):
            return Bins(names[own], units, parameter=names[own], scale=scale)
        if variable.dims == (dim,):
            centers = tuple(float(v) for v in np.asarray(variable.values))
            return Bins(own, units, centers, _ranges(file, said, len(centers)), scale=scale)
    return None


def _ranges(
    file: Contents, said: Mapping[Any, Any], length: int
) -> tuple[tuple[float, float], ...] | None:
    bounds = file.variables.get(text(said, "bounds"))
    if bounds is None or bounds.shape != (length, 2):
        return None
    return tuple((float(low), float(high)) for low, high in np.asarray(bounds.values))


def _ancillary(said: Mapping[Any, Any], names: Mapping[str, str]) -> list[str]:
    return [n for n in text(said, "ancillary_variables").split() if n in names]


def _uncertainty(
    file: Contents, said: Mapping[Any, Any], names: Mapping[str, str]
) -> tuple[str, ...]:
    own = [n for n in text(said, "uncertainty").split() if n in names]
    found = own or [n for n in _ancillary(said, names) if _is_error(file, n)]
    return tuple(names[n] for n in found[:2])


def _quality(file: Contents, said: Mapping[Any, Any], names: Mapping[str, str]) -> str | None:
    own = [n for n in [text(said, "quality")] if n in names]
    found = own or [n for n in _ancillary(said, names) if _is_flag(file, n)]
    return names[found[0]] if found else None


def _is_error(file: Contents, name: str) -> bool:
    standard = text(file.variables[name].attrs, "standard_name")
    return "standard_error" in standard or (
        not _is_flag(file, name) and bool(_ERROR_NAME.search(name))
    )


def _is_flag(file: Contents, name: str) -> bool:
    said = file.variables[name].attrs
    standard = text(said, "standard_name")
    if "flag" in standard or "flag_meanings" in said or "flag_masks" in said:
        return True
    return file.variables[name].dtype.kind in "iub" and bool(_FLAG_NAME.search(name))


def _role(file: Contents, name: str) -> Role:
    said = text(file.variables[name].attrs, "role")
    if said in {"data", "support", "uncertainty", "quality"}:
        return cast("Role", said)
    if _is_flag(file, name):
        return "quality"
    for variable in file.variables.values():
        listed = text(variable.attrs, "ancillary_variables").split()
        if name in listed:
            return "uncertainty" if _is_error(file, name) else "support"
    return "data"


def _display(said: Mapping[Any, Any], dtype: str, bins: tuple[Bins | None, ...]) -> Display:
    own = text(said, "display")
    if own in {"line", "spectrogram", "none"}:
        return cast("Display", own)
    if dtype.startswith(("U", "tt")):
        return "none"
    return "spectrogram" if any(bins) else "line"
