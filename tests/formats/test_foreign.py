"""Files that lie beside data and are none: refused for what they are."""

import pytest

from dayside import formats
from dayside.model.errors import UnreadableFile


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.csv.Z", b"\x1f\x9d\x90" + bytes(60), "compressed; unpack it first"),
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
