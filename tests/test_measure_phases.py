"""New phases and notes on points, through the door: proposed with evidence, decided by a person."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from conftest import copied
from phased import FIRST_HIGHER, LAST, REF, days, keep_phased
from test_measure_page import announced, fill, pressed
from visits import ILLUSTRATIVE, ILLUSTRATIVE_DAY, Visitor, as_read

from tracker import store
from tracker.readings import MeasureReading, readings
from tracker.screen.visit import database
from tracker.tests_of_change import NewPhase, PhaseDecision, PointMark

FIRST_EVER = days(23)[0]


@pytest.fixture
def phased(examples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = copied(examples, tmp_path)
    monkeypatch.setenv("TRACKER_DATABASE", str(path))
    keep_phased(database(path))
    yield path
    database(path).close()
    database.clear()


def opened(points: str = "", **address: str) -> Visitor:
    wanted = {"points": points} if points else {}
    return Visitor().open("measure", partnership=ILLUSTRATIVE, measure=REF, **wanted | address)


def found(path: Path, day: date = ILLUSTRATIVE_DAY) -> MeasureReading:
    plan = store.plan_as_at(database(path), ILLUSTRATIVE, day)
    return next(m for m in readings(plan).measures if m.measure.ref == REF)


def decide(visitor: Visitor, decision: PhaseDecision | None, why: str = "A reminder is sent."):
    if decision:
        visitor.field("choice", "decision").set_value(decision)
    visitor.field("text", "why").set_value(why)
    return pressed(visitor, "_save")


# What is proposed


def test_a_new_level_is_proposed_with_its_evidence_and_nothing_is_changed(phased):
    words = opened().words
    assert "Nine points in a row, from February 2026 to October 2026, lie above the median" in words
    assert "Nothing has been changed; a person decides." in words
    assert len(found(phased).chart.phases) == 1


def test_the_sentence_tells_the_test_before_it_and_not_why(phased):
    words = opened().words
    told = (
        "It began in February 2026, after test 90 (A reminder a week before, adopted 29 Jan 2026)."
    )
    assert told in words
    assert "because" not in words.lower()


def test_accepting_keeps_the_decision_its_evidence_and_its_cycle(phased):
    visitor = opened("phase")
    visitor.field("one_of", "cycle_id").set_value(
        next(
            iter(store.plan_as_at(database(phased), ILLUSTRATIVE, ILLUSTRATIVE_DAY).cycles.values())
        )[0].id
    )
    decide(visitor, PhaseDecision.ACCEPTED)
    assert "the phase from **28 Feb 2026** is begun" in announced(visitor)
    (phase,) = found(phased).decided
    assert phase.starts_on == FIRST_HIGHER
    assert phase.evidence.startswith("Nine points in a row")
    assert phase.cycle_id
    assert [p.first for p in found(phased).chart.phases] == [0, 14]
    assert found(phased).proposal is None
    assert "From 28 Feb 2026 a new phase, accepted by Local coordinator on 20 Nov 2026" in (
        visitor.words.replace("**", "")
    )
    assert "PDSA cycle: T90 A reminder a week before, cycle 1" in visitor.words


def test_dismissing_is_kept_too_and_the_proposal_is_not_made_again(phased):
    visitor = decide(opened("phase"), PhaseDecision.DISMISSED, "Winter is over, that is all.")
    assert "Nine points in a row" not in as_read(visitor.screen.title[0].value)
    (phase,) = found(phased).decided
    assert (phase.decision, phase.starts_on) == (PhaseDecision.DISMISSED, FIRST_HIGHER)
    assert len(found(phased).chart.phases) == 1
    assert found(phased).proposal is None
    assert "No new phase from 28 Feb 2026, dismissed" in visitor.words.replace("**", "")


@pytest.mark.parametrize(
    ("decision", "why", "told"),
    [
        (None, "A reason.", "Choose one of the two."),
        (PhaseDecision.ACCEPTED, "  ", "Say why. The reason stays with the phase"),
        (PhaseDecision.ACCEPTED, "x" * 4001, "can have 4,000 characters"),
    ],
)
def test_a_decision_without_a_choice_or_a_reason_is_refused_and_stays(phased, decision, why, told):
    visitor = decide(opened("phase"), decision, why)
    assert told in visitor.refused
    assert visitor.field("text", "why").value == why
    assert found(phased).decided == ()


def test_another_point_can_be_the_start(phased):
    visitor = opened("phase")
    visitor.field("one_of", "starts_on").set_value(days(23)[13])
    decide(visitor, PhaseDecision.ACCEPTED)
    assert [p.first for p in found(phased).chart.phases] == [0, 13]


def test_a_phase_cannot_begin_at_the_first_point(phased):
    visitor = opened("phase")
    visitor.field("one_of", "starts_on").set_value(FIRST_EVER)
    decide(visitor, PhaseDecision.ACCEPTED)
    assert "The first phase begins at" in visitor.below("one_of", "starts_on")
    assert found(phased).decided == ()


@pytest.mark.parametrize("at", ["2026-02-27", "2027-01-31", "nonsense"])
def test_an_address_that_names_no_point_says_so(phased, at):
    visitor = opened("phase", at=at)
    told = "There is no point on 27 Feb 2026" if at == "2026-02-27" else "The last point is of"
    assert told in visitor.refused or at == "nonsense"
    assert visitor.headline


def test_a_phase_can_be_begun_by_hand(phased):
    visitor = opened("phase", at=str(days(23)[10]))
    decide(visitor, None, "The team moved.")
    assert found(phased).decided[0].evidence == ""
    assert "Begun by hand." in visitor.words
    assert [p.first for p in found(phased).chart.phases] == [0, 10]


def test_a_decision_can_be_undone_changed_and_withdrawn(phased):
    visitor = decide(opened("phase"), PhaseDecision.ACCEPTED).clicks("Undo")
    assert found(phased).decided == ()
    assert found(phased).proposal
    decide(opened("phase"), PhaseDecision.DISMISSED)
    visitor = opened("phase", at=str(FIRST_HIGHER))
    decide(visitor, PhaseDecision.ACCEPTED, "We looked again.")
    (phase,) = found(phased).decided
    assert (phase.decision, phase.why) == (PhaseDecision.ACCEPTED, "We looked again.")
    visitor = pressed(opened("phase", at=str(FIRST_HIGHER)), "_withdraw")
    assert "Say why it is withdrawn." in visitor.refused
    pressed(fill(visitor, reason_out="It was the wrong chart."), "_withdraw")
    assert found(phased).decided == ()
    assert "Withdrawn by Local coordinator" in visitor.words
    decide(opened("phase", at=str(FIRST_HIGHER)), PhaseDecision.ACCEPTED, "Now it is right.")
    assert found(phased).decided[0].why == "Now it is right."


def test_two_people_who_decide_at_once_see_each_other(phased):
    mine = opened("phase")
    decide(opened("phase"), PhaseDecision.DISMISSED, "Theirs.")
    decide(mine, PhaseDecision.ACCEPTED, "Mine.")
    assert "while you were writing" in mine.refused or "decided already" in mine.refused
    assert found(phased).decided[0].why == "Theirs."


def test_an_earlier_day_shows_the_chart_before_the_decision(phased):
    decide(opened("phase"), PhaseDecision.ACCEPTED)
    then = opened(as_at="2026-11-10")
    assert "That may be a new level" in then.words
    assert "It can be decided as at 20 Nov 2026." in then.words
    assert len(found(phased, date(2026, 11, 10)).chart.phases) == 1


# Notes on points


def note(visitor: Visitor, words: str, **ticked: bool) -> Visitor:
    visitor.field("text", "note").set_value(words)
    for box in visitor.screen.checkbox:
        for name, value in ticked.items():
            if box.key.endswith(f"_{name}"):
                box.set_value(value)
    return pressed(visitor, "_save")


def said(path: Path) -> dict[date, PointMark]:
    return dict(found(path).said)


def test_a_point_left_out_with_a_reason_is_counted_nowhere(phased):
    visitor = note(opened("note"), "The system was down.", excluded=True)
    assert said(phased)[LAST].excluded
    assert len(found(phased).chart.series.counted) == 22
    assert "31 Oct 2026: **Left out:** The system was down." in visitor.words
    (table,) = visitor.screen.table
    assert "Left out" in table.value.iloc[-1]["What people said"]


def test_a_point_that_stands_out_is_told_and_changes_no_verdict(phased):
    before = found(phased).words
    visitor = note(opened("note", at=str(FIRST_HIGHER)), "A new form came.", astronomical=True)
    assert said(phased)[FIRST_HIGHER].astronomical
    assert found(phased).words == before
    assert "Stands out" in visitor.words


@pytest.mark.parametrize("ticked", [{}, {"excluded": True}, {"astronomical": True}])
def test_a_note_needs_its_words(phased, ticked):
    visitor = note(opened("note"), "   ", **ticked)
    assert ("Say why, in the note" if ticked else "Write the note.") in visitor.below(
        "text", "note"
    )
    assert said(phased) == {}


def test_a_note_is_changed_withdrawn_and_can_be_written_again(phased):
    note(opened("note"), "First.")
    visitor = opened("note", at=str(LAST))
    assert visitor.field("text", "note").value == "First."
    note(visitor, "Second.")
    assert said(phased)[LAST].note == "Second."
    visitor = opened("note", at=str(LAST))
    pressed(fill(visitor, reason_out="It was another month."), "_withdraw")
    assert said(phased) == {}
    note(opened("note"), "Third.")
    assert said(phased)[LAST].note == "Third."


def test_a_note_on_a_day_without_a_point_says_so(phased):
    visitor = opened("note", at="2026-02-27")
    assert "There is no point on “2026-02-27”." in visitor.words


def test_a_decision_stands_in_the_history_with_who_made_it(phased):
    decide(opened("phase"), PhaseDecision.ACCEPTED)
    (phase,) = found(phased).decided
    plan = store.plan_as_at(database(phased), ILLUSTRATIVE, ILLUSTRATIVE_DAY)
    (version,) = plan.history(NewPhase, phase.id)
    assert (version.recorded_by, version.as_of) == ("Local coordinator", ILLUSTRATIVE_DAY)
