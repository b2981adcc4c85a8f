"""The law of intake: the words of every cell stand somewhere in the reading, whatever the sheet."""

import json
from itertools import zip_longest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_sheets import as_one_line, layout, lost_words

from tracker.intake.plan_columns import FIELDS
from tracker.intake.plan_reading import read_plan
from tracker.intake.plan_words import plan_words
from tracker.intake.sheet import Cell, Sheet

HEADERS = [
    "Ref", "No.", "Action", "What?", "How?", "What will we do?", "Lead", "Who?", "By when?",
    "When?",
    "Timescale/\nTarget", "Due date", "RAG", "Status", "Current Status", "Progress", "Update",
    "Success measures", "How will we know?", "Outcome", "Outputs", "Key milestones", "Priority",
    "Recommendation", "Area for improvement", "Objective", "Theme", "Baseline", "Target", "Current",
    "Indicator 1", "Measure", "Comments", "Evidence", "", "Something else", "Start date",
    "Links to", "R", "A", "G", "Red", "Green", "Q1 RAG", "RAG Q2", "2021/22", "2022/23", "Q3",
    "Original due date", "Revised date", "Code", "Managed By", "Latest Note", "Key", "Update Q1",
]  # fmt: skip
TEXTS = [
    "1", "1.1", "2.3", "A1", "(a)", "1a", "Priority 1: Leadership", "RECOMMENDATION 2",
    "LEADERSHIP",
    "3. Improve planning", "Develop a plan", "Review practice and report", "Key", "Total",
    "Note: x",
    "1. Write it\n2. Publish it", "(a) one thing (b) another", "• first\n• second", "Do:\n- a\n- b",
    "First output.\n\nSecond output.", "Mar 2025", "31/12/2024", "13/12/12", "Ongoing", "TBC",
    "June/July 2012", "Phase 1 done\nPhase 2 Mar 2017", "2019-2020", "end of school year",
    "COMPLETED\nNext phase\n9.12.16", "G", "Red", "G→A", "Withdrawn", "In progress - going well",
    "12/01/25: met\n13/02/25: met again", "All", "Head of Service\nLead nurse", "A and B Group",
    "Analysis", "Indicator 2", "Target – 59.1%", "What is this for?", "(who will do it)", "5.31%",
    "Lead officer", "When?", "Action", "Strategic lead: Chair", "x" * 320, "X", "✓", "N/A",
    "(cont.)",
    "Priority 1: Leadership (continued)", "Total actions: 3", "Red = late", "RAG key", "Signed:",
    "1.1 Write it\n1.2 Publish it", "Audit files\nTrain staff", "Chair\nLead nurse", "as above",
    "31/03/2025\n30/04/2025", "How will we know:", "Progress: two held", "and the rest of it",
]  # fmt: skip
ODD = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30)
TEXT = st.one_of(st.just(""), st.just(""), st.sampled_from(TEXTS), st.sampled_from(HEADERS), ODD)
FILL = st.sampled_from(["", "", "", "red", "amber", "green", "blue", "grey", "pink"])
CELL = st.builds(lambda text, fill: Cell(text.strip(), fill=fill), TEXT, FILL)


@st.composite
def sheets(draw) -> Sheet:
    """Tables with headers of known words, repeated or not, between rows of all kinds, merged."""
    width = draw(st.integers(1, 7))
    header = st.lists(st.sampled_from(HEADERS), min_size=width, max_size=width)
    head = [Cell(text) for text in draw(header)]
    other = [Cell(text) for text in draw(header)]
    row = st.lists(CELL, min_size=width, max_size=width)
    lone = st.builds(lambda text: [Cell(text), *[Cell()] * (width - 1)], st.sampled_from(TEXTS))
    rows = draw(
        st.lists(
            st.one_of(
                row, row, row, lone, st.just(head), st.just(other), st.just([Cell()] * width)
            ),
            max_size=14,
        )
    )
    rows.insert(draw(st.integers(0, min(3, len(rows)))), head)
    grid = [list(cells) for cells in rows]
    if draw(st.booleans()):
        _mark(draw, grid, head, other)
    for _ in range(draw(st.integers(0, 3))):
        _merge(draw, grid, width)
    return Sheet("plan", tuple(map(tuple, grid)), frozenset(draw(st.sets(st.integers(0, 9)))))


