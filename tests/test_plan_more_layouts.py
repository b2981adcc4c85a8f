"""More layouts of councils, health boards, schools and inspectors, each held to single cells."""

from io import BytesIO

from docx import Document
from plan_sheets import actions, lost_words, reading, sheet

from tracker.intake.docx_sheets import docx_file
from tracker.intake.plan_items import marked_items
from tracker.intake.plan_reading import read_plan, read_plan_file
from tracker.intake.plan_words import MOST_KEPT, plan_words
from tracker.plan import Status


def titles(found) -> list[str]:
    return [action.title for action in found.actions]


def areas(found) -> list[tuple[str, str]]:
    return [(area.ref, area.title) for area in found.areas]


def word_file(*blocks: object) -> bytes:
    """A Word file: headings as words, tables as lists of rows."""
    document = Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_heading(block, 2)
            continue
        table = document.add_table(len(block), len(block[0]))
        for row, words in zip(table.rows, block, strict=True):
            for cell, text in zip(row.cells, words, strict=True):
                cell.text = text
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def test_an_action_that_says_completed_is_no_second_header() -> None:
    found = reading(
        "Action|Owner|Target date|RAG",
        "Report to the group|Chair|30/06/2026|Green",
        "Review ISA|IG Lead|Completed|Blue",
        "Run survey|Manager|31/07/2026|Red",
    )
    assert titles(found) == ["Report to the group", "Review ISA", "Run survey"]
    assert [action.status for action in found.actions] == [
        Status.ON_TRACK, Status.COMPLETE, Status.OFF_TRACK,
    ]  # fmt: skip


def test_headings_of_inspectors_are_areas_from_the_first_one_on() -> None:
    for said in ("Ofsted recommendation", "Area of significant weakness", "Priority action"):
        found = reading(
            f"{said} 1: Assessments",
            "Ref|Action|Lead|Due",
            "1.1|Train 60 staff|Manager|30/06/2026",
            f"{said} 2: Supervision",
            "2.1|Hold reviews|Manager|31/07/2026",
        )
        assert areas(found) == [("1", "Assessments"), ("2", "Supervision")]
        assert [action.area for action in found.actions] == [0, 1]


def test_the_scores_of_a_risk_are_no_outcome() -> None:
    found = reading(
        "Risk Ref|Likelihood (1-5)|Impact (1-5)|Mitigating action|Owner|Due",
        "R1|4|5|Advertise 6 posts|HR Manager|31/05/2026",
        "R2|3|4|Audit 40 files|QA Manager|30/06/2026",
    )
    assert found.columns["Impact (1-5)"] is None
    assert [(action.ref, action.outcome_text) for action in found.actions] == [
        ("R1", ""), ("R2", ""),
    ]  # fmt: skip


def test_a_second_column_of_numbers_numbers_the_actions() -> None:
    found = reading(
        "Ref|Objective|Ref|Key actions|Lead",
        "A|Reduce waits|A1|Recruit 4 nurses|Manager",
        "||A2|Start evening clinics|Manager",
        "B|Improve transitions|B1|Agree a protocol|Lead",
    )
    assert [(a["ref"], a["area_ref"]) for a in actions(found)] == [
        ("A1", "A"), ("A2", "A"), ("B1", "B"),
    ]  # fmt: skip


def test_columns_named_as_a_database_names_them_are_known() -> None:
    found = reading(
        "ActionID|ActionTitle|AreaForImprovement|LeadOfficer|DueDate|StatusName|LatestUpdate",
        "101|Publish a strategy|Voice|Participation Lead|2026-07-31|On Track|Drafted",
    )
    assert list(found.columns.values()) == [
        "ref", "title", "area", "owner", "due", "status", "update",
    ]  # fmt: skip


