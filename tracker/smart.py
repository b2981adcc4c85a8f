"""The SMART check of an action: letter by letter a verdict, its reason, and what would mend it.

One rule and two doors: an action of the plan as at its day, and words from elsewhere (a form while
somebody types, a row of a published plan). It is an aid: a person may overrule a letter with a
note, which stands beside the check's own verdict. There is no score.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from tracker.delivery import times_extended
from tracker.measures import Measure
from tracker.plan import Action, Area, Outcome, Status
from tracker.plan_as_at import PlanAsAt
from tracker.smart_bounds import bound, owned, relevant
from tracker.smart_measured import measure_of_texts, measured, stated_measure
from tracker.smart_notes import Letter, SmartNote, Verdict
from tracker.smart_specific import specific
from tracker.smart_verdicts import Finding, Stated, StatedMeasure
from tracker.smart_words import SmartWords, smart_words
from tracker.words import listed

AN_AID = (
    "An aid, not a judgement: it reads words and fields, and knows nothing of the work. "
    "A person may overrule a letter with a note."
)
# Without a clear action nobody can own, date or measure it: the order in which mending pays.
MEND_ORDER = (Letter.S, Letter.A, Letter.T, Letter.M, Letter.R)
_QUOTES = re.compile(r"[“\"'‘]([^”\"’“‘]{1,60})[”\"'’]")
L = TypeVar("L", Outcome, Measure)
_NO_NOTES: Mapping[Letter, SmartNote] = {}


@dataclass(frozen=True, slots=True)
class Mark:
    """One letter: the check's finding, and the note of a person who says otherwise."""

    letter: Letter
    finding: Finding
    note: SmartNote | None = None

    @property
    def stands(self) -> Verdict:
        """The verdict that counts: the person's where there is one."""
        return self.note.verdict if self.note else self.finding.verdict

    @property
    def why(self) -> str:
        """The reason of the verdict that counts."""
        return self.note.words if self.note else self.finding.reason


@dataclass(frozen=True, slots=True)
class Smart:
    """The five marks of one action, in the order S, M, A, R, T."""

    marks: tuple[Mark, ...]

    def __getitem__(self, letter: Letter) -> Mark:
        """The mark of one letter."""
        return self.marks[list(Letter).index(letter)]

    @property
    def lacks(self) -> tuple[Letter, ...]:
        """The letters that fail, after any note."""
        return tuple(mark.letter for mark in self.marks if mark.stands is Verdict.FAIL)

    @property
    def to_mend(self) -> tuple[Mark, ...]:
        """What could be better, most useful first: fails before partly, then `MEND_ORDER`."""
        wanting = [mark for mark in self.marks if mark.stands is not Verdict.PASS]
        return tuple(sorted(wanting, key=_usefulness))

    @property
    def alarms(self) -> bool:
        """Is it so far from SMART that it calls for somebody?

        A single missing owner, date, outcome or measure has an alert of its own; so this one is
        raised where S fails, or two letters or more.
        """
        lacks = self.lacks
        return Letter.S in lacks or len(lacks) > 1


def smart_of(stated: Stated, words: SmartWords, notes: Sequence[SmartNote] = ()) -> Smart:
    """The check of what an action states, with the notes of people about this action."""
    said = {note.letter: note for note in notes} if notes else _NO_NOTES
    findings = {
        Letter.S: specific(stated.title, stated.what, words),
        Letter.M: measured(stated, words),
        Letter.A: owned(stated, words),
        Letter.R: relevant(stated, words),
        Letter.T: bound(stated, words),
    }
    return Smart(tuple(Mark(letter, findings[letter], said.get(letter)) for letter in Letter))


def smart_of_texts(
    words: SmartWords,
    *,
    title: str,
    what: str = "",
    owner_text: str = "",
    resources_text: str = "",
    due_text: str = "",
    due_on: date | None = None,
    measure_text: str = "",
    baseline_text: str = "",
    target_text: str = "",
    area_text: str = "",
    outcome_text: str = "",
    quality_indicator: str = "",
    plan_starts_on: date | None = None,
    plan_ends_on: date | None = None,
    notes: Sequence[SmartNote] = (),
) -> Smart:
    """The same check of words: a row of a published plan, or a form while somebody types.

    `due_on` is the date that was read from `due_text`, if any; without it the words are read.
    """
    measures = measure_of_texts(measure_text, baseline_text, target_text, due_text)
    stated = Stated(
        title, what, owner=owner_text, resources=resources_text, due_on=due_on, due_text=due_text,
        starts_on=plan_starts_on, ends_on=plan_ends_on, area=area_text, outcome=outcome_text,
        quality_indicator=quality_indicator, measures=measures,
    )  # fmt: skip
    return smart_of(stated, words, notes)


