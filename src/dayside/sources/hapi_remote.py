"""Any remote HAPI server, version 2 or 3, as a source of datasets."""

from __future__ import annotations

import hashlib
import time as clock
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import orjson

from dayside.formats.hapi.columns import Column, columns_of
from dayside.formats.hapi.coverage import stamp
from dayside.formats.hapi.decode import decode
from dayside.formats.hapi.describe import dataset_of, resolve, unique
from dayside.model import Dataset, Series, time
from dayside.model.errors import DaysideError, UnknownDataset, UnreadableFile, Upstream
from dayside.sources.base import Health
from dayside.sources.hapi_cache import DiskCache
from dayside.sources.hapi_client import HapiClient, HapiRefusal

CATALOG_S, INFO_S = 3600.0, 600.0
"""How long a catalogue and a description are taken as current."""
WINDOW_ROWS, WINDOW_BYTES = 50_000, 32 << 20
"""About how many samples are asked at once: as many as stay below both."""
_UNKNOWN_CADENCE_NS = 60 * time.NS


@dataclass(frozen=True, slots=True)
class _Described:
    """A dataset as the server tells it, and how its records look on the wire."""

    dataset: Dataset
    layout: tuple[Column, ...]
    names: tuple[str, ...]
    longest_ns: int | None
    version: str
    until: float

    def sent_names(self, own: Sequence[str]) -> list[str]:
        """Return what the server calls the parameters of these names."""
        by_own = {c.name: n for c, n in zip(self.layout, self.names, strict=True)}
        return [by_own[name] for name in own]


