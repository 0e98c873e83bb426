"""``dayside plot``: a picture of some parameters over an interval, or of a workspace's link."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dayside.cli import output
from dayside.cli.session import session_of
from dayside.cli.times import Start, Stop
from dayside.model import OPERATOR, Dataset, Parameter
from dayside.model.errors import BadRequest

if TYPE_CHECKING:
    from dayside.model.view import View
    from dayside.services.door import Door

SUFFIXES = (".png", ".svg", ".pdf")


def plot(
    context: typer.Context,
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="DATASET[/PARAMETER]…|LINK|FILE…",
            help="What to draw, a panel each; a dataset alone is all its data parameters. Or "
            "the link of a view, in quotes: its datasets are read from this archive. Or files, "
            "which need no archive.",
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
    from dayside.client.figure.linked import figure_of
    from dayside.client.figure.style import DOTS_AN_INCH
    from dayside.client.local import LocalBackend

    with _opened(context, what) as door:
        view = _view(door, what)
        link = next((text for text in what if "#" in text), "")
        figure = figure_of(LocalBackend(door, "archive"), view, start, stop, link)
    with output.whole_file(file) as temporary:
        figure.savefig(temporary, format=file.suffix.lower()[1:], dpi=DOTS_AN_INCH)
    panels = len(view.panels)
    output.say(f"{file}: {panels} panel{'s' if panels > 1 else ''}")


@contextmanager
def _opened(context: typer.Context, what: list[str]) -> Iterator[Door]:
    """Open the files, if all that is named are files, else the archive."""
    if not _are_files(what):
        with session_of(context).opened() as opened:
            yield opened.door
        return
    from dayside.services.looks import door_of

    door, refused = door_of(what)
    for refusal in refused:
        output.say(refusal.reason)
    yield door


def _are_files(what: list[str]) -> bool:
    return all(Path(text).is_file() for text in what)


def _view(door: Door, what: list[str]) -> View:
    from dayside.client.figure.linked import view_of
    from dayside.client.local import LocalBackend
    from dayside.model.view import View
    from dayside.services import catalog

    if _are_files(what):
        what = [dataset.id for dataset in catalog.datasets(door, OPERATOR)]
    links = [text for text in what if "#" in text]
    if not links:
        found = [_find(door, text) for text in what]
        return View.of((dataset.id, name) for dataset, names in found for name in names)
    if len(what) > 1:
        raise BadRequest("One link is a whole picture: give it alone.")
    return view_of(LocalBackend(door, "archive"), links[0])


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
