"""NetCDF passes the contract of formats."""

from __future__ import annotations

from dayside.formats.netcdf.format import NetCdf
from dayside.testing.formats import FormatContract


class TestNetCdf(FormatContract):
    format = NetCdf()
