"""Measures for everybody: what is shown of the points, and what nobody can work out from it."""

from dataclasses import replace
from datetime import date
from itertools import product
from statistics import median

import pytest
from attack import looks_the_same, numbers_left, texts_of
from builders import a_measure, a_plan_as_at, an_area
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.disclosure import (
    EarlierPoints,
    Measured,
    Why,
    counts_children,
    days_hidden,
    public_measures,
    public_points,
)
from tracker.disclosure_relations import relations_in
from tracker.disclosure_settings import SETTINGS, PublicSettings
from tracker.disclosure_sums import Sum
from tracker.plan_as_at import Points
from tracker.readings import readings

COUNT = {"unit": "children"}
PERCENT = {"unit": "per cent", "numerator": "Heard", "denominator": "Asked"}
GAP = {"group_words": "Care experienced", "compared_with": "All children"}
ROUNDED = PublicSettings(round_to=5)
COUNTS = st.integers(0, 12)


def days(number):
    return tuple(date(2025 + month // 12, month % 12 + 1, 28) for month in range(number))


def points_of(values, below=None, compared=(), compared_below=()):
    none = (None,) * len(values)
    return Points(
        days(len(values)), tuple(values), tuple(below or none), tuple(compared),
        tuple(compared_below),
    )  # fmt: skip


def made(values, below=None, said=PERCENT, settings=SETTINGS, **more):
    measured = Measured(a_measure(**said), points_of(values, below), **more)
    return public_points(measured, settings)


def the_why(value, below=None, said=PERCENT, settings=SETTINGS):
    return made([value], [below], said, settings).why.get(days(1)[0])


# One point


@pytest.mark.parametrize(
    ("value", "hidden"), [(0, False), (1, True), (4, True), (4.5, True), (5, False), (None, False)]
)
def test_counts_of_one_to_four_are_hidden(value, hidden):
    public = made([value], said=COUNT)
    assert bool(public.hidden) is hidden
    assert public.points.values == (None if hidden else value,)


@pytest.mark.parametrize(
    ("value", "below", "why"),
    [
        (20, 40, None),
        (0, 40, None),
        (40, 40, None),
        (3, 40, Why.SMALL),
        (37, 40, Why.REST_SMALL),
        (36, 40, Why.REST_SMALL),
        (35, 40, None),
        (5, 9, Why.BASE_SMALL),
        (0, 9, Why.BASE_SMALL),
        (5, 10, None),
        (71, None, Why.NO_BASE),
        (None, 3, Why.SMALL),
        (None, 30, None),
    ],
)
def test_a_percentage_is_hidden_with_what_it_is_made_of(value, below, why):
    assert the_why(value, below) is why


def test_the_settings_decide():
    assert the_why(0, 40, settings=PublicSettings(zeros_shown=False)) is Why.SMALL
    assert the_why(40, 40, settings=PublicSettings(zeros_shown=False)) is Why.REST_SMALL
    assert the_why(9, 40, settings=PublicSettings(small=9)) is Why.SMALL
    assert the_why(12, 24, settings=PublicSettings(smallest_base=25)) is Why.BASE_SMALL
    assert the_why(71, settings=PublicSettings(without_base_shown=True)) is None


@pytest.mark.parametrize("unit", ["days", "working days", "Weeks", "points", "£ per week"])
def test_a_length_of_time_or_a_score_is_not_a_count_of_children(unit):
    assert not counts_children(a_measure(unit=unit))
    assert made([3, 4, 2], said={"unit": unit}).complete


def test_a_mean_over_too_few_children_is_hidden_all_the_same():
    assert the_why(90, 3, {"unit": "days"}) is Why.BASE_SMALL


def test_a_point_is_hidden_whole():
    public = made([20, 3, 22], [40, 41, 42])
    assert public.points == points_of([20, None, 22], [40, None, 42])
    assert public.hidden == (days(3)[1],) and not public.complete
    assert days_hidden([public, public]) == 2


def test_a_published_figure_stays():
    public = made([3, 2], said=COUNT, published=[days(1)[0]])
    assert public.points.values == (3, None)


def test_other_counts_are_rounded_where_so_set():
    public = made([13, 27, 3], [41, 43, 40], settings=ROUNDED)
    assert public.points.values == (15, 25, None)
    assert public.points.denominators == (40, 45, None)
    assert made([46], said={"unit": "days"}, settings=ROUNDED).points.values == (46,)
    assert made([13], said=COUNT, settings=ROUNDED, published=days(1)).points.values == (13,)


@given(st.integers(0, 200), st.integers(0, 200))
def test_a_rounded_count_is_never_above_its_rounded_base(value, rest):
    public = made([value], [value + rest], settings=ROUNDED).points
    if public.values[0] is not None:
        assert public.values[0] <= public.denominators[0]


# Two groups


@pytest.mark.parametrize(
    ("own", "all_of_them", "why"),
    [
        ((20, 40), (60, 100), None),
        ((3, 40), (60, 100), Why.SMALL),
        ((20, 40), (2, 100), Why.SMALL),
        ((20, 40), (23, 100), Why.GROUPS_CLOSE),
        ((20, 40), (78, 100), Why.GROUPS_CLOSE),
        ((20, 40), (25, 48), Why.GROUPS_CLOSE),
        ((20, 40), (18, 30), None),
    ],
)
def test_the_few_who_are_in_one_group_only_are_hidden(own, all_of_them, why):
    points = points_of([own[0]], [own[1]], [all_of_them[0]], [all_of_them[1]])
    public = public_points(Measured(a_measure(**PERCENT, **GAP), points))
    assert public.why.get(days(1)[0]) is why
    if why:
        assert public.points == points_of([None], [None], [None], [None])


# The baseline somebody typed


def test_a_typed_baseline_is_not_shown_beside_a_hidden_point():
    said = PERCENT | {"baseline": 61.0, "baseline_period": "2024"}
    assert made([20], [40], said).baseline_shown
    assert not made([3], [40], said).baseline_shown
    assert not made([20], said=COUNT | {"baseline": 3, "baseline_period": "2024"}).baseline_shown


# Several measures


def test_the_same_count_in_another_chart_is_hidden_there_too():
    """What one measure counts is the base of another."""
    plans = Measured(a_measure("M1", unit="children"), points_of([20, 4, 22, 31]))
    heard = Measured(a_measure("M2", **PERCENT), points_of([9, 0, 11, 12], [20, 4, 22, 31]))
    made_public = public_measures({"plans": plans, "heard": heard}, PublicSettings(smallest_base=0))
    assert made_public["plans"].points.values == (20, None, 22, 31)
    assert made_public["heard"].points.denominators == (20, None, 22, 31)


def test_a_third_measure_does_not_give_back_what_two_make_up():
    care = Measured(a_measure("M1", **COUNT), points_of([20, 3, 22, 31]))
    home = Measured(a_measure("M2", **COUNT), points_of([30, 33, 34, 35]))
    all_of_them = Measured(a_measure("M3", **COUNT), points_of([50, 36, 56, 66]))
    public = public_measures({"care": care, "home": home, "all": all_of_them})
    assert public["care"].points.values == (20, None, 22, 31)
    assert public["home"].points.values == (30, None, 34, 35)
    assert public["home"].why[days(2)[1]] is Why.GIVES_BACK
    assert public["all"].complete


def test_sums_are_found_where_they_hold_on_every_common_day():
    one, other, third = ({on: n * k for on, n in zip(days(4), (5, 6, 9, 7), strict=True)}
                         for k in (1, 2, 3))  # fmt: skip
    found = relations_in({"a": {"values": one}, "b": {"values": other}, "c": {"values": third}})
    assert found == [Sum(("c", "values"), (("a", "values"), ("b", "values")))]
    third[days(4)[3]] += 1
    assert not relations_in({k: {"values": v} for k, v in zip("abc", (one, other, third),
                                                              strict=True)})  # fmt: skip


def test_a_sum_is_found_where_the_total_begins_later():
    one, other = ({on: n * k for on, n in zip(days(5), (5, 6, 9, 7, 8), strict=True)}
                  for k in (1, 2))  # fmt: skip
    total = {on: one[on] + other[on] for on in days(5)[2:]}
    found = relations_in({"a": {"values": one}, "b": {"values": other}, "c": {"values": total}})
    assert found == [Sum(("c", "values"), (("a", "values"), ("b", "values")))]


def test_two_days_in_common_are_chance():
    short = dict.fromkeys(days(2), 5.0)
    assert not relations_in({"a": {"values": short}, "b": {"values": dict(short)}})


def test_sums_can_be_said_where_they_cannot_be_found():
    care = Measured(a_measure("M1", **COUNT), points_of([3]))
    home = Measured(a_measure("M2", **COUNT), points_of([33]))
    both = {"care": care, "home": home}
    assert public_measures(both)["home"].complete
    relation = Sum(("care", "values"), (("home", "values"),))
    assert not public_measures(both, relations=[relation])["home"].complete


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=3, max_size=4))
def test_three_charts_that_add_up_withstand_the_reader(pairs):
    columns = {
        "a": [a for a, _ in pairs], "b": [b for _, b in pairs], "all": [a + b for a, b in pairs],
    }  # fmt: skip
    public = public_measures(
        {
            key: Measured(a_measure(f"M{number}", **COUNT), points_of(values))
            for number, (key, values) in enumerate(columns.items(), 1)
        }
    )
    for place in range(len(pairs)):
        shown = {key: one.points.values[place] for key, one in public.items()}
        left = numbers_left(shown, [("all", ("a", "b"))], reach=24)
        for key, values in columns.items():
            assert not 1 <= values[place] <= 4 or len(left[key]) > 1


