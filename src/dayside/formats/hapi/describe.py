"""A HAPI info object, of any server and version, as a dataset."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from dayside.formats.hapi.columns import NO_TEXT, TIME, Column, columns_of
from dayside.formats.units import to_vounit
from dayside.model import Bins, Dataset, Parameter, time
from dayside.model.errors import BadTime

_DTYPES = {"double": "float64", "integer": "int32", "isotime": "tt2000"}
_STAMPS = ("begin", "center", "end", "other")


def dataset_of(said: Mapping[str, Any], dataset_id: str) -> Dataset:
    """Return the dataset that an info object describes.

    Raises
    ------
    ValueError
        If it is no info object; the message says why.
    """
    try:
        resolved = resolve(said, said.get("definitions") or {})
        layout = unique(columns_of(resolved["parameters"]))
        renamed = {
            str(p["name"]): c.name for p, c in zip(resolved["parameters"], layout, strict=True)
        }
        parameters = [
            _parameter(p, c, renamed)
            for p, c in zip(resolved["parameters"][1:], layout[1:], strict=True)
        ]
        return _dataset(resolved, dataset_id, parameters)
    except (KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise ValueError(f"{type(error).__name__}: {error}") from error


def unique(layout: Sequence[Column]) -> tuple[Column, ...]:
    """Return columns whose names differ also when case is ignored; some servers repeat them."""
    used: set[str] = set()
    found = []
    for column in layout:
        name, n = column.name, 2
        while name.casefold() in used:
            name, n = f"{column.name}_{n}", n + 1
        used.add(name.casefold())
        found.append(Column(name, column.kind, column.shape, column.length, column.fill))
    return tuple(found)


def resolve(value: Any, definitions: Mapping[str, Any]) -> Any:
    """Return `value` with every ``{"$ref": "#/definitions/name"}`` replaced."""
    if isinstance(value, Mapping):
        reference = value.get("$ref")
        if isinstance(reference, str):
            return definitions[reference.removeprefix("#/definitions/")]
        return {k: resolve(v, definitions) for k, v in value.items() if k != "definitions"}
    if isinstance(value, list):
        return [resolve(v, definitions) for v in value]
    return value


def _dataset(said: Mapping[str, Any], dataset_id: str, parameters: Sequence[Parameter]) -> Dataset:
    cadence = _when_given(time.parse_duration, said.get("cadence"))
    placed = str(said.get("timeStampLocation") or "center").lower()
    title = _text(said.get("x_title"))
    citation = said.get("datasetCitation") or said.get("citation")
    resource = _text(said.get("resourceID"))
    kept = {"note": said["note"]} if isinstance(said.get("note"), str) else {}
    return Dataset(
        dataset_id,
        tuple(parameters),
        title=title,
        description=_text(said.get("description")),
        target=_text(said.get("x_target")) or None,
        mission=_text(said.get("x_mission")) or None,
        instrument=_text(said.get("x_instrument")) or None,
        version=_text(said.get("x_version")) or None,
        cadence_ns=cadence,
        start=_when_given(time.parse, said.get("startDate")),
        stop=_when_given(time.parse, said.get("stopDate")),
        time_stamp=placed if placed in _STAMPS else "other",  # type: ignore[arg-type]
        modified=_text(said.get("modificationDate")) or None,
        created=_text(said.get("creationDate")) or None,
        licence=_first(said.get("licenseURL")),
        citation=_text(citation) or None,
        doi=resource if resource.startswith(("10.", "doi:", "https://doi.org/")) else None,
        contact=_text(said.get("contact")) or None,
        resource_url=_text(said.get("resourceURL")) or None,
        simulated=said.get("x_simulated") is True,
        attributes=kept | ({"resourceID": resource} if resource else {}),
    )


def _parameter(p: Mapping[str, Any], column: Column, renamed: Mapping[str, str]) -> Parameter:
    units, labels = _units_and_labels(p, column)
    label = p.get("label")
    components = p.get("vectorComponents") or ()
    frame = _text(p.get("x_frame")) or _text(p.get("coordinateSystemName")) or None
    if isinstance(components, str):
        components = (components,)
    elif not components and frame and column.shape == (3,):
        components = ("x", "y", "z")  # HAPI's default
    bins = tuple(_bins(b, n, renamed) for b, n in zip(p.get("bins") or (), column.shape))  # noqa: B905
    return Parameter(
        column.name,
        _DTYPES.get(column.kind) or f"U{column.length}",
        units=None if column.kind == "isotime" else units,
        shape=column.shape,
        fill=_fill(column),
        description=_text(p.get("description")),
        label=label if isinstance(label, str) else "",
        frame=frame,
        components=tuple(str(c) for c in components),
        labels=labels,
        bins=bins if any(bins) else (),
        uncertainty=tuple(
            renamed[str(u)] for u in p.get("x_uncertainty") or () if str(u) in renamed
        ),
        quality=renamed.get(str(p.get("x_quality"))),
        role=p["x_role"] if p.get("x_role") in {"support", "uncertainty", "quality"} else "data",
        display="spectrogram" if any(bins) and column.size > 1 else "line",
        scale="log" if any(bins) else "linear",
    )


def _fill(column: Column) -> float | int | str | None:
    """Return what stands for "no value"; a double's fill became NaN."""
    if column.fill is None or column.kind in {"double", "isotime"}:
        return None
    if column.kind == "string":
        return "" if column.fill == NO_TEXT else column.fill
    value = float(column.fill)
    return int(value) if math.isfinite(value) else None


