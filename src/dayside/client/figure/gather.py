"""From a view to what its figure shows: overviews of all that is named, read once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dayside.client.backend import Backend
from dayside.client.figure.panel import Curve, Panel
from dayside.client.overview import Overview
from dayside.model import Dataset
from dayside.model.errors import BadRequest
from dayside.model.view import ShownSeries, View


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """What a figure shows.

    Attributes
    ----------
    rulers : list of (Dataset, Overview)
        What stands in numbers under the axis.
    states : dict of str to str
        By dataset, which state it is in, where its provider counts no versions.
    """

    panels: list[Panel]
    rulers: list[tuple[Dataset, Overview]]
    states: dict[str, str]


def gather(backend: Backend, view: View, start: int, stop: int) -> Gathered:
    """Return what the figure of `view` shows over an interval.

    Parameters
    ----------
    start, stop : int
        TT2000.

    Raises
    ------
    UnknownDataset, UnknownParameter
        If what is named is not there.
    BadRequest
        If a parameter holds no numbers.
    """
    rulers = [ShownSeries(*named) for named in view.rulers]
    every = [*(series for panel in view.panels for series in panel.series), *rulers]
    datasets = {id_: backend.describe(id_) for id_ in dict.fromkeys(s.dataset for s in every)}
    found = {
        id_: backend.overviews(dataset, _asked(dataset, every), start, stop)
        for id_, dataset in datasets.items()
    }
    panels = [
        Panel(tuple(_curve(datasets[s.dataset], found[s.dataset], s) for s in panel.series), panel)
        for panel in view.panels
    ]
    told = []
    for series in rulers:
        dataset = datasets[series.dataset]
        told.append((dataset, found[dataset.id][dataset[series.parameter].name]))
    states = {id_: backend.state(id_) for id_, dataset in datasets.items() if not dataset.version}
    return Gathered(panels, told, states)


def _asked(dataset: Dataset, every: Iterable[ShownSeries]) -> list[str]:
    """Return what is shown of a dataset, and what belongs to it."""
    names: list[str] = []
    for series in every:
        if series.dataset != dataset.id:
            continue
        p = dataset[series.parameter]
        if not p.is_numeric:
            raise BadRequest(
                f"{p.name} of {dataset.id} holds no numbers: there is nothing to draw."
            )
        moving = [b.parameter for b in p.bins if b is not None]
        names += [p.name, *_held(dataset, [*moving, *p.uncertainty, p.quality])]
    return list(dict.fromkeys(names))


def _held(dataset: Dataset, named: Iterable[str | None]) -> list[str]:
    """Return those of `named` that the dataset has, and that are numbers."""
    return [n for n in named if n is not None and n in dataset.names and dataset[n].is_numeric]


def _curve(dataset: Dataset, found: Mapping[str, Overview], series: ShownSeries) -> Curve:
    p = dataset[series.parameter]
    moving = next((b.parameter for b in p.bins if b is not None and b.parameter), None)
    return Curve(
        dataset,
        found[p.name],
        bins=found.get(moving or ""),
        errors=tuple(found[name] for name in p.uncertainty if name in found),
        quality=found.get(p.quality or ""),
        shown=series,
    )
