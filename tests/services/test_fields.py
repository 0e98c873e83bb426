"""Field models for use cases: times, frames, limits."""

import numpy as np
import pytest

import dayside
from dayside.model.errors import BadRequest, TooMuch
from dayside.services import fields


@pytest.fixture
def archive(tmp_path, monkeypatch):
    monkeypatch.setenv("DAYSIDE_ARCHIVE", str(tmp_path / "archive"))


def test_one_position_gives_one_vector():
    assert dayside.field("jrm09", [2.0, 0.0, 0.0]).shape == (3,)
    assert dayside.field("jrm09", [[2.0, 0.0, 0.0]]).shape == (1, 3)
    assert dayside.field("jrm09", np.empty((0, 3))).shape == (0, 3)


def test_one_time_is_that_of_all_positions():
    at = [[2.0, 0.0, 0.0], [0.0, 3.0, 0.0]]
    one = dayside.field("igrf", at, "2020-01-01")
    np.testing.assert_array_equal(one, dayside.field("igrf", at, ["2020-01-01"] * 2))
    np.testing.assert_array_equal(one, dayside.field("igrf", at, np.datetime64("2020-01-01")))


def test_a_model_of_ones_own_is_evaluated_and_traced():
    from dayside.science.fields.base import About

    class Mine:
        about = About("mine", "A uniform field", reference="Made up")

        def field(self, position_rp, times=None):
            return np.tile([0.0, 0.0, 5.0], (len(position_rp), 1))

    assert dayside.field(Mine(), [1.0, 2.0, 3.0]).tolist() == [0, 0, 5]
    line = dayside.trace(Mine(), [3.0, 0.0, 0.0], far=20)[0]
    assert line.kind == "free"
    np.testing.assert_allclose(line.points_rp[:, :2], [[3, 0]] * len(line.points_rp), atol=1e-12)


def test_a_field_is_told_in_another_frame(archive):
    at, when = [[6.0, 1.0, 0.5], [-3.0, 2.0, 0.0]], ["2016-08-27T12:00", "2016-08-27T15:00"]
    turned = dayside.field("jrm33", at, when, frame="JSO")
    inside = dayside.transform(at, when, "JSO", "IAU_JUPITER", "position", unit_km=71492.0)
    back = dayside.transform(dayside.field("jrm33", inside), when, "IAU_JUPITER", "JSO")
    np.testing.assert_allclose(turned, back)
    assert not np.allclose(turned, dayside.field("jrm33", at))


def test_seeds_are_taken_in_another_frame(archive):
    at, when = [[6.0, 1.0, 0.5], [-3.0, 2.0, 0.0]], ["2016-08-27T12:00", "2016-08-27T15:00"]
    inside = dayside.transform(at, when, "JSO", "IAU_JUPITER", "position", unit_km=71492.0)
    lines, same = dayside.trace("jrm09", at, when, frame="JSO"), dayside.trace("jrm09", inside)
    np.testing.assert_allclose(lines.seeds_rp, inside)
    np.testing.assert_allclose(lines.footpoints_deg, same.footpoints_deg, atol=1e-6)


def test_the_field_about_the_earth_is_that_of_its_parts(archive):
    """T89 has IGRF-14 turned by geopack; the parts, that turned by our own frames."""
    at, when = [[-5.0, 1.0, 2.0]], ["2016-08-27T12:00"]
    whole = dayside.field("earth.t89(kp=3)", at, when)
    outer = dayside.field("earth.t89(kp=3, internal=0)", at, when)
    inner = dayside.field("earth.igrf14", at, when, frame="GSM")
    np.testing.assert_allclose(whole, outer + inner, atol=0.02)


def test_the_dipole_of_mercury_is_north_of_its_centre(archive):
    pytest.importorskip("KT17", exc_type=ImportError)
    when, north = "2012-01-01", 0.196
    centre = dayside.field("kt17", [-1.2, 0, 0.1], when, frame="MESO")
    np.testing.assert_allclose(centre, dayside.field("kt17", [-1.2, 0, 0.1 - north]), atol=0.01)


@pytest.mark.parametrize(
    ("model", "at", "when", "told"),
    [
        ("igrf", [1, 0, 0], None, "differs with time"),
        ("igrf", [[1, 0, 0]] * 3, ["2020", "2021"], "one time, or as many"),
        ("jrm33", [1, 0], None, "shape"),
        ("jrm33", "here", None, "numbers of the shape"),
        ("jrm33", [[[1, 0, 0]]], None, "shape"),
    ],
)
def test_what_cannot_be_gets_a_sentence(model, at, when, told):
    with pytest.raises(BadRequest, match=told):
        dayside.field(model, at, when)


def test_a_frame_needs_times(archive):
    with pytest.raises(BadRequest, match="turns against JSO"):
        dayside.field("jrm33", [1, 0, 0], frame="JSO")


def test_limits_are_kept(monkeypatch):
    monkeypatch.setattr(fields, "MOST_SEEDS", 2)
    with pytest.raises(TooMuch, match="At most 2 seeds"):
        dayside.trace("dipole", [[2, 0, 0]] * 3)
    with pytest.raises(BadRequest, match="tolerance"):
        dayside.trace("dipole", [2, 0, 0], tolerance=1.0)
    with pytest.raises(BadRequest, match="the second is the larger"):
        dayside.trace("dipole", [2, 0, 0], far=1.0)
