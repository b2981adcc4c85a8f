"""Layouts that partnerships and their tools write, made here: each held down to single cells."""

import pytest
from plan_sheets import actions, doubts, reading, sheet

from tracker.intake.plan_reading import read_plan
from tracker.intake.sheet import Sheet
from tracker.plan import Status

HEAD = "Ref|Action|Lead|Timescale|Progress|RAG"
ROW = "1|Review practice|Chair|31/03/2025|well|G"


def titles(found) -> list[str]:
    return [action.title for action in found.actions]


def aside(found) -> list[tuple[int | None, str]]:
    return [(row.row, row.text) for row in found.set_aside]


def dues(found) -> list[tuple[str, str | None]]:
    return [(action["due_text"], action["due_on"]) for action in actions(found)]


# Original and revised dates


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Original due date", "Revised due date"),
        ("Target date", "Revised date"),
        ("Due Date", "New due date"),
        ("Original timescale", "Current timescale"),
    ],
)
def test_the_revised_date_counts_where_it_is_filled(first, second) -> None:
    found = reading(
        f"Action|Lead|{first}|{second}|Status",
        "Write|Chair|31/03/2025||Green",
        "Publish|Chair|31/03/2025|30/06/2025|Amber",
        "Train|Lead||31/07/2025|Green",
    )
    assert (found.columns[first], found.columns[second]) == ("due", "due")
    assert dues(found) == [
        ("31/03/2025", "2025-03-31"), ("30/06/2025", "2025-06-30"), ("31/07/2025", "2025-07-31"),
    ]  # fmt: skip
    assert found.actions[1].other == {first: "31/03/2025"}
    assert found.actions[1].due_note == f"“{second}” is taken; “{first}” says 31/03/2025."
    assert found.actions[0].due_note == found.actions[2].due_note == ""


def test_of_several_revised_dates_the_last_one_counts() -> None:
    found = reading(
        "Action|Lead|Due date|Revised date 1|Revised date 2",
        "Write|Chair|31/01/2025|28/02/2025|31/03/2025",
        "Train|Chair|31/01/2025|28/02/2025|",
    )
    assert [due for _, due in dues(found)] == ["2025-03-31", "2025-02-28"]


def test_a_revised_date_that_says_nothing_leaves_the_original() -> None:
    found = reading(
        "Action|Lead|Original date|Revised date", "Write|Chair|31/03/2025|N/A", "Go|Chair||n/a"
    )
    assert dues(found) == [("31/03/2025", "2025-03-31"), ("n/a", None)]
    assert found.actions[0].other == {"Revised date": "N/A"}


def test_the_day_of_completion_is_no_due_date() -> None:
    found = reading(
        "Action|Lead|Target date|Completed date|RAG", "Write|Chair|31/03/2025|01/04/2025|B"
    )
    assert dues(found) == [("31/03/2025", "2025-03-31")]
    assert found.actions[0].other == {"Completed date": "01/04/2025"}


# Totals, keys, summaries, feet


@pytest.mark.parametrize(
    "line",
    ["||||Total actions: 2|", "||||Total|2", "Total|2||||", "|Total actions: 12||||",
     "|||Grand total|12|"],
)  # fmt: skip
def test_a_total_joins_no_action(line) -> None:
    found = reading(HEAD, ROW, line)
    assert [action.rows for action in found.actions] == [(2,)]
    assert (found.set_aside[0].row, found.set_aside[0].why) == (3, "A total, not an action.")


@pytest.mark.parametrize(
    "key",
    [
        ("RAG Key|||||", "Red|Not on target||||", "Amber|Some concerns||||", "Green|On target||||"),
        ("|R|Late or not begun|||", "|A|At risk|||", "|G|On track|||"),
        ("Legend:|||||", "Red - overdue|||||", "Green - on track|||||"),
        ("Summary|||||", "Red|0||||", "Amber|1||||", "Total|1||||"),
    ],
)
def test_a_key_below_the_table_is_no_action(key) -> None:
    found = reading(HEAD, ROW, "|||||", *key)
    assert titles(found) == ["Review practice"]
    assert found.areas == ()
    assert [row for row, _ in aside(found)] == list(range(4, 4 + len(key)))


