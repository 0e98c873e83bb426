"""Samples and the granules they came from, brought to what a dataset says of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from dayside.model import Dataset, Parameter, Series
from dayside.model.series import Values, storage_dtype

Granules = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Sampled:
    """Samples and which granule each came from.

    Attributes
    ----------
    series : Series
        In time order.
    granules : ndarray of int64, shape (n,)
    lacking : mapping of str to set of int
        Parameter to the granules that do not have it at all; what stands in their rows
        is a gap, or the value of another granule with a sample at the same time.
    """

    series: Series
    granules: Granules
    lacking: Mapping[str, frozenset[int]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.granules)

    def __getitem__(self, rows: slice | NDArray[Any]) -> Self:
        return type(self)(self.series[rows], self.granules[rows], self.lacking)

    def unfilled(self) -> Self:
        """Return the samples with gaps wherever a granule does not have a parameter."""
        values = dict(self.series.values)
        for name, granules in self.lacking.items():
            p = self.series.dataset[name]
            rows = np.isin(self.granules, list(granules))
            values[name] = values[name].copy()
            values[name][rows] = gap_of(p)
        return type(self)(
            Series(self.series.dataset, self.series.time, values), self.granules, self.lacking
        )


def gap_of(p: Parameter) -> Any:
    """Return what stands for no value in the array of a parameter."""
    dtype = storage_dtype(p)
    if dtype.kind == "f":
        return np.nan
    if dtype.kind == "U":
        return p.fill or ""
    return p.fill if p.fill is not None else 0


def gaps(parameter: Parameter, rows: int) -> Values:
    """Return rows that hold no value."""
    return np.full((rows, *parameter.shape), gap_of(parameter), storage_dtype(parameter))


def converted(values: Values, own: Parameter, wanted: Parameter) -> Values:
    """Return values of `own` in the type of `wanted`, its gaps for theirs."""
    out = values.astype(storage_dtype(wanted), copy=False)
    if own.fill is None or values.dtype.kind == "f" or own.fill == gap_of(wanted):
        return out
    empty = values == own.fill
    if empty.any():
        out = out.copy() if out is values else out
        out[empty] = gap_of(wanted)
    return out


def fit(series: Series, dataset: Dataset) -> Series:
    """Return `series` with exactly the parameters of `dataset`, gaps where it has none.

    Where `dataset` has moving bins and `series` a fixed table, the table stands in every row.
    """
    tables = _tables(series.dataset, dataset)
    rows = len(series)
    values: dict[str, Values] = {}
    for p in dataset.parameters:
        if p.name in series.values:
            values[p.name] = converted(series.values[p.name], series.dataset[p.name], p)
        elif p.name in tables:
            table = np.asarray(tables[p.name], storage_dtype(p))
            values[p.name] = np.broadcast_to(table, (rows, len(table)))
        else:
            values[p.name] = gaps(p, rows)
    return Series(dataset, series.time, values)


def absent(series: Series, dataset: Dataset) -> list[str]:
    """Return the parameters of `dataset` for which `series` has nothing."""
    tables = _tables(series.dataset, dataset)
    return [n for n in dataset.names if n not in series.values and n not in tables]


def _tables(own: Dataset, wanted: Dataset) -> dict[str, tuple[float, ...]]:
    """Return the fixed tables of `own` for the parameters that hold them in `wanted`."""
    found = {}
    names = set(wanted.names)
    for p in own.parameters:
        if p.name not in names:
            continue
        for ours, theirs in zip(p.bins, wanted[p.name].bins, strict=False):
            if ours and theirs and ours.centers and theirs.parameter:
                found[theirs.parameter] = ours.centers
    return found
