"""The words of a figure: what stands at its axes."""

from __future__ import annotations

from collections.abc import Sequence

from dayside.model import Bins, Parameter
from dayside.model.wording import units as units_text


def axis_label(parameters: Sequence[Parameter], names: Sequence[str] = ()) -> str:
    """Return the title of an axis: what is on it, in which units and frames.

    Parameters
    ----------
    names : sequence of str, optional
        What the parameters are called there; by default their own names.
    """
    said = ", ".join(dict.fromkeys(names or [p.name for p in parameters]))
    units = dict.fromkeys(
        "units unknown" if p.units is None else units_text(p.units) for p in parameters
    )
    frames = dict.fromkeys(p.frame for p in parameters if p.frame)
    meaning = "  ".join(
        part for part in (", ".join(filter(None, units)), ", ".join(frames)) if part
    )
    return f"{said}\n{meaning}" if meaning else said


def bins_label(bins: Bins | None, parameter: Parameter) -> str:
    """Return the title of the axis of a spectrogram's bins."""
    if bins is None:
        return f"{parameter.name} channel"
    return f"{bins.name}\n{units_text(bins.units)}" if bins.units else bins.name
