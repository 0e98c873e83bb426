"""HAPI csv with header, as a server sends it for ``include=header``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from dayside.formats.base import Description
from dayside.formats.hapi import file as hapi_file
from dayside.formats.hapi.encode import encode_csv
from dayside.model import Dataset, Series


class HapiCsv:
    """HAPI's csv records after lines of ``#`` that describe them."""

    name = "hapi_csv"
    suffixes = (".csv", ".hapi")
    media_type = "text/csv"
    reads = True
    writes = True

    def sniff(self, path: Path, head: bytes) -> bool:
        """Tell whether the file begins with a HAPI header for csv."""
        return hapi_file.sniff(path, head, "csv")

    def read(self, path: Path, description: Description) -> list[Series]:  # noqa: ARG002
        """Return the one series of the file."""
        return hapi_file.read(path, "csv")

    def write(self, dataset: Dataset, blocks: Iterable[Series]) -> Iterator[bytes]:
        """Yield header and records."""
        return hapi_file.write("csv", encode_csv, dataset, blocks)
