"""The four words, what decides them, and the sentence that says so."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.analysis import Options, analyse, effect_reading
from tracker.effect import Effect, combined_effect
from tracker.false_alarms import false_alarm_percent
from tracker.measures import Better

unhurried = settings(deadline=None)
NOISE = [20, 17, 22, 16, 21, 18, 23, 15, 19, 24, 17, 20]


def months(n, year=2022):
    return [date(year + place // 12, place % 12 + 1, 1) for place in range(n)]


def read(values, better="higher", dates=None, **options):
    return effect_reading(dates or months(len(values)), values, None, better, Options(**options))


def test_a_shift_that_reaches_the_last_six_points_is_live():
    live = read([*NOISE, *[30] * 8, 10, 30, 10, 30, 10])
    assert (live.effect, live.signal_points) == ("improvement", tuple(range(12, 20)))
    assert live.signal.kind == "shift"
    old = read([*NOISE, *[30] * 8, 10, 30, 10, 30, 10, 30])
    assert (old.effect, old.signal_points) == ("no signal", ())


def test_direction_decides_between_improvement_and_worsening():
    up = [*NOISE, *[30] * 8]
    assert read(up, "higher").effect is read([-v for v in up], "lower").effect is Effect.IMPROVEMENT
    assert read(up, "lower").effect is Effect.WORSENING


def test_where_neither_direction_is_better_there_is_no_effect_and_the_reading_tells_what_moved():
    found = read([*NOISE, *[30] * 8], "neither")
    assert found.effect == "no signal"
    assert found.signal_points == tuple(range(12, 20))
    assert "the last 8 points are all above" in found.reading
    assert "not called an improvement" in found.reading


def test_of_opposing_live_signals_the_one_that_ends_last_decides():
    values = [*NOISE, 30, 31, 30, 31, 30, 31, 34, 32, 30, 28, 26]
    found = read(values, better="higher", freeze=12)
    assert (found.signal.kind, found.effect) == ("shift", "improvement")  # same end: the shift
    turned = read([*NOISE, 30, 31, 30, 31, 30, 31, 34, 30, 27, 21, 14, 9], freeze=12)
    assert (turned.signal.kind, turned.effect) == ("trend", "worsening")
    assert "another shift" in turned.reading


def test_gaps_are_not_among_the_last_six_plotted_points():
    values = [*NOISE, *[30] * 8, 10, 30, None, None, 10, 30, 10]
    assert read(values).effect == "improvement"


def test_fewer_than_ten_useful_points_are_not_enough():
    assert read([1, 2, 3, 4, 5, 6, 7, 8, 9]).effect == "not enough points"
    assert read([5] * 40).effect == "not enough points"
    assert read([]).effect == "not enough points"


def test_after_a_rephase_the_phase_before_gives_the_median_until_ten_useful_points():
    values = [*NOISE, 30, 31, 33, 32, 30, 34, 31]
    young = read(values, part_after=(12,))
    assert young.phases[-1].n_useful < 10
    assert (young.effect, young.carried, young.judged.median) == ("improvement", True, 19.5)
    assert "the median of 19.5 carried forward from the phase before" in young.reading
    grown = read([*values, 30, 33, 29, 32, 34], part_after=(12,))
    assert (grown.carried, grown.judged.first, grown.effect) == (False, 12, "no signal")


def test_the_phase_before_keeps_its_own_baseline_when_it_is_carried():
    values = [*NOISE[:6], *[50, 52] * 4, 60, 61, 62]
    found = read(values, part_after=(14,), freeze=6)
    assert found.judged.median == 19
    assert found.judged.n_baseline == 6


@pytest.mark.parametrize(
    ("outcomes", "processes", "effect"),
    [
        (["improvement", "worsening", "no signal"], [], "worsening"),
        (["not enough points", "no signal", "improvement"], ["worsening"], "improvement"),
        (["not enough points", "no signal"], ["improvement"], "no signal"),
        (["not enough points"], ["improvement"], "not enough points"),
        ([], ["improvement", "no signal"], "improvement"),
        ([], [], None),
    ],
)
def test_an_area_takes_the_effect_of_its_outcome_measures_first(outcomes, processes, effect):
    assert combined_effect(outcomes, processes) == effect


def test_a_word_that_is_no_effect_is_refused():
    with pytest.raises(ValueError, match="better"):
        combined_effect(["better"])


def test_two_points_are_never_a_trend():
    found = read([19, 11], dates=[date(2017, 3, 31), date(2018, 3, 31)])
    assert found.effect == "not enough points"
    assert found.reading == (
        "From 19 in March 2017 to 11 in March 2018: two points, and two points are never a trend; "
        "the rules need 10 points off the median."
    )


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([], "No values yet: there is nothing to judge."),
        ([None], "No values yet: there is nothing to judge."),
        ([4], "One value, 4 in January 2022: not enough to judge, the rules need 10"),
        ([4, 5, 6], "Not enough points to judge: 3 points, 2 of them useful, and the rules"),
        ([4] * 12, "All 12 points lie on the median of 4: nothing moves, and the rules"),
    ],
)
def test_too_few_points_say_what_is_missing(values, said):
    assert read(values).reading.startswith(said)


def test_a_shift_is_told_with_its_months_its_median_and_the_false_alarms():
    found = read([*NOISE, *[30] * 8])
    chance = f"about {round(false_alarm_percent(20))} charts in 100."
    assert found.reading == (
        "Since January 2023 the last 8 points are all above the median of 22.5: a shift, in the "
        "direction you want; an earlier shift, 6 points below the median, ended in June 2022. "
        f"With 20 points, pure chance would set off one of these rules in {chance}"
    )


def test_a_carried_baseline_is_part_of_the_false_alarm_sentence():
    found = read([*NOISE, *[30] * 8], freeze=12)
    assert "With 20 points and a median from the first 12, pure chance" in found.reading
    assert found.false_alarm_percent == false_alarm_percent(20, 12)


def test_a_trend_is_told_from_where_to_where():
    found = read([*NOISE, 10, 14, 18, 22, 26])
    assert "the last 5 points all go up, from 10 to 26: a trend" in found.reading


def test_an_older_signal_is_told_and_does_not_decide():
    found = read([*NOISE, *[30] * 8, 10, 30, 10, 30, 10, 30])
    assert found.effect == "no signal"
    assert "an earlier shift, 8 points above the median, ended in August 2023" in found.reading


def test_days_close_together_are_named_by_their_date():
    dates = [date(2026, 3, 1) + timedelta(days=place) for place in range(20)]
    assert "Since 13 Mar 2026 the last 8 points" in read([*NOISE, *[30] * 8], dates=dates).reading


def test_ratios_read_as_percentages_where_the_unit_says_so():
    options = Options(better="higher", unit="per cent")
    found = analyse(months(20), [*NOISE, *[30] * 8], [40] * 20, options)
    assert "above the median of 56.2 %" in found.reading
    assert "median of 22.5 days" in read([*NOISE, *[30] * 8], unit="days").reading


@unhurried
@given(
    st.lists(st.integers(0, 30) | st.none(), max_size=60),
    st.sampled_from([*Better]),
    st.none() | st.integers(1, 20),
    st.lists(st.integers(1, 59), max_size=2),
)
def test_every_reading_is_one_or_two_sentences_that_claim_no_cause(values, better, freeze, parts):
    found = read(values, better, freeze=freeze, part_after=tuple(parts))
    text = found.reading
    assert text.endswith(".")
    assert text.count(". ") <= 1
    assert not any(word in text for word in ("because", "due to", "None", "nan"))
    judged = found.judged is not None and found.judged.n_useful >= 10
    assert judged == (found.effect is not Effect.NOT_ENOUGH)
    assert judged == ("pure chance" in text) == (found.false_alarm_percent is not None)


@unhurried
@given(st.lists(st.integers(0, 30), max_size=60))
def test_the_mirror_image_has_the_same_effect_in_the_other_direction(values):
    mirrored = [-value for value in values]
    assert read(values, "higher").effect == read(mirrored, "lower").effect
    assert read(values, "higher").signal_points == read(mirrored, "lower").signal_points


@unhurried
@given(st.lists(st.integers(0, 30) | st.none(), max_size=40), st.sampled_from([*Better]))
def test_the_cheap_reading_and_the_full_analysis_agree(values, better):
    full = analyse(months(len(values)), values, None, Options(better=better))
    cheap = read(values, better)
    assert (full.effect, full.reading) == (cheap.effect, cheap.reading)
    answer = full.as_json()
    assert answer["effect"] in ("improvement", "worsening", "no signal", "not enough points")
    promised = {"n", "plotted", "order", "run_chart", "xmr", "effect", "reading", "doubts"}
    assert promised <= set(json.loads(json.dumps(answer, allow_nan=False)))
