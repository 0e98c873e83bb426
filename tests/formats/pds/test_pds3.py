"""PDS3 products: made by hand, hostile, and real."""

import struct

import numpy as np
import pytest

from dayside.formats.base import HEAD_BYTES, Description
from dayside.formats.pds.pds3 import Pds3
from dayside.model import time
from dayside.model.errors import UnreadableFile
from dayside.testing.formats import FormatContract

from . import pds3_products as make

PDS3 = Pds3()
UTC = "1989-08-25T00:00:{:02d}.500Z"


def read(path, description=None):
    return PDS3.read(path, description or Description())


class TestContract(FormatContract):
    format = PDS3

    def example(self, folder):
        return make.ascii_product(folder)


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_ascii(tmp_path, end):
    (series,) = read(make.ascii_product(tmp_path, end=end))
    d = series.dataset
    assert (d.id, d.target, d.version) == ("vg2_x_mag_v1_0", "Neptune", "3")
    assert (d.observatory, d.instrument) == ("Voyager 2", "Magnetometer")
    assert time.to_text(series.time, 3).tolist() == [UTC.format(i) for i in range(3)]
    assert d.cadence_ns == 10**9
    assert d.stop == series.time[-1] + 10**9
    assert d.measurement_type == "MagneticField"
    assert d["BX"].units == "nT"
    np.testing.assert_array_equal(series.values["BX"], [0.25, np.nan, 2.25])
    assert d["N"].units == ""
    assert d["N"].fill == -9
    np.testing.assert_array_equal(series.values["N"], [0, -9, 2])


def test_either_file_stands_for_the_product(tmp_path):
    label = make.ascii_product(tmp_path)
    data = tmp_path / "A.TAB"
    assert PDS3.product(data) == label
    assert PDS3.product(label) == label
    assert PDS3.files(label) == (label, data)
    assert PDS3.sniff(data, data.read_bytes()[:HEAD_BYTES])
    np.testing.assert_array_equal(read(data)[0].time, read(label)[0].time)
    other = tmp_path / "A.DAT"
    other.write_bytes(b"no part of it")
    assert not PDS3.sniff(other, other.read_bytes())


def test_pointers_ignore_case(tmp_path):
    label = make.ascii_product(tmp_path)
    (tmp_path / "A.TAB").rename(tmp_path / "a.tab")
    assert len(read(label)[0]) == 3


def test_attached_label(tmp_path):
    rows = b"".join(f"{UTC.format(i)} {i:5d}\r\n".encode() for i in range(4))
    columns = [make.column("TIME", "TIME", 1, 24), make.column("N", "ASCII_INTEGER", 26, 5)]
    start = 1024
    for pointer in (f"{start // 32 + 1}", f"{start + 1} <BYTES>"):
        text = make.label(make.table(columns, 4, 32), f"^TABLE = {pointer}", record=32)
        path = tmp_path / "B.TAB"
        path.write_bytes(text.replace("\n", "\r\n").encode().ljust(start) + rows)
        (series,) = read(path)
        assert series.values["N"].tolist() == [0, 1, 2, 3]
        assert PDS3.product(path) == path


def test_lines_before_the_table(tmp_path):
    label = make.ascii_product(tmp_path)
    text = label.read_text().replace('^TABLE = "A.TAB"', '^TABLE = ("A.TAB", 3)')
    label.write_text(text.replace("RECORD_BYTES = 40", "").replace("FIXED_LENGTH", "STREAM"))
    data = tmp_path / "A.TAB"
    data.write_bytes(
        b"a heading\r\nof two lines, longer than the rows of the table are\r\n" + data.read_bytes()
    )
    assert read(label)[0].values["BX"][0] == 0.25


BINARY = [
    ("MSB_INTEGER", ">i2", -300), ("MSB_INTEGER", ">i4", -70000), ("MSB_INTEGER", ">i8", -(2**40)),
    ("INTEGER", ">i4", 5), ("SUN_INTEGER", ">i2", 5), ("LSB_INTEGER", "<i2", -300),
    ("VAX_INTEGER", "<i4", -70000), ("PC_INTEGER", "<i4", 9),
    ("MSB_UNSIGNED_INTEGER", ">u2", 65000),
    ("UNSIGNED_INTEGER", ">u1", 250), ("LSB_UNSIGNED_INTEGER", "<u4", 4 * 10**9),
    ("IEEE_REAL", ">f4", 1.5), ("IEEE_REAL", ">f8", -2.25), ("FLOAT", ">f4", 0.5),
    ("REAL", ">f8", 1e100), ("PC_REAL", "<f4", -1.5), ("PC_REAL", "<f8", 3.25),
]  # fmt: skip


