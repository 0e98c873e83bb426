"""Whether the HDF5 library comes back from a file, tried in a process of its own.

A flipped bit can lead libhdf5 in circles for ever, or to memory that is not there, and
nothing in the same process could stop it. So a child reads the file first, within
limits of CPU time and memory; what it survives, its parent reads. The child runs this
module as a script and needs nothing of Dayside.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
from pathlib import Path
from typing import Any

_CPU_S = 4
_BYTES_PER_CPU_S = 20_000_000
_MOST_MEMORY = 4 << 30
_PIECE_BYTES = 64 << 20
_MOST_INFLATED = 1100


def survives(path: Path) -> bool:
    """Tell whether a child process that reads all of an HDF5 file comes back.

    Parameters
    ----------
    path : Path
        Of the file. A child is allowed 4 s of CPU and 1 s for each 20 MB.
    """
    cpu_s = _CPU_S + path.stat().st_size // _BYTES_PER_CPU_S
    try:
        child = subprocess.run(
            [sys.executable, "-I", str(Path(__file__)), str(path), str(cpu_s)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=6 * cpu_s,  # wall: the machine may be busy
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return child.returncode == 0


def _limit(cpu_s: int) -> None:
    with contextlib.suppress(ImportError):  # no such limits on Windows
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s))
        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _visit(path: str) -> None:
    """Read all attributes and values of a file."""
    import h5py

    size = Path(path).stat().st_size
    with h5py.File(path, "r") as file:
        dict(file.attrs)

        def visit(_name: str, node: Any) -> None:
            dict(node.attrs)
            # What claims more than it can hold is refused by size afterwards.
            if isinstance(node, h5py.Dataset) and node.nbytes <= size * _MOST_INFLATED:
                rows = max(1, _PIECE_BYTES * (node.shape or (1,))[0] // max(node.nbytes, 1))
                for start in range(0, (node.shape or (0,))[0], rows) if node.shape else ():
                    node[start : start + rows]

        file.visititems(visit)


if __name__ == "__main__":
    _limit(int(sys.argv[2]))
    _visit(sys.argv[1])
