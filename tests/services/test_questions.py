from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from dayside.archive import Archive
from dayside.archive.writer import append
from dayside.model import ANONYMOUS, OPERATOR, Dataset, Parameter, Series, time
from dayside.services.door import Door
from dayside.services.evaluate import FormulaRequest
from dayside.services.questions import questions
from dayside.services.search import SearchRequest, find
from dayside.services.statistics import quantiles
from dayside.sources.local import LocalSource

ROWS = 20_000
T0 = time.parse("2016-09-01")


def slow(cadence_s: int, phase: float) -> np.ndarray:
    return 20 + 10 * np.sin(np.arange(ROWS // cadence_s) * cadence_s / 2000 + phase)


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """Give a field at 1 s, a density at 4 s that is high where the field is low, a secret."""
    with Archive.open(tmp_path_factory.mktemp("asked") / "archive") as archive:
        field = Parameter("B", "float64", "nT", (3,), components=("x", "y", "z"), frame="MSO")
        mag = Dataset("mag", (field,), target="Mars", cadence_ns=time.NS)
        vectors = np.column_stack([slow(1, 0), np.zeros(ROWS), np.zeros(ROWS)])
        append(archive, Series(mag, T0 + np.arange(ROWS) * time.NS, {"B": vectors}))
        density = Parameter("n", "float64", "cm-3", label="Ion density")
        ions = Dataset("ions", (density,), target="Mars", cadence_ns=4 * time.NS)
        ticks = T0 + np.arange(ROWS // 4) * 4 * time.NS
        append(archive, Series(ions, ticks, {"n": slow(4, np.pi)}))
        secret = ions.replace(id="secret", access="private")
        append(archive, Series(secret, ticks, {"n": slow(4, 1.0)}))
        yield Door([LocalSource(archive)])


def test_every_question_has_an_answer_that_is_not_everything(door: Door) -> None:
    asked = questions(door, ANONYMOUS)
    assert {q.title for q in asked} >= {"Weak |B|", "High ion density"}
    for question in asked:
        request = SearchRequest.of(
            FormulaRequest(question.condition),
            min_duration=question.min_duration,
            columns=question.columns,
        )
        found = find(door, request, ANONYMOUS)
        assert 0 < found.duration_ns.sum() < 0.6 * ROWS * time.NS, question
        assert len(found.columns) == 2


def test_two_datasets_are_asked_together_first(door: Door) -> None:
    first, *_ = questions(door, ANONYMOUS)
    assert "norm(mag.B) <" in first.condition
    assert " and ions.n >" in first.condition


def test_one_dataset_is_asked_alone_and_what_is_private_of_none(door: Door) -> None:
    assert [q.condition.split()[0] for q in questions(door, ANONYMOUS, "ions")] == ["ions.n"]
    assert not any("secret" in q.condition for q in questions(door, ANONYMOUS))
    assert questions(door, OPERATOR, "secret")


def test_quantiles_are_about_those_of_the_samples(door: Door) -> None:
    low, high = quantiles(door, "ions", "n", (0.02, 0.98), ANONYMOUS)
    np.testing.assert_allclose([low, high], np.quantile(slow(4, np.pi), [0.02, 0.98]), rtol=0.02)
