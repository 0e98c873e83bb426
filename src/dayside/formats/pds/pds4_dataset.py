"""What a PDS4 label says about a dataset."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dayside.formats.naming import fold
from dayside.formats.pds.pds4_label import Node
from dayside.model import time
from dayside.model.dataset import Dataset, identifier
from dayside.model.errors import BadTime

_HOSTS = ("Spacecraft", "Host", "Rover", "Lander", "Aircraft")


def dataset_of(label: Path, root: Node, description: str) -> Dataset:
    """Return what is known of a product before its fields are read.

    ``start`` and ``stop`` are the first and last time that the label tells.
    """
    identity = root.find("Identification_Area") or root
    area = root.find("Observation_Area") or root.find("Context_Area") or root
    lid = identity.said("logical_identifier") or ""
    components = area.find("Observing_System")
    attributes: dict[str, Any] = {
        "logical_identifier": lid,
        "product": label.stem,
        "processing_level": area.said("Primary_Result_Summary", "processing_level"),
        "mission_phase_name": next((n.text for n in area.walk("mission_phase_name")), None),
    }
    return Dataset(
        id=_id(lid),
        title=identity.said("title") or "",
        description=_description(identity) or description,
        target=_capitalised(area.said("Target_Identification", "name")),
        mission=area.said("Investigation_Area", "name"),
        observatory=_component(components, *_HOSTS),
        instrument=_component(components, "Instrument"),
        start=_time(area.said("Time_Coordinates", "start_date_time")),
        stop=_time(area.said("Time_Coordinates", "stop_date_time")),
        version=identity.said("version_id"),
        modified=_modified(identity),
        citation=_citation(identity),
        doi=identity.said("Citation_Information", "doi"),
        attributes={key: value for key, value in attributes.items() if value},
    )


def _id(lid: str) -> str:
    """Return the dataset of a logical identifier: its product without date and version.

    Examples
    --------
    >>> _id("urn:nasa:pds:maven.mag.calibrated:data.ss:mvn_mag_l2_2014283ss1s_20141010")
    'urn_nasa_pds_maven_mag_calibrated_data_ss_mvn_mag_l2_ss1s'
    """
    bundle, _, product = lid.rpartition(":")
    return identifier(f"{bundle} {fold(product)[0]}") if lid else ""


def _component(system: Node | None, *kinds: str) -> str | None:
    for component in system.all("Observing_System_Component") if system is not None else ():
        if component.said("type") in kinds:
            return component.said("name")
    return None


def _capitalised(name: str | None) -> str | None:
    return name.capitalize() if name is not None and name.isupper() and len(name) > 3 else name


def _description(identity: Node) -> str:
    return identity.said("Citation_Information", "description") or ""


def _citation(identity: Node) -> str | None:
    cited = identity.find("Citation_Information")
    if cited is None:
        return None
    parts = (cited.said("author_list"), cited.said("publication_year"), identity.said("title"))
    return ", ".join(p.rstrip(". ") for p in parts if p) or None


def _modified(identity: Node) -> str | None:
    history = identity.find("Modification_History")
    dates = [
        d.said("modification_date")
        for d in (history.all("Modification_Detail") if history is not None else ())
    ]
    known = [t for t in (_time(d) for d in dates) if t is not None]
    return str(time.to_text(max(known), 0)) if known else None


def _time(said: str | None) -> int | None:
    try:
        return time.parse(said) if said else None
    except BadTime:
        return None
