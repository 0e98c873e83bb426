"""The manual says what the program does, and what it shows runs."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys

import pytest

from dayside.cli import main
from dayside.formats.events import write_events
from dayside.model import EventList
from dayside.model.error_codes import TABLE

SHELL = re.compile(r"^```console\n(.*?)^```", re.DOTALL | re.MULTILINE)
TEXT = re.compile(r"^```text\n(time,.*?)^```", re.DOTALL | re.MULTILINE)
TOML = re.compile(r"^```toml\n(\[dataset\].*?)^```", re.DOTALL | re.MULTILINE)
NOT_RUN = ("git ", "make ", "dayside serve")


@pytest.fixture(scope="module")
def manual(repository):
    return {file.stem: file.read_text() for file in (repository / "docs").glob("*.md")}


@pytest.mark.parametrize(
    ("page", "script"), [("cli", "cli_help"), ("functions", "function_reference")]
)
def test_what_is_generated_is_up_to_date(repository, manual, page, script):
    shown = subprocess.run(
        [sys.executable, "-c", f"import {script} as script; print(script.page(), end='')"],
        cwd=repository / "scripts",
        capture_output=True,
        text=True,
        check=True,
    )
    assert manual[page] == shown.stdout, f"run scripts/{script}.py"


def test_every_setting_is_told(manual):
    from dayside.settings import Settings

    for name in Settings.model_fields:
        assert f"`{name}`" in manual["deployment"], name


def test_every_error_is_told_with_its_codes(manual):
    for error, codes in TABLE.items():
        line = f"| `{error.__name__}` | {codes.http} | {codes.hapi} | {codes.exit} |"
        assert line in manual["rest"], error.__name__


def test_every_format_is_told(manual):
    from dayside.formats import formats

    for name in formats():
        assert f"`{name}`" in manual["ingest"], name


def test_every_resource_is_told(manual):
    import httpx

    from dayside.app import create_app
    from dayside.services.door import Door
    from dayside.settings import Settings
    from dayside.testing.memory import MemorySource
    from dayside.testing.serving import serving

    with serving(create_app(Settings(), Door([MemorySource([])]))) as url:
        paths = httpx.get(f"{url}/api/openapi.json").json()["paths"]
    for path in paths:
        resource = "/api/" + path.removeprefix("/api").strip("/").split("/")[0]
        assert f"`{resource}`" in manual["rest"], path


@pytest.mark.parametrize("page", ["quickstart", "ingest", "archive", "events"])
def test_commands_shown_run(page, manual, tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DAYSIDE_ARCHIVE", "archive")
    (tmp_path / "orbit_20160901.csv").write_text(TEXT.search(manual["quickstart"]).group(1))
    (tmp_path / "example.toml").write_text(TOML.search(manual["ingest"]).group(1))
    commands = [
        line.removeprefix("$ ")
        for block in SHELL.findall(manual[page])
        for line in block.splitlines()
        if line.startswith("$ ")
    ]
    run = [c for c in commands if not c.startswith(NOT_RUN)]
    assert run
    if page == "events":
        shocks = EventList.of(["2016-09-01", "2016-09-02"], columns={"mach": [3.5, 2.0]})
        (tmp_path / "shocks.csv").write_bytes(b"".join(write_events(shocks, "csv")))
    if page in ("archive", "events"):
        run.insert(0, "dayside ingest orbit_20160901.csv")
    for command in run:
        words = shlex.split(command)
        assert words[0] == "dayside"
        with pytest.raises(SystemExit) as left:
            main(words[1:])
        assert not left.value.code, f"{command}\n{capfd.readouterr().err}"
