"""A formula that is no condition: its values as a small picture."""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace

from dayside.model import Principal
from dayside.model.time import to_unix_ns
from dayside.model.timeaxis import Tick, time_ticks
from dayside.portal import picture, quicklook
from dayside.portal.find.asked import Understood
from dayside.portal.stretch import of_samples
from dayside.services.door import Door
from dayside.services.evaluate import values

_MOST_NUMBERS = 300_000
"""So many are computed while somebody waits; what is longer is drawn in part."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Values over an interval.

    Attributes
    ----------
    panel : Panel or None
        None where there is nothing to draw.
    image : str
        Of a spectrogram, as an address that holds it.
    ticks : tuple of Tick
    start, stop : int
        What is drawn, TT2000.
    part : bool
        Whether that is less than what was asked for.
    """

    panel: quicklook.Panel | None
    image: str
    ticks: tuple[Tick, ...]
    start: int
    stop: int
    part: bool


def drawn(door: Door, known: Understood, principal: Principal) -> Drawn:
    """Return the values of a formula as a picture, of the first part where they are many."""
    formula = known.formula
    cadence = formula.dataset.cadence_ns or 1
    (parameter,) = formula.dataset.parameters
    most = max(1, _MOST_NUMBERS // parameter.size)
    stop = min(formula.stop, formula.start + most * cadence)
    request = replace(known.search.condition, start=formula.start, stop=stop)
    series = values(door, request, principal).series()
    within = (int(to_unix_ns(formula.start)), int(to_unix_ns(stop)))
    panel, image = None, ""
    if len(series) and parameter.is_numeric:
        found = series.values[parameter.name]
        stretch = of_samples(parameter, to_unix_ns(series.time), found, within, cadence)
        panel = quicklook.panel(parameter, stretch, within)
        if panel is not None and panel.colours:
            png = picture.spectrogram(stretch.stats[-1], log=parameter.scale == "log")
            image = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    return Drawn(panel, image, time_ticks(*within).major, formula.start, stop, stop < formula.stop)
