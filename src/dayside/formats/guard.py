"""What stands between a damaged file and whoever reads it: one kind of error, sound series."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from dayside.model.dataset import Dataset
from dayside.model.errors import DaysideError, UnreadableFile
from dayside.model.series import Series, storage_dtype


@contextmanager
def guarded(path: Path, kind: str) -> Iterator[None]:
    """Turn whatever a reader of `path` raises into `UnreadableFile`, naming the file.

    Parameters
    ----------
    path : Path
    kind : str
        What the file was taken for, such as ``"Parquet"``.
    """
    try:
        yield
    except DaysideError as error:
        text = str(error)
        if isinstance(error, UnreadableFile) and path.name in text:
            raise
        raise UnreadableFile(f"{path.name}: {text}") from error
    except MemoryError as error:
        raise UnreadableFile(f"{path.name} asks for more memory than there is.") from error
    except Exception as error:  # parsers raise whatever they meet in a damaged file
        if isinstance(error, OSError) and error.strerror:
            raise UnreadableFile(f"{path.name} cannot be read: {error.strerror}.") from error
        text = " ".join(str(error).split())[:200]
        raise UnreadableFile(f"{path.name} is no sound {kind}: {text}") from error


def checked_dataset(dataset: Dataset) -> Dataset:
    """Return a dataset told by a file, if it can be one.

    Raises
    ------
    UnreadableFile
        If names repeat, types or shapes are absurd, or companions are missing.
    """
    names = dataset.names
    if not all(isinstance(n, str) for n in names) or len({n.lower() for n in names}) < len(names):
        raise UnreadableFile("the names of its parameters are damaged")
    for p in dataset.parameters:
        others = [*p.uncertainty, p.quality, *(b.parameter for b in p.bins if b is not None)]
        missing = [o for o in others if o is not None and o not in names]
        if missing:
            raise UnreadableFile(f"{p.name} goes with {missing[0]}, which is not there")
        sizes_are_sound = all(isinstance(n, int) and n > 0 for n in p.shape)
        try:
            storage_dtype(p)
        except TypeError as error:
            raise UnreadableFile(f"{p.name} has the type {p.dtype}, which is none") from error
        if not sizes_are_sound or p.size > 1 << 24:
            raise UnreadableFile(f"{p.name} has the shape {p.shape}, which is none")
    return dataset


def checked(series: Series) -> Series:
    """Return a series told by a file, if its values are as its dataset says.

    Raises
    ------
    UnreadableFile
        If times run backwards or values have another shape.
    """
    if bool(np.any(np.diff(series.time) < 0)):
        raise UnreadableFile("its times run backwards")
    for p in series.dataset.parameters:
        if series.values[p.name].shape != (len(series), *p.shape):
            raise UnreadableFile(f"{p.name} does not have the shape {p.shape} that is told")
    return series
