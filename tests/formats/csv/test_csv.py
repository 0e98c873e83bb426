"""Tables in text files of every style, and the CSV that we write."""

import io
import resource
import time as clock

import numpy as np
import pandas as pd
import pytest

from dayside import formats
from dayside.formats import Description
from dayside.formats.csv import own as csv_own
from dayside.formats.csv.format import Csv
from dayside.formats.csv.header import read_header
from dayside.formats.csv.sniff import find_layout
from dayside.model import Dataset, Parameter, Series, time
from dayside.model.errors import UnreadableFile
from dayside.testing.examples import example_series


def read(tmp_path, text, description=Description(), name="x.csv"):  # noqa: B008 - frozen
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    (series,) = Csv().read(path, description)
    return series


def shown(series):
    return [str(t) for t in time.to_text(series.time, 3)]


HEADERS = {
    "comma": "time,B [nT],n (#/cc)\n2020-01-01T00:00:00Z,1.5,2\n2020-01-01T00:00:01Z,,3\n",
    "tab": "time\tB [nT]\tn (#/cc)\n2020-01-01 00:00:00\t1.5\t2\n2020-01-01 00:00:01\tNaN\t3\n",
    "semicolon": "time;B [nT];n (cm^-3)\n2020-01-01;1,5;2\n2020-01-01 00:00:01;;3\n",
    "blanks": "# time B n\n# units: UTC nT cm-3\n2020-001T00:00:00  1.5   2\n"
    "2020-001T00:00:01  NaN   3\n",
    "units_row": "time,B,n\nUTC,[nT],[cm^-3]\n2020-01-01T00:00:00,1.5,2\n2020-01-01T00:00:01,,3\n",
    "crlf": "time, B (nT), n (cm-3)\r\n2020-01-01T00:00:00, 1.5, 2\r\n2020-01-01T00:00:01, , 3\r\n",
    "bom": "\ufefftime,B (nT),n (cm-3)\n2020-01-01T00:00:00,1.5,2\n2020-01-01T00:00:01,,3",
    "mac": "time,B (nT),n (cm-3)\r2020-01-01T00:00:00,1.5,2\r2020-01-01T00:00:01,,3\r",
    "quoted": '"time","B [nT]","n [cm-3]"\n"2020-01-01T00:00:00","1.5","2"\n'
    '"2020-01-01T00:00:01","","3"\n',
    "quoted_crlf": '"time","B [nT]","n [cm-3]"\r\n"2020-01-01T00:00:00","1.5","2"\r\n'
    '"2020-01-01T00:00:01","","3"\r\n',
    "trailing": "time,B (nT),n (cm-3),\n2020-01-01T00:00:00,1.5,2,\n2020-01-01T00:00:01,,3,\n",
}


@pytest.mark.parametrize("text", HEADERS.values(), ids=HEADERS)
def test_styles_of_headers_and_delimiters(tmp_path, text):
    got = read(tmp_path, text)
    assert got.dataset.names == ("B", "n")
    assert [p.units for p in got.dataset.parameters] == ["nT", "cm-3"]
    assert shown(got) == ["2020-01-01T00:00:00.000Z", "2020-01-01T00:00:01.000Z"]
    np.testing.assert_array_equal(got.values["B"], [1.5, np.nan])
    np.testing.assert_array_equal(got.values["n"], [2, 3])


def test_a_preamble_of_any_length_with_a_rule(tmp_path):
    prose = "".join(
        f"Line {k} of a header about 12 things, in 1990 and later.\n" for k in range(300)
    )
    text = prose + "-----------\nYEAR DOY HR  F1(nT)\n-----------\n"
    got = read(tmp_path, text + "".join(f"1990 {d} 0  0.5\n" for d in range(1, 20)))
    assert (len(got), got.dataset.names, got.dataset["F1"].units) == (19, ("F1",), "nT")
    assert "Line 2999" not in got.dataset.title


AMDA = """\
# -----------
# AMDA INFO :
# AMDA_ABOUT : Created by CDPP/AMDA(c)
# -----------------
#       * PARAMETER_ID : imf
#       * PARAMETER_NAME : imf
#       * PARAMETER_COMPONENTS : bx,by,bz
#       * PARAMETER_UNITS : nT
#       * PARAMETER_COORDINATE_SYSTEM : GSE
#       * PARAMETER_FILL_VALUE : nan
#       * PARAMETER_ID : sw_n
#       * PARAMETER_UNITS : cm^-3
# ------
# DATA :
# ------
# DATA_COLUMNS : AMDA_TIME, imf[0], imf[1], imf[2], sw_n
#
2018-01-01T00:00:00.000   1.0  2.0  3.0  5.5
2018-01-01T00:00:16.000   nan  nan  nan  5.6
"""


