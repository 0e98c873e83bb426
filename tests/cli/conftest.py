"""The command line within this process, on an archive in a temporary folder."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from dayside.cli import main

TABLE = """\
time,bx [nT],by [nT],bz [nT]
2016-09-01T00:00:00Z,1.5,-2.0,0.5
2016-09-01T00:00:01Z,1.25,-2.5,0.25
2016-09-01T00:00:02Z,,,
2016-09-01T00:00:03Z,1.75,-1.5,0.75
"""


@dataclass
class Done:
    """What one run of the command line left behind."""

    code: int
    out: str
    err: str

    @property
    def lines(self):
        return self.out.splitlines()


@pytest.fixture
def dayside(tmp_path, monkeypatch, capfd):
    """Return a function that runs the command line with these words."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DAYSIDE_ARCHIVE", str(tmp_path / "archive"))

    def run(*words):
        capfd.readouterr()
        with pytest.raises(SystemExit) as left:
            main([str(word) for word in words])
        told = capfd.readouterr()
        code = left.value.code
        return Done(0 if code is None else int(code), told.out, told.err)

    return run


@pytest.fixture
def table(tmp_path):
    """Return a small file that can be taken in."""
    file = tmp_path / "orbit_20160901.csv"
    file.write_text(TABLE)
    return file


@pytest.fixture
def filled(dayside, table):
    """Return the command line on an archive that holds `table`."""
    assert dayside("ingest", table).code == 0
    return dayside
