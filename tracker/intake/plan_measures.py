"""A measure's words from the cells of its rows: a block of “Indicator n”, or a row of a table."""

from tracker.intake.plan_actions import Reading
from tracker.intake.plan_headers import NUMBERED_MEASURE
from tracker.intake.plan_headings import ref_and_title
from tracker.intake.plan_shapes import ReadMeasure
from tracker.intake.plan_status import read_status
from tracker.intake.plan_tables import Record
from tracker.intake.plan_words import PlanField


def read_measure(record: Record, reading: Reading) -> ReadMeasure:
    """The measure of a record; its analysis and remarks are notes, the rest stays under `other`."""
    names, columns = record.table.header.names, record.table.columns
    named = names[record.table.title]
    title, ref = _text(record, "title"), _text(record, "ref")
    own, rest = ref_and_title(title) if not ref else ("", title)
    block = NUMBERED_MEASURE.fullmatch(named) is not None
    area = reading.areas[record.area] if record.area is not None else None
    notes = [_text(record, "notes"), _text(record, "update"), *(said for _, said in record.labels)]
    kept = {"due", "outcome", "milestones", "measure"}
    return ReadMeasure(
        rows=tuple(row + 1 for row in record.rows),
        title=rest,
        baseline_text=_text(record, "baseline"),
        target_text=_text(record, "target"),
        current_text=_text(record, "current"),
        notes="\n".join(note for note in notes if note),
        ref=ref or own or (named if block else ""),
        area_ref=area.ref if area else "",
        owner_text=_text(record, "owner"),
        status_text=_text(record, "status") or _colour(record, reading),
        other={
            names[place]: "\n".join(piece.cell.text for piece in pieces)
            for place, pieces in record.cells.items()
            if columns.fields[place] is None or columns.fields[place] in kept
        }
        | record.further_areas(),
        area=record.area,
        as_written={named: title} if own else {},
    )


def _text(record: Record, wanted: PlanField) -> str:
    columns = record.table.columns.of(wanted)
    return "\n".join(p.cell.text for column in columns for p in record.cells.get(column, ()))


def _colour(record: Record, reading: Reading) -> str:
    """The name of a status cell's fill where it has no words."""
    column = record.table.columns.first("status")
    fill = record.fills.get(column, "") if column is not None else ""
    return read_status("", fill, reading.words).text
