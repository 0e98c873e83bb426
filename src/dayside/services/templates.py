"""Templates: the views one makes of every spacecraft, filled with what is here.

What a parameter measures is told by its units and its words, as no field of the metadata
says it for all sources: a vector in nT is a magnetic field, a spectrum that speaks of ions
is an ion spectrogram, cm-3 a density, km/s a velocity.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from dayside.model import Dataset, Parameter, Principal, time
from dayside.services import catalog
from dayside.services.door import Door
from dayside.services.examples import drawable
from dayside.services.sample import ExampleView

_DENSITY = re.compile(r"(count|particles?|#|1)?[ /(]*cm(\^|\*\*)?-?3\)?|cc-1|/cc", re.IGNORECASE)
_SPEED = re.compile(r"km *(/ *s|\*? *s\^?-1|\.s-1)", re.IGNORECASE)
_TEMPERATURE = re.compile(r"[kMG]?eV|[kMG]?K")
_IONS = re.compile(r"\b(ions?|protons?|p\+|h\+|he\+*|o\+|o2\+)(?!\w)", re.IGNORECASE)
_ELECTRONS = re.compile(r"electron", re.IGNORECASE)
_DERIVED = re.compile(r"\b(rms|sigma|std|deviation|error|uncertainty|thermal|width)", re.IGNORECASE)
_MODELLED = re.compile(r"\b(model|predicted|background)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Template:
    """A view made for one spacecraft.

    Attributes
    ----------
    mission, target : str
        Whose data these are, and where; empty where nothing says it.
    view : ExampleView
        Over the time its datasets have in common.
    """

    mission: str
    target: str
    view: ExampleView


@dataclass(frozen=True, slots=True)
class _Measured:
    """A parameter and the dataset it stands in."""

    dataset: Dataset
    parameter: Parameter

    def overlaps(self, other: Dataset) -> bool:
        a, b = _coverage(self.dataset), _coverage(other)
        return a[0] < b[1] and b[0] < a[1]

    @property
    def words(self) -> str:
        """All that is said of the parameter itself."""
        p = self.parameter
        return f"{p.name.replace('_', ' ')} {p.label} {p.description}"

    @property
    def context(self) -> str:
        """What is said of its dataset, for where the parameter says nothing."""
        d = self.dataset
        return f"{d.id.replace('_', ' ')} {d.title} {d.instrument or ''}"


def templates(
    door: Door, principal: Principal, mission: str = "", target: str = ""
) -> list[Template]:
    """Return the views that can be filled: magnetic field and ions, by spacecraft and target.

    Parameters
    ----------
    mission, target : str
        Only of these, in any case; empty is all.

    Notes
    -----
    Datasets of remote servers tell their parameters only one by one and are left out.
    """
    spacecraft: dict[str, list[_Measured]] = defaultdict(list)
    for dataset in catalog.kept(door, principal):
        if dataset.records:
            key = _mission(dataset).casefold()
            spacecraft[key] += [_Measured(dataset, p) for p in drawable(dataset)]
    found = [t for _, own in sorted(spacecraft.items()) for t in _of_spacecraft(own)]
    return [
        t
        for t in found
        if mission.casefold() in {"", t.mission.casefold()}
        and target.casefold() in {"", t.target.casefold()}
    ]


def _mission(dataset: Dataset) -> str:
    return dataset.mission or dataset.observatory or ""


def _of_spacecraft(measured: list[_Measured]) -> list[Template]:
    """Return the best view of each target: a field with the plasma of the same time."""
    best: dict[str, list[_Measured]] = {}
    for field in sorted(filter(_is_field, measured), key=_worth_of_field, reverse=True):
        target = next(iter(catalog.values(field.dataset, "target")), "")
        plasma = _plasma([m for m in measured if m.overlaps(field.dataset)])
        if plasma:
            best.setdefault(target, [field, *plasma])
    return [_template(target, panels, len(best) > 1) for target, panels in best.items()]


def _template(target: str, panels: list[_Measured], told_apart: bool) -> Template:
    """Return the view of these panels, named by its target where there are several."""
    field, *plasma = panels
    coverage = [_coverage(m.dataset) for m in panels]
    start, stop = max(c[0] for c in coverage), min(c[1] for c in coverage)
    if start >= stop:  # each meets the field, but not one another
        start, stop = coverage[0]
    name = _mission(field.dataset) or field.dataset.title or field.dataset.id
    ions = any(_IONS.search(m.words + m.context) for m in plasma)
    view = ExampleView(
        f"Magnetic field and {'ions' if ions else 'plasma'} of {name}"
        + (f", {target}" if target and told_apart else ""),
        ", ".join(dict.fromkeys(m.parameter.label or m.parameter.name for m in panels)),
        tuple((m.dataset.id, m.parameter.name) for m in panels),
        *(str(time.to_text(t, 3)) for t in (start, stop)),
    )
    return Template(_mission(field.dataset), target, view)


def _plasma(measured: list[_Measured]) -> list[_Measured]:
    """Return the best of each kind, from the top: spectrogram, density, velocity, temperature."""
    chosen: list[_Measured] = []
    for is_kind in (_is_ion_spectrogram, _is_density, _is_velocity, _is_temperature):
        candidates = [m for m in measured if is_kind(m)]
        if candidates:
            chosen.append(max(candidates, key=_worth_of_plasma))
    # A temperature alone is no picture of a plasma.
    return chosen if any(not _is_temperature(m) for m in chosen) else []


def _is_field(m: _Measured) -> bool:
    p = m.parameter
    return p.units == "nT" and p.is_vector and not _DERIVED.search(m.words)


def _worth_of_field(m: _Measured) -> tuple[bool, int, int]:
    """Measured before modelled, then what lasts longer, then what is finer."""
    start, stop = _coverage(m.dataset)
    return not _MODELLED.search(m.words), stop - start, m.dataset.records or 0


def _is_ion_spectrogram(m: _Measured) -> bool:
    p = m.parameter
    if p.display != "spectrogram" or _ELECTRONS.search(m.words.split("\n")[0]):
        return False
    return bool(_IONS.search(m.words) or _IONS.search(m.context))


def _scalar(units: re.Pattern[str]) -> Callable[[_Measured], bool]:
    def fits(m: _Measured) -> bool:
        p = m.parameter
        return not p.shape and bool(units.fullmatch((p.units or "").strip()))

    return fits


_in_cm3 = _scalar(_DENSITY)
_in_kelvin = _scalar(_TEMPERATURE)


def _is_density(m: _Measured) -> bool:
    return _in_cm3(m) and not _DERIVED.search(m.words)


def _is_temperature(m: _Measured) -> bool:
    return _in_kelvin(m) and bool(re.search("temperature|energy", m.words, re.IGNORECASE))


def _is_velocity(m: _Measured) -> bool:
    p = m.parameter
    in_km_s = bool(_SPEED.fullmatch((p.units or "").strip()))
    return in_km_s and (p.is_vector or not p.shape) and not _DERIVED.search(m.words)


def _worth_of_plasma(m: _Measured) -> tuple[bool, bool, bool, int]:
    """Ions before electrons, vectors before components, then what there is more of."""
    electrons = bool(_ELECTRONS.search(m.words))
    ions = bool(_IONS.search(m.words) or _IONS.search(m.context))
    return not electrons, ions, m.parameter.is_vector, m.dataset.records or 0


def _coverage(dataset: Dataset) -> tuple[int, int]:
    return dataset.start or 0, dataset.stop or 0