def binary_product(folder, fields, rows, *, prefix=b"", suffix=b"", extra=""):
    """Write a table of ISO times and binary fields (label, bytes per row)."""
    columns, at = [make.column("UTC", "TIME", 1, 24)], 25
    for number, (kind, size, more, _) in enumerate(fields):
        columns.append(make.column(f"F{number}", kind, at, size, **more))
        at += size
    around = (
        f" ROW_PREFIX_BYTES = {len(prefix)}\n ROW_SUFFIX_BYTES = {len(suffix)}" if prefix else ""
    )
    data = b"".join(
        prefix + UTC.format(i).encode() + b"".join(f[3][i] for f in fields) + suffix
        for i in range(rows)
    )
    text = make.label(
        make.table(columns, rows, at - 1, "BINARY", more=around), '^TABLE = "C.DAT"', extra=extra
    )
    return make.write(folder, "C", text, data, ".DAT")


def test_binary_numbers(tmp_path):
    fields = [
        (kind, np.dtype(code).itemsize, {}, [np.array(v, code).tobytes()] * 2)
        for kind, code, v in BINARY
    ]
    (series,) = read(binary_product(tmp_path, fields, 2, prefix=b"\xff" * 7, suffix=b"\r\n"))
    for number, (kind, code, value) in enumerate(BINARY):
        got = series.values[f"F{number}"]
        assert got.dtype == np.dtype(code).newbyteorder("="), kind
        assert got.tolist() == [value, value], kind


def test_vax_floats(tmp_path):
    words = [(0x4080, 0), (0xC080, 0), (0x4049, 0x0FDB + 1), (0, 0), (0x8000, 0)]
    single = [struct.pack("<2H", *w) for w in words]
    double = [struct.pack("<4H", *w, 0, 0) for w in words]
    wide = [struct.pack("<4H", 0x4010, 0, 0, 0)] * 5
    fields = [
        ("VAX_REAL", 4, {}, single), ("VAX_DOUBLE", 8, {}, double), ("VAXG_REAL", 8, {}, wide)
    ]  # fmt: skip
    (series,) = read(binary_product(tmp_path, fields, 5))
    f = series.values["F0"]
    np.testing.assert_allclose(f[:4], [1, -1, 0.785398, 0], rtol=1e-6)
    assert np.isnan(f[4])
    np.testing.assert_allclose(series.values["F1"][:4], [1, -1, 0.785398, 0], rtol=1e-6)
    assert series.values["F2"].tolist() == [1.0] * 5


def test_gaps(tmp_path):
    fields = [
        ("IEEE_REAL", 4, {"MISSING_CONSTANT": "3.4e38"},
         [struct.pack(">f", v) for v in (3.4e38, 1)]),
        ("IEEE_REAL", 4, {"INVALID_CONSTANT": "16#FF7FFFFB#"}, [b"\xff\x7f\xff\xfb", b"\x00" * 4]),
        ("IEEE_REAL", 8, {"NULL_CONSTANT": "'-1.0E+32'"},
         [struct.pack(">d", v) for v in (-1e32, 2)]),
        ("MSB_INTEGER", 2, {"MISSING_CONSTANT": 7, "INVALID_CONSTANT": 8},
         [struct.pack(">h", v) for v in (8, 9)]),
        ("MSB_INTEGER", 2, {"SCALING_FACTOR": 0.5, "OFFSET": 10, "MISSING_CONSTANT": -1},
         [struct.pack(">h", v) for v in (-1, 3)]),
    ]  # fmt: skip
    (series,) = read(binary_product(tmp_path, fields, 2))
    for name, wanted in (("F0", 1), ("F1", 0), ("F2", 2), ("F4", 11.5)):
        np.testing.assert_array_equal(series.values[name], [np.nan, wanted], name)
    assert series.values["F3"].tolist() == [7, 9]
    assert series.dataset["F3"].fill == 7


