"""``/hapi``: a page that tells a person what is here."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from dayside.formats.hapi.coverage import stamp
from dayside.formats.hapi.info import VERSION
from dayside.model import Dataset
from dayside.protocols.base import Context
from dayside.protocols.hapi import asked
from dayside.protocols.hapi.answers import headers_of
from dayside.protocols.hapi.served import datasets
from dayside.protocols.hapi.status import OK
from dayside.protocols.http.header import header

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>HAPI {version} · {title}</title>
<link rel="icon" href="{icon}" type="image/svg+xml">
<link rel="stylesheet" href="{style}">
</head>
<body>
{header}
<main id="content">
<h1>{title}: HAPI {version}</h1>
<p>{description}</p>
<p>Give this address to any
<a href="https://github.com/hapi-server/data-specification">HAPI</a> client:
<code>{root}</code></p>
<pre tabindex="0"><code>from hapiclient import hapi

data, meta = hapi("{root}", "{example}", "",
                  "{start}", "{stop}")</code></pre>
<ul>
<li><a href="{root}/about">about</a></li>
<li><a href="{root}/capabilities">capabilities</a></li>
<li><a href="{root}/catalog">catalog</a>, <a href="{root}/catalog?depth=all">everything</a></li>
</ul>
<h2>Datasets</h2>
<table>
<thead><tr><th>Dataset</th><th>From</th><th>To</th><th>First samples</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>
</main>
</body>
</html>
"""
_SAMPLE_ROWS = 100


def landing(context: Context, request: Request) -> Response:
    """Answer ``/hapi``."""
    asked.query(request, "")
    root = context.site.url(request, "/hapi")
    found = datasets(context.door, context.principal_of(request))
    first = next((d for d in found if d.start is not None), None)
    start, stop = _sample(first) if first else ("START", "STOP")
    page = _PAGE.format(
        version=VERSION,
        title=escape(context.site.title),
        description=escape(context.site.description),
        header=header(context.site, "/hapi"),
        icon=escape(context.site.path("/assets/mark.svg")),
        style=escape(context.site.path("/assets/dayside.css")),
        root=escape(root),
        example=escape(first.id if first else "DATASET"),
        start=start,
        stop=stop,
        rows="\n".join(_row(root, d) for d in found),
    )
    return HTMLResponse(page, headers=headers_of(OK))


def _sample(dataset: Dataset) -> tuple[str, str]:
    if dataset.start is None or dataset.stop is None:
        return "", ""
    step = _SAMPLE_ROWS * (dataset.cadence_ns or 10**9)
    return stamp(dataset.start), stamp(min(dataset.start + step, dataset.stop))


def _row(root: str, dataset: Dataset) -> str:
    link = escape(f"{root}/info?{urlencode({'dataset': dataset.id})}")
    name = f'<a href="{link}">{escape(dataset.id)}</a><br>{escape(dataset.title)}'
    if dataset.start is None or dataset.stop is None:
        return f"<tr><td>{name}</td><td></td><td></td><td></td></tr>"
    start, stop = _sample(dataset)
    links = []
    for form in ("csv", "json"):
        query = urlencode({"dataset": dataset.id, "start": start, "stop": stop, "format": form})
        links.append(f'<a href="{escape(f"{root}/data?{query}")}">{form}</a>')
    return (
        f"<tr><td>{name}</td><td>{stamp(dataset.start)}</td>"
        f"<td>{stamp(dataset.stop)}</td><td>{', '.join(links)}</td></tr>"
    )