def test_areas_with_letters_are_no_key() -> None:
    found = reading(
        "Ref|Action|Lead|When", "A|Leadership||", "A1|Write|Chair|Mar 2025", "B|Voice||",
        "B1|Listen|Chair|Mar 2025",
    )  # fmt: skip
    assert [(area.ref, area.title) for area in found.areas] == [("A", "Leadership"), ("B", "Voice")]


def test_statuses_in_the_first_column_are_no_key() -> None:
    found = reading("RAG|Action", "R|Review practice", "A|Train staff", "G|Audit files")
    assert titles(found) == ["Review practice", "Train staff", "Audit files"]


@pytest.mark.parametrize(
    "line",
    ["Status summary|Red|Amber|Green|Blue|", "Status key|Red|Amber|Green|Blue|",
     "Number of actions|Red: 2|Green: 4|||"],
)  # fmt: skip
def test_colours_side_by_side_do_not_explain_each_other(line) -> None:
    found = reading(line, "|2|3|10|4|", "", HEAD, ROW, "2|Train|Chair|Mar 2025||R")
    assert [action.status for action in found.actions] == [Status.ON_TRACK, Status.OFF_TRACK]
    assert doubts(found, "RAG") == []


def test_a_key_beside_the_table_is_set_aside() -> None:
    found = reading(
        "Ref|Action|Lead|RAG||Key|",
        "1|Review|Chair|G||Red|Late", "2|Train|Chair|A||Amber|At risk", "3|Audit|Chair|A||Green|On",
    )  # fmt: skip
    assert [action.other for action in found.actions] == [{}, {}, {}]
    assert aside(found) == [
        (1, "Key"),
        (2, "Red | Late"),
        (3, "Amber | At risk"),
        (4, "Green | On"),
    ]


def test_what_is_signed_below_a_table_is_no_action() -> None:
    found = reading(
        "Action|Lead|When|RAG", "Review|Chair|Mar 2025|G", "Signed:|||", "Chair of the board|||",
        "Date: 3 May 2024|||",
    )  # fmt: skip
    assert titles(found) == ["Review"]
    assert [row for row, _ in aside(found)] == [3, 4, 5]


# Lists in a cell


@pytest.mark.parametrize(
    ("cell", "refs"),
    [
        ("1.1 Audit files//1.2 Train staff", ["1.1", "1.2"]),
        ("R3.1 Audit files//R3.2 Train staff", ["R3.1", "R3.2"]),
        ("Action 1: Audit files//Action 2: Train staff", ["1", "2"]),
        ("A1 Audit files//A2 Train staff", ["A1", "A2"]),
        ("a) Audit files//b) Train staff", ["a", "b"]),
        ("(i) Audit files//(ii) Train staff", ["i", "ii"]),
        ("1.9. Audit files//1.10. Train staff", ["1.9", "1.10"]),
    ],
)
def test_numbered_actions_in_a_cell_are_parted(cell, refs) -> None:
    found = reading("Priority|Actions|Lead|When", f"Voice|{cell}|Chair|Mar 2025")
    assert [(a.ref, a.title) for a in found.actions] == [
        (refs[0], "Audit files"), (refs[1], "Train staff"),
    ]  # fmt: skip
    assert {a.as_written["Actions"] for a in found.actions} == {cell.replace("//", "\n")}


@pytest.mark.parametrize(
    "cell",
    ["Q1 Begin the audit//Q2 Report on it", "P1 Pupils read//P2 Pupils write",
     "1.1 Audit files//1.3 Train staff", "2.5 million in funding//and more to come"],
)  # fmt: skip
def test_what_is_not_numbered_in_order_is_not_parted(cell) -> None:
    assert len(reading("Action|Lead|When", f"{cell}|Chair|Mar 2025").actions) == 1


