"""The charts of papers: the facts of the screen's chart, in marks that need no colour."""

import io
import zipfile
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from builders import BETTER, FEW, UNMOVED, WORSE
from charted import MARCH, a_test, reading
from hypothesis import given
from hypothesis import strategies as st
from test_papers import a_full_snapshot, workbook

from tracker.papers import FORMATS
from tracker.papers.chart_axes import axis_of, kept_apart, named_days
from tracker.papers.chart_svg import HEATHER, INK, alt_words, drawn
from tracker.papers.drawing import pictures
from tracker.tests_of_change import Decision

SVG = "{http://www.w3.org/2000/svg}"


def shapes(found, tag):
    return list(ElementTree.fromstring(drawn(found, "c")).iter(f"{SVG}{tag}"))


def texts(found):
    return [text.text or "" for text in shapes(found, "text")]


def diamonds(found):
    return [p for p in shapes(found, "path") if "l7 7 l-7 7 l-7 -7" in p.get("d")]


def levels(found, dash):
    """The level lines drawn so: solid (None), dashed or dotted."""
    thick = [line for line in shapes(found, "line") if line.get("stroke-width") == "2.2"]
    return [line for line in thick if line.get("stroke-dasharray") == dash]


def test_every_value_has_one_mark():
    found = reading(*BETTER, baseline_points=12)
    signal = len(found.chart.signal_points)
    assert len(diamonds(found)) == signal == 9
    assert len(shapes(found, "circle")) == len(BETTER) - signal


@pytest.mark.parametrize(("values", "colour"), [(BETTER, HEATHER), (WORSE, INK)])
def test_a_shift_is_diamonds_and_words_heather_when_better_ink_when_worse(values, colour):
    found = reading(*values, better="higher", baseline_points=12)
    assert {mark.get("fill") for mark in diamonds(found)} == {colour}
    side = "above" if values is BETTER else "below"
    many = len(found.chart.signal_points)
    assert f"Shift: {many} {side} the median" in texts(found)


def test_a_trend_is_triangles():
    found = reading(*UNMOVED[:10], 16, 17.5, 18.5, 21, 22.5, 26, baseline_points=10)
    marks = [p for p in shapes(found, "path") if "l7 12 h-14" in p.get("d")]
    assert len(marks) == len(found.chart.signal_points)


def test_the_median_is_solid_over_its_baseline_and_dashed_where_carried():
    found = reading(*BETTER, baseline_points=12)
    (solid,), (dashed,) = levels(found, None), levels(found, "8 6")
    assert solid.get("x2") == dashed.get("x1")
    assert solid.get("y1") == dashed.get("y1")
    assert "carried forward" in texts(found)


def test_too_few_points_have_no_median_and_no_mark_of_a_signal():
    found = reading(*FEW)
    assert not levels(found, None) and not diamonds(found)
    assert not [words for words in texts(found) if "Median" in words]


def test_a_gap_breaks_the_line():
    assert len(shapes(reading(*UNMOVED, None, 20), "polyline")) == 2


def test_the_target_in_sight_is_dotted_with_its_words():
    found = reading(*UNMOVED, impact_target=28, impact_by=MARCH)
    assert len(levels(found, "2 6")) == 1
    assert {"Target 28 days", "by March 2027"} <= set(texts(found))


def test_a_point_left_out_is_crossed_and_passed_over_by_the_line():
    found = reading(*UNMOVED, said={3: {"excluded": True, "note": "Snow."}})
    assert len(shapes(found, "circle")) == len(UNMOVED) - 1
    (line,) = shapes(found, "polyline")
    assert len(line.get("points").split()) == len(UNMOVED) - 1


