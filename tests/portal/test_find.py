"""The page that finds events: without a script, with an answer, or with what is wrong."""

from __future__ import annotations

import html
import re
import shlex
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from dayside.model import EventList
from dayside.portal.find.timeline import covered, timeline
from dayside.testing.applications import TOKEN, example_application
from dayside.testing.serving import serving

PAGE = {"accept": "text/html"}
BEARER = {"authorization": f"Bearer {TOKEN}"}
WEAK = "norm(walk.B) < 40*nT"


@pytest.fixture
def mine(tmp_path: Path) -> Iterator[httpx.Client]:
    """Give a client of a server that only the user of this machine can reach."""
    application = example_application(tmp_path, token=None)
    with (
        serving(application) as address,
        httpx.Client(base_url=address, headers=PAGE, timeout=30) as client,
    ):
        yield client


def page(client: httpx.Client, **asked: Any) -> str:
    answer = client.get("/find", params=asked, headers=PAGE)
    assert answer.status_code == 200, answer.text
    return answer.text


def trouble(text: str) -> tuple[str, str]:
    """Return the field that is wrong and the sentence at it."""
    ((field, sentence),) = re.findall(r'id="(\w+)-trouble" role="alert">(.*?)</span>', text)
    return field, html.unescape(sentence)


def test_somebody_new_gets_an_answer_with_one_click(client: httpx.Client) -> None:
    links = re.findall(r'href="(/find\?condition[^"]*)"', page(client))
    assert links
    # The first of all searches loads compiled kernels: a busy machine needs more than patience.
    client.get("/api/find", params={"condition": WEAK}, timeout=120)
    for link in links:
        text = client.get(html.unescape(link), headers=PAGE).text
        assert re.search(r"<h2>[\d\u202f]+ events?, ", text), link


def test_the_answer_is_that_of_the_interface(client: httpx.Client) -> None:
    asked = {"condition": WEAK, "min_duration": "5 s", "column": "b = mean(norm(walk.B))"}
    found = client.get("/api/find", params=asked).json()
    text = page(client, **asked)
    assert f"<h2>{found['count']} event" in text
    rows = re.findall(r'<tr><td class="nowrap"><a href="([^"]*)"[^>]*>([^<]*)</a>', text)
    assert [start for _, start in rows] == [
        s.removesuffix(".000Z").replace("T", " ") for s in found["start"][:100]
    ]
    assert all("p=walk~B" in link and link.startswith("/app#v=2&amp;t=") for link, _ in rows)
    for name in ("votable", "csv", "json", "amda"):
        (link,) = re.findall(rf'href="(/api/find\?[^"]*format={name})"', text)
        assert client.get(html.unescape(link)).status_code == 200
    record = client.get("/find.json", params=asked).json()
    assert record["events"]["start"] == found["start"]
    assert record["plan"]["reads"][0]["dataset"] == "walk"


def test_the_gap_is_told_as_undecided(client: httpx.Client) -> None:
    text = page(client, condition=WEAK)
    assert "1 interval could not be decided" in text
    assert 'aria-label="1 interval could not be decided' in text


def test_the_plan_says_what_is_resampled_and_how(client: httpx.Client) -> None:
    assert "Nothing: all is on the same times." in page(client, condition=WEAK)
    text = page(client, condition=WEAK, step="10 s")
    assert "norm(walk.B) (the times of walk, 1 s) is averaged over 10 s cells" in text


