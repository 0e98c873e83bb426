"""Bare files of well-known products: described by what Dayside knows."""

import re
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from dayside.archive import Archive
from dayside.archive.ingest import Options, ingest
from dayside.formats import Description, read, sniff
from dayside.formats.describe import find as sidecar
from dayside.formats.describe import load
from dayside.formats.known import find, product, products
from dayside.formats.units import strict_vounit
from dayside.model import Dataset, time
from dayside.model.errors import BadRequest, UnreadableFile

ROW = "1996-06-27T06:07:0{}.000\t-73.9\t-15.5\t-83.8\t112.8\t-4.0\t0.2\t0.03\n"
GALILEO = "".join(ROW.format(k) for k in range(5))

# File, dataset, mission, target, cadence, and by parameter: units, frame.
REAL = {
    "insitu-planetary/messenger_orbits/*_mag_1s.parquet": (
        "messenger_mag_1s", "MESSENGER", "Mercury", "PT1S",
        {"B": ("nT", "aberrated MSM"), "eph": ("R_M", "aberrated MSM"), "magamp": ("nT", None)},
    ),
    "insitu-planetary/messenger_orbits/*_fips_moments.parquet": (
        "messenger_fips_moments", "MESSENGER", "Mercury", None,
        {"n": ("cm-3", None), "t": ("MK", None), "p": ("nPa", None), "p_err": ("nPa", None)},
    ),
    "insitu-planetary/messenger_orbits/*_fips_flux.parquet": (
        "messenger_fips_flux", "MESSENGER", "Mercury", None, {"n": (None, None)},
    ),
    "insitu-planetary/galileo_ganymede/ORB01*.txt": (
        "galileo_mag_ganymede", "Galileo", "Ganymede", "PT0.333S",
        {"B": ("nT", "IAU_GANYMEDE"), "B_mag": ("nT", None), "position": ("R_G", "IAU_GANYMEDE")},
    ),
    "insitu-planetary/juno_ganymede/ORB101_GAN_IAU.TAB": (
        "juno_mag_ganymede", "Juno", "Ganymede", "PT1S",
        {"B": ("nT", "IAU_GANYMEDE"), "Bx": ("nT", "IAU_GANYMEDE"),
         "position": ("km", "IAU_GANYMEDE")},
    ),
    "insitu-planetary/helios/*.csv": (
        "h1_alpha_fits", "Helios 1", "Heliosphere", "PT40.5S",
        {"va": ("km/s", "RTN"), "n_a": ("cm-3", None), "Ta_par": ("K", None),
         "n_a_err": ("", None)},
    ),
    "insitu-planetary/voyager_mag/vy1mag_pri_1hr_199*.txt": (
        "vy1mag_pri_1hr", "Voyager 1", "Heliosphere", "PT1H",
        {"F1Mag": ("nT", None), "F2Mag": ("nT", None), "ElevAng": ("deg", "HG")},
    ),
    "insitu-planetary/voyager_mag/V1_48s*.dat": (
        "v1_48s", "Voyager 1", "Heliosphere", "PT48S", {"B": ("nT", "RTN"), "F1": ("nT", None)},
    ),
    "propagation-l1/ACE_raw*.dat": (
        "ace_raw", "ACE", "Heliosphere", "PT64S",
        {"B_GSE": ("nT", "GSE"), "V_GSE": ("km/s", "GSE"), "proton_temperature": ("K", None)},
    ),
    "propagation-heliosphere/20*_ace_swepam_1h.txt": (
        "ace_swepam_1h", "ACE", "Heliosphere", "PT1H",
        {"Density": ("cm-3", None), "Speed": ("km/s", None), "Temperature": ("K", None)},
    ),
    "propagation-heliosphere/OMNI_observations.txt": (
        "omni_observations", "OMNI", "Heliosphere", "PT1H", {"speed": ("km/s", None)},
    ),
    "propagation-heliosphere/STEREO-A_observations.txt": (
        "stereo_a_observations", "STEREO-A", "Heliosphere", "PT1H", {"speed": ("km/s", None)},
    ),
    "propagation-heliosphere/vSWIM*.csv": (
        "vswim_mars_hourly", "MAVEN", "Mars", "PT1H",
        {"mu_b_SW": ("nT", None), "mu_v_x_SW": ("km/s", None), "sigma_tp_SW": ("eV", None),
         "mu_np_SW": ("cm-3", None), "mu_b_SW_normed": ("", None), "gap": ("d", None)},
    ),
    "propagation-heliosphere/ephem/mars_*.lst": (
        "mars", None, "Mars", "P1D",
        {"RAD_AU": ("AU", None), "HG_LAT": ("deg", None), "HG_LON": ("deg", "Carrington")},
    ),
    "propagation-heliosphere/ephem/Jupiter_HGI.lst": (
        "jupiter_hgi", None, "Jupiter", "P1D", {"RAD_AU": ("AU", None), "HGI_LON": (None, "HGI")},
    ),
    "icme-timeseries/featuresw0.csv": (
        "featuresw0", "Wind", "Heliosphere", "PT10M", {"c2": ("", None)},
    ),
    "icme-timeseries/labelsb0.csv": (
        "labelsb0", "STEREO-B", "Heliosphere", "PT10M", {"icme": ("", None)},
    ),
}  # fmt: skip


