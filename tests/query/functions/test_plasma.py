"""Plasma physics through formulas: units outside, PlasmaPy's numbers inside."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from tests.query.conftest import ions

from dayside.model.errors import BadFormula

TABLE = Path(__file__).parents[2] / "science" / "plasma" / "plasmapy-2025.8.0.json"
ROW = json.loads(TABLE.read_text())[0]

CALLS = {
    "alfven_speed": ("alfven_speed(b, n)", "m/s"),
    "sound_speed": ("sound_speed(te, ti)", "m/s"),
    "thermal_speed": ("thermal_speed(ti)", "m/s"),
    "thermal_pressure": ("thermal_pressure(n, ti)", "Pa"),
    "magnetic_pressure": ("magnetic_pressure(b)", "Pa"),
    "plasma_beta": ("plasma_beta(n, ti, b)", ""),
    "gyrofrequency": ("gyrofrequency(b)", "rad/s"),
    "plasma_frequency": ("plasma_frequency(n)", "rad/s"),
    "upper_hybrid_frequency": ("upper_hybrid_frequency(b, n)", "rad/s"),
    "lower_hybrid_frequency": ("lower_hybrid_frequency(b, n)", "rad/s"),
    "gyroradius": ("gyroradius(b, v)", "m"),
    "inertial_length": ("inertial_length(n)", "m"),
    "debye_length": ("debye_length(te, n)", "m"),
}


def written(call: str) -> str:
    """Return a call with the numbers of the row in units of the field, on a time axis."""
    one = "(ions.density/ions.density)"
    numbers = {
        "b": f"({ROW['field_t'] * 1e9!r}*nT*{one})",
        "n": f"({ROW['density_m3'] * 1e-6!r}*cm**-3)",
        "te": f"({ROW['electron_temperature_k']!r}*K*{one})",
        "ti": f"({ROW['ion_temperature_k']!r}*K*{one})",
        "v": f"({ROW['speed_m_s'] * 1e-3!r}*km/s)",
    }
    name, _, rest = call.partition("(")
    args = [numbers[a] for a in rest.rstrip(")").split(", ")]
    if one not in "".join(args):
        args[0] = f"{args[0]}*{one}"
    return f"{name}({', '.join(args)})"


@pytest.mark.parametrize("name", CALLS)
def test_physics_is_that_of_plasmapy(value, name: str) -> None:
    call, unit = CALLS[name]
    told = f'to_unit({written(call)}, "{unit}")' if unit else written(call)
    assert value(told).values["value"][0] == pytest.approx(ROW[name], rel=1e-7)


def test_lengths_of_vectors_are_taken_and_temperatures_may_be_energies(value) -> None:
    vector = value("dynamic_pressure(ions.density, ions.velocity)")
    speed = np.linalg.norm(ions().values["velocity"], axis=1)
    expected = 1.67262192e-6 * ions().values["density"] * speed**2
    np.testing.assert_allclose(vector.values["value"], expected, rtol=1e-6)
    assert vector.dataset["value"].units == "nPa"
    energy = value("thermal_speed(10*eV + 0*eV*ions.density*cm**3)").values["value"]
    kelvin = value("thermal_speed(116045.18*K + 0*K*ions.density*cm**3)").values["value"]
    np.testing.assert_allclose(energy, kelvin, rtol=1e-7)


def test_particles_are_told_apart(value) -> None:
    ratio = value(
        'alfven_speed(mag.B, ions.density) / alfven_speed(mag.B, ions.density, "O+")'
    ).values["value"]
    assert np.nanmax(np.abs(ratio - np.sqrt(15.9949 / 1.00783))) < 1e-3
    amda = value("alfvenVelocity(ions.density, mag.B) - alfven_speed(mag.B, ions.density)")
    assert np.nanmax(np.abs(amda.values["value"])) == 0
    with pytest.raises(BadFormula, match=r"one of p\+"):
        value('alfven_speed(mag.B, ions.density, "e-")')


def test_wrong_units_name_both_sides(value) -> None:
    with pytest.raises(BadFormula, match=r"n of plasma_beta.* must be in m\*\*-3 .*in nT"):
        value("plasma_beta(norm(mag.B), 1*K, mag.B)")


def test_angles_and_coupling(value) -> None:
    clock = value("clock_angle(mag.B)")
    b = value("mag.B").values["value"]
    np.testing.assert_allclose(clock.values["value"], np.degrees(np.arctan2(b[:, 1], b[:, 2])))
    cone = value("cone_angle(mag.B)").values["value"]
    np.testing.assert_allclose(cone, np.degrees(np.arccos(b[:, 0] / np.linalg.norm(b, axis=1))))
    half = np.sin(np.radians(clock.values["value"]) / 2)
    newell = value("newell(400*km/s, mag.B)").values["value"]
    across = np.hypot(b[:, 1], b[:, 2]) * 1e-9
    expected = (4e5) ** (4 / 3) * across ** (2 / 3) * np.abs(half) ** (8 / 3)
    np.testing.assert_allclose(newell, expected, rtol=1e-9)
    assert value("perreault78(400*km/s, mag.B)").dataset["value"].units == "W"
