"""Kernels run wherever Dayside does, also where nothing can be written."""

from __future__ import annotations

import pytest
from numba.core.caching import CacheImpl

from dayside.kernels import kernel


def test_an_installation_that_cannot_be_written_to_compiles_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(CacheImpl, "_locator_classes", [])

    @kernel
    def twice(x):
        return 2 * x

    assert twice(21) == 42