def taken_in(folder: Path, paths: list[Path]) -> tuple[Archive, set[str]]:
    archive = Archive.open(str(folder))
    outcomes = list(ingest(archive, paths, Options(keep="reference")))
    assert {o.status for o in outcomes} == {"added"}, outcomes
    return archive, {i for o in outcomes for i in o.datasets}


def write(path: Path, text: str = GALILEO) -> Path:
    path.write_text(text)
    return path


@pytest.mark.realdata
@pytest.mark.parametrize("pattern", REAL)
def test_a_real_file_needs_no_sidecar(test_data, tmp_path, pattern):
    dataset_id, mission, target, cadence, parameters = REAL[pattern]
    archive, ids = taken_in(tmp_path, sorted(test_data.glob(pattern)))
    assert ids == {dataset_id}
    dataset = archive.dataset(dataset_id)
    assert (dataset.mission, dataset.target) == (mission, target)
    assert dataset.title
    assert dataset.title != dataset_id
    assert str(dataset.attributes["described_by"]).startswith("dayside: ")
    if cadence:
        assert dataset.cadence_ns == time.parse_duration(cadence)
    assert {n: (dataset[n].units, dataset[n].frame) for n in parameters} == parameters


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("pattern", "fills"),
    [
        ("insitu-planetary/voyager_mag/vy1mag_pri_1hr_1991.txt", {999.0}),
        ("propagation-l1/ACE_raw*.dat", {-9999.9}),
        ("propagation-heliosphere/202111_ace_swepam_1h.txt", {-9999.9, -1e5}),
        ("propagation-heliosphere/STEREO-A_observations.txt", {9999.0}),
    ],
)
def test_fills_of_a_real_file_are_gaps(test_data, pattern, fills):
    (series,) = read(next(test_data.glob(pattern)))
    gaps = 0
    for parameter in series.dataset.parameters:
        values = series.values[parameter.name]
        if values.dtype.kind == "f":
            assert not np.isin(values, list(fills)).any(), parameter.name
            gaps += int(np.isnan(values).sum())
    assert gaps > 0


@pytest.mark.realdata
def test_error_bars_and_flags_of_real_files(test_data):
    folder = test_data / "insitu-planetary"
    (moments,) = read(next(folder.glob("messenger_orbits/*_fips_moments.parquet")))
    assert moments.dataset["t"].uncertainty == ("t_err",)
    assert moments.dataset["t"].quality == "qual"
    (fits,) = read(next(folder.glob("helios/*.csv")))
    # The errors of these fits are relative: drawn as bars in K they would be wrong.
    assert all(not p.uncertainty for p in fits.dataset.parameters)
    assert fits.dataset["va"].quality == "Status"
    assert fits.dataset.time_stamp == "begin"


