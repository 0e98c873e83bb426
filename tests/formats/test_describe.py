"""Describing TOML files."""

import dataclasses

import numpy as np
import pytest

from dayside.formats import Description
from dayside.formats.describe import apply_description, check_names, find, load, sidecar
from dayside.model import Dataset, Parameter, Series
from dayside.model.errors import BadRequest, UnreadableFile

TOML = """
title = "Magnetic field at Mercury"

[dataset]
id = "messenger_mag_1s"
target = "Mercury"
cadence = "PT1S"
time_stamp = "begin"

[parameters.B]
columns = ["magx", "magy", "magz"]
units = "nTesla"
frame = "MSM"
fill = 999.0
uncertainty = "err"

[parameters.magamp]
units = "nT"
valid_max = 500.0
"""


@pytest.fixture
def series():
    names = ("magx", "magy", "magz", "magamp", "err")
    dataset = Dataset(
        "",
        (*(Parameter(n, "float64") for n in names), Parameter("Type_num", "int64")),
        attributes={"a": 1},
    )
    values = {n: np.arange(3.0) + k for k, n in enumerate(names)}
    values["magy"] = np.array([1.0, 999.0, 3.0])
    return Series(dataset, np.arange(3) * 10**9, values | {"Type_num": np.array([1, 2, 3])})


def described(tmp_path, text):
    path = tmp_path / "x.toml"
    path.write_text(text)
    return load(path)


def test_a_vector_is_assembled_and_its_columns_stay(tmp_path, series):
    got = apply_description(series, described(tmp_path, TOML))
    assert got.dataset.names == ("B", "magx", "magy", "magz", "magamp", "err", "Type_num")
    b = got.dataset["B"]
    assert (b.units, b.frame, b.shape, b.labels) == ("nT", "MSM", (3,), ("magx", "magy", "magz"))
    assert (b.components, b.uncertainty, b.dtype) == (("x", "y", "z"), ("err",), "float64")
    np.testing.assert_array_equal(got.values["B"], [[0, 1, 2], [1, np.nan, 3], [2, 3, 4]])
    np.testing.assert_array_equal(got.values["magy"], [1, np.nan, 3])
    assert got.dataset["magx"].units == "nT"


def test_fields_of_the_dataset_are_replaced(tmp_path, series):
    got = apply_description(series, described(tmp_path, TOML)).dataset
    assert (got.id, got.target, got.title) == (
        "messenger_mag_1s", "Mercury", "Magnetic field at Mercury",
    )  # fmt: skip
    assert (got.cadence_ns, got.stop, got.time_stamp) == (10**9, 3 * 10**9, "begin")
    assert got["magamp"].valid_max == 500.0


def test_integers_keep_their_fill(tmp_path, series):
    got = apply_description(series, described(tmp_path, "[parameters.type_NUM]\nfill = 2"))
    assert got.dataset["Type_num"].fill == 2
    np.testing.assert_array_equal(got.values["Type_num"], [1, 2, 3])


def test_float32_fill_is_compared_in_its_own_precision(series):
    dataset = Dataset("", (Parameter("n", "float32"),))
    one = Series(dataset, np.array([0]), {"n": np.array([-1e31], np.float32)})
    got = apply_description(one, Description(parameters={"n": {"fill": -1e31}}))
    assert np.isnan(got.values["n"]).all()


def test_nothing_said_changes_nothing(series):
    assert apply_description(series, Description()).dataset == series.dataset


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[dataset]\ntarge = 'Mars'", "Did you mean target"),
        ("[parameters.B]\nunit = 'nT'", "Did you mean units"),
        ("[paramters.B]\nunits = 'nT'", "Did you mean parameters"),
        ("[time]\ncolum = 1", "Did you mean column"),
        ("[dataset]\ntime_stamp = 'middle'", "begin, center, end, other"),
        ("[parameters]\nB = 3", "must be a table"),
        ("[parameters.B]\ncolumns = 'x'", "list of names"),
        ("columns = [1, 2]", "list of names"),
        ("[parameters.B]\nvalid_max = 'high'", "must be a number"),
        ("[dataset]\ncadence = '1 s'", "ISO 8601 duration"),
        ("[dataset]\nstart = '2000'", "does not have"),
    ],
)
def test_what_cannot_be_said_is_refused(tmp_path, text, message):
    with pytest.raises(BadRequest, match=message):
        described(tmp_path, text)


@pytest.mark.parametrize("content", [b"= =", b"\xff\xfe\x00", b"a = " + b"[" * 100_000])
def test_no_toml_is_refused(tmp_path, content):
    path = tmp_path / "x.toml"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile):
        load(path)


def test_vectors_of_texts_are_refused():
    dataset = Dataset("", (Parameter("a", "U1"), Parameter("b", "U1")))
    text = Series(dataset, np.array([0]), {n: np.array(["q"]) for n in "ab"})
    with pytest.raises(BadRequest, match="one number"):
        apply_description(text, Description(parameters={"B": {"columns": ["a", "b"]}}))


def test_sidecars_are_found_nearest_first(tmp_path):
    data = tmp_path / "a_mag.txt"
    assert sidecar(data) is None
    assert find(data) == Description()
    (tmp_path / "dayside.toml").write_text(
        'title = "all"\n[files."*_mag.txt".dataset]\ntitle = "mag"\n'
    )
    assert find(data).dataset == {"title": "mag"}
    assert find(tmp_path / "b_fips.txt").dataset == {"title": "all"}
    (tmp_path / "a_mag.toml").write_text('title = "stem"')
    assert find(data).dataset == {"title": "stem"}
    (tmp_path / "a_mag.txt.toml").write_text('title = "whole"')
    assert find(data).dataset == {"title": "whole"}


def test_names_of_nothing_are_refused_with_the_nearest(series):
    with pytest.raises(BadRequest, match=r"names magnx, .* Did you mean magx"):
        check_names([series], Description(parameters={"magnx": {"units": "nT"}}))
    check_names([series], Description(parameters={"MAGX": {"units": "nT"}}))


def test_a_described_vector_replaces_the_one_found(series):
    labels = ("magx", "magy", "magz")
    found = Parameter("mag", "float64", shape=(3,), labels=labels)
    stacked = np.stack([series.values[n] for n in labels], 1)
    more = Series(
        series.dataset.replace(parameters=(found, *series.dataset.parameters)),
        series.time,
        {**series.values, "mag": stacked},
    )
    got = apply_description(more, Description(parameters={"B": {"columns": list(labels)}}))
    assert "mag" not in got.dataset.names
    assert "B" in got.dataset.names
    assert dataclasses.asdict(got.dataset["B"])["labels"] == labels
