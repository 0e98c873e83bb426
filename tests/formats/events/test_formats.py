"""Files of event lists: every format gives back what it was given."""

import gzip
import io
import xml.etree.ElementTree as ET
from datetime import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayside.formats.events import event_formats, read_events, write_events
from dayside.model import time
from dayside.model.columns import Column
from dayside.model.errors import UnknownFormat, UnreadableFile
from dayside.model.events import EventList

FORMATS = ["amda", "csv", "hpevent", "json", "votable"]


def example(**about):
    return EventList.of(
        ["2016-09-01T01:00:00.25", "2016-12-31T23:59:60", "2017-06-01"],
        ["2016-09-01T02:00", "2017-01-01", "2017-06-01"],
        {
            "B": Column("B", np.array([1.5, np.nan, 1e-30]), units="nT", description="mean field"),
            "n": Column("n", np.array([1, -2, 3])),
            "class": Column("class", np.array(["bow shock", "", "a <b> & \"c\", d; e"])),
            "peak": Column("peak", np.array([0, time.FILL, 10**18]), "tt2000"),
        },
        name="mine",
        description="what it is about",
        authors=("Ada L.",),
        **about,
    )  # fmt: skip


def written(events, name, tmp_path):
    path = tmp_path / f"file.{name}"
    path.write_bytes(b"".join(write_events(events, name)))
    return path


def read(tmp_path, text, name="list.csv"):
    path = tmp_path / name
    path.write_text(text)
    return read_events(path)


def test_all_formats_are_installed():
    assert sorted(event_formats()) == FORMATS


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("count", [0, 1, 2])
def test_where_a_search_could_not_decide_reads_back(name, count, tmp_path):
    gaps = EventList.of(
        ["2016-10-01", "2016-12-31T23:59:60"][:count],
        ["2016-10-02T00:00:00.25", "2017-01-02"][:count],
    )
    found = example().within("2016-09-01", "2017-07-01").replace(gaps=gaps)
    back = read_events(written(found, name, tmp_path))
    assert back.gaps is not None
    assert [ticks.tolist() for ticks in back.gaps.times] == [t.tolist() for t in gaps.times]
    assert ((~back).start == (~found).start).all()


def test_a_span_that_is_no_interval_is_a_word_of_others(tmp_path):
    head = "# Name: theirs;\n# Span: ten years;\n# Undecided: yes;\n"
    back = read(tmp_path, head + "2016-09-01T01:00 2016-09-01T02:00\n", "list.txt")
    assert (len(back), back.span, back.gaps) == (1, None, None)


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_written_reads_back(name, tmp_path):
    events = example()
    back = read_events(written(events, name, tmp_path))
    assert (back.start == events.start).all()
    assert (back.stop == events.stop).all()
    assert back.name == "mine"
    assert back.description == events.description
    assert back.authors == events.authors
    assert np.array_equal(back["B"], events["B"], equal_nan=True)
    assert back.column("B").units == "nT"
    assert back["n"].tolist() == [1, -2, 3]
    assert (back["peak"] == events["peak"]).all()
    assert back["class"].tolist()[:2] == ["bow shock", ""]


@pytest.mark.parametrize("name", ["csv", "json", "votable"])
def test_texts_are_kept_to_the_letter(name, tmp_path):
    events = example()
    assert read_events(written(events, name, tmp_path))["class"][2] == events["class"][2]


@pytest.mark.parametrize("name", ["csv", "json"])
def test_our_own_files_know_all_there_is(name, tmp_path):
    span = (time.parse("2016"), time.parse("2018"))
    events = example(span=span, tags=("a", "b"), citation="Me 2020", title="Mine")
    back = read_events(written(events, name, tmp_path))
    assert (back.span, back.tags) == (span, ("a", "b"))
    assert (back.citation, back.title) == ("Me 2020", "Mine")
    assert back.column("B").description == "mean field"
    assert back.column("n").dtype == "int64"


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_list_is_one(name, tmp_path):
    back = read_events(written(EventList.empty(name="none"), name, tmp_path))
    assert len(back) == 0


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=5))
@pytest.mark.parametrize("name", FORMATS)
def test_numbers_are_exact(tmp_path_factory, name, numbers):
    events = EventList.of(np.arange(len(numbers)) * time.NS, columns={"x": np.array(numbers)})
    path = written(events, name, tmp_path_factory.mktemp("exact"))
    back = read_events(path)
    if numbers:
        assert back["x"].astype(float).tolist() == numbers


def test_amda_s_clients_find_what_they_look_for():
    text = b"".join(write_events(example(), "votable")).decode()
    fields = [e.attrib for e in ET.parse(io.StringIO(text)).iter() if e.tag.endswith("FIELD")]
    assert [f["name"] for f in fields[:2]] == ["Start Time", "Stop Time"]
    assert {f["datatype"] for f in fields} == {"char", "double"}
    times = [e.text for e in ET.parse(io.StringIO(text)).iter() if e.tag.endswith("TD")][:2]
    # The very pattern with which speasy takes them.
    assert datetime.strptime(times[0], "%Y-%m-%dT%H:%M:%S.%f").microsecond == 250_000  # noqa: DTZ007
    about = next(
        e.text for e in ET.parse(io.StringIO(text)).iter() if e.tag.endswith("DESCRIPTION")
    )
    names = [line for line in about.split(";\n") if "Name" in line]
    assert names[0].split(":")[-1] == "mine"


