"""Views worth opening first, as small live pictures."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from dayside.model import Dataset, Principal
from dayside.model.errors import DaysideError
from dayside.portal import quicklook
from dayside.portal.rendering import Portal
from dayside.portal.snippets import view_state
from dayside.portal.stretch import interval, read
from dayside.services import tiles
from dayside.services.sample import ExampleView

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Preview:
    """A view as a small picture: one panel under another, and where it leads."""

    view: ExampleView
    panels: tuple[tuple[Dataset, quicklook.Panel], ...]
    state: str
    version: str

    @property
    def simulated(self) -> bool:
        """Whether something in it was not measured."""
        return any(dataset.simulated for dataset, _ in self.panels)


def of(portal: Portal, view: ExampleView, principal: Principal) -> Preview | None:
    """Return a view as a small picture; None if there is nothing to draw."""
    try:
        found = [tiles.levels(portal.context.door, d, principal) for d, _ in view.panels[:2]]
        version = " ".join(levels.version for levels in found)
        panels = portal.looks.get(
            ("preview", view, version), lambda: _previews(portal, view, found, principal)
        )
    except DaysideError as error:
        _log.warning("no picture of %s: %s", view.title, error)
        return None
    return Preview(view, panels, view_state(view), version) if panels else None


def _previews(
    portal: Portal, view: ExampleView, found: list[tiles.Levels], principal: Principal
) -> tuple[tuple[Dataset, quicklook.Panel], ...]:
    drawn = []
    for levels, (_, name) in zip(found, view.panels, strict=False):
        part = interval(levels.dataset, view.start, view.stop)
        stretch = read(portal.context.door, levels, name, principal, part)
        panel = quicklook.panel(levels.dataset[name], stretch, part)
        if panel is not None:
            drawn.append((levels.dataset, panel))
    return tuple(drawn)
