"""Plans in real files: workbooks made here, our own export, and `import --dry-run`."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from builders import (
    TODAY,
    a_measure,
    a_partnership,
    a_plan_as_at,
    a_post,
    an_action,
    an_area,
    an_update,
)
from commands import refused, tracker
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import PatternFill
from plan_sheets import PLANS, actions, layout

from tracker.intake.plan_columns import FIELDS
from tracker.intake.plan_reading import read_plan, read_plan_file
from tracker.intake.plan_words import plan_words
from tracker.intake.sheet_files import pasted_sheet, sheet_file
from tracker.papers import FORMATS, Snapshot
from tracker.plan import Status
from tracker.progress import progress_as_at
from tracker.readings import readings
from tracker.refusals import Refusal

FILLS = {"red": "FFFF0000", "amber": "FFFFC000", "green": "FF00B050"}
EXPORTED = {
    "Reference": "ref", "Area": "area", "Action": "title", "Owner": "owner", "Status": "status",
    "Progress %": None, "Due date": "due", "Original due date": None, "Times extended": None,
    "Overdue": None, "Days overdue": None, "Last update": None, "Effect": None,
    "What has happened": "update", "What is needed": "notes",
}  # fmt: skip


def workbook(rows, merged=(), fills=None) -> bytes:
    """An .xlsx file of one sheet; `merged` as A1:B2, `fills` a colour's name by cell."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for place in merged:
        book.active.merge_cells(place)
    for place, name in (fills or {}).items():
        book.active[place].fill = PatternFill("solid", fgColor=FILLS[name])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def rows_of(name: str) -> list[list[str]]:
    (path,) = PLANS.glob(f"{name}_*.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def without(answer: list[dict], *keys: str) -> list[dict]:
    return [{key: value for key, value in one.items() if key not in keys} for one in answer]


@pytest.mark.parametrize("name", ["torbay", "scotgov", "slough", "highland"])
def test_a_public_layout_reads_the_same_as_a_workbook(name) -> None:
    file = sheet_file("plan.xlsx", workbook(rows_of(name)))
    of_book, of_csv = (
        read.as_json("x") for read in (read_plan_file(file), read_plan(layout(name)))
    )
    assert of_book | {"sheet": ""} == of_csv | {"sheet": ""}


def test_torbay_with_merged_parents_reads_the_same() -> None:
    book = workbook(rows_of("torbay"), ["A5:A8", "B5:B8", "C5:C8", "D7:D8", "A1:G1", "B3:H3"])
    found = read_plan_file(sheet_file("plan.xlsx", book))
    plain = read_plan(layout("torbay"))
    assert actions(found) == actions(plain)
    assert [area.title for area in found.areas] == [area.title for area in plain.areas]


def test_torbay_with_a_second_header_row_above() -> None:
    rows = rows_of("torbay")
    groups = ["The work", "", "", "", "", "Its effect", "", ""]
    book = workbook([rows[0], groups, *rows[1:]], ["A2:E2", "F2:H2"])
    found = read_plan_file(sheet_file("plan.xlsx", book))
    assert found.header_row == 2
    assert found.columns["The work / What?"] == "title"
    assert found.columns["Its effect / Current Status"] == "status"
    plain = actions(read_plan(layout("torbay")))
    parts = ("rows", "other")
    assert without(actions(found), *parts) == without(plain, *parts)
    assert found.actions[2].rows == (8, 9)


def test_slough_with_coloured_rag_cells() -> None:
    fills = {"E6": "green", "E7": "amber", "E8": "red"}
    book = workbook(rows_of("slough"), ["A1:E1", "A2:E2"], fills)
    found = read_plan_file(sheet_file("plan.xlsx", book))
    assert [(a.status_text, a.status) for a in found.actions] == [
        ("green", Status.ON_TRACK), ("amber", Status.AT_RISK), ("red", Status.OFF_TRACK),
    ]  # fmt: skip
    assert [area.title for area in found.areas] == ["Early Help and Prevention"]


def test_real_date_cells_are_certain_days() -> None:
    rows = [["Action", "Lead", "Due date"], ["Do it", "Chair", date(2025, 3, 9)]]
    found = read_plan_file(sheet_file("plan.xlsx", workbook(rows)))
    assert (found.actions[0].due_text, found.actions[0].due_on) == ("09/03/2025", date(2025, 3, 9))


def test_a_pasted_block_is_read_like_a_file() -> None:
    found = read_plan_file(pasted_sheet("Action\tLead\tWhen\nDo it\tChair\tMar 2025"))
    assert found.actions[0].due_on == date(2025, 3, 31)


# Our own export


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    area, post = an_area("3", title="Leadership, planning and review"), a_post()
    first = an_action("3.1", area, owner_id=post.id, due_on=date(2026, 12, 1))
    second = an_action("3.2", area, due_on=None)
    update = an_update(
        first, status=Status.AT_RISK, done="Two of five teams trained.", needed="A date."
    )
    said = [area, post, first, second, update, a_measure("M1", area)]

    def readings_at(day):
        return readings(a_plan_as_at(*said, day=day, partnership=a_partnership()))

    return Snapshot(progress_as_at(readings_at, TODAY), schema=1)


@pytest.mark.parametrize("format_", ["xlsx", "csv"])
def test_our_own_register_is_read_back(snapshot, format_) -> None:
    found = read_plan_file(sheet_file(f"plan.{format_}", FORMATS[format_](snapshot)))
    assert EXPORTED.items() <= found.columns.items()
    assert [(a.ref, a.title) for a in found.areas] == [("3", "Leadership, planning and review")]
    first, second = found.actions
    stated = {reading.action.ref: reading for reading in snapshot.read.actions}
    assert (first.title, first.owner_text) == (stated["3.1"].action.title, stated["3.1"].owner)
    assert (first.ref, first.area_ref, first.due_on) == ("3.1", "3", date(2026, 12, 1))
    assert (first.status, first.update_text) == (Status.AT_RISK, "Two of five teams trained.")
    assert first.notes.startswith("A date.")
    assert first.other["Days overdue"] == "0"
    assert (second.status, second.due_on) == (None, None)
    assert [doubt for doubt in found.doubts if doubt.column != "Owner"] == []


def test_our_own_measures_are_read_back(snapshot) -> None:
    file = sheet_file("plan.xlsx", FORMATS["xlsx"](snapshot))
    found = read_plan_file(file, "Measures")
    assert (found.reads_as, len(found.measures)) == ("measures", 1)
    assert (found.columns["Baseline"], found.columns["Targets"]) == ("baseline", "target")


# The lists of words


def test_every_phrase_of_the_list_is_found_again_as_a_header() -> None:
    words = plan_words()
    for line in words.columns.values():
        found = words.meaning(line.words.capitalize() + "?")
        assert found is not None
        assert (found.field or "", found.otherwise or "") == (line.field, line.otherwise)


def test_every_field_of_the_promise_has_words() -> None:
    named = {line.field or line.otherwise for line in plan_words().columns.values()}
    assert set(FIELDS) <= named


def test_withdrawn_words_name_no_status() -> None:
    words = plan_words()
    assert all(words.statuses[w].status == "" for w in ("withdrawn", "superseded", "cancelled"))


@given(st.text(max_size=60))
def test_any_header_has_a_meaning_or_none(text) -> None:
    found = plan_words().meaning(text)
    assert found is None or found.strength > 0


def test_a_wrong_line_of_the_lists_is_refused_with_its_place(tmp_path) -> None:
    (tmp_path / "column_words.csv").write_text("words,field,otherwise\nboss,leader,\n")
    with pytest.raises(Refusal, match="line 2"):
        plan_words(tmp_path)


# The command line


def test_the_command_answers_with_the_promised_object() -> None:
    (path,) = PLANS.glob("torbay_*.csv")
    answer = tracker("import", path, "--dry-run", "--json").answer
    expected = read_plan(layout("torbay")).as_json(path.name)
    assert {key: answer[key] for key in expected} == expected


def test_the_command_says_in_words_what_would_be_read() -> None:
    (path,) = PLANS.glob("slough_*.csv")
    said = tracker("import", path, "--dry-run")
    assert said.code == 0
    assert "header in row 5: it reads as actions." in said.out
    assert "3 actions, no measures, 1 area, 3 rows or sheets set aside, 4 doubts" in said.out
    assert "  Timescale/ Target: due" in said.out


def test_a_sheet_may_be_named(tmp_path) -> None:
    book = Workbook()
    book.active.title = "First"
    book.active.append(["Action", "Lead", "When"])
    book.active.append(["Do it", "Chair", "Mar 2025"])
    book.create_sheet("Second").append(["Measure", "Baseline", "Target"])
    path: Path = tmp_path / "plan.xlsx"
    book.save(path)
    answer = tracker("import", path, "--dry-run", "--json", "--sheet", "Second").answer
    assert (answer["sheet"], answer["reads_as"]) == ("Second", "measures")
    why = "Another sheet of the file. It holds actions too: bring it in by its name."
    assert answer["set_aside"] == [{"row": None, "text": "First", "why": why}]
    refused(tracker("import", path, "--dry-run", "--sheet", "Third"), "Third", "First or Second")


def test_what_is_no_plan_is_refused_in_a_sentence(tmp_path) -> None:
    picture = tmp_path / "plan.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    refused(tracker("import", picture, "--dry-run", "--json"), "a picture")
    refused(tracker("import", tmp_path / "none.csv", "--dry-run"), "There is no file")
