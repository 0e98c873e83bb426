"""One table from domain errors to what each interface calls them."""

from __future__ import annotations

from dataclasses import dataclass

from dayside.model import errors as e


@dataclass(frozen=True, slots=True)
class Codes:
    """How one kind of error is told.

    Attributes
    ----------
    http : int
        HTTP status.
    hapi : int
        HAPI 3.3 status code.
    dali : str
        IVOA DALI error name, the first word of a VOTable error document.
    exit : int
        Exit code of the command line.
    """

    http: int
    hapi: int
    dali: str
    exit: int


# From the most special to the most general: the first that fits is taken.
TABLE: dict[type[BaseException], Codes] = {
    e.BadStart: Codes(400, 1402, "UsageFault", 2),
    e.BadStop: Codes(400, 1403, "UsageFault", 2),
    e.BadTime: Codes(400, 1402, "UsageFault", 2),
    e.EmptyInterval: Codes(400, 1404, "UsageFault", 2),
    e.OutsideCoverage: Codes(400, 1405, "UsageFault", 2),
    e.TooMuch: Codes(400, 1408, "UsageFault", 2),
    e.UnknownFormat: Codes(400, 1409, "UsageFault", 2),
    e.BadParameterOrder: Codes(400, 1411, "UsageFault", 2),
    e.UnknownOption: Codes(400, 1401, "UsageFault", 2),
    e.Outdated: Codes(409, 1400, "UsageFault", 2),
    e.NameTaken: Codes(409, 1400, "UsageFault", 2),
    e.BadRequest: Codes(400, 1400, "UsageFault", 2),
    e.UnknownDataset: Codes(404, 1406, "UsageFault", 4),
    e.UnknownParameter: Codes(404, 1407, "UsageFault", 4),
    e.NotFound: Codes(404, 1400, "UsageFault", 4),
    # Hidden, not refused: who may not see a dataset is told what a stranger is told.
    e.Forbidden: Codes(403, 1400, "AuthorizationError", 5),
    e.Cancelled: Codes(409, 1500, "TransientFault", 130),
    e.UnreadableFile: Codes(400, 1400, "UsageFault", 3),
    e.ArchiveLocked: Codes(503, 1500, "TransientFault", 6),
    e.ArchiveError: Codes(500, 1500, "FatalFault", 6),
    e.Upstream: Codes(502, 1501, "TransientFault", 7),
    e.DaysideError: Codes(500, 1500, "FatalFault", 1),
}
INTERNAL = Codes(500, 1500, "FatalFault", 1)


def codes_of(error: BaseException) -> Codes:
    """Return how `error` is told; what is not ours is internal."""
    return next((codes for kind, codes in TABLE.items() if isinstance(error, kind)), INTERNAL)
