"""The rows of a sheet sorted: headings, guidance, actions with their child rows, measures.

**Parent and child rows.** One What may have many How rows below it (the parent's cells blank or
merged). Where such rows have an owner or a status of their own, people report on each of them: each
becomes an action whose title is its own work, with the parent's number and owner carried down and
the parent's words kept in `other`. Otherwise they are steps of the one action: milestones. Rows
with neither (only a further date or measure) continue the record above.
"""

from collections.abc import Iterator, Sequence

from tracker.intake.plan_areas import Areas
from tracker.intake.plan_headings import (
    Heading,
    heading_of,
    introduces,
    is_capitals,
    is_guidance,
    is_named_heading,
    is_numbering,
    reports,
    why_aside,
)  # fmt: skip
from tracker.intake.plan_keys import KEY, TOTAL, is_key_label, is_total, key_rows
from tracker.intake.plan_sections import (
    GUESSED,
    Place,
    foot_of,
    is_below_the_table,
    is_heading_with_more,
    page_titles,
    section_at,
)
from tracker.intake.plan_shapes import ReadDoubt, SetAside
from tracker.intake.plan_tables import (
    Record,
    Sorted,
    Table,
    bare_heading,
    filled_columns,
    is_lone,
    merged_over,
)  # fmt: skip
from tracker.intake.plan_words import PlanField, PlanWords
from tracker.intake.sheet import Cell, Sheet

# The rest of a title, broken off at the foot of a page, is no longer than this.
LONGEST_REST = 200
_NOTE_LABELS = frozenset({
    "analysis", "comment", "comments", "commentary", "note", "notes", "narrative", "data source",
    "source", "definition", "context", "progress", "performance", "action", "actions", "update",
    "rationale", "explanation", "trend", "data notes", "story behind the data", "frequency",
})  # fmt: skip


def sort_rows(sheet: Sheet, tables: Sequence[Table], words: PlanWords) -> Sorted:
    """Every row with words in it, sorted; raises nothing."""
    return _Walk(sheet, tables, words).whole()


