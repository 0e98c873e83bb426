"""Every kind of job keeps the contract."""

from __future__ import annotations

from typing import Any

import pytest

from dayside.services.evaluate_job import Evaluate
from dayside.services.integrity import Verify
from dayside.services.jobs import UseCase
from dayside.services.search_job import Find
from dayside.testing.jobs import UseCaseContract


class TestVerify(UseCaseContract):
    @pytest.fixture
    def case(self) -> UseCase:
        return Verify()

    @pytest.fixture
    def parameters(self) -> dict[str, Any]:
        return {}


class TestEvaluate(UseCaseContract):
    @pytest.fixture
    def case(self) -> UseCase:
        return Evaluate()

    @pytest.fixture
    def parameters(self) -> dict[str, Any]:
        return {"formula": "norm(walk.B)", "step": "1 s"}


class TestFind(UseCaseContract):
    @pytest.fixture
    def case(self) -> UseCase:
        return Find()

    @pytest.fixture
    def parameters(self, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
        # Many small tasks, so that it is cut short in the middle, and all is kept.
        monkeypatch.setattr("dayside.query.search.search.TASK_SAMPLES", 1000)
        monkeypatch.setattr("dayside.services.search_kept.KEEP_S", 0.0)
        return {"condition": "norm(walk.B) < 40*nT", "min_duration": "10 s"}
