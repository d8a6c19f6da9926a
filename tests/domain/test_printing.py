"""Numbers and dates in print: edges by hand, laws by property."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_lib.domain import printing


@pytest.mark.parametrize(
    ("value", "target", "printed"),
    [
        (Fraction(120400, 1219), 95, "98,77%"), (Fraction(95), 95, "95%"), (Fraction("94.996"), 95, "94,996%"), (Fraction("95.004"), 95, "95,004%"),
        (Fraction("99.996"), None, "99,996%"), (Fraction(100), 100, "100%"), (Fraction("0.001"), None, "0,001%"), (Fraction(0), None, "0%"),
        (Fraction("83.5"), 80, "83,5%"), (Fraction("83.505"), 80, "83,51%"), (Fraction("83.504999"), 80, "83,5%"), (Fraction("1.005"), None, "1,01%"),
        (Fraction("94.99999"), 95, "94,99999%"), (Fraction(100, 3), None, "33,33%"), (Fraction("59.995"), 60, "59,995%"),
    ],
)
def test_percent(value, target, printed):
    assert printing.percent(value, target) == printed


@pytest.mark.parametrize(
    ("value", "printed"), [(1234567, "1.234.567"), (Decimal("1234567.89"), "1.234.567,89"), (0, "0"), (Decimal("0.50"), "0,5"), (-1234, "-1.234"), (Decimal("10.00"), "10"), (Decimal("1E+3"), "1.000")]
)
def test_a_number_is_printed_in_the_vietnamese_way(value, printed):
    assert printing.number(value) == printed


@pytest.mark.parametrize(("value", "printed"), [(0, "0"), (1, "01"), (9, "09"), (10, "10"), (1204, "1.204")])
def test_small_count(value, printed):
    assert printing.small_count(value) == printed


@pytest.mark.parametrize(
    ("day", "short", "long"),
    [
        (date(2024, 3, 5), "05/3/2024", "ngày 05 tháng 3 năm 2024"), (date(2024, 1, 10), "10/01/2024", "ngày 10 tháng 01 năm 2024"),
        (date(2024, 2, 9), "09/02/2024", "ngày 09 tháng 02 năm 2024"), (date(2024, 12, 31), "31/12/2024", "ngày 31 tháng 12 năm 2024"),
    ],
)
def test_dates(day, short, long):
    assert (printing.short_date(day), printing.long_date(day)) == (short, long)


@given(st.fractions(min_value=0, max_value=100), st.sampled_from([None, 95, 80, 60]))
def test_a_printed_percentage_never_looks_equal_to_what_it_is_not(value, target):
    printed = Fraction(printing.percent(value, target).rstrip("%").replace(".", "").replace(",", "."))
    marks = [mark for mark in (100, 0, target) if mark is not None]
    assert abs(printed - value) <= Fraction(1, 200)
    for mark in marks:
        if abs(value - mark) > Fraction(1, 10**11):
            assert (printed == mark) == (value == mark)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-10**9, max_value=10**9, places=6))
def test_numbers_read_back(value):
    printed = printing.number(value)
    assert Decimal(printed.replace(".", "").replace(",", ".")) == value
    assert Fraction(printing.exact_text(value)) == Fraction(value)


@given(st.fractions(min_value=0, max_value=1000))
def test_rounding_is_half_up_from_the_exact_value(value):
    rounded = Fraction(printing.decimal_text(value, 2))
    assert -Fraction(1, 200) < value - rounded + Fraction(1, 10**9) and value - rounded < Fraction(1, 200)
