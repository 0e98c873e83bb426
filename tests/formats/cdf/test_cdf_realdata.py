"""Real CDF files, value by value against cdflib."""

from __future__ import annotations

import cdflib
import numpy as np
import pytest

from dayside.formats.base import NOTHING_SAID
from dayside.formats.cdf.format import Cdf
from dayside.model import time

pytestmark = pytest.mark.realdata

FILES = {
    "ac_h0_mfi_00000000_v01.cdf": [0],
    "ac_h2_sis_20101105_v06.cdf": [24],
    "ac_k2_mfi_20220101_v03.cdf": [24],
    "ge_k0_cpi_19921231_v02.cdf": [1090],
    "mvn_kp_insitu_master.cdf": [0],
    "psp_fld_l2_mag_rtn_1min_20200104_v02.cdf": [118, 1440],
    "psp_isois-epilo_l2-ic_20190401_v0.0.0.cdf": [100],
    "solo_L2_epd-ept-north-hcad_20200713_V02.cdf": [39784, 1441, 25],
    "solo_l2_rpw-lfr-surv-swf-e_00000000_v01.cdf": [0],
    "vg1_pws_wf_2023-10-24T03_v1.0.cdf": [155],
    "wi_h0s_mfi_20240510000030_20240512115930_copy.cdf": [3600],
    "wi_l2-30min_sms-stics-afm-magnetosphere_00000000_v01.cdf": [0],
    "wind_h1s_swe_20240510000456_20240512115844_copy.cdf": [1695],
}


@pytest.fixture
def folder(test_data):
    return test_data / "insitu-cdf"


def series_of(folder, start):
    (path,) = folder.glob(f"{start}*")
    return Cdf().read(path, NOTHING_SAID)


@pytest.mark.parametrize("name", FILES)
def test_every_value_is_what_cdflib_reads(folder, name):
    found = Cdf().read(folder / name, NOTHING_SAID)
    assert [len(series) for series in found] == FILES[name]
    with cdflib.CDF(folder / name) as cdf:
        for series in found:
            if len(series):
                same_time(series, cdf)
                same_values(series, cdf)


def same_time(series, cdf):
    axis = series.dataset.attributes["time_axis"]
    stored = np.ravel(cdf.varget(axis))
    if cdf.varinq(axis).Data_Type_Description == "CDF_TIME_TT2000":
        np.testing.assert_array_equal(series.time, stored)
    else:
        expected = np.array(cdflib.cdfepoch.to_datetime(stored), "datetime64[ms]")
        found = time.to_datetime64(series.time).astype("datetime64[ms]")
        assert np.abs((found - expected).astype(int)).max() <= 1


def same_values(series, cdf):
    for parameter in series.dataset.parameters:
        stored = cdf.varget(parameter.name)
        found = series.values[parameter.name]
        said = cdf.varattsget(parameter.name)
        if parameter.dtype.startswith("U"):
            assert found.tolist() == [str(text).rstrip() for text in np.ravel(stored)]
            continue
        if stored is None or not np.size(stored):  # never written
            assert np.isnan(found).all()
            continue
        expected = np.reshape(stored, found.shape)
        if found.dtype.kind == "f":
            expected = np.where(expected == said.get("FILLVAL", -1e31), np.nan, expected)
        np.testing.assert_array_equal(found, expected, parameter.name)


def test_parker_solar_probe(folder):
    field, flags = series_of(folder, "psp_fld")
    b = field.dataset["psp_fld_l2_mag_RTN_1min"]
    assert (b.units, b.frame, b.components) == ("nT", "RTN", ("x", "y", "z"))
    assert b.labels == ("B_R", "B_T", "B_N")
    assert b.bins == ()
    assert field.dataset.id == flags.dataset.id == "psp_fld_l2_mag_rtn_1min"
    assert (field.dataset.target, field.dataset.mission) == ("Heliosphere", "PSP")
    assert flags.dataset["psp_fld_l2_quality_flags"].role == "quality"
    assert field.dataset.cadence_ns == 60 * 10**9