def test_items_containers_and_bits(tmp_path):
    rows = 2
    columns = (
        make.column("UTC", "TIME", 1, 24)
        + make.column("SPECTRUM", "IEEE_REAL", 25, 24, ITEMS=6, ITEM_BYTES=4, UNIT="HERTZ")
        + "OBJECT = CONTAINER\n NAME = PAIR\n START_BYTE = 49\n BYTES = 3\n REPETITIONS = 2\n"
        + make.column("C", "MSB_INTEGER", 1, 2)
        + make.column("D", "UNSIGNED_INTEGER", 3, 1)
        + "END_OBJECT = CONTAINER\n"
        + "OBJECT = COLUMN\n NAME = FLAGS\n DATA_TYPE = MSB_BIT_STRING\n START_BYTE = 55\n"
        "BYTES = 2\n OBJECT = BIT_COLUMN\n NAME = LOW\n BIT_DATA_TYPE = MSB_UNSIGNED_INTEGER\n"
        "START_BIT = 13\n BITS = 3\n END_OBJECT = BIT_COLUMN\nEND_OBJECT = COLUMN\n"
    )
    data = b"".join(
        UTC.format(i).encode()
        + np.arange(6, dtype=">f4").tobytes()
        + struct.pack(">hBhB", 1, 2, 3, 4)
        + struct.pack(">H", 0b1010)
        for i in range(rows)
    )
    text = make.label(make.table([columns], rows, 56, "BINARY"), '^TABLE = "D.DAT"')
    (series,) = read(make.write(tmp_path, "D", text, data, ".DAT"))
    assert series.values["SPECTRUM"][1].tolist() == [0, 1, 2, 3, 4, 5]
    assert series.dataset["SPECTRUM"].display == "spectrogram"
    assert series.values["C"].tolist() == [[1, 3]] * 2
    assert series.values["D"].tolist() == [[2, 4]] * 2
    assert series.values["LOW"].tolist() == [5, 5]


@pytest.mark.parametrize("folder", [".", "../LABEL", "../label"])
def test_structures(tmp_path, folder):
    place = tmp_path / "DATA"
    place.mkdir()
    label = make.ascii_product(place)
    text = label.read_text()
    first, last = text.index("OBJECT = COLUMN"), text.index("END_OBJECT = TABLE")
    (place / folder).mkdir(exist_ok=True)
    (place / folder / "cols.fmt").write_text(text[first:last])
    label.write_text(text[:first] + '^STRUCTURE = "COLS.FMT"\n' + text[last:])
    assert read(label)[0].values["BX"][0] == 0.25
    (place / folder / "cols.fmt").unlink()
    with pytest.raises(UnreadableFile, match=r"COLS\.FMT, which is missing"):
        read(label)


def test_a_structure_that_includes_itself(tmp_path):
    label = make.ascii_product(tmp_path)
    text = label.read_text()
    label.write_text(text.replace("ROWS = 3", 'ROWS = 3\n^STRUCTURE = "A.FMT"'))
    (tmp_path / "A.FMT").write_text('^STRUCTURE = "B.FMT"\n')
    (tmp_path / "B.FMT").write_text('^STRUCTURE = "a.fmt"\n')
    with pytest.raises(UnreadableFile, match="includes itself"):
        read(label)


def test_spreadsheet(tmp_path):
    fields = "".join(
        f"OBJECT = FIELD\n NAME = {n}\n DATA_TYPE = {t}\n BYTES = 24\n{m}END_OBJECT = FIELD\n"
        for n, t, m in (
            ("TIME", "TIME", ""),
            ("WORD", "CHARACTER", ""),
            ("S", "ASCII_REAL", "ITEMS = 2\n MISSING_CONSTANT = -1\n"),
            ("N", "ASCII_INTEGER", ""),
        )
    )
    text = make.label(
        f"OBJECT = SPREADSHEET\n ROWS = 2\n ROW_BYTES = 90\n FIELDS = 4\n FIELD_DELIMITER = COMMA\n"
        f"{fields}END_OBJECT = SPREADSHEET\n",
        '^SPREADSHEET = "E.CSV"',
    )
    data = b'1989-237T00:00:00.25Z,"a, b",1.5,-1,3\r\n1989-237T00:00:01.25Z,c,,2D1,\r\n'
    (series,) = read(make.write(tmp_path, "E", text, data, ".CSV"))
    assert str(time.to_text(series.time[0], 3)) == "1989-08-25T00:00:00.250Z"
    assert series.values["WORD"].tolist() == ["a, b", "c"]
    np.testing.assert_array_equal(series.values["S"], [[1.5, np.nan], [np.nan, 20]])
    np.testing.assert_array_equal(series.values["N"], [3, np.nan])