@pytest.mark.realdata
def test_real_positions_are_in_their_units(test_data):
    folder = test_data / "insitu-planetary"
    (juno,) = read(folder / "juno_ganymede/ORB101_GAN_IAU.TAB")
    b = juno.values["B"]
    np.testing.assert_allclose(np.linalg.norm(b, axis=1), juno.values["B_mag"], rtol=1e-4)
    radius = np.linalg.norm(juno.values["position"], axis=1)
    assert 3000 < radius.min() < 5000  # km: about a thousand above the ground
    (galileo,) = read(folder / "galileo_ganymede/ORB02_GAN_IAU.txt")
    assert 1.0 < np.linalg.norm(galileo.values["position"], axis=1).min() < 1.2


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("pattern", "name", "units", "frame"),
    [
        ("insitu-planetary/vg2_neptune_mag/DATA/T890825_ASC.LBL", "B", "nT", "RTN"),
        ("insitu-planetary/vg2_neptune_mag/DATA/T890825.LBL", "B", "nT", "RTN"),
        ("insitu-cdf/psp_fld_l2_mag*.cdf", "psp_fld_l2_mag_RTN_1min", "nT", "RTN"),
        ("insitu-cdf/wi_h0s_mfi*.cdf", "BGSM", "nT", "GSM"),
    ],
)
def test_files_that_describe_themselves_are_left_to_do_so(test_data, pattern, name, units, frame):
    series = next(s for s in read(next(test_data.glob(pattern))) if name in s.dataset.names)
    assert (series.dataset[name].units, series.dataset[name].frame) == (units, frame)
    assert "described_by" not in series.dataset.attributes


def test_where_it_comes_from_is_told(tmp_path):
    dataset = read(write(tmp_path / "orb02_gan_iau.TXT"))[0].dataset
    assert dataset.attributes["described_by"] == "dayside: galileo_mag_ganymede"
    assert "GanymedeMagModels" in dataset.attributes["described_from"]


@pytest.mark.parametrize(
    "text",
    [
        GALILEO.replace("\t0.03", ""),
        GALILEO.replace("\t0.03", "\t0.03\t1"),
        "time\tVx\tVy\tVz\tV\tn\tT\tp\n" + GALILEO,
    ],
    ids=["fewer columns", "more columns", "other columns"],
)
def test_a_name_alone_does_not_do(tmp_path, text):
    (series,) = read(write(tmp_path / "ORB02_GAN_IAU.txt", text))
    assert "described_by" not in series.dataset.attributes
    assert series.dataset.id == ""
    assert series.dataset.mission is None
    assert all(p.units is None for p in series.dataset.parameters)


def test_columns_alone_do_not_do_either(tmp_path):
    (series,) = read(write(tmp_path / "flyby.txt"))
    assert "described_by" not in series.dataset.attributes


def test_a_sidecar_goes_before(tmp_path):
    path = write(tmp_path / "ORB02_GAN_IAU.txt")
    write(tmp_path / "ORB02_GAN_IAU.toml", 'id = "mine"\n[parameters.c2]\nunits = "pT"\n')
    dataset = read(path, sidecar(path))[0].dataset
    assert (dataset.id, dataset["c2"].units) == ("mine", "pT")
    assert dataset.mission is None
    assert "described_by" not in dataset.attributes
    archive, ids = taken_in(tmp_path / "archive", [path])
    assert ids == {"mine"}
    assert archive.dataset("mine")["c2"].units == "pT"


def test_a_given_description_goes_before_a_sidecar(tmp_path):
    path = write(tmp_path / "ORB02_GAN_IAU.txt")
    write(tmp_path / "ORB02_GAN_IAU.toml", 'id = "mine"\n')
    archive = Archive.open(str(tmp_path / "archive"))
    given = Description(dataset={"id": "given"})
    (outcome,) = ingest(archive, [path], Options(description=given))
    assert outcome.datasets == ("given",)


def test_a_given_id_keeps_what_is_known(tmp_path):
    path = write(tmp_path / "ORB02_GAN_IAU.txt")
    archive = Archive.open(str(tmp_path / "archive"))
    (outcome,) = ingest(archive, [path], Options(dataset="flyby_2"))
    assert outcome.datasets == ("flyby_2",)
    assert archive.dataset("flyby_2")["B"].frame == "IAU_GANYMEDE"


