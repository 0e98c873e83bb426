"""Sums over bands of spectra, and moments of spectra of energy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dayside.model import Bins
from dayside.model.errors import BadFormula
from dayside.model.series import Values
from dayside.query import units
from dayside.query.functions.arguments import Arguments
from dayside.query.functions.declare import Function, function, unit
from dayside.query.functions.particles import particle
from dayside.query.kinds import Kind
from dayside.query.language.constants import quantity
from dayside.query.terms import Column, Constant, Term
from dayside.science.series import spectrum_moments

GROUP = "Spectra of energy and other quantities"

_MOMENTS = {
    "density": ("density_m3", "m**-3", "cm**-3"),
    "speed": ("speed_m_s", "m/s", "km/s"),
    "energy": ("energy_j", "J", "eV"),
    "temperature": ("temperature_j", "J", "eV"),
    "pressure": ("pressure_pa", "Pa", "nPa"),
}
"""Of each moment: its kernel's name and unit, and the unit it is told in."""

_NUMBER_FLUX, _ENERGY_FLUX = "m**-2.s**-1.sr**-1.J**-1", "m**-2.s**-1.sr**-1"


@dataclass(frozen=True, slots=True)
class Spectrum:
    """A spectrum and the bins along its one dimension.

    Attributes
    ----------
    values : Term
    bins : Bins
    moving : Term or None
        Centres that change with time.
    """

    values: Term
    bins: Bins
    moving: Term | None

    @property
    def terms(self) -> list[Term]:
        """What a function of the spectrum is a function of."""
        return [self.values] if self.moving is None else [self.values, self.moving]

    def centres(self, given: Sequence[Values]) -> Values:
        """Return centres, shape (k,) or (n, k), from the values of `terms`."""
        if self.moving is not None:
            return given[1]
        if self.bins.centers is not None:
            return np.asarray(self.bins.centers)
        return np.asarray(np.mean(self.bins.ranges or (), axis=1))

    def edges(self, given: Sequence[Values]) -> tuple[Values, Values]:
        """Return lower and upper edges: those that are told, or halfway between centres."""
        if self.moving is None and self.bins.ranges is not None:
            ranges = np.sort(np.asarray(self.bins.ranges), axis=1)
            return ranges[:, 0], ranges[:, 1]
        return spectrum_moments.bin_edges(self.centres(given))


def spectrum(call: Arguments, name: str) -> Spectrum:
    """Return an argument that is a spectrum.

    Raises
    ------
    BadFormula
        If it has not one dimension with numbers along it.
    """
    term = call.series(name)
    bins = term.kind.bins[0] if len(term.kind.shape) == 1 and term.kind.bins else None
    if bins is None or not (bins.centers or bins.ranges or bins.parameter):
        raise call.wrong(name, "a spectrum, whose bins have numbers")
    if bins.centers is None and bins.ranges is None:
        return Spectrum(term, bins, _moving(call, term, bins))
    return Spectrum(term, bins, None)


def _moving(call: Arguments, term: Term, bins: Bins) -> Term:
    if not isinstance(term, Column) or bins.parameter is None:
        raise BadFormula(
            f"{call.said}: the bins of {term.said} move with time, so that it must be the "
            "parameter itself; low= and high= choose a band."
        )
    dataset = call.world.dataset(term.dataset)
    kind = Kind.of(dataset, dataset[bins.parameter])
    said = f"{term.dataset}.{bins.parameter}"
    return Column(dataset.id, bins.parameter, kind, term.axis, said)


def _end(call: Arguments, name: str, bins: Bins, default: float) -> float:
    """Return an end of a band in the unit of the bins."""
    if not call.has(name):
        return default
    term = call.given[name]
    if isinstance(term, Constant) and isinstance(term.value, str):
        term = quantity(term.value)
    scale = units.factor(term.kind.unit, units.unit_of(bins.units))
    if not isinstance(term, Constant) or scale is None:
        raise call.wrong(name, f"a constant in {bins.units or 'the unit of the bins'}")
    return float(term.value) * scale


def _band(
    name: str, summary: str, run: Callable[[Spectrum, Sequence[Values], float, float], Values],
    *, integrates: bool = False,
) -> Function:  # fmt: skip
    @function(
        f"{name}(flux, low=, high=)",
        f"{summary}, of a spectrum between two energies (or whatever its bins are of).",
        GROUP,
        example=f'{name}(fips.flux, "100 eV", "1 keV")',
        source="Paschmann & Daly (1998), ISSI SR-001" if integrates else "",
        aliases=("sum_into_table_range",) if name == "band_sum" else (),
    )
    def build(call: Arguments) -> Term:
        flux = spectrum(call, "flux")
        low = _end(call, "low", flux.bins, -np.inf)
        high = _end(call, "high", flux.bins, np.inf)
        of = flux.values.kind.unit
        if integrates:
            of = units.product(of, units.unit_of(flux.bins.units))
        return call.rowwise(
            flux.terms, (low, high), lambda *given: run(flux, given, low, high), Kind(unit=of)
        )

    return build


band_sum = _band(
    "band_sum",
    "Sum of the bins whose centres lie in the band",
    lambda flux, given, low, high: spectrum_moments.band_sum(
        given[0], flux.centres(given), low, high
    ),
)
band_mean = _band(
    "band_mean",
    "Mean of the bins whose centres lie in the band",
    lambda flux, given, low, high: spectrum_moments.band_mean(
        given[0], flux.centres(given), low, high
    ),
)
band_integral = _band(
    "band_integral",
    "Integral over the band, each bin counting as far as it lies in it",
    lambda flux, given, low, high: spectrum_moments.band_integral(
        given[0], *flux.edges(given), low, high
    ),
    integrates=True,
)


@function(
    "moment(flux, of, particle=)",
    "A moment of an omnidirectional spectrum of energy, differential in number or in energy, "
    f"taken as the same in every direction: {', '.join(_MOMENTS)}. Energies are those at the "
    "instrument, and the speed is the mean speed of the particles, not that of the plasma.",
    GROUP,
    example='moment(ions.flux, "density")',
    source="Paschmann & Daly (1998), ISSI SR-001, chapters 5 and 6",
)
def moment(call: Arguments) -> Term:
    """Return a moment."""
    flux, which = spectrum(call, "flux"), call.text("of", list(_MOMENTS))
    attribute, own, shown = _MOMENTS[which]
    name, what = particle(call, "particle")
    to_j = units.factor(units.unit_of(flux.bins.units), unit("J"))
    if to_j is None:
        raise call.wrong("flux", "a spectrum over energies")
    per_energy = units.factor(flux.values.kind.unit, unit(_NUMBER_FLUX))
    per_ratio = units.factor(flux.values.kind.unit, unit(_ENERGY_FLUX))
    if per_energy is None and per_ratio is None:
        raise call.wrong("flux", "a differential flux, as in cm-2.s-1.sr-1.eV-1")
    scale = units.factor(unit(own), unit(shown)) or 1.0

    def run(*given: Values) -> Values:
        lower, upper = (edge * to_j for edge in flux.edges(given))
        values = given[0] * (per_energy if per_energy is not None else per_ratio)
        if per_energy is None:
            values = values / np.sqrt(lower * upper)
        found = spectrum_moments.energy_moments(values, lower, upper, what.mass_kg)
        return np.asarray(getattr(found, attribute) * scale)

    kind = replace(Kind(), unit=unit(shown))
    return call.rowwise(flux.terms, (which, name), run, kind)
