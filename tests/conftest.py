"""What every test may use: the folder of real files, and the rules tests run under."""

from __future__ import annotations

import os
from pathlib import Path

import hypothesis
import pytest

REPOSITORY = Path(__file__).resolve().parent.parent

hypothesis.settings.register_profile("dayside", deadline=None, max_examples=50)
# The same examples at every run: what CI refuses can be repeated at home.
hypothesis.settings.register_profile("ci", deadline=None, max_examples=100, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") == "true" else "dayside")

# Child processes inherit these: no proxy between a test and its server on loopback, no
# address but loopback (tests/offline/sitecustomize.py), no window, no user's archive.
for name in list(os.environ):
    ours = name.startswith("DAYSIDE_") and not name.startswith("DAYSIDE_TEST_")
    if ours or name.lower().endswith("_proxy"):
        del os.environ[name]
os.environ["NO_PROXY"] = "*"
os.environ["MPLBACKEND"] = "Agg"
os.environ["PYTHONPATH"] = os.pathsep.join(
    [
        str(Path(__file__).parent / "offline"),
        *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep)),
    ]
)


@pytest.fixture(scope="session")
def repository() -> Path:
    """Return the root of the work tree."""
    return REPOSITORY


@pytest.fixture(scope="session")
def test_data() -> Path:
    """Return the folder of real files: $DAYSIDE_TEST_DATA, or ../shared/data of the tree."""
    named = os.environ.get("DAYSIDE_TEST_DATA")
    folder = Path(named) if named else REPOSITORY.parent / "shared" / "data"
    if named and not folder.is_dir():
        pytest.fail(f"DAYSIDE_TEST_DATA names no folder: {folder}")
    if not folder.is_dir():
        pytest.skip("no real files here: set DAYSIDE_TEST_DATA to a folder of them")
    return folder


@pytest.fixture(scope="session")
def orbiter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an SPK file of a spacecraft, -999, in a circle about Mars for a day of 2016.

    4000 km from its centre, once around in two hours, in the plane of J2000's equator, at +X
    at 2016-09-01T00:00 TDB.
    """
    import numpy as np
    import spiceypy

    file = tmp_path_factory.mktemp("kernels") / "orbiter.bsp"
    begin = 525_960_000.0
    et_s = begin + np.arange(0.0, 86_401.0, 60.0)
    turn = 2 * np.pi / 7200.0
    angle = turn * (et_s - begin)
    zero = np.zeros_like(angle)
    place = 4000.0 * np.stack([np.cos(angle), np.sin(angle), zero], axis=1)
    speed = 4000.0 * turn * np.stack([-np.sin(angle), np.cos(angle), zero], axis=1)
    states = np.concatenate([place, speed], axis=1)
    handle = spiceypy.spkopn(str(file), "orbiter", 0)
    spiceypy.spkw13(
        handle, -999, 499, "J2000", et_s[0], et_s[-1], "circle", 7, len(et_s), states, et_s
    )
    spiceypy.spkcls(handle)
    return file
