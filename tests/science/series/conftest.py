"""The random numbers of a test are the same whichever tests ran before it."""

from __future__ import annotations

import numpy as np
import pytest


@pytest.fixture(autouse=True)
def same_numbers(request: pytest.FixtureRequest) -> None:
    fresh = np.random.default_rng(20260201)
    request.module.GENERATOR.bit_generator.state = fresh.bit_generator.state
