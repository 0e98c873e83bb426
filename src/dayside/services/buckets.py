"""Statistics in buckets of time, from whatever source: what tiles and envelopes are made of.

They come from the levels a source keeps; a source that keeps none, such as a remote
server, is read and reduced on the way, over as much as one picture may cost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from dayside.archive.levels import Stretch, reduce, ticks_of, widths
from dayside.model import Dataset, Parameter, Principal, Series
from dayside.model.errors import BadRequest, TooMuch, UnknownParameter
from dayside.services import catalog
from dayside.services.door import Door
from dayside.sources.base import Source

MOST_SAMPLES_TO_REDUCE = 5_000_000

EXACT_COUNT = 1 << 24
"""Levels of float32 count no further than this without loss."""


@runtime_checkable
class KeepsLevels(Protocol):
    """A source that keeps statistics in bins: the local archive."""

    def level_widths(self, dataset: str) -> Sequence[int]:
        """Return the widths (ns of UTC) of the levels, finest first."""
        ...

    def level(
        self, dataset: str, parameter: str, width_ns: int, first: int, last: int
    ) -> Stretch | None:
        """Return bins `first` to `last` of a level; None where all are empty."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """A parameter whose statistics are asked for, by someone who may have them.

    Attributes
    ----------
    dataset : Dataset
    parameter : Parameter
    source : Source
    own_id : str
        Of the dataset, at its source.
    version : str
        Of the dataset, from before anything is read: newer values may follow, older not.
    widths_ns : tuple of int
        Widths of the levels, finest first.
    """

    dataset: Dataset
    parameter: Parameter
    source: Source
    own_id: str
    version: str
    widths_ns: tuple[int, ...]

    def stretch(self, width_ns: int, first: int, last: int) -> Stretch | None:
        """Return buckets `first` to `last`, both included; None where all are empty.

        Raises
        ------
        BadRequest
            If they lie outside the times there are.
        TooMuch
            If too many samples would have to be read.
        """
        self.ticks(width_ns, first, last)
        if isinstance(self.source, KeepsLevels) and width_ns in self.widths_ns:
            return self.source.level(self.own_id, self.parameter.name, width_ns, first, last)
        return reduce(self.parameter, self._samples(width_ns, first, last), width_ns)

    def ticks(self, width_ns: int, first: int, last: int) -> tuple[int, int]:
        """Return the times (TT2000, half-open) of some buckets.

        Raises
        ------
        BadRequest
            If they lie outside the times there are.
        """
        start, stop = ticks_of(first, last, width_ns)
        if start >= stop:
            raise BadRequest("This lies outside the times there are, 1708 to 2261.")
        return start, stop

    def _samples(self, width_ns: int, first: int, last: int) -> Iterator[Series]:
        start, stop = self.ticks(width_ns, first, last)
        samples = 0
        for block in self.source.read(self.own_id, start, stop, [self.parameter.name]):
            samples += len(block)
            if samples > MOST_SAMPLES_TO_REDUCE:
                raise TooMuch(
                    f"{self.source.name or 'The archive'} keeps no overview of {self.own_id} that "
                    "fine, and this much of it is too much to read for a picture; zoom in."
                )
            yield block


def ask(door: Door, dataset_id: str, parameter: str, principal: Principal) -> Asked:
    """Return a parameter whose statistics can be read.

    Raises
    ------
    UnknownDataset, UnknownParameter
        If what is asked is not there, holds no numbers, or is not for `principal`.
    """
    dataset = catalog.describe(door, dataset_id, principal)
    p = dataset[parameter]
    if not p.is_numeric:
        raise UnknownParameter(f"{parameter} holds no numbers to draw.")
    source, own_id = door.source_of(dataset_id)
    version = source.version(own_id)
    return Asked(dataset, p, source, own_id, version, widths_of(source, own_id, dataset))


def widths_of(source: Source, own_id: str, dataset: Dataset) -> tuple[int, ...]:
    """Return the widths (ns of UTC) of the levels of a dataset, kept or made on the way."""
    if isinstance(source, KeepsLevels):
        return tuple(source.level_widths(own_id))
    return tuple(widths(dataset.cadence_ns))
