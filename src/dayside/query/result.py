"""What a formula gives, described as a dataset of one parameter."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from dayside.model import Dataset, Parameter, Series
from dayside.query import units
from dayside.query.kinds import Kind
from dayside.query.terms import UNKNOWN, Samples, Term

NAME = "value"
TRUTH_FILL = -1


def described(term: Term, formula: str, inputs: Iterable[Dataset], name: str = NAME) -> Dataset:
    """Return the dataset that a formula is.

    Parameters
    ----------
    term : Term
        With a time axis.
    formula : str
        As it was written.
    inputs : iterable of Dataset
        What it is made of: a formula over private data is private, one over simulated data
        is simulated, and it covers what all of them cover.
    name : str
        Of its parameter.
    """
    given = list(inputs)
    starts = [d.start for d in given if d.start is not None]
    stops = [d.stop for d in given if d.stop is not None]
    start, stop = (max(starts), min(stops)) if starts and stops else (None, None)
    if start is not None and stop is not None and start >= stop:
        start = stop = None
    return Dataset(
        id="",
        parameters=(parameter(term.kind, name, formula),),
        title=formula,
        target=_common(d.target for d in given),
        mission=_common(d.mission for d in given),
        observatory=_common(d.observatory for d in given),
        cadence_ns=term.axis.cadence_ns if term.axis is not None else None,
        start=start,
        stop=stop,
        source="formula",
        # Whoever makes use of a result owes thanks to all who made what it is made of.
        citation=" · ".join(dict.fromkeys(d.citation for d in given if d.citation)) or None,
        access="private" if any(d.access != "public" for d in given) else "public",
        simulated=any(d.simulated for d in given),
        attributes={"formula": formula, "inputs": [_told(d) for d in given]},
    )


def parameter(kind: Kind, name: str, formula: str) -> Parameter:
    """Return the parameter of a kind."""
    if kind.what == "text":
        return Parameter(name, "U64", shape=kind.shape, description=formula)
    if kind.what == "truth":
        return Parameter(
            name, "int8", "", kind.shape, TRUTH_FILL, f"{formula} (1 true, 0 false)", role="quality"
        )
    # Centres that move lie in a parameter that a formula does not have.
    bins = tuple(None if b is not None and b.parameter and not b.centers else b for b in kind.bins)
    spectrum = any(b is not None for b in bins)
    return Parameter(
        name,
        "float64",
        units.text_of(kind.unit),
        kind.shape,
        description=formula,
        frame=kind.frame,
        components=kind.components,
        labels=kind.labels,
        bins=bins if spectrum else (),
        display="spectrogram" if spectrum else "line",
        scale="log" if spectrum else "linear",
    )


def series(dataset: Dataset, found: Samples) -> Series:
    """Return samples of a term as a series of the dataset that `described` returned."""
    (p,) = dataset.parameters
    values = found.values
    if p.dtype == "int8":
        values = np.where(values == UNKNOWN, TRUTH_FILL, values // 2).astype(np.int8)
    return Series(dataset, found.time, {p.name: values.astype(p.dtype, copy=False)})


def _common(values: Iterable[str | None]) -> str | None:
    found = {v for v in values if v}
    return found.pop() if len(found) == 1 else None


def _told(dataset: Dataset) -> str:
    return f"{dataset.id}, version {dataset.version}" if dataset.version else dataset.id