def test_wind(folder):
    (field,) = series_of(folder, "wi_h0s")
    assert (field.dataset["BGSM"].units, field.dataset["BGSM"].frame) == ("nT", "GSM")
    assert (field.dataset["PGSM"].components, field.dataset.time_stamp) == (
        ("x", "y", "z"),
        "center",
    )
    (plasma,) = series_of(folder, "wind_h1s")
    density = plasma.dataset["Proton_Np_moment"]
    assert (density.units, plasma.dataset["Proton_VX_moment"].frame) == ("cm-3", "GSE")
    assert plasma.dataset.time_stamp == "begin"
    assert plasma.time[0] < time.parse("2024-05-10Z") < plasma.time[-1]


def test_solar_orbiter(folder):
    flux, direction, orbit = series_of(folder, "solo_L2_epd")
    ions = flux.dataset["Ion_Flux"]
    assert (ions.shape, ions.uncertainty, ions.quality) == (
        (12,),
        ("Ion_Uncertainty",),
        "QUALITY_FLAG",
    )
    (bins,) = ions.bins
    assert (bins.name, bins.units, len(bins.ranges)) == ("Ion_Bins_Low_Energy", "MeV", 12)
    np.testing.assert_allclose(np.ravel(bins.ranges)[[0, -1]], [0.0518, 6.133], rtol=2e-3)
    assert (ions.display, ions.scale, flux.dataset.time_stamp) == ("spectrogram", "log", "begin")
    assert direction.dataset["RTN"].frame == "RTN"
    assert (orbit.dataset["HCI_R"].units, orbit.dataset["HCI_R"].frame) == ("AU", "HCI")


def test_epi_lo_keeps_its_table_of_energies(folder):
    (series,) = series_of(folder, "psp_isois")
    rate = series.dataset["H_CountRate_ChanT"]
    assert rate.shape == (80, 48)
    look, energy = rate.bins
    assert (len(look.centers), energy.units, energy.centers) == (80, "keV/nuc", None) or (
        energy.units is not None
    )
    table = series.dataset.attributes["constants"]["H_ChanT_Energy"]["values"]
    assert np.shape(table) == (80, 48)


def test_voyager_waveforms(folder):
    (series,) = series_of(folder, "vg1_pws")
    wave = series.dataset["Waveform"]
    assert (wave.shape, wave.bins[0].units, wave.fill) == ((1600,), "us", -128)
    assert series.dataset["ERT"].dtype == "tt2000"
    assert series.values["SCLK"][0] == "64195:11:016"
    light_time_h = (series.values["ERT"] - series.time) / 3.6e12
    assert (light_time_h > 20).all()


def test_geotail_flags_belong_to_their_analyser(folder):
    (series,) = series_of(folder, "ge_k0")
    quality = {name: series.dataset[name].quality for name in ("SW_V", "HP_V", "W")}
    assert quality == {"SW_V": "Quality_SW", "HP_V": "Quality_HP", "W": None}
    assert series.dataset["SW_V"].components == ("x", "y", "z")
    assert series.dataset["HP_V"].components == ("x", "y")


def test_masters_describe_without_rows(folder):
    (ace,) = series_of(folder, "ac_h0_mfi")
    assert ace.dataset["BGSEc"].quality == "Q_FLAG"
    assert (ace.dataset.start, ace.dataset.cadence_ns) == (None, 16 * 10**9)
    (maven,) = series_of(folder, "mvn_kp")
    assert len(maven.dataset.parameters) > 200
    assert maven.dataset["mag_mso_x"].frame == "MSO"


def test_every_file_survives_being_written_and_read(folder, tmp_path):
    for name in FILES:
        for number, series in enumerate(Cdf().read(folder / name, NOTHING_SAID)):
            path = tmp_path / f"{number}_{name}"
            path.write_bytes(b"".join(Cdf().write(series.dataset, [series])))
            (again,) = Cdf().read(path, NOTHING_SAID)
            np.testing.assert_array_equal(again.time, series.time)
            for p in series.dataset.parameters:
                np.testing.assert_array_equal(again.values[p.name], series.values[p.name])
                assert again.dataset[p.name].units == p.units
                assert again.dataset[p.name].frame == p.frame
