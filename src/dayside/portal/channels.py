"""What the channels along one dimension of a parameter stand for, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dayside.model import Bins
from dayside.model.wording import decimals
from dayside.services.statistics import ColumnStatistics


@dataclass(frozen=True, slots=True)
class Channel:
    """One row: its number from 0, its bin, and what was measured in it.

    Attributes
    ----------
    center, low, high : float or None
        In the units of the bins. Of moving bins, the centre is the mean and the edges are
        the least and the greatest centre.
    values : ColumnStatistics or None
    """

    number: int
    label: str = ""
    center: float | None = None
    low: float | None = None
    high: float | None = None
    values: ColumnStatistics | None = None


@dataclass(frozen=True, slots=True)
class ChannelTable:
    """The channels along one dimension.

    Attributes
    ----------
    moves : bool
        Whether the centres are told with every sample.
    log : bool
        Whether the values go over decades.
    has_labels, has_centers, has_edges, has_values : bool
        Which columns there are.
    """

    bins: Bins
    channels: tuple[Channel, ...]
    moves: bool
    log: bool = False

    @property
    def has_labels(self) -> bool:
        """Whether channels are named."""
        return any(c.label for c in self.channels)

    @property
    def has_centers(self) -> bool:
        """Whether channels have centres."""
        return any(c.center is not None for c in self.channels)

    @property
    def has_edges(self) -> bool:
        """Whether channels have edges."""
        return any(c.low is not None for c in self.channels)

    @property
    def has_values(self) -> bool:
        """Whether it is known what was measured in each."""
        return any(c.values is not None for c in self.channels)

    def digits(self, column: str) -> int | None:
        """Return the decimals of a column of places: ``center``, ``low`` or ``high``."""
        return decimals([getattr(c, column) for c in self.channels])

    @property
    def value_digits(self) -> int | None:
        """The decimals of what was measured."""
        if self.log:
            return None
        told = [c.values for c in self.channels if c.values is not None]
        return decimals([v for c in told for v in (c.least, c.mean, c.greatest)])

    @property
    def reach(self) -> tuple[float, float] | None:
        """Least and greatest centre or edge."""
        told = [v for c in self.channels for v in (c.center, c.low, c.high) if v is not None]
        return (min(told), max(told)) if told else None


def channel_table(
    bins: Bins,
    length: int,
    columns: Sequence[ColumnStatistics] = (),
    moving: Sequence[ColumnStatistics] = (),
    *,
    log: bool = False,
) -> ChannelTable:
    """Return the table of a dimension.

    Parameters
    ----------
    length : int
        Of the dimension.
    columns : sequence of ColumnStatistics
        Of the parameter, one a channel; whatever else has another length and is left out.
    moving : sequence of ColumnStatistics
        Of the parameter that holds moving centres.
    log : bool
        Whether the values go over decades.
    """
    values = columns if len(columns) == length else ()
    centers = moving if len(moving) == length else ()
    channels = tuple(
        Channel(
            i,
            bins.labels[i] if bins.labels and len(bins.labels) == length else "",
            *_place(bins, centers, i),
            values[i] if values else None,
        )
        for i in range(length)
    )
    return ChannelTable(bins, channels, bins.parameter is not None, log)


def _place(
    bins: Bins, moving: Sequence[ColumnStatistics], i: int
) -> tuple[float | None, float | None, float | None]:
    if moving:
        return moving[i].mean, moving[i].least, moving[i].greatest
    center = bins.centers[i] if bins.centers and i < len(bins.centers) else None
    low, high = bins.ranges[i] if bins.ranges and i < len(bins.ranges) else (None, None)
    return center, low, high
