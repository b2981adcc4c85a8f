"""Dates, doubles, gaps and doubts: what a series is before it is judged."""

import re
from datetime import UTC, date, datetime

import pytest

from tracker.analysis import Options, analyse
from tracker.series import Ratio, series_of

DAYS = ["2022-01-01", "2022-02-01", "2022-03-01", "2022-04-01"]


def test_rows_are_plotted_by_date_and_say_where_they_came_from():
    series = series_of(["2022-03-01", "2022-01-01", "2022-02-01"], [3, 1, 2])
    assert (series.plotted, series.order) == ((1, 2, 3), (1, 2, 0))
    assert series.doubts == ("the rows are not in date order: they are plotted by date",)


def test_two_values_on_one_date_are_plotted_as_their_mean_and_said():
    series = series_of(["2022-03-01", "2022-03-01", "2022-04-01"], [2, 5, 9])
    assert (series.plotted, series.order) == ((3.5, 9), (0, 2))
    assert series.doubts == ("two values on 1 Mar 2022: the mean is plotted",)


def test_two_rates_on_one_date_add_numerators_and_denominators():
    series = series_of(["2022-03-01"] * 3, [1, 1, 5], [2, 8, 0])
    assert series.plotted == (0.2,)
    assert "two values on 1 Mar 2022: numerators and denominators are added up" in series.doubts


def test_a_missing_value_beside_a_value_of_the_same_day_does_not_make_a_gap():
    assert series_of(["2022-03-01"] * 2, [None, 4]).plotted == (4,)


def test_gaps_are_gaps_and_said():
    series = series_of(DAYS, [1, None, 3, float("nan")])
    assert (series.plotted, series.counted) == ((1, None, 3, None), (0, 2))
    assert series.doubts == ("no value on 1 Feb 2022 and 1 Apr 2022: drawn as gaps",)


def test_a_denominator_of_nothing_is_a_gap_and_said():
    series = series_of(DAYS, [1, 2, 3, 4], [2, 0, None, -1])
    assert series.plotted == (0.5, None, None, None)
    assert series.doubts == (
        "no denominator on 1 Mar 2022: drawn as a gap",
        "a denominator of 0 on 1 Feb 2022: drawn as a gap",
        "a denominator below 0 on 1 Apr 2022: drawn as a gap",
    )


def test_a_numerator_above_its_denominator_is_asked_back_unless_it_is_a_rate():
    above = "the numerator is above the denominator on 1 Feb 2022: is that right?"
    assert series_of(DAYS[:2], [1, 5], [2, 4]).doubts == (above,)
    assert series_of(DAYS[:2], [1, 5], [2, 4], chart=Ratio.U).doubts == ()


def test_many_gaps_are_counted_not_listed():
    days = [f"2022-{month:02}-01" for month in range(1, 13)]
    (doubt,) = series_of(days, [None] * 12).doubts
    assert doubt == "no value on 1 Jan 2022, 1 Feb 2022, 1 Mar 2022 and 9 more: drawn as gaps"


def test_an_excluded_point_is_drawn_and_counted_nowhere():
    series = series_of(DAYS, [1, 2, 3, 4], exclude=[1])
    assert (series.plotted, series.counted) == ((1, 2, 3, 4), (0, 2, 3))


def test_a_time_of_day_does_not_matter():
    assert series_of([datetime(2022, 1, 1, 9, tzinfo=UTC)], [1]).dates == (date(2022, 1, 1),)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((DAYS, [1]), "There are 4 dates and 1 values."),
        ((DAYS, [1, 2, 3, 4], [1]), "There are 4 values and 1 denominators."),
        ((["1 March"], [1]), "Row 1: '1 March' is not a date like 2022-03-01."),
        (([None], [1]), "Row 1: None is not a date like 2022-03-01."),
        ((["2022-01-01"], ["about 5"]), "Row 1: 'about 5' is not a number."),
        ((["2022-01-01"], [[5]]), "Row 1: [5] is not a number."),
        ((["2022-01-01"], [float("inf")]), "Row 1: inf is too large a number to judge."),
        ((DAYS, [1, 2, 3, 4], None, [9]), "There is no point 9 to exclude: the series has 4."),
        ((DAYS, [1, 2, 3, 4], None, (), Ratio.P), "A p chart needs a denominator"),
        ((DAYS, [1, 2, 3, 4], [1] * 4, (), Ratio.C), "A c chart counts events without"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(arguments, sentence):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}"):
        series_of(*arguments)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (Options(freeze=0), "A baseline needs at least one point."),
        (Options(part_after=(-2,)), "A phase cannot start at point -2"),
        (Options(xmr_rule_length=8), "The XmR rules take 6 or 7 points"),
    ],
)
def test_settings_that_make_no_sense_are_refused_with_a_sentence(options, sentence):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}"):
        analyse(DAYS, [1, 2, 3, 4], None, options)


def test_100_000_rows_are_judged_in_seconds():
    days = [date.fromordinal(700_000 + place % 60_000) for place in range(100_000)]
    answer = analyse(days, [place * 7919 % 1009 for place in range(100_000)])
    assert len(answer.series.plotted) == 60_000
