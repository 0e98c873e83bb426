"""Units as files spell them."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayside.formats.units import to_vounit


@pytest.mark.parametrize(
    ("said", "unit"),
    [
        ("nT", "nT"),
        ("nTesla", "nT"),
        ("[nT]", "nT"),
        ("gamma", "nT"),
        ("#/cc", "cm-3"),
        ("cm^-3", "cm-3"),
        ("p/cc", "cm-3"),
        ("/cm**3", "cm-3"),
        ("Pascals", "Pa"),
        ("/cm2/s", "s**-1.cm**-2"),
        ("cm!e-3!n", "cm-3"),
        ("km s^-1", "km/s"),
        ("km/sec", "km/s"),
        ("KM/S", "km/s"),
        ("km/s", "km/s"),
        ("km s-1", "km/s"),
        ("degrees", "deg"),
        ("degrees K", "K"),
        ("DEGREES KELVIN", "DEGREES KELVIN"),
        ("eV", "eV"),
        ("1/(cm2 s sr keV)", "1/(cm2 s sr keV)"),
        ("unitless", ""),
        ("R_M", "R_M"),
        ("planetary radii", "planetary radii"),
        ("  ", None),
        ("", None),
        (None, None),
    ],
)
def test_spellings(said, unit):
    assert to_vounit(said) == unit


@given(st.text(max_size=60))
def test_any_text_is_answered_and_settles(text):
    once = to_vounit(text)
    assert once is None or to_vounit(once) in (once, None)


def test_what_comes_out_of_a_translation_is_a_vounit():
    from astropy import units

    for said in ("#/cc", "km/sec", "nTesla", "mV/m", "counts/s", "(cm2 s sr keV)-1", "#/cm2/s"):
        units.Unit(to_vounit(said), format="vounit")


def test_common_units_load_no_parser():
    code = (
        "import sys; from dayside.formats.units import to_vounit;"
        "to_vounit('nT'); to_vounit('#/cc'); sys.exit('astropy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
