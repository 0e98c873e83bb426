"""Which datasets sources have, asked of all at once; a slow one need not be waited for."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass, field

from dayside.model import Dataset
from dayside.model.errors import Upstream
from dayside.sources.base import Source

Listing = Future[Sequence[Dataset]]


@dataclass(frozen=True, slots=True)
class Listings:
    """Asks sources elsewhere, each by one thread at a time however many callers wait."""

    _pending: dict[str, Listing] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def of(
        self, sources: Iterable[Source], patience_s: float | None = None
    ) -> Mapping[str, Sequence[Dataset] | Upstream]:
        """Return the datasets of each source by its name, or why they are not known.

        Parameters
        ----------
        patience_s : float or None
            How long all of them together are waited for, s; None is as long as it takes.
            Whoever is late is still listened to, and answers the next caller.
        """
        asked = {source.name: self._ask(source) for source in sources}
        done, _ = wait(asked.values(), patience_s)
        found: dict[str, Sequence[Dataset] | Upstream] = {}
        for name, listing in asked.items():
            if listing not in done:
                found[name] = Upstream(f"It has not answered within {patience_s:g} s; ask again.")
            elif isinstance(error := listing.exception(), Upstream):
                found[name] = error
            else:
                found[name] = listing.result()
        return found

    def _ask(self, source: Source) -> Listing:
        with self._lock:
            if source.name in self._pending:
                return self._pending[source.name]
            listing = self._pending[source.name] = Listing()

        def answer() -> None:
            try:
                found = source.datasets()
            except BaseException as error:  # noqa: BLE001 - whoever waits for it raises it
                self._forget(source.name)
                listing.set_exception(error)
            else:
                self._forget(source.name)
                listing.set_result(found)

        # A daemon: a server that never answers must not keep the program from ending.
        threading.Thread(target=answer, name=f"list-{source.name}", daemon=True).start()
        return listing

    def _forget(self, name: str) -> None:
        with self._lock:
            del self._pending[name]
