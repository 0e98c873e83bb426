"""Searching datasets by words: which hold all of them, which fit best, what was meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from dayside.model import Dataset, Parameter

_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['’]s\b")
_EDGES = ".,;:!?()[]{}'\"’“”"
_SHORTEST_PLURAL = 4
_MOST_WORDS = 20
_MOST_NEAR = 3
_AGENCY_NAMES = ("data_set_id", "logical_identifier", "Logical_source")
"""Attributes that hold what an archive of an agency calls a dataset, or its product."""


@dataclass(frozen=True, slots=True)
class Near:
    """Another search that finds something.

    Attributes
    ----------
    text : str
    count : int
        Datasets it finds.
    """

    text: str
    count: int


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a search, in lower case.

    Examples
    --------
    >>> words_of("Mercury's magnetic field, 1 s")
    ('mercury', 'magnetic', 'field', '1', 's')
    """
    parts = _POSSESSIVE.sub("", text.casefold()).split()
    return tuple(word for part in parts if (word := part.strip(_EDGES)))[:_MOST_WORDS]


def ranked(datasets: Iterable[Dataset], words: Sequence[str]) -> list[Dataset]:
    """Return the datasets that hold every word, the best first; in their order without words."""
    if not words:
        return list(datasets)
    scored = [(score(dataset, words), dataset) for dataset in datasets]
    held = [pair for pair in scored if pair[0] > 0]
    return [dataset for _, dataset in sorted(held, key=lambda pair: -pair[0])]


def score(dataset: Dataset, words: Sequence[str]) -> float:
    """Return how well a dataset fits; 0 where a word is nowhere in it."""
    fields = [(weight, text.casefold()) for weight, text in _fields(dataset) if text]
    best = [
        max((weight * _fit(word, text) for weight, text in fields), default=0) for word in words
    ]
    if not all(best):
        return 0
    # Of two that fit alike, the one with samples to see.
    return sum(best) + (0.5 if dataset.start is not None else 0)


def matching(dataset: Dataset, words: Sequence[str]) -> list[Parameter]:
    """Return the parameters that hold a word which the dataset's own title does not."""
    title = f"{dataset.title} {dataset.id} {dataset.target} {dataset.mission}".casefold()
    sought = [word for word in words if not _fit(word, title)]
    return [
        p
        for p in dataset.parameters
        if any(_fit(word, f"{p.name} {p.label} {p.description}".casefold()) for word in sought)
    ]


def near(datasets: Sequence[Dataset], words: Sequence[str]) -> tuple[Near, ...]:
    """Return searches like this one that find something: other spellings, fewer words."""
    known: set[str] = set()
    for dataset in datasets:
        known.update(
            word
            for weight, text in _fields(dataset)
            if weight > 1
            for word in _WORD.findall(text.casefold())
        )
    vocabulary = sorted(known)
    spelt = [_spelt(word, datasets, vocabulary) for word in words]
    tried = [spelt] + [[*words[:i], *words[i + 1 :]] for i in range(len(words))]
    tried += [[*spelt[:i], *spelt[i + 1 :]] for i in range(len(words))]
    found: dict[str, Near] = {}
    for other in tried:
        text = " ".join(other)
        if other and text not in found and (count := len(ranked(datasets, other))):
            found[text] = Near(text, count)
    return tuple(found.values())[:_MOST_NEAR]


def _spelt(word: str, datasets: Sequence[Dataset], vocabulary: Sequence[str]) -> str:
    """Return a word that occurs: itself, or the one most like it."""
    if any(score(dataset, [word]) for dataset in datasets):
        return word
    close = get_close_matches(word, vocabulary, n=1, cutoff=0.7)
    return close[0] if close else word


def _fields(dataset: Dataset) -> Iterator[tuple[float, str]]:
    yield 6, dataset.title
    yield 5, dataset.id
    for name in _AGENCY_NAMES:
        yield 5, str(dataset.attributes.get(name, ""))
    for text in (dataset.target, dataset.mission, dataset.instrument, dataset.observatory):
        yield 5, text or ""
    for text in (dataset.measurement_type, dataset.region):
        yield 4, text or ""
    for p in dataset.parameters:
        yield 3, f"{p.name} {p.label}"
        yield 1.5, f"{p.description} {p.frame or ''} {p.units or ''}"
    yield 1, dataset.description


def _fit(word: str, text: str) -> float:
    """Return 1 for a whole word of `text`, less for the beginning of one or a part; 0 for none."""
    found = text.find(word)
    if found < 0:
        is_plural = word.endswith("s") and len(word) >= _SHORTEST_PLURAL
        return 0.9 * _fit(word[:-1], text) if is_plural else 0
    best = 0.4
    while found >= 0:
        if found == 0 or not text[found - 1].isalnum():
            end = found + len(word)
            if end == len(text) or not text[end].isalnum():
                return 1
            best = 0.7
        found = text.find(word, found + 1)
    return best
