"""`serving`: an application on a port of loopback, for tests with real clients."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.types import ASGIApp

START_S = 30


@contextmanager
def serving(app: ASGIApp, port: int = 0) -> Iterator[str]:
    """Serve `app` from a thread of this process and yield its address, without a last slash.

    Parameters
    ----------
    port : int
        By default any that is free.

    Raises
    ------
    RuntimeError
        If it does not start.
    """
    import uvicorn

    with socket.socket(proto=socket.IPPROTO_TCP) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
        config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=2)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        try:
            _wait(server, thread)
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def _wait(server: object, thread: threading.Thread) -> None:
    until = time.monotonic() + START_S
    while not getattr(server, "started", False):
        if not thread.is_alive() or time.monotonic() > until:
            raise RuntimeError("the application did not start")
        time.sleep(0.01)
