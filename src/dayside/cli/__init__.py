"""The command line: one module a group of commands, all through the services."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code.

    Whatever goes wrong is one sentence on stderr and the exit code of
    `dayside.model.error_codes`; 130 stands for Ctrl+C. With ``DAYSIDE_DEBUG`` set
    the traceback follows.
    """
    from dayside.cli.commands import app
    from dayside.model.error_codes import codes_of

    try:
        app(args=arguments, prog_name="dayside")
    except Exception as error:
        if os.environ.get("DAYSIDE_DEBUG"):
            raise
        print(f"dayside: {_told(error)}", file=sys.stderr)
        sys.exit(codes_of(error).exit)


def _told(error: Exception) -> str:
    from dayside.model.errors import DaysideError

    if isinstance(error, DaysideError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:  # a full disk is no mistake of ours
        return f"{error.filename}: {error.strerror}." if error.filename else f"{error.strerror}."
    return f"{type(error).__name__}: {error} (DAYSIDE_DEBUG=1 tells where)"
