"""VOTables of others, and ours before the eyes of astropy."""

import io
import warnings

import numpy as np
import pytest
from astropy.io import votable
from astropy.io.votable.tree import VOTableFile
from astropy.table import Table

from dayside.formats import Description
from dayside.formats.votable.format import VoTable
from dayside.formats.votable.time import ticks_of_days
from dayside.model import Dataset, Parameter, Series, time
from dayside.model.errors import UnreadableFile
from dayside.testing.examples import example_series


def read(tmp_path, content, description=Description()):  # noqa: B008 - frozen
    path = tmp_path / "x.vot"
    path.write_bytes(content)
    return VoTable().read(path, description)


def test_astropy_finds_nothing_wrong_with_what_is_written():
    series = example_series()
    content = b"".join(VoTable().write(series.dataset, [series[:5], series[5:]]))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        document = votable.parse(io.BytesIO(content), verify="exception")
    (found,) = document.iter_tables()
    table = found.to_table()
    assert document.version == "1.4"
    np.testing.assert_array_equal(np.ma.filled(table["B"], np.nan), series.values["B"])
    np.testing.assert_array_equal(table["counts"].mask, series.values["counts"] == -1)
    np.testing.assert_array_equal(table["mode"], series.values["mode"])
    assert table["time"][0] == "2016-12-31T23:59:58.000000000Z"
    assert (table["B"].unit, table["density"].unit) == ("nT", "cm-3")
    fields = {f.name: f for f in found.fields}
    assert (fields["time"].xtype, fields["time"].ref) == ("timestamp", "utc")
    assert fields["B"].ucd == "phys.magField"
    (system,) = document.iter_timesys()
    assert system.timescale == "UTC"
    infos = {i.name: i.value for i in document.resources[0].infos}
    assert (infos["simulated"], infos["target"]) == ("yes", "Mars")


def test_units_that_are_none_are_told_in_words():
    parameters = [Parameter(f"p{k}", "float32", u) for k, u in enumerate(["R_M", "a b c", "%"])]
    dataset = Dataset("a", (*parameters, Parameter("time", "U2", shape=(2,))))
    content = b"".join(VoTable().write(dataset, [Series.empty(dataset)]))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        (table,) = votable.parse(io.BytesIO(content), verify="exception").iter_tables()
    assert [str(f.unit) for f in table.fields[1:4]] == ["R_M", "None", "None"]
    assert "in a b c" in table.fields[2].description
    assert [f.name for f in table.fields[4:]] == ["time__0", "time__1"]


def foreign(table, kind, **attributes):
    document = VOTableFile.from_table(table)
    found = document.get_first_table()
    for name, said in attributes.items():
        for key, value in said.items():
            setattr(found.get_field_by_id_or_name(name), key, value)
    found.format = kind
    out = io.BytesIO()
    document.to_xml(out)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["tabledata", "binary", "binary2"])
def test_serialisations(tmp_path, kind):
    table = Table(
        {
            "obs_time": ["2020-01-01T00:00:00Z", "2020-01-01T00:00:01.5"],
            "n": np.array([1.0, np.nan]),
            "flux": np.array([[1.0, 2.0], [3.0, np.nan]]),
            "name": ["é", "b"],
        }
    )
    table["flux"].unit = "eV"
    (got,) = read(tmp_path, foreign(table, kind, n={"description": "Number"}))
    assert [str(t) for t in time.to_text(got.time, 1)] == [
        "2020-01-01T00:00:00.0Z",
        "2020-01-01T00:00:01.5Z",
    ]
    np.testing.assert_array_equal(got.values["n"], [1, np.nan])
    np.testing.assert_array_equal(got.values["flux"], [[1, 2], [3, np.nan]])
    assert got.values["name"].tolist() == ["é", "b"]
    assert (got.dataset["flux"].units, got.dataset["n"].description) == ("eV", "Number")


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ({"xtype": "mjd"}, [58849.0, 58849.5]),
        ({"ucd": "time.epoch"}, [2458849.5, 2458850.0]),
        ({"ucd": "time.epoch;meta.main", "unit": "d"}, [2458849.5, 2458850.0]),
    ],
)
def test_julian_dates(tmp_path, said, values):
    table = Table({"t": values, "n": [1.0, 2.0]})
    (got,) = read(tmp_path, foreign(table, "tabledata", t=said))
    assert [str(t) for t in time.to_text(got.time, 0)] == [
        "2020-01-01T00:00:00Z",
        "2020-01-01T12:00:00Z",
    ]
    assert got.dataset.names == ("n",)


