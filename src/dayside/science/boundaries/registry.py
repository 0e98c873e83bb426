"""Boundary models by id, their inputs, and what the solar wind makes of them.

Every family of models is an entry point of the group ``dayside.boundaries``: a callable that
yields `Entry`; the built-in ones are found in the same way.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, partial
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import numpy as np

from dayside.model.errors import BadRequest, NotFound, nearest
from dayside.science import bodies
from dayside.science.boundaries.base import About, Entry, Input, Shape
from dayside.science.boundaries.conic import Conic
from dayside.science.boundaries.laws import LAWS
from dayside.science.boundaries.shapes import ConicShape
from dayside.science.installed import installed

_KINDS = {"pileup_boundary": "magnetic pile-up boundary"}


@cache
def entries() -> Mapping[str, Entry]:
    """Return every installed model by id; a family that cannot be imported is left out."""
    return MappingProxyType({entry.about.id: entry for entry in installed("dayside.boundaries")})


def abouts(body: str | None = None, kind: str | None = None) -> list[About]:
    """Return what is known of all models, or of those of a body and kind.

    Examples
    --------
    >>> [about.id for about in abouts("saturn", "bow_shock")]
    ['saturn.bow_shock.masters2008']
    """
    return [
        e.about
        for e in entries().values()
        if body in (None, e.about.body) and kind in (None, e.about.kind)
    ]


def entry(name: str) -> Entry:
    """Return a model by its id.

    Raises
    ------
    NotFound
        If there is none.

    Examples
    --------
    >>> entry("mars.bow_shock.edberg2008").about.nose_rp
    1.574
    """
    folded = re.sub(r"[\s\-]", "_", str(name).strip().lower())
    found = entries().get(folded)
    if found is None:
        raise NotFound(
            f"There is no boundary model {name!r}.{nearest(folded, entries())} "
            "`dayside boundaries` lists all that there are."
        )
    return found


def conic(name: str) -> Conic:
    """Return the conic of a model that is one.

    Examples
    --------
    >>> conic("mars.bow_shock.edberg2008").eccentricity
    1.05
    """
    shape = entry(name).build({})
    if not isinstance(shape, ConicShape):
        raise BadRequest(f"{name} is no conic.")
    return shape.conic


def inputs_of(about: About, given: Mapping[str, Any]) -> dict[str, float]:
    """Return all inputs of a model, those that are not given at their defaults.

    Raises
    ------
    BadRequest
        If the model has no such input, or a number is none or out of its range.

    Examples
    --------
    >>> inputs_of(entry("earth.magnetopause.shue1997").about, {"pressure": 4})
    {'pdyn': 4.0, 'bz': 0.0}
    """
    found = {name: option.default for name, option in about.inputs.items()}
    for said, value in given.items():
        name = input_of(about, said)
        found[name] = _number(about, name, value)
    return found


def input_of(about: About, said: str) -> str:
    """Return the name of an input of a model, of which aliases are known.

    Raises
    ------
    BadRequest
        If the model has no such input.
    """
    name = _aliases().get(said.lower(), said.lower())
    if name not in about.inputs:
        takes = ", ".join(f"{n} ({o.text})" for n, o in about.inputs.items()) or "no input"
        raise BadRequest(f"{about.id} has no input {said}; it takes {takes}.")
    return name


def _number(about: About, name: str, value: Any) -> float:
    option = about.inputs[name]
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = np.nan
    if not option.low <= number <= option.high:
        raise BadRequest(
            f"{name} of {about.id}, {option.text}, is a number from {option.low:g} to "
            f"{option.high:g}, not {value!r}."
        )
    return number


def built_in() -> Iterator[Entry]:
    """Yield the models of `models.toml`."""
    table = _table()
    known = table["inputs"]
    for name, numbers in table.items():
        if name != "inputs":
            yield Entry(_about(name, numbers, known), partial(_shape, numbers))


def _shape(numbers: Mapping[str, Any], wind: Mapping[str, float]) -> Shape:
    return LAWS[numbers["law"]](numbers, wind)


def _about(name: str, numbers: Mapping[str, Any], known: Mapping[str, Any]) -> About:
    body, kind, _ = name.split(".")
    spoken = _KINDS.get(kind, kind.replace("_", " "))
    return About(
        id=name,
        title=f"{spoken.capitalize()} of {bodies.body(body).name}, {numbers['reference']}",
        body=body,
        kind=kind,
        frame=numbers["frame"],
        published_aberration=numbers.get("published_aberration", 0.0),
        inputs={
            key: Input(known[key]["text"], default, known[key]["low"], known[key]["high"])
            for key, default in numbers.get("inputs", {}).items()
        },
        nose_rp=numbers.get("nose"),
        terminator_rp=numbers.get("terminator"),
        valid=numbers.get("valid", ""),
        reference=numbers["reference"],
        doi=numbers["doi"],
        verified=numbers.get("verified", True),
        doubt=numbers.get("doubt", ""),
    )


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("models.toml").read_text("utf-8"))


@cache
def _aliases() -> Mapping[str, str]:
    return {alias: name for name, said in _table()["inputs"].items() for alias in said["aliases"]}
