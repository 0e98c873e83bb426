"""The contract of a file format, as a suite of tests to subclass.

A format is right when this passes::

    from dayside.testing.formats import FormatContract

    class TestMine(FormatContract):
        format = Mine()

What a format cannot carry, it says, and that is not asked of it::

    class TestPlain(FormatContract):
        format = Plain()
        loses = frozenset({"dtype", "moving_bins", "uncertainty"})

A format that only reads gives a file, and optionally what it must read as::

    class TestLegacy(FormatContract):
        format = Legacy()

        def example(self, folder: Path) -> Path:
            return write_by_hand(folder / "example.tab")

A format that only writes is asked only for bytes; test these with an independent
reader.
"""

from __future__ import annotations

import contextlib
import gc
import random
import tempfile
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
from hypothesis import given, settings

from dayside.formats.base import HEAD_BYTES, NOTHING_SAID, Format
from dayside.model import Dataset, Parameter, Series, time
from dayside.model.errors import UnknownFormat, UnreadableFile
from dayside.testing import strategies
from dayside.testing.examples import DAMAGES, example_series

FEATURES = frozenset(
    {
        "dtype",  # float32 and int16 come back as such
        "units",
        "fill",
        "labels",
        "vectors",  # components and frame
        "fixed_bins",
        "moving_bins",
        "shapes",  # a vector or spectrum is one parameter
        "texts",
        "extra_times",  # further columns of time
        "leap_seconds",  # 23:59:60 keeps a row of its own
        "uncertainty",
        "quality",
        "description",
        "dataset",  # title, version, citation …
        "no_rows",  # a file of no rows still tells its parameters
    }
)
"""What a format may declare that it `loses`."""


def written(form: Format, folder: Path, dataset: Dataset, blocks: Iterable[Series]) -> Path:
    """Return the path of a file that `form` wrote."""
    path = folder / f"{dataset.id}{form.suffixes[0]}"
    with path.open("wb") as file:
        file.writelines(form.write(dataset, blocks))
    return path


def assert_same_values(found: Series, expected: Series, loses: frozenset[str]) -> None:
    """Assert that times and values are equal, gap by gap."""
    np.testing.assert_array_equal(found.time, expected.time, "the times")
    for parameter in expected.dataset.parameters:
        assert parameter.name in found.values, f"{parameter.name} is missing"
        got, wanted = found.values[parameter.name], expected.values[parameter.name]
        if "dtype" not in loses and parameter.is_numeric:
            assert got.dtype == wanted.dtype, f"{parameter.name} is {got.dtype}"
        np.testing.assert_array_equal(got, wanted, parameter.name, strict=False)


def carried(series: Series, loses: frozenset[str]) -> Series:
    """Return what of `series` a format that `loses` these features can hold."""

    def kept(p: Parameter) -> bool:
        if p.dtype.startswith("U"):
            return "texts" not in loses
        if p.dtype == "tt2000":
            return "extra_times" not in loses
        return not (p.shape and "shapes" in loses)

    names = [p.name for p in series.dataset.parameters if kept(p)]
    rows = slice(None)
    if "leap_seconds" in loses:
        rows = ~time.in_leap_second(series.time)  # type: ignore[assignment]
    return series.select(names)[rows]


