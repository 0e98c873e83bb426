"""Spectra, bands and boundaries through formulas, against scipy and numpy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import constants, signal
from tests.query.conftest import T0, S, field, ions

from dayside.model.errors import BadFormula

DENSITY = ions().values["density"]
FLUX = ions().values["flux"].astype(np.float64)
ENERGY = 10.0 * 2 ** np.arange(8)


def test_power_spectral_density_is_that_of_scipy(value) -> None:
    found = value('psd(ions.density, "128 s", every="64 s")')
    p = found.dataset["value"]
    assert p.units in ("cm**-6.Hz**-1", "Hz**-1.cm**-6")
    frequency, expected = signal.welch(DENSITY[:32], fs=0.25, nperseg=32)
    np.testing.assert_allclose(p.bins[0].centers, frequency)
    row = np.searchsorted(found.time, T0 + 64 * S)
    at = found.time[row] - 64 * S
    first = np.searchsorted(ions().time, at)
    expected = signal.welch(DENSITY[first : first + 32], fs=0.25, nperseg=32)[1]
    np.testing.assert_allclose(found.values["value"][row], expected, rtol=1e-10)


def test_wavelets_stand_on_logarithmic_frequencies(value) -> None:
    p = value('wavelet(ions.density, "60 s", "15 s", per_octave=4)').dataset["value"]
    np.testing.assert_allclose(p.bins[0].centers, np.geomspace(1 / 60, 1 / 15, 9))
    assert p.bins[0].units == "Hz"
    with pytest.raises(BadFormula, match="frequencies rise"):
        value('wavelet(ions.density, "15 s", "60 s")')


def test_bands_are_sums_means_and_integrals(value) -> None:
    inside = (ENERGY >= 40) & (ENERGY < 400)
    total = value('band_sum(ions.flux, "40 eV", 0.4*keV)').values["value"]
    np.testing.assert_allclose(total, FLUX[:, inside].sum(axis=1), rtol=1e-12)
    mean = value('band_mean(ions.flux, "40 eV", "400 eV")').values["value"]
    np.testing.assert_allclose(mean, FLUX[:, inside].mean(axis=1), rtol=1e-12)
    integral = value("band_integral(ions.flux)")
    width = ENERGY * (np.sqrt(2) - 1 / np.sqrt(2))
    np.testing.assert_allclose(integral.values["value"], FLUX @ width, rtol=1e-9)
    assert "eV" not in (integral.dataset["value"].units or "")


def test_bands_follow_energies_that_move(value) -> None:
    found = value('band_sum(ions.swept, "20 eV", "100 eV")').values["value"]
    swept, table = ions().values["swept"].astype(np.float64), ions().values["table"]
    expected = np.where((table >= 20) & (table < 100), swept, 0).sum(axis=1)
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_moments_are_integrals_over_the_spectrum(value) -> None:
    found = value('moment(ions.flux, "density")')
    assert found.dataset["value"].units == "cm-3"
    width = ENERGY * (np.sqrt(2) - 1 / np.sqrt(2))
    speed_cm_s = 100 * np.sqrt(2 * ENERGY * constants.e / constants.m_p)
    expected = 4 * np.pi * (FLUX * width / speed_cm_s).sum(axis=1)
    np.testing.assert_allclose(found.values["value"], expected, rtol=1e-9)
    energy = value('moment(ions.flux, "energy")').values["value"]
    temperature = value('moment(ions.flux, "temperature")').values["value"]
    np.testing.assert_allclose(temperature, energy * 2 / 3, rtol=1e-12)
    with pytest.raises(BadFormula, match="differential flux"):
        value('moment(ions.flux*nT, "speed")')
    with pytest.raises(BadFormula, match="spectrum"):
        value("band_sum(mag.B)")


def test_minimum_variance_is_that_of_numpy(value) -> None:
    b = field().values["B"][200:230].astype(np.float64)
    start, stop = field().time[200] - T0, field().time[229] - T0
    found = value('mva(mag.B, window="30 s")', start / S + 15, start / S + 16)
    values, vectors = np.linalg.eigh(np.cov(b.T))
    normal = vectors[:, 0] * np.sign(vectors[0, 0])
    assert stop - start == 29 * S
    np.testing.assert_allclose(found.values["value"][0], normal, rtol=1e-9)
    assert found.dataset["value"].frame == "MSO"
    ratio = value('mva_ratio(mag.B, window="30 s")', start / S + 15, start / S + 16)
    assert ratio.values["value"][0] == pytest.approx(values[1] / values[0], rel=1e-9)


def test_distances_and_frames(value) -> None:
    apart = value("distance(mag.B, 2*mag.B)").values["value"]
    np.testing.assert_allclose(apart, value("norm(mag.B)").values["value"], rtol=1e-12)
    same = value('to_frame(mag.B, "MSO")').dataset["value"]
    assert same.frame == "MSO"
    with pytest.raises(BadFormula, match="keeps kernels"):
        value('to_frame(mag.B, "GSE")')
