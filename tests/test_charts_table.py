"""A chart's own data: what its drawing, its hover words and its table all say of each point."""

import json
import math
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from builders import BETTER, FEW, UNMOVED
from charted import a_test, days_of, drawn, reading, traces
from hypothesis import given
from hypothesis import strategies as st

from tracker.chart_table import (
    chart_rows,
    note_marks,
    phases_shown,
    rules_words,
    signals_shown,
    value_words,
)
from tracker.charts_words import alt_words
from tracker.series import Ratio
from tracker.tests_of_change import PhaseDecision

VECTORS = Path(__file__).parent / "vectors"
NOTED = {"note": "One school was closed"}
ACCEPTED, DISMISSED = PhaseDecision.ACCEPTED, PhaseDecision.DISMISSED
YOUNG = (*UNMOVED, *[value + 14 for value in UNMOVED], 42, 39, 44, 38, 43)
TWO_PHASES = {12: ACCEPTED, 24: ACCEPTED}


def column(found, name: str) -> list:
    return [getattr(row, name) for row in chart_rows(found)]


def test_a_row_says_value_median_side_and_every_rule_of_its_point():
    last = chart_rows(reading(*BETTER, baseline_points=12))[-1]
    assert (last.value, last.median, last.side) == (30, 19.5, "above")
    assert last.parts == (
        "shift: 9 points above the median",
        "XmR: one of 6 or more in a row above the mean",
        "XmR: one of two in three close to the upper limit",
    )


def test_a_share_is_told_in_per_cent_beside_its_counts():
    row = chart_rows(reading(*UNMOVED, below=40.0, unit="per cent"))[0]
    assert (row.value, row.numerator, row.denominator) == (50.0, 20, 40)
    assert row.median == pytest.approx(48.75)


def test_plain_values_have_no_counts():
    assert {*column(reading(*UNMOVED), "denominator")} == {None}
    assert {*column(reading(*UNMOVED), "numerator")} == {None}


def test_a_point_on_the_median_is_on_it():
    assert column(reading(*UNMOVED[:11], 19), "side")[8] == "on"


def test_a_gap_and_a_point_left_out_are_on_no_side():
    found = reading(*UNMOVED, None, 90, said={13: NOTED | {"excluded": True}})
    gap, out = chart_rows(found)[-2:]
    assert (gap.value, gap.side, gap.parts) == (None, "", ())
    assert (out.value, out.side, out.parts) == (90, "", ())
    assert out.excluded and not gap.excluded
    assert out.median == gap.median == 19.5


def test_with_too_few_points_a_row_claims_nothing():
    assert {*column(reading(*FEW), "median")} == {None}
    assert {*column(reading(*FEW), "side")} == {""}
    assert not any(column(reading(*FEW), "parts"))


def test_without_points_there_are_no_rows():
    assert chart_rows(reading()) == ()


def test_notes_are_lettered_in_the_order_of_their_points():
    found = reading(*UNMOVED, said={4: NOTED, 1: NOTED | {"astronomical": True}})
    assert [(row.mark, row.note) for row in chart_rows(found) if row.note] == [
        ("a", "One school was closed"), ("b", "One school was closed"),
    ]  # fmt: skip
    assert chart_rows(found)[1].astronomical
    assert chart_rows(found)[1].parts[-1] == "stands out from all others, by our judgement"


def test_after_the_last_letter_they_are_doubled():
    found = reading(*[20.0 + n % 3 for n in range(28)], said=dict.fromkeys(range(28), NOTED))
    assert [*note_marks(found).values()][25:] == ["z", "aa", "bb"]


def test_each_phase_has_its_own_median_and_a_young_one_that_of_the_phase_before():
    found = reading(*YOUNG, phases=TWO_PHASES)
    medians = column(found, "median")
    assert medians == [19.5] * 12 + [33.5] * 17
    assert found.chart.carried
    assert [phase.last for phase in phases_shown(found.chart)] == [11, 28]


def test_a_decision_about_a_phase_stands_at_its_first_point():
    words = column(reading(*YOUNG, phases={12: ACCEPTED, 24: DISMISSED}), "phase")
    assert words[12] == "a new phase begins here: the new front door"
    assert words[24] == "a new phase from here was dismissed: the new front door"
    assert sum(map(bool, words)) == 2


def test_signals_of_every_phase_are_told_and_one_of_them_is_live():
    found = reading(*UNMOVED, *[30] * 8, *UNMOVED, 30, 31, 30, 31, 30, 31, baseline_points=12)
    signals = signals_shown(found.chart)
    assert [(s.kind, s.up, len(s.points), s.live) for s in signals] == [
        ("shift", True, 10, False), ("shift", True, 7, True),
    ]  # fmt: skip


