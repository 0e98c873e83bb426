"""How commands talk: results on stdout, the rest on stderr, files whole or not at all."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dayside.model.errors import BadRequest


def say(text: str) -> None:
    """Tell the person at the terminal something that is not the result."""
    print(text, file=sys.stderr, flush=True)


def print_json(record: Any) -> None:
    """Print a result for machines."""
    print(json.dumps(record, indent=2, ensure_ascii=False, default=str))


@contextmanager
def to_stdout() -> Iterator[None]:
    """See what is printed out; whoever closes our output early has seen enough."""
    try:
        yield
        sys.stdout.flush()
    except OSError as error:
        _forget_unwritten()
        if not isinstance(error, BrokenPipeError):
            raise


def _forget_unwritten() -> None:
    """See that what cannot be printed is not tried again when the interpreter ends."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a temporary path beside `path` that takes its place at the end, or vanishes.

    Raises
    ------
    BadRequest
        If nothing can be written there.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise BadRequest(f"{path} cannot be written: {error.strerror}.") from error
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        raise BadRequest(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[str], None]]:
    """Show a bar on stderr where that is a terminal; yield what moves it one step on."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        TextColumn("{task.fields[item]}"),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total or None, item="")
        yield lambda item: bar.update(task, advance=1, item=item)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
