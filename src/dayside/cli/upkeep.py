"""``dayside verify``, ``doctor``, ``backup`` and ``restore``: keeping an archive well."""

from __future__ import annotations

from typing import Annotated

import typer

from dayside.cli import output
from dayside.cli.session import session_of


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