@pytest.mark.parametrize(
    ("columns", "texts", "first"),
    [
        ([("YEAR", 4), ("DOY", 3), ("HOUR", 2), ("MIN", 2), ("SEC", 6)],
         ["1989 237 00 00 01.250", "1989 237 00 00 02.250"], "1989-08-25T00:00:01.250Z"),
        ([("YEAR", 4), ("MONTH", 2), ("DAY", 2), ("HOUR", 2), ("MINUTE", 2), ("SECOND", 6)],
         ["1989  8 25  0  0  1.250", "1989  8 25  0  0  2.250"], "1989-08-25T00:00:01.250Z"),
    ],
)  # fmt: skip
def test_time_in_parts(tmp_path, columns, texts, first):
    objects, at = [], 1
    for name, size in columns:
        kind = "ASCII_REAL" if size == 6 else "ASCII_INTEGER"
        objects.append(make.column(name, kind, at, size))
        at += size + 1
    objects.append(make.column("V", "ASCII_REAL", at, 3))
    data = "".join(f"{t} 1.5\r\n" for t in texts).encode()
    text = make.label(make.table(objects, 2, at + 4), '^TABLE = "F.TAB"')
    (series,) = read(make.write(tmp_path, "F", text, data))
    assert str(time.to_text(series.time[0], 3)) == first
    assert series.dataset.names == ("V",)


def test_split_utc_and_vectors_of_a_frame(tmp_path):
    """The layout of the magnetometer files of Juno and MAVEN."""
    objects = [
        make.column("SAMPLE UTC", "CHARACTER", 3, 21),
        make.column("DECIMAL DAY", "ASCII_REAL", 25, 13),
        *(
            make.column(f"B{a} PLANETOCENTRIC", "ASCII_REAL", 40 + 13 * i, 12, UNIT="NT")
            for i, a in enumerate("XYZ")
        ),
        *(
            make.column(a, "ASCII_REAL", 80 + 15 * i, 14, UNIT="KILOMETERS")
            for i, a in enumerate("XYZ")
        ),
    ]
    head = b"a header of its own, which the label points over\n"
    rows = b"".join(
        b"  1989 237  0  0 %2d %3d 237.000000000  %12.2f %12.2f %12.2f  %14.3f %14.3f %14.3f\r\n"
        % (i, 5 * i, i, 2, 3, 4, 5, 6)
        for i in range(3)
    )
    text = make.label(
        make.table(objects, 3, 127),
        f'^HEADER = ("G.STS", 1<BYTES>)\n^TABLE = ("G.STS", {len(head) + 1}<BYTES>)',
        extra='STANDARD_DATA_PRODUCT_ID = "PC 1 SECOND"',
    )
    (series,) = read(make.write(tmp_path, "G", text, head + rows, ".STS"))
    d = series.dataset
    assert d.id == "vg2_x_mag_v1_0_pc_1_second"
    assert str(time.to_text(series.time[2], 3)) == "1989-08-25T00:00:02.010Z"
    assert d["B"].frame == "IAU_NEPTUNE"
    assert d["B"].labels == ("BX_PLANETOCENTRIC", "BY_PLANETOCENTRIC", "BZ_PLANETOCENTRIC")
    assert d["BX_PLANETOCENTRIC"].label == "BX PLANETOCENTRIC"
    assert series.values["B"][2].tolist() == [2, 2, 3]
    assert d["xyz"].units == "km"


