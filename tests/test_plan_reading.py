"""Layouts of the field, made here: headers, headings, child rows, lists in cells, colours."""

import pytest
from plan_sheets import actions, doubts, lost_words, reading, sheet

from tracker.intake.plan_reading import best_sheet, read_plan, read_plan_file
from tracker.intake.sheet import Cell, Sheet, SheetFile
from tracker.plan import Status
from tracker.refusals import Refusal

HEAD = "Ref|Action|Lead|Timescale|Progress|RAG"


def titles(found) -> list[str]:
    return [action.title for action in found.actions]


# Headers


def test_the_columns_of_a_plain_plan() -> None:
    found = reading(HEAD, "1|Review practice|Chair|31/03/2025|Begun|G")
    assert list(found.columns.values()) == ["ref", "title", "owner", "due", "update", "status"]


def test_columns_as_questions() -> None:
    found = reading(
        "What will we do?|How will we know we have made a difference?|Who will do it?|By when?",
        "Train staff|More staff trained|Lead nurse|Mar 2025",
    )
    assert list(found.columns.values()) == ["title", "measure", "owner", "due"]


def test_a_header_two_rows_high_with_merged_parents() -> None:
    found = reading(
        "Plan|||Monitoring||",
        "Ref|Action|Lead|Timescale|Progress|RAG",
        "1|Review practice|Chair|31/03/2025|Begun|G",
        merged=[(0, 0, 0, 2), (0, 3, 0, 5)],
    )
    assert found.header_row == 1
    assert found.columns["Monitoring / Timescale"] == "due"
    assert found.columns["Plan / Action"] == "title"
    assert found.actions[0].rows == (3,)


def test_a_header_two_rows_high_without_merged_cells() -> None:
    found = reading(
        "Ref|Action|Timescale||Lead",
        "||Start|End|",
        "1|Review practice|Jan 2025|Mar 2025|Chair",
    )
    assert found.columns == {
        "Ref": "ref", "Action": "title", "Timescale / Start": None, "Timescale / End": "due",
        "Lead": "owner",
    }  # fmt: skip
    (action,) = actions(found)
    assert (action["due_on"], action["other"]) == ("2025-03-31", {"Timescale / Start": "Jan 2025"})


def test_a_title_with_a_version_beside_it_is_no_header() -> None:
    found = reading("Plan|||Version 3|", "Ref|Action|Lead|Timescale|RAG", "1|Do|Chair|Mar 2025|G")
    assert (found.header_row, "Action" in found.columns) == (2, True)


def test_a_stroke_in_a_header_is_no_second_row() -> None:
    found = reading("Action|Lead Officer / Group|When", "Do it|Chair|Mar 2025")
    assert found.columns["Lead Officer / Group"] == "owner"


def test_a_priority_of_high_medium_and_low_is_no_area() -> None:
    found = reading("Priority|Action|When", "High|Do it|Mar 2025", "Low|Go on|Mar 2025")
    assert (found.columns["Priority"], found.areas) == (None, ())


def test_names_of_repeated_and_blank_headers() -> None:
    found = reading("Action|Lead|Comments|Comments|", "Do it|Chair|one|two|three")
    assert list(found.columns) == ["Action", "Lead", "Comments", "Comments (2)", "(column E)"]
    assert actions(found)[0]["other"] == {"(column E)": "three"}


def test_a_header_repeated_on_each_page_changes_nothing() -> None:
    found = reading(
        "Area for improvement|Action|Lead|When",
        "1. Leadership|Set up a board|Chair|Mar 2025",
        "Area for improvement|Action|Lead|When",
        "|Publish the vision|Chair|Apr 2025",
    )
    assert titles(found) == ["Set up a board", "Publish the vision"]
    assert [action.area_ref for action in found.actions] == ["1", "1"]
    assert found.set_aside == ()


def test_another_table_below_has_its_own_columns() -> None:
    found = reading(
        "Action|Lead|When|RAG", "Do it|Chair|Mar 2025|G", "|||",
        "Measure|Baseline|Target|Current", "Percentage on time|50%|80%|61%",
    )  # fmt: skip
    assert titles(found) == ["Do it"]
    (measure,) = found.measures
    assert (measure.title, measure.target_text) == ("Percentage on time", "80%")
    assert found.reads_as == "actions"


