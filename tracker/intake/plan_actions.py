"""An action's words from the cells of its rows: fields read, doubts told, lists taken apart."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.intake.plan_date_forms import mentions_in, quoted
from tracker.intake.plan_dates import ReadDate, read_due
from tracker.intake.plan_headings import ref_and_title
from tracker.intake.plan_items import listed_items, marked_items
from tracker.intake.plan_owners import owner_doubt
from tracker.intake.plan_shapes import Milestone, ReadAction, ReadArea, ReadDoubt, ReadUpdate
from tracker.intake.plan_status import ReadStatus, read_status, updates_in, with_second
from tracker.intake.plan_tables import Piece, Record, Table
from tracker.intake.plan_words import PlanField, PlanWords
from tracker.plan import Status

_TARGET = re.compile(
    r"\btargets?\b[^\n\d]{0,40}(?:\d+ (?:days|weeks|months)[^\n\d]{0,10})?[–:=\-]\s*"
    r"(?P<value>\d[\d,.]*\s*(?:%|per ?cent)?)",
    re.IGNORECASE,
)
# These are fields of a measure; beside an action they stay under their header.
_KEPT_AS_OTHER: frozenset[PlanField] = frozenset({"baseline", "target", "current"})


@dataclass(frozen=True)
class Reading:
    """What is needed to read a record: areas, status words, the column whose fill counts."""

    areas: tuple[ReadArea, ...]
    words: PlanWords
    fill_column: int | None = None


@dataclass
class _Parts:
    """An action being put together from its record."""

    record: Record
    reading: Reading
    doubts: list[ReadDoubt]
    written: dict[str, str]

    @property
    def table(self) -> Table:
        return self.record.table

    def name(self, column: int) -> str:
        return self.table.header.names[column]

    def pieces(self, wanted: PlanField) -> list[tuple[int, Piece]]:
        return [
            (column, piece)
            for column in self.table.columns.of(wanted)
            for piece in self.record.cells.get(column, ())
        ]

    def text(self, wanted: PlanField) -> str:
        return "\n".join(piece.cell.text for _, piece in self.pieces(wanted))

    def doubt(self, row: int, column: int, text: str, doubt: str, proposal: object = None) -> None:
        known = proposal if isinstance(proposal, date | Status | str) else None
        self.doubts.append(ReadDoubt(row + 1, self.name(column), text, doubt, known))


def read_action(record: Record, reading: Reading) -> tuple[list[ReadAction], list[ReadDoubt]]:
    """The action of a record; several where its cell numbers several."""
    parts = _Parts(record, reading, [], {})
    title_column, title, other = _title(parts)
    read = _status(parts)
    due, due_text = _due(parts)
    _owner(parts)
    _measure(parts)
    stories = [read.story, parts.text("update")]
    area = reading.areas[record.area] if record.area is not None else None
    action = ReadAction(
        rows=tuple(row + 1 for row in record.rows),
        ref=parts.text("ref"),
        area_ref=area.ref if area else "",
        area=record.area,
        title=title,
        owner_text=parts.text("owner"),
        due_text=due_text,
        due_on=due.day,
        due_note=due.note,
        status_text=read.text,
        status=read.status,
        measure_text=parts.text("measure"),
        outcome_text=parts.text("outcome"),
        update_text="\n".join(story for story in stories if story),
        notes=parts.text("notes"),
        milestones=_milestones(parts, due_text),
        other=other,
        updates=tuple(ReadUpdate(u.text, u.on) for s in stories for u in updates_in(s)),
        as_written=parts.written,
    )
    actions = _in_one_cell(parts, title_column, action)
    return actions, parts.doubts


def _title(parts: _Parts) -> tuple[int, str, dict[str, str]]:
    """The title's column and words, and what is kept under the headers of other columns."""
    record, table = parts.record, parts.table
    work = table.work
    column = work if work is not None and work in record.cells else table.title
    other = {
        parts.name(place): "\n".join(piece.cell.text for piece in pieces)
        for place, pieces in record.cells.items()
        if _is_other(table, place, column)
    }
    other |= record.further_areas()
    title = "\n".join(piece.cell.text for piece in record.cells.get(column, ()))
    return column, title, other


def _is_other(table: Table, place: int, title: int) -> bool:
    stated = table.columns.fields[place]
    if place in {title, table.work}:
        return False
    return stated is None or stated in _KEPT_AS_OTHER or stated == "title"


