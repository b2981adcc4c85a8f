"""What stands in words round a chart: what came before, never why; phases; rule sets; families."""

from datetime import date, timedelta

import pytest
from builders import BETTER, FEW, UNMOVED, WORSE, a_measure, a_plan_as_at, an_area, points
from hypothesis import given
from hypothesis import strategies as st

from tracker import chart_words as words
from tracker.cycles import TestMark as Mark
from tracker.measures import MeasureKind
from tracker.readings import MeasureReading, readings
from tracker.rule_sets import Verdict, rule_sets
from tracker.tests_of_change import Decision

TODAY = date(2026, 11, 21)
CAUSES = ("because", "due to", "caused", "thanks to", "led to", "result of")


def reading(values=BETTER, tests=(), **said) -> MeasureReading:
    measure = a_measure(**{"unit": "days"} | said)
    plan = a_plan_as_at(an_area(), measure, measured={measure.id: points(*values)})
    (found,) = readings(plan).measures
    return MeasureReading(
        found.measure, found.points, found.chart, found.options, tests=tuple(tests)
    )


def a_mark(since: date, ref="T1", decision=None, decided_on=None) -> Mark:
    return Mark(ref, f"Idea {ref}", since, None, decision, decided_on)


SINCE = reading().signal_since
assert SINCE


# After, never because of


def test_a_test_begun_before_the_signal_is_told_with_after():
    told = words.after_tests(reading(tests=[a_mark(SINCE - timedelta(40))]))
    assert told == "It began in April 2026, after test 1 (Idea T1, begun 16 Mar 2026)."


def test_a_test_adopted_before_the_signal_is_told_by_that_day():
    adopted = a_mark(date(2025, 1, 1), "T1", Decision.ADOPT, SINCE - timedelta(10))
    later = a_mark(SINCE - timedelta(5), "T2", Decision.ADOPT, SINCE + timedelta(30))
    told = words.after_tests(reading(tests=[adopted, later]))
    assert told.index("test 2") < told.index("test 1")  # the nearest first
    assert "2 (Idea T2, begun" in told
    assert "1 (Idea T1, adopted" in told


@pytest.mark.parametrize("values", [UNMOVED, FEW])
def test_without_a_signal_nothing_came_before_it(values):
    assert words.after_tests(reading(values, [a_mark(date(2020, 1, 1))])) == ""


@given(st.lists(st.integers(-400, 400), max_size=8))
def test_only_tests_before_the_first_point_are_told_nearest_first_and_never_as_a_cause(offsets):
    marks = [a_mark(SINCE + timedelta(n), f"T{place}") for place, n in enumerate(offsets)]
    told = words.after_tests(reading(tests=marks))
    before = sorted((-n, place) for place, n in enumerate(offsets) if n < 0)
    assert bool(told) is bool(before)
    named = [told.find(f"test {place} ") for _, place in before[: words.TESTS_NAMED]]
    assert -1 not in named
    assert named == sorted(named)
    assert all(f"test {place} " not in told for place, n in enumerate(offsets) if n >= 0)
    assert not any(cause in told for cause in CAUSES)


def test_many_tests_are_counted_after_the_nearest_three():
    marks = [a_mark(SINCE - timedelta(n + 1), f"T{n}") for n in range(5)]
    assert "and 2 earlier tests." in words.after_tests(reading(tests=marks))


def test_the_three_parts_hold_every_word_of_the_reading():
    said = words.told(reading(tests=[a_mark(date(2026, 1, 1))]))
    assert f"{said.first} {said.rest}" == reading().words
    assert said.rest.startswith("With 20 points, pure chance")


# Phases

PHASED = (*UNMOVED, *[30] * 9)


def test_a_proposed_phase_tells_its_evidence():
    found = reading(PHASED)
    told = words.evidence_words(found, found.proposal)
    assert told.startswith("Nine points in a row, from March 2026 to November 2026, lie above the ")
    assert told.endswith("median of 19.5 days of the first 12 points.")


def test_accepting_a_short_phase_says_whose_median_still_judges():
    found = reading(PHASED)
    start = found.chart.series.dates[found.proposal.points[0]]
    assert "still judged by the median before" in words.accepting_words(found, start)
    early = words.accepting_words(found, found.chart.series.dates[2])
    assert "still judged" not in early
    assert "No point is changed" in early


