"""What must hold of the work tree as a whole."""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
import subprocess
import sys
import time
import tomllib
from importlib.metadata import entry_points

import pytest

import dayside

# Written so that this file does not hold them itself.
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:wor[k]|roo[t]|far[m]|tm[p]|hom[e]/\w+)/")
MAX_BYTES = 500_000
IMPORT_S = 0.3


@pytest.fixture(scope="module")
def tracked(repository):
    """Return every file git knows, and that is there."""
    if not (repository / ".git").exists():
        pytest.skip("not a clone")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=repository, capture_output=True, check=True, text=True
    )
    files = [repository / name for name in listed.stdout.split("\0") if name]
    return [file for file in files if file.is_file()]


def test_no_file_names_a_path_of_some_machine(tracked, repository):
    found = []
    for file in tracked:
        try:
            lines = file.read_text("utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        name = file.relative_to(repository)
        found += [f"{name}:{n}" for n, line in enumerate(lines, 1) if MACHINE_PATHS.search(line)]
    assert not found


def test_no_file_is_large(tracked, repository):
    large = [str(f.relative_to(repository)) for f in tracked if f.stat().st_size > MAX_BYTES]
    assert not large


def test_nothing_built_is_tracked(tracked, repository):
    names = [file.relative_to(repository).as_posix() for file in tracked]
    built = re.compile(r"(^|/)(node_modules|__pycache__|portal/static|_build)/|\.(pyc|nbi|nbc)$")
    assert not [name for name in names if built.search(name)]


def test_pins_and_locks_hold_no_address(repository):
    for file in (repository / "requirements").glob("*.txt"):
        for line in file.read_text().splitlines():
            assert re.fullmatch(r"#.*|[a-z0-9._-]+==[\w.+!-]+", line), f"{file.name}: {line}"
    lock = (repository / "web" / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    settings = (repository / "web" / ".npmrc").read_text().replace(" ", "")
    assert "omit-lockfile-registry-resolved=true" in settings


def test_everything_declared_is_pinned(repository):
    project = tomllib.loads((repository / "pyproject.toml").read_text())
    extras = project["project"]["optional-dependencies"]
    wanted = {"mercury": extras.pop("mercury")}  # needs a compiler: installed by who asks for it
    wanted["run"] = project["project"]["dependencies"] + [r for e in extras.values() for r in e]
    wanted |= project["dependency-groups"]
    run = (repository / "requirements" / "run.txt").read_text()
    for group, requirements in wanted.items():
        pinned = run + (repository / "requirements" / f"{group}.txt").read_text()
        for requirement in requirements:
            name = re.split(r"[\[><=;]", requirement)[0].lower().replace("_", "-")
            if name != "dayside":
                assert f"\n{name}==" in pinned, f"{name} of {group}: run scripts/pin.py"


def test_every_verb_is_a_script(repository):
    verbs = re.search(r"^\.PHONY: (.*)$", (repository / "Makefile").read_text(), re.MULTILINE)
    for verb in set(verbs.group(1).split()) - {"help"}:
        assert os.access(repository / "scripts" / verb, os.X_OK), verb
    assert os.access(repository / ".ci" / "run", os.X_OK)


def test_import_is_quick_and_light():
    def seconds():
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import dayside"], check=True)
        return time.perf_counter() - began

    # The interpreter's own start included, which is no less honest.
    assert min(seconds() for _ in range(5)) < IMPORT_S
    heavy = "numpy|xarray|zarr|pyarrow|astropy|numba|sqlalchemy|starlette|matplotlib|typer"
    shown = "import dayside, sys; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", shown], check=True, capture_output=True, text=True
    )
    assert not set(heavy.split("|")) & set(loaded.stdout.split())


@pytest.mark.parametrize("group", ["dayside.formats", "dayside.protocols", "console_scripts"])
def test_entry_points_load(group):
    points = [p for p in entry_points(group=group) if p.value.startswith("dayside.")]
    assert points
    for point in points:
        assert callable(point.load())


def _modules():
    found = pkgutil.walk_packages(dayside.__path__, "dayside.")
    return sorted(m.name for m in found if not m.name.endswith("__main__"))


@pytest.mark.parametrize("name", _modules())
def test_modules_and_their_exports_are_documented(name):
    if ".migrations" in name:
        pytest.skip("run by alembic only")
    module = importlib.import_module(name)
    assert module.__doc__, name
    for export in getattr(module, "__all__", ()):
        thing = getattr(module, export)
        if callable(thing) and getattr(thing, "__module__", "").startswith("dayside"):
            assert thing.__doc__, f"{name}.{export}"
