"""A meeting on the screen: prepared, run step by step, written down, ended, and what came of it."""

import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from builders import (
    SLUG,
    START,
    TODAY,
    a_measure,
    a_meeting,
    a_partnership,
    a_plan,
    a_point,
    an_action,
    an_area,
    an_update,
    keep,
    stated,
)
from conftest import a_new_database
from docx import Document
from meetings import CHAIR, DONE, HELD, LATE, LEAD, MEETING, ONE, VISITS, a_plan_that_meets, now
from visits import Visitor, as_read

from tracker import store
from tracker.comparison import comparison
from tracker.meetings import KeptSnapshot, MeetingDecision, Question
from tracker.papers import Snapshot, minutes
from tracker.papers.checksums import checksum
from tracker.plan import Status
from tracker.progress import progress_as_at
from tracker.readings import readings
from tracker.screen import meeting_prepared, meeting_written
from tracker.screen.visit import database

STEPS = (
    "changes", "promises", "exceptions", "areas-1", "areas-2", "charts-M1", "asks", "decisions",
    "close",
)  # fmt: skip
SHOWING = STEPS[:7]


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A database whose plan is still to be said, that the screens are served from."""
    file = tmp_path / "tracker.duckdb"
    monkeypatch.setenv("TRACKER_DATABASE", str(file))
    yield file
    database(file).close()
    database.clear()


@pytest.fixture
def plan(path: Path) -> store.Database:
    """The plan that meets today; the meeting has not begun."""
    with a_new_database(path) as opened:
        a_plan_that_meets(opened)
    return database(path)


@pytest.fixture
def running(plan: store.Database) -> store.Database:
    """The meeting has begun."""
    at(meeting=MEETING).clicks("Start the meeting")
    return plan


def at(step: str = "", meeting=MEETING, visitor: Visitor | None = None, **address) -> Visitor:
    asked = {"meeting": str(meeting.id), **({"step": step} if step else {}), **address}
    return (visitor or Visitor()).open("meeting", **asked)


def found(plan: store.Database, meeting=MEETING):
    return next(m for m in now(plan).meetings if m.id == meeting.id)


def writes(visitor: Visitor, words: str, sort: str = "decision") -> Visitor:
    visitor.field("choice", "sort").set_value(sort)
    visitor.again()
    visitor.field("text", "words").set_value(words)
    return visitor.clicks("Write it down")


def headings(visitor: Visitor) -> list[str]:
    return [as_read(one.value) for one in visitor.screen.header]


# Before it begins


def test_a_meeting_of_today_says_what_it_will_show_and_starts(plan):
    visitor = at()
    assert visitor.headline == "Meeting of 21 Nov 2026"
    assert headings(visitor) == ["It will show 9 steps"]
    assert "1. Area 1 Needs known early" in visitor.words
    visitor.clicks("Start the meeting")
    assert visitor.headline == "What changed since 7 September"
    assert found(plan).opened_at == store.latest_sequence(plan) - 1


def test_a_meeting_ahead_cannot_be_started(plan):
    ahead = a_meeting(TODAY + timedelta(13))
    keep(plan, stated(ahead, START))
    visitor = at(meeting=ahead)
    assert "It can be started on Friday 4 December 2026." in visitor.words
    assert "Start the meeting" not in [button.label for button in visitor.screen.button]


def test_a_meeting_before_the_plan_has_nothing_to_show_and_says_so(plan):
    early = a_meeting(START - timedelta(40))
    keep(plan, stated(early, START))
    assert "The plan begins on 5 Jan 2026" in at(meeting=early).words


def test_a_coordinator_leaves_steps_out_and_orders_them(plan):
    visitor = at(change=f"meeting:{MEETING.id}")
    steps = next(w for w in visitor.screen.multiselect if w.key.endswith("_steps"))
    steps.set_value(["areas", "changes"])
    visitor.clicks("Save")
    assert found(plan).steps == ("areas", "changes")
    visitor = at().clicks("Start the meeting")
    seen = []
    while "Next" in str([button.label for button in visitor.screen.button]):
        seen.append(visitor.headline)
        visitor = pressed(visitor, "meeting_next")
    assert seen[:3] == ["1 Needs known early", "2 Voice", "What changed since 7 September"]
    assert [words.split(":")[0] for words in (*seen[3:], visitor.headline)] == [
        "No decisions so far", "To close",
    ]  # fmt: skip


def test_a_meeting_changed_by_somebody_meanwhile_is_not_started_over_it(plan):
    visitor = at()
    keep(plan, stated(MEETING.model_copy(update={"agenda": "Another"}), TODAY), by="Euan Reid")
    visitor.clicks("Start the meeting")
    assert "Euan Reid changed this meeting while it was on this screen." in visitor.refused
    assert found(plan).opened_at is None
    visitor.clicks("Start the meeting")
    assert (found(plan).agenda, found(plan).opened_at is None) == ("Another", False)


def test_two_who_start_a_meeting_at_once_are_both_in_it(plan, monkeypatch):
    def overtaken(*asked: Any, **how: Any) -> store.Save:
        """Euan Reid's press is kept a moment before this one."""
        begun = MEETING.model_copy(update={"opened_at": store.latest_sequence(plan)})
        keep(plan, stated(begun, TODAY), by="Euan Reid")
        return meeting_written.keep(*asked, **how)

    monkeypatch.setattr(meeting_prepared, "keep", overtaken)
    visitor = at().clicks("Start the meeting")
    assert visitor.refused == ""
    assert "Next" in str([button.label for button in visitor.screen.button])


