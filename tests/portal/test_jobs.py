"""The pages of jobs: without a script, for their owner, and with buttons that work."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from dayside.testing.applications import example_application
from dayside.testing.serving import serving

PAGE = {"accept": "text/html"}


@pytest.fixture
def mine(tmp_path: Path) -> Iterator[httpx.Client]:
    """Give a client of a server that only the user of this machine can reach."""
    application = example_application(tmp_path, token=None)
    with (
        serving(application) as address,
        httpx.Client(base_url=address, headers=PAGE, timeout=30) as client,
    ):
        yield client


def asked(client: httpx.Client, **more: bool) -> str:
    return client.post("/api/jobs", json={"kind": "verify", **more}).json()["id"]


def test_a_job_is_seen_and_cancelled_and_removed(mine: httpx.Client) -> None:
    assert "There are none." in mine.get("/jobs").text
    job = asked(mine, run=False)
    listed = mine.get("/jobs").text
    assert f'href="/jobs/{job}">Integrity check</a>' in listed
    assert "not begun" in listed
    (cancel,) = re.findall(r'action="(/jobs/[^"]*cancel[^"]*)"', mine.get(f"/jobs/{job}").text)
    answer = mine.post(cancel)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/jobs/{job}")
    shown = mine.get(f"/jobs/{job}").text
    assert ">cancelled<" in shown
    assert "data-live" not in shown
    (remove,) = re.findall(r'action="(/jobs/[^"]*remove[^"]*)"', mine.get("/jobs").text)
    assert mine.post(remove).headers["location"] == "/jobs"
    assert mine.get(f"/jobs/{job}").status_code == 404


def test_what_a_job_brought_is_shown(mine: httpx.Client) -> None:
    job = asked(mine)
    until = time.monotonic() + 30
    while "What it brought" not in (text := mine.get(f"/jobs/{job}").text):
        assert time.monotonic() < until, text
        time.sleep(0.1)
    assert "&#34;problems&#34;: []" in text
    assert f'href="/api/jobs/{job}"' in text


def test_a_page_elsewhere_cancels_nothing(mine: httpx.Client) -> None:
    job = asked(mine, run=False)
    elsewhere = {"origin": "https://elsewhere.example"}
    assert mine.post(f"/jobs/{job}/cancel", headers=elsewhere).status_code == 403
    assert mine.get(f"/api/jobs/{job}").json()["phase"] == "PENDING"
    assert mine.get(f"/jobs/{job}/cancel").status_code == 405


def test_strangers_are_told_where_their_jobs_are(client: httpx.Client) -> None:
    text = client.get("/jobs", headers=PAGE).text
    assert "listed for nobody" in text
    assert client.get("/jobs/none", headers=PAGE).status_code == 404
