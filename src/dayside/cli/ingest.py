"""``dayside ingest``: files in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from dayside.cli import output
from dayside.cli.session import Session, session_of
from dayside.model import OPERATOR
from dayside.model.error_codes import codes_of
from dayside.model.errors import UnreadableFile

if TYPE_CHECKING:
    from dayside.services.ingest import Options, Outcome

REFUSED_EXIT = codes_of(UnreadableFile()).exit


def ingest(
    context: typer.Context,
    files: Annotated[
        list[str], typer.Argument(metavar="FILES", help="Files, folders or patterns.")
    ],
    dataset: Annotated[
        str | None, typer.Option(metavar="ID", help="Id, in place of the one the files tell.")
    ] = None,
    describe: Annotated[
        Path | None,
        typer.Option(metavar="FILE.toml", help="Says what bare files do not (docs/ingest.md)."),
    ] = None,
    keep: Annotated[
        Literal["copy", "link", "reference"],
        typer.Option(help="How the originals are kept: in the archive, hard-linked, or where."),
    ] = "copy",
    as_json: Annotated[
        bool, typer.Option("--json", help="Print a line of JSON for each file.")
    ] = False,
) -> None:
    """Take files into the archive.

    What is there already is left as it is. Ends with 0 when all are in or were there
    already, with 3 when any was refused; why, is on the last line.
    """
    from dayside.formats.describe import load
    from dayside.services.ingest import Options

    if describe:
        load(describe)  # what is wrong with it is told before any file is read
    options = Options(dataset=dataset, description=describe, keep=keep)
    tell = _print_json if as_json else _print
    refused = _take_in(session_of(context), files, options, tell)
    for outcome in refused:
        tell(outcome)
    if refused:
        output.say(f"dayside: {len(refused)} refused, the last because: {refused[-1].reason}")
        raise typer.Exit(REFUSED_EXIT)


def _take_in(
    session: Session, files: list[str], options: Options, tell: Callable[[Outcome], None]
) -> list[Outcome]:
    """Take files in, tell of each that is, and return those refused: they are told last."""
    from dayside.services.ingest import ingest as take_in

    done: Counter[str] = Counter()
    refused: list[Outcome] = []
    with session.opened(write=True) as opened, output.progress("ingest", 0) as step:
        for outcome in take_in(opened.archive, files, OPERATOR, options, lambda p: step(p.name)):
            done[outcome.status] += 1
            if outcome.status == "refused":
                refused.append(outcome)
            else:
                tell(outcome)
    output.say(
        f"{done.total()} file{'s' * (done.total() != 1)}: {done['added']} in, "
        f"{done['present']} there already, {done['refused']} refused"
    )
    return refused


def _print(outcome: Outcome) -> None:
    """Print one file, what became of it, and where its samples are."""
    told = f"{outcome.status:<8} {outcome.path}"
    if outcome.datasets:
        told += f" -> {', '.join(outcome.datasets)}, {outcome.records:,} samples"
    # Most reasons begin with the file's name, which the path has told.
    reason = outcome.reason.removeprefix(outcome.path.name).removeprefix(":").strip()
    print(f"{told}: {reason}" if reason else told, flush=True)


def _print_json(outcome: Outcome) -> None:
    import json

    record = {
        "path": str(outcome.path),
        "status": outcome.status,
        "datasets": list(outcome.datasets),
        "records": outcome.records,
        "reason": outcome.reason,
    }
    print(json.dumps(record, ensure_ascii=False), flush=True)
