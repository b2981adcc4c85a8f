"""One cycle in four steps: each saved by itself, nothing lost, bad input told in a sentence."""

from datetime import date, timedelta

import pytest
from builders import SLUG, TODAY, a_cycle, a_measure, keep, stated
from test_tests_page import (
    ALONE,
    FIRST,
    RUNNING,
    SECOND,
    ago,
    now,
    plan_file,
    pressed,
    whole,
)
from visits import Visitor, as_read

from tracker import store
from tracker.screen.visit import database
from tracker.tests_of_change import Decision, PdsaCycle, RampStage

__all__ = ["plan_file", "whole"]  # fixtures
HOW = {
    "question": "text", "prediction": "text", "what": "text", "data_to_collect": "text",
    "starts_on": "day", "ends_on": "day", "who": "line", "where": "line", "how_many": "line",
    "as_planned": "choice", "happened": "text", "surprises": "text", "result": "text",
    "learning": "text", "studied_on": "day", "decision": "choice", "decided_on": "day",
    "next_cycle": "text", "reason": "line",
}  # fmt: skip
STEPS = ("plan", "do", "study", "act")
PLANNED = a_cycle(ALONE, starts_on=ago(30), ends_on=ago(20))
DONE = PLANNED.model_copy(update={"happened": "Six of ten did."})
STUDIED = DONE.model_copy(update={"result": "Six where eight were predicted."})


def opened(cycle="new", step="plan", test="T1", **asked) -> Visitor:
    id_ = cycle if isinstance(cycle, str) else str(cycle.id)
    return Visitor().open("test", test=test, cycle=id_, step=step, **asked)


def kept(path, cycle: PdsaCycle) -> Visitor:
    """Keep a cycle of the test outside the diagram, true from the day Do started."""
    return keep(database(path), stated(cycle, ago(30)))


def fill(visitor: Visitor, **said) -> Visitor:
    for name, value in said.items():
        visitor.field(HOW[name], name).set_value(value)
    return visitor.again()


def saved(visitor: Visitor, step: str) -> Visitor:
    return visitor.clicks(f"Save {step}")


def announced(visitor: Visitor) -> str:
    return " ".join(as_read(said.value) for said in visitor.screen.success)


def stands(path, cycle: PdsaCycle) -> PdsaCycle:
    versions = store.versions_of(database(path), SLUG, PdsaCycle, cycle.id)
    return versions[-1].record


def cycles(path, test=ALONE) -> tuple[PdsaCycle, ...]:
    return now(path).cycles.get(test.id, ())


def labels(visitor: Visitor) -> list[str]:
    return [button.label for button in visitor.screen.button]


# From the first question to the decision


def test_a_cycle_is_written_step_by_step_to_its_decision(whole):
    visitor = fill(
        opened(test="T3"), question="Do children write?", prediction="Eight of ten will.",
        starts_on=ago(20), ends_on=ago(10), who="The key worker",
    )  # fmt: skip
    saved(visitor, "Plan")
    assert visitor.headline == "Cycle 1, Do: carry it out, and write down what really happens"
    fill(visitor, happened="Nine wrote.", as_planned="yes", surprises="They drew, too.")
    saved(visitor, "Do")
    fill(visitor, result="Nine, where eight were predicted.", learning="Leave room to draw.")
    saved(visitor, "Study")
    fill(visitor, decision=Decision.ADOPT)
    saved(visitor, "Act")
    (made,) = cycles(whole)
    assert (made.number, made.ref, made.who) == (1, "T3.1", "The key worker")
    assert (made.studied_on, made.decided_on, made.decision) == (TODAY, TODAY, Decision.ADOPT)
    assert made.learning == "Leave room to draw."
    assert Visitor().open("test", test="T3").headline.endswith(": adopted after 1 cycle")
    assert store.faults(database(whole)) == []


def test_a_new_cycle_asks_what_the_one_before_left_to_be_found_out(whole):
    visitor = opened()
    assert visitor.headline.startswith("Cycle 3, Plan:")
    kept(whole, STUDIED.model_copy(update={
        "decision": Decision.ADAPT, "decided_on": ago(5), "next_cycle": "Does drawing help?",
    }))  # fmt: skip
    visitor = pressed(Visitor().open("test", test="T3"), "new_cycle")
    assert visitor.field("text", "question").value == "Does drawing help?"
    assert "what cycle 1 left to be found out" in visitor.words


@pytest.mark.parametrize("step", STEPS)
def test_no_step_shows_more_than_six_fields_at_once(whole, step):
    kept(whole, STUDIED)
    visitor = opened(STUDIED, step, test="T3")
    names = {"plan": 6, "do": 5, "study": 3, "act": 2}
    screen = visitor.screen
    fields = (*screen.text_area, *screen.date_input, *screen.radio)
    shown = [w for w in fields if w.key and w.key.split("_", 1)[-1] in HOW]
    assert len(shown) == names[step]


