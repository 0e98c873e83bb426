"""Run the public HAPI verifier against a server and judge what it says.

    python scripts/verify_hapi.py http://127.0.0.1:8000/hapi [DATASET …]

Without a dataset all of the catalog are verified, one after the other.

The verifier (hapi-server/verifier-nodejs, ready to run under node) is looked for in
``$HAPI_VERIFIER`` or beside the work tree. Exit status: 0 no failure and no warning but the
two that read HTTP's reason phrase, which ASGI cannot set; 1 otherwise; 4 no verifier here.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

ABSENT = 4
EXCUSED = ("is.StatusInformative", "prefer <code>HAPI 1201</code>")
"""What the two warnings about the reason phrase of HTTP say."""
# A loaded machine must not look like a broken server.
PATIENCE = ("--metatimeout", "30000", "--datatimeout", "60000")


def find_verifier() -> Path | None:
    """Return the folder of the verifier."""
    named = os.environ.get("HAPI_VERIFIER")
    beside = Path(__file__).resolve().parents[2] / "verifier-nodejs"
    folder = Path(named) if named else beside
    return folder if (folder / "verify.js").is_file() else None


def findings(folder: Path, url: str, dataset: str) -> tuple[int, list[str]]:
    """Return how many checks passed, and one line for each that did not.

    The exit status of the verifier says nothing: it is 0 for a server that is not there.
    Only its JSON counts.
    """
    command = ["node", "verify.js", "--url", url, "--dataset", dataset, "--output", "json"]
    # Into a file: node loses what is still in a pipe when it exits.
    with tempfile.TemporaryFile("w+") as out:
        subprocess.run(
            [*command, *PATIENCE], cwd=folder, stdout=out, stderr=out, check=False, timeout=900
        )
        out.seek(0)
        told = out.read()
    _, brace, rest = told.partition("{")
    try:
        said = json.loads(brace + rest)
        wrong = [("failure", f) for f in said["fails"]] + [("warning", w) for w in said["warns"]]
        lines = [
            f"{kind}: {w['description']} | {w['got']} | {w['url']}"
            for kind, w in wrong
            if kind == "failure" or not any(e in w["description"] for e in EXCUSED)
        ]
        return len(said["passes"]), lines
    except (ValueError, KeyError):
        return 0, [f"failure: the verifier said nothing: {told[-500:]}"]


def _catalog(url: str) -> list[str]:
    with urllib.request.urlopen(f"{url}/catalog", timeout=60) as answer:
        return [row["id"] for row in json.load(answer)["catalog"]]


def main() -> int:
    """Run it."""
    url, *datasets = sys.argv[1:]
    folder = find_verifier()
    if folder is None:
        print("no verifier here: set HAPI_VERIFIER to a folder of hapi-server/verifier-nodejs")
        return ABSENT
    bad = 0
    for dataset in datasets or _catalog(url):
        passed, lines = findings(folder, url, dataset)
        print(f"{dataset}: {passed} passed, {len(lines)} to look at")
        print("".join(f"  {line}\n" for line in lines), end="")
        bad += bool(lines) or passed == 0
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
