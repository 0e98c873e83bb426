"""What CDF files say, read and written: ISTP conventions one by one."""

from __future__ import annotations

from pathlib import Path

import cdflib
import numpy as np
import pycdfpp
import pytest

from dayside.formats.base import NOTHING_SAID, Description
from dayside.formats.cdf import write as cdf_write
from dayside.formats.cdf.format import Cdf
from dayside.model import Bins, Dataset, Parameter, Series, time
from dayside.model.errors import TooMuch, UnreadableFile
from dayside.testing.examples import example_series

TYPES = pycdfpp.DataType
ONE_MINUTE = np.datetime64("2020-01-01T00:00", "ns") + np.arange(4) * np.timedelta64(60, "s")


def file_of(variables, attributes=(), majority=None, compression=None):
    """Return a CDF of {name: (values, attributes, options)} with an `Epoch` in front."""
    cdf = pycdfpp.CDF()
    for name, entries in dict(attributes).items():
        cdf.add_attribute(name, entries)
    for name, (values, said, *options) in variables.items():
        cdf.add_variable(name, values, **(options[0] if options else {}))
        for key, value in said.items():
            cdf[name].add_attribute(key, value if isinstance(value, str) else np.array(value))
    if majority is not None:
        cdf.majority = majority
    if compression is not None:
        cdf.compression = compression
    return cdf


def epoch(times=ONE_MINUTE, kind=TYPES.CDF_TIME_TT2000, **said):
    return times, said, {"data_type": kind}


def constant(values, **said):
    return np.array([values]), said, {"is_nrv": True}


def scalar(**said):
    return np.arange(4, dtype=np.float32), {"DEPEND_0": "Epoch", "VAR_TYPE": "data", **said}


def read(cdf, folder: Path, name: str = "file.cdf") -> list[Series]:
    path = folder / name
    pycdfpp.save(cdf, str(path))
    return Cdf().read(path, NOTHING_SAID)


def one(cdf, folder: Path) -> Series:
    (series,) = read(cdf, folder)
    return series


@pytest.mark.parametrize("kind", [TYPES.CDF_TIME_TT2000, TYPES.CDF_EPOCH, TYPES.CDF_EPOCH16])
def test_every_kind_of_time_is_tt2000(tmp_path, kind):
    times = np.array(["1999-12-31T23:59:59.999", "2016-12-31T23:59:59", "2017-01-01"], "M8[ns]")
    found = one(file_of({"Epoch": epoch(times, kind), "n": scalar()}), tmp_path)
    assert [str(t) for t in time.to_text(found.time, 3)] == [
        f"{t}Z" for t in times.astype("M8[ms]")
    ]


def test_a_leap_second_is_kept_untouched(tmp_path):
    cdf = file_of({"Epoch": epoch(), "n": scalar()})
    ticks = time.parse("2016-12-31T23:59:59Z") + np.arange(4) * 500_000_000
    cdf["Epoch"].values["nseconds"][:] = ticks
    found = one(cdf, tmp_path)
    np.testing.assert_array_equal(found.time, ticks)
    assert str(time.to_text(found.time[2], 0)) == "2016-12-31T23:59:60Z"


def test_picoseconds_and_fractions_of_ms_round_to_ns(tmp_path):
    cdf = file_of({"Epoch": epoch(kind=TYPES.CDF_EPOCH16), "n": scalar()})
    cdf["Epoch"].values["picoseconds"][0] = 123_456_789_600.0
    assert str(time.to_text(one(cdf, tmp_path).time[0])) == "2020-01-01T00:00:00.123456790Z"


def test_rows_without_a_time_are_left_out_and_the_others_put_in_order(tmp_path):
    cdf = file_of({"Epoch": epoch(kind=TYPES.CDF_EPOCH), "n": scalar()})
    ms = cdf["Epoch"].values["mseconds"]
    ms[1] = -1e31
    ms[0], ms[2] = ms[2], ms[0]
    found = one(cdf, tmp_path)
    assert found.values["n"].tolist() == [2.0, 0.0, 3.0]
    assert (np.diff(found.time) > 0).all()


