"""The words of a figure: what stands at its axes and above its panels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dayside.model import Bins, Parameter
from dayside.model.view import Over
from dayside.model.wording import number
from dayside.model.wording import units as units_text


def meaning(units: Iterable[str | None], frames: Iterable[str | None], name: str = "") -> str:
    """Return what numbers at an axis mean.

    Examples
    --------
    >>> meaning(["nT", "km/s"], ["MSO", None]), meaning([None], [])
    ('nT, km/s · MSO', 'unit unknown')
    """
    told = ("unit unknown" if unit is None else units_text(unit) for unit in units)
    parts = (", ".join(dict.fromkeys(filter(None, some))) for some in (told, frames))
    return " · ".join(filter(None, (name, *parts)))


def column_label(parameter: Parameter, columns: Sequence[str], column: int) -> str:
    """Return what a line is called: ``Bx`` for a short name, ``x`` where the name is long.

    Examples
    --------
    >>> field = Parameter("B", "float32", "nT", (3,))
    >>> [column_label(field, ("x", "y", "z", "magnitude"), i) for i in (0, 3)]
    ['Bx', '|B|']
    """
    name, said = parameter.name, columns[column]
    short = len(name) <= 3
    if len(columns) == 1:
        return parameter.label or name
    if said == "magnitude":
        return f"|{name}|" if short else said
    if said.startswith(name):
        return said if short else (said[len(name) :].removeprefix("_").strip() or said)
    return name + said if short and len(said) <= 2 else said


def dimension_name(bins: Bins | None, index: int) -> str:
    """Return what a dimension is called."""
    return bins.name.replace("_", " ") if bins is not None else f"dimension {index + 1}"


def reduction(parameter: Parameter, axis: int, over: Sequence[Over]) -> str:
    """Return what becomes of the dimensions not drawn: ``mean over azimuth``."""
    others = [i for i in range(len(parameter.shape)) if i != axis]
    said = []
    for index, how in zip(others, over, strict=True):
        bins = parameter.bins[index] if index < len(parameter.bins) else None
        name = dimension_name(bins, index)
        said.append(f"{name} {_bin(bins, how)}" if isinstance(how, int) else f"{how} over {name}")
    return ", ".join(said)


def _bin(bins: Bins | None, index: int) -> str:
    if bins is not None and bins.labels and index < len(bins.labels):
        return bins.labels[index]
    if bins is not None and bins.centers and index < len(bins.centers):
        return f"{number(bins.centers[index])} {units_text(bins.units or '')}".rstrip()
    return str(index)
