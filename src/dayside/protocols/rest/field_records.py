"""What answers about field models hold, as the OpenAPI description tells it."""

from __future__ import annotations

from pydantic import Field

from dayside.protocols.rest.schemas import Record

Vector = tuple[float | None, float | None, float | None]


class OptionRecord(Record):
    """A number a model may be given."""

    text: str
    default: float
    low: float
    high: float
    whole: bool


class FieldModelRecord(Record):
    """A magnetic field model."""

    id: str
    title: str
    body: str | None
    frame: str | None = Field(description="Of positions and field.")
    radius_km: float | None = Field(description="What one radius of positions is.")
    planet_rp: Vector = Field(description="Where the centre of the body lies in the frame.")
    reference: str
    doi: str
    needs_time: bool
    valid: list[str] = Field(description="First and last date, where it has any.")
    options: dict[str, OptionRecord]
    aliases: list[str]
    extra: str = Field(description="The extra of Dayside it needs; empty for none.")
    verified: bool = Field(description="Whether its numbers were compared with a second source.")
    doubt: str


class FieldModels(Record):
    """Field models."""

    models: list[FieldModelRecord]


class FieldValues(Record):
    """The field of a model."""

    model: FieldModelRecord
    time: str | None
    frame: str | None = Field(description="Of positions and field.")
    position_rp: list[Vector]
    field_nT: list[Vector]  # noqa: N815  # as people write it


class FieldLineRecord(Record):
    """A field line; what there is not is null."""

    kind: str = Field(description="closed, open, free; none where the seed has no field.")
    ends: list[str] = Field(description="Against and along the field: surface, far, long, lost.")
    footpoints_rp: list[Vector] = Field(description="Where it comes out, and where it goes in.")
    footpoints_deg: list[tuple[float | None, float | None]] = Field(
        description="East longitude and latitude."
    )
    l_shell: float | None = Field(description="How many radii a closed line goes out.")
    length_rp: float | None
    points_rp: list[Vector]


class FieldLinesRecord(Record):
    """Field lines, one a seed."""

    model: FieldModelRecord
    time: str | None
    lines: list[FieldLineRecord]
