"""Quick looks: a dataset's whole coverage, drawn from its coarsest levels.

A line panel is an SVG of envelopes (least to greatest) under means; a spectrogram
is a small PNG. Both stretch to any width, and both say where there is a gap.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from starlette.requests import Request
from starlette.responses import Response

from dayside.model import Bins, Dataset, Parameter, Principal
from dayside.model.errors import DaysideError, NotFound
from dayside.model.time import to_unix_ns
from dayside.model.wording import number
from dayside.portal import picture
from dayside.portal.rendering import Portal
from dayside.portal.stretch import Stretch, interval, read
from dayside.portal.timeaxis import Tick, ticks_between
from dayside.protocols.http.answers import IMMUTABLE, bytes_answer
from dayside.services import tiles
from dayside.services.examples import drawable

_log = logging.getLogger(__name__)

MOST_PANELS = 4
_LINE_COLUMNS = 8


@dataclass(frozen=True, slots=True)
class Trace:
    """One column of a line panel: its name, its CSS class and two SVG paths."""

    name: str
    style: str
    envelope: str
    mean: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One parameter drawn.

    Attributes
    ----------
    traces : tuple of Trace
        Empty for a spectrogram.
    low, high : str
        What the lower and the upper edge stand for.
    zero : float or None
        Height of zero, 0 at the top to 100, where that lies inside.
    colours : tuple of (str, str) or None
        What the ends of a spectrogram's colour bar stand for.
    beyond : tuple of (str, str) or None
        Least and greatest value, where some lie outside the panel.
    """

    parameter: Parameter
    traces: tuple[Trace, ...]
    low: str
    high: str
    zero: float | None = None
    colours: tuple[str, str] | None = None
    beyond: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """The quick look of a dataset: panels on one time axis, and where there are samples.

    Attributes
    ----------
    covered : tuple of (float, float)
        Start and length of each stretch with samples, per mille of the whole.
    """

    panels: tuple[Panel, ...]
    ticks: tuple[Tick, ...]
    covered: tuple[tuple[float, float], ...]
    version: str


def look(portal: Portal, dataset: Dataset, principal: Principal) -> Look | None:
    """Return the quick look of a dataset; None if there is nothing to draw."""
    if "/" in dataset.id or dataset.start is None or dataset.stop is None:
        return None
    source, own_id = portal.context.door.source_of(dataset.id)
    version = source.version(own_id)
    try:
        return portal.looks.get(
            ("look", dataset.id, version), lambda: _draw(portal, dataset, principal, version)
        )
    except DaysideError as error:
        # The page is of use without its picture, not least to see what is wrong.
        _log.warning("no quick look of %s: %s", dataset.id, error)
        return None


def image(portal: Portal, request: Request) -> Response:
    """Return the spectrogram of a parameter as PNG, over the whole coverage or a part of it."""
    options = request.query_params
    dataset_id, name = options.get("dataset", ""), options.get("parameter", "")
    principal = portal.principal(request)
    levels = tiles.levels(portal.context.door, dataset_id, principal)
    parameter = levels.dataset[name]
    part = interval(levels.dataset, options.get("start", ""), options.get("stop", ""))
    if parameter.display != "spectrogram":
        raise NotFound(f"{name} is drawn as lines, not as a picture.")
    body = portal.looks.get(
        ("png", dataset_id, levels.version, name, part),
        lambda: picture.spectrogram(
            read(portal.context.door, levels, name, principal, part).stats[-1],
            log=parameter.scale == "log",
        ),
    )
    return bytes_answer(request, body, "image/png", cache=IMMUTABLE)


def _draw(portal: Portal, dataset: Dataset, principal: Principal, version: str) -> Look | None:
    levels = tiles.levels(portal.context.door, dataset.id, principal)
    drawn = [p.name for p in drawable(dataset)[:MOST_PANELS]]
    if not drawn or dataset.start is None or dataset.stop is None:
        return None
    whole = interval(dataset, "", "")
    stretches = {name: read(portal.context.door, levels, name, principal, whole) for name in drawn}
    panels = [panel(dataset[name], stretch) for name, stretch in stretches.items()]
    first = next(iter(stretches.values()))
    return Look(
        panels=tuple(p for p in panels if p is not None),
        ticks=ticks_between(int(to_unix_ns(dataset.start)), int(to_unix_ns(dataset.stop))),
        covered=_covered(first.count > 0),
        version=version,
    )


def panel(parameter: Parameter, stretch: Stretch) -> Panel | None:
    """Return a parameter drawn; None where there is no value."""
    if parameter.display == "spectrogram":
        colours = picture.Colours.over(stretch.stats[-1], log=parameter.scale == "log")
        if colours is None:
            return None
        low, high = _edges(stretch.bins)
        least, greatest = colours.ends
        return Panel(parameter, (), low, high, colours=(number(least), number(greatest)))
    stats = stretch.stats[:, :_LINE_COLUMNS]
    least, greatest, mean = stats if len(stats) == 3 else (stats[0], stats[0], stats[0])
    if not np.isfinite(mean).any():
        return None
    axis = picture.Axis.over(least, greatest, log=parameter.scale == "log")
    traces = tuple(
        Trace(
            _legend(parameter, name),
            _style(name, k, len(stretch.names)),
            picture.envelope(axis, least[k], greatest[k]),
            picture.line(axis, mean[k]),
        )
        for k, name in enumerate(stretch.names[:_LINE_COLUMNS])
    )
    # What is longest lies behind what it is made of.
    traces = tuple(sorted(traces, key=lambda trace: trace.style != "line-m"))
    zero = float(axis.heights(np.zeros(1))[0]) if axis.low < 0 < axis.high else None
    beyond = (number(np.nanmin(least)), number(np.nanmax(greatest))) if axis.beyond else None
    return Panel(parameter, traces, number(axis.bottom), number(axis.top), zero=zero, beyond=beyond)


def _legend(parameter: Parameter, column: str) -> str:
    """Return a column's name without that of its parameter, which stands beside it."""
    if column == "magnitude":
        return f"|{parameter.name}|" if len(parameter.name) <= 3 else column
    own = column.removeprefix(parameter.name).lstrip("_ ")
    return own if own and len(parameter.name) > 3 else column


def _style(name: str, index: int, columns: int) -> str:
    if columns == 1:
        return "line-1"
    if name == "magnitude":
        return "line-m"
    return f"line-{index % 8 + 1}"


def _edges(bins: Bins | None) -> tuple[str, str]:
    """Return what the lowest and the highest row of a spectrogram stand for."""
    if bins is None or not bins.centers:
        return "", ""
    units = f" {bins.units}" if bins.units else ""
    return f"{min(bins.centers):.4g}{units}", f"{max(bins.centers):.4g}{units}"


def _covered(there: NDArray[np.bool_]) -> tuple[tuple[float, float], ...]:
    """Return start and length of each run of true, per mille of the whole."""
    padded = np.concatenate([[False], there, [False]])
    starts, stops = np.flatnonzero(np.diff(padded.astype(np.int8))).reshape(-1, 2).T
    scale = 1000 / len(there)
    return tuple(
        (round(float(a) * scale, 2), round(float(b - a) * scale, 2))
        for a, b in zip(starts, stops, strict=True)
    )