class SmartCheck:
    """The check of the actions of one plan as at its day; what they share is looked up once."""

    def __init__(self, plan: PlanAsAt) -> None:
        """Make ready the lists of words, the notes of people, and what dates were written."""
        self._plan = plan
        self._words = smart_words(plan.reference)
        self._written = _written(plan)
        self._measures: dict[int, StatedMeasure] = {}
        self._checked: dict[UUID, Smart] = {}
        self._notes: dict[UUID, list[UUID]] = {}
        for note, versions in plan.histories.get(SmartNote, {}).items():
            self._notes.setdefault(versions[-1].record.action_id, []).append(note)

    def of(self, action: Action) -> Smart:
        """The check of one action as at the plan's day; one of the plan is judged once.

        An action that is not the plan's own, such as one being typed, is judged as it stands.
        """
        if self._plan.action.get(action.id) is not action:
            return self._on(action, self._plan.day)
        if action.id not in self._checked:
            self._checked[action.id] = self._on(action, self._plan.day)
        return self._checked[action.id]

    def since(self, action: Action) -> date:
        """The first day from which an action that alarms has done so without a break.

        Judged on every day on which the action, what it links to, or a note on it changed, by the
        words and the plan's dates as they are on the plan's day.
        """
        own = [version.as_of for version in self._plan.history(Action, action.id)]
        linked = _days_of_links(self._plan, action.id, self._notes.get(action.id, ()))
        since, *earlier = sorted({*own, *(day for day in linked if day > own[0])}, reverse=True)
        for day in earlier:
            if not self._on(self._plan.said_on(Action, action.id, day), day).alarms:
                break
            since = day
        return since

    def _on(self, action: Action, day: date) -> Smart:
        notes = (self._plan.stood_as(SmartNote, n, day) for n in self._notes.get(action.id, ()))
        return smart_of(self._stated(action, day), self._words, [note for note in notes if note])

    def _stated(self, action: Action, day: date) -> Stated:
        """What an action states on a day; a link counts only while what it leads to stands."""
        plan = self._plan
        now = day == plan.day
        outcome = _linked(plan, Outcome, action.outcome_id, plan.outcome if now else None, day)
        measures = (
            _linked(plan, Measure, measure, plan.measure if now else None, day)
            for measure in action.measure_ids
        )
        area = plan.area.get(action.area_id)
        history = plan.history(Action, action.id)
        return Stated(
            title=action.title,
            what=action.what,
            owner=plan.owner_words(action.owner_id),
            owner_is=_owner_is(plan, action),
            resources=action.resources,
            due_on=action.due_on,
            due_text=self._written.get(action.id, ""),
            moved=times_extended(version for version in history if version.as_of <= day),
            often=int(plan.reference.settings["extended_often_times"]),
            starts_on=plan.plan.starts_on if plan.plan else None,
            ends_on=plan.plan.ends_on if plan.plan else None,
            open_on=day if now and not _is_complete(plan, action) else None,
            area=area.title if area else "",
            outcome=outcome.words if outcome else "",
            quality_indicator=", ".join(outcome.quality_indicators) if outcome else "",
            measures=tuple(self._measure(measure) for measure in measures if measure),
        )

    def _measure(self, measure: Measure) -> StatedMeasure:
        """A measure as the rule takes it; many actions share the same few."""
        kept = self._measures.get(id(measure))
        if kept is None:
            kept = self._measures[id(measure)] = stated_measure(measure)
        return kept


def smart_readings(plan: PlanAsAt) -> dict[UUID, Smart]:
    """The check of every action of the plan as at its day, by the action's id."""
    check = SmartCheck(plan)
    return {action.id: check.of(action) for action in plan.actions}


def why_not_smart(smart: Smart) -> str:
    """The alert's sentence: which letters fail, and the reason of the one to mend first."""
    first = smart.to_mend[0]
    letters = listed(letter.value for letter in smart.lacks)
    return f"It fails {letters}. {first.why}"


def _usefulness(mark: Mark) -> tuple[bool, int]:
    return mark.stands is not Verdict.FAIL, MEND_ORDER.index(mark.letter)


def _linked(
    plan: PlanAsAt,
    kind: type[L],
    record: UUID | None,
    standing: Mapping[UUID, L] | None,
    day: date,
) -> L | None:
    """What the action leads to, while it stands; `standing` has those of the plan's own day."""
    if record is None:
        return None
    if standing is not None:
        return standing.get(record)
    one = plan.stood_as(kind, record, day)
    return one if one and plan.stood_as(Area, one.area_id, day) else None


def _owner_is(plan: PlanAsAt, action: Action) -> str:
    if action.owner_id is None:
        return ""
    return "group" if action.owner_id in plan.group else "post"


def _is_complete(plan: PlanAsAt, action: Action) -> bool:
    newest = plan.updates.get(action.id)
    return newest is not None and newest.record.status is Status.COMPLETE


def _written(plan: PlanAsAt) -> dict[UUID, str]:
    """What was written where a due date should stand, from the doubts that quote it."""
    found: dict[UUID, str] = {}
    for doubt in plan.open_doubts:
        if doubt.field == "due_on" and (quote := _QUOTES.search(doubt.words)):
            found[doubt.record_id] = quote[1]
    return found


def _days_of_links(plan: PlanAsAt, action: UUID, notes: Sequence[UUID]) -> set[date]:
    said = [version.record for version in plan.history(Action, action)]
    kinds = (
        (Measure, {measure for record in said for measure in record.measure_ids}),
        (Outcome, {record.outcome_id for record in said if record.outcome_id}),
        (SmartNote, set(notes)),
        (Area, set(_areas_of_links(plan, said))),
    )
    return {
        version.as_of
        for kind, records in kinds
        for record in records
        for version in plan.history(kind, record)
    }


def _areas_of_links(plan: PlanAsAt, said: Iterable[Action]) -> Iterator[UUID]:
    """A measure or an outcome of an area that is withdrawn does not stand."""
    for action in said:
        for measure in action.measure_ids:
            yield from (version.record.area_id for version in plan.history(Measure, measure))
        if action.outcome_id:
            outcome = plan.history(Outcome, action.outcome_id)
            yield from (version.record.area_id for version in outcome)


def lacking(checked: Mapping[UUID, Smart]) -> Counter[Letter]:
    """How many actions fail each letter."""
    return Counter(letter for smart in checked.values() for letter in smart.lacks)
