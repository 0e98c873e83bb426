"""What search engines read: schema.org's `Dataset`, `DataCatalog` and `PropertyValue`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import orjson
from markupsafe import Markup

from dayside.formats.base import get_format
from dayside.model import Dataset, Parameter
from dayside.portal import addresses
from dayside.portal.snippets import EXPORTS
from dayside.protocols.rest.records import when

_CONTEXT = "https://schema.org/"
_SHORTEST, _LONGEST = 50, 5000


def script(said: Mapping[str, Any]) -> Markup:
    """Return a record as text that is safe within a script element."""
    text = orjson.dumps(said).decode()
    # Nothing in a description may end the element it stands in.
    for character, escaped in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(character, escaped)
    return Markup(text)  # noqa: S704 - escaped above


def record(dataset: Dataset, base: str, catalog: str) -> dict[str, Any]:
    """Return the record of a dataset; what is not known is left out.

    Parameters
    ----------
    base : str
        Public address of the server, without a slash at the end.
    catalog : str
        Title of the server.
    """
    address = base + addresses.dataset(dataset.id)
    said = {
        "@context": _CONTEXT,
        "@type": "Dataset",
        "@id": address,
        "url": address,
        "identifier": [dataset.id, *([f"https://doi.org/{dataset.doi}"] if dataset.doi else [])],
        "name": dataset.title or dataset.id,
        "description": _description(dataset),
        "version": dataset.version,
        "dateModified": dataset.modified,
        "dateCreated": dataset.created,
        "license": _licence(dataset.licence),
        "creditText": dataset.citation,
        "sameAs": dataset.resource_url if _is_address(dataset.resource_url) else None,
        "isAccessibleForFree": True,
        "measurementTechnique": dataset.measurement_type,
        "temporalCoverage": _coverage(dataset),
        "keywords": [k for k in (dataset.target, dataset.mission, dataset.region) if k],
        "about": {"@type": "Thing", "name": dataset.target} if dataset.target else None,
        "variableMeasured": [_variable(dataset, p, base) for p in dataset.parameters],
        "includedInDataCatalog": _catalog(base, catalog),
        "distribution": [_download(dataset, base, name) for name, _ in EXPORTS],
    }
    return _known(said)


def catalog_record(base: str, title: str, description: str) -> dict[str, Any]:
    """Return the record of the server as a catalogue of datasets, with its search."""
    found = _catalog(base, title) | {
        "@context": _CONTEXT,
        "description": description,
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{base}/datasets?q={{search}}",
            "query-input": "required name=search",
        },
    }
    return _known(found)


def parameter_record(dataset: Dataset, parameter: Parameter, base: str) -> dict[str, Any]:
    """Return the record of a parameter, and which dataset it belongs to."""
    said = {
        "@context": _CONTEXT,
        **_variable(dataset, parameter, base),
        "minValue": parameter.valid_min,
        "maxValue": parameter.valid_max,
        "subjectOf": {
            "@type": "Dataset",
            "@id": base + addresses.dataset(dataset.id),
            "name": dataset.title or dataset.id,
            "description": _description(dataset),
        },
    }
    return _known(said)


def _known(said: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in said.items() if value not in (None, "", [], {})}


def _catalog(base: str, title: str) -> dict[str, Any]:
    return {"@type": "DataCatalog", "@id": f"{base}/#catalog", "name": title, "url": f"{base}/"}


def _description(dataset: Dataset) -> str:
    """Return a description of the length search engines ask for: 50 to 5000 characters."""
    said = dataset.description or dataset.title or dataset.id
    if len(said) < _SHORTEST:
        names = ", ".join(p.label or p.name for p in dataset.parameters)
        where = [w for w in (dataset.instrument, dataset.mission, dataset.target) if w]
        said = ". ".join([said.rstrip("."), *where, f"Parameters: {names}"])
    return said[:_LONGEST]


def _licence(said: str | None) -> Any:
    return {"@type": "CreativeWork", "name": said} if said and not _is_address(said) else said


def _is_address(text: str | None) -> bool:
    return bool(text) and str(text).startswith(("http://", "https://"))


def _coverage(dataset: Dataset) -> str | None:
    if dataset.start is None or dataset.stop is None:
        return None
    return f"{when(dataset.start)}/{when(dataset.stop)}"


def _variable(dataset: Dataset, parameter: Parameter, base: str) -> dict[str, Any]:
    address = base + addresses.parameter(dataset.id, parameter.name)
    said = {
        "@type": "PropertyValue",
        "@id": address,
        "url": address,
        "name": parameter.name,
        "alternateName": parameter.label if parameter.label != parameter.name else "",
        "description": parameter.description or parameter.label,
        "unitText": parameter.units,
    }
    return _known(said)


def _download(dataset: Dataset, base: str, name: str) -> dict[str, str]:
    options = urlencode({"dataset": dataset.id, "format": name})
    return {
        "@type": "DataDownload",
        "encodingFormat": get_format(name, writes=True).media_type,
        "contentUrl": f"{base}/api/data?{options}",
    }