def test_a_row_that_says_what_to_write_is_set_aside() -> None:
    found = reading(
        "Action|Lead|Timescale|Evidence",
        "What will you do?|Who will lead?|(dd/mm/yyyy)|List the evidence",
        "Do it|Chair|Mar 2025|Minutes",
    )
    assert titles(found) == ["Do it"]
    assert found.set_aside[0].row == 2


def test_a_sheet_without_a_header_is_set_aside_whole() -> None:
    found = reading("hello", "", "world")
    assert (found.header_row, found.columns, found.actions) == (None, {}, ())
    assert [(aside.row, aside.text) for aside in found.set_aside] == [(1, "hello"), (3, "world")]
    assert found.doubts


def test_headers_nobody_knows_are_read_by_their_shape_and_doubted() -> None:
    found = reading("Thing|Person|Stuff", "A long text about doing it|Bob|x", "Another one|Ann|y")
    assert found.columns["Thing"] == "title"
    assert (1, "title") in doubts(found, "Thing")


# Headings


@pytest.mark.parametrize(
    ("line", "ref", "title"),
    [
        ("Recommendation 2: Improve planning|||", "2", "Improve planning"),
        ("PRIORITY 1a Early help|||", "1a", "Early help"),
        ("Area for improvement: Leadership|||", "1", "Leadership"),
        ("LEADERSHIP|||", "1", "LEADERSHIP"),
        ("Key priority 3|Voice of children||", "3", "Voice of children"),
        ("4. Leadership and governance|||", "4", "Leadership and governance"),
        ("Leadership and governance|||", "1", "Leadership and governance"),
        ("Outcome 7 - Children are safe|||", "7", "Children are safe"),
    ],
)
def test_a_heading_among_the_rows_is_an_area(line, ref, title) -> None:
    found = reading("Action|Lead|When|RAG", line, "Do it|Chair|Mar 2025|G")
    assert [(area.ref, area.title) for area in found.areas] == [(ref, title)]
    assert [(a.title, a.area_ref) for a in found.actions] == [("Do it", ref)]


def test_numbers_that_go_on_below_make_a_row_a_heading() -> None:
    found = reading(
        "No.|Improvement action|Responsible officer|Completion date",
        "1|Governance||", "1.1|Review terms|Chair|31.3.25", "2|Quality||", "2.1|Audit|Lead|31.3.25",
    )  # fmt: skip
    assert [(a.ref, a.title) for a in found.areas] == [("1", "Governance"), ("2", "Quality")]
    assert [(a.ref, a.area_ref) for a in found.actions] == [("1.1", "1"), ("2.1", "2")]


def test_a_heading_merged_across_the_table() -> None:
    found = reading(
        "Action|Lead|When|RAG", "Develop leaders|||", "Do it|Chair|Mar 2025|G",
        merged=[(1, 0, 1, 3)],
    )  # fmt: skip
    assert [area.title for area in found.areas] == ["Develop leaders"]


def test_an_action_of_which_only_the_words_are_filled_stays_an_action() -> None:
    found = reading("Action|Lead|When|RAG", "Develop a plan|||", "Do it|Chair|Mar 2025|G")
    assert titles(found) == ["Develop a plan", "Do it"]


def test_headings_in_the_column_of_numbers_and_a_line_below_the_table() -> None:
    found = reading(
        HEAD, "Leadership and culture|||||", "1|Do a|Chair|31/3/25||G",
        "Approved by the board|||||",
    )  # fmt: skip
    assert [area.title for area in found.areas] == ["Leadership and culture"]
    assert [a.rows for a in found.actions] == [(3,)]
    assert found.set_aside[0].why == "It stands below the table."


def test_who_leads_a_priority_is_kept_beside_its_heading() -> None:
    found = reading(
        "Action|Notes|When|RAG", "Priority 1: Voice|Lead: Chair||", "Do it|x|Mar 2025|G"
    )
    assert found.areas[0].title == "Voice"
    assert found.set_aside[0].text == "Lead: Chair"


@pytest.mark.parametrize(
    "line",
    ["Key: R = late, G = on time|||", "Total|2||", "Note: see the annex|||", "x" * 400 + "|||"],
)
def test_notes_keys_and_totals_are_set_aside_with_why(line) -> None:
    found = reading("Action|Lead|When|RAG", "Do it|Chair|Mar 2025|G", line)
    assert titles(found) == ["Do it"]
    (aside,) = found.set_aside
    assert (aside.row, bool(aside.why)) == (3, True)