def _status(parts: _Parts) -> ReadStatus:
    """The status of the record's cells and their fill; the story may begin with one, in doubt."""
    columns = parts.table.columns
    column = columns.first("status")
    place = parts.reading.fill_column if column is None else column
    read = ReadStatus() if place is None else _in_column(parts, place, columns.fields[place])
    for other in columns.also_status:
        read = with_second(read, _in_column(parts, other, "status"))
    pieces = parts.record.cells.get(place, []) if place is not None else []
    if read.doubt and place is not None:
        row = pieces[0].row if pieces else parts.record.rows[0]
        text = pieces[0].cell.text if pieces else read.text
        parts.doubt(row, place, text, read.doubt, read.proposal)
    elif not read.story:
        _status_in_story(parts, read)
    return read


def _in_column(parts: _Parts, place: int, stated: PlanField | None) -> ReadStatus:
    """The status in one column: its words, where they are a status's, and its fill."""
    pieces = parts.record.cells.get(place, []) if stated == "status" else []
    words = parts.reading.words
    if len(pieces) > 1:
        return _of_several([read_status(piece.cell.text, "", words) for piece in pieces])
    return read_status(pieces[0].cell.text if pieces else "", _fill(parts, place), words)


def _status_in_story(parts: _Parts, read: ReadStatus) -> None:
    """“Completed: …” in an update says how it goes, where the status is blank or another."""
    for column, piece in parts.pieces("update")[:1]:
        told = read_status(piece.cell.text, "", parts.reading.words)
        status = told.status or told.proposal
        blank = read.status is None and not read.text
        late = told.status == Status.COMPLETE and read.status not in {None, Status.COMPLETE}
        if told.text and status and (blank or late):
            doubt = f"The story says {quoted(told.text)}. Choose a status."
            parts.doubt(piece.row, column, piece.cell.text, doubt, status)


def _fill(parts: _Parts, place: int | None) -> str:
    """The fill that means a status: that of its own cell, not of the whole row."""
    fills = parts.record.fills
    if place is None or place not in fills:
        return ""
    title = parts.table.title
    return "" if place != title and fills.get(title) == fills[place] else fills[place]


def _of_several(reads: list[ReadStatus]) -> ReadStatus:
    """The statuses of the rows of one action: certain only where they are all the same."""
    text = "\n".join(read.text for read in reads if read.text)
    story = "\n".join(read.story for read in reads if read.story)
    known = {read.status for read in reads if read.text}
    doubts = [read.doubt for read in reads if read.doubt and read.text]
    if len(known) == 1 and not doubts:
        return ReadStatus(known.pop(), text, story)
    doubt = doubts[0] if len(known) < 2 and doubts else "The rows of this action differ in status."
    return ReadStatus(None, text, story, None, doubt)


def _due(parts: _Parts) -> tuple[ReadDate, str]:
    pieces = [
        *parts.pieces("due"),
        *(
            (parts.table.columns.first("due") or 0, Piece(row, cell))
            for row, _, cell in parts.record.steps
            if cell
        ),
    ]
    text = "\n".join(piece.cell.text for _, piece in pieces)
    if not pieces:
        return ReadDate(), ""
    day = pieces[0][1].cell.day if len(pieces) == 1 else None
    read = read_due(text, day)
    if read.doubt:
        parts.doubt(pieces[0][1].row, pieces[0][0], text, read.doubt, read.proposal)
    return read, text


def _owner(parts: _Parts) -> None:
    """An owner in doubt is said once, where the words stand."""
    pieces = [(column, piece) for column, piece in parts.pieces("owner") if not piece.carried]
    text = "\n".join(piece.cell.text for _, piece in pieces)
    doubt = owner_doubt(text)
    if doubt:
        parts.doubt(pieces[0][1].row, pieces[0][0], text, doubt)


def _measure(parts: _Parts) -> None:
    """A question left open in a measure, and a target told within its words."""
    for column, piece in parts.pieces("measure"):
        text = piece.cell.text
        if "?" in text and not piece.carried:
            parts.doubt(piece.row, column, text, "A question is still open in these words.")
        target = _TARGET.search(text)
        if target and not piece.carried:
            said = f"A target stands in these words: {quoted(target[0])}."
            parts.doubt(piece.row, column, text, said, target["value"].strip())


# Lists in a cell


def _milestones(parts: _Parts, due_text: str) -> tuple[Milestone, ...]:
    found: list[Milestone] = []
    for column, piece in parts.pieces("milestones"):
        if column != parts.table.work:
            found += _steps(parts, column, piece.cell.text)
    if found and parts.record.steps and parts.table.columns.first("due") is not None:
        found = [_with_due(found[0], parts), *found[1:]]
    for _, cell, due in parts.record.steps:
        read = read_due(due.text, due.day) if due else ReadDate()
        step = _step(cell.text)
        found.append(replace(step, due_text=due.text, due_on=read.day) if due else step)
    return tuple(found) or _dated_lines(due_text)


