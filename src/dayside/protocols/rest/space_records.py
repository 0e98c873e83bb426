"""What answers about frames, kernels, bodies and boundaries hold, as OpenAPI tells it."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from dayside.protocols.rest.schemas import Record

Vector = tuple[float | None, float | None, float | None]


class Frame(Record):
    """A frame: axes and a centre."""

    name: str
    title: str
    axes: str = Field(description="The definition, as Dayside evaluates it.")
    center: str
    definition: str = Field(description="The definition in words.")
    offset_km: list[float] = Field(description="Where the origin lies from the centre.")
    aliases: list[str]
    reference: str
    valid: list[str] = Field(description="First and last date, where it has any.")
    verified: bool
    doubt: str
    observer: bool = Field(description="Whether it is one for each observer: RTN@juno.")
    source: str = Field(description="registry or kernel.")


class Frames(Record):
    """Frames."""

    frames: list[Frame]


class Cover(Record):
    """What a kernel knows of a body or a frame."""

    kind: str
    id: int
    name: str
    intervals: list[tuple[float, float]] = Field(description="TDB seconds past J2000.")
    centers: list[str]


class Kernel(Record):
    """A SPICE kernel."""

    name: str
    kind: str
    sha256: str
    size: int
    covers: list[Cover]
    access: str
    owner: str
    added: str
    notes: list[str]


class Kernels(Record):
    """Kernels."""

    kernels: list[Kernel]


class Ephemeris(Record):
    """Where a body is."""

    body: str
    frame: str
    center: str
    kernels: list[str]
    time: list[str]
    position_km: list[Vector]
    velocity_km_s: list[Vector]


class Input(Record):
    """A number of the solar wind."""

    text: str
    default: float
    low: float
    high: float


class Boundary(Record):
    """A boundary model."""

    id: str
    title: str
    body: str
    kind: str
    frame: str
    published_aberration: float = Field(description="Degrees its authors turned the frame by.")
    inputs: dict[str, Input]
    nose_rp: float | None
    terminator_rp: float | None
    valid: str
    reference: str
    doi: str
    verified: bool
    doubt: str


class Boundaries(Record):
    """Boundary models."""

    boundaries: list[Boundary]


class Surface(Record):
    """Points of a boundary."""

    boundary: str
    frame: str
    aberration: float
    solar_wind: dict[str, float]
    standoff_rp: float
    points_rp: list[Any]


class InspectedColumn(Record):
    """A column of a table."""

    name: str
    units: str | None
    frame: str | None
    shape: list[int]


class Inspected(Record):
    """What a table holds."""

    columns: list[InspectedColumn]
    vectors: list[str] = Field(description="What can be transformed.")
    rows: int
    start: str | None
    stop: str | None
    target: str | None
