"""``python -m dayside`` is ``dayside``."""

from dayside.cli import main

if __name__ == "__main__":
    main()
