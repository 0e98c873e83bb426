"""HAPI's three encodings as files, and that they hold the same numbers."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as nps

from dayside.formats.base import NOTHING_SAID, sniff
from dayside.formats.hapi.binary import HapiBinary
from dayside.formats.hapi.columns import columns, time_bytes
from dayside.formats.hapi.csv import HapiCsv
from dayside.formats.hapi.describe import dataset_of
from dayside.formats.hapi.encode import encode_binary, encode_csv, encode_json
from dayside.formats.hapi.info import info, is_vounit, names, selected
from dayside.formats.hapi.json import HapiJson
from dayside.model import Bins, Dataset, Parameter, Series, time
from dayside.testing import strategies
from dayside.testing.examples import example_series
from dayside.testing.formats import FormatContract

LOST = frozenset({"dtype", "dataset"})


class TestHapiCsv(FormatContract):
    format = HapiCsv()
    loses = LOST


class TestHapiBinary(FormatContract):
    format = HapiBinary()
    loses = LOST


class TestHapiJson(FormatContract):
    format = HapiJson()
    loses = LOST


def written_doubles(values: np.ndarray) -> list[str]:
    dataset = Dataset("d", (Parameter("x", "float64"),))
    block = Series(dataset, np.zeros(len(values), np.int64), {"x": values})
    return [
        line.split(",")[1] for line in b"".join(encode_csv(dataset, [block])).decode().splitlines()
    ]


@settings(max_examples=300)
@given(nps.arrays(np.float64, st.integers(1, 50)))
def test_doubles_are_shortest_and_exact(values: np.ndarray) -> None:
    for text, value in zip(written_doubles(values), values.tolist(), strict=True):
        if np.isfinite(value):
            assert float(text) == value
            assert np.signbit(float(text)) == np.signbit(value)
            assert digits(text) == digits(repr(value))
        else:
            assert text in {"NaN", "Infinity", "-Infinity"}


def digits(text: str) -> str:
    return text.lstrip("-").split("e")[0].replace(".", "").strip("0")


def test_doubles_of_every_size_against_python() -> None:
    rng = np.random.default_rng(0)
    bits = rng.integers(0, 2**64, 200_000, dtype=np.uint64).view(np.float64)
    decimals = np.round(rng.normal(0, 10.0 ** rng.integers(-6, 9, 100_000)), 3)
    powers = np.array([float(f"{m}e{e}") for e in range(-324, 309) for m in (1, 2, 5, 9.999)])
    edges = np.array([5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 2.0**53, 1e8, 1e15])
    near = np.concatenate([np.nextafter(powers, 0), np.nextafter(powers, np.inf)])
    values = np.concatenate([bits, decimals, powers, edges, near])
    values = values[np.isfinite(values)]
    for text, value in zip(written_doubles(values), values.tolist(), strict=True):
        assert float(text) == value
        assert digits(text) == digits(repr(value))


@given(strategies.ticks(60), st.sampled_from([0, 3, 6, 9]))
def test_times_are_those_of_the_model(ticks: np.ndarray, digits: int) -> None:
    out = np.zeros((len(ticks), 20 + (digits + 1 if digits else 0)), np.uint8)
    time_bytes(ticks, digits, out)
    expected = time.to_text(ticks, digits)
    assert [bytes(row).decode() for row in out] == expected.tolist()


def test_times_around_every_leap_second_and_before_1972() -> None:
    steps = [
        time.parse(f"{d}T00:00:00Z")
        for d in ("1961-08-01", "1968-02-01", "1972-07-01", "2017-01-01")
    ]
    offsets = np.arange(-3_000_000_000, 3_000_000_000, 99_999_999)
    ticks = np.concatenate([s + offsets for s in steps])
    out = np.zeros((len(ticks), 30), np.uint8)
    time_bytes(ticks, 9, out)
    assert [bytes(row).decode() for row in out] == time.to_text(ticks, 9).tolist()


def parsed_csv(series: Series) -> list[list[str]]:
    text = b"".join(encode_csv(series.dataset, [series])).decode()
    return list(csv.reader(io.StringIO(text, newline="")))


def flattened(value: object) -> list[object]:
    if isinstance(value, list):
        return [leaf for v in value for leaf in flattened(v)]
    return [value]


@given(strategies.series())
def test_csv_binary_and_json_are_the_same(series: Series) -> None:
    rows = parsed_csv(series)
    said = json.loads(b"[" + b"".join(encode_json(series.dataset, [series])) + b"]")
    raw = b"".join(encode_binary(series.dataset, [series]))
    layout = columns(series.dataset)
    kinds = {"integer": "<i4", "double": "<f8"}
    dtype = [(str(i), kinds.get(c.kind, f"S{c.length}"), (c.size,)) for i, c in enumerate(layout)]
    records = np.frombuffer(raw, dtype)
    assert len(rows) == len(said) == len(records) == len(series)
    for row, record, packed in zip(rows, said, records, strict=True):
        cells = iter(row)
        for i, column in enumerate(layout):
            texts = [next(cells) for _ in range(column.size)]
            leaves = flattened(record[i])
            assert np.shape(record[i]) == column.shape
            for text, leaf, stored in zip(texts, leaves, packed[str(i)].tolist(), strict=True):
                if column.kind in kinds:
                    assert (
                        float(text) == float(leaf) == stored
                        or np.isnan(
                            [float(text), float(leaf), stored]  # type: ignore[arg-type]
                        ).all()
                    )
                else:
                    assert text == leaf == stored.decode()


def test_blocks_do_not_show() -> None:
    series = example_series()
    for encode in (encode_csv, encode_binary, encode_json):
        whole = b"".join(encode(series.dataset, [series]))
        cut = [series[:5], series[5:5], series[5:]]
        assert b"".join(encode(series.dataset, cut)) == whole
        assert b"".join(encode(series.dataset, [])) == b""


def test_wide_records_are_made_in_small_pieces() -> None:
    dataset = Dataset("wide", (Parameter("s", "float64", shape=(2000,)),))
    block = Series(
        dataset, np.arange(500), {"s": np.random.default_rng(0).normal(size=(500, 2000))}
    )
    pieces = list(encode_csv(dataset, [block]))
    assert max(map(len, pieces)) < 8 << 20
    assert len(pieces) > 4


def test_float32_is_widened_exactly() -> None:
    dataset = Dataset("d", (Parameter("x", "float32"),))
    values = np.array([0.1, 1e30, -4.32], np.float32)
    text = b"".join(encode_csv(dataset, [Series(dataset, np.zeros(3, np.int64), {"x": values})]))
    assert [float(line.split(",")[1]) for line in text.decode().split()] == values.tolist()


def test_an_empty_text_is_the_fill_in_every_encoding() -> None:
    dataset = Dataset("d", (Parameter("s", "U3"), Parameter("t", "U3", fill="-")))
    texts = np.array(["", "a"])
    block = Series(dataset, np.zeros(2, np.int64), {"s": texts, "t": texts})
    assert [p["fill"] for p in info(dataset)["parameters"][1:]] == [" ", "-"]
    cells = list(csv.reader(io.StringIO(b"".join(encode_csv(dataset, [block])).decode())))
    assert [row[1:] for row in cells] == [[" ", "-"], ["a", "a"]]
    rows = json.loads(b"[" + b"".join(encode_json(dataset, [block])) + b"]")
    assert [row[1:] for row in rows] == [[" ", "-"], ["a", "a"]]
    record = np.dtype([("time", "S30"), ("s", "S12"), ("t", "S12")])
    raw = np.frombuffer(b"".join(encode_binary(dataset, [block])), record)
    assert raw[["s", "t"]].tolist() == [(b" ", b"-"), (b"a", b"a")]


def test_names_are_legal_and_differ() -> None:
    parameters = tuple(Parameter(n, "float64") for n in ("time", "a,b", "a_b", "A\nB", "x"))
    said = names(Dataset("d", parameters))
    assert said == {
        "": "Epoch",
        "time": "time",
        "a,b": "a_b",
        "a_b": "a_b_2",
        "A\nB": "A_B_3",
        "x": "x",
    }
    assert len({n.casefold() for n in said.values()}) == len(said)


def test_info_and_back() -> None:
    dataset = example_series().dataset
    said = info(dataset)
    again = dataset_of(said, dataset.id)
    assert info(again) | {"parameters": []} == said | {"parameters": []}
    assert selected(said, ["flux"])["parameters"] == [
        p for p in said["parameters"] if p["name"] in {"Time", "flux"}
    ]


def test_units_are_promised_only_where_they_parse() -> None:
    good = Dataset("d", (Parameter("a", "float64", "nT"), Parameter("b", "float64", None)))
    assert info(good)["unitsSchema"] == "vounits1.1"
    bad = Dataset("d", (Parameter("a", "float64", "nT"), Parameter("b", "float64", "R_M!")))
    assert "unitsSchema" not in info(bad)
    assert not is_vounit("furlongs per fortnight")


def test_frames_are_promised_only_where_spase_names_them() -> None:
    axes = {"shape": (3,), "components": ("x", "y", "z")}
    known = Dataset("d", (Parameter("a", "float64", frame="GSE", **axes),))
    assert info(known)["coordinateSystemSchema"] == "spase2.4.1"
    other = Dataset(
        "d", (*known.parameters, Parameter("b", "float64", frame="IAU_GANYMEDE", **axes))
    )
    assert "coordinateSystemSchema" not in info(other)
    assert info(other)["parameters"][2]["x_frame"] == "IAU_GANYMEDE"


def test_bins_without_numbers_are_no_bins() -> None:
    labelled = Bins("direction", labels=("up", "down"))
    gapped = Bins("energy", "eV", centers=(1.0, float("nan")))
    dataset = Dataset("d", (Parameter("a", "float64", shape=(2, 2), bins=(labelled, gapped)),))
    bins = info(dataset)["parameters"][1]["bins"]
    assert [b["centers"] for b in bins] == [None, None]
    assert bins[0]["x_labels"] == ["up", "down"]


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("name", "form", "rows"),
    [
        ("HAPI_sample_csv_multiple_vars.csv", "hapi_csv", 48),
        ("HAPI_amda_imf_all.binary", "hapi_binary", 48),
    ],
)
def test_recorded_answers(test_data: Path, name: str, form: str, rows: int) -> None:
    path = test_data / "vo-metadata" / name
    reader = sniff(path)
    assert reader.name == form
    found = reader.read(path, NOTHING_SAID)[0]
    assert len(found) == rows
    assert (np.diff(found.time) > 0).all()


@pytest.mark.realdata
def test_a_description_alone_has_no_rows(test_data: Path) -> None:
    found = HapiJson().read(test_data / "vo-metadata" / "hapi_info.json", NOTHING_SAID)[0]
    assert len(found) == 0
    assert found.dataset["X_TOD"].units == "R_E"