def test_amda(tmp_path):
    got = read(tmp_path, AMDA, name="x.txt")
    imf = got.dataset["imf"]
    assert (imf.units, imf.frame, imf.shape) == ("nT", "GSE", (3,))
    np.testing.assert_array_equal(got.values["imf"], [[1, 2, 3], [np.nan] * 3])
    assert got.dataset["sw_n"].units == "cm-3"
    assert "imf_0" in got.dataset.names


def test_a_described_file_without_header(tmp_path):
    rows = "".join(
        f"1996-06-27T06:07:{s:02d}.894\t-73.9\t-15.5\t-83.7\t112.8\t-4\t.2\t.03\n" for s in range(9)
    )
    path = tmp_path / "ORB.txt"
    path.write_text(rows)
    said = Description(
        columns=("time", "Bx", "By", "Bz", "|B|", "X", "Y", "Z"),
        dataset={"id": "galileo_mag_ganymede", "target": "Ganymede"},
        parameters={
            "B": {"columns": ["Bx", "By", "Bz"], "units": "nT", "frame": "IAU_GANYMEDE"},
            "|B|": {"units": "nT"},
            "position": {"columns": ["X", "Y", "Z"], "units": "R_G", "frame": "IAU_GANYMEDE"},
        },
    )
    (got,) = formats.read(path, said)
    assert got.dataset.names == ("B", "Bx", "By", "Bz", "B_mag", "position", "X", "Y", "Z")
    assert (got.dataset["B"].frame, got.dataset["B_mag"].units) == ("IAU_GANYMEDE", "nT")
    assert got.dataset["position"].units == "R_G"


def test_a_description_of_another_width_is_told(tmp_path):
    with pytest.raises(UnreadableFile, match="names 1 columns, the table has 3"):
        read(tmp_path, HEADERS["comma"], Description(columns=("a",)))


def test_fortran_overflow_and_exponents(tmp_path):
    rows = [f"2020 {d} 1.0D+0{d % 3} +1.5" for d in range(1, 21)]
    rows[4] = "2020 5 ******* +1.5"
    got = read(tmp_path, "year doy a b\n" + "\n".join(rows), name="x.txt")
    assert np.isnan(got.values["a"][4])
    np.testing.assert_array_equal(got.values["a"][:3], [10, 100, 1])
    assert "'*******' in the file stands for no value" in got.dataset["a"].description
    np.testing.assert_array_equal(got.values["b"], 1.5)


def test_comments_between_rows_are_passed_over(tmp_path):
    text = "time,n\n2020-01-01,1\n# eclipse\n\n2020-01-02,2\n"
    np.testing.assert_array_equal(read(tmp_path, text).values["n"], [1, 2])


def test_texts_keep_their_commas(tmp_path):
    text = 'time,n,mode\n2020-01-01,1,"a, b"\n2020-01-02,2,"say ""x"""\n'
    assert read(tmp_path, text).values["mode"].tolist() == ["a, b", 'say "x"']


PROSE = "# About\n\nThis archive, made in 2021, holds 3 files.\n\n1. One\n2. Two\n\nSee 4.2.\n"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (PROSE.encode(), "no table of numbers with a time found"),
        (b"time,n\n2020-01-01,1\n2020-01-02,2,3\n2020-01-03,1\n", "line 3 has 3 fields"),
        (b"a,b\n1,2\n3,4\n", "no table of numbers with a time found"),
        (b"time,n\n2020-01-01,1\n\0\0\0", "NUL"),
        (b"1," * 1_000_000, "longer than"),
        (b"1," * 100_000 + b"\n" + b"1," * 100_000, "columns"),
        (b"time,n\n" + b"2020-01-01,1\n" * 99_999 + b"2020-01-01,1,2\n", "has 3 fields"),
        (b"time,n\n" + b"2020-01-01,1\n" * 2 + b"soon,1\n", "no time"),
        (b"\n\n\n", "no table"),
    ],
    ids=["prose", "ragged", "timeless", "nul", "long", "wide", "late", "soon", "blank"],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_the_true_reason(tmp_path, content, reason):
    with pytest.raises(UnreadableFile, match=reason):
        read(tmp_path, content, name="x.txt")


def test_a_giant_line_is_refused_in_no_time(tmp_path):
    path = tmp_path / "x.txt"
    with path.open("wb") as file:
        file.write(b"time n\n2020-01-01 1\n")
        file.truncate(200 << 20)  # zeros to the end
    start, before = clock.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(UnreadableFile):
        Csv().read(path, Description())
    assert clock.perf_counter() - start < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 600 << 10


