"""Writing NetCDF-4 with CF and ACDD metadata, block by block."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from dayside.model import Bins, Dataset, Parameter, Series, time
from dayside.model.series import dimension_name

_CHUNK_BYTES = 1 << 20
_CHUNK_ROWS = 1 << 14
# What the reader adds for itself.
_OWN = frozenset({"time_axis", "constants", "Conventions", "history"})


def write_netcdf(dataset: Dataset, blocks: Iterable[Series]) -> Iterator[bytes]:
    """Yield the bytes of a NetCDF-4 that holds `blocks`.

    HDF5 is not written in order, so a temporary file grows first.
    """
    import h5netcdf

    with tempfile.TemporaryDirectory(prefix="dayside-") as folder:
        path = Path(folder) / "export.nc"
        with h5netcdf.File(path, "w") as file:
            file.attrs.update(_global_attributes(dataset))
            writer = _Writer(file, dataset)
            for block in blocks:
                writer.append(block)
        with path.open("rb") as content:
            while chunk := content.read(_CHUNK_BYTES):
                yield chunk


class _Writer:
    """A file in the making, its variables declared, its rows appended."""

    def __init__(self, file: Any, dataset: Dataset) -> None:
        self._file = file
        self._dataset = dataset
        self._rows = 0
        self._taken = {"time", "tt2000", *dataset.names}
        self._moving = {
            b.parameter for p in dataset.parameters for b in p.bins if b is not None and b.parameter
        }
        # By fixed bins, or by the name of the parameter of moving ones.
        self._dimensions: dict[Bins | str | None, str] = {}
        file.dimensions = {"time": None}
        self._declare_time()
        for parameter in dataset.parameters:
            self._declare(parameter)

    def _declare_time(self) -> None:
        described = {
            "standard_name": "time",
            "long_name": "UTC; within a leap second, the last ns before it ends",
            "axis": "T",
            "units": "nanoseconds since 1970-01-01T00:00:00",
            "calendar": "standard",
        }
        exact = {
            "long_name": "TT2000: ns since 2000-01-01T12:00 TT, leap seconds counted",
            "time_standard": "TT2000",
        }
        for name, said in (("time", described), ("tt2000", exact)):
            variable = self._variable(name, ("time",), np.dtype(np.int64), None)
            variable.attrs.update(said)

    def _variable(self, name: str, dims: tuple[str, ...], dtype: Any, fill: Any) -> Any:
        sizes = tuple(self._file.dimensions[d].size for d in dims[1:])
        row_bytes = int(np.prod(sizes, dtype=np.int64)) * getattr(dtype, "itemsize", 16)
        rows = max(1, min(_CHUNK_ROWS, _CHUNK_BYTES // max(row_bytes, 1)))
        # Compressed, because HDF5 stores the last chunk whole, however few its rows.
        return self._file.create_variable(
            name,
            dims,
            dtype,
            chunks=(rows, *sizes),
            fillvalue=fill,
            compression="gzip",
            compression_opts=1,
            shuffle=True,
        )

    def _declare(self, p: Parameter) -> None:
        import h5py

        said: dict[str, Any] = _attributes(p)
        dims = ["time"]
        coordinates = []
        for axis, length in enumerate(p.shape):
            bins = p.bins[axis] if axis < len(p.bins) else None
            dim, coordinate = self._dimension(p, axis, length, bins)
            dims.append(dim)
            coordinates.append(coordinate)
        if any(coordinates):
            said["coordinates"] = " ".join(filter(None, coordinates))
        dtype: Any = np.dtype("int64" if p.dtype == "tt2000" else "U1")
        fill: Any = None
        if p.dtype.startswith("U"):
            dtype = h5py.string_dtype()
            said["text_length"] = int(p.dtype[1:])
        elif p.dtype != "tt2000":
            dtype = np.dtype(p.dtype)
            fill = dtype.type(np.nan) if dtype.kind == "f" else None
            if p.fill is not None and dtype.kind in "iu":
                fill = dtype.type(p.fill)
        self._variable(p.name, tuple(dims), dtype, fill).attrs.update(said)

    def _dimension(
        self, p: Parameter, axis: int, length: int, bins: Bins | None
    ) -> tuple[str, str | None]:
        """Return the dimension of an axis, and the coordinate that goes with it."""
        moving = bins.parameter if bins is not None else None
        if bins is not None and bins in self._dimensions:
            return self._dimensions[bins], moving
        # Moving bins lie along the dimension of what they are the bins of.
        if p.name in self._dimensions or moving in self._dimensions:
            return self._dimensions[p.name if moving is None else moving], moving
        name = bins.name if bins is not None and moving is None else ""
        if not name or name in self._taken:
            name = dimension_name(p, axis)
        while name in self._taken:
            name += "_"
        self._taken.add(name)
        self._file.dimensions[name] = length
        if moving is not None or p.name in self._moving:
            self._dimensions[moving or p.name] = name
            return name, moving
        labels = (p.labels or p.components) if axis == 0 else ()
        if bins is not None:
            self._dimensions[bins] = name
            self._declare_bins(bins, name)
            labels = bins.labels or ()
        if len(labels) == length and (bins is None or bins.centers is None):
            return name, self._declare_labels(name, labels)
        return name, None

    def _declare_labels(self, dim: str, labels: tuple[str, ...]) -> str | None:
        import h5py

        name = f"{dim}_label"
        while name in self._taken:
            name += "_"
        self._taken.add(name)
        variable = self._file.create_variable(name, (dim,), h5py.string_dtype())
        variable[...] = np.array(labels, object)
        return name

    def _declare_bins(self, bins: Bins, dim: str) -> None:
        centers = bins.centers
        if centers is None and bins.ranges is not None:
            centers = tuple((low + high) / 2 for low, high in bins.ranges)
        if centers is None:
            return
        variable = self._file.create_variable(dim, (dim,), np.float64, data=np.array(centers))
        said = {"long_name": bins.name, "scale": bins.scale}
        if bins.units is not None:
            said["units"] = bins.units
        if bins.ranges is not None:
            edges = f"{dim}_bounds"
            if "bound" not in self._file.dimensions:
                self._file.dimensions["bound"] = 2
            self._file.create_variable(
                edges, (dim, "bound"), np.float64, data=np.array(bins.ranges)
            )
            said["bounds"] = edges
        variable.attrs.update(said)

    def append(self, block: Series) -> None:
        """Append the rows of a block."""
        start, self._rows = self._rows, self._rows + len(block)
        if start == self._rows:
            return
        self._file.resize_dimension("time", self._rows)
        rows = slice(start, self._rows)
        self._file["time"][rows] = time.to_unix_ns(block.time)
        self._file["tt2000"][rows] = block.time
        for p in self._dataset.parameters:
            values = block.values[p.name]
            self._file[p.name][rows] = values.astype(object) if values.dtype.kind == "U" else values


def _attributes(p: Parameter) -> dict[str, Any]:
    companions = [*p.uncertainty, *filter(None, [p.quality])]
    said: dict[str, Any] = {
        "long_name": p.label or None,
        "description": p.description or None,
        "units": p.units if p.dtype != "tt2000" else None,
        "frame": p.frame,
        "components": " ".join(p.components) or None,
        "valid_min": p.valid_min,
        "valid_max": p.valid_max,
        "ancillary_variables": " ".join(companions) or None,
        "uncertainty": " ".join(p.uncertainty) or None,
        "quality": p.quality,
        "role": p.role,
        "display": p.display,
        "scale": p.scale if p.scale != "linear" else None,
        "time_standard": "TT2000" if p.dtype == "tt2000" else None,
    }
    return {name: value for name, value in said.items() if value is not None}


def _global_attributes(d: Dataset) -> dict[str, Any]:
    said = {
        "Conventions": "CF-1.8, ACDD-1.3",
        "id": d.id,
        "title": d.title,
        "summary": d.description,
        "target": d.target,
        "project": d.mission,
        "platform": d.observatory,
        "instrument": d.instrument,
        "measurement_type": d.measurement_type,
        "region": d.region,
        "product_version": d.version,
        "date_created": d.created,
        "license": d.licence,
        "citation": d.citation,
        "doi": d.doi,
        "creator_name": d.contact,
        "infourl": d.resource_url,
        "time_stamp": d.time_stamp,
        "simulated": "yes" if d.simulated else None,
        "comment": "Simulated: nothing here was measured." if d.simulated else None,
        "source": d.source,
        "history": f"written by Dayside {version('dayside')}",
    }
    ours = {name: value for name, value in said.items() if value}
    taken = {name.lower() for name in ours}
    theirs = {
        name: value if isinstance(value, str) else json.dumps(value, default=str)
        for name, value in d.attributes.items()
        if name.lower() not in taken and name not in _OWN
    }
    return {**theirs, **ours}
