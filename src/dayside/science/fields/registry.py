"""Field models by name, their options, and sums of them.

A model is written as its id, options in parentheses, further models after a plus::

    jupiter.jrm33
    jupiter.jrm33(degree=10) + jupiter.con2020
    earth.t96(pdyn=2, by=3, bz=-5, dst=-30)

Every family of models is an entry point of the group ``dayside.fields``: a callable that yields
`Entry`; the built-in ones are found in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

import numpy as np

from dayside.model.errors import BadRequest, NotFound, nearest
from dayside.model.time import Ticks
from dayside.science.fields.base import About, Entry, FieldModel, Floats
from dayside.science.installed import installed

MOST_TERMS = 8

_TERM = re.compile(r"\s*(?P<name>[\w.\-]+\+?)\s*(?:\((?P<options>[^()]*)\))?\s*")


@cache
def entries() -> Mapping[str, Entry]:
    """Return every installed model by id; a family that cannot be imported is left out."""
    return MappingProxyType({entry.about.id: entry for entry in installed("dayside.fields")})


def abouts(body: str | None = None) -> list[About]:
    """Return what is known of all models, or of those of one body.

    Examples
    --------
    >>> [about.id for about in abouts("neptune")]
    ['neptune.o8', 'neptune.holme1996']
    """
    return [e.about for e in entries().values() if body is None or e.about.body == body]


def about(name: str) -> About:
    """Return what is known of one model by its id, alias, or id without its body.

    Raises
    ------
    NotFound
        If there is none.

    Examples
    --------
    >>> about("JRM33").id, about("igrf").reference
    ('jupiter.jrm33', 'IAGA working group V-MOD 2024')
    """
    return _entry(name).about


def model(spec: str) -> FieldModel:
    """Return a model, or a sum of models, by what is written.

    Parameters
    ----------
    spec : str
        As the head of this module says.

    Raises
    ------
    NotFound
        If there is no such model.
    BadRequest
        If the text cannot be read, an option is none or out of its range, models of different
        bodies or frames are added, or the package a model needs is not installed.

    Examples
    --------
    >>> model("dipole").field(np.array([[2.0, 0.0, 0.0]]))
    array([[ 0.   ,  0.   , -0.125]])
    """
    if not isinstance(spec, str):
        raise BadRequest(f"A field model is named by a text such as 'jupiter.jrm33', not {spec!r}.")
    terms = [_term(said) for said in re.split(r"\+(?![^()]*\))(?=\s*[A-Za-z])", spec)]
    if len(terms) == 1:
        return terms[0]
    if len(terms) > MOST_TERMS:
        raise BadRequest(f"At most {MOST_TERMS} models are added, not {len(terms)}.")
    first = terms[0].about
    for other in (term.about for term in terms[1:]):
        if (other.body, other.frame) != (first.body, first.frame):
            raise BadRequest(
                f"{first.id} is of {first.body} in {first.frame}, {other.id} of {other.body} in "
                f"{other.frame}: they cannot be added."
            )
    return Sum(tuple(terms))


@dataclass(frozen=True, slots=True, eq=False)
class Sum:
    """Several models together, as a planet's own field and that of currents about it."""

    terms: tuple[FieldModel, ...]

    @property
    def about(self) -> About:
        """What is known of all of them."""
        told = [term.about for term in self.terms]
        return replace(
            told[0],
            id=" + ".join(a.id for a in told),
            title=" + ".join(a.title for a in told),
            reference="; ".join(dict.fromkeys(a.reference for a in told)),
            doi=" ".join(dict.fromkeys(a.doi for a in told if a.doi)),
            needs_time=any(a.needs_time for a in told),
            valid=next((a.valid for a in told if a.valid), ()),
            aliases=(),
            extra=" ".join(dict.fromkeys(a.extra for a in told if a.extra)),
            verified=all(a.verified for a in told),
            doubt=" ".join(a.doubt for a in told if a.doubt),
        )

    def field(self, position_rp: Floats, times: Ticks | None = None) -> Floats:
        """Return the sum of the fields."""
        total = self.terms[0].field(position_rp, times)
        for term in self.terms[1:]:
            total = total + term.field(position_rp, times)
        return np.asarray(total)


def _term(said: str) -> FieldModel:
    match = _TERM.fullmatch(said)
    if match is None:
        raise BadRequest(
            f"{said.strip()!r} is no field model; write its id, options in parentheses, as in "
            "jupiter.jrm33(degree=10) + jupiter.con2020."
        )
    entry = _entry(match["name"])
    return entry.build(_options(entry.about, match["options"] or ""))


def _options(told: About, text: str) -> dict[str, float]:
    given = {name: option.default for name, option in told.options.items()}
    for said in filter(None, (part.strip() for part in text.split(","))):
        name, equals, value = (part.strip() for part in said.partition("="))
        if not equals or name not in told.options:
            has = ", ".join(told.options) or "none"
            raise BadRequest(
                f"{told.id} has no option {name!r}; it has {has}.{nearest(name, told.options)}"
            )
        given[name] = _number(told, name, value)
    return given


def _number(told: About, name: str, value: str) -> float:
    option = told.options[name]
    try:
        number = float(value)
    except ValueError:
        number = np.nan
    if not option.low <= number <= option.high or (option.whole and number % 1):
        kind = "a whole number" if option.whole else "a number"
        raise BadRequest(
            f"{name} of {told.id}, {option.text}, is {kind} from {option.low:g} to "
            f"{option.high:g}, not {value!r}."
        )
    return number


def _entry(name: str) -> Entry:
    found = _named().get(_folded(name), ())
    if len(found) == 1:
        return entries()[found[0]]
    if found:
        raise BadRequest(f"{name!r} is {' or '.join(found)}: write which.")
    names = [*entries(), *(key.partition(".")[2] for key in entries() if "." in key)]
    raise NotFound(
        f"There is no field model {name!r}.{nearest(name, names)} "
        "`dayside fields` lists all that there are."
    )


@cache
def _named() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for key, entry in entries().items():
        for said in (key, key.partition(".")[2], *entry.about.aliases):
            if said and key not in found.get(_folded(said), ()):
                found[_folded(said)] = (*found.get(_folded(said), ()), key)
    return found


def _folded(name: str) -> str:
    return re.sub(r"[\s_\-]", "", name.casefold())
