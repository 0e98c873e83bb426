"""Reading the files of strangers in a process of its own.

A hostile file can crash a library, run for ever or ask for all memory. Here that ends a
process nobody misses: what it found comes back as plain arrays in a folder beside a JSON
text that describes them, never as anything that is run.

``python -m dayside.sources.apart FILES TARGET`` is that process.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np

from dayside.formats.limits import memory_limit
from dayside.model import Dataset, Series
from dayside.model.errors import TooMuch, UnreadableFile
from dayside.model.series import Values
from dayside.sources.files import Found, Refusal, read_files

SECONDS = 120
"""How long reading may take."""
LEAST_MEMORY = 2 << 30
"""Less than this and the libraries themselves do not start."""
_FOUND = "found.json"
_TOO_LARGE = 4

_log = logging.getLogger(__name__)


def read_apart(folder: Path, target: Path, most_bytes: int, seconds: float = SECONDS) -> Found:
    """Return what the files of a folder hold, as arrays mapped from `target`.

    Parameters
    ----------
    folder : Path
        With the files.
    target : Path
        An empty folder for what is read; it must stay while the series are used.
    most_bytes : int
        Most that all values may take.
    seconds : float
        How long it may take.

    Raises
    ------
    UnreadableFile
        If reading crashes or takes too long.
    TooMuch
        If there are more values than `most_bytes` hold.
    """
    command = [sys.executable, "-P", "-m", __name__, str(folder), str(target), str(most_bytes)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile(
            f"Reading takes longer than {seconds:.0f} s, and was given up."
        ) from error
    if done.returncode == _TOO_LARGE:
        raise TooMuch(
            f"There are more than {most_bytes >> 20} MiB of values in it: too many to look at "
            "without ingesting."
        )
    if done.returncode:
        _log.warning("reading apart ended with %s: %s", done.returncode, done.stderr[-2000:])
        raise UnreadableFile(
            "The file stopped whoever read it: it is damaged, or asks for more memory than a "
            "file may."
        )
    return _loaded(target)


def _loaded(target: Path) -> Found:
    told = json.loads((target / _FOUND).read_text("utf-8"))
    series = []
    for number, record in enumerate(told["datasets"]):
        dataset = Dataset.from_dict(record)
        ticks, *values = (
            np.load(target / f"{number}-{column}.npy", mmap_mode="r", allow_pickle=False)
            for column in range(len(dataset.parameters) + 1)
        )
        series.append(Series(dataset, ticks, dict(zip(dataset.names, values, strict=True))))
    return Found(tuple(series), tuple(Refusal(**r) for r in told["refused"]))


def _write(found: Found, target: Path) -> None:
    for number, series in enumerate(found.series):
        for column, values in enumerate(_arrays(series)):
            np.save(target / f"{number}-{column}.npy", values, allow_pickle=False)
    told = {
        "datasets": [series.dataset.to_dict() for series in found.series],
        "refused": [asdict(refusal) for refusal in found.refused],
    }
    # Texts of damaged files may hold half a character.
    text = json.dumps(told, default=str)
    (target / _FOUND).write_text(text, "utf-8")


def _arrays(series: Series) -> Iterator[Values]:
    yield series.time
    yield from (series.values[name] for name in series.dataset.names)


def _confine(most_bytes: int) -> None:
    """Bound what this process may take, where the system lets it."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    memory = max(LEAST_MEMORY, memory_limit())
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 * most_bytes, 2 * most_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(folder: str, target: str, most_bytes: str) -> int:
    """Read a folder into another; return the exit code."""
    _confine(int(most_bytes))
    found = read_files([folder])
    if sum(values.nbytes for s in found.series for values in _arrays(s)) > int(most_bytes):
        return _TOO_LARGE
    _write(found, Path(target))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
