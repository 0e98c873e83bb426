"""The magnetosphere of Mercury: the package KT17."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType

import numpy as np

from dayside.model.time import Ticks
from dayside.science.fields.base import About, Entry, Floats, Option
from dayside.science.fields.packages import package, radius_km

_ABOUT = About(
    id="mercury.kt17",
    title="Magnetosphere of Mercury: dipole, disk and sheet currents, their shielding",
    body="mercury",
    frame="MSM",
    radius_km=radius_km("mercury"),
    planet_rp=(0.0, 0.0, -0.196),
    reference="Korth et al. 2015, 2017",
    doi="10.1002/2017GL074699",
    options={
        "sun_au": Option("distance from the Sun, au", 0.387, 0.3, 0.5),
        "disturbance": Option("disturbance index of Anderson et al. 2013", 50.0, 0.0, 97.0),
    },
    extra="mercury",
)


@dataclass(frozen=True, slots=True, eq=False)
class Magnetosphere:
    """The field within the magnetopause; outside it the model says nothing."""

    about: About
    package: ModuleType
    sun_au: float
    disturbance: float

    def field(self, position_rp: Floats, times: Ticks | None = None) -> Floats:  # noqa: ARG002
        """Return the field, as `dayside.science.fields.base.FieldModel` says."""
        position_rp = np.asarray(position_rp, np.float64)
        found = np.full(position_rp.shape, np.nan)
        known = np.isfinite(position_rp).all(axis=1) & position_rp.any(axis=1)
        if known.any():
            said = {"Rsun": self.sun_au, "DistIndex": self.disturbance}
            found[known] = np.stack(self.package.ModelField(*position_rp[known].T, **said), axis=-1)
        return found


def models() -> Iterator[Entry]:
    """Yield the one model."""
    yield Entry(_ABOUT, _built)


def _built(options: Mapping[str, float]) -> Magnetosphere:
    return Magnetosphere(_ABOUT, package("KT17", _ABOUT), options["sun_au"], options["disturbance"])