def _units_and_labels(p: Mapping[str, Any], column: Column) -> tuple[str | None, tuple[str, ...]]:
    """Return the one unit of a parameter, and a label an element of a vector.

    Where the elements have units of their own, they are told in the labels.
    """
    units, labels = p.get("units"), p.get("label")
    named = [str(v) for v in labels] if isinstance(labels, list) and len(column.shape) == 1 else []
    if not isinstance(units, list):
        return _unit(units), tuple(named) if len(named) == column.size else ()
    flat = [_unit(u) for u in _leaves(units)]
    if len(set(flat)) == 1:
        return flat[0], tuple(named) if len(named) == column.size else ()
    if len(column.shape) != 1 or len(flat) != column.size:
        return None, ()
    named = named if len(named) == column.size else [str(i + 1) for i in range(column.size)]
    return None, tuple(f"{n} ({u})" if u else n for n, u in zip(named, flat, strict=True))


def _leaves(value: Any) -> list[Any]:
    return [leaf for v in value for leaf in _leaves(v)] if isinstance(value, list) else [value]


def _unit(text: Any) -> str | None:
    return to_vounit(text) if isinstance(text, str) else None


def _bins(said: Mapping[str, Any], length: int, renamed: Mapping[str, str]) -> Bins | None:
    centers, ranges = said.get("centers"), said.get("ranges")
    if centers is None and ranges is None and not said.get("x_labels"):
        return None
    labels = said.get("x_labels")
    edges = None
    if isinstance(ranges, list) and len(ranges) == length:
        edges = tuple((float(r[0]), float(r[1])) for r in ranges)
    fixed = None
    if isinstance(centers, list) and len(centers) == length:
        fixed = tuple(math.nan if c is None else float(c) for c in centers)
    elif edges is not None and not isinstance(centers, str):
        fixed = tuple((low + high) / 2 for low, high in edges)
    return Bins(
        str(said.get("name") or ""),
        _unit(said.get("units")),
        centers=fixed,
        ranges=edges,
        parameter=renamed.get(centers) if isinstance(centers, str) else None,
        labels=tuple(str(v) for v in labels) if isinstance(labels, list) else None,
        scale="log" if fixed and min(fixed) > 0 and max(fixed) / min(fixed) > 50 else "linear",
    )


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _first(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return _text(value) or None


def _when_given(parse: Any, text: Any) -> int | None:
    """Return a parsed time or duration; None where there is none we can hold."""
    if not isinstance(text, str):
        return None
    try:
        return int(parse(text))
    except (BadTime, OverflowError):
        return None


__all__ = ["TIME", "dataset_of", "resolve", "unique"]
