"""The public version of a plan: small numbers hidden, and what was written for inside left out.

    told = public_progress(progress, lambda plan: store.published_days(database, plan))

Everything said afterwards is worked out again from the shown points (`disclosure.py`). Left out:

- `needed` and `next` of a report: written for the board, about staff, money and intentions;
- agendas, attendance, decisions and questions of meetings; kept snapshots and papers taken; doubts;
- `made_by` of a judgement and `who` of a cycle: lines in which people write names;
- the note on a hidden point and that it stands out or is left out: it tells of the point; a note
  that names a number on any point of its measure;
- who stated something, and their reason for changing it;
- the reasons of phases of a measure with a hidden figure: they tell what its chart showed;
- what a person wrote to overrule the SMART check;
- of an area, or a test or action linked to a measure, with a hidden figure: reports, judgements and
  what is written about tests, that name any number. Any, not the hidden one: a text left out
  because it says 3 would tell that it is 3.

Titles, wording, definitions, targets, resources and links stay as people wrote them.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

from tracker.disclosure import EarlierPoints, Measured, PublicPoints, public_measures
from tracker.disclosure_settings import HIDDEN_WORDS, public_settings
from tracker.evidence import Doubt, Judgement, Meeting
from tracker.judged_points import group_doubts, judged_points
from tracker.meetings import KeptSnapshot, MeetingDecision, PaperTaken, Question
from tracker.plan import StatusUpdate
from tracker.plan_as_at import PlanAsAt, Points
from tracker.progress import Progress
from tracker.readings import MeasureReading, Readings, readings
from tracker.records import Record
from tracker.series import DAYS_NAMED, series_of
from tracker.smart_notes import SmartNote
from tracker.tests_of_change import NewPhase, PdsaCycle, PointMark, TestOfChange
from tracker.words import counted, day_words, listed

PUBLIC_LABEL = f"Public version: {HIDDEN_WORDS.removeprefix('hidden: ')} hidden"
LEFT_OUT = "Left out of the public version."
MAY_TELL = "Left out of the public version: it names a number."
INSIDE: tuple[type[Record], ...] = (Doubt, MeetingDecision, Question, KeptSnapshot, PaperTaken)

# The days whose figures an inspector published, by measure.
Days: TypeAlias = Mapping[UUID, Collection[date]]
Published: TypeAlias = Callable[[PlanAsAt], Days]
R = TypeVar("R", bound=Record)
Change: TypeAlias = Callable[[Any], Mapping[str, Any] | None]

_NUMBER_WORDS = re.compile(
    r"\b(zero|none|no one|nobody|single|one|two|three|four|five|six|seven|eight|nine|ten|eleven"
    r"|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty"
    r"|fifty|sixty|seventy|eighty|ninety|hundred|dozen|couple|pair|both|half|halves|third|thirds"
    r"|quarters?|once|twice|all but|a few|aon|dà|dhà|trì|ceithir|còig)\b",
    re.IGNORECASE,
)
_TEXTS: Mapping[type[Record], tuple[str, ...]] = {
    StatusUpdate: ("done", "data_show"),
    Judgement: ("words", "evidence"),
    TestOfChange: ("where", "evaluation"),
    PdsaCycle: ("question", "prediction", "what", "where", "how_many", "data_to_collect",
                "happened", "surprises", "result", "learning", "next_cycle"),
}  # fmt: skip


@dataclass(frozen=True)
class PublicPlan:
    """A plan made public; `made` says of each measure what is hidden, for those who publish."""

    plan: PlanAsAt
    made: Mapping[UUID, PublicPoints]


def public_plan(
    plan: PlanAsAt, published: Days, earlier: Mapping[UUID, EarlierPoints] | None = None
) -> PublicPlan:
    """The plan with hidden points, and without what was written for inside.

    Its records still hold typed baselines, so that none seems to be missing: what a measure says
    is taken from `public_readings`. `earlier`: what was shown of the same measures before.
    """
    shown = earlier or {}
    measured = {
        m.id: Measured(
            m, plan.points[m.id], published.get(m.id, ()), [shown[m.id]] if m.id in shown else []
        )
        for m in plan.measures
        if m.id in plan.points
    }
    made = public_measures(measured, public_settings(plan.reference.settings))
    # Points of measures that do not stand are shown nowhere; they are not handed on.
    points = {key: one.points._replace(hidden=one.hidden) for key, one in made.items()}
    return PublicPlan(_without_inside(replace(plan, points=points), made), made)


def public_readings(public: PublicPlan) -> Readings:
    """The readings of the shown points, which say where figures are hidden."""
    read = readings(public.plan)
    measures = tuple(_told(one, public.made.get(one.measure.id)) for one in read.measures)
    return replace(read, measures=measures)


def public_progress(progress: Progress, published: Published) -> Progress:
    """The progress for everybody: now and before alike, so that the two give nothing back."""
    old, new = progress.before.plan, progress.now.plan
    before = public_plan(old, published(old))
    earlier = {
        key: EarlierPoints(old.points[key], one.hidden, f"the plan of {day_words(old.day)}")
        for key, one in before.made.items()
    }
    now = public_plan(new, published(new), earlier)
    both = _hidden_as_well(before, now)
    return replace(progress, now=public_readings(now), before=public_readings(both))


def hidden_words(reading: MeasureReading) -> str:
    """That figures of a measure are hidden, as a sentence; '' where none is."""
    number = len(set(reading.points.hidden))
    if not number:
        return ""
    return f"{counted(number, 'figure')} {HIDDEN_WORDS}; this is read from the others."


def hidden_count(read: Readings) -> int:
    """How many figures are hidden in all."""
    return sum(len(set(one.points.hidden)) for one in read.measures)


def _hidden_as_well(before: PublicPlan, now: PublicPlan) -> PublicPlan:
    """The earlier plan without what is hidden now."""
    points = {
        key: _without(its, now.made[key].hidden) if key in now.made else its
        for key, its in before.plan.points.items()
    }
    return replace(before, plan=replace(before.plan, points=points))


def _without(points: Points, hidden: Iterable[date]) -> Points:
    days = set(hidden) & set(points.dates) | set(points.hidden)

    def shown(column: tuple[float | None, ...]) -> tuple[float | None, ...]:
        pairs = zip(points.dates, column, strict=True)
        return tuple(None if on in days else number for on, number in pairs) if column else ()

    return Points(
        points.dates, shown(points.values), shown(points.denominators), shown(points.compared),
        shown(points.compared_denominators), tuple(on for on in points.dates if on in days),
    )  # fmt: skip


# What a measure says


def _told(reading: MeasureReading, made: PublicPoints | None) -> MeasureReading:
    hidden = tuple(dict.fromkeys(reading.points.hidden))
    if made is not None and not made.baseline_shown:
        period = f"{reading.measure.baseline_period} ({HIDDEN_WORDS})"
        measure = reading.measure.model_copy(update={"baseline": None, "baseline_period": period})
        reading = replace(reading, measure=measure)
    if not hidden:
        return reading
    series = replace(reading.chart.series, doubts=_doubts(reading, hidden))
    words = f"{reading.chart.reading} {hidden_words(reading)}".strip()
    return replace(reading, chart=replace(reading.chart, series=series, reading=words))


def _doubts(reading: MeasureReading, hidden: tuple[date, ...]) -> tuple[str, ...]:
    """What is unsure about the shown points, and where figures are hidden instead of missing."""
    judged = judged_points(reading.measure, reading.points)
    shown = [row for row, on in enumerate(judged.dates) if on not in hidden]
    below = judged.below and [judged.below[row] for row in shown]
    found = series_of(
        [judged.dates[row] for row in shown], [judged.values[row] for row in shown], below,
        chart=reading.options.chart if below else None,
    ).doubts  # fmt: skip
    named = [day_words(on) for on in hidden[:DAYS_NAMED]]
    if len(hidden) > DAYS_NAMED:
        named.append(f"{len(hidden) - DAYS_NAMED} more")
    told = group_doubts(reading.measure, reading.points, found)
    return (*told, f"{HIDDEN_WORDS} on {listed(named)}")


# What was written for inside


def _without_inside(plan: PlanAsAt, made: Mapping[UUID, PublicPoints]) -> PlanAsAt:
    telling = _Telling(plan, made)
    kept = {kind: its for kind, its in plan.histories.items() if kind not in INSIDE}
    histories: dict[type[Record], dict[UUID, tuple[Any, ...]]] = {}
    for kind, records in kept.items():
        change = telling.changes.get(kind)
        told = {id_: _changed(its, change) for id_, its in records.items()}
        histories[kind] = {id_: its for id_, its in told.items() if its}
    updates = {action: _stated(version, telling.report) for action, version in plan.updates.items()}
    return replace(plan, histories=histories, updates=updates)


def _changed(versions: tuple[Any, ...], change: Change | None) -> tuple[Any, ...]:
    """Every version of a record, changed; none where the record as it stands is left out."""
    if change and change(versions[-1].record) is None:
        return ()
    return tuple(_stated(one, change) for one in versions)


def _stated(version: Any, change: Change | None) -> Any:
    """A version without who stated it and why."""
    record = _copied(version.record, change) if change else version.record
    return replace(version, record=record, recorded_by="", reason="")


def _copied(record: R, change: Change) -> R:
    return record.model_copy(update=dict(change(record) or {}))


class _Telling:
    """Which fields of which records change, given what is hidden; None leaves a record out."""

    def __init__(self, plan: PlanAsAt, made: Mapping[UUID, PublicPoints]) -> None:
        self.plan = plan
        self.hidden = {key: set(one.hidden) for key, one in made.items() if _hides(one)}
        self.areas = {plan.measure[key].area_id for key in self.hidden if key in plan.measure}
        self.changes: Mapping[type[Record], Change] = {
            Meeting: lambda _: {"agenda": "", "present": (), "apologies": ()},
            Judgement: self.judgement,
            TestOfChange: self.test,
            PdsaCycle: self.cycle,
            NewPhase: self.phase,
            PointMark: self.mark,
            SmartNote: lambda _: {"words": LEFT_OUT},
        }

    def report(self, report: StatusUpdate) -> Mapping[str, Any]:
        action = self.plan.action.get(report.action_id)
        areas = {action.area_id, *action.also_serves} if action else set()
        tells = self._near(areas, action.measure_ids if action else ())
        return {**_screened(report, tells), "needed": "", "next": ""}

    def judgement(self, judged: Judgement) -> Mapping[str, Any]:
        tells = bool(self.areas) if judged.area_id is None else judged.area_id in self.areas
        return {**_screened(judged, tells), "made_by": ""}

    def test(self, test: TestOfChange) -> Mapping[str, Any]:
        return _screened(test, self._near({test.area_id}, test.measure_ids))

    def cycle(self, cycle: PdsaCycle) -> Mapping[str, Any]:
        test = next((t for t in self.plan.tests if t.id == cycle.test_id), None)
        tells = bool(test and self._near({test.area_id}, test.measure_ids))
        return {**_screened(cycle, tells), "who": ""}

    def phase(self, phase: NewPhase) -> Mapping[str, Any]:
        return {"why": LEFT_OUT, "evidence": ""} if phase.measure_id in self.hidden else {}

    def mark(self, mark: PointMark) -> Mapping[str, Any] | None:
        if mark.measure_id not in self.hidden:
            return {}
        if mark.on in self.hidden[mark.measure_id]:
            return None
        return {"note": MAY_TELL} if _names_a_number(mark.note) else {}

    def _near(self, areas: Iterable[UUID], measures: Iterable[UUID]) -> bool:
        return not (self.areas.isdisjoint(areas) and self.hidden.keys().isdisjoint(measures))


def _hides(one: PublicPoints) -> bool:
    return bool(one.hidden) or not one.baseline_shown


def _screened(record: Record, tells: object) -> dict[str, str]:
    """The texts of a record that name a number, each with the words that stand instead."""
    if not tells:
        return {}
    texts = ((name, str(getattr(record, name))) for name in _TEXTS[type(record)])
    return {name: MAY_TELL for name, text in texts if _names_a_number(text)}


def _names_a_number(text: str) -> bool:
    return any(sign.isnumeric() for sign in text) or bool(_NUMBER_WORDS.search(text))
