"""``dayside events`` and ``dayside score``, as people type them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dayside.archive import Archive
from dayside.cli import main
from dayside.formats.events import read_events

LIST = "start,stop,mach,class\n" + "".join(
    f"2016-09-0{day}T01:00,2016-09-0{day}T02:00,{day}.5,{'BS' if day % 2 else 'MP'}\n"
    for day in range(1, 6)
)


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shocks.csv").write_text(LIST)
    Archive.open(tmp_path / "archive").close()

    def run(*words: str, code: int = 0) -> str:
        with pytest.raises(SystemExit) as left:
            main(["--archive", "archive", *words])
        out, err = capsys.readouterr()
        assert (left.value.code or 0) == code, err
        return out if code == 0 else err

    return run


def test_a_list_is_kept_changed_and_forgotten(ask: Any) -> None:
    ask("events", "import", "shocks.csv")
    assert [row["count"] for row in json.loads(ask("events", "list", "--json"))] == [5]
    assert "EventList shocks: 5 events" in ask("events", "show", "shocks", "--rows", "2")
    ask("events", "edit", "shocks", '[{"op": "remove", "rows": [0, 1]}]', "--note", "none")
    assert len(json.loads(ask("events", "show", "shocks", "--json"))["start"]) == 3
    assert "revision 2 by now, not 1" in ask(
        "events", "edit", "shocks", '{"op": "remove", "rows": [0]}', "--base", "1", code=2
    )
    ask("events", "release", "shocks")
    ask("events", "undo", "shocks")
    told = json.loads(ask("events", "history", "shocks", "--json"))
    assert [(s["count"], s["version"]) for s in told] == [(5, None), (3, 1), (5, None)]
    ask("events", "share", "shocks", "--lock")
    assert "locked" in ask("events", "delete", "shocks", code=5)
    ask("events", "share", "shocks", "--unlock")
    ask("events", "delete", "shocks")
    assert "Did you mean" not in ask("events", "show", "shocks", code=4)


def test_lists_are_combined_and_written(ask: Any, tmp_path: Path) -> None:
    ask("events", "derive", "filter", "shocks.csv", "--where", "class = BS", "--as", "bow")
    ask("events", "derive", "shift", "shocks.csv", "--by", "30 min", "-o", "later.xml")
    ask("events", "intersect", "bow", "later.xml", "-o", "both.json")
    both = read_events(tmp_path / "both.json")
    assert len(both) == 3
    assert both["class"].tolist() == ["BS"] * 3
    assert ask("events", "union", "bow", "shocks.csv").startswith("EventList")
    assert "2016-09-01T01:00:00.000Z" in ask("events", "export", "bow")
    assert "needs by" in ask("events", "derive", "shift", "bow", code=2)
    assert "no format" in ask("events", "export", "bow", "-o", "bow.doc", "--format", "doc", code=2)


def test_one_list_is_scored_against_another(ask: Any) -> None:
    ask("events", "derive", "shift", "shocks.csv", "--by", "2 min", "-o", "found.csv")
    told = ask("score", "found.csv", "shocks.csv", "--tolerance", "3 min")
    assert "within 3 min" in told
    assert "1.000" in told
    result = json.loads(ask("score", "found.csv", "shocks.csv", "--json"))
    assert [a["matched"] for a in result["agreements"][:4]] == [0, 0, 0, 5]
    assert result["agreements"][3]["start"]["median_s"] == 120
    assert "no length of time" in ask(
        "score", "found.csv", "shocks.csv", "--tolerance", "near", code=2
    )
