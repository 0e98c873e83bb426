"""UCDs for parameters, by their units: as much as is certain, nothing where it is not."""

from __future__ import annotations

import re

from dayside.model.dataset import Parameter

_BY_UNIT = (
    (r"[npu]?T|G", "phys.magField"),
    (r"c?m(?:\*\*)?-3", "phys.density"),
    (r"[kc]?m(?:/s|\.s-1|\.s\*\*-1)", "phys.veloc"),
    (r"[kM]?K", "phys.temperature"),
    (r"[np]?Pa", "phys.pressure"),
    (r"[mu]?V(?:/m|\.m-1|\.m\*\*-1)", "phys.elecField"),
    (r"[kMG]?eV", "phys.energy"),
)


def ucd_of(parameter: Parameter) -> str | None:
    """Return the UCD 1+ of a parameter, or None where its units tell none.

    Examples
    --------
    >>> ucd_of(Parameter("B", "float32", "nT")), ucd_of(Parameter("a", "float32"))
    ('phys.magField', None)
    """
    if parameter.role == "quality":
        return "meta.code.qual"
    unit = parameter.units or ""
    ucd = next((u for pattern, u in _BY_UNIT if re.fullmatch(pattern, unit)), None)
    return f"stat.error;{ucd}" if ucd and parameter.role == "uncertainty" else ucd
