"""Gaps in the chain from area to outcome, measure and action: named, dated, gone once mended."""

from datetime import date, timedelta

import pytest
from builders import (
    BETTER,
    FEW,
    START,
    TODAY,
    UNMOVED,
    WORSE,
    a_group,
    a_measure,
    a_person,
    a_plan_as_at,
    a_post,
    an_action,
    an_area,
    an_outcome,
    an_update,
    points,
    stated,
)
from hypothesis import given
from hypothesis import strategies as st

from tracker.gaps import gaps
from tracker.measures import MeasureKind
from tracker.plan import Status
from tracker.readings import readings

MARCH, MAY, JULY = date(2026, 3, 2), date(2026, 5, 4), date(2026, 7, 6)
AREA, OUTCOME, POST, BOARD = an_area(), an_outcome(), a_post(), a_group()
BASELINE = {"baseline": 20, "baseline_period": "April to June 2025"}
MEASURE = a_measure(short_target=30, **BASELINE)
BALANCING = a_measure("B1", measure_kind=MeasureKind.BALANCING, short_target=3, **BASELINE)
WHOLE = an_action(owner_id=POST.id, due_on=TODAY, outcome_id=OUTCOME.id, measure_ids=(MEASURE.id,))
CHAIN = (AREA, OUTCOME, POST, BOARD, MEASURE)


def found(*said, **given):
    return gaps(a_plan_as_at(*said, **given))


def told(*said, **given):
    return {(gap.rule, gap.ref): gap.since for gap in found(*said, **given)}


def without(record, **said):
    return record.model_copy(update=said)


def withdrawn(record, on):
    return stated(record, on, withdrawn=True)


def test_a_whole_chain_has_no_gap():
    assert found(*CHAIN, WHOLE) == ()


def test_an_area_with_nothing_lacks_an_action_an_outcome_and_a_measure():
    assert [(gap.rule, gap.kind, gap.ref) for gap in found(AREA)] == [
        ("area_without_action", "area", "1"),
        ("no_outcome", "area", "1"),
        ("no_measure", "area", "1"),
    ]


def test_a_plan_with_nothing_in_it_has_no_gap():
    assert found() == ()


