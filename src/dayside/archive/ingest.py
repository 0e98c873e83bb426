"""Ingest: files in, datasets out; whole files or none of them.

Files are read one after the other and written in batches, each batch one
transaction. A file counts as in only when its batch is.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from dayside.archive.archive import Archive
from dayside.archive.arrivals import Arrival, looked_at
from dayside.archive.files import expand
from dayside.archive.identity import (
    by_dataset,
    dataset_names,
    fitting_id,
    granule_id,
    is_newest,
    version_of,
)
from dayside.archive.issues import Contribution
from dayside.archive.merge import in_order
from dayside.archive.writer import Delivery, deliver, now
from dayside.db import Granule, KeptFile
from dayside.formats import naming
from dayside.formats.base import Description, read
from dayside.model import Series, identifier
from dayside.model.errors import ArchiveError, DaysideError, UnreadableFile

Status = Literal["added", "present", "refused"]
# Digest of a file, and the id it is wanted under.
_Seen = tuple[str, str | None]
Keep = Literal["copy", "link", "reference"]

# A batch is written when it has this many samples, bytes or files: large enough that a
# month of daily files is written once, small enough for any laptop.
BATCH_BYTES = 256 << 20
BATCH_FILES = 500


@dataclass(frozen=True, slots=True)
class Options:
    """How files are taken in.

    Attributes
    ----------
    dataset : str, optional
        Id to use instead of the one the file's own metadata give.
    description : Description or Path, optional
        What a person says about the files: a description, or the TOML file that holds it,
        whose ``[files."pattern"]`` tables may say it file by file. Otherwise, and for a
        file of which it says nothing, the file beside each is used.
    keep : {"copy", "link", "reference"}
        How originals are kept.
    """

    dataset: str | None = None
    description: Description | Path | None = None
    keep: Keep = "copy"


DEFAULT = Options()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file.

    Attributes
    ----------
    path : Path
    status : {"added", "present", "refused"}
    datasets : tuple of str
        Ids its samples are in.
    records : int
        Samples it brought.
    reason : str
        Why it was refused, or what else is worth knowing.
    """

    path: Path
    status: Status
    datasets: tuple[str, ...] = ()
    records: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """A file that was read and waits for its batch."""

    path: Path
    deliveries: tuple[Delivery, ...]
    notes: tuple[str, ...]

    @property
    def size(self) -> int:
        return sum(_bytes(c.series) for d in self.deliveries for c in d.contributions)

    def outcome(self) -> Outcome:
        records = sum(len(c.series) for d in self.deliveries for c in d.contributions)
        ids = tuple(d.dataset.id for d in self.deliveries)
        return Outcome(self.path, "added", ids, records, " ".join(self.notes))

    def refused(self, error: DaysideError) -> Outcome:
        return Outcome(self.path, "refused", reason=f"{self.path.name}: {error}")


@dataclass(slots=True)
class _Batch:
    archive: Archive
    files: list[_Read] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        return len(self.files) >= BATCH_FILES or sum(f.size for f in self.files) >= BATCH_BYTES

    def write(self) -> Iterator[Outcome]:
        """Write all files in one transaction; where one does not fit, each in its own."""
        files, self.files = self.files, []
        if not files:
            return
        try:
            deliver(self.archive, _by_dataset(files))
        except UnreadableFile as error:
            if len(files) == 1:
                yield files[0].refused(error)
                return
            for file in files:
                yield from _Batch(self.archive, [file]).write()
            return
        yield from (file.outcome() for file in files)


def ingest(
    archive: Archive,
    paths: Iterable[str | Path],
    options: Options = DEFAULT,
    progress: Callable[[Path], None] = lambda _: None,
) -> Iterator[Outcome]:
    """Take files, folders and globs into an archive and yield what became of each file.

    Parameters
    ----------
    archive : Archive
    paths : iterable of str or Path
        A folder is taken with all below it.
    options : Options
    progress : callable
        Called with each file before it is read.

    Raises
    ------
    ArchiveLocked
        If the archive cannot be written. What was yielded before is in; nothing else is.
    """
    batch = _Batch(archive)
    seen: set[_Seen] = set()
    for found in expand(paths):
        if isinstance(found, UnreadableFile):
            yield Outcome(Path(str(found.args[1])), "refused", reason=str(found))
            continue
        progress(found)
        try:
            taken = _take(archive, found, options, seen)
        except ArchiveError:
            raise
        except DaysideError as error:
            text = str(error)
            reason = text if text.startswith(found.name) else f"{found.name}: {text}"
            yield Outcome(found, "refused", reason=reason)
            continue
        if isinstance(taken, Outcome):
            yield taken
            continue
        batch.files.append(taken)
        if batch.is_full:
            yield from batch.write()
    yield from batch.write()


