"""What a sheet means: its grid of cells read as a plan, nothing lost and nothing guessed silently.

The words of every cell stand somewhere in the reading: in a field, under `other`, in what was set
aside, in an area or in the names of the columns. What is not certain is a doubt.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from tracker.intake.plan_actions import Reading, read_action
from tracker.intake.plan_blocks import Block, blocks_of, put_together
from tracker.intake.plan_columns import Columns, map_columns
from tracker.intake.plan_guess import MEASURE_VALUES
from tracker.intake.plan_headers import Header, find_headers, is_blank_name, letters
from tracker.intake.plan_keys import explains_colours
from tracker.intake.plan_measures import read_measure
from tracker.intake.plan_periods import is_period
from tracker.intake.plan_rows import sort_rows
from tracker.intake.plan_shapes import (
    Milestone,
    PlanReading,
    ReadAction,
    ReadArea,
    ReadDoubt,
    ReadMeasure,
    ReadUpdate,
    SetAside,
)  # fmt: skip
from tracker.intake.plan_sideways import labels_of, sideways
from tracker.intake.plan_status import own_key
from tracker.intake.plan_tables import Sorted, Table, is_lone, with_work_columns
from tracker.intake.plan_words import PlanField, PlanWords, plain, plan_words
from tracker.intake.plan_years import in_step, without
from tracker.intake.sheet import Cell, Sheet, SheetFile
from tracker.plan import Status
from tracker.refusals import Refusal
from tracker.words import listed

__all__ = [
    "Milestone", "PlanReading", "ReadAction", "ReadArea", "ReadDoubt", "ReadMeasure", "ReadUpdate",
    "SetAside", "best_sheet", "read_plan", "read_plan_file",
]  # fmt: skip

EXAMPLES = 3
FEWEST_BARE = 2
NO_HEADER = "No header row was found in this sheet."


def read_plan(
    sheet: Sheet,
    others: Sequence[Sheet] = (),
    columns: Mapping[str, str | None] | None = None,
    statuses: Mapping[str, Status | None] | None = None,
    words: PlanWords | None = None,
) -> PlanReading:
    """Read one sheet as a plan.

    `others` are named as set aside. `columns` is a person's own mapping of header to field or None.
    `statuses` are the partnership's own definitions of words, letters and colours; they are sure.
    Raises Refusal for a field that is not there.
    """
    words = words or plan_words()
    words = words.defining(statuses) if statuses else words
    turned = sideways(sheet, words)
    if turned:
        said = {turned.numbers: "ref"} if columns is None else columns
        return turned.as_in_file(_upright(turned.sheet, others, said, words))
    return _upright(sheet, others, columns, words)


def _upright(
    sheet: Sheet,
    others: Sequence[Sheet],
    columns: Mapping[str, str | None] | None,
    words: PlanWords,
) -> PlanReading:
    """A sheet whose records stand below each other."""
    headers = find_headers(sheet, words)
    aside = [_other_sheet(other, headers, words) for other in others]
    if not headers and _is_bare_table(sheet, words):
        # A block copied without its header: what the cells hold says what the columns are.
        names = tuple(f"(column {letters(column)})" for column in range(sheet.width))
        headers = [Header(-1, -1, names, sure=False)]
    if not headers:
        rows = _all_rows(sheet)
        doubt = ReadDoubt(
            None, "", sheet.name, f"{NO_HEADER} Choose another sheet, or name the columns."
        )
        return PlanReading(
            sheet.name, "actions", None, {}, set_aside=(*rows, *aside), doubts=(doubt,)
        )
    blocks = blocks_of(sheet, headers, words)
    alone = [(block, block.alone(sheet) if len(blocks) > 1 else sheet) for block in blocks]
    parts = [
        (view, _tables(view, headers, words, columns, block))
        for block, view in alone
        if block.table
    ]
    tables = [table for _, some in parts for table in some]
    found = put_together([sort_rows(view, some, words) for view, some in parts])
    keys = [block.set_aside(sheet) for block in blocks if not block.table]
    found.aside += [row for key in keys for row in key]
    found.areas = _with_refs(found.areas)
    explained = (row.text for row in found.aside if explains_colours(row.text.split(" | ")))
    key = own_key(explained, words)
    key = {colour: status for colour, status in key.items() if colour not in words.own}
    return _reading(sheet, tables, found, words.doubting(key) if key else words, aside)


def _is_bare_table(sheet: Sheet, words: PlanWords) -> bool:
    """Are all rows alike full, with dates or statuses below each other in a column?"""
    rows = [row for row in sheet.rows if any(cell.text for cell in row)]
    if len(rows) < FEWEST_BARE or any(sum(bool(c.text) for c in row) < 3 for row in rows):
        return False
    names = [f"(column {letters(column)})" for column in range(sheet.width)]
    columns = [[row[column] for row in rows] for column in range(sheet.width)]
    found = set(map_columns(names, columns, words).fields)
    return "title" in found and bool(found & {"due", "status"})


def _other_sheet(other: Sheet, headers: Sequence[Header], words: PlanWords) -> SetAside:
    """Another sheet, named; it may hold actions or measures too, and then that is said."""
    fields = _fields_named(other, words)
    same = bool(headers) and any(
        header.names == headers[0].names for header in find_headers(other, words)
    )
    if same or {"title"} < fields & {"title", "owner", "due", "status"}:
        alike = " under the same columns" if same else ""
        why = f"Another sheet of the file. It holds actions too{alike}: bring it in by its name."
        return SetAside(None, other.name, why)
    if "measure" in fields and fields & MEASURE_VALUES:
        why = "Another sheet of the file. It holds measures: bring it in by its name."
        return SetAside(None, other.name, why)
    return SetAside(None, other.name, "Another sheet of the file.")


def read_plan_file(
    file: SheetFile,
    sheet_name: str | None = None,
    columns: Mapping[str, str | None] | None = None,
    statuses: Mapping[str, Status | None] | None = None,
) -> PlanReading:
    """Read the sheet named, or the one that holds the plan; raises Refusal for an unknown name."""
    names = [sheet.name for sheet in file.sheets]
    if sheet_name is not None and sheet_name not in names:
        raise Refusal(
            f"{file.name} has no sheet “{sheet_name}”. Choose {listed(names, last='or')}."
        )
    named = sheet_name is not None
    place = names.index(sheet_name or "") if named else best_sheet(file.sheets, file.chosen)
    others = [sheet for number, sheet in enumerate(file.sheets) if number != place]
    return read_plan(file.sheets[place], others, columns, statuses)


def best_sheet(sheets: Sequence[Sheet], chosen: int = 0, words: PlanWords | None = None) -> int:
    """The place of the sheet to read: the chosen one, unless another alone holds actions."""
    words = words or plan_words()
    fields = [_fields_named(sheet, words) for sheet in sheets]
    order = [chosen, *(place for place in range(len(sheets)) if place != chosen)]
    for wanted in ({"title", "owner"}, {"title", "due"}, {"title", "status"}, {"title"}):
        for place in order:
            if wanted <= fields[place]:
                return place
    return chosen


def _fields_named(sheet: Sheet, words: PlanWords) -> set[str | None]:
    if labels := labels_of(sheet, words):
        return {meaning.field for label in labels if (meaning := words.meaning(label))}
    headers = [header for header in find_headers(sheet, words) if header.sure]
    meanings = [words.meaning(name) for header in headers[:1] for name in header.names]
    return {meaning.field for meaning in meanings if meaning}


def _all_rows(sheet: Sheet) -> Iterator[SetAside]:
    for number, row in enumerate(sheet.rows, 1):
        texts = [cell.text for cell in row if cell.text]
        if texts:
            yield SetAside(number, " | ".join(texts), NO_HEADER)


def _tables(
    sheet: Sheet,
    headers: Sequence[Header],
    words: PlanWords,
    said: Mapping[str, str | None] | None,
    block: Block,
) -> list[Table]:
    """Each header with its rows; headers with the same names are mapped together.

    Only the columns of `block` have a field.
    """
    ends = [*(_block_top(sheet, header) for header in headers[1:]), len(sheet.rows)]
    spans = [(header.last + 1, end) for header, end in zip(headers, ends, strict=True)]
    mapped: dict[tuple[str, ...], Columns] = {}
    tables = []
    for header, (start, end) in zip(headers, spans, strict=True):
        if header.names not in mapped:
            alike = [s for h, s in zip(headers, spans, strict=True) if h.names == header.names]
            cells = _column_cells(sheet, alike)
            names = [
                name if block.start <= column < block.end else f"(column {letters(column)})"
                for column, name in enumerate(header.names)
            ]
            mapped[header.names] = map_columns(
                names, cells, words, said, two_rows=header.last > header.first
            )
        table = Table(header, mapped[header.names], start, max(start, end))
        tables.append(with_work_columns(sheet, table, said or ()))
    works = {table.header.names: table.work for table in tables if table.work is not None}
    return [replace(table, work=works.get(table.header.names)) for table in tables]


def _block_top(sheet: Sheet, header: Header) -> int:
    """The first of the lone rows right above a header; they belong to it."""
    top = header.first
    for row in range(header.first - 1, -1, -1):
        cells = sheet.rows[row]
        texts = [cell.text for cell in cells if cell.text]
        if texts and (
            not is_lone(texts) or not (cells[0].text or cells[min(1, len(cells) - 1)].text)
        ):
            break
        if texts:
            top = row
        elif top < header.first:
            break
    return top


def _column_cells(sheet: Sheet, spans: Iterable[tuple[int, int]]) -> list[list[Cell]]:
    """The cells of each column in the fuller rows below headers of the same names."""
    rows = [row for start, end in spans for row in sheet.rows[start:end]]
    full = [row for row in rows if sum(bool(cell.text) for cell in row) >= 3]
    chosen = full or rows
    return [[row[column] for row in chosen] for column in range(sheet.width)]


def _with_refs(areas: Sequence[ReadArea]) -> list[ReadArea]:
    """Areas without a number of their own get the next one that is free."""
    taken = {area.ref for area in areas if area.ref}
    free = (str(n) for n in range(1, len(areas) + len(taken) + 2) if str(n) not in taken)
    return [area if area.ref else replace(area, ref=next(free)) for area in areas]


def _reading(
    sheet: Sheet,
    tables: Sequence[Table],
    found: Sorted,
    words: PlanWords,
    aside: Sequence[SetAside],
) -> PlanReading:
    measures = tables[0].columns.measures
    fills = {id(table): _fill_column(sheet, table, words) for table in tables}
    doubts = [*_about_columns(sheet, tables), *found.doubts]
    actions: list[ReadAction] = []
    read_measures: list[ReadMeasure] = []
    for record in found.records:
        reading = Reading(tuple(found.areas), words, fills.get(id(record.table)))
        if record.table.columns.measures:
            read_measures.append(read_measure(record, reading))
        else:
            some, its_doubts = read_action(record, reading)
            actions += some
            doubts += its_doubts
    actions, late = in_step(actions, tables)
    doubts = [*without(doubts, late), *late, *_hidden(sheet, tables)]
    reads_as: Literal["actions", "measures"] = (
        "measures"
        if (measures and not actions) or not (actions or not read_measures)
        else "actions"
    )
    return PlanReading(
        sheet.name, reads_as, tables[0].header.first + 1 or None, _columns(sheet, tables),
        tuple(found.areas), tuple(actions), tuple(read_measures), (*found.aside, *aside),
        tuple(sorted(doubts, key=lambda doubt: doubt.row or 0)), _examples(sheet, tables),
    )  # fmt: skip


def _columns(sheet: Sheet, tables: Sequence[Table]) -> dict[str, PlanField | None]:
    """Every header with its field; a column without words above or below it is left out."""
    found: dict[str, PlanField | None] = {}
    for table in tables:
        for column, name in enumerate(table.header.names):
            stated = "title" if column == table.work else table.columns.fields[column]
            if is_blank_name(name) and not stated and not _has_words(sheet, table, column):
                continue
            found[name] = found.get(name) or stated
    return found


def _has_words(sheet: Sheet, table: Table, column: int) -> bool:
    return any(row[column].text for row in sheet.rows[table.start : table.end])


def _examples(sheet: Sheet, tables: Sequence[Table]) -> dict[str, tuple[str, ...]]:
    """The first three values below each header, for the person who checks the mapping."""
    found: dict[str, list[str]] = {}
    for table in tables:
        for column, name in enumerate(table.header.names):
            kept = found.setdefault(name, [])
            for row in sheet.rows[table.start : table.end]:
                if len(kept) >= EXAMPLES:
                    break
                if row[column].text and row[column].text not in kept:
                    kept.append(row[column].text)
    return {name: tuple(values) for name, values in found.items()}


def _fill_column(sheet: Sheet, table: Table, words: PlanWords) -> int | None:
    """Where no column is the status: the one column whose fills name different statuses."""
    if table.columns.first("status") is not None:
        return None
    fills: dict[int, set[str]] = {}
    for row in sheet.rows[table.start : table.end]:
        for column, cell in enumerate(row):
            line = words.statuses.get(plain(cell.fill)) if cell.fill else None
            if line and line.status and line.sure == "yes":
                fills.setdefault(column, set()).add(cell.fill)
    several = [column for column, names in fills.items() if len(names) > 1]
    return several[0] if len(several) == 1 else None


def _about_columns(sheet: Sheet, tables: Sequence[Table]) -> list[ReadDoubt]:
    """Headers found by their shape, and columns mapped by their cells alone."""
    doubts: list[ReadDoubt] = []
    seen: set[str] = set()
    for table in tables:
        row = table.header.first + 1
        if row == 0:
            said = f"{NO_HEADER} The columns are read by what their cells hold: check them."
            doubts.append(ReadDoubt(None, "", sheet.name, said))
            continue
        if not table.header.sure:
            said = "No word of this row is known as a column of a plan. Is it the header?"
            doubts.append(ReadDoubt(row, "", " | ".join(table.header.names), said))
        for column in sorted(table.columns.guessed):
            name, stated = table.header.names[column], table.columns.fields[column]
            if name not in seen and stated:
                said = f"This column is read as “{stated}” because of what its cells hold."
                if is_period(name):
                    said = f"The newest column with a figure in it: it is read as “{stated}”."
                doubts.append(ReadDoubt(row, name, name, said, stated))
                seen.add(name)
        doubts += _about_choices(table, seen)
    return doubts


def _about_choices(table: Table, seen: set[str]) -> list[ReadDoubt]:
    """Columns of which one was chosen, and rows below a parent that are actions of their own."""
    columns, names = table.columns, table.header.names
    told = []
    status = columns.first("status")
    if columns.alike.earlier and status is not None:
        others = listed([f"“{names[column]}”" for column in columns.alike.earlier])
        said = f"The newest status that is filled in is read. Kept beside it: {others}."
        told.append((status, said))
    if table.work is not None:
        what = names[table.title]
        said = f"Several rows below one “{what}” are each an action: each has a lead or a status."
        told.append((table.work, f"{said} Are they its milestones instead?"))
    row = table.header.first + 1
    fresh = [(column, said) for column, said in told if said not in seen]
    seen.update(said for _, said in fresh)
    return [ReadDoubt(row, names[column], names[column], said) for column, said in fresh]


def _hidden(sheet: Sheet, tables: Sequence[Table]) -> list[ReadDoubt]:
    """Hidden rows and columns are read like the others, and said."""
    names = tables[0].header.names
    columns = [c for c in sorted(sheet.hidden_columns) if c < len(names)]
    rows = [r for r in sorted(sheet.hidden_rows) if r < len(sheet.rows)]
    words = [(r, " | ".join(c.text for c in sheet.rows[r] if c.text)) for r in rows]
    return [
        *(
            ReadDoubt(
                tables[0].header.first + 1, names[column], names[column],
                "This column is hidden in the file. It is read like the others.",
            )
            for column in columns
            if any(row[column].text for row in sheet.rows)
        ),
        *(
            ReadDoubt(row + 1, "", text, "This row is hidden in the file. It is read all the same.")
            for row, text in words
            if text
        ),
    ]  # fmt: skip
