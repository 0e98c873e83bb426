"""Values at a step: mean, minimum, maximum and count in bins, as a series of its own.

What a plot shows of a long interval can so be handed on as numbers, in every format.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from dayside.archive.levels import column_names, dtype_of
from dayside.model import Dataset, Parameter, Principal, Series, time
from dayside.model.errors import BadRequest, EmptyInterval
from dayside.model.series import Values
from dayside.model.wording import duration
from dayside.science.series.bins import COUNT, MAX, MEAN, MIN, STATS, combine
from dayside.services import buckets, catalog
from dayside.services.door import Door
from dayside.services.fetch import Answer, SeriesRequest

NUMBERS_IN_A_BLOCK = 1 << 20
_KINDS = (("", "Mean", MEAN), ("_min", "Least value", MIN), ("_max", "Greatest value", MAX))


@dataclass(frozen=True, slots=True)
class _Column:
    """A parameter of the answer: one statistic of some columns of an asked one."""

    parameter: Parameter
    kind: int
    first: int
    last: int

    def of(self, stats: Values) -> Values:
        """Return its values, given those of shape (bins, 4, columns) of the asked parameter."""
        picked = stats[:, self.kind, self.first : self.last].astype(self.parameter.dtype)
        return picked.reshape(len(stats), *self.parameter.shape)


def binned(door: Door, request: SeriesRequest, step_ns: int, principal: Principal) -> Answer:
    """Return statistics of a dataset in bins over an interval.

    The mean keeps the name of its parameter; ``_min``, ``_max`` and ``_count`` (of valid
    samples) stand beside it, and those of the length of a vector as ``_magnitude``. Bins are
    UTC-aligned and whole, all that meet the interval; their time is their beginning. A bin
    without a sample is left out, as are parameters that are no numbers.

    Parameters
    ----------
    step_ns : int
        Width of the bins; that of a level, or a multiple.

    Raises
    ------
    UnknownDataset, UnknownParameter
        If what is asked is not there, or not for `principal`.
    EmptyInterval
        If start is not before stop.
    BadRequest
        If there are no such bins, or nothing that is asked holds numbers.
    """
    if request.start >= request.stop:
        raise EmptyInterval(
            f"The start {time.to_text(request.start)} is not before "
            f"the stop {time.to_text(request.stop)}."
        )
    if request.snapshot is not None:
        raise BadRequest("step: bins are those of the newest state; leave the snapshot out.")
    dataset = catalog.describe(door, request.dataset, principal).select(request.parameters)
    numeric = [p.name for p in dataset.parameters if p.is_numeric]
    if not numeric:
        raise BadRequest(f"step: nothing that is asked of {request.dataset} holds numbers.")
    asked = [buckets.ask(door, request.dataset, name, principal) for name in numeric]
    width = _level(asked[0].widths_ns, step_ns)
    columns = [_columns(a.parameter, step_ns, set(dataset.names)) for a in asked]
    described = dataset.replace(
        parameters=tuple(c.parameter for of_one in columns for c in of_one),
        cadence_ns=step_ns,
        time_stamp="begin",
    )
    return Answer(
        described, _blocks(described, asked, columns, request, width, step_ns), asked[0].version
    )


def _level(widths_ns: tuple[int, ...], step_ns: int) -> int:
    """Return the widest level that bins of a step are made of."""
    fitting = [w for w in widths_ns if step_ns > 0 and step_ns % w == 0]
    if not fitting:
        raise BadRequest(
            f"step: bins may be {', '.join(duration(w) for w in widths_ns[:3])}… wide, or a "
            f"multiple of the first; finer than {duration(widths_ns[0])} are the samples."
        )
    return fitting[-1]


def _columns(p: Parameter, step_ns: int, taken: set[str]) -> list[_Column]:
    """Return what becomes of a parameter; `taken` are names there are."""
    kind_of = str(dtype_of(p))
    mean = replace(p, dtype=kind_of, fill=None, uncertainty=(), quality=None)
    length = Parameter(f"{p.name}_magnitude", kind_of, p.units, display=p.display, scale=p.scale)
    found = [
        _Column(_statistic(of, suffix, said, step_ns, taken), kind, first, last)
        for of, first, last in ((mean, 0, p.size), (length, p.size, len(column_names(p))))
        if first < last
        for suffix, said, kind in _KINDS
    ]
    count = replace(mean, dtype="int64", units="", frame=None, valid_min=None, valid_max=None)
    said = "Number of valid samples"
    return [*found, _Column(_statistic(count, "_count", said, step_ns, taken), COUNT, 0, p.size)]


def _statistic(p: Parameter, suffix: str, said: str, step_ns: int, taken: set[str]) -> Parameter:
    name = p.name + suffix
    while suffix and name in taken:
        name += "_"
    taken.add(name)
    about = f"{said} in bins of {duration(step_ns)}. {p.description}".strip()
    return replace(p, name=name, description=about, label=name if suffix else p.label)


def _blocks(
    described: Dataset,
    asked: list[buckets.Asked],
    columns: list[list[_Column]],
    request: SeriesRequest,
    width_ns: int,
    step_ns: int,
) -> Iterator[Series]:
    begin, end = (int(t) for t in time.to_unix_ns([request.start, request.stop]))
    first, last = begin // step_ns, max(end - 1, begin) // step_ns
    together = step_ns // width_ns
    numbers = max(len(STATS) * len(column_names(a.parameter)) * together for a in asked)
    many = max(1, NUMBERS_IN_A_BLOCK // numbers)
    for at in range(first, last + 1, many):
        until = min(at + many - 1, last)
        stats = [_stats(a, width_ns, at, until, together) for a in asked]
        there = np.flatnonzero(np.any([(s[:, COUNT] > 0).any(axis=1) for s in stats], axis=0))
        values = {
            c.parameter.name: c.of(s[there])
            for s, of_one in zip(stats, columns, strict=True)
            for c in of_one
        }
        yield Series(described, time.from_unix_ns((at + there) * step_ns), values)


def _stats(asked: buckets.Asked, width_ns: int, first: int, last: int, together: int) -> Values:
    """Return the statistics of every bin from `first` to `last`, NaN in the empty ones."""
    names = column_names(asked.parameter)
    out = np.full((last - first + 1, len(STATS), len(names)), np.nan)
    out[:, COUNT] = 0
    found = asked.stretch(width_ns, first * together, (last + 1) * together - 1)
    if found is not None and len(found.bins):
        bins, stats = combine(found.bins // together, found.stats.astype(np.float64))
        out[bins - first] = stats
    return out