LACKS = [
    (WHOLE, {"owner_id": None}, "no_owner", "Nobody owns it: name one post."),
    (
        WHOLE, {"owner_id": BOARD.id}, "no_owner",
        "A group owns it (The board): name one post.",
    ),
    (
        WHOLE, {"due_on": None}, "no_due_date",
        "It has no due date, so it can never be late: agree one.",
    ),
    (
        WHOLE, {"outcome_id": None}, "no_outcome",
        "It is not linked to an outcome: say what it is to make better.",
    ),
    (
        WHOLE, {"measure_ids": ()}, "no_measure",
        "It has no measure, so its effect cannot be shown.",
    ),
    (
        MEASURE, {"baseline": None}, "no_baseline",
        "It has no baseline, so nobody can say what it was before.",
    ),
    (
        MEASURE, {"short_target": None}, "no_target",
        "It has no target, so nobody can say when it is good enough.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("record", "lack", "rule", "why"), LACKS, ids=[x[2] for x in LACKS])
def test_what_one_record_lacks_is_one_gap_with_its_reason(record, lack, rule, why):
    (gap,) = found(*CHAIN, WHOLE, stated(without(record, **lack), MAY))
    assert (gap.rule, gap.kind, gap.ref, gap.title) == (rule, record.kind, record.ref, record.title)
    assert (gap.record, gap.area, gap.since, gap.why) == (record.id, AREA.id, MAY, why)


@pytest.mark.parametrize(("record", "lack", "rule", "why"), LACKS, ids=[x[2] for x in LACKS])
def test_a_gap_is_gone_once_mended_and_its_day_starts_anew_when_it_comes_back(
    record, lack, rule, why
):
    lacking = without(record, **lack)
    said = (*CHAIN, WHOLE, stated(lacking, MARCH), stated(record, MAY))
    assert told(*said, day=MAY - timedelta(days=1)) == {(rule, record.ref): MARCH}
    assert told(*said) == {}
    assert told(*said, stated(lacking, JULY)) == {(rule, record.ref): JULY}


def test_a_gap_that_was_there_from_the_beginning_dates_from_the_beginning():
    lacking = without(WHOLE, due_on=None)
    said = [stated(lacking, MARCH), stated(without(lacking, title="Renamed"), MAY)]
    assert told(*CHAIN, *said) == {("no_due_date", "1.1"): MARCH}


@pytest.mark.parametrize("term", ["short_target", "medium_target", "impact_target"])
def test_any_target_will_do(term):
    bare = a_measure(**BASELINE)
    assert told(*CHAIN, WHOLE, without(bare, **{term: 0})) == {}


def test_a_person_may_own_an_action():
    isla = a_person()
    assert told(*CHAIN, without(WHOLE, owner_id=isla.id), people=[isla]) == {}


AREA_LACKS = [("area_without_action", WHOLE), ("no_outcome", OUTCOME), ("no_measure", MEASURE)]


@pytest.mark.parametrize(("rule", "last"), AREA_LACKS)
def test_an_area_lacks_what_was_withdrawn_from_the_day_it_was_withdrawn(rule, last):
    before = told(*CHAIN, WHOLE, withdrawn(last, MAY), day=MAY - timedelta(days=1))
    after = told(*CHAIN, WHOLE, withdrawn(last, MAY))
    assert (rule, "1") not in before
    assert after[rule, "1"] == MAY
    assert told(*CHAIN, WHOLE, withdrawn(last, MAY), stated(last, JULY)) == {}


@pytest.mark.parametrize(("rule", "moving"), AREA_LACKS)
def test_what_moves_to_another_area_leaves_a_gap_behind_from_that_day(rule, moving):
    other = an_area("2")
    after = told(*CHAIN, other, WHOLE, stated(without(moving, area_id=other.id), MAY))
    assert after[rule, "1"] == MAY
    assert (rule, "2") not in after


def test_an_action_that_only_also_serves_an_area_leaves_it_without_an_action():
    other = an_area("2")
    serving = without(WHOLE, also_serves=(other.id,))
    assert told(*CHAIN, serving, other)["area_without_action", "2"] == START


@pytest.mark.parametrize(("rule", "linked"), [("no_outcome", OUTCOME), ("no_measure", MEASURE)])
def test_an_action_linked_to_what_is_withdrawn_lacks_it_from_that_day(rule, linked):
    after = told(*CHAIN, WHOLE, withdrawn(linked, MAY))
    assert after[rule, "1.1"] == MAY


def test_an_action_whose_measure_stood_in_a_withdrawn_area_lacks_one():
    other = an_area("2")
    there = a_measure("M2", other, short_target=1, **BASELINE)
    action = without(WHOLE, measure_ids=(there.id,))
    assert told(*CHAIN, other, there, an_outcome("2", other), an_action("2.1", other), action).get(
        ("no_measure", "1.1")
    ) is None  # fmt: skip
    assert told(*CHAIN, other, there, action, withdrawn(other, MAY)) == {("no_measure", "1.1"): MAY}


def test_a_balancing_measure_alone_cannot_show_an_effect():
    said = (AREA, OUTCOME, POST, BALANCING, without(WHOLE, measure_ids=(BALANCING.id,)))
    why = {(gap.rule, gap.kind): gap.why for gap in found(*said)}
    assert why == {
        ("no_measure", "area"): "No measure can show whether this area gets better.",
        ("no_measure", "action"): (
            "A balancing measure cannot show its effect: add an outcome or a process measure."
        ),
    }


def test_withdrawn_records_have_no_gaps():
    bare = an_action("1.2")
    poor = a_measure("M2")
    assert told(*CHAIN, WHOLE, bare, withdrawn(bare, MAY), poor, withdrawn(poor, MAY)) == {}


def test_a_withdrawn_area_takes_its_gaps_with_it():
    assert told(AREA, an_action(), a_measure(), withdrawn(AREA, MAY)) == {}


def test_gaps_come_areas_first_then_actions_then_measures_each_in_order():
    two, ten = an_area("2"), an_area("10")
    actions = [an_action(ref, two, owner_id=POST.id, due_on=TODAY) for ref in ("2.10", "2.9")]
    said = (ten, two, *actions, a_measure("M2", two), an_outcome("2", two), POST)
    assert [(gap.kind, gap.ref) for gap in found(*said)] == [
        *[("area", "10")] * 3,
        *[("action", "2.9")] * 2,
        *[("action", "2.10")] * 2,
        *[("measure", "M2")] * 2,
    ]


@pytest.mark.parametrize(
    ("status", "values", "gap"),
    [
        (Status.COMPLETE, UNMOVED, True),
        (Status.COMPLETE, BETTER, False),
        (Status.COMPLETE, WORSE, False),  # told as getting worse
        (Status.COMPLETE, FEW, False),  # nobody can say yet
        (Status.COMPLETE, (), False),
        (Status.ON_TRACK, UNMOVED, False),
        (None, UNMOVED, False),
    ],
)
def test_the_last_gap_is_a_finished_action_whose_measure_has_not_moved(status, values, gap):
    report = [an_update(WHOLE, MAY, status=status)] if status else []
    plan = a_plan_as_at(*CHAIN, WHOLE, *report, measured={MEASURE.id: points(*values)})
    its = [(g.rule, g.kind, g.ref, g.since, g.why) for g in readings(plan).gaps]
    why = "It is complete and its measure shows no improvement."
    assert its == ([("done_no_effect", "action", "1.1", MAY, why)] if gap else [])


def test_several_measures_without_improvement_are_told_as_several():
    second = without(MEASURE, id=a_measure("M2").id, ref="M2")
    action = without(WHOLE, measure_ids=(MEASURE.id, second.id))
    done = an_update(action, MAY, status=Status.COMPLETE)
    measured = {m.id: points(*UNMOVED) for m in (MEASURE, second)}
    (gap,) = readings(a_plan_as_at(*CHAIN, second, action, done, measured=measured)).gaps
    assert gap.why == "It is complete and its measures show no improvement."


links = st.lists(st.sampled_from([MEASURE.id, BALANCING.id]), unique=True)


@given(links, st.booleans(), st.booleans())
def test_no_effect_to_read_and_the_gap_no_measure_are_the_same_thing(linked, gone, reported):
    action = without(WHOLE, measure_ids=tuple(linked))
    said = [*CHAIN, BALANCING, action, *([withdrawn(MEASURE, MAY)] if gone else [])]
    said += [an_update(action, JULY)] if reported else []
    read = readings(a_plan_as_at(*said, measured={MEASURE.id: points(*BETTER)}))
    lacking = {gap.kind for gap in read.gaps if gap.rule == "no_measure"}
    assert (read.actions[0].effect is None) is ("action" in lacking)
    assert (read.areas[0].effect is None) is ("area" in lacking)
