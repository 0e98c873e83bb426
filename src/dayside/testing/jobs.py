"""The contract of a kind of job, as a suite of tests to subclass.

A use case is right when this passes::

    from dayside.testing.jobs import UseCaseContract

    class TestMine(UseCaseContract):
        @pytest.fixture
        def case(self) -> UseCase:
            return Mine()

        @pytest.fixture
        def parameters(self) -> dict[str, Any]:
            return {…}

It is run on the archive of `dayside.testing.applications`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest

from dayside.archive import Archive
from dayside.archive.writer import append
from dayside.model import OPERATOR
from dayside.model.errors import BadRequest, Cancelled
from dayside.services.door import Door
from dayside.services.jobs import Product, UseCase
from dayside.sources.local import LocalSource
from dayside.testing.applications import hidden, walk


@dataclass
class Watched:
    """A ticket that remembers what it was told, and cancels at the n-th word.

    Attributes
    ----------
    saved : mapping or None
        What an earlier run gave to `partial`.
    ends_after : int or None
        So many words are taken.
    words : int
        How often the work told how far it is.
    share : float
        How far it was when it last told so.
    """

    saved: Mapping[str, Any] | None = None
    ends_after: int | None = None
    words: int = 0
    share: float = 0.0

    def advance(self, done: float, total: float, message: str = "") -> None:
        """Take a word, or cancel."""
        assert isinstance(message, str)
        if self.words == self.ends_after:
            raise Cancelled("The job was cancelled.")
        self.words += 1
        share = done / total if total else 0.0
        assert self.share <= share <= 1
        self.share = share

    def check(self) -> None:
        """Let it go on: it is cancelled at its words."""

    def partial(self, state: Mapping[str, Any]) -> None:
        """Keep what is there so far."""
        self.saved = orjson.loads(orjson.dumps(state))


class UseCaseContract:
    """What every kind of job promises."""

    @pytest.fixture
    def case(self) -> UseCase:
        """Return the use case to test."""
        raise NotImplementedError

    @pytest.fixture
    def parameters(self) -> dict[str, Any]:
        """Return parameters of a job that brings something."""
        raise NotImplementedError

    @pytest.fixture
    def door(self, tmp_path: Path) -> Iterator[Door]:
        """Give a door to a small archive."""
        with Archive.open(tmp_path / "archive") as archive:
            append(archive, walk())
            append(archive, hidden())
            yield Door([LocalSource(archive)])

    def test_has_a_name_and_a_title(self, case: UseCase) -> None:
        """People and programs can tell what it is."""
        assert case.name.isidentifier()
        assert case.title
        assert isinstance(case.scope, str)

    def test_checked_parameters_are_whole(
        self, case: UseCase, parameters: dict[str, Any], door: Door
    ) -> None:
        """Checked twice they are the same, and they can be written as JSON."""
        whole = case.check(parameters, door, OPERATOR)
        assert orjson.loads(orjson.dumps(whole)) == whole
        assert case.check(whole, door, OPERATOR) == whole

    def test_what_it_does_not_know_is_refused(
        self, case: UseCase, parameters: dict[str, Any], door: Door
    ) -> None:
        """A misspelt parameter is told before anything is begun."""
        with pytest.raises(BadRequest):
            case.check(parameters | {"there_is_no_such": 1}, door, OPERATOR)

    def test_tells_how_far_it_is(
        self, case: UseCase, parameters: dict[str, Any], door: Door
    ) -> None:
        """It tells so from the start to the end, and never that it is less far than before."""
        ticket = Watched()
        run(case, parameters, door, ticket)
        assert ticket.words >= 2
        assert ticket.share > 0

    def test_stops_when_nobody_wants_it(
        self, case: UseCase, parameters: dict[str, Any], door: Door
    ) -> None:
        """Wherever it is cancelled, that is what it raises."""
        whole = Watched()
        run(case, parameters, door, whole)
        for words in {0, whole.words // 2, whole.words - 1}:
            with pytest.raises(Cancelled):
                run(case, parameters, door, Watched(ends_after=words))

    def test_goes_on_where_it_was(
        self, case: UseCase, parameters: dict[str, Any], door: Door
    ) -> None:
        """Cut short and begun again, it brings what it would have brought."""
        whole = Watched()
        expected = run(case, parameters, door, whole)
        cut = Watched(ends_after=whole.words // 2)
        with pytest.raises(Cancelled):
            run(case, parameters, door, cut)
        assert run(case, parameters, door, Watched(saved=cut.saved)) == expected


def run(case: UseCase, parameters: dict[str, Any], door: Door, ticket: Watched) -> Any:
    """Return what a job brings, a file as its bytes."""
    whole = case.check(parameters, door, OPERATOR)
    result = case.run(whole, ticket, door, OPERATOR)
    if isinstance(result, Product):
        return b"".join(result.pieces)
    return orjson.loads(orjson.dumps(result, option=orjson.OPT_SERIALIZE_NUMPY))
