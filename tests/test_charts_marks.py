"""Marks by shape as well as colour: signals, special causes, judgements, groups, small charts."""

from dataclasses import replace

import pytest
from builders import BETTER, FEW, UNMOVED, WORSE
from charted import MARCH, at_the_ends, days_of, drawn, reading, traces, words

from tracker.charts import DARK, LIGHT, small_chart
from tracker.measures import Better
from tracker.series import Ratio
from tracker.tests_of_change import PhaseDecision
from tracker.xmr import Reads

OLD = (*UNMOVED, *[30, 31, 29, 32, 33, 34, 35, 36, 30, 31], *UNMOVED, 22, 18, 21)
NOTED = {"note": "One school was <b>closed</b>"}
ACCEPTED = PhaseDecision.ACCEPTED
GAP = {
    "unit": "per cent", "better": Better.LOWER, "group_words": "Looked after children",
    "compared_with": "All pupils",
}  # fmt: skip


def hover(figure, day) -> str:
    line = next(t for t in figure.data if t.hovertext and day in t.x)
    return line.hovertext[line.x.index(day)]


def test_an_older_shift_keeps_its_shape_and_loses_its_colour():
    found = reading(*OLD, baseline_points=12)
    figure = drawn(found)
    assert found.chart.signal is None
    (older,) = traces(figure, "older signal")
    assert set(older.marker.symbol) == {"diamond"}
    assert older.marker.color == LIGHT.line
    assert not traces(figure, "signal")


def test_a_trend_within_a_shift_is_a_triangle_inside_the_diamond():
    (inside,) = traces(drawn(reading(*OLD, baseline_points=12)), "also")
    assert set(inside.marker.symbol) == {"triangle-up"}
    assert inside.y == (29, 32, 33, 34, 35, 36)


def test_a_point_under_another_mark_has_no_circle():
    figure = drawn(reading(*BETTER, baseline_points=12))
    (line,), (marked,) = traces(figure, "points"), traces(figure, "signal")
    sizes = dict(zip(line.x, line.marker.size, strict=True))
    assert {day for day, size in sizes.items() if size == 0} == set(marked.x)


def test_a_point_left_out_is_drawn_hollow_beside_the_line():
    found = reading(*UNMOVED, 90, 20, said={12: NOTED | {"excluded": True}})
    figure = drawn(found)
    (line,), (out,) = traces(figure, "points"), traces(figure, "left out")
    day = found.chart.series.dates[12]
    assert day not in line.x and out.x == (day,) and out.y == (90,)
    assert out.marker.symbol == ("circle-x-open",)
    assert figure.layout.yaxis.range[1] >= 90
    assert "Left out of the median and the rules" in hover(figure, day)


def test_a_point_that_stands_out_by_judgement_is_a_star():
    figure = drawn(reading(*UNMOVED, 60, said={12: NOTED | {"astronomical": True}}))
    (star,) = traces(figure, "astronomical")
    assert (star.y, star.marker.symbol) == ((60,), "star")
    assert "by our judgement" in hover(figure, star.x[0])


def test_a_star_left_out_stays_a_star_without_its_ink():
    left_out = NOTED | {"astronomical": True, "excluded": True}
    figure = drawn(reading(*UNMOVED, 60, said={12: left_out}))
    assert not traces(figure, "astronomical")
    assert traces(figure, "left out")[0].marker.symbol == ("star-open",)


def test_a_note_is_a_letter_on_the_chart_and_its_words_are_read_as_text():
    found = reading(*UNMOVED, said={3: NOTED})
    figure = drawn(found)
    (note,) = traces(figure, "note")
    assert (note.text, note.x) == (("<b>a</b>",), (found.chart.series.dates[3],))
    assert "Note a: One school was &lt;b&gt;closed&lt;/b&gt;" in hover(figure, note.x[0])


def test_a_note_on_a_gap_is_told_where_there_is_nothing_to_draw():
    found = reading(*UNMOVED, None, 20, said={12: NOTED})
    assert not traces(drawn(found), "note")
    assert "Note a" in hover(drawn(found), found.chart.series.dates[12])


def test_the_pointer_hears_every_rule_of_a_point():
    found = reading(*OLD, baseline_points=12)
    told = hover(drawn(found), found.chart.series.dates[18])
    assert "Shift: 12 points above the median" in told
    assert "Trend: 6 points in a row going up" in told
    assert "XmR: above the upper limit" in told


