"""What we keep: immutable groups that one SQL transaction makes visible."""

from dayside.archive.archive import Archive

__all__ = ["Archive"]