# Its steps


def pressed(visitor: Visitor, key: str) -> Visitor:
    next(button for button in visitor.screen.button if button.key == key).click()
    return visitor.again()


def test_next_and_back_walk_through_every_step_and_the_address_carries_it(running):
    visitor, seen = at(), [""]
    while "meeting_next" in [button.key for button in visitor.screen.button]:
        visitor = pressed(visitor, "meeting_next")
        seen.append(visitor.address["step"])
    assert tuple(seen[1:]) == STEPS[1:]
    for step in reversed(STEPS[:-1]):
        visitor = pressed(visitor, "meeting_back")
        assert visitor.address["step"] == step
    assert at("promises").headline == "Promised by now: 1 of 2 happened"


def test_the_next_button_names_the_next_step_in_words(running):
    labels = {
        step: next(b.label for b in at(step).screen.button if b.key == "meeting_next")
        for step in ("exceptions", "areas-2", "charts-M1")
    }
    assert {step: as_read(label) for step, label in labels.items()} == {
        "exceptions": "Next: area 1 Needs known early",
        "areas-2": "Next: chart M1 Visits in time",
        "charts-M1": "Next: what is asked for",
    }


def test_an_unknown_step_is_the_first(running):
    assert at("charts-M99").headline == "What changed since 7 September"


def test_no_form_of_a_record_opens_in_a_meeting(running):
    visitor = at("areas-1", change=f"action:{LATE.id}", add="action")
    assert visitor.headline == "1 Needs known early"
    assert not {"change", "add"} & set(visitor.address)
    assert "Save" not in [button.label for button in visitor.screen.button]


def turn_up_late(plan: store.Database) -> None:
    """Everything that could turn up while a meeting runs: said of the meeting's day or before."""
    day = TODAY - timedelta(2)
    keep(
        plan,
        an_update(LATE, day, status=Status.OFF_TRACK, done="Worse.", needed="Money."),
        an_update(DONE, day, status=Status.AT_RISK, done="It came back."),
        *(a_point(VISITS, day - timedelta(n), 3) for n in range(9)),
        stated(LATE.model_copy(update={"owner_id": LEAD.id, "title": "Renamed"}), TODAY),
        stated(ONE.model_copy(update={"title": "Renamed area"}), TODAY),
        stated(an_action("2.1", an_area("2"), title="New"), TODAY),
        stated(a_measure("M2", title="New measure"), TODAY),
    )


@pytest.mark.parametrize("step", SHOWING)
def test_what_turns_up_late_changes_no_step_that_is_shown(running, step):
    before = at(step).words
    turn_up_late(running)
    assert at(step).words == before
    labels = [button.label for button in at(step).screen.button]
    assert "Renamed" not in f"{labels}"


def test_the_same_meeting_opened_later_shows_what_turned_up(running):
    before = {step: at(step).words for step in SHOWING}
    turn_up_late(running)
    later = found(running).model_copy(update={"opened_at": store.latest_sequence(running)})
    keep(running, stated(later, TODAY))
    assert [step for step in SHOWING if at(step).words == before[step]] == []


# What it writes


def test_a_decision_is_kept_at_once_with_owner_and_date_and_the_next_form_is_empty(running):
    visitor = at("decisions")
    visitor.field("one_of", "owner").set_value(CHAIR.id)
    visitor.field("day", "by").set_value(date(2026, 12, 18))
    writes(visitor, "The rota goes to another team.")
    (kept,) = now(running).current(MeetingDecision)
    assert (kept.words, kept.owner_id, kept.due_on) == (
        "The rota goes to another team.", CHAIR.id, date(2026, 12, 18),
    )  # fmt: skip
    assert visitor.headline == "1 decision so far"
    assert "The chair, by 18 Dec 2026" in visitor.words
    assert visitor.field("text", "words").value == ""


