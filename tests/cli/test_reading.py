"""datasets, export, explain, plot: what leaves the archive by the command line."""

from __future__ import annotations

import json
import sys

import pytest


def test_datasets_are_a_table_or_json(filled):
    table = filled("datasets")
    assert table.code == 0
    assert table.lines[1].split()[:4] == [
        "orbit",
        "–",
        "2016-09-01T00:00:00Z",
        "2016-09-01T00:00:04Z",
    ]
    [record] = json.loads(filled("datasets", "--json").out)
    assert record["id"] == "orbit"


def test_no_match_and_no_archive_are_told(filled, tmp_path):
    assert "No datasets match" in filled("datasets", "venus").err
    done = filled("--archive", tmp_path / "none", "datasets")
    assert done.code == 6
    assert "There is no archive at" in done.err


def test_export_goes_to_stdout_or_a_file(filled, tmp_path):
    done = filled("export", "orbit", "--parameters", "bx", "--stop", "2016-09-01T00:00:02")
    assert done.code == 0
    assert "1.25" in done.out
    assert "-2.5" not in done.out
    file = tmp_path / "orbit.parquet"
    assert filled("export", "orbit", "-o", file).code == 0
    assert file.read_bytes()[:4] == b"PAR1"


@pytest.mark.parametrize("name", ["cdf", "netcdf", "csv", "parquet", "votable", "json", "arrow"])
def test_every_writing_format_is_offered(filled, tmp_path, name):
    file = tmp_path / "out"
    done = filled("export", "orbit", "--format", name, "-o", file)
    assert done.code == 0, done.err
    assert file.stat().st_size > 50


def test_a_failed_export_leaves_nothing(filled, tmp_path):
    before = sorted(tmp_path.iterdir())
    assert filled("export", "orbit", "--start", "2017", "-o", tmp_path / "a.csv").code == 2
    assert filled("export", "orbit", "-o", tmp_path / "a.xyz").code == 2
    assert filled("export", "orbit", "-o", tmp_path / "no" / "a.csv").code == 2
    assert sorted(tmp_path.iterdir()) == before


def test_errors_are_one_sentence_with_the_nearest_match(filled):
    done = filled("export", "orbti")
    assert (done.code, done.out) == (4, "")
    assert done.err == "dayside: There is no dataset of that id. Did you mean orbit?\n"
    assert filled("export", "orbit", "--parameters", "bq").code == 4
    bad = filled("export", "orbit", "--start", "noon")
    assert bad.code == 2
    assert bad.err.startswith("dayside: --start noon: This is no time.")


def test_a_mistake_of_ours_is_one_line_too(filled, monkeypatch):
    import dayside.services.catalog as catalog

    monkeypatch.setattr(catalog, "search", lambda *_: 1 / 0)
    done = filled("datasets")
    assert done.code == 1
    assert (
        done.err == "dayside: ZeroDivisionError: division by zero (DAYSIDE_DEBUG=1 tells where)\n"
    )


def test_explain_tells_source_and_version(filled):
    told = json.loads(filled("explain", "orbit", "--json").out)
    assert told["source"] == "archive"
    assert (told["groups"], told["rows"], told["snapshot"]) == (1, 4, 1)
    assert filled("explain", "orbit").lines[0].split() == ["dataset", "orbit"]


@pytest.mark.parametrize(
    ("suffix", "head"), [(".png", b"\x89PNG"), (".svg", b"<?xml"), (".pdf", b"%PDF")]
)
def test_plot_draws_into_a_file(filled, tmp_path, suffix, head):
    file = tmp_path / f"plot{suffix}"
    done = filled("plot", "orbit/bx", "orbit", "-o", file)
    assert done.code == 0, done.err
    assert file.read_bytes().startswith(head)
    assert "2 panels" in done.err


def test_plot_draws_the_view_of_a_link(filled, tmp_path):
    file = tmp_path / "view.svg"
    link = "http://localhost:8000/app#v=2&title=One%20orbit&p=orbit~bx,orbit~by;height=2&p=orbit~bx"
    done = filled("plot", link, "-o", file)
    assert done.code == 0, done.err
    assert "2 panels" in done.err
    assert "One orbit" in file.read_text()
    assert filled("plot", "http://localhost:8000/app#v=2&p=orbit~bq", "-o", file).code == 4
    done = filled("plot", link, link, "-o", file)
    assert (done.code, "give it alone" in done.err) == (2, True)


def test_plot_tells_what_it_cannot(filled, monkeypatch, tmp_path):
    assert filled("plot", "orbit/bq").code == 4
    assert filled("plot", "orbit", "-o", tmp_path / "a.bmp").code == 2
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    done = filled("plot", "orbit", "-o", tmp_path / "a.png")
    assert done.code == 2
    assert "pip install 'dayside[plot]'" in done.err
    assert not (tmp_path / "a.png").exists()


def test_a_file_is_drawn_without_an_archive(dayside, tmp_path):
    pytest.importorskip("matplotlib")
    table = tmp_path / "wind.csv"
    table.write_text("time,speed [km/s]\n2020-01-01,400\n2020-01-02,500\n")
    torn = tmp_path / "torn.cdf"
    torn.write_bytes(b"\xcd\xf3\x00\x01\x00\x00\xff\xff torn")
    picture = tmp_path / "wind.png"
    done = dayside("--archive", tmp_path / "nowhere", "plot", table, torn, "-o", picture)
    assert done.code == 0, done.err
    assert "torn.cdf is a damaged or truncated CDF" in done.err
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert dayside("plot", torn, "-o", picture).code == 3


def test_a_formula_is_evaluated_and_explained(filled, tmp_path):
    done = filled("evaluate", "orbit.bx * 2", "--stop", "2016-09-01T00:00:02")
    assert done.lines[-2:] == ["2016-09-01T00:00:00.000Z,3", "2016-09-01T00:00:01.000Z,2.5"]
    assert filled("evaluate", "orbit.bx", "-o", tmp_path / "bx.parquet").code == 0
    told = filled("explain", "orbit.bx > 1*nT and orbit.by > 1*nT")
    assert "true or false" in told.out
    told = filled("explain", "mean(orbit.bx, '2 s') + mean(orbit.by, '4 s')")
    steps = [n for n, line in enumerate(told.lines) if "looks at samples" in line]
    assert [told.lines[n].split()[0] for n in steps] == ["steps", "mean(orbit.by,"]
    assert json.loads(filled("explain", "orbit.bx", "--json").out)["reads"][0]["dataset"] == "orbit"


def test_events_are_found_and_written(filled, tmp_path):
    done = filled("find", "orbit.bx * 2 > 2.6*nT", "--column", "b = max(orbit.bx)")
    assert done.code == 0
    assert "EventList" in done.out
    file = tmp_path / "events.csv"
    assert filled("find", "orbit.bx * 2 > 2.6*nT", "-o", file).code == 0
    again = filled("find", "orbit.bx * 2 < 100*nT", "--within", file, "--format", "json")
    starts = json.loads(again.out)["start"]
    assert starts == ["2016-09-01T00:00:00.000Z", "2016-09-01T00:00:03.000Z"]
    done = filled("find", "orbit.bx")
    assert (done.code, done.out) == (2, "")
    assert "not a condition" in done.err


def test_a_formula_that_does_not_fit_is_one_sentence(filled):
    done = filled("evaluate", "orbit.bx > 1")
    assert (done.code, done.out) == (2, "")
    assert "Write 1*nT." in done.err
