"""From named columns of a bare table to a series."""

import numpy as np
import pyarrow as pa
import pytest

from dayside.formats import Description
from dayside.formats.columns.fill import fills_said, is_nines
from dayside.formats.columns.iso import ticks_of_text
from dayside.formats.columns.links import triplets
from dayside.formats.columns.series import Column, Hints, series_of
from dayside.model import time
from dayside.model.errors import BadRequest, UnreadableFile

T0 = time.parse("2020-01-01")


def table(**columns):
    return [
        Column(n, pa.array(v) if isinstance(v[0], str) else np.array(v)) for n, v in columns.items()
    ]


def times(series):
    return [str(t) for t in time.to_text(series.time, 3)]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2021-06-07T15:00:0.497", "2021-06-07T15:00:00.497Z"),
        ("1975-03-13 00:00:58", "1975-03-13T00:00:58.000Z"),
        ("2016-12-31T23:59:60.5Z", "2016-12-31T23:59:60.500Z"),
        ("2016-366T23:59:60Z", "2016-12-31T23:59:60.000Z"),
        ("2020-01-01T00:00:60", "2020-01-01T00:01:00.000Z"),
        ("20200101T010203.5", "2020-01-01T01:02:03.500Z"),
        ("01-Feb-2020 03:04:05.25", "2020-02-01T03:04:05.250Z"),
        ("2020/001 10:00", "2020-01-01T10:00:00.000Z"),
        ("2020-01-01T01:00:00+02:00", "2019-12-31T23:00:00.000Z"),
        ("1989-08-25T24:00:00Z", "1989-08-26T00:00:00.000Z"),
        ("13-01-2020 00:00:01.5", "2020-01-13T00:00:01.500Z"),
    ],
)
def test_sloppy_iso(text, iso):
    got = ticks_of_text(pa.array([text, "", None]))
    assert str(time.to_text(got[0], 3)) == iso
    assert (got[1:] == time.FILL).all()


@pytest.mark.parametrize(
    "text", ["2020-02-30", "2020-13-01", "3000-01-01", "1600-01-01", "yesterday", "2019-366"]
)
def test_no_time_is_refused(text):
    with pytest.raises(UnreadableFile):
        ticks_of_text(pa.array([text]))


@pytest.mark.parametrize(
    "columns",
    [
        {"time": ["2020-01-01", "2020-01-02"]},
        {"Epoch": np.array(["2020-01-01", "2020-01-02"], "M8[ns]")},
        {"x": ["2020-01-01T00:00", "2020-01-02T00:00"]},
        {"date": ["2020-01-01", "2020-01-01"], "clock": ["00:00:00", "24:00:00"]},
        {"YEAR": [2020, 2020], "DAY": [1, 2]},
        {"year": [2020, 2020], "day of year": [1.0, 2.0], "hour": [0, 0]},
        {"YR": [2020, 2020], "MO": [1, 1], "DA": [1, 2], "HHMM": [0, 0]},
        {"year": [2020, 2020], "doy": [1, 1], "fraction of day": [0.0, 1.0]},
        {"year": [2020, 2020], "month": [1, 1], "day": [1, 1], "h": [0, 23], "min": [0, 60]},
        {"unix": [1577836800, 1577923200]},
        {"time": [1577836800000.0, 1577923200000.0]},
        {"tt2000": [T0, T0 + 86_400 * time.NS]},
        {"decimal_year": [2020.0000001, 2020 + 1 / 366]},
        {"date": [20200101, 20200102]},
    ],
)
def test_the_time_is_found(columns):
    got = series_of(table(**columns, n=[1.0, 2.0]), Description())
    assert got.dataset.names == ("n",)
    assert np.abs(got.time - [T0, T0 + 86_400 * time.NS]).max() < 4 * time.NS
    assert abs(got.dataset.cadence_ns - 86_400 * time.NS) < 4 * time.NS
    assert (got.dataset.start, got.dataset.records) == (got.time[0], 2)


@pytest.mark.parametrize(
    ("said", "columns"),
    [
        ({"column": "t", "format": "unix", "units": "ms"}, {"t": [1577836800000, 1577923200000]}),
        ({"column": 1, "format": "j2000"}, {"t": [T0 / 1e9, T0 / 1e9 + 86_400]}),
        ({"column": "t", "format": "tt2000"}, {"t": [T0, T0 + 86_400 * time.NS]}),
        ({"column": [1, 2], "format": "doy"}, {"c1": [2020, 2020], "c2": [1, 2]}),
        ({"column": [1, 2], "format": "%Y %j"}, {"c1": [2020, 2020], "c2": [1, 2]}),
        ({"column": "t", "format": "%d.%m.%Y %H:%M:%S.%f"},
         {"t": ["01.01.2020 00:00:00.0", "02.01.2020 00:00:00.0"]}),
        ({"column": "t", "format": "%d.%m.%Y"}, {"t": ["01.01.2020", "02.01.2020"]}),
        ({"column": ["d", "c"]}, {"d": ["2020-01-01", "2020-01-02"], "c": ["00:00", "00:00"]}),
    ],
)  # fmt: skip
def test_the_time_as_described(said, columns):
    got = series_of(table(**columns, n=[1.0, 2.0]), Description(time=said))
    assert times(got) == ["2020-01-01T00:00:00.000Z", "2020-01-02T00:00:00.000Z"]


@pytest.mark.parametrize(
    "said",
    [{"column": "nn"}, {"column": "n", "format": "unix", "units": "weeks"}, {"column": "n"}],
)
def test_a_wrong_description_of_time_is_told(said):
    with pytest.raises(BadRequest):
        series_of(table(n=[1.0, 2.0], m=[1.0, 2.0]), Description(time=said))