def test_a_question_is_kept_with_who_answers(running):
    visitor = at("decisions")
    visitor.field("one_of", "owner").set_value(LEAD.id)
    writes(visitor, "Why so few?", "question")
    (kept,) = now(running).current(Question)
    assert (kept.words, kept.asked_of, kept.meeting_id) == ("Why so few?", LEAD.id, MEETING.id)


def test_nothing_written_is_refused_below_its_field(running):
    visitor = at("decisions").clicks("Write it down")
    assert visitor.below("text", "words") == "What was decided is empty. Fill it in."
    assert now(running).current(MeetingDecision) == ()


def test_a_half_written_decision_is_there_after_back_and_forth(running):
    visitor = at("decisions")
    visitor.field("text", "words").set_value("Half a thought")
    visitor.again()
    visitor = pressed(pressed(visitor, "meeting_back"), "meeting_next")
    assert visitor.field("text", "words").value == "Half a thought"


def test_a_decision_written_in_two_windows_of_one_person_is_kept_once(running):
    first = at("decisions")
    first.field("text", "words").set_value("The rota goes to another team.")
    first.again()
    second = at("decisions")
    assert second.field("text", "words").value == "The rota goes to another team."
    first.clicks("Write it down")
    second.clicks("Write it down")
    assert second.field("text", "words").value == ""
    assert second.headline == "1 decision so far"


def test_a_decision_changed_in_the_other_window_is_said_and_both_can_stand(running):
    first = at("decisions")
    first.field("text", "words").set_value("The rota goes to another team.")
    first.again()
    second = at("decisions")
    first.clicks("Write it down")
    writes(second, "The rota stays.")
    assert "as “The rota goes to another team.”" in second.refused
    second.clicks("Write it down")
    assert second.headline == "2 decisions so far"


def test_a_decision_becomes_an_action_of_the_area_that_is_chosen(running):
    visitor = at("decisions")
    visitor.field("one_of", "owner").set_value(CHAIR.id)
    writes(visitor, "The rota goes to another team.")
    (decision,) = now(running).current(MeetingDecision)
    pressed(visitor, f"act_{decision.id}_{ONE.id}")
    made = next(a for a in now(running).actions if a.ref == "1.3")
    assert (made.title, made.owner_id, made.area_id) == (decision.words, CHAIR.id, ONE.id)
    (became,) = now(running).current(MeetingDecision)
    assert (became.action_id, became.area_id) == (made.id, ONE.id)
    assert "action 1.3 now" in visitor.words


def test_what_was_written_down_wrongly_is_taken_back(running):
    visitor = writes(at("decisions"), "Wrong.")
    (decision,) = now(running).current(MeetingDecision)
    visitor = pressed(visitor, f"back_{decision.id}")
    assert visitor.headline == "No decisions so far"
    kept = now(running).history(MeetingDecision, decision.id)
    assert [version.withdrawn for version in kept] == [False, True]


def test_a_decision_is_corrected_after_the_meeting_and_its_minutes_stay(running):
    writes(at("decisions"), "Go onn.")
    ends(at("close"), CHAIR)
    (decision,) = now(running).current(MeetingDecision)
    before = minutes.written("html", minutes_of(running))
    visitor = at(change=f"meeting_decision:{decision.id}")
    visitor.field("text", "words").set_value("Go on.")
    visitor.clicks("Save")
    assert "Go on." in at().words
    assert minutes.written("html", minutes_of(running)) == before


def test_what_was_decided_stands_in_the_history(running):
    writes(at("decisions"), "Go on.")
    told = Visitor().open("history", **{"from": TODAY.isoformat(), "to": TODAY.isoformat()})
    assert "**Go on.**" in [as_read(button.label) for button in told.screen.button]


# The end


def ends(visitor: Visitor, *present) -> Visitor:
    came = next(w for w in visitor.screen.multiselect if w.key.endswith("_present"))
    came.set_value([post.id for post in present])
    return visitor.clicks("End the meeting")


def snapshot_of(plan: store.Database) -> KeptSnapshot:
    (kept,) = now(plan).current(KeptSnapshot)
    return kept


def read_again(plan: store.Database, kept: KeptSnapshot) -> Snapshot:
    made = progress_as_at(
        lambda day: readings(store.plan_as_at(plan, SLUG, day, kept.until)), kept.day
    )
    return Snapshot(made, kept.schema_number)


