"""Write docs/functions.md: every function of the formula language, as it is declared.

`tests/test_docs.py` refuses a manual that does not say what the program says.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from dayside.query.functions import Function, every
from dayside.science.plasma.particles import PARTICLES

MANUAL = Path(__file__).resolve().parent.parent / "docs" / "functions.md"
HEAD = f"""\
# Functions

What a [formula](formulas.md) may call; `scripts/function_reference.py` writes this page.
Arguments with `=` may be left out. A `window` is a length of time such as `"10 min"`, centred
on each sample (from half of it before to half of it after, the end not taken); `every` asks
for bins of UTC instead, whose values stand at their starts, or with `label="center"` in their
middle. NaN is no sample. A step of more than `max_gap` cadences is a gap: derivatives, integrals,
bands of frequencies and spectra do not reach across it; statistics take the samples there are.

Other names of a function, some of them AMDA's, stand after *Also*; whole expressions of AMDA
are [translated](formulas.md#from-amda).

Particles that are known: {", ".join(f"`{name}`" for name in PARTICLES)}.
"""


def page() -> str:
    """Return the page."""
    functions = sorted(every(), key=lambda f: _groups().index(f.group))
    parts = [HEAD]
    for group, members in groupby(functions, key=lambda f: f.group):
        parts.append(f"## {group}\n")
        parts += [_entry(f) for f in members]
    return "\n".join(parts)


def _groups() -> list[str]:
    return list(dict.fromkeys(f.group for f in every()))


def _entry(f: Function) -> str:
    lines = [f"### `{f.signature}`", "", f.summary, ""]
    if f.example:
        lines += [f"Example: `{f.example}`", ""]
    if f.source:
        lines += [f"As: {f.source}", ""]
    if f.aliases:
        lines += [f"Also: {', '.join(f'`{a}`' for a in f.aliases)}", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    MANUAL.write_text(page())
