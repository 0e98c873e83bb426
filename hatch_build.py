"""Build the workspace (web/) into the wheel."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STATIC = Path("src/dayside/portal/static")
TOKENS = Path("src/dayside/portal/pages/tokens.css")
STAMP = "sources.sha256"
NODE = "20.19, 22.13, 24 or newer"


class WebBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs npm where the portal's bundle is missing or stale."""

    def initialize(
        self,
        version: str,  # noqa: ARG002 - hatchling calls it so
        build_data: dict[str, Any],  # noqa: ARG002 - hatchling calls it so
    ) -> None:
        """Build, unless this is an sdist or the environment says to skip."""
        if self.target_name == "sdist" or os.environ.get("DAYSIDE_WEB") == "skip":
            return
        root = Path(self.root)
        stamp = root / STATIC / STAMP
        digest = sources_digest(root)
        if stamp.is_file() and stamp.read_text().strip() == digest:
            return
        npm = shutil.which("npm")
        if npm is None:
            raise SystemExit(
                f"Dayside's portal is built with npm, and there is no npm here: install "
                f"Node.js {NODE}, or set DAYSIDE_WEB=skip to install without the portal."
            )
        self.app.display_info("Building the portal (npm ci, npm run build) …")
        # Packages' own scripts are not run: none of ours needs them.
        for arguments in (["ci", "--ignore-scripts", "--no-audit", "--no-fund"], ["run", "build"]):
            _run(npm, arguments, root / "web")
        stamp.write_text(f"{digest}\n")


def sources_digest(root: Path) -> str:
    """Return a hash of all the bundle is made from, names and contents."""
    web = root / "web"
    files = [
        path
        for path in web.rglob("*")
        if path.is_file() and "node_modules" not in path.relative_to(web).parts
    ]
    digest = hashlib.sha256()
    for path in sorted([*files, root / TOKENS]):
        digest.update(f"{path.relative_to(root).as_posix()}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _run(npm: str, arguments: list[str], folder: Path) -> None:
    done = subprocess.run(
        [npm, *arguments],
        cwd=folder,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode == 0:
        return
    raise SystemExit(
        f"{done.stdout}\nThe portal was not built: `npm {' '.join(arguments)}` failed as above. "
        f"It needs Node.js {NODE}; DAYSIDE_WEB=skip installs without the portal."
    )
