from __future__ import annotations

import json

import pytest


def test_a_file_is_in_and_then_there_already(dayside, table):
    first = dayside("ingest", table)
    assert first.code == 0
    assert first.lines == [f"added    {table} -> orbit, 4 samples"]
    assert "1 file: 1 in" in first.err
    again = dayside("ingest", table)
    assert again.code == 0
    assert again.lines == [f"present  {table} -> orbit, 4 samples"]


def test_a_refused_file_stops_nothing_and_its_reason_is_last(dayside, table, tmp_path):
    empty = tmp_path / "a_first.csv"
    empty.touch()
    done = dayside("ingest", tmp_path / "nothing.cdf", empty, table)
    assert done.code == 3
    assert done.lines[0].startswith("added")
    assert "There is no file" in done.lines[1]
    assert done.lines[-1] == f"refused  {empty}: is empty."
    assert done.err.splitlines()[-1].endswith("a_first.csv is empty.")
    assert "Traceback" not in done.err


def test_the_id_may_be_given(dayside, table):
    assert "-> my_orbit," in dayside("ingest", "--dataset", "My orbit", table).out


def test_a_description_makes_vectors(dayside, table, tmp_path):
    said = tmp_path / "said.toml"
    said.write_text('[parameters.B]\ncolumns = ["bx", "by", "bz"]\nframe = "MSO"\n')
    assert dayside("ingest", "--describe", said, table).code == 0
    [record] = json.loads(dayside("datasets", "--json").out)
    vector = next(p for p in record["parameters"] if p["name"] == "B")
    assert (vector["shape"], vector["frame"], vector["units"]) == ([3], "MSO", "nT")


def test_a_wrong_description_is_one_sentence(dayside, table, tmp_path):
    said = tmp_path / "said.toml"
    said.write_text("[parameters.B\n")
    done = dayside("ingest", "--describe", said, table)
    assert done.code == 3
    assert len(done.err.splitlines()) == 1


def test_json_is_one_line_a_file(dayside, table, tmp_path):
    (tmp_path / "b.csv").touch()
    done = dayside("ingest", "--json", tmp_path / "b.csv", table)
    records = [json.loads(line) for line in done.lines]
    assert [r["status"] for r in records] == ["added", "refused"]
    assert records[0]["datasets"] == ["orbit"]


@pytest.mark.parametrize("keep", ["copy", "link", "reference"])
def test_originals_are_kept_as_asked(dayside, table, tmp_path, keep):
    assert dayside("ingest", "--keep", keep, table).code == 0
    kept = list((tmp_path / "archive").rglob(table.name))
    assert len(kept) == (0 if keep == "reference" else 1)
    assert all(k.samefile(table) == (keep == "link") for k in kept)


def test_a_description_may_say_it_file_by_file(dayside, tmp_path):
    rows = "2020-01-01T00:00:00Z 1 2 3\n2020-01-01T00:00:01Z 1 2 3\n"
    for name in ("a_mag.txt", "a_pos.txt"):
        (tmp_path / name).write_text(rows)  # the same bytes, meant for two datasets
    (tmp_path / "a_else.txt").write_text(rows * 2)
    said = tmp_path / "all.toml"
    said.write_text(
        '[files."*_mag.txt"]\nid = "mag"\ncolumns = ["time", "bx", "by", "bz"]\n'
        '[files."*_mag.txt".parameters.B]\ncolumns = ["bx", "by", "bz"]\nunits = "nT"\n'
        '[files."*_pos.txt"]\nid = "pos"\ncolumns = ["time", "x", "y", "z"]\n'
        '[files."*_pos.txt".parameters]\nx = { units = "km" }\n'
    )
    assert dayside("ingest", "--describe", said, *tmp_path.glob("a_*.txt")).code == 0
    records = {r["id"]: r for r in json.loads(dayside("datasets", "--json").out)}
    assert set(records) == {"mag", "pos", "a_else"}
    names = {i: [p["name"] for p in r["parameters"]] for i, r in records.items()}
    assert names["mag"] == ["B", "bx", "by", "bz"]
    assert records["mag"]["parameters"][0]["units"] == "nT"
    assert "x" in names["pos"]


def test_a_wrong_table_for_files_is_told_before_any_is_read(dayside, table, tmp_path):
    said = tmp_path / "said.toml"
    said.write_text('[files."*.nothing"]\nunit = "nT"\n')
    done = dayside("ingest", "--describe", said, table)
    assert done.code != 0
    assert "unit" in done.err
    assert "Traceback" not in done.err
