"""What datasets and granules are known by: ids and versions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from dayside.archive.issues import version_order
from dayside.db import Granule
from dayside.formats import naming
from dayside.model import Dataset, Series, identifier


def digest_of_all(digests: Sequence[str]) -> str:
    """Return the SHA-256 of a product of several files: that of their digests."""
    return digests[0] if len(digests) == 1 else _digest("\n".join(digests))


def granule_id(sha256: str, said: str, before: int) -> int:
    """Return the id of a granule.

    The same bytes described anew are another granule, and so are those described as they
    once were; the same once more is not.

    Parameters
    ----------
    sha256 : str
        Of the file.
    said : str
        Digest of what is said of it, empty if nothing is.
    before : int
        Issues of the same bytes that the dataset had before.
    """
    digest = _digest(f"{sha256} {said} {before}") if said or before else sha256
    return int(digest[:15], 16)


def by_dataset(had: Iterable[Granule]) -> dict[str, list[Granule]]:
    """Return granules of the same bytes by dataset, in order of arrival."""
    found: dict[str, list[Granule]] = {}
    for granule in had:
        found.setdefault(granule.dataset, []).append(granule)
    return found


def is_newest(granules: Sequence[Granule], said: str) -> bool:
    """Tell whether the last issue of the same bytes is one of which the same was said."""
    newest = granules[-1]
    return newest.id == granule_id(newest.sha256, said, len(granules) - 1)


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


def fitting_id(name: str, dataset: Dataset) -> str:
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


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