def _mark(draw, grid: list[list[Cell]], *headers: list[Cell]) -> None:
    """Give cells a word that no other cell has: a copy elsewhere cannot stand for it."""
    for place, row in enumerate(grid):
        if row in headers:
            continue
        for column, cell in enumerate(row):
            if cell.text and draw(st.booleans()):
                break_ = draw(st.sampled_from([" ", "\n", " - ", ": "]))
                text = f"{cell.text}{break_}zq{place}x{column}"
                row[column] = Cell(text, fill=cell.fill)


def _merge(draw, grid: list[list[Cell]], width: int) -> None:
    """Cover a few cells by the one at their upper left, as a spreadsheet does: their words go."""
    top, left = draw(st.integers(0, len(grid) - 1)), draw(st.integers(0, width - 1))
    if grid[top][left].merged:
        return
    bottom = min(len(grid) - 1, top + draw(st.integers(0, 3)))
    right = min(width - 1, left + draw(st.integers(0, 3)))
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            if (row, column) != (top, left) and not grid[row][column].merged:
                grid[row][column] = Cell(merged=(top, left))


@pytest.mark.parametrize("name", ["torbay", "scotgov", "slough", "highland"])
def test_no_word_of_a_public_layout_is_lost(name) -> None:
    read = layout(name)
    assert lost_words(read, read_plan(read)) == []


@settings(max_examples=400, deadline=None)
@given(sheets())
def test_no_word_of_any_sheet_is_lost(read) -> None:
    found = read_plan(read)
    assert lost_words(read, found) == []
    assert json.loads(as_one_line(found))["sheet"] == "plan"


@st.composite
def beside(draw) -> Sheet:
    """Two sheets side by side, or one turned on its side: fields down the first column."""
    one, other = draw(sheets()), draw(sheets())
    if draw(st.booleans()):
        return Sheet("plan", tuple(zip(*_unmerged(one), strict=True)))
    rows = zip_longest(_unmerged(one), _unmerged(other))
    blank = ([Cell()] * one.width, [Cell()] * other.width)
    return Sheet("plan", tuple((*(a or blank[0]), Cell(), *(b or blank[1])) for a, b in rows))


def _unmerged(read: Sheet) -> list[list[Cell]]:
    return [[Cell(cell.text, cell.day, cell.fill) for cell in row] for row in read.rows]


@settings(max_examples=150, deadline=None)
@given(beside())
def test_no_word_is_lost_of_tables_side_by_side_or_on_their_side(read) -> None:
    assert lost_words(read, read_plan(read)) == []


@settings(max_examples=100, deadline=None)
@given(sheets(), st.dictionaries(st.sampled_from(HEADERS), st.sampled_from([*FIELDS, None])))
def test_no_word_is_lost_when_a_person_maps_the_columns(read, said) -> None:
    found = read_plan(read, columns=said)
    assert lost_words(read, found) == []
    kept = {name: field for name, field in said.items() if name in found.columns}
    assert {name: found.columns[name] for name in kept} == kept


@settings(max_examples=100, deadline=None)
@given(sheets())
def test_every_row_told_is_a_row_of_the_sheet(read) -> None:
    found = read_plan(read)
    rows = [row for action in found.actions for row in action.rows]
    rows += [row for measure in found.measures for row in measure.rows]
    rows += [doubt.row for doubt in found.doubts if doubt.row] + [a.row for a in found.areas]
    rows += [aside.row for aside in found.set_aside if aside.row]
    assert all(1 <= row <= len(read.rows) for row in rows)


@settings(max_examples=100, deadline=None)
@given(sheets())
def test_a_certain_date_or_status_has_its_text_beside_it(read) -> None:
    for action in read_plan(read).actions:
        assert action.due_text or not action.due_on
        assert action.status_text or not action.status
        assert action.area is None or action.area_ref


def test_words_are_asked_of_the_lists_as_they_stand() -> None:
    assert plan_words() is plan_words()
