"""Files read as ingest reads them, but kept nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any

import numpy as np

from dayside.archive.arrivals import Arrival, looked_at
from dayside.archive.files import expand
from dayside.archive.identity import dataset_names, fitting_id, version_of
from dayside.archive.layout import with_cadence
from dayside.archive.merge import in_order, merge
from dayside.archive.sampled import Sampled
from dayside.archive.union import united
from dayside.archive.writer import UNKNOWN_STEP_NS, now
from dayside.formats.base import read
from dayside.model import Series
from dayside.model.errors import DaysideError, UnreadableFile

FILES = "files"
"""Attribute of a dataset: names of the files it was read from."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that could not be read, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What some files hold: a series a dataset, and the files that were refused."""

    series: tuple[Series, ...]
    refused: tuple[Refusal, ...]

    @property
    def reason(self) -> str:
        """Why there is nothing, or not all: one sentence after the other."""
        return " ".join(refusal.reason for refusal in self.refused)


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """One time axis of one file."""

    series: Series
    file: str
    order: tuple[Any, ...]


def read_files(paths: Iterable[str | Path]) -> Found:
    """Return the series of files, folders and globs; files of one dataset are joined.

    Formats, describing TOML files beside them, labels with their tables, names and the
    order of issues are as in `dayside.archive.ingest`.
    """
    parts: dict[str, list[_Part]] = {}
    refused: list[Refusal] = []
    for path, found in _read_each(paths):
        if isinstance(found, DaysideError):
            text = str(found)
            reason = text if path.name in text else f"{path.name}: {text}"
            refused.append(Refusal(path.name, reason))
            continue
        for part in found:
            parts.setdefault(part.series.dataset.id, []).append(part)
    whole: list[Series] = []
    for together in parts.values():
        try:
            whole.append(_whole(together))
        except DaysideError as error:
            refused.append(Refusal(together[-1].file, f"{together[-1].file}: {error}"))
            whole.append(_whole(together[:1]))
    return Found(tuple(whole), tuple(refused))


def _read_each(
    paths: Iterable[str | Path],
) -> Iterator[tuple[Path, Sequence[_Part] | DaysideError]]:
    seen: set[str] = set()
    for path in expand(paths):
        if isinstance(path, UnreadableFile):
            yield Path(str(path.args[1])), path
            continue
        try:
            with looked_at(path, None) as file:
                # A label and its table are one product, and a file twice is one file.
                if file.sha256 not in seen:
                    seen.add(file.sha256)
                    yield path, _parts(file)
        except DaysideError as error:
            yield path, error


def _parts(file: Arrival) -> list[_Part]:
    found = read(file.readable, file.description)
    if not found:
        raise UnreadableFile(f"{file.name} holds no series of values in time.")
    said = file.description.dataset.get("id")
    given = None if said is None else str(said)
    parts = []
    for series, name in zip(found, dataset_names(found, file.readable, given), strict=True):
        ordered, _ = in_order(series)
        dataset = ordered.dataset.replace(
            id=name if given else fitting_id(name, series.dataset),
            title=ordered.dataset.title or name.replace("_", " "),
        )
        own = Series(dataset, ordered.time, ordered.values)
        parts.append(_Part(own, file.name, version_of(dataset, file.name)[1]))
    return parts


def _whole(parts: Sequence[_Part]) -> Series:
    """Return one series of all parts of a dataset, its coverage told."""
    parts = sorted(parts, key=lambda part: part.order)
    told = parts[0].series.dataset.cadence_ns is not None
    dataset = reduce(united, [p.series.dataset for p in parts])
    series = parts[0].series
    if len(parts) > 1:
        sampled = [Sampled(p.series, np.full(len(p.series), i)) for i, p in enumerate(parts)]
        rank = {i: (p.order, i) for i, p in enumerate(parts)}
        series = merge(sampled, dataset, rank)[0].series
    dataset = with_cadence(dataset, [series.time], told=told)
    ends: dict[str, Any] = {"start": None, "stop": None}
    if len(series):
        step = dataset.cadence_ns or UNKNOWN_STEP_NS
        ends = {"start": int(series.time[0]), "stop": int(series.time[-1]) + step}
    dataset = dataset.replace(
        records=len(series),
        modified=now(),
        attributes={**dataset.attributes, FILES: [part.file for part in parts]},
        **ends,
    )
    return Series(dataset, series.time, series.values)
