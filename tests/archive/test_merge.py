"""What several granules tell of one time, one parameter, one table of bins."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import pytest
from tests.archive.conftest import SECOND, T0, Home
from tests.archive.test_contract import whole

from dayside.archive import integrity
from dayside.archive.writer import append
from dayside.model import Bins, Dataset, Parameter, Series
from dayside.model.errors import UnreadableFile

Field = Callable[..., Series]


def series(values: dict[str, list[float]], seconds: list[int], **kinds: Parameter) -> Series:
    parameters = tuple(kinds.get(name) or Parameter(name, "float64") for name in values)
    return Series(
        Dataset("d", parameters, cadence_ns=SECOND),
        T0 + np.array(seconds, np.int64) * SECOND,
        {p.name: np.array(values[p.name], p.dtype) for p in parameters},
    )


def test_a_newer_granule_does_not_hide_parameters_it_lacks(disk: Home) -> None:
    with disk.open() as archive:
        append(archive, series({"a": [1, 2, 3], "b": [10, 20, 30]}, [0, 1, 2]))
        append(archive, series({"a": [7, 8]}, [1, 2]))
        found = whole(archive, "d")
        assert found.values["a"].tolist() == [1, 7, 8]
        assert found.values["b"].tolist() == [10, 20, 30]
        # A real gap of a granule that has the parameter stays a gap.
        append(archive, series({"b": [np.nan]}, [2]))
        np.testing.assert_array_equal(whole(archive, "d").values["b"], [10, 20, np.nan])
        assert whole(archive, "d").values["a"].tolist() == [1, 7, 8]
        assert list(integrity.verify(archive)) == []


def test_samples_come_back_when_those_that_hid_them_are_taken_back(disk: Home) -> None:
    with disk.open() as archive:
        append(archive, series({"a": [1, 2, 3], "b": [4, 5, 6]}, [0, 1, 2]), name="low")
        append(archive, series({"a": [20, 30, 40]}, [1, 2, 3]), name="high")
        assert whole(archive, "d").values["a"].tolist() == [1, 20, 30, 40]
        # The next issue of the newer file no longer reaches back.
        append(archive, series({"a": [41, 50]}, [3, 4]), name="high")
        found = whole(archive, "d")
        assert found.values["a"].tolist() == [1, 2, 3, 41, 50]
        np.testing.assert_array_equal(found.values["b"], [4, 5, 6, np.nan, np.nan])
        assert whole(archive, "d", 2).values["a"].tolist() == [1, 20, 30, 40]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_a_new_issue_replaces_what_its_forerunner_lent(disk: Home, order: tuple[int, ...]) -> None:
    first = [
        ("low", series({"a": [1, 2], "b": [3, 4]}, [0, 1])),
        ("high", series({"a": [5, 6]}, [0, 1])),
        ("other", series({"c": [8.0]}, [1])),
    ]
    with disk.open() as archive:
        for place in order:
            append(archive, first[place][1], name=first[place][0])
        append(archive, series({"a": [1, 2], "b": [30, 40]}, [0, 1]), name="low")
        found = whole(archive, "d")
    assert found.values["b"].tolist() == [30, 40]
    np.testing.assert_array_equal(found.values["c"], [np.nan, 8])


def test_the_fill_of_integers_follows_their_type(disk: Home) -> None:
    with disk.open() as archive:
        append(archive, series({"n": [1, -1]}, [0, 1], n=Parameter("n", "int16", fill=-1)))
        append(archive, series({"n": [-999, 5]}, [2, 3], n=Parameter("n", "int32", fill=-999)))
        assert whole(archive, "d").values["n"].tolist() == [1, -999, -999, 5]
        append(archive, series({"n": [0.5]}, [4]))
        np.testing.assert_array_equal(whole(archive, "d").values["n"], [1, np.nan, np.nan, 5, 0.5])


def test_an_integer_that_came_later_is_no_zero_before(disk: Home) -> None:
    with disk.open() as archive:
        append(archive, series({"a": [1]}, [0]))
        append(archive, series({"a": [2], "flag": [0]}, [1], flag=Parameter("flag", "uint8")))
        found = whole(archive, "d")
    assert found.dataset["flag"].fill == 255
    assert found.values["flag"].tolist() == [255, 0]


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (Parameter("a", "float64", "pT"), "units pT, but nT"),
        (Parameter("a", "float64", "nT", frame="GSM"), "the frame GSM, but GSE"),
        (Parameter("a", "U3"), "type U3, but float64"),
    ],
)
def test_what_cannot_stand_together_is_refused(disk: Home, other: Parameter, reason: str) -> None:
    value = np.zeros(1, other.dtype)
    with disk.open() as archive:
        append(archive, series({"a": [1]}, [0], a=Parameter("a", "float64", "nT", frame="GSE")))
        with pytest.raises(UnreadableFile, match=reason):
            append(archive, Series(Dataset("d", (other,)), np.array([T0]), {"a": value}))


def spectrum(second: int, centers: tuple[float, ...] | None, rows: int = 3) -> Series:
    table = Bins("energy", "eV", centers=centers, parameter=None if centers else "E")
    parameters = [Parameter("flux", "float32", shape=(2,), bins=(table,), display="spectrogram")]
    values = {"flux": np.full((rows, 2), second, np.float32)}
    if centers is None:
        parameters.append(Parameter("E", "float64", "eV", (2,), role="support"))
        values["E"] = np.tile([5.0, 6.0], (rows, 1))
    ticks = T0 + (second + np.arange(rows)) * SECOND
    return Series(Dataset("d", tuple(parameters), cadence_ns=SECOND), ticks, values)


def test_tables_that_differ_become_moving_bins(disk: Home) -> None:
    with disk.open() as archive:
        append(archive, spectrum(0, (1.0, 2.0)))
        append(archive, spectrum(86_400 * 40, (1.0, 2.0)))
        assert whole(archive, "d").dataset["flux"].bins[0].centers == (1.0, 2.0)
        append(archive, spectrum(10, (3.0, 4.0)))
        found = whole(archive, "d")
        moving = found.dataset["flux"].bins[0]
        assert (moving.parameter, moving.centers) == ("flux_energy", None)
        assert found.dataset["flux_energy"].units == "eV"
        assert found.values["flux_energy"][:, 0].tolist() == [1] * 3 + [3] * 3 + [1] * 3
        # And so do those that come later, and those that have moving ones themselves.
        append(archive, spectrum(20, (1.0, 2.0)))
        assert whole(archive, "d").values["flux_energy"][6:9, 1].tolist() == [2] * 3
        assert whole(archive, "d", 2).dataset["flux"].bins[0].centers == (1.0, 2.0)
        assert list(integrity.verify(archive)) == []


def test_a_table_gives_way_to_moving_bins(disk: Home) -> None:
    with disk.open() as archive:
        append(archive, spectrum(0, (1.0, 2.0)))
        append(archive, spectrum(10, None))
        found = whole(archive, "d")
    assert found.dataset["flux"].bins[0].parameter == "E"
    assert found.values["E"].tolist() == [[1, 2]] * 3 + [[5, 6]] * 3
