"""How well one list of events agrees with another that is taken as the truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from dayside.model import EventList, time
from dayside.model.durations import Duration, length_ns
from dayside.model.errors import BadRequest
from dayside.model.intervals import Ints
from dayside.model.wording import duration
from dayside.science.events.lenient import Lenient, lenient
from dayside.science.events.matching import Pairs, match_overlaps, match_times, overlaps

Edge = Literal["start", "stop", "center"]

TOLERANCES = ("10 s", "30 s", "1 min", "3 min", "5 min", "10 min")
"""Tolerances of a score if none is given."""

OVERLAPS = (0.1, 0.3, 0.5)
"""Overlaps (intersection over union) of a score of intervals."""

_DAY_NS = 86_400 * time.NS
_RESAMPLES = 2000
_CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Timing:
    """How far matched times are apart, s: found minus reference, so late is positive."""

    median_s: float
    mad_s: float
    p90_s: float

    @classmethod
    def of(cls, errors_ns: NDArray[np.int64]) -> Timing | None:
        """Return median, median absolute deviation, and what 90 % of the distances are below."""
        if not len(errors_ns):
            return None
        errors = errors_ns / time.NS
        median = float(np.median(errors))
        mad = float(np.median(np.abs(errors - median)))
        return cls(median, mad, float(np.quantile(np.abs(errors), 0.9)))


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two lists agree under one criterion; what has no meaning is None.

    Attributes
    ----------
    criterion : str
        ``within 3 min``, ``IoU ≥ 0.5``.
    matched : int
        Pairs, one to one.
    precision, recall, f1 : float or None
        Matched over found, matched over reference, and their harmonic mean.
    precision_range, recall_range, f1_range : (float, float) or None
        95 % intervals from drawing pairs, misses and false events anew.
    start, stop : Timing or None
        Of the pairs.
    mean_iou : float or None
        Of the pairs, if these are intervals.
    false_per_day : float or None
        Found events without a partner, a day of the span.
    pairs : Pairs
        Rows in the found and in the reference list.
    """

    criterion: str
    matched: int
    precision: float | None
    recall: float | None
    f1: float | None
    precision_range: tuple[float, float] | None
    recall_range: tuple[float, float] | None
    f1_range: tuple[float, float] | None
    start: Timing | None
    stop: Timing | None
    mean_iou: float | None
    false_per_day: float | None
    pairs: Pairs


@dataclass(frozen=True, slots=True)
class Score:
    """How well a list agrees with a reference.

    Attributes
    ----------
    found, reference : int
        How many events each has, within the span.
    span : (int, int) or None
        TT2000: where the lists are compared.
    edge : str
        Which time of an event the tolerances are about.
    agreements : tuple of Agreement
        First by tolerance, then by overlap.
    lenient : Lenient or None
        By the rule of Nguyen et al., for comparison with published numbers.
    """

    found: int
    reference: int
    span: tuple[int, int] | None
    edge: Edge
    agreements: tuple[Agreement, ...]
    lenient: Lenient | None

    def __getitem__(self, criterion: str) -> Agreement:
        for agreement in self.agreements:
            if agreement.criterion == criterion:
                return agreement
        known = ", ".join(a.criterion for a in self.agreements)
        raise BadRequest(f"There is no criterion {criterion}; there are {known}.")

    @property
    def _first(self) -> Agreement:
        return self.agreements[0]

    @property
    def precision(self) -> float | None:
        """Of the first criterion."""
        return self._first.precision

    @property
    def recall(self) -> float | None:
        """Of the first criterion."""
        return self._first.recall

    @property
    def f1(self) -> float | None:
        """Of the first criterion."""
        return self._first.f1

    def to_dict(self) -> dict[str, Any]:
        """Return all numbers as plain JSON, without the pairs."""
        record = asdict(self)
        for agreement in record["agreements"]:
            del agreement["pairs"]
        if self.span is not None:
            record["span"] = time.to_text(self.span, 3).tolist()
        return record

    def __repr__(self) -> str:
        from dayside.science.events.report import as_text

        return as_text(self)

    def _repr_html_(self) -> str:
        from dayside.science.events.report import as_html

        return as_html(self)


def score(
    found: EventList,
    reference: EventList,
    tolerance: Duration | Sequence[Duration] = TOLERANCES,
    *,
    overlap: Sequence[float] = OVERLAPS,
    edge: Edge | None = None,
    seed: int = 0,
) -> Score:
    """Return how well a list agrees with a reference.

    Parameters
    ----------
    found, reference : EventList
        Where both say their span, only what lies in both spans is compared.
    tolerance : duration or sequence of them
        How far apart two times may be to be the same event.
    overlap : sequence of float
        Intersection over union, above 0 to 1, of intervals that are the same event; only
        where both lists have intervals.
    edge : {"start", "stop", "center"}, optional
        Which time of an event the tolerance is about; by default the start, or the centre if
        just one of the lists is of instants.
    seed : int
        Of the resampling behind the ranges: the same seed gives the same ranges.

    Raises
    ------
    BadRequest
        If a tolerance or an overlap is out of range.
    TooMuch
        If so many events are near each other that matching them means nothing.
    """
    asked = [tolerance] if not isinstance(tolerance, (list, tuple)) else list(tolerance)
    allowed = [length_ns(t) for t in asked]
    if not allowed or min(allowed) < 0 or not all(0 < o <= 1 for o in overlap):
        raise BadRequest("A tolerance is not below 0, and an overlap is above 0 and at most 1.")
    span = _span(found, reference)
    mine, truth = _compared(found, reference, span)
    chosen: Edge = edge or ("start" if mine.is_instants == truth.is_instants else "center")
    judge = _Judge(mine, truth, span, seed)
    by_time = [judge.within(t, chosen) for t in allowed]
    both = len(mine) and len(truth) and not (mine.is_instants or truth.is_instants)
    by_overlap = [judge.overlapping(o) for o in overlap] if both else []
    rule = lenient(mine, truth) if both else None
    agreements = (*by_time, *by_overlap)
    return Score(len(mine), len(truth), span, chosen, agreements, rule)


