"""What the records of improvement science refuse, in sentences, and what step comes next."""

from datetime import date

import pytest
from builders import a_cycle, a_driver, a_test

from tracker.refusals import FieldRefusals, read_as
from tracker.tests_of_change import Decision, Driver, NewPhase, PdsaCycle, TestOfChange

MARCH, APRIL = date(2026, 3, 2), date(2026, 4, 2)


def refused(kind, record, **said) -> dict[str, str]:
    with pytest.raises(FieldRefusals) as refusal:
        read_as(kind, dict(record) | said)
    return refusal.value.fields


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"question": ""}, "question", "What do we want to find out? is empty. Fill it in."),
        ({"starts_on": APRIL, "ends_on": MARCH}, "ends_on", "Do ends before it starts."),
        ({"prediction": "", "happened": "Six did."}, "happened", "Write the prediction first"),
        ({"prediction": "", "as_planned": "yes"}, "happened", "Write the prediction first"),
        ({"prediction": "", "result": "Fewer."}, "result", "There is no prediction"),
        ({"decision": "adopt"}, "decision", "Study comes before Act"),
        ({"decision": "perhaps", "result": "Fewer."}, "decision", "choose"),
        ({"starts_on": APRIL, "studied_on": MARCH}, "studied_on", "before Do started"),
        ({"number": 0}, "number", "cannot be under 1"),
    ],
)
def test_a_cycle_refuses_what_would_teach_nothing(said, field, sentence):
    assert sentence in refused(PdsaCycle, a_cycle(), **said)[field]


@pytest.mark.parametrize(
    ("said", "step"),
    [
        ({"prediction": ""}, "plan"),
        ({}, "plan"),
        ({"starts_on": MARCH}, "do"),
        ({"starts_on": MARCH, "happened": "Six did."}, "study"),
        ({"starts_on": MARCH, "happened": "Six did.", "result": "Fewer."}, "act"),
        ({"happened": "Six did.", "result": "Fewer.", "decision": "abandon"}, "done"),
    ],
)
def test_a_cycle_knows_the_step_that_comes_next(said, step):
    assert a_cycle(**said).step == step


def test_only_adopting_and_abandoning_end_a_test():
    ends = {decision for decision in Decision if decision.ends_the_test}
    assert ends == {Decision.ADOPT, Decision.ABANDON}


def test_an_evaluation_that_was_made_says_what_it_found():
    assert (
        "Say what the evaluation found"
        in refused(TestOfChange, a_test(), evaluated_on=MARCH)["evaluation"]
    )


def test_a_driver_cannot_stand_under_itself():
    driver = a_driver()
    assert "cannot stand under itself" in refused(Driver, driver, under_id=driver.id)["under_id"]


def test_a_decision_about_a_phase_needs_its_reason():
    said = {"id": a_test().id, "measure_id": a_test().id, "starts_on": MARCH}
    assert "Reason is empty" in refused(NewPhase, {}, **said, decision="accepted", why="")["why"]
