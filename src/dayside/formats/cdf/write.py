"""Writing CDF with ISTP metadata."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.formats.cdf.globals import global_attributes
from dayside.model import Bins, Dataset, Parameter, Series, time
from dayside.model.errors import TooMuch

Values = NDArray[Any]

MOST_BYTES = 1 << 30
"""How many bytes of values a CDF is written of; making it takes some three times as many."""

_ISTP_FILL = -1e31
_CHUNK = 1 << 20
_DISPLAYS = {"line": "time_series", "spectrogram": "spectrogram", "none": "no_plot"}
_STAMPS = {
    "begin": ("Time, beginning of interval", 0.0),
    "center": ("Time, centered", 0.5),
    "end": ("Time, end of interval", 1.0),
    "other": ("Time", None),
}


def write_cdf(dataset: Dataset, blocks: Iterable[Series]) -> Iterator[bytes]:
    """Yield the bytes of a CDF that holds `blocks`.

    All rows are held in memory until the last byte is out: a CDF can be made in no other
    way here, so it is of bounded size.

    Raises
    ------
    TooMuch
        If the values are more than `MOST_BYTES`, before the first byte.
    """
    import pycdfpp

    rows = Series.concatenate(dataset, _bounded(blocks))
    writer = _Writer(dataset)
    writer.add_time(rows.time)
    for parameter in dataset.parameters:
        writer.add(parameter, rows.values[parameter.name])
    for name, entries in global_attributes(dataset, rows.time).items():
        writer.cdf.add_attribute(name, entries)
    content = memoryview(pycdfpp.save(writer.cdf))
    for start in range(0, len(content), _CHUNK):
        yield bytes(content[start : start + _CHUNK])


def _bounded(blocks: Iterable[Series]) -> Iterator[Series]:
    """Yield blocks as long as all of them together fit into a CDF."""
    size = 0
    for block in blocks:
        size += block.time.nbytes + sum(v.nbytes for v in block.values.values())
        if size > MOST_BYTES:
            raise TooMuch(
                f"A CDF of more than {MOST_BYTES >> 20} MiB of values is not written; take a "
                "shorter interval or fewer parameters, or another format: netcdf and parquet "
                "have no such limit."
            )
        yield block


class _Writer:
    """A CDF in the making; remembers which constant variables are there already."""

    def __init__(self, dataset: Dataset) -> None:
        import pycdfpp

        self.cdf = pycdfpp.CDF()
        self._types = pycdfpp.DataType
        self._dataset = dataset
        self._taken = {name.lower() for name in dataset.names}
        self._axis = self._free("Epoch")
        self._constants: dict[tuple[Any, ...], str] = {}

    def _free(self, name: str) -> str:
        """Return `name`, or one like it, and take it."""
        while name.lower() in self._taken:
            name += "_"
        self._taken.add(name.lower())
        return name

    def add_time(self, ticks: time.Ticks) -> None:
        """Add the time axis."""
        variable = self._add_ticks(self._axis, ticks)
        described, where = _STAMPS[self._dataset.time_stamp]
        said: dict[str, Any] = {
            "FIELDNAM": "Time",
            "CATDESC": described,
            "LABLAXIS": "UTC",
            "UNITS": "ns",
            "VAR_TYPE": "support_data",
            "SCALETYP": "linear",
            "MONOTON": "INCREASE",
            "TIME_BASE": "J2000",
            "TIME_SCALE": "Terrestrial Time",
            "REFERENCE_POSITION": "Rotating Earth Geoid",
        }
        _attach(variable, said)
        if where is not None:
            variable.add_attribute("Bin_location", np.array([where]))
        limits = [("VALIDMIN", "1960-01-01"), ("VALIDMAX", "2262-01-01"), ("FILLVAL", "NaT")]
        for name, limit in limits:
            self._add_time_attribute(variable, name, limit)

    def _add_ticks(self, name: str, ticks: time.Ticks) -> Any:
        variable = self.cdf.add_variable(
            name, np.zeros(ticks.shape, "datetime64[ns]"), self._types.CDF_TIME_TT2000
        )
        # pycdfpp takes UTC only, in which a leap second has no place: set the ticks as such.
        variable.values["nseconds"][...] = ticks
        return variable

    def _add_time_attribute(self, variable: Any, name: str, when: str) -> None:
        moment = np.array([when], "datetime64[ns]")
        variable.add_attribute(name, moment, self._types.CDF_TIME_TT2000)

    def add(self, parameter: Parameter, values: Values) -> None:
        """Add a parameter, with the constant variables that its attributes point to."""
        said = self._said(parameter)
        for dimension, bins in enumerate(parameter.bins, 1):
            if bins is not None:
                said |= self._bins(bins, parameter, dimension)
        if parameter.labels:
            said["LABL_PTR_1"] = self._labels(f"{parameter.name}_labels", parameter.labels)
        variable = self._add_values(parameter, values)
        _attach(variable, said)
        if parameter.fill is not None and parameter.dtype.startswith(("int", "uint")):
            fill = np.array([parameter.fill], variable.values.dtype)
            variable.add_attribute("FILLVAL", fill, variable.type)
        elif parameter.dtype.startswith("float"):
            fill = np.array([_ISTP_FILL], variable.values.dtype)
            variable.add_attribute("FILLVAL", fill, variable.type)
        for name, limit in (("VALIDMIN", parameter.valid_min), ("VALIDMAX", parameter.valid_max)):
            if limit is not None:
                variable.add_attribute(name, np.array([limit], np.float64))

    def _add_values(self, parameter: Parameter, values: Values) -> Any:
        if parameter.dtype == "tt2000":
            variable = self._add_ticks(parameter.name, values)
            self._add_time_attribute(variable, "FILLVAL", "NaT")
            return variable
        if parameter.dtype.startswith("U"):
            encoded = np.strings.encode(values, "utf-8")
            length = max(encoded.dtype.itemsize, values.dtype.itemsize // 4)
            return self.cdf.add_variable(
                parameter.name, encoded.astype(f"S{length}"), self._types.CDF_CHAR
            )
        if values.dtype.kind == "f":
            values = _filled(values)
        # pycdfpp takes only the machine's own byte order, and goes by its mark, not its meaning.
        native = np.ascontiguousarray(values, values.dtype.newbyteorder("="))
        return self.cdf.add_variable(parameter.name, native, copy=False)

    def _said(self, p: Parameter) -> dict[str, str]:
        said = {
            "CATDESC": p.description or p.label or p.name,
            "FIELDNAM": p.label or p.name,
            "LABLAXIS": p.label or p.name,
            "DEPEND_0": self._axis,
            "DISPLAY_TYPE": _DISPLAYS[p.display],
            "VAR_TYPE": "data" if p.role == "data" else "support_data",
            "SCALETYP": p.scale,
            "FORMAT": _format(p),
            "COORDINATE_SYSTEM": p.frame or "",
            "REPRESENTATION_1": ",".join(p.components),
            "QUALITY_VAR": p.quality or "",
            "DELTA_MINUS_VAR": p.uncertainty[0] if p.uncertainty else "",
            "DELTA_PLUS_VAR": p.uncertainty[-1] if p.uncertainty else "",
        }
        if p.units is not None:
            said["UNITS"] = p.units or " "  # ISTP: a blank is dimensionless
        return said

    def _bins(self, bins: Bins, parameter: Parameter, dimension: int) -> dict[str, str]:
        if bins.parameter is not None:
            return {f"DEPEND_{dimension}": bins.parameter}
        centers = bins.centers
        if centers is None and bins.ranges is not None:
            centers = tuple((low + high) / 2 for low, high in bins.ranges)
        if centers is not None:
            return {f"DEPEND_{dimension}": self._centers(bins, centers)}
        if bins.labels is not None:
            pointer = self._labels(bins.name or f"{parameter.name}_labels", bins.labels)
            return {f"LABL_PTR_{dimension}": pointer}
        return {}

    def _centers(self, bins: Bins, centers: tuple[float, ...]) -> str:
        """Return the name of the constant variable of these bins, which many may share."""
        key = ("bins", bins)
        if key in self._constants:
            return self._constants[key]
        name = self._constants[key] = self._free(bins.name)
        said = {
            "CATDESC": bins.name,
            "FIELDNAM": bins.name,
            "LABLAXIS": bins.name,
            "VAR_TYPE": "support_data",
            "SCALETYP": bins.scale,
        }
        if bins.units is not None:
            said["UNITS"] = bins.units or " "
        if bins.ranges is not None:
            edges, middle = np.array(bins.ranges), np.array(centers)
            for side, width in (
                ("MINUS", middle - edges[:, 0]),
                ("PLUS", edges[:, 1] - middle),
            ):
                said[f"DELTA_{side}_VAR"] = self._widths(f"{name}_delta_{side.lower()}", width)
        variable = self.cdf.add_variable(name, np.array([centers], np.float64), is_nrv=True)
        _attach(variable, said)
        return name

    def _widths(self, name: str, widths: Values) -> str:
        name = self._free(name)
        variable = self.cdf.add_variable(name, widths[None], is_nrv=True)
        _attach(variable, {"CATDESC": name, "FIELDNAM": name, "VAR_TYPE": "support_data"})
        return name

    def _labels(self, name: str, labels: tuple[str, ...]) -> str:
        key = ("labels", labels)
        if key in self._constants:
            return self._constants[key]
        name = self._constants[key] = self._free(name)
        texts = np.strings.encode(np.array([labels], np.str_), "utf-8")
        texts = texts.astype(f"S{max(texts.dtype.itemsize, 1)}")
        variable = self.cdf.add_variable(name, texts, self._types.CDF_CHAR, is_nrv=True)
        _attach(variable, {"CATDESC": name, "FIELDNAM": name, "VAR_TYPE": "metadata"})
        return name


def _attach(variable: Any, said: dict[str, str]) -> None:
    for name, text in said.items():
        if text:
            variable.add_attribute(name, text)


def _filled(values: Values) -> Values:
    """Return `values` with ISTP's fill for NaN."""
    gaps = np.isnan(values)
    return np.where(gaps, values.dtype.type(_ISTP_FILL), values) if gaps.any() else values


def _format(parameter: Parameter) -> str:
    """Return the Fortran format that ISTP wants for listings."""
    if parameter.dtype.startswith("U"):
        return f"A{parameter.dtype[1:]}"
    if parameter.dtype == "tt2000":
        return "A30"
    return "E15.7" if parameter.dtype.startswith("float") else "I12"
