"""PDS4 products: made by hand, hostile, and real."""

import io
import re
import struct
import sys

import numpy as np
import pytest

from dayside.formats.base import HEAD_BYTES, Description
from dayside.formats.pds.pds4 import Pds4
from dayside.formats.pds.pds4_label import parse_label
from dayside.model import time
from dayside.model.errors import UnreadableFile
from dayside.testing.formats import FormatContract

PDS4 = Pds4()
LABEL = """<?xml version="1.0" encoding="UTF-8"?>
<Product_Observational xmlns="http://pds.nasa.gov/pds4/pds/v1">
 <Identification_Area>
  <logical_identifier>urn:nasa:pds:maven.mag:data.ss:mvn_mag_2014283ss1s_20141010</logical_identifier>
  <version_id>1.1</version_id><title>Field</title>
  <Citation_Information><author_list>Connerney, J.</author_list>
   <publication_year>2017</publication_year><doi>10.1/x</doi></Citation_Information>
 </Identification_Area>
 <Observation_Area>
  <Time_Coordinates><start_date_time>2014-10-10T00:00:00Z</start_date_time>
   <stop_date_time>2014-10-10T00:00:09Z</stop_date_time></Time_Coordinates>
  <Investigation_Area><name>MAVEN</name></Investigation_Area>
  <Observing_System>
   <Observing_System_Component><name>MAVEN</name><type>Spacecraft</type></Observing_System_Component>
   <Observing_System_Component><name>MAG</name><type>Instrument</type></Observing_System_Component>
  </Observing_System>
  <Target_Identification><name>MARS</name></Target_Identification>
 </Observation_Area>
 <File_Area_Observational><File><file_name>{file}</file_name></File>{tables}</File_Area_Observational>
</Product_Observational>
"""


def tag(name, value):
    return f"<{name}>{value}</{name}>"


def field(form, name, kind, start=None, size=None, **more):
    place = tag("field_location", start) + tag("field_length", size) if start else ""
    said = "".join(tag(k, v) for k, v in more.items())
    return tag(f"Field_{form}", tag("name", name) + place + tag("data_type", kind) + said)


def table(form, records, fields, *, length=None, offset=0, name="T", more=""):
    inner = (tag("record_length", length) if length else "") + "".join(fields)
    return tag(
        f"Table_{form}",
        tag("name", name) + tag("offset", offset) + tag("records", records) + more
        + tag(f"Record_{form}", inner),
    )  # fmt: skip


def write(folder, tables, data, name="p", suffix=".tab"):
    (folder / f"{name}{suffix}").write_bytes(data)
    path = folder / f"{name}.xml"
    path.write_text(LABEL.format(file=f"{name}{suffix}", tables=tables))
    return path


def character_product(folder):
    fields = [
        field("Character", "UTC", "ASCII_Date_Time_YMD_UTC", 1, 20),
        *(
            field("Character", f"B{a} SUN-STATE", "ASCII_Real", 22 + 7 * i, 6, unit="nT",
                  Special_Constants=tag("missing_constant", "-99.9"))
            for i, a in enumerate("XYZ")
        ),
        field("Character", "QUALITY", "ASCII_Integer", 43, 2),
    ]  # fmt: skip
    rows = b"".join(
        b"2014-10-10T00:00:0%dZ %6.2f %6.2f %6.2f %2d\r\n" % (i, -99.9 if i == 1 else i, 2, 3, i)
        for i in range(3)
    )
    return write(folder, table("Character", 3, fields, length=46), rows)


def read(path, description=None):
    return PDS4.read(path, description or Description())


class TestContract(FormatContract):
    format = PDS4

    def example(self, folder):
        return character_product(folder)


def test_character_table(tmp_path):
    (series,) = read(character_product(tmp_path))
    d = series.dataset
    assert d.id == "urn_nasa_pds_maven_mag_data_ss_mvn_mag_ss1s"
    assert (d.title, d.version, d.doi, d.target) == ("Field", "1.1", "10.1/x", "Mars")
    assert (d.mission, d.observatory, d.instrument) == ("MAVEN", "MAVEN", "MAG")
    assert d.citation == "Connerney, J, 2017, Field"
    assert time.to_text(series.time, 0).tolist() == [f"2014-10-10T00:00:0{i}Z" for i in range(3)]
    b = d["B"]
    assert (b.units, b.frame, b.components) == ("nT", "MSO", ("x", "y", "z"))
    assert b.quality == "QUALITY"
    np.testing.assert_array_equal(series.values["BX_SUN-STATE"], [0, np.nan, 2])
    np.testing.assert_array_equal(series.values["B"][2], [2, 2, 3])


