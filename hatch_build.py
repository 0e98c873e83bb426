"""Build the workspace (web/) into the wheel."""

from __future__ import annotations

import os
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WebBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs npm where the portal's bundle is missing or stale."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build, unless this is an sdist or the environment says to skip."""
        if self.target_name == "sdist" or os.environ.get("DAYSIDE_WEB") == "skip":
            return
