"""An action's words from the cells of its rows: fields read, doubts told, lists taken apart."""

import re
from dataclasses import replace

from tracker.intake.plan_date_forms import quoted
from tracker.intake.plan_due import due_of
from tracker.intake.plan_headings import ref_and_title, ref_extends
from tracker.intake.plan_lists import in_one_cell, milestones_of
from tracker.intake.plan_owners import owner_doubt
from tracker.intake.plan_parts import Parts, Reading, updates_of
from tracker.intake.plan_rag import status_of
from tracker.intake.plan_shapes import ReadAction, ReadDoubt, ReadUpdate
from tracker.intake.plan_status import updates_in
from tracker.intake.plan_tables import Record
from tracker.intake.plan_words import PlanField

__all__ = ["Reading", "read_action"]

_TARGET = re.compile(
    r"\btargets?\b[^\n\d]{0,40}(?:\d+ (?:days|weeks|months)[^\n\d]{0,10})?[–:=\-]\s*"
    r"(?P<value>\d[\d,.]*\s*(?:%|per ?cent)?)",
    re.IGNORECASE,
)
# One item alone, with the sign of a list before it.
_BULLET = re.compile(r"[•▪●◦○‣·*➢➤–—\-]\s+(?=\S)")
# These are fields of a measure; beside an action they stay under their header.
_KEPT_AS_OTHER: frozenset[PlanField] = frozenset({"baseline", "target", "current"})


def read_action(record: Record, reading: Reading) -> tuple[list[ReadAction], list[ReadDoubt]]:
    """The action of a record; several where its cell numbers several."""
    parts = Parts(record, reading, [], {})
    title_column, title, other = _title(parts)
    read = status_of(parts)
    due, due_text, further = due_of(parts)
    other |= further
    _owner(parts)
    _measure(parts)
    stories = [read.story, *updates_of(parts), *(text for _, text in record.labels)]
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
        milestones=milestones_of(parts, due_text),
        other=other,
        updates=tuple(ReadUpdate(u.text, u.on) for s in stories for u in updates_in(s)),
        as_written=parts.written,
    )
    action = _of_parent(parts, action)
    several = in_one_cell(parts, title_column, action)
    return several or [_numbered(parts, title_column, action)], parts.doubts


def _title(parts: Parts) -> tuple[int, str, dict[str, str]]:
    """The title's column and words, and what is kept under the headers of other columns."""
    record = parts.record
    column = parts.table.title if parts.work is None else parts.work
    other = {
        parts.name(place): "\n".join(piece.cell.text for piece in pieces)
        for place, pieces in record.cells.items()
        if _is_other(parts, place, column)
    }
    other |= record.further_areas()
    title = "\n".join(piece.cell.text for piece in record.cells.get(column, ()))
    return column, title, other


def _is_other(parts: Parts, place: int, title: int) -> bool:
    columns = parts.table.columns
    stated = columns.fields[place]
    if place in {title, parts.table.work}:
        return False
    if place in (columns.alike.marks or ()) or place in columns.alike.earlier:
        return True
    return stated is None or stated in _KEPT_AS_OTHER or stated == "title"


def _of_parent(parts: Parts, action: ReadAction) -> ReadAction:
    """Without a number in a column of its own, the one that the parent's words begin with."""
    if action.ref or parts.work is None:
        return action
    ref, _ = ref_and_title(parts.record.words(parts.table.title))
    own, _ = ref_and_title(action.title)
    return action if not ref or ref_extends(own, ref) else replace(action, ref=ref)


def _owner(parts: Parts) -> None:
    """An owner in doubt is said once, where the words stand."""
    pieces = [(column, piece) for column, piece in parts.pieces("owner") if not piece.carried]
    text = "\n".join(piece.cell.text for _, piece in pieces)
    doubt = owner_doubt(text)
    if doubt:
        parts.doubt(pieces[0][1].row, pieces[0][0], text, doubt)


def _measure(parts: Parts) -> None:
    """A question left open in a measure, and a target told within its words."""
    for column, piece in parts.pieces("measure"):
        text = piece.cell.text
        if "?" in text and not piece.carried:
            parts.doubt(piece.row, column, text, "A question is still open in these words.")
        target = _TARGET.search(text)
        if target and not piece.carried:
            said = f"A target stands in these words: {quoted(target[0])}."
            parts.doubt(piece.row, column, text, said, target["value"].strip())


def _numbered(parts: Parts, column: int, action: ReadAction) -> ReadAction:
    """The number an action's words begin with is its reference, where it has no other."""
    bullet = _BULLET.match(action.title)
    ref, title = ref_and_title(action.title[bullet.end() :] if bullet else action.title)
    if bullet and not ref:
        parts.written[parts.name(column)] = action.title
        return replace(action, title=title)
    if not ref or (action.ref and action.ref.strip(" .():").casefold() != ref.casefold()):
        return action
    parts.written[parts.name(column)] = action.title
    return replace(action, ref=action.ref or ref, title=title)
