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