def test_the_end_freezes_a_snapshot_with_all_that_was_written_down(running):
    writes(at("decisions"), "The rota goes to another team.")
    (decision,) = now(running).current(MeetingDecision)
    pressed(at("decisions"), f"act_{decision.id}_{ONE.id}")
    visitor = ends(at("close"), CHAIR, LEAD)
    assert visitor.headline == "Meeting of 21 Nov 2026: 1 decision"
    kept = snapshot_of(running)
    assert (kept.day, kept.meeting_id) == (TODAY, MEETING.id)
    again = read_again(running, kept)
    assert checksum(again) == kept.checksum
    assert "1.3" in [action.action.ref for action in again.read.actions]
    assert [d.words for d in again.read.plan.current(MeetingDecision)] == [decision.words]
    ended = found(running)
    assert (ended.present, ended.closed_at) == ((CHAIR.id, LEAD.id), kept.until)


def test_late_reports_after_the_end_leave_the_snapshot_as_it_was(running):
    ends(at("close"), CHAIR)
    turn_up_late(running)
    kept = snapshot_of(running)
    assert checksum(read_again(running, kept)) == kept.checksum
    assert "unchanged, its checksum agrees" in at().words


def test_a_meeting_written_down_days_later_keeps_what_it_decided(path):
    with a_new_database(path) as opened:
        a_plan_that_meets(opened)
    late = a_meeting(TODAY - timedelta(3))
    keep(database(path), stated(late, START))
    at(meeting=late).clicks("Write it down afterwards")
    writes(at("decisions", meeting=late), "Written up today.")
    ends(at("close", meeting=late), CHAIR)
    kept = snapshot_of(database(path))
    assert kept.day == TODAY
    found = read_again(database(path), kept).read.plan.current(MeetingDecision)
    assert [one.words for one in found] == ["Written up today."]


def test_a_meeting_may_end_without_anyone_present_and_says_so(running):
    visitor = at("close").clicks("End the meeting")
    assert found(running).closed_at is not None
    assert "Nobody is written down as having come." in visitor.words


def test_nobody_both_came_and_sent_apologies(running):
    visitor = at("close")
    for name in ("_present", "_apologies"):
        next(w for w in visitor.screen.multiselect if w.key.endswith(name)).set_value([CHAIR.id])
    visitor.clicks("End the meeting")
    assert "The chair cannot both have come and have sent apologies." in visitor.refused
    assert found(running).closed_at is None


def test_a_meeting_changed_meanwhile_is_not_ended_over_it(running):
    visitor = at("close")
    theirs = found(running).model_copy(update={"apologies": (LEAD.id,)})
    keep(running, stated(theirs, TODAY), by="Euan Reid")
    ends(visitor, CHAIR)
    assert "Euan Reid changed this meeting while it was on this screen." in visitor.refused
    assert (found(running).closed_at, now(running).current(KeptSnapshot)) == (None, ())
    visitor.clicks("End the meeting")
    assert found(running).closed_at is not None


def test_a_meeting_that_ended_is_not_run_again(running):
    ends(at("close"), CHAIR)
    for step in STEPS:
        assert at(step).headline == "Meeting of 21 Nov 2026: no decisions"


# What came of it


def minutes_of(plan: store.Database) -> minutes.Minutes:
    meeting = found(plan)
    until = meeting.closed_at
    read = readings(store.plan_as_at(plan, SLUG, TODAY, until))
    before = readings(store.plan_as_at(plan, SLUG, HELD.on, until))
    return minutes.Minutes(meeting, read.plan, comparison(before, read))


def test_the_minutes_say_who_came_what_changed_and_what_was_decided_and_asked(running):
    visitor = at("decisions")
    visitor.field("one_of", "owner").set_value(CHAIR.id)
    visitor.field("day", "by").set_value(date(2026, 12, 18))
    writes(visitor, "Go on, <b>all</b>.")
    writes(at("decisions"), "Why so few?", "question")
    ends(at("close"), CHAIR)
    told = minutes_of(running)
    word = Document(io.BytesIO(minutes.written("docx", told)))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    for said in ("Leadership group", "The chair", "Go on, <b>all</b>.", "18 Dec 2026",
                 "Why so few?"):  # fmt: skip
        assert said in cells
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "1 action completed: The guide" in text
    assert "What changed" in text
    page = minutes.written("html", told).decode()
    assert "Go on, &lt;b&gt;all&lt;/b&gt;." in page
    assert "<b>all" not in page


