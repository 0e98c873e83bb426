"""PDS4 labels: XML, read without ever following what it points to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.parsers import expat

from dayside.model.errors import UnreadableFile

LABEL_LIMIT = 16 << 20
"""Labels are tens of kilobytes; a larger file is something else."""

_MAX_DEPTH = 64
_SPACES = re.compile(r"\s+")


class Node:
    """An element of a label, its namespace left aside."""

    __slots__ = ("attributes", "children", "tag", "text")

    def __init__(self, element: ET.Element) -> None:
        self.tag = element.tag.rpartition("}")[2]
        self.text = _SPACES.sub(" ", element.text or "").strip()
        self.attributes = {k.rpartition("}")[2]: v for k, v in element.attrib.items()}
        self.children = [Node(child) for child in element]

    def find(self, *tags: str) -> Node | None:
        """Return the first element down a path of tags, or None."""
        here: Node | None = self
        for tag in tags:
            if here is None:
                return None
            here = next((c for c in here.children if c.tag == tag), None)
        return here

    def all(self, tag: str) -> list[Node]:
        """Return the children of a tag."""
        return [c for c in self.children if c.tag == tag]

    def walk(self, tag: str) -> Iterator[Node]:
        """Yield the elements of a tag at any depth."""
        for child in self.children:
            if child.tag == tag:
                yield child
            yield from child.walk(tag)

    def said(self, *tags: str) -> str | None:
        """Return the text at the end of a path of tags; None where there is none."""
        found = self.find(*tags)
        return found.text if found is not None and found.text else None

    def count(self, *tags: str, default: int | None = None) -> int:
        """Return a count at the end of a path of tags.

        Raises
        ------
        UnreadableFile
            If there is none, or no count.
        """
        text = self.said(*tags)
        if text is None and default is not None:
            return default
        if text is None or not re.fullmatch(r"\+?\d{1,18}", text, re.ASCII):
            raise UnreadableFile(f"{'/'.join((self.tag, *tags))} is {text!r}, not a count.")
        return int(text)


def parse_label(raw: bytes) -> Node:
    """Return the root of a label.

    Raises
    ------
    UnreadableFile
        If it is no XML, or has a document type: PDS4 labels need none, and entities could
        reach into other files or swell without end.
    """
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    nesting = _Nesting()
    parser.StartElementHandler = nesting.open
    parser.EndElementHandler = nesting.close
    try:
        parser.Parse(raw, True)
        return Node(ET.fromstring(raw))  # noqa: S314 (entities are refused above)
    except (expat.ExpatError, ET.ParseError, ValueError, LookupError) as error:
        if isinstance(error, UnreadableFile):
            raise
        raise UnreadableFile(f"The label is no well-formed XML: {error}.") from error


class _Nesting:
    """Counts how deep elements nest, before anything is built of them."""

    def __init__(self) -> None:
        self.depth = 0

    def open(self, *_: object) -> None:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise UnreadableFile(f"The label nests elements deeper than {_MAX_DEPTH}.")

    def close(self, *_: object) -> None:
        self.depth -= 1


def _refuse(*_: object) -> None:
    raise UnreadableFile("The label declares a document type or entities, which is not allowed.")


def read_label(path: Path) -> Node:
    """Return the root of the label in a file.

    Raises
    ------
    UnreadableFile
        If the file cannot be opened, is too large, or is no label.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(LABEL_LIMIT + 1)
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be opened: {error.strerror}.") from error
    if len(raw) > LABEL_LIMIT:
        raise UnreadableFile(f"{path.name} is larger than {LABEL_LIMIT >> 20} MiB: no PDS4 label.")
    try:
        return parse_label(raw)
    except UnreadableFile as error:
        raise UnreadableFile(f"{path.name}: {error}") from error
