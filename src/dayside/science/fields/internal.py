"""Internal fields by Gauss coefficients. The table is `models.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import numpy as np

from dayside.model.time import FILL, Ticks, to_unix_ns
from dayside.science import bodies
from dayside.science.fields.base import About, Entry, Floats, Option
from dayside.science.fields.harmonics import Harmonics, Integers
from dayside.science.fields.tables import Dated, Gauss, gauss, igrf


@dataclass(frozen=True, slots=True, eq=False)
class Internal:
    """The field of a set of coefficients.

    Attributes
    ----------
    about : About
    harmonics : Harmonics
    scale : float
        Radii of the coefficients in one of the body.
    offset_rp : ndarray, shape (3,)
        Centre of the expansion.
    years : ndarray or None
        Of the epochs; None for a field that stays.
    """

    about: About
    harmonics: Harmonics
    scale: float
    offset_rp: Floats
    years: Floats | None = None

    def field(self, position_rp: Floats, times: Ticks | None = None) -> Floats:
        """Return the field, as `dayside.science.fields.base.FieldModel` says."""
        at = (np.asarray(position_rp, np.float64) - self.offset_rp) * self.scale
        if self.years is None:
            return self.harmonics.field_nt(at)
        if times is None:
            return np.full(at.shape, np.nan)
        return self.harmonics.field_nt(at, *_between(self.years, times))


def models() -> Iterator[Entry]:
    """Yield the models of the table."""
    table = tomllib.loads(files(__package__).joinpath("models.toml").read_text("utf-8"))
    for key, entry in table.items():
        coefficients = _coefficients(entry["table"])
        yield Entry(_about(key, entry, coefficients), partial(_built, key, MappingProxyType(entry)))


def _about(key: str, entry: Mapping[str, Any], coefficients: Gauss | Dated) -> About:
    most = coefficients.g_nt.shape[-1] - 1
    degree = Option(
        f"highest degree that is evaluated, of {most} given",
        entry.get("degree", most),
        1,
        most,
        whole=True,
    )
    body = entry.get("body")
    return About(
        id=key,
        title=entry["title"],
        body=body,
        frame=entry.get("frame"),
        radius_km=bodies.body(body).radius_km if body else None,
        reference=entry["reference"],
        doi=entry.get("doi", ""),
        needs_time=isinstance(coefficients, Dated),
        valid=tuple(entry.get("valid", ())),
        options=MappingProxyType({"degree": degree}),
        aliases=tuple(entry.get("aliases", ())),
        verified=entry.get("verified", True),
        doubt=entry.get("doubt", ""),
    )


def _built(key: str, entry: Mapping[str, Any], options: Mapping[str, float]) -> Internal:
    coefficients = _coefficients(entry["table"])
    about = _about(key, entry, coefficients)
    radius = about.radius_km or 1.0
    return Internal(
        about,
        _harmonics(entry["table"], int(options["degree"])),
        radius / entry.get("radius_km", radius),
        np.asarray(entry.get("offset_km", (0.0, 0.0, 0.0))) / radius,
        coefficients.years if isinstance(coefficients, Dated) else None,
    )


@cache
def _harmonics(table: str, degree: int) -> Harmonics:
    return Harmonics.of(_coefficients(table), degree)


def _coefficients(table: str) -> Gauss | Dated:
    return igrf() if table == "igrf14" else gauss(table)


def _between(years: Floats, times: Ticks) -> tuple[Integers, Floats]:
    """Return the epoch before each time (-1 outside all), and how far it is to the next."""
    times = np.asarray(times, np.int64)
    edges = np.array([f"{year:.0f}-01-01" for year in years], "datetime64[ns]").astype(np.int64)
    when = to_unix_ns(times)
    outside = (times == FILL) | (when < edges[0]) | (when > edges[-1])
    safe = np.where(outside, edges[0], when)
    epoch = np.minimum(np.searchsorted(edges, safe, side="right") - 1, len(edges) - 2)
    share = (safe - edges[epoch]) / (edges[epoch + 1] - edges[epoch])
    return np.where(outside, -1, epoch), share