def test_lines_are_parted_with_owners_dates_and_statuses_line_for_line() -> None:
    found = reading(
        "Priority|Action|Lead|When|RAG",
        "Voice|Audit the files//Train the staff//Publish it|Chair//Nurse//Head"
        "|31/03/2025//30/04/2025//TBC|G//A//R",
    )
    told = [(a.title, a.owner_text, str(a.due_on), a.status_text) for a in found.actions]
    assert told == [
        ("Audit the files", "Chair", "2025-03-31", "G"),
        ("Train the staff", "Nurse", "2025-04-30", "A"),
        ("Publish it", "Head", "None", "R"),
    ]
    assert doubts(found, "Action") == [(2, None)]
    assert doubts(found, "When") == [(2, None)]


@pytest.mark.parametrize(
    "line",
    ["Review practice//in every team|Chair//Nurse|Mar 2025",
     "Audit files//Train staff|Chair|Mar 2025",
     "Audit files//Train staff//Report|Chair//Nurse|Mar 2025"],
)  # fmt: skip
def test_lines_without_as_many_beside_them_are_one_action(line) -> None:
    assert len(reading("Action|Lead|When", line).actions) == 1


# One What, one How


def test_a_what_with_one_how_is_the_action_and_its_how_a_step() -> None:
    found = reading(
        "What?|How?|Who?|When?|RAG",
        "1.1 Better assessments|Revise the standards|Chair|Mar 2025|G",
        "|Train staff|Lead|Mar 2025|A", "1.2 Voice of children|Set up a panel|Lead|Apr 2025|A",
    )  # fmt: skip
    told = [(a.ref, a.title, [step.text for step in a.milestones]) for a in found.actions]
    assert told == [
        ("1.1", "Revise the standards", []), ("1.1", "Train staff", []),
        ("1.2", "Voice of children", ["Set up a panel"]),
    ]  # fmt: skip
    assert found.actions[0].other == {"What?": "1.1 Better assessments"}
    assert found.actions[2].other == {}
    assert doubts(found, "How?") == [(1, None)]


# Headings


def test_the_documents_title_on_each_page_is_no_area() -> None:
    page = ("Anytown plan 2024-27||||", "Action|Lead|When|RAG|Update")
    found = reading(*page, "Write|Chair|Mar 2025|G|x", *page, "Train|Chair|Mar 2025|G|x")
    assert (found.areas, titles(found)) == ((), ["Write", "Train"])
    assert aside(found) == [(1, "Anytown plan 2024-27"), (4, "Anytown plan 2024-27")]


@pytest.mark.parametrize(
    "again",
    ["Priority 1: Leadership (continued)", "Priority 1: Leadership - cont’d",
     "Priority 1: Leadership", "(continued)", "Priority 1: Leadership (cont.)"],
)  # fmt: skip
def test_a_heading_that_goes_on_is_the_same_area(again) -> None:
    found = reading(
        "Action|Lead|When|RAG", "Priority 1: Leadership|||", "Write|Chair|Mar 2025|G",
        f"{again}|||", "Train|Chair|Mar 2025|G", "Priority 2: Voice|||", "Listen|Chair|Mar 2025|G",
    )  # fmt: skip
    assert [area.title for area in found.areas] == ["Leadership", "Voice"]
    assert [action.area for action in found.actions] == [0, 0, 1]
    assert aside(found) == [(4, again)]


def test_an_area_that_goes_on_in_its_column_is_the_same_area() -> None:
    found = reading(
        "Priority|Action|Lead|When",
        "1. Leadership|Write|Chair|Mar 2025", "1. Leadership (cont.)|Train|Chair|Mar 2025",
        "As above|Audit|Chair|Mar 2025", "2. Continued care|Plan|Chair|Mar 2025",
    )  # fmt: skip
    assert [area.title for area in found.areas] == ["Leadership", "Continued care"]
    assert [action.area for action in found.actions] == [0, 0, 0, 1]


