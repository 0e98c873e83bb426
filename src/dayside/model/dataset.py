"""`Dataset`, `Parameter` and `Bins`: what is measured, without the values.

All are frozen and JSON-serialisable (`to_dict`, `from_dict`): the same record is
kept in the archive's index, told by every protocol and shown on every page.
What is unknown is ``None`` and is shown as missing, never guessed.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Self

from dayside.model.errors import UnknownParameter, nearest

StampPosition = Literal["begin", "center", "end", "other"]
Role = Literal["data", "support", "uncertainty", "quality"]
Scale = Literal["linear", "log"]
Display = Literal["line", "spectrogram", "none"]


@dataclass(frozen=True, slots=True)
class Bins:
    """What one dimension of a parameter stands for: energy, frequency, angle.

    Attributes
    ----------
    name : str
        Name of the quantity along the dimension.
    units : str or None
        VOUnit.
    centers : tuple of float or None
        Fixed centres, as many as the dimension is long.
    ranges : tuple of (float, float) or None
        Fixed edges of each bin.
    parameter : str or None
        Name of the parameter of the same dataset that holds moving centres.
    labels : tuple of str or None
        Names of the rows where they are no numbers.
    """

    name: str
    units: str | None = None
    centers: tuple[float, ...] | None = None
    ranges: tuple[tuple[float, float], ...] | None = None
    parameter: str | None = None
    labels: tuple[str, ...] | None = None
    scale: Scale = "linear"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One quantity on a dataset's time axis.

    Attributes
    ----------
    name : str
        Identifier, unique in the dataset also when case is ignored.
    dtype : str
        numpy name of the stored values: ``float32``, ``int16``, ``U12``, ``datetime64[ns]``…
        (``tt2000`` for a further time column, stored as int64.)
    units : str or None
        VOUnit; ``""`` is dimensionless, None unknown.
    shape : tuple of int
        Shape of one sample; ``()`` is a scalar.
    fill : float, int, str or None
        What stands for "no value" in integers and texts; in floats it is always NaN.
    frame : str or None
        Coordinate frame of the components, by name.
    components : tuple of str
        HAPI vector components (``x``, ``y``, ``z``, ``r``, ``latitude``…) of a vector.
    labels : tuple of str
        One label a component.
    bins : tuple of Bins or None
        One entry a dimension, None where the dimension is not binned.
    uncertainty : tuple of str
        Names of the parameters holding its error bars: one, or (minus, plus).
    quality : str or None
        Name of the parameter holding its quality flag.
    """

    name: str
    dtype: str
    units: str | None = None
    shape: tuple[int, ...] = ()
    fill: float | int | str | None = None
    description: str = ""
    label: str = ""
    frame: str | None = None
    components: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    bins: tuple[Bins | None, ...] = ()
    valid_min: float | None = None
    valid_max: float | None = None
    uncertainty: tuple[str, ...] = ()
    quality: str | None = None
    role: Role = "data"
    display: Display = "line"
    scale: Scale = "linear"

    @property
    def size(self) -> int:
        """How many numbers one sample has."""
        size = 1
        for length in self.shape:
            size *= length
        return size

    @property
    def is_vector(self) -> bool:
        """Whether the components belong together in space."""
        return len(self.components) > 1

    @property
    def is_numeric(self) -> bool:
        """Whether the values are numbers."""
        return not self.dtype.startswith(("U", "S", "tt2000", "datetime", "bool", "O"))

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-serialisable record, defaults left out."""
        return _plain(self)

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """Return the parameter of `record`; keys it does not know are left aside."""
        known = _known(cls, record)
        known["bins"] = tuple(
            None if b is None else Bins(**_frozen(_known(Bins, b))) for b in known.get("bins", ())
        )
        return cls(**_frozen(known))


@dataclass(frozen=True, slots=True)
class Dataset:
    """A named, described set of parameters on one time axis.

    Attributes
    ----------
    id : str
        Identifier, the same in code, URL, portal and docs.
    parameters : tuple of Parameter
        Without the time, which every dataset has.
    cadence_ns : int or None
        Typical step between samples, SI ns.
    start, stop : int or None
        Coverage, TT2000: the first sample, and the last plus one cadence. None
        where there is no sample.
    time_stamp : {"begin", "center", "end", "other"}
        Where in its interval a sample's time stands.
    version : str or None
        Version as the provider counts.
    modified : str or None
        UTC, when the values last changed.
    access : str
        ``public`` or ``private``.
    simulated : bool
        True where nothing was measured.
    attributes : dict
        Whatever else the source said, as it said it.
    """

    id: str
    parameters: tuple[Parameter, ...] = ()
    title: str = ""
    description: str = ""
    target: str | None = None
    mission: str | None = None
    observatory: str | None = None
    instrument: str | None = None
    measurement_type: str | None = None
    region: str | None = None
    cadence_ns: int | None = None
    start: int | None = None
    stop: int | None = None
    records: int | None = None
    time_stamp: StampPosition = "center"
    version: str | None = None
    modified: str | None = None
    created: str | None = None
    licence: str | None = None
    citation: str | None = None
    doi: str | None = None
    contact: str | None = None
    resource_url: str | None = None
    source: str = "archive"
    access: str = "public"
    simulated: bool = False
    attributes: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Parameter:
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        names = [p.name for p in self.parameters]
        raise UnknownParameter(
            f"Dataset {self.id} has no parameter of that name; it has {', '.join(names)}."
            + nearest(name, names)
        )

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all parameters, in order."""
        return tuple(p.name for p in self.parameters)

    def replace(self, **changes: Any) -> Self:
        """Return a copy with `changes`."""
        return dataclasses.replace(self, **changes)

    def select(self, names: Iterable[str] | None) -> Self:
        """Return the dataset with only the parameters of these names, in its own order."""
        if names is None:
            return self
        wanted = list(names)
        for name in wanted:
            self[name]
        return self.replace(parameters=tuple(p for p in self.parameters if p.name in set(wanted)))

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-serialisable record, defaults left out."""
        return _plain(self)

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """Return the dataset of `record`; keys it does not know are left aside."""
        known = _known(cls, record)
        known["parameters"] = tuple(Parameter.from_dict(p) for p in known.get("parameters", ()))
        return cls(**known)


def identifier(text: str) -> str:
    """Return `text` as an identifier: lower case, ``[a-z0-9_]``, a letter first.

    Examples
    --------
    >>> identifier("VG2-N-MAG-4-RDR-HGCOORDS-1.92SEC-V1.0")
    'vg2_n_mag_4_rdr_hgcoords_1_92sec_v1_0'
    """
    name = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_") or "dataset"
    return name if name[0].isalpha() else f"d_{name}"


def _plain(record: Any) -> dict[str, Any]:
    """Return the fields of a dataclass that differ from their defaults, as plain JSON."""
    out: dict[str, Any] = {}
    for f in dataclasses.fields(record):
        value = getattr(record, f.name)
        default = f.default_factory() if f.default_factory is not dataclasses.MISSING else f.default
        if value != default or f.default is dataclasses.MISSING is f.default_factory:
            out[f.name] = _plain_value(value)
    return out


def _plain_value(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return _plain(value)
    if isinstance(value, (tuple, list)):
        return [_plain_value(v) for v in value]
    if isinstance(value, Mapping):
        return {str(k): _plain_value(v) for k, v in value.items()}
    if hasattr(value, "item"):  # a numpy scalar
        return value.item()
    return value


def _known(cls: type, record: Mapping[str, Any]) -> dict[str, Any]:
    names = {f.name for f in dataclasses.fields(cls)}
    return {key: value for key, value in record.items() if key in names}


def _frozen(record: dict[str, Any]) -> dict[str, Any]:
    """Return `record` with JSON's lists made tuples, all the way down."""

    def freeze(value: Any) -> Any:
        return tuple(freeze(v) for v in value) if isinstance(value, list) else value

    return {key: freeze(value) for key, value in record.items()}
