"""Write docs/cli.md: the help of every command, as it is printed.

`tests/test_docs.py` refuses a manual that does not say what the program says.
"""

from __future__ import annotations

from pathlib import Path

from typer.models import CommandInfo
from typer.testing import CliRunner

from dayside.cli.commands import app

MANUAL = Path(__file__).resolve().parent.parent / "docs" / "cli.md"
HEAD = """\
# Command line

`dayside COMMAND --help` prints what stands here; `scripts/cli_help.py` writes this page.

Results go to stdout, all else to stderr. The exit code is 0 where all went well, 1 for what
went wrong on this machine, 2 for what cannot be asked, 3 for a file that was refused, 4 for
what is not there, 6 for an archive that is in the way, 7 for a remote server that did not
answer ([the table](rest.md#errors)), 130 after Ctrl+C. `DAYSIDE_DEBUG=1` adds the traceback
of an error.
"""


def page() -> str:
    """Return the page."""
    parts = [HEAD, _section("dayside", [])]
    parts += [_section(f"dayside {' '.join(words)}", words) for words in commands()]
    return "\n".join(parts)


def commands() -> list[list[str]]:
    """Return the words of every command, those of groups after the group."""
    found = [[str(command.name)] for command in app.registered_commands]
    for group in app.registered_groups:
        # Named where it is added, or where it is made.
        names = (group.name, group.typer_instance.info.name)
        name = next(name for name in names if isinstance(name, str))
        found.append([name])
        found += [[name, _name(command)] for command in group.typer_instance.registered_commands]
    return found


def _name(command: CommandInfo) -> str:
    return command.name or command.callback.__name__.replace("_", "-")


def _section(title: str, words: list[str]) -> str:
    plain = {"COLUMNS": "80", "TERM": "dumb", "DAYSIDE_ARCHIVE": None}
    done = CliRunner().invoke(app, [*words, "--help"], env=plain, prog_name="dayside")
    return f"## `{title}`\n\n```text\n{done.stdout.strip()}\n```\n"


if __name__ == "__main__":
    MANUAL.write_text(page())
