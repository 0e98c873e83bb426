"""Which variables are error bars and quality flags of which."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dayside.formats.cdf.variable import Variable
from dayside.model import Parameter

_QUALITY = re.compile(
    r"quality|(?:^|_)qual(?:_|$)|(?:^|_)q_?flag|(?:^|_)dqf(?:_|$)|bitmask", re.IGNORECASE
)
_FLAG = re.compile(r"(?:^|_)flags?(?:_|$)", re.IGNORECASE)
# Words that say that it is a flag, not of what.
_GENERIC = frozenset((
    "quality", "qual", "flag", "flags", "q", "qf", "dqf", "data", "bitmask", "mask", "index",
    "level", "l1", "l2", "l3", "bit",
))  # fmt: skip


def with_companions(
    parameters: Sequence[Parameter], variables: Sequence[Variable]
) -> list[Parameter]:
    """Return `parameters` with their roles, uncertainties and quality flags.

    Parameters
    ----------
    parameters, variables : sequence
        Of one time axis, in the same order.
    """
    by_variable = {v.name: p for v, p in zip(variables, parameters, strict=True)}
    bars = {
        p.name: _error_bars(v, p, by_variable) for v, p in zip(variables, parameters, strict=True)
    }
    uncertain = {name for names in bars.values() for name in names}
    said = {v.text("QUALITY_VAR") for v in variables} - {""}
    flags = [p for v, p in zip(variables, parameters, strict=True) if _is_flag(v, p, said)]
    named = {f.name for f in flags}
    found = []
    for variable, p in zip(variables, parameters, strict=True):
        own = replace(p, uncertainty=bars[p.name])
        if p.name in named:
            own = replace(own, role="quality", frame=None)
        elif p.name in uncertain:
            own = replace(own, role="uncertainty", components=(), uncertainty=())
        elif p.role == "data" or own.uncertainty:
            pointed = by_variable.get(variable.text("QUALITY_VAR"))
            own = replace(own, quality=pointed.name if pointed else None)
            if not said:
                own = replace(own, quality=_flag_of(p, flags))
        found.append(own)
    return found


def _error_bars(
    variable: Variable, parameter: Parameter, by_variable: Mapping[str, Parameter]
) -> tuple[str, ...]:
    """Return the names of the error bars: one, or (minus, plus)."""
    said = (variable.text("DELTA_MINUS_VAR"), variable.text("DELTA_PLUS_VAR"))
    bars = [by_variable[name] for name in said if name in by_variable]
    names = [b.name for b in bars if b.shape == parameter.shape and b.name != parameter.name]
    return tuple(dict.fromkeys(names))


def _is_flag(variable: Variable, parameter: Parameter, said: set[str]) -> bool:
    if not parameter.is_numeric:
        return False
    if variable.name in said or _QUALITY.search(variable.name):
        return True
    if parameter.role == "data":
        return False
    field = variable.text("FIELDNAM").replace(" ", "_")
    return bool(_QUALITY.search(field) or _FLAG.search(variable.name))


def _flag_of(parameter: Parameter, flags: Sequence[Parameter]) -> str | None:
    """Return the flag of a parameter, by its name, or the one meant for all."""
    own = _words(parameter.name)
    # "bitmask" last: a flag of few values is the better mask.
    ranked = sorted(flags, key=lambda f: (-len(_subject(f)), "bitmask" in f.name.lower()))
    fitting = [f for f in ranked if _subject(f) <= own and _fits(f, parameter)]
    if fitting:
        return fitting[0].name
    graded = [f for f in flags if _QUALITY.search(f.name)]
    return graded[0].name if len(flags) == len(graded) == 1 else None


def _fits(flag: Parameter, parameter: Parameter) -> bool:
    return flag.shape in ((), parameter.shape)


def _subject(flag: Parameter) -> set[str]:
    return _words(flag.name) - _GENERIC


def _words(name: str) -> set[str]:
    return {word for word in re.split(r"[^a-z0-9]+", name.lower()) if word}
