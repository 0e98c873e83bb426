"""A view as the part of an address after ``#``, and back.

Small views are written to be read, long ones as deflated JSON; `web/src/state/link.ts`
does the same in the workspace.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, unquote

import numpy as np

from dayside.model import time
from dayside.model.errors import BadRequest, BadTime
from dayside.model.view import VERSION, AxisChoice, ShownPanel, ShownSeries, View

_MOST_UNPACKED = 1_000_000
_READABLE = "/:-_."


def to_fragment(view: View) -> str:
    """Return a view as the part of an address after ``#``, to be read by people.

    Examples
    --------
    >>> from dayside.model.view import ShownPanel, ShownSeries, View
    >>> to_fragment(View((ShownPanel((ShownSeries("mars_mag", "B"),)),)))
    'v=2&p=mars_mag~B'
    """
    parts = [f"v={VERSION}"]
    if view.title:
        parts.append(f"title={_encoded(view.title)}")
    if view.interval is not None:
        parts.append("t=" + "/".join(_moment(t) for t in view.interval))
    parts += [f"p={_written_panel(panel)}" for panel in view.panels]
    parts += [f"r={_encoded(dataset)}~{_encoded(name)}" for dataset, name in view.rulers]
    return "&".join(parts)


def from_fragment(text: str) -> View:
    """Return the view that a link, or its part after ``#``, holds.

    Raises
    ------
    BadRequest
        If it holds none.
    """
    fragment = text.partition("#")[2] if "#" in text else text
    try:
        record = (
            json.loads(_unpacked(fragment.removeprefix("z=")))
            if fragment.startswith("z=")
            else _record(fragment)
        )
    except (ValueError, zlib.error):
        raise _unreadable() from None
    view = View.from_record(record)
    if not view.panels:
        raise _unreadable()
    return view


def _unreadable() -> BadRequest:
    return BadRequest("This link cannot be read; it may have been cut short.")


def _encoded(text: str) -> str:
    # A tilde separates, and quote() takes it for a letter.
    return quote(text, safe=_READABLE).replace("~", "%7E")


def _moment(ticks: int) -> str:
    # The workspace's times are exact to the microsecond.
    return str(time.to_text(ticks, min(6, time.digits_needed(np.array([ticks])))))


def _written_panel(panel: ShownPanel) -> str:
    options = [
        *_written_axis(panel.values, ""),
        *_written_axis(panel.second, "2"),
        *([f"map={panel.map}"] if panel.map else []),
        *([f"upwards={panel.upwards}"] if panel.upwards is not None else []),
        *([f"over={'+'.join(map(str, panel.over))}"] if panel.over else []),
        *([f"height={panel.height:g}"] if panel.height != 1 else []),
    ]
    return ";".join([",".join(_written_series(s) for s in panel.series), *options])


def _written_series(series: ShownSeries) -> str:
    usual = ShownSeries("", "")
    said = [
        *([f"c={'+'.join(map(_encoded, series.columns))}"] if series.columns else []),
        *([f"side={series.side}"] if series.side != usual.side else []),
        *(["errors=false"] if series.errors != usual.errors else []),
        *([f"flagged={series.flagged}"] if series.flagged != usual.flagged else []),
    ]
    return "~".join([_encoded(series.dataset), _encoded(series.parameter), *said])


def _written_axis(axis: AxisChoice, suffix: str) -> list[str]:
    return [
        *([f"scale{suffix}={axis.scale}"] if axis.scale else []),
        *([f"limits{suffix}={axis.limits[0]!r}..{axis.limits[1]!r}"] if axis.limits else []),
        *([f"units{suffix}={_encoded(axis.units)}"] if axis.units is not None else []),
    ]


def _unpacked(text: str) -> bytes:
    padded = text + "=" * (-len(text) % 4)
    inflate = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
    found = inflate.decompress(base64.urlsafe_b64decode(padded), _MOST_UNPACKED)
    if not inflate.eof:
        raise _unreadable()
    return found


def _record(fragment: str) -> dict[str, Any]:
    fields = [(name, said) for name, _, said in (f.partition("=") for f in fragment.split("&"))]

    def every(name: str) -> list[str]:
        return [said for key, said in fields if key == name]

    version = _number(next(iter(every("v")), ""))
    return {
        "v": int(version) if version in (1, VERSION) else version,
        "title": unquote(next(iter(every("title")), "")),
        "range": _range(next(iter(every("t")), "")),
        # What follows is read the same for all versions.
        "panels": [_read_panel(said) for said in every("p")],
        "rulers": [_read_series(said) for said in every("r")],
    }


def _read_panel(text: str) -> dict[str, Any]:
    names, *said = text.split(";")
    options = _pairs(said)
    over = options.get("over", options.get("slice"))
    return {
        "series": [_read_series(name) for name in names.split(",")],
        "values": _read_axis(options, ""),
        "second": _read_axis(options, "2"),
        "map": options.get("map"),
        "upwards": _over(options.get("upwards", "")),
        "over": [] if over is None else [_over(part) for part in over.split("+")],
        "height": _number(options.get("height", "")),
    }


def _read_series(text: str) -> dict[str, Any]:
    dataset, _, rest = text.partition("~")
    parameter, *said = rest.split("~")
    options = _pairs(said)
    columns = options.get("c")
    return {
        "dataset": unquote(dataset),
        "parameter": unquote(parameter),
        "columns": None if columns is None else [unquote(c) for c in columns.split("+")],
        "side": options.get("side"),
        "errors": {"true": True, "false": False}.get(options.get("errors", "")),
        "flagged": options.get("flagged"),
    }


def _read_axis(options: dict[str, str], suffix: str) -> dict[str, Any]:
    limits = options.get(f"limits{suffix}")
    units = options.get(f"units{suffix}")
    return {
        "scale": options.get(f"scale{suffix}"),
        "limits": None if limits is None else [_number(end) for end in limits.split("..")],
        "units": None if units is None else unquote(units),
    }


def _over(text: str) -> str | int:
    return text if text in ("mean", "sum") or not text.isdecimal() else int(text)


def _pairs(texts: Iterable[str]) -> dict[str, str]:
    return {name: said for name, _, said in (text.partition("=") for text in texts)}


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _range(text: str) -> dict[str, float] | None:
    try:
        start, stop = (time.parse(unquote(end)) for end in text.split("/"))
    except (ValueError, BadTime):
        return None
    first, last = (int(t) / time.NS for t in time.to_unix_ns([start, stop]))
    return {"start": first, "stop": last}