def test_headings_without_a_number_get_the_next_free_one() -> None:
    found = reading(
        "Action|Lead|When|RAG", "LEADERSHIP|||", "Do|Chair|Mar 2025|G", "Priority 1: Voice|||",
        "Go|Chair|Mar 2025|G", "CULTURE|||", "Be|Chair|Mar 2025|G",
    )  # fmt: skip
    refs = {area.title: area.ref for area in found.areas}
    assert refs == {"LEADERSHIP": "2", "Voice": "1", "CULTURE": "3"}


# Areas in a column, parents and children


def test_an_area_is_carried_down_to_its_actions() -> None:
    found = reading(
        "No|Recommendation|Action|Lead|When",
        "1|Improve planning|Write a plan|Chair|Mar 2025",
        "||Publish the plan|Chair|Apr 2025",
        "2|Improve records|Audit files|Chair|May 2025",
    )
    assert found.columns["No"] == "area_ref"
    assert [(a.ref, a.title) for a in found.areas] == [
        ("1", "Improve planning"), ("2", "Improve records"),
    ]  # fmt: skip
    assert [a.area_ref for a in found.actions] == ["1", "1", "2"]


def test_merged_cells_hold_for_every_row_they_cover() -> None:
    found = reading(
        "Objective|Action|Lead|Target date|Status",
        "Better help|Write guidance|Head of service|31/03/2025|Green",
        "|Train staff||30/04/2025|Amber",
        merged=[(1, 0, 2, 0), (1, 2, 2, 2)],
    )
    assert [a.owner_text for a in found.actions] == ["Head of service", "Head of service"]
    assert [a.status for a in found.actions] == [Status.ON_TRACK, Status.AT_RISK]


def test_steps_with_only_a_date_of_their_own_are_milestones() -> None:
    (action,) = actions(
        reading(
            "Action|Key milestones|Timescale|Lead",
            "Improve records|Agree the format|Jan 2025|Chair",
            "|Test it|Mar 2025|", "|Use it everywhere||",
        )
    )  # fmt: skip
    assert action["rows"] == [2, 3, 4]
    assert action["milestones"] == [
        {"text": "Agree the format", "due_text": "Jan 2025", "due_on": "2025-01-31"},
        {"text": "Test it", "due_text": "Mar 2025", "due_on": "2025-03-31"},
        {"text": "Use it everywhere", "due_text": "", "due_on": None},
    ]
    assert (action["due_text"], action["due_on"]) == ("Jan 2025\nMar 2025", None)


def test_a_person_may_say_that_the_steps_are_milestones_after_all() -> None:
    lines = ("What?|How?|Who?|Status", "One|a|Chair|Green", "|b|Chair|Red")
    assert titles(reading(*lines)) == ["a", "b"]
    found = reading(*lines, columns={"How?": "milestones"})
    assert titles(found) == ["One"]
    assert [step.text for step in found.actions[0].milestones] == ["a", "b"]


def test_a_parent_alone_in_its_row_is_filled_by_the_first_child() -> None:
    found = reading(
        "Ref|What?|How?|Who?|Status",
        "1.1|Better assessments|||", "||Revise standards|Chair|Green", "||Train staff|Lead|Red",
    )  # fmt: skip
    assert [(a.rows, a.ref, a.title) for a in found.actions] == [
        ((2, 3), "1.1", "Revise standards"), ((4,), "1.1", "Train staff"),
    ]  # fmt: skip
    assert found.actions[1].other == {"What?": "Better assessments"}


def test_a_recommendation_without_an_action_is_no_part_of_the_action_above() -> None:
    found = reading(
        "Recommendation|Action|Lead|When",
        "1. Planning|Write a plan|Chair|Mar 2025", "2. Records||Chair|",
    )  # fmt: skip
    assert [a.rows for a in found.actions] == [(2,)]
    assert found.set_aside[0].row == 3
    assert doubts(found, "Action") == [(3, None)]


# Lists in a cell


def test_numbered_actions_in_a_cell_are_parted_with_what_is_numbered_alike() -> None:
    found = reading(
        "Theme|Actions|Responsible|Timescale",
        "Voice|1. Write a plan//2. Publish it|1. Chair//2. Lead nurse|1. Mar 2025//2. 30/04/2025",
    )
    told = [(a.ref, a.title, a.owner_text, str(a.due_on)) for a in found.actions]
    assert told == [
        ("1", "Write a plan", "Chair", "2025-03-31"),
        ("2", "Publish it", "Lead nurse", "2025-04-30"),
    ]
    assert doubts(found, "Actions") == [(2, None)]
    assert doubts(found, "Timescale") == doubts(found, "Responsible") == []


