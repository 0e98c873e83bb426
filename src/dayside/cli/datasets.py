"""``dayside datasets``: what is there."""

from __future__ import annotations

from typing import Annotated

import typer

from dayside.cli import output
from dayside.cli.session import session_of
from dayside.model import OPERATOR
from dayside.model.tables import text_table


def datasets(
    context: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(help="Words to look for in ids, titles and parameters.")
    ] = None,
    target: Annotated[str | None, typer.Option(help="Only of this target.")] = None,
    mission: Annotated[str | None, typer.Option(help="Only of this mission.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print all that is known.")] = False,
) -> None:
    """List the datasets: coverage, cadence, title."""
    from dayside.client import display
    from dayside.services import catalog

    wanted = {name: said for name, said in (("target", target), ("mission", mission)) if said}
    with session_of(context).opened() as opened:
        found = catalog.search(opened.door, OPERATOR, " ".join(words or []), wanted)
    for name, why in found.unreachable.items():
        output.say(f"dayside: {name} is left out: {why}")
    if as_json:
        output.print_json([d.to_dict() for d in found.datasets])
    elif found.datasets:
        print(text_table(display.DATASET_HEAD, display.dataset_rows(found.datasets)))
    else:
        output.say(
            "No datasets" + (" match." if words or wanted else " yet: dayside ingest FILES…")
        )
