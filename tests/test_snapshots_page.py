"""Kept snapshots on the screen: kept, proved, their papers, who took them, any two compared."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from builders import SLUG, TODAY, an_action, an_update, keep, stated
from conftest import a_new_database
from meetings import BEFORE, CHAIR, LATE, LEAD, ONE, TWO, a_plan_that_meets, now
from templates import a_template, in_use
from visits import Visitor, as_read

from tracker import store
from tracker.meetings import KeptSnapshot
from tracker.plan import Status
from tracker.records import Version
from tracker.screen import papers_taken
from tracker.screen.visit import Visit, database


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[store.Database]:
    path = tmp_path / "tracker.duckdb"
    with a_new_database(path) as opened:
        a_plan_that_meets(opened)
    monkeypatch.setenv("TRACKER_DATABASE", str(path))
    yield database(path)
    database(path).close()
    database.clear()


def keeps(title: str, day: date = TODAY) -> Visitor:
    visitor = Visitor().open("snapshots", as_at=day.isoformat())
    visitor.field("line", "title").set_value(title)
    return visitor.clicks("Keep it")


def kept(plan: store.Database) -> list[KeptSnapshot]:
    return sorted(now(plan).current(KeptSnapshot), key=lambda one: (one.day, one.until))


def as_asked(plan: store.Database) -> Visit:
    return Visit(plan, now(plan).partnership, TODAY, TODAY, store.latest_sequence(plan))


def test_without_a_snapshot_the_page_says_so_and_keeps_one(plan):
    assert Visitor().open("snapshots").headline == "No snapshots kept"
    visitor = keeps("For the committee")
    assert visitor.headline == "1 snapshot kept"
    (made,) = kept(plan)
    assert (made.title, made.day, made.until) == (
        "For the committee", TODAY, store.latest_sequence(plan) - 1,
    )  # fmt: skip
    assert "kept by Local coordinator · unchanged, its checksum agrees" in visitor.words


def test_a_snapshot_of_an_earlier_day_is_of_that_day(plan):
    keeps("The meeting before", BEFORE)
    (made,) = kept(plan)
    assert made.day == BEFORE


def test_it_is_unchanged_after_the_plan_was_changed(plan):
    keeps("First")
    keep(plan, an_update(LATE, BEFORE, status=Status.OFF_TRACK, done="Dated back."))
    assert "unchanged, its checksum agrees" in Visitor().open("snapshots").words


def test_a_checksum_that_does_not_agree_is_said(plan):
    keeps("First")
    (made,) = kept(plan)
    keep(plan, stated(made.model_copy(update={"checksum": "0" * 64}), TODAY))
    assert "its checksum does not agree" in Visitor().open("snapshots").words


@pytest.mark.parametrize("number", ["schema_number", "rules_number"])
def test_one_made_by_earlier_rules_is_not_called_changed(plan, number):
    keeps("First")
    (made,) = kept(plan)
    keep(plan, stated(made.model_copy(update={number: getattr(made, number) + 1}), TODAY))
    assert "made by an earlier version of the rules" in Visitor().open("snapshots").words


def test_who_took_which_paper_is_kept_and_told(plan):
    keeps("First")
    (made,) = kept(plan)
    for words in ("PDF", "CSV", "JSON", "Excel workbook"):
        papers_taken.take(as_asked(plan), words, made.day, made.id)
    visitor = Visitor().open("snapshots")
    assert (
        "CSV taken by Local coordinator on 21 Nov 2026, JSON taken by Local coordinator on "
        "21 Nov 2026 and Excel workbook taken by Local coordinator on 21 Nov 2026, and 1 before"
    ) in visitor.words
    taken = store.papers_taken(plan, SLUG)
    assert [version.record.paper for version in taken] == ["PDF", "CSV", "JSON", "Excel workbook"]
    assert {version.record.snapshot_id for version in taken} == {made.id}
    assert kept(plan) == [made]
    told = Visitor().open("history", **{"from": TODAY.isoformat(), "to": TODAY.isoformat()})
    assert "Excel workbook" in told.words


def test_the_same_paper_taken_by_a_second_click_is_one(plan):
    keeps("First")
    asked = as_asked(plan)
    for _ in range(2):
        papers_taken.take(asked, "PDF", TODAY, kept(plan)[0].id)
    assert len(store.papers_taken(plan, SLUG)) == 1


def compared(plan: store.Database, **address: str) -> tuple[str, list[list[str]]]:
    visitor = Visitor().open("snapshots", **address)
    tables = visitor.screen.table
    rows = tables[-1].value.values.tolist() if tables else []
    return visitor.words, [[as_read(cell) for cell in row] for row in rows]


def test_two_days_are_compared_in_words_and_as_a_table(plan):
    keeps("September", BEFORE)
    keeps("November")
    before, after = kept(plan)
    words, rows = compared(plan, **{"from": str(before.id), "to": str(after.id)})
    assert "Since 7 Sep 2026: 1 completed, 1 slipped" in words
    assert ["1.1 The guide", "completed", "is complete"] in rows
    assert compared(plan, **{"from": str(after.id), "to": str(before.id)})[1] == rows


def test_every_sort_of_change_is_told(plan):
    keeps("September", BEFORE)
    keep(
        plan,
        stated(LATE.model_copy(update={"owner_id": LEAD.id, "due_on": date(2027, 1, 9)}), TODAY,
               reason="Ill."),
        stated(ONE.model_copy(update={"wording": "Said anew."}), TODAY),
        stated(an_action("2.1"), TODAY),
    )  # fmt: skip
    _, rows = compared(plan)
    assert {row[1] for row in rows} >= {
        "completed", "slipped", "due date moved", "measure turned", "added", "changed owner",
        "re-worded",
    }  # fmt: skip
    assert [row[2] for row in rows if row[1] == "changed owner"] == [
        f"went from {CHAIR.title} to {LEAD.title}"
    ]


def test_the_same_day_compared_with_itself_has_no_changes(plan):
    keeps("First")
    (made,) = kept(plan)
    words, rows = compared(plan, **{"from": str(made.id), "to": str(made.id)})
    assert "Nothing has changed since 21 Nov 2026." in words
    assert rows == []


def test_an_unknown_snapshot_in_the_address_is_no_fault(plan):
    keeps("First")
    assert Visitor().open("snapshots", **{"from": "nonsense"}).headline == "1 snapshot kept"


# Templates, and papers that are of no snapshot


def gives(content: bytes, name: str = "council.docx") -> Visitor:
    visitor = Visitor().open("snapshots")
    visitor.screen.file_uploader[0].set_value((name, content, "application/msword"))
    return visitor.again()


def test_a_template_is_kept_for_every_paper_and_left_again(plan):
    keeps("First")
    visitor = gives(a_template()).clicks("Keep it for every paper")
    assert "The template is kept." in visitor.words
    assert "Keep it for every paper" not in [button.label for button in visitor.screen.button]
    assert in_use(plan) == "Strathbraan Council"
    visitor = Visitor().open("snapshots")
    assert "Your own Word template: in use" in [one.label for one in visitor.screen.expander]
    assert "looks like **council.docx**, kept by Local coordinator on 21 Nov 2026." in visitor.words
    visitor.clicks("Use the plain look again")
    assert in_use(plan) == ""
    told = Visitor().open("history", **{"from": TODAY.isoformat(), "to": TODAY.isoformat()}).words
    assert "Kept Word template" in told and "Taken away: Word template" in told


def test_a_template_kept_before_is_used_again_at_a_click(plan):
    keeps("First")
    gives(a_template("First Council"), "first.docx").clicks("Keep it for every paper")
    gives(a_template("Second Council"), "second.docx").clicks("Keep it for every paper")
    assert in_use(plan) == "Second Council"
    visitor = Visitor().open("snapshots")
    assert "**first.docx**, kept by Local coordinator" in visitor.words
    visitor.clicks("Use it again")
    assert in_use(plan) == "First Council"
    assert "**second.docx**, kept by Local coordinator" in visitor.words
    visitor.clicks("Undo")
    assert in_use(plan) == "Second Council"


def test_a_wrong_template_is_a_sentence_and_cannot_be_kept(plan):
    keeps("First")
    visitor = gives(b"no Word document")
    assert "The template is not a Word document (.docx)." in visitor.refused
    assert "Keep it for every paper" not in [button.label for button in visitor.screen.button]


def test_papers_of_a_day_and_minutes_are_told_with_who_and_when(plan):
    keeps("First")
    asked = as_asked(plan)
    papers_taken.take(asked, "Committee paper (Word)", TODAY, public=True)
    papers_taken.take(asked, "Minutes (Word)", TODAY, kept(plan)[0].id)
    visitor = Visitor().open("snapshots")
    assert "2 papers taken" in [one.label for one in visitor.screen.expander]
    rows = visitor.screen.table[0].value.values.tolist()
    assert [[as_read(cell) for cell in row] for row in rows] == [
        ["21 Nov 2026", "Local coordinator", "Minutes (Word)",
         "First, the plan as at 21 Nov 2026"],
        ["21 Nov 2026", "Local coordinator", "Committee paper (Word), public version",
         "the plan as at 21 Nov 2026"],
    ]  # fmt: skip


def test_what_became_late_and_what_was_withdrawn_are_told_too(plan):
    keeps("September", BEFORE)
    keep(plan, Version(TWO, TODAY, withdrawn=True, reason="Done with."))
    _, rows = compared(plan)
    assert ["1.2 The rota", "became late", "is 47 days overdue"] in rows
    assert ["2 Voice", "withdrawn", "has left the plan"] in rows
