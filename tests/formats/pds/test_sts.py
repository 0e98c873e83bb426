"""Standard time series: ODL headers within the files of MAVEN's and Juno's magnetometers."""

import numpy as np
import pytest

from dayside import formats
from dayside.model import time
from dayside.model.errors import UnreadableFile


def scalar(name, width, units=""):
    said = f"UNITS = {units}\n" if units else ""
    return f"OBJECT = SCALAR\nNAME = {name}\nFORMAT = 1X, {width}\n{said}END_OBJECT\n"


def vector(name, *scalars):
    return f"OBJECT = VECTOR\nNAME = {name}\nALIAS = {name}\n{''.join(scalars)}END_OBJECT\n"


CLOCK = vector("TIME", *(scalar(n, "I3") for n in ("YEAR", "DOY", "HOUR", "MIN", "SEC", "MSEC")))
FIELD = vector("OB_B", *(scalar(c, "F9.2", "NT") for c in "XYZ"), scalar("RANGE", "I1"))
PLACE = vector("POSN", *(scalar(c, "F13.3", "KM") for c in "XYZ"))
HEADER = (
    "OBJECT = FILE\nOBJECT = HEADER\nPROGRAM = mag\nTITLE = MAVEN MAG DATA\nEND_OBJECT\n"
    f"OBJECT = RECORD\n{CLOCK}{scalar('DDAY', 'F13.9')}{FIELD}{PLACE}END_OBJECT\nEND_OBJECT\n"
)
ROWS = "".join(
    f"  2015  76  0 {k:2d}  1 500  76.0000{k} {k}.50 -2.50 3.00 1 1000.0 -2000.0 3000.0\n"
    for k in range(3)
)


def test_a_file_alone_says_times_units_and_vectors(tmp_path):
    path = tmp_path / "mvn_mag_l2_2015076ss1s_20150317_v01_r02.sts"
    path.write_text(HEADER + ROWS)
    (got,) = formats.read(path)
    assert str(time.to_text(got.time[1], 3)) == "2015-03-17T00:01:01.500Z"
    field, place = got.dataset["OB_B"], got.dataset["POSN"]
    assert (field.units, field.frame, field.components) == ("nT", "MSO", ("x", "y", "z"))
    assert (place.units, place.frame) == ("km", "MSO")
    np.testing.assert_array_equal(got.values["OB_B"][1], [1.5, -2.5, 3.0])
    about = got.dataset
    assert (about.mission, about.target, about.instrument) == ("MAVEN", "Mars", "MAG")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (HEADER.removesuffix("END_OBJECT\n") + ROWS, "never ends"),
        (HEADER + "2015 76 0 0 1 500 1.0\n2015 76 0 1 1 500 1.0\n", "names 14 columns"),
        (HEADER, "no table"),
    ],
    ids=["endless", "narrow", "rowless"],
)
def test_what_is_wrong_is_told(tmp_path, text, reason):
    path = tmp_path / "x.sts"
    path.write_text(text)
    with pytest.raises(UnreadableFile, match=reason):
        formats.read(path)
