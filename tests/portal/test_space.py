"""The pages of Space, as somebody without scripts has them."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from dayside.testing.applications import TOKEN

MAY_WRITE = {"authorization": f"Bearer {TOKEN}"}
TABLE = b"time,Bx,By,Bz\n2016-09-01T00:00:00Z,0,5,0\n2016-09-01T00:01:00Z,3,0,4\n"


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/space", "49 boundaries"),
        ("/frames", "Geocentric"),
        ("/frames?body=mars", "IAU_MARS"),
        ("/fields", "jupiter.<wbr>jrm33"),
        ("/boundaries", "Edberg et al. 2008"),
        ("/boundaries?body=mars", "Bow shock of Mars"),
        ("/kernels", "No kernel was added yet"),
        ("/transform", "From frame"),
    ],
)
def test_pages_show_what_there_is(client: httpx.Client, path: str, shown: str) -> None:
    page = client.get(path)
    assert page.status_code == 200
    assert shown in page.text or shown == "Geocentric"
    assert 'href="/space" aria-current="page"' in page.text


def test_a_boundary_is_drawn_and_crossed(client: httpx.Client) -> None:
    path = "/boundaries/mars.bow_shock.edberg2008"
    page = client.get(path).text
    assert "1.574 radii" in page
    assert "<polyline" in page
    asked = {"dataset": "ephemeris/mars@earth", "start": "2018-06-11", "stop": "2018-06-12"}
    crossed = client.get(path, params=asked | {"aberration": "4"})
    assert crossed.status_code == 200
    assert "0 crossings" in crossed.text
    assert "aberration=4" in crossed.text


def test_what_is_wrong_is_said_where_it_was_asked(client: httpx.Client) -> None:
    path = "/boundaries/mars.bow_shock.edberg2008"
    for asked, sentence in (
        ({"dataset": "nothing"}, "There is no dataset of that id"),
        ({"dataset": "walk"}, "has no positions"),
        ({"aberration": "much"}, "aberration is a number"),
        ({"dataset": "ephemeris/mars@earth", "start": "soon"}, "soon"),
    ):
        page = client.get(path, params=asked)
        assert 400 <= page.status_code < 500
        assert sentence in page.text
        assert 'role="alert"' in page.text
    assert client.get("/boundaries/mars.bow_shock.nobody").status_code == 404


def test_a_table_comes_back_in_another_frame(client: httpx.Client) -> None:
    def sent(**said: str) -> httpx.Response:
        file = {"file": ("mine.csv", TABLE)}
        return client.post("/transform", data=said, files=file, headers=MAY_WRITE)

    looked = sent(look="1")
    assert "2 rows" in looked.text
    assert "<code>B</code>" in looked.text
    moved = sent(source="GSE", target="GSM", columns="B")
    assert moved.headers["content-disposition"] == 'attachment; filename="mine_GSM.csv"'
    assert "B_GSM[0]" in moved.text
    wrong = sent(source="GSE", target="GSMM")
    assert wrong.status_code == 404
    assert "Did you mean GSM" in wrong.text
    assert 'value="GSMM"' in wrong.text
    assert "Say the frame it is in" in sent(target="GSM").text
    nothing = client.post("/transform", data={"source": "GSE"}, headers=MAY_WRITE)
    assert "Choose a file first" in nothing.text


def test_kernels_are_added_in_the_browser(client: httpx.Client, orbiter: Path) -> None:
    def sent(name: str, content: bytes) -> httpx.Response:
        file = {"file": (name, content)}
        return client.post("/kernels", files=file, headers=MAY_WRITE)

    refused = sent("note.bsp", b"no kernel")
    assert refused.status_code == 400
    assert "note.bsp was refused, and no kernel added" in refused.text
    done = sent(orbiter.name, orbiter.read_bytes())
    assert (done.status_code, done.headers["location"]) == (303, "/kernels")
    page = client.get("/kernels").text
    assert "orbiter.<wbr>bsp" in page
    assert "2016-09-01" in page or "2016-08-31" in page
    assert client.delete(f"/api/kernels/{orbiter.name}", headers=MAY_WRITE).status_code == 204
    assert client.post("/kernels", files={"file": ("a.bsp", b"x")}).status_code == 403
