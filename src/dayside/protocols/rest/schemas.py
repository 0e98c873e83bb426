"""What the JSON answers hold, as the OpenAPI description tells it.

Answers are not passed through these models: they describe, and a test holds them to it.
What is not known of a dataset or parameter is left out of its record.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Record(BaseModel):
    """A record that has what it lists and nothing else."""

    model_config = ConfigDict(extra="forbid")


class DatasetRecord(BaseModel):
    """A dataset; a whole one has more fields, those of `dayside.model.Dataset`."""

    model_config = ConfigDict(extra="allow")

    id: str
    parameters: list[dict[str, Any]] = Field([], description="As dayside.model.Parameter.")
    title: str = ""
    start: int | None = Field(None, description="TT2000 of the first sample, ns.")
    stop: int | None = Field(None, description="TT2000 after the last sample, ns.")
    start_text: str | None = Field(description="UTC of start.")
    stop_text: str | None = Field(description="UTC of stop.")


class WholeDataset(DatasetRecord):
    """All that is known of a dataset."""

    version_tag: str = Field(description="Changes whenever values or metadata do.")


class Found(Record):
    """What a search found."""

    datasets: list[DatasetRecord]
    facets: dict[str, dict[str, int]] = Field(description="Facet, value, datasets it would leave.")
    unreachable: dict[str, str] = Field(description="Remote source and why it is silent.")


class ExamplePanel(Record):
    """One panel of a view."""

    dataset: str
    parameter: str


class ExampleRecord(Record):
    """A view to begin with."""

    title: str
    description: str
    start: str
    stop: str
    panels: list[ExamplePanel]


class ExamplesFound(Record):
    """Views to begin with."""

    examples: list[ExampleRecord]


class TemplateRecord(ExampleRecord):
    """A view made for one spacecraft."""

    mission: str
    target: str


class TemplatesFound(Record):
    """Views of each spacecraft."""

    templates: list[TemplateRecord]


class LevelRecord(Record):
    """One level of the pyramid."""

    level: int
    width: float = Field(description="Of a bucket, s.")


class DimensionRecord(Record):
    """One dimension of a distribution, and tiles with it upwards."""

    length: int
    bins: dict[str, Any] | None = Field(description="As dayside.model.Bins.")
    buckets: int = Field(description="Buckets of one tile.")
    raw_width: float = Field(description="Of a tile of samples, s.")


class TiledRecord(Record):
    """How one parameter is cut into tiles."""

    name: str
    columns: list[str]
    display: str
    units: str | None
    buckets: int = Field(description="Buckets of one tile.")
    raw_width: float = Field(description="Of a tile of samples, s.")
    raw_dtype: str = Field(description="Of the samples in it: float32 or float64.")
    stats: list[str]
    bins: dict[str, Any] | None = Field(description="As dayside.model.Bins.")
    upwards: int = Field(description="Of a distribution, the dimension drawn by default.")
    dimensions: list[DimensionRecord] = Field(description="Empty where there is one or none.")
    scale: str
    frame: str | None


class RangeRecord(Record):
    """An interval, half-open; UTC seconds since 1970."""

    start: float
    stop: float


class LevelsRecord(Record):
    """How a dataset is cut into tiles; times are UTC seconds since 1970."""

    dataset: str
    version: str
    start: float | None
    stop: float | None
    opening: RangeRecord | None = Field(
        description="What to show first, where all there is would come from afar."
    )
    levels: list[LevelRecord]
    parameters: list[TiledRecord]


class EnvelopeRecord(Record):
    """Statistics in bins over an interval; times are UTC seconds since 1970."""

    dataset: str
    parameter: str
    units: str | None
    columns: list[str] = Field(description="Components and magnitude, or channels.")
    version: str
    start: float = Field(description="Of the first bin, s.")
    width: float = Field(description="Of a bin, s.")
    start_ns: int = Field(description="The same, exact.")
    width_ns: int = Field(description="The same, exact.")
    min: list[list[float | None]] = Field(description="[column][bin]; null where there is none.")
    max: list[list[float | None]]
    mean: list[list[float | None]]
    count: list[list[int]] = Field(description="Valid samples, [column][bin].")


class ConversionRecord(Record):
    """One unit a number can be told in."""

    units: str
    factor: float = Field(description="What a number is multiplied with.")


class UnitsRecord(Record):
    """What a unit converts to, itself included, smallest unit first."""

    units: str
    conversions: list[ConversionRecord]


class OrbitRecord(Record):
    """An orbit."""

    dataset: str
    parameter: str = Field(description="What tells it: a position, a distance, orbit numbers.")
    period_s: float = Field(description="The usual step between orbits near that time.")
    begins: list[str] = Field(description="Periapses, or where the number changes; UTC.")
    number: int | None = Field(description="Its number, where the dataset counts orbits.")


class OrbitAnswer(Record):
    """The orbit at a time."""

    dataset: str
    orbit: OrbitRecord | None


class GranuleRecord(Record):
    """A file a dataset was made of."""

    name: str
    version: str | None
    sha256: str | None
    size: int | None
    format: str | None
    start: str | None
    stop: str | None
    records: int | None
    arrived: str
    live: bool = Field(description="Not replaced by a later version.")


class GranulesFound(Record):
    """The files of a dataset."""

    dataset: str
    granules: list[GranuleRecord]


class VersionRecord(Record):
    """One state of a dataset."""

    snapshot: int
    created: str
    version: str | None
    records: int | None
    start: str | None
    stop: str | None


class VersionsFound(Record):
    """The states of a dataset, newest first."""

    dataset: str
    versions: list[VersionRecord]


class PlanRecord(Record):
    """What a request for data would do."""

    dataset: str
    source: str
    id_at_source: str
    start: str
    stop: str
    parameters: list[str]
    row_bytes: int
    expected_rows: int | None
    groups: int | None
    stored_rows: int | None
    snapshot: int | None
    version: str


class ReadRecord(Record):
    """What of a dataset a formula reads."""

    dataset: str
    parameters: list[str]
    start: str
    stop: str


class FormulaRecord(Record):
    """What a formula gives, and how it would be computed."""

    formula: str
    start: str
    stop: str
    gives: str = Field(description="Shape, unit and frame of the values, in words.")
    at: str | None = Field(description="At which times there are values, in words.")
    reads: list[ReadRecord]
    steps: list[str] = Field(description="What is resampled and how, and how far windows look.")
    version: str
    dataset: dict[str, Any] = Field(description="As of /dataset, of one parameter.")


class SavedFormulaRecord(Record):
    """A formula that is a dataset."""

    dataset: str
    name: str
    text: str
    step: str
    max_gap: float
    title: str
    description: str
    access: str
    owner: str
    version: int
    modified: str


class TranslationRecord(Record):
    """An expression of AMDA as a formula."""

    amda: str
    formula: str
    notes: list[str] = Field(description="What had to be decided on the way.")


class FormulasFound(Record):
    """Saved formulas."""

    formulas: list[SavedFormulaRecord]


class LinkId(Record):
    """The id of a kept state."""

    id: str


class LinkRecord(LinkId):
    """A kept state."""

    state: dict[str, Any]


class RefusedRecord(Record):
    """A file that could not be read, and why."""

    name: str
    reason: str


class LookRecord(Record):
    """What was found in files that are only looked at."""

    datasets: list[DatasetRecord]
    panels: list[ExamplePanel] = Field(description="What is worth drawing first.")
    refused: list[RefusedRecord]
    idle_s: float = Field(description="How long they stay if nobody looks at them, s.")
