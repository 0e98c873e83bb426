"""`Kind`: what a part of a formula is, known before any value is read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, Self

from dayside.model import Bins, Dataset, Parameter
from dayside.query import units

if TYPE_CHECKING:
    from astropy.units import UnitBase

What = Literal["number", "truth", "text"]


@dataclass(frozen=True, slots=True)
class Kind:
    """What the values of a term are.

    Attributes
    ----------
    what : {"number", "truth", "text"}
        Truth is three-valued: 0 false, 1 not known, 2 true.
    unit : astropy unit or None
        None where it is not known.
    shape : tuple of int
        Of one sample.
    frame : str or None
        Coordinate frame of a vector's components.
    components : tuple of str
        As of `Parameter`.
    labels : tuple of str
        One a component.
    bins : tuple of Bins or None
        One entry a dimension.
    stepped : bool
        Whether values between two samples mean nothing, as of flags and counters.
    """

    what: What = "number"
    unit: UnitBase | None = None
    shape: tuple[int, ...] = ()
    frame: str | None = None
    components: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    bins: tuple[Bins | None, ...] = ()
    stepped: bool = False

    @classmethod
    def of(cls, dataset: Dataset, parameter: Parameter) -> Self:
        """Return the kind of a stored parameter."""
        text = parameter.dtype.startswith(("U", "S"))
        return cls(
            what="text" if text else "number",
            unit=None if text else units.unit_of(parameter.units),
            shape=parameter.shape,
            frame=parameter.frame,
            components=parameter.components,
            labels=parameter.labels,
            bins=tuple(_resolved(dataset, b) for b in parameter.bins),
            stepped=text or parameter.role == "quality" or parameter.dtype == "bool",
        )

    @property
    def is_vector(self) -> bool:
        """Whether it has Cartesian components."""
        if len(self.shape) != 1 or not 2 <= self.shape[0] <= 3 or any(self.bins):
            return False
        return not self.components or set(self.components) <= {"x", "y", "z"}

    @property
    def has_bins(self) -> bool:
        """Whether a dimension is of energy, frequency or another quantity."""
        return any(b is not None for b in self.bins)

    def as_number(self, unit: UnitBase | None) -> Kind:
        """Return the kind of numbers of the same shape in another unit."""
        return replace(self, what="number", unit=unit, stepped=False)

    def scalar(self, unit: UnitBase | None) -> Kind:
        """Return the kind of one number a sample, in another unit."""
        return Kind(unit=unit)

    def told(self) -> str:
        """Return the kind for an error text."""
        if self.what != "number":
            return "true or false" if self.what == "truth" else "text"
        if not self.shape:
            return f"a number {units.told(self.unit)}"
        shape = " × ".join(str(n) for n in self.shape)
        frame = f" in {self.frame}" if self.frame else ""
        what = "a vector" if self.is_vector else "an array"
        return f"{what} of {shape} {units.told(self.unit)}{frame}"


TRUTH = Kind(what="truth")


def _resolved(dataset: Dataset, bins: Bins | None) -> Bins | None:
    """Return bins with the unit of the parameter that holds their moving centres."""
    if bins is None or bins.parameter is None or bins.units is not None:
        return bins
    moving = next((p for p in dataset.parameters if p.name == bins.parameter), None)
    return replace(bins, units=moving.units) if moving is not None else bins
