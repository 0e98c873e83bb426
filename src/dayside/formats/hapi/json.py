"""HAPI json: the info object, and the records as its last member."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from dayside.formats.base import Description
from dayside.formats.hapi.columns import columns_of
from dayside.formats.hapi.decode import rows_of
from dayside.formats.hapi.describe import dataset_of, unique
from dayside.formats.hapi.encode import encode_json
from dayside.formats.hapi.file import header
from dayside.formats.hapi.info import info
from dayside.formats.limits import check_memory
from dayside.model import Dataset, Series
from dayside.model.errors import UnreadableFile

_SWELLING = 20
"""How much more memory the objects of a JSON text take than the text."""


class HapiJson:
    """HAPI's json answers."""

    name = "hapi_json"
    suffixes = (".json",)
    media_type = "application/json"
    reads = True
    writes = True

    def sniff(self, path: Path, head: bytes) -> bool:  # noqa: ARG002
        """Tell whether the file begins like a HAPI answer."""
        text = head.lstrip()
        return text.startswith(b"{") and b'"HAPI"' in text and b'"parameters"' in text

    def read(self, path: Path, description: Description) -> list[Series]:  # noqa: ARG002
        """Return the one series of the file; an info object alone gives no rows."""
        import orjson

        try:
            check_memory(_SWELLING * path.stat().st_size, path)
            said = orjson.loads(path.read_bytes())
            layout = unique(columns_of(said["parameters"]))
            dataset = dataset_of(said, str(said.get("x_dataset") or ""))
            return [rows_of(dataset, layout, said.get("data") or [])]
        except OSError as error:
            raise UnreadableFile(f"{path.name} cannot be read: {error.strerror}.") from error
        except UnreadableFile:
            raise
        except (ValueError, KeyError, TypeError) as error:
            raise UnreadableFile(f"{path.name} is no HAPI answer: {error}") from error

    def write(self, dataset: Dataset, blocks: Iterable[Series]) -> Iterator[bytes]:
        """Yield the info object and the records."""
        return json_document(
            header(info(dataset) | {"x_dataset": dataset.id}, "json"), dataset, blocks
        )


def json_document(
    said: dict[str, Any], dataset: Dataset, blocks: Iterable[Series]
) -> Iterator[bytes]:
    """Yield `said` with the records as its last member, ``data``."""
    opening = json.dumps(said, ensure_ascii=False)[:-1]
    yield f'{opening}, "data": ['.encode()
    yield from encode_json(dataset, blocks)
    yield b"\n]}\n"
