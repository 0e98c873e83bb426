"""ISTP's global attributes of a dataset."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from dayside.model import Dataset, time

# ISTP requires these in every file; a blank says that nothing is known.
_REQUIRED = (
    "Project", "Discipline", "Source_name", "Data_type", "Descriptor", "Data_version",
    "Instrument_type", "Mission_group", "PI_name", "PI_affiliation", "TEXT",
)  # fmt: skip
# What the reader adds for itself.
_OWN = frozenset({"time_axis", "constants"})


def global_attributes(dataset: Dataset, ticks: time.Ticks) -> dict[str, list[str]]:
    """Return the global attributes of a file, each with its entries.

    Parameters
    ----------
    dataset : Dataset
        What the source itself said of it, in `Dataset.attributes`, is kept where the
        dataset's own fields do not say otherwise.
    ticks : ndarray of int64
        TT2000 of the rows.
    """
    said = {
        "Logical_source": dataset.id,
        "Logical_source_description": dataset.title,
        "Logical_file_id": _file_id(dataset, ticks),
        "TITLE": dataset.title,
        "TEXT": dataset.description,
        "Data_version": dataset.version,
        "Mission_group": dataset.mission,
        "Source_name": _twice(dataset.observatory),
        "Descriptor": _twice(dataset.instrument),
        "Instrument_type": dataset.measurement_type,
        "TARGET_NAME": dataset.target,
        "TARGET_REGION": dataset.region,
        "PI_name": dataset.contact,
        "Rules_of_use": dataset.licence,
        "Citation": dataset.citation,
        "DOI": dataset.doi,
        "HTTP_LINK": dataset.resource_url,
        "Time_resolution": f"{dataset.cadence_ns / 1e9:g} s" if dataset.cadence_ns else None,
        "Simulated": "yes" if dataset.simulated else None,
        "Caveats": "Simulated: nothing here was measured." if dataset.simulated else None,
        "Source": dataset.source,
        "Generated_by": f"Dayside {version('dayside')}",
        "Generation_date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    ours = {key: [text] for key, text in said.items() if text}
    taken = {key.lower() for key in ours}
    theirs = {
        key: _entries(value)
        for key, value in dataset.attributes.items()
        if key.lower() not in taken and key not in _OWN
    }
    found = {**theirs, **ours}
    lowered = {key.lower() for key in found}
    return found | {key: [" "] for key in _REQUIRED if key.lower() not in lowered}


def _twice(text: str | None) -> str | None:
    """Return the short and the long name, in ISTP's way of writing both."""
    return f"{text}>{text}" if text else None


def _file_id(dataset: Dataset, ticks: time.Ticks) -> str:
    parts = [dataset.id]
    if len(ticks):
        parts.append(str(time.to_text(ticks[0], 0))[:10].replace("-", ""))
    return "_".join([*parts, f"v{dataset.version or '00'}"])


def _entries(value: Any) -> list[str]:
    if isinstance(value, (list, tuple)) and all(isinstance(v, str) for v in value):
        return list(value) or [" "]
    return [value if isinstance(value, str) else json.dumps(value, default=str)]