def test_other_formats_are_left_to_their_readers(tmp_path):
    csv, path = Csv(), tmp_path / "x.TAB"
    for head in (b"PDS_VERSION_ID = PDS3", b"<?xml", b'{"a": 1}', b'#{"HAPI": "3.1"', b"\x89HDF"):
        assert not csv.sniff(path, head)
    assert csv.sniff(path, b"2021-06-07T15:00:0.497\t-54.748")
    (tmp_path / "x.LBL").touch()
    assert not csv.sniff(path, b"2021-06-07T15:00:0.497\t-54.748")


def test_pandas_reads_what_is_written():
    series = example_series()
    content = b"".join(Csv().write(series.dataset, [series[:5], series[5:]]))
    frame = pd.read_csv(io.BytesIO(content), comment="#", keep_default_na=True)
    assert list(frame.columns[:5]) == ["time", "B[0]", "B[1]", "B[2]", "B_sigma[0]"]
    np.testing.assert_array_equal(frame["density"], series.values["density"])
    np.testing.assert_array_equal(frame["B[1]"].astype("f4"), series.values["B"][:, 1])
    text = content.decode()
    assert "# units: UTC,nT,nT,nT" in text
    assert "simulated: yes" in text
    assert "frame GSE" in text


def test_plain_rows_stand_without_quotes():
    dataset = Dataset("a", (Parameter("n", "float64", "cm-3"),))
    values = {"n": np.array([0.1, np.nan, 1e22])}
    series = Series(dataset, time.parse("2020-01-01") + np.arange(3) * time.NS, values)
    rows = b"".join(csv_own.write(dataset, [series])).split(b"\n")[-4:]
    assert rows[0] == b"2020-01-01T00:00:00.000Z,0.1"
    assert rows[1] == b"2020-01-01T00:00:01.000Z,NaN"
    assert float(rows[2].split(b",")[1]) == 1e22


def test_half_a_million_rows_are_written_and_read_in_seconds(tmp_path):
    n = 500_000
    rng = np.random.default_rng(1)
    dataset = Dataset("a", (Parameter("B", "float64", "nT", (3,)), Parameter("k", "int32")))
    series = Series(
        dataset,
        time.parse("2020-01-01") + np.arange(n) * time.NS,
        {"B": rng.normal(size=(n, 3)), "k": np.arange(n, dtype=np.int32)},
    )
    start = clock.perf_counter()
    content = b"".join(Csv().write(dataset, [series[a : a + 50_000] for a in range(0, n, 50_000)]))
    got = read(tmp_path, content)
    assert clock.perf_counter() - start < 30
    np.testing.assert_array_equal(got.values["B"], series.values["B"])
    bare = content[content.index(b"\ntime") + 1 :]
    start = clock.perf_counter()
    foreign = read(tmp_path, bare)
    assert clock.perf_counter() - start < 30
    np.testing.assert_array_equal(foreign.values["B"], series.values["B"])


def test_headings_that_only_look_like_prose():
    lines = [
        "DATA ARE A SUM.",
        "",
        "YEAR DAY RAD_AU HG_LAT",
        "1990 1 0.98 -3.0",
        "1990 2 0.98 -3.1",
    ]
    layout = find_layout(lines)
    header = read_header(lines[: layout.first], layout, "")
    assert [c.name for c in header.columns] == ["YEAR", "DAY", "RAD_AU", "HG_LAT"]


def bare(path):
    """Return what the reader alone makes of a file, without what is known of its product."""
    return Csv().read(path, Description())


