"""Every error has codes, and a text for people."""

from __future__ import annotations

import pytest

from dayside.model import errors
from dayside.model.error_codes import INTERNAL, codes_of

ALL = [
    e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, errors.DaysideError)
]


@pytest.mark.parametrize("kind", ALL)
def test_each_kind_has_codes_and_reads_as_a_sentence(kind: type[errors.DaysideError]) -> None:
    error = kind("What was asked is not there.")
    codes = codes_of(error)
    assert str(error) == "What was asked is not there."
    assert 400 <= codes.http < 600
    assert 1400 <= codes.hapi < 1600
    # What was called off is told as shells tell of it.
    assert 0 < codes.exit < 8 or (kind is errors.Cancelled and codes.exit == 130)
    assert kind.__name__ in (errors.__doc__ or "")


def test_what_is_not_ours_is_internal() -> None:
    assert codes_of(ValueError("x")) is INTERNAL