@pytest.mark.parametrize(
    ("toml", "name", "nearest"),
    [
        ('[parameters.magg]\nunits = "nT"', "magg", "Did you mean mag?"),
        ('[parameters.B]\ncolumns = ["bx", "by", "bq"]', "bq", "Did you mean b"),
        ('[parameters.mag]\nquality = "flga"', "flga", "Did you mean flag?"),
        ('[parameters.mag]\nuncertainty = "erro"', "erro", "Did you mean err"),
    ],
)
def test_a_slip_in_a_description_is_refused(tmp_path, toml, name, nearest):
    row = "2020-01-01T00:00:0{},1,2,3,4,5,6\n"
    text = "time,bx,by,bz,mag,flag,errs\n" + "".join(row.format(k) for k in range(5))
    path = write(tmp_path / "field.csv", text)
    write(tmp_path / "field.toml", toml)
    with pytest.raises(BadRequest, match=re.escape(f"names {name},")) as caught:
        read(path, load(tmp_path / "field.toml"))
    assert nearest in str(caught.value)
    (outcome,) = ingest(Archive.open(str(tmp_path / "archive")), [path])
    assert outcome.status == "refused"
    assert outcome.reason.startswith("field.csv: ")
    assert name in outcome.reason


def test_a_label_of_the_file_is_no_slip(tmp_path):
    path = write(tmp_path / "x.csv", "time,Vx GSE\n2020-01-01,1\n2020-01-02,2\n")
    said = Description(parameters={"Vx GSE": {"units": "km/s"}, "VX_GSE": {"units": "km/s"}})
    assert read(path, said)[0].dataset["Vx_GSE"].units == "km/s"


def test_what_we_wrote_ourselves_is_not_described_again(tmp_path):
    from dayside.formats import get_format

    (series,) = read(write(tmp_path / "ORB02_GAN_IAU.txt"))
    own = series.dataset.replace(id="own", mission=None, attributes={})
    for name, suffix in (("csv", "txt"), ("parquet", "TXT")):
        path = tmp_path / f"ORB03_GAN_IAU.{suffix}"
        blocks = [type(series)(own, series.time, series.values)]
        path.write_bytes(b"".join(get_format(name).write(own, blocks)))
        assert read(path)[0].dataset == own


def test_a_damaged_file_of_a_known_name_is_refused_as_ever(tmp_path):
    path = tmp_path / "messenger_20111227T1834_mag_1s.parquet"
    path.write_bytes(b"PAR1 nothing")
    assert find(path, sniff(path)) == Description()
    with pytest.raises(UnreadableFile, match="Parquet"):
        read(path)


def test_helios_core_fits_by_their_published_header(tmp_path):
    text = (
        "Time,B instrument,Bx,By,Bz,sigma B,Ion instrument,Status,Tp_par,Tp_perp,carrot,r_sun,"
        "clat,clong,earth_he_angle,n_p,vp_x,vp_y,vp_z,vth_p_par,vth_p_perp\n"
    )
    row = "1975-03-13 00:0{}:58,1,1,2,3,0.1,1,1,9e4,8e4,1625,0.4,1,2,3,30,350,1,2,40,41\n"
    path = write(tmp_path / "h2_1976_108_corefit.csv", text + row.format(0) + row.format(1))
    dataset = read(path)[0].dataset
    assert (dataset.mission, dataset["vp"].frame, dataset["B"].units) == ("Helios 2", "RTN", "nT")
    assert (dataset["n_p"].units, dataset["r_sun"].units) == ("cm-3", "AU")


@pytest.mark.parametrize("known", products(), ids=lambda p: p.name)
def test_every_known_product_is_sound(known):
    assert known.source
    assert known.files
    for pattern in known.files:
        dataset = known.described(pattern).dataset
        assert dataset["title"], pattern
        assert dataset.get("mission") or dataset.get("target"), pattern
        Dataset("x", **{k: v for k, v in dataset.items() if k not in ("id", "cadence")})
    for said in known.description.parameters.values():
        units = said.get("units")
        assert not units or strict_vounit(units), units


def test_a_slip_in_a_known_product_would_be_found():
    text = '[match]\ncolumns = 2\nsource = "x"\n[match.files."a"]\nmision = "x"\n'
    with pytest.raises(BadRequest, match="mission"):
        product("a", text)


def test_the_manual_lists_them_all(repository):
    manual = (repository / "docs/ingest.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \|", manual, re.MULTILINE)
    listed = defaultdict(set, {name: set(re.findall(r"`(.+?)`", cell)) for name, cell in rows})
    for known in products():
        assert listed[known.name] == set(known.files), known.name
