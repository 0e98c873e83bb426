"""``dayside verify``, ``doctor``, ``backup`` and ``restore``: keeping an archive well."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dayside.cli import output
from dayside.cli.session import session_of
from dayside.model import OPERATOR
from dayside.model.error_codes import codes_of
from dayside.model.errors import ArchiveDamaged

if TYPE_CHECKING:
    from dayside.archive.backup import Copied

DAMAGED_EXIT = codes_of(ArchiveDamaged()).exit

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the backup is.")]


def verify(
    context: typer.Context,
    clean: Annotated[
        bool, typer.Option("--clean", help="Remove what interrupted writes left behind.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print it for machines.")] = False,
) -> None:
    """Compare all that is kept with its checksums.

    Every group of every snapshot is read back, and every original. Ends with 6 where
    anything is damaged or missing.
    """
    from dayside.archive import integrity
    from dayside.client.progress import watched
    from dayside.services.integrity import verify as check

    with session_of(context).opened(write=clean) as opened, watched("verify") as ticket:
        found = check(opened.archive, OPERATOR, ticket)
        left = integrity.clean(opened.archive) if clean else integrity.leftovers(opened.archive)
    if as_json:
        problems = [{"dataset": f.dataset, "problem": f.problem} for f in found]
        output.print_json({"problems": problems, "leftovers": left, "removed": clean})
    else:
        for finding in found:
            print(f"{finding.dataset}: {finding.problem}")
        if left:
            did = "Removed" if clean else "Not needed, --clean removes them"
            output.say(f"{did}: {len(left)} leftovers of interrupted writes.")
    if found:
        output.say(f"dayside: {len(found)} problems")
        raise typer.Exit(DAMAGED_EXIT)
    output.say("All is as it was written.")


def backup(context: typer.Context, folder: Folder) -> None:
    """Copy the archive, as it is now, into a folder.

    A folder that holds an earlier backup is brought up to date. The archive may be read
    and written meanwhile.
    """
    from dayside.archive.backup import backup as copy

    with session_of(context).opened() as opened, output.progress("backup", 0) as step:
        _tell(copy(opened.archive, folder, step), "copied")


def restore(context: typer.Context, folder: Folder) -> None:
    """Fill an empty archive from a backup."""
    from dayside.archive.backup import restore as fill

    with session_of(context).opened(write=True) as opened, output.progress("restore", 0) as step:
        _tell(fill(folder, opened.archive, step), "restored")


def _tell(done: Copied, what: str) -> None:
    output.say(f"Snapshot {done.snapshot}: {done.files} files, {done.bytes:,} bytes {what}.")


def doctor(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print it for machines.")] = False,
) -> None:
    """Look over this installation and its archive.

    Ends with 1 where something is wrong.
    """
    from dayside.cli.checkup import checkup

    found = list(checkup(session_of(context).settings()))
    if as_json:
        output.print_json([{"what": f.what, "state": f.state, "told": f.told} for f in found])
    else:
        for finding in found:
            print(f"{finding.state:<8} {finding.what:<12} {finding.told}")
    if any(finding.state == "wrong" for finding in found):
        raise typer.Exit(1)
