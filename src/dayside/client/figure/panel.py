"""What a panel of a figure shows."""

from __future__ import annotations

from dataclasses import dataclass, field

from dayside.client.overview import Overview
from dayside.model import Dataset, Parameter
from dayside.model.view import ShownPanel, ShownSeries

MANY = 12
"""More columns than this are drawn as a spectrogram, not as lines."""


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """One parameter of a panel.

    Attributes
    ----------
    dataset : Dataset
        Where the parameter is from.
    overview : Overview
        What is drawn.
    bins : Overview or None
        Centres of the bins, where they move.
    errors : tuple of Overview
        Error bars: none, one for both ways, or (minus, plus).
    quality : Overview or None
        Quality flag.
    shown : ShownSeries or None
        What a person chose; None is as the data say.
    """

    dataset: Dataset
    overview: Overview
    bins: Overview | None = None
    errors: tuple[Overview, ...] = ()
    quality: Overview | None = None
    shown: ShownSeries | None = None

    @property
    def parameter(self) -> Parameter:
        """What is drawn."""
        return self.overview.parameter

    @property
    def choice(self) -> ShownSeries:
        """What a person chose, or the usual."""
        return self.shown or ShownSeries(self.dataset.id, self.parameter.name)

    @property
    def is_spectrogram(self) -> bool:
        """Whether the parameter is drawn as colours."""
        p = self.parameter
        return bool(p.shape) and (p.display == "spectrogram" or p.size > MANY or len(p.shape) > 1)


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """One panel of a figure.

    Attributes
    ----------
    curves : tuple of Curve
        Lines, or one spectrogram.
    choice : ShownPanel
        Scales, limits and colours, as far as a person chose them.
    """

    curves: tuple[Curve, ...]
    choice: ShownPanel = field(default=ShownPanel(()))
