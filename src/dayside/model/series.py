"""`Series`: values of the parameters of one dataset over an interval.

Inside Dayside a series is plain arrays beside the dataset that describes them; a
stream of them, block after block, is how every reader, evaluator and writer works.
`Series.to_xarray` gives what people hold in a notebook.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from dayside.model import time
from dayside.model.dataset import Dataset, Parameter

if TYPE_CHECKING:
    import xarray

Values = NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """Values of one dataset over an interval.

    Attributes
    ----------
    dataset : Dataset
        Describes exactly the parameters in `values`.
    time : ndarray of int64, shape (n,)
        TT2000, never decreasing.
    values : mapping of str to ndarray, shape (n, *parameter.shape)
        Gaps are NaN in floats, the parameter's fill elsewhere.
    """

    dataset: Dataset
    time: time.Ticks
    values: Mapping[str, Values]

    def __len__(self) -> int:
        return len(self.time)

    def __getitem__(self, rows: slice | NDArray[Any]) -> Self:
        return type(self)(
            self.dataset, self.time[rows], {name: v[rows] for name, v in self.values.items()}
        )

    def select(self, names: Iterable[str] | None) -> Self:
        """Return the series with only the parameters of these names."""
        chosen = self.dataset.select(names)
        return type(self)(chosen, self.time, {n: self.values[n] for n in chosen.names})

    def to_xarray(self) -> xarray.Dataset:
        """Return an `xarray.Dataset` with CF/ISTP attributes and UTC ``datetime64[ns]`` times.

        The coordinate ``tt2000`` keeps the stored ticks, so that a sample within a leap
        second stays distinct.
        """
        import xarray

        coords: dict[str, Any] = {
            "time": ("time", time.to_datetime64(self.time), {"standard_name": "time"}),
            "tt2000": ("time", self.time, {"long_name": "TT2000", "units": "ns"}),
        }
        variables = {
            p.name: (_dims(p), self.values[p.name], _attributes(p)) for p in self.dataset.parameters
        }
        for p in self.dataset.parameters:
            coords |= _bin_coordinates(p)
        return xarray.Dataset(variables, coords, attrs=_global_attributes(self.dataset))

    @classmethod
    def empty(cls, dataset: Dataset) -> Self:
        """Return a series of no rows."""
        return cls(
            dataset,
            np.empty(0, np.int64),
            {p.name: np.empty((0, *p.shape), storage_dtype(p)) for p in dataset.parameters},
        )

    @classmethod
    def concatenate(cls, dataset: Dataset, blocks: Iterable[Self]) -> Self:
        """Return all rows of `blocks` in one series."""
        parts = list(blocks)
        if not parts:
            return cls.empty(dataset)
        return cls(
            dataset,
            np.concatenate([b.time for b in parts]),
            {n: np.concatenate([b.values[n] for b in parts]) for n in dataset.names},
        )


def storage_dtype(parameter: Parameter) -> np.dtype[Any]:
    """Return the numpy type in which values of `parameter` are held."""
    return np.dtype("int64" if parameter.dtype == "tt2000" else parameter.dtype)


def _dims(p: Parameter) -> tuple[str, ...]:
    return ("time", *(dimension_name(p, axis) for axis in range(len(p.shape))))


def dimension_name(p: Parameter, axis: int) -> str:
    """Return the name of a dimension in xarray, NetCDF and Zarr: unique to its parameter."""
    bins = p.bins[axis] if axis < len(p.bins) else None
    if bins is None and axis == 0 and (p.components or p.labels):
        return f"{p.name}_component"
    return f"{p.name}_{bins.name}" if bins is not None else f"{p.name}_dim{axis + 1}"


def _bin_coordinates(p: Parameter) -> dict[str, Any]:
    coords: dict[str, Any] = {}
    for axis, length in enumerate(p.shape):
        bins = p.bins[axis] if axis < len(p.bins) else None
        name = dimension_name(p, axis)
        if bins is not None and bins.centers is not None:
            coords[name] = (name, np.array(bins.centers), {"units": bins.units or ""})
        elif bins is not None and bins.labels is not None:
            coords[name] = (name, np.array(bins.labels))
        elif bins is None and axis == 0 and len(p.labels or p.components) == length:
            coords[name] = (name, np.array(p.labels or p.components))
    return coords


def _attributes(p: Parameter) -> dict[str, Any]:
    said = {
        "units": p.units,
        "long_name": p.label or p.name,
        "description": p.description or None,
        "frame": p.frame,
        "valid_min": p.valid_min,
        "valid_max": p.valid_max,
        "fill": p.fill,
        "quality": p.quality,
        "uncertainty": list(p.uncertainty) or None,
        "display": p.display if p.display != "line" else None,
        "scale": p.scale if p.scale != "linear" else None,
    }
    return {key: value for key, value in said.items() if value is not None}


def _global_attributes(d: Dataset) -> dict[str, Any]:
    said = {
        "id": d.id,
        "title": d.title,
        "target": d.target,
        "mission": d.mission,
        "instrument": d.instrument,
        "version": d.version,
        "modified": d.modified,
        "citation": d.citation,
        "doi": d.doi,
        "licence": d.licence,
        "source": d.source,
        "time_stamp": d.time_stamp,
        "simulated": "yes" if d.simulated else None,
    }
    return {key: value for key, value in said.items() if value}
