"""Servers in processes of their own, and what these take."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Server:
    """A running server: its address and its process with all children."""

    root: str
    process: int

    def cpu_s(self) -> float:
        """Return user and system seconds so far."""
        return sum(_stat(p) for p in self._family()) / _TICK

    def memory_mb(self, what: str) -> float:
        """Return ``VmRSS`` or ``VmHWM`` of the process, MB."""
        text = Path(f"/proc/{self.process}/status").read_text()
        found = re.search(rf"{what}:\s+(\d+)", text)
        return int(found[1]) / 1024 if found else 0.0

    def _family(self) -> list[int]:
        found, seen = [self.process], 0
        while seen < len(found):
            with contextlib.suppress(OSError):
                for task in Path(f"/proc/{found[seen]}/task").iterdir():
                    found += [int(c) for c in (task / "children").read_text().split()]
            seen += 1
        return found


def _stat(process: int) -> int:
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    # utime, stime, and those of children that ended.
    return sum(int(f) for f in fields[11:15])


@contextlib.contextmanager
def started(command: list[str], root: str, cwd: Path | None = None) -> Iterator[Server]:
    """Run a server until it answers, and stop it in the end."""
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, cwd=cwd, stdout=log, stderr=log)
        try:
            for _ in range(300):
                with contextlib.suppress(OSError):
                    urllib.request.urlopen(f"{root}/catalog", timeout=5).read()
                    break
                if process.poll() is not None:
                    break
                time.sleep(0.1)
            else:
                process.poll()
            if process.poll() is not None:
                log.seek(0)
                raise SystemExit(log.read().decode()[-2000:])
            yield Server(root, process.pid)
        finally:
            process.terminate()
            process.wait(10)


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def archive_served(location: Path) -> AbstractContextManager[Server]:
    """Run ``dayside serve`` on an archive; the root is its HAPI's."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "dayside", "--archive", str(location)),
        *("serve", "--port", str(port)),
    ]
    return started(command, f"http://127.0.0.1:{port}/hapi")
