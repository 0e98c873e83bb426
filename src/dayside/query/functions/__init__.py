"""The functions a formula may call, by name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from dayside.query.functions.arguments import Arguments, Kernels, Listed, World
from dayside.query.functions.declare import Function

__all__ = ["Arguments", "Function", "Kernels", "Listed", "World", "by_name", "every"]

_MODULES = (
    "elementary",
    "vectors",
    "choices",
    "windows",
    "pairs",
    "calculus",
    "filters",
    "bands",
    "spectra",
    "boundaries",
    "boundary_models",
    "frames",
    "fields",
    "plasma",
    "solar_wind",
)


@cache
def every() -> tuple[Function, ...]:
    """Return all functions, in the order in which they are told of."""
    modules = (import_module(f"dayside.query.functions.{name}") for name in _MODULES)
    found = (f for module in modules for f in vars(module).values() if isinstance(f, Function))
    # Some modules make use of functions of others.
    return tuple(dict.fromkeys(found))


@cache
def by_name() -> Mapping[str, Function]:
    """Return functions by name and alias."""
    return {name: f for f in every() for name in (f.name, *f.aliases)}
