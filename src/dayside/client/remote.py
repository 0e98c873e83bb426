"""An archive behind another Dayside's ``/api``."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote

import numpy as np

from dayside.archive.levels import dtype_of
from dayside.client.backend import closed
from dayside.client.overview import BINS, SAMPLES, Overview, overview_of_envelope, overviews
from dayside.client.remote_events import RemoteEvents
from dayside.client.remote_formulas import RemoteShelf
from dayside.client.remote_jobs import RemoteDesk
from dayside.model import Dataset, EventList, Series, errors, time
from dayside.model.error_codes import TABLE
from dayside.model.view import View
from dayside.services.envelope import Envelope
from dayside.services.slices import Drawn

if TYPE_CHECKING:
    import httpx

    from dayside.services.evaluate import FormulaRequest
    from dayside.services.search import SearchRequest

CONNECT_S, READ_S = 10.0, 300.0


class RemoteBackend:
    """Answers from a running Dayside.

    Parameters
    ----------
    url : str
        Where it is, with the path a proxy may have put before it.
    token : str, optional
        Sent as bearer token.
    """

    def __init__(self, url: str, token: str | None = None) -> None:
        import httpx

        self.location = url.rstrip("/")
        self._http = httpx.Client(
            base_url=f"{self.location}/api/",
            headers={"Authorization": f"Bearer {token}"} if token else {},
            timeout=httpx.Timeout(READ_S, connect=CONNECT_S),
            follow_redirects=True,
        )

    @property
    def events(self) -> RemoteEvents:
        """Its event lists."""
        return RemoteEvents(self._json)

    @classmethod
    def open(cls, url: str, token: str | None = None) -> Self:
        """Return a backend of the Dayside at `url`; it must be there.

        Raises
        ------
        Upstream
            If nothing answers there, or something else than a Dayside.
        """
        backend = cls(url, token)
        try:
            backend._json(f"{backend.location}/health", {})
        except BaseException:
            backend.close()
            raise
        return backend

    def search(self, text: str, facets: Mapping[str, str]) -> Sequence[Dataset]:
        """Return the datasets that match; no text and no facets is all."""
        found = self._json("datasets", {"q": text, **facets})
        return [Dataset.from_dict(record) for record in found["datasets"]]

    def describe(self, dataset: str) -> Dataset:
        """Return one dataset whole."""
        return Dataset.from_dict(self._json("dataset", {"id": dataset}))

    def read(self, dataset: Dataset, start: int, stop: int) -> Series:
        """Return the parameters of `dataset` with ``start <= time < stop`` (TT2000)."""
        asked = {
            "dataset": dataset.id,
            "start": str(time.to_text(start)),
            "stop": str(time.to_text(stop)),
            "parameters": ",".join(dataset.names),
        }
        return self._series("data", asked, dataset)

    def evaluate(self, request: FormulaRequest) -> Series:
        """Return the values of a formula."""
        asked = _asked(request)
        told = self._json("formula", asked)
        return self._series("evaluate", asked, Dataset.from_dict(told["dataset"]))

    def find(self, request: SearchRequest) -> EventList:
        """Return when a condition holds."""
        from dayside.formats.events.json import list_of_record, record_of_list

        lengths = {
            "min_duration": request.min_duration_ns,
            "bridge": request.bridge_ns,
            "merge": request.merge_ns,
        }
        asked = _asked(request.condition)
        asked["condition"] = asked.pop("formula")
        asked |= {name: f"{ns} ns" for name, ns in lengths.items() if ns}
        query = {**asked, "column": list(request.columns)}
        if request.within is None:
            return list_of_record(self._json("find", query))
        where = record_of_list(EventList(*request.within.times))
        return list_of_record(self._json("find", query, "POST", where))

    def _series(self, resource: str, asked: Mapping[str, str], dataset: Dataset) -> Series:
        """Return values that come as a file, as those of `dataset`."""
        from dayside.formats import get_format
        from dayside.formats.base import NOTHING_SAID

        with tempfile.TemporaryDirectory(prefix="dayside-") as folder:
            received = Path(folder) / "answer.arrow"
            with (
                self._answer(resource, {**asked, "format": "arrow"}) as answer,
                received.open("wb") as file,
            ):
                for piece in answer.iter_bytes():
                    file.write(piece)
            series = get_format("arrow").read(received, NOTHING_SAID)[0]
        return Series(dataset, series.time, {n: series.values[n] for n in dataset.names})

    def envelope(
        self, dataset: Dataset, parameter: str, interval: tuple[int, int], pixels: int
    ) -> Envelope:
        """Return the envelope of a parameter over an interval (TT2000, half-open)."""
        p = dataset[parameter]
        start, stop = (str(time.to_text(t)) for t in interval)
        asked = {"dataset": dataset.id, "parameter": parameter, "start": start, "stop": stop}
        told = self._json("envelope", {**asked, "pixels": str(pixels)})
        kind = dtype_of(p)
        # A null is the NaN of floats.
        low, high, mean = (
            np.array(told[name], np.float64).T.astype(kind) for name in ("min", "max", "mean")
        )
        count = np.array(told["count"], np.int64).T
        return Envelope(
            parameter=p,
            columns=tuple(told["columns"]),
            version=told["version"],
            start_ns=told["start_ns"],
            width_ns=told["width_ns"],
            minimum=low,
            maximum=high,
            mean=mean,
            count=count,
        )

    def overviews(
        self, dataset: Dataset, names: Sequence[str], start: int, stop: int
    ) -> dict[str, Overview]:
        """Return what a picture of some parameters shows: envelopes where samples are many."""
        many = (stop - start) // (dataset.cadence_ns or time.NS) > SAMPLES
        found = {}
        for name in names if many else ():
            if not Drawn.of(dataset[name]):
                envelope = self.envelope(dataset, name, (start, stop), BINS)
                found[name] = overview_of_envelope(envelope, dataset.cadence_ns)
        rest = dataset.select(name for name in names if name not in found)
        if not rest.parameters:
            return found
        series = self.read(rest, start, stop)
        return found | overviews(rest.parameters, [series], start, stop, dataset.cadence_ns)

    def state(self, dataset: str) -> str:
        """Return which state of a dataset is answered from, where nobody counts its versions."""
        return str(self._json("levels", {"dataset": dataset})["version"])

    def opening(self, dataset: str) -> tuple[int, int] | None:
        """Return what a first look shows (TT2000) where all there is would come from afar."""
        told = self._json("levels", {"dataset": dataset})["opening"]
        if told is None:
            return None
        ends = [round(told[end] * 1e6) * 1000 for end in ("start", "stop")]
        first, last = time.from_unix_ns(ends).tolist()
        return first, last

    def view(self, link_id: str) -> View:
        """Return the view kept under the id of a short link."""
        return View.from_record(self._json(f"links/{quote(link_id, safe='')}", {})["state"])

    @property
    def formulas(self) -> RemoteShelf:
        """Where formulas are saved."""
        return RemoteShelf(self._json)

    @property
    def jobs(self) -> RemoteDesk:
        """Where jobs are asked for."""
        return RemoteDesk(self._json, self._answer)

    def close(self) -> None:
        """Give back the connections."""
        self._http.close()

    def _json(
        self, path: str, query: Mapping[str, Any], method: str = "GET", body: Any = None
    ) -> dict[str, Any]:
        with self._answer(path, query, method, body) as answer:
            answer.read()
            try:
                told = answer.json() if answer.content else {}
            except ValueError:
                told = None
        if not isinstance(told, dict):
            raise errors.Upstream(f"{self.location} does not answer as a Dayside does.")
        return told

    @contextmanager
    def _answer(
        self, path: str, query: Mapping[str, Any], method: str = "GET", body: Any = None
    ) -> Iterator[httpx.Response]:
        import httpx

        if self._http.is_closed:
            raise closed(self.location)
        try:
            said = {key: value for key, value in query.items() if value}
            with self._http.stream(method, path, params=said, json=body) as it:
                if not it.is_success:
                    it.read()
                    raise _error_of(it, self.location)
                yield it
        except httpx.HTTPError as error:
            raise errors.Upstream(f"{self.location} did not answer: {error}") from error


def _error_of(answer: httpx.Response, location: str) -> errors.DaysideError:
    """Return the error a remote Dayside tells: the class a local archive would raise."""
    try:
        told = answer.json()["error"]
        message, kind = str(told["message"]), str(told.get("type", ""))
    except (ValueError, KeyError, TypeError):
        return errors.Upstream(
            f"{location} does not answer as a Dayside does (HTTP status {answer.status_code})."
        )
    named = getattr(errors, kind, None)
    if isinstance(named, type) and issubclass(named, errors.DaysideError):
        return named(message)
    # An older server tells no class: the most general one with this status.
    fitting = [k for k, codes in TABLE.items() if codes.http == answer.status_code]
    general = fitting[-1] if fitting else errors.Upstream
    return (
        general(message) if issubclass(general, errors.DaysideError) else errors.Upstream(message)
    )


def _asked(request: FormulaRequest) -> dict[str, str]:
    ends = {"start": request.start, "stop": request.stop}
    return {
        "formula": request.formula,
        "step": request.step,
        "max_gap": str(request.max_gap),
        **{name: str(time.to_text(t)) for name, t in ends.items() if t is not None},
    }
