"""The portal: pages made on the server, and the workspace they lead to.

Every page works without scripts; those about data have a ``.json`` sibling.
One module a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from starlette.routing import BaseRoute, Mount, Route

from dayside.portal import (
    assets,
    dataset,
    events,
    feed,
    find,
    home,
    jobs,
    parameter,
    quicklook,
    remotelook,
    robots,
    search,
    space,
    status,
    workspace,
)
from dayside.portal.errors import handlers
from dayside.portal.rendering import Portal

__all__ = ["Portal", "handlers", "routes"]


def routes(portal: Portal) -> Sequence[BaseRoute]:
    """Return the routes of every page."""
    pages = {
        "/": home.page,
        "/index.json": home.record,
        "/.json": home.record,
        "/feed.atom": feed.atom,
        "/app": workspace.page,
        "/datasets": search.page,
        "/datasets.json": search.record,
        "/datasets/{id:path}": dataset.page,
        "/parameters/{path:path}": parameter.page,
        "/events": events.page,
        "/events.json": events.record,
        "/events/{name}": events.one,
        "/find": find.page,
        "/find.json": find.record,
        "/find/events": find.download,
        "/quicklook.png": quicklook.image,
        "/quicklook": remotelook.page,
        "/space": space.frames.hub,
        "/frames": space.frames.page,
        "/fields": space.frames.models,
        "/boundaries": space.boundaries.page,
        "/boundaries/{id}": space.boundaries.one,
        "/kernels": space.kernels.page,
        "/transform": space.transform.page,
        "/jobs": jobs.page,
        "/jobs/{id}": jobs.one,
        "/status": status.page,
        "/status.json": status.record,
        "/robots.txt": robots.robots,
        "/sitemap.xml": robots.sitemap,
        "/sitemap-{number:int}.xml": robots.sitemap_part,
        "/assets/{name}": assets.asset,
        "/favicon.ico": assets.favicon,
    }
    acts = {
        "/find": find.start,
        "/find/events": find.keep_events,
        "/find/formula": find.keep_formula,
        "/transform": space.transform.act,
        "/kernels": space.kernels.act,
        "/jobs/{id}/cancel": jobs.cancel,
        "/jobs/{id}/remove": jobs.remove,
    }
    answered = [Route(path, partial(answer, portal)) for path, answer in pages.items()]
    answered += [Route(path, partial(act, portal), methods=["POST"]) for path, act in acts.items()]
    return [*answered, Mount("/static", app=assets.Bundle())]
