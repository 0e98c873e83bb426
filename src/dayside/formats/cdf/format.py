"""CDF with ISTP metadata, read and written with pycdfpp."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from dayside.formats.base import Description
from dayside.model import Dataset, Series

_MAGIC = (b"\xcd\xf3\x00\x01", b"\xcd\xf2\x60\x02", b"\x00\x00\xff\xff\x00\x00\xff\xff")


class Cdf:
    """Common Data Format, versions 2 and 3, of any byte order and majority.

    Examples
    --------
    >>> from pathlib import Path
    >>> Cdf().sniff(Path("wi_h0_mfi.cdf"), bytes.fromhex("cdf30001 0000ffff"))
    True
    """

    name = "cdf"
    suffixes = (".cdf",)
    media_type = "application/x-cdf"
    reads = True
    writes = True

    def sniff(self, path: Path, head: bytes) -> bool:  # noqa: ARG002 - the seam's signature
        """Tell whether the file is a CDF, by its magic numbers."""
        return head.startswith(_MAGIC)

    def read(self, path: Path, description: Description) -> list[Series]:
        """Return one series for each time axis of the file.

        Raises
        ------
        UnreadableFile
            If the file is damaged or has no time.
        """
        from dayside.formats.cdf.read import read_cdf

        return read_cdf(path, description)

    def write(self, dataset: Dataset, blocks: Iterable[Series]) -> Iterator[bytes]:
        """Yield a CDF with ISTP metadata.

        A CDF is indexed by its whole length, and pycdfpp builds it in memory: all of
        `blocks` is held, about twice, until the last byte is out.
        """
        from dayside.formats.cdf.write import write_cdf

        return write_cdf(dataset, blocks)