def test_line_ends_do_not_matter(tmp_path):
    label = character_product(tmp_path)
    data = tmp_path / "p.tab"
    whole = read(label)[0].values["B"]
    data.write_bytes(data.read_bytes().replace(b"\r\n", b"\n"))
    np.testing.assert_array_equal(read(label)[0].values["B"], whole)


def test_either_file_stands_for_the_product(tmp_path):
    label = character_product(tmp_path)
    data = tmp_path / "p.tab"
    assert PDS4.product(data) == label
    assert PDS4.files(label) == (label, data)
    assert PDS4.sniff(data, data.read_bytes())
    assert len(read(data)[0]) == 3
    other = tmp_path / "label_of_another_name.xml"
    label.rename(other)
    assert PDS4.product(data) == other
    stranger = tmp_path / "q.tab"
    stranger.write_bytes(b"1 2 3")
    assert not PDS4.sniff(stranger, b"1 2 3")


NUMBERS = [
    ("SignedByte", "i1", -100), ("UnsignedByte", "u1", 250),
    *((f"Signed{o}SB{n}", f"{c}i{n}", -100) for o, c in ("M>", "L<") for n in (2, 4, 8)),
    *((f"Unsigned{o}SB{n}", f"{c}u{n}", 200) for o, c in ("M>", "L<") for n in (2, 4, 8)),
    *((f"IEEE754{o}SBSingle", f"{c}f4", 1.5) for o, c in ("M>", "L<")),
    *((f"IEEE754{o}SBDouble", f"{c}f8", 1e200) for o, c in ("M>", "L<")),
]  # fmt: skip


def test_binary_types(tmp_path):
    fields, row, at = [field("Binary", "T", "ASCII_Date_Time_DOY", 1, 17)], b"2014-283T00:00:01", 18
    for kind, code, value in NUMBERS:
        raw = np.array(value, code).tobytes()
        fields.append(field("Binary", kind, kind, at, len(raw)))
        row, at = row + raw, at + len(raw)
    for order in "><":
        name = f"Complex{'M' if order == '>' else 'L'}SB8"
        fields.append(field("Binary", name, name, at, 8))
        row, at = row + struct.pack(f"{order}2f", 1, -2), at + 8
    label = write(tmp_path, table("Binary", 2, fields, length=at - 1), row * 2, suffix=".dat")
    (series,) = read(label)
    for kind, code, value in NUMBERS:
        assert series.values[kind].dtype == np.dtype(code).newbyteorder("="), kind
        assert series.values[kind].tolist() == [value] * 2, kind
    assert series.values["ComplexLSB8"].tolist() == [[1, -2]] * 2
    assert series.dataset["ComplexMSB8"].labels == ("real", "imaginary")


def test_groups_bits_and_scales(tmp_path):
    inner = tag(
        "Group_Field_Binary",
        tag("repetitions", 2) + tag("group_location", 3) + tag("group_length", 4)
        + field("Binary", "DEEP", "UnsignedByte", 2, 1),
    )  # fmt: skip
    outer = tag(
        "Group_Field_Binary",
        tag("repetitions", 3) + tag("group_location", 18) + tag("group_length", 18)
        + field("Binary", "FLAT", "SignedMSB2", 1, 2, scaling_factor="0.5", value_offset="1")
        + inner,
    )  # fmt: skip
    bits = tag(
        "Packed_Data_Fields",
        tag("Field_Bit", tag("name", "MODE") + tag("start_bit_location", 3)
            + tag("stop_bit_location", 5) + tag("data_type", "UnsignedBitString")),
    )  # fmt: skip
    fields = [
        field("Binary", "T", "ASCII_Date_Time_DOY", 1, 17),
        outer,
        field("Binary", "PACKED", "UnsignedBitString", 36, 1, more="").replace(
            "<more></more>", bits
        ),
    ]
    group = b"".join(struct.pack(">h4B", i, 0, 10 + i, 0, 20 + i) for i in range(3))
    row = b"2014-283T00:00:01" + group + bytes([0b00101000])
    (series,) = read(write(tmp_path, table("Binary", 1, fields, length=36), row, suffix=".dat"))
    assert series.values["FLAT"].tolist() == [[1, 1.5, 2]]
    assert series.values["DEEP"].tolist() == [[[10, 20], [11, 21], [12, 22]]]
    assert series.values["MODE"].tolist() == [5]


