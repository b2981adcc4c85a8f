"""The plan handed over: the same numbers as the screen, the same bytes, safe in any spreadsheet."""

import csv
import io
import json
import time
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from builders import (
    BETTER,
    TODAY,
    UNMOVED,
    a_judgement,
    a_measure,
    a_meeting,
    a_partnership,
    a_plan_as_at,
    a_post,
    an_action,
    an_area,
    an_update,
    points,
    stated,
)

from tracker.papers import FORMATS, Snapshot
from tracker.plan import Status
from tracker.progress import progress_as_at
from tracker.readings import readings

HOSTILE = [
    '=HYPERLINK("https://example.org";"click")',
    "+1+1",
    "-1+1",
    "@SUM(A1:A9)",
    "＝1+1",
    "<script>alert('x')</script>",
    "Families 👩‍👧 said, “càise”; \"quoted\"",
    "https://example.org",
    "&LFooter &P",
]  # fmt: skip
ILLUSTRATIVE = a_partnership(illustrative=True, shown_as_at=TODAY)
TABLES = [
    "Summary", "Areas", "Actions", "Measures", "Alerts", "Updates", "Changes since", "Data points",
]  # fmt: skip
SHEETS = [*TABLES, "Charts", "Chart data"]


def snapshot(*said, partnership=None, measured=None, people=(), names=False):
    def readings_at(day):
        plan = a_plan_as_at(
            *said, day=day, partnership=partnership, measured=measured, people=people
        )
        return readings(plan)

    return Snapshot(progress_as_at(readings_at, TODAY), schema=1, names=names)


def a_full_snapshot(partnership=None):
    """Two areas, three actions, two measures, a meeting, a judgement."""
    areas, post = [an_area("1"), an_area("2")], a_post()
    measure, other = a_measure(better="higher"), a_measure("M2", areas[1], baseline_points=6)
    done = an_action("1.1", due_on=date(2026, 3, 31), measure_ids=(measure.id,))
    late = an_action("1.2", owner_id=post.id, due_on=date(2026, 9, 30))
    moved = stated(late.model_copy(update={"due_on": date(2026, 10, 31)}), date(2026, 9, 1))
    said = [
        *areas, post, measure, other, done, late, moved, an_action("2.1", areas[1]),
        an_update(done, date(2026, 4, 2), status=Status.COMPLETE, done="It is written."),
        an_update(late, date(2026, 10, 1), status=Status.OFF_TRACK, progress=30, needed="A post."),
        a_meeting(date(2026, 9, 7)), a_judgement(date(2026, 6, 1), areas[0]),
    ]  # fmt: skip
    measured = {measure.id: points(*BETTER), other.id: points(*UNMOVED)}
    return snapshot(*said, partnership=partnership, measured=measured)


def hostile_snapshot():
    said = [an_area("1", title=HOSTILE[0])]
    for number, text in enumerate(HOSTILE):
        action = an_action(f"={number}", title=text)
        said += [action, an_update(action, done=text, needed=text)]
    return snapshot(*said, partnership=a_partnership(name=HOSTILE[0]))


def workbook(shot):
    return openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"](shot)))


def rows_of_sheet(shot, name):
    """The rows of a sheet by its header, dates as dates, nothing as ''."""
    header, *rows = workbook(shot)[name].values
    plain = [
        [c.date() if isinstance(c, datetime) else "" if c is None else c for c in r] for r in rows
    ]
    return [dict(zip(header, row, strict=True)) for row in plain]


def rows_of_csv(shot):
    text = FORMATS["csv"](shot).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def answer(shot):
    return json.loads(FORMATS["json"](shot))


def test_the_same_snapshot_gives_the_same_bytes_whenever_it_is_written():
    first = {name: written(a_full_snapshot()) for name, written in FORMATS.items()}
    time.sleep(2.1)  # a zip file knows two seconds
    assert {name: written(a_full_snapshot()) for name, written in FORMATS.items()} == first


def test_a_workbook_says_the_plans_day_as_its_own():
    properties = workbook(a_full_snapshot()).properties
    assert properties.created.date() == TODAY
    assert properties.title == "Strathbraan children's partnership: improvement plan"


def test_the_workbook_has_a_sheet_a_table():
    assert workbook(a_full_snapshot()).sheetnames == SHEETS
    assert workbook(snapshot()).sheetnames == SHEETS


def test_the_papers_say_the_numbers_of_the_screen():
    shot = a_full_snapshot()
    counts = shot.read.counts
    assert (counts.actions, counts.complete, counts.off_track, counts.overdue) == (3, 1, 1, 1)

    summary = {row["What"]: row["Value"] for row in rows_of_sheet(shot, "Summary")}
    assert summary["Finding"] == shot.progress.finding == answer(shot)["finding"]
    assert summary["Actions"] == counts.actions
    assert summary["Overdue"] == counts.overdue
    assert summary["Alerts"] == len(shot.progress.alerts) == len(answer(shot)["alerts"])
    assert answer(shot)["totals"] == counts.as_json()
    told = {name.replace("_", " ").capitalize(): n for name, n in counts.by_status().items()}
    assert {name: summary[name] for name in told} == told

    areas = rows_of_sheet(shot, "Areas")
    for name, number in told.items():
        assert sum(row[name] for row in areas) == number
    assert sum(row["Actions"] for row in areas) == counts.actions
    assert [row["Gaps"] for row in areas] == [len(area.gaps) for area in shot.read.areas]


