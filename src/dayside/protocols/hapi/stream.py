"""A body made block by block in a thread, no faster than the client reads it."""

from __future__ import annotations

import asyncio
import logging
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator

import anyio
from anyio import to_thread
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

_log = logging.getLogger(__name__)


class BlockStream(Response):
    """An answer whose body comes from a generator.

    One block is made while the one before is sent: memory stays bounded when the client
    is slow. When the client hangs up the generator is closed. When the generator fails
    the connection is broken, never ended: the client must not take half for the whole.

    Parameters
    ----------
    blocks : generator of bytes
    closed : callable
        Called once, however the answer ends.
    """

    def __init__(
        self,
        blocks: Generator[bytes, None, None],
        closed: Callable[[], None],
        *,
        headers: dict[str, str],
        media_type: str,
    ) -> None:
        self.status_code = 200
        self.media_type = media_type
        self.background = None
        self._blocks = blocks
        self._closed = closed
        self.init_headers(headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Send the answer."""
        gone = asyncio.create_task(_hang_up(receive))
        ahead = self._next()
        try:
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            while (block := await ahead) is not None and not gone.done():
                ahead = self._next()
                if block:
                    await send({"type": "http.response.body", "body": block, "more_body": True})
            if not gone.done():
                await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            gone.cancel()
            with anyio.CancelScope(shield=True):
                # A generator cannot be closed while a thread is inside it.
                await asyncio.gather(ahead, return_exceptions=True)
                await to_thread.run_sync(self._blocks.close)
            self._closed()

    def _next(self) -> asyncio.Task[bytes | None]:
        return asyncio.create_task(to_thread.run_sync(next, self._blocks, None))


async def _hang_up(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def gzipped(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield `blocks` compressed, each so far that the client can read it at once."""
    # Level 1: a stream is worth its time more than its last per cent.
    packer = zlib.compressobj(1, wbits=31)
    for block in blocks:
        yield packer.compress(block) + packer.flush(zlib.Z_SYNC_FLUSH)
    yield packer.flush()
