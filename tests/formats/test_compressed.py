"""Compressed files are read as what they hold, within bounds."""

from __future__ import annotations

import bz2
import gzip
import lzma

import numpy as np
import pytest

from dayside.formats import compressed
from dayside.formats.base import formats, read
from dayside.formats.naming import fold, granule_key
from dayside.model.errors import UnreadableFile
from dayside.testing.examples import example_series

TABLE = b"time,B [nT]\n2020-01-01T00:00:00Z,1\n2020-01-01T00:00:01Z,2\n"


@pytest.mark.parametrize(
    ("suffix", "pack"), [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)]
)
def test_a_compressed_table_reads_as_the_table(tmp_path, suffix, pack):
    path = tmp_path / f"mag.csv.{suffix}"
    path.write_bytes(pack(TABLE))
    (found,) = read(path)
    assert (found.dataset["B"].units, found.values["B"].tolist()) == ("nT", [1, 2])


@pytest.mark.parametrize("name", ["cdf", "netcdf", "parquet", "votable"])
def test_any_format_may_be_compressed(tmp_path, name):
    written, series = formats()[name], example_series()
    path = tmp_path / f"example{written.suffixes[0]}.gz"
    path.write_bytes(gzip.compress(b"".join(written.write(series.dataset, [series]))))
    (found,) = read(path)
    np.testing.assert_array_equal(found.time, series.time)


def test_damaged_and_truncated_ones_are_refused(tmp_path):
    path = tmp_path / "mag.csv.gz"
    whole = gzip.compress(TABLE * 100)
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 16
    for damaged in (whole[:30], whole[:-4], bytes(flipped), b"\x1f\x8b"):
        path.write_bytes(damaged)
        with pytest.raises(UnreadableFile, match=r"mag\.csv\.gz is a damaged or truncated gzip"):
            read(path)


def test_a_bomb_is_defused_before_it_fills_the_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(compressed, "_ALWAYS_BYTES", 1 << 20)
    path = tmp_path / "bomb.csv.gz"
    path.write_bytes(gzip.compress(bytes(64 << 20)))
    with pytest.raises(UnreadableFile, match=r"bomb\.csv\.gz swells to more than \d+ MiB"):
        read(path)


def test_one_packed_twice_is_told(tmp_path):
    path = tmp_path / "mag.csv.gz"
    path.write_bytes(gzip.compress(gzip.compress(TABLE)))
    with pytest.raises(UnreadableFile, match="compressed twice over"):
        read(path)


def test_the_compression_is_no_part_of_the_name():
    assert fold("mag_20200101_v02.csv.gz") == ("mag", (2,))
    assert granule_key("mag_20200101_v02.csv.gz") == granule_key("mag_20200101_v03.csv")