def test_delimited_groups_and_quotes(tmp_path):
    group = tag(
        "Group_Field_Delimited",
        tag("repetitions", 2)
        + field("Delimited", "A", "ASCII_Integer")
        + field("Delimited", "C", "ASCII_Real"),
    )
    fields = [
        field("Delimited", "WORD", "UTF8_String"),
        group,
        field("Delimited", "TIME", "ASCII_Date_Time_YMD"),
        field("Delimited", "OK", "ASCII_Boolean"),
    ]
    more = tag("record_delimiter", "Carriage-Return Line-Feed") + tag(
        "field_delimiter", "Semicolon"
    )
    data = '"a;é";1;1.5;2;2.5;2014-10-10T00:00:01;true\r\nb;;;3;NaN;2014-10-10T00:00:02;\r\n'
    label = write(tmp_path, table("Delimited", 2, fields, more=more), data.encode())
    (series,) = read(label)
    assert series.values["WORD"].tolist() == ["a;é", "b"]
    np.testing.assert_array_equal(series.values["A"], [[1, 2], [np.nan, 3]])
    np.testing.assert_array_equal(series.values["C"], [[1.5, 2.5], [np.nan, np.nan]])
    assert series.values["OK"].tolist() == [1, 255]


def test_several_tables_are_several_series(tmp_path):
    fields = [field("Character", "T", "ASCII_Date_Time_YMD", 1, 19)]
    fields.append(field("Character", "V", "ASCII_Real", 21, 3))
    rows = b"2014-10-10T00:00:01 1.5\r\n2014-10-10T00:00:02 2.5\r\n"
    more = [field("Character", "V", "ASCII_Real", 21, 3)]
    tables = (
        table("Character", 2, fields, length=25, name="first")
        + table("Character", 1, fields, length=25, offset=25, name="second")
        + table("Character", 2, more, length=25, name="timeless")
    )
    first, second = read(write(tmp_path, tables, rows))
    assert first.dataset.id.endswith("ss1s_first")
    assert second.dataset.id.endswith("ss1s_second")
    assert second.values["V"].tolist() == [2.5]


XXE = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://127.0.0.1/x.dtd">'


@pytest.mark.parametrize("start", [XXE, LAUGHS, OUTSIDE])
def test_document_types_are_refused(tmp_path, start):
    label = character_product(tmp_path)
    text = label.read_text().replace('<?xml version="1.0" encoding="UTF-8"?>', start)
    label.write_text(text.replace("<title>Field", "<title>&x;"))
    with pytest.raises(UnreadableFile, match="document type"):
        read(label)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<a>",
        b"<a>\xff\xfe</a>",
        b'<?xml version="1.0" encoding="none"?><a/>',
        b"<a>" * 100_000,
        b"<a>" * 1000 + b"</a>" * 1000,
    ],
)
def test_no_xml(raw):
    with pytest.raises(UnreadableFile):
        parse_label(raw)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("p.tab", "../p.tab", "outside its folder"),
        ("p.tab", "/etc/passwd", "outside its folder"),
        ("p.tab", "p" * 5000, "it points to is missing"),
        ("p.tab", "q.tab", r"label only: the data file q\.tab it points to is missing"),
        (tag("records", 3), tag("records", 4), "truncated: .* 4 rows .* the file 3"),
        (tag("records", 3), tag("records", 10**17), "truncated"),
        (tag("records", 3), tag("records", -3), "not a count"),
        (tag("record_length", 46), "", "record_length is None, not a count"),
        (tag("field_length", 6), tag("field_length", 60), "a row has only"),
        (tag("field_location", 22), tag("field_location", 0), "reaches from"),
        (tag("data_type", "ASCII_Real"), tag("data_type", "Real"), "'Real'"),
        ("Table_Character", "Array_2D", "no table, but Array_2D"),
        ("File_Area_Observational", "Nothing", "names no data file"),
    ],
)
def test_hostile_labels(tmp_path, old, new, why):
    label = character_product(tmp_path)
    text = label.read_text()
    assert old in text
    label.write_text(text.replace(old, new))
    with pytest.raises(UnreadableFile, match=why):
        read(label)


