"""NetCDF of version 3, as scipy writes it: what version 4 says, read the same."""

from __future__ import annotations

import contextlib
import random

import numpy as np
import pytest
from scipy.io import netcdf_file

from dayside.formats.base import NOTHING_SAID
from dayside.formats.netcdf.format import NetCdf
from dayside.model import time
from dayside.model.errors import UnreadableFile
from dayside.testing.examples import DAMAGES


def write(path, version=1, rows=6):
    """Write a field, a packed density, a flag without sign and a text a sample."""
    with netcdf_file(path, "w", version=version) as file:
        file.title = "A classic"
        for name, size in (("time", None), ("axis", 3), ("letters", 4)):
            file.createDimension(name, size)
        add(file, "time", "d", ("time",), np.arange(rows), units="seconds since 2020-01-01")
        field = np.arange(3.0 * rows).reshape(rows, 3)
        add(file, "B", "f", ("time", "axis"), field, units="nT", frame="GSE", _FillValue=4.0)
        packed = {"scale_factor": 0.5, "_FillValue": np.int16(-1)}
        add(file, "n", "h", ("time",), [2, -1, *[0] * rows][:rows], **packed)
        unsigned = {"_Unsigned": "true", "_FillValue": np.int8(-1)}
        add(file, "flag", "b", ("time",), [-1, -2, *[0] * rows][:rows], **unsigned)
        add(file, "mode", "c", ("time", "letters"), np.tile(list("slow"), (rows, 1)))
    return path


def add(file, name, kind, dims, values, **attributes):
    variable = file.createVariable(name, kind, dims)
    for key, value in attributes.items():
        setattr(variable, key, value)
    variable[:] = np.asarray(values, variable.typecode())


@pytest.mark.parametrize("version", [1, 2])
def test_a_classic_file_reads_as_a_modern_one(tmp_path, version):
    path = write(tmp_path / "file.nc", version)
    assert NetCdf().sniff(path, path.read_bytes()[:64])
    (found,) = NetCdf().read(path, NOTHING_SAID)
    assert str(time.to_text(found.time[5], 0)) == "2020-01-01T00:00:05Z"
    assert found.dataset.title == "A classic"
    b = found.dataset["B"]
    assert (b.units, b.frame, b.dtype, b.shape) == ("nT", "GSE", "float32", (3,))
    np.testing.assert_array_equal(found.values["B"][1], [3, np.nan, 5])
    np.testing.assert_array_equal(found.values["n"][:3], [1, np.nan, 0])
    assert (found.dataset["flag"].dtype, found.dataset["flag"].fill) == ("uint8", 255)
    assert found.values["flag"][:3].tolist() == [255, 254, 0]
    assert found.values["mode"].tolist() == ["slow"] * 6


def test_a_file_without_records_is_an_empty_series(tmp_path):
    (found,) = NetCdf().read(write(tmp_path / "file.nc", rows=0), NOTHING_SAID)
    assert (len(found), found.dataset.names) == (0, ("B", "n", "flag", "mode"))


def test_one_cut_short_is_refused_whole(tmp_path):
    path = write(tmp_path / "file.nc", rows=600)
    whole = path.read_bytes()
    for length in (5, 40, 200, len(whole) // 2, len(whole) - 40):
        path.write_bytes(whole[:length])
        with pytest.raises(UnreadableFile, match=r"file\.nc is a damaged or truncated NetCDF-3"):
            NetCdf().read(path, NOTHING_SAID)


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_files_are_refused_or_read(tmp_path, damage):
    whole = write(tmp_path / "whole.nc").read_bytes()
    generator = random.Random(3)
    for k in range(20):
        path = tmp_path / f"{k}.nc"
        path.write_bytes(DAMAGES[damage](whole, generator))
        with contextlib.suppress(UnreadableFile):
            NetCdf().read(path, NOTHING_SAID)
