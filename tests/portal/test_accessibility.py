"""axe-core finds nothing serious, in light and in dark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from dayside.portal.workspace import is_built

pytestmark = pytest.mark.browser

VIEWS = (
    "/",
    "/datasets?q=walk",
    "/datasets?q=wlak",
    "/datasets/walk",
    "/parameters/walk/B",
    "/parameters/walk/flux",
    "/find",
    "/find?condition=norm(walk.B)%3C40*nT&column=mean(walk.Bx)",
    "/find?condition=norm(walk.B)%3C40",
    "/find?condition=walk.B",
    "/jobs",
    "/status",
    "/api/docs",
    "/hapi",
    "/datasets/nothing",
    "/app",
    "/app#v=2&p=walk~B&p=walk~flux",
)
SERIOUS = """() => axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
.then((found) => found.violations
  .filter((v) => ["serious", "critical"].includes(v.impact))
  .map((v) => v.id + ": " + v.nodes.map((n) => n.target.join(" ")).join(", ")))"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious(client: httpx.Client, browser: Any, repository: Path, scheme: str) -> None:
    axe = repository / "web" / "node_modules" / "axe-core" / "axe.min.js"
    if not (axe.is_file() and is_built()):
        pytest.skip("axe-core or the portal is not here: npm ci in web/, pip install")
    # Evaluated, not linked: the pages' own policy would refuse a script from elsewhere.
    context = browser.new_context(
        color_scheme=scheme, base_url=str(client.base_url), reduced_motion="reduce"
    )
    found = {}
    for view in VIEWS:
        page = context.new_page()
        page.goto(view)
        page.wait_for_load_state("networkidle")
        page.evaluate(axe.read_text("utf-8"))
        found[view] = page.evaluate(SERIOUS)
        page.close()
    context.close()
    assert {view: serious for view, serious in found.items() if serious} == {}
