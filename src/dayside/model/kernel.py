"""`Kernel`: a file of SPICE that an archive keeps, and what it covers."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal, Self

CoverKind = Literal["body", "frame"]


@dataclass(frozen=True, slots=True)
class Cover:
    """What one kernel knows of one body or frame.

    Attributes
    ----------
    kind : {"body", "frame"}
    id : int
        NAIF's number.
    name : str
        As SPICE calls it; the number where it has no name.
    intervals : tuple of (float, float)
        TDB seconds past J2000; empty where it holds at all times.
    centers : tuple of str
        Bodies about which positions are told, the longest told first.
    """

    kind: CoverKind
    id: int
    name: str
    intervals: tuple[tuple[float, float], ...] = ()
    centers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kernel:
    """A kernel.

    Attributes
    ----------
    name : str
        Of its file, unique in an archive.
    kind : str
        SPK, CK, PCK, FK, LSK, SCLK, IK or EK.
    sha256 : str
    size : int
        Bytes.
    covers : tuple of Cover
    access : {"public", "private"}
        Private ones are loaded only for who may read private datasets.
    owner, added : str
        Who added it, and when (UTC).
    notes : tuple of str
        What is not right about it.
    """

    name: str
    kind: str
    sha256: str
    size: int
    covers: tuple[Cover, ...] = ()
    access: str = "public"
    owner: str = ""
    added: str = ""
    notes: tuple[str, ...] = ()

    @property
    def location(self) -> str:
        """Where it lies in the archive."""
        return f"kernels/{self.sha256[:16]}/{self.name}"

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-serialisable record."""
        return asdict(self)

    @classmethod
    def from_dict(cls, record: dict[str, Any]) -> Self:
        """Return the kernel of a record."""
        covers = tuple(
            Cover(
                c["kind"],
                c["id"],
                c["name"],
                tuple((float(a), float(b)) for a, b in c["intervals"]),
                tuple(c["centers"]),
            )
            for c in record["covers"]
        )
        return cls(**{**record, "covers": covers, "notes": tuple(record["notes"])})
