"""The lenient rule by which catalogues of ICMEs were scored (Nguyen et al. 2019)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dayside.model import EventList, time
from dayside.science.events.matching import overlaps

COVERED = 0.51
"""Share of a reference event that one found event must cover."""

SHORTEST_NS = 9_000 * time.NS
"""Found events shorter than this (2.5 h) are left out, unless a reference event is as short."""


@dataclass(frozen=True, slots=True)
class Lenient:
    """Scores that are higher than strict ones: pairs need not be one to one.

    Attributes
    ----------
    recall : float or None
        Share of the reference events of which one found event covers `COVERED`.
    precision : float or None
        Share of the found events that touch any reference event at all.
    left_out : int
        Found events that were too short to be asked.
    """

    recall: float | None
    precision: float | None
    left_out: int


def lenient(found: EventList, reference: EventList) -> Lenient:
    """Return the scores of two lists of intervals by this rule.

    References
    ----------
    Nguyen, G., et al. (2019), Astrophys. J., 874, 145.
    """
    shortest = min(SHORTEST_NS, int(reference.duration_ns.min())) if len(reference) else 0
    asked = found[found.duration_ns >= shortest]
    pairs = overlaps(*asked.times, *reference.times)
    common = np.minimum(asked.stop[pairs.first], reference.stop[pairs.second]) - np.maximum(
        asked.start[pairs.first], reference.start[pairs.second]
    )
    covered = common >= COVERED * reference.duration_ns[pairs.second]
    recalled = len(np.unique(pairs.second[covered]))
    right = len(np.unique(pairs.first))
    return Lenient(
        recalled / len(reference) if len(reference) else None,
        right / len(asked) if len(asked) else None,
        len(found) - len(asked),
    )