def test_tests_of_change_stand_where_they_began_and_their_words_do_not_touch():
    since = [date(2026, 3, 1), date(2026, 3, 20), date(2026, 4, 9), date(2026, 9, 1)]
    tests = [a_test(f"T{n}", day, decision=Decision.ADOPT) for n, day in enumerate(since, start=1)]
    found = reading(*BETTER, tests=tests)
    named = [t for t in shapes(found, "text") if (t.text or "").startswith("Test ")]
    assert {t.text for t in named} == {f"Test {n} adopted" for n in (1, 2, 3, 4)}
    for one in named:
        for other in named:
            apart = abs(float(one.get("x")) - float(other.get("x"))) > 7 * len("Test 1 adopted") - 1
            assert one is other or apart or one.get("y") != other.get("y")


def test_more_tests_than_there_are_rows_are_still_all_named():
    tests = [a_test(f"T{n}", date(2026, 3, n)) for n in range(1, 10)]
    told = " ".join(texts(reading(*BETTER, tests=tests)))
    for n in range(1, 10):
        assert f"T{n}" in told or f"Test {n} " in told


def test_what_is_drawn_is_told_in_words():
    found = reading(*BETTER, impact_target=28, tests=[a_test("T1", date(2026, 3, 1))])
    told = alt_words(found)
    assert found.words in told
    assert "Target 28 days." in told
    assert "Test 1 running, begun 1 Mar 2026." in told


def test_names_of_people_and_markup_cannot_break_the_drawing():
    found = reading(*BETTER, title="<b>\"&'", unit="<i>")
    assert ElementTree.fromstring(drawn(found, "c"))[0].text == "<b>\"&'"


@pytest.mark.parametrize("values", [(20.0,), (0.0, 0.0), (-3.0, 4.0), (1e9, 2e9), (0.001, 0.002)])
def test_any_values_can_be_drawn_and_become_a_picture(values):
    (picture,) = pictures([drawn(reading(*values), "c")])
    assert picture.startswith(b"\x89PNG")


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30))
def test_an_axis_holds_every_value(values):
    axis = axis_of(values, most=None)
    assert axis.low <= min(values) and max(values) <= axis.high
    assert 2 <= len(axis.ticks) <= 8
    assert axis.low >= 0 or min(values) < 0


def test_a_percentage_axis_ends_at_a_hundred():
    assert axis_of([55.0, 98.0], most=100.0).high == 100


@given(st.lists(st.floats(0, 300), min_size=1, max_size=4))
def test_words_at_the_ends_do_not_overlap(wanted):
    heights = [17.0] * len(wanted)
    middles = sorted(kept_apart(wanted, heights, 300))
    assert all(b - a >= 17 - 1e-6 for a, b in pairwise(middles))
    assert middles[-1] <= 300


def test_few_days_are_named_and_the_year_only_where_it_is_new():
    days = [date(2025 + m // 12, m % 12 + 1, 28) for m in range(10, 20)]
    assert [year for _, _, year in named_days(days) if year] == ["2025", "2026"]
    assert len(named_days(days)) <= 9


def test_the_workbook_has_a_native_chart_a_measure_with_its_words():
    shot = a_full_snapshot()
    charts = workbook(shot)["Charts"]._charts
    assert len(charts) == len(shot.read.measures) == 2
    names = [
        [s.tx.strRef.f.split("!")[0] if s.tx.strRef else s.tx.v for s in c.series] for c in charts
    ]
    assert names == [["Value", "Median", "Signal"], ["Value", "Median"]]


def test_the_charts_of_the_workbook_are_drawn_from_the_points():
    data = workbook(a_full_snapshot())["Chart data"]
    rows = list(data.iter_rows(min_row=3, min_col=1, max_col=5, values_only=True))
    assert [row[1] for row in rows] == list(BETTER)
    assert [row[4] for row in rows if row[4] is not None] == [30] * 8


def test_every_chart_of_the_workbook_says_in_words_what_it_shows():
    shot = a_full_snapshot()
    with zipfile.ZipFile(io.BytesIO(FORMATS["xlsx"](shot))) as book:
        drawing = ElementTree.fromstring(book.read("xl/drawings/drawing1.xml"))
    told = [one.get("descr") for one in drawing.iter() if one.tag.endswith("cNvPr")]
    assert told == [alt_words(found) for found in shot.read.measures]