@pytest.mark.parametrize(
    ("cycle", "step", "told", "back"),
    [
        (PLANNED.model_copy(update={"prediction": ""}), "do", "Write the prediction first", "Plan"),
        (PLANNED, "study", "Say in Do what happened first", "Do"),
        (PLANNED, "act", "Say in Study what the result was first", "Do"),
        (DONE, "act", "Say in Study what the result was first", "Study"),
    ],
)
def test_a_locked_step_says_why_and_leads_to_the_step_that_opens_it(whole, cycle, step, told, back):
    kept(whole, cycle)
    visitor = opened(cycle, step, test="T3")
    assert told in " ".join(info.value for info in visitor.screen.info)
    assert not any(label.startswith("Save") for label in labels(visitor))
    visitor.clicks(f"Go to {back}")
    assert visitor.address["step"] == back.lower()


def test_study_holds_the_prediction_above_the_result(whole):
    kept(whole, DONE)
    visitor = opened(DONE, "study", test="T3")
    words = visitor.words
    assert words.index("Eight of ten will.") < words.index("Six of ten did.")
    assert "What do we predict will happen?" in words


@pytest.mark.parametrize("decision", list(Decision))
def test_each_of_the_four_decisions_says_what_it_means(whole, decision):
    kept(whole, STUDIED)
    visitor = opened(STUDIED, "act", test="T3")
    (option,) = [
        words for words in visitor.field("choice", "decision").options
        if words.startswith(f"**{decision.words.capitalize()}:**")
    ]  # fmt: skip
    assert len(option.split()) > 5


# After Act


def test_after_act_it_says_what_the_run_charts_now_show(whole):
    visitor = fill(opened(SECOND, "do"), happened="Nine read it.")
    saved(visitor, "Do")
    fill(visitor, result="Nine of ten.")
    saved(visitor, "Study")
    fill(visitor, decision=Decision.ADOPT)
    saved(visitor, "Act")
    assert "**Adopted on 21 Nov 2026.**" in visitor.words
    assert "The run chart of “Visits within a day” now marks **Test 1 adopted**" in visitor.words
    marks = [mark for m in _measures(whole) for mark in m.tests if mark.ref == "T1"]
    assert [(mark.decision, mark.decided_on) for mark in marks] == [(Decision.ADOPT, TODAY)]


def _measures(path):
    from tracker.readings import readings

    return readings(now(path)).measures


def test_a_decision_before_the_newest_is_not_said_to_be_on_the_chart(whole):
    later = SECOND.model_copy(update={
        "happened": "Nine did.", "result": "Nine.", "decision": Decision.ABANDON,
        "decided_on": ago(1),
    })  # fmt: skip
    keep(database(whole), stated(later, ago(1)))
    words = opened(FIRST, "act").words
    assert "The run chart shows the newest decision: Test 1 abandoned." in words


def test_a_test_without_a_measure_says_that_no_chart_shows_it(whole):
    kept(whole, STUDIED.model_copy(update={"decision": Decision.ABANDON, "decided_on": ago(2)}))
    visitor = opened(STUDIED, "act", test="T3")
    assert "no run chart shows it" in visitor.words
    assert "that is learning, not failure" in visitor.words
    assert f"change_{ALONE.id}_after" in {button.key for button in visitor.screen.button}


def test_adopting_offers_the_next_stages_of_the_ramp(whole):
    kept(whole, STUDIED.model_copy(update={"decision": Decision.ADOPT, "decided_on": ago(2)}))
    visitor = opened(STUDIED, "act", test="T3")
    larger = [stage.words.capitalize() for stage in RampStage][1:]
    assert [label for label in labels(visitor) if label in larger] == larger
    visitor.clicks("Several sites")
    (test,) = [test for test in now(whole).tests if test.ref == "T3"]
    assert test.stage is RampStage.SEVERAL_SITES
    assert [label for label in labels(visitor) if label in larger] == ["Implementing", "Spread"]
    assert "is now several sites" in announced(visitor)


@pytest.mark.parametrize("decision", [Decision.ADAPT, Decision.TEST_AGAIN])
def test_adapting_and_testing_again_offer_the_next_cycle(whole, decision):
    kept(whole, STUDIED)
    visitor = opened(STUDIED, "act", test="T3")
    fill(visitor, decision=decision)
    fill(visitor, next_cycle="Does drawing help?")
    saved(visitor, "Act")
    pressed(visitor, "new_cycle")
    assert visitor.field("text", "question").value == "Does drawing help?"
    assert visitor.headline.startswith("Cycle 2, Plan:")


