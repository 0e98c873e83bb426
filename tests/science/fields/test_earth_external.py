"""Tsyganenko's models: those of geopack, in Python, beside those of IRBEM, in Fortran."""

import numpy as np
import pytest

from dayside.model import time
from dayside.science.fields import registry

WHEN = "2015-06-01T12:00:00"
POSITIONS = np.array([[6.0, 1, 1], [-6, 2, 1], [3, -4, -1], [-8, 0, 2], [4, 4, 2]])
WIND = "pdyn=2, dst=-20, by=3, bz=-4"
OMNI = {
    "Kp": 2.0, "Dst": -20.0, "dens": 5.0, "velo": 400.0, "Pdyn": 2.0, "ByIMF": 3.0, "BzIMF": -4.0,
    "G1": 3.0, "G2": 6.0, "G3": 0.0, "AL": 0.0,
    "W1": 0.3, "W2": 0.2, "W3": 0.1, "W4": 0.2, "W5": 0.3, "W6": 0.4,
}  # fmt: skip


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("T89", "earth.t89(kp=2)"),
        ("T96", f"earth.t96({WIND})"),
        ("T01QUIET", f"earth.t01({WIND}, g1=3, g2=6)"),
        ("T05", f"earth.ts05({WIND}, w1=0.3, w2=0.2, w3=0.1, w4=0.2, w5=0.3, w6=0.4)"),
    ],
)
def test_they_are_those_of_irbem(theirs, ours):
    from spacepy import coordinates, irbempy
    from spacepy.time import Ticktock

    found = registry.model(ours).field(POSITIONS, np.full(5, time.parse(WHEN)))
    omni = {name: np.array([value]) for name, value in OMNI.items()}
    ticks = Ticktock([WHEN], "ISO")

    def coords(vector, frame):
        made = coordinates.Coords([vector], frame, "car", units=["Re"] * 3, use_irbem=True)
        made.ticks = ticks
        return made

    for position, ours_nt in zip(POSITIONS.tolist(), found, strict=True):
        told = irbempy.get_Bfield(
            ticks, coords(position, "GSM"), extMag=theirs, options=[1, 0, 0, 0, 0], omnivals=omni
        )
        theirs_nt = coords(told["Bvec"][0], "GEO").convert("GSM", "car").data[0]
        np.testing.assert_allclose(ours_nt, theirs_nt, atol=0.03)


def test_what_a_model_was_not_fitted_to_is_a_gap():
    far, near = [-15.1, 0.0, 1.0], [-14.9, 0.0, 1.0]
    times = np.full(2, time.parse(WHEN))
    for name in ("t01", "ts05"):
        found = registry.model(name).field(np.array([far, near]), times)
        assert np.isnan(found[0]).all()
        assert np.isfinite(found[1]).all()
    assert np.isfinite(registry.model("t89").field(np.array([far, near]), times)).all()


def test_without_the_internal_field_there_is_that_of_the_currents_alone():
    near, times = np.array([[2.0, 0.0, 0.0]]), np.array([time.parse(WHEN)])
    whole, outer = (registry.model(f"earth.t89(internal={i})").field(near, times) for i in (1, 0))
    assert np.linalg.norm(outer) < 0.02 * np.linalg.norm(whole)
