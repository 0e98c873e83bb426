"""Field lines: against those of a dipole, which have a closed form."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayside.model import time
from dayside.science.fields import registry
from dayside.science.fields.lines import follow
from dayside.science.fields.trace import Limits

WIDE = Limits(far_rp=1e4, longest_rp=1e5)


@given(st.floats(1.0, 30.0), st.floats(-80.0, 80.0), st.floats(0.0, 360.0))
def test_lines_of_a_dipole_are_r_l_sin2(r, latitude, longitude):
    lat, lon = np.radians([latitude, longitude])
    seed = r * np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    line = follow(registry.model("dipole"), seed[None], limits=WIDE)[0]
    shell = r / np.cos(lat) ** 2
    distance = np.linalg.norm(line.points_rp, axis=1)
    sin2 = 1 - (line.points_rp[:, 2] / distance) ** 2
    np.testing.assert_allclose(distance, shell * sin2, atol=1e-7 * shell)
    assert line.kind == "closed"
    assert line.l_shell == pytest.approx(shell, rel=1e-6)
    foot = np.degrees(np.arcsin(line.footpoints_rp[:, 2]))
    edge = np.degrees(np.arccos(np.sqrt(1 / shell)))
    np.testing.assert_allclose(np.linalg.norm(line.footpoints_rp, axis=1), 1, rtol=1e-11)
    # g10 > 0: the field comes out of the north.
    np.testing.assert_allclose(foot, [edge, -edge], atol=1e-4)


def test_the_length_is_that_of_the_integral():
    from scipy.integrate import quad

    line = follow(registry.model("dipole"), np.array([[3.0, 0.0, 0.0]]))[0]
    end = np.arccos(np.sqrt(1 / 3))
    length = 6 * quad(lambda a: np.cos(a) * np.sqrt(1 + 3 * np.sin(a) ** 2), 0, end)[0]
    assert line.length_rp == pytest.approx(length, rel=1e-6)


def test_points_go_with_the_field():
    model = registry.model("jrm33")
    line = follow(model, np.array([[5.0, 1.0, 0.5]]))[0]
    field = model.field(line.points_rp)
    along = field / np.linalg.norm(field, axis=1, keepdims=True)
    np.testing.assert_allclose(line.tangents, along, atol=1e-9)
    np.testing.assert_array_equal(np.asarray(line), line.points_rp)
    assert np.all(np.sum(np.diff(line.points_rp, axis=0) * along[:-1], axis=1) > 0)


def test_kinds_and_ends():
    seeds = np.array([[4, 0, 0], [0, 0, 3], [0.5, 0, 0], [np.nan, 0, 0], [50.0, 0, 0]])
    lines = follow(registry.model("dipole"), seeds, limits=Limits(far_rp=20))
    assert lines.kind.tolist() == ["closed", "open", "none", "none", "free"]
    assert lines[1].ends == ("surface", "far")
    assert np.isnan(lines[1].l_shell)
    assert np.isfinite(lines[1].footpoints_rp[0]).all()
    assert np.isnan(lines[1].footpoints_rp[1]).all()
    assert np.isnan(lines.footpoints_deg[3]).all()
    assert "1 closed, 1 open, 1 free, 2 none" in repr(lines)


def test_seeds_beyond_numbers_have_no_line():
    seeds = np.array([[1e200, 0, 0], [np.inf, 0, 0], [0.0, 0.0, 0.0]])
    assert set(follow(registry.model("jrm09"), seeds).kind) <= {"none", "free"}


def test_each_line_is_by_itself():
    seeds = np.random.default_rng(2).normal(size=(6, 3)) * 4
    together = follow(registry.model("jrm09"), seeds)
    for seed, line in zip(seeds, together, strict=True):
        alone = follow(registry.model("jrm09"), seed[None])[0]
        np.testing.assert_allclose(line.points_rp, alone.points_rp)


def test_a_line_ends_where_its_model_does():
    pytest.importorskip("KT17", exc_type=ImportError)
    lines = follow(registry.model("mercury.kt17"), np.array([[0.0, 0.0, 1.2], [1.2, 0.0, 0.0]]))
    assert lines.kind.tolist()[1] == "closed"
    assert "lost" in lines[0].ends or "far" in lines[0].ends
    # The origin of MSM is the dipole: the planet's centre lies below.
    feet = lines[1].footpoints_rp + np.array([0, 0, 0.196])
    np.testing.assert_allclose(np.linalg.norm(feet, axis=1), 1)
    assert lines[1].footpoints_deg[0, 1] < 0 < lines[1].footpoints_deg[1, 1]


def test_lines_of_the_earth_are_those_of_their_time():
    seeds, when = np.tile([[0.0, 4.0, 0.0]], (2, 1)), ["1900-01-01", "2025-01-01"]
    times = np.array([time.parse(w) for w in when])
    lines = follow(registry.model("igrf"), seeds, times)
    assert lines.kind.tolist() == ["closed", "closed"]
    assert np.abs(np.diff(lines.footpoints_deg[:, 0, 1])) > 0.5


def test_t89_lines_are_those_of_geopack():
    import io
    from contextlib import redirect_stdout

    with redirect_stdout(io.StringIO()):
        from geopack import geopack

    when = time.parse("2015-06-01T12:00")
    line = follow(
        registry.model("earth.t89(kp=2)"), np.array([[-6.0, 0.0, 1.0]]), np.array([when])
    )[0]
    geopack.recalc(float(time.to_unix_ns(when)) / 1e9)
    for direction, ours in ((-1, line.footpoints_rp[1]), (1, line.footpoints_rp[0])):
        theirs = geopack.trace(-6.0, 0.0, 1.0, dir=direction, rlim=60, parmod=3)[:3]
        off = np.degrees(np.arccos(np.dot(ours, theirs) / np.linalg.norm(theirs)))
        assert off < 0.15  # IGRF-14 here, IGRF-13 there, and its steps are coarser