@pytest.mark.parametrize(
    ("asked", "field", "said"),
    [
        ({"condition": "norm(walk.B) < 5"}, "condition", "Write 5*nT."),
        ({"condition": "nrm(walk.B) < 5*nT"}, "condition", "Did you mean norm?"),
        ({"condition": "walk.Bq < 5*nT"}, "condition", "Did you mean B?"),
        ({"condition": "walkk.B[0] < 5*nT"}, "condition", "Did you mean walk?"),
        ({"condition": "(" * 500}, "condition", "too many nested parentheses"),
        ({"condition": "1 < 2"}, "condition", "names no dataset"),
        ({"condition": WEAK, "start": "soon"}, "start", "This is no time."),
        ({"condition": WEAK, "stop": "<b>"}, "stop", "This is no time."),
        ({"condition": WEAK, "start": "2017", "stop": "2016"}, "start", "is not before the stop"),
        ({"condition": WEAK, "min_duration": "-1 s"}, "min_duration", "from 0 on"),
        ({"condition": WEAK, "merge": "5 parsec"}, "merge", "no length of time"),
        ({"condition": WEAK, "bridge": "x"}, "bridge", "no length of time"),
        ({"condition": WEAK, "step": "x"}, "step", "no length of time"),
        ({"condition": WEAK, "column": "men(walk.Bx)"}, "column", "Did you mean mean?"),
        ({"condition": WEAK, "column": "mean(walk.B)"}, "column", "one number an event"),
    ],
)
def test_what_is_wrong_stands_at_its_field(
    client: httpx.Client, asked: dict[str, str], field: str, said: str
) -> None:
    answer = client.get("/find", params=asked, headers=PAGE)
    assert answer.status_code in (400, 404)
    where, sentence = trouble(answer.text)
    assert where == field
    assert said in sentence
    # What was written is still there.
    assert html.escape(asked["condition"], quote=False) in answer.text.replace("&#34;", '"')
    told = client.get("/find.json", params=asked)
    assert told.status_code == answer.status_code
    assert "message" in told.json()["error"]


def test_what_is_private_is_not_there_for_strangers(client: httpx.Client) -> None:
    secret = {"condition": "hidden.secret > 0*nT"}
    answer = client.get("/find", params=secret, headers=PAGE)
    nowhere = client.get("/find", params={"condition": "hiddem.secret > 0*nT"}, headers=PAGE)
    assert answer.status_code == nowhere.status_code == 404
    said = [trouble(a.text)[1].replace("hiddem", "hidden") for a in (answer, nowhere)]
    assert said[0] == said[1]
    for path in ("/find", "/find?dataset=hidden"):
        assert "hidden.secret" not in client.get(path, headers=PAGE).text
    known = client.get("/find", params=secret, headers=PAGE | BEARER)
    assert "<h2>1 event" in known.text


@pytest.mark.parametrize("formula", ["norm(walk.B)", "walk.B", "walk.B > 5*nT", "walk.flux"])
def test_a_formula_that_is_no_condition_is_drawn(client: httpx.Client, formula: str) -> None:
    text = page(client, condition=formula)
    assert "no condition." in text
    assert re.search(r'<(path class="mean|img class="plot")', text)
    assert f'name="formula" value="{html.escape(formula)}"' in text
    assert "Save as dataset" not in text


def test_the_same_in_python_and_with_curl(client: httpx.Client) -> None:
    asked = {"condition": WEAK, "min_duration": "5 s", "column": "b = mean(norm(walk.B))"}
    text = page(client, **asked)
    code = [html.unescape(c) for c in re.findall(r'<pre class="copy"[^>]*><code>(.*?)</code>',
                                                 text, re.DOTALL)]  # fmt: skip
    python, shell, curl = code
    done: dict[str, Any] = {}
    exec(python, done)
    done["archive"].close()
    assert f"<h2>{len(done['events'])} event" in text
    assert shlex.split(shell)[:3] == ["dayside", "find", WEAK]
    said = [word.partition("=") for word in shlex.split(curl) if "=" in word]
    assert {name: value for name, _, value in said} == asked


class Hurried:
    """A ticket that never waits."""

    saved = None

    def advance(self, *_: object) -> None:
        from dayside.model.errors import Cancelled

        raise Cancelled("late")

    check = advance


