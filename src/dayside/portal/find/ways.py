"""The same request as Python, as a command line and with curl."""

from __future__ import annotations

import json
import shlex

from dayside.portal.find.asked import Asked
from dayside.portal.snippets import Snippet

_PLOT = "\nvalues.dayside.plot()"
_BREAK = " \\\n  "


def search(asked: Asked, base: str) -> tuple[Snippet, ...]:
    """Return how a search is asked elsewhere.

    Parameters
    ----------
    base : str
        Public address of the server, without a slash at the end.
    """
    said = {"min_duration": asked.min_duration, "merge": asked.merge, "bridge": asked.bridge}
    options = {**{k: v for k, v in said.items() if v}, "step": asked.step}
    columns = _columns(asked.column) if asked.column else ""
    flags = [("--start", asked.start), ("--stop", asked.stop)]
    flags += [(f"--{name.replace('_', '-')}", value) for name, value in options.items()]
    flags += [("--column", text) for text in asked.column]
    return (
        _python(base, "events", "find", asked, options, columns),
        _shell("find", asked, flags),
        _curl(base, "find", asked.options),
    )


def values(asked: Asked, base: str) -> tuple[Snippet, ...]:
    """Return how the values of a formula are asked for elsewhere."""
    flags = [("--start", asked.start), ("--stop", asked.stop), ("--step", asked.step)]
    options = [("formula", asked.condition)]
    options += [(n, v) for n, v in asked.options if n in ("start", "stop", "step")]
    return (
        _python(base, "values", "evaluate", asked, {"step": asked.step}, "", _PLOT),
        _shell("evaluate", asked, flags),
        _curl(base, "evaluate", options),
    )


def _python(
    base: str,
    name: str,
    method: str,
    asked: Asked,
    options: dict[str, str],
    more: str,
    after: str = "",
) -> Snippet:
    every = {"start": asked.start, "stop": asked.stop, **options}
    lines = "".join(f"\n    {k}={_text(v)}," for k, v in every.items() if v) + more
    return Snippet(
        "Python",
        f"import dayside\n\narchive = dayside.open({_text(base)})\n"
        f"{name} = archive.{method}(\n    {_text(asked.condition)},{lines}\n){after}",
    )


def _shell(command: str, asked: Asked, flags: list[tuple[str, str]]) -> Snippet:
    parts = [f"{flag} {shlex.quote(value)}" for flag, value in flags if value]
    return Snippet(
        "Command line",
        _BREAK.join([f"dayside {command} {shlex.quote(asked.condition)}", *parts]),
    )


def _curl(base: str, where: str, options: list[tuple[str, str]]) -> Snippet:
    parts = [f"--data-urlencode {shlex.quote(f'{name}={value}')}" for name, value in options]
    return Snippet("curl", _BREAK.join([f"curl -G {base}/api/{where}", *parts]))


def _columns(texts: tuple[str, ...]) -> str:
    lines = "".join(f"\n        {_text(text)}," for text in texts)
    return f"\n    columns=[{lines}\n    ],"


def _text(value: str) -> str:
    """Return a text as Python writes it, quoted as people do."""
    return json.dumps(value, ensure_ascii=False)
