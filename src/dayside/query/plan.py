"""The plan of a formula: what is read, what is brought to which axis and how, what results."""

from __future__ import annotations

from dataclasses import dataclass

from dayside.model.errors import BadFormula
from dayside.model.wording import duration
from dayside.query import units
from dayside.query.evaluate import Wanted, every, wanted
from dayside.query.terms import Binned, Call, Resampled, Term


@dataclass(frozen=True, slots=True)
class Plan:
    """How a formula is evaluated.

    Attributes
    ----------
    term : Term
    reads : tuple of Wanted
        What is read of which dataset, over which time.
    steps : tuple of str
        Sentences: what is resampled and how, which windows there are.
    """

    term: Term
    reads: tuple[Wanted, ...]
    steps: tuple[str, ...]

    @property
    def units(self) -> str | None:
        """VOUnit of the result; None where it is not known, or is no number."""
        return units.text_of(self.term.kind.unit)


def plan(term: Term, start: int, stop: int) -> Plan:
    """Return how a term is evaluated over an interval.

    Raises
    ------
    BadFormula
        If it has no time axis.
    """
    need_axis(term)
    steps = tuple(dict.fromkeys(told for t in every(term) if (told := _step(t))))
    return Plan(term, tuple(wanted(term, start, stop)), steps)


def need_axis(term: Term) -> None:
    """Refuse a formula that has no times at which it could be told."""
    if term.axis is None:
        raise BadFormula(f"{term.said} is constant: it names no dataset.")
    if term.axis.cadence_ns is None:
        raise BadFormula(
            f'{term.said} is known at {term.axis.told()}, so it needs a step: step="1 min".'
        )


def _step(term: Term) -> str:
    if isinstance(term, Resampled):
        own = term.term.axis.told() if term.term.axis is not None else ""
        return f"{term.said} ({own}) is {_how(term)} {_at(term)}"
    if isinstance(term, Binned):
        return f"{term.said} is computed {term.axis.told()}"
    if isinstance(term, Call) and (term.before_ns or term.after_ns):
        reach = duration(max(term.before_ns, term.after_ns))
        return f"{term.said} looks at samples up to {reach} away"
    return ""


def _how(term: Resampled) -> str:
    reach = duration(term.reach_ns)
    return {
        "interpolated": f"linearly interpolated, not across steps longer than {reach},",
        "averaged": f"averaged over {duration(2 * term.reach_ns)} cells",
        "nearest": f"taken from the nearest sample, at most {reach} away,",
    }[term.how]


def _at(term: Resampled) -> str:
    return f"at {term.axis.told()}"
