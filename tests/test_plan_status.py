"""Statuses as plans write them: words, letters, colours; withdrawn is never guessed."""

from datetime import date

import pytest

from tracker.intake.plan_status import ReadStatus, Update, read_status, updates_in, with_second
from tracker.intake.plan_words import plan_words
from tracker.plan import Status

COMPLETE, ON_TRACK, AT_RISK = Status.COMPLETE, Status.ON_TRACK, Status.AT_RISK
OFF_TRACK, NOT_STARTED = Status.OFF_TRACK, Status.NOT_STARTED


def read(text: str, fill: str = "") -> ReadStatus:
    return read_status(text, fill, plan_words())


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("R", OFF_TRACK), ("A", AT_RISK), ("G", ON_TRACK), ("B", COMPLETE), ("g", ON_TRACK),
        ("Red", OFF_TRACK), ("AMBER", AT_RISK), ("Green.", ON_TRACK), ("Blue", COMPLETE),
        ("Completed", COMPLETE), ("Complete", COMPLETE), ("Not started", NOT_STARTED),
        ("On track", ON_TRACK), ("at risk", AT_RISK), ("Off track", OFF_TRACK), ("Done", COMPLETE),
    ],
)  # fmt: skip
def test_plain_words_letters_and_colours_are_certain(text, status) -> None:
    found = read(text)
    assert (found.status, found.text, found.story, found.doubt) == (status, text, "", "")


@pytest.mark.parametrize(
    ("text", "proposal"),
    [
        ("In progress", ON_TRACK), ("Ongoing", ON_TRACK), ("Behind schedule", AT_RISK),
        ("Not due", NOT_STARTED), ("Closed", COMPLETE), ("Amber-Green", AT_RISK),
        ("R/A", OFF_TRACK),
        ("G→A", AT_RISK), ("Red to Amber", AT_RISK), ("A -> G", ON_TRACK), ("100%", COMPLETE),
    ],
)  # fmt: skip
def test_what_may_mean_something_else_is_proposed(text, proposal) -> None:
    found = read(text)
    assert (found.status, found.text, found.proposal) == (None, text, proposal)
    assert found.doubt


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("A (was G)", AT_RISK), ("Amber (previously Red)", AT_RISK), ("G – was A", ON_TRACK),
        ("Green ↑", ON_TRACK), ("Amber ->", AT_RISK), ("Amber →", AT_RISK), ("G↔", ON_TRACK),
        ("🟢", ON_TRACK), ("🔴 Red", OFF_TRACK), ("Green ✓", ON_TRACK), ("Now green", ON_TRACK),
        ("Still amber", AT_RISK), ("No change - green", ON_TRACK), ("Blue - complete", COMPLETE),
        ("On Track (Green)", ON_TRACK), ("Green/Complete", COMPLETE),
        ("Red - off track", OFF_TRACK), ("In progress - amber", AT_RISK),
        ("This action is complete", COMPLETE),
    ],
)  # fmt: skip
def test_a_sign_or_what_it_was_before_stands_beside_a_status(text, status) -> None:
    assert read(text) == ReadStatus(status, text)


@pytest.mark.parametrize(
    ("text", "proposal"),
    [
        ("Complete?", COMPLETE), ("Complete/ongoing", COMPLETE), ("75% complete", ON_TRACK),
        ("0%", NOT_STARTED), ("100% complete", COMPLETE), ("Was amber now green", ON_TRACK),
        ("Green last quarter, now amber", AT_RISK), ("B/G", ON_TRACK), ("Some progress", ON_TRACK),
        ("Limited progress", AT_RISK), ("Awaiting approval", ON_TRACK),
    ],
)  # fmt: skip
def test_a_question_a_share_or_two_statuses_are_proposed(text, proposal) -> None:
    found = read(text)
    assert (found.status, found.text, found.proposal) == (None, text, proposal)
    assert found.doubt


@pytest.mark.parametrize(
    ("text", "words", "proposal"),
    [
        ("Not yet started due to staffing", "Not yet started", NOT_STARTED),
        ("Amber but improving", "Amber", AT_RISK),
        ("Delayed until June", "Delayed", AT_RISK),
        ("Completed by June 2027", "Completed", COMPLETE),
    ],
)
def test_a_status_that_goes_on_as_a_sentence_is_proposed(text, words, proposal) -> None:
    found = read(text)
    assert (found.status, found.text, found.story, found.proposal) == (None, words, text, proposal)


