"""What a NetCDF file holds, of either version: its variables, each under one name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dayside.formats.limits import check_columns, check_memory
from dayside.formats.netcdf.format import CLASSIC_MAGIC, DATA_64_MAGIC, HDF5_MAGIC
from dayside.formats.netcdf.probe import survives
from dayside.model.errors import UnreadableFile

if TYPE_CHECKING:
    import xarray

_UNDECODED: dict[str, Any] = {
    "mask_and_scale": False,
    "decode_times": False,
    "decode_coords": False,
    "cache": False,
}
# HDF5 stores nothing for values that were never written, but they are made in memory.
_MOST_INFLATED = 1100
_MOST_UNWRITTEN = 256 << 20


@dataclass(frozen=True, slots=True)
class Contents:
    """The variables of a file, undecoded, each under a name of its own.

    Attributes
    ----------
    variables : mapping of str to xarray.Variable
        Their values are read when asked for.
    sizes : mapping of str to int
        Of the dimensions.
    attrs : mapping
        Of the file.
    groups : mapping of str to str
        Path of the group, ``"swe/ions"``, of each variable that lies in one.
    group_attrs : mapping of str to mapping
        Attributes of each of these groups, with those of the groups above it.
    """

    variables: Mapping[str, xarray.Variable]
    sizes: Mapping[str, int]
    attrs: Mapping[Any, Any]
    groups: Mapping[str, str] = field(default_factory=dict)
    group_attrs: Mapping[str, Mapping[Any, Any]] = field(default_factory=dict)

    def attrs_of(self, name: str) -> Mapping[Any, Any]:
        """Return what the file, and the group of a variable, say of all that is in there."""
        return {**self.attrs, **self.group_attrs.get(self.groups.get(name, ""), {})}

    def local_names(self, names: Iterable[str]) -> dict[str, str]:
        """Return what some variables are called in their groups, wherever that tells them apart."""
        local = {
            n: n.removeprefix(f"{self.groups[n].replace('/', '_')}_") if n in self.groups else n
            for n in names
        }
        counts = Counter(local.values())
        return {n: short if counts[short] == 1 else n for n, short in local.items()}


@contextmanager
def opened(path: Path) -> Iterator[Contents]:
    """Open a NetCDF file of version 3 or 4.

    Raises
    ------
    UnreadableFile
        If it is neither, damaged, or claims more values than it can hold.
    """
    with ExitStack() as stack:
        found = _classic(path, stack) if _is_classic(path) else _hdf5(path, stack)
        _check_size(path, found)
        yield found


def _is_classic(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be opened: {error.strerror}.") from error
    if head[:4] == DATA_64_MAGIC:
        raise UnreadableFile(
            f"{path.name} is NetCDF-3 in the 64-bit data format (CDF-5), which is not read here; "
            f"convert it: nccopy -k nc4 {path.name} new.nc"
        )
    if head[:4] not in CLASSIC_MAGIC and head != HDF5_MAGIC:
        raise UnreadableFile(f"{path.name} is no NetCDF.")
    return head[:4] in CLASSIC_MAGIC


def _classic(path: Path, stack: ExitStack) -> Contents:
    import xarray

    check_memory(path.stat().st_size, path)
    # Given a path, scipy would map the file into memory, and leave it so where it is damaged.
    source = stack.enter_context(path.open("rb"))
    try:
        file = stack.enter_context(xarray.open_dataset(source, engine="scipy", **_UNDECODED))
    except MemoryError:
        raise
    except Exception as error:  # its reader raises whatever it meets in a damaged header
        raise UnreadableFile(f"{path.name} is a damaged or truncated NetCDF-3.") from error
    return Contents({str(n): v for n, v in file.variables.items()}, _sizes(file), file.attrs)


def _hdf5(path: Path, stack: ExitStack) -> Contents:
    import h5netcdf
    import xarray

    from dayside.formats.netcdf.groups import in_one_scope, own_dimensions

    if not survives(path):
        raise UnreadableFile(f"{path.name} is a damaged or truncated NetCDF.")
    _refuse_pointers(path)
    options = {"engine": "h5netcdf", "phony_dims": "access", **_UNDECODED}
    with h5netcdf.File(path, "r", phony_dims="access") as file:
        own = dict(own_dimensions(file))
    check_columns(len(own), path)
    files = {
        group: stack.enter_context(xarray.open_dataset(path, group=group, **options))
        for group in own
    }
    return in_one_scope(files, own)


def _refuse_pointers(path: Path) -> None:
    """Refuse a file whose values lie in others: it may name any that we can read."""
    import h5py

    def outside(_name: str, link: Any) -> str | None:
        return link.filename if isinstance(link, h5py.ExternalLink) else None

    def elsewhere(name: str, node: Any) -> str | None:
        is_outside = isinstance(node, h5py.Dataset) and (node.external or node.is_virtual)
        return name if is_outside else None

    with h5py.File(path, "r") as file:
        found = file.visititems_links(outside) or file.visititems(elsewhere)
    if found is not None:
        raise UnreadableFile(f"{path.name} holds only pointers to values in other files ({found}).")


def _sizes(file: xarray.Dataset) -> dict[str, int]:
    return {str(name): int(size) for name, size in file.sizes.items()}


def _check_size(path: Path, found: Contents) -> None:
    size = path.stat().st_size
    claimed = sum(v.size * v.dtype.itemsize for v in found.variables.values())
    if claimed > size * _MOST_INFLATED + _MOST_UNWRITTEN:
        raise UnreadableFile(f"{path.name} claims {claimed} bytes of values in a file of {size}.")
    check_memory(claimed, path)
