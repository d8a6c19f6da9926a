"""The pages as text: complete, self-contained, and nothing of the data gets to be markup."""

from __future__ import annotations

import re
from pathlib import Path

import lxml.html
import pytest

from cchc_lib.presentation.site import build_site
from cchc_lib.presentation.site import pages as site_pages
from cchc_lib.presentation.site.bodies import markdown, tables_of
from cchc_lib.presentation.style import contrast, grey

from .made_up_run import RESULTS, TRACES, notebooks


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = notebooks(tmp_path_factory.mktemp("notebooks"))
    return build_site(RESULTS, folder, TRACES, body_name="Ban Quản lý", known=["2023-Q4", "2024-Q1", "2024-Q2"])


def test_there_is_an_index_and_a_page_per_area(pages: dict[str, str]) -> None:
    assert sorted(pages) == [
        "apparatus.html", "civil-service.html", "digital-government.html", "general.html", "index.html", "institutions.html",
        "public-finance.html", "tthc.html",
    ]


def test_no_page_names_an_address_outside(pages: dict[str, str]) -> None:
    for page in pages.values():
        root = lxml.html.fromstring(page)
        links = [link for _, _, link, _ in root.iterlinks()]
        assert all(re.fullmatch(r"data:.*|#[\w-]+|(\.\./20\d\d-Q\d/)?[a-z-]+\.html(#[\w-]+)?", link) for link in links), links
        assert "@import" not in page and "url(" not in page
        assert not root.xpath("//script[@src] | //link[@rel='stylesheet'] | //iframe | //object")


def test_words_of_the_data_stay_words(pages: dict[str, str]) -> None:
    for name, page in pages.items():
        root = lxml.html.fromstring(page)
        assert len(root.xpath("//script")) == (1 if name in ("index.html", "tthc.html", "general.html") else 0)
        assert not root.xpath("//*[@onerror or @onclick]")
        assert [image.get("src", "")[:5] for image in root.xpath("//img")] == ["data:"] * len(root.xpath("//img"))
    assert "&lt;script&gt;window.hacked=1" in pages["tthc.html"]
    assert "&lt;script&gt;window.hacked=1" in pages["index.html"]


def test_neither_code_nor_streams_nor_errors_are_shown(pages: dict[str, str]) -> None:
    page = pages["tthc.html"]
    for hidden in ("secret_code", "cảnh báo", "dòng lỗi", "Lưu kết quả"):
        assert hidden not in page


def test_a_picture_has_its_alt_text_and_caption(pages: dict[str, str]) -> None:
    (figure,) = lxml.html.fromstring(pages["tthc.html"]).xpath("//figure")
    assert figure.xpath(".//img/@alt") == ['Biểu đồ "tròn"']
    assert figure.findtext("figcaption") == "Chú thích <b>"


def test_a_table_loses_its_index_gains_scopes_and_keeps_its_sides() -> None:
    right = ' style="text-align:right"'
    (made,) = tables_of(f"<table><tr><th></th><th>Lĩnh vực</th><th{right}>Số</th></tr><tr><th>0</th><td>a</td><td{right}>1.204</td></tr></table>")
    root = lxml.html.fromstring(made)
    assert [cell.text_content() for cell in root.xpath("//th")] == ["Lĩnh vực", "Số"]
    assert all(cell.get("scope") == "col" for cell in root.xpath("//th"))
    assert [cell.get("class") for cell in root.xpath("//td")] == [None, "number"]


def test_what_scrolls_sideways_is_reached_by_keyboard_and_named_and_is_no_landmark(pages: dict[str, str]) -> None:
    """Landmarks must have names of their own; two tables of the same heads could not."""
    for page in pages.values():
        for box in lxml.html.fromstring(page).xpath("//*[contains(@class, 'wide')]"):
            assert (box.get("role"), box.get("tabindex")) == ("group", "0")
            assert box.get("aria-label") or box.get("aria-labelledby")


def test_a_code_with_a_hyphen_stays_on_one_line() -> None:
    (made,) = tables_of("<table><tr><th>Kỳ</th><th>Lời</th></tr><tr><td>2024-Q1</td><td>Quy hoạch - Xây dựng</td></tr></table>")
    assert [cell.get("class") for cell in lxml.html.fromstring(made).xpath("//td")] == ["code", "name"]


def test_an_empty_table_is_said() -> None:
    assert tables_of("<table><thead><tr><th></th><th>Nội dung</th></tr></thead><tbody></tbody></table>") == ["<p>Không có.</p>"]


def test_sentences_keep_emphasis_and_lose_links() -> None:
    html = markdown("**đạt** [x](http://a.b) <b>")
    assert "<strong>đạt</strong>" in html
    assert "<a " not in html and "<b>" not in html