def test_on_a_phone_the_pointer_hears_shorter_lines():
    found = reading(*OLD, baseline_points=12, said={3: {"note": "A long note " * 9}})
    figure = drawn(found, narrow=True, size=15)
    lines = hover(figure, found.chart.series.dates[3]).split("<br>")
    assert len(lines) > 3
    assert max(map(len, lines[1:])) <= 36


def test_every_phase_has_its_median_and_a_young_phase_a_dashed_one():
    young = (*UNMOVED, *[value + 14 for value in UNMOVED], 42, 39, 44, 38, 43)
    figure = drawn(reading(*young, phases={12: ACCEPTED, 24: ACCEPTED}))
    medians = [(m.y[0], m.line.dash) for m in traces(figure, "median")]
    assert medians == [(19.5, "solid"), (33.5, "solid"), (33.5, "8,8")]
    assert "Median 19.5 days" in words(figure)
    assert "Median 33.5 days,<br>carried forward" in words(figure)


def test_a_chart_of_two_judged_phases_has_two_solid_medians():
    figure = drawn(reading(*UNMOVED, *[v + 14 for v in UNMOVED], phases={12: ACCEPTED}))
    assert [m.line.dash for m in traces(figure, "median")] == ["solid", "solid"]
    first, second = traces(figure, "median")
    assert first.x[1] < second.x[0]


def test_the_rule_set_is_printed_below():
    assert any("Perla" in told and "rules of 21 Nov 2026" in told for told in words(drawn(
        reading(*UNMOVED))))  # fmt: skip


# XmR


def test_the_xmr_drawing_has_mean_and_limits_and_no_median():
    found = reading(*BETTER, baseline_points=12)
    figure = drawn(found, xmr=True)
    (phase,) = found.analysis.xmr.phases
    assert not traces(figure, "median") and not traces(figure, "signal")
    assert [m.line.dash for m in traces(figure, "mean")] == ["solid", "8,8"]
    assert {m.y[0] for m in traces(figure, "mean")} == {phase.mean}
    assert [limit.y[0] for limit in traces(figure, "limit")] == [phase.lower, phase.upper]


@pytest.mark.parametrize(
    ("better", "colour"),
    [(Better.HIGHER, LIGHT.heather), (Better.LOWER, LIGHT.ink), (Better.NEITHER, LIGHT.line)],
)
def test_special_causes_are_squares_in_the_colour_of_what_they_mean(better, colour):
    found = reading(*BETTER, baseline_points=12, better=better)
    (squares,) = traces(drawn(found, xmr=True), "special cause")
    causes = found.analysis.xmr.special_causes
    assert Reads.COMMON_CAUSE not in {cause.reads for cause in causes}
    assert squares.x == tuple(found.chart.series.dates[cause.point] for cause in causes)
    assert squares.marker.symbol == "square"
    assert squares.marker.color[-1] == colour


def test_provisional_limits_are_drawn_lighter_and_named_so():
    figure = drawn(
        reading(*UNMOVED, *[v + 14 for v in UNMOVED[:6]], phases={12: ACCEPTED}), xmr=True
    )
    limits = traces(figure, "limit")
    assert {limit.line.dash for limit in limits} == {"3,5"}
    assert {limit.opacity for limit in limits} == {0.75}
    assert any(told.startswith("Provisional<br>limit") for told in words(figure))


def test_with_too_few_points_there_are_no_limits_and_it_is_said():
    figure = drawn(reading(*UNMOVED), xmr=True)
    assert not traces(figure, "limit") and not traces(figure, "mean")
    assert any("limits need 13 points" in told for told in words(figure))


def test_a_limit_beyond_what_there_can_be_is_not_drawn():
    figure = drawn(reading(*[1, 0, 3, 0, 2, 0, 4, 1, 0, 5, 0, 1, 2, 0]), xmr=True)
    assert [limit.y[0] > 0 for limit in traces(figure, "limit")] == [True]
    assert figure.layout.yaxis.range[0] == 0


