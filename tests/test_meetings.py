"""What a meeting leaves behind: decisions, questions, snapshots, and the question log."""

from datetime import timedelta

import pytest
from builders import START, TODAY, a_meeting, a_plan_as_at, a_post

from tracker import store
from tracker.meetings import KeptSnapshot, MeetingDecision, Question
from tracker.question_log import question_log
from tracker.refusals import FieldRefusals, Refusal, read_as

MEETING, LEAD = a_meeting(START), a_post()


def a_question(ref: str = "1", **said) -> Question:
    filled = {"id": store.new_id(), "ref": ref, "meeting_id": MEETING.id, "words": f"Why {ref}?"}
    return Question(**filled | said)


@pytest.mark.parametrize(
    ("kind", "said", "sentence"),
    [
        (MeetingDecision, {"words": " "}, "What was decided is empty. Fill it in."),
        (Question, {"words": ""}, "Question is empty. Fill it in."),
        (Question, {"words": "Why?", "answered_on": TODAY},
         "Write the answer, or leave the day of it empty."),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_in_a_sentence(kind, said, sentence):
    with pytest.raises(FieldRefusals) as refused:
        read_as(kind, {"id": store.new_id(), "ref": "1", "meeting_id": MEETING.id} | said)
    assert sentence in refused.value.fields.values()


def test_an_answer_is_not_dated_ahead():
    answered = a_question(answer="Snow.", answered_on=TODAY + timedelta(1))
    with pytest.raises(Refusal, match="has not come yet"):
        store.changing.refuse_ahead(answered, TODAY)


@pytest.mark.parametrize("number", ["until", "schema_number", "rules_number"])
def test_the_numbers_of_a_snapshot_are_not_negative(number):
    said = {"id": store.new_id(), "ref": "1", "title": "T", "day": TODAY, "until": 0,
            "schema_number": 1, "rules_number": 1}  # fmt: skip
    assert read_as(KeptSnapshot, said)
    with pytest.raises(FieldRefusals):
        read_as(KeptSnapshot, said | {number: -1})


@pytest.mark.parametrize(
    ("said", "state", "late"),
    [
        ({}, "open, without a date", 0),
        ({"answer_by": TODAY}, "answer by 21 Nov 2026", 0),
        ({"answer_by": TODAY - timedelta(1)}, "1 day late", 1),
        ({"answer_by": TODAY - timedelta(9), "answer": "Snow."}, "answered", 0),
        ({"answer": "Snow.", "answered_on": TODAY}, "answered on 21 Nov 2026", 0),
    ],
)
def test_the_log_says_how_a_question_stands(said, state, late):
    (found,) = question_log(a_plan_as_at(MEETING, LEAD, a_question(asked_of=LEAD.id, **said)))
    assert (found.state, found.days_late, found.asked_of) == (state, late, "The lead")
    assert found.open is not ("answer" in said)


def test_the_log_tells_the_latest_first_and_the_answered_last():
    late = [TODAY - timedelta(days) for days in (2, 30)]
    questions = [
        a_question("1", answer="Yes."), a_question("2"), a_question("3", answer_by=late[0]),
        a_question("4", answer_by=late[1]), a_question("10"),
    ]  # fmt: skip
    told = question_log(a_plan_as_at(MEETING, *questions))
    assert [one.question.ref for one in told] == ["4", "3", "2", "10", "1"]
