"""The run chart against its rules, the printed page, other programs, and its own edges."""

import json
import math
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.analysis import Options, analyse, analyse_vector
from tracker.false_alarms import anhoj_percent, false_alarm_percent
from tracker.run_chart import proposed_phase
from tracker.runs_table import PRINTED, RunsTable, exact_limits, fewest_crossings, runs_limits

VECTORS = Path(__file__).parent / "vectors"
SERIES = {path.stem: json.loads(path.read_text()) for path in VECTORS.glob("[mrs]_*.json")}
CRITICAL = json.loads((VECTORS / "runs_critical_values.json").read_text())["rows"]
WORDS = {"ok": "as expected", None: "not enough points"}
OF_RUNCHART = {  # it knows no baseline, phases or exclusions, and plots a day twice
    name: vector
    for name, vector in SERIES.items()
    if "no_rephase" in vector["peers"]["runchart"]
    and not any(vector["options"][key] for key in ("freeze", "part_after", "exclude"))
    and len(set(vector["dates"])) == len(vector["dates"])
}
every_series = pytest.mark.parametrize("vector", SERIES.values(), ids=SERIES.keys())
unhurried = settings(deadline=None)
measured = st.lists(st.integers(-40, 40) | st.none(), max_size=70)


def days(n):
    return [date(2020, 1, 1) + timedelta(days=31 * place) for place in range(n)]


def chart(values, **options):
    return analyse(days(len(values)), values, None, Options(**options)).as_json()["run_chart"]


def phase(values, **options):
    return chart(values, **options)["phases"][-1]


def verdicts(answer):
    """Everything the rules decided, without the numbers they decided it on."""
    kept = ("n_useful", "n_runs", "runs_verdict", "anhoj_signal", "longest_run", "shifts", "trends")
    return [{key: found[key] for key in kept} for found in answer["run_chart"]["phases"]]


def test_all_vectors_are_here():
    assert len(SERIES) == 65


@every_series
def test_median_runs_and_crossings_are_those_of_qicharts2(vector):
    peer = vector["peers"]["qicharts2"]["run"]["phases"]
    ours = analyse_vector(vector).as_json()["run_chart"]["phases"]
    assert len(ours) == len(peer)
    for mine, other in zip(ours, peer, strict=True):
        assert mine["median"] == pytest.approx(other["cl"], rel=1e-9)
        for key in ("from", "to", "n_useful", "longest_run", "longest_run_max"):
            assert mine[key] == other[key], key
        for key in ("n_crossings", "n_crossings_min"):
            assert mine[key] == other[key], key
        assert mine["anhoj_signal"] == (other["runs_signal"] if mine["n_useful"] >= 10 else None)


@every_series
@pytest.mark.parametrize("table", ["printed", "exact"])
def test_number_of_runs_is_judged_by_the_printed_and_the_exact_table(vector, table):
    given_options = vector["options"]
    options = Options(
        freeze=given_options["freeze"],
        part_after=tuple(given_options["part_after"] or ()),
        exclude=tuple(given_options["exclude"] or ()),
        runs_table=RunsTable(table),
    )
    answer = analyse(vector["dates"], vector["values"], vector["denominators"], options).as_json()
    for ours, facts in zip(
        answer["run_chart"]["phases"], vector["derived_runs_table"], strict=True
    ):
        if facts is None:
            assert ours["n_useful"] == 0
        elif facts["n_useful"] > 60:
            assert ours["runs_limits"] == list(exact_limits(facts["n_useful"]))
        else:
            assert (ours["n_useful"], ours["n_runs"]) == (facts["n_useful"], facts["n_runs"])
            assert ours["runs_limits"] == facts[table]
            verdict = facts[f"verdict_{table}"]
            assert ours["runs_verdict"] == WORDS.get(verdict, verdict)


@pytest.mark.parametrize("vector", OF_RUNCHART.values(), ids=OF_RUNCHART.keys())
def test_shifts_and_trends_are_those_of_runchart_where_it_keeps_to_the_rules(vector):
    peer = vector["peers"]["runchart"]["no_rephase"]
    (ours,) = analyse_vector(vector).as_json()["run_chart"]["phases"]
    if ours["n_useful"] < 10:
        assert ours["shifts"] == ours["trends"] == []
        return
    on_median = set(ours["on_median"])
    shifted = {point for shift in ours["shifts"] for point in shift["points"]}
    assert shifted == set(peer["shift_points"]) - on_median  # it lists the ties, we do not
    plotted = analyse_vector(vector).series.plotted
    listed = [[plotted[point] for point in trend["points"]] for trend in ours["trends"]]
    assert listed == [  # of equal neighbours it lists all, we one
        [value for value, _ in groupby(plotted[point] for point in points)]
        for points in peer["trends"]
    ]


