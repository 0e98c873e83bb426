"""Keeps child processes of the tests on this machine.

`tests/conftest.py` puts this folder on PYTHONPATH; pytest-socket guards only the
process of the tests itself.
"""

from __future__ import annotations

import ipaddress
import sys
from typing import Any


def _is_local(address: Any) -> bool:
    if not isinstance(address, tuple):  # a Unix socket, or nothing Internet
        return True
    host = str(address[0]).partition("%")[0]
    try:
        where = ipaddress.ip_address(host)
    except ValueError:
        return host in {"", "localhost"}
    return where.is_loopback or where.is_unspecified


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect" and not _is_local(arguments[1]):
        raise RuntimeError(f"tests stay on this machine, but one wants to reach {arguments[1]}")


sys.addaudithook(_audit)
