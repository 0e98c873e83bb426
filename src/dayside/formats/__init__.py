"""File formats, one module each, reading and writing side by side.

`Format` is the seam; formats are discovered by the entry points of the group
``dayside.formats``, the built-in ones too. `dayside.testing.formats` says whether
one is right.
"""

from dayside.formats.base import Description, Format, MultiFile, formats, get_format, read, sniff

__all__ = ["Description", "Format", "MultiFile", "formats", "get_format", "read", "sniff"]
