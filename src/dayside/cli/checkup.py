"""What ``dayside doctor`` looks at."""

from __future__ import annotations

import platform
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from dayside.model.errors import DaysideError

if TYPE_CHECKING:
    from dayside.settings import Settings

KEY_PACKAGES = (
    "numpy",
    "xarray",
    "zarr",
    "numcodecs",
    "pycdfpp",
    "pyarrow",
    "sqlalchemy",
    "starlette",
)
LOW_DISK_BYTES = 1 << 30

State = Literal["ok", "missing", "wrong"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at.

    Attributes
    ----------
    what : str
        The thing.
    state : {"ok", "missing", "wrong"}
        ``missing`` is optional, and not there.
    told : str
        One line.
    """

    what: str
    state: State
    told: str


def checkup(settings: Settings) -> Iterator[Finding]:
    """Yield what there is to say about this installation and its archive."""
    yield Finding("dayside", "ok", f"{version('dayside')}, Python {platform.python_version()}")
    yield Finding("packages", "ok", ", ".join(f"{p} {version(p)}" for p in KEY_PACKAGES))
    yield from _extras()
    yield from _plugins()
    yield _portal()
    yield from _archive(settings)


def _extras() -> Iterator[Finding]:
    """Yield which extras are whole, by what the package itself declares."""
    needed: dict[str, list[str]] = {}
    for line in requires("dayside") or ():
        name, marker, extra = line.partition("extra ==")
        if marker and not name.startswith("dayside"):
            plain = re.match(r"[\w.-]+", name)
            needed.setdefault(extra.strip(" '\""), []).append(plain[0] if plain else name)
    for extra, packages in needed.items():
        if extra == "all":
            continue
        lacking = [package for package in packages if not _installed(package)]
        if lacking:
            told = f"without {', '.join(lacking)}: pip install 'dayside[{extra}]'"
            yield Finding(f"[{extra}]", "missing", told)
        else:
            yield Finding(f"[{extra}]", "ok", ", ".join(f"{p} {version(p)}" for p in packages))


def _installed(package: str) -> bool:
    try:
        return bool(version(package))
    except PackageNotFoundError:
        return False


def _plugins() -> Iterator[Finding]:
    """Yield which formats, kinds of jobs, field models and protocols load."""
    from importlib.metadata import entry_points

    for kind in ("formats", "jobs", "fields", "protocols"):
        good, bad = [], []
        for point in sorted(entry_points(group=f"dayside.{kind}"), key=lambda p: p.name):
            try:
                point.load()
            except Exception as error:  # noqa: BLE001  # a plug-in may break in any way
                bad.append(f"{point.name} ({type(error).__name__}: {error})")
            else:
                good.append(point.name)
        yield Finding(kind, "ok", ", ".join(good))
        for told in bad:
            yield Finding(kind, "wrong", f"{told} does not load")


def _portal() -> Finding:
    import dayside.portal as portal

    static = Path(portal.__file__).parent / "static"
    if not (static / ".vite" / "manifest.json").is_file():
        return Finding("portal", "missing", "the workspace is not built: pip install does it")
    tree = Path(portal.__file__).parents[3]
    wanted = _sources_digest(tree)
    stamp = static / "sources.sha256"
    if wanted and (not stamp.is_file() or stamp.read_text().strip() != wanted):
        return Finding("portal", "wrong", "the workspace is older than web/: pip install -e .")
    return Finding("portal", "ok", "the workspace is built")


def _sources_digest(tree: Path) -> str | None:
    """Return the hash of the workspace's sources; None outside a clone."""
    hook = tree / "hatch_build.py"
    spec = spec_from_file_location("hatch_build", hook)
    if not hook.is_file() or spec is None or spec.loader is None:
        return None
    module = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except ImportError:  # hatchling was there for the build only
        return None
    return str(module.sources_digest(tree))


def _archive(settings: Settings) -> Iterator[Finding]:
    from dayside.services.opening import open_archive

    try:
        opened = open_archive(settings)
    except DaysideError as error:
        # Whoever has just installed has none yet.
        state: State = "missing" if str(error).startswith("There is no archive") else "wrong"
        yield Finding("archive", state, str(error))
        return
    try:
        datasets = opened.archive.datasets()
        told = f"{settings.archive}, snapshot {opened.archive.snapshot}, {len(datasets)} datasets"
        yield Finding("archive", "ok", told)
    except DaysideError as error:
        yield Finding("archive", "wrong", str(error))
    finally:
        opened.close()
    if "://" not in settings.archive:
        yield _disk(settings.archive)


def _disk(folder: str) -> Finding:
    free = shutil.disk_usage(folder).free
    state: State = "ok" if free > LOW_DISK_BYTES else "wrong"
    return Finding("disk", state, f"{free / 1e9:.1f} GB free")
