"""Rows as aligned text, and as an HTML table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

_CELL = 60


def text_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return rows as aligned columns, long cells cut.

    Examples
    --------
    >>> print(text_table(("id", "units"), [("B", "nT"), ("density", "cm-3")]))
      id       units
      B        nT
      density  cm-3
    """
    cells = [list(head), *([_cut(cell) for cell in row] for row in rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    return "\n".join(
        ("  " + "  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True))).rstrip()
        for row in cells
    )


def html_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return rows as an HTML table."""
    top = "".join(f"<th style='text-align:left'>{escape(c)}</th>" for c in head)
    body = "".join(
        "<tr>" + "".join(f"<td style='text-align:left'>{escape(c)}</td>" for c in row) + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _cut(cell: str) -> str:
    line = " ".join(cell.split())
    return line if len(line) <= _CELL else line[: _CELL - 1] + "…"
