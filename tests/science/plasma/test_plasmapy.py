"""Plasma physics against PlasmaPy.

The table holds what PlasmaPy 2025.8.0 returns for random plasmas, the oxygen being
``O-16 1+`` there, the sodium ``Na-23 1+``; PlasmaPy itself asks the network when imported.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dayside.science.plasma import frequencies, lengths, pressures, speeds
from dayside.science.plasma.particles import PARTICLES

TABLE = json.loads((Path(__file__).parent / "plasmapy-2025.8.0.json").read_text())


@pytest.mark.parametrize("row", TABLE, ids=range(len(TABLE)))
def test_every_quantity_is_that_of_plasmapy(row):
    particle = PARTICLES[row["particle"]]
    b, n, speed = row["field_t"], row["density_m3"], row["speed_m_s"]
    te, ti = row["electron_temperature_k"], row["ion_temperature_k"]
    ours = {
        "thermal_speed": speeds.thermal_speed(ti, particle.mass_kg),
        "gyrofrequency": frequencies.gyrofrequency(b, particle),
        "plasma_frequency": frequencies.plasma_frequency(n, particle),
        "upper_hybrid_frequency": frequencies.upper_hybrid_frequency(b, n),
        "gyroradius": lengths.gyroradius(b, speed, particle),
        "inertial_length": lengths.inertial_length(n, particle),
        "debye_length": lengths.debye_length(te, n),
        "thermal_pressure": pressures.thermal_pressure(n, ti),
        "magnetic_pressure": pressures.magnetic_pressure(b),
        "plasma_beta": pressures.plasma_beta(n, ti, b),
    }
    if particle.charge_number > 0:
        ours |= {
            "alfven_speed": speeds.alfven_speed(b, n, particle),
            "sound_speed": speeds.sound_speed(te, ti, particle),
            "lower_hybrid_frequency": frequencies.lower_hybrid_frequency(b, n, particle),
        }
    assert ours == {name: pytest.approx(row[name], rel=1e-7) for name in ours}