def _take(archive: Archive, path: Path, options: Options, seen: set[_Seen]) -> _Read | Outcome:
    """Read one file, unless the archive or this run has it already."""
    with looked_at(path, options.description) as file:
        had = by_dataset(archive.index.granules(sha256=file.sha256))
        # The same bytes under another id are wanted there too.
        wanted = options.dataset or file.description.dataset.get("id")
        places = [d for d in had if wanted is None or d == identifier(str(wanted))]
        current = tuple(d for d in places if is_newest(had[d], file.said))
        if current or (file.sha256, wanted) in seen:
            seen.add((file.sha256, wanted))
            records = sum(had[d][-1].records for d in current)
            return Outcome(path, "present", current or tuple(places), records, file.through)
        found = read(file.readable, file.description)
        seen.add((file.sha256, wanted))
        if not found:
            raise UnreadableFile(f"{file.name} holds no series of values in time.")
        granule = _granule(archive, file, options.keep)
        given = None if wanted is None else str(wanted)
        names = dataset_names(found, file.readable, given)
    deliveries, notes = [], ["It is described anew, and was read again."] if places else []
    for series, name in zip(found, names, strict=True):
        dataset_id = name if given else fitting_id(name, series.dataset)
        before = len(had.get(dataset_id, ()))
        own_id = granule_id(file.sha256, file.said, before)
        own = dataclasses.replace(granule, dataset=dataset_id, id=own_id)
        delivery, dropped = _delivery(series, name, own)
        deliveries.append(delivery)
        if dropped:
            notes.append(f"{dropped} samples of {dataset_id} had no time and were left out.")
    return _Read(path, tuple(deliveries), tuple(notes))


def _granule(archive: Archive, file: Arrival, keep: Keep) -> Granule:
    """Keep a file and return its granule, which is of no dataset yet."""
    kept = tuple(_keep(archive, part, digest, keep) for part, digest in file.digests.items())
    return Granule(
        dataset="",
        id=0,
        key=naming.granule_key(file.name),
        name=file.name,
        version="",
        sha256=file.sha256,
        size=sum(part.size for part in kept),
        format=file.format,
        kept=keep,
        files=kept,
        start=None,
        stop=None,
        records=0,
        arrived=now(),
    )


def _delivery(series: Series, name: str, granule: Granule) -> tuple[Delivery, int]:
    """Return what a series of a file brings to a dataset, and how many samples had no time.

    A dataset without a title is called by its whole name.
    """
    ordered, dropped = in_order(series)
    title = ordered.dataset.title or name.replace("_", " ")
    dataset = ordered.dataset.replace(id=granule.dataset, title=title)
    version, order = version_of(dataset, granule.name)
    own = dataclasses.replace(
        granule,
        version=version,
        start=int(ordered.time[0]) if len(ordered) else None,
        stop=int(ordered.time[-1]) if len(ordered) else None,
        records=len(ordered),
    )
    ordered = Series(dataset, ordered.time, ordered.values)
    return Delivery(dataset, (Contribution(own, ordered, order),)), dropped


def _keep(archive: Archive, path: Path, sha256: str, how: Keep) -> KeptFile:
    name = f"originals/{sha256[:2]}/{sha256}/{path.name}"
    location = archive.objects.keep(path, name, how)
    return KeptFile(path.name, path.stat().st_size, sha256, location)


def _by_dataset(files: Sequence[_Read]) -> list[Delivery]:
    """Return one delivery a dataset, its granules in order of version and arrival."""
    together: dict[str, list[Delivery]] = {}
    for file in files:
        for delivery in file.deliveries:
            together.setdefault(delivery.dataset.id, []).append(delivery)
    merged = []
    for parts in together.values():
        contributions = [c for part in parts for c in part.contributions]
        newest = max(parts, key=lambda part: part.contributions[0].order)
        merged.append(Delivery(newest.dataset, contributions))
    return merged


def _bytes(series: Series) -> int:
    return series.time.nbytes + sum(v.nbytes for v in series.values.values())