def test_each_time_axis_is_a_series(tmp_path):
    hourly = np.datetime64("2020-01-01", "ns") + np.arange(2) * np.timedelta64(3600, "s")
    cdf = file_of(
        {
            "Epoch": epoch(),
            "Epoch_hour": epoch(hourly),
            "n": scalar(),
            "orbit": (np.arange(2.0), {"DEPEND_0": "Epoch_hour"}),
        },
        {"Logical_source": ["MY-Source"]},
    )
    minute, hour = read(cdf, tmp_path)
    assert (minute.dataset.names, hour.dataset.names) == (("n",), ("orbit",))
    assert minute.dataset.id == hour.dataset.id == "my_source"
    assert hour.dataset.attributes["time_axis"] == "Epoch_hour"
    assert (minute.dataset.cadence_ns, hour.dataset.cadence_ns) == (60 * 10**9, 3600 * 10**9)
    assert hour.dataset.stop == hour.time[-1] + 3600 * 10**9


@pytest.mark.parametrize(
    ("dtype", "said", "stored"),
    [
        (np.float32, {"FILLVAL": np.float32([-1e31])}, -1e31),
        (np.float64, {"FILLVAL": [-1e31]}, -1e31),
        (np.float64, {"FILLVAL": [9999.9]}, 9999.9),
        (np.float32, {}, -1e31),
    ],
)
def test_fills_of_floats_become_nan(tmp_path, dtype, said, stored):
    values = np.array([1, stored, 3, 4], dtype)
    found = one(file_of({"Epoch": epoch(), "n": (values, {"DEPEND_0": "Epoch", **said})}), tmp_path)
    assert found.values["n"].dtype == dtype
    assert np.isnan(found.values["n"]).tolist() == [False, True, False, False]


def test_fills_of_integers_stay_and_are_told(tmp_path):
    said = {"DEPEND_0": "Epoch", "FILLVAL": np.array([-32768], np.int16), "VALIDMIN": [0]}
    values = np.array([1, -32768, 3, 4], np.int16)
    found = one(file_of({"Epoch": epoch(), "n": (values, said)}), tmp_path)
    assert found.values["n"].tolist() == [1, -32768, 3, 4]
    assert found.dataset["n"].fill == -32768
    assert (found.dataset["n"].valid_min, found.dataset["n"].valid_max) == (0, None)


def test_fixed_bins_with_their_edges(tmp_path):
    said = {"UNITS": "eV", "SCALETYP": "log", "DELTA_MINUS_VAR": "low", "DELTA_PLUS_VAR": "high"}
    cdf = file_of(
        {
            "Epoch": epoch(),
            "energy": constant([10.0, 100.0], **said),
            "low": constant([5.0, 50.0]),
            "high": constant([20.0, 200.0]),
            "flux": (np.ones((4, 2)), {"DEPEND_0": "Epoch", "DEPEND_1": "energy"}),
        }
    )
    flux = one(cdf, tmp_path).dataset["flux"]
    ranges = ((5.0, 30.0), (50.0, 300.0))
    assert flux.bins == (Bins("energy", "eV", (10.0, 100.0), ranges, scale="log"),)
    assert flux.display == "spectrogram"


def test_half_widths_that_were_not_filled_in_are_none(tmp_path):
    said = {"UNITS": "eV", "SCALETYP": "log", "DELTA_MINUS_VAR": "low", "DELTA_PLUS_VAR": "high"}
    cdf = file_of(
        {
            "Epoch": epoch(),
            "energy": constant([10.0, 100.0], **said),
            "low": constant([-1e31, -1e31], FILLVAL=[-1e31]),
            "high": constant([-1e31, -1e31], FILLVAL=[-1e31]),
            "flux": (np.ones((4, 2)), {"DEPEND_0": "Epoch", "DEPEND_1": "energy"}),
        }
    )
    flux = one(cdf, tmp_path).dataset["flux"]
    assert flux.bins == (Bins("energy", "eV", (10.0, 100.0), scale="log"),)


@pytest.mark.parametrize(
    ("energy", "told"),
    [([10.0, -1e31, 40.0], (10.0, np.nan, 40.0)), ([-1e31, -1e31, -1e31], None)],
)
def test_a_bin_that_was_not_filled_in_has_no_place(tmp_path, energy, told):
    cdf = file_of(
        {
            "Epoch": epoch(),
            "energy": constant(np.array(energy, np.float32), UNITS="eV", FILLVAL=[-1e31]),
            "flux": (np.ones((4, 3)), {"DEPEND_0": "Epoch", "DEPEND_1": "energy"}),
        }
    )
    [bins] = one(cdf, tmp_path).dataset["flux"].bins
    assert (bins.centers is None) == (told is None)
    if told is not None:
        np.testing.assert_array_equal(bins.centers, told)


