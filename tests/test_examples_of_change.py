"""What the examples tell of improvement science: aims, tests of change, cycles, phases, a gap."""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from conftest import copied

from tracker import store
from tracker.alerts import alerts
from tracker.intake.examples import Example, read_example
from tracker.plan_as_at import PlanAsAt
from tracker.readings import readings
from tracker.records import Citation, Record, Version
from tracker.tests_of_change import Decision, NewPhase, PdsaCycle, PointMark, TestOfChange

R = TypeVar("R", bound=Record)

EXAMPLES = Path(__file__).resolve().parents[1] / "data" / "examples"
ILLUSTRATIVE, THEN = "illustrative", date(2026, 11, 20)
DAY = timedelta(days=1)
SOURCED = ("moray", "south-ayrshire")
# A share with its count: 12 of 19 calls on the same day (63 %).
SHARE = re.compile(r"(\d+) of (\d+)[^.;]*?\((\d+) %\)")
UNTOLD = ("prediction", "ends_on", "happened", "result", "learning", "decision", "next_cycle")


@pytest.fixture(scope="module")
def kept(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[store.Database]:
    """The examples as everybody gets them."""
    path = copied(examples, tmp_path_factory.mktemp("of_change"))
    with closing(store.open_database(path)) as database:
        yield database


def plan_of(database: store.Database, slug: str = ILLUSTRATIVE, day: date = THEN) -> PlanAsAt:
    return store.plan_as_at(database, slug, day)


def versions(example: Example, kind: type[R]) -> dict[str, list[Version[R]]]:
    """The versions of each record by its reference, oldest first."""
    found: dict[str, list[Version[R]]] = {}
    for version in example.versions:
        if isinstance(version.record, kind):
            found.setdefault(version.record.ref, []).append(version)  # type: ignore[attr-defined]
    return found


def told(database: store.Database, slug: str, day: date, *rules: str) -> set[tuple[str, str]]:
    found = alerts(readings(plan_of(database, slug, day)))
    return {(alert.rule, alert.ref) for alert in found if alert.rule in rules}


def cycles() -> dict[str, list[Version[PdsaCycle]]]:
    return versions(read_example(EXAMPLES, ILLUSTRATIVE), PdsaCycle)


every_cycle = pytest.mark.parametrize("ref", sorted(cycles()))


# The illustrative partnership


def test_two_driver_diagrams_tell_where_every_idea_stands(kept: store.Database) -> None:
    diagrams = readings(plan_of(kept)).diagrams
    assert [diagram.aim.area_id for diagram in diagrams] == [
        area.id for area in plan_of(kept).areas if area.ref in ("5", "6")
    ]
    assert [diagram.summary for diagram in diagrams] == [
        "7 change ideas: 2 being tested now, 1 adopted, 1 adapted, 1 abandoned and 2 not tested.",
        "5 change ideas: 1 to be tested again and 4 not tested.",
    ]


def test_the_six_tests_stand_as_the_driver_diagram_shows_them(kept: store.Database) -> None:
    assert {test.test.ref: test.words for test in readings(plan_of(kept)).tests} == {
        "T1": "adapted",
        "T2": "adopted",
        "T3": "cycle 1 running",
        "T4": "cycle 2 running",
        "T5": "abandoned",
        "T6": "to be tested again",
    }


def test_the_cycles_reach_each_of_the_four_decisions() -> None:
    assert {its[-1].record.decision for its in cycles().values()} == {*Decision, None}


@every_cycle
def test_a_prediction_is_a_number_written_before_do_but_for_one_that_teaches(ref: str) -> None:
    its = cycles()[ref]
    starts_on = its[-1].record.starts_on
    written = next(version for version in its if version.record.prediction)
    assert re.search(r"\d", written.record.prediction)
    assert starts_on is not None
    if written.as_of >= starts_on:
        assert ref == "T5.1"
        assert "before we begin" in its[-1].record.learning


@every_cycle
def test_a_cycle_is_told_step_by_step_on_the_days_it_happened(ref: str) -> None:
    steps = ("plan", "do", "study", "act", "done")
    its = cycles()[ref]
    told_at = [steps.index(version.record.step) for version in its]
    assert told_at == sorted(told_at)
    for version in its:
        cycle = version.record
        assert not cycle.happened or (cycle.ends_on and cycle.ends_on <= version.as_of)
        assert not cycle.result or (cycle.studied_on and cycle.studied_on <= version.as_of)
        assert cycle.decided_on is None or cycle.decided_on <= version.as_of
        assert bool(cycle.decision) is bool(cycle.decided_on)


@every_cycle
def test_a_cycle_is_small_and_says_what_it_collects(ref: str) -> None:
    cycle = cycles()[ref][-1].record
    assert cycle.question.endswith("?")
    assert re.search(r"\d|two|nine|four", cycle.how_many)
    assert all((cycle.what, cycle.who, cycle.where, cycle.data_to_collect))
    assert cycle.starts_on
    assert cycle.ends_on
    assert cycle.ends_on - cycle.starts_on <= timedelta(weeks=5)
    assert cycle.decision is None or all((cycle.surprises, cycle.learning, cycle.next_cycle))


@every_cycle
def test_a_share_is_that_of_its_count(ref: str) -> None:
    cycle = cycles()[ref][-1].record
    for above, below, percent in SHARE.findall(f"{cycle.happened} {cycle.result}"):
        assert round(100 * int(above) / int(below)) == int(percent), cycle.result


def test_shares_with_their_counts_are_found() -> None:
    said = " ".join(its[-1].record.result for its in cycles().values())
    assert len(SHARE.findall(said)) >= 3


def test_each_cycle_begins_at_the_stage_it_had_grown_to(kept: store.Database) -> None:
    stages = {t.test.ref: [str(stage) for stage in t.stages] for t in readings(plan_of(kept)).tests}
    assert stages == {
        "T1": ["one", "wider"],
        "T2": ["one", "wider", "several_sites"],
        "T3": ["one"],
        "T4": ["one", "wider"],
        "T5": ["one", "one"],
        "T6": ["one", "wider"],
    }


@pytest.mark.parametrize(
    ("day", "waits"),
    [
        (date(2026, 6, 19), set()),
        (date(2026, 6, 22), {("test_without_prediction", "T5")}),
        (date(2026, 6, 25), set()),
        (date(2026, 9, 17), set()),
        (date(2026, 9, 18), {("evaluation_due", "T2")}),
        (date(2026, 9, 23), set()),
        (THEN, set()),
    ],
)
def test_what_the_tests_wait_for_comes_and_goes(
    kept: store.Database, day: date, waits: set[tuple[str, str]]
) -> None:
    rules = ("test_stalled", "test_without_prediction", "evaluation_due", "too_many_priorities")
    assert told(kept, ILLUSTRATIVE, day, *rules) == waits


def test_phases_marks_and_the_gap_leave_every_effect_as_it_was(kept: store.Database) -> None:
    read = readings(plan_of(kept))
    assert {measure.measure.ref: str(measure.effect) for measure in read.measures} == {
        "M1": "not enough points",
        "M2": "improvement",
        "M3": "no signal",
        "M4": "improvement",
        "M5": "no signal",
        "M6": "improvement",
        "M7": "worsening",
        "M8": "no signal",
        "M9": "no signal",
        "S1": "not enough points",
    }
    assert [str(area.effect) for area in read.areas] == [
        "not enough points", "improvement", "no signal", "improvement", "improvement", "worsening",
    ]  # fmt: skip


def test_a_phase_is_accepted_where_the_way_of_asking_changed_and_none_for_getting_worse(
    kept: store.Database,
) -> None:
    measures = {reading.measure.ref: reading for reading in readings(plan_of(kept)).measures}
    asked_anew, worse = measures["M4"], measures["M7"]
    assert len(asked_anew.chart.phases) == 2
    assert asked_anew.chart.series.dates[asked_anew.chart.phases[1].first] == date(2026, 1, 31)
    assert len(worse.chart.phases) == 1
    assert [str(phase.decision) for phase in worse.decided] == ["dismissed"]


def test_what_people_said_about_points_and_phases_stands_at_a_point_that_is_there() -> None:
    example = read_example(EXAMPLES, ILLUSTRATIVE)
    points = {
        (v.record.measure_id, v.record.on)  # type: ignore[attr-defined]
        for v in example.versions
        if v.record.kind == "data_point"
    }
    marks = [v.record for v in example.versions if isinstance(v.record, PointMark)]
    phases = [v.record for v in example.versions if isinstance(v.record, NewPhase)]
    assert {(mark.measure_id, mark.on) for mark in marks} <= points
    assert {(phase.measure_id, phase.starts_on) for phase in phases} <= points
    assert sorted(mark.excluded for mark in marks) == [False, True]


def test_the_gap_between_looked_after_children_and_all_pupils_is_one_measure(
    kept: store.Database,
) -> None:
    plan = plan_of(kept)
    gap = next(measure for measure in plan.measures if measure.ref == "S1")
    points, scotland = plan.points[gap.id], next(iter(gap.title.split(":")))
    assert (gap.group_words, gap.compared_with) == ("looked after children", "all pupils")
    assert scotland == "Scotland"
    assert (points.values, points.compared) == ((15, 40), (None, 86))
    assert [on.year for on in points.dates] == [2010, 2016]
    read = next(reading for reading in readings(plan).measures if reading.measure == gap)
    assert read.chart.series.plotted == (None, 46)


# What the reports say, and no more


def test_the_tests_of_the_reports_are_those_they_tell_of(kept: store.Database) -> None:
    last = {"moray": date(2017, 12, 31), "south-ayrshire": date(2018, 2, 2)}
    found = {
        (slug, test.test.title, plan.area[test.test.area_id].ref)
        for slug, day in last.items()
        for plan in [plan_of(kept, slug, day)]
        for test in readings(plan).tests
    }
    assert found == {
        ("moray", "Supervision model in one team", "6"),
        ("moray", "Three months’ trial of referral discussions", "5"),
        ("south-ayrshire", "Team around the child", "4"),
        ("south-ayrshire", "Small tests in the teams around the locality", "4"),
    }


@pytest.mark.parametrize("slug", SOURCED)
def test_no_report_gives_a_prediction_a_result_or_an_aim(slug: str) -> None:
    example = read_example(EXAMPLES, slug)
    for version in example.versions:
        assert version.record.kind not in ("aim", "driver", "change_idea", "new_phase")
        if isinstance(version.record, PdsaCycle):
            assert not version.record.model_fields_set & {*UNTOLD}
        if isinstance(version.record, TestOfChange):
            assert not version.record.model_fields_set & {"theory", "measure_ids", "evaluation"}


@pytest.mark.parametrize("slug", SOURCED)
def test_what_a_report_does_not_say_of_a_test_is_marked_as_ours_and_doubted(slug: str) -> None:
    example = read_example(EXAMPLES, slug)
    records = [version.record for version in example.versions]
    doubted = {
        (record.record_id, record.field)  # type: ignore[attr-defined]
        for record in records
        if record.kind == "doubt"
    }
    asked = {cycle.id for cycle in records if isinstance(cycle, PdsaCycle)}
    assert asked
    for citation in records:
        if isinstance(citation, Citation) and citation.record_id in asked:
            if citation.field == "question":
                assert citation.note.startswith("ours")
            if citation.field == "starts_on":
                assert citation.note.startswith("our reading")
                assert (citation.record_id, "starts_on") in doubted


def test_the_evaluation_in_south_ayrshire_is_due_when_may_2018_has_ended(
    kept: store.Database,
) -> None:
    shown = read_example(EXAMPLES, "south-ayrshire").partnership.shown_as_at
    due_on = date(2018, 5, 31)
    assert shown is not None
    for day in (shown, due_on - DAY):
        assert not told(kept, "south-ayrshire", day, "evaluation_due")
    for day in (due_on, date(2018, 9, 3)):
        assert told(kept, "south-ayrshire", day, "evaluation_due") == {("evaluation_due", "T1")}


@pytest.mark.parametrize(
    ("slug", "day", "refs"),
    [("moray", date(2017, 12, 31), ["T1", "T2"]), ("south-ayrshire", date(2018, 2, 2), ["T1"])],
)
def test_a_test_whose_report_tells_of_no_prediction_says_so(
    kept: store.Database, slug: str, day: date, refs: list[str]
) -> None:
    rule = "test_without_prediction"
    assert told(kept, slug, day, rule) == {(rule, ref) for ref in refs}
