"""What Dayside itself knows about bare files of well-known products.

Each product is one TOML file in ``known/``, in the language of a describing file (see
`dayside.formats.describe`), with a table that says which files it is about::

    [match]
    columns = 8                       # a table of so many columns without names,
                                      # or the names a table must have
    source = "where the facts come from"

    [match.files]                     # name patterns, and what differs from the rest
    "ORB??_GAN_IAU.txt" = {}

Only a file that fits by name and by columns is described, and its dataset says so in the
attribute ``described_by``. What a person says goes before.
"""

from __future__ import annotations

import fnmatch
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from dayside.formats.base import NOTHING_SAID, Description, Format, Tabular
from dayside.formats.describe import described
from dayside.model.errors import UnreadableFile


@dataclass(frozen=True, slots=True)
class Product:
    """One family of files whose columns are known.

    Attributes
    ----------
    name : str
        Of the TOML file.
    files : mapping of str to mapping
        By pattern of the file name, upper and lower case alike: fields of the dataset
        that only these files have.
    columns : int or frozenset of str
        How many columns a table without names must have, or the names that must be among
        its columns.
    source : str
        Where the facts come from.
    description : Description
    """

    name: str
    files: Mapping[str, Mapping[str, Any]]
    columns: int | frozenset[str]
    source: str
    description: Description

    def fits(self, columns: tuple[str, ...]) -> bool:
        """Tell whether a table of these columns is of this product."""
        if isinstance(self.columns, int):
            return columns == tuple(f"c{k}" for k in range(1, self.columns + 1))
        return self.columns.issubset(columns)

    def described(self, pattern: str) -> Description:
        """Return the description of the files of a pattern, with where it comes from."""
        provenance = {"described_by": f"dayside: {self.name}", "described_from": self.source}
        dataset = {**self.description.dataset, **self.files[pattern], "attributes": provenance}
        return replace(self.description, dataset=dataset)


def find(path: Path, reader: Format) -> Description:
    """Return what is known about a bare file, or a description that says nothing.

    Parameters
    ----------
    path : Path
    reader : Format
        That of the file; formats whose files describe themselves are no `Tabular`.
    """
    name = path.name.lower()
    fitting = [
        (product, pattern)
        for product in products()
        for pattern in product.files
        if fnmatch.fnmatchcase(name, pattern.lower())
    ]
    if not fitting or not isinstance(reader, Tabular):
        return NOTHING_SAID
    try:
        columns = reader.column_names(path)
    except UnreadableFile:
        return NOTHING_SAID  # reading it will tell why
    found = (product.described(pattern) for product, pattern in fitting if product.fits(columns))
    return next(found, NOTHING_SAID)


@cache
def products() -> tuple[Product, ...]:
    """Return all known products, in order of their names."""
    folder = files("dayside.formats").joinpath("known")
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    return tuple(
        product(entry.name.removesuffix(".toml"), entry.read_text("utf-8"))
        for entry in entries
        if entry.name.endswith(".toml")
    )


def product(name: str, text: str) -> Product:
    """Return the product that a TOML text describes."""
    record = tomllib.loads(text)
    match = record.pop("match")
    columns = match["columns"]
    for said in match["files"].values():
        described({"dataset": said}, name)
    return Product(
        name=name,
        files=match["files"],
        columns=columns if isinstance(columns, int) else frozenset(columns),
        source=match["source"],
        description=described(record, name),
    )
