from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest

from dayside.portal import assets
from dayside.testing.applications import TOKEN

HTML = {"accept": "text/html"}
BEARER = {"authorization": f"Bearer {TOKEN}"}
PAGES = (
    "/",
    "/datasets",
    "/datasets?q=walk&target=Mars",
    "/datasets/walk",
    "/parameters/walk/B",
    "/parameters/walk/flux",
    "/find",
    "/find?condition=norm(walk.B)%3C40*nT&column=mean(walk.Bx)",
    "/find?condition=walk.flux",
    "/jobs",
    "/events",
    "/status",
    "/nowhere",
)


class Checked(HTMLParser):
    """Elements that must be closed are; ids are unique; nothing is inline."""

    VOID = frozenset({"meta", "link", "input", "br", "img", "path", "rect", "stop", "wbr"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag not in self.VOID:
            self.open.append(tag)
        if "style" in said or any(name.startswith("on") for name in said):
            self.faults.append(f"inline in {tag}")
        if tag == "style" or (
            tag == "script" and "src" not in said and said.get("type") != "application/ld+json"
        ):
            self.faults.append(f"inline {tag}")
        if tag == "img" and not said.get("alt"):
            self.faults.append("picture without text")
        if said.get("id"):
            self.ids.append(said["id"] or "")
        self.links += [said[name] or "" for name in ("href", "src", "action") if name in said]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in self.VOID:
            return
        last = self.open.pop() if self.open else ""
        if last != tag:
            self.faults.append(f"{last} closed by {tag}")


def page(client: httpx.Client, path: str, **headers: str) -> str:
    return client.get(path, headers=HTML | headers).text


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_well_formed_and_need_nothing_from_elsewhere(
    client: httpx.Client, path: str
) -> None:
    checked = Checked()
    checked.feed(page(client, path))
    # HTML lets the end of a paragraph or a list item be left out; these pages do not.
    assert checked.faults == []
    assert checked.open == []
    assert len(checked.ids) == len(set(checked.ids))
    foreign = [link for link in checked.links if link.startswith(("http", "//"))]
    assert all(link.startswith(str(client.base_url)) for link in foreign)


@pytest.mark.parametrize("path", PAGES[:-1])
def test_every_link_of_a_page_leads_somewhere(client: httpx.Client, path: str) -> None:
    checked = Checked()
    checked.feed(page(client, path))
    for link in {link.partition("#")[0] for link in checked.links} - {""}:
        if link.startswith(("data:", "/app", "/api/data", "/api/evaluate", "/api/tile")):
            continue
        assert client.get(link, follow_redirects=True).status_code == 200, link


def test_home_finds_and_tells_what_is_new(client: httpx.Client) -> None:
    text = page(client, "/")
    assert 'role="search"' in text
    assert "A random &lt;walk&gt; &amp; more" in text
    assert 'href="/datasets?target=Mars"' in text
    assert "Hidden one" not in text


def test_search_narrows_by_facets_and_takes_them_away(client: httpx.Client) -> None:
    text = page(client, "/datasets?target=Mars")
    assert re.search(r'href="/datasets\?" title="Mars: take this away" aria-current="true"', text)
    assert "1 dataset" in text
    assert "No dataset has all of this" in page(client, "/datasets?q=nothing")


def test_what_is_private_shows_only_with_the_token(client: httpx.Client) -> None:
    assert "Hidden one" not in page(client, "/datasets")
    assert client.get("/datasets/hidden", headers=HTML).status_code == 404
    assert "hidden" not in page(client, "/sitemap.xml") + client.get("/status.json").text
    seen = client.get("/datasets/hidden", headers=HTML | BEARER)
    assert "Hidden one" in seen.text
    assert "private" in seen.text


def test_a_dataset_page_tells_what_is_known_and_what_is_not(client: httpx.Client) -> None:
    text = page(client, "/datasets/walk")
    for told in ("2016-12-31 20:00", "20\u202f000", "Nobody (2026)", "CC-BY-4.0", "nT", "MSO"):
        assert told in text, told
    assert "simulated" in text
    assert "not stated" in text  # the DOI
    assert "bogus" not in text


def test_a_dataset_page_tells_how_to_get_it(client: httpx.Client) -> None:
    text = page(client, "/datasets/walk")
    base = str(client.base_url)
    assert f"dayside.open(&#34;{base}&#34;)" in text
    address = re.search(rf"{base}/hapi/data\?[^<]*", text)
    assert address
    assert client.get(address[0].replace("&amp;", "&")).status_code == 200
    command = re.search(rf"curl &#34;({base}/api/data\?[^<]*?)&#34;", text)
    assert command
    assert "#v=2&amp;p=walk~B&amp;p=walk~flux" in text


def test_a_quick_look_shows_vectors_not_their_components(client: httpx.Client) -> None:
    text = page(client, "/datasets/walk")
    figure = text[text.index("<figure") : text.index("</figure>")]
    assert "<b>B</b>" in figure
    assert "<b>Bx</b>" not in figure
    assert 'class="line-m">|B|' in figure
    image = re.search(r'src="(/quicklook\.png[^"]*)"', figure)
    assert image
    answer = client.get(image[1].replace("&amp;", "&"))
    assert answer.content.startswith(b"\x89PNG")
    assert "immutable" in answer.headers["cache-control"]
    assert "2 stretches with samples" in figure


@pytest.mark.parametrize(
    "query", ["", "?dataset=walk", "?dataset=walk&parameter=B", "?dataset=hidden&parameter=secret"]
)
def test_pictures_that_are_none_are_not_found(client: httpx.Client, query: str) -> None:
    assert client.get(f"/quicklook.png{query}").status_code == 404


def test_search_engines_read_the_same(client: httpx.Client) -> None:
    text = page(client, "/datasets/walk")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert found
    assert "<" not in found[1]
    record = json.loads(found[1])
    assert record["@type"] == "Dataset"
    assert record["name"] == "A random <walk> & more"
    assert record["temporalCoverage"].startswith("2016-12-31T20:00:00.000Z/")
    assert {v["name"] for v in record["variableMeasured"]} >= {"B", "flux"}
    assert "identifier" in record


def test_pages_have_json_siblings(client: httpx.Client) -> None:
    assert client.get("/datasets/walk.json").json()["id"] == "walk"
    assert client.get("/datasets.json?q=walk").json()["facets"]["target"] == {"Mars": 1}
    assert client.get("/status.json").json()["sources"][0]["datasets"] == 1
    home = client.get("/index.json").json()
    assert home == client.get("/.json").json()
    assert [news["dataset"]["id"] for news in home["new"]] == ["walk"]
    assert len(home["examples"]) >= 1
    missing = client.get("/datasets/wolk.json")
    assert missing.status_code == 404
    assert missing.json()["error"]["type"] == "UnknownDataset"


@pytest.mark.parametrize("path", PAGES[:-1])
def test_every_page_names_its_json(client: httpx.Client, path: str) -> None:
    sibling = re.search(r'type="application/json" href="([^"]+)"', page(client, path))
    assert sibling
    answer = client.get(sibling[1].replace("&amp;", "&"))
    assert answer.headers["content-type"] == "application/json"


def test_an_error_page_offers_the_nearest(client: httpx.Client) -> None:
    answer = client.get("/datasets/walks", headers=HTML)
    assert answer.status_code == 404
    assert 'href="/datasets/walk"' in answer.text
    assert answer.headers["x-request-id"] in answer.text
    assert 'href="/status"' in page(client, "/statas")


def test_programs_get_errors_as_json(client: httpx.Client) -> None:
    answer = client.get("/nowhere", headers={"accept": "*/*"})
    assert answer.json()["error"]["status"] == 404


def test_what_was_asked_is_never_markup(client: httpx.Client) -> None:
    bad = "<script>alert(1)</script>"
    for path in (f"/datasets?q={bad}", f"/datasets?target={bad}", f"/datasets/{bad}", f"/{bad}"):
        assert bad not in page(client, path)


@pytest.mark.parametrize("start", ["-1", "x", "99999999999", "5", "²"])
def test_pages_beyond_the_last_are_empty(client: httpx.Client, start: str) -> None:
    assert client.get("/datasets", params={"from": start}, headers=HTML).status_code == 200


def test_assets_are_kept_for_ever_by_version_only(client: httpx.Client) -> None:
    link = re.search(r'href="(/assets/dayside\.css\?v=\w+)"', page(client, "/"))
    assert link
    kept = client.get(link[1])
    assert "immutable" in kept.headers["cache-control"]
    assert "--ground" in kept.text
    assert client.get("/assets/dayside.css").headers["cache-control"] == "no-cache"
    for name in ("base.html", "..%2frendering.py", "style.css"):
        assert client.get(f"/assets/{name}").status_code == 404


def test_without_its_bundle_the_workspace_says_how_to_build_it(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("dayside.portal.workspace.STATIC", tmp_path)
    answer = client.get("/app", headers=HTML)
    assert answer.status_code == 503
    assert "npm run build" in answer.text
    assert "not part of this installation" in page(client, "/")


def test_the_workspace_is_what_the_manifest_names(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".vite").mkdir()
    entry = {"file": "assets/main-1.js", "css": ["assets/main-2.css"], "imports": ["_x.js"]}
    manifest = {"src/ui/main.ts": entry, "_x.js": {"file": "x.js", "css": ["assets/x.css"]}}
    (tmp_path / ".vite" / "manifest.json").write_text(json.dumps(manifest))
    monkeypatch.setattr("dayside.portal.workspace.STATIC", tmp_path)
    text = page(client, "/app")
    assert 'src="/static/assets/main-1.js"' in text
    assert 'href="/static/assets/main-2.css"' in text
    assert 'href="/static/assets/x.css"' in text
    assert "<noscript>" in text


def test_crawlers_find_pages_and_leave_data_alone(client: httpx.Client) -> None:
    robots = client.get("/robots.txt").text
    assert "Disallow: /api/" in robots
    assert f"Sitemap: {client.base_url}/sitemap.xml" in robots
    assert f"<loc>{client.base_url}/datasets/walk</loc>" in client.get("/sitemap.xml").text


def test_a_last_slash_leads_to_the_list(client: httpx.Client) -> None:
    assert client.get("/datasets/").headers["location"] == "/datasets"


def test_head_is_answered(client: httpx.Client) -> None:
    for path in PAGES[:-1]:
        answer = client.head(path)
        assert (answer.status_code, answer.content) == (200, b"")


def test_every_asset_is_there() -> None:
    for name in ("dayside.css", "tokens.css", "dayside.js", "mark.svg"):
        assert len(assets.asset_version(name)) == 12