def test_moving_bins_name_the_parameter_that_holds_them(tmp_path):
    cdf = file_of(
        {
            "Epoch": epoch(),
            "energy": (np.ones((4, 2)), {"DEPEND_0": "Epoch", "VAR_TYPE": "support_data"}),
            "flux": (np.ones((4, 2)), {"DEPEND_0": "Epoch", "DEPEND_1": "energy"}),
        }
    )
    dataset = one(cdf, tmp_path).dataset
    assert dataset["flux"].bins == (Bins("energy", parameter="energy"),)
    assert dataset["energy"].role == "support"


def test_a_table_of_bins_that_no_list_can_tell_is_kept_as_constant(tmp_path):
    table = np.arange(6.0).reshape(3, 2)
    cdf = file_of(
        {
            "Epoch": epoch(),
            "energy": constant(table, UNITS="eV", DEPEND_1="look"),
            "flux": (np.ones((4, 3, 2)), {"DEPEND_0": "Epoch", "DEPEND_2": "energy"}),
        }
    )
    dataset = one(cdf, tmp_path).dataset
    assert dataset["flux"].bins == (None, Bins("energy", "eV"))
    assert dataset.attributes["constants"]["energy"]["values"] == table.tolist()


def test_a_vector_is_told_by_its_labels_and_frame(tmp_path):
    labels = np.array([["B_R", "B_T", "B_N"]])
    said = {
        "DEPEND_0": "Epoch",
        "LABL_PTR_1": "labels",
        "CATDESC": "Magnetic field in RTN coordinates",
        "UNITS": "nT",
    }
    cdf = file_of(
        {
            "Epoch": epoch(),
            "labels": (labels, {"VAR_TYPE": "metadata"}, {"is_nrv": True}),
            "mag_rtn": (np.ones((4, 3), np.float32), said),
        }
    )
    field = one(cdf, tmp_path).dataset["mag_rtn"]
    assert (field.units, field.frame, field.components) == ("nT", "RTN", ("x", "y", "z"))
    assert field.labels == ("B_R", "B_T", "B_N")


def test_units_that_differ_by_component_are_in_the_labels(tmp_path):
    texts = {"VAR_TYPE": "metadata"}, {"is_nrv": True}
    said = {"DEPEND_0": "Epoch", "LABL_PTR_1": "labels", "UNIT_PTR": "units"}
    cdf = file_of(
        {
            "Epoch": epoch(),
            "labels": (np.array([["R", "Lat", "Lon"]]), *texts),
            "units": (np.array([["km", "deg", "deg"]]), *texts),
            "position": (np.ones((4, 3)), said),
        }
    )
    position = one(cdf, tmp_path).dataset["position"]
    assert position.units is None
    assert position.labels == ("R (km)", "Lat (deg)", "Lon (deg)")
    assert position.components == ("r", "latitude", "longitude")


def test_error_bars_and_flags_stay_with_their_parameter(tmp_path):
    bars = {"DELTA_MINUS_VAR": "n_low", "DELTA_PLUS_VAR": "n_high"}
    support = {"DEPEND_0": "Epoch", "VAR_TYPE": "support_data"}
    cdf = file_of(
        {
            "Epoch": epoch(),
            "n": scalar(**bars),
            "n_low": (np.ones(4, np.float32), support),
            "n_high": (np.ones(4, np.float32), support),
            "QUALITY_BITMASK": (np.zeros(4, np.uint16), support),
            "QUALITY_FLAG": (np.zeros(4, np.uint8), support),
        }
    )
    dataset = one(cdf, tmp_path).dataset
    assert dataset["n"].uncertainty == ("n_low", "n_high")
    assert dataset["n"].quality == "QUALITY_FLAG"
    roles = {name: dataset[name].role for name in ("n_low", "QUALITY_FLAG", "QUALITY_BITMASK")}
    assert roles == {
        "n_low": "uncertainty",
        "QUALITY_FLAG": "quality",
        "QUALITY_BITMASK": "quality",
    }


