"""Ephemerides as a source: ``ephemeris/tgo``, ``ephemeris/tgo@mars``, ``ephemeris/mars@sun``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.archive import Archive
from dayside.model import Dataset, Series, time
from dayside.model.errors import DaysideError
from dayside.model.kernel import Cover, Kernel
from dayside.model.time import Ticks
from dayside.science import bodies
from dayside.science.frames.clock import et_of, ticks_of
from dayside.sources.ephemeris.kernels import KernelSets, planetary
from dayside.sources.ephemeris.names import PRIVATE, Asked, asked_of, key_of
from dayside.sources.ephemeris.process import Spice
from dayside.sources.ephemeris.quantities import Place, quantities
from dayside.sources.ephemeris.windows import union

NAME = "ephemeris"
"""Before the ids of ephemerides."""

BLOCK = 1 << 16

_FIRST_S, _LAST_S = -9.2e9, 8.2e9
"""What TT2000 can hold, in ephemeris time."""


class EphemerisSource:
    """Where bodies are, by the kernels of an archive.

    Every body that kernels know is a dataset, about every other: those of the kernels that were
    added are listed, the planets are there as well.

    Parameters
    ----------
    archive : Archive
    """

    name = NAME

    def __init__(self, archive: Archive) -> None:
        self.sets = KernelSets(archive)

    def close(self) -> None:
        """End the processes of SPICE."""
        self.sets.close()

    def datasets(self, snapshot: int | None = None) -> Sequence[Dataset]:  # noqa: ARG002
        """Return the bodies whose positions were added, each about what it orbits."""
        found: dict[str, Dataset] = {}
        for kernel in self.sets.kept(private=True):
            prefix = PRIVATE if kernel.access == "private" else ""
            for cover in kernel.covers:
                name = f"{prefix}{_name_of(cover)}"
                if _is_listed(cover) and name not in found:
                    try:
                        found[name] = self.describe(name)
                    except DaysideError:
                        continue  # its kernels cannot be read now: verify tells
        return list(found.values())

    def describe(self, dataset: str, snapshot: int | None = None) -> Dataset:  # noqa: ARG002
        """Return one ephemeris.

        Raises
        ------
        UnknownDataset
            If no kernel knows the body.
        """
        return self._described(self._asked(dataset), dataset)

    def read(
        self,
        dataset: str,
        start: int,
        stop: int,
        parameters: Sequence[str] | None = None,
        snapshot: int | None = None,  # noqa: ARG002
    ) -> Iterator[Series]:
        """Yield the values at the cadence of the dataset with ``start <= time < stop``."""
        asked = self._asked(dataset)
        described = self._described(asked, dataset).select(parameters)
        return self._read(asked, described, start, stop)

    def at(self, dataset: str, ticks: Ticks) -> Series:
        """Return all parameters at any times (TT2000), in order; NaN outside the kernels."""
        asked = self._asked(dataset)
        found = quantities(asked)
        values = {
            q.parameter.name: np.full((len(ticks), *q.parameter.shape), np.nan) for q in found
        }
        et_s = et_of(ticks)
        known = np.zeros(len(ticks), np.bool_)
        for begin_s, end_s in self._windows(asked):
            known |= (et_s >= begin_s) & (et_s <= end_s)
        if known.any():
            place = Place(asked, self._spice(asked), et_s[known])
            for q in found:
                values[q.parameter.name][known] = q.values(place)
        return Series(self._described(asked, dataset), ticks, values)

    def version(self, dataset: str, snapshot: int | None = None) -> str:  # noqa: ARG002
        """Return a text that changes with the kernels."""
        return self.sets.version(private=self._asked(dataset).private)

    def _read(self, asked: Asked, described: Dataset, start: int, stop: int) -> Iterator[Series]:
        spice = self._spice(asked)
        computed = {q.parameter.name: q.values for q in quantities(asked)}
        for begin_s, end_s in self._windows(asked):
            first, last = (int(t) for t in ticks_of(np.array([begin_s, end_s])))
            for ticks in _grid(max(first, start), min(last + 1, stop), asked.cadence_ns):
                place = Place(asked, spice, et_of(ticks))
                values = {p.name: computed[p.name](place) for p in described.parameters}
                yield Series(described, ticks, values)

    def _asked(self, dataset: str) -> Asked:
        private = dataset.startswith(PRIVATE)
        told = {}
        for kernel in self.sets.kept(private=private):
            told.update({c.id: c.centers for c in kernel.covers if c.kind == "body"})
        return asked_of(dataset, self.sets.spice(private=private), told)

    def _spice(self, asked: Asked) -> Spice:
        return self.sets.spice(private=asked.private)

    def _windows(self, asked: Asked) -> NDArray[Any]:
        """Return when the body is known about its centre, (k, 2), within what time can hold."""
        spice = self._spice(asked)
        found = spice.when(asked.kernel_body, asked.kernel_center)
        # The barycentre of its system may stand for a planet (`dayside.science.frames.states`).
        systems = _system(asked.kernel_body), _system(asked.kernel_center)
        if systems != (asked.kernel_body, asked.kernel_center):
            found = union(found, spice.when(*systems))
        return np.clip(found, _FIRST_S, _LAST_S)

    def _described(self, asked: Asked, dataset: str) -> Dataset:
        windows = self._windows(asked)
        start, stop = _ends(windows, asked.cadence_ns)
        about = bodies.find_body(asked.center)
        center = about.name if about else asked.center
        return Dataset(
            id=dataset,
            parameters=tuple(q.parameter for q in quantities(asked)),
            title=f"{asked.name} about {center}",
            description=f"Position and geometry of {asked.name} about {center}, geometric (without "
            "light time), from SPICE kernels. Outside their coverage there are no values.",
            target=center,
            mission=None if bodies.find_body(asked.body) else asked.name,
            measurement_type="Ephemeris",
            cadence_ns=asked.cadence_ns,
            start=start,
            stop=stop,
            time_stamp="center",
            access="private" if asked.private else "public",
            source="ephemeris",
            attributes={"kernels": self._kernels(asked), "intervals": len(windows)},
        )

    def _kernels(self, asked: Asked) -> list[str]:
        """Return the names of the kernels that say something of the body or its centre."""
        of_interest = {asked.kernel_body, asked.kernel_center}
        kept: Sequence[Kernel] = self.sets.kept(private=asked.private)
        found = [k.name for k in kept if any(str(c.id) in of_interest for c in k.covers)]
        return [*found, *(path.name for path in planetary())]


def _ends(windows: NDArray[Any], cadence_ns: int) -> tuple[int, int] | tuple[None, None]:
    """Return the first sample of all windows, and the last plus one cadence."""
    if not len(windows):
        return None, None
    low, high = (int(t) for t in time.to_unix_ns(ticks_of(windows[[0, -1], [0, 1]])))
    ends = -(-low // cadence_ns), high // cadence_ns + 1
    start, stop = (int(t) for t in time.from_unix_ns(np.array(ends) * cadence_ns))
    return start, stop


def _grid(start: int, stop: int, cadence_ns: int) -> Iterator[NDArray[np.int64]]:
    """Yield the multiples of a cadence (of UTC) from `start` up to `stop` (TT2000), in blocks."""
    if start >= stop:
        return
    low, high = (int(t) for t in time.to_unix_ns([start, stop]))
    first, last = -(-low // cadence_ns), -(-high // cadence_ns)
    for begin in range(first, last, BLOCK):
        unix = np.arange(begin, min(begin + BLOCK, last), dtype=np.int64) * cadence_ns
        ticks = time.from_unix_ns(unix)
        here = ticks[(ticks >= start) & (ticks < stop)]
        if len(here):
            yield here


def _system(number: str) -> str:
    known = bodies.find_body(number)
    return str(known.system) if known and known.is_planet and known.system >= 4 else number


def _name_of(cover: Cover) -> str:
    known = bodies.find_body(cover.id)
    return known.key if known else key_of(cover.name)


def _is_listed(cover: Cover) -> bool:
    """Tell whether it is there since it was added: planets are always, or only as links."""
    known = bodies.find_body(cover.id)
    return cover.kind == "body" and not 0 <= cover.id <= 10 and not (known and known.is_planet)
