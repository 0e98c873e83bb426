"""``dayside geometry``: events with the columns of EPN-TAP tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dayside.cli.conjunctions import File, Keep, To
from dayside.cli.event_lists import List, read, save_or_print
from dayside.cli.session import session_of
from dayside.model import OPERATOR


def geometry(
    context: typer.Context,
    events: List,
    trajectory: Annotated[
        str, typer.Argument(help="An ephemeris about the target: ephemeris/messenger@mercury.")
    ],
    keep: Keep = None,
    to: To = None,
    file: File = None,
) -> None:
    """Tell where a spacecraft was in each event: positions, angles, local time, as EPNcore."""
    from dayside.client.progress import watched
    from dayside.services import catalog
    from dayside.services import events as lists
    from dayside.services.geometry import geometry as found

    listed = read(context, events)
    with session_of(context).opened(write=True) as opened, watched("geometry") as ticket:
        made = found(opened.door, listed, trajectory, OPERATOR, ticket)
        told = {catalog.describe(opened.door, trajectory, OPERATOR).access}
        if not Path(events).is_file():
            told.add(lists.info(opened.door, events, OPERATOR).access)
    access = "public" if told == {"public"} else "private"
    save_or_print(context, made, keep, file, to, access)
