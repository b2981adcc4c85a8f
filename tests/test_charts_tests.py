"""Tests of change on a chart: where they stand, what is said of them, and that none is lost."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from builders import BETTER, TODAY, UNMOVED
from charted import a_test, drawn, reading, traces, words
from hypothesis import given
from hypothesis import strategies as st

from tracker.charts_look import LIGHT
from tracker.charts_tests import LETTER, Span, placed
from tracker.tests_of_change import Decision

SPRING, SUMMER = date(2026, 3, 10), date(2026, 8, 20)
ADAPTED = a_test("T1", SPRING, date(2026, 4, 10), Decision.ADAPT, date(2026, 4, 12))
ADOPTED = a_test("T2", SPRING, date(2026, 4, 10), Decision.ADOPT, SUMMER)
START, END = date(2025, 1, 1), date(2026, 12, 31)


def lines(figure) -> list[tuple[date, int]]:
    return [(shape.x0, shape.line.width) for shape in figure.layout.shapes]


def test_a_test_is_a_line_a_triangle_and_its_words():
    figure = drawn(reading(*BETTER, tests=[ADAPTED]))
    (triangle,) = traces(figure, "test began")
    assert lines(figure) == [(SPRING, 2)]
    assert (triangle.x, triangle.marker.symbol) == ((SPRING,), ("triangle-up",))
    assert triangle.y == (figure.layout.yaxis.range[0],)
    assert "<b>Test 1</b> adapted" in words(figure)


def test_its_time_is_a_bar_along_the_axis():
    (bar,) = traces(drawn(reading(*BETTER, tests=[ADAPTED])), "test time")
    assert bar.x == (SPRING, date(2026, 4, 10), None)


def test_a_test_that_runs_goes_on_to_the_end_of_the_axis():
    figure = drawn(reading(*BETTER, tests=[a_test("T1", SPRING)]))
    (bar,) = traces(figure, "test time")
    assert bar.x[1] == figure.layout.xaxis.range[1]
    assert "<b>Test 1</b> running" in words(figure)


def test_the_day_of_adoption_is_a_finer_line_with_words_of_its_own():
    figure = drawn(reading(*BETTER, tests=[ADOPTED]))
    assert lines(figure) == [(SPRING, 2), (SUMMER, 1)]
    assert "<b>Test 2</b>" in words(figure)
    assert "<b>Test 2</b> adopted" in words(figure)


def test_a_test_adopted_at_once_is_one_line():
    at_once = a_test("T2", SPRING, SPRING, Decision.ADOPT, SPRING + timedelta(3))
    figure = drawn(reading(*BETTER, tests=[at_once]))
    assert lines(figure) == [(SPRING, 2)]
    assert "<b>Test 2</b> adopted" in words(figure)


def test_the_pointer_hears_the_title_as_text_and_the_days():
    test = a_test("T1", SPRING, date(2026, 4, 10), Decision.ADAPT, SUMMER, title="A <i>call</i>")
    (triangle,) = traces(drawn(reading(*BETTER, tests=[test])), "test began")
    assert triangle.hovertext == (
        "<b>Test 1</b> A &lt;i&gt;call&lt;/i&gt;<br>begun 10 Mar 2026, last Do ended 10 Apr 2026"
        "<br>adapted 20 Aug 2026",
    )


def test_two_tests_of_one_day_share_a_triangle_that_tells_both():
    (triangle,) = traces(drawn(reading(*BETTER, tests=[ADAPTED, ADOPTED])), "test began")
    assert len(triangle.x) == 1
    assert "Test 1" in triangle.hovertext[0] and "Test 2" in triangle.hovertext[0]


def test_on_a_phone_only_the_numbers_are_written():
    figure = drawn(reading(*BETTER, tests=[ADAPTED]), narrow=True, size=15)
    assert "<b>1</b>" in words(figure)
    assert not any("Test" in told for told in words(figure))


def test_a_test_begun_after_the_last_point_is_in_sight():
    later = TODAY - timedelta(3)
    figure = drawn(reading(*UNMOVED, last=TODAY - timedelta(60), tests=[a_test("T1", later)]))
    assert figure.layout.xaxis.range[1] > later
    assert lines(figure) == [(later, 2)]


def test_a_test_begun_long_before_the_first_point_points_there_and_moves_no_axis():
    early = a_test("T1", date(2015, 3, 1))
    with_it, without = (drawn(reading(*UNMOVED, tests=tests)) for tests in ([early], []))
    assert with_it.layout.xaxis.range == without.layout.xaxis.range
    (triangle,) = traces(with_it, "test began")
    assert triangle.marker.symbol == ("triangle-left",)
    assert lines(with_it) == []
    assert "<b>Test 1</b> running" in words(with_it)


def test_a_reference_of_another_kind_is_kept():
    figure = drawn(reading(*BETTER, tests=[a_test("Front door", SPRING)]))
    assert "<b>Test Front door</b> running" in words(figure)


@pytest.mark.parametrize("values", [(), (None,)])
def test_a_measure_without_values_and_with_tests_is_drawn(values):
    assert drawn(reading(*values, tests=[ADAPTED])).to_json()


def test_ten_tests_take_no_more_than_two_rows_above_the_drawing():
    tests = [a_test(f"T{n}", date(2025, 6, 1) + timedelta(40 * n)) for n in range(1, 11)]
    plain, crowded = drawn(reading(*BETTER)), drawn(reading(*BETTER, tests=tests))
    assert crowded.layout.margin.t - plain.layout.margin.t <= 2 * 24 * 1.25


DAYS = st.dates(START, END)


@given(
    st.lists(st.tuples(DAYS, st.none() | st.sampled_from(list(Decision)), DAYS), max_size=14),
    st.floats(8, 60),
    st.booleans(),
)
def test_words_of_tests_never_touch_and_no_test_is_lost(stated, across, numbers):
    tests = [
        a_test(f"T{n}", since, None, decision, max(since, on) if decision else None)
        for n, (since, decision, on) in enumerate(stated, 1)
    ]
    span = Span(START, END, across)
    found = placed(tests, span, numbers=numbers)
    rows: dict[int, list[tuple[float, float]]] = {}
    for said in found:
        middle = span.place(said.on) + said.shift
        half = len(re.sub("<.*?>", "", said.words)) * LETTER / 2
        rows.setdefault(said.row, []).append((middle - half, middle + half))
    assert set(rows) <= {0, 1}
    for row in rows.values():
        assert all(left[1] <= right[0] for left, right in pairwise(sorted(row)))
    told = " ".join(re.sub("<.*?>", "", said.words) for said in found)
    if "…" not in told:
        assert {int(n) for n in re.findall(r"\d+", told)} == set(range(1, len(tests) + 1))


def test_no_line_of_a_test_strikes_out_the_words_inside_the_drawing():
    figure = drawn(reading(*BETTER, tests=[ADAPTED]))
    shift = next(note for note in figure.layout.annotations if "Shift" in note.text)
    assert shift.bgcolor == LIGHT.page
