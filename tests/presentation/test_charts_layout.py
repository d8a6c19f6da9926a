"""Nothing is cut off and nothing lies on anything else, whatever the data."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_lib.domain.results import CHUA_DAT, DAT
from cchc_lib.presentation import charts, style
from cchc_lib.presentation.charts import PacePoint, Stack
from cchc_lib.presentation.drawn import Drawn
from cchc_lib.presentation.sheet import _RC, Sheet, Words

from . import builders as b


def check_layout(sheet: Sheet) -> None:
    for text in sheet.texts:
        assert text.left >= -0.01 and text.right <= style.WIDTH_MM + 0.4, text
        assert text.top >= -0.3 and text.bottom <= sheet.height + 0.01, text
    for one, other in itertools.combinations(sheet.texts, 2):
        assert not one.overlaps(other, tolerance=0.4), (one, other)
    for box in sheet.boxes:
        assert box.left >= -0.01 and box.right <= style.WIDTH_MM, box
    for one, other in itertools.combinations(sheet.boxes, 2):
        assert not one.overlaps(other), (one, other)


@pytest.fixture(scope="module", autouse=True)
def undrawn() -> Iterator[None]:
    """Layout is settled before anything is drawn, so nothing need be."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Sheet, "png", lambda self: b"")
        yield


def test_no_text_is_cut_off_or_overlaps(drawn: Drawn) -> None:
    check_layout(drawn.sheet)


@pytest.mark.parametrize("count", [1, 13, 60])
def test_few_and_many_fields(count: int) -> None:
    rows = [b.field_row(f"{b.LONG} số {n}" if n % 2 else f"Lĩnh vực {n}", n * 7, n, n % 3, n, n % 2) for n in range(1, count + 1)]
    chart = charts.dossiers_by_field(rows, b.ABOUT)
    assert chart is not None
    assert len(chart.chart.data["rows"]) == min(count, 13)
    assert sum(row["online"] for row in chart.chart.data["rows"]) == sum(row.online for row in rows)
    check_layout(chart.sheet)


@pytest.mark.parametrize("count", [1, 25])
def test_few_and_many_targets(count: int) -> None:
    chart = charts.targets([b.indicator(b.LONG, str(n * 4), "95", CHUA_DAT) for n in range(count)], b.ABOUT)
    assert chart is not None
    check_layout(chart.sheet)


def test_a_share_above_a_hundred_and_a_huge_one() -> None:
    for value in ("130", "123456789"):
        chart = charts.targets([b.indicator("Giải ngân", value, "95", DAT)], b.ABOUT)
        assert chart is not None
        check_layout(chart.sheet)


def test_huge_and_tiny_counts() -> None:
    chart = charts.dossiers_by_field([b.field_row("Một", 12_345_678, 1, 1, 0, 1), b.field_row("Hai", 0, 0, 1, 0, 0)], b.ABOUT)
    assert chart is not None
    check_layout(chart.sheet)


@pytest.mark.parametrize("count", [1, 2, 9, 24])
def test_short_and_long_histories(count: int) -> None:
    values = [str(40 + n * 37 % 60) if n % 5 != 3 else None for n in range(count)]
    one, many = b.series(values), [b.series(values, b.LONG), b.series(["0"] * count), b.series(["123456789"] * count, unit="hồ sơ", target=None)]
    for chart in (charts.trend(one, b.ABOUT), charts.trends(many, b.ABOUT), charts.heat_map(many, b.ABOUT)):
        assert chart is not None
        check_layout(chart.sheet)


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.integers(-400, 400), st.integers(0, 5000), max_size=60))
def test_any_lateness(days: dict[int, int]) -> None:
    chart = charts.lateness(days, b.ABOUT, unit="ngày làm việc")
    if not any(days.values()):
        assert chart is None
        return
    assert chart is not None
    check_layout(chart.sheet)
    bars = [box for box in chart.sheet.boxes if not box.what.startswith("key:")]
    assert len(bars) <= 15 + 1 + 10


@settings(max_examples=25, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(["xuất sắc", "tốt", "hoàn thành", "không hoàn thành"]), st.integers(0, 10**7)), max_size=12), st.booleans())
def test_any_composition(parts: list[dict[str, int]], shares: bool) -> None:
    stacks = [Stack(f"tháng {n}", one) for n, one in enumerate(parts)]
    chart = charts.composition(stacks, b.ABOUT, what="Kết quả xếp loại", noun="lượt", shares=shares)
    if chart is not None:
        check_layout(chart.sheet)


@pytest.mark.parametrize("value", ["0", "0.3", "50", "100", "250"])
def test_any_pace(value: str) -> None:
    chart = charts.disbursement([PacePoint("2024-Q1", value, value), PacePoint("2024-Q2", value, "95", "123456789")], b.ABOUT)
    assert chart is not None
    check_layout(chart.sheet)


def test_text_is_as_wide_as_it_was_measured(drawn: Drawn) -> None:
    import matplotlib
    from matplotlib.backends.backend_agg import RendererAgg

    sheet = drawn.sheet
    artists = [artist for artist in sheet._artists if isinstance(artist, Words)]
    renderer = RendererAgg(1, 1, style.DPI)
    assert len(artists) == len(sheet.texts)
    with matplotlib.rc_context(_RC):  # as when it is drawn
        for artist, place in zip(artists, sheet.texts, strict=True):
            width, _, _ = renderer.get_text_width_height_descent(artist.words, artist.font, False)
            assert width * 25.4 / style.DPI <= place.right - place.left + 1.0
