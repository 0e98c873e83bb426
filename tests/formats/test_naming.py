"""Names of files: dataset, version and granule."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayside.formats.naming import ID_LENGTH, brief, fold, granule_key
from dayside.model.dataset import identifier


@pytest.mark.parametrize(
    ("name", "logical", "version"),
    [
        ("messenger_20111227T1834_mag_1s.parquet", "messenger_mag_1s", ()),
        ("messenger_20111231T0504_fips_moments.parquet", "messenger_fips_moments", ()),
        ("h1_1975_072_alpha_fits.csv", "h1_alpha_fits", ()),
        ("ORB01_GAN_IAU.txt", "gan_iau", ()),
        ("mag_orbit_1234.csv", "mag", ()),
        ("mex_ima_o1234_v02.cdf", "mex_ima", (2,)),
        ("vex_flyby2_mag.csv", "vex_mag", ()),
        ("pass12-ions.csv", "ions", ()),
        ("insight_sol12_ifg.csv", "insight_ifg", ()),
        # A letter or a word that counts no time stays: ions, an instrument's orbit-like name.
        ("mex_o2_o3.csv", "mex_o2_o3", ()),
        ("g01_mag.csv", "g01_mag", ()),
        ("bypass2_orbiter1.csv", "bypass2_orbiter1", ()),
        ("T890825.DAT", "t", ()),
        ("T890825_ASC.TAB", "t_asc", ()),
        ("psp_fld_l2_mag_rtn_1min_20200104_v02.cdf", "psp_fld_l2_mag_rtn_1min", (2,)),
        ("psp_fld_l2_mag_RTN_2020010400_v02.cdf", "psp_fld_l2_mag_rtn", (2,)),
        ("psp_isois-epilo_l2-ic_20190401_v0.0.0.cdf", "psp_isois_epilo_l2_ic", (0, 0, 0)),
        ("solo_L2_epd-ept-north-hcad_20200713_V02.cdf", "solo_l2_epd_ept_north_hcad", (2,)),
        ("vy1mag_pri_1hr_1990.txt", "vy1mag_pri_1hr", ()),
        ("V1_48s_2011_301-331.dat", "v1_48s", ()),
        ("T1997298_MFR0.DAT", "t_mfr0", ()),
        ("vg1_pws_wf_2023-10-24T03_v1.0.cdf", "vg1_pws_wf", (1, 0)),
        ("mvn_mag_l2_2014283ss1s_20141010_v01_r01.xml", "mvn_mag_l2_ss1s", (1, 1)),
        ("fgm_jno_l3_2021158pc_r1s_v01.lbl", "fgm_jno_l3_pc_r1s", (1,)),
        ("ac_h0_mfi_00000000_v01.cdf", "ac_h0_mfi", (1,)),
        (
            "C1_CP_FGM_SPIN__20010101_000000_20010102_000000_V120501.cdf",
            "c1_cp_fgm_spin",
            (120501,),
        ),
        ("wi_h0s_mfi_20240510000030_20240512115930_copy.cdf", "wi_h0s_mfi_copy", ()),
        ("solo_l2_mag_20200713T000000-20200713T235959_v3.cdf", "solo_l2_mag", (3,)),
        ("202111_ace_swepam_1h.txt", "ace_swepam_1h", ()),
        ("ACE_raw_2001308.dat", "ace_raw", ()),
        ("vSWIM_Mars_2023Q1_hourly.csv", "vswim_mars_hourly", ()),
        ("earth_2000_2030.lst", "earth", ()),
        ("MAGBST_V1.xml", "magbst", (1,)),
        ("orbit_7_r01.txt", "orbit", (1,)),
        ("featuresa0.csv", "featuresa0", ()),
        ("voyager2.csv", "voyager2", ()),
        ("mars.csv", "mars", ()),
        ("20200101.csv", "20200101", ()),
        ("2020/01/file.v10.csv", "file", (10,)),
    ],
)
def test_fold(name, logical, version):
    assert fold(name) == (logical, version)


WORDS = st.sampled_from(["ac", "h0", "mfi", "l2", "mag", "1s", "rtn", "swe", "orb", "pc"])
DAYS = st.dates(date(1970, 1, 1), date(2049, 12, 31))
DATE_FORMATS = st.sampled_from(
    ["%Y%m%d", "%Y-%m-%d", "%Y%j", "%Y_%j", "%Y%m%dT%H%M", "%Y%m%d%H%M%S", "%Y%m%d_%H%M%S", "%Y"]
)


@given(st.lists(WORDS, min_size=1, max_size=4), DATE_FORMATS, DAYS, st.integers(0, 400))
def test_every_day_of_a_product_has_one_name(words, date_format, day, later):
    product = "_".join(words)
    first = f"{product}_{day.strftime(date_format)}_v01.cdf"
    second = f"{product}_{(day - timedelta(days=later)).strftime(date_format)}_v02.cdf"
    assert fold(first)[0] == fold(second)[0] == product


@given(st.integers(0, 500), st.integers(0, 500), st.sampled_from(["_v{:02d}", "_V{}", "_r{:02d}"]))
def test_versions_order_as_numbers(a, b, pattern):
    first, second = (f"x_mag_20200101{pattern.format(n)}.cdf" for n in (a, b))
    assert (fold(first)[1] < fold(second)[1]) == (a < b)
    assert granule_key(first) == granule_key(second)


def test_granules_of_two_days_or_two_formats_are_two():
    keys = {
        granule_key(f"a_{day}_v01.{ext}") for day in (20200101, 20200102) for ext in ("cdf", "csv")
    }
    assert len(keys) == 4


@given(st.text(min_size=1, max_size=80))
def test_any_name_is_answered(name):
    logical, version = fold(name)
    assert isinstance(logical, str)
    assert all(isinstance(part, int) for part in version)


def test_noaa_writes_letters_before_dates_and_hyphens_in_versions():
    assert fold("dn_magn-l2-avg1m_g16_d20200101_v2-0-2.nc") == ("dn_magn_l2_avg1m_g16", (2, 0, 2))
    assert fold("oe_m1m_dscovr_s20200101000000_e20200101235959_p20200102030405_pub.nc") == (
        "oe_m1m_dscovr_pub",
        (),
    )


def test_sols_are_days():
    assert fold("ifg_cal_sol0014_v06.tab") == ("ifg_cal", (6,))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("VG2-N-MAG-4-RDR-HGCOORDS-1.92SEC-V1.0", "vg2_n_mag_hgcoords_1_92sec"),
        ("CO-V/E/J/S/SS-RPWS-3-RDR-LRFULL-V1.0 MFR_BX", "co_rpws_lrfull_mfr_bx"),
        ("VG2-J-PLS-5-SUMM-ELE-MOM-96.0SEC-V1.0", "vg2_j_pls_ele_mom_96_0sec"),
        (
            "urn:nasa:pds:maven.mag.calibrated:data.ss:mvn_mag_l2_ss1s",
            "maven_mag_l2_ss1s",
        ),
        ("a" * 50, "a" * 26),
    ],
)
def test_long_names_keep_their_telling_words(name, kept):
    start, _, mark = brief(identifier(name)).rpartition("_")
    assert start == kept
    assert len(mark) == 4


def test_short_names_stay():
    assert brief("x" * ID_LENGTH) == "x" * ID_LENGTH
    assert brief("solo_l2_epd_ept_north_hcad_epoch_1") == "solo_l2_epd_ept_north_hcad_1"


def test_what_is_cut_alike_stays_apart():
    versions = {brief(identifier(f"VG2-N-MAG-4-RDR-HGCOORDS-1.92SEC-V{n}.0")) for n in range(30)}
    assert len(versions) == 30


@given(st.text(max_size=200))
def test_any_brief_name_is_an_identifier(name):
    made = brief(identifier(name))
    assert len(made) <= ID_LENGTH
    assert identifier(made) == made
