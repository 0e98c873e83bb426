"""`Archive`: datasets on disk or in an object store, readable at every snapshot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

from dayside.archive import levels
from dayside.archive.cache import Cache, chunks
from dayside.archive.groups import StoredGroup
from dayside.archive.objects import Objects, told_plainly
from dayside.db import Granule, Index, connect
from dayside.model import Dataset, Series
from dayside.model.errors import ArchiveError
from dayside.model.series import storage_dtype

INDEX_FILE = "index.sqlite"
OPEN_GROUPS = 256

# Blocks begin small, so that the first rows leave at once, and grow to what decodes best.
FIRST_BLOCK_BYTES = 2 << 20
BLOCK_BYTES = 16 << 20


class Archive:
    """Datasets kept as immutable groups, with an index that makes them visible.

    Use `Archive.open`. Reading never sees half of a change; a write is one
    transaction on one dataset (`dayside.archive.writer`).

    Attributes
    ----------
    index_url : str or None
        Where its index is, if not in its folder.
    """

    def __init__(
        self, objects: Objects, index: Index, *, read_only: bool, index_url: str | None = None
    ) -> None:
        self.objects = objects
        self.index = index
        self.read_only = read_only
        self.index_url = index_url
        self._groups: Cache[str, StoredGroup] = Cache(OPEN_GROUPS)
        self._chunks = chunks()

    @classmethod
    def open(
        cls,
        location: str | Path,
        *,
        index_url: str | None = None,
        create: bool = True,
        read_only: bool = False,
    ) -> Self:
        """Open an archive.

        Parameters
        ----------
        location : str or Path
            A folder, or a URL that fsspec knows, such as ``s3://bucket/archive``.
        index_url : str, optional
            ``postgresql://…``; a SQLite file in the folder if not given.
        create : bool
            Make a new one where there is none.
        read_only : bool
            Write nothing.

        Raises
        ------
        ArchiveError
            If there is none and `create` is false, or it cannot be opened.
        """
        place = (
            str(Path(location).expanduser().absolute())
            if "://" not in str(location)
            else str(location)
        )
        objects = Objects(place)
        url = index_url or cls._own_index(place, objects, create=create and not read_only)
        index = Index(connect(url, read_only=read_only))
        return cls(objects, index, read_only=read_only, index_url=index_url)

    @staticmethod
    def _own_index(place: str, objects: Objects, *, create: bool) -> str:
        if not objects.is_local:
            raise ArchiveError(
                f"An archive in an object store ({place}) needs its index in PostgreSQL: "
                "give --index-url postgresql://… or DAYSIDE_INDEX_URL."
            )
        file = Path(place) / INDEX_FILE
        with told_plainly():
            there = file.exists()
        if not there:
            if not create:
                raise ArchiveError(f"There is no archive at {place}.")
            with told_plainly():
                file.parent.mkdir(parents=True, exist_ok=True)
        return f"sqlite:///{file}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Archive {self.objects.location}, snapshot {self.snapshot}>"

    def close(self) -> None:
        """Give back what is open."""
        self._groups.clear()
        self._chunks.clear()
        self.index.close()

    @property
    def snapshot(self) -> int:
        """Number of the newest state."""
        return self.index.snapshot()

    def datasets(self, snapshot: int | None = None) -> list[Dataset]:
        """Return every dataset, by id."""
        return self.index.datasets(snapshot)

    def dataset(self, dataset_id: str, snapshot: int | None = None) -> Dataset:
        """Return one dataset.

        Raises
        ------
        UnknownDataset, UnknownSnapshot
        """
        return self.index.dataset(dataset_id, snapshot)

    def granules(self, dataset_id: str) -> list[Granule]:
        """Return the files a dataset was made of, replaced ones too."""
        return self.index.granules(dataset_id)

    def read(
        self,
        dataset_id: str,
        start: int,
        stop: int,
        parameters: Sequence[str] | None = None,
        snapshot: int | None = None,
    ) -> Iterator[Series]:
        """Yield the samples with ``start <= time < stop`` (TT2000), in blocks of bounded size.

        Raises
        ------
        UnknownDataset, UnknownParameter, UnknownSnapshot
            At once, not only when the first block is asked for.
        """
        dataset = self.dataset(dataset_id, snapshot).select(parameters)
        paths = self.index.extents(dataset_id, snapshot).within(start, stop)
        return self._read(dataset, paths, start, stop)

    def _read(
        self, dataset: Dataset, paths: Sequence[str], start: int, stop: int
    ) -> Iterator[Series]:
        row_bytes = 8 + sum(p.size * storage_dtype(p).itemsize for p in dataset.parameters)
        size = FIRST_BLOCK_BYTES
        for path in paths:
            group = self.group(path)
            rows = group.rows(start, stop)
            at = rows.start
            while at < rows.stop:
                # Whole powers of two of rows, cut where chunks begin: no chunk is decoded twice.
                step = 1 << max((size // row_bytes).bit_length() - 1, 0)
                piece = slice(at, min((at // step + 1) * step, rows.stop))
                values = {p.name: group.values(p, piece) for p in dataset.parameters}
                yield Series(dataset, group.time(piece), values)
                at, size = piece.stop, BLOCK_BYTES

    def group(self, path: str) -> StoredGroup:
        """Return a stored group; groups never change, so open ones are kept."""
        return self._groups.get(
            path, lambda: StoredGroup(self.objects.open_group(path), path, self._chunks)
        )

    def level_widths(self, dataset_id: str, snapshot: int | None = None) -> tuple[int, ...]:
        """Return the widths (ns of UTC) of a dataset's levels, finest first."""
        dataset, unit, _ = self.index.state(dataset_id, snapshot)
        fine, coarse = levels.split_widths(dataset.cadence_ns, unit)
        return fine + coarse[1:]

    def level(
        self,
        dataset_id: str,
        parameter: str,
        width_ns: int,
        first: int,
        last: int,
        snapshot: int | None = None,
    ) -> levels.Stretch | None:
        """Return bins `first` to `last`, both included, of one level.

        Bin *k* covers the UTC ns from ``k * width_ns`` to ``(k + 1) * width_ns`` since 1970.

        Returns
        -------
        Stretch or None
            Without the empty bins before the first and after the last sample there;
            None where there is none at all.
        """
        dataset, unit, _ = self.index.state(dataset_id, snapshot)
        dataset[parameter]
        _, coarse = levels.split_widths(dataset.cadence_ns, unit)
        if width_ns in coarse:
            kept = self.index.levels(dataset_id, snapshot)
            if kept is None:
                return None
            return self.group(kept.path).levels.read(parameter, width_ns, first, last)
        start, stop = levels.ticks_of(first, last, width_ns)
        parts = (
            self.group(path).levels.read(parameter, width_ns, first, last)
            for path in self.index.extents(dataset_id, snapshot).within(start, stop)
        )
        return levels.joined(part for part in parts if part is not None)
