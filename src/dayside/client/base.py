"""What people hold in a notebook: an archive, its datasets, their parameters."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from dayside.client import display
from dayside.client.asking import Asking
from dayside.client.backend import Backend
from dayside.client.intervals import interval_of
from dayside.model import Dataset, Parameter, Series
from dayside.model.errors import BadRequest, UnknownDataset, nearest

if TYPE_CHECKING:
    import xarray
    from matplotlib.figure import Figure


class ArchiveClient(Asking):
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
