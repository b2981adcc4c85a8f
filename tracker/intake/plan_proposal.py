"""From a reading of a sheet to records: what an import would add, change and leave in doubt.

Nothing is saved here. A person sees the proposal, settles doubts, leaves rows out, and then keeps
all of it in one save, or none. A blank cell never erases what the plan already says.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from tracker.evidence import Doubt
from tracker.intake.plan_matching import Known, as_line, bare
from tracker.intake.plan_measure_records import measure_record
from tracker.intake.plan_owners import may_be_a_post, owner_doubt
from tracker.intake.plan_proposed import NO_CHOICES, Choices, Proposal, Proposed, Source
from tracker.intake.plan_shapes import (
    PlanReading,
    ReadAction,
    ReadArea,
    ReadDoubt,
    ReadMeasure,
    ReadUpdate,
)
from tracker.measures import Measure
from tracker.people import Group, Post
from tracker.plan import Action, Area, Outcome, Status, StatusUpdate
from tracker.plan_as_at import PlanAsAt
from tracker.records import TEXT_LENGTH, Record, record_id

TROUBLE = {Status.AT_RISK, Status.OFF_TRACK}


def propose(
    reading: PlanReading, plan: PlanAsAt, source: Source, choices: Choices = NO_CHOICES
) -> Proposal:
    """The records a reading makes in `plan`, with what people settled.

    Every id follows from the import's own, so the same choices give the same proposal.
    """
    made = _Made(reading, plan, source, choices)
    made.read_areas()
    for action in reading.actions:
        if not set(action.rows) & choices.left_out:
            made.read_action(action)
    made.read_measures()
    doubts = (*made.open_doubts(), *_of_new_measures(made))
    records = tuple(made.found.values())
    return Proposal(source, reading, records, doubts, choices.statuses)


class _Made:
    """The records made so far, and how rows lead to them."""

    def __init__(
        self, reading: PlanReading, plan: PlanAsAt, source: Source, choices: Choices
    ) -> None:
        self.reading, self.plan, self.source, self.choices = reading, plan, source, choices
        self.known = Known(plan)
        self.found: dict[UUID, Proposed] = {}
        self.area_at: dict[int, Area] = {}
        self.of_row: dict[int, Record] = {}
        self.refs = {bare(area.ref) for area in plan.areas}
        self.refs |= {bare(action.ref) for action in plan.actions}
        self.refs |= {bare(outcome.ref) for outcome in plan.outcome.values()}
        self.next: dict[str, int] = {}
        self.accepted: dict[int, list[ReadDoubt]] = {}
        for doubt in choices.accepted:
            day = choices.days.get(doubt)
            settled = replace(doubt, proposal=day) if day else doubt
            self.accepted.setdefault(doubt.row or 0, []).append(settled)

    def id(self, kind: type[Record], key: object) -> UUID:
        return record_id(str(self.source.id), kind.kind, str(key))

    def add(
        self, record: Record, rows: Iterable[int], words: Any, before: Record | None = None
    ) -> None:
        """Propose a record read from `rows` (numbers of the sheet), with the words it came from."""
        self.found[record.id] = Proposed(record, tuple(rows), words, before)
        for row in rows:
            if isinstance(record, Action | Measure):
                self.of_row[row] = record
            else:
                self.of_row.setdefault(row, record)

    # Areas

    def read_areas(self) -> None:
        wanted = {action.area for action in self.reading.actions}
        wanted |= {measure.area for measure in self.reading.measures}
        for area in self.reading.areas:
            if area.place in wanted:
                self._area(area)

    def home(self, place: int | None) -> Area:
        """The area of a row; one without a heading is made when a new record first needs it."""
        own = -1 if place is None or place not in self.area_at else place
        if own not in self.area_at:
            self.area_at[own] = self._area_without_a_heading()
        return self.area_at[own]

    def _area(self, read: ReadArea) -> None:
        known = self.known.area(read.ref, read.title)
        if known:
            self.area_at[read.place] = known
            return
        ref = self._free(read.ref)
        title = as_line(read.title) or f"Area {ref}"
        wording = read.title if len(read.title) > len(title) else ""
        made = Area(id=self.id(Area, read.place), ref=ref, title=title, wording=_text(wording))
        self.area_at[read.place] = made
        words = {"Area": read.as_written or read.title}
        self.add(made, (read.row,), {"ref": read.ref, **words} if read.ref else words)

    def _area_without_a_heading(self) -> Area:
        """Where the sheet names no area: the one of the plan, or one named for the sheet."""
        if len(self.plan.areas) == 1:
            return self.plan.areas[0]
        known = self.known.area("", self.reading.sheet)
        title = as_line(self.reading.sheet) or "Imported actions"
        made = known or Area(id=self.id(Area, "sheet"), ref=self._free(""), title=title)
        if not known:
            self.add(made, (), {})
        return made

    def _free(self, ref: str, within: str = "") -> str:
        """The reference as written, where it is free; else the next number."""
        line = as_line(ref)
        if line and bare(line) not in self.refs:
            self.refs.add(bare(line))
            return line
        number = self.next.get(within, 1)
        while bare(f"{within}{number}") in self.refs:
            number += 1
        self.next[within] = number + 1
        self.refs.add(bare(f"{within}{number}"))
        return f"{within}{number}"

    # Actions, with their outcome, owner and report

    def read_action(self, read: ReadAction) -> None:
        """Propose an action with its outcome, owner and update, or the change of a known one."""
        read = self._settled(read)
        if not read.title.strip():
            return
        known = self.known.action(read.ref, read.title)
        if known and known.id in self.found:  # a second row of the same name is its own action
            known = None
        area = self.plan.area[known.area_id] if known else self.home(read.area)
        said = self._said(read, area)
        if known:
            action = known.model_copy(update={k: v for k, v in said.items() if v not in (None, "")})
        else:
            ref = self._free(read.ref, within=f"{area.ref}.")
            made = {"id": self.id(Action, f"{read.rows}/{read.title}"), "ref": ref}
            action = Action(**said | made | {"area_id": area.id})
        self.add(action, read.rows, self._words(read), known)
        self._report(read, action)

    def _settled(self, read: ReadAction) -> ReadAction:
        """The action with the proposals that were accepted for its rows."""
        columns = self.reading.columns
        for doubt in (d for row in read.rows for d in self.accepted.get(row, ())):
            about = columns.get(doubt.column)
            if isinstance(doubt.proposal, Status):
                read = replace(read, status=doubt.proposal)
            elif isinstance(doubt.proposal, date) and about in _DATED:
                read = replace(read, due_on=doubt.proposal)
            elif isinstance(doubt.proposal, date):
                updates = (_dated(update, doubt.text, doubt.proposal) for update in read.updates)
                read = replace(read, updates=tuple(updates))
        return read

    def _said(self, read: ReadAction, area: Area) -> dict[str, Any]:
        """What the row says of an action's fields; None and '' where it says nothing."""
        outcome = self._outcome(read, area)
        return {
            "title": as_line(read.title),
            "what": _text(_what(read)),
            "due_on": read.due_on,
            "owner_id": self._owner(read.owner_text, read.rows),
            "outcome_id": outcome.id if outcome else None,
        }

    def _outcome(self, read: ReadAction, area: Area) -> Outcome | None:
        words = read.outcome_text.strip()
        if not words:
            return None
        key = (area.id, bare(words))
        if key not in self.known.outcome:
            made = Outcome(
                id=self.id(Outcome, f"{area.ref}/{bare(words)}"), ref=self._free("", within="O"),
                area_id=area.id, words=_text(words),
            )  # fmt: skip
            self.known.outcome[key] = made
            self.add(made, read.rows[:1], {"Outcome": words})
        return self.known.outcome[key]

    def _owner(self, text: str, rows: tuple[int, ...]) -> UUID | None:
        """A post, person or group known already; else a new post, or a group where that is said.

        Words in doubt (All, two leads) are kept as a group, which is no owner: the gap says so.
        """
        words = as_line(self.choices.posts.get(text, text))
        if not words:
            return None
        known = self.known.owner.get(bare(words))
        if known is None:
            chosen = text in self.choices.posts
            several = not may_be_a_post(words) if chosen else bool(owner_doubt(words))
            made: Post | Group
            if several:
                made = Group(id=self.id(Group, bare(words)), ref=words, name=words)
            else:
                made = Post(id=self.id(Post, bare(words)), ref=words, title=words)
            known = self.known.owner[bare(words)] = made.id
            self.add(made, rows[:1], {"Owner": self.choices.posts.get(text, text)})
        return known

    def _words(self, read: ReadAction | ReadMeasure) -> dict[str, Any]:
        """Everything the rows said, by what it was read as; a name that a post replaces is gone."""
        empty: tuple[Any, ...] = (None, "", [], {})
        said = read.as_json() | {
            "owner_text": self.choices.posts.get(read.owner_text) or read.owner_text
        }
        return {name: value for name, value in said.items() if value not in empty}

    def _report(self, read: ReadAction, action: Action) -> None:
        """The story as a report, dated where it carries a date; none where no status is known."""
        if read.status is None:
            return
        days = [update.on for update in read.updates if update.on]
        as_of = max((day for day in days if day <= self.source.as_of), default=self.source.as_of)
        story = read.update_text or (read.status_text if read.status in TROUBLE else "")
        newest = self.plan.updates.get(action.id)
        same = newest is not None and newest.record.status is read.status
        if same and newest and bare(read.update_text) in {"", bare(newest.record.done)}:
            return
        key = f"{read.rows}/{read.title}"
        report = StatusUpdate(
            id=self.id(StatusUpdate, key), action_id=action.id, as_of=as_of, status=read.status,
            done=_text(story),
        )  # fmt: skip
        self.add(report, read.rows, {"Status": read.status_text, "Story": read.update_text})

    # Measures

    def read_measures(self) -> None:
        """Propose every measure of the sheet that is not left out."""
        for read in self.reading.measures:
            if set(read.rows) & self.choices.left_out or not read.title.strip():
                continue
            known = self.known.measure(read.ref, read.title)
            if known and known.id in self.found:  # so is a second row of the same measure
                known = None
            area = self.plan.area[known.area_id] if known else self.home(read.area)
            made = measure_record(
                read, area, known, self.id(Area, f"measure/{read.rows}"), self._owner
            )
            self.add(made, read.rows, self._words(read), known)

    # Doubts

    def open_doubts(self) -> Iterator[Doubt]:
        """The doubts nobody settled, each on the record its row became."""
        for number, doubt in enumerate(self.reading.doubts):
            record = self.of_row.get(doubt.row or 0)
            if doubt in self.choices.accepted or record is None or self.found[record.id].same:
                continue
            about = self.reading.columns.get(doubt.column) or ""
            if about in _DATED and isinstance(doubt.proposal, date):
                about = "due"
            words = f"{doubt.doubt} (row {doubt.row} of {self.source.file_name})"
            yield Doubt(
                id=self.id(Doubt, number), ref=f"import {number + 1}", record_kind=record.kind,
                record_id=record.id, field=_FIELDS.get(about, ""), words=_text(words),
            )  # fmt: skip


