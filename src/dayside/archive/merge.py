"""Merging: old and new samples of one partition, the newest issue of each winning."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.archive.groups import gaps
from dayside.model import Bins, Dataset, Parameter, Series, time
from dayside.model.errors import UnreadableFile
from dayside.model.series import storage_dtype

Granules = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Sampled:
    """Samples and which granule each came from."""

    series: Series
    granules: Granules


def in_order(series: Series) -> tuple[Series, int]:
    """Return `series` in time order, and how many samples had no time and had to go.

    Samples of one file that share a time stamp (rounded clocks do that) all stay, in
    their order.
    """
    low, high = time.parse(str(time.MIN_YEAR)), time.parse(str(time.MAX_YEAR))
    ticks = series.time
    if len(ticks) == 0 or ((np.diff(ticks) >= 0).all() and ticks[0] >= low and ticks[-1] < high):
        return series, 0
    valid = np.flatnonzero((ticks >= low) & (ticks < high))
    kept = valid[np.argsort(ticks[valid], kind="stable")]
    return series[kept], len(series) - len(kept)


def merge(parts: Sequence[Sampled], dataset: Dataset, rank: Mapping[int, Any]) -> Sampled:
    """Return the samples of all parts in time order.

    Parameters
    ----------
    parts : sequence of Sampled
        Each in time order.
    dataset : Dataset
        Has every parameter of every part.
    rank : mapping of int to comparable
        Of samples with the same time, those of the granule ranked highest stay.
    """
    parts = [p for p in parts if len(p.series)]
    fitted = [Sampled(fit(p.series, dataset), p.granules) for p in parts]
    if len(fitted) == 1:
        return fitted[0]
    series = Series.concatenate(dataset, [p.series for p in fitted])
    granules = np.concatenate([p.granules for p in fitted]) if fitted else np.empty(0, np.int64)
    if (np.diff(series.time) > 0).all():
        return Sampled(series, granules)
    place = {g: i for i, g in enumerate(sorted(rank, key=lambda g: rank[g]))}
    known, inverse = np.unique(granules, return_inverse=True)
    places = np.array([place[int(g)] for g in known])[inverse]
    order = np.lexsort((places, series.time))
    ordered, placed = series.time[order], places[order]
    # The last of those that share a time is of the newest granule: who else is of it stays.
    last_of_same = np.append(np.flatnonzero(ordered[1:] != ordered[:-1]), len(ordered) - 1)
    winner = np.repeat(placed[last_of_same], np.diff(last_of_same, prepend=-1))
    kept = order[placed == winner]
    return Sampled(series[kept], granules[kept])


def fit(series: Series, dataset: Dataset) -> Series:
    """Return `series` with exactly the parameters of `dataset`, gaps where it has none."""
    values = {}
    for p in dataset.parameters:
        if p.name in series.values:
            values[p.name] = series.values[p.name].astype(storage_dtype(p), copy=False)
        else:
            values[p.name] = gaps(p, len(series))
    return Series(dataset, series.time, values)


def united(old: Dataset, new: Dataset) -> Dataset:
    """Return a dataset with the parameters of both; what the newer says goes before.

    Raises
    ------
    UnreadableFile
        If a parameter has another shape, unit or table of bins than before.
    """
    parameters = {p.name: p for p in old.parameters}
    for p in new.parameters:
        parameters[p.name] = _united(parameters[p.name], p) if p.name in parameters else p
    said = {
        name: getattr(new, name)
        for name in Dataset.__dataclass_fields__
        if getattr(new, name) not in (None, "", (), {})
    }
    said |= {
        "id": old.id,
        "parameters": tuple(parameters.values()),
        "cadence_ns": old.cadence_ns or new.cadence_ns,
        "created": old.created,
        "access": old.access,
        "simulated": old.simulated or new.simulated,
    }
    return old.replace(**said)


def _united(old: Parameter, new: Parameter) -> Parameter:
    if old.shape != new.shape:
        raise UnreadableFile(
            f"{new.name} has samples of shape {new.shape}, but {old.shape} in the archive; "
            "ingest the file under another --dataset."
        )
    if old.units and new.units and old.units != new.units:
        raise UnreadableFile(
            f"{new.name} is in {new.units}, but in {old.units} in the archive; "
            "ingest the file under another --dataset."
        )
    for ours, theirs in zip(old.bins, new.bins, strict=False):
        if not _same_bins(ours, theirs):
            raise UnreadableFile(
                f"{new.name} has other bins than in the archive; "
                "ingest the file under another --dataset."
            )
    if old.dtype == new.dtype:
        return new
    return dataclasses.replace(new, dtype=_wider(old.dtype, new.dtype))


def _same_bins(ours: Bins | None, theirs: Bins | None) -> bool:
    if not (ours and theirs and ours.centers and theirs.centers):
        return True
    return np.allclose(ours.centers, theirs.centers, rtol=1e-3, atol=0, equal_nan=True)


def _wider(one: str, other: str) -> str:
    """Return a type that holds the values of both."""
    try:
        return np.promote_types(one, other).name if one[0] != "U" else _longer(one, other)
    except TypeError as error:
        raise UnreadableFile(f"Values of type {one} and {other} do not go together.") from error


def _longer(one: str, other: str) -> str:
    if other[0] != "U":
        raise UnreadableFile("Texts and numbers do not go together in one parameter.")
    return max(one, other, key=lambda t: int(t[1:]))
