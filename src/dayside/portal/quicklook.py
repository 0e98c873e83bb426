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

from dayside.model import Dataset, Parameter, Principal
from dayside.model.errors import DaysideError, NotFound
from dayside.model.time import parse, to_unix_ns
from dayside.model.wording import number
from dayside.portal import picture
from dayside.portal.rendering import Portal
from dayside.portal.timeaxis import Tick, ticks_between
from dayside.protocols.http.answers import IMMUTABLE, bytes_answer
from dayside.services import tiles
from dayside.services.examples import drawable

_log = logging.getLogger(__name__)

MOST_PANELS = 4
_FINEST_BUCKETS = 2000
_SHOWN_BUCKETS = 500
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


@dataclass(frozen=True, slots=True)
class Stretch:
    """Buckets of one parameter over the whole coverage: stats (stat, column, bucket)."""

    stats: NDArray[np.float32]
    count: NDArray[np.float32]
    names: tuple[str, ...]


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
            read(portal, levels, name, principal, part).stats[-1], log=parameter.scale == "log"
        ),
    )
    return bytes_answer(request, body, "image/png", cache=IMMUTABLE)


def _draw(portal: Portal, dataset: Dataset, principal: Principal, version: str) -> Look | None:
    levels = tiles.levels(portal.context.door, dataset.id, principal)
    drawn = [p.name for p in drawable(dataset)[:MOST_PANELS]]
    if not drawn or dataset.start is None or dataset.stop is None:
        return None
    whole = interval(dataset, "", "")
    stretches = {name: read(portal, levels, name, principal, whole) for name in drawn}
    panels = [panel(dataset[name], stretch) for name, stretch in stretches.items()]
    first = next(iter(stretches.values()))
    return Look(
        panels=tuple(p for p in panels if p is not None),
        ticks=ticks_between(int(to_unix_ns(dataset.start)), int(to_unix_ns(dataset.stop))),
        covered=_covered(first.count > 0),
        version=version,
    )


def interval(dataset: Dataset, start: str, stop: str) -> tuple[int, int]:
    """Return UTC ns since 1970 of an interval within the coverage; "" is its end."""
    first, last = dataset.start or 0, dataset.stop or 0
    begin = max(first, parse(start)) if start else first
    end = min(last, parse(stop)) if stop else last
    if end <= begin:
        raise NotFound(f"{dataset.id} has nothing between {start or 'its'} and {stop or 'end'}.")
    return int(to_unix_ns(begin)), int(to_unix_ns(end))


def read(
    portal: Portal,
    levels: tiles.Levels,
    name: str,
    principal: Principal,
    part: tuple[int, int],
) -> Stretch:
    """Return a parameter over an interval, from the finest level that is still coarse."""
    tiled = next(p for p in levels.parameters if p.name == name)
    dataset = levels.dataset
    start, stop = part
    level, width = _level(levels, stop - start)
    span = width * tiled.buckets
    found = [
        tiles.tile(portal.context.door, dataset.id, name, level, index, principal)
        for index in range(start // span, -(-stop // span))
    ]
    parts = [t for t in found if isinstance(t, tiles.Tile)]
    inside = slice(
        (start - start // span * span) // width, -(-(stop - start // span * span) // width)
    )
    stats = np.concatenate([t.stats for t in parts], axis=2)[:, :, inside]
    count = np.concatenate([t.count for t in parts])[inside]
    return _coarser(Stretch(stats, count, tiled.columns))


def _coarser(stretch: Stretch) -> Stretch:
    """Return the stretch in no more buckets than a page has pixels for."""
    length = stretch.stats.shape[2]
    together = -(-length // _SHOWN_BUCKETS)
    if together == 1:
        return stretch
    missing = -length % together
    stats = np.pad(stretch.stats, ((0, 0), (0, 0), (0, missing)), constant_values=np.nan)
    count = np.pad(stretch.count, (0, missing)).reshape(-1, together)
    grouped = stats.reshape(*stats.shape[:2], -1, together)
    weights = np.where(np.isfinite(grouped[-1]), count, 0)
    total = weights.sum(axis=2)
    mean = np.nansum(grouped[-1] * weights, axis=2) / np.where(total > 0, total, np.nan)
    reduced = [mean]
    if len(stats) == 3:
        reduced = [np.fmin.reduce(grouped[0], axis=2), np.fmax.reduce(grouped[1], axis=2), mean]
    return Stretch(np.stack(reduced), count.sum(axis=1), stretch.names)


def _level(levels: tiles.Levels, length_ns: int) -> tuple[int, int]:
    """Return the number and the width of the finest level of not too many buckets."""
    for level, width in enumerate(levels.widths_ns):
        if length_ns / width <= _FINEST_BUCKETS:
            return level, width
    return len(levels.widths_ns) - 1, levels.widths_ns[-1]


def panel(parameter: Parameter, stretch: Stretch) -> Panel | None:
    """Return a parameter drawn; None where there is no value."""
    if parameter.display == "spectrogram":
        colours = picture.Colours.over(stretch.stats[-1], log=parameter.scale == "log")
        if colours is None:
            return None
        low, high = _edges(parameter)
        least, greatest = colours.ends
        return Panel(parameter, (), low, high, colours=(number(least), number(greatest)))
    stats = stretch.stats[:, :_LINE_COLUMNS]
    least, greatest, mean = stats if len(stats) == 3 else (stats[0], stats[0], stats[0])
    if not np.isfinite(mean).any():
        return None
    axis = picture.Axis.over(least, greatest, log=parameter.scale == "log")
    traces = tuple(
        Trace(
            name,
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


def _style(name: str, index: int, columns: int) -> str:
    if columns == 1:
        return "line-1"
    if name == "magnitude":
        return "line-m"
    return f"line-{index % 8 + 1}"


def _edges(parameter: Parameter) -> tuple[str, str]:
    """Return what the lowest and the highest row of a spectrogram stand for."""
    bins = next((b for b in parameter.bins if b is not None), None)
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
