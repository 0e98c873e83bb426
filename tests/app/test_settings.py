from __future__ import annotations

from pathlib import Path

import pytest

from dayside.model.errors import BadRequest
from dayside.settings import Settings


def test_given_beats_environment_beats_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "dayside.toml"
    file.write_text('port = 1\ntitle = "file"\nhost = "file"\nhosts = ["a.example"]\n')
    monkeypatch.setenv("DAYSIDE_PORT", "2")
    monkeypatch.setenv("DAYSIDE_TITLE", "environment")
    settings = Settings.load(file, port=3)
    assert (settings.port, settings.title, settings.host) == (3, "environment", "file")
    assert settings.hosts == ("a.example",)


def test_the_file_may_be_named_by_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "dayside.toml"
    file.write_text('title = "Named"')
    monkeypatch.setenv("DAYSIDE_CONFIG", str(file))
    assert Settings.load().title == "Named"


def test_words_in_the_environment_need_no_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAYSIDE_REMOTE_SERVERS", "cdaweb, amda own=https://hapi.example/hapi")
    assert Settings.load().remote_servers == ("cdaweb", "amda", "own=https://hapi.example/hapi")


def test_a_misspelt_setting_is_told_with_the_nearest(tmp_path: Path) -> None:
    file = tmp_path / "dayside.toml"
    file.write_text("max_row = 3")
    with pytest.raises(BadRequest, match="max_rows"):
        Settings.load(file)


@pytest.mark.parametrize(
    "text", ["port = 99999", "port = 'x'", "public_url = 'example.org'", "port =", "max_rows = -1"]
)
def test_a_wrong_setting_is_one_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "dayside.toml"
    file.write_text(text)
    with pytest.raises(BadRequest):
        Settings.load(file)


def test_an_absent_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="cannot be read"):
        Settings.load(tmp_path / "absent.toml")


def test_a_token_is_never_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAYSIDE_TOKEN", "hush")
    assert "hush" not in repr(Settings.load())
    monkeypatch.setenv("DAYSIDE_TOKEN", "")
    assert Settings.load().token is None


@pytest.mark.parametrize(
    ("given", "is_open"),
    [
        ({}, True),
        ({"host": "localhost"}, True),
        ({"host": "::1"}, True),
        ({"host": "0.0.0.0"}, False),
        ({"host": "server.example"}, False),
        ({"token": "hush"}, False),
        ({"root_path": "/data"}, False),
        ({"public_url": "https://example.org"}, False),
    ],
)
def test_writing_is_open_only_where_nobody_else_can_come(
    given: dict[str, str], is_open: bool
) -> None:
    assert Settings(**given).open_writes is is_open


def test_hosts_are_any_only_off_loopback() -> None:
    assert Settings().allowed_hosts == frozenset()
    assert Settings(host="0.0.0.0").allowed_hosts is None
    assert Settings(host="0.0.0.0", hosts="a.example").allowed_hosts == {"a.example"}
