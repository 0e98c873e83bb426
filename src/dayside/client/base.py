"""What people hold in a notebook: an archive, its datasets, their parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from dayside.client import display
from dayside.client.backend import Backend
from dayside.client.intervals import interval_of
from dayside.model import Dataset, EventList, Parameter, Series
from dayside.model.durations import Duration
from dayside.model.errors import BadRequest, UnknownDataset, nearest

if TYPE_CHECKING:
    import xarray
    from matplotlib.figure import Figure

    from dayside.client.event_lists import EventLists
    from dayside.client.formulas import FormulasClient
    from dayside.client.jobs import JobsClient
    from dayside.model import EventList
    from dayside.model.durations import Duration
    from dayside.science.events import Score


class ArchiveClient:
    """An archive: datasets by id.

    Examples
    --------
    >>> archive = dayside.open("archive")  # doctest: +SKIP
    >>> archive  # what is there  # doctest: +SKIP
    >>> archive.search("magnetic field", target="Mars")  # doctest: +SKIP
    >>> archive["cdaweb/AC_H0_MFI"]["Magnitude"]["2020-01-01":"2020-01-02"]  # doctest: +SKIP
    """

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    @property
    def location(self) -> str:
        """Folder or address."""
        return self._backend.location

    def search(self, text: str = "", **facets: str) -> DatasetList:
        """Return the datasets that hold every word of `text` and have the given facets.

        Parameters
        ----------
        text : str
            Words looked for in ids, titles, descriptions and parameters.
        **facets : str
            ``target``, ``mission``, ``instrument``, ``measurement_type``, ``region``.
        """
        known = ("target", "mission", "instrument", "measurement_type", "region")
        for name in facets:
            if name not in known:
                raise BadRequest(f"There is no facet {name}; there are {', '.join(known)}.")
        found = self._backend.search(text, facets)
        return DatasetList([DatasetClient(self._backend, d.id, d) for d in found])

    def __getitem__(self, dataset: str) -> DatasetClient:
        if not isinstance(dataset, str):
            raise BadRequest("A dataset is named by its id, a text.")
        return DatasetClient(self._backend, dataset, self._backend.describe(dataset))

    def __contains__(self, dataset: object) -> bool:
        try:
            return isinstance(dataset, str) and bool(self._backend.describe(dataset))
        except UnknownDataset:
            return False

    def __iter__(self) -> Iterator[str]:
        return iter([d.id for d in self._backend.search("", {})])

    def __len__(self) -> int:
        return len(self._backend.search("", {}))

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
        within: EventList | None = None,
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
        within : EventList, optional
            Look only there.
        min_duration : duration
            Leave out what is shorter: ``"60 s"``, a timedelta, or ns.
        bridge : duration
            Longest time within an event that may be undecided.
        merge : duration
            Events at most so far apart become one.
        columns : mapping of str to str, or sequence of str
            What to tell of each event: ``{"beta": "mean(plasma_beta(…))"}``. Statistics are
            ``mean median rms std var min max skew count at_start at_stop``.
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
            within,
            min_duration=min_duration,
            bridge=bridge,
            merge=merge,
            columns=columns,
        )
        return self._backend.find(request)

    def plot(self, link: str) -> Figure:
        """Return the figure of a view of the workspace, made from the data of this archive.

        Parameters
        ----------
        link : str
            Address of the view, or its part after ``#``; a short one is looked up here.

        Raises
        ------
        BadRequest
            If the link holds no view, nothing of it can be drawn, or matplotlib is missing.
        NotFound
            If a dataset, a parameter or the short link is not there.

        Examples
        --------
        >>> archive.plot("http://localhost:8000/app#v=2&p=mars_mag~B")  # doctest: +SKIP
        """
        from dayside.client.figure.linked import figure_of, view_of

        return figure_of(self._backend, view_of(self._backend, link), link=link)

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

    def keys(self) -> list[str]:
        """Return the ids of all datasets."""
        return list(self)

    def close(self) -> None:
        """Give back files and connections; nothing can be asked afterwards."""
        self._backend.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *(i for i in self if i.isidentifier())]

    def __getattr__(self, name: str) -> DatasetClient:
        # Notebooks probe for dozens of underscored names: those never ask the archive.
        known = [] if name.startswith("_") else list(self)
        if name in known:
            return self[name]
        raise AttributeError(f"The archive has no dataset {name}." + nearest(name, known))

    def __repr__(self) -> str:
        return display.archive_text(self.location, self._backend.search("", {}))

    def _repr_html_(self) -> str:
        return display.archive_html(self.location, self._backend.search("", {}))


class DatasetList(list["DatasetClient"]):
    """Datasets found, shown as a table."""

    def __repr__(self) -> str:
        return display.datasets_text([d.metadata for d in self])

    def _repr_html_(self) -> str:
        return display.datasets_html([d.metadata for d in self])


class DatasetClient:
    """One dataset: parameters by name, values by interval.

    Attributes
    ----------
    id : str
        The id it was asked by.
    """

    def __init__(self, backend: Backend, id: str, metadata: Dataset) -> None:  # noqa: A002
        self._backend = backend
        self._whole = bool(metadata.parameters)
        self._metadata = metadata
        self.id = id

    @property
    def metadata(self) -> Dataset:
        """All that is known of the dataset."""
        if not self._whole:  # a list of a remote server tells little more than ids
            self._metadata = self._backend.describe(self.id)
            self._whole = True
        return self._metadata

    def __getitem__(self, key: str | slice) -> Any:
        """Return the parameter of a name, or the values of an interval.

        ``dataset["B"]`` is a `ParameterClient`; ``dataset["2011-12-30":"2011-12-31"]``
        an `xarray.Dataset`.
        """
        if isinstance(key, str):
            return ParameterClient(self, self.metadata[key])
        if not isinstance(key, slice):
            raise BadRequest(
                f"{self.id} is asked for one parameter by its name, or for all of them by an "
                'interval, ["2011-12-30T16":"2011-12-31T10"].'
            )
        from dayside.client import accessor  # noqa: F401 - registers .dayside

        return self._read(self.metadata, key).to_xarray()

    def _envelope(self, parameter: Parameter, interval: slice, pixels: int) -> xarray.Dataset:
        from dayside.client.envelopes import to_dataset

        ends = interval_of(self.metadata, interval)
        found = self._backend.envelope(self.metadata, parameter.name, ends, pixels)
        return to_dataset(found, self.metadata)

    def _read(self, asked: Dataset, interval: slice) -> Series:
        start, stop = interval_of(self.metadata, interval)
        if start >= stop and (interval.start is None or interval.stop is None):
            return Series.empty(asked)  # an open end on the far side of the coverage
        return self._backend.read(asked, start, stop)

    def __contains__(self, name: object) -> bool:
        return name in self.metadata.names

    def __iter__(self) -> Iterator[str]:
        return iter(self.metadata.names)

    def __len__(self) -> int:
        return len(self.metadata.parameters)

    def keys(self) -> list[str]:
        """Return the names of all parameters."""
        return list(self)

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *(n for n in self if n.isidentifier())]

    def __getattr__(self, name: str) -> ParameterClient:
        known = [] if name.startswith("_") else list(self)
        if name in known:
            return ParameterClient(self, self.metadata[name])
        raise AttributeError(f"Dataset {self.id} has no {name}." + nearest(name, known))

    def __repr__(self) -> str:
        return display.dataset_text(self.id, self.metadata)

    def _repr_html_(self) -> str:
        return display.dataset_html(self.id, self.metadata)


class ParameterClient:
    """One parameter of a dataset: values by interval.

    Attributes
    ----------
    metadata : Parameter
        All that is known of it.
    """

    def __init__(self, dataset: DatasetClient, metadata: Parameter) -> None:
        self._dataset = dataset
        self.metadata = metadata

    @property
    def units(self) -> str | None:
        """VOUnit; None where it is not known."""
        return self.metadata.units

    @property
    def frame(self) -> str | None:
        """Coordinate frame, by name; None where it is not known."""
        return self.metadata.frame

    def __getitem__(self, interval: slice) -> xarray.DataArray:
        """Return the values in an interval, half-open, either end open at will.

        Error bars, quality flags and moving bins come along as coordinates.
        """
        from dayside.client.arrays import companions, to_dataarray

        whole = self._dataset.metadata
        asked = whole.select({self.metadata.name, *companions(whole, self.metadata)})
        return to_dataarray(self._dataset._read(asked, interval), self.metadata)  # noqa: SLF001

    def envelope(self, start: Any = None, stop: Any = None, pixels: int = 1500) -> xarray.Dataset:
        """Return minimum, maximum, mean and count in bins: any interval at the cost of a picture.

        Parameters
        ----------
        start, stop : text, datetime, numpy.datetime64 or pandas.Timestamp, optional
            UTC; half-open; by default all there is.
        pixels : int
            At least so many bins and less than twice as many, unless that were more than
            samples.

        Returns
        -------
        xarray.Dataset
            ``min``, ``max``, ``mean`` (NaN where a bin holds no valid sample) and ``count``
            along ``time``, at which each bin begins. The bins are UTC-aligned and whole: the
            first and the last may reach out of the interval.
        """
        return self._dataset._envelope(self.metadata, slice(start, stop), pixels)  # noqa: SLF001

    def __repr__(self) -> str:
        return display.parameter_text(self._dataset.id, self._dataset.metadata, self.metadata)

    def _repr_html_(self) -> str:
        return display.parameter_html(self._dataset.id, self._dataset.metadata, self.metadata)