def test_a_flag_named_after_one_instrument_is_no_other_s(tmp_path):
    support = {"DEPEND_0": "Epoch", "VAR_TYPE": "support_data"}
    cdf = file_of(
        {
            "Epoch": epoch(),
            "SW_n": scalar(),
            "HP_n": scalar(),
            "W": scalar(),
            "Quality_SW": (np.zeros(4), support),
            "Quality_HP": (np.zeros(4), support),
        }
    )
    dataset = one(cdf, tmp_path).dataset
    found = {name: dataset[name].quality for name in ("SW_n", "HP_n", "W")}
    assert found == {"SW_n": "Quality_SW", "HP_n": "Quality_HP", "W": None}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"CATDESC": "Time, beginning of interval"}, "begin"),
        ({"CATDESC": "Time, centered, in NSSDC Epoch"}, "center"),
        ({"CATDESC": "End of accumulation"}, "end"),
        ({"Bin_location": [0.0]}, "begin"),
        ({"DELTA_PLUS_VAR": "width"}, "begin"),
        ({"DELTA_MINUS_VAR": "width"}, "end"),
        ({"DELTA_MINUS_VAR": "width", "DELTA_PLUS_VAR": "width"}, "center"),
        ({}, "center"),
    ],
)
def test_where_a_time_stands_in_its_interval(tmp_path, said, expected):
    cdf = file_of({"Epoch": epoch(**said), "n": scalar()})
    assert one(cdf, tmp_path).dataset.time_stamp == expected


def test_a_file_without_records_gives_no_rows(tmp_path):
    none = np.empty(0, "M8[ns]")
    cdf = file_of(
        {
            "Epoch": epoch(none),
            "B": (np.empty((0, 3), np.float32), {"DEPEND_0": "Epoch", "UNITS": "nT"}),
        },
        {"Time_resolution": ["16 second"]},
    )
    found = one(cdf, tmp_path)
    assert (len(found), found.values["B"].shape) == (0, (0, 3))
    assert (found.dataset.start, found.dataset.cadence_ns) == (None, 16 * 10**9)


def test_variables_never_written_read_as_fill_and_virtual_ones_are_left_out(tmp_path):
    empty = np.empty((0, 3), np.float32)
    virtual = {"DEPEND_0": "Epoch", "VIRTUAL": "true", "FUNCT": "alternate_view"}
    cdf = file_of(
        {
            "Epoch": epoch(),
            "n": scalar(),
            "B": (empty, {"DEPEND_0": "Epoch"}),
            "count": (np.empty(0, np.int16), {"DEPEND_0": "Epoch", "FILLVAL": np.int16([-1])}),
            "B_view": (empty, virtual),
        }
    )
    found = one(cdf, tmp_path)
    assert found.dataset.names == ("n", "B", "count")
    assert np.isnan(found.values["B"]).all()
    assert found.values["count"].tolist() == [-1] * 4


def test_texts_and_further_times_are_parameters(tmp_path):
    cdf = file_of(
        {
            "Epoch": epoch(),
            "clock": (np.array(["a ", "bb", "", "dddd"]), {"DEPEND_0": "Epoch"}),
            "ERT": epoch(ONE_MINUTE + np.timedelta64(1, "h")),
            "n": scalar(),
        }
    )
    found = one(cdf, tmp_path)
    assert found.values["clock"].tolist() == ["a", "bb", "", "dddd"]
    assert found.dataset["ERT"].dtype == "tt2000"
    np.testing.assert_array_equal(found.values["ERT"] - found.time, 3600 * 10**9)


def test_pb5_times_and_labels_are_no_data(tmp_path):
    pb5 = {"DEPEND_0": "Epoch", "LABL_PTR_1": "label_time"}
    cdf = file_of(
        {
            "Epoch": epoch(),
            "Time_PB5": (np.ones((4, 3), np.int32), pb5),
            "label_time": (np.array([["Year", "Day", "ms"]]), {}, {"is_nrv": True}),
            "n": scalar(),
        }
    )
    assert one(cdf, tmp_path).dataset.names == ("n",)


def test_names_stay_unique_and_free_of_separators(tmp_path):
    cdf = file_of(
        {
            "Epoch": epoch(),
            "b": scalar(),
            "B": scalar(),
            "e-/flux (x)": scalar(),
            "Time": scalar(),
        }
    )
    assert one(cdf, tmp_path).dataset.names == ("b", "B_2", "e-_flux_x_", "Time_2")


def test_a_file_without_istp_attributes_is_still_usable(tmp_path):
    cdf = file_of({"t": epoch(), "n": (np.arange(4.0), {}), "m": (np.arange(4.0), {})})
    found = one(cdf, tmp_path)
    assert (found.dataset.id, found.dataset.names) == ("", ("n", "m"))
    assert (found.dataset["n"].units, found.dataset["n"].frame) == (None, None)