# Earlier public versions


def test_what_was_hidden_stays_hidden_while_it_is_the_same():
    earlier = EarlierPoints(points_of([7, 20]), [days(1)[0]], "the snapshot of 3 Mar 2026")
    public = made([7, 20], said=COUNT, earlier=[earlier])
    assert public.why == {days(1)[0]: Why.HIDDEN_BEFORE}
    assert made([9, 20], said=COUNT, earlier=[earlier]).complete


def test_what_was_shown_cannot_be_taken_back_and_that_is_said():
    earlier = EarlierPoints(points_of([7, 20]), [], "the snapshot of 3 Mar 2026")
    public = made([7, 20], said=COUNT, settings=PublicSettings(small=9), earlier=[earlier])
    assert public.hidden == days(1)
    assert public.warnings == (
        "The figure of 28 Jan 2025 is hidden now, but the snapshot of 3 Mar 2026 showed it. That "
        "cannot be taken back.",
    )


def test_a_small_correction_between_two_versions_is_said():
    earlier = EarlierPoints(points_of([18, 20]), [], "the snapshot of 3 Mar 2026")
    public = made([20, 20], said=COUNT, earlier=[earlier])
    assert public.complete
    (warning,) = public.warnings
    assert "1 figure changed by a small count (28 Jan 2025)" in warning
    assert not made([30, 20], said=COUNT, earlier=[earlier]).warnings


