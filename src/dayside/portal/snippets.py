"""How to get a dataset: in Python, over HAPI, with curl, as a file."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from dayside.model import Dataset, Parameter, time
from dayside.model.view import View
from dayside.model.view_link import to_fragment
from dayside.model.wording import exact
from dayside.services.examples import best
from dayside.services.sample import ExampleView

EXPORTS = (
    ("csv", "CSV"),
    ("cdf", "CDF (ISTP)"),
    ("netcdf", "NetCDF"),
    ("parquet", "Parquet"),
    ("votable", "VOTable"),
    ("json", "JSON"),
)
"""Formats offered for download: name and title."""

_DAY_NS = 86_400 * time.NS
_MOST_SAMPLES = 100_000
_MOST_PANELS = 4


@dataclass(frozen=True, slots=True)
class Sample:
    """A piece of a dataset that is quickly fetched: one parameter over at most a day.

    Attributes
    ----------
    start, stop : str
        UTC.
    """

    parameter: str
    start: str
    stop: str


@dataclass(frozen=True, slots=True)
class Snippet:
    """Lines to copy."""

    title: str
    text: str


def sample_of(dataset: Dataset, parameter: Parameter | None = None) -> Sample | None:
    """Return what the examples ask for; None where there is nothing to ask for.

    Parameters
    ----------
    parameter : Parameter, optional
        By default the one most worth drawing.
    """
    chosen = parameter or next(iter([*best(dataset, 1), *dataset.parameters]), None)
    piece = first_piece(dataset)
    if chosen is None or piece is None:
        return None
    return Sample(chosen.name, exact(piece[0]), exact(piece[1]))


def first_piece(dataset: Dataset) -> tuple[int, int] | None:
    """Return the first day of a dataset, or less of it where that were many samples; TT2000."""
    if dataset.start is None or dataset.stop is None:
        return None
    length = min(_DAY_NS, (dataset.cadence_ns or time.NS) * _MOST_SAMPLES)
    return dataset.start, min(dataset.start + length, dataset.stop)


def of(dataset: Dataset, sample: Sample | None, base: str) -> tuple[Snippet, ...]:
    """Return how to get `sample`.

    Parameters
    ----------
    base : str
        Public address of the server, without a slash at the end.
    """
    if sample is None:
        return ()
    asked = {
        "dataset": dataset.id,
        "parameters": sample.parameter,
        "start": sample.start,
        "stop": sample.stop,
    }
    options = urlencode(asked, quote_via=quote, safe=":,/")
    first, last = sample.start.rstrip("Z"), sample.stop.rstrip("Z")
    return (
        Snippet(
            "Python",
            "import dayside\n\n"
            f'archive = dayside.open("{base}")\n'
            f'data = archive["{dataset.id}"]["{sample.parameter}"]["{first}":"{last}"]',
        ),
        Snippet(
            "Python, any HAPI server",
            "from hapiclient import hapi\n\n"
            f'data, meta = hapi("{base}/hapi", "{dataset.id}", "{sample.parameter}",\n'
            f'                  "{sample.start}", "{sample.stop}")',
        ),
        Snippet("HAPI", f"{base}/hapi/data?{options}"),
        Snippet("Command line", f'curl "{base}/api/data?{options}&format=cdf" -o data.cdf'),
    )


def workspace_state(dataset: Dataset, parameter: Parameter | None = None) -> str:
    """Return the part of an address after ``#`` that opens a dataset in the workspace.

    Parameters
    ----------
    parameter : Parameter, optional
        By default those most worth drawing.
    """
    drawn = [parameter] if parameter else best(dataset, _MOST_PANELS)
    return to_fragment(View.of((dataset.id, p.name) for p in drawn))


def view_state(view: ExampleView) -> str:
    """Return the part of an address after ``#`` that opens a view in the workspace."""
    interval = (time.parse(view.start), time.parse(view.stop))
    return to_fragment(View.of(view.panels, interval, view.title))
