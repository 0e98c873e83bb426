"""The current sheet of Jupiter: the package con2020."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from dayside.model.time import Ticks
from dayside.science.fields.base import About, Entry, Floats, Option
from dayside.science.fields.packages import package, radius_km

_ABOUT = About(
    id="jupiter.con2020",
    title="Current sheet of Jupiter: a tilted disk with radial currents; no internal field",
    body="jupiter",
    frame="IAU_JUPITER",
    radius_km=radius_km("jupiter"),
    reference="Connerney et al. 2020",
    doi="10.1029/2020JA028138",
    options={
        "mu_i": Option("half the sheet's current density times μ₀, nT", 139.6, 0.0, 1000.0),
        "i_rho": Option("radial current, MA", 16.7, -1000.0, 1000.0),
        "r0": Option("inner edge, R_J", 7.8, 1.0, 50.0),
        "r1": Option("outer edge, R_J", 51.4, 10.0, 1000.0),
        "d": Option("half thickness, R_J", 3.6, 0.1, 20.0),
        "tilt": Option("tilt from the rotational equator, deg", 9.3, 0.0, 90.0),
        "tilt_longitude": Option(
            "east longitude towards which it is tilted, deg", 155.8, -360.0, 360.0
        ),
    },
    extra="fields",
)


@dataclass(frozen=True, slots=True, eq=False)
class CurrentSheet:
    """The field of the sheet, by the analytic equations of Edwards et al. 2001."""

    about: About
    sheet: Any

    def field(self, position_rp: Floats, times: Ticks | None = None) -> Floats:  # noqa: ARG002
        """Return the field, as `dayside.science.fields.base.FieldModel` says."""
        position_rp = np.asarray(position_rp, np.float64)
        found = np.full(position_rp.shape, np.nan)
        known = np.isfinite(position_rp).all(axis=1) & position_rp.any(axis=1)
        if known.any():
            found[known] = np.reshape(self.sheet.Field(*position_rp[known].T), (-1, 3))
        return found


def models() -> Iterator[Entry]:
    """Yield the one model."""
    yield Entry(_ABOUT, _built)


def _built(options: Mapping[str, float]) -> CurrentSheet:
    sheet = package("con2020", _ABOUT).Model(
        mu_i=options["mu_i"],
        i_rho=options["i_rho"],
        r0=options["r0"],
        r1=options["r1"],
        d=options["d"],
        xt=options["tilt"],
        xp=options["tilt_longitude"],
        equation_type="analytic",
        error_check=False,
    )
    return CurrentSheet(_ABOUT, sheet)
