"""Tables of a Word file that are one table in truth: a plan often has one for each priority."""

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.intake.plan_headers import find_headers
from tracker.intake.plan_headings import is_named_heading
from tracker.intake.plan_sideways import labels_of
from tracker.intake.plan_words import PlanWords, plan_words
from tracker.intake.sheet import EMPTY, Cell, Sheet

# A heading longer than this is a paragraph.
LONGEST_HEADING = 200
FEWEST_COLUMNS = 3
# Facts about the table below: a label and what is so.
FACTS_WIDE, LONGEST_LABEL = 2, 60

Kind = tuple[str, ...]


def joined(tables: Sequence[tuple[Sheet, str]]) -> list[Sheet]:
    """`tables` with the words that head each; those with the same columns are one sheet.

    The heading of each joined table is a row above it, across all columns. A table without a
    header of its own goes on from the one right before it if it has as many columns.
    """
    words = plan_words()
    tables = _under_facts(tables, words)
    groups: list[tuple[Kind, list[tuple[Sheet, str]]]] = []
    last: list[tuple[Sheet, str]] | None = None
    for table, heading in tables:
        kind = _kind(table, words)
        members = next((members for known, members in groups if kind and known == kind), None)
        if members is None and not kind and last and _goes_on(last[-1][0], table):
            members = last
        if members is None:
            members = []
            groups.append((kind, members))
        members.append((table, heading))
        last = members if kind or members is last else None
    return [_one(members) for _, members in groups]


def _under_facts(tables: Sequence[tuple[Sheet, str]], words: PlanWords) -> list[tuple[Sheet, str]]:
    """A table of actions right below a table of facts stands under what heads the facts.

    A school's plan has “Priority 1 | Raise attainment, NIF driver | …” between a priority's heading
    and its actions.
    """
    found: list[tuple[Sheet, str]] = []
    above = ""
    for table, heading in tables:
        if _is_facts(table, words):
            above = heading or above or _first_fact(table)
            found.append((table, heading))
            continue
        found.append((table, heading or (above if _kind(table, words) else "")))
        above = ""
    return found


def _is_facts(table: Sheet, words: PlanWords) -> bool:
    """Is it two columns, labels and what is so, and neither a plan nor a form for one action?"""
    if table.width != FACTS_WIDE or _kind(table, words):
        return False
    return all(row[0].text and len(row[0].text) <= LONGEST_LABEL for row in table.rows)


def _first_fact(facts: Sheet) -> str:
    """“Priority 1 | Raise attainment” as a heading."""
    heading = ": ".join(cell.text for cell in facts.rows[0] if cell.text)
    return heading if is_named_heading(heading) else ""


def _kind(table: Sheet, words: PlanWords) -> Kind:
    """What a table's columns are called, without numbers; () where it has no header."""
    labels = labels_of(table, words)
    header = next((h for h in find_headers(table, words) if h.sure), None)
    if labels:
        return ("down", *(_plain(label) for label in labels))
    return () if header is None else tuple(map(_plain, header.names))


def _plain(name: str) -> str:
    return re.sub(r"[\W\d_]+", " ", name.casefold()).strip()


def _goes_on(before: Sheet, table: Sheet) -> bool:
    return before.width == table.width >= FEWEST_COLUMNS


def _one(members: Sequence[tuple[Sheet, str]]) -> Sheet:
    first = members[0][0]
    if len(members) == 1:
        return first
    width = max(table.width for table, _ in members)
    rows: list[tuple[Cell, ...]] = []
    above = ""
    for table, heading in members:
        if rows and table.width == 2:
            rows.append((EMPTY,) * width)
        if 0 < len(heading) <= LONGEST_HEADING and heading != above:
            place = (len(rows), 0)
            rows.append((Cell(heading), *[Cell(merged=place)] * (width - 1)))
            above = heading
        down = len(rows)
        rows += [_moved(row, down, width) for row in table.rows]
    return Sheet(first.name, tuple(rows))


def _moved(row: Sequence[Cell], down: int, width: int) -> tuple[Cell, ...]:
    cells = [
        replace(cell, merged=(cell.merged[0] + down, cell.merged[1])) if cell.merged else cell
        for cell in row
    ]
    return (*cells, *[EMPTY] * (width - len(cells)))