@pytest.mark.parametrize("row", CRITICAL, ids=lambda row: f"n={row['n']}")
def test_both_runs_tables_are_the_published_ones(row):
    n = row["n"]
    assert runs_limits(n) == (row["printed_lower"], row["printed_upper"])
    assert runs_limits(n, RunsTable.EXACT) == (row["exact_lower"], row["exact_upper"])


def test_the_printed_page_differs_from_the_exact_table_in_18_of_51_rows():
    assert len(PRINTED) == 51
    assert sum(PRINTED[n] != exact_limits(n) for n in PRINTED) == 18


@pytest.mark.parametrize("n", [61, 100, 199, 640])
def test_limits_above_60_agree_with_counting_every_arrangement(n):
    one, other = n // 2, n - n // 2

    def ways(runs):
        half = runs // 2
        if runs % 2 == 0:
            return 2 * math.comb(one - 1, half - 1) * math.comb(other - 1, half - 1)
        longer = math.comb(one - 1, half) * math.comb(other - 1, half - 1)
        return longer + math.comb(one - 1, half - 1) * math.comb(other - 1, half)

    lower, upper = runs_limits(n)
    everything = math.comb(n, one)
    below, above = sum(map(ways, range(2, lower))), sum(map(ways, range(upper + 1, n + 1)))
    assert 40 * below <= everything < 40 * (below + ways(lower))
    assert 40 * above <= everything < 40 * (above + ways(upper))


def test_fewest_crossings_is_the_5_percent_quantile_of_the_binomial():
    for n in range(2, 301):
        least = fewest_crossings(n)
        below = sum(math.comb(n - 1, k) for k in range(least))
        assert 20 * below < 2 ** (n - 1) <= 20 * (below + math.comb(n - 1, least))


def test_five_on_one_side_are_no_shift_and_six_are():
    five = [1, 9, 1, 9, 9, 9, 9, 9, 1, 1, 1, 1, 9, 1]
    six = [1, 9, 1, 9, 9, 9, 9, 9, 9, 1, 1, 1, 1, 1, 9, 1]
    assert phase(five)["shifts"] == []
    assert phase(six)["shifts"] == [{"side": "above", "points": [3, 4, 5, 6, 7, 8]}]


def test_a_point_on_the_median_neither_breaks_a_shift_nor_counts_in_it():
    values = [1, 9, 1, 1, 9, 9, 9, 5, 9, 9, 9, 1, 1, 1, 1]
    found = phase(values)
    assert found["on_median"] == [7]
    assert found["shifts"] == [{"side": "above", "points": [4, 5, 6, 8, 9, 10]}]


def test_four_rising_points_are_no_trend_and_five_are():
    four = [5, 9, 1, 3, 6, 8, 2, 9, 1, 9, 1, 7]
    five = [5, 9, 1, 3, 6, 8, 10, 2, 9, 1, 9, 1]
    assert phase(four)["trends"] == []
    assert phase(five)["trends"] == [{"direction": "up", "points": [2, 3, 4, 5, 6]}]


def test_of_equal_neighbours_the_first_is_listed_and_the_trend_goes_on():
    found = phase([5, 9, 1, 3, 3, 6, 8, 10, 2, 9, 1, 9, 1])
    assert found["trends"] == [{"direction": "up", "points": [2, 3, 5, 6, 7]}]


def test_equal_neighbours_do_not_make_a_trend_long_enough():
    assert phase([5, 9, 1, 3, 3, 3, 6, 8, 2, 9, 1, 9, 1])["trends"] == []


def test_a_turning_point_belongs_to_both_of_its_trends():
    found = phase([1, 2, 3, 4, 9, 8, 7, 6, 5, 7, 2, 8])
    assert [trend["points"] for trend in found["trends"]] == [[0, 1, 2, 3, 4], [4, 5, 6, 7, 8]]


