"""NetCDF with CF metadata, read with xarray and written with h5netcdf."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from dayside.formats.base import Description
from dayside.model import Dataset, Series

HDF5_MAGIC = b"\x89HDF\r\n\x1a\n"
CLASSIC_MAGIC = (b"CDF\x01", b"CDF\x02")
DATA_64_MAGIC = b"CDF\x05"


class NetCdf:
    """Network Common Data Form: version 4, which is HDF5 with named dimensions, and 3.

    Files of the 64-bit data format (CDF-5) are recognised, and refused with the one line
    that converts them.

    Examples
    --------
    >>> from pathlib import Path
    >>> NetCdf().sniff(Path("ace.nc"), HDF5_MAGIC)
    True
    """

    name = "netcdf"
    suffixes = (".nc", ".nc4", ".netcdf")
    media_type = "application/x-netcdf"
    reads = True
    writes = True

    def sniff(self, path: Path, head: bytes) -> bool:  # noqa: ARG002 - the seam's signature
        """Tell whether the file is NetCDF, by its magic number."""
        return head.startswith((HDF5_MAGIC, *CLASSIC_MAGIC, DATA_64_MAGIC))

    def read(self, path: Path, description: Description) -> list[Series]:
        """Return one series for each time coordinate of the file.

        Raises
        ------
        UnreadableFile
            If the file is damaged, of CDF-5, or has no time coordinate.
        """
        from dayside.formats.netcdf.read import read_netcdf

        return read_netcdf(path, description)

    def write(self, dataset: Dataset, blocks: Iterable[Series]) -> Iterator[bytes]:
        """Yield a NetCDF-4 of CF-1.8; memory does not grow with the rows.

        ``time`` is UTC; ``tt2000`` beside it keeps a sample within a leap second apart.
        """
        from dayside.formats.netcdf.write import write_netcdf

        return write_netcdf(dataset, blocks)
