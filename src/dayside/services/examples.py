"""Views worth opening first, of whatever is served."""

from __future__ import annotations

from dayside.model import Dataset, Parameter, Principal, time
from dayside.services import catalog
from dayside.services.door import Door
from dayside.services.sample import EXAMPLES, ExampleView

MOST = 3


def examples(door: Door, principal: Principal) -> list[ExampleView]:
    """Return up to three views: those of the sample if it is here, else the best there are."""
    visible = {d.id: d for d in catalog.kept(door, principal)}
    curated = [
        view for view in EXAMPLES if all(_has(visible.get(i), name) for i, name in view.panels)
    ]
    own = [_whole(d) for d in sorted(visible.values(), key=_rank, reverse=True) if _worth(d) > 0]
    return [*curated, *(own if not curated else [])][:MOST]


def _has(dataset: Dataset | None, name: str) -> bool:
    return dataset is not None and any(p.name == name for p in dataset.parameters)


def _whole(dataset: Dataset) -> ExampleView:
    """Return the best parameter of a dataset over all there is of it."""
    first = best(dataset, 1)[0]
    start, stop = (str(time.to_text(t or 0, 9)) for t in (dataset.start, dataset.stop))
    told = first.label or first.description or first.name
    return ExampleView(dataset.title or dataset.id, told, ((dataset.id, first.name),), start, stop)


def drawable(dataset: Dataset) -> list[Parameter]:
    """Return the parameters worth drawing, vectors instead of their components."""
    numbers = [
        p for p in dataset.parameters if p.is_numeric and p.role == "data" and p.display != "none"
    ]
    parts = {label for p in numbers if p.shape for label in p.labels}
    return [p for p in numbers if p.shape or p.name not in parts]


def best(dataset: Dataset, most: int) -> list[Parameter]:
    """Return up to `most` of the parameters worth drawing, the best of them, in their order."""
    every = drawable(dataset)
    chosen = sorted(range(len(every)), key=lambda i: -_worth_of(every[i]))[:most]
    return [every[i] for i in sorted(chosen)]


def _rank(dataset: Dataset) -> tuple[int, int]:
    return _worth(dataset), dataset.records or 0


def _worth(dataset: Dataset) -> int:
    if dataset.start is None or dataset.stop is None or not dataset.records:
        return 0
    return max((_worth_of(p) for p in drawable(dataset)), default=0)


def _worth_of(parameter: Parameter) -> int:
    """Spectra and vectors in known units show best what there is."""
    kind = 5 if parameter.display == "spectrogram" else 4 if parameter.is_vector else 1
    field = parameter.units == "nT"
    return kind + 2 * bool(parameter.units) + 2 * field + bool(parameter.label)