@pytest.mark.realdata
class TestRealFiles:
    @pytest.fixture
    def planetary(self, test_data):
        return test_data / "insitu-planetary"

    def test_voyager_hourly(self, planetary):
        (got,) = bare(planetary / "voyager_mag/vy1mag_pri_1hr_1990.txt")
        d = got.dataset
        assert d.title == "Voyager 1 Interplanetary Magnetic Field, Hourly Average"
        assert d.names == ("SN", "F1Mag", "ElevAng", "AzimAng", "F2Mag")
        assert [p.units for p in d.parameters[1:]] == ["nT", "deg", "deg", "nT"]
        assert shown(got)[0].startswith("1990-01-01T17:00:00")
        assert abs(d.cadence_ns - 3600 * time.NS) < time.NS
        np.testing.assert_array_equal(got.values["F1Mag"][:2], [0.056, 0.054])
        (later,) = bare(planetary / "voyager_mag/vy1mag_pri_1hr_1991.txt")
        assert np.isnan(later.values["F1Mag"][-1])
        for one in (got, later):
            assert np.nanmax(one.values["F1Mag"]) < 10
            assert np.nanmax(one.values["AzimAng"]) <= 360

    def test_voyager_48_s(self, planetary):
        (got,) = bare(planetary / "voyager_mag/V1_48s_2011_301-331.dat")
        b = got.dataset["B"]
        assert (b.units, b.frame, b.labels) == ("nT", "RTN", ("Br", "Bt", "Bn"))
        np.testing.assert_array_equal(got.values["B"][0], [-0.03459, -0.14177, -0.0374])
        assert (len(got), got.values["SC"][0]) == (9064, "FLT1")
        assert shown(got)[0] == "2011-10-28T00:00:39.744Z"

    def test_helios(self, planetary):
        (got,) = bare(planetary / "helios/h1_1975_073_alpha_fits.csv")
        d = got.dataset
        assert (d["va"].uncertainty, d["n_a"].uncertainty) == (("va_err",), ("n_a_err",))
        assert (d["n_a"].quality, d["Status"].role) == ("Status", "quality")
        np.testing.assert_allclose(
            got.values["va"][-1], [636.9662466602209, 3.835007123597542, -2.9081177350947973]
        )
        assert shown(got)[-1] == "1975-03-14T23:59:32.000Z"

    @pytest.mark.parametrize(("orbit", "rows"), [("01", 8168), ("02", 9946), ("08", 8187)])
    def test_galileo(self, planetary, orbit, rows):
        said = Description(columns=("time", "Bx", "By", "Bz", "|B|", "X", "Y", "Z"))
        path = planetary / f"galileo_ganymede/ORB{orbit}_GAN_IAU.txt"
        (got,) = formats.read(path, said)
        assert len(got) == rows
        size = np.linalg.norm(got.values["B"], axis=1)
        np.testing.assert_allclose(size, got.values["B_mag"], rtol=1e-6)
        (nameless,) = bare(path)
        np.testing.assert_array_equal(nameless.values["c2"], got.values["Bx"])

    def test_juno(self, planetary):
        (got,) = bare(planetary / "juno_ganymede/ORB101_GAN_IAU.TAB")
        assert len(got) == 14_401
        assert shown(got)[0] == "2021-06-07T15:00:00.497Z"
        np.testing.assert_array_equal([got.values[f"c{k}"][0] for k in (2, 5)], [-54.748, 79.5323])
        steps = np.diff(got.time)
        assert steps.min() > 0.9 * time.NS
        assert steps.max() < 1.1 * time.NS

    def test_ace(self, test_data):
        (got,) = bare(test_data / "propagation-l1/ACE_raw_2001308.dat")
        d = got.dataset
        assert [(d[n].units, d[n].frame) for n in ("V_GSE", "B_GSE")] == [
            ("km/s", "GSE"), ("nT", "GSE"),
        ]  # fmt: skip
        assert (d["proton_density"].units, d["proton_temperature"].units) == ("cm-3", "K")
        assert np.isnan(got.values["proton_density"][0])
        np.testing.assert_array_equal(got.values["B_GSE"][0], [4.90, 2.59, 1.78])
        assert not any(np.nanmin(v) < -9000 for v in got.values.values() if v.ndim == 1)

    def test_icme_features(self, test_data):
        for path in sorted((test_data / "icme-timeseries").glob("*.csv")):
            (got,) = bare(path)
            assert (len(got), got.dataset.cadence_ns) == (1024, 600 * time.NS)

    def test_heliosphere(self, test_data):
        folder = test_data / "propagation-heliosphere"
        (omni,) = bare(folder / "OMNI_observations.txt")
        assert (len(omni), omni.values["c4"][0]) == (148_872, 323)
        assert np.isnan(omni.values["c4"][-1])
        (ace,) = bare(folder / "202111_ace_swepam_1h.txt")
        assert [ace.dataset[n].units for n in ("Density", "Speed", "Temperature")] == [
            "cm-3", "km/s", "K",
        ]  # fmt: skip
        assert np.nanmin(ace.values["Density"]) > 0
        assert shown(ace)[:2] == ["2021-11-01T00:00:00.000Z", "2021-11-01T01:00:00.000Z"]
        (mars,) = bare(folder / "ephem/mars_2000_2030.lst")
        assert (mars.dataset["RAD_AU"].units, len(mars)) == ("AU", 11_323)
        (vswim,) = bare(folder / "vSWIM_Mars_2023Q1_hourly.csv")
        assert vswim.dataset["mu_b_SW"].uncertainty == ("sigma_b_SW",)

    def test_prose_is_refused_with_the_true_reason(self, test_data):
        names = (
            "propagation-l1/README_May2024.md", "propagation-l1/README_NZ_Nov2001.md",
            "propagation-heliosphere/vSWIM_format.md", "icme-timeseries/SOURCES.md",
            "insitu-planetary/galileo_ganymede/ORIGIN.txt",
            "insitu-planetary/voyager_mag/vy1mag_pri_1hr_format.txt",
            "insitu-planetary/vg2_neptune_mag/info.txt",
            "insitu-planetary/vg2_neptune_mag/CHECKSUMS.TXT",
        )  # fmt: skip
        for name in names:
            with pytest.raises(UnreadableFile, match="no table of numbers with a time found"):
                formats.read(test_data / name)
