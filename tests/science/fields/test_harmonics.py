"""The field of coefficients: against closed forms, and against other packages."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayside.science.fields.harmonics import Harmonics, spherical
from dayside.science.fields.tables import Gauss, gauss

# Of JupiterMag 1.5.1 (its degree 13 and 10), R_J and nT in System III.
POSITIONS = [[1.2, 0.3, -0.4], [-2.0, 1.5, 0.5], [3.0, -4.0, -2.0], [-0.1, -9.0, 3.0]]
OTHERS = {
    ("jrm33", 13): [
        [-157860.98407270215, -45508.31792572335, -121687.70389475481],
        [-14151.803164218943, 15499.491786804601, -20063.06934024049],
        [-1914.2084865381369, 2782.5483126703557, -1076.9384107754313],
        [88.0281052061908, -389.53404679362654, -373.01608968618234],
    ],
    ("jrm09", 10): [
        [-156732.2742524069, -44754.61771437314, -120917.65698951532],
        [-14189.23213336339, 15529.2206831242, -20003.019460569158],
        [-1912.4414341139466, 2778.729434216553, -1073.213498808428],
        [88.04667629719592, -387.72526479506377, -372.7901920711262],
    ],
}


@pytest.mark.parametrize(("name", "degree"), OTHERS)
def test_it_is_what_another_package_finds(name, degree):
    found = Harmonics.of(gauss(name), degree).field_nt(np.array(POSITIONS))
    np.testing.assert_allclose(found, OTHERS[name, degree], rtol=1e-12)


@pytest.mark.parametrize("name", ["jrm33", "langlais2019"])
def test_every_degree_and_order_is_that_of_scipy(name):
    from scipy.special import assoc_legendre_p_all

    coefficients = gauss(name)
    position = np.array([[0.4, -1.1, 0.7], [-1.3, -0.2, -0.5]])
    r = np.linalg.norm(position, axis=1)
    theta, phi = np.arccos(position[:, 2] / r), np.arctan2(position[:, 1], position[:, 0])
    degree = coefficients.degree
    legendre = assoc_legendre_p_all(degree, degree, np.cos(theta))[0]
    radial = np.zeros(2)
    for n in range(1, degree + 1):
        for m in range(n + 1):
            root = np.prod(np.arange(n - m + 1, n + m + 1, dtype=float) ** -0.5)
            schmidt = (-1) ** m * np.sqrt(2 if m else 1) * root * legendre[n, m]
            wave = coefficients.g_nt[n, m] * np.cos(m * phi)
            wave += coefficients.h_nt[n, m] * np.sin(m * phi)
            radial += (n + 1) * r ** -(n + 2.0) * schmidt * wave
    found = spherical(position, Harmonics.of(coefficients).field_nt(position))
    np.testing.assert_allclose(found[:, 0], radial, rtol=1e-10)


@given(st.tuples(*[st.floats(-20, 20)] * 3), st.tuples(*[st.floats(-1e5, 1e5)] * 3))
def test_a_dipole_is_that_of_a_moment(position, moment):
    p, m = np.array([position]), np.array(moment)
    r = np.linalg.norm(p)
    if r < 0.1:
        return
    table = Gauss(np.array([[0, 0], [m[2], m[0]]]), np.array([[0, 0], [0, m[1]]]))
    found = Harmonics.of(table).field_nt(p)[0]
    expected = (3 * (m @ p[0]) * p[0] / r**2 - m) / r**3
    np.testing.assert_allclose(found, expected, atol=1e-12 * (1 + np.abs(m).max()) / r**3)


def test_it_is_smooth_across_the_poles():
    near = np.array([[1e-9, 0.0, 1.2], [0.0, 1e-9, 1.2], [-1e-9, -1e-9, 1.2], [0.0, 0.0, 1.2]])
    found = Harmonics.of(gauss("jrm33")).field_nt(near)
    np.testing.assert_allclose(found, np.tile(found[-1], (4, 1)), rtol=1e-7)


def test_no_monopole():
    """The flux through a sphere is nothing, by Gauss-Legendre quadrature exact for degree 13."""
    nodes, weights = np.polynomial.legendre.leggauss(20)
    phi = np.arange(40) * 2 * np.pi / 40
    cos, longitude = (x.ravel() for x in np.meshgrid(nodes, phi, indexing="ij"))
    sin = np.sqrt(1 - cos**2)
    p = np.stack([sin * np.cos(longitude), sin * np.sin(longitude), cos], axis=1)
    radial = spherical(p, Harmonics.of(gauss("jrm33"), 13).field_nt(p))[:, 0]
    flux = np.sum(np.repeat(weights, 40) * radial)
    assert abs(flux) < 1e-9 * np.abs(radial).sum()


def test_spherical_components_keep_lengths():
    rng = np.random.default_rng(3)
    p, b = rng.normal(size=(2, 50, 3))
    turned = spherical(p, b)
    np.testing.assert_allclose(np.linalg.norm(turned, axis=1), np.linalg.norm(b, axis=1))
    np.testing.assert_allclose(spherical(p, p)[:, 1:], 0, atol=1e-15)


def test_the_origin_is_a_gap():
    assert np.isnan(Harmonics.of(gauss("o6")).field_nt(np.zeros((1, 3)))).all()