@pytest.mark.parametrize(
    "line", ["How will we know:", "How will we know: children tell us", "What will be different?"]
)
def test_a_question_of_a_column_on_its_own_is_no_area(line) -> None:
    found = reading(
        "Action|Lead|When|RAG", "Priority 1: Voice|||", f"{line}|||", "Listen|Chair|Mar 2025|G"
    )
    assert [area.title for area in found.areas] == ["Voice"]
    assert aside(found) == [(3, line)]


def test_a_long_recommendation_is_a_heading_all_the_same() -> None:
    words = "Chief officers should strengthen leadership. " * 12
    found = reading("Action|Lead|When", f"Recommendation 2: {words}||", "Write|Chair|Mar 2025")
    assert found.actions[0].area_ref == "2"


def test_news_in_a_row_below_belongs_to_the_action() -> None:
    found = reading(
        "Ref|Action|Lead|Timescale|RAG",
        "1|Review|Chair|Mar 2025|G", "Progress update: two workshops held||||",
        "2|Train|Lead|Apr 2025|A", "|Update June 2024: begun||||",
        merged=[(2, 0, 2, 4)],
    )  # fmt: skip
    assert [(a.rows, a.update_text) for a in found.actions] == [
        ((2, 3), "Progress update: two workshops held"), ((4, 5), "Update June 2024: begun"),
    ]  # fmt: skip


def test_a_title_broken_off_by_a_page_goes_on() -> None:
    found = reading(HEAD, ROW, HEAD, "|in all the teams||||", "2|Train|Chair|Mar 2025||G")
    assert titles(found) == ["Review practice\nin all the teams", "Train"]


# Measures


@pytest.mark.parametrize(
    ("head", "row", "expected"),
    [
        ("Indicator|2021/22|2022/23|Target", "On time|80%|85%|95%", ("", "95%", "85%")),
        ("PI|2020|2021|2022", "Attendance|93%|92%|91%", ("", "", "91%")),
        ("Measure|Baseline|Q1|Q2|Q3|Target", "On time|50|51|52||80", ("50", "80", "52")),
        ("Measure|Lead|Apr-24|May-24|Target", "On time|Chair|70|71|95", ("", "95", "71")),
        ("Measure|Baseline 2019/20|Target 2023|Current 2022/23", "On time|50|80|66",
         ("50", "80", "66")),
        ("Measure|Baseline|Actual Q1 2024/25|Actual Q2 2024/25", "On time|50|55|60",
         ("50", "", "60")),
        ("Code|Short Name|2019/20|2020/21|Target", "CHN1|On time|90.1|90.4|92", ("", "92", "90.4")),
        ("PI Code|PI Title|Value|Target|Status", "C1|On time|66%|80%|Alert", ("", "80%", "66%")),
    ],
)  # fmt: skip
def test_a_measure_sheet_with_periods_over_its_columns(head, row, expected) -> None:
    found = reading(head, row)
    assert (found.reads_as, found.actions) == ("measures", ())
    (measure,) = found.measures
    assert (measure.baseline_text, measure.target_text, measure.current_text) == expected


def test_the_newest_year_is_said_to_be_read_as_the_present_one() -> None:
    found = reading("Indicator|2021/22|2022/23", "On time|80%|85%")
    assert doubts(found, "2022/23") == [(1, "current")]
    assert found.measures[0].other == {"2021/22": "80%"}


def test_months_over_a_plan_of_work_make_it_no_measure_sheet() -> None:
    found = reading("Ref|Action|Lead|Apr 24|May 24|Jun 24|Status", "1|Write|Chair|x|x||On track")
    assert (found.reads_as, titles(found)) == ("actions", ["Write"])
    assert found.actions[0].other == {"Apr 24": "x", "May 24": "x"}


# Exports and headers of the field


