"""A dataset as a HAPI 3.3 info object."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from dayside.formats.hapi import coverage
from dayside.formats.hapi.columns import TIME, Column, columns
from dayside.formats.hapi.coverage import stamp
from dayside.model import Bins, Dataset, Parameter, time

VERSION = "3.3"
"""What `HAPI` says in every answer."""
_COMPONENT_WORDS = "x y z r rho latitude colatitude longitude longitude0 altitude other"
COMPONENTS = frozenset(_COMPONENT_WORDS.split())
"""Vector components HAPI knows."""
_FRAME_WORDS = (
    "CSO DM GEI GEO GPHIO GSE GSEQ GSM HAE HCI HEE HEEQ HGI HSM J2000 JSM JSO KSM KSO MAG MSO "
    "RTN SC SM SSE TIIS VSO"
)
SPASE_FRAMES = frozenset(_FRAME_WORDS.split())
"""Frames that ``spase2.4.1``, the only schema HAPI's own admits, has a name for."""
_DIMENSIONLESS = "dimensionless"


def names(dataset: Dataset) -> dict[str, str]:
    """Return the HAPI name of each column of a whole dataset, the time first.

    HAPI wants names without commas and control characters, unique also when case is
    ignored, and the time column needs one of its own.
    """
    found: dict[str, str] = {}
    taken: set[str] = {p.name.casefold() for p in dataset.parameters}
    stamp = next(n for n in ("Time", "Epoch", "Time_UTC", "Time_") if n.casefold() not in taken)
    found[TIME] = stamp
    used = {stamp.casefold()}
    for p in dataset.parameters:
        plain = re.sub(r"[\x00-\x1f\x7f-\x9f,]", "_", p.name) or "_"
        name, n = plain, 2
        while name.casefold() in used:
            name, n = f"{plain}_{n}", n + 1
        used.add(name.casefold())
        found[p.name] = name
    return found


def info(dataset: Dataset) -> dict[str, Any]:
    """Return the info object of a whole dataset, without ``HAPI`` and ``status``.

    Beyond HAPI's own keys: ``x_simulated``, ``x_title``, ``x_target``, ``x_mission``,
    ``x_instrument``, ``x_version``, and per parameter ``x_frame``, ``x_quality``,
    ``x_uncertainty``, ``x_role``.
    """
    names_of = names(dataset)
    layout = columns(dataset)
    by_name = {p.name: p for p in dataset.parameters}
    parameters = [_time_column(layout[0], names_of)]
    parameters += [_parameter(by_name[c.name], c, names_of) for c in layout[1:]]
    units = [u for p in dataset.parameters for u in _all_units(p) if u]
    frames = {p.frame for p in dataset.parameters if p.frame and _has_frame(p)}
    said: dict[str, Any] = _coverage(dataset) | {
        "timeStampLocation": dataset.time_stamp,
        "cadence": time.duration_text(dataset.cadence_ns) if dataset.cadence_ns else None,
        "description": dataset.description or dataset.title or None,
        "unitsSchema": "vounits1.1" if units and all(map(is_vounit, units)) else None,
        "coordinateSystemSchema": "spase2.4.1" if frames and frames <= SPASE_FRAMES else None,
        "resourceURL": dataset.resource_url,
        "resourceID": dataset.doi,
        "creationDate": _date(dataset.created),
        "modificationDate": _date(dataset.modified),
        "datasetCitation": dataset.citation or _doi_link(dataset.doi),
        "licenseURL": _licence(dataset.licence),
        "contact": dataset.contact,
        "note": _notes(dataset),
        "x_simulated": dataset.simulated or None,
        "x_title": dataset.title or None,
        "x_target": dataset.target,
        "x_mission": dataset.mission,
        "x_instrument": dataset.instrument,
        "x_version": dataset.version,
        "parameters": parameters,
    }
    return {key: value for key, value in said.items() if value is not None}


def selected(whole: Mapping[str, Any], wanted: Sequence[str] | None) -> dict[str, Any]:
    """Return an info object with the time and the parameters of these HAPI names."""
    if wanted is None:
        return dict(whole)
    first, *rest = whole["parameters"]
    kept = [p for p in rest if p["name"] in set(wanted)]
    return {**whole, "parameters": [first, *kept]}


@lru_cache(maxsize=4096)
def is_vounit(text: str) -> bool:
    """Tell whether a unit parses as IVOA VOUnits."""
    from astropy import units

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            units.Unit(text, format="vounit")
        except (ValueError, TypeError, ZeroDivisionError, OverflowError, RecursionError):
            return False
    return True


