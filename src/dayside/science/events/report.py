"""A score as text, and as HTML."""

from __future__ import annotations

from html import escape

from dayside.model import time
from dayside.model.tables import html_table, text_table
from dayside.model.wording import number
from dayside.science.events.score import Agreement, Score, Timing

_HEAD = (
    "criterion", "matched", "precision", "recall", "F1", "start error (s)", "stop error (s)",
    "mean IoU", "false a day",
)  # fmt: skip
_MISSING = "–"


def as_text(score: Score) -> str:
    """Return a score as text: what was compared, and a row for each criterion."""
    return "\n".join([*_lines(score), text_table(_HEAD, _rows(score)), *_notes(score)])


def as_html(score: Score) -> str:
    """Return a score as HTML."""
    head = "".join(f"<p>{escape(line)}</p>" for line in _lines(score))
    notes = "".join(f"<p>{escape(line)}</p>" for line in _notes(score))
    return head + html_table(_HEAD, _rows(score)) + notes


def _lines(score: Score) -> list[str]:
    lines = [f"{score.found} found against {score.reference} of the reference"]
    if score.span is not None:
        start, stop = time.to_text(score.span, 0)
        lines[0] += f", {start} to {stop}"
    return lines


def _notes(score: Score) -> list[str]:
    errors = "errors: median ± MAD (90 % below), late is +"
    edge = f"tolerances are about the {score.edge}"
    notes = [f"  precision, recall, F1 with 95 % ranges; {errors}; {edge}"]
    if score.lenient is not None:
        rule = score.lenient
        notes.append(
            f"  lenient rule (Nguyen et al. 2019): precision {_share(rule.precision)}, recall "
            f"{_share(rule.recall)}; {rule.left_out} too short, left out"
        )
    return notes


def _rows(score: Score) -> list[tuple[str, ...]]:
    return [
        (
            a.criterion,
            str(a.matched),
            _rate(a.precision, a.precision_range),
            _rate(a.recall, a.recall_range),
            _rate(a.f1, a.f1_range),
            _timing(a.start),
            _timing(a.stop),
            _share(a.mean_iou),
            _per_day(a),
        )
        for a in score.agreements
    ]


def _rate(value: float | None, between: tuple[float, float] | None) -> str:
    if value is None or between is None:
        return _share(value)
    return f"{value:.3f} ({between[0]:.3f}–{between[1]:.3f})"


def _share(value: float | None) -> str:
    return _MISSING if value is None else f"{value:.3f}"


def _timing(timing: Timing | None) -> str:
    if timing is None:
        return _MISSING
    median, mad, p90 = (f"{v:.4g}" for v in (timing.median_s, timing.mad_s, timing.p90_s))
    return f"{median} ± {mad} ({p90})".replace("-", "−")


def _per_day(agreement: Agreement) -> str:
    rate = agreement.false_per_day
    return _MISSING if rate is None else number(float(f"{rate:.3g}"))
