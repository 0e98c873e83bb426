"""The orbit at a time: its period, from the positions or the orbit numbers of a dataset."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from dayside.archive.levels import column_names
from dayside.model import Dataset, Parameter, Principal, time
from dayside.model.errors import EmptyInterval
from dayside.model.time import NS
from dayside.science.orbit.passages import Floats, begins, periapses, period
from dayside.services import catalog
from dayside.services.buckets import KeepsLevels
from dayside.services.door import Door
from dayside.services.envelope import Envelope, envelope
from dayside.services.units import conversions

_SHORTEST_NS = 3_600 * NS
_GROWTH = 4
_PIXELS = 600
"""Bins of a window: a hundred and more for each orbit of those that are sought."""

_MOST_READ = 200_000
"""Samples that are read where a source keeps no levels."""

_NUMBER = re.compile(
    r"(orbit|orb|rev|revolution)s?[ _]*(no|num|nr|number|id|count)?", re.IGNORECASE
)
_DISTANCE = re.compile(
    r"r|hci_r|radius|radial|dist|distance|altitude|alt|range|"
    r".*(radial|heliocentric|planetocentric)[ _]distance.*|.*\b(altitude|distance)\b.*",
    re.IGNORECASE,
)
_RADII = re.compile(r"r_?[a-z]{1,7}|planet(ary)?[ _]rad(ii|ius)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Orbit:
    """The orbit at a time.

    Attributes
    ----------
    dataset, parameter : str
        What tells it.
    period_ns : int
        The usual step between orbits near that time.
    begins : tuple of int
        Periapses, or where its number changes: TT2000.
    number : int or None
        Number of the orbit, where the dataset counts them.
    """

    dataset: str
    parameter: str
    period_ns: int
    begins: tuple[int, ...]
    number: int | None = None


def orbit(
    door: Door, dataset_id: str, interval: tuple[int, int], principal: Principal
) -> Orbit | None:
    """Return the orbit a spacecraft was on.

    Looked at is ever more of what lies around the interval, until there are three
    periapses or three orbit numbers. A dataset without positions takes those of another
    one of the same mission and target.

    Parameters
    ----------
    interval : (int, int)
        TT2000.

    Returns
    -------
    Orbit or None
        None where nothing tells of one.

    Raises
    ------
    UnknownDataset
        If it is not there, or not for `principal`.
    EmptyInterval
        If the start is not before the stop.
    """
    start, stop = interval
    if start >= stop:
        raise EmptyInterval(
            f"The start {time.to_text(start)} is not before the stop {time.to_text(stop)}."
        )
    asked = catalog.describe(door, dataset_id, principal)
    for dataset in (asked, *_siblings(door, asked, interval, principal)):
        for p in _telling(dataset):
            found = _search(door, dataset, p, interval, principal)
            if found is not None:
                return found
    return None


def _siblings(
    door: Door, asked: Dataset, interval: tuple[int, int], principal: Principal
) -> Iterable[Dataset]:
    """Return datasets of the same spacecraft at the same target that were there then."""
    if asked.mission is None or asked.target is None:
        return ()
    return (
        d
        for d in catalog.kept(door, principal)
        if d.id != asked.id
        and (d.mission, d.target) == (asked.mission, asked.target)
        and d.start is not None
        and d.stop is not None
        and d.start < interval[1]
        and d.stop > interval[0]
    )


def _telling(dataset: Dataset) -> list[Parameter]:
    """Return what tells of orbits, the surest first: numbers, positions, distances."""
    numeric = [p for p in dataset.parameters if p.is_numeric]
    numbers = [p for p in numeric if not p.shape and _NUMBER.fullmatch(p.name.replace("_", " "))]
    lengths = [p for p in numeric if _is_length(p.units)]
    positions = [p for p in lengths if _distance_column(p) is not None and p.shape]
    distances = [p for p in lengths if not p.shape and _distance_column(p) is not None]
    return [*numbers, *positions, *distances]


def _is_length(units: str | None) -> bool:
    """Tell whether a unit is one of length, radii of planets included."""
    text = (units or "").strip()
    return bool(_RADII.fullmatch(text)) or any(c.units == "AU" for c in conversions(text))


def _distance_column(p: Parameter) -> int | None:
    """Return the column that is a distance from the centre; None where there is none."""
    columns = column_names(p)
    if columns[-1] == "magnitude":
        return len(columns) - 1
    if "r" in p.components:
        return p.components.index("r")
    if not p.shape and any(_DISTANCE.fullmatch(said) for said in (p.name, p.label)):
        return 0
    return None


def _search(
    door: Door, dataset: Dataset, p: Parameter, interval: tuple[int, int], principal: Principal
) -> Orbit | None:
    for window in _windows(door, dataset, interval):
        found = envelope(door, dataset.id, p.name, window, principal, pixels=_PIXELS)
        passages, numbers = _passages(p, found)
        length = period(passages)
        if length is not None:
            ticks = time.from_unix_ns(_times(found, passages)).tolist()
            number = None if numbers is None else _number_at(numbers, ticks, interval[0])
            period_ns = round(length * found.width_ns)
            return Orbit(dataset.id, p.name, period_ns, tuple(ticks), number)
    return None


def _windows(door: Door, dataset: Dataset, interval: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Yield ever longer parts of the coverage around the middle of an interval."""
    if dataset.start is None or dataset.stop is None or dataset.stop <= dataset.start:
        return
    cadence = dataset.cadence_ns or NS
    source, _ = door.source_of(dataset.id)
    most = _MOST_READ * cadence
    whole = dataset.stop - dataset.start
    if isinstance(source, KeepsLevels):
        most = whole
    middle = min(max(sum(interval) // 2, dataset.start), dataset.stop)
    length = max(_SHORTEST_NS, 64 * cadence)
    while True:
        first = max(dataset.start, min(middle - length // 2, dataset.stop - length))
        yield first, min(first + length, dataset.stop)
        if length >= min(whole, most):
            return
        length = min(length * _GROWTH, most)


def _passages(p: Parameter, found: Envelope) -> tuple[Floats, list[int] | None]:
    """Return where orbits begin, in bins, and their numbers where they are counted."""
    column = _distance_column(p)
    if column is not None and _is_length(p.units):
        return periapses(found.mean[:, column]) + 0.5, None
    at, numbers = begins(found.maximum[:, 0])
    return at, [int(n) for n in numbers]


def _times(found: Envelope, passages: Floats) -> list[int]:
    return [found.start_ns + round(at * found.width_ns) for at in passages.tolist()]


def _number_at(numbers: list[int], ticks: list[int], when: int) -> int:
    """Return the number of the orbit at a time, from those that begin around it."""
    at = int(np.searchsorted(ticks, when, side="right")) - 1
    return numbers[at] if at >= 0 else numbers[0] - 1
