"""Quick looks of remote datasets: drawn in a frame of their own, so that no page waits.

The page says at once what is asked of whom; the frame shows the picture when the server
has answered, or says in a sentence that it did not. Both work without scripts.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from dayside.model import Dataset
from dayside.model.errors import DaysideError
from dayside.portal import quicklook, snippets
from dayside.portal.rendering import Portal
from dayside.protocols.http.errors import told
from dayside.services import catalog, tiles

_log = logging.getLogger(__name__)

_PANEL_PX, _REST_PX = 136, 116


@dataclass(frozen=True, slots=True)
class RemoteFrame:
    """The frame in the page.

    Attributes
    ----------
    source : str
        Name of the server that is asked.
    address : str
        Of what is shown in the frame.
    height : int
        About how tall that is, px.
    whole : bool
        Whether it shows the whole coverage.
    """

    source: str
    address: str
    height: int
    whole: bool


def frame(portal: Portal, dataset: Dataset, only: str | None = None) -> RemoteFrame | None:
    """Return the frame for a remote dataset; None for others, or without what to draw."""
    source, slash, _ = dataset.id.partition("/")
    drawn = quicklook.drawn(dataset, only)
    if not slash or not drawn or dataset.start is None or dataset.stop is None:
        return None
    asked = {"dataset": dataset.id} | ({"parameter": only} if only else {})
    return RemoteFrame(
        source,
        f"{portal.context.site.path('/quicklook')}?{urlencode(asked)}",
        _PANEL_PX * len(drawn) + _REST_PX,
        part_of(dataset) is None,
    )


def part_of(dataset: Dataset) -> tuple[int, int] | None:
    """Return the piece of a dataset that is shown (TT2000); None is the whole coverage."""
    return None if tiles.first_look(dataset) is None else snippets.first_piece(dataset)


def page(portal: Portal, request: Request) -> Response:
    """Return what is shown in the frame: the picture, or why there is none."""
    options = request.query_params
    principal = portal.principal(request)
    only = options.get("parameter") or None
    dataset = look = None
    problem, status = "", 200
    try:
        with portal.context.gate.slot(principal.client):
            dataset = catalog.describe(portal.context.door, options.get("dataset", ""), principal)
            look = quicklook.draw(portal, dataset, principal, only, part_of(dataset))
    except DaysideError as error:
        _log.info("no quick look of %s: %s", options.get("dataset"), error)
        status, problem = told(error)
    return portal.html(
        request, "frame.html", status=status, dataset=dataset, look=look, problem=problem
    )
