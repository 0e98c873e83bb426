"""Ephemeris time is SPICE's, to what a double can hold."""

from __future__ import annotations

import numpy as np
import spiceypy
from hypothesis import given
from hypothesis import strategies as st

from dayside.model import time
from dayside.science.frames.clock import et_of, ticks_of


def test_it_is_spices(spice):
    spice()
    texts = ["1975-01-02T03:04:05.678", "1998-12-31T23:59:60.500", "2026-11-26T12:00:00"]
    expected = [spiceypy.str2et(text) for text in texts]
    np.testing.assert_allclose(
        et_of(np.array([time.parse(text) for text in texts])), expected, rtol=0, atol=3e-7
    )


@given(st.integers(-(3 * 10**18), 3 * 10**18))
def test_there_and_back(ticks):
    assert abs(int(ticks_of(et_of(np.array([ticks])))[0]) - ticks) < 600
