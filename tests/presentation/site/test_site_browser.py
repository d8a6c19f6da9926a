"""The pages in a browser: nothing is fetched, nothing complains, the table sorts and filters, wide and narrow screens hold."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import lxml.html
import pytest

from cchc_lib.presentation.site import build_site

from .made_up_run import RESULTS, TRACES, notebooks

CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome", "chrome") if (found := shutil.which(name))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None or sys.platform == "win32", reason="không có Chromium")

# Put in by the test only, with the page's policy widened for it: does what a reader does and writes down what was seen.
_PROBE = """
const seen = {errors: [], hacked: false};
addEventListener("error", event => seen.errors.push(String(event.message || event.target)), true);
document.addEventListener("securitypolicyviolation", event => seen.errors.push(event.violatedDirective + " " + event.blockedURI));
addEventListener("load", () => {
  const shown = () => Array.from(document.querySelectorAll("#bang-chi-tieu tbody tr")).filter(row => row.offsetParent).map(row => row.cells[0].textContent);
  const heads = Array.from(document.querySelectorAll("#bang-chi-tieu thead button"));
  if (heads.length) {
    const result = heads.find(head => head.textContent === "Kết quả");
    result.click(); seen.up = shown(); seen.sort = result.closest("th").getAttribute("aria-sort");
    result.click(); seen.down = shown();
    const type = (id, value) => { const field = document.getElementById(id); field.value = value; field.dispatchEvent(new Event("input")); };
    type("loc-danh-gia", "đạt"); seen.met = shown(); seen.count = document.getElementById("dem").textContent;
    type("loc-danh-gia", ""); type("loc-chu", "dung han"); seen.found = shown(); type("loc-chu", "");
  }
  seen.hacked = "hacked" in window;
  seen.opened = Array.from(document.querySelectorAll("details[open]")).map(one => one.id);
  const width = NARROW && Math.min(NARROW, innerWidth);  // a window of Chromium is never as narrow as a telephone
  if (width) { document.documentElement.style.width = width + "px"; }
  seen.beyond = Array.from(document.querySelectorAll("body *")).filter(one => width && !one.parentElement.closest(".wide") && one.getBoundingClientRect().right > width + 1).map(one => one.outerHTML.slice(0, 80));
  seen.fetched = performance.getEntriesByType("resource").map(one => one.name).filter(name => !name.startsWith("data:"));
  const out = document.createElement("pre"); out.id = "probe"; out.textContent = JSON.stringify(seen); document.body.append(out);
});
"""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    pages = build_site(RESULTS, notebooks(tmp_path_factory.mktemp("run")), TRACES, known=["2024-Q1"])
    for name, page in pages.items():
        probed = page.replace("script-src ", "script-src 'unsafe-hashes' 'nonce-probe' ").replace("'unsafe-hashes' 'nonce-probe' 'none'", "'nonce-probe'")
        for narrow, prefix in ((0, ""), (380, "narrow-")):
            script = f'<script nonce="probe">const NARROW = {narrow};{_PROBE}</script><title>'
            (folder / f"{prefix}{name}").write_text(probed.replace("<title>", script), encoding="utf-8")
    return folder


def look(page: Path, width: int, profile: Path, place: str = "") -> dict[str, object]:
    """Open a page, at a place of it, in a window so wide and return what the probe wrote down."""
    command = [
        str(CHROMIUM), "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}", f"--window-size={width},900",
        "--virtual-time-budget=5000", "--dump-dom", page.as_uri() + place,
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return json.loads(lxml.html.fromstring(done.stdout).get_element_by_id("probe").text_content())


@pytest.fixture(scope="session")
def index(site: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    return look(site / "index.html", 1600, tmp_path_factory.mktemp("profile"))


def test_nothing_is_fetched_and_nothing_complains(index: dict[str, object]) -> None:
    assert index["errors"] == []
    assert index["fetched"] == []
    assert index["hacked"] is False


def test_the_table_sorts_by_number_with_blanks_last(index: dict[str, object]) -> None:
    assert index["up"][:3] == ["2.2.b", "2.2.a", "2.2.c"]
    assert index["down"][:3] == ["2.2.c", "2.2.a", "2.2.b"]
    assert index["sort"] == "ascending"


def test_the_table_filters_by_status_and_by_words_without_diacritics(index: dict[str, object]) -> None:
    assert sorted(index["met"]) == ["2.2.a", "2.2.c"]
    assert index["count"] == "2 chỉ tiêu"
    assert index["found"] == ["2.2.b"]


def test_a_link_to_where_a_figure_comes_from_opens_its_section(site: Path, tmp_path: Path) -> None:
    assert look(site / "tthc.html", 1600, tmp_path, "#bieu-06a-lao-dong-late")["opened"] == ["bieu-06a-lao-dong-all"]
    assert look(site / "tthc.html", 1600, tmp_path)["opened"] == []


@pytest.mark.parametrize("name", ["index.html", "tthc.html"])
def test_a_telephone_need_not_scroll_sideways(site: Path, tmp_path: Path, name: str) -> None:
    seen = look(site / f"narrow-{name}", 380, tmp_path)
    assert seen["beyond"] == []
    assert seen["errors"] == []
    assert seen["hacked"] is False