def test_an_export_of_a_performance_system() -> None:
    found = reading(
        "Code|Title|Description|Due Date|Status Icon|Progress Bar|Latest Note|Managed By"
        "|Assigned To",
        "CYP-01|Review guidance|Agreed by all|31-Mar-2025|Overdue|60%|Workshop held.|Head|Chair",
    )
    assert found.columns == {
        "Code": "ref", "Title": "title", "Description": "notes", "Due Date": "due",
        "Status Icon": "status", "Progress Bar": None, "Latest Note": "update", "Managed By": None,
        "Assigned To": "owner",
    }  # fmt: skip
    assert reading("Code|Title|Managed By", "C1|Do|Head").columns["Managed By"] == "owner"


def test_an_export_of_a_planner() -> None:
    found = reading(
        "Task ID|Task Name|Bucket Name|Progress|Priority|Assigned To|Due date|Completed Date",
        "x7|Review|Leadership|Completed|Urgent|Chair|31/03/2025|01/03/2025",
        "x8|Train|Voice|Not started|Medium|Lead|30/04/2025|",
    )
    assert [(a.ref, a.title, a.area_ref) for a in found.actions] == [
        ("x7", "Review", "1"), ("x8", "Train", "2"),
    ]  # fmt: skip
    assert [a.status for a in found.actions] == [Status.COMPLETE, Status.NOT_STARTED]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Lead Officer(s)", "owner"), ("Responsible", "owner"), ("By who", "owner"),
        ("By when", "due"), ("Timescale", "due"), ("What will we do", "title"),
        ("Improvement action", "title"), ("Evidence of impact", "measure"),
        ("How will we know", "measure"), ("RAG", "status"), ("BRAG", "status"),
        ("Progress to date", "update"), ("Linked recommendation", "area"), ("QI", None),
        ("#", "ref"), ("2. Lead", "owner"), ("Lead – who will see to it?", "owner"),
        ("Comment/RAG", "status"), ("ACTIONS:", "title"), ("Latest Note", "update"),
    ],
)  # fmt: skip
def test_a_header_of_the_field(header, field) -> None:
    found = reading(f"{header}|Something else", "words of some kind|x", "other words here|y")
    other = reading(f"Action|{header}|When", "Write|one kind of words|Mar 2025")
    columns = found.columns if field == "title" else other.columns
    assert columns[header] == field


def test_an_objective_beside_a_theme_is_what_shall_come_of_it() -> None:
    found = reading(
        "Theme|Objective|Action|Lead|When",
        "Leadership|Shared vision|Write|Chair|Mar 2025", "|Strong board|Review|Chair|Apr 2025",
        "Voice|Children are heard|Listen|Lead|May 2025",
    )  # fmt: skip
    assert [area.title for area in found.areas] == ["Leadership", "Voice"]
    assert [(a.area, a.outcome_text) for a in found.actions] == [
        (0, "Shared vision"), (0, "Strong board"), (1, "Children are heard"),
    ]  # fmt: skip


def test_a_priority_above_the_recommendation_is_carried_down() -> None:
    found = reading(
        "Priority|Recommendation|Action|Lead",
        "Leadership|1. Plan|Write|Chair", "||Publish|Chair", "Voice|2. Listen|Ask|Lead",
    )  # fmt: skip
    assert [action.other.get("Priority") for action in found.actions] == [
        "Leadership", "Leadership", "Voice",
    ]  # fmt: skip


# Status spread over columns


@pytest.mark.parametrize(
    "names", ["R|A|G", "Red|Amber|Green", "Off track|At risk|On track"], ids=lambda n: n[:3]
)
def test_a_cross_below_a_colour_is_the_status(names) -> None:
    found = reading(
        f"Ref|Action|Lead|{names}", "1|Review|Chair|||X", "2|Train|Lead||x|", "3|Audit|Lead|X|X|"
    )
    assert [action.status for action in found.actions] == [Status.ON_TRACK, Status.AT_RISK, None]
    assert found.actions[0].status_text == names.split("|")[2]
    assert found.actions[0].other == {names.split("|")[2]: "X"}
    assert doubts(found, names.split("|")[0]) == [(4, None)]


