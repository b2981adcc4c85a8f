"""Plans in Word: a table for each priority, forms, covers, and tables without their header."""

import io

from docx import Document

from tracker.intake.plan_reading import PlanReading, read_plan_file
from tracker.intake.sheet import SheetFile
from tracker.intake.sheet_files import sheet_file

HEAD = ["Action", "Lead", "Timescale", "RAG"]


def word_file(*blocks: str | tuple[int, str] | list[list[str]]) -> SheetFile:
    """A Word file of paragraphs, headings (level and words) and tables (rows of words)."""
    document = Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
        elif isinstance(block, tuple):
            document.add_heading(block[1], block[0])
        else:
            table = document.add_table(rows=len(block), cols=len(block[0]))
            for row, texts in zip(table.rows, block, strict=True):
                for cell, text in zip(row.cells, texts, strict=True):
                    cell.text = text
    file = io.BytesIO()
    document.save(file)
    return sheet_file("plan.docx", file.getvalue())


def told(found: PlanReading) -> list[tuple[str, str]]:
    """Each action with the title of its area."""
    areas = {area.place: area.title for area in found.areas}
    return [(areas.get(action.area or 0, ""), action.title) for action in found.actions]


def test_a_table_for_each_priority_is_one_plan() -> None:
    file = word_file(
        (0, "Anytown plan"), "This plan responds to the inspection.",
        (1, "Priority 1: Leadership"), "We want leaders to share a vision.",
        [HEAD, ["Write a vision", "Chair", "Mar 2025", "G"]],
        (1, "Priority 2: Voice"),
        [HEAD, ["Set up a panel", "Lead", "Apr 2025", "A"], ["Report", "Lead", "May 2025", "A"]],
        (1, "Membership"), [["Group", "Members"], ["Board", "Chair and lead"]],
    )  # fmt: skip
    found = read_plan_file(file)
    assert told(found) == [
        ("Leadership", "Write a vision"), ("Voice", "Set up a panel"), ("Voice", "Report"),
    ]  # fmt: skip
    assert [action.rows for action in found.actions] == [(3,), (6,), (7,)]
    assert [(row.row, row.text) for row in found.set_aside] == [(None, "Membership")]
    assert any(note.startswith("2 tables have the same columns") for note in file.notes)


def test_a_plain_line_above_a_table_heads_it_and_a_table_without_header_goes_on() -> None:
    found = read_plan_file(
        word_file(
            "Leadership", [HEAD, ["Write", "Chair", "Mar 2025", "G"]],
            "Voice", [HEAD, ["Listen", "Lead", "Apr 2025", "A"]],
            [["Report", "Lead", "May 2025", "A"]],
        )
    )  # fmt: skip
    assert told(found) == [("Leadership", "Write"), ("Voice", "Listen"), ("Voice", "Report")]
    assert found.actions[2].owner_text == "Lead"


def test_a_heading_inside_each_table_heads_it() -> None:
    tables = [
        [[f"Priority {n}: {words}", "", "", ""], HEAD, [f"Do {n}", "Chair", "Mar 2025", "G"]]
        for n, words in ((1, "Leadership"), (2, "Voice"))
    ]
    found = read_plan_file(word_file(tables[0], "", tables[1]))
    assert told(found) == [("Leadership", "Do 1"), ("Voice", "Do 2")]


def test_a_form_for_each_action_is_one_plan() -> None:
    forms = [
        [["What will we do?", title], ["Who?", "Chair"], ["By when?", "Mar 2025"], ["RAG", "G"]]
        for title in ("Write", "Listen")
    ]
    found = read_plan_file(word_file((2, "Action 1"), forms[0], (2, "Action 2"), forms[1]))
    assert [(action.ref, action.title) for action in found.actions] == [
        ("Action 1", "Write"), ("Action 2", "Listen"),
    ]  # fmt: skip
    assert {action.owner_text for action in found.actions} == {"Chair"}


def test_tables_with_other_columns_stay_apart() -> None:
    file = word_file(
        [["Version", "0.3"], ["Author", "Lead officer"]],
        (1, "Actions"), [HEAD, ["Write", "Chair", "Mar 2025", "G"]],
        (1, "Measures"), [["Measure", "Baseline", "Target"], ["On time", "50", "80"]],
    )  # fmt: skip
    assert [sheet.name for sheet in file.sheets] == ["Table 1", "Actions", "Measures"]
    found = read_plan_file(file)
    assert [action.title for action in found.actions] == ["Write"]
    assert "measures" in found.set_aside[-1].why


def test_merged_cells_stay_merged_in_joined_tables() -> None:
    document = Document()
    for area in ("Leadership", "Voice"):
        table = document.add_table(rows=3, cols=3)
        rows = [["Priority", "Action", "Lead"], [area, "Write", "Chair"], ["", "Go", "Lead"]]
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        table.cell(1, 0).merge(table.cell(2, 0))
        document.add_paragraph("")
    file = io.BytesIO()
    document.save(file)
    found = read_plan_file(sheet_file("plan.docx", file.getvalue()))
    assert [area for area, _ in told(found)] == ["Leadership", "Leadership", "Voice", "Voice"]