def test_a_gap_and_an_excluded_point_are_passed_over_by_shift_and_trend():
    values = [1, 9, 1, 9, None, 10, 11, 12, 99, 13, 1, 1, 1, 9, 1]
    found = phase(values, exclude=(8,))
    assert found["trends"] == [{"direction": "up", "points": [2, 3, 5, 6, 7, 9]}]


def test_a_shift_goes_on_across_a_gap():
    values = [1, 9, 1, 9, None, 12, 10, 13, 99, 11, 12, 1, 1, 1, 9, 1, 1, 1]
    assert phase(values, exclude=(8,))["shifts"][0]["points"] == [3, 5, 6, 7, 9, 10]


def test_shifts_and_trends_never_cross_a_phase():
    values = [1, 9, 2, 8, 1, 9, 2, 8, 1, 9, 9, 9, 9, 9, 9, 1, 2, 1, 2, 1, 2, 1, 2, 1]
    together, apart = chart(values)["phases"], chart(values, part_after=(12,))["phases"]
    assert any(shift["points"][0] < 12 <= shift["points"][-1] for shift in together[0]["shifts"])
    assert [(p["from"], p["to"]) for p in apart] == [(0, 11), (12, 23)]
    assert all(point >= 12 for shift in apart[1]["shifts"] for point in shift["points"])


def test_a_frozen_baseline_gives_the_median_and_holds_within_the_first_phase():
    values = [*range(10, 20), *range(50, 60), *range(90, 100)]
    assert phase(values, freeze=10)["median"] == 14.5
    first, second = chart(values, freeze=25, part_after=(20,))["phases"]
    assert (first["median"], first["baseline_to"]) == (34.5, 19)
    assert (second["median"], second["baseline_to"]) == (94.5, 29)


def test_excluded_points_and_gaps_in_a_baseline_do_not_count():
    found = phase([1, 3, None, 99, 5, 9, 9, 9], freeze=5, exclude=(3,))
    assert found["median"] == 3


def test_more_points_than_there_are_as_a_baseline_is_all_of_them():
    assert phase([1, 2, 3], freeze=40)["median"] == 2


def test_a_phase_that_begins_after_the_last_point_is_no_phase_yet():
    assert len(chart([1, 2, 3], part_after=(3,))["phases"]) == 1


def test_too_many_runs_are_a_verdict_here_and_no_signal_for_anhoj():
    found = phase([1, 9] * 10)
    assert (found["runs_verdict"], found["anhoj_signal"]) == ("too many", False)


def test_float_error_is_on_the_median():
    values = [0.1, 0.3, 0.1 + 0.2, 0.1, 0.3, 0.2, 0.3, 0.1, 0.2, 0.2, 0.1, 0.3, 0.2, 0.3, 0.1]
    assert phase([0.3 if v == 0.2 else v for v in values])["n_useful"] == 5
    around_zero = [0.1 + 0.2 - 0.3, -1.0, 1.0, 0.0, -2.0, 2.0]
    assert phase(around_zero)["on_median"] == [0, 3]