def test_a_block_without_a_header_is_read_by_its_cells_and_that_is_said() -> None:
    read = sheet(
        "1.1|Appoint an officer for participation|Head of Service|30/06/2026|Green",
        "1.2|Write a strategy for participation|Officer|30/11/2026|Amber",
    )
    found = read_plan(read)
    assert found.header_row is None
    assert [(a["ref"], a["due_on"], a["status"]) for a in actions(found)] == [
        ("1.1", "2026-06-30", "on_track"), ("1.2", "2026-11-30", "at_risk"),
    ]  # fmt: skip
    assert "No header row was found" in found.doubts[0].doubt
    assert lost_words(read, found) == []
    mapped = read_plan(read, columns={"(column C)": "owner"})
    assert mapped.actions[0].owner_text == "Head of Service"


def test_one_year_beside_baseline_and_target_is_where_a_measure_is_now() -> None:
    found = reading(
        "Indicator|Baseline 2022/23|2023/24|Target 2025/26",
        "Children placed together|68%|71%|85%",
        "Care leavers in work|61%|64%|75%",
    )
    assert [measure.current_text for measure in found.measures] == ["71%", "64%"]


def test_one_bullet_alone_is_no_part_of_a_title() -> None:
    found = reading("Action|Lead|Due", "- Give lessons about sleep|Nurse|Mar 2026")
    assert titles(found) == ["Give lessons about sleep"]
    assert found.actions[0].as_written == {"Action": "- Give lessons about sleep"}


def test_steps_numbered_on_one_line_are_taken_apart() -> None:
    items = marked_items("1. Train 20 staff (May 2026) 2. Train 10 managers 3. Evaluate")
    assert items is not None
    assert items.texts == ("Train 20 staff (May 2026)", "Train 10 managers", "Evaluate")
    assert marked_items("Agree section 1. Then publish section 2. Afterwards") is None


def test_each_of_several_actions_has_the_news_of_its_own_number() -> None:
    found = reading(
        "What we will do|Who is responsible|By when|Progress to date",
        "1. Agree a dataset\n2. Report it|Chair|1. June 2026\n2. Sept 2026|1. Agreed\n2. Drafted",
    )
    assert [a["update_text"] for a in actions(found)] == ["Agreed", "Drafted"]


def test_facts_between_a_heading_and_its_actions_leave_the_area_as_it_is() -> None:
    head = ["Actions", "Lead", "Timescale"]
    content = word_file(
        "Priority 1: Writing",
        [["Priority 1", "Raise attainment"], ["Driver", "Teachers"]],
        [head, ["Moderate writing", "DHT", "June 2026"]],
        "Priority 2: Wellbeing",
        [["Priority 2", "Improve wellbeing"], ["Driver", "Leadership"]],
        [head, ["Adopt nurture", "HT", "June 2026"]],
    )
    found = read_plan_file(docx_file("plan.docx", content))
    assert areas(found) == [("1", "Writing"), ("2", "Wellbeing")]
    assert [(a.title, a.area) for a in found.actions] == [
        ("Moderate writing", 0), ("Adopt nurture", 1),
    ]  # fmt: skip


def test_the_items_of_a_word_list_are_actions_of_their_own() -> None:
    document = Document()
    table = document.add_table(2, 3)
    for cell, text in zip(table.rows[0].cells, ["Actions", "Lead", "Timeline"], strict=True):
        cell.text = text
    work, lead, due = table.rows[1].cells
    for text in ("Introduce plans", "Moderate 10 plans"):
        work.add_paragraph(text, style="List Bullet")
    lead.text, due.text = "Practice Lead", "December 2026"
    kept = BytesIO()
    document.save(kept)
    found = read_plan_file(docx_file("plan.docx", kept.getvalue()))
    assert titles(found) == ["Introduce plans", "Moderate 10 plans"]


def test_what_was_looked_up_is_not_kept_for_ever() -> None:
    words = plan_words()
    for number in range(MOST_KEPT + 10):
        words.meaning(f"word {number}")
    assert len(words._known) <= MOST_KEPT
