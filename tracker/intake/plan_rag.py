"""How an action goes, from the columns of its record: words, fills, crosses, RAG by quarter."""

from collections.abc import Mapping

from tracker.intake.plan_date_forms import quoted
from tracker.intake.plan_parts import Parts
from tracker.intake.plan_status import ReadStatus, read_status, with_second
from tracker.intake.plan_words import PlanField
from tracker.plan import Status


def status_of(parts: Parts) -> ReadStatus:
    """The status of the record's cells and their fill; the story may begin with one, in doubt."""
    columns = parts.table.columns
    if columns.alike.marks:
        return _marked(parts, columns.alike.marks)
    column = columns.first("status")
    place = parts.reading.fill_column if column is None else column
    if column is not None and columns.alike.earlier:
        place, earlier = _newest(parts, column)
        if earlier.text:
            parts.doubt(parts.record.rows[0], place, earlier.text, earlier.doubt, earlier.proposal)
            return earlier
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


def _marked(parts: Parts, marks: Mapping[int, str]) -> ReadStatus:
    """The status whose column has a cross or a fill; with two of them, none is chosen."""
    crossed = [column for column in marks if parts.record.words(column)]
    filled = [column for column in marks if column in parts.record.fills]
    chosen = crossed or (filled if len(filled) < len(marks) else [])
    words = parts.reading.words
    if len(chosen) != 1:
        said = ", ".join(marks[column] for column in chosen)
        read = ReadStatus(None, said, doubt=f"{quoted(said)} are marked. Choose one.")
        if chosen:
            parts.doubt(parts.record.rows[0], chosen[0], said, read.doubt)
        return read if chosen else ReadStatus()
    read = read_status(marks[chosen[0]], "", words)
    if read.doubt:
        parts.doubt(parts.record.rows[0], chosen[0], read.text, read.doubt, read.proposal)
    return read


def _newest(parts: Parts, column: int) -> tuple[int, ReadStatus]:
    """The newest of several dated status columns; where it is blank, an older one in doubt."""
    if parts.record.words(column) or _fill(parts, column):
        return column, ReadStatus()
    for place in parts.table.columns.alike.earlier:
        read = _in_column(parts, place, "status")
        if read.text:
            status = read.status or read.proposal
            doubt = f"{quoted(parts.name(column))} is blank; {quoted(parts.name(place))} is older."
            return place, ReadStatus(None, read.text, "", status, f"{doubt} Choose a status.")
    return column, ReadStatus()


def _in_column(parts: Parts, place: int, stated: PlanField | None) -> ReadStatus:
    """The status in one column: its words, where they are a status's, and its fill."""
    pieces = parts.record.cells.get(place, []) if stated == "status" else []
    words = parts.reading.words
    if len(pieces) > 1:
        return _of_several([read_status(piece.cell.text, "", words) for piece in pieces])
    return read_status(pieces[0].cell.text if pieces else "", _fill(parts, place), words)


def _status_in_story(parts: Parts, read: ReadStatus) -> None:
    """“Completed: …” in an update says how it goes, where the status is blank or another."""
    for column, piece in parts.pieces("update")[:1]:
        told = read_status(piece.cell.text, "", parts.reading.words)
        status = told.status or told.proposal
        blank = read.status is None and not read.text
        late = told.status == Status.COMPLETE and read.status not in {None, Status.COMPLETE}
        if told.text and status and (blank or late):
            doubt = f"The story says {quoted(told.text)}. Choose a status."
            parts.doubt(piece.row, column, piece.cell.text, doubt, status)


def _fill(parts: Parts, place: int | None) -> str:
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
