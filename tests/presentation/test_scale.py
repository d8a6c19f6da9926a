from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from cchc_lib.presentation.scale import round_scale

numbers = st.lists(st.integers(-(10**9), 10**9) | st.fractions(-1000, 1000, max_denominator=1000), min_size=1, max_size=20)


@given(numbers, st.booleans(), st.booleans(), st.integers(2, 6))
def test_every_value_lies_on_the_scale_and_ticks_are_few(values: list[Fraction], from_zero: bool, whole: bool, most: int) -> None:
    scale = round_scale(values, 0.0, 100.0, from_zero=from_zero, whole=whole, most=most)
    assert scale.low <= min(values)
    assert scale.high >= max(values)
    assert 2 <= len(scale.ticks) <= most + 1
    assert scale.low < scale.high
    if from_zero:
        assert scale.low <= 0 <= scale.high
    if whole:
        assert all(Fraction(tick).denominator == 1 for tick in scale.ticks)


def test_shares_end_at_a_hundred() -> None:
    scale = round_scale([Fraction(98), 100], 0, 10, from_zero=False, top=100)
    assert scale.high == 100
    assert max(scale.ticks) <= 100


def test_a_share_above_a_hundred_is_not_cut() -> None:
    assert round_scale([Fraction(130), 100], 0, 10, top=100).high >= 130


def test_nothing_gives_a_scale_too() -> None:
    assert round_scale([], 0, 10).ticks


def test_a_value_outside_stays_at_the_edge() -> None:
    scale = round_scale([0, 10], 5.0, 50.0)
    assert scale(-5) == 5.0
    assert scale(1000) == 50.0