def test_timesys(tmp_path):
    system = b'<TIMESYS ID="ts" timescale="TT" refposition="TOPOCENTER" timeorigin="2451545.0"/>'
    content = head(
        field=b'<FIELD name="t" datatype="double" unit="s" ref="ts"/>'
        b'<FIELD name="n" datatype="int"/>'
    ).replace(b"<TABLE ", system + b"<TABLE ")
    first, rest = content.split(b"<TR>")
    rows = b"<TR><TD>0</TD><TD>1</TD></TR><TR><TD>3600</TD><TD>2</TD></TR>"
    (got,) = read(tmp_path, first + rows + rest.partition(b"</TR>")[2])
    np.testing.assert_array_equal(got.time, [0, 3600 * time.NS])


def test_scales():
    days = np.array([0.0, np.nan])
    assert ticks_of_days(days, 2451545.0, "TT").tolist() == [0, time.FILL]
    assert ticks_of_days(days, 2451545.0, "TAI")[0] == 32_184_000_000
    assert ticks_of_days(days, 2451544.5, "UTC")[0] == time.parse("2000-01-01")
    for scale, origin in (("LOCAL", 2451545.0), ("UTC", 0.0)):
        with pytest.raises(UnreadableFile):
            ticks_of_days(days, origin, scale)


def head(more=b"", field=b'<FIELD name="time" datatype="char" arraysize="20"/>', table=b""):
    return (
        b'<?xml version="1.0"?>' + more + b'<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/'
        b'VOTable/v1.3"><RESOURCE><TABLE ' + table + b">" + field + b"<DATA><TABLEDATA><TR><TD>"
        b"2020-01-01T00:00:00Z</TD></TR></TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>"
    )


LAUGHS = b"<!DOCTYPE x [" + b"".join(
    b'<!ENTITY a%d "%s">' % (k, b"&a%d;" % (k - 1) * 10 if k else b"ha") for k in range(12)
) + b"]>"  # fmt: skip


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (head(LAUGHS), "entities"),
        (head(table=b'nrows="99999999999"'), "rows, more than"),
        (head(field=b'<FIELD name="a" datatype="double" arraysize="99999x99999"/>'), "arrays"),
        (head(field=b'<FIELD name="a" datatype="int"/>' * 30_000), "fields"),
        (head().replace(b"<TABLEDATA>", b'<BINARY><STREAM href="file:///etc/passwd"/>'), "fetched"),
        (head().replace(b"<TABLEDATA>", b'<BINARY><STREAM encoding="gzip">'), "fetched"),
        (head(), "besides the time"),
        (head()[:-60], "no sound VOTable"),
    ],
)
def test_hostile_files_are_refused(tmp_path, content, reason):
    with pytest.raises(UnreadableFile, match=reason):
        read(tmp_path, content)


def test_entities_of_another_encoding_are_refused(tmp_path):
    text = head(LAUGHS).decode().replace("?>", ' encoding="UTF-16"?>', 1)
    with pytest.raises(UnreadableFile):
        read(tmp_path, text.encode("utf-16"))


@pytest.mark.realdata
def test_a_table_without_time_is_refused(test_data, tmp_path):
    content = (test_data / "vo-metadata/path.vot").read_bytes()
    with pytest.raises(UnreadableFile, match="no table of numbers with a time found"):
        read(tmp_path, content)
