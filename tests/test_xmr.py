"""XmR against the official Making Data Count series point by point; p, u and c limits."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.analysis import Options, analyse, analyse_vector
from tracker.series import Ratio

VECTORS = Path(__file__).parent / "vectors"
SERIES = {path.stem: json.loads(path.read_text()) for path in VECTORS.glob("[mrs]_*.json")}
OFFICIAL = {name: v for name, v in SERIES.items() if v.get("official") and v["official"]["trust"]}
READS = {"suppressed": "neither", "neither": None}
ASSURANCE = {
    "consistent_pass": "consistently passing",
    "consistent_fail": "consistently failing",
    "inconsistent": "hit-or-miss",
}
D2_OF_QICHARTS2 = 1.128  # it divides by this; Making Data Count multiplies by 2.66
unhurried = settings(deadline=None)
RULES_OF_FDP = {"shift": "shift", "trend": "trend", "outside limits": "singlePoint"}


def days(n):
    return [date(2020, 1, 1) + timedelta(days=31 * place) for place in range(n)]


def xmr(values, **options):
    return analyse(days(len(values)), values, None, Options(**options)).as_json()["xmr"]


def rules(answer):
    return {cause["point"]: cause["rules"] for cause in answer["special_cause"]}


def unscreened(vector):
    """NHSRplotthedots with large moving ranges kept, as Making Data Count keeps them."""
    peer = vector["peers"]["NHSRplotthedots"]
    kept = peer.get("unscreened")
    return kept if isinstance(kept, dict) else peer.get("screened", {})


@pytest.mark.parametrize("vector", OFFICIAL.values(), ids=OFFICIAL.keys())
def test_every_point_has_the_official_colour(vector):
    answer = analyse_vector(vector).as_json()["xmr"]
    ours = {cause["point"]: cause["reads"] for cause in answer["special_cause"]}
    official = vector["official"]["judgement"]
    expected = {at: READS.get(word, word) for at, word in enumerate(official)}
    assert ours == {at: reads for at, reads in expected.items() if reads}
    if answer["phases"]:
        assert answer["variation"] == (expected[len(official) - 1] or "common cause")


@pytest.mark.parametrize("name", SERIES)
def test_limits_are_those_of_the_programs_that_keep_large_moving_ranges(name):
    vector = SERIES[name]
    ours = analyse_vector(vector).as_json()["xmr"]["phases"]
    if ours is None:
        return
    peer = unscreened(vector).get("phases")
    if peer and not vector["options"]["exclude"]:  # it cannot leave a point out
        for mine, other in zip(ours, peer, strict=True):
            assert mine["mean"] == pytest.approx(other["mean"], rel=1e-9)
            assert (mine["lower"], mine["upper"]) == pytest.approx(
                (other["lpl"], other["upl"]), rel=1e-9
            )
    peer = vector["peers"]["qicharts2"].get("i_unscreened", {}).get("phases")
    if peer and not vector["options"]["exclude"]:  # it takes a range across an excluded point
        for mine, other in zip(ours, peer, strict=True):
            reach = (other["ucl"] - other["cl"]) / 3 * D2_OF_QICHARTS2 * 2.66
            assert mine["mean"] == pytest.approx(other["cl"], rel=1e-9)
            assert mine["upper"] - mine["mean"] == pytest.approx(reach, rel=1e-8)
            assert mine["mean"] - mine["lower"] == pytest.approx(reach, rel=1e-8)


@pytest.mark.parametrize("name", SERIES)
def test_shifts_trends_and_points_outside_are_those_of_the_nhs_england_engine(name):
    vector = SERIES[name]
    peer = vector["peers"]["NHSE_FDP_spc_engine"].get("parity_sql_v26")
    if not peer or vector["options"]["part_after"] or None in vector["values"]:
        return  # it knows no rule across a recalculation, and takes ranges across gaps
    found = {}
    for cause in analyse_vector(vector).as_json()["xmr"]["special_cause"]:
        for rule, side in zip(cause["rules"], cause["sides"], strict=True):
            if rule in RULES_OF_FDP:
                key = RULES_OF_FDP[rule] + ("Up" if side == "high" else "Down")
                found.setdefault(key, []).append(cause["point"])
    assert found == {k: points for k, points in peer["rules"].items() if "twoSigma" not in k}


@pytest.mark.parametrize("name", SERIES)
def test_assurance_is_that_of_nhsrplotthedots(name):
    peer = unscreened(SERIES[name]).get("assurance")
    answer = analyse_vector(SERIES[name]).as_json()["xmr"]
    if peer and answer["phases"]:
        assert answer["assurance"] == ASSURANCE[peer[-1]]


def test_twelve_points_get_no_limits_and_thirteen_do():
    assert xmr([1, 9] * 6) == {
        "phases": None, "special_cause": [], "variation": None, "assurance": None
    }  # fmt: skip
    assert xmr([1, 9] * 6 + [1])["phases"][0]["provisional"] is False


def test_an_excluded_point_and_a_gap_do_not_count_towards_the_thirteen():
    assert xmr([1, 9] * 6 + [1], exclude=(3,))["phases"] is None
    assert xmr([1, 9] * 6 + [None])["phases"] is None


def test_a_moving_range_is_not_taken_across_a_gap_an_excluded_point_or_a_phase():
    steady = [10, 12] * 8
    (limits,) = xmr(steady)["phases"]
    assert limits["upper"] - limits["mean"] == pytest.approx(2.66 * 2)
    broken = [*steady, None, *[50, 52] * 3, 99, *[70, 72] * 3]
    for found in (xmr(broken, exclude=(23,))["phases"], xmr(broken, part_after=(17, 24))["phases"]):
        assert found[0]["upper"] - found[0]["mean"] == pytest.approx(2.66 * 2)


def test_a_short_phase_of_a_longer_series_is_provisional():
    phases = xmr([10, 12, 11] * 7, part_after=(13,))["phases"]
    assert [phase["provisional"] for phase in phases] == [False, True]


def test_a_phase_of_one_point_has_a_mean_and_no_limits():
    phase = xmr([10, 12] * 7 + [30], part_after=(14,), target=5, better="higher")
    assert phase["phases"][1]["mean"] == 30
    assert phase["phases"][1]["lower"] is phase["phases"][1]["upper"] is phase["assurance"] is None


def test_a_baseline_gives_mean_and_limits():
    limits = xmr([10, 12] * 7 + [40] * 4, freeze=14)["phases"][0]
    assert (limits["mean"], limits["upper"]) == (11, pytest.approx(11 + 2.66 * 2))


def test_limits_are_not_clipped_at_zero():
    assert xmr([0, 5] * 8)["phases"][0]["lower"] < 0


def test_a_value_on_the_mean_breaks_a_shift():
    broken = [12, 12, 12, 10, 12, 12, 12, 8, 9, 8, 8, 8, 9, 8]
    assert sum(broken) / len(broken) == 10
    assert not [at for at, why in rules(xmr(broken)).items() if "shift" in why and at < 7]


def test_a_pause_breaks_a_trend():
    rising = [5, 1, 2, 3, 4, 5, 6, 2, 5, 3, 6, 2, 5, 4]
    paused = [5, 1, 2, 3, 3, 4, 5, 2, 5, 3, 6, 2, 5, 4]
    assert [at for at, why in rules(xmr(rising)).items() if "trend" in why] == [1, 2, 3, 4, 5, 6]
    assert not [at for at, why in rules(xmr(paused)).items() if "trend" in why]


def test_six_or_seven_is_a_setting():
    values = [12] * 6 + [8, 9, 12, 8, 9, 8, 12, 9, 12, 8, 9, 12]
    assert [at for at, why in rules(xmr(values)).items() if "shift" in why] == list(range(6))
    assert "shift" not in str(xmr(values, xmr_rule_length=7))


def test_two_of_three_needs_all_three_on_one_side_and_no_point_beyond_the_limit():
    quiet = [10, 11, 10, 9, 10, 11, 10, 9, 10, 11, 10, 9, 10, 11, 10, 9]

    def marked(*tail):
        found = rules(xmr([*quiet, *tail], freeze=16))
        return [point for point, why in found.items() if "two of three" in why]

    assert marked(12.3, 10.5, 12.3) == [16, 18]
    assert marked(12.3, 9, 12.3) == []
    assert marked(12.3, 10.5, 19) == []


def test_a_point_keeps_all_its_rules_and_where_they_disagree_improvement_shows():
    vector = SERIES["m_special_cause_conflict_high_is_good"]
    causes = {c["point"]: c for c in analyse_vector(vector).as_json()["xmr"]["special_cause"]}
    assert causes[0]["rules"] == ["outside limits", "trend"]
    assert causes[0]["sides"] == ["high", "low"]
    assert causes[0]["reads"] == causes[7]["reads"] == "improvement"
    assert {causes[point]["reads"] for point in (4, 5, 6)} == {"concern"}


def test_without_a_direction_a_special_cause_reads_neither_and_assurance_is_silent():
    answer = xmr([10, 12] * 8 + [40], target=5)
    assert (answer["variation"], answer["assurance"]) == ("neither", None)


@pytest.mark.parametrize(
    ("better", "target", "said"),
    [
        ("higher", 1, "consistently passing"),
        ("higher", 99, "consistently failing"),
        ("lower", 1, "consistently failing"),
        ("lower", 99, "consistently passing"),
        ("higher", 11, "hit-or-miss"),
    ],
)
def test_assurance_compares_the_latest_limits_with_the_target(better, target, said):
    assert xmr([10, 12] * 8, better=better, target=target)["assurance"] == said


def test_a_constant_series_has_limits_on_its_mean_and_no_special_cause():
    answer = xmr([0.1] * 30)
    assert answer["phases"][0]["lower"] == answer["phases"][0]["upper"] == pytest.approx(0.1)
    assert (answer["special_cause"], answer["variation"]) == ([], "common cause")


@pytest.mark.parametrize("kind", ["p", "u", "c"])
def test_limits_that_follow_the_denominator_are_those_of_qicharts2(kind):
    vectors = [v for v in SERIES.values() if kind in v["peers"]["qicharts2"]]
    assert vectors
    for vector in vectors:
        peer = vector["peers"]["qicharts2"][kind]["phases"][0]
        options = Options(chart=Ratio(kind))
        answer = analyse(vector["dates"], vector["values"], vector["denominators"], options)
        ours = answer.as_json()["limits"]["phases"][0]
        assert ours["mean"] == pytest.approx(peer["cl"], rel=1e-9)
        n, top = len(ours["lower"]), 1 if kind == "p" else float("inf")
        for side in ("lower", "upper"):
            theirs = peer["lcl" if side == "lower" else "ucl"]
            theirs = theirs if isinstance(theirs, list) else [theirs] * n
            for mine, other in zip(ours[side], theirs, strict=True):
                clipped = None if mine is None else min(max(mine, 0), top)  # it clips, we do not
                assert clipped == (None if other is None else pytest.approx(other, rel=1e-9))


def test_ratio_limits_that_make_no_sense_are_none():
    answer = analyse(days(2), [5, 6], [2, 3], Options(chart=Ratio.P)).as_json()["limits"]
    assert answer["phases"][0]["upper"] == [None, None]


@unhurried
@given(st.lists(st.integers(-30, 30) | st.none(), min_size=13, max_size=50))
def test_the_mirror_image_swaps_high_and_low_and_keeps_every_rule(values):
    answer = xmr(values, better="higher")
    image = xmr([None if value is None else -value for value in values], better="lower")
    swap = {"high": "low", "low": "high"}
    turned = [{**c, "sides": [swap[s] for s in c["sides"]]} for c in image["special_cause"]]

    def told(causes):
        marks = [sorted(zip(c["rules"], c["sides"], strict=True)) for c in causes]
        return marks, [(c["point"], c["reads"]) for c in causes]

    assert told(answer["special_cause"]) == told(turned)
    assert answer["variation"] == image["variation"]