def _coverage(dataset: Dataset) -> dict[str, Any]:
    said: dict[str, Any] = {}
    # Whatever the digits of the samples, these are not cut.
    if (whole := coverage.told(dataset)) is not None:
        said |= {"startDate": stamp(whole[0]), "stopDate": stamp(whole[1])}
    if (some := coverage.sample(dataset)) is not None:
        said |= {"sampleStartDate": stamp(some[0]), "sampleStopDate": stamp(some[1])}
    return said


def _time_column(column: Column, names_of: Mapping[str, str]) -> dict[str, Any]:
    return {
        "name": names_of[TIME],
        "type": "isotime",
        "units": "UTC",
        "fill": None,
        "length": column.length,
    }


def _parameter(p: Parameter, column: Column, names_of: Mapping[str, str]) -> dict[str, Any]:
    textual = column.kind in {"isotime", "string"}
    own = p.frame if _has_frame(p) else None
    said: dict[str, Any] = {
        "length": column.length if textual else None,
        "size": list(p.shape) or None,
        "description": p.description or None,
        "label": _label(p),
        "coordinateSystemName": own,
        "vectorComponents": _components(p),
        "bins": [_bins(p, axis, names_of) for axis in range(len(p.shape))] if any(p.bins) else None,
        "x_frame": None if own is None or own in SPASE_FRAMES else own,
        "x_quality": names_of.get(p.quality) if p.quality else None,
        "x_uncertainty": [names_of[u] for u in p.uncertainty if u in names_of] or None,
        "x_role": p.role if p.role != "data" else None,
    }
    units = None if p.units is None else p.units.strip() or _DIMENSIONLESS
    required = {
        "name": names_of[p.name],
        "type": column.kind,
        "units": "UTC" if column.kind == "isotime" else units,
        "fill": column.fill,
    }
    return required | {key: value for key, value in said.items() if value is not None}


def _has_frame(p: Parameter) -> bool:
    """Tell whether a frame belongs to the values and not to what else a file says."""
    return p.frame is not None and p.is_numeric


def _all_units(p: Parameter) -> list[str]:
    return [p.units or "", *(b.units or "" for b in p.bins if b is not None)]


def _label(p: Parameter) -> str | list[str] | None:
    labels = [label.strip() for label in p.labels]
    if len(p.shape) == 1 and len(labels) == p.shape[0] and all(labels):
        return labels
    return p.label.strip() or None


def _components(p: Parameter) -> list[str] | str | None:
    if not p.components or not set(p.components) <= COMPONENTS:
        return None
    if not p.shape:
        return p.components[0] if len(p.components) == 1 else None
    return list(p.components) if p.shape == (len(p.components),) else None


def _bins(p: Parameter, axis: int, names_of: Mapping[str, str]) -> dict[str, Any]:
    bins = p.bins[axis] if axis < len(p.bins) else None
    if bins is None:
        return {"name": f"dim{axis + 1}", "units": _DIMENSIONLESS, "centers": None}
    said: dict[str, Any] = {
        "name": bins.name or f"dim{axis + 1}",
        "units": (bins.units or "").strip() or _DIMENSIONLESS,
    }
    said |= _places(bins, p.shape[axis], names_of)
    if bins.labels is not None:
        said["x_labels"] = list(bins.labels)
    return said


def _places(bins: Bins, length: int, names_of: Mapping[str, str]) -> dict[str, Any]:
    if bins.parameter in names_of and bins.parameter:
        return {"centers": names_of[bins.parameter]}
    said: dict[str, Any] = {}
    # HAPI's numbers may hold no gap.
    if bins.centers is not None and len(bins.centers) == length and _finite(bins.centers):
        said["centers"] = list(bins.centers)
    if bins.ranges is not None and len(bins.ranges) == length and all(map(_finite, bins.ranges)):
        said["ranges"] = [list(r) for r in bins.ranges]
    return said or {"centers": None}


def _finite(values: Sequence[float]) -> bool:
    return all(abs(v) < float("inf") for v in values)


def _date(text: str | None) -> str | None:
    """Return a time as HAPI writes it, whatever of ISO 8601 it was written in."""
    if not text:
        return None
    try:
        return stamp(time.parse(re.sub(r"\+00:?00$", "Z", text.strip())))
    except ValueError:
        return None


def _doi_link(doi: str | None) -> str | None:
    if not doi:
        return None
    return doi if doi.startswith("http") else f"https://doi.org/{doi.removeprefix('doi:')}"


def _licence(text: str | None) -> str | None:
    if not text:
        return None
    if text.startswith(("http://", "https://")):
        return text
    plain = re.fullmatch(r"[A-Za-z0-9.+-]+", text)
    return f"https://spdx.org/licenses/{text}.html" if plain else None


def _notes(dataset: Dataset) -> list[str] | None:
    said = dataset.attributes.get("note")
    notes = [said] if isinstance(said, str) and said.strip() else []
    if dataset.simulated:
        notes.insert(0, "Simulated: nothing in this dataset was measured.")
    return notes or None
