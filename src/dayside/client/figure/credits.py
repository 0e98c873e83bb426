"""What a figure says of itself: its title, and where all of it is from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from dayside.client.figure.panel import Panel
from dayside.model import Dataset

_LONGEST_LINK = 300
"""A longer link nobody would type."""

_MOST_TITLES = 3


def title_of(panels: Sequence[Panel], title: str) -> str:
    """Return the title of a figure: the one given, else that of its dataset.

    Of several, whose titles stand above the panels, it is what they are of.
    """
    datasets = datasets_of(panels)
    titles = list(dict.fromkeys(d.title or d.id for d in datasets))
    targets = " · ".join(dict.fromkeys(d.target for d in datasets if d.target))
    return title or (len(titles) > 1 and targets) or " · ".join(titles[:_MOST_TITLES])


def credits_of(datasets: Sequence[Dataset], states: Mapping[str, str], link: str) -> list[str]:
    """Return one paragraph a dataset, and one of the figure itself.

    Parameters
    ----------
    states : mapping of str to str
        By dataset, which state it is in, where its provider counts no versions.
    link : str
        Address of the view; empty where there is none.
    """
    day = datetime.now(UTC).date().isoformat()
    address = link if len(link) <= _LONGEST_LINK else link.partition("#")[0]
    made = f"Drawn with Dayside; data accessed {day}."
    return [
        *(_credit(d, states.get(d.id, "")) for d in {d.id: d for d in datasets}.values()),
        f"{address} · {made}" if address else made,
    ]


def datasets_of(panels: Sequence[Panel]) -> list[Dataset]:
    """Return the datasets of all panels, each once."""
    every = [curve.dataset for panel in panels for curve in panel.curves]
    return list({dataset.id: dataset for dataset in every}.values())


def _credit(d: Dataset, state: str) -> str:
    named = f"{d.title} ({d.id})" if d.title else d.id
    version = f"version {d.version}" if d.version else state and f"state {state}"
    said = ", ".join(filter(None, (named, version, "simulated" if d.simulated else "")))
    address = _address(d.doi) if d.doi and d.doi not in (d.citation or "") else ""
    return " ".join(filter(None, (f"{said}.", d.citation, address)))


def _address(doi: str) -> str:
    return doi if doi.startswith("http") else f"https://doi.org/{doi.removeprefix('doi:').strip()}"