def test_what_takes_long_is_a_job(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {"condition": WEAK, "column": "mean(walk.Bx)\nmax(walk.Bx)"}
    whole = re.findall(r"<h2>\d+ events?,.*?</h2>", page(client, **asked))
    monkeypatch.setattr("dayside.portal.find.reply.Patience", Hurried)
    text = page(client, **asked)
    assert "This takes longer" in text
    assert client.get("/find.json", params=asked).json()["needs_job"]
    (form,) = re.findall(r'<form method="post" action="/find">(.*?)</form>', text, re.DOTALL)
    fields = re.findall(r'name="(\w+)" value="([^"]*)"', form)
    sent: dict[str, Any] = {"column": []}
    for name, value in fields:
        said = html.unescape(value)
        sent = sent | ({"column": [*sent["column"], said]} if name == "column" else {name: said})
    answer = client.post("/find", data=sent)
    assert answer.status_code == 303
    where = answer.headers["location"]
    until = time.monotonic() + 30
    while "phase completed" not in (text := client.get(where, headers=PAGE).text):
        assert "data-live" in text
        assert time.monotonic() < until, text
        time.sleep(0.1)
    assert re.findall(r"<h2>\d+ events?,.*?</h2>", text) == whole
    (link,) = re.findall(r'href="(/find/events\?[^"]*format=csv)"', text)
    assert client.get(html.unescape(link)).text.count("\n2016-") > 3
    # The page of the job leads to it.
    job = where.removeprefix("/find?job=")
    assert f'href="{where}"' in client.get(f"/jobs/{job}", headers=PAGE).text


def test_a_job_that_runs_shows_what_it_has_found_so_far() -> None:
    from datetime import UTC, datetime

    from dayside.model import ANONYMOUS, Job, Phase
    from dayside.portal.find.shown import so_far_of

    now = datetime.now(UTC)
    told = {"count": 2000, "start": ["2016-09-01T00:00:00.000Z"], "stop": ["2016-09-01T00:01:00Z"]}
    job = Job("x", "find", {}, ANONYMOUS, Phase.EXECUTING, now, now, partial=told)
    shown = so_far_of(job)
    assert shown is not None
    assert shown["count"] == 2000
    (row,) = shown["rows"]
    assert (row.start, row.duration) == ("2016-09-01 00:00:00", "1 min")
    assert so_far_of(None) is None


def test_what_was_found_is_kept(mine: httpx.Client) -> None:
    assert "Save as event list" in page(mine, condition=WEAK)
    sent = {"condition": WEAK, "name": "weak", "title": "Weak field", "access": "public"}
    elsewhere = mine.post("/find/events", data=sent, headers={"origin": "https://else.example"})
    assert elsewhere.status_code == 403
    answer = mine.post("/find/events", data=sent)
    assert (answer.status_code, answer.headers["location"]) == (303, "/events/weak")
    assert "Weak field" in mine.get("/events/weak").text
    found = mine.get("/api/find", params={"condition": WEAK}).json()
    assert mine.get("/api/events/weak").json()["start"] == found["start"]
    within = page(mine, condition='in_events("weak") and walk.Bx < 1e9*nT')
    assert f"<h2>{found['count']} event" in within


def test_a_formula_is_kept_as_a_dataset(mine: httpx.Client) -> None:
    assert "Save as dataset" in page(mine, condition="norm(walk.B)")
    sent = {"condition": "norm(walk.B)", "name": "strength", "access": "public"}
    answer = mine.post("/find/formula", data=sent)
    assert (answer.status_code, answer.headers["location"]) == (303, "/datasets/formulas/strength")
    assert mine.get("/datasets/formulas/strength").status_code == 200
    refused = mine.post("/find/formula", data=sent | {"name": "No name"})
    assert refused.status_code == 400
    assert "is no name of a formula" in refused.text


def test_strangers_keep_nothing(client: httpx.Client) -> None:
    assert "Save as" not in page(client, condition=WEAK)
    for path in ("/find/events", "/find/formula"):
        sent = {"condition": WEAK, "name": "x"}
        assert client.post(path, data=sent, headers=PAGE).status_code == 403


def test_bars_are_shares_of_the_time() -> None:
    rng = np.random.default_rng(5)
    ends = np.unique(rng.integers(0, 1000, 41))[:40].reshape(-1, 2)
    edges = np.arange(0, 1001, 20)
    inside = np.zeros(1000)
    for start, stop in ends:
        inside[start:stop] = 1
    np.testing.assert_allclose(covered(*ends.T, edges), inside.reshape(-1, 20).mean(axis=1))


def test_one_short_event_in_ten_years_is_seen() -> None:
    second = 10**9
    events = EventList(np.array([0]), np.array([second]))
    picture = timeline(events, -second * 10**8, second * 10**8)
    assert "V0.0" in picture.events
    assert picture.undecided == ""
    assert picture.fullest is not None
    assert abs(picture.fullest) <= picture.bin_ns
