from __future__ import annotations

import json


def test_verify_finds_a_flipped_byte(filled, tmp_path):
    done = filled("verify")
    assert (done.code, done.out) == (0, "")
    kept = next((tmp_path / "archive" / "originals").rglob("orbit*.csv"))
    raw = bytearray(kept.read_bytes())
    raw[60] ^= 1
    kept.chmod(0o644)
    kept.write_bytes(raw)
    done = filled("verify")
    assert done.code == 6
    assert "orbit: The original" in done.out
    told = json.loads(filled("verify", "--json").out)
    assert [p["dataset"] for p in told["problems"]] == ["orbit"]


def test_verify_removes_leftovers_only_if_asked(filled):
    assert filled("verify", "--clean").code == 0


def test_a_backup_restores_to_the_same(filled, tmp_path):
    assert filled("backup", tmp_path / "backup").code == 0
    assert "0 files" in filled("backup", tmp_path / "backup").err
    other = ("--archive", tmp_path / "restored")
    assert filled(*other, "restore", tmp_path / "backup").code == 0
    assert filled(*other, "datasets").out == filled("datasets").out
    assert filled(*other, "export", "orbit").out == filled("export", "orbit").out
    assert filled(*other, "verify").code == 0
    again = filled(*other, "restore", tmp_path / "backup")
    assert again.code == 6
    assert "this one holds datasets" in again.err


def test_what_is_no_backup_is_told(dayside, tmp_path):
    done = dayside("restore", tmp_path)
    assert done.code == 6
    assert "holds no backup" in done.err
