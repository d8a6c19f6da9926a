"""Periods and their windows (Nghị định 09/2019/NĐ-CP, Điều 12)."""

from datetime import date

import pytest

from cchc_lib.domain.periods import Calendar, Period, PeriodError, Span, Window, months_in, overlapping_quarters, parse_period, reporting_month, tiles, window_of

QUARTERS = [Period(year, f"Q{n}") for year in range(2019, 2041) for n in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        ("2024-Q1", "2023-12-15", "2024-03-14"), ("2024-Q2", "2024-03-15", "2024-06-14"), ("2024-Q3", "2024-06-15", "2024-09-14"),
        ("2024-Q4", "2024-09-15", "2024-12-14"), ("2024-6T", "2023-12-15", "2024-06-14"), ("2024-9T", "2023-12-15", "2024-09-14"), ("2024-N", "2023-12-15", "2024-12-14"),
    ],
)
def test_windows_of_nd09(period, start, end):
    assert window_of(parse_period(period)) == Window(date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize("rule", ["nd09", "calendar"])
def test_consecutive_windows_tile_the_calendar(rule):
    windows = [window_of(quarter, rule) for quarter in QUARTERS]
    assert all(tiles(before, after) == 0 for before, after in zip(windows, windows[1:], strict=False))


@pytest.mark.parametrize("rule", ["nd09", "calendar"])
def test_every_reporting_month_belongs_to_one_quarter(rule):
    months = [month for quarter in QUARTERS for month in months_in(window_of(quarter, rule), rule)]
    assert months == [date(year, month, 1) for year in range(2019, 2041) for month in range(1, 13)]


def test_a_cumulated_window_is_that_of_its_quarters():
    for kind in ("6T", "9T", "N"):
        period = Period(2024, kind)
        assert window_of(period) == Window(window_of(period.quarters[0]).start, window_of(period.quarters[-1]).end)


def test_reporting_month_three_is_15_2_to_14_3():
    assert reporting_month(2024, 3) == Window(date(2024, 2, 15), date(2024, 3, 14))
    assert reporting_month(2024, 1) == Window(date(2023, 12, 15), date(2024, 1, 14))
    assert reporting_month(2024, 2, "calendar") == Window(date(2024, 2, 1), date(2024, 2, 29))


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2024-Q1", "2024-Q1"), ("Q1/2024", "2024-Q1"), ("quý I/2024", "2024-Q1"), ("Quý IV năm 2024", "2024-Q4"), ("quy 3/2024", "2024-Q3"), ("2024-6t", "2024-6T"),
        ("6 tháng đầu năm 2024", "2024-6T"), ("9T/2024", "2024-9T"), ("năm 2024", "2024-N"), ("2024-N", "2024-N"), ("2024-DX1", "2024-DX1"),
    ],
)
def test_periods_as_people_write_them(text, period):
    assert parse_period(text).id == period


@pytest.mark.parametrize("text", ["", "2024", "Q5/2024", "2024-Q", "2024-12", "quý I", "2024-Q1-2025", "2024-DX0", "24-Q1"])
def test_what_names_no_period_is_refused_with_what_is_accepted(text):
    with pytest.raises(PeriodError, match="2024-Q1"):
        parse_period(text)


def test_every_id_reads_back():
    for period in [*QUARTERS, Period(2024, "6T"), Period(2024, "9T"), Period(2024, "N"), Period(2024, "DX12")]:
        assert parse_period(period.id) == period
        if not period.is_request:
            assert parse_period(period.label) == period


@pytest.mark.parametrize(("period", "previous", "last_year"), [("2024-Q1", "2023-Q4", "2023-Q1"), ("2024-Q3", "2024-Q2", "2023-Q3"), ("2024-N", "2023-N", "2023-N"), ("2024-6T", None, "2023-6T"), ("2024-DX1", None, None)])
def test_what_a_period_is_compared_with(period, previous, last_year):
    one = parse_period(period)
    assert (one.previous and one.previous.id, one.same_period_last_year and one.same_period_last_year.id) == (previous, last_year)


def test_explicit_dates_take_the_rules_place_and_year_to_date_begins_with_the_first_window():
    own = Span(parse_period("2024-Q1"), Window(date(2024, 1, 1), date(2024, 3, 31)), "dates")
    calendar = Calendar("nd09", {"2024-Q1": own})
    assert calendar.span(parse_period("2024-Q1")) == own
    assert calendar.year_to_date(parse_period("2024-Q2")).window == Window(date(2024, 1, 1), date(2024, 6, 14))


def test_a_report_on_request_needs_its_own_dates():
    with pytest.raises(PeriodError, match="parameters/periods/2024-DX1.yaml"):
        Calendar().span(parse_period("2024-DX1"))


def test_quarters_that_touch_a_window():
    found = overlapping_quarters(Window(date(2024, 3, 14), date(2024, 3, 15)))
    assert [quarter.id for quarter in found] == ["2024-Q1", "2024-Q2"]
