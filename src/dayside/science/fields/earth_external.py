"""The field of the Earth with that of its magnetosphere: Tsyganenko's models, by geopack."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from threading import Lock
from types import ModuleType

import numpy as np

from dayside.model.time import FILL, Ticks, to_unix_ns
from dayside.science.fields import registry
from dayside.science.fields.base import About, Entry, FieldModel, Floats, Option
from dayside.science.fields.packages import package, radius_km

_INTERNAL = Option("1: with IGRF-14; 0: of the magnetosphere alone", 1, 0, 1, whole=True)
_COMMON = {
    "body": "earth",
    "frame": "GSM",
    "radius_km": radius_km("earth"),
    "needs_time": True,
    "valid": ("1965-01-01", "2030-01-01"),
    "extra": "fields",
}
_T89 = About(
    id="earth.t89",
    title="Magnetosphere by the Kp index, with IGRF-14",
    reference="Tsyganenko 1989",
    doi="10.1016/0032-0633(89)90066-4",
    options={"kp": Option("Kp index, 6 and above alike", 2.0, 0.0, 9.0), "internal": _INTERNAL},
    **_COMMON,  # type: ignore[arg-type]  # each of its own type
)
_WIND = {
    "pdyn": Option("dynamic pressure of the solar wind, nPa", 2.0, 0.1, 20.0),
    "dst": Option("Dst index, nT", 0.0, -500.0, 100.0),
    "by": Option("By of the interplanetary field in GSM, nT", 0.0, -50.0, 50.0),
    "bz": Option("Bz of the interplanetary field in GSM, nT", 0.0, -50.0, 50.0),
}
_T96 = About(
    id="earth.t96",
    title="Magnetosphere by the solar wind, with IGRF-14",
    reference="Tsyganenko 1995, 1996",
    doi="10.1029/94JA03193",
    options={**_WIND, "internal": _INTERNAL},
    **_COMMON,  # type: ignore[arg-type]  # each of its own type
)
_T01 = About(
    id="earth.t01",
    title="Inner magnetosphere by the solar wind of the hour before, with IGRF-14",
    reference="Tsyganenko 2002",
    doi="10.1029/2001JA000219",
    options={
        **_WIND,
        "g1": Option("index G1 of the solar wind's last hour", 0.0, 0.0, 200.0),
        "g2": Option("index G2 of the solar wind's last hour", 0.0, 0.0, 200.0),
        "internal": _INTERNAL,
    },
    **_COMMON,  # type: ignore[arg-type]  # each of its own type
)
_TS05 = About(
    id="earth.ts05",
    title="Magnetosphere of strong storms by the storm's history, with IGRF-14",
    reference="Tsyganenko & Sitnov 2005",
    doi="10.1029/2004JA010798",
    options={
        **_WIND,
        **{
            f"w{i}": Option(f"index W{i} of the storm's history", 0.0, 0.0, 200.0)
            for i in range(1, 7)
        },
        "internal": _INTERNAL,
    },
    aliases=("t04", "t04s", "ts04"),
    **_COMMON,  # type: ignore[arg-type]  # each of its own type
)

# T01 and TS05 were fitted to data sunward of it.
_TAIL_RE = -15.0

# geopack keeps the time it was given last in its module.
_ONE_TIME = Lock()

External = Callable[[float, float, float, float], tuple[float, float, float]]


@dataclass(frozen=True, slots=True, eq=False)
class Magnetosphere:
    """An external model, with the internal field.

    Attributes
    ----------
    external : callable
        From tilt (rad) and x, y, z (R_E, GSM) to nT.
    internal : FieldModel or None
    tail_re : float
        The model says nothing where x is below.
    """

    about: About
    geopack: ModuleType
    external: External
    internal: FieldModel | None
    tail_re: float = -np.inf

    def field(self, position_rp: Floats, times: Ticks | None = None) -> Floats:
        """Return the field, as `dayside.science.fields.base.FieldModel` says."""
        position_rp = np.asarray(position_rp, np.float64)
        found = np.full(position_rp.shape, np.nan)
        if times is None:
            return found
        known = np.isfinite(position_rp).all(axis=1) & position_rp.any(axis=1)
        known &= (np.asarray(times) != FILL) & (position_rp[:, 0] >= self.tail_re)
        with _ONE_TIME:
            for tick in np.unique(times[known]):
                rows = np.flatnonzero(known & (times == tick))
                found[rows] = self._at(position_rp[rows], tick)
        return found

    def _at(self, position_rp: Floats, tick: np.int64) -> Floats:
        tilt_rad = self.geopack.recalc(float(to_unix_ns(tick)) / 1e9)
        total = np.array([self.external(tilt_rad, *p) for p in position_rp], np.float64)
        if self.internal is not None:
            to_gsm = np.column_stack([self.geopack.geogsm(*axis, 1) for axis in np.eye(3)])
            times = np.full(len(position_rp), tick)
            total += self.internal.field(position_rp @ to_gsm, times) @ to_gsm.T
        return total


def models() -> Iterator[Entry]:
    """Yield the models."""
    yield Entry(_T89, _t89)
    yield Entry(_T96, partial(_of_wind, _T96, "t96", -np.inf))
    yield Entry(_T01, partial(_of_wind, _T01, "t01", _TAIL_RE))
    yield Entry(_TS05, partial(_of_wind, _TS05, "t04", _TAIL_RE))


def _t89(options: Mapping[str, float]) -> Magnetosphere:
    level = int(min(options["kp"], 6.0)) + 1
    run = package("geopack.t89", _T89).t89
    return _with_internal(_T89, options, lambda tilt, x, y, z: run(level, tilt, x, y, z))


def _of_wind(
    about: About, name: str, tail_re: float, options: Mapping[str, float]
) -> Magnetosphere:
    run = getattr(package(f"geopack.{name}", about), name)
    given = [value for option, value in options.items() if option != "internal"]
    given += [0.0] * (10 - len(given))
    made = _with_internal(about, options, lambda tilt, x, y, z: run(given, tilt, x, y, z))
    return replace(made, tail_re=tail_re)


def _with_internal(about: About, options: Mapping[str, float], external: External) -> Magnetosphere:
    internal = registry.model("earth.igrf14") if options["internal"] else None
    return Magnetosphere(about, package("geopack.geopack", about), external, internal)
