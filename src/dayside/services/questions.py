"""Searches worth trying first, of whatever is served: when is a field weak, when is it dense."""

from __future__ import annotations

import keyword
import math
from collections.abc import Callable
from dataclasses import dataclass

from dayside.model import Dataset, Parameter, Principal
from dayside.query import units
from dayside.services import catalog
from dayside.services.door import Door
from dayside.services.examples import best
from dayside.services.statistics import quantiles

MOST = 4
_SHARES = (0.02, 0.25, 0.75, 0.98)
_MEASURED = ("nT", "cm-3", "cm**-3", "km/s", "km.s-1", "km.s**-1", "nPa")
"""Units of what people ask about first."""


@dataclass(frozen=True, slots=True)
class Question:
    """A search that finds something.

    Attributes
    ----------
    title, about : str
        For people: what, and of which data.
    condition : str
    min_duration : str
        A length of time.
    columns : tuple of str
        What to tell of each event.
    """

    title: str
    about: str
    condition: str
    min_duration: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Measured:
    """A quantity as formulas write it, and what is below and above its usual values.

    Attributes
    ----------
    least, low, high, greatest : float
        Below and above which it rarely is, and below and above which it is now and then.
    """

    dataset: Dataset
    parameter: Parameter
    formula: str
    unit: str
    least: float
    low: float
    high: float
    greatest: float

    @property
    def name(self) -> str:
        said = self.parameter.label or self.parameter.name
        if self.parameter.is_vector:
            return f"|{said}|"
        # As it stands within a sentence, unless it is a symbol.
        return said[0].lower() + said[1:] if said[1:2].islower() else said

    @property
    def is_field(self) -> bool:
        return self.parameter.units == "nT"

    def below(self, value: float) -> str:
        return f"{self.formula} < {_short(value, math.ceil)}*{self.unit}"

    def above(self, value: float) -> str:
        return f"{self.formula} > {_short(value, math.floor)}*{self.unit}"

    def told(self, statistic: str) -> str:
        return f"{statistic}_{self.parameter.name} = {statistic}({self.formula})"


def questions(door: Door, principal: Principal, dataset_id: str = "") -> list[Question]:
    """Return up to four searches whose answers are neither nothing nor everything.

    Parameters
    ----------
    dataset_id : str
        The dataset to ask about; by default those kept here.
    """
    asked = (
        [catalog.describe(door, dataset_id, principal)]
        if dataset_id
        else catalog.kept(door, principal)
    )
    known = [m for d in asked for m in _measured(door, d, principal)]
    # Of each dataset one, or all of the only one.
    first = known if dataset_id else list({m.dataset.id: m for m in reversed(known)}.values())[::-1]
    single = [_single(m) for m in first]
    pairs = [_pair(one, other) for one in known for other in known if _go_together(one, other)]
    # One of both first: that is what a single file cannot be asked.
    return [*pairs[:1], *single][:MOST]


def name_of(dataset_id: str) -> str:
    """Return a dataset as formulas write it.

    Examples
    --------
    >>> name_of("mag_1s"), name_of("cdaweb/AC_H0_MFI")
    ('mag_1s', 'ds("cdaweb/AC_H0_MFI")')
    """
    plain = dataset_id.isidentifier() and not keyword.iskeyword(dataset_id)
    return dataset_id if plain else f'ds("{dataset_id}")'


def _measured(door: Door, dataset: Dataset, principal: Principal) -> list[_Measured]:
    """Return what of a dataset can be asked about: fields, densities, speeds."""
    found = []
    for p in best(dataset, len(dataset.parameters)):
        if p.units not in _MEASURED or not p.name.isidentifier() or (p.shape and not p.is_vector):
            continue
        usual = quantiles(door, dataset.id, p.name, _SHARES, principal)
        if usual and usual[0] < usual[-1]:
            formula = f"{name_of(dataset.id)}.{p.name}"
            unit = units.written(units.known_unit(p.units))
            found.append(
                _Measured(dataset, p, f"norm({formula})" if p.is_vector else formula, unit, *usual)
            )
    return found


def _single(m: _Measured) -> Question:
    title = m.dataset.title or m.dataset.id
    if m.is_field and m.least > 0:
        return Question(
            f"Weak {m.name}", title, m.below(m.least), "1 min", (m.told("min"), m.told("mean"))
        )
    return Question(
        f"High {m.name}", title, m.above(m.greatest), "1 min", (m.told("max"), m.told("mean"))
    )


def _go_together(one: _Measured, other: _Measured) -> bool:
    """Tell whether two are a field and something else, of one place and time."""
    a, b = one.dataset, other.dataset
    if not one.is_field or other.is_field or a.id == b.id or a.target != b.target:
        return False
    ends = (a.start, a.stop, b.start, b.stop)
    return None not in ends and max(a.start or 0, b.start or 0) < min(a.stop or 0, b.stop or 0)


def _pair(one: _Measured, other: _Measured) -> Question:
    return Question(
        f"{one.name} small while {other.name} is large",
        f"{one.dataset.title or one.dataset.id}, and {other.dataset.title or other.dataset.id}",
        f"{one.below(one.low)} and {other.above(other.high)}",
        "10 s",
        (one.told("mean"), other.told("mean")),
    )


def _short(value: float, rounded: Callable[[float], int]) -> str:
    """Return a value in three digits, rounded so that something is still beyond it."""
    scale = 10.0 ** (2 - math.floor(math.log10(abs(value)))) if value else 1.0
    return f"{rounded(value * scale) / scale:.3g}"
