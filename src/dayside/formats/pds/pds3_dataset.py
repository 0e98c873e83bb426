"""What a PDS3 label, and the catalogue of its volume, say about a dataset."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from dayside.formats.pds.pds3_label import Block, read_label
from dayside.model import time
from dayside.model.dataset import Dataset, identifier
from dayside.model.errors import BadTime, UnreadableFile

_KEPT = (
    "PRODUCT_ID", "DATA_SET_ID", "PRODUCT_TYPE", "STANDARD_DATA_PRODUCT_ID", "MISSION_PHASE_NAME",
    "ORBIT_NUMBER", "SECTION_ID", "PROCESSING_LEVEL_ID", "SOFTWARE_VERSION_ID",
)  # fmt: skip
# A label names these of the products of one dataset that hold other columns.
_FORM_WORDS = {"ascii", "binary", "data", "table", "csv", "file", "text"}
_CATALOGUES = ("../CATALOG", "../../CATALOG", "../../../CATALOG", "CATALOG")
_MAX_CATALOGUES = 200
# Names that are written in capitals, as they are abbreviations or their owners do so.
_CAPITALS = re.compile(r"MAVEN|MESSENGER|JUICE|NEAR|ISEE|[A-Z]{1,3}|.*\d.*")
_SMALL = {"AND", "OF", "FOR", "THE", "IN"}


def dataset_of(label: Path, top: Block) -> Dataset:
    """Return what is known of a product before its columns are read.

    ``start`` and ``stop`` are the first and last time that the label tells.
    """
    product = top.text("PRODUCT_ID") or label.stem
    ids = top.get("DATA_SET_ID")
    several = isinstance(ids, tuple) and len(ids) > 1
    dataset_id = top.text("DATA_SET_ID")
    catalogue = _catalogue(label, dataset_id) if dataset_id else {}
    host = top.text("SPACECRAFT_NAME", "INSTRUMENT_HOST_NAME")
    kind = _kind(top, dataset_id or "", label.stem, several)
    name = identifier(f"{dataset_id} {kind}" if dataset_id else Path(product).stem)
    title = catalogue.get("title") or top.text("DATA_SET_NAME") or dataset_id or product
    attributes: dict[str, Any] = {k.lower(): v for k in _KEPT if (v := top.text(k)) is not None}
    if several:
        attributes["data_set_id"] = [str(one) for one in ids]
    return Dataset(
        id=name,
        title=f"{title} ({kind})" if kind else title,
        description=_paragraph(top.text("DESCRIPTION")) or catalogue.get("description") or "",
        target=_name(top.text("TARGET_NAME")),
        mission=_name(top.text("MISSION_NAME") or host),
        observatory=_name(host),
        instrument=_name(top.text("INSTRUMENT_NAME", "INSTRUMENT_ID")),
        start=_time(top.text("START_TIME")),
        stop=_time(top.text("STOP_TIME")),
        version=top.text("PRODUCT_VERSION_ID"),
        modified=_day(top.text("PRODUCT_CREATION_TIME")),
        citation=catalogue.get("citation"),
        attributes={**attributes, "product": product},
    )


def _kind(top: Block, dataset_id: str, stem: str, several: bool) -> str:
    """Return what tells a product from others of the same DATA_SET_ID with other columns.

    That is the receiver (SECTION_ID), or the standard product (``PC 1 SECOND``: a frame
    and a cadence), or the product itself where it goes with several data sets.
    """
    if several or (top.text("PRODUCT_TYPE") or "").upper() == "ANCILLARY":
        return Path(top.text("PRODUCT_ID") or stem).stem
    section = top.text("SECTION_ID")
    if section:
        return section
    said = identifier(top.text("STANDARD_DATA_PRODUCT_ID") or "").split("_")
    known = set(identifier(dataset_id).split("_")) | _FORM_WORDS | {"dataset"}
    rest = [word for word in said if word not in known and word != "d"]
    return " ".join(said).upper() if rest else ""


def _name(said: str | None) -> str | None:
    """Return a name in capitals as it is read: NEPTUNE is Neptune.

    Examples
    --------
    >>> _name("VOYAGER 2"), _name("MAVEN"), _name("Mars")
    ('Voyager 2', 'MAVEN', 'Mars')
    """
    if said is None or said != said.upper():
        return said
    return " ".join(_word(w) for w in said.split())


def _word(word: str) -> str:
    if word in _SMALL:
        return word.lower()
    return word if _CAPITALS.fullmatch(word) else word.capitalize()


def _paragraph(text: str | None) -> str:
    return " ".join((text or "").split())


def _time(said: str | None) -> int | None:
    try:
        return time.parse(said.replace(" ", "T")) if said else None
    except BadTime:
        return None


def _day(said: str | None) -> str | None:
    ticks = _time(said)
    return None if ticks is None else str(time.to_text(ticks, 0))


def _catalogue(label: Path, dataset_id: str) -> dict[str, str]:
    """Return title, description and citation of a data set from its volume's catalogue."""
    for folder in _CATALOGUES:
        found = label.parent / folder
        if not found.is_dir():
            continue
        files = sorted(p for p in found.iterdir() if p.suffix.lower() == ".cat")
        for path in files[:_MAX_CATALOGUES]:
            said = _data_set(path, dataset_id)
            if said:
                return said
    return {}


def _data_set(path: Path, dataset_id: str) -> dict[str, str]:
    try:
        top = read_label(path)
    except UnreadableFile:
        return {}
    for block in top.blocks:
        if block.kind == "DATA_SET" and block.text("DATA_SET_ID") == dataset_id:
            for about in block.blocks:
                if about.kind == "DATA_SET_INFORMATION":
                    return {
                        "title": about.text("DATA_SET_NAME") or "",
                        "description": about.text("ABSTRACT_DESC", "DATA_SET_TERSE_DESC") or "",
                        "citation": about.text("CITATION_DESC") or "",
                    }
    return {}