def test_nine_useful_points_get_no_verdict_and_ten_do():
    nine = phase([1, 2, 3, 4, 5, 6, 7, 8, 9])
    assert nine["n_useful"] == 8
    assert nine["runs_verdict"] == "not enough points"
    assert (nine["runs_limits"], nine["anhoj_signal"], nine["trends"]) == (None, None, [])
    ten = phase([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    assert (ten["runs_limits"], ten["runs_verdict"]) == ([3, 9], "too few")


def test_a_constant_series_has_no_useful_point_and_no_signal():
    found = phase([7] * 15)
    assert (found["n_useful"], found["n_runs"], found["on_median"]) == (0, 0, list(range(15)))
    assert found["longest_run"] is found["n_crossings"] is found["longest_run_max"] is None
    assert found["runs_verdict"] == "not enough points"


def test_a_series_of_gaps_and_an_empty_series_have_an_answer():
    assert phase([None, None])["median"] is None
    empty = analyse([], []).as_json()
    assert (empty["n"], empty["run_chart"]["phases"]) == (0, [])
    assert empty["effect"] == "not enough points"


def test_above_60_useful_points_the_exact_table_judges():
    values = [place * 37 % 101 for place in range(100)]
    assert phase(values)["runs_limits"] == list(exact_limits(phase(values)["n_useful"]))


def test_a_phase_is_proposed_with_its_evidence_and_never_applied():
    vector = SERIES["s_auto_rephase_2"]
    read = analyse_vector(vector).read
    proposal = proposed_phase(read.series, read.phases)
    assert proposal.baseline == tuple(range(12))
    assert (proposal.median, proposal.above, proposal.points[0]) == (19.5, True, 14)
    assert len(read.phases) == 1
    assert proposed_phase(read.series, read.phases, run_length=40) is None


@pytest.mark.parametrize(
    ("n", "any_rule", "anhoj"), [(12, 13, 1.4), (24, 37, 3.0), (36, 56, 4.3), (60, 80, 4.5)]
)
def test_false_alarms_are_those_of_the_rules_page(n, any_rule, anhoj):
    assert false_alarm_percent(n) == pytest.approx(any_rule, abs=1)
    assert anhoj_percent(n) == pytest.approx(anhoj, abs=0.5)


def test_a_median_carried_further_cries_wolf_more_often():
    alarms = [false_alarm_percent(n, 12) for n in range(12, 400)]
    assert alarms[0] == pytest.approx(false_alarm_percent(12), abs=0.5)
    assert alarms == sorted(alarms)
    assert alarms[-1] > 99
    assert false_alarm_percent(30, 10) != false_alarm_percent(30, 20) != false_alarm_percent(30)
    assert chart([1, 9] * 15, freeze=12)["false_alarm_percent"] == false_alarm_percent(30, 12)


@unhurried
@given(measured, st.randoms())
def test_order_of_input_does_not_matter(values, chance):
    rows = [*zip(days(len(values)), values, strict=True)]
    shuffled = [*rows]
    chance.shuffle(shuffled)
    one = analyse(days(len(values)), values).as_json()
    other = analyse([day for day, _ in shuffled], [value for _, value in shuffled]).as_json()
    assert [rows.index(shuffled[place]) for place in other["order"]] == one["order"]
    for answer in (one, other):
        del answer["order"], answer["doubts"]
    assert one == other


@unhurried
@given(measured)
def test_the_mirror_image_swaps_above_and_below(values):
    mirrored = [None if value is None else -value for value in values]
    swap = {"above": "below", "below": "above", "up": "down", "down": "up"}
    for found, image in zip(chart(values)["phases"], chart(mirrored)["phases"], strict=True):
        assert [{**s, "side": swap[s["side"]]} for s in found["shifts"]] == image["shifts"]
        turned = [{**t, "direction": swap[t["direction"]]} for t in found["trends"]]
        assert turned == image["trends"]
        for key in ("n_useful", "n_runs", "runs_verdict", "anhoj_signal"):
            assert found[key] == image[key]


@unhurried
@given(measured, st.integers(-1000, 1000), st.sampled_from([0.001, 0.1, 3, 700]))
def test_adding_a_constant_or_changing_the_unit_changes_no_verdict(values, constant, factor):
    moved = [None if value is None else (value + constant) * factor for value in values]
    dates = days(len(values))
    assert verdicts(analyse(dates, values).as_json()) == verdicts(analyse(dates, moved).as_json())


@unhurried
@given(measured, st.integers(1, 30), st.lists(st.integers(1, 69), max_size=3))
def test_whatever_the_phases_signals_are_long_enough_and_stay_inside(values, freeze, parts):
    for found in chart(values, freeze=freeze, part_after=tuple(parts))["phases"]:
        inside = range(found["from"], found["to"] + 1)
        for points in [s["points"] for s in found["shifts"]]:
            assert len(points) >= 6
            assert not set(points) & set(found["on_median"])
        for points in [s["points"] for s in found["shifts"] + found["trends"]]:
            assert len(points) >= 5
            assert points == sorted(points)
            assert set(points) <= set(inside)
        if found["n_useful"] < 10:
            assert found["shifts"] == found["trends"] == []


@unhurried
@given(st.integers(-5, 5), st.integers(1, 90))
def test_ties_never_make_a_signal(value, n):
    found = phase([value] * n)
    assert found["shifts"] == found["trends"] == []
    assert not found["anhoj_signal"]


@unhurried
@given(measured, st.data())
def test_leaving_a_point_out_is_as_if_it_had_no_value(values, data):
    if not values:
        return
    place = data.draw(st.integers(0, len(values) - 1))
    gap = [None if at == place else value for at, value in enumerate(values)]
    dates = days(len(values))
    excluded = analyse(dates, values, None, Options(exclude=(place,))).as_json()
    assert verdicts(excluded) == verdicts(analyse(dates, gap).as_json())
