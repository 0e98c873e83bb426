"""``dayside plot``: a picture of some parameters over an interval."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dayside.cli import output
from dayside.cli.session import session_of
from dayside.cli.times import Start, Stop, interval
from dayside.model import OPERATOR, Dataset, Parameter, time
from dayside.model.errors import BadRequest

if TYPE_CHECKING:
    from dayside.client.figure import Panel
    from dayside.client.overview import Overview
    from dayside.services.door import Door

SUFFIXES = (".png", ".svg", ".pdf")


def plot(
    context: typer.Context,
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="DATASET[/PARAMETER]…",
            help="What to draw, a panel each; a dataset alone is all its data parameters.",
        ),
    ],
    start: Start = None,
    stop: Stop = None,
    file: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help=".png, .svg or .pdf.")
    ] = Path("plot.png"),
) -> None:
    """Draw lines and spectrograms into a picture."""
    if file.suffix.lower() not in SUFFIXES:
        raise BadRequest(f"{file.name}: a picture's name ends in {', '.join(SUFFIXES)}.")
    from dayside.client.figure import draw

    with session_of(context).opened() as opened:
        wanted = [_find(opened.door, text) for text in what]
        first, last = _axis([dataset for dataset, _ in wanted], start, stop)
        panels = [
            panel
            for dataset, names in wanted
            for panel in _panels(opened.door, dataset, names, first, last)
        ]
        figure = draw(panels, *time.to_datetime64([first, last]))
    with output.whole_file(file) as temporary:
        figure.savefig(temporary, format=file.suffix.lower()[1:], dpi=110)
    output.say(f"{file}: {len(panels)} panel{'s' if len(panels) > 1 else ''}")


def _find(door: Door, text: str) -> tuple[Dataset, tuple[str, ...]]:
    """Return the dataset and the parameters named by ``DATASET[/PARAMETER]``."""
    from dayside.model.errors import UnknownDataset
    from dayside.services import catalog

    try:
        whole = catalog.describe(door, text, OPERATOR)  # ids of remote datasets hold slashes
        return whole, tuple(p.name for p in whole.parameters if _is_drawn(p, whole))
    except UnknownDataset:
        dataset_id, slash, name = text.rpartition("/")
        if not slash:
            raise
    whole = catalog.describe(door, dataset_id, OPERATOR)
    return whole, (whole[name].name,)


def _is_drawn(parameter: Parameter, dataset: Dataset) -> bool:
    """Tell whether a parameter is drawn where only its dataset was named."""
    wanted = parameter.role == "data" and parameter.display != "none" and parameter.is_numeric
    # The columns of a vector are its lines already.
    return wanted and not any(parameter.name in p.labels for p in dataset.parameters if p.is_vector)


def _axis(datasets: list[Dataset], start: str | None, stop: str | None) -> tuple[int, int]:
    """Return the interval of the picture: what is said, else what all datasets cover."""
    ends = [interval(dataset, start, stop) for dataset in datasets]
    return min(first for first, _ in ends), max(last for _, last in ends)


def _panels(
    door: Door, dataset: Dataset, names: tuple[str, ...], start: int, stop: int
) -> Iterable[Panel]:
    from dayside.client.figure import Panel

    moving = {
        name: next((b.parameter for b in dataset[name].bins if b and b.parameter), None)
        for name in names
    }
    asked = list(dict.fromkeys([*names, *(m for m in moving.values() if m)]))
    found = _overviews(door, dataset, asked, start, stop)
    for name in names:
        if name not in found:
            raise BadRequest(f"{name} of {dataset.id} holds no numbers: there is nothing to draw.")
        yield Panel(dataset, found[name], found.get(moving[name] or ""))


def _overviews(
    door: Door, dataset: Dataset, names: list[str], start: int, stop: int
) -> dict[str, Overview]:
    """Return what to draw of each parameter: from levels, else from samples, read once."""
    from dayside.client.overview import overview_of_levels, overviews
    from dayside.services.fetch import SeriesRequest, fetch

    shown = {n: overview_of_levels(door, dataset, n, start, stop, OPERATOR) for n in names}
    found = {name: overview for name, overview in shown.items() if overview is not None}
    rest = tuple(name for name in names if name not in found)
    if not rest:
        return found
    answer = fetch(door, SeriesRequest(dataset.id, start, stop, rest), OPERATOR)
    held = [p for p in answer.dataset.parameters if p.is_numeric]
    return found | overviews(held, answer.blocks, start, stop, dataset.cadence_ns)
