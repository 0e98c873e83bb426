"""``python -m benchmarks [NAME [OPTIONS]]``: one benchmark, or all of them."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path


def main() -> None:
    """Run what is named, or every module here that is a benchmark."""
    here = Path(__file__).parent
    every = sorted(p.stem for p in here.glob("*.py") if not p.stem.startswith("_"))
    if sys.argv[1:2] and sys.argv[1] not in every:
        raise SystemExit(f"There is no benchmark {sys.argv[1]!r}; there are {', '.join(every)}.")
    for name in sys.argv[1:2] or every:
        importlib.import_module(f"benchmarks.{name}").main(sys.argv[2:])


if __name__ == "__main__":
    main()
