"""``.dayside`` on arrays and datasets of xarray that came from an archive: pictures of them.

Importing this module is what registers it; every array the client gives does so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import xarray

from dayside.client.figure import Curve, Panel, draw
from dayside.client.overview import overviews
from dayside.model import Bins, Dataset, Parameter, Series, time
from dayside.model.errors import BadRequest

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@xarray.register_dataarray_accessor("dayside")  # type: ignore[no-untyped-call]  # xarray's
class ParameterAccessor:
    """What can be done with the values of one parameter."""

    def __init__(self, array: xarray.DataArray) -> None:
        self._array = array

    def plot(self) -> Figure:
        """Return a figure of the values: lines with gaps, or a spectrogram.

        Raises
        ------
        BadRequest
            If there is no time axis, or matplotlib is not installed.

        Examples
        --------
        >>> field = archive["messenger_mag_1s"]["B"]["2011-12-30":"2011-12-31"]  # doctest: +SKIP
        >>> field.dayside.plot()  # doctest: +SKIP
        """
        return _figure(_global_dataset(self._array.attrs), [self._array])


@xarray.register_dataset_accessor("dayside")  # type: ignore[no-untyped-call]  # xarray's
class DatasetAccessor:
    """What can be done with the values of several parameters."""

    def __init__(self, dataset: xarray.Dataset) -> None:
        self._dataset = dataset

    def plot(self, *names: str) -> Figure:
        """Return a figure, a panel for each parameter.

        Parameters
        ----------
        *names : str
            Which to draw; by default all that hold numbers.

        Raises
        ------
        BadRequest
            If there is no parameter of that name, no time axis, or no matplotlib.
        """
        held = [str(name) for name in self._dataset.data_vars]
        for name in names:
            if name not in held:
                raise BadRequest(f"There is no {name} here; there are {', '.join(held)}.")
        arrays = [self._dataset[name] for name in names or held]
        drawn = [a for a in arrays if names or a.dtype.kind in "fiu"]
        if not drawn:
            raise BadRequest("There is nothing to draw: no parameter here holds numbers.")
        return _figure(_global_dataset(self._dataset.attrs), drawn)


def _figure(dataset: Dataset, arrays: list[xarray.DataArray]) -> Figure:
    ticks = [_ticks(array) for array in arrays]
    ends = [t for t in ticks if len(t)]
    if not ends:
        raise BadRequest("There is no sample to draw.")
    start, stop = min(int(t[0]) for t in ends), max(int(t[-1]) for t in ends) + 1
    panels = [
        _panel(dataset, array, t, start, stop) for array, t in zip(arrays, ticks, strict=True)
    ]
    first, last = time.to_datetime64([start, stop])
    return draw(panels, first, last)


def _panel(
    dataset: Dataset, array: xarray.DataArray, ticks: time.Ticks, start: int, stop: int
) -> Panel:
    parameter = _parameter(array)
    moving = next((b.parameter for b in parameter.bins if b is not None and b.parameter), None)
    beside = [name for name in (moving, *parameter.uncertainty, parameter.quality) if name]
    held = [parameter, *(_companion(array, name) for name in beside)]
    values = {name: array.coords[name].values for name in beside} | {parameter.name: array.values}
    series = Series(dataset.replace(parameters=tuple(held)), ticks, values)
    found = overviews(held, [series], start, stop)
    curve = Curve(
        dataset,
        found[parameter.name],
        bins=found.get(moving or ""),
        errors=tuple(found[name] for name in parameter.uncertainty),
        quality=found.get(parameter.quality or ""),
    )
    return Panel((curve,))


def _companion(array: xarray.DataArray, name: str) -> Parameter:
    values = array.coords[name]
    return Parameter(name, str(values.dtype), shape=values.shape[1:])


def _ticks(array: xarray.DataArray) -> time.Ticks:
    if "time" not in array.dims or array.dims[0] != "time":
        raise BadRequest(
            "Only what has a time axis first can be drawn; transpose it, or take more."
        )
    if "tt2000" in array.coords:
        return np.asarray(array.coords["tt2000"].values, np.int64)
    return time.from_datetime64(array.coords["time"].values)


def _parameter(array: xarray.DataArray) -> Parameter:
    """Return what an array says of itself."""
    shape, said = array.shape[1:], array.attrs
    bins = _bins(array)
    labels = _labels(array) if len(shape) == 1 and not any(bins) else ()
    beside = [
        str(name)
        for name, other in array.coords.items()
        if other.dims[:1] == ("time",) and other.dtype.kind in "fiu"
    ]
    return Parameter(
        str(array.name or "values"),
        str(array.dtype),
        units=said.get("units"),
        shape=shape,
        frame=said.get("frame"),
        components=("x", "y", "z") if shape == (3,) and labels else (),
        labels=labels,
        bins=bins,
        uncertainty=tuple(name for name in said.get("uncertainty", ()) if name in beside),
        quality=said.get("quality") if said.get("quality") in beside else None,
        display=said.get("display", "spectrogram" if any(bins) else "line"),
        scale=said.get("scale", "linear"),
    )


def _bins(array: xarray.DataArray) -> tuple[Bins | None, ...]:
    return tuple(_bins_along(array, str(dim)) for dim in array.dims[1:])


def _bins_along(array: xarray.DataArray, dim: str) -> Bins | None:
    """Return the bins of a dimension: fixed ones are its coordinate, moving ones change in time."""
    # get() would make one up where there is none.
    fixed = array.coords[dim] if dim in array.coords else None  # noqa: SIM401
    if fixed is not None and fixed.dtype.kind in "fiu":
        return Bins(dim, fixed.attrs.get("units"), tuple(float(c) for c in fixed.values))
    companions = (*array.attrs.get("uncertainty", ()), array.attrs.get("quality"))
    for name, other in array.coords.items():
        if other.dims == ("time", dim) and other.dtype.kind in "fiu" and name not in companions:
            return Bins(dim, other.attrs.get("units"), parameter=str(name))
    return None


def _labels(array: xarray.DataArray) -> tuple[str, ...]:
    dim = array.dims[1]
    return tuple(str(v) for v in array.coords[dim].values) if dim in array.coords else ()


def _global_dataset(said: dict[Any, Any]) -> Dataset:
    named = Dataset(str(said.get("dataset") or said.get("id") or "values"))
    return named.replace(
        simulated=said.get("simulated") == "yes",
        **{
            key: str(said[key])
            for key in ("title", "mission", "instrument", "version", "citation", "doi")
            if key in said
        },
    )
