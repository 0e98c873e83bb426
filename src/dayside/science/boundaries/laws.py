"""What published formulas make of the solar wind: shapes, by the name of the law.

Pressures are in nPa, fields in nT, densities in cm⁻³, speeds in km/s, lengths in planetary
radii. Each law's source stands with the model that uses it in `models.toml`. Those of conics and of
curves by angle take arrays as well: a surface for each position (`nearest.distance_each`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from dayside.science.boundaries.base import Floats, Shape
from dayside.science.boundaries.conic import Conic
from dayside.science.boundaries.shapes import ByAngle, ConicShape, Implicit, Quadric

Wind = Mapping[str, float]
Numbers = Mapping[str, Any]


def shue(r0: float, alpha: float) -> Shape:
    """Return r = r0 (2 / (1 + cos θ))^α (Shue et al. 1997)."""

    def of(cosine: Floats) -> Floats:
        return np.asarray(r0 * (2.0 / (1.0 + cosine)) ** alpha)

    return ByAngle(of)


def _conic(numbers: Numbers, wind: Wind) -> Shape:
    scale = 1.0
    if "nose_law" in numbers:  # as Masters: the nose by the pressure, the shape the same
        factor, power = numbers["nose_law"]
        plain = Conic(numbers["focus_x"], numbers["eccentricity"], numbers["semilatus"])
        scale = factor * wind["pdyn"] ** power / plain.nose_rp
    return ConicShape(
        Conic(
            numbers["focus_x"] * scale,
            numbers["eccentricity"],
            numbers["semilatus"] * scale,
        )
    )


def _shue(numbers: Numbers, wind: Wind) -> Shape:
    """Return a Shue curve with r0 = a p^k and α = c + d p."""
    factor, power = numbers["r0"]
    constant, slope = numbers["alpha"]
    pressure = wind.get("pdyn", 1.0)
    return shue(factor * pressure**power, constant + slope * pressure)


def _shue1997(_: Numbers, wind: Wind) -> Shape:
    bz, p = wind["bz"], wind["pdyn"]
    r0 = (11.4 + np.where(np.asarray(bz) >= 0, 0.013, 0.14) * bz) * p ** (-1 / 6.6)
    return shue(r0, (0.58 - 0.010 * bz) * (1 + 0.010 * p))


def _shue1998(_: Numbers, wind: Wind) -> Shape:
    bz, p = wind["bz"], wind["pdyn"]
    return shue(_nose1998(wind), (0.58 - 0.007 * bz) * (1 + 0.024 * np.log(p)))


def _nose1998(wind: Wind) -> float:
    nose: float = (10.22 + 1.29 * np.tanh(0.184 * (wind["bz"] + 8.14))) * wind["pdyn"] ** (-1 / 6.6)
    return nose


def _kt17(_: Numbers, wind: Wind) -> Shape:
    return shue((2.06873 - 0.00279 * wind["di"]) * wind["rsun"] ** (1 / 3), 0.5)


def _two_conics(numbers: Numbers, _: Wind) -> Shape:
    """Return one conic where x > 0 and another behind, which meet at x = 0."""
    day, night = (ConicShape(Conic(*numbers[part])) for part in ("day", "night"))

    def level(p: Floats) -> Floats:
        return np.where(p[:, 0] >= 0, day.level(p), night.level(p))

    return Implicit(level, is_round=True)


def _circle_and_line(numbers: Numbers, _: Wind) -> Shape:
    """Return a circle by day, and rho = radius + slope x by night (Martinecz et al. 2008)."""
    radius, slope = numbers["radius"], numbers["slope"]

    def level(p: Floats) -> Floats:
        across = np.hypot(p[:, 1], p[:, 2])
        day = np.linalg.norm(p, axis=1) - radius
        return np.asarray(np.where(p[:, 0] >= 0, day, across - (radius + slope * p[:, 0])))

    return Implicit(level, is_round=True)


def _farris_russell(numbers: Numbers, wind: Wind) -> Shape:
    """Return the bow shock before a magnetopause of Shue 1998 (Farris & Russell 1994).

    Rbs = Rmp (1 + 1.1 ((γ − 1) M² + 2) / ((γ + 1) (M² − 1))), M magnetosonic, and the shape of
    Farris et al. 1991 about it.
    """
    gamma, mach = 5 / 3, wind["mach"]
    ratio = ((gamma - 1) * mach**2 + 2) / ((gamma + 1) * (mach**2 - 1))
    nose = _nose1998(wind) * (1 + 1.1 * ratio)
    e = numbers["eccentricity"]
    return ConicShape(Conic(0.0, e, nose * (1 + e)))


def _fairfield(numbers: Numbers, _: Wind) -> Shape:
    """Return y² + A x y + B x² + C y + D x + E = 0, with z² beside y² (Fairfield 1971)."""
    a, b, c, d, e = numbers["coefficients"]
    quadric = Quadric(
        np.array([[b, a / 2, 0], [a / 2, 1.0, 0], [0, 0, 1.0]]), np.array([d, c, 0.0]), e
    )
    nose = quadric.radius(np.array([[1.0, 0.0, 0.0]]))[0]

    def level(p: Floats) -> Floats:
        # The other branch of the hyperbola, far ahead of the nose, is not a boundary.
        found = quadric.level(p)
        return np.where(p[:, 0] > nose + 5.0, np.abs(found) + 1.0, found)

    return Implicit(level) if b < 0 else quadric


def _formisano(numbers: Numbers, wind: Wind) -> Shape:
    """Return a quadric scaled with (2.056 / p)^(1/6) (Formisano 1979)."""
    xx, yy, zz, xy, yz, xz, x, y, z, c = numbers["coefficients"]
    scale = (2.056 / wind["pdyn"]) ** (1 / 6)
    a = np.array([[xx, xy / 2, xz / 2], [xy / 2, yy, yz / 2], [xz / 2, yz / 2, zz]])
    return Quadric(a / scale**2, np.array([x, y, z]) / scale, c)


def _gruesbeck(numbers: Numbers, _: Wind) -> Shape:
    xx, yy, zz, xy, yz, xz, x, y, z = numbers["coefficients"]
    a = np.array([[xx, xy / 2, xz / 2], [xy / 2, yy, yz / 2], [xz / 2, yz / 2, zz]])
    return Quadric(a, np.array([x, y, z]), -1.0)


def _jerab(_: Numbers, wind: Wind) -> Shape:
    """Return R(direction) of Jeřáb et al. 2005: a mean surface scaled by N V², B and M_A."""
    gamma, b = 2.15, wind["b"]
    mach = wind["ma"]
    mean = Quadric(
        np.array([[0.45, 0.09, 0], [0.09, 1.0, 0], [0, 0, 0.8]]),
        np.array([46.6, -2.2, -0.6]),
        -618.0,
    )
    nose = float(mean.radius(np.array([[1.0, 0.0, 0.0]]))[0])
    d = 0.937 * (0.846 + 0.042 * b)
    compressed = ((gamma - 1) * mach**2 + 2) / ((gamma + 1) * (mach**2 - 1))
    reach = 91.55 / (wind["density"] * wind["speed"] ** 2) ** (1 / 6) * (1 + d * compressed)
    scale = reach / nose
    return Quadric(mean.a / scale**2, mean.b / scale, mean.c)


def _jelinek(numbers: Numbers, wind: Wind) -> Shape:
    """Return r = 2 R p^(−1/ε) / (cos θ + √(cos² θ + λ² sin² θ)) (Jelínek et al. 2012)."""
    reach = numbers["r"] * wind["pdyn"] ** (-1 / numbers["epsilon"])
    squared = numbers["lambda"] ** 2

    def of(cosine: Floats) -> Floats:
        root = np.sqrt(cosine**2 + squared * (1 - cosine**2))
        return np.asarray(2 * reach / (cosine + root))

    return ByAngle(of)


def _chao(numbers: Numbers, wind: Wind) -> Shape:
    """Return r = r0 ((1 + e) / (1 + e cos θ))^α (Chao et al. 2002)."""
    a = (0.0, *numbers["a"])
    e, bz, p, beta, mach = a[12], wind["bz"], wind["pdyn"], wind["beta"], wind["mach"]
    north = np.asarray(bz) >= 0
    pressed = (a[8] - 1) * mach**2 + 2
    r0 = (
        a[1]
        * (1 + np.where(north, a[2], a[3]) * bz)
        * (1 + a[9] * beta)
        * (1 + a[4] * pressed / ((a[8] + 1) * mach**2))
        * p ** (-1 / a[11])
    )
    alpha = (
        a[5]
        * (1 + np.where(north, a[13], a[6]) * bz)
        * (1 + a[7] * p)
        * (1 + a[10] * np.log(1 + beta))
        * (1 + a[14] * mach)
    )

    def of(cosine: Floats) -> Floats:
        ahead = 1 + e * cosine
        found = r0 * ((1 + e) / np.maximum(ahead, 1e-12)) ** alpha
        return np.asarray(np.where(ahead > 0, found, np.inf))

    return ByAngle(of)


def _joy(numbers: Numbers, wind: Wind) -> Shape:
    """Return z² = A + B x + C x² + D y + E y² + F x y, lengths over 120 R_J (Joy et al. 2002)."""
    p, unit = wind["pdyn"], 120.0
    a, b, c = (n0 + n1 * p**-0.25 for n0, n1 in numbers["abc"])
    d, e, f = (n0 + n1 * p for n0, n1 in numbers["def"])
    bent = np.array([[-c, -f / 2, 0], [-f / 2, -e, 0], [0, 0, 1.0]]) / unit**2
    return Quadric(bent, np.array([-b, -d, 0.0]) / unit, -a)


def _nemec(numbers: Numbers, wind: Wind) -> Shape:
    """Return rho² = α (x0 − x) with x0 = C p^b F^g Bs^d (Němec et al. 2020)."""
    c, b, g, d = numbers["power_law"]
    nose = c * wind["pdyn"] ** b * wind["flux"] ** g * np.maximum(wind["crust"], 1e-9) ** d
    return _paraboloid(nose, numbers["alpha"])


def _alexeev(numbers: Numbers, _: Wind) -> Shape:
    """Return x = R − (y² + z²) / 2R (Alexeev & Belenkaya 2005)."""
    return _paraboloid(numbers["standoff"], 2 * numbers["standoff"])


def _paraboloid(nose: float, alpha: float) -> Shape:
    # rho² = α (x0 − x): a conic of eccentricity 1 with its focus α/4 behind the nose.
    return ConicShape(Conic(nose - alpha / 4, 1.0, alpha / 2))


def _schulz_mcnab(numbers: Numbers, _: Wind) -> Shape:
    """Return rho = 1.7696 R tanh(0.61338 / R (R − x))^(1/2.280) (Schulz & McNab 1996)."""
    nose = numbers["standoff"]

    def level(p: Floats) -> Floats:
        behind = np.maximum(nose - p[:, 0], 0.0)
        rho = 1.7696 * nose * np.tanh(0.61338 / nose * behind) ** (1 / 2.280)
        across = np.hypot(p[:, 1], p[:, 2])
        ahead = np.hypot(across, p[:, 0] - nose) + 1e-12
        return np.asarray(np.where(p[:, 0] > nose, ahead, across - rho))

    return Implicit(level, is_round=True)


def _lin(numbers: Numbers, wind: Wind) -> Shape:
    """Return the magnetopause of Lin et al. 2010, with cusps, asymmetries and dipole tilt.

    r = r0 (cos(θ/2) + a5 sin 2θ (1 − e^−θ))^β + c_n e^(d_n ψ_n^e) + c_s e^(d_s ψ_s^e), with φ from
    +Y towards +Z, so that the cusps lie at φ = 90° (north) and 270° (south).
    """
    a = numbers["a"]
    pressure, bz, tilt = wind["pdyn"] + wind["pmag"], wind["bz"], np.radians(wind["tilt"])
    swing = np.exp(a[3] * bz)
    r0 = a[0] * pressure ** a[1] * (1 + a[2] * (swing - 1) / (np.exp(a[4] * bz) + 1))
    b0 = a[6] + a[7] * (np.exp(a[8] * bz) - 1) / (np.exp(a[9] * bz) + 1)
    b1, b2, b3 = a[10], a[11] + a[12] * tilt, a[13]
    depth = a[14] * pressure ** a[15]
    d_north, d_south = (
        a[16] + a[17] * tilt + a[18] * tilt**2,
        a[16] - a[17] * tilt + a[18] * tilt**2,
    )
    cusp_north, cusp_south, power = a[19] + a[20] * tilt, a[19] - a[20] * tilt, a[21]

    def of(direction: Floats) -> Floats:
        angle = np.arccos(np.clip(direction[:, 0], -1, 1))
        around = np.arctan2(direction[:, 2], direction[:, 1])
        beta = b0 + b1 * np.cos(around) + b2 * np.sin(around) + b3 * np.sin(around) ** 2
        round_ = np.cos(angle / 2) + a[5] * np.sin(2 * angle) * (1 - np.exp(-angle))
        found = r0 * np.maximum(round_, 1e-6) ** beta
        for deep, where, north in ((d_north, cusp_north, True), (d_south, cusp_south, False)):
            between = np.cos(angle) * np.cos(where)
            side = np.sin(angle) * np.sin(where) * np.cos(around - (1 if north else -1) * np.pi / 2)
            away = np.arccos(np.clip(between + side, -1, 1))
            found = found + depth * np.exp(deep * away**power)
        return np.asarray(found)

    def level(p: Floats) -> Floats:
        r = np.linalg.norm(p, axis=1)
        return np.asarray(r - of(p / np.maximum(r, 1e-12)[:, None]))

    return Implicit(level)


LAWS: dict[str, Callable[[Numbers, Wind], Shape]] = {
    "alexeev": _alexeev,
    "chao2002": _chao,
    "circle and line": _circle_and_line,
    "conic": _conic,
    "fairfield1971": _fairfield,
    "farris russell": _farris_russell,
    "formisano1979": _formisano,
    "gruesbeck2018": _gruesbeck,
    "jelinek2012": _jelinek,
    "jerab2005": _jerab,
    "joy2002": _joy,
    "kt17": _kt17,
    "lin2010": _lin,
    "nemec2020": _nemec,
    "schulz mcnab": _schulz_mcnab,
    "shue": _shue,
    "shue1997": _shue1997,
    "shue1998": _shue1998,
    "two conics": _two_conics,
}
