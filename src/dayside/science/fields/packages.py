"""Models that other packages compute: asked for when they are used."""

from __future__ import annotations

import io
import warnings
from contextlib import redirect_stdout
from importlib import import_module
from types import ModuleType

from dayside.model.errors import BadRequest
from dayside.science import bodies
from dayside.science.fields.base import About


def package(name: str, about: About) -> ModuleType:
    """Return a package a model needs.

    Raises
    ------
    BadRequest
        If it is not installed, or cannot be imported here.
    """
    try:
        # What packages print, and the deprecations they meet, the user cannot change.
        with warnings.catch_warnings(), redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            return import_module(name)
    except (ImportError, OSError) as error:
        raise BadRequest(
            f"{about.id} needs the package {name.partition('.')[0]}, which is not installed here: "
            f"pip install 'dayside[{about.extra}]'."
        ) from error


def radius_km(name: str) -> float | None:
    """Return the radius of a body."""
    return bodies.body(name).radius_km
