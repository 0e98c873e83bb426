"""Quick looks: a dataset's whole coverage, drawn from its coarsest levels.

A line panel is an SVG of envelopes (least to greatest) under means; a spectrogram
is a small PNG. Both stretch to any width, and both say where there is a gap.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from dayside.model import Bins, Dataset, Parameter, Principal
from dayside.model.errors import DaysideError, NotFound
from dayside.model.time import to_unix_ns
from dayside.model.timeaxis import Tick, time_ticks
from dayside.model.wording import number, units
from dayside.portal import picture
from dayside.portal.coverage import Coverage, coverage
from dayside.portal.rendering import Portal
from dayside.portal.stretch import Stretch, interval, read
from dayside.protocols.http.answers import IMMUTABLE, bytes_answer
from dayside.services import tiles
from dayside.services.examples import best

_log = logging.getLogger(__name__)

MOST_PANELS = 4
_LINE_COLUMNS = 8
_GAP = 1.5
"""Cadences between two samples from which on there is a gap."""


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
    """The quick look of a dataset: panels on one time axis, and when there are samples.

    Attributes
    ----------
    start, stop : int
        What is shown, TT2000.
    part : bool
        Whether that is less than the whole coverage.
    coverage : Coverage or None
        None where there is no sample.
    """

    panels: tuple[Panel, ...]
    ticks: tuple[Tick, ...]
    coverage: Coverage | None
    start: int
    stop: int
    version: str
    part: bool = False


def look(
    portal: Portal, dataset: Dataset, principal: Principal, only: str | None = None
) -> Look | None:
    """Return the quick look of a dataset kept here; None if there is nothing to draw.

    Parameters
    ----------
    only : str, optional
        The parameter to draw; by default the first worth drawing.
    """
    if "/" in dataset.id:
        return None
    try:
        return draw(portal, dataset, principal, only)
    except DaysideError as error:
        # The page is of use without its picture, not least to see what is wrong.
        _log.warning("no quick look of %s: %s", dataset.id, error)
        return None


def draw(
    portal: Portal,
    dataset: Dataset,
    principal: Principal,
    only: str | None = None,
    part: tuple[int, int] | None = None,
) -> Look | None:
    """Return the quick look of any dataset; None if there is nothing to draw.

    Parameters
    ----------
    part : (int, int), optional
        Start and stop (TT2000) of what is shown; by default the whole coverage.

    Raises
    ------
    TooMuch, Upstream
        If a remote source does not give it.
    """
    if dataset.start is None or dataset.stop is None:
        return None
    names = tuple(p.name for p in drawn(dataset, only))
    if not names:
        return None
    levels = tiles.levels(portal.context.door, dataset.id, principal)
    shown = part or (dataset.start, dataset.stop)
    key = ("look", dataset.id, levels.version, names, shown)
    return portal.looks.get(key, lambda: _draw(portal, levels, names, principal, shown))


def drawn(dataset: Dataset, only: str | None = None) -> list[Parameter]:
    """Return the parameters a quick look shows: `only`, or the first worth drawing."""
    if only is None:
        return best(dataset, MOST_PANELS)
    return [dataset[only]] if dataset[only].is_numeric else []


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
        lambda: _spectrogram(portal, levels, name, principal, part),
    )
    return bytes_answer(request, body, "image/png", cache=IMMUTABLE)


def _spectrogram(
    portal: Portal, levels: tiles.Levels, name: str, principal: Principal, part: tuple[int, int]
) -> bytes:
    stretch = read(portal.context.door, levels, name, principal, part)
    columns = stretch.at((np.arange(picture.WIDTH) + 0.5) / picture.WIDTH, part)
    means = stretch.stats[-1][:, columns]
    return picture.spectrogram(means, log=levels.dataset[name].scale == "log")


def _draw(
    portal: Portal,
    levels: tiles.Levels,
    names: tuple[str, ...],
    principal: Principal,
    shown: tuple[int, int],
) -> Look:
    dataset = levels.dataset
    part = (int(to_unix_ns(shown[0])), int(to_unix_ns(shown[1])))
    stretches = {name: read(portal.context.door, levels, name, principal, part) for name in names}
    panels = [panel(dataset[name], stretch, part) for name, stretch in stretches.items()]
    first = next(iter(stretches.values()))
    return Look(
        panels=tuple(p for p in panels if p is not None),
        ticks=time_ticks(*part).major,
        coverage=coverage(
            [s.count for s in stretches.values()],
            first.start_ns,
            first.width_ns,
            part,
            _GAP * (dataset.cadence_ns or 0),
        ),
        start=shown[0],
        stop=shown[1],
        version=levels.version,
        part=shown != (dataset.start, dataset.stop),
    )


def panel(parameter: Parameter, stretch: Stretch, within: tuple[int, int]) -> Panel | None:
    """Return a parameter drawn over an interval (UTC, ns since 1970); None without values."""
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
    shares = stretch.shares(within)
    traces = tuple(
        Trace(
            _legend(parameter, name),
            _style(name, k, len(stretch.names)),
            picture.envelope(axis, least[k], greatest[k], shares),
            picture.line(axis, mean[k], shares),
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
    unit = f" {units(bins.units)}" if bins.units else ""
    low, high = (number(float(f"{c:.3g}")) for c in (min(bins.centers), max(bins.centers)))
    return f"{low}{unit}", f"{high}{unit}"