def test_without_a_time_nothing_is_guessed():
    for columns in ({"n": [1.0, 2.0], "m": [3.0, 4.0]}, {"time": [1.0, 2.0], "n": [1.0, 2.0]}):
        with pytest.raises(UnreadableFile, match="no table of numbers with a time found"):
            series_of(table(**columns), Description())


def test_two_digit_years_need_a_century():
    columns = table(yr=[90, 90], doy=[1, 2], b=[1.0, 2.0])
    with pytest.raises(UnreadableFile, match="century"):
        series_of(columns, Description())
    got = series_of(columns, Description(), Hints(years=(1990, 2005)))
    assert times(got)[0] == "1990-01-01T00:00:00.000Z"


def test_hourly_rows_without_header():
    hours = np.arange(48)
    columns = table(c1=[2007] * 48, c2=hours // 24 + 1, c3=hours % 24, c4=hours + 300)
    got = series_of(columns, Description())
    assert (got.dataset.names, got.dataset.cadence_ns) == (("c4",), 3600 * time.NS)


def test_rows_are_ordered_and_those_without_time_dropped():
    columns = table(
        time=["2020-01-02", "", "2020-01-01", "2020-01-02"], n=[1, 2, 3, 4], s=["a", "b", "c", "d"]
    )
    got = series_of(columns, Description())
    np.testing.assert_array_equal(got.values["n"], [3, 1, 4])
    assert got.values["s"].tolist() == ["c", "a", "d"]
    assert got.dataset.attributes["rows_without_time"] == 1


def test_vectors_errors_and_flags_are_linked():
    t = ["2020-01-01", "2020-01-02"]
    names = ["va_x", "va_y", "va_z", "va_x_err", "va_y_err", "va_z_err", "n", "n_err", "Bx_GSE",
             "By_GSE", "Bz_GSE", "B"]  # fmt: skip
    columns = table(time=t, **{n: [1.0, k] for k, n in enumerate(names)}, Status=[1, 9])
    d = series_of(columns, Description()).dataset
    assert d.names[0] == "va"
    assert (d["va"].uncertainty, d["va_x"].uncertainty) == (("va_err",), ("va_x_err",))
    assert (d["n"].uncertainty, d["n"].quality, d["Status"].role) == (
        ("n_err",), "Status", "quality",
    )  # fmt: skip
    assert d["n_err"].role == d["va_err"].role == "uncertainty"
    assert (d["B_GSE"].frame, d["B_GSE"].labels) == ("GSE", ("Bx_GSE", "By_GSE", "Bz_GSE"))
    assert d["B"].shape == ()


def test_triplets_need_one_unit():
    assert triplets({"br": "nT", "bt": "nT", "bn": "deg"}) == []
    (found,) = triplets({"br": "nT", "bt": "nT", "bn": "nT"})
    assert (found.name, found.frame) == ("B", "RTN")


def test_booleans_and_units_in_headings():
    columns = table(time=["2020-01-01", "2020-01-02"], flagged=[True, False])
    columns.append(Column("n [#/cc]", np.array([1.0, 2.0])))
    columns.append(Column("N", np.array([1.0, 2.0]), units="km s^-1"))
    got = series_of(columns, Description())
    assert got.dataset["flagged"].dtype == "uint8"
    assert [(p.name, p.units) for p in got.dataset.parameters[1:]] == [
        ("n", "cm-3"),
        ("N_2", "km/s"),
    ]


def test_sentinels_are_opened_only_where_unmistakable():
    t = [f"2020-01-{d:02d}" for d in range(1, 9)]
    columns = table(
        time=t,
        speed=[400, 9999, 9999, 9999, 380, 390, 400, 410],
        big=[1.0, 1e31, 2.0, 3.0, -1e31, 4.0, 5.0, 6.0],
        rare=[999, 1, 2, 3, 4, 5, 6, 7],
        near=[999, 999, 999, 980, 985, 990, 991, 992],
        counts=[999, 999, 999, 1, 2, 3, 4, 5],
        said=[-9999.9, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0],
        allgap=[9999.0] * 8,
    )
    got = series_of(columns, Description(), Hints(fills=(-9999.9,)))
    gaps = {n: int(np.isnan(v).sum()) if v.dtype.kind == "f" else 0 for n, v in got.values.items()}
    assert gaps == {
        "speed": 3, "big": 2, "rare": 0, "near": 0, "counts": 3, "said": 1, "allgap": 8,
    }  # fmt: skip
    assert "9999 in the file stands for no value" in got.dataset["speed"].description


def test_fills_in_headers():
    assert fills_said(["Missing data values: Density = -9999.9, Temp. = -1.00e+05"]) == (
        -9999.9,
        -1e5,
    )
    assert fills_said(["Status: 9 = no data", "a fill value", " OF -9999.9"]) == (-9999.9,)
    assert not is_nines(99.0)


def test_a_nameless_counter_is_left_out():
    columns = [Column("", np.arange(3)), *table(time=["2020-01-01"] * 3, a=[1, 2, 3])]
    assert series_of(columns, Description()).dataset.names == ("a",)


def test_millions_of_rows_take_seconds():
    n = 1_000_000
    columns = [
        Column("year", np.full(n, 2020)),
        Column("doy", 1 + np.arange(n) / 86_400),
        *(Column(name, np.ones(n)) for name in ("bx", "by", "bz")),
    ]
    got = series_of(columns, Description())
    assert len(got) == n
    assert got.dataset.cadence_ns == pytest.approx(time.NS, rel=1e-4)