def test_a_list_under_its_own_words_is_milestones() -> None:
    (action,) = actions(
        reading(
            HEAD, "2.1|Set up a board//(a) agree terms by Mar 2025//(b) appoint a chair|Chair||x|G"
        )
    )
    assert action["title"] == "Set up a board"
    assert [(m["text"], m["due_on"]) for m in action["milestones"]] == [
        ("agree terms by Mar 2025", "2025-03-31"), ("appoint a chair", None),
    ]  # fmt: skip
    assert action["as_written"]["Action"].endswith("(b) appoint a chair")


@pytest.mark.parametrize(
    "text",
    ["Support the hub. Use the grant for training.", "Review practice//in every team",
     "Meet in 2024. Report in 2025.", "1. Only one", "- one line"],
)  # fmt: skip
def test_a_cell_without_a_clear_list_is_not_parted(text) -> None:
    found = reading("Action|Lead|When", f"{text}|Chair|Mar 2025")
    assert len(found.actions) == 1
    assert found.actions[0].milestones == ()


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("First output.////Second output.", ["First output.", "Second output."]),
        ("• one//• two", ["one", "two"]),
        ("One thing//Another thing", ["One thing", "Another thing"]),
        ("(a) one (b) two", ["one", "two"]),
        ("A line that runs on//into the next", ["A line that runs on\ninto the next"]),
        ("Plans, reviews and//Reports", ["Plans, reviews and\nReports"]),
    ],
)
def test_outputs_are_parted_where_each_begins_like_an_item(text, steps) -> None:
    found = reading("Action|Outputs|When", f"Do it|{text}|Mar 2025")
    assert [step.text for step in found.actions[0].milestones] == steps


# Owners, statuses and colours


@pytest.mark.parametrize(
    "owner",
    ["All", "All partners", "TBC", "Chair//Lead nurse", "Head of Education and Head of Health",
     "NHS/Council", "Voice Sub-Group", "Planning Group and Voice Group", "J Smith, A Brown"],
)  # fmt: skip
def test_owners_in_doubt_are_kept_as_written(owner) -> None:
    found = reading("Action|Lead|When", f"Do it|{owner}|Mar 2025")
    assert found.actions[0].owner_text == owner.replace("//", "\n")
    assert doubts(found, "Lead") == [(2, None)]


@pytest.mark.parametrize(
    "owner",
    ["Head of Education and Children's Services", "Chair of Quality and Performance Sub Group",
     "Chief Officer, Health and Social Care", "Jane Smith", "Lead officer"],
)  # fmt: skip
def test_one_post_or_person_is_no_doubt(owner) -> None:
    assert doubts(reading("Action|Lead|When", f"Do it|{owner}|Mar 2025")) == []


def test_a_fill_without_words_is_the_status() -> None:
    found = reading(
        "Action|Lead|RAG", "Do|Chair|", "Go|Chair|", fills={(1, 2): "red", (2, 2): "green"}
    )
    assert [(a.status_text, a.status) for a in found.actions] == [
        ("red", Status.OFF_TRACK), ("green", Status.ON_TRACK),
    ]  # fmt: skip


def test_fills_count_where_no_column_is_the_status() -> None:
    found = reading(
        "Action|Lead|Progress", "Do|Chair|well", "Go|Chair|late",
        fills={(1, 2): "green", (2, 2): "red"},
    )  # fmt: skip
    assert [a.status for a in found.actions] == [Status.ON_TRACK, Status.OFF_TRACK]
    assert [a.update_text for a in found.actions] == ["well", "late"]


def test_a_whole_row_in_one_colour_is_no_status() -> None:
    stripes = {(1, column): "blue" for column in range(3)}
    found = reading("Action|Lead|RAG", "Do|Chair|", "Go|Chair|G", fills=stripes)
    assert [a.status for a in found.actions] == [None, Status.ON_TRACK]


def test_a_key_beside_the_table_that_differs_makes_its_colours_doubts() -> None:
    found = reading("Key|Green = completed|", "Action|Lead|RAG", "Do|Chair|G", "Go|Chair|R")
    assert [a.status for a in found.actions] == [None, Status.OFF_TRACK]
    assert doubts(found, "RAG") == [(3, "complete")]


def test_a_partnership_defines_its_own_words() -> None:
    found = reading("Action|Lead|RAG", "Do|Chair|G", statuses={"G": Status.COMPLETE})
    assert found.actions[0].status == Status.COMPLETE


