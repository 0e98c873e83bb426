"""What stands around every exchange."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import pytest
from starlette.responses import PlainTextResponse

from dayside.protocols.http.frame import Exchange, Frame


def test_an_answer_that_nobody_takes_is_one_line_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    over: list[Exchange] = []
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []}

    async def closed(_: Any) -> Any:
        raise RuntimeError("the connection is closed")

    async def ask() -> None:
        await Frame(PlainTextResponse("well"), observers=(over.append,))(scope, closed, closed)

    # A browser of other tests may have a loop in this thread.
    with caplog.at_level(logging.WARNING), ThreadPoolExecutor(1) as beside:
        beside.submit(anyio.run, ask).result()
    (line,) = caplog.records
    assert "could not be answered: the connection is closed" in line.getMessage()
    assert line.exc_info is None
    assert len(over) == 1
