"""How a test of change stands: its state, its ramp, what its steps wait for, its mark."""

from datetime import timedelta

import pytest
from builders import START, TODAY, a_cycle, a_measure, a_plan_as_at, a_test, an_area, stated
from hypothesis import given
from hypothesis import strategies as some

from tracker.cycles import STEPS, refuse_untimely, why_locked
from tracker.readings import readings
from tracker.refusals import FieldRefusals
from tracker.tests_of_change import Decision, RampStage


def ago(days):
    return TODAY - timedelta(days)


BEGUN = {"starts_on": ago(30)}
DONE = BEGUN | {"happened": "Six of ten did."}
STUDIED = DONE | {"result": "Fewer than predicted."}


def decided(decision, on=TODAY, **said):
    return STUDIED | {"decision": decision, "decided_on": on} | said


def read(*said, **given_):
    (reading,) = readings(a_plan_as_at(an_area(), *said, **given_)).tests
    return reading


@pytest.mark.parametrize(
    ("cycles", "words", "live"),
    [
        ([], "not begun", False),
        ([{}], "not begun", False),
        ([{"starts_on": TODAY + timedelta(1)}], "not begun", False),
        ([{"starts_on": TODAY}], "cycle 1 running", True),
        ([{"starts_on": TODAY, "prediction": ""}], "cycle 1 running", True),
        ([DONE], "cycle 1 to be studied", True),
        ([STUDIED], "cycle 1 to be decided", True),
        ([decided("adapt")], "adapted", True),
        ([decided("test_again")], "to be tested again", True),
        ([decided("adopt")], "adopted", False),
        ([decided("abandon")], "abandoned", False),
        ([decided("adapt"), BEGUN], "cycle 2 running", True),
        ([decided("adapt"), {}], "cycle 2 planned", True),
        ([decided("adapt"), {"starts_on": TODAY + timedelta(1)}], "cycle 2 planned", True),
    ],
)
def test_a_test_is_told_by_its_newest_cycle(cycles, words, live):
    test = a_test()
    reading = read(test, *(a_cycle(test, n, **said) for n, said in enumerate(cycles, start=1)))
    assert (reading.words, reading.live) == (words, live)


@pytest.mark.parametrize(
    ("ref", "name"), [("T4", "Test 4"), ("t 4a", "Test 4a"), ("Toolkit", "Test Toolkit")]
)
def test_a_test_is_called_by_its_number(ref, name):
    assert read(a_test(ref)).name == name


def test_a_prediction_written_after_do_had_started_is_late():
    test = a_test()
    without = a_cycle(test, 1, prediction="", starts_on=ago(20))
    late = without.model_copy(update={"prediction": "Eight will."})
    in_time = a_cycle(test, 2, starts_on=ago(5))
    said = (stated(without, ago(25)), stated(late, ago(3)), stated(in_time, ago(5)))
    assert read(test, *said).predicted_late == (1,)


def test_each_cycle_is_a_rung_at_the_stage_the_test_had_when_it_began():
    test = a_test(stage=RampStage.ONE)
    wider = stated(test.model_copy(update={"stage": RampStage.WIDER}), ago(10))
    cycles = [a_cycle(test, n, starts_on=day) for n, day in enumerate((ago(40), ago(5)), start=1)]
    ahead = a_cycle(test, 3, starts_on=TODAY + timedelta(9))
    ramp = read(stated(test, START), wider, *cycles, ahead).ramp
    assert {stage: [c.number for c in its] for stage, its in ramp.items() if its} == {
        RampStage.ONE: [1],
        RampStage.WIDER: [2, 3],
    }


def test_the_mark_of_a_test_lasts_from_its_first_do_to_its_last_and_tells_its_decision():
    measure, test = a_measure(), a_test(measure_ids=(a_measure().id,))
    first = a_cycle(test, 1, **decided("adapt", ago(9), starts_on=ago(30), ends_on=ago(20)))
    second = a_cycle(test, 2, starts_on=ago(5), ends_on=TODAY + timedelta(5))
    plan = a_plan_as_at(an_area(), measure, test, first, second)
    ((mark,),) = [reading.tests for reading in readings(plan).measures]
    assert (mark.since, mark.until) == (ago(30), ago(20))
    assert (mark.decision, mark.decided_on) == (Decision.ADAPT, ago(9))


def test_a_test_that_has_not_begun_has_no_mark():
    assert read(a_test(), a_cycle(starts_on=TODAY + timedelta(1))).mark is None


# The steps


@pytest.mark.parametrize(
    ("said", "open_ones"),
    [
        ({"prediction": ""}, ["plan"]),
        ({}, ["plan", "do"]),
        (DONE, ["plan", "do", "study"]),
        (STUDIED, ["plan", "do", "study", "act"]),
    ],
)
def test_a_step_opens_when_the_one_before_it_is_written(said, open_ones):
    cycle = a_cycle(**said)
    assert [step for step in STEPS if not why_locked(cycle, step)] == open_ones


def test_before_the_first_save_only_plan_is_open_and_every_lock_says_why():
    reasons = {step: why_locked(None, step) for step in STEPS}
    assert reasons.pop("plan") == ""
    assert all(words.endswith(".") and "first" in words for words in reasons.values())


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, {}),
        ({"starts_on": TODAY + timedelta(3)}, {}),
        ({"happened": "Six did."}, {"starts_on": "Say when Do started"}),
        (
            DONE | {"starts_on": TODAY + timedelta(1)},
            {"starts_on": "Do starts on 22 Nov 2026, and that day has not come."},
        ),
        (STUDIED | {"decision": "adopt"}, {"decided_on": "Say when it was decided"}),
        (decided("adopt"), {}),
    ],
)
def test_what_the_charts_could_not_place_is_refused_in_a_sentence(said, told):
    cycle = a_cycle(**said)
    if not told:
        refuse_untimely(cycle, TODAY)
        return
    with pytest.raises(FieldRefusals) as refusal:
        refuse_untimely(cycle, TODAY)
    for name, words in told.items():
        assert refusal.value.fields[name].startswith(words)


@given(some.lists(some.sampled_from(list(Decision)), min_size=1, max_size=6))
def test_a_test_ends_exactly_when_its_newest_decision_ends_it(decisions):
    test = a_test()
    cycles = [a_cycle(test, n, **decided(d)) for n, d in enumerate(decisions, start=1)]
    reading = read(test, *cycles)
    assert reading.live is not decisions[-1].ends_the_test
    assert sum(len(its) for its in reading.ramp.values()) == len(cycles)
