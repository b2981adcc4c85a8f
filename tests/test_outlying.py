"""A value far outside the rest is asked about; with few points, and for the usual, nothing is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.outlying import FEWEST, WIDTHS, question, usual

USUAL = [71.0, 68, 72, 70, 74, 69, 73, 71, 67, 75, 70, 72]
NUMBERS = st.floats(-1e9, 1e9)


@pytest.mark.parametrize("value", [71.0, 63.5, 78.5, 66.2])
def test_nothing_is_asked_about_values_like_the_others(value):
    assert question(value, USUAL) == ""


@pytest.mark.parametrize("value", [0.71, 7.1, 710.0, -71.0, 100.0])
def test_a_value_far_away_is_asked_back_with_the_reason(value):
    told = question(value, USUAL, "per cent")
    assert told.endswith("Is it right?")
    assert "the other 12 values lie between 67 % and 75 %, with a median of 71 %" in told


def test_the_limit_is_so_many_times_the_median_distance_from_the_median():
    rest = usual(USUAL)
    assert rest is not None
    assert (rest.middle, rest.high - rest.middle) == (71.0, WIDTHS * 1.5)
    assert question(rest.high, USUAL) == question(rest.low, USUAL) == ""
    assert question(rest.high + 0.01, USUAL)


def test_with_few_points_nothing_is_asked():
    assert question(10_000, USUAL[: FEWEST - 1]) == ""
    assert question(10_000, USUAL[:FEWEST])


def test_a_gap_is_never_odd():
    assert question(None, USUAL) == ""


def test_where_all_values_are_the_same_any_other_is_asked():
    assert question(0.0, [0.0] * 12) == ""
    assert question(3.0, [0.0] * 12, "days") == "All 12 other values are 0 days. Is 3 days right?"


def test_where_most_values_are_the_same_their_mean_distance_counts():
    mostly = [5.0] * 9 + [6.0, 4.0, 7.0]
    assert question(6.5, mostly) == ""
    assert question(50.0, mostly)


def test_a_real_shift_is_not_asked_about_once_some_of_it_is_there():
    shifted = [*USUAL, 82.0, 81, 83, 80, 82, 84]
    assert question(85.0, shifted) == ""


@given(st.lists(NUMBERS, max_size=30), NUMBERS)
def test_a_value_among_its_like_is_never_odd(others, value):
    assert question(value, [value] * (len(others) + 1) + others) == ""


@given(st.lists(NUMBERS, min_size=FEWEST, max_size=30), NUMBERS)
def test_further_out_is_asked_wherever_nearer_is(others, value):
    rest = usual(others)
    assert rest is not None
    if not rest.holds(value):
        assert not rest.holds(value + (value - rest.middle))
