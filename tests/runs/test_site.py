"""A run's pages: written whole, beside those of other periods, the run untouched."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import lxml.html
import pytest

from cchc_lib.domain.errors import RunError
from cchc_lib.runs import site
from cchc_lib.runs.archive.folder import MANIFEST, RunFolder
from cchc_lib.runs.archive.snapshot import FOLDER
from cchc_lib.runs.explain.told import address
from cchc_lib.runs.explain.trace import Source, Traced
from tests.presentation.site.made_up_run import RESULTS, notebooks

ROOT = Path(__file__).resolve().parents[2]
TRACED = Traced("x", "Chỉ tiêu", {"value": "97.3", "numerator": "324", "printed": "97,3%"}, "tử số / mẫu số × 100", {"tử số": "hồ sơ đúng hạn"}, ("ho_so_tthc",), (Source("2024-Q1/a.xlsx", "Hồ sơ TTHC", "5-9"),))


@pytest.fixture
def outputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two finished runs with real parameters, made-up results and notebooks."""
    from cchc_lib.intake.parameters import load_parameters

    own = load_parameters(ROOT / "parameters")
    monkeypatch.setattr(site, "Tracer", lambda run: SimpleNamespace(trace=lambda figure: TRACED, parameters=own))
    monkeypatch.setattr(site, "read_parameters", lambda folder: own)
    for period in ("2023-Q4", "2024-Q1"):
        run = tmp_path / period / "r001-0123abcd"
        (run / "notebooks").mkdir(parents=True)
        (run / FOLDER).mkdir()
        (run / MANIFEST).write_text("{}")
        notebooks(run / "notebooks")
        (run / "results.json").write_text(json.dumps(RESULTS | {"period": RESULTS["period"] | {"id": period}}), encoding="utf-8")
    return tmp_path


def run_of(outputs: Path, period: str) -> RunFolder:
    return RunFolder(outputs / period / "r001-0123abcd", 1)


def test_pages_stand_beside_those_of_the_quarter_before(outputs: Path) -> None:
    before = sorted(path for path in (outputs / "2024-Q1").rglob("*"))
    site.write_site(run_of(outputs, "2023-Q4"), outputs)
    index = site.write_site(run_of(outputs, "2024-Q1"), outputs)
    assert index == outputs / "site" / "2024-Q1" / "index.html"
    page = index.read_text(encoding="utf-8")
    assert 'href="../2023-Q4/index.html"' in page
    assert "Ban Quản lý các khu công nghiệp" in page
    assert sorted(path for path in (outputs / "2024-Q1").rglob("*")) == before
    assert sorted(path.name for path in (outputs / "site").iterdir()) == ["2023-Q4", "2024-Q1"]


def test_where_a_figure_comes_from_is_told_in_words(outputs: Path) -> None:
    page = (site.write_site(run_of(outputs, "2024-Q1"), outputs).parent / "tthc.html").read_text(encoding="utf-8")
    for words in ("Công thức", "Tử số là", "hồ sơ đúng hạn", "Giá trị chính xác", "2024-Q1/a.xlsx › Hồ sơ TTHC › dòng 5-9"):
        assert words in page


def test_pages_written_again_leave_nothing_old(outputs: Path) -> None:
    folder = site.write_site(run_of(outputs, "2024-Q1"), outputs).parent
    (folder / "cu.html").write_text("cũ")
    site.write_site(run_of(outputs, "2024-Q1"), outputs)
    assert not (folder / "cu.html").exists()


def test_a_run_without_its_notebooks_is_said(outputs: Path) -> None:
    (outputs / "2024-Q1" / "r001-0123abcd" / "notebooks" / "02_tthc.ipynb").unlink()
    with pytest.raises(RunError, match="sổ tính"):
        site.write_site(run_of(outputs, "2024-Q1"), outputs)


def test_a_real_run_leads_from_every_figure_to_its_rows(sample_run, tmp_path: Path) -> None:
    """Targets, statistics, tasks and cells of form II.06a, each by a link that leads to a place; no page tells of a person."""
    request, outcome = sample_run
    folder = site.write_site(RunFolder(outcome.run, 1), tmp_path).parent
    pages = {path.name: lxml.html.fromstring(path.read_text(encoding="utf-8")) for path in folder.glob("*.html")}
    results = json.loads((outcome.run / "results.json").read_text(encoding="utf-8"))
    places = {f"{name}#{place}" for name, page in pages.items() for place in page.xpath("//@id")}
    links = {href for page in pages.values() for href in page.xpath("//main//a/@href") if "#" in href}
    assert links <= places
    led = Counter(href.partition("#")[2].rsplit("-", href.count("-"))[0] for href in links)
    assert led["nhiem"] == len(results["tasks"]) and led["chi"] == len(results["indicators"])
    shown = [one for one in results["statistics"] if not one["id"].startswith("1.") and one["value"] not in (None, "0")]
    assert led["so"] >= len(shown) > 50 and led["bieu"] > 50
    text = "".join(page.text_content() for page in pages.values())
    assert not re.search(r"\b0\d{9}\b|[\w.]+@[\w-]+\.\w", text)


def test_a_long_list_of_rows_is_cut_and_counted() -> None:
    rows = ", ".join(str(n) for n in range(5, 1005, 2))
    told = address(Source("a.xlsx", "Hồ sơ TTHC", rows))
    assert told.startswith("a.xlsx › Hồ sơ TTHC › dòng 5, 7, 9") and told.endswith("(tất cả 500 dòng)") and len(told) < 300
