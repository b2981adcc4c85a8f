"""What meetings decided and asked stands in every paper, and in no public one."""

import io
import json
from dataclasses import replace
from datetime import date

import builders as b
import docx
import openpyxl
import pytest

from tracker import store
from tracker.meetings import MeetingDecision, Question
from tracker.papers import FORMATS, Snapshot
from tracker.plan import Status
from tracker.progress import progress_as_at
from tracker.readings import readings

OLD, BEFORE = b.a_meeting(date(2026, 3, 2)), b.a_meeting(date(2026, 9, 7))
AREA, LEAD = b.an_area("1"), b.a_post("lead")
ACTION = b.an_action("1.1", AREA)


def decides(meeting, words, **more):
    return MeetingDecision(id=store.new_id(), ref="1", meeting_id=meeting.id, words=words, **more)


def asks(meeting, words, **more):
    return Question(id=store.new_id(), ref="1", meeting_id=meeting.id, words=words, **more)


def snapshot(*said):
    def read(day):
        return readings(b.a_plan_as_at(AREA, LEAD, ACTION, OLD, BEFORE, *said, day=day))

    return Snapshot(progress_as_at(read, b.TODAY), schema=1)


@pytest.fixture(scope="module")
def told():
    return snapshot(
        b.an_update(ACTION, date(2026, 10, 1), status=Status.AT_RISK),
        decides(OLD, "An old decision."),
        decides(BEFORE, "The rota changes.", owner_id=LEAD.id, due_on=date(2026, 12, 18),
                action_id=ACTION.id),
        asks(OLD, "Still open?", asked_of=LEAD.id, answer_by=date(2026, 4, 1)),
        asks(OLD, "Answered long ago?", answer="Yes.", answered_on=date(2026, 4, 1)),
        asks(BEFORE, "Answered since?", answer="It is.", answered_on=date(2026, 10, 1)),
    )  # fmt: skip


def test_the_json_tells_the_decisions_since_and_the_questions_that_matter(told):
    answer = json.loads(FORMATS["json"](told))
    assert answer["decisions"] == [
        {"meeting": "2026-09-07", "words": "The rota changes.", "owner": LEAD.title,
         "due_on": "2026-12-18", "action_ref": "1.1"}
    ]  # fmt: skip
    assert [one["words"] for one in answer["questions"]] == ["Still open?", "Answered since?"]
    assert answer["questions"][0]["state"] == "234 days late"


def test_the_word_paper_has_both_as_tables(told):
    word = docx.Document(io.BytesIO(FORMATS["docx"](told)))
    rows = [[cell.text for cell in row.cells] for table in word.tables for row in table.rows]
    assert ["7 Sep 2026", "The rota changes.", LEAD.title, "18 Dec 2026", "1.1 at risk"] in rows
    assert ["2 Mar 2026", "Still open?", LEAD.title, "234 days late"] in rows
    assert not [row for row in rows if "An old decision." in row]


def test_the_workbook_has_a_sheet_of_each_only_where_there_are_any(told):
    names = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"](told))).sheetnames
    assert {"Decisions", "Questions"} <= {*names}
    without = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"](snapshot()))).sheetnames
    assert not {"Decisions", "Questions"} & {*without}


@pytest.mark.parametrize("format_", ["csv", "html", "json"])
def test_no_public_paper_tells_what_a_meeting_decided_or_asked(told, format_):
    public = FORMATS[format_](replace(told, public=lambda _: {})).decode()
    assert "The rota changes." not in public and "Still open?" not in public


def test_a_question_to_a_person_names_no_person():
    asked = asks(BEFORE, "Who?", asked_of=store.new_id())
    (question,) = json.loads(FORMATS["json"](snapshot(asked)))["questions"]
    assert question["asked_of"] == "a named person"
