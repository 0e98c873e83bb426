"""What search engines read: schema.org's `Dataset`."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

import orjson
from markupsafe import Markup

from dayside.model import Dataset, Parameter
from dayside.portal.snippets import EXPORTS
from dayside.protocols.rest.records import when


def script(dataset: Dataset, base: str) -> Markup:
    """Return the record of a dataset as text that is safe within a script element."""
    text = orjson.dumps(record(dataset, base)).decode()
    # Nothing in a description may end the element it stands in.
    for character, escaped in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(character, escaped)
    return Markup(text)  # noqa: S704 - escaped above


def record(dataset: Dataset, base: str) -> dict[str, Any]:
    """Return the record of a dataset; what is not known is left out.

    Parameters
    ----------
    base : str
        Public address of the server, without a slash at the end.
    """
    said = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": f"{base}/datasets/{quote(dataset.id)}",
        "url": f"{base}/datasets/{quote(dataset.id)}",
        "identifier": dataset.doi or dataset.id,
        "name": dataset.title or dataset.id,
        "description": dataset.description or dataset.title or dataset.id,
        "version": dataset.version,
        "dateModified": dataset.modified,
        "dateCreated": dataset.created,
        "license": dataset.licence,
        "creditText": dataset.citation,
        "sameAs": dataset.resource_url,
        "isAccessibleForFree": True,
        "measurementTechnique": dataset.measurement_type,
        "temporalCoverage": _coverage(dataset),
        "keywords": [k for k in (dataset.target, dataset.mission, dataset.region) if k],
        "about": {"@type": "Thing", "name": dataset.target} if dataset.target else None,
        "variableMeasured": [_variable(p) for p in dataset.parameters],
        "distribution": [_download(dataset, base, name, title) for name, title in EXPORTS],
    }
    return {key: value for key, value in said.items() if value}


def _coverage(dataset: Dataset) -> str | None:
    if dataset.start is None or dataset.stop is None:
        return None
    return f"{when(dataset.start)}/{when(dataset.stop)}"


def _variable(parameter: Parameter) -> dict[str, Any]:
    said = {
        "@type": "PropertyValue",
        "name": parameter.name,
        "description": parameter.description or parameter.label,
        "unitText": parameter.units,
    }
    return {key: value for key, value in said.items() if value}


def _download(dataset: Dataset, base: str, name: str, title: str) -> dict[str, str]:
    options = urlencode({"dataset": dataset.id, "format": name})
    return {
        "@type": "DataDownload",
        "encodingFormat": title,
        "contentUrl": f"{base}/api/data?{options}",
    }
