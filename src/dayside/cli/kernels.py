"""``dayside kernels``: files of SPICE that the archive keeps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import numpy as np
import typer

from dayside.cli import output
from dayside.cli.session import session_of
from dayside.model import OPERATOR, time
from dayside.model.tables import text_table

if TYPE_CHECKING:
    from dayside.model.kernel import Cover, Kernel

app = typer.Typer(help="Add, list and remove SPICE kernels: bodies of theirs are datasets.")

Name = Annotated[str, typer.Argument(help="Name of its file.")]


@app.command("add")
def add(
    context: typer.Context,
    files: Annotated[
        list[Path],
        typer.Argument(help="SPK, CK, FK, PCK, LSK, SCLK, or meta-kernels, which name others."),
    ],
    private: Annotated[
        bool, typer.Option(help="Only for those who may read private datasets.")
    ] = False,
) -> None:
    """Add kernels: all of them or, if one is refused, none."""
    from dayside.services import kernels

    with session_of(context).opened(write=True) as opened:
        added = kernels.add(opened.door, files, OPERATOR, private=private)
    for one in added:
        bodies = [c.name for c in one.kernel.covers]
        told = f": {', '.join(bodies[:8])}{', …' if len(bodies) > 8 else ''}" if bodies else ""
        state = "present" if one.was_there else "added"
        output.say(f"{state} {one.kernel.kind} {one.kernel.name}{told}")
        for note in one.kernel.notes:
            output.say(f"  note: {note}")


@app.command("list")
def list_all(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print all that is known.")] = False,
) -> None:
    """List the kernels, in the order in which they are loaded."""
    from dayside.services import kernels

    with session_of(context).opened() as opened:
        found = kernels.every(opened.door, OPERATOR)
    if as_json:
        output.print_json([kernel.to_dict() for kernel in found])
    elif found:
        rows = [row for kernel in found for row in _rows(kernel)]
        print(text_table(("kernel", "type", "access", "of", "from", "to"), rows))
    else:
        output.say("No kernels yet, besides those of the planets: dayside kernels add FILES…")


@app.command("show")
def show(context: typer.Context, name: Name) -> None:
    """Show what a kernel covers."""
    from dayside.services import kernels

    with session_of(context).opened() as opened:
        found = kernels.get(opened.door, name, OPERATOR)
    output.print_json(found.to_dict())


@app.command("remove")
def remove(context: typer.Context, name: Name) -> None:
    """Forget a kernel."""
    from dayside.services import kernels

    with session_of(context).opened(write=True) as opened:
        kernels.remove(opened.door, name, OPERATOR)
    output.say(f"{name} is removed")


def _rows(kernel: Kernel) -> list[tuple[str, ...]]:
    first = (kernel.name, kernel.kind, kernel.access)
    covers = [(cover.name, *_span(cover)) for cover in kernel.covers] or [("", "", "")]
    return [(*(first if at == 0 else ("", "", "")), *told) for at, told in enumerate(covers)]


def _span(cover: Cover) -> tuple[str, str]:
    from dayside.science.frames.clock import ticks_of

    if not cover.intervals:
        return "", ""
    ends = np.clip([cover.intervals[0][0], cover.intervals[-1][1]], -9.2e9, 8.2e9)
    first, last = time.to_text(ticks_of(ends), digits=0)
    return str(first), str(last)