@pytest.mark.parametrize("majority", [pycdfpp.Majority.row, pycdfpp.Majority.column])
@pytest.mark.parametrize("compression", [None, *map(pycdfpp.CompressionType, (1, 5))])
def test_majority_and_compression_do_not_matter(tmp_path, majority, compression):
    cube = np.arange(4 * 3 * 2 * 5, dtype=np.int16).reshape(4, 3, 2, 5)
    variables = {"Epoch": epoch(), "cube": (cube, {"DEPEND_0": "Epoch"})}
    found = one(file_of(variables, (), majority, compression), tmp_path)
    np.testing.assert_array_equal(found.values["cube"], cube)


def test_global_attributes_tell_the_dataset(tmp_path):
    said = {
        "Logical_source": ["AC_H0_MFI"],
        "Logical_source_description": ["ACE 16 s"],
        "Discipline": ["Space Physics>Interplanetary Studies"],
        "Source_name": ["AC>Advanced Composition Explorer"],
        "Descriptor": ["MAG>ACE Magnetic Field Instrument"],
        "Mission_group": ["!___Interplanetary Data near 1 AU", "ACE"],
        "PI_name": ["N. Ness"],
        "PI_affiliation": ["Bartol"],
        "Data_version": ["05"],
        "Generation_date": ["20101116"],
        "TEXT": ["Line 1", "Line 2"],
        "Odd": ["kept"],
    }
    dataset = one(file_of({"Epoch": epoch(), "n": scalar()}, said), tmp_path).dataset
    assert dataset.id == "ac_h0_mfi"
    assert (dataset.title, dataset.description) == ("ACE 16 s", "Line 1\nLine 2")
    assert (dataset.target, dataset.mission, dataset.version) == ("Heliosphere", "ACE", "05")
    assert dataset.observatory == "Advanced Composition Explorer"
    assert dataset.instrument == "ACE Magnetic Field Instrument"
    assert (dataset.contact, dataset.created) == ("N. Ness (Bartol)", "2010-11-16T00:00:00Z")
    assert dataset.attributes["Odd"] == "kept"


def test_no_time_is_told(tmp_path):
    with pytest.raises(UnreadableFile, match=r"file\.cdf has no variable of a CDF time type"):
        read(file_of({"n": (np.arange(4.0), {})}), tmp_path)


def test_a_claim_of_more_than_the_file_can_hold_is_refused(tmp_path):
    path = tmp_path / "huge.cdf"
    pycdfpp.save(file_of({"Epoch": epoch(), "n": scalar()}), str(path))
    content = bytearray(path.read_bytes())
    at = content.find(b"n" + bytes(255))
    maximum = at - 84 + 24  # MaxRec of the variable's descriptor
    content[maximum : maximum + 4] = (2**31 - 2).to_bytes(4, "big")
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match="claims"):
        Cdf().read(path, NOTHING_SAID)


def written_example(folder: Path) -> Path:
    series = example_series()
    path = folder / "example.cdf"
    path.write_bytes(b"".join(Cdf().write(series.dataset, [series[:5], series[5:]])))
    return path


def test_what_is_written_is_read_by_cdflib(tmp_path):
    series = example_series()
    with cdflib.CDF(written_example(tmp_path), string_encoding="utf-8") as cdf:
        np.testing.assert_array_equal(cdf.varget("Epoch"), series.time)
        for name in ("B", "density", "flux"):
            said = cdf.varattsget(name)
            values = cdf.varget(name)
            found = np.where(values == said["FILLVAL"], np.nan, values)
            np.testing.assert_array_equal(found, series.values[name])
            assert said["DEPEND_0"] == "Epoch"
            assert said["UNITS"] == series.dataset[name].units
        np.testing.assert_array_equal(cdf.varget("counts"), series.values["counts"])
        assert cdf.varattsget("B")["LABL_PTR_1"] == "B_labels"
        assert cdf.varget("B_labels").ravel().tolist() == ["Bx", "By", "Bz"]
        assert cdf.varattsget("flux")["DEPEND_1"] == "energy"
        np.testing.assert_array_equal(cdf.varget("energy").ravel(), [10, 100, 1000, 10000])
        assert cdf.varattsget("B")["DELTA_PLUS_VAR"] == "B_sigma"
        texts = [str(t) for t in np.ravel(cdf.varget("mode"))]
        assert [t.rstrip("\0 ") for t in texts] == series.values["mode"].tolist()


