"""What the values of a parameter are like over its whole coverage, from levels alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.archive.levels import column_names
from dayside.model import Parameter, Principal
from dayside.model.time import NS, to_unix_ns
from dayside.science.series import bins
from dayside.services import catalog
from dayside.services.buckets import EXACT_COUNT, KeepsLevels
from dayside.services.door import Door

_ENOUGH_BINS = 200
"""To tell what is rare."""


@dataclass(frozen=True, slots=True)
class ColumnStatistics:
    """One column of a parameter: a component, the magnitude, a channel.

    Attributes
    ----------
    name : str
    least, greatest, mean : float or None
        None where there is no valid sample.
    count : int
        Valid samples.
    """

    name: str
    least: float | None
    greatest: float | None
    mean: float | None
    count: int


def statistics(
    door: Door, dataset_id: str, parameter: str, principal: Principal
) -> tuple[ColumnStatistics, ...]:
    """Return the statistics of each column over the whole coverage.

    Empty where the source keeps no levels, where there is no sample, or where the
    parameter holds no numbers. Whatever the length, a few hundred stored bins are read.

    Raises
    ------
    UnknownDataset, UnknownParameter
        If it is not there, or not for `principal`.
    """
    p, stats = _stored(door, dataset_id, parameter, principal)
    return _columns(p, stats) if stats is not None else ()


def quantiles(
    door: Door, dataset_id: str, parameter: str, shares: Sequence[float], principal: Principal
) -> tuple[float, ...]:
    """Return values below which a parameter is about so often, over its whole coverage.

    Of a vector it is the magnitude, as the last column of its levels has it. Averages of
    coarse bins stand for the samples: good enough for an example or an axis.

    Parameters
    ----------
    shares : sequence of float
        From 0 to 1.

    Returns
    -------
    tuple of float
        Empty where nothing is kept, as in `statistics`.
    """
    _, stats = _stored(door, dataset_id, parameter, principal, _ENOUGH_BINS)
    if stats is None:
        return ()
    means = np.asarray(stats[:, bins.MEAN, -1], np.float64)
    means = means[np.isfinite(means)]
    return tuple(np.quantile(means, shares).tolist()) if len(means) else ()


def _stored(
    door: Door, dataset_id: str, parameter: str, principal: Principal, least: int = 0
) -> tuple[Parameter, NDArray[Any] | None]:
    """Return the widest stored bins whose counts are exact; None where there are none.

    Parameters
    ----------
    least : int
        So many bins are wanted, of the finest where there are not as many.
    """
    dataset = catalog.describe(door, dataset_id, principal)
    p = dataset[parameter]
    source, own_id = door.source_of(dataset_id)
    if not isinstance(source, KeepsLevels) or not p.is_numeric:
        return p, None
    if dataset.start is None or dataset.stop is None:
        return p, None
    widths = source.level_widths(own_id)
    many = [w for w in widths if (dataset.stop - dataset.start) / w >= least]
    width = _width(many or widths[:1], dataset.cadence_ns or NS)
    first, last = (int(to_unix_ns(t)) // width for t in (dataset.start, dataset.stop))
    stretch = source.level(own_id, parameter, width, first, last)
    return p, stretch.stats if stretch is not None else None


def overall(columns: Sequence[ColumnStatistics]) -> ColumnStatistics | None:
    """Return the statistics of all columns together; None without any sample."""
    told = [c for c in columns if c.count]
    count = sum(c.count for c in told)
    if not count:
        return None
    return ColumnStatistics(
        "all",
        min(c.least for c in told if c.least is not None),
        max(c.greatest for c in told if c.greatest is not None),
        sum(c.mean * c.count for c in told if c.mean is not None) / count,
        max(c.count for c in told),
    )


def _width(widths: Sequence[int], cadence_ns: int) -> int:
    """Return the widest level whose counts are exact."""
    exact = [width for width in widths if width / cadence_ns <= EXACT_COUNT]
    return exact[-1] if exact else widths[0]


def _columns(p: Parameter, stats: NDArray[Any]) -> tuple[ColumnStatistics, ...]:
    counts = np.asarray(stats[:, bins.COUNT], np.float64)
    count = counts.sum(axis=0)
    total = np.where(counts > 0, stats[:, bins.MEAN] * counts, 0).sum(axis=0)
    least = np.fmin.reduce(stats[:, bins.MIN], axis=0)
    greatest = np.fmax.reduce(stats[:, bins.MAX], axis=0)
    return tuple(
        ColumnStatistics(name, float(low), float(high), float(sum_) / float(n), round(float(n)))
        if n
        else ColumnStatistics(name, None, None, None, 0)
        for name, low, high, sum_, n in zip(
            column_names(p), least, greatest, total, count, strict=True
        )
    )