class FormatContract:
    """Tests that every format passes; see the module for how to subclass it.

    Attributes
    ----------
    format : Format
        What is tested.
    loses : frozenset of str
        Which of `FEATURES` the format cannot carry.
    """

    format: ClassVar[Format]
    loses: ClassVar[frozenset[str]] = frozenset()

    def example(self, folder: Path) -> Path:
        """Return a file of this format, in `folder`."""
        if not self.format.writes:
            pytest.fail("A format that only reads must give an example of its files.")
        return written(self.format, folder, *self._expected_blocks())

    def expected(self) -> Series | None:
        """Return what `example` must read as, None where that is tested elsewhere."""
        return self._round_trip_series() if self.format.writes else None

    def _round_trip_series(self) -> Series:
        return carried(example_series(), self.loses)

    def _expected_blocks(self) -> tuple[Dataset, list[Series]]:
        series = self._round_trip_series()
        return series.dataset, [series]

    def _read(self, path: Path) -> list[Series]:
        return self.format.read(path, NOTHING_SAID)

    def _round_trip(self, series: Series, folder: Path, *cuts: int) -> Series:
        if not (self.format.reads and self.format.writes):
            pytest.skip("reads and writes are not both there")
        edges = [0, *cuts, len(series)]
        blocks = [series[a:b] for a, b in pairwise(edges)]
        (found,) = self._read(written(self.format, folder, series.dataset, blocks))
        return found

    def test_declares_itself(self) -> None:
        assert self.loses <= FEATURES, f"there is no {set(self.loses - FEATURES)}"
        assert isinstance(self.format, Format)
        assert all(suffix.startswith(".") for suffix in self.format.suffixes)
        assert "/" in self.format.media_type
        assert self.format.reads or self.format.writes

    def test_recognises_its_files(self, tmp_path: Path) -> None:
        if not self.format.reads:
            pytest.skip("does not read")
        path = self.example(tmp_path)
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
        assert self.format.sniff(path, head)
        assert not self.format.sniff(Path("other.bin"), b"\x00\x01\x02\x03" * 64)
        assert not self.format.sniff(Path("other.bin"), b"")

    def test_reads_its_example(self, tmp_path: Path) -> None:
        if not self.format.reads:
            pytest.skip("does not read")
        found = self._read(self.example(tmp_path))
        expected = self.expected()
        assert found
        if expected is not None:
            assert_same_values(found[0], expected, self.loses)
        for series in found:
            self._assert_consistent(series)

    def _assert_consistent(self, series: Series) -> None:
        assert series.time.dtype == np.int64
        assert (np.diff(series.time) >= 0).all(), "time runs backwards"
        assert set(series.values) == set(series.dataset.names)
        lowered = [name.lower() for name in series.dataset.names]
        assert len(set(lowered)) == len(lowered), "two names differ in case only"
        for p in series.dataset.parameters:
            assert series.values[p.name].shape == (len(series), *p.shape), p.name
            for other in (*p.uncertainty, p.quality):
                assert other is None or other in series.dataset.names
            for bins in filter(None, p.bins):
                assert bins.parameter is None or bins.parameter in series.dataset.names
        again = Dataset.from_dict(series.dataset.to_dict())
        assert again.to_dict() == series.dataset.to_dict(), "metadata are no JSON"

    def test_parameters_survive(self, tmp_path: Path) -> None:
        expected = self._round_trip_series()
        found = self._round_trip(expected, tmp_path).dataset
        for p in expected.dataset.parameters:
            got = found[p.name]
            for field in self._kept_fields(p):
                assert getattr(got, field) == getattr(p, field), f"{p.name}.{field}"
            if p.bins and "fixed_bins" not in self.loses and p.bins[0].centers:  # type: ignore[union-attr]
                self._assert_bins(got, p)
            if p.bins and "moving_bins" not in self.loses and p.bins[0].parameter:  # type: ignore[union-attr]
                self._assert_bins(got, p)

    def _assert_bins(self, found: Parameter, expected: Parameter) -> None:
        got, wanted = found.bins[0], expected.bins[0]
        assert got is not None
        assert wanted is not None
        for field in ("units", "centers", "ranges", "parameter"):
            assert getattr(got, field) == getattr(wanted, field), f"{found.name} bins.{field}"

    def _kept_fields(self, p: Parameter) -> list[str]:
        tells = {
            "dtype": ["dtype"] if p.is_numeric else [],
            "units": ["units"] if p.is_numeric else [],
            "fill": ["fill"] if p.dtype.startswith(("int", "uint")) else [],
            "labels": ["labels"],
            "vectors": ["components", "frame"],
            "shapes": ["shape"],
            "uncertainty": ["uncertainty"],
            "quality": ["quality"],
            "description": ["description"] if p.description else [],
        }
        return [f for feature, fields in tells.items() for f in fields if feature not in self.loses]

    def test_dataset_survives(self, tmp_path: Path) -> None:
        if "dataset" in self.loses:
            pytest.skip("does not keep what is said of the dataset")
        expected = self._round_trip_series()
        found = self._round_trip(expected, tmp_path).dataset
        for field in ("id", "title", "target", "mission", "version", "citation", "simulated"):
            assert getattr(found, field) == getattr(expected.dataset, field), field
        assert found.time_stamp == expected.dataset.time_stamp

    def test_several_blocks_are_one_file(self, tmp_path: Path) -> None:
        expected = self._round_trip_series()
        found = self._round_trip(expected, tmp_path, 3, 3, 7)
        assert_same_values(found, expected, self.loses)

    def test_one_row(self, tmp_path: Path) -> None:
        expected = self._round_trip_series()[:1]
        assert_same_values(self._round_trip(expected, tmp_path), expected, self.loses)

    def test_no_rows(self, tmp_path: Path) -> None:
        expected = self._round_trip_series()[:0]
        if "no_rows" in self.loses:
            assert b"".join(self.format.write(expected.dataset, [])) is not None
            return
        found = self._round_trip(expected, tmp_path)
        assert len(found) == 0
        assert set(found.dataset.names) == set(expected.dataset.names)

    def test_no_blocks_are_no_rows(self, tmp_path: Path) -> None:
        if not self.format.writes:
            pytest.skip("does not write")
        dataset = self._round_trip_series().dataset
        path = written(self.format, tmp_path, dataset, [])
        if self.format.reads and "no_rows" not in self.loses:
            assert [len(series) for series in self._read(path)] == [0]

    def test_a_leap_second_keeps_its_row(self, tmp_path: Path) -> None:
        if "leap_seconds" in self.loses:
            pytest.skip("cannot carry leap seconds")
        expected = self._round_trip_series()
        assert time.in_leap_second(expected.time).sum() == 2
        found = self._round_trip(expected, tmp_path)
        assert (time.to_text(found.time) == time.to_text(expected.time)).all()

    def test_any_series(self) -> None:
        if not (self.format.reads and self.format.writes):
            pytest.skip("reads and writes are not both there")

        @settings(max_examples=25)
        @given(strategies.series())
        def survives(series: Series) -> None:
            expected = carried(series, self.loses)
            if not expected.dataset.parameters or (not len(expected) and "no_rows" in self.loses):
                return
            with tempfile.TemporaryDirectory() as folder:
                found = self._round_trip(expected, Path(folder))
            assert_same_values(found, expected, self.loses)

        survives()

    def test_writes_only_if_it_says_so(self) -> None:
        series = example_series()
        if self.format.writes:
            return
        with pytest.raises(UnknownFormat):
            b"".join(self.format.write(series.dataset, [series]))

    def test_reading_changes_nothing(self, tmp_path: Path) -> None:
        if not self.format.reads:
            pytest.skip("does not read")
        path = self.example(tmp_path)
        before = path.read_bytes()
        self._read(path)
        assert path.read_bytes() == before

    def test_damage_is_told(self, tmp_path: Path) -> None:
        """Truncated, empty, garbled files are refused as such, or read as far as they go."""
        if not self.format.reads:
            pytest.skip("does not read")
        whole = self.example(tmp_path).read_bytes()
        for name, damage in DAMAGES.items():
            for seed in range(8):
                path = tmp_path / f"{name}_{seed}{self.format.suffixes[0]}"
                path.write_bytes(damage(whole, random.Random(seed)))  # noqa: S311 - no secret
                self._assert_told(path)
                path.unlink()

    def _assert_told(self, path: Path) -> None:
        try:
            found = self._read(path)
        except UnreadableFile as error:
            if path.name not in str(error):
                pytest.fail(f"the text does not name the file: {error}")
        else:
            for series in found:
                self._assert_consistent(series)

    def test_a_missing_file_is_told(self, tmp_path: Path) -> None:
        if not self.format.reads:
            pytest.skip("does not read")
        with pytest.raises(UnreadableFile):
            self._read(tmp_path / f"nothing{self.format.suffixes[0]}")

    def test_no_file_stays_open(self, tmp_path: Path) -> None:
        descriptors = Path("/proc/self/fd")
        if not self.format.reads or not descriptors.is_dir():
            pytest.skip("does not read, or the system does not tell open files")
        path = self.example(tmp_path)
        cut = tmp_path / f"cut{path.suffix}"
        cut.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        found = self._read(path)
        with contextlib.suppress(UnreadableFile):
            self._read(cut)
        gc.collect()
        opened = {str(d.resolve()) for d in descriptors.iterdir()}
        assert not opened & {str(path.resolve()), str(cut.resolve())}
        assert found