class _Walk:
    """One pass over the rows, from the top, knowing the record and the headings it stands under."""

    def __init__(self, sheet: Sheet, tables: Sequence[Table], words: PlanWords) -> None:
        self.sheet, self.tables, self.out = sheet, tables, Sorted()
        self.filled = [filled_columns(row) for row in sheet.rows]
        self.at = Place(sheet, self.filled)
        self.words = words
        self.titles = page_titles(sheet, tables, self.filled)
        self.keys = frozenset[int]()
        self.foot = len(sheet.rows)
        self.record: Record | None = None
        self.parent: Record | None = None
        self.areas = Areas()
        self.carried: dict[int, Cell] = {}

    def whole(self) -> Sorted:
        """Sort every row."""
        above = 0
        for number, table in enumerate(self.tables):
            self._above(above, table, number)
            self._rows(table)
            above = table.end
        self.out.areas = self.areas.found
        said = "The heading goes on from above."
        self.out.aside += [SetAside(row + 1, text, said) for row, text in self.areas.again]
        self.out.aside.sort(key=lambda aside: aside.row or 0)
        return self.out

    # Above a table

    def _above(self, start: int, table: Table, number: int) -> None:
        """Titles, headings and notes between the rows before and this table's header."""
        rows = [row for row in range(start, table.header.first) if self.filled[row]]
        lone = [row for row in rows if self._may_head(row)]
        named = [row for row in lone if self._is_named(row)]
        if not named and lone and self._headed(number):
            named = [lone[0]] if number else [lone[-1]]
        for row in rows:
            if row in named:
                self._heading(row, self._heading_in(row))
            elif row in self.titles:
                self._aside(row, "It stands on every page.")
            else:
                why = why_aside(self._texts(row)) or "It stands above the table."
                self._aside(row, why)
        before = self.tables[number - 1].header.names if number else ()
        if rows or before != table.header.names:
            # A header repeated at the top of a page changes nothing: the record goes on below it.
            self.record = self.parent = None
            self.carried = {}

    def _may_head(self, row: int) -> bool:
        texts = self._texts(row)
        noted = why_aside(texts) or introduces(texts[-1], self.words)
        return self._lone(row) and not noted and row not in self.titles

    def _headed(self, number: int) -> bool:
        """Does a lone row above a header head its table? Above the first: where later ones do."""
        later = self.tables[number : number + 1] if number else self.tables[1:]
        rows = [table.header.first - 1 for table in later]
        return any(row >= 0 and self.filled[row] and self._may_head(row) for row in rows)

    def _lone(self, row: int) -> bool:
        return is_lone(self._texts(row))

    def _is_named(self, row: int) -> bool:
        first = self._texts(row)[0]
        return is_named_heading(first) or bool(heading_of(" ".join(self._texts(row))).ref)

    def _heading_in(self, row: int) -> Heading:
        """A heading from one cell, or from its number and the cell beside it."""
        texts = self._texts(row)
        if len(texts) == 1:
            return heading_of(texts[0])
        whole = " ".join(texts)
        bare = bare_heading(texts[0])
        ref = bare.ref if bare else texts[0].strip("().: ")
        kind = "capitals" if is_capitals(texts[1]) else "number 0"
        return Heading(ref, texts[1], bare.kind if bare else kind, whole)

    # Within a table

    def _rows(self, table: Table) -> None:
        first = True
        self.keys = key_rows(self.sheet, table.start, table.end)
        self.foot = foot_of(self.at, table)
        for row in range(table.start, table.end):
            if not self.filled[row]:
                continue
            texts = self._texts(row)
            if first and (is_numbering(texts) or is_guidance(texts)):
                self._aside(row, "It says what to write in the columns.")
                continue
            first = False
            self._row(row, table, texts)

    def _row(self, row: int, table: Table, texts: Sequence[str]) -> None:
        if table.columns.measures and self._label(row):
            return
        if self._is_told_of_record(row, table):
            return
        why = self._why_no_record(row, table, texts)
        if why:
            self._aside(row, why)
            return
        if self._lone(row) and self._section(row, table):
            return
        if is_heading_with_more(self.at, row, table):
            self._heading_with_more(row)
            return
        self._data(row, table)

    def _is_told_of_record(self, row: int, table: Table) -> bool:
        """Words alone in their row that go on from the record above: its news, or its title."""
        if self.record is None or table.columns.measures or len(self.filled[row]) > 1:
            return False
        column, (text,) = self.filled[row][0], self._texts(row)
        if reports(text, self.words):
            self.record.labels.append((row, text))
        elif column == table.title and text[0].islower() and len(text) <= LONGEST_REST:
            self.record.add(row, column, self.sheet.rows[row][column])
        else:
            return False
        self.record.rows.append(row)
        return True

    def _why_no_record(self, row: int, table: Table, texts: Sequence[str]) -> str:
        """Why a row is neither a heading nor a part of a record; '' where it may be."""
        if row >= self.foot:
            return "It stands below the table."
        if is_total(texts) or is_key_label(" ".join(texts)):
            return TOTAL if is_total(texts) else KEY
        if row in self.keys and table.columns.fields[self.filled[row][0]] != "status":
            return KEY
        lone = self._lone(row)
        if lone and is_below_the_table(self.at, row, table):
            return "It stands below the table."
        why = why_aside(texts) if len(texts) <= 2 or lone else ""
        if why and not self._continues(row, table):
            return why
        if lone and not self._continues(row, table) and introduces(texts[-1], self.words):
            return "It says how the rows below are meant or measured; it is no action."
        return ""

    def _section(self, row: int, table: Table) -> bool:
        """Take a lone row as a heading, if it is one; a guess is said."""
        found = section_at(self.at, row, table)
        if found == GUESSED:
            name, text = table.header.names[table.title], self._texts(row)[-1]
            self._doubt(row, name, text, GUESSED)
        if found:
            self._heading(row, self._heading_in(row))
        return bool(found)

    def _heading_with_more(self, row: int) -> None:
        text, *others = self._texts(row)
        self._heading(row, heading_of(text))
        if others:
            self.out.aside.append(
                SetAside(row + 1, " | ".join(others), "It stands beside a heading.")
            )

    def _continues(self, row: int, table: Table) -> bool:
        """Do its words stand right of the title, below a record?"""
        return self.record is not None and self.filled[row][0] > table.title

    def _label(self, row: int) -> bool:
        """“Analysis | …” below a measure belongs to it."""
        texts = self._texts(row)
        is_label = texts[0].casefold().strip(" :.") in _NOTE_LABELS
        if not (self.record and is_label and len(texts) <= 2):
            return False
        self.record.rows.append(row)
        self.record.labels.append((row, ": ".join(texts)))
        return True

    # Records

    def _data(self, row: int, table: Table) -> None:
        cells = self.sheet.rows[row]
        title = cells[table.title].text
        work = cells[table.work].text if table.work is not None else ""
        if table.work is not None and (work or title):
            self._work(row, table)
        elif title:
            self._new(row, table)
        elif self.record is not None and not self._names_new_area(row, table):
            self._continue(row, table)
        elif not self._area_alone(row, table):
            self._orphan(row, table)

    def _work(self, row: int, table: Table) -> None:
        """A row of a table whose work stands in a column of its own."""
        cells = self.sheet.rows[row]
        title, work = cells[table.title].text, cells[table.work or 0].text
        if not title and self.record is not None and self.record.only_parent:
            self.record.only_parent = False
            self._continue(row, table)
            return
        parent = None if title else self.parent
        self._new(row, table, parent)
        if title and self.record is not None:
            self.parent = self.record
            self.record.only_parent = not work
            self.record.whole = self._works_below(row, table) + bool(work) == 1

    def _works_below(self, row: int, table: Table) -> int:
        """How many rows with work of their own stand below a parent's, up to the next parent."""
        found = 0
        for below in range(row + 1, table.end):
            cells = self.sheet.rows[below]
            if cells[table.title].text or (self.filled[below] and self._lone(below) and not found):
                break
            found += bool(cells[table.work or 0].text)
        return found

    def _new(self, row: int, table: Table, parent: Record | None = None) -> None:
        record = Record(table, [row])
        for column, cell in self._cells_of(row, table):
            record.add(row, column, cell, carried=not self.sheet.rows[row][column].text)
        for column in table.of_parent if parent else ():
            if column not in record.cells and parent:
                for piece in parent.cells.get(column, ())[:1]:
                    record.add(piece.row, column, piece.cell, carried=True)
        record.fills = self._fills(row)
        record.area = self._area_of(row, record)
        self.record = record
        self.out.records.append(record)

    def _fills(self, row: int) -> dict[int, str]:
        return {c: cell.fill for c, cell in enumerate(self.sheet.rows[row]) if cell.fill}

    def _cells_of(self, row: int, table: Table) -> Iterator[tuple[int, Cell]]:
        """The row's own cells, those merged over it from above, and group cells carried down."""
        groups = table.groups
        self._drop_carried(row, table)
        for column, cell in enumerate(self.sheet.rows[row]):
            found = cell if cell.text else merged_over(self.sheet, row, column, table.start)
            if column in groups:
                if cell.text:
                    self.carried[column] = cell
                found = found or self.carried.get(column)
            if found:
                yield column, found

    def _drop_carried(self, row: int, table: Table) -> None:
        """A new area ends what stood beside the one before; an outcome left of it holds on."""
        place = table.columns.first("area")
        if place is not None and self.sheet.rows[row][place].text:
            fields, above = table.columns.fields, table.columns.also_groups
            self.carried = {
                column: cell
                for column, cell in self.carried.items()
                if column < place and (fields[column] == "outcome" or column in above)
            }

    def _continue(self, row: int, table: Table) -> None:
        """A row without a title of its own: a step of the record above, or more of its words."""
        record = self.record
        if record is None:
            return
        record.rows.append(row)
        plain = table.work is not None or table.columns.measures
        steps = () if plain else table.columns.of("milestones")
        due = table.columns.first("due")
        step = next((column for column in steps if self.sheet.rows[row][column].text), None)
        for column in self.filled[row]:
            cell = self.sheet.rows[row][column]
            if step is not None and column == due:
                continue
            if column == step:
                own_due = self.sheet.rows[row][due] if due is not None else None
                record.steps.append((row, cell, own_due if own_due and own_due.text else None))
            else:
                record.add(row, column, cell)
        for column, fill in self._fills(row).items():
            record.fills.setdefault(column, fill)

    def _orphan(self, row: int, table: Table) -> None:
        name = table.header.names[table.title]
        self.record = None
        self._doubt(row, name, self._said(row), "The words of the action are missing in this row.")
        self._aside(row, "The words of the action are missing, and no action stands above it.")

    # Areas

    def _names_new_area(self, row: int, table: Table) -> bool:
        """Does a row without an action name another area than the action above it?"""
        place = table.columns.first("area")
        if place is None or place > table.title or self.record is None:
            return False
        text = self.sheet.rows[row][place].text
        return bool(text) and text != self.record.words(place)

    def _area_alone(self, row: int, table: Table) -> bool:
        """A row that names only the area of the rows below it."""
        fields = {table.columns.fields[column] for column in self.filled[row]}
        if not fields <= {"area", "area_ref", "ref"} or "area" not in fields:
            return False
        record = Record(table, [row])
        for column, cell in self._cells_of(row, table):
            record.add(row, column, cell)
        self._area_of(row, record, "ref" if "ref" in fields else "area_ref")
        if {"ref", "area_ref"} <= fields:
            self._aside(row, "It names an area.")
        self.record = None
        return True

    def _area_of(self, row: int, record: Record, numbers: PlanField = "area_ref") -> int | None:
        """The place of the area a row belongs to: by its column, else by the heading above."""
        columns = record.table.columns
        words, number = (record.words(columns.first(wanted)) for wanted in ("area", numbers))
        return self.areas.of_words(row, words, number)

    def _heading(self, row: int, found: Heading) -> None:
        self.areas.under(row, found)
        self.record = self.parent = None
        self.carried = {}

    # Words

    def _texts(self, row: int) -> list[str]:
        return [self.sheet.rows[row][column].text for column in self.filled[row]]

    def _said(self, row: int) -> str:
        return " | ".join(self._texts(row))

    def _aside(self, row: int, why: str) -> None:
        self.out.aside.append(SetAside(row + 1, self._said(row), why))

    def _doubt(self, row: int, column: str, text: str, doubt: str) -> None:
        self.out.doubts.append(ReadDoubt(row + 1, column, text, doubt))
