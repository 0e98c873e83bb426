"""From a series to the `xarray.DataArray` of one parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dayside.model import Dataset, Parameter, Series
from dayside.model.series import dimension_name

if TYPE_CHECKING:
    import xarray


def companions(dataset: Dataset, parameter: Parameter) -> list[str]:
    """Return the names of what belongs to a parameter: error bars, quality, moving bins."""
    named = [*parameter.uncertainty, parameter.quality]
    named += [b.parameter for b in parameter.bins if b is not None]
    return [name for name in named if name in dataset.names and name is not None]


def to_dataarray(series: Series, parameter: Parameter) -> xarray.DataArray:
    """Return the values of one parameter, its companions as coordinates.

    Parameters
    ----------
    series : Series
        Holds the parameter and its `companions`.
    """
    from dayside.client import accessor  # noqa: F401 - registers .dayside

    held = series.to_xarray()
    array = held[parameter.name]
    coords: dict[str, Any] = {}
    for name in companions(series.dataset, parameter):
        other = held[name]
        coords[name] = (_shared_dims(series.dataset[name], parameter), other.values, other.attrs)
    array = array.drop_vars([c for c in array.coords if c in coords]).assign_coords(coords)
    # Where the numbers come from goes with them.
    array.attrs |= {"dataset": series.dataset.id} | {
        key: held.attrs[key]
        for key in ("mission", "instrument", "version", "citation", "doi", "simulated")
        if key in held.attrs
    }
    return array


def _shared_dims(companion: Parameter, parameter: Parameter) -> tuple[str, ...]:
    """Return the dimensions of a companion, those of the parameter wherever they are meant."""
    if companion.shape == parameter.shape:
        axes: list[int] = list(range(len(parameter.shape)))
    else:
        moving = [b.parameter if b is not None else None for b in parameter.bins]
        axes = [a for a, name in enumerate(moving) if name == companion.name]
    if tuple(parameter.shape[a] for a in axes) == companion.shape:
        return ("time", *(dimension_name(parameter, axis) for axis in axes))
    own = range(len(companion.shape))
    return ("time", *(dimension_name(companion, axis) for axis in own))
