"""The figure of a run chart says what the rules found: nothing more, nothing else."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from builders import BETTER, FEW, UNMOVED, WORSE
from charted import MARCH, at_the_ends, drawn, reading, traces, words
from hypothesis import given
from hypothesis import strategies as st

from tracker.charts import DARK, LIGHT
from tracker.charts_scale import day_ticks, kept_apart, scale_of, tight_scale
from tracker.measures import Better


def test_every_point_is_drawn_at_its_day_with_its_value():
    found = reading(*UNMOVED)
    (line,) = traces(drawn(found), "points")
    assert line.x == found.chart.series.dates
    assert line.y == tuple(float(value) for value in UNMOVED)


def test_a_ratio_in_per_cent_is_drawn_in_per_cent():
    (line,) = traces(drawn(reading(*UNMOVED, below=40.0, unit="per cent")), "points")
    assert line.y[0] == 50.0


def test_a_gap_is_drawn_as_a_gap():
    (line,) = traces(drawn(reading(*UNMOVED, None, 20)), "points")
    assert line.y[-2] is None
    assert line.connectgaps is False
    assert line.hovertext[-2].endswith(": no value</b>")


def test_the_median_is_drawn_solid_over_its_baseline_and_dashed_where_it_is_carried():
    solid, dashed = traces(drawn(reading(*BETTER, baseline_points=12)), "median")
    assert (solid.y, dashed.y) == ((19.5, 19.5), (19.5, 19.5))
    assert (solid.line.dash, dashed.line.dash) == ("solid", "8,8")
    assert solid.x[1] == dashed.x[0]


def test_a_median_of_all_points_is_one_solid_line():
    found = reading(*UNMOVED)
    (median,) = traces(drawn(found), "median")
    assert median.y[0] == found.chart.phases[0].median
    assert median.line.dash == "solid"


def test_with_too_few_points_no_median_is_drawn():
    assert traces(drawn(reading(*FEW)), "median") == []
    assert not any("Median" in told for told in words(drawn(reading(*FEW))))


@pytest.mark.parametrize("values", [(), (20,), (20, 25), (None, None)])
def test_a_measure_with_hardly_any_points_is_drawn_without_a_claim(values):
    figure = drawn(reading(*values))
    assert not traces(figure, "signal") and not traces(figure, "older signal")
    assert not any("Shift" in told for told in words(figure))
    assert figure.to_json()


@pytest.mark.parametrize("values", [BETTER, WORSE])
def test_the_marked_points_are_those_of_the_signal(values):
    found = reading(*values, baseline_points=12)
    (marked,) = traces(drawn(found), "signal")
    days = found.chart.series.dates
    assert marked.x == tuple(days[place] for place in found.chart.signal_points)
    assert set(marked.marker.symbol) == {"diamond"}


def test_a_shift_says_how_many_points_and_on_which_side():
    assert "<b>Shift:</b> 9 above the median" in words(drawn(reading(*BETTER, baseline_points=12)))
    assert "<b>Shift:</b> 8 below the median" in words(drawn(reading(*WORSE, baseline_points=12)))


def test_a_trend_is_marked_by_triangles():
    figure = drawn(reading(*UNMOVED[:10], 16, 17.5, 18.5, 21, 22.5, 26, baseline_points=10))
    (marked,) = traces(figure, "signal")
    assert set(marked.marker.symbol) == {"triangle-up"}
    assert any("in a row going up" in told for told in words(figure))


def test_better_is_heather_and_worse_is_ink_whichever_way_it_goes():
    for better, values, colour in (
        (Better.HIGHER, BETTER, LIGHT.heather), (Better.HIGHER, WORSE, LIGHT.ink),
        (Better.LOWER, WORSE, LIGHT.heather), (Better.LOWER, BETTER, LIGHT.ink),
    ):  # fmt: skip
        (marked,) = traces(drawn(reading(*values, baseline_points=12, better=better)), "signal")
        assert marked.marker.color == colour


def test_the_target_is_drawn_and_named_with_its_day():
    figure = drawn(reading(*UNMOVED, impact_target=90, impact_by=MARCH))
    (target,) = traces(figure, "target")
    assert set(target.y) == {90}
    assert "Target 90 days<br>by March 2027" in words(figure)
    assert figure.layout.yaxis.range[1] >= 90
    assert traces(drawn(reading(*UNMOVED)), "target") == []


def test_each_target_runs_to_its_own_day_and_the_last_in_sight_to_the_end():
    half = date(2026, 6, 30)
    figure = drawn(
        reading(
            *UNMOVED, short_target=25, short_by=half, medium_target=30, medium_by=MARCH,
            impact_target=90, impact_by=date(2028, 3, 31),
        )
    )  # fmt: skip
    first, second = traces(figure, "target")
    assert (first.y[0], first.x[1]) == (25, half)
    assert (second.y[0], second.x) == (30, (half, figure.layout.xaxis.range[1]))
    assert "Target 25 days by June 2026" in words(figure)
    assert "Target 30 days<br>by March 2027" in words(figure)
    assert not any("90" in told for told in words(figure))


def test_a_target_whose_day_has_passed_holds_to_the_end_where_none_follows():
    figure = drawn(reading(*UNMOVED, short_target=25, short_by=date(2020, 1, 1)))
    (target,) = traces(figure, "target")
    assert target.x[1] == figure.layout.xaxis.range[1]


def test_the_baseline_is_named_where_there_is_one():
    assert "Baseline: first 12 months" in words(drawn(reading(*BETTER, baseline_points=12)))
    assert not any("Baseline" in told for told in words(drawn(reading(*UNMOVED))))


def test_the_last_value_stands_at_the_end_in_bold():
    assert "<b>20 days</b> in November" in words(drawn(reading(*UNMOVED)))


@pytest.mark.parametrize("height", [340, 420, 690])
@pytest.mark.parametrize("last", [19.5, 20, 24, 15])
def test_the_words_at_the_ends_never_overlap(height, last):
    figure = drawn(reading(*UNMOVED, last, impact_target=21, impact_by=MARCH), height=height)
    low, high = figure.layout.yaxis.range
    inside = height - figure.layout.margin.t - figure.layout.margin.b
    spans = sorted(
        ((note.y - low) / (high - low) * inside, 24 * 1.25 * (1 + note.text.count("<br>")))
        for note in at_the_ends(figure)
    )
    assert len(spans) == 3
    for (below, its), (above, other) in pairwise(spans):
        assert above - below >= (its + other) / 2 - 1e-6


def test_on_a_phone_the_words_stand_inside_and_leave_the_width_to_the_chart():
    figure = drawn(reading(*BETTER, baseline_points=12, impact_target=40), narrow=True, size=15)
    assert figure.layout.margin.r <= 15
    assert not at_the_ends(figure)
    assert "Median 19.5 days" in words(figure)
    assert "Target 40 days" in words(figure)


def test_the_dark_theme_draws_the_same_in_its_own_colours():
    light, dark = (drawn(reading(*BETTER), palette=palette) for palette in (LIGHT, DARK))
    assert [trace.y for trace in light.data] == [trace.y for trace in dark.data]
    assert dark.layout.font.color == DARK.soft
    assert LIGHT.ink not in dark.to_json()


@given(st.lists(st.floats(-1e6, 1e6), max_size=20), st.integers(3, 8), st.booleans())
def test_the_axis_holds_every_value_between_round_ends(values, most, per_cent):
    scale = scale_of(values, most, per_cent=per_cent)
    slack = 1e-6 * max(1.0, *map(abs, values), 1.0)
    assert all(scale.low - slack <= value <= scale.high + slack for value in values)
    assert 2 <= len(scale.ticks) <= most + 3
    if values and min(values) >= 0:
        assert scale.low >= 0


@pytest.mark.parametrize(
    "values", [[5e-324], [0.0], [0.0, 5e-324], [1e6, 1e6 + 1e-9], [-3.0, -3.0]]
)
def test_hardly_any_difference_still_has_an_axis(values):
    scale = scale_of(values, 5, per_cent=False)
    assert scale.low <= min(values) <= max(values) <= scale.high
    assert len(scale.ticks) >= 2


@given(st.lists(st.floats(-1e6, 1e6), max_size=20))
def test_an_axis_without_names_holds_every_value_too(values):
    scale = tight_scale(values)
    assert all(scale.holds(value) for value in values)
    assert scale.low < scale.high


def test_a_percentage_stays_between_0_and_100():
    scale = scale_of([3.0, 99.0], 5, per_cent=True)
    assert (scale.low, scale.high) == (0, 100)


@given(st.integers(1, 400), st.sampled_from([1, 7, 30, 91, 365]), st.integers(3, 9))
def test_some_points_are_named_and_never_too_many(count, every, most):
    days = [date(2019, 1, 31) + timedelta(every * place) for place in range(count)]
    chosen, told = day_ticks(days, most)
    assert 1 <= len(chosen) <= most
    assert set(chosen) <= set(days)
    years = [text.split("<br>")[1] for text in told if "<br>" in text]
    assert years == sorted({str(day.year) for day in chosen})


@given(
    st.lists(st.tuples(st.floats(0, 500), st.sampled_from([20.0, 40.0])), min_size=1, max_size=4)
)
def test_words_are_pushed_apart_and_stay_inside(wanted):
    placed = kept_apart(wanted, 0, 500)
    rows = sorted(zip(placed, (height for _, height in wanted), strict=True))
    for (below, its), (above, other) in pairwise(rows):
        assert above - below >= (its + other) / 2 - 1e-6
    assert all(0 <= middle <= 500 for middle in placed)
