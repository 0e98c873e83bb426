"""JSON of others, and damage to ours."""

import json

import numpy as np
import pytest

from dayside.formats import Description
from dayside.formats.json import Json
from dayside.model import Dataset, Parameter, Series
from dayside.model.errors import UnreadableFile
from dayside.testing.examples import example_series


def read(tmp_path, record):
    path = tmp_path / "x.json"
    path.write_text(record if isinstance(record, str) else json.dumps(record))
    (series,) = Json().read(path, Description())
    return series


RECORDS = [
    {"time": "2020-01-01T00:00:00Z", "n": 1.5, "mode": "a", "extra": {}},
    {"time": "2020-01-01T00:00:01Z", "n": None, "mode": "b"},
]


@pytest.mark.parametrize(
    "record", [RECORDS, {k: [r[k] for r in RECORDS] for k in ("time", "n", "mode")}]
)
def test_records_and_columns_of_others(tmp_path, record):
    got = read(tmp_path, record)
    assert got.dataset.names == ("n", "mode")
    np.testing.assert_array_equal(got.values["n"], [1.5, np.nan])
    assert got.values["mode"].tolist() == ["a", "b"]


def test_what_is_written_is_json_that_anyone_reads():
    series = example_series()
    document = json.loads(b"".join(Json().write(series.dataset, [series[:5], series[5:]])))
    assert document["dataset"]["id"] == "contract_example"
    assert [len(b["time"]) for b in document["blocks"]] == [5, 7]
    assert document["blocks"][0]["values"]["B"][2] == [None, None, None]
    assert document["blocks"][0]["time"][2].startswith("2016-12-31T23:59:59")


def test_infinity_is_kept(tmp_path):
    dataset = Dataset("a", (Parameter("n", "float32"),))
    values = np.array([np.inf, -np.inf, np.nan, 1.1], np.float32)
    content = b"".join(Json().write(dataset, [Series(dataset, np.arange(4), {"n": values})]))
    np.testing.assert_array_equal(read(tmp_path, content.decode()).values["n"], values)


@pytest.mark.parametrize(
    "text",
    [
        "{", "[]", "{}",
        '{"a": [{}], "b": [{}]}', "3", "[1, 2]", '{"a": [1], "b": [1, 2]}', '{"dayside": 1}',
        '{"dayside": 1, "dataset": {"id": "a", "parameters": []}, "blocks": [{"time": [3]}]}',
        '{"a": [{"b": 1}], "time": ["2020-01-01"]}', "[" * 100_000, '[{"time": "soon", "n": 1}]',
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused(tmp_path, text):
    with pytest.raises(UnreadableFile, match=r"x\.json"):
        read(tmp_path, text)


def test_hapi_is_left_to_its_reader(tmp_path):
    assert not Json().sniff(tmp_path / "x.json", b'{"HAPI": "3.1"')
    assert not Json().sniff(tmp_path / "x.dat", b'{"a": [1]}')
    assert Json().sniff(tmp_path / "x.dat", b'{"dayside":1,')
