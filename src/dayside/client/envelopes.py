"""From an envelope to the `xarray.Dataset` of its statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from dayside.model import Dataset, time
from dayside.services.envelope import Envelope

if TYPE_CHECKING:
    import xarray


def to_dataset(envelope: Envelope, dataset: Dataset) -> xarray.Dataset:
    """Return minimum, maximum, mean and count along the time at which each bin begins.

    Several columns (components and magnitude of a vector, channels of a spectrum) lie along
    ``column``.
    """
    import xarray

    p = envelope.parameter
    begins = envelope.start_ns + envelope.width_ns * np.arange(len(envelope.mean))
    several = bool(p.shape)
    found = {
        "min": envelope.minimum,
        "max": envelope.maximum,
        "mean": envelope.mean,
        "count": envelope.count,
    }
    units = {} if p.units is None else {"units": p.units}
    variables = {
        name: (
            ("time", "column") if several else "time",
            values if several else values[:, 0],
            {} if name == "count" else units,
        )
        for name, values in found.items()
    }
    coords: dict[str, Any] = {
        "time": (
            "time",
            begins.view("datetime64[ns]"),
            {
                "long_name": "UTC at which the bin begins",
                "bin_width_s": envelope.width_ns / time.NS,
            },
        )
    }
    if several:
        coords["column"] = ("column", list(envelope.columns), {})
    told = {"dataset": dataset.id, "parameter": p.name, "version": envelope.version}
    if p.frame:
        told["frame"] = p.frame
    return xarray.Dataset(variables, coords, told)
