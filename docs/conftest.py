"""The examples of the manual run in a folder with the archive its pages speak of."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def example_folder(tmp_path_factory):
    """Return a folder with ``archive``, filled as the pages tell."""
    from dayside.archive import Archive
    from dayside.formats.describe import load
    from dayside.model import OPERATOR
    from dayside.services.ingest import Options, ingest

    folder = tmp_path_factory.mktemp("manual")
    table, said = folder / "orbit_20160901.csv", folder / "example.toml"
    table.write_text(_block("quickstart", r"text\n(time,.*?)"))
    said.write_text(_block("ingest", r"toml\n(\[dataset\].*?)"))
    with Archive.open(folder / "archive") as archive:
        done = list(ingest(archive, [table], OPERATOR))
        described = Options(dataset="example_mag", description=load(said))
        done += ingest(archive, [table], OPERATOR, described)
    assert [outcome.status for outcome in done] == ["added", "added"], done
    return folder


@pytest.fixture(autouse=True)
def _in_example_folder(example_folder, monkeypatch):
    from dayside.client import space

    monkeypatch.chdir(example_folder)
    monkeypatch.setenv("DAYSIDE_ARCHIVE", str(example_folder / "archive"))
    yield
    space.close()


def _block(page: str, pattern: str) -> str:
    found = re.search(
        rf"^```{pattern}^```", (HERE / f"{page}.md").read_text(), re.DOTALL | re.MULTILINE
    )
    assert found, page
    return found.group(1)
