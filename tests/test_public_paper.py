"""Two public papers of the same measure: neither gives back what the other hides."""

from datetime import date

import builders as b
from hypothesis import given
from hypothesis import strategies as st

from tracker import store
from tracker.meetings import KeptSnapshot
from tracker.plan_as_at import PlanAsAt, Points
from tracker.progress import Progress
from tracker.public_paper import Earlier, PublicPaper, kept_before, public_paper
from tracker.public_version import public_progress
from tracker.readings import readings

heard = b.a_measure("M1", unit="children", title="Children heard")
rest = b.a_measure("M2", unit="children", title="Children not heard")
everybody = b.a_measure("M3", unit="children", title="All children")
DAYS = b.points(*range(10)).dates
JUNE, NOVEMBER = date(2026, 6, 30), b.TODAY


def a_plan(day: date, measured: dict, **settings: float) -> PlanAsAt:
    return b.a_plan_as_at(
        b.an_area(), heard, rest, everybody, day=day, measured=measured,
        reference=b.settings_changed(**settings),
    )  # fmt: skip


def a_progress(now: PlanAsAt, before: PlanAsAt) -> Progress:
    return Progress(readings(now), readings(before), before.day, since_meeting=True)


def made(now: PlanAsAt, *earlier: PlanAsAt) -> PublicPaper:
    return public_paper(a_progress(now, now), lambda _: {}, [Earlier(p, p) for p in earlier])


def shown(paper: PublicPaper) -> Points:
    return paper.progress.now.plan.points[heard.id]


def counts(*values: float) -> Points:
    return Points(DAYS[: len(values)], values)


def test_what_a_stricter_snapshot_hid_stays_hidden_when_the_threshold_falls():
    strict = a_plan(JUNE, {heard.id: counts(12, 7, 20)}, public_small=9)
    now = a_plan(NOVEMBER, {heard.id: counts(12, 7, 20)})
    assert shown(made(now)).values == (12, 7, 20)
    assert shown(made(now, strict)).values == (12, None, 20)


def test_a_figure_that_was_corrected_since_is_judged_anew():
    strict = a_plan(JUNE, {heard.id: counts(12, 7, 20)}, public_small=9)
    now = a_plan(NOVEMBER, {heard.id: counts(12, 18, 20)})
    assert shown(made(now, strict)).values == (12, 18, 20)


def test_a_figure_hidden_two_snapshots_ago_stays_hidden():
    values = {heard.id: counts(12, 7, 20)}
    strict = a_plan(JUNE, values, public_small=9)
    between = a_plan(date(2026, 9, 1), values)
    assert shown(made(a_plan(NOVEMBER, values), strict, between)).values == (12, None, 20)


def test_whoever_publishes_is_told_what_cannot_be_taken_back():
    loose = a_plan(JUNE, {heard.id: counts(12, 7, 20)})
    now = a_plan(NOVEMBER, {heard.id: counts(12, 7, 20)}, public_small=9)
    (said,) = made(now, loose).warnings
    assert said.startswith("M1 Children heard: The figure of ")
    assert "but the snapshot of 30 Jun 2026 showed it. That cannot be taken back." in said


def test_whoever_publishes_is_told_of_a_count_that_moved_by_a_few():
    before = a_plan(JUNE, {heard.id: counts(12, 30, 20)})
    now = a_plan(NOVEMBER, {heard.id: counts(12, 32, 20)})
    (said,) = made(now, before).warnings
    assert "1 figure changed by a small count" in said
    assert made(now).warnings == ()


def test_a_sum_shown_before_gives_no_hidden_part_back():
    """June told all three; in November a part is small, and the sum was known before."""
    june = a_plan(JUNE, {everybody.id: counts(30, 31, 32)})
    now = a_plan(
        NOVEMBER,
        {heard.id: counts(3, 14, 15), rest.id: counts(27, 17, 17),
         everybody.id: counts(30, 31, 32)},
    )  # fmt: skip
    points = made(now, june).progress.now.plan.points
    hidden = [points[key].values[0] is None for key in (heard.id, rest.id, everybody.id)]
    assert hidden[0] and hidden[1]


@given(st.lists(st.integers(0, 40), min_size=3, max_size=10), st.integers(1, 12))
def test_nothing_hidden_in_an_earlier_snapshot_is_shown_with_the_same_number(values, small):
    earlier = a_plan(JUNE, {heard.id: counts(*values)}, public_small=small)
    now = a_plan(NOVEMBER, {heard.id: counts(*values)})
    hidden = set(made(earlier).now.made[heard.id].hidden)
    told = shown(made(now, earlier))
    for on, value in zip(told.dates, told.values, strict=True):
        assert on not in hidden or value is None


@given(st.lists(st.integers(0, 12), min_size=4, max_size=8))
def test_without_earlier_snapshots_it_is_the_plain_public_version(values):
    now = a_plan(NOVEMBER, {heard.id: counts(*values)})
    before = a_plan(JUNE, {heard.id: counts(*values[:-1])})
    one = public_paper(a_progress(now, before), lambda _: {}).progress
    other = public_progress(a_progress(now, before), lambda _: {})
    for mine, plain in ((one.now, other.now), (one.before, other.before)):
        assert mine.plan.points[heard.id].values == plain.plan.points[heard.id].values
        assert set(mine.plan.points[heard.id].hidden) == set(plain.plan.points[heard.id].hidden)


def test_only_snapshots_of_what_was_recorded_before_count():
    def kept(day: date, until: int) -> KeptSnapshot:
        return KeptSnapshot(id=store.new_id(), ref="s", title="s", day=day, until=until,
                            schema_number=1, rules_number=1)  # fmt: skip

    first, second, same = kept(NOVEMBER, 5), kept(JUNE, 9), kept(JUNE, 20)
    later = kept(JUNE, 21)
    assert kept_before([later, same, second, first], NOVEMBER, 20) == (first, second, same)
    assert kept_before([same], JUNE, 20) == ()