@pytest.mark.parametrize("text", ["Met with partners in May", "Delivered by two trainers"])
def test_what_was_done_in_a_story_names_no_status_of_the_action(text) -> None:
    assert read(text).text == ""


@pytest.mark.parametrize("text", ["Withdrawn", "Superseded", "Cancelled", "No longer required"])
def test_withdrawn_is_no_status_and_none_is_proposed(text) -> None:
    found = read(text)
    assert (found.status, found.proposal, found.text) == (None, None, text)
    assert "Withdraw the action" in found.doubt


@pytest.mark.parametrize("text", ["not reported", "n/a", "TBC"])
def test_no_status_said_plainly_is_no_doubt(text) -> None:
    assert read(text) == ReadStatus(text=text)


def test_a_status_with_a_story_is_split_and_both_are_kept() -> None:
    found = read("COMPLETED\nLooked at monthly.\n9.12.16")
    assert found == ReadStatus(COMPLETE, "COMPLETED", "Looked at monthly.\n9.12.16")
    assert read("Green: going well").story == "going well"
    assert read("RAG: Amber – two posts vacant").status == AT_RISK
    assert read("Completed April 2016").status == COMPLETE


@pytest.mark.parametrize("text", ["Complete the review of files", "Completed and signed off"])
def test_a_story_that_begins_like_a_status_is_asked_about(text) -> None:
    found = read(text)
    assert (found.status, found.proposal, found.story) == (None, COMPLETE, text)
    assert found.doubt


@pytest.mark.parametrize("text", ["Not yet completed in full", "Action plan in place", "Greenock"])
def test_a_story_without_a_status_is_kept_as_a_story(text) -> None:
    assert (read(text).status, read(text).text, read(text).story) == (None, "", text)


def test_a_fill_without_words_is_told_by_its_colour() -> None:
    assert read("", "red") == ReadStatus(OFF_TRACK, "red")
    assert read("", "pink") == ReadStatus()
    assert read("A long story.", "green") == ReadStatus(ON_TRACK, "green", "A long story.")


def test_words_and_fill_that_disagree_are_a_doubt() -> None:
    found = read("On track", "amber")
    assert (found.status, found.proposal) == (None, ON_TRACK)
    assert found.doubt == "The words say “On track” and the colour is amber. Choose one."


def test_a_partnership_says_what_its_words_mean() -> None:
    own = plan_words().defining({"Green": COMPLETE, "Ongoing": ON_TRACK})
    assert read_status("green", "", own).status == COMPLETE
    assert read_status("Ongoing", "", own) == ReadStatus(ON_TRACK, "Ongoing")


def test_a_status_and_a_rag_column_are_read_together() -> None:
    assert with_second(read("In progress"), read("A")) == ReadStatus(AT_RISK, "In progress, A")
    assert with_second(read("Complete"), read("G")).status == COMPLETE
    assert with_second(read(""), read("R")) == ReadStatus(OFF_TRACK, "R")
    clash = with_second(read("Not started"), read("B"))
    assert (clash.status, clash.proposal) == (None, NOT_STARTED)
    assert clash.doubt


def test_updates_are_parted_at_the_lines_that_begin_with_a_date() -> None:
    assert updates_in("12/01/25: met\nand agreed\nFeb 2025 - met again") == (
        Update("12/01/25: met\nand agreed", date(2025, 1, 12)),
        Update("Feb 2025 - met again", date(2025, 2, 28)),
    )
    assert updates_in("Begun.\nUpdate 3 March 2025: done") == (
        Update("Begun."),
        Update("Update 3 March 2025: done", date(2025, 3, 3)),
    )


def test_a_date_alone_on_the_last_line_dates_the_whole() -> None:
    assert updates_in("Looked at monthly.\n9.12.16")[0].on == date(2016, 12, 9)


def test_a_date_within_a_story_dates_nothing() -> None:
    assert updates_in("We met on 12/01/25 and agreed") == (Update("We met on 12/01/25 and agreed"),)
    assert updates_in("20 staff were trained") == (Update("20 staff were trained"),)
