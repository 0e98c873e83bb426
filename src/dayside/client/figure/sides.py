"""The two axes of a panel of lines: which curves stand at them, in which units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dayside.client.figure.panel import Curve, Panel
from dayside.client.figure.words import meaning
from dayside.model.dataset import Scale
from dayside.model.view import AxisChoice
from dayside.services.units import conversions


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One axis.

    Attributes
    ----------
    units : str or None
        As the data say or as a person chose; None is unknown.
    title : str
        Units and frames of all that stands there.
    """

    name: Literal["left", "right"]
    curves: tuple[Curve, ...]
    scale: Scale
    choice: AxisChoice
    units: str | None
    title: str

    def factor(self, curve: Curve) -> float:
        """Return what values of a curve are multiplied with; 1 where no unit fits."""
        found = factor_to(self.units, curve.parameter.units)
        return 1.0 if found is None else found


def factor_to(units: str | None, own: str | None) -> float | None:
    """Return what values in the units `own` are multiplied with; None if nothing does it."""
    if units == own:
        return 1.0
    return next((c.factor for c in conversions(own or "") if c.units == units), None)


def sides_of(panel: Panel) -> list[Side]:
    """Return the axes there is something at."""
    choices = {"left": panel.choice.values, "right": panel.choice.second}
    found = []
    for name in ("left", "right"):
        here = tuple(c for c in panel.curves if c.choice.side == name)
        if here:
            found.append(_side(name, here, choices[name]))
    return found


def _side(name: Literal["left", "right"], curves: tuple[Curve, ...], choice: AxisChoice) -> Side:
    owned = [c.parameter.units for c in curves]
    fits = choice.units is not None and any(
        factor_to(choice.units, own) is not None for own in owned
    )
    units = choice.units if fits else owned[0]
    told = [own if factor_to(units, own) is None else units for own in owned]
    title = meaning(told, [c.parameter.frame for c in curves])
    scale = choice.scale or curves[0].parameter.scale
    return Side(name, curves, scale, choice, units, title)
