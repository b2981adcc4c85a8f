"""A very long series is drawn thinned, and says so; words of a drawing do not cover each other."""

import random

import builders as b
import pytest

from tracker import charts
from tracker.chart_table import chart_rows
from tracker.charts_look import LIGHT, Look
from tracker.charts_room import box_of
from tracker.charts_shown import Shown
from tracker.charts_thinned import MOST_DRAWN
from tracker.charts_words import all_words
from tracker.disclosure_settings import HIDDEN
from tracker.readings import readings

MANY = 10_957
BIG = b.a_measure("M1", unit="days")


def read(points, measure=BIG, *said):
    plan = b.a_plan_as_at(b.an_area(), measure, *said, measured={measure.id: points})
    return readings(plan).measures[0]


@pytest.fixture(scope="module")
def long_series():
    chance = random.Random(1)
    values = [round(chance.gauss(50, 10), 3) for _ in range(MANY)]
    values[4_000], values[7_000], values[9_000] = 999.0, -50.0, None
    points = b.points(*values, every=1)
    note = b.a_point_mark(points.dates[5_000], BIG, note="Snow.")
    return read(points, BIG, note)


def drawn(reading, **look):
    return charts.run_chart(reading, LIGHT, 18, **look)


def trace(figure, name):
    return next(one for one in figure.data if one.name == name)


def test_the_first_the_last_the_extremes_gaps_and_marked_points_stay(long_series):
    line = trace(drawn(long_series), "points")
    series = long_series.chart.series
    assert len(line.x) <= 2 * MOST_DRAWN
    assert (line.x[0], line.x[-1]) == (series.dates[0], series.dates[-1])
    assert {999.0, -50.0} <= set(line.y)
    kept = set(line.x)
    assert {series.dates[place] for place in (5_000, 9_000)} <= kept
    assert {series.dates[place] for place in long_series.chart.signal_points} <= kept


def test_every_special_cause_of_the_xmr_chart_stays():
    few = read(b.points(*([50.0, 51.0] * 2_000), *[90.0] * 3, every=1))
    causes = few.analysis.xmr.special_causes
    assert len(trace(drawn(few, xmr=True), "special cause").x) == len(causes) > 0


def test_the_chart_says_that_it_is_thinned_and_the_rows_are_all_there(long_series):
    figure = drawn(long_series)
    (print_,) = [a.text for a in figure.layout.annotations if "points drawn" in a.text]
    assert f"of {MANY:,} points drawn" in print_
    assert len(chart_rows(long_series)) == MANY


def test_a_series_that_is_not_long_is_drawn_whole():
    reading = read(b.points(*range(1, 500), every=1))
    assert len(trace(drawn(reading), "points").x) == 499
    assert not any("points drawn" in a.text for a in drawn(reading).layout.annotations)


def test_a_hidden_figure_is_a_gap_with_a_word():
    points = b.points(*b.UNMOVED[:6], None, *b.UNMOVED[7:])
    reading = read(points._replace(hidden=(points.dates[6],)))
    (word,) = [a for a in drawn(reading).layout.annotations if a.text == HIDDEN]
    assert word.x == points.dates[6]


@pytest.mark.parametrize("narrow", [False, True])
def test_words_inside_do_not_stand_on_each_other(narrow):
    """An earlier target, the baseline, a signal and the median, all near one level."""
    measure = b.a_measure(
        "M7",
        unit="days",
        short_target=24,
        short_by=b.TODAY,
        impact_target=40,
        baseline_points=12,
    )
    shown = Shown(read(b.points(*b.WORSE), measure), Look(LIGHT, 18, 560, narrow=narrow))
    inside = [w for w in all_words(shown) if w.get("xref") is None and w.get("yref") is None]
    boxes = [box_of(shown, words) for words in inside]
    line = shown.size * shown.pixel
    touching = [
        (one, other)
        for place, one in enumerate(boxes)
        for other in boxes[:place]
        if one.left < other.right and other.left < one.right and abs(one.at - other.at) < line
    ]
    assert len(boxes) > 1 and touching == []


def test_a_phone_has_the_median_and_the_target_in_small_print_too():
    measure = b.a_measure("M7", unit="days", impact_target=40)
    figure = drawn(read(b.points(*b.UNMOVED), measure), narrow=True)
    assert any("median 19.5 days · target 40 days" in a.text for a in figure.layout.annotations)


def test_a_gap_says_which_group_lacks_a_value():
    gap = b.a_measure("S1", unit="per cent", group_words="looked after", compared_with="all pupils")
    points = b.points(20.0, 30.0, None)._replace(compared=(None, 80.0, 90.0))
    doubts = read(points, gap).chart.series.doubts
    assert [words.partition(" on ")[0] for words in doubts] == [
        "no value of “looked after”", "no value of “all pupils”",
    ]  # fmt: skip
