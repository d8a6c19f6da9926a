"""Which exit code counts: the order of product promises, written out by hand."""

import itertools

import pytest

from cchc_lib.domain.exit_codes import ExitCode, gravest

GRAVEST_FIRST = [2, 7, 8, 3, 1, 5, 4, 6, 130, 0]


def test_of_any_two_the_graver_wins():
    for graver, lighter in itertools.combinations(GRAVEST_FIRST, 2):
        assert gravest([lighter, graver]) == gravest([graver, lighter]) == graver


def test_nothing_happened_is_done():
    assert gravest([]) is ExitCode.DONE


def test_unknown_number_is_refused():
    with pytest.raises(ValueError, match="99"):
        gravest([0, 99])