@pytest.mark.parametrize(
    ("description", "value"),
    [
        ("Seconds elapsed since Jan 1, 1966 00:00:00.000Z", 746236801.25),
        ("Time in seconds since 1970-01-01T00:00:00", 620006401.25),
        ("Days since 1989-001", 236 + 1.25 / 86400),
        ("Seconds past J2000 (ET)", (time.parse("1989-08-25T00:00:01.25Z")) / 1e9),
        ("Anything", 746236801.25),
    ],
)
def test_counted_times(tmp_path, description, value):
    unit = "DAY" if description.startswith("Days") else "SECONDS"
    objects = [
        make.column("T", "IEEE_REAL", 1, 8, UNIT=unit, DESCRIPTION=f'"{description}"'),
        make.column("V", "IEEE_REAL", 9, 4),
    ]
    step = 8.0 if unit == "SECONDS" else 8 / 86400
    data = b"".join(struct.pack(">df", value + i * step, i) for i in range(2))
    text = make.label(make.table(objects, 2, 12, "BINARY"), '^TABLE = "H.DAT"')
    text = text.replace("00:00:00.000Z", "00:00:01.250Z").replace("00:00:10.000Z", "00:00:09.250Z")
    (series,) = read(make.write(tmp_path, "H", text, data, ".DAT"))
    assert abs(series.time[0] - time.parse("1989-08-25T00:00:01.25Z")) < 2000


def test_a_described_time_goes_first(tmp_path):
    label = make.ascii_product(tmp_path)
    (series,) = read(label, Description(time={"column": "N", "format": "unix"}))
    assert "PDSTIME" in series.dataset.names
    assert series.dataset["PDSTIME"].dtype == "tt2000"


def test_rows_without_time_are_left_out_and_told(tmp_path):
    label = make.ascii_product(tmp_path)
    data = tmp_path / "A.TAB"
    data.write_bytes(data.read_bytes().replace(b"1989-08-25T00:00:01.500Z", b"*" * 24))
    (series,) = read(label)
    assert len(series) == 2
    assert series.dataset.attributes["rows_without_time"] == 1


def test_leap_second_and_order(tmp_path):
    label = make.ascii_product(tmp_path)
    data = tmp_path / "A.TAB"
    raw = data.read_bytes().replace(b"1989-08-25T00:00:00.500Z", b"2016-12-31T23:59:60.500Z")
    data.write_bytes(raw)
    (series,) = read(label)
    assert (np.diff(series.time) > 0).all()
    assert str(time.to_text(series.time[-1], 3)) == "2016-12-31T23:59:60.500Z"


def test_no_rows(tmp_path):
    label = make.ascii_product(tmp_path, rows=3)
    label.write_text(label.read_text().replace("ROWS = 3", "ROWS = 0"))
    (series,) = read(label)
    assert len(series) == 0
    assert "BX" in series.dataset.names


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('"A.TAB"', '"../A.TAB"', "outside its folder"),
        ('"A.TAB"', '"/etc/passwd"', "outside its folder"),
        ('"A.TAB"', '"..\\\\A.TAB"', "outside its folder"),
        ('"A.TAB"', '"NONE.TAB"', r"label only: the data file NONE\.TAB it points to is missing"),
        ('"A.TAB"', f'"{"A" * 5000}.TAB"', "it points to is missing"),
        ("ROWS = 3", f'^STRUCTURE = "{"A" * 5000}"', "needs the structure file AAA"),
        ("ROWS = 3", "ROWS = 4", r"4 rows .* the file 3"),
        ("ROWS = 3", "ROWS = 999999999999999", "999999999999999 rows"),
        ("ROWS = 3", "ROWS = -3", "not a count"),
        ("ROWS = 3", "ROWS = 3.5", "not a count"),
        ("BYTES = 8", "BYTES = 800", "a row has only"),
        ("START_BYTE = 26", "START_BYTE = 0", "reaches from"),
        ("START_BYTE = 26", "START_BYTE = 999999999999999999999", "a row has only"),
        (
            "BYTES = 8",
            "BYTES = 8\n ITEMS = 100000000\n ITEM_BYTES = 1\n ITEM_OFFSET = 0",
            "overlap",
        ),
        ("ASCII_REAL", "QUATERNION", "QUATERNION"),
        ('^TABLE = "A.TAB"', '^TABLE = ("A.TAB", 0)', "no record"),
        ("OBJECT = TABLE", "OBJECT = IMAGE", "no table"),
    ],
)
def test_hostile_labels(tmp_path, old, new, why):
    label = make.ascii_product(tmp_path)
    text = label.read_text()
    assert old in text
    label.write_text(text.replace(old, new))
    with pytest.raises(UnreadableFile, match=why):
        read(label)