def test_a_cross_below_the_parts_of_a_header_two_rows_high() -> None:
    found = reading(
        "Action|Lead|RAG status||", "||R|A|G", "Review|Chair|||X", merged=[(0, 2, 0, 4)]
    )
    assert found.columns["RAG status / G"] == "status"
    assert found.actions[0].status == Status.ON_TRACK


def test_of_the_statuses_of_several_quarters_the_newest_filled_in_counts() -> None:
    found = reading(
        "Action|Lead|RAG Q1|RAG Q2|RAG Q3", "Review|Chair|R|A|", "Train|Lead|A|G|", "Audit|Lead|G||"
    )
    assert [found.columns[name] for name in ("RAG Q1", "RAG Q2", "RAG Q3")] == [
        None,
        "status",
        None,
    ]
    told = [(a.status_text, a.status) for a in found.actions]
    assert told == [("A", Status.AT_RISK), ("G", Status.ON_TRACK), ("G", None)]
    assert doubts(found, "RAG Q2") == [(1, None)]
    assert doubts(found, "RAG Q1") == [(4, "on_track")]


def test_updates_of_several_dates_keep_their_dates() -> None:
    found = reading("Action|Lead|Update June 2024|Update Sept 2024", "Review|Chair|Drafted|Agreed")
    assert found.actions[0].update_text == "Update June 2024: Drafted\nUpdate Sept 2024: Agreed"


# The shape of the sheet


def test_a_header_far_below_a_cover() -> None:
    found = reading(
        "Anytown partnership|||||", "Inspection plan|||||", "Version|0.4||||",
        "Date|12/03/2024||||",
        "Author|Lead Officer||||", "Purpose|How we respond to the inspection.||||", "|||||",
        "Status key|Red|Amber|Green||", "|||||", "Group: Children's Services|||||", "|||||",
        HEAD, ROW, merged=[(0, 0, 0, 5), (1, 0, 1, 5)],
    )  # fmt: skip
    assert (found.header_row, titles(found), found.areas) == (12, ["Review practice"], ())


def test_two_tables_side_by_side_are_both_read() -> None:
    head = "Ref|Action|Lead|When"
    found = reading(
        f"{head}||{head}", "1|Write|Chair|Mar 2025||5|Audit|Head|Apr 2025",
        "2|Train|Chair|Mar 2025||6|Report|Head|Apr 2025",
    )  # fmt: skip
    told = [(a.ref, a.title, a.owner_text, a.rows) for a in found.actions]
    assert told == [
        ("1", "Write", "Chair", (2,)), ("2", "Train", "Chair", (3,)),
        ("5", "Audit", "Head", (2,)), ("6", "Report", "Head", (3,)),
    ]  # fmt: skip
    assert found.columns["Action (2)"] == "title"


def test_blank_columns_within_a_table_do_not_part_it() -> None:
    found = reading("Action||Lead||When||RAG", "Review||Chair||Mar 2025||G")
    assert found.actions[0].owner_text == "Chair"
    assert found.actions[0].status == Status.ON_TRACK


def test_fields_down_the_first_column_are_read() -> None:
    found = reading(
        "Action|Review practice|Train staff", "Lead|Chair|Head", "Due date|Mar 2025|Ongoing",
        "RAG|G|A", "Links|x|y",
    )  # fmt: skip
    told = [(a.title, a.owner_text, a.status, a.rows) for a in found.actions]
    assert told == [
        ("Review practice", "Chair", Status.ON_TRACK, (1, 2, 3, 4, 5)),
        ("Train staff", "Head", Status.AT_RISK, (1, 2, 3, 4, 5)),
    ]
    assert doubts(found, "Due date") == [(3, None)]
    assert found.actions[1].other == {"Links": "y"}


