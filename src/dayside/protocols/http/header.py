"""The head of every page made for people, whichever protocol makes it."""

from __future__ import annotations

from html import escape

from dayside.protocols.base import Site

NAVIGATION = (
    ("/datasets", "Datasets"),
    ("/find", "Find"),
    ("/events", "Events"),
    ("/space", "Space"),
    ("/app", "Workspace"),
    ("/hapi", "HAPI"),
    ("/api/docs", "REST"),
    ("/jobs", "Jobs"),
    ("/status", "Status"),
)
"""Main pages: path below the root path, and name."""


def header(site: Site, here: str) -> str:
    """Return the header of a page as HTML.

    Parameters
    ----------
    here : str
        Path of the page, below the root path.
    """
    links = " ".join(
        f'<a href="{escape(site.path(path))}"{_current(path, here)}>{name}</a>'
        for path, name in NAVIGATION
    )
    mark = f'<img class="mark" src="{escape(site.path("/assets/mark.svg"))}" alt="">'
    return (
        f'<header class="top"><a class="name" href="{escape(site.path("/"))}">{mark}'
        f"{escape(site.title)}</a>\n"
        f'<span class="topsearch"></span>\n<nav aria-label="Main">{links}</nav></header>'
    )


def _current(path: str, here: str) -> str:
    return ' aria-current="page"' if path == here else ""
