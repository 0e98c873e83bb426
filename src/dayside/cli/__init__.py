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
    from dayside.model.errors import DaysideError

    try:
        app(args=arguments, prog_name="dayside")
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if os.environ.get("DAYSIDE_DEBUG"):
            raise
        ours = isinstance(error, DaysideError)
        told = (
            str(error) if ours else f"{type(error).__name__}: {error} (DAYSIDE_DEBUG=1 tells where)"
        )
        print(f"dayside: {told}", file=sys.stderr)
        sys.exit(codes_of(error).exit)