def test_truncated_binary_tells_the_numbers(tmp_path):
    label = binary_product(tmp_path, [("IEEE_REAL", 4, {}, [b"\0" * 4] * 2)], 2)
    data = tmp_path / "C.DAT"
    data.write_bytes(data.read_bytes()[:-1])
    with pytest.raises(UnreadableFile, match=r"truncated: .* 2 rows of 28 bytes .* 56 .* has 55"):
        read(label)


def test_a_number_that_is_none_names_its_row(tmp_path):
    label = make.ascii_product(tmp_path)
    data = tmp_path / "A.TAB"
    data.write_bytes(data.read_bytes().replace(b"2.250", b"2.x50"))
    with pytest.raises(UnreadableFile, match=r"BX, row 3: '2\.x50' is no number"):
        read(label)


def test_no_time(tmp_path):
    columns = [make.column("A", "ASCII_REAL", 1, 3)]
    text = make.label(make.table(columns, 1, 5), '^TABLE = "I.TAB"')
    with pytest.raises(UnreadableFile, match="no time column"):
        read(make.write(tmp_path, "I", text, b"1.5\r\n"))


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("X.CAT", "PDS_VERSION_ID = PDS3\nOBJECT = DATA_SET\nEND_OBJECT\nEND",
         "catalogue file: no table"),
        ("X.FMT", "OBJECT = COLUMN\n NAME = A\nEND_OBJECT", "structure file"),
        ("X.TXT", "PDS_VERSION_ID = PDS3\nOBJECT = TEXT\nEND_OBJECT\nEND", "a PDS text: no table"),
        ("X.LBL", 'PDS_VERSION_ID = PDS3\n^IMAGE = "X.IMG"\nEND', "no table, but IMAGE"),
        ("X.LBL", 'PDS_VERSION_ID = PDS3\n^INDEX_TABLE = "X.TAB"\nEND', "index of products"),
    ],
)  # fmt: skip
def test_parts_of_a_volume_are_refused_for_what_they_are(tmp_path, name, text, why):
    path = tmp_path / name
    path.write_text(text)
    assert PDS3.sniff(path, text.encode())
    with pytest.raises(UnreadableFile, match=why):
        read(path)


def test_texts_of_others_are_not_taken(tmp_path):
    for name, text in (("CHECKSUMS.TXT", b"0a3045fc ./A"), ("a.csv", b"time,b\n2000,1\n")):
        (tmp_path / name).write_bytes(text)
        assert not PDS3.sniff(tmp_path / name, text)


def folder(test_data):
    return test_data / "insitu-planetary"


@pytest.mark.realdata
@pytest.mark.parametrize("day", ["T890825", "T890830"])
def test_neptune_ascii_and_binary_agree(test_data, day):
    data = folder(test_data) / "vg2_neptune_mag" / "DATA"
    (text,), (binary,) = read(data / f"{day}_ASC.LBL"), read(data / f"{day}.DAT")
    assert text.dataset.id == binary.dataset.id == "vg2_n_mag_4_rdr_hgcoords_1_92sec_v1_0"
    assert len(text) == {"T890825": 3699, "T890830": 24}[day]
    np.testing.assert_array_equal(text.time, binary.time)
    for name in ("B", "BR", "BT", "BN", "BMAG", "AVG_BMAG", "DELTA", "LAMBDA"):
        ours, theirs = text.values[name], binary.values[name]
        np.testing.assert_array_equal(np.isnan(ours), np.isnan(theirs))
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=0.001, equal_nan=True)
    for name in ("NPTS", "M65536", "DFLAG"):
        np.testing.assert_array_equal(text.values[name], binary.values[name])
    for series in (text, binary):
        b = series.dataset["B"]
        assert (b.units, b.frame, b.labels) == ("nT", "RTN", ("BR", "BT", "BN"))
        assert b.quality == "DFLAG"
        assert series.dataset["DFLAG"].role == "quality"
        assert series.dataset.target == "Neptune"
        assert np.nanmax(np.abs(series.values["B"])) < 1000
    if day == "T890825":
        assert np.isnan(binary.values["BR"]).sum() > 20


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("name", "dataset", "rows", "first"),
    [
        ("vg2_neptune_mag/DATA/SC_FIELD.DAT", "vg2_n_mag_4_rdr_hgcoords_1_92sec_v1_0_sc_field",
         2601, "1989-08-22T00:00:47.663Z"),
        ("vg2_neptune_mag/EXTRAS/DLC/HR_SUMRY.LBL", "hr_sumry", 545, "1989-08-22T01:00:01.579Z"),
        ("vg2_jupiter_pls/ELE_MOM.TAB", "vg2_j_pls_5_summ_ele_mom_96_0sec_v1_0", 2278,
         "1979-07-06T00:00:42.687Z"),
    ],
)  # fmt: skip
def test_other_real_tables(test_data, name, dataset, rows, first):
    (series,) = read(folder(test_data) / name)
    assert series.dataset.id == dataset
    assert len(series) == rows
    assert str(time.to_text(series.time[0], 3)) == first