def _of_new_measures(made: "_Made") -> Iterator[Doubt]:
    """What a sheet hardly ever says of a measure, proposed until somebody settles it."""
    for one in made.found.values():
        if not isinstance(one.record, Measure) or not one.new:
            continue
        for name, said in (
            ("measure_kind", "The imported plan does not say what kind of measure it is."),
            ("better", "The imported plan does not say which way is better."),
        ):
            yield Doubt(
                id=made.id(Doubt, f"{one.record.id}/{name}"), ref=f"{one.record.ref} {name}"[:200],
                record_kind=one.record.kind, record_id=one.record.id, field=name, words=said,
            )  # fmt: skip


# A date in doubt there is a due date: of its own column, or one the action's words name.
_DATED = frozenset({"due", "title"})
# A column of a sheet, and the field of an action its doubt is about.
_FIELDS: Mapping[str, str] = {
    "due": "due_on", "owner": "owner_id", "title": "title", "outcome": "outcome_id",
    "measure": "measure_ids",
}  # fmt: skip


def _dated(update: ReadUpdate, text: str, day: date) -> ReadUpdate:
    """A report whose day was in doubt, with the day that was accepted for it."""
    return replace(update, on=day) if text in update.text else update


def _what(read: ReadAction) -> str:
    """What will exist or be done: the words a title has no room for, steps, how it is known."""
    title = " ".join(read.title.split())
    parts = [read.title.strip()] if as_line(read.title) != title else []
    parts += [
        f"- {' '.join(step.text.split())}"
        + (f" ({step.due_text})" if step.due_text and step.due_text not in step.text else "")
        for step in read.milestones
    ]
    if read.measure_text.strip():
        parts.append(f"How we will know: {read.measure_text.strip()}")
    return "\n".join(parts)


def _text(text: str) -> str:
    """As much of a text as a field holds; the whole of it stays with the import."""
    return text if len(text) <= TEXT_LENGTH else text[: TEXT_LENGTH - 1] + "…"