class RemoteHapi:
    """A `dayside.sources.Source` of what a HAPI server serves.

    Answers are kept on disk under the server's address and the dataset's
    ``modificationDate``; while the server is silent, what was kept is still told.

    Parameters
    ----------
    name : str
        What its dataset ids are prefixed with.
    url : str
        Its address, ending in ``/hapi``.
    cache_dir : Path
    title : str
    """

    def __init__(self, name: str, url: str, cache_dir: Path, title: str = "") -> None:
        self.name = name
        self.title = title or name
        self._client = HapiClient(title or name, url)
        self._cache = DiskCache.of(cache_dir, self._client.url)
        self._described: dict[str, _Described] = {}
        self._listed: tuple[float, list[Dataset]] = (0.0, [])
        self._form: str | None = None
        self._lock = Lock()

    def datasets(self, snapshot: int | None = None) -> Sequence[Dataset]:  # noqa: ARG002
        """Return every dataset, little more than id and title told."""
        until, found = self._listed
        if clock.monotonic() < until:
            return found
        said, note = self._json("catalog", {})
        rows = said.get("catalog")
        if not isinstance(rows, list):
            raise self._client.upstream("has no catalogue")
        seen: dict[str, Dataset] = {}
        for row in rows:
            if isinstance(row, dict) and isinstance(row.get("id"), str) and row["id"]:
                # Another Dayside cuts long titles as HAPI wants, and tells them whole beside.
                title = row.get("x_title", row.get("title"))
                seen[row["id"]] = Dataset(
                    row["id"],
                    title=title if isinstance(title, str) else "",
                    source=self.name,
                    attributes={"note": note} if note else {},
                )
        self._listed = (clock.monotonic() + (0.0 if note else CATALOG_S), list(seen.values()))
        return self._listed[1]

    def describe(self, dataset: str, snapshot: int | None = None) -> Dataset:  # noqa: ARG002
        """Return one dataset whole."""
        return self._describe(dataset).dataset

    def version(self, dataset: str, snapshot: int | None = None) -> str:  # noqa: ARG002
        """Return the dataset's modification date, or else a digest of what is told of it."""
        return self._describe(dataset).version

    def health(self) -> Health:
        """Return how the server has answered lately."""
        return self._client.health

    def read(
        self,
        dataset: str,
        start: int,
        stop: int,
        parameters: Sequence[str] | None = None,
        snapshot: int | None = None,  # noqa: ARG002
    ) -> Iterator[Series]:
        """Yield the samples with ``start <= time < stop``, a few tens of thousands at a time."""
        found = self._describe(dataset)
        chosen = found.dataset.select(parameters)
        return self._read(dataset, found, chosen, start, stop)

    def _read(
        self, dataset_id: str, found: _Described, chosen: Dataset, start: int, stop: int
    ) -> Iterator[Series]:
        whole = chosen.names == found.dataset.names
        for first, last in _windows(found, start, stop):
            raw = self._window(dataset_id, found, None if whole else chosen.names, first, last)
            wanted = {"", *chosen.names}
            layout = tuple(c for c in found.layout if c.name in wanted)
            try:
                for block in decode(self._data_form(), chosen, layout, [raw]):
                    kept = block[(block.time >= max(start, first)) & (block.time < min(stop, last))]
                    if (np.diff(kept.time) < 0).any():
                        kept = kept[np.argsort(kept.time, kind="stable")]
                    if len(kept):
                        yield kept
            except UnreadableFile as error:
                raise self._client.upstream(
                    f"sent data of {dataset_id} that make no sense: {error}"
                ) from error

    def _window(
        self, dataset_id: str, found: _Described, names: Sequence[str] | None, first: int, last: int
    ) -> bytes:
        """Return the records of one window, from the cache if they are there."""
        form = self._data_form()
        key = (dataset_id, found.version, form, names, first, last)
        kept = self._cache.get(*key)
        if kept is not None:
            return kept
        query = {
            "id": dataset_id,
            "time.min": stamp(first),
            "time.max": stamp(last),
            "format": form,
        }
        if names is not None:
            # A server that has no way to name nothing but the time gets its first column.
            query["parameters"] = ",".join(found.sent_names(names)) or found.names[0]
        try:
            with self._client.data(query) as pieces:
                raw = self._records(b"".join(pieces))
        except HapiRefusal as refusal:
            raise self._why(dataset_id, refusal) from refusal
        self._cache.put(raw, *key)
        return raw

    def _why(self, dataset_id: str, refusal: HapiRefusal) -> DaysideError:
        """Return the error that a refusal of data means."""
        try:
            self._refuse(orjson.loads(refusal.body), "data")
        except UnknownDataset as error:
            # It was there when it was described: now it is not.
            with self._lock:
                self._described.pop(dataset_id, None)
            return error
        except (orjson.JSONDecodeError, AttributeError, Upstream):
            pass
        return refusal.error

    def _records(self, raw: bytes) -> bytes:
        """Return records without the header or the "no data" that some servers send unasked."""
        if raw.lstrip()[:1] == b"{":
            try:
                self._refuse(orjson.loads(raw), "data")
            except (orjson.JSONDecodeError, AttributeError) as error:
                raise self._client.upstream("sent data that make no sense") from error
            return b""
        at = 0
        while raw.startswith(b"#", at):
            at = raw.find(b"\n", at) + 1 or len(raw)
        return raw[at:]

    def _describe(self, dataset_id: str) -> _Described:
        with self._lock:
            found = self._described.get(dataset_id)
        if found is not None and clock.monotonic() < found.until:
            return found
        said, note = self._json("info", {"id": dataset_id})
        try:
            whole = resolve(said, said.get("definitions") or {})
            layout = unique(columns_of(whole["parameters"]))
            dataset = dataset_of(said, dataset_id)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise self._client.upstream(
                f"describes {dataset_id} in a way that makes no sense: {error}"
            ) from error
        if note:
            dataset = dataset.replace(attributes={**dataset.attributes, "note": note})
        digest = hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]
        found = _Described(
            dataset.replace(source=self.name, title=dataset.title or self._title_of(dataset_id)),
            layout,
            tuple(str(p["name"]) for p in whole["parameters"]),
            _duration(said.get("maxRequestDuration")),
            f"{dataset.modified or ''}-{digest}",
            clock.monotonic() + (0.0 if note else INFO_S),
        )
        with self._lock:
            self._described[dataset_id] = found
        return found

    def _title_of(self, dataset_id: str) -> str:
        return next((d.title for d in self._listed[1] if d.id == dataset_id), "")

    def _json(self, endpoint: str, query: Mapping[str, str]) -> tuple[dict[str, Any], str]:
        """Return an answer and, if it is an old one because the server is silent, a note."""
        key = (endpoint, *sorted(query.items()))
        try:
            said = self._client.json(endpoint, query)
        except Upstream as error:
            kept = self._cache.get(*key)
            if kept is None:
                raise
            return orjson.loads(kept), f"As last seen; {error}"
        self._refuse(said, endpoint)
        self._cache.put(orjson.dumps(said), *key)
        return said, ""

    def _refuse(self, said: Mapping[str, Any], endpoint: str) -> None:
        """Raise what the status of an answer says."""
        status = said.get("status")
        code = status.get("code") if isinstance(status, dict) else None
        if code in {1200, 1201} or (code is None and "status" not in said):
            return
        if code == 1406 or (code == 1400 and endpoint == "info"):
            raise UnknownDataset(f"The remote server {self.name} has no dataset of that id.")
        raise self._client.upstream(f"answered {endpoint} with an error (HAPI {code})")

    def _data_form(self) -> str:
        """Return the format to ask data in: binary where the server has it."""
        if self._form is None:
            try:
                formats = self._json("capabilities", {})[0].get("outputFormats")
            except DaysideError:
                return "csv"  # every server has it
            self._form = "binary" if isinstance(formats, list) and "binary" in formats else "csv"
        return self._form


def _windows(found: _Described, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Yield the windows that cover an interval, aligned so that neighbours share them."""
    dataset = found.dataset
    start = start if dataset.start is None else max(start, dataset.start)
    stop = stop if dataset.stop is None else min(stop, dataset.stop)
    rows = max(1, min(WINDOW_ROWS, WINDOW_BYTES // sum(c.width for c in found.layout)))
    width = rows * (dataset.cadence_ns or _UNKNOWN_CADENCE_NS)
    if found.longest_ns:
        width = min(width, found.longest_ns)
    at = start // width * width
    while at < stop:
        low = at if dataset.start is None else max(at, dataset.start)
        high = at + width if dataset.stop is None else min(at + width, dataset.stop)
        if low < high:
            yield low, high
        at += width


def _duration(text: Any) -> int | None:
    try:
        return time.parse_duration(text) or None
    except (TypeError, ValueError):
        return None
