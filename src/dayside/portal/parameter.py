"""``/parameters/DATASET/NAME``: one quantity, with all that is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dayside.model import Dataset, Parameter, Principal
from dayside.model.errors import UnknownDataset, UnknownParameter
from dayside.portal import addresses, jsonld, quicklook, remotelook, snippets
from dayside.portal.channels import channel_table
from dayside.portal.rendering import Portal
from dayside.protocols.http.answers import json_answer
from dayside.protocols.rest.records import texts
from dayside.services import catalog
from dayside.services.statistics import ColumnStatistics, overall, statistics

_MOST_ROWS = 1024
"""Channels listed on the page."""


def page(portal: Portal, request: Request) -> Response:
    """Return the page of a parameter, or its record where the path ends in ``.json``."""
    path = request.path_params["path"]
    if "/" not in path.strip("/"):
        below = addresses.dataset(path.strip("/")) if path.strip("/") else "/datasets"
        return RedirectResponse(portal.context.site.path(below), 308)
    principal = portal.principal(request)
    dataset, parameter = _find(portal, path.removesuffix(".json"), principal)
    columns = statistics(portal.context.door, dataset.id, parameter.name, principal)
    base = portal.context.site.url(request, "")
    if path.endswith(".json"):
        return json_answer(request, _record(dataset, parameter, columns, base))
    sample = snippets.sample_of(dataset, parameter)
    return portal.html(
        request,
        "parameter.html",
        canonical=addresses.parameter(dataset.id, parameter.name),
        json_href=portal.context.site.path(
            f"{addresses.parameter(dataset.id, parameter.name)}.json"
        ),
        dataset=dataset,
        p=parameter,
        look=quicklook.look(portal, dataset, principal, parameter.name),
        remote=remotelook.frame(portal, dataset, parameter.name),
        columns=() if parameter.display == "spectrogram" else columns,
        total=overall(columns) if parameter.size > 1 and not parameter.is_vector else None,
        missing=_missing(dataset, columns),
        tables=_channels(portal, dataset, parameter, columns, principal),
        serves=_serves(dataset, parameter.name),
        most_rows=_MOST_ROWS,
        sample=sample,
        snippets=snippets.of(dataset, sample, base),
        formats=snippets.EXPORTS,
        workspace=snippets.workspace_state(dataset, parameter) if parameter.is_numeric else "",
        linked=jsonld.script(jsonld.parameter_record(dataset, parameter, base)),
    )


def _find(portal: Portal, path: str, principal: Principal) -> tuple[Dataset, Parameter]:
    """Return what a path names, an error about the likeliest reading where there is nothing.

    Raises
    ------
    UnknownDataset, UnknownParameter
    """
    failed: Exception | None = None
    for dataset_id, name in addresses.parts(path):
        try:
            dataset = catalog.describe(portal.context.door, dataset_id, principal)
            return dataset, dataset[name]
        except UnknownParameter as error:
            failed = error
        except UnknownDataset as error:
            failed = failed or error
    raise failed or UnknownDataset("There is no dataset of that id.")


def _record(
    dataset: Dataset, parameter: Parameter, columns: Sequence[ColumnStatistics], base: str
) -> dict[str, Any]:
    return {
        **parameter.to_dict(),
        "dataset": dataset.id,
        "dataset_title": dataset.title,
        "dataset_url": base + addresses.dataset(dataset.id),
        "simulated": dataset.simulated,
        **texts(dataset),
        "statistics": [
            {"name": c.name, "min": c.least, "max": c.greatest, "mean": c.mean, "count": c.count}
            for c in columns
        ],
        "missing": _missing(dataset, columns),
        "used_by": _serves(dataset, parameter.name),
    }


def _missing(dataset: Dataset, columns: Sequence[ColumnStatistics]) -> dict[str, float]:
    """Return which share of the samples is fill, and of the time without any; 0 to 1."""
    shares = {}
    if columns and dataset.records:
        valid = max(c.count for c in columns)
        shares["fill"] = max(0.0, 1 - valid / dataset.records)
    if (
        dataset.records
        and dataset.cadence_ns
        and dataset.start is not None
        and dataset.stop is not None
    ):
        expected = (dataset.stop - dataset.start) / dataset.cadence_ns
        shares["time"] = max(0.0, 1 - dataset.records / expected)
    return shares


def _serves(dataset: Dataset, name: str) -> list[dict[str, str]]:
    """Return which parameters of the dataset this one belongs to, and as what."""
    found = []
    for p in dataset.parameters:
        if name in p.uncertainty:
            found.append({"as": "uncertainty", "of": p.name})
        if name == p.quality:
            found.append({"as": "quality flag", "of": p.name})
        if any(b is not None and b.parameter == name for b in p.bins):
            found.append({"as": "bins", "of": p.name})
    return found


def _channels(
    portal: Portal,
    dataset: Dataset,
    parameter: Parameter,
    columns: Sequence[ColumnStatistics],
    principal: Principal,
) -> list[Any]:
    """Return a table for each binned dimension; moving centres with their own statistics."""
    tables = []
    for dimension, bins in enumerate(parameter.bins):
        if bins is None:
            continue
        moving: Sequence[ColumnStatistics] = ()
        if bins.parameter in dataset.names:
            moving = statistics(portal.context.door, dataset.id, bins.parameter, principal)
        own = columns if len(parameter.shape) == 1 else ()
        length, log = parameter.shape[dimension], parameter.scale == "log"
        tables.append(channel_table(bins, length, own, moving, log=log))
    return tables