# Bad input: a sentence each, nothing lost


@pytest.mark.parametrize(
    ("before", "step", "said", "told"),
    [
        (None, "plan", {"question": ""}, "What do we want to find out? is empty. Fill it in."),
        (None, "plan", {"question": "x" * 4_001}, "can have 4,000 characters; this has 4,001."),
        (
            None, "plan",
            {"question": "Q", "prediction": "P", "starts_on": ago(1), "ends_on": ago(3)},
            "Do ends before it starts. Check both dates.",
        ),
        (PLANNED, "do", {"happened": "Six.", "ends_on": ago(40)}, "Do ends before it starts."),
        (PLANNED, "do", {"happened": "Six.", "starts_on": None}, "Say when Do started"),
        (
            PLANNED, "do",
            {"happened": "Six.", "starts_on": TODAY + timedelta(1), "ends_on": None},
            "Do starts on 22 Nov 2026, and that day has not come.",
        ),
        (DONE, "study", {"result": "R", "studied_on": TODAY + timedelta(1)},
         "Studied on: 22 Nov 2026 has not come yet."),
        (DONE, "study", {"result": "R", "studied_on": ago(31)}, "This day is before Do started."),
        (STUDIED, "act", {"decision": Decision.ADOPT, "decided_on": TODAY + timedelta(9)},
         "Decided on: 30 Nov 2026 has not come yet."),
        (STUDIED, "act", {"decision": Decision.ADOPT, "decided_on": None}, "Say when it was"),
        (STUDIED, "act", {}, "Choose one of the four, then save."),
        (DONE, "study", {}, "Say what the result was, beside the prediction above."),
        (DONE, "plan", {"prediction": ""}, "Write the prediction first"),
        (STUDIED, "study", {"result": ""}, None),
    ],
)  # fmt: skip
def test_bad_input_is_refused_in_a_sentence_and_stays(whole, before, step, said, told):
    if before:
        kept(whole, before)
    visitor = opened(before or "new", step, test="T3")
    fill(visitor, **said)
    saved(visitor, step.capitalize())
    if told is None:
        assert stands(whole, before).result == ""
        return
    assert told in as_read(visitor.refused)
    for name, value in said.items():
        assert visitor.field(HOW[name], name).value == value
    assert cycles(whole) == ((before,) if before else ())


def test_hostile_words_are_kept_as_typed_and_shown_as_text(whole):
    hostile = '<script>alert("1")</script> **bold** [a](b) :red[x] $y$ 😀'
    visitor = fill(opened(test="T3"), question=hostile, prediction=hostile, what=hostile)
    saved(visitor, "Plan")
    (made,) = cycles(whole)
    assert (made.question, made.prediction) == (hostile, hostile)
    assert any(hostile in as_read(m.value) and r"\*\*bold" in m.value
               for m in visitor.screen.markdown)  # fmt: skip


@pytest.mark.parametrize("wanted", ["nonsense", str(a_measure().id), str(FIRST.id)])
def test_an_address_that_names_no_cycle_of_this_test_says_so(whole, wanted):
    refused = Visitor().open("test", test="T3", cycle=wanted).refused
    assert "names a cycle that this test does not have" in refused


# Nothing typed is lost, and nothing is saved twice


def test_what_was_typed_is_there_again_after_going_to_another_step_and_to_the_test(whole):
    kept(whole, DONE)
    visitor = fill(opened(DONE, "study", test="T3"), learning="Half a thought")
    pressed(visitor, "step_plan")
    pressed(visitor, "step_study")
    assert visitor.field("text", "learning").value == "Half a thought"
    pressed(visitor, "cycle_back")
    pressed(visitor, f"open_{DONE.id}")
    assert visitor.field("text", "learning").value == "Half a thought"
    assert stands(whole, DONE).learning == ""


def test_saving_one_step_leaves_what_is_typed_in_another(whole):
    kept(whole, DONE)
    visitor = fill(opened(DONE, "study", test="T3"), learning="Half a thought")
    pressed(visitor, "step_do")
    fill(visitor, surprises="They drew.")
    saved(visitor, "Do")
    assert visitor.address["step"] == "study"
    assert visitor.field("text", "learning").value == "Half a thought"
    fill(visitor, result="Six.")
    saved(visitor, "Study")
    made = stands(whole, DONE)
    assert (made.surprises, made.learning, made.result) == ("They drew.", "Half a thought", "Six.")


def test_a_step_saved_in_part_says_what_is_still_to_come(whole):
    visitor = fill(opened(test="T3"), question="Do children write?")
    saved(visitor, "Plan")
    assert "Still to come: what do we predict will happen?" in announced(visitor)
    assert visitor.address["step"] == "plan"
    (made,) = cycles(whole)
    assert visitor.address["cycle"] == str(made.id)