def test_changes_since_the_meeting_stand_beside_the_counts():
    shot = a_full_snapshot()
    rows = {row["What"]: row for row in rows_of_sheet(shot, "Summary")}
    assert rows["Changes since"]["Value"] == date(2026, 9, 7)
    assert (rows["Off track"]["Change"], rows["Not reported"]["Change"]) == (1, -1)
    assert answer(shot)["changes"] == dict(shot.progress.changes)


def test_what_changed_is_told_alike_in_the_workbook_and_the_json():
    shot = a_full_snapshot()
    rows, told = rows_of_sheet(shot, "Changes since"), answer(shot)["changes_since"]
    assert [(r["Change"], r["Reference"], r["In words"]) for r in rows] == [
        (c["change"], c["ref"], c["words"]) for c in told["changes"]
    ]
    assert ("became late", "1.2", "is 21 days overdue") in {
        (c["change"], c["ref"], c["words"]) for c in told["changes"]
    }
    assert told["day"] == "2026-09-07"


def test_the_newest_report_of_each_action_stands_whole_among_the_updates():
    rows = rows_of_sheet(a_full_snapshot(), "Updates")
    assert [row["Reference"] for row in rows] == ["1.1", "1.2"]
    assert (rows[1]["Status"], rows[1]["What is needed"]) == ("off track", "A post.")


def test_the_points_of_a_measure_are_those_of_its_chart():
    shot = a_full_snapshot()
    rows = [r for r in rows_of_sheet(shot, "Data points") if r["Measure"] == "M1"]
    series = answer(shot)["measures"][0]["series"]
    assert [row["Value"] for row in rows] == list(BETTER) == [p["value"] for p in series]
    assert rows[-1]["Signal"].startswith("shift: 8 points above the median")


def test_the_register_says_the_same_in_csv_xlsx_and_json():
    shot = a_full_snapshot()
    register, sheet = rows_of_csv(shot), rows_of_sheet(shot, "Actions")
    assert [row["Reference"] for row in sheet] == ["1.1", "1.2", "2.1"]
    for line, row, action in zip(register, sheet, answer(shot)["actions"], strict=True):
        assert {name: str(value) for name, value in row.items()} == {n: line[n] for n in row}
        assert line["Status"] == action["status"].replace("_", " ")
        assert line["Due date"] == (action["due_on"] or "")
        assert line["Overdue"] == ("yes" if action["overdue"] else "no")
        assert row["Days overdue"] == action["days_overdue"]
        assert (line["Partnership"], line["As at"]) == (
            "Strathbraan children's partnership",
            "2026-11-21",
        )


def test_one_action_reads_as_it_stands():
    row = rows_of_sheet(a_full_snapshot(), "Actions")[1]
    assert row == {
        "Reference": "1.2",
        "Area": "1 Area 1",
        "Action": "Action 1.2",
        "Owner": "The lead",
        "Status": "off track",
        "Progress %": 30,
        "Due date": date(2026, 10, 31),
        "Original due date": date(2026, 9, 30),
        "Times extended": 1,
        "Overdue": "yes",
        "Days overdue": 21,
        "Last update": date(2026, 10, 1),
        "Effect": "no measure",
        "What has happened": "A post is vacant.",
        "What is needed": "A post.",
    }


def test_a_measure_reads_as_its_run_chart_does():
    shot = a_full_snapshot()
    row = rows_of_sheet(shot, "Measures")[0]
    assert (row["Points"], row["Newest point"], row["Effect"]) == (20, TODAY, "improvement")
    assert row["In words"] == shot.read.measures[0].words
    assert [m["effect"] for m in answer(shot)["measures"]] == ["improvement", "no signal"]


def test_targets_are_told_with_their_days_and_without_becoming_other_numbers():
    measure = a_measure(
        short_target=0.125, short_by=date(2027, 3, 31), impact_target=1_250_000, unit="pounds"
    )
    (row,) = rows_of_sheet(snapshot(an_area(), measure), "Measures")
    assert row["Targets"] == "0.125 by 31 Mar 2027 (short) and 1,250,000 (impact)"


def test_the_newest_point_is_the_newest_value():
    measure = a_measure()
    shot = snapshot(an_area(), measure, measured={measure.id: points(1, 2, None)})
    (row,) = rows_of_sheet(shot, "Measures")
    assert row["Newest point"] == date(2026, 10, 22)


