"""Angles of the interplanetary field, coupling functions, the neutral sheet."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dayside.model.series import Values
from dayside.query.functions.arguments import Arguments
from dayside.query.functions.declare import Function, function, unit
from dayside.query.functions.physical import quantity
from dayside.query.kinds import Kind
from dayside.query.terms import Term
from dayside.science.plasma import coupling

GROUP = "Solar wind and magnetospheres"


def _angle(name: str, summary: str, run: Callable[[Values], Values]) -> Function:
    @function(f"{name}(b)", summary, GROUP, example=f"{name}(mag.B)")
    def build(call: Arguments) -> Term:
        b = call.vector("b", of=3)
        return call.rowwise((b,), (), lambda v: np.degrees(run(v)), Kind(unit=unit("deg")))

    return build


def _coupling(
    name: str,
    summary: str,
    run: Callable[[Values, Values], Values],
    si: str,
    source: str,
    amda: str,
) -> Function:
    @function(
        f"{name}(v, b)",
        f"{summary}; v is the solar wind's velocity or speed, b its field in GSM.",
        GROUP,
        example=f"{name}(omni.v, omni.B)",
        source=source,
        aliases=(amda,),
    )
    def build(call: Arguments) -> Term:
        v, b = quantity(call, "v"), call.vector("b", of=3)
        to_si = call.scale("v", "m/s"), call.scale("b", "T")
        kind = Kind(unit=unit(si))
        return call.rowwise((v, b), (), lambda x, y: run(x * to_si[0], y * to_si[1]), kind)

    return build


clock_angle = _angle(
    "clock_angle",
    "Angle of a field about the X axis, deg: 0 to +Z, 90 to +Y, up to ±180 to −Z.",
    coupling.clock_angle,
)
cone_angle = _angle(
    "cone_angle", "Angle between a field and the X axis, deg: from 0 to 180.", coupling.cone_angle
)
perreault_akasofu = _coupling(
    "perreault_akasofu",
    "Akasofu's ε, W: the power the solar wind gives to the magnetosphere of the Earth",
    coupling.perreault_akasofu,
    "W",
    "Perreault & Akasofu (1978), Geophys. J. R. Astron. Soc. 54, 547, with l₀ = 7 R_E",
    "perreault78",
)
newell = _coupling(
    "newell",
    "Newell's coupling function v^(4/3) B_T^(2/3) |sin(θ/2)|^(8/3), in SI",
    coupling.newell,
    "m**(4/3).s**(-4/3).T**(2/3)",
    "Newell et al. (2007), J. Geophys. Res. 112, A01206",
    "newell2007",
)


@function(
    "neutral_sheet(position, tilt)",
    "How high above GSM Z = 0 the neutral sheet of the Earth's tail lies at a position in GSM, "
    "km; tilt is that of the dipole.",
    GROUP,
    source="Fairfield (1980), J. Geophys. Res. 85, 775",
    aliases=("fairfield80",),
)
def neutral_sheet(call: Arguments) -> Term:
    """Return the height of the neutral sheet."""
    position, tilt = call.vector("position", of=3), call.scalar("tilt")
    radii = call.scale("position", "km") * 1e3 / coupling.EARTH_RADIUS_M
    radians = call.scale("tilt", "rad")

    def run(p: Values, angle: Values) -> Values:
        km = coupling.EARTH_RADIUS_M / 1e3
        return coupling.neutral_sheet_fairfield(p * radii, angle * radians) * km

    return call.rowwise((position, tilt), (), run, Kind(unit=unit("km")))