def test_a_form_for_each_action_is_read() -> None:
    found = reading(
        "Priority 1: Voice|||", "Action 1|Review practice||", "Lead|Chair|Timescale|Mar 2025",
        "RAG|Green|Progress|Begun", "|||", "Action 2|Train all staff||",
        "Lead|Head|Timescale|Apr 2025", "RAG|Red|Progress|Not yet",
        merged=[(0, 0, 0, 3), (1, 1, 1, 3), (5, 1, 5, 3)],
    )  # fmt: skip
    told = [(a.ref, a.title, a.owner_text, str(a.due_on), a.rows, a.area) for a in found.actions]
    assert told == [
        ("Action 1", "Review practice", "Chair", "2025-03-31", (2, 3, 4), 0),
        ("Action 2", "Train all staff", "Head", "2025-04-30", (6, 7, 8), 0),
    ]
    assert [action.status for action in found.actions] == [Status.ON_TRACK, Status.OFF_TRACK]


def test_measures_down_the_first_column_are_measures() -> None:
    found = reading("Indicator|On time|Waiting", "Baseline|50|300", "Target|80|280", "Current|66|9")
    told = [(m.title, m.baseline_text, m.target_text, m.current_text) for m in found.measures]
    assert told == [("On time", "50", "80", "66"), ("Waiting", "300", "280", "9")]
    assert found.reads_as == "measures"


def test_other_sheets_that_hold_actions_or_measures_are_said_to() -> None:
    plan = sheet("Action|Lead|When", "Write|Chair|Mar 2025")
    others = [
        Sheet("Priority 2", plan.rows),
        Sheet("Log", sheet("Task|Owner|Due date", "Go|Chair|Mar 2025").rows),
        Sheet("Data", sheet("Measure|Baseline|Target", "On time|1|2").rows),
        Sheet("Notes", sheet("Some words").rows),
    ]
    told = {row.text: row.why for row in read_plan(plan, others).set_aside}
    assert "actions too under the same columns" in told["Priority 2"]
    assert "actions too" in told["Log"]
    assert "measures" in told["Data"]
    assert told["Notes"] == "Another sheet of the file."


def test_a_label_that_comes_again_joins_its_record_unless_it_begins_the_next() -> None:
    found = reading(
        "Action|Write", "Lead|Chair", "Milestone 1|Draft", "Milestone 2|Agree", "RAG|G",
        "Action|Train", "Lead|Head", "Milestone 1|Book", "RAG|R",
    )  # fmt: skip
    told = [(a.ref, a.title, [step.text for step in a.milestones]) for a in found.actions]
    assert told == [
        ("", "Write", ["Milestone 1: Draft", "Milestone 2: Agree"]),
        ("", "Train", ["Milestone 1: Book"]),
    ]


def test_numbers_of_actions_under_the_recommendations_own_are_references() -> None:
    found = reading(
        "Rec|Action|Owner|Due|Status", "R1: Improve leadership||||",
        "R1.1|Write|Chair|Mar 2025|G", "R1.2|Train|Chair|Mar 2025|G", "R2: Improve voice||||",
        "R2.1|Listen|Chair|Mar 2025|G",
    )  # fmt: skip
    assert [(area.ref, area.title) for area in found.areas] == [
        ("R1", "Improve leadership"), ("R2", "Improve voice"),
    ]  # fmt: skip
    assert [(a.ref, a.area_ref) for a in found.actions] == [
        ("R1.1", "R1"), ("R1.2", "R1"), ("R2.1", "R2"),
    ]  # fmt: skip


def test_who_leads_a_table_is_no_area() -> None:
    head = "Action|Due|RAG|Update"
    found = reading("Lead: Chair of Board|||", head, "Write|Mar 2025|G|x")
    assert (found.areas, aside(found)) == ((), [(1, "Lead: Chair of Board")])


def test_a_response_beside_an_action_is_not_the_action() -> None:
    found = reading("Finding|Our response|Action|By whom", "Weak voice|We agree|Set up|Chair")
    assert titles(found) == ["Set up"]
    assert found.actions[0].other == {"Our response": "We agree"}