@pytest.mark.parametrize(
    ("text", "starts", "stops"),
    [
        ("start,stop\n2016-09-01T01:00Z,2016-09-01T02:00Z\n", ["01:00"], ["02:00"]),
        ("Begin Time;End Time\n2016/09/01 01:00;2016/09/01 02:00\n", ["01:00"], ["02:00"]),
        ("# t\n2016-09-01T01:00\n2016-09-01T02:00\n", ["01:00", "02:00"], ["01:00", "02:00"]),
        ("2016-09-01 01:00:00 2016-09-01 02:00:00 5\n", ["01:00"], ["02:00"]),
        ("year,month,day,hour,minute\n2016,9,1,1,30\n", ["01:30"], ["01:30"]),
        ("year,doy,hour\n2016,245,1.5\n2016,245,2\n", ["01:30", "02:00"], ["01:30", "02:00"]),
        ("starttime,endtime,n\n1472691600,1472695200,1\n", ["01:00"], ["02:00"]),
        ("Date,Start,End\n2016-09-01,01:00,02:00\n", ["01:00"], ["02:00"]),
        ("start_year,start_doy,start_hour,stop_year,stop_doy,stop_hour\n2016,245,1,2016,245,2\n",
         ["01:00"], ["02:00"]),
        ("yyyy mm dd hh mi x\n2016 09 01 01 30 5\n2016 09 01 02 30 6\n",
         ["01:30", "02:30"], ["01:30", "02:30"]),
        ("crossing time,B [nT]\n2016-09-01T01:00:00,5\n", ["01:00"], ["01:00"]),
        ("tstart\ttstop\tx\n2016-09-01T01:00\t2016-09-01T02:00\t-\n", ["01:00"], ["02:00"]),
    ],
)  # fmt: skip
def test_tables_of_every_style_say_when(text, starts, stops, tmp_path):
    events = read(tmp_path, text)
    assert [str(t)[11:16] for t in time.to_text(events.start, 0)] == starts
    assert [str(t)[11:16] for t in time.to_text(events.stop, 0)] == stops
    assert {str(t)[:10] for t in time.to_text(events.start, 0)} == {"2016-09-01"}


def test_columns_have_the_type_they_are_of(tmp_path):
    events = read(
        tmp_path,
        "start,stop,n,x,class,seen,peak,speed (km/s)\n"
        "2016-09-01,2016-09-02,1,1.5,BS,true,2016-09-01T12:00,400\n"
        "2016-09-03,2016-09-04,2,NaN,...,false,,\n",
    )
    dtypes = {name: column.dtype for name, column in events.columns.items()}
    assert dtypes == {
        "n": "int64", "x": "float64", "class": "U2", "seen": "bool", "peak": "tt2000",
        "speed": "float64",
    }  # fmt: skip
    assert events.column("speed").units == "km/s"
    assert events["class"].tolist() == ["BS", ""]


def test_a_row_of_units_is_none_of_events(tmp_path):
    events = read(tmp_path, "start,stop,V\ndatetime,datetime,km/s\n2016-01-01,2016-01-02,400\n")
    assert len(events) == 1
    assert events.column("V").units == "km/s"


def test_json_of_others_is_read(tmp_path):
    text = '{"events": [{"start": "2016-09-01T01:00", "end": "2016-09-01T02:00", "n": 3}]}'
    events = read(tmp_path, text, "list.json")
    assert events["n"].tolist() == [3]
    assert events.duration_ns.tolist() == [3600 * time.NS]


def test_a_compressed_file_is_read_as_what_it_holds(tmp_path):
    path = tmp_path / "mine.csv.gz"
    path.write_bytes(gzip.compress(b"start,stop\n2016-09-01,2016-09-02\n"))
    assert read_events(path).name == "mine"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "just some prose about the solar wind\n",
        "a,b\n1,2\n",
        "start,stop\n2016-09-02,2016-09-01\n",
        "start,stop\n2016-09-01,2016-09-02,3,4\n",
        "<VOTABLE><RESOURCE/></VOTABLE>",
        '{"columns": [], "start": [1, "x"]}',
        "[1, 2]",
        "# Name: x;\n2016-01-01T00:00:00 2016-01-02T00:00:00 7\n",
    ],
)
def test_what_is_no_list_is_refused_in_one_sentence(text, tmp_path):
    with pytest.raises(UnreadableFile, match=r"list\.csv"):
        read(tmp_path, text)


def test_an_unknown_format_names_the_nearest():
    with pytest.raises(UnknownFormat, match="Did you mean votable"):
        write_events(example(), "votabel")
