"""Links: what the workspace writes is read here, and the other way round."""

from __future__ import annotations

import base64
import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayside.model import time
from dayside.model.errors import BadRequest
from dayside.model.view import AxisChoice, ShownPanel, ShownSeries, View
from dayside.model.view_link import from_fragment, to_fragment

# The same link stands in web/src/state/link.test.ts.
READABLE = (
    "v=2&t=2016-09-01T00:00:00Z/2016-09-02T00:00:00Z"
    "&p=mars_mag~B,mars_ions~n~c=x+y~side=right"
    "&p=cdaweb/AC_H0~f;scale=log;limits=1..10000000;map=cividis&r=mars_mag~r"
)
SHOWN = View(
    (
        ShownPanel(
            (
                ShownSeries("mars_mag", "B"),
                ShownSeries("mars_ions", "n", columns=("x", "y"), side="right"),
            )
        ),
        ShownPanel(
            (ShownSeries("cdaweb/AC_H0", "f"),),
            values=AxisChoice("log", (1.0, 1e7)),
            map="cividis",
        ),
    ),
    interval=(time.parse("2016-09-01"), time.parse("2016-09-02")),
    rulers=(("mars_mag", "r"),),
)

names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
ends = st.floats(-1e12, 1e12, allow_nan=False)
axes = st.builds(
    AxisChoice,
    st.sampled_from([None, "log", "linear"]),
    st.none() | st.tuples(ends, ends).filter(lambda pair: pair[0] < pair[1]),
    st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=9),
)
series = st.builds(
    ShownSeries,
    names,
    names,
    columns=st.none() | st.lists(names, min_size=1, max_size=3).map(tuple),
    side=st.sampled_from(["left", "right"]),
    errors=st.booleans(),
    flagged=st.sampled_from(["show", "mark", "hide"]),
)
panels = st.builds(
    ShownPanel,
    st.lists(series, min_size=1, max_size=3).map(tuple),
    values=axes,
    second=axes,
    map=st.sampled_from([None, "inferno"]),
    upwards=st.sampled_from([None, 0, 2]),
    over=st.lists(st.sampled_from(["mean", "sum", 0, 17]), max_size=3).map(tuple),
    height=st.sampled_from([1.0, 0.5, 2.25]),
)
moments = st.integers(-8_000_000_000, 8_000_000_000).map(
    lambda s: int(time.from_unix_ns(s * time.NS))
)
views = st.builds(
    View,
    st.lists(panels, min_size=1, max_size=4).map(tuple),
    interval=st.none() | st.tuples(moments, moments).filter(lambda pair: pair[0] < pair[1]),
    title=st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    rulers=st.lists(st.tuples(names, names), max_size=2).map(tuple),
)


def packed(record: object) -> str:
    deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    body = deflate.compress(json.dumps(record).encode()) + deflate.flush()
    return "z=" + base64.urlsafe_b64encode(body).decode().rstrip("=")


def test_a_link_of_the_workspace_is_read_whole():
    assert from_fragment(f"http://127.0.0.1:8000/app#{READABLE}") == SHOWN


@given(views)
def test_every_view_comes_back(view):
    assert from_fragment(to_fragment(view)) == view


def test_a_packed_link_is_read():
    panel = {"series": [{"dataset": "mars_mag", "parameter": "B"}], "over": ["sum", 3]}
    assert from_fragment("#" + packed({"v": 2, "panels": [panel]})) == View(
        (ShownPanel((ShownSeries("mars_mag", "B"),), over=("sum", 3)),)
    )


@pytest.mark.parametrize(
    "link",
    [
        "#v=1&p=a~f;scale=log;map=cividis;slice=3",
        "#"
        + packed(
            {
                "v": 1,
                "range": None,
                "panels": [
                    {
                        "series": [{"dataset": "a", "parameter": "f"}],
                        "scale": "log",
                        "map": "cividis",
                        "slice": 3,
                    }
                ],
            }
        ),
    ],
)
def test_links_of_version_1_load(link):
    panel = ShownPanel((ShownSeries("a", "f"),), values=AxisChoice("log"), map="cividis", over=(3,))
    assert from_fragment(link) == View((panel,))


@pytest.mark.parametrize(
    "link",
    ["", "#", "#v=2", "#v=9&p=a~b", "#z=!!!", "#z=AAAA", "#p=", "#%", READABLE[3:], packed([])],
)
def test_mangled_links_say_so(link):
    with pytest.raises(BadRequest):
        from_fragment(link)


def test_a_link_does_not_unpack_without_end():
    with pytest.raises(BadRequest, match="cannot be read"):
        from_fragment(packed("0" * 5_000_000))