def _with_due(first: Milestone, parts: _Parts) -> Milestone:
    """The step in the parent's own row has that row's date."""
    pieces = parts.pieces("due")
    if first.due_text or not pieces:
        return first
    cell = pieces[0][1].cell
    return replace(first, due_text=cell.text, due_on=read_due(cell.text, cell.day).day)


def _steps(parts: _Parts, column: int, text: str) -> list[Milestone]:
    items = listed_items(text)
    if items is None:
        return [_step(text)]
    if any(items.marks) or items.intro:
        parts.written[parts.name(column)] = text
    intro = [_step(items.intro)] if items.intro else []
    return [*intro, *(_step(item) for item in items.texts)]


def _step(text: str) -> Milestone:
    """A step's words, with the one date they name."""
    dates = mentions_in(text) if any(sign.isdigit() for sign in text) else []
    if len(dates) != 1:
        return Milestone(text)
    return Milestone(text, dates[0].text, read_due(text).day)


def _dated_lines(due_text: str) -> tuple[Milestone, ...]:
    """A due cell whose every line says what is to be done by when."""
    lines = [line.strip() for line in due_text.split("\n") if line.strip()]
    steps = [_step(line) for line in lines]
    if len(steps) < 2 or not all(s.due_text and _has_words(s) for s in steps):
        return ()
    return tuple(steps)


def _has_words(step: Milestone) -> bool:
    rest = step.text.replace(step.due_text, "")
    return sum(len(word) > 2 for word in rest.split()) >= 3


def _in_one_cell(parts: _Parts, column: int, action: ReadAction) -> list[ReadAction]:
    """One action; or one for each numbered item of its cell, with the row's other words."""
    items = marked_items(action.title)
    if items is None:
        return [_numbered(parts, column, action)]
    parts.written[parts.name(column)] = action.title
    if items.intro:
        ref, title = ref_and_title(items.intro)
        steps = tuple(_step(item) for item in items.texts)
        action = replace(
            action, ref=action.ref or ref, title=title, milestones=(*steps, *action.milestones)
        )
        return [action]
    number = len(items.texts)
    doubt = f"This cell holds {number} actions. Each is read with the row's owner, date and status."
    parts.doubt(parts.record.rows[0], column, action.title, doubt)
    owners, dues = _alike(action.owner_text, number), _alike(action.due_text, number)
    _doubt_each(parts, "owner", owners, owner_doubt)
    _doubt_each(parts, "due", dues, _due_doubt)
    return [
        _one_of(action, mark, text, owner, due)
        for mark, text, owner, due in zip(items.marks, items.texts, owners, dues, strict=True)
    ]


def _doubt_each(
    parts: _Parts,
    wanted: PlanField,
    shares: Sequence[str | None],
    why: Callable[[str], str],
) -> None:
    """Where a cell is shared out, the doubts are those of its items."""
    column = parts.table.columns.first(wanted)
    if column is None or shares[0] is None:
        return
    parts.written[parts.name(column)] = parts.text(wanted)
    parts.doubts = [doubt for doubt in parts.doubts if doubt.column != parts.name(column)]
    for share in shares:
        if share and why(share):
            parts.doubt(parts.record.rows[0], column, share, why(share))


def _due_doubt(text: str) -> str:
    return read_due(text).doubt


def _one_of(
    action: ReadAction, mark: str, title: str, owner: str | None, due: str | None
) -> ReadAction:
    """One of several actions in a cell; its own owner and date where they are numbered alike."""
    one = replace(action, ref=action.ref or mark, title=title)
    if owner is not None:
        one = replace(one, owner_text=owner)
    if due is not None:
        read = read_due(due)
        one = replace(one, due_text=due, due_on=read.day, due_note=read.note)
    return one


def _alike(text: str, number: int) -> tuple[str | None, ...]:
    """The items of a cell that has as many, else None for each: the cell is everybody's."""
    items = marked_items(text)
    alike = items and not items.intro and len(items.texts) == number
    return items.texts if items and alike else (None,) * number


def _numbered(parts: _Parts, column: int, action: ReadAction) -> ReadAction:
    """The number an action's words begin with is its reference, where it has no other."""
    ref, title = ref_and_title(action.title)
    if not ref or (action.ref and action.ref.strip(" .():").casefold() != ref.casefold()):
        return action
    parts.written[parts.name(column)] = action.title
    return replace(action, ref=action.ref or ref, title=title)
