"""Text of a figure: how wide it is, where it is cut, its lines."""

from __future__ import annotations

from functools import lru_cache

from dayside.client.figure.style import TEXT


@lru_cache(maxsize=4096)
def width_of(text: str, size: float = TEXT, *, bold: bool = False) -> float:
    """Return the width of a text in the usual font; `size` and width in pixels."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    if not text:
        return 0.0
    font = FontProperties(size=size, weight="bold" if bold else "normal")
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width)


def shortened(text: str, room: float, size: float = TEXT, *, bold: bool = False) -> str:
    """Return the text, cut where there is no room for all of it.

    Examples
    --------
    >>> shortened("magnetic field", 60)
    'magneti…'
    """
    if width_of(text, size, bold=bold) <= room:
        return text
    kept = len(text)
    while kept > 1 and width_of(f"{text[:kept]}…", size, bold=bold) > room:
        kept -= 1
    return f"{text[:kept]}…"


def wrapped(text: str, room: float, size: float = TEXT) -> list[str]:
    """Return the lines of a text that is longer than one; a word longer than a line is broken."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width_of(longer, size) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while (kept := _fitting(line, room, size)) < len(line):
            lines.append(line[:kept])
            line = line[kept:]
    return [*lines, line] if line else lines


def _fitting(word: str, room: float, size: float) -> int:
    """Return how many letters of a word a line holds, one at least."""
    kept = len(word)
    while kept > 1 and width_of(word[:kept], size) > room:
        kept -= 1
    return kept
