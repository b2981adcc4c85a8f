"""The series a measure is judged by: its values, or the gap between two groups."""

from datetime import date

from builders import a_measure, a_phase, a_plan_as_at, a_point_mark, an_area, points
from hypothesis import given
from hypothesis import strategies as st

from tracker.effect import Effect
from tracker.judged_points import group_values, judged_points
from tracker.plan_as_at import Points
from tracker.readings import MeasureReading, readings

GAP = a_measure(
    unit="per cent", better="lower", group_words="looked after children",
    compared_with="all pupils",
)  # fmt: skip
YEARS = (date(2010, 7, 31), date(2016, 7, 31))
numbers = st.one_of(st.none(), st.floats(0, 1000).map(lambda value: round(value, 3)))


def reading(measure, its: Points, *said) -> MeasureReading:
    plan = a_plan_as_at(an_area(), measure, *said, measured={measure.id: its})
    (found,) = readings(plan).measures
    return found


def test_a_measure_of_one_group_is_judged_by_its_own_values():
    its = points(3.0, 4.0, below=10.0)
    judged = judged_points(a_measure(), its)
    assert (judged.values, judged.below) == (its.values, its.denominators)


def test_the_published_gap_is_one_measure_and_a_year_without_the_other_group_is_no_value():
    # Overview report, footnote 4: 15 per cent in 2009/10, 40 and 86 per cent in 2015/16.
    its = Points(YEARS, (15.0, 40.0), (None, None), (None, 86.0), (None, None))
    assert judged_points(GAP, its).values == (None, 46.0)
    assert reading(GAP, its).effect is Effect.NOT_ENOUGH


def test_a_gap_of_counts_above_denominators_is_in_percentage_points():
    its = Points(YEARS[:1], (12.0,), (40.0,), (86.0,), (100.0,))
    assert judged_points(GAP, its).values == (56.0,)


def test_nothing_divided_by_nothing_is_a_gap_in_the_gap():
    its = Points(YEARS[:1], (0.0,), (0.0,), (86.0,), (100.0,))
    assert judged_points(GAP, its).values == (None,)


@given(st.lists(st.tuples(numbers, numbers), max_size=20))
def test_the_gap_is_there_where_both_values_are_and_is_their_difference(pairs):
    days = tuple(date(2020 + n, 1, 1) for n in range(len(pairs)))
    own, other = (tuple(pair[side] for pair in pairs) for side in (0, 1))
    its = Points(days, own, (None,) * len(days), other, (None,) * len(days))
    assert group_values(GAP, its) == (list(own), list(other))
    expected = tuple(None if None in pair else pair[1] - pair[0] for pair in pairs)
    assert judged_points(GAP, its).values == expected


# What people settled about a series


def test_a_phase_that_was_accepted_has_a_median_of_its_own_and_a_dismissed_one_has_not():
    measure = a_measure()
    its = points(*[10, 12] * 8, *[20, 22] * 8)
    start = its.dates[16]
    accepted = reading(measure, its, a_phase(start, measure))
    assert [phase.median for phase in accepted.chart.phases] == [11, 21]
    dismissed = reading(measure, its, a_phase(start, measure, decision="dismissed"))
    assert len(dismissed.chart.phases) == 1


def test_a_proposal_is_made_with_its_evidence_until_somebody_decides():
    measure = a_measure()
    its = points(*[10, 12] * 6, *[20, 22] * 6)
    found = reading(measure, its)
    assert found.proposal is not None
    assert (found.proposal.points[0], found.proposal.above) == (12, True)
    assert len(found.chart.phases) == 1  # proposed, never done
    for decision in ("accepted", "dismissed"):
        decided = a_phase(its.dates[12], measure, decision=decision)
        assert reading(measure, its, decided).proposal is None


def test_after_a_dismissal_a_later_run_is_proposed_on_its_own():
    measure = a_measure()
    its = points(*[10, 12] * 6, *[20, 22] * 6, *[4, 5] * 6)
    dismissed = a_phase(its.dates[12], measure, decision="dismissed")
    found = reading(measure, its, dismissed).proposal
    assert found is not None and (found.points[0], found.above) == (24, False)


def test_a_phase_whose_first_point_is_gone_begins_at_the_next_one():
    measure = a_measure()
    its = points(*[10, 12] * 8, *[20, 22] * 8)
    between = date.fromordinal(its.dates[15].toordinal() + 3)
    found = reading(measure, its, a_phase(between, measure))
    assert [phase.first for phase in found.chart.phases] == [0, 16]


def test_a_phase_before_the_first_point_or_after_the_last_changes_nothing():
    measure, its = a_measure(), points(*[10, 12] * 8)
    for day in (date(2000, 1, 1), date(2026, 12, 31)):
        assert len(reading(measure, its, a_phase(day, measure)).chart.phases) == 1


def test_a_point_that_people_leave_out_is_drawn_and_counts_nowhere():
    measure = a_measure()
    its = points(*[10, 12] * 8, 99)
    left_out = a_point_mark(its.dates[-1], measure, excluded=True)
    noted = a_point_mark(its.dates[-1], measure)
    assert reading(measure, its, noted).chart.series.counted[-1] == 16
    found = reading(measure, its, left_out)
    assert found.chart.series.counted[-1] == 15
    assert found.chart.series.plotted[-1] == 99
