"""Ingest: files in, datasets out; whole files or none of them.

Files are read one after the other and written in batches, each batch one
transaction. A file counts as in only when its batch is.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from dayside.archive.archive import Archive
from dayside.archive.files import expand
from dayside.archive.merge import in_order
from dayside.archive.objects import digest_of
from dayside.archive.writer import Contribution, Delivery, deliver, now, version_order
from dayside.db import Granule, KeptFile
from dayside.formats import describe, naming
from dayside.formats.base import NOTHING_SAID, Description, MultiFile, get_format, read, sniff
from dayside.model import Dataset, Series, identifier
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


def _take(
    archive: Archive, path: Path, options: Options, seen: set[tuple[str, str | None]]
) -> _Read | Outcome:
    """Read one file, unless the archive or this run has it already."""
    description = _description(path, options.description)
    reader = get_format(description.format) if description.format else sniff(path)
    # A label and its table are one product, whichever of the two is given.
    product = reader.product(path) if isinstance(reader, MultiFile) else path
    parts = reader.files(product) if isinstance(reader, MultiFile) else (product,)
    try:
        digests = [digest_of(part) for part in parts]
    except OSError as error:
        raise UnreadableFile(f"{product.name} cannot be opened: {error.strerror}.") from error
    digest = digests[0] if len(digests) == 1 else _digest_of_all(digests)
    # The same bytes under another id are wanted there too.
    wanted = options.dataset or description.dataset.get("id")
    had = [
        g
        for g in archive.index.granules(sha256=digest)
        if wanted is None or g.dataset == identifier(str(wanted))
    ]
    if had or (digest, wanted) in seen:
        ids = tuple(g.dataset for g in had)
        through = "" if product == path else f"read through {product.name}"
        return Outcome(path, "present", ids, sum(g.records for g in had), through)
    found = read(product, description)
    seen.add((digest, wanted))
    if not found:
        raise UnreadableFile(f"{product.name} holds no series of values in time.")
    kept = tuple(
        _keep(archive, part, sha256, options.keep)
        for part, sha256 in zip(parts, digests, strict=True)
    )
    granule = Granule(
        dataset="",
        id=int(digest[:15], 16),
        key=naming.granule_key(product.name),
        name=product.name,
        version="",
        sha256=digest,
        size=sum(file.size for file in kept),
        format=reader.name,
        kept=options.keep,
        files=kept,
        start=None,
        stop=None,
        records=0,
        arrived=now(),
    )
    return _as_read(path, product, found, granule, None if wanted is None else str(wanted))


def _description(path: Path, said: Description | Path | None) -> Description:
    """Return what is said about a file, of all files or beside it."""
    if isinstance(said, Path):
        said = describe.load(said, path.name)
    return describe.find(path) if said is None or said == NOTHING_SAID else said


def _as_read(
    path: Path, product: Path, found: Sequence[Series], granule: Granule, given: str | None
) -> _Read:
    deliveries, notes = [], []
    for series, name in zip(found, dataset_names(found, product, given), strict=True):
        dataset_id = name if given else _fitting(name, series.dataset)
        ordered, dropped = in_order(series)
        if dropped:
            notes.append(f"{dropped} samples of {dataset_id} had no time and were left out.")
        title = ordered.dataset.title or name.replace("_", " ")
        dataset = ordered.dataset.replace(id=dataset_id, title=title)
        ordered = Series(dataset, ordered.time, ordered.values)
        version, order = version_of(dataset, product.name)
        own = dataclasses.replace(
            granule,
            dataset=dataset_id,
            version=version,
            start=int(ordered.time[0]) if len(ordered) else None,
            stop=int(ordered.time[-1]) if len(ordered) else None,
            records=len(ordered),
        )
        deliveries.append(Delivery(dataset, (Contribution(own, ordered, order),)))
    return _Read(path, tuple(deliveries), tuple(notes))


def dataset_names(found: Sequence[Series], path: Path, given: str | None) -> list[str]:
    """Return a name for each series of a file, the same for every file of its kind.

    The name is what was given, else what the file's own metadata say, else its name
    without dates and version; whole, however long. Where several time axes of a file would
    share one, all but the largest carry the name of theirs.
    """
    bases = [identifier(given or s.dataset.id or naming.fold(path.name)[0]) for s in found]
    names = list(bases)
    for base in set(bases):
        alike = [i for i, b in enumerate(bases) if b == base]
        # The structure decides, not the number of samples: every file of a product agrees.
        first = max(alike, key=lambda i: (len(found[i].dataset.parameters), -i))
        for i in alike:
            if i != first:
                axis = str(found[i].dataset.attributes.get("time_axis", "")) or f"axis_{i + 1}"
                names[i] = identifier(f"{base}_{axis}")
    return names


def _fitting(name: str, dataset: Dataset) -> str:
    """Return the id of a name: short, but ISTP's names stay as everybody knows them."""
    known = identifier(str(dataset.attributes.get("Logical_source", "")))
    return name if name == known else naming.brief(name)


def version_of(dataset: Dataset, file_name: str) -> tuple[str, tuple[Any, ...]]:
    """Return the version of a granule and what orders it: its metadata, then its name."""
    said = dataset.version or ""
    named = naming.fold(file_name)[1]
    text = ".".join(str(n) for n in named)
    if said and named and version_order(said) != named:
        text = f"{said} (file {text})"
    elif said:
        text = said
    return text, version_order(text)


def _keep(archive: Archive, path: Path, sha256: str, how: Keep) -> KeptFile:
    name = f"originals/{sha256[:2]}/{sha256}/{path.name}"
    location = archive.objects.keep(path, name, how)
    return KeptFile(path.name, path.stat().st_size, sha256, location)


def _digest_of_all(digests: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()


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
