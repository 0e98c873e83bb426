"""``/datasets/ID``: a dataset as a paper's data section would tell it."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dayside.model import Dataset, Principal
from dayside.model.errors import UnknownDataset
from dayside.portal import addresses, jsonld, quicklook, remotelook, snippets
from dayside.portal.rendering import PATIENCE_S, Portal
from dayside.protocols.http.answers import json_answer
from dayside.protocols.rest.records import whole
from dayside.services import catalog, history

_SHOWN_GRANULES = 50


def page(portal: Portal, request: Request) -> Response:
    """Return the page of a dataset, or its record where the path ends in ``.json``."""
    dataset_id = request.path_params["id"]
    if not dataset_id:
        return RedirectResponse(portal.context.site.path("/datasets"), 308)
    principal = portal.principal(request)
    if dataset_id.endswith(".json"):
        return _record(portal, request, dataset_id.removesuffix(".json"), principal)
    dataset = catalog.describe(portal.context.door, dataset_id, principal)
    base = portal.context.site.url(request, "")
    sample = snippets.sample_of(dataset)
    return portal.html(
        request,
        "dataset.html",
        canonical=addresses.dataset(dataset.id),
        json_href=portal.context.site.path(f"{addresses.dataset(dataset.id)}.json"),
        dataset=dataset,
        facts=_facts(dataset),
        look=quicklook.look(portal, dataset, principal),
        remote=remotelook.frame(portal, dataset),
        sample=sample,
        snippets=snippets.of(dataset, sample, base),
        formats=snippets.EXPORTS,
        workspace=snippets.workspace_state(dataset),
        versions=history.versions(portal.context.door, dataset_id, principal),
        granules=history.granules(portal.context.door, dataset_id, principal),
        shown_granules=_SHOWN_GRANULES,
        linked=jsonld.script(jsonld.record(dataset, base, portal.context.site.title)),
    )


def _record(portal: Portal, request: Request, dataset_id: str, principal: Principal) -> Response:
    dataset = catalog.describe(portal.context.door, dataset_id, principal)
    source, own_id = portal.context.door.source_of(dataset_id)
    return json_answer(request, whole(dataset, source.version(own_id)))


def _facts(dataset: Dataset) -> list[tuple[str, str, str | None]]:
    """Return (facet or "", title, value) of what is told first; None is not stated."""
    return [
        ("target", "Target", dataset.target),
        ("mission", "Mission", dataset.mission),
        ("", "Observatory", dataset.observatory),
        ("instrument", "Instrument", dataset.instrument),
        ("measurement_type", "Measurement", dataset.measurement_type),
        ("region", "Region", dataset.region),
    ]


def suggestions(portal: Portal, error: Exception, asked: str, principal: Principal) -> list[Any]:
    """Return the visible datasets whose ids are nearest to `asked`."""
    from difflib import get_close_matches

    if not isinstance(error, UnknownDataset):
        return []
    found = catalog.search(portal.context.door, principal, patience_s=PATIENCE_S)
    by_id = {d.id: d for d in found.datasets}
    near = get_close_matches(asked, list(by_id)[:5000], n=3, cutoff=0.4)
    return [by_id[id_] for id_ in near]