def test_alerts_come_in_their_order_with_their_words():
    shot = a_full_snapshot()
    rows = rows_of_sheet(shot, "Alerts")
    assert [row["Why"] for row in rows] == [alert.why for alert in shot.progress.alerts]
    assert (rows[0]["Alert"], rows[0]["Reference"], rows[0]["Days"]) == ("Overdue", "1.2", 21)
    assert rows[0]["Since"] == date(2026, 10, 31)


# Whose data these are


def test_illustrative_data_say_so_on_every_paper():
    shot, words = a_full_snapshot(ILLUSTRATIVE), "Illustrative data: no real partnership"
    assert shot.label == words
    assert {row["Note"] for row in rows_of_csv(shot)} == {words}
    assert answer(shot)["note"] == words
    assert rows_of_sheet(shot, "Summary")[0] == {"What": "Note", "Value": words, "Change": ""}
    for sheet in workbook(shot):
        if sheet.title != "Chart data":  # only what the charts are drawn from
            assert sheet.oddFooter.left.text == words


def test_an_example_from_a_report_says_so_and_a_partnerships_own_data_need_no_note():
    example = a_full_snapshot(a_partnership(shown_as_at=TODAY))
    assert {row["Note"] for row in rows_of_csv(example)} == {"Example from published reports"}
    own = a_full_snapshot()
    assert own.label == ""
    assert "Note" not in {row["What"] for row in rows_of_sheet(own, "Summary")}


def test_the_paper_says_what_it_was_made_from():
    shot = a_full_snapshot()
    sequence = shot.read.plan.sequence
    made_from = {r["What"]: r["Value"] for r in rows_of_sheet(shot, "Summary")}["Made from"]
    assert made_from == shot.stamp
    assert made_from.startswith(f"As at 21 Nov 2026, recorded until save {sequence}, schema 1, ")
    assert shot.file_name("xlsx") == "strathbraan improvement plan as at 2026-11-21.xlsx"


# Text that would like to be something else


def test_no_cell_of_the_workbook_is_a_formula_or_a_link():
    shot = hostile_snapshot()
    cells = [cell for sheet in workbook(shot) for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not [cell for cell in cells if cell.hyperlink]
    titles = [row["Action"] for row in rows_of_sheet(shot, "Actions")]
    assert titles == HOSTILE


def test_no_part_of_the_workbook_holds_a_formula():
    with zipfile.ZipFile(io.BytesIO(FORMATS["xlsx"](hostile_snapshot()))) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) == len(SHEETS)
        assert "xl/vbaProject.bin" not in book.namelist()
        for name in sheets:
            assert b"<f>" not in book.read(name)
            assert b"<hyperlink" not in book.read(name)


def test_no_cell_of_the_csv_begins_as_a_formula_does():
    rows = rows_of_csv(hostile_snapshot())
    for row in rows:
        assert not [cell for cell in row.values() if cell.startswith(tuple("=+-@＝＋－＠\t\r\n"))]
    assert [row["Action"].removeprefix("'") for row in rows] == HOSTILE
    assert [row["What is needed"].removeprefix("'") for row in rows] == HOSTILE


def test_the_json_keeps_every_text_as_it_was_typed():
    assert [action["title"] for action in answer(hostile_snapshot())["actions"]] == HOSTILE


def test_lines_within_a_text_stay_within_their_cell():
    shot = snapshot(an_area(), an_action(), an_update(done="First.\n\nThen, “next”.\n=1+1"))
    assert rows_of_csv(shot)[0]["What has happened"] == "First.\n\nThen, “next”.\n=1+1"
    (row,) = rows_of_sheet(shot, "Actions")
    assert row["What has happened"] == "First.\n\nThen, “next”.\n=1+1"


def test_the_longest_text_fits_into_a_cell():
    shot = snapshot(an_area(), an_action(), an_update(done="é" * 4000, needed="👩" * 4000))
    (row,) = rows_of_sheet(shot, "Actions")
    assert row["What has happened"] == "é" * 4000
    assert row["What is needed"] == "👩" * 4000


# Days


def test_days_in_the_workbook_are_days_shown_as_people_here_write_them():
    sheet = workbook(a_full_snapshot())["Actions"]
    column = [cell.value for cell in sheet[1]].index("Due date")
    due = sheet[2][column]
    assert due.value.date() == date(2026, 3, 31)
    assert (due.is_date, due.number_format) == (True, "d mmm yyyy")


@pytest.mark.parametrize("day", [date(26, 11, 21), date(1850, 1, 1), date(9999, 12, 31)])
def test_a_day_no_workbook_knows_does_not_stop_the_paper(day):
    shot = snapshot(an_area(), an_action(due_on=day))
    (row,) = rows_of_sheet(shot, "Actions")
    told = f"{day.day} {day:%b} {day.year}"
    assert row["Due date"] == (day if day.year > 1900 else told)
    assert answer(shot)["actions"][0]["due_on"] == day.isoformat()


def test_an_empty_plan_can_be_handed_over():
    shot = snapshot()
    assert rows_of_csv(shot) == []
    assert rows_of_sheet(shot, "Actions") == []
    assert answer(shot)["totals"]["actions"] == 0
