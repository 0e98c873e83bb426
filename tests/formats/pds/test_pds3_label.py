"""Labels in the Object Description Language."""

import pytest

from dayside.formats.pds.pds3_label import BitPattern, Quantity, parse_label, read_label
from dayside.model.errors import UnreadableFile


def test_values_of_all_kinds():
    label = parse_label(
        """
        PDS_VERSION_ID = PDS3 /* a comment with = and "quote */
        A = 5  B = -1.5D3  C = "two
           lines"  D = 'SYMBOL'
        E = (1, 2.5, "x") F = {"A", "B"}
        G = 16#FF7FFFFB#
        H = 12 <BYTES>
        I = ("FILE.TAB", 180<BYTES>)
        J = 1997-298T00:00:00.000Z
        K =
            "on the next line"
        PPI:L = N/A
        END
        M = 1
        """
    )
    assert label.get("A") == 5
    assert label.get("B") == -1500.0
    assert label.text("C") == "two lines"
    assert label.get("D") == "SYMBOL"
    assert label.get("E") == (1, 2.5, "x")
    assert label.get("F") == ("A", "B")
    assert isinstance(label.get("G"), BitPattern)
    assert label.get("G") == 0xFF7FFFFB
    assert label.get("H") == Quantity(12, "BYTES")
    assert label.get("I") == ("FILE.TAB", Quantity(180, "BYTES"))
    assert label.get("J") == "1997-298T00:00:00.000Z"
    assert label.get("K") == "on the next line"
    assert label.text("PPI:L") is None
    assert label.get("M") is None


def test_statements_within_a_text_are_text():
    label = parse_label('A = "SCLK = 5\nEND\nOBJECT = TABLE\n" B = 2')
    assert [key for key, _ in label.items] == ["A", "B"]


def test_objects_nest():
    label = parse_label(
        "OBJECT = TABLE\r\n ROWS = 1\r\n OBJECT = COLUMN\r\n NAME = A\r\n END_OBJECT = COLUMN\r\n"
        " OBJECT = COLUMN\r\n NAME = B\r\n END_OBJECT\r\nEND_OBJECT = TABLE\r\nX = 1\r\nEND\r\n"
    )
    (table,) = label.blocks
    assert [c.get("NAME") for c in table.blocks] == ["A", "B"]
    assert label.get("X") == 1


@pytest.mark.parametrize(
    "text",
    [
        'A = "never ends',
        "A = (1, 2",
        "A = " + "(" * 50,
        "OBJECT = A\n" * 50,
    ],
)
def test_what_cannot_be_understood_is_refused(text):
    with pytest.raises(UnreadableFile):
        parse_label(text)


def test_lines_that_say_nothing_are_left_aside():
    label = parse_label("???\nA B C\n= 5\nROWS = 3\n12 = 4\n")
    assert label.get("ROWS") == 3


def test_counts():
    label = parse_label("ROWS = -1 COLUMNS = FEW BYTES = 3 <BYTES>")
    assert label.integer("BYTES") == 3
    assert label.integer("NOTHING", 7) == 7
    for key in ("ROWS", "COLUMNS", "NOTHING"):
        with pytest.raises(UnreadableFile, match=key):
            label.integer(key)


def test_not_utf8(tmp_path):
    path = tmp_path / "x.lbl"
    path.write_bytes(b'PDS_VERSION_ID = PDS3\nNOTE = "\xb0 \xff"\nB = "\xc3\xa9"\nEND\n\xff\x00')
    label = read_label(path)
    assert label.get("NOTE") == "° ÿ"
    assert label.get("B") == "é"
