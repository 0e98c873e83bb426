"""What a link to the workspace holds: panels of parameters over one time axis.

The workspace writes and reads the same states (`web/src/state/view.ts`); here they
become figures. Whatever is missing or of a wrong type in a state is as usual, and
older versions load for ever.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Self, TypeVar

from dayside.model import time
from dayside.model.errors import BadRequest

T = TypeVar("T")
D = TypeVar("D")

VERSION = 2

Side = Literal["left", "right"]
Flagged = Literal["show", "mark", "hide"]
Over = Literal["mean", "sum"] | int
"""What becomes of a dimension that is not drawn: its mean, its sum, one bin of it."""

_SIDES: tuple[Side, ...] = ("left", "right")
_FLAGGED: tuple[Flagged, ...] = ("show", "mark", "hide")
_SCALES: tuple[Literal["linear", "log"], ...] = ("linear", "log")
_MOST_DIMENSIONS = 8
_MAPS = ("viridis", "cividis", "inferno", "turbo")


@dataclass(frozen=True, slots=True)
class AxisChoice:
    """What a person chose for an axis; None is as the data say.

    Attributes
    ----------
    limits : tuple of (float, float) or None
        Lowest and highest value, in the units shown.
    """

    scale: Literal["linear", "log"] | None = None
    limits: tuple[float, float] | None = None
    units: str | None = None


@dataclass(frozen=True, slots=True)
class ShownSeries:
    """One parameter of one dataset, as a panel shows it.

    Attributes
    ----------
    columns : tuple of str or None
        Names of the columns drawn; None is all.
    side : {"left", "right"}
        Axis of a line panel.
    errors : bool
        Whether uncertainties are drawn where there are some.
    flagged : {"show", "mark", "hide"}
        What becomes of samples that their quality flag warns of.
    """

    dataset: str
    parameter: str
    columns: tuple[str, ...] | None = None
    side: Side = "left"
    errors: bool = True
    flagged: Flagged = "mark"


@dataclass(frozen=True, slots=True)
class ShownPanel:
    """A panel.

    Attributes
    ----------
    values : AxisChoice
        Left axis of lines; colours of a spectrogram.
    second : AxisChoice
        Right axis of lines; what goes upwards in a spectrogram.
    upwards : int or None
        Of a distribution of several dimensions, the one drawn upwards; None: the usual one.
    over : tuple of Over
        Of such a distribution, one for each dimension not drawn; none: their mean.
    height : float
        Share of the height, beside the other panels.
    """

    series: tuple[ShownSeries, ...]
    values: AxisChoice = AxisChoice()
    second: AxisChoice = AxisChoice()
    map: str | None = None
    upwards: int | None = None
    over: tuple[Over, ...] = ()
    height: float = 1.0


@dataclass(frozen=True, slots=True)
class View:
    """All that is shown.

    Attributes
    ----------
    interval : tuple of (int, int) or None
        TT2000; None is all there is of the datasets.
    rulers : tuple of (str, str)
        Dataset and parameter of each row of numbers under the time axis.
    """

    panels: tuple[ShownPanel, ...]
    interval: tuple[int, int] | None = None
    title: str = ""
    rulers: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(
        cls,
        named: Iterable[tuple[str, str]],
        interval: tuple[int, int] | None = None,
        title: str = "",
    ) -> Self:
        """Return the view of some parameters, each told as (dataset, parameter), a panel each."""
        return cls(tuple(ShownPanel((ShownSeries(*name),)) for name in named), interval, title)

    @classmethod
    def from_record(cls, record: object) -> Self:
        """Return the view of a state as the workspace writes it, of this version or an older one.

        Raises
        ------
        BadRequest
            If it is no such state.
        """
        if not isinstance(record, Mapping) or not isinstance(record.get("panels"), Sequence):
            raise BadRequest("This is no view of the workspace.")
        if record.get("v") not in (1, VERSION):
            raise BadRequest(
                f"Views of version {VERSION} and older can be read; this one is of another."
            )
        return cls(
            panels=tuple(p for item in record["panels"] if (p := _panel(item)) is not None),
            interval=_interval(record.get("range")),
            title=_text(record.get("title")),
            rulers=tuple(
                (s.dataset, s.parameter)
                for item in _items(record.get("rulers"))
                if (s := _series(item)) is not None
            ),
        )


def _panel(record: object) -> ShownPanel | None:
    if not isinstance(record, Mapping):
        return None
    series = tuple(s for item in _items(record.get("series")) if (s := _series(item)) is not None)
    if not series:
        return None
    # Version 1 had one scale a panel, and one number for all dimensions not drawn.
    values = record.get("values", {"scale": record.get("scale")})
    slice_ = record.get("slice")
    over = record.get("over", [] if slice_ is None else [slice_])
    chosen = record.get("map")
    return ShownPanel(
        series,
        values=_axis(values),
        second=_axis(record.get("second")),
        map=chosen if chosen in _MAPS else None,
        upwards=_dimension(record.get("upwards")),
        over=tuple(_over(item) for item in _items(over)),
        height=_height(record.get("height")),
    )


def _series(record: object) -> ShownSeries | None:
    if not isinstance(record, Mapping):
        return None
    dataset, parameter = _text(record.get("dataset")), _text(record.get("parameter"))
    if not dataset or not parameter:
        return None
    columns = tuple(c for c in _items(record.get("columns")) if isinstance(c, str))
    errors = record.get("errors")
    return ShownSeries(
        dataset,
        parameter,
        columns=columns or None,
        side=_one_of(_SIDES, record.get("side"), "left"),
        errors=errors if isinstance(errors, bool) else True,
        flagged=_one_of(_FLAGGED, record.get("flagged"), "mark"),
    )


def _axis(record: object) -> AxisChoice:
    if not isinstance(record, Mapping):
        return AxisChoice()
    units = record.get("units")
    return AxisChoice(
        scale=_one_of(_SCALES, record.get("scale"), None),
        limits=_limits(record.get("limits")),
        units=units if isinstance(units, str) else None,
    )


def _limits(value: object) -> tuple[float, float] | None:
    ends = [_finite(item) for item in _items(value)]
    if len(ends) != 2 or ends[0] is None or ends[1] is None or ends[0] >= ends[1]:
        return None
    return ends[0], ends[1]


def _over(value: object) -> Over:
    if value == "sum":
        return "sum"
    return "mean" if (index := _index(value)) is None else index


def _dimension(value: object) -> int | None:
    index = _index(value)
    return index if index is not None and index < _MOST_DIMENSIONS else None


def _index(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if value >= 0 else None


def _height(value: object) -> float:
    return 1.0 if (height := _finite(value)) is None else min(8.0, max(0.2, height))


def _interval(value: object) -> tuple[int, int] | None:
    """Return TT2000 of a range in UTC seconds since 1970."""
    if not isinstance(value, Mapping):
        return None
    start, stop = _finite(value.get("start")), _finite(value.get("stop"))
    if start is None or stop is None or start >= stop:
        return None
    first, last = (time.from_unix_ns([round(t * 1e6) * 1000 for t in (start, stop)])).tolist()
    return first, last


def _finite(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value) if math.isfinite(value) else None


def _items(value: object) -> Sequence[Any]:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _one_of(allowed: Sequence[T], value: object, otherwise: D) -> T | D:
    return next((one for one in allowed if one == value), otherwise)