def test_the_same_minutes_have_the_same_bytes_whatever_is_answered_later(running):
    writes(at("decisions"), "Why so few?", "question")
    ends(at("close"), CHAIR)
    before = {name: minutes.written(name, minutes_of(running)) for name in minutes.FORMATS}
    (question,) = now(running).current(Question)
    keep(running, stated(question.model_copy(update={"answer": "Snow."}), TODAY))
    after = {name: minutes.written(name, minutes_of(running)) for name in minutes.FORMATS}
    assert before == after


def test_the_question_log_says_who_answers_and_what_is_late(plan):
    asked = {"meeting_id": HELD.id, "asked_of": LEAD.id}
    keep(
        plan,
        *(
            stated(Question(id=store.new_id(), ref=ref, **asked, **said), HELD.on)
            for ref, said in {
                "1": {"words": "Late?", "answer_by": TODAY - timedelta(4)},
                "2": {"words": "Open?", "answer_by": TODAY + timedelta(4)},
                "3": {"words": "Answered?", "answer": "Yes.", "answered_on": HELD.on},
            }.items()
        ),
    )
    visitor = Visitor().open("meeting")
    assert "Question log: 2 open questions, 1 late" in headings(visitor)
    assert "The lead · 4 days late · asked on 7 Sep 2026" in visitor.words.replace("**", "")
    assert visitor.words.index("Late?") < visitor.words.index("Open?")
    assert "1 question answered" in [one.label for one in visitor.screen.expander]


def test_attendance_over_meetings_is_counted_post_by_post(plan):
    second = a_meeting(date(2026, 10, 5), present=(CHAIR.id,), apologies=(LEAD.id,))
    keep(plan, stated(second, second.on))
    (table,) = Visitor().open("meeting").screen.table
    rows = table.value.values.tolist()
    assert [row[:2] for row in rows] == [["The lead", "1 of 2"], ["The chair", "2 of 2"]]
    assert rows[0][2:] == ["came", "apologies"]


def test_a_meeting_of_the_past_tells_how_it_went_and_is_not_started_by_accident(plan):
    labels = [link.label for link in Visitor().open("meeting").links]
    assert {"Start it", "See how it went"} <= {*labels}
    visitor = at(meeting=HELD)
    assert "It was held, and nothing that it decided is written down here." in visitor.words
    buttons = [button.label for button in visitor.screen.button]
    assert "Start the meeting" not in buttons and "Write it down afterwards" in buttons


# Bad input


def test_an_address_of_another_plans_meeting_says_so_and_lists_ours(plan):
    visitor = at(meeting=a_meeting(date(2020, 1, 1)))
    (said,) = [one.value for one in visitor.screen.info]
    assert said.startswith("The address names a meeting that is not in this plan.")
    assert visitor.headline == "The next meeting is on 21 Nov 2026"


def test_a_meeting_of_an_empty_plan_runs_and_ends(path):
    with a_new_database(path) as opened:
        keep(opened, a_partnership(shown_as_at=TODAY), a_plan(), stated(MEETING, START))
    at().clicks("Start the meeting")
    assert at("changes").headline == "What changed since 5 January"
    writes(at("decisions"), "Begin a plan.")
    at("close").clicks("End the meeting")
    assert at().headline == "Meeting of 21 Nov 2026: 1 decision"


def test_a_plan_that_has_not_begun_meets_too(path):
    with a_new_database(path) as opened:
        keep(opened, a_partnership(shown_as_at=TODAY), stated(MEETING, START))
    at().clicks("Start the meeting")
    assert at("close").headline == "To close: no decisions, no questions"


def test_two_hundred_actions_and_titles_as_long_as_can_be_stay_five_rows(path):
    long = "An unending title " * 11
    areas = [an_area("1", title=long), an_area("2")]
    actions = [
        an_action(f"1.{n}", areas[0], title=f"{n} {long}"[:200], due_on=date(2026, 10, 1))
        for n in range(200)
    ]
    asks = [an_update(a, TODAY, status=Status.AT_RISK, needed="word " * 700) for a in actions]
    with a_new_database(path) as opened:
        keep(opened, a_partnership(shown_as_at=TODAY), a_plan(), *areas, *actions, *asks,
             stated(MEETING, START))  # fmt: skip
    at().clicks("Start the meeting")
    assert at("areas-2").words.count("No action yet") == 1
    for step in ("promises", "exceptions", "asks"):
        visitor = at(step)
        assert "and 195 more" in visitor.words
        assert max(map(len, visitor.words.splitlines())) < 220
    assert len(at("areas-1").headline) < 100


def test_the_same_screen_is_linked_with_its_meeting_and_day(plan):
    links = [parse_qs(link.query_string) for link in Visitor().open("meeting").links]
    named = {link["meeting"][0] for link in links if "meeting" in link}
    assert named == {str(MEETING.id), str(HELD.id)}
