"""What belongs together among named columns: vectors, error bars, quality flags."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dayside.formats.frames import frame_in

_AXES = ("xyz", "rtn")
_FIELD_NAMES = {"b": "B", "mag": "B", "v": "V", "e": "E", "": "xyz", "imf": "B"}
_ERROR = re.compile(
    r"(?:(?P<base>.+?)_(?:err|error|sigma|sig|unc|uncertainty|std|stddev|stdev)"
    r"|(?:sigma|err|std|unc)_(?P<other>.+))",
    re.IGNORECASE,
)
_QUALITY = re.compile(
    r"(?:(?P<base>.+?)_)?(?:qual|quality|flags?|status|quality_flag|qf|dqf|data_quality)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Triplet:
    """Three columns that form a vector.

    Attributes
    ----------
    name : str
        Of the vector.
    columns : tuple of str
        In the order of the axes.
    frame : str or None
        Where the names say it.
    """

    name: str
    columns: tuple[str, str, str]
    frame: str | None


def triplets(units: Mapping[str, str | None]) -> list[Triplet]:
    """Return the vectors among columns, each of one unit.

    Parameters
    ----------
    units : mapping of str to str or None
        Unit of each column that holds numbers, by name.

    Examples
    --------
    >>> [t.name for t in triplets(dict.fromkeys(["magx", "magy", "magz", "n"], "nT"))]
    ['B']
    """
    lower = {name.lower(): name for name in units}
    found = []
    for name in units:
        for axes in _AXES:
            triplet = _triplet(name, axes, lower)
            if triplet is not None and len({units[c] for c in triplet.columns}) == 1:
                found.append(triplet)
                break
    return found


def _triplet(name: str, axes: str, lower: Mapping[str, str]) -> Triplet | None:
    """Return the vector whose first component is `name`."""
    axis = axes[0]
    match = re.fullmatch(rf"(.*?)(_?)({axis})((?:_.*)?)", name, re.IGNORECASE)
    if match is None or (axes == "rtn" and not match[1]):
        return None
    before, joint, _, after = match.groups()
    columns = [lower.get(f"{before}{joint}{a}{after}".lower()) for a in axes]
    if None in columns:
        return None
    base = _FIELD_NAMES.get(before.lower(), before)
    x, y, z = (c for c in columns if c is not None)
    return Triplet(f"{base}{after}", (x, y, z), "RTN" if axes == "rtn" else frame_in(after, ()))


def uncertainties(names: Sequence[str]) -> dict[str, str]:
    """Return the name of the error bar of each quantity that has one.

    Examples
    --------
    >>> uncertainties(["n", "n_err", "mu_v", "sigma_v"])
    {'n': 'n_err', 'mu_v': 'sigma_v'}
    """
    lower = {name.lower(): name for name in names}
    found: dict[str, str] = {}
    for name in names:
        match = _ERROR.fullmatch(name)
        if match is None:
            continue
        base = (match["base"] or match["other"]).lower()
        for candidate in (base, f"mu_{base}", f"mean_{base}"):
            if candidate in lower and lower[candidate] != name:
                found[lower[candidate]] = name
                break
    return found


def qualities(names: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Return the flag of each quantity that has one, and all flags.

    A flag named after a quantity is that quantity's; a nameless one is everybody's, as
    long as it is the only one.

    Examples
    --------
    >>> qualities(["n", "t", "qual"])
    ({'n': 'qual', 't': 'qual'}, ['qual'])
    """
    lower = {name.lower(): name for name in names}
    flags, own, common = [], {}, []
    for name in names:
        match = _QUALITY.fullmatch(name)
        if match is None:
            continue
        flags.append(name)
        base = lower.get((match["base"] or "").lower())
        if base is not None:
            own[base] = name
        elif match["base"] is None:
            common.append(name)
    if len(common) == 1:
        own = {n: common[0] for n in names if n not in flags} | own
    return own, flags