def test_a_later_version_does_not_give_back_what_the_first_one_hid():
    """The other chart of the sum was hidden with it then, and is the same now: it stays hidden."""
    first = {
        "care": Measured(a_measure("M1", **COUNT), points_of([20, 3, 22, 31])),
        "home": Measured(a_measure("M2", **COUNT), points_of([30, 33, 34, 35])),
        "all": Measured(a_measure("M3", **COUNT), points_of([50, 36, 56, 66])),
    }
    shown = public_measures(first)
    later = {
        key: one._replace(earlier=[EarlierPoints(one.points, shown[key].hidden, "the first one")])
        for key, one in first.items()
    }
    corrected = points_of([20, 7, 22, 31])
    later["care"] = later["care"]._replace(points=corrected)
    later["all"] = later["all"]._replace(points=points_of([50, 40, 56, 66]))
    public = public_measures(later)
    left = numbers_left(
        {key: one.points.values[1] for key, one in public.items()},
        [("all", ("care", "home"))],
        reach=40,
    )
    assert len(left["home"]) > 1


# The attackers: everything that is drawn and said comes from the public points


def everything_shown(values, below=None, said=PERCENT):
    """All that a public screen would say of one measure: points, median, signals, words."""
    area, measure = an_area(), a_measure(**said)
    public = public_points(Measured(measure, points_of(values, below)))
    plan = replace(a_plan_as_at(area, measure), points={measure.id: public.points})
    (reading,) = readings(plan).measures
    return repr((public.points, public.hidden, reading.words, reading.effect, reading.chart))


LONG = [12, 11, 9, 3, 10, 8, 7, 2, 9, 6, 5, 4, 5, 6]


def test_whoever_knows_the_program_cannot_tell_one_small_count_from_another():
    for place in (3, 7, 11):
        worlds = [[*LONG[:place], small, *LONG[place + 1 :]] for small in range(1, 6)]
        same = looks_the_same(lambda world: everything_shown(world, said=COUNT), LONG, worlds)
        assert [world[place] for world in same] == [1, 2, 3, 4]


def test_whoever_knows_the_program_cannot_tell_one_hidden_percentage_from_another():
    values, below = [20, 22, 3, 24, 21, 38, 23, 20, 22, 21, 20], [40] * 11
    worlds = list(product(range(1, 5), range(36, 40)))

    def render(world):
        return everything_shown([*values[:2], world[0], *values[3:5], world[1], *values[6:]], below)

    assert looks_the_same(render, (3, 38), worlds) == worlds


def test_a_median_of_all_points_would_have_given_a_count_back():
    """Why nothing of the whole series may stand in a public view: the reader has it at once."""
    shown = {0: None, 1: 9, 2: 0}

    def told(middle):
        return lambda world: median(world.values()) == middle

    assert numbers_left(shown, [], facts=[told(3)], reach=4) == {0: {3}}
    assert numbers_left(shown, [], reach=4) == {0: {1, 2, 3, 4}}


def test_a_percentage_without_its_counts_would_have_given_a_count_back():
    told = numbers_left(
        {"above": None, "below": 27}, [], reach=4,
        facts=[lambda world: round(world["above"] / world["below"] * 100, 1) == 11.1],
    )  # fmt: skip
    assert told == {"above": {3}}


def test_the_text_inside_a_file_can_be_looked_at():
    assert texts_of(b"<p>3 children</p>") == "<p>3 children</p>"
