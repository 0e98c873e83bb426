"""Files that lie beside data and are none: refused for what they are."""

import gzip

import pytest

from dayside import formats
from dayside.model.errors import UnreadableFile


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.csv.gz", gzip.compress(b"time,n\n2020-01-01,1\n"), "compressed with gzip"),
        ("a.xlsx", b"PK\x03\x04" + bytes(60), "zip archive or a spreadsheet"),
        ("a.fits", b"SIMPLE  =                    T" + b" " * 2850, "FITS"),
        ("a.tls", b"KPL/LSK\n\\begindata\nDELTET = 32.184\n", "SPICE kernel"),
        ("a.sav", b"SR\x00\x04" + bytes(60), "IDL save file"),
    ],
)
def test_foreign_files_are_named(tmp_path, name, content, reason):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=reason) as told:
        formats.read(path)
    assert str(told.value).startswith(name)
