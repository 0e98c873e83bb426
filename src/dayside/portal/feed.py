"""``/feed.atom``: what is new, for feed readers (RFC 4287)."""

from __future__ import annotations

from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from starlette.requests import Request
from starlette.responses import Response

from dayside.model import Dataset
from dayside.model.wording import count, day
from dayside.portal import addresses
from dayside.portal.rendering import Portal
from dayside.protocols.http.answers import bytes_answer
from dayside.services import history

_ATOM = "http://www.w3.org/2005/Atom"
_TAGGED = "2026"
"""Year in which the form of the ids was fixed; a tag URI needs one (RFC 4151)."""
_BEGINNING = "1970-01-01T00:00:00Z"


def atom(portal: Portal, request: Request) -> Response:
    """Return the newest changes of datasets, one entry a dataset and day."""
    site = portal.context.site
    base = site.url(request, "")
    changes = history.recent(portal.context.door, portal.principal(request))
    feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "en"})
    _text(feed, "id", _tag(base, "feed"))
    _text(feed, "title", f"New at {site.title}")
    _text(feed, "subtitle", site.description)
    _text(feed, "updated", max((c.updated for c in changes), default=_BEGINNING))
    author = ET.SubElement(feed, "author")
    _text(author, "name", site.contact or site.title)
    _link(feed, "self", f"{base}/feed.atom", "application/atom+xml")
    _link(feed, "alternate", f"{base}/", "text/html")
    for change in changes:
        _entry(feed, base, change)
    body = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return bytes_answer(request, body, "application/atom+xml; charset=utf-8")


def _entry(feed: ET.Element, base: str, change: history.Change) -> None:
    dataset = change.dataset
    address = base + addresses.dataset(dataset.id)
    entry = ET.SubElement(feed, "entry")
    _text(entry, "id", _tag(base, f"{addresses.dataset(dataset.id)}:{change.day}"))
    what = "New" if change.is_first else "Changed"
    _text(entry, "title", f"{what}: {dataset.title or dataset.id}")
    _text(entry, "updated", change.updated)
    _link(entry, "alternate", address, "text/html")
    _link(entry, "alternate", f"{address}.json", "application/json")
    for name in (dataset.target, dataset.mission, dataset.instrument):
        if name:
            ET.SubElement(entry, "category", {"term": name})
    _text(entry, "summary", _summary(dataset, change.snapshot))


def _summary(dataset: Dataset, snapshot: int) -> str:
    said = ["Simulated."] if dataset.simulated else []
    if dataset.start is not None:
        said.append(f"{day(dataset.start)} to {day(dataset.stop)},")
    said.append(f"{count(dataset.records or 0)} samples,")
    said.append(f"version {dataset.version}," if dataset.version else "no version told,")
    said.append(f"snapshot {snapshot}.")
    return " ".join([*said, dataset.description]).strip()


def _tag(base: str, specific: str) -> str:
    """Return an id that stays, whatever becomes of the addresses: a tag URI."""
    where = urlsplit(base)
    return f"tag:{where.hostname},{_TAGGED}:{where.path}{specific}"


def _text(parent: ET.Element, name: str, text: str) -> None:
    # Control characters that a file's description may hold are no XML.
    clean = "".join(c for c in text if c >= " " or c in "\t\n")
    ET.SubElement(parent, name).text = clean


def _link(parent: ET.Element, relation: str, address: str, media_type: str) -> None:
    ET.SubElement(parent, "link", {"rel": relation, "type": media_type, "href": address})