def test_a_trend_says_which_way_it_goes():
    found = reading(*UNMOVED[:10], 16, 17.5, 18.5, 21, 22.5, 26, baseline_points=10)
    assert any("trend: 6 points in a row going up" in parts for parts in column(found, "parts"))


def test_the_gap_between_two_groups_tells_both_values():
    found = reading(
        70, 71, None, unit="per cent", compared=(93, 94, 95), group_words="Looked after children",
        compared_with="All pupils",
    )  # fmt: skip
    assert [(row.value, row.group, row.compared) for row in chart_rows(found)] == [
        (23, 70, 93), (23, 71, 94), (None, None, 95),
    ]  # fmt: skip
    assert value_words(found, 23) == "23 percentage points"


def settings(found, **how) -> str:
    return " · ".join(rules_words(found, **how))


def test_the_rule_set_and_its_settings_are_told():
    base = "Run chart rules of Perla and others (2011): shift 6, trend 5"
    rules = "rules of 21 Nov 2026"
    for found, told in (
        (reading(*UNMOVED), "median of all 12 points"),
        (reading(*BETTER, baseline_points=12), "median of the first 12 points"),
        (
            reading(*BETTER, baseline_points=12, said={0: NOTED | {"excluded": True}}),
            "median of the first 12 points · 1 point left out",
        ),
        (
            reading(*YOUNG, phases={12: ACCEPTED}),
            "2 phases, each with its own median",
        ),
    ):
        assert settings(found) == f"{base} · {told} · {rules}"
    assert settings(reading(*FEW)) == f"{base} · {rules}"


def test_a_carried_median_is_told_among_the_settings():
    assert "the last phase judged by the median before it" in settings(
        reading(*YOUNG, phases=TWO_PHASES)
    )


def test_the_xmr_settings_are_told():
    assert "XmR rules of Making Data Count: 6 in a row · limits 2.66 ×" in settings(
        reading(*BETTER), xmr=True
    )
    assert "limits need 13 points" in settings(reading(*UNMOVED), xmr=True)
    assert "provisional" in settings(reading(*YOUNG, phases=TWO_PHASES), xmr=True)
    found = reading(*BETTER, below=40.0, unit="per cent")
    found = replace(found, options=replace(found.options, chart=Ratio.P))
    assert "p limits follow the denominator" in settings(found, xmr=True)


def test_whoever_does_not_see_the_chart_is_told_the_same():
    found = reading(*BETTER, tests=[a_test("T1", date(2026, 3, 1))])
    assert found.words in alt_words(found)
    assert "Tests of change: Test 1 (A daily call), begun 1 Mar 2026, running." in alt_words(found)
    assert "limits" in alt_words(found, xmr=True)
    assert "No limits: they need 13 points." in alt_words(reading(*FEW), xmr=True)


def _plain_series() -> dict[str, list]:
    """The values of the test series that have no denominators."""
    known = (json.loads(path.read_text(encoding="utf-8")) for path in VECTORS.glob("[sm]_*.json"))
    return {vector["id"]: vector["values"] for vector in known if not vector["denominators"]}


@pytest.mark.parametrize("values", _plain_series().values(), ids=[*_plain_series()])
def test_what_is_marked_is_what_the_rules_found_on_every_test_series(values):
    found = reading(*values, better="higher")
    signals, rows = signals_shown(found.chart), chart_rows(found)
    for place, row in enumerate(rows):
        its = {signal.words for signal in signals if place in signal.points}
        assert its == {part for part in row.parts if part.startswith(("shift:", "trend:"))}
    figure = drawn(found)
    marked = days_of(figure, "signal") | days_of(figure, "older signal")
    assert marked == {rows[place].day for signal in signals for place in signal.points}
    squares = days_of(drawn(found, xmr=True), "special cause")
    assert squares == {rows[cause.point].day for cause in found.analysis.xmr.special_causes}


@given(st.lists(st.none() | st.floats(-1e6, 1e6), max_size=40), st.integers(1, 15))
def test_rows_and_drawing_hold_every_point_once_and_in_order(values, baseline):
    found = reading(*values, baseline_points=baseline)
    rows = chart_rows(found)
    assert [row.value for row in rows] == [*found.chart.series.plotted]
    for row in rows:
        if row.side == "above":
            assert row.value > row.median
        elif row.side == "below":
            assert row.value < row.median
        elif row.side == "on":
            assert math.isclose(row.value, row.median, rel_tol=1e-9, abs_tol=1e-6)
        else:
            assert row.value is None or row.median is None
    (line,) = traces(drawn(found), "points")
    assert [*line.y] == [row.value for row in rows]
