"""Write requirements/*.txt: the exact versions of this environment, without any address.

Run it in an environment in which the versions are those wanted (`.venv/bin/python
scripts/pin.py`); it walks from the groups of pyproject.toml to all they need. A group that is
not installed, as `node` where there is a Node already, keeps the versions it has.
"""

from __future__ import annotations

import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REPOSITORY = Path(__file__).resolve().parent.parent
HEAD = "# Exact versions of what {group!r} needs; written by scripts/pin.py.\n"


def closure(requirements: list[str]) -> dict[str, str]:
    """Return name to version of everything `requirements` need here, themselves included."""
    found: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    todo = [Requirement(text) for text in requirements]
    while todo:
        wanted = todo.pop()
        name = canonicalize_name(wanted.name)
        for extra in ("", *wanted.extras):
            if (name, extra) in seen:
                continue
            seen.add((name, extra))
            installed = distribution(name)
            found[name] = installed.version
            needs = [Requirement(text) for text in installed.requires or ()]
            todo += [
                need
                for need in needs
                if need.marker is None or need.marker.evaluate({"extra": extra})
            ]
    return {name: version for name, version in found.items() if name != "dayside"}


def main() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())
    extras = project["project"]["optional-dependencies"]
    # It needs a compiler, which a fresh machine need not have: pinned in a file of its own.
    compiled = {"mercury": extras.pop("mercury")}
    everything = [r for name, group in extras.items() if name != "all" for r in group]
    run = closure(project["project"]["dependencies"] + everything)
    groups = {"build": [*project["build-system"]["requires"], "editables"]}
    groups |= project["dependency-groups"] | compiled
    write("run", run)
    for group, requirements in groups.items():
        try:
            versions = closure(requirements)
        except PackageNotFoundError as missing:
            print(f"requirements/{group}.txt: left as it is, there is no {missing.name} here")
        else:
            write(group, {n: v for n, v in versions.items() if n not in run})


def write(group: str, versions: dict[str, str]) -> None:
    lines = [f"{name}=={version}\n" for name, version in sorted(versions.items())]
    target = REPOSITORY / "requirements" / f"{group}.txt"
    target.write_text(HEAD.format(group=group) + "".join(lines))
    print(f"{target.relative_to(REPOSITORY)}: {len(lines)} versions")


if __name__ == "__main__":
    main()
