"""What numbers can be told in, and by which factor."""

from __future__ import annotations

import pytest

from dayside.services.units import conversions


def factors(units: str) -> dict[str, float]:
    return {c.units: c.factor for c in conversions(units)}


def test_a_unit_converts_to_those_of_its_kind() -> None:
    assert factors("nT") == {"pT": 1e3, "nT": 1, "uT": 1e-3, "mT": 1e-6, "T": 1e-9}
    assert factors("km/s") == {"cm/s": 1e5, "m/s": 1e3, "km/s": 1}
    assert factors("cm-3") == {"m-3": 1e6, "cm-3": 1}


def test_the_smallest_unit_comes_first() -> None:
    assert list(factors("keV")) == ["eV", "keV", "MeV", "GeV", "J"]


def test_a_temperature_is_an_energy_too() -> None:
    assert factors("K")["eV"] == pytest.approx(8.617333e-5)
    assert "K" not in factors("eV")


def test_of_a_product_one_unit_changes_at_a_time() -> None:
    flux = factors("cm-2.s-1.sr-1.keV-1")
    assert flux["m-2.s-1.sr-1.keV-1"] == 1e4
    assert flux["cm-2.s-1.sr-1.eV-1"] == pytest.approx(1e-3)
    assert factors("nT2/Hz")["pT2/Hz"] == 1e6


def test_the_spelling_of_the_dataset_stays() -> None:
    assert factors("cm-2 s-1 sr-1") == {"cm-2 s-1 sr-1": 1, "m-2 s-1 sr-1": 1e4}
    assert factors("km s-1")["km s-1"] == 1
    assert "km/s" not in factors("km s-1")


@pytest.mark.parametrize("units", ["", "R_M", "planetary radii", "count/s", "%", "(", "x" * 200])
def test_what_nothing_else_is_the_same_as_has_none(units: str) -> None:
    assert conversions(units) == ()