def test_what_is_written_is_istp_and_says_that_it_is_simulated(tmp_path):
    with cdflib.CDF(written_example(tmp_path)) as cdf:
        said = cdf.globalattsget()
    required = "Project Discipline Data_type Descriptor Data_version Logical_file_id PI_name TEXT"
    assert set(required.split()) <= set(said)
    assert said["Logical_source"] == ["contract_example"]
    assert said["Simulated"] == ["yes"]
    assert said["Citation"] == ["Nobody (2026), Nothing, Nowhere"]
    assert said["Generated_by"][0].startswith("Dayside ")


def test_more_than_a_cdf_is_made_of_is_refused_before_the_first_byte(monkeypatch):
    series = example_series()
    monkeypatch.setattr(cdf_write, "MOST_BYTES", 1000)
    asked = []
    blocks = (asked.append(k) or series for k in range(100))
    with pytest.raises(TooMuch, match="netcdf and parquet"):
        next(Cdf().write(series.dataset, blocks))
    assert len(asked) < 3


def test_a_parameter_named_like_the_axis_keeps_its_name(tmp_path):
    dataset = Dataset("x", (Parameter("epoch", "float64"), Parameter("energy", "float64", "eV")))
    ticks = np.arange(3, dtype=np.int64) * 10**9
    series = Series(dataset, ticks, {"epoch": np.arange(3.0), "energy": np.ones(3)})
    path = tmp_path / "x.cdf"
    path.write_bytes(b"".join(Cdf().write(dataset, [series])))
    (found,) = Cdf().read(path, NOTHING_SAID)
    assert found.values["epoch"].tolist() == [0, 1, 2]
    np.testing.assert_array_equal(found.time, ticks)


def test_themis_times_are_computed(tmp_path):
    seconds = 1577836800.0 + np.arange(4) * 60.25
    virtual = {
        "VIRTUAL": "TRUE",
        "FUNCT": "comp_themis_epoch",
        "COMPONENT_0": "tha_epoch0",
        "COMPONENT_1": "tha_time",
    }
    cdf = file_of(
        {
            "tha_time": (seconds, {"VAR_TYPE": "support_data", "UNITS": "sec"}),
            "tha_epoch": (np.empty(0, "M8[ns]"), virtual, {"data_type": TYPES.CDF_EPOCH}),
            "tha_fgs": (np.arange(4.0), {"DEPEND_0": "tha_epoch"}),
        }
    )
    found = one(cdf, tmp_path)
    assert found.dataset.names == ("tha_fgs",)
    assert str(time.to_text(found.time[1], 3)) == "2020-01-01T00:01:00.250Z"


def test_a_file_without_attributes_may_tell_the_time_in_numbers(tmp_path):
    values = {"time": (1577836800.0 + np.arange(4), {}), "B": (np.ones((4, 3)), {})}
    found = one(file_of(values), tmp_path)
    assert found.dataset.names == ("B",)
    assert str(time.to_text(found.time[0], 0)) == "2020-01-01T00:00:00Z"


def test_a_description_names_the_time_of_a_cdf(tmp_path):
    path = tmp_path / "x.cdf"
    pycdfpp.save(file_of({"sec": (np.arange(4.0), {}), "B": (np.ones(4), {})}), str(path))
    with pytest.raises(UnreadableFile, match="none of the columns sec, B is a time"):
        Cdf().read(path, NOTHING_SAID)
    (found,) = Cdf().read(path, Description(time={"column": "sec", "format": "unix"}))
    assert str(time.to_text(found.time[1], 0)) == "1970-01-01T00:00:01Z"


def test_fills_as_text_and_widths_as_one_number(tmp_path):
    cdf = file_of(
        {
            "Epoch": epoch(),
            "n": (np.array([1, -1e31, 3, 4]), {"DEPEND_0": "Epoch", "FILLVAL": "-1.0E31"}),
            "theta": constant([-45.0, 45.0], UNITS="deg", DELTA_PLUS=[45.0], DELTA_MINUS=[45.0]),
            "flux": (np.ones((4, 2)), {"DEPEND_0": "Epoch", "DEPEND_1": "theta"}),
        }
    )
    found = one(cdf, tmp_path)
    assert np.isnan(found.values["n"]).tolist() == [False, True, False, False]
    assert found.dataset["flux"].bins[0].ranges == ((-90.0, 0.0), (0.0, 90.0))