class _Judge:
    """Compares two lists under one criterion after the other."""

    def __init__(
        self, found: EventList, reference: EventList, span: tuple[int, int] | None, seed: int
    ) -> None:
        self.found, self.reference = found, reference
        self.days = None if span is None else (span[1] - span[0]) / _DAY_NS
        self.seed = seed
        self.overlaps = overlaps(*found.times, *reference.times)

    def within(self, tolerance: int, edge: Edge) -> Agreement:
        mine, truth = (_edge(events, edge) for events in (self.found, self.reference))
        pairs = match_times(mine, truth, tolerance)
        return self._agreement(f"within {duration(tolerance) or '0 s'}", pairs)

    def overlapping(self, iou: float) -> Agreement:
        matched = match_overlaps(self.overlaps.at_least(iou))
        return self._agreement(f"IoU ≥ {iou:g}", Pairs(matched.first, matched.second))

    def _agreement(self, criterion: str, pairs: Pairs) -> Agreement:
        n, found, reference = len(pairs.first), len(self.found), len(self.reference)
        ranges = _ranges(n, found - n, reference - n, self.seed)
        false = (found - n) / self.days if self.days else None
        starts = self.found.start[pairs.first] - self.reference.start[pairs.second]
        stops = self.found.stop[pairs.first] - self.reference.stop[pairs.second]
        return Agreement(
            criterion,
            n,
            *_rates(n, found, reference),
            *ranges,
            Timing.of(starts),
            Timing.of(stops),
            self._mean_iou(pairs),
            false,
            pairs,
        )

    def _mean_iou(self, pairs: Pairs) -> float | None:
        if not len(pairs.first) or self.found.is_instants or self.reference.is_instants:
            return None
        a, b = pairs
        start, stop = self.found.times
        other_start, other_stop = self.reference.times
        common = np.minimum(stop[a], other_stop[b]) - np.maximum(start[a], other_start[b])
        whole = np.maximum(stop[a], other_stop[b]) - np.minimum(start[a], other_start[b])
        return float(np.mean(np.maximum(common, 0) / np.maximum(whole, 1)))


def _rates(
    matched: int, found: int, reference: int
) -> tuple[float | None, float | None, float | None]:
    precision = matched / found if found else None
    recall = matched / reference if reference else None
    f1 = 2 * matched / (found + reference) if found + reference else None
    return precision, recall, f1


_Range = tuple[float, float] | None


def _ranges(matched: int, false: int, missed: int, seed: int) -> tuple[_Range, _Range, _Range]:
    """Return in what range precision, recall and F1 lie if all events were drawn anew."""
    total = matched + false + missed
    if not total:
        return None, None, None
    shares = np.array([matched, false, missed]) / total
    drawn = np.random.default_rng(seed).multinomial(total, shares, _RESAMPLES)
    hits, wrong, lost = drawn.T
    tails = [(1 - _CONFIDENCE) / 2, (1 + _CONFIDENCE) / 2]

    def between(of: NDArray[np.int64]) -> _Range:
        known = of > 0
        if not known.any():
            return None
        low, high = np.quantile(hits[known] / of[known], tails)
        return float(low), float(high)

    f1 = 2 * hits / (2 * hits + wrong + lost)
    low, high = np.quantile(f1, tails)
    return between(hits + wrong), between(hits + lost), (float(low), float(high))


def _edge(events: EventList, edge: Edge) -> Ints:
    if edge == "start":
        return events.start
    return events.stop if edge == "stop" else events.start + (events.stop - events.start) // 2


def _span(found: EventList, reference: EventList) -> tuple[int, int] | None:
    """Return where the lists can be compared: what they say, else from first to last event."""
    said = [events.span for events in (found, reference) if events.span is not None]
    if said:
        start, stop = max(s[0] for s in said), min(s[1] for s in said)
        if start >= stop:
            raise BadRequest("The spans of the two lists have no time in common.")
        return start, stop
    held = [events for events in (found, reference) if len(events)]
    if not held:
        return None
    first = min(int(events.start.min()) for events in held)
    return first, max(int(events.stop.max()) for events in held) + 1


def _compared(
    found: EventList, reference: EventList, span: tuple[int, int] | None
) -> tuple[EventList, EventList]:
    """Return of both lists the events that begin in the span."""
    if span is None:
        return found, reference
    first, second = (
        events[(events.start >= span[0]) & (events.start < span[1])]
        for events in (found, reference)
    )
    return first, second
