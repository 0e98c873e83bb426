"""The groups of a NetCDF-4 file in one scope.

Groups are scopes of names: a variable of a group may lie along a dimension of the group
above, and name a coordinate there. Here each variable and each dimension gets one name
for the whole file, so that whoever reads it need not ask.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from dayside.formats.netcdf.contents import Contents

if TYPE_CHECKING:
    import xarray

_ROOT = "/"
# Attributes that hold names of variables.
_NAMING = ("coordinates", "bounds", "ancillary_variables", "uncertainty", "quality")

_Place = tuple[str, str]  # a group, and a name in it


def own_dimensions(group: Any, path: str = _ROOT) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each group's path, and the names of the dimensions it defines itself."""
    yield path, frozenset(group.dimensions)
    for name, inner in group.groups.items():
        yield from own_dimensions(inner, f"{path.rstrip('/')}/{name}")


def in_one_scope(
    files: Mapping[str, xarray.Dataset], own: Mapping[str, frozenset[str]]
) -> Contents:
    """Return the variables of all groups of a file, each under a name of its own.

    Parameters
    ----------
    files : mapping of str to xarray.Dataset
        By path of the group, the root first.
    own : mapping of str to set of str
        The dimensions that each group defines.
    """
    return _Groups(files, own).contents()


class _Groups:
    """The groups of a file, being put together."""

    def __init__(
        self, files: Mapping[str, xarray.Dataset], own: Mapping[str, frozenset[str]]
    ) -> None:
        self._files = files
        self._own = own
        places = [(group, str(n)) for group, file in files.items() for n in file.variables]
        self._names = _named(places)
        dimensions = [
            (group, str(d))
            for group, file in files.items()
            for d in file.sizes
            if self._owner(group, str(d)) == group
        ]
        # A coordinate bears the name of its dimension, whatever that is now.
        self._dimensions = {**_named(dimensions), **{
            place: self._names[place] for place in dimensions if place in self._names
        }}  # fmt: skip

    def contents(self) -> Contents:
        """Return the variables of all groups."""
        variables: dict[str, xarray.Variable] = {}
        sizes: dict[str, int] = {}
        groups: dict[str, str] = {}
        for (group, local), name in self._names.items():
            variable = self._files[group].variables[local]
            dims = [self._dimension(group, str(d)) for d in variable.dims]
            sizes |= dict(zip(dims, variable.shape, strict=True))
            renamed = variable.copy(deep=False)
            renamed.dims = dims
            renamed.attrs = self._resolved(group, variable.attrs)
            variables[name] = renamed
            if group != _ROOT:
                groups[name] = group.strip("/")
        said: dict[str, dict[Any, Any]] = {}
        for group in set(groups.values()):
            above = [_ROOT + part for part in _paths(group)]
            said[group] = {k: v for path in above for k, v in self._files[path].attrs.items()}
        return Contents(variables, sizes, self._files[_ROOT].attrs, groups, said)

    def _owner(self, group: str, dimension: str) -> str:
        """Return the nearest group at or above `group` that defines a dimension."""
        return next((g for g in _upwards(group) if dimension in self._own[g]), group)

    def _dimension(self, group: str, dimension: str) -> str:
        return self._dimensions[self._owner(group, dimension), dimension]

    def _resolved(self, group: str, attributes: Mapping[Any, Any]) -> dict[Any, Any]:
        """Return attributes in which names of variables are those of the whole file."""
        found = dict(attributes)
        for key in _NAMING:
            if isinstance(found.get(key), str):
                found[key] = " ".join(self._find(group, word) for word in found[key].split())
        return found

    def _find(self, group: str, word: str) -> str:
        path, _, local = word.rpartition("/")
        where = path or _ROOT if word.startswith("/") else f"{group.rstrip('/')}/{path}".rstrip("/")
        above = _upwards(where or _ROOT)
        return next((self._names[g, local] for g in above if (g, local) in self._names), word)


def _named(places: Iterable[_Place]) -> dict[_Place, str]:
    """Return a name for each place: its own where no other has it, else with its group's."""
    places = list(places)
    counts = Counter(name for _, name in places)
    taken: set[str] = set()
    found = {}
    for group, name in places:
        alone = counts[name] == 1 or group == _ROOT
        wanted = name if alone else f"{group.strip('/').replace('/', '_')}_{name}"
        while wanted in taken:
            wanted += "_"
        taken.add(wanted)
        found[group, name] = wanted
    return found


def _upwards(group: str) -> Iterator[str]:
    """Yield the path of a group and of those above it, up to the root."""
    while group != _ROOT:
        yield group
        group = group.rpartition("/")[0] or _ROOT
    yield _ROOT


def _paths(group: str) -> list[str]:
    """Return the paths from the outermost group to this one.

    Examples
    --------
    >>> _paths("swe/ions")
    ['swe', 'swe/ions']
    """
    parts = group.split("/")
    return ["/".join(parts[: k + 1]) for k in range(len(parts))]