@pytest.mark.realdata
def test_cassini_rpws(test_data):
    found = read(folder(test_data) / "cassini_rpws" / "T1997298_MFR0.LBL")
    raw = np.fromfile(folder(test_data) / "cassini_rpws" / "T1997298_MFR0.DAT", ">f4")
    raw = raw.reshape(2163, 228)
    assert sum(map(len, found)) == 2160
    units = {
        "ex": "V**2.Hz**-1.m**-2",
        "ew": "V**2.Hz**-1.m**-2",
        "bx": "nT**2/Hz",
        "bz": "nT**2/Hz",
    }
    for series in found:
        density = series.dataset["SPECTRAL_DENSITY"]
        assert density.units == units[series.dataset.id[-2:]]
        assert density.display == "spectrogram"
        (bins,) = density.bins
        assert (bins.name, bins.units) == ("frequency", "Hz")
        np.testing.assert_array_equal(bins.centers, raw[2, 4:])
    first = min(found, key=lambda s: s.time[0])
    assert str(time.to_text(first.time[0], 3)) == "1997-10-25T00:08:34.714Z"
    np.testing.assert_array_equal(first.values["SPECTRAL_DENSITY"][0], raw[3, 4:])


@pytest.mark.realdata
def test_pdr_reads_the_same(test_data):
    pdr = pytest.importorskip("pdr")
    for name in ("vg2_neptune_mag/DATA/T890825.LBL", "vg2_jupiter_pls/ELE_MOM.LBL",
                 "vg2_neptune_mag/DATA/SC_FIELD.LBL"):  # fmt: skip
        path = folder(test_data) / name
        (series,), theirs = read(path), pdr.read(str(path))["TABLE"]
        for column in theirs.columns:
            if column in series.dataset.names and series.dataset[column].dtype.startswith("f"):
                ours = series.values[column]
                good = ~np.isnan(ours)
                np.testing.assert_array_equal(ours[good], theirs[column].to_numpy()[good])
                assert np.abs(theirs[column].to_numpy()[~good]).min(initial=np.inf) > 1e10


@pytest.mark.realdata
def test_every_file_of_the_volumes_is_read_or_refused_with_a_reason(test_data):
    refused = {}
    for part in ("vg2_neptune_mag", "vg2_jupiter_pls", "cassini_rpws", "juno_ganymede"):
        for path in sorted((folder(test_data) / part).rglob("*")):
            if path.is_file() and PDS3.sniff(path, path.read_bytes()[:HEAD_BYTES]):
                try:
                    assert read(path)
                except UnreadableFile as error:
                    refused[path.name] = str(error)
    assert "CHECKSUMS.TXT" not in refused
    assert "a PDS text" in refused["AAREADME.TXT"]
    assert "catalogue file: no table" in refused["VG_MISSION.CAT"]
    assert "index of products" in refused["INDEX.TAB"]
    assert "structure file" in refused["ASCDATA.FMT"]
    missing = "the data file fgm_jno_l3_2021158pc_r1s_v01.sts it points to is missing"
    assert missing in refused["fgm_jno_l3_2021158pc_r1s_v01.lbl"]
    assert all(name in reason for name, reason in refused.items())