def test_absurd_repetitions(tmp_path):
    group = tag(
        "Group_Field_Delimited",
        tag("repetitions", 10**12) + field("Delimited", "A", "ASCII_Integer"),
    )
    label = write(tmp_path, table("Delimited", 1, [group]), b"1\r\n")
    with pytest.raises(UnreadableFile, match="two million"):
        read(label)
    label.write_text(label.read_text().replace(tag("repetitions", 10**12), tag("repetitions", 0)))
    with pytest.raises(UnreadableFile, match="repeated 0 times"):
        read(label)
    overlapping = tag(
        "Group_Field_Binary",
        tag("repetitions", 10**12) + tag("group_location", 1) + tag("group_length", 0)
        + field("Binary", "A", "UnsignedByte", 1, 1),
    )  # fmt: skip
    label = write(tmp_path, table("Binary", 1, [overlapping], length=10), b"1" * 10)
    with pytest.raises(UnreadableFile):
        read(label)


def test_truncated_binary_tells_the_numbers(tmp_path):
    fields = [field("Binary", "A", "IEEE754MSBDouble", 1, 8)]
    label = write(tmp_path, table("Binary", 4, fields, length=8), b"\0" * 31)
    with pytest.raises(UnreadableFile, match=r"4 rows of 8 bytes .* 32 .* has 31"):
        read(label)


def samples(test_data):
    return test_data / "vo-metadata" / "pds4_samples"


@pytest.mark.realdata
def test_real_labels_without_data(test_data):
    labels = test_data / "insitu-planetary" / "labels"
    for path in sorted(labels.glob("*.xml")):
        assert PDS4.sniff(path, path.read_bytes()[:HEAD_BYTES])
        with pytest.raises(UnreadableFile, match=rf"label only: .* {path.stem}\.\w+ it points to"):
            read(path)


@pytest.mark.realdata
def test_real_tables_without_time(test_data):
    for name in ("colors.tab", "test_group_fields.dat"):
        with pytest.raises(UnreadableFile, match="no time column"):
            read(samples(test_data) / name)


@pytest.fixture
def pds4_tools(monkeypatch):
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("warnings.warn", lambda *_, **__: None)
        yield pytest.importorskip("pds4_tools")


@pytest.mark.realdata
def test_pds4_tools_reads_the_same_types(test_data, pds4_tools):
    path = samples(test_data) / "test_table_data_types.xml"
    (series,) = read(path)
    theirs = pds4_tools.read(str(path), quiet=True)[0]
    order = np.argsort([time.parse(t) for t in theirs["Dates_YMD_UTC"].tolist()])
    compared = 0
    for p in series.dataset.parameters:
        name = p.label or p.name
        if name not in theirs.data.dtype.names or p.dtype == "tt2000":
            continue
        wanted = np.asarray(theirs[name])[order]
        ours = series.values[p.name]
        if p.labels:
            ours = ours[:, 0] + 1j * ours[:, 1].astype(np.float64)
        if p.is_numeric:
            np.testing.assert_allclose(ours.astype(complex), wanted.astype(complex), rtol=1e-6)
        else:
            assert ours.tolist() == [str(w).strip() for w in wanted]
        compared += 1
    assert compared >= 36


@pytest.mark.realdata
def test_pds4_tools_reads_the_same_delimited_table(test_data, pds4_tools):
    path = samples(test_data) / "Product_DelimitedTable.xml"
    found = read(path)
    assert [len(s) for s in found] == [17, 3]
    theirs = pds4_tools.read(str(path), quiet=True)["SIMPLE_DELIMITED_TABLE"]
    whole = re.compile(r"2004-03-04T00:00:\d\d\.\d{3}")
    dated = [i for i, t in enumerate(theirs["TIME"].tolist()) if whole.fullmatch(str(t))]
    for name in ("ELECTRON COUNTS", "ION COUNTS"):
        wanted = np.ma.asarray(theirs[name])[dated]
        ours = found[0].values[name.replace(" ", "_")]
        assert ours.shape == wanted.shape
        seen = ~np.isnan(ours)
        np.testing.assert_array_equal(ours[seen], np.asarray(wanted)[seen].astype(float))


@pytest.mark.realdata
def test_pds4_tools_reads_the_same_groups(test_data, pds4_tools):
    from dayside.formats.pds.pds4 import _columns
    from dayside.formats.pds.pds4_label import read_label
    from dayside.formats.pds.pds4_layout import tables

    path = samples(test_data) / "test_group_fields.xml"
    theirs = pds4_tools.read(str(path), quiet=True)
    for number, table_ in enumerate(tables(path, read_label(path))):
        for column, name in zip(_columns(table_), theirs[number].data.dtype.names, strict=True):
            np.testing.assert_array_equal(column.values, np.asarray(theirs[number][name]))
