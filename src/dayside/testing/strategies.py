"""Hypothesis strategies for the nouns: datasets and series of every shape they may have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as nps

from dayside.model import Bins, Dataset, Parameter, Series, time
from dayside.model.series import storage_dtype

FLOATS = ("float32", "float64")
INTEGERS = ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32")
_UNITS = (None, "", "nT", "km/s", "cm-3", "eV", "deg")
# The leap second at the end of 2016 lies inside.
_FIRST, _LAST = time.parse("2016-12-31T23:59:57Z"), time.parse("2017-01-01T00:00:03Z")
_letters = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=6)
# What every text format can carry: no control characters, no blanks at the ends.
_texts = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x17F, exclude_characters='"\x7f'), max_size=6
)


def ticks(max_rows: int = 20) -> st.SearchStrategy[time.Ticks]:
    """Return a strategy for times: any century, leap seconds, repeats, none at all."""
    near = st.integers(_FIRST, _LAST)
    anywhere = st.integers(time.parse("1965Z"), time.parse("2100Z"))
    lists = st.one_of(
        st.lists(near, max_size=max_rows), st.lists(anywhere, max_size=max_rows, unique=True)
    )
    return lists.map(lambda found: np.array(sorted(found), np.int64))


@st.composite
def parameters(draw: st.DrawFn, name: str = "p") -> Parameter:
    """Return a strategy for parameters: numbers, vectors, spectra, texts, times."""
    kind = draw(st.sampled_from(["float", "integer", "vector", "spectrum", "text", "time"]))
    label = draw(_letters)
    if kind == "text":
        return Parameter(name, "U24", fill="", label=label, role="support", display="none")
    if kind == "time":
        return Parameter(name, "tt2000", label=label, role="support", display="none")
    units = draw(st.sampled_from(_UNITS))
    if kind == "integer":
        dtype = draw(st.sampled_from(INTEGERS))
        fill = int(np.iinfo(dtype).max if dtype[0] == "u" else np.iinfo(dtype).min)
        return Parameter(name, dtype, units, fill=draw(st.sampled_from([None, fill])), label=label)
    dtype = draw(st.sampled_from(FLOATS))
    if kind == "float":
        return Parameter(name, dtype, units, label=label)
    if kind == "vector":
        axes = ("x", "y", "z")
        labels = tuple(f"{label}{axis}" for axis in axes)
        return Parameter(
            name, dtype, units, (3,), label=label, frame="GSE", components=axes, labels=labels
        )
    centers = draw(st.lists(st.integers(1, 10_000), min_size=2, max_size=5, unique=True))
    bins = Bins(f"{name}_bins", "eV", tuple(float(c) for c in sorted(centers)))
    return Parameter(
        name, dtype, units, (len(centers),), label=label, bins=(bins,), display="spectrogram"
    )


@st.composite
def datasets(draw: st.DrawFn, max_parameters: int = 4) -> Dataset:
    """Return a strategy for datasets of up to `max_parameters` parameters."""
    count = draw(st.integers(1, max_parameters))
    return Dataset(
        id=draw(_letters),
        parameters=tuple(draw(parameters(f"p{n}")) for n in range(count)),
        title=draw(_letters),
    )


@st.composite
def series(draw: st.DrawFn, max_rows: int = 20, max_parameters: int = 4) -> Series:
    """Return a strategy for series: gaps, fills, infinite and subnormal numbers, no rows."""
    dataset = draw(datasets(max_parameters))
    times = draw(ticks(max_rows))
    values: Mapping[str, Any] = {p.name: draw(_values(p, len(times))) for p in dataset.parameters}
    return Series(dataset, times, values)


def _values(parameter: Parameter, rows: int) -> st.SearchStrategy[Any]:
    shape = (rows, *parameter.shape)
    dtype = storage_dtype(parameter)
    if parameter.dtype == "tt2000":
        return nps.arrays(dtype, shape, elements=st.integers(_FIRST, _LAST))
    if dtype.kind == "U":
        return nps.arrays(dtype, shape, elements=_texts)
    if dtype.kind == "f":
        # One NaN: which of its many bit patterns a gap has is nobody's promise.
        numbers = st.floats(allow_nan=False, width=32 if dtype.itemsize == 4 else 64)
        return nps.arrays(dtype, shape, elements=st.one_of(numbers, st.just(np.nan)))
    return nps.arrays(dtype, shape)