def test_every_page_is_vietnamese_with_one_title_and_a_way_to_the_content(pages: dict[str, str]) -> None:
    for page in pages.values():
        root = lxml.html.fromstring(page)
        assert root.get("lang") == "vi"
        assert len(root.xpath("//h1")) == 1
        assert root.xpath("//title")[0].text
        assert root.xpath("//a[@class='skip']")[0].get("href") == "#noi-dung"
        assert len(root.xpath("//*[@aria-current='page']")) == 1
        ids = root.xpath("//@id")
        assert len(ids) == len(set(ids))
        assert "SỐ LIỆU MINH HỌA" in page


def test_headings_do_not_skip_a_level(pages: dict[str, str]) -> None:
    for page in pages.values():
        levels = [int(one.tag[1]) for one in lxml.html.fromstring(page).iter("h1", "h2", "h3", "h4")]
        assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False)), levels


def leads_to(pages: dict[str, str], href: str, here: str) -> lxml.html.HtmlElement:
    """The place that a link of a page leads to."""
    file, _, place = href.partition("#")
    return lxml.html.fromstring(pages[file or here]).get_element_by_id(place)


def test_a_target_leads_to_where_it_comes_from(pages: dict[str, str]) -> None:
    row = lxml.html.fromstring(pages["index.html"]).xpath("//tr[td='2.2.a']")[0]
    detail = leads_to(pages, row.xpath(".//a/@href")[0], "index.html")
    assert "2024-Q1/van-phong.xlsx › Hồ sơ TTHC › dòng 5-9" in detail.text_content()


@pytest.mark.parametrize(("page", "cell", "told"), [
    ("tthc.html", "126", "3.07 – Hồ sơ tiếp nhận trực tiếp: 126"), ("tthc.html", "3", "Quá hạn: 3"), ("general.html", "III.2.6", "III.2.6 – Rà soát"),
])
def test_a_cell_leads_to_where_its_figure_comes_from(pages: dict[str, str], page: str, cell: str, told: str) -> None:
    (href,) = lxml.html.fromstring(pages[page]).xpath(f"//td/a[.='{cell}']/@href")
    assert told in leads_to(pages, href, page).text_content()


def test_what_has_no_trace_or_counts_nothing_leads_nowhere(pages: dict[str, str]) -> None:
    root = lxml.html.fromstring(pages["tthc.html"])
    linked = set(root.xpath("//td/a/text()"))
    assert linked == {"60", "3", "126"}  # 3.99 and the other field have no trace


def test_every_link_on_a_page_leads_somewhere(pages: dict[str, str]) -> None:
    for name, page in pages.items():
        for href in lxml.html.fromstring(page).xpath("//main//a/@href"):
            assert href in pages if "#" not in href else leads_to(pages, href, name) is not None


def test_the_quarters_around_are_linked(pages: dict[str, str]) -> None:
    root = lxml.html.fromstring(pages["tthc.html"])
    assert root.xpath("//a[@rel='prev']/@href") == ["../2023-Q4/tthc.html"]
    assert root.xpath("//a[@rel='next']/@href") == ["../2024-Q2/tthc.html"]


def test_every_colour_of_words_can_be_read_on_every_ground() -> None:
    css = (Path(site_pages.__file__).with_name("templates") / "style.css").read_text("utf-8")
    named = {name: "#" + "".join(c * (2 if len(code) == 3 else 1) for c in code) for name, code in re.findall(r"--(\w+): #(\w+)", css)}
    words = {named[name] for name in re.findall(r"[ ;{]color: var\(--(\w+)\)", css)} | set(re.findall(r"[ ;{]color: (#\w{6})", css))
    assert len(words) >= 4
    for colour in words:
        for ground in (named["paper"], named["ground"]):
            assert contrast(grey(colour), grey(ground)) >= 4.5, (colour, ground)


def test_a_first_period_alone_has_no_such_links(tmp_path: Path) -> None:
    pages = build_site(RESULTS, notebooks(tmp_path), [], known=["2024-Q1"])
    assert 'rel="prev"' not in pages["index.html"]


def test_cards_count_by_status(pages: dict[str, str]) -> None:
    card = next(one for one in lxml.html.fromstring(pages["index.html"]).xpath("//li[@class='card']") if "thủ tục" in one.text_content())
    counts = dict(zip(card.xpath(".//dt/text()"), card.xpath(".//dd/text()"), strict=True))
    assert counts == {"Đạt": "2", "Chưa đạt": "1", "Đang thực hiện": "0", "Không phát sinh": "0", "Chưa có số liệu": "0"}
