"""What an archive is asked with formulas: values, events, scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dayside.client.backend import Backend

if TYPE_CHECKING:
    import xarray

    from dayside.client.event_lists import EventLists
    from dayside.client.formulas import FormulasClient
    from dayside.client.jobs import JobsClient
    from dayside.model import EventList
    from dayside.model.durations import Duration
    from dayside.science.events import Score


class Asking:
    """What of an `ArchiveClient` computes and searches."""

    _backend: Backend

    def evaluate(
        self,
        formula: str,
        start: Any = None,
        stop: Any = None,
        step: str | None = None,
        max_gap: float = 5.0,
    ) -> xarray.DataArray:
        """Return the values of a formula over datasets.

        Parameters
        ----------
        formula : str
            Such as ``norm(mag_1s.B) < 5*nT``; units and frames are checked before anything
            is read. A dataset whose id is no word is written ``ds("cdaweb/AC_H0_MFI")``.
        start, stop : text, datetime, numpy.datetime64 or pandas.Timestamp, optional
            UTC; half-open; by default what all its datasets cover.
        step : str, optional
            A length of time such as ``"1 min"`` that everything is brought to; by default
            the times of the finest operand (``"coarsest"``: those of the coarsest).
        max_gap : float
            Nothing is interpolated across steps of more than so many cadences.

        Returns
        -------
        xarray.DataArray
            With units, frame and the formula; a condition gives 1 true, 0 false and −1 where
            it is not known.

        Raises
        ------
        BadFormula
            If it cannot be read, or its units, frames or shapes do not go together.
        NotFound
            If what it names is not there.

        Examples
        --------
        >>> archive.evaluate("norm(mag_1s.B)", "2016-09-01", "2016-09-02")  # doctest: +SKIP
        """
        from dayside.client.arrays import to_dataarray
        from dayside.client.intervals import end_of
        from dayside.services.evaluate import FormulaRequest

        ends = end_of(start, "start"), end_of(stop, "stop")
        series = self._backend.evaluate(FormulaRequest(formula, *ends, step or "", max_gap))
        array = to_dataarray(series, series.dataset.parameters[0])
        array.attrs |= {"formula": formula, "inputs": series.dataset.attributes["inputs"]}
        return array

    @property
    def events(self) -> EventLists:
        """The event lists kept here, by name."""
        from dayside.client.event_lists import EventLists

        return EventLists(self._backend.events)

    def score(
        self,
        found: EventList | str,
        reference: EventList | str,
        tolerance: Duration | Sequence[Duration] = (),
        **options: Any,
    ) -> Score:
        """Return how well one event list agrees with another, matched one to one.

        Parameters
        ----------
        found, reference : EventList or str
            Lists, or names of kept ones.
        tolerance : duration or sequence of them
            Such as ``"3 min"``; by default several from 10 s to 10 min.
        **options
            ``overlap``, ``edge`` and ``seed`` of `dayside.science.events.score`.

        Returns
        -------
        Score
            Shown as a table; ``.precision``, ``.recall``, ``.f1`` of the first tolerance.

        Examples
        --------
        >>> archive.score(found, "philpott2020", "3 min").recall  # doctest: +SKIP
        0.87
        """
        from dayside.science.events.score import TOLERANCES
        from dayside.science.events.score import score as score_of

        mine, truth = (
            self.events[events] if isinstance(events, str) else events
            for events in (found, reference)
        )
        asked = TOLERANCES if isinstance(tolerance, tuple) and not tolerance else tolerance
        return score_of(mine, truth, asked, **options)

    def find(
        self,
        condition: str,
        start: Any = None,
        stop: Any = None,
        *,
        within: EventList | str | None = None,
        min_duration: Duration = 0,
        bridge: Duration = 0,
        merge: Duration = 0,
        columns: Mapping[str, str] | Sequence[str] = (),
        step: str | None = None,
        max_gap: float = 5.0,
    ) -> EventList:
        """Return when a condition holds.

        Parameters
        ----------
        condition : str
            A formula that is true or false: ``norm(mag_1s.B) < 5*nT and ions.n > 10*cm**-3``.
        start, stop : text, datetime, numpy.datetime64 or pandas.Timestamp, optional
            UTC; half-open; by default what all its datasets cover.
        within : EventList or str, optional
            Look only there: in the events of a list, or of the kept one of a name.
        min_duration : duration
            Leave out what is shorter: ``"60 s"``, a timedelta, or ns.
        bridge : duration
            Longest time within an event that may be undecided.
        merge : duration
            Events at most so far apart become one.
        columns : mapping of str to str, or sequence of str
            What to tell of each event: ``{"beta": "mean(plasma_beta(…))"}``. Statistics are
            ``mean median rms std var min max skew count at_start at_stop``; or ``duration``.
        step, max_gap
            As of `evaluate`.

        Returns
        -------
        EventList
            Its ``gaps`` are where it could not be decided: samples are missing, or not known.

        Raises
        ------
        BadFormula
            If it cannot be read, or is no condition.
        NotFound
            If what it names is not there.

        Examples
        --------
        >>> archive.find("norm(mag_1s.B) < 5*nT", min_duration="1 min")  # doctest: +SKIP
        """
        from dayside.client.intervals import end_of
        from dayside.services.evaluate import FormulaRequest
        from dayside.services.search import SearchRequest

        ends = end_of(start, "start"), end_of(stop, "stop")
        if isinstance(columns, Mapping):
            columns = [f"{name} = {text}" for name, text in columns.items()]
        request = SearchRequest.of(
            FormulaRequest(condition, *ends, step or "", max_gap),
            self.events[within] if isinstance(within, str) else within,
            min_duration=min_duration,
            bridge=bridge,
            merge=merge,
            columns=columns,
        )
        return self._backend.find(request)

    @property
    def formulas(self) -> FormulasClient:
        """Saved formulas, each of which is a dataset."""
        from dayside.client.formulas import FormulasClient

        return FormulasClient(self._backend.formulas)

    @property
    def jobs(self) -> JobsClient:
        """Long work that servers of the archive do."""
        from dayside.client.jobs import JobsClient

        return JobsClient(self._backend.jobs)
