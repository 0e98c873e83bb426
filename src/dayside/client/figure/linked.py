"""The figure of a view of the workspace, from its link."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dayside.client.backend import Backend
from dayside.client.figure.gather import gather
from dayside.client.figure.layout import draw
from dayside.client.intervals import interval_of
from dayside.model import time
from dayside.model.errors import BadRequest
from dayside.model.view import View
from dayside.model.view_link import from_fragment, to_fragment

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def view_of(backend: Backend, link: str) -> View:
    """Return the view of a link, be it long or one that the archive keeps.

    Raises
    ------
    BadRequest, NotFound
        If it holds none, or the archive keeps none of that id.
    """
    fragment = link.partition("#")[2] or link
    if fragment.startswith("s="):
        return backend.view(fragment.removeprefix("s="))
    return from_fragment(fragment)


def figure_of(
    backend: Backend,
    view: View,
    start: str | None = None,
    stop: str | None = None,
    link: str = "",
) -> Figure:
    """Return the figure of a view.

    Parameters
    ----------
    start, stop : str, optional
        UTC; by default those of the view, else all there is of its datasets, or the end of
        it where that is too much to be read from afar.
    link : str, optional
        Where the view is from: the figure names its address.

    Raises
    ------
    BadRequest, NotFound
        If it cannot be drawn, or something of it is not there.
    """
    first, last = _axis(backend, view, start, stop)
    found = gather(backend, view, first, last)
    left, right = time.to_datetime64([first, last])
    workspace = link.partition("#")[0]
    address = f"{workspace}#{to_fragment(replace(view, interval=(first, last)))}"
    return draw(
        found.panels,
        left,
        right,
        view.title,
        rulers=found.rulers,
        states=found.states,
        link=address if workspace else "",
    )


def _axis(backend: Backend, view: View, start: str | None, stop: str | None) -> tuple[int, int]:
    named = dict.fromkeys(series.dataset for panel in view.panels for series in panel.series)
    if not named:
        raise BadRequest("There is nothing to draw: no parameter of these holds numbers.")
    datasets = [backend.describe(id_) for id_ in named]
    said = [start, stop] if view.interval is None else view.interval
    for dataset in datasets:
        if dataset.start is None and None in said:
            raise BadRequest(f"{dataset.id} tells no coverage, so start and stop must be given.")
    ends = [interval_of(dataset, slice(start, stop)) for dataset in datasets]
    first, last = min(first for first, _ in ends), max(last for _, last in ends)
    if view.interval is None:
        whole = start is None and stop is None
        openings = [o for id_ in named if whole and (o := backend.opening(id_)) is not None]
        # The shortest, as in the workspace: of the others it is a part.
        return min(openings, key=lambda o: o[1] - o[0], default=(first, last))
    return (
        first if start is not None else view.interval[0],
        last if stop is not None else view.interval[1],
    )