def test_a_day_that_was_only_offered_is_not_kept_without_what_it_is_the_day_of(whole):
    kept(whole, DONE)
    visitor = fill(opened(DONE, "study", test="T3"), learning="Half a thought")
    saved(visitor, "Study")
    made = stands(whole, DONE)
    assert (made.learning, made.studied_on) == ("Half a thought", None)


def test_saving_without_a_change_adds_no_version(whole):
    kept(whole, DONE)
    saved(opened(DONE, "do", test="T3"), "Do")
    assert len(store.versions_of(database(whole), SLUG, PdsaCycle, DONE.id)) == 1


def test_a_double_click_is_one_save(whole, monkeypatch):
    """The first run is stopped right after its save, as Streamlit stops one a click overtakes."""
    from tracker.screen import cycle_form

    visitor = fill(opened(test="T3"), question="Do children write?", prediction="Eight.")
    finish = cycle_form._finish
    monkeypatch.setattr(cycle_form, "_finish", lambda *_: None)
    saved(visitor, "Plan")
    monkeypatch.setattr(cycle_form, "_finish", finish)
    saved(visitor, "Plan")
    (made,) = cycles(whole)
    assert len(store.versions_of(database(whole), SLUG, PdsaCycle, made.id)) == 1
    assert visitor.address["cycle"] == str(made.id)


def test_a_save_can_be_undone_from_its_message(whole):
    kept(whole, DONE)
    visitor = fill(opened(DONE, "study", test="T3"), result="Six.")
    saved(visitor, "Study").clicks("Undo")
    assert stands(whole, DONE).result == ""


# Two people at once


def theirs(path, cycle: PdsaCycle, **said) -> None:
    changed = cycle.model_copy(update=said)
    store.change(
        database(path), SLUG, [changed], by="Somebody else", today=TODAY,
        save_id=store.new_id(), seen=2**62,
    )  # fmt: skip


def test_what_somebody_else_wrote_in_other_fields_meanwhile_stays(whole):
    kept(whole, DONE)
    visitor = opened(DONE, "study", test="T3")
    theirs(whole, DONE, surprises="They drew.", learning="Theirs")
    fill(visitor, result="Mine")
    saved(visitor, "Study")
    made = stands(whole, DONE)
    assert (made.result, made.learning, made.surprises) == ("Mine", "Theirs", "They drew.")
    assert "What Somebody else wrote meanwhile under “What we learned” stays." in announced(visitor)


def test_where_both_wrote_in_one_field_both_are_shown_and_the_person_decides(whole):
    kept(whole, DONE)
    visitor = opened(DONE, "study", test="T3")
    theirs(whole, DONE, result="Theirs", learning="Their learning")
    fill(visitor, result="Mine", learning="My learning")
    saved(visitor, "Study")
    warned = " ".join(warning.value for warning in visitor.screen.warning)
    assert "Somebody else saved this cycle on " in warned
    picks = {radio.key.split("_", 1)[1]: radio for radio in visitor.screen.radio if radio.key}
    assert picks["result_pick"].options == [
        "Take theirs", "Keep mine", "Keep both, theirs first"
    ]  # fmt: skip
    picks["result_pick"].set_value("theirs")
    visitor.again().clicks("Save what is chosen")
    made = stands(whole, DONE)
    assert (made.result, made.learning) == ("Theirs", "My learning")


# Out of the test, and back


def test_a_cycle_is_withdrawn_with_a_reason_and_can_be_put_back(whole):
    kept(whole, DONE)
    visitor = opened(DONE, "do", test="T3").clicks("Withdraw")
    assert "Say why it is withdrawn." in visitor.refused
    fill(visitor, reason="Entered twice.")
    visitor.clicks("Withdraw")
    assert cycles(whole) == ()
    assert "Withdrawn cycles (1)" in [e.label for e in visitor.screen.expander]
    visitor.clicks("Put it back")
    assert "Entered twice." in visitor.words
    visitor.clicks("Put it back")
    assert cycles(whole) == (DONE,)


def test_the_number_of_a_withdrawn_cycle_is_not_given_again(whole):
    kept(whole, DONE)
    keep(database(whole), stated(DONE, TODAY, withdrawn=True, reason="Entered twice."))
    assert opened(test="T3").headline.startswith("Cycle 2,")


def test_as_at_an_earlier_day_the_form_says_that_it_shows_today(whole):
    earlier = date(2026, 6, 1)
    visitor = opened(SECOND, "plan", as_at=earlier.isoformat())
    said = " ".join(caption.value for caption in visitor.screen.caption)
    assert "as it stands on 21 Nov 2026" in said
    assert RUNNING.title in visitor.words
