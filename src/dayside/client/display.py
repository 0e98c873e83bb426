"""What archives, datasets and parameters look like in a terminal and in a notebook.

What is not known is shown as a dash, never left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from dayside.model import Dataset, Parameter, time
from dayside.model.tables import html_table, text_table
from dayside.model.wording import duration

MISSING = "–"
MAX_ROWS = 40

DATASET_HEAD = ("id", "target", "start", "stop", "cadence", "title")
_PARAMETER_HEAD = ("parameter", "units", "shape", "frame", "description")


def cadence_text(cadence_ns: int | None) -> str:
    """Return a step between samples for people."""
    return duration(cadence_ns) or MISSING


def time_text(ticks: int | None) -> str:
    """Return a time for people: UTC to the second."""
    return MISSING if ticks is None else str(time.to_text(ticks, 0))


def title_text(dataset: Dataset) -> str:
    """Return the title of a dataset; of a simulated one it says so."""
    title = dataset.title or MISSING
    return (
        f"{title} (simulated)" if dataset.simulated and "simulated" not in title.lower() else title
    )


def units_text(units: str | None) -> str:
    """Return units for people; ``1`` is dimensionless."""
    return MISSING if units is None else units or "1"


def archive_text(location: str, datasets: Sequence[Dataset]) -> str:
    """Return an archive as text: where it is and what it holds."""
    return f"Dayside archive {location}: {_count(datasets)}\n{datasets_text(datasets)}".rstrip()


def archive_html(location: str, datasets: Sequence[Dataset]) -> str:
    """Return an archive as HTML."""
    head = f"<b>Dayside archive</b> {escape(location)}: {_count(datasets)}"
    return head + datasets_html(datasets)


def datasets_text(datasets: Sequence[Dataset]) -> str:
    """Return datasets as a table of text."""
    return text_table(DATASET_HEAD, dataset_rows(datasets[:MAX_ROWS])) + _more(datasets)


def datasets_html(datasets: Sequence[Dataset]) -> str:
    """Return datasets as an HTML table."""
    return html_table(DATASET_HEAD, dataset_rows(datasets[:MAX_ROWS])) + _more(datasets)


def dataset_text(name: str, dataset: Dataset) -> str:
    """Return a dataset as text: what it is, what it holds, how to read it."""
    lines = [f"Dataset {name}: {dataset.title or MISSING}", *_facts(dataset)]
    lines += ["", text_table(_PARAMETER_HEAD, _parameter_rows(dataset.parameters))]
    return "\n".join([*lines, "", *_reading(name, dataset)]).rstrip()


def dataset_html(name: str, dataset: Dataset) -> str:
    """Return a dataset as HTML."""
    head = f"<b>{escape(name)}</b>: {escape(dataset.title or MISSING)}"
    facts = "<br>".join(escape(line.strip()) for line in _facts(dataset))
    table = html_table(_PARAMETER_HEAD, _parameter_rows(dataset.parameters))
    reading = "".join(f"<pre>{escape(line)}</pre>" for line in _reading(name, dataset))
    return f"<p>{head}<br>{facts}</p>{table}{reading}"


def parameter_text(name: str, dataset: Dataset, parameter: Parameter) -> str:
    """Return a parameter as text."""
    head = f"Parameter {parameter.name} of {name}: {parameter.description or parameter.label}"
    facts = [f"  {key:<12} {value}" for key, value in _parameter_facts(parameter)]
    return "\n".join([head.rstrip(": "), *facts, "", *_reading(name, dataset, parameter)]).rstrip()


def parameter_html(name: str, dataset: Dataset, parameter: Parameter) -> str:
    """Return a parameter as HTML."""
    head = f"<b>{escape(parameter.name)}</b> of {escape(name)}"
    table = html_table(("", ""), [(k, v) for k, v in _parameter_facts(parameter)])
    reading = "".join(f"<pre>{escape(s)}</pre>" for s in _reading(name, dataset, parameter))
    return f"<p>{head}: {escape(parameter.description or parameter.label)}</p>{table}{reading}"


def dataset_rows(datasets: Sequence[Dataset]) -> list[tuple[str, ...]]:
    """Return one row a dataset, under `DATASET_HEAD`."""
    return [
        (
            d.id,
            d.target or MISSING,
            time_text(d.start),
            time_text(d.stop),
            cadence_text(d.cadence_ns),
            title_text(d),
        )
        for d in datasets
    ]


def _parameter_rows(parameters: Sequence[Parameter]) -> list[tuple[str, ...]]:
    return [
        (
            p.name,
            units_text(p.units),
            "×".join(map(str, p.shape)) or "scalar",
            p.frame or MISSING,
            p.description or p.label or MISSING,
        )
        for p in parameters[:MAX_ROWS]
    ]


def _facts(d: Dataset) -> list[str]:
    who = " · ".join(x or MISSING for x in (d.target, d.mission, d.instrument))
    records = MISSING if d.records is None else f"{d.records:,}"
    return [
        f"  {who} · version {d.version or MISSING}" + (" · SIMULATED" if d.simulated else ""),
        (
            f"  {time_text(d.start)} … {time_text(d.stop)}, "
            f"every {cadence_text(d.cadence_ns)}, {records} records"
        ),
        *([f"  cite: {d.citation}"] if d.citation else []),
    ]


def _parameter_facts(p: Parameter) -> list[tuple[str, str]]:
    facts = [
        ("units", units_text(p.units)),
        ("shape", "×".join(map(str, p.shape)) or "scalar"),
        ("frame", p.frame or MISSING),
        ("type", p.dtype),
    ]
    if p.labels or p.components:
        facts.append(("components", ", ".join(p.labels or p.components)))
    facts += [("bins", f"{b.name} ({units_text(b.units)})") for b in p.bins if b is not None]
    if p.fill is not None:
        facts.append(("fill", str(p.fill)))
    if p.uncertainty:
        facts.append(("uncertainty", ", ".join(p.uncertainty)))
    if p.quality:
        facts.append(("quality", p.quality))
    return facts


def _reading(name: str, dataset: Dataset, parameter: Parameter | None = None) -> list[str]:
    """Return one line that reads the first hour, or what there is."""
    if not dataset.parameters or dataset.start is None or dataset.stop is None:
        return []
    stop = min(dataset.stop, dataset.start + 3_600 * time.NS)
    chosen = parameter or dataset.parameters[0]
    return [
        f'  archive["{name}"]["{chosen.name}"]["{time_text(dataset.start)}":"{time_text(stop)}"]'
    ]


def _count(datasets: Sequence[Dataset]) -> str:
    return f"{len(datasets)} dataset{'' if len(datasets) == 1 else 's'}"


def _more(datasets: Sequence[Dataset]) -> str:
    left = len(datasets) - MAX_ROWS
    return f"\n  … and {left} more: use search()" if left > 0 else ""
