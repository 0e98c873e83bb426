"""Long work in parts: the same whoever does them, told of, and ended when nobody wants it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from dayside.archive import Archive
from dayside.archive.writer import append
from dayside.compute import Pool, local_pool
from dayside.model import OPERATOR, Dataset, Parameter, Series, time
from dayside.model.errors import Cancelled
from dayside.model.ticket import Silent
from dayside.services.door import Door
from dayside.services.evaluate import FormulaRequest, values
from dayside.sources.local import LocalSource

T0 = time.parse("2016-09-01")
ROWS = 7200


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """Give two hours of noise each second, of which ten minutes are missing."""
    x = np.random.default_rng(0).normal(0, 1, ROWS)
    keep = np.r_[0:3000, 3600:ROWS]
    dataset = Dataset("noise", (Parameter("x", "float64", "nT"),), cadence_ns=time.NS)
    with Archive.open(tmp_path_factory.mktemp("spread") / "archive") as archive:
        append(archive, Series(dataset, T0 + keep * time.NS, {"x": x[keep]}))
        yield Door([LocalSource(archive)])


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dayside.query.evaluate.BLOCK_NUMBERS", 200)


class Told(Silent):
    """Keeps what it is told; does not want the work any more after `most` tellings."""

    def __init__(self, most: int = 1 << 30) -> None:
        self.told: list[float] = []
        self.most = most

    def advance(self, done: float, total: float, message: str = "") -> None:
        self.told.append(done / total)
        if len(self.told) > self.most:
            raise Cancelled("not wanted any more")


def pools() -> list[Pool]:
    return [local_pool(1), local_pool(4)]


def test_values_are_the_same_whoever_works(door: Door) -> None:
    request = FormulaRequest('mean(noise.x, "1 min")')
    found = []
    for pool in pools():
        with pool:
            series = values(Door(door.sources, pool=pool), request, OPERATOR).series()
            found.append(series.values[series.dataset.names[0]])
            assert (np.diff(series.time) > 0).all()
    assert len(found[0]) == ROWS - 600
    np.testing.assert_array_equal(*found)


def test_it_tells_how_far_it_is(door: Door) -> None:
    ticket = Told()
    blocks = list(values(door, FormulaRequest("2*noise.x"), OPERATOR, ticket).blocks)
    assert len(blocks) > 20
    assert ticket.told[0] == 0
    assert ticket.told[-1] == 1
    assert (np.diff(ticket.told) > 0).all()


def test_it_ends_when_nobody_wants_it(door: Door) -> None:
    ticket = Told(most=3)
    with pytest.raises(Cancelled):
        values(door, FormulaRequest("2*noise.x"), OPERATOR, ticket).series()
    assert ticket.told[-1] < 0.25
