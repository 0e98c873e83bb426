# mypy: allow-untyped-decorators
"""How kernels are compiled: by numba, kept between runs wherever there is a place for it.

Importing this module imports numba: do so only in modules of kernels.
"""

from __future__ import annotations

from typing import Any

from numba import njit


def kernel(function: Any, **options: Any) -> Any:
    """Return a function compiled when it is first called, run without the interpreter lock."""
    # mypy sees no types in compiled code: it is checked by numba, and by its tests.
    try:
        return njit(cache=True, nogil=True, **options)(function)
    except RuntimeError:
        # Neither the installation nor the user's cache folder can be written to.
        return njit(nogil=True, **options)(function)


def inlined(function: Any) -> Any:
    """Return a function that kernels take into themselves."""
    return kernel(function, inline="always")