def test_a_story_that_says_completed_beside_a_blank_status_is_a_doubt() -> None:
    found = reading(HEAD, "1|Do it|Chair|Mar 2025|Completed: all trained|")
    assert found.actions[0].status is None
    assert doubts(found, "Progress") == [(2, "complete")]


def test_a_year_out_of_step_is_not_taken() -> None:
    found = reading(
        "Action|Lead|When", "A|Chair|31/03/2025", "B|Chair|30/04/2025", "C|Chair|13/12/12",
        "D|Chair|30/06/2025",
    )  # fmt: skip
    assert found.actions[2].due_on is None
    assert doubts(found, "When") == [(4, "2025-12-13")]


# The sheet as a whole


def test_measures_in_a_simple_table() -> None:
    found = reading(
        "Measure|Baseline 2019/20|Target 2022|Current value|RAG|Comments",
        "Percentage seen in time|50%|80%|66%|G|Rising",
    )
    assert found.reads_as == "measures"
    (measure,) = found.measures
    told = (measure.baseline_text, measure.target_text, measure.current_text, measure.notes)
    assert told == ("50%", "80%", "66%", "Rising")


def test_an_action_sheet_with_baseline_and_target_is_no_measure_sheet() -> None:
    found = reading("Action|Lead|When|Measure|Baseline|Target", "Do|Chair|Mar 2025|Rate|5|9")
    assert found.reads_as == "actions"
    assert actions(found)[0]["other"] == {"Baseline": "5", "Target": "9"}


def test_the_persons_mapping_comes_first() -> None:
    lines = ("Action|Person|Stuff", "Do it|Chair|Mar 2025")
    found = reading(*lines, columns={"Person": "owner", "Stuff": "notes"})
    assert found.columns == {"Action": "title", "Person": "owner", "Stuff": "notes"}
    assert (found.actions[0].owner_text, found.actions[0].notes) == ("Chair", "Mar 2025")
    assert reading(*lines, columns={"Stuff": None}).columns["Stuff"] is None


def test_a_field_that_is_not_there_is_refused() -> None:
    with pytest.raises(Refusal, match="no field of a plan"):
        reading("Action|Lead", "Do|Chair", columns={"Lead": "boss"})


def test_hidden_columns_and_rows_are_read_and_said() -> None:
    shown = sheet("Action|Lead|When", "Do|Chair|Mar 2025")
    hidden = Sheet("plan", shown.rows, frozenset({1}), frozenset({1}))
    found = read_plan(hidden)
    assert found.actions[0].owner_text == "Chair"
    assert [(d.row, d.column) for d in found.doubts] == [(1, "Lead"), (2, "")]


def test_other_sheets_are_named() -> None:
    found = read_plan(sheet("Action|Lead", "Do|Chair"), [Sheet("Notes", ())])
    assert [(aside.row, aside.text) for aside in found.set_aside] == [(None, "Notes")]


def test_the_sheet_with_the_actions_is_found() -> None:
    summary = Sheet("Summary", ((Cell("What"), Cell("Value")), (Cell("Actions"), Cell("30"))))
    plan = sheet("Action|Lead|When", "Do|Chair|Mar 2025")
    file = SheetFile("plan.xlsx", (summary, plan))
    assert best_sheet(file.sheets) == 1
    assert read_plan_file(file).sheet == "plan"
    assert read_plan_file(file, "Summary").sheet == "Summary"
    with pytest.raises(Refusal, match=r"no sheet “Other”\. Choose Summary or plan"):
        read_plan_file(file, "Other")


def test_three_examples_of_each_column() -> None:
    found = reading("Action|Lead", "A|Chair", "B|Chair", "C|Lead", "D|Head")
    assert found.examples == {"Action": ("A", "B", "C"), "Lead": ("Chair", "Lead", "Head")}


def test_a_long_sheet_with_everything_loses_nothing() -> None:
    lines = ["Ref|Action|Lead|Timescale|Progress|RAG"]
    for area in range(40):
        lines.append(f"Priority {area + 1}: Theme number{area}|||||")
        lines += [
            f"{area + 1}.{row}|(a) do thing{area}x{row}//(b) report it{row}|Post{row}|"
            f"by {row + 1} Mar 2025 room{row}|12/0{row + 1}/25: note{area}y{row}|G"
            for row in range(5)
        ]
    read = sheet(*lines)
    found = read_plan(read)
    assert lost_words(read, found) == []
    assert (len(found.areas), len(found.actions)) == (40, 400)
