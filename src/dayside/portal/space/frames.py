"""``/frames``: what frames there are; ``/space``: where all of this is found."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from dayside.portal.rendering import Portal
from dayside.science.boundaries import abouts
from dayside.services import fields, kernels
from dayside.services import frames as service


def hub(portal: Portal, request: Request) -> Response:
    """Return the page from which frames, boundaries, kernels and field models are found."""
    kept = kernels.every(portal.context.door, portal.principal(request))
    counts = {
        "frames": len(service.every()),
        "boundaries": len(abouts()),
        "fields": len(fields.listed()),
        "kernels": len(kept),
    }
    return portal.html(request, "space.html", counts=counts)


def page(portal: Portal, request: Request) -> Response:
    """Return the frames, those of one body where it is asked for."""
    body = request.query_params.get("body", "")[:100].strip().lower()
    every = service.every()
    found = [f for f in every if not body or f.center == body]
    bodies = list(dict.fromkeys(f.center for f in every if "{" not in f.center))
    return portal.html(
        request,
        "frames.html",
        json_href=portal.context.site.path("/api/frames") + (f"?body={body}" if body else ""),
        frames=found,
        bodies=bodies,
        body=body,
    )


def models(portal: Portal, request: Request) -> Response:
    """Return the magnetic field models."""
    return portal.html(
        request,
        "fields.html",
        json_href=portal.context.site.path("/api/fields"),
        models=fields.listed(),
    )