def test_a_phase_begins_at_a_point_that_is_neither_the_first_nor_missing():
    found = reading(PHASED)
    days = found.chart.series.dates
    assert words.unfit_start(found, days[1]) == words.unfit_start(found, days[-1]) == ""
    assert "The first phase begins at" in words.unfit_start(found, days[0])
    assert "The last point is of" in words.unfit_start(found, days[-1] + timedelta(1))
    assert "There is no point on" in words.unfit_start(found, days[3] + timedelta(1))
    assert "Choose the first point" in words.unfit_start(found, None)
    assert "Add points first" in words.unfit_start(reading(()), days[0])


# Many measures, and families


def test_those_with_a_signal_come_first_the_worse_ones_before_the_better():
    its = [reading(values) for values in (FEW, UNMOVED, BETTER, WORSE)]
    assert [r.effect.value for r in words.wall_order(its)] == [
        "worsening", "improvement", "no signal", "not enough points"
    ]  # fmt: skip
    assert words.wall_words(its) == (
        "4 measures: 1 getting worse, 1 better, 1 with no change to see, 1 with too few points"
    )
    assert words.wall_words([]) == "No measure yet"


def test_a_card_says_the_newest_value_and_what_the_points_do():
    assert words.card_words(reading()) == (
        "30 days in November 2026; above its median since April 2026."
    )
    assert words.card_words(reading(FEW)).endswith("4 of the 10 points needed to judge.")
    assert words.card_words(reading(())) == "No values yet."


def test_a_family_of_process_measures_alone_is_told():
    process = reading(measure_kind=MeasureKind.PROCESS)
    assert "Only process measures" in " ".join(words.family_words([process]))
    assert words.family_words([process, reading()]) == []
    assert words.family_words([]) == []


def test_balancing_measures_are_told_and_decide_nothing():
    harm = reading(WORSE, measure_kind=MeasureKind.BALANCING)
    alone = words.family_words([harm])
    assert "Only balancing measures" in alone[0]
    assert "is getting worse: is the work doing harm elsewhere?" in alone[1]
    quiet = words.family_words([reading(), reading(UNMOVED, measure_kind=MeasureKind.BALANCING)])
    assert quiet == ["Balancing measure M1 Measure M1 shows no change; it decides nothing here."]


# Rule sets side by side


def test_where_all_say_the_same_one_quiet_line_tells_it():
    found = rule_sets(reading((20, 17, 22, 16, 21, 18, 23, 15, 19, 24, 17, 20, 18, 21)))
    assert found.agree
    assert found.means == ""
    assert found.quiet_words == "Anhøj’s two rules and the XmR chart say the same."


def test_below_thirteen_points_the_xmr_chart_says_what_it_needs():
    found = rule_sets(reading(UNMOVED))
    assert found.agree
    assert found.quiet_words.endswith("The XmR chart needs 13 points.")
    assert rule_sets(reading(FEW)).quiet_words == ""


def test_a_shift_that_anhoj_would_let_pass_says_how_often_each_cries_wolf():
    found = rule_sets(reading((*UNMOVED, 25, 26, 25.5, 27, 26, 28)))
    assert (found.run_chart.verdict, found.anhoj.verdict) == (Verdict.UP, Verdict.NONE)
    assert not found.agree
    assert "chance alone sets off the run chart’s rules in about" in found.means
    assert "wait for more points" in found.means


def test_one_point_that_stands_out_is_told_apart_from_a_moved_median():
    found = rule_sets(reading((*UNMOVED, 18, 21, 90)))
    assert (found.run_chart.verdict, found.xmr.verdict) == (Verdict.NONE, Verdict.UP)
    assert "outside the limits (high)" in found.xmr.words
    assert "The newest point stands out" in found.means


@given(st.lists(st.integers(0, 40), min_size=0, max_size=40))
def test_they_agree_just_where_nothing_has_to_be_explained(values):
    found = rule_sets(reading(values))
    assert found.agree is (found.means == "")
    given_verdicts = {one.verdict for one in found.all} - {Verdict.NOT_ENOUGH}
    if Verdict.NONE in given_verdicts and len(given_verdicts) > 1:
        assert not found.agree
    if {Verdict.UP, Verdict.DOWN} <= given_verdicts:
        assert not found.agree


@given(st.lists(st.integers(0, 40), min_size=13, max_size=40))
def test_mirroring_a_series_mirrors_every_verdict(values):
    mirrored = {Verdict.UP: Verdict.DOWN, Verdict.DOWN: Verdict.UP}
    one, other = rule_sets(reading(values)), rule_sets(reading([-v for v in values]))
    assert [mirrored.get(s.verdict, s.verdict) for s in one.all] == [s.verdict for s in other.all]
