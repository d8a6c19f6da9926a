"""Judgement to the letter: the edge table, written from the rules."""

from fractions import Fraction

import pytest

from cchc_lib.analysis.judge import is_year_end, pace_of, share, status_of
from cchc_lib.domain.plan import Target

from .bodies import span


def target(comparison=">=", value="100", **more):
    return Target(id="9.9", area="tthc", name="x", text="x", kind="ratio", numerator="a", denominator="b", source="s", comparison=comparison, value=value, **more)


@pytest.mark.parametrize(
    ("numerator", "denominator", "comparison", "value", "status"),
    [
        (95, 100, ">", "95", "chưa đạt"),  # 95,0 % does not meet "trên 95%"
        (9501, 10000, ">", "95", "đạt"),
        (90, 100, ">=", "90", "đạt"),  # exactly on "tối thiểu 90%"
        (8999, 10000, ">=", "90", "chưa đạt"),
        (1999, 2000, ">=", "100", "chưa đạt"),  # prints 99,95 %, and is not 100 %
        (199999, 200000, ">=", "100", "chưa đạt"),
        (2000, 2000, ">=", "100", "đạt"),
        (0, 5, ">=", "60", "chưa đạt"),
        (3, 5, ">=", "60", "đạt"),
        (1, 3, ">=", "33.33", "đạt"),  # compared exactly, not rounded
        (1, 3, ">=", "33.34", "chưa đạt"),
    ],
)
def test_status_is_judged_on_exact_counts(numerator, denominator, comparison, value, status):
    assert status_of(share(Fraction(numerator), Fraction(denominator)), target(comparison, value), span("2024-Q1")) == status


def test_nothing_of_nothing_is_no_share():
    assert share(Fraction(0), Fraction(0)) is None


def test_without_a_number_in_the_plan_nothing_is_judged():
    assert status_of(Fraction(3), target(value=None), span("2024-Q1")) is None


@pytest.mark.parametrize(
    ("period", "reached", "status"),
    [
        ("2024-Q1", 96, "đạt"), ("2024-Q1", 10, "đang thực hiện"), ("2024-Q3", 94, "đang thực hiện"), ("2024-6T", 94, "đang thực hiện"),
        ("2024-9T", 95, "đạt"), ("2024-Q4", 94, "chưa đạt"), ("2024-Q4", 95, "đạt"), ("2024-N", 94, "chưa đạt"),
    ],
)
def test_year_end_targets_are_on_their_way_until_the_year_ends(period, reached, status):
    assert status_of(Fraction(reached), target(value="95", due="year_end"), span(period)) == status


@pytest.mark.parametrize(
    ("period", "expected"), [("2024-Q1", Fraction(95, 4)), ("2024-Q2", Fraction(95, 2)), ("2024-6T", Fraction(95, 2)), ("2024-9T", Fraction(285, 4))]
)
def test_pace_without_one_in_the_plan_is_value_times_k_over_four(period, expected):
    pace = pace_of(expected, target(value="95", due="year_end"), span(period))
    assert Fraction(pace.expected) == expected
    assert pace.ahead
    assert not pace_of(expected - Fraction(1, 1000), target(value="95", due="year_end"), span(period)).ahead


def test_pace_of_the_plan_comes_first():
    assert Fraction(pace_of(Fraction(50), target(value="95", due="year_end", pace=["10", "45", "70", "95"]), span("2024-Q2")).expected) == 45


@pytest.mark.parametrize("period", ["2024-Q4", "2024-N"])
def test_no_pace_at_year_end(period):
    assert is_year_end(span(period))
    assert pace_of(Fraction(50), target(value="95", due="year_end"), span(period)) is None


def test_other_targets_have_no_pace():
    assert pace_of(Fraction(50), target(), span("2024-Q1")) is None