def test_p_limits_follow_the_denominator_and_a_gap_stays_a_gap():
    found = reading(*UNMOVED, None, 20, below=40.0, unit="per cent")
    denominators = [40.0, 400.0] * 7
    found = replace(
        found, points=found.points._replace(denominators=tuple(denominators)),
        options=replace(found.options, chart=Ratio.P),
    )  # fmt: skip
    lower, upper = traces(drawn(found, xmr=True), "ratio limit")
    assert upper.y[12] is None and lower.y[12] is None
    assert upper.y[1] < upper.y[0]
    assert "p limit" in words(drawn(found, xmr=True))


# The gap between two groups


def a_gap(**said):
    own = [70.0 + n % 3 for n in range(14)]
    own[5] = None
    return reading(*own, compared=[93.0 + n % 2 for n in range(14)], **GAP | said)


def test_the_gap_is_the_judged_series_and_both_groups_stand_above_it():
    found = a_gap()
    figure = drawn(found)
    (line,), (own,), (other,) = (traces(figure, name) for name in ("points", "group", "compared"))
    assert line.y[0] == other.y[0] - own.y[0] == 23
    assert own.y[5] is None and line.y[5] is None
    assert (own.yaxis, other.yaxis) == ("y2", "y2")
    assert figure.layout.yaxis.domain[1] < figure.layout.yaxis2.domain[0]


def test_the_groups_are_named_and_the_gap_says_what_it_is():
    told = words(drawn(a_gap()))
    assert "<b>The gap</b>, in percentage points: All pupils less looked after children" in told
    assert "<b>94 %</b> All pupils" in told
    assert "<b>71 %</b> Looked after<br>children" in told


def test_a_low_drawing_of_a_gap_keeps_the_gap_and_tells_the_groups_to_the_pointer():
    found = a_gap()
    figure = drawn(found, height=380, narrow=True, size=15)
    assert not traces(figure, "group")
    assert "All pupils: 93 %" in hover(figure, found.chart.series.dates[0])
    assert any(told.startswith("<b>The gap</b>") for told in words(figure))


def test_a_gap_without_any_point_is_an_empty_drawing():
    assert not traces(drawn(reading(**GAP)), "group")


# Small, and many


def test_a_small_chart_keeps_marks_and_says_three_values():
    found = reading(*BETTER, baseline_points=12, impact_target=40, impact_by=MARCH)
    figure = small_chart(found, LIGHT, 24, 260)
    assert days_of(figure, "signal") == days_of(drawn(found), "signal")
    assert sorted(words(figure)) == ["20", "<b>30 days</b>", "median<br>19.5"]
    assert figure.layout.xaxis.showticklabels is figure.layout.yaxis.showticklabels is False
    assert traces(figure, "target")


def test_a_small_chart_leaves_room_for_its_words():
    long, short = (
        small_chart(reading(*values, unit=unit), LIGHT, 20, 260).layout.margin
        for values, unit in (((1234.5, 1), "children"), ((2, 1), "days"))
    )
    assert long.l > short.l and long.r > short.r


@pytest.mark.parametrize("values", [(), (None,), FEW])
def test_a_small_chart_of_hardly_any_points_claims_nothing(values):
    figure = small_chart(reading(*values), DARK, 24, 260)
    assert not any("median" in told for told in words(figure))
    assert figure.to_json()


def test_many_points_are_drawn_smaller_and_all_of_them():
    few, many = (drawn(reading(*UNMOVED * times, every=7)) for times in (1, 25))
    sizes = [max(traces(figure, "points")[0].marker.size) for figure in (few, many)]
    assert sizes[0] > 2 * sizes[1] > 0
    assert len(traces(many, "points")[0].x) == 300


def test_half_a_screen_leaves_room_for_fewer_days():
    whole, half = (drawn(reading(*UNMOVED * 2), share=share) for share in (1.0, 0.5))
    assert len(half.layout.xaxis.tickvals) < len(whole.layout.xaxis.tickvals)


@pytest.mark.parametrize("values", [BETTER, WORSE])
def test_the_last_value_of_an_xmr_chart_has_the_colour_of_its_special_cause(values):
    figure = drawn(reading(*values, baseline_points=12), xmr=True)
    (last,) = [note for note in at_the_ends(figure) if note.text.startswith("<b>")]
    assert last.font.color == (LIGHT.heather if values is BETTER else LIGHT.ink)
