"""Coefficients from measurements."""

import numpy as np
import pytest

from dayside.model.errors import BadRequest
from dayside.science.fields.fit import fit_gauss
from dayside.science.fields.harmonics import Harmonics
from dayside.science.fields.tables import gauss


@pytest.fixture
def flybys():
    rng = np.random.default_rng(11)
    position = rng.normal(size=(600, 3)) * 2
    position = position[np.linalg.norm(position, axis=1) > 1]
    group = np.arange(len(position)) % 2
    uniform = np.array([[10.0, -20.0, 5.0], [-3.0, 40.0, 0.0]])
    field = Harmonics.of(gauss("kivelson2002")).field_nt(position) + uniform[group]
    return position, field, group, uniform


def test_what_was_put_in_comes_out(flybys):
    position, field, group, uniform = flybys
    found = fit_gauss(position, field, group, degree=2)
    np.testing.assert_allclose(found.gauss.g_nt, gauss("kivelson2002").g_nt, atol=1e-8)
    np.testing.assert_allclose(found.gauss.h_nt, gauss("kivelson2002").h_nt, atol=1e-8)
    np.testing.assert_allclose(list(found.uniform_nt.values()), uniform, atol=1e-8)
    assert found.rms_nt < 1e-9


def test_a_fit_is_a_model(flybys):
    import dayside

    position, field, group, uniform = flybys
    found = fit_gauss(position, field, group, degree=2)
    left = field - dayside.field(found, position)
    np.testing.assert_allclose(left, uniform[group], atol=1e-8)
    assert dayside.trace(found, [1.5, 0.0, 0.0])[0].kind == "closed"


def test_uncertainties_are_those_of_the_noise(flybys):
    position, field, group, _ = flybys
    rng = np.random.default_rng(0)
    fits = [
        fit_gauss(position, field + rng.normal(size=field.shape) * 5, group, degree=2)
        for _ in range(60)
    ]
    spread = np.std([fit.coefficients_nt["g10"] for fit in fits])
    assert fits[0].sigma_nt["g10"] == pytest.approx(spread, rel=0.3)


def test_gaps_are_left_out(flybys):
    position, field, group, _ = flybys
    field[::7] = np.nan
    position[::5, 1] = np.nan
    found = fit_gauss(position, field, group, degree=2)
    assert found.coefficients_nt["g10"] == pytest.approx(-711)
    assert found.samples < len(position)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"position_rp": np.zeros((3, 2))}, "shape"),
        ({"groups": [1, 2]}, "groups"),
        ({"degree": 0}, "degree is from 1"),
        ({"within_rp": 0.1}, "no sample"),
        ({"position_rp": np.full((600, 3), 2.0), "field_nt": np.ones((600, 3))}, "do not tell"),
        ({"position_rp": np.ones((1, 3)), "field_nt": np.ones((1, 3))}, "too few"),
    ],
)
def test_what_cannot_be_fitted_gets_a_sentence(flybys, change, told):
    position, field, _, _ = flybys
    with pytest.raises(BadRequest, match=told):
        fit_gauss(**({"position_rp": position, "field_nt": field} | change))


@pytest.mark.realdata
def test_ganymede_is_that_of_galileo_flybys_1_and_2(test_data):
    folder = test_data / "insitu-planetary" / "galileo_ganymede"
    rows = [np.loadtxt(folder / f"ORB0{k}_GAN_IAU.txt", usecols=range(1, 8)) for k in (1, 2)]
    together = np.concatenate(rows)
    flyby = np.repeat(["G1", "G2"], [len(r) for r in rows])
    found = fit_gauss(together[:, 4:], together[:, :3], flyby, within_rp=2.5)
    expected = {"g11": 72.4, "h11": 11.7, "g10": -727.9}
    for name, value in expected.items():
        assert found.coefficients_nt[name] == pytest.approx(value, abs=0.1)
    assert set(found.uniform_nt) == {"G1", "G2"}
    assert found.samples == 8970
