"""The three readings of a plan as at its day: of every action, measure and area, in one answer.

Delivery comes from the owners' reports and the due dates; effect from the points of the measures;
they are never mixed (product.md, Three readings). Screens, papers and the command line all start
from `readings(plan)`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from uuid import UUID

from tracker.analysis import DEFAULTS, Analysis, EffectReading, Options, analyse, effect_reading
from tracker.cycles import TestMark, TestReading, marks_of, test_readings
from tracker.delivery import (
    Counts,
    days_overdue,
    due_soon,
    original_due_on,
    overdue,
    silent_since,
    times_extended,
)
from tracker.driver_diagrams import DriverDiagram, driver_diagrams
from tracker.effect import Effect, combined_effect
from tracker.evidence import Judgement
from tracker.gaps import Gap, gaps
from tracker.judged_points import JudgedPoints, group_doubts, judged_points
from tracker.measures import Measure, MeasureKind
from tracker.plan import NOT_REPORTED, Action, Area, Status, StatusUpdate
from tracker.plan_as_at import PlanAsAt, Points
from tracker.point_values import PER_CENT
from tracker.run_chart import ProposedPhase, proposed_phase
from tracker.series import Ratio
from tracker.smart import SmartCheck
from tracker.tests_of_change import NewPhase, PhaseDecision, PointMark

POINTS_APART = "percentage points"


@dataclass(frozen=True)
class ActionReading:
    """One action as it stands on the day. `status` is what the owner last reported, if anything.

    `effect` is None where the action has no measure.
    """

    action: Action
    area: Area
    owner: str
    update: StatusUpdate | None
    original_due_on: date | None
    times_extended: int
    overdue: bool
    due_soon: bool
    days_overdue: int
    silent_since: date
    effect: Effect | None

    @property
    def status(self) -> Status | None:
        """The reported status; None before the first report."""
        return self.update.status if self.update else None

    @property
    def complete(self) -> bool:
        """Has the owner reported it complete?"""
        return self.status is Status.COMPLETE

    @property
    def last_update_on(self) -> date | None:
        """The day the newest report is true of."""
        return self.update.as_of if self.update else None

    def as_json(self) -> dict[str, object]:
        """The action under the names of command_line.md."""
        return {
            "id": str(self.action.id),
            "ref": self.action.ref,
            "area_ref": self.area.ref,
            "title": self.action.title,
            "owner": self.owner or None,
            "status": self.status.value if self.status else NOT_REPORTED,
            "due_on": _iso(self.action.due_on),
            "original_due_on": _iso(self.original_due_on),
            "times_extended": self.times_extended,
            "overdue": self.overdue,
            "days_overdue": self.days_overdue,
            "last_update_on": _iso(self.last_update_on),
            "progress": self.update.progress if self.update else None,
            "effect": self.effect.value if self.effect else None,
        }


@dataclass(frozen=True)
class MeasureReading:
    """One measure with its data points, what people said about them, and what they say.

    `decided` holds every decision about a phase, accepted or dismissed; `said` what people said
    about single points, by their day; `tests` the tests of change on its time line; `options` what
    the series was analysed with.
    """

    measure: Measure
    points: Points
    chart: EffectReading
    options: Options = DEFAULTS
    decided: tuple[NewPhase, ...] = ()
    said: Mapping[date, PointMark] = field(default_factory=dict, hash=False)
    tests: tuple[TestMark, ...] = ()

    @property
    def effect(self) -> Effect:
        """Improvement, worsening, no signal or not enough points."""
        return self.chart.effect

    @property
    def words(self) -> str:
        """What the points say, in a sentence or two."""
        return self.chart.reading

    @cached_property
    def proposal(self) -> ProposedPhase | None:
        """A new phase that the points propose and nobody has decided about."""
        days = {phase.starts_on for phase in self.decided}
        decided = {n for n, day in enumerate(self.chart.series.dates) if day in days}
        return proposed_phase(self.chart.series, self.chart.phases, decided=decided)

    @cached_property
    def analysis(self) -> Analysis:
        """Everything the rules say, the XmR chart too; worked out when first asked for."""
        below = judged_points(self.measure, self.points)
        return analyse(below.dates, below.values, below.below, self.options)

    @property
    def signal_since(self) -> date | None:
        """The day of the first point of the live signal."""
        points = self.chart.signal_points
        return self.chart.series.dates[points[0]] if points else None


@dataclass(frozen=True)
class AreaReading:
    """One area: delivery of its actions, effect of its measures, its gaps, its newest judgement."""

    area: Area
    actions: tuple[ActionReading, ...]
    measures: tuple[MeasureReading, ...]
    counts: Counts
    effect: Effect | None
    gaps: tuple[Gap, ...]
    judgement: Judgement | None

    def as_json(self) -> dict[str, object]:
        """The area under the names of command_line.md; `gap_details` says whose gap each is."""
        return {
            "ref": self.area.ref,
            "title": self.area.title,
            **self.counts.as_json(),
            "effect": self.effect.value if self.effect else None,
            "gaps": [gap.rule for gap in self.gaps],
            "gap_details": [
                {"rule": g.rule, "kind": g.kind, "ref": g.ref, "title": g.title} for g in self.gaps
            ],
        }


@dataclass(frozen=True)
class Readings:
    """Every reading of one plan as at one day."""

    plan: PlanAsAt
    actions: tuple[ActionReading, ...]
    measures: tuple[MeasureReading, ...]
    gaps: tuple[Gap, ...]
    tests: tuple[TestReading, ...] = ()

    @cached_property
    def diagrams(self) -> tuple[DriverDiagram, ...]:
        """The driver diagram of every aim."""
        return driver_diagrams(self.plan, self.tests)

    @cached_property
    def counts(self) -> Counts:
        """The counts of the whole plan."""
        return _counts(self.actions)

    @cached_property
    def action(self) -> Mapping[UUID, ActionReading]:
        """The actions by id."""
        return {reading.action.id: reading for reading in self.actions}

    @cached_property
    def measure(self) -> Mapping[UUID, MeasureReading]:
        """The measures by id."""
        return {reading.measure.id: reading for reading in self.measures}

    @cached_property
    def smart(self) -> SmartCheck:
        """The SMART check of this plan: `.of(action)`."""
        return SmartCheck(self.plan)

    @cached_property
    def areas(self) -> tuple[AreaReading, ...]:
        """The areas in the order of their numbers."""
        return tuple(self._area(area) for area in self.plan.areas)

    def _area(self, area: Area) -> AreaReading:
        actions = tuple(reading for reading in self.actions if reading.area.id == area.id)
        measures = tuple(m for m in self.measures if m.measure.area_id == area.id)
        return AreaReading(
            area,
            actions,
            measures,
            _counts(actions),
            _combined(measures),
            tuple(gap for gap in self.gaps if gap.area == area.id),
            next((j for j in self.plan.judgements if j.area_id == area.id), None),
        )


def readings(plan: PlanAsAt) -> Readings:
    """Read the whole plan: each measure's points once, then actions, then gaps."""
    tests = test_readings(plan)
    measures = tuple(_measure(plan, measure, tests) for measure in plan.measures)
    by_id = {reading.measure.id: reading for reading in measures}
    actions = tuple(_action(plan, action, by_id) for action in plan.actions)
    return Readings(plan, actions, measures, (*gaps(plan), *_unmoved(plan, actions)), tests)


def _unmoved(plan: PlanAsAt, actions: Iterable[ActionReading]) -> Iterator[Gap]:
    """The last gap of the chain: a finished action whose measure has not moved."""
    for reading in actions:
        if reading.complete and reading.update and reading.effect is Effect.NO_SIGNAL:
            action, update = reading.action, reading.update
            since = plan.complete_since.get(action.id, update.as_of)
            yield Gap(
                "done_no_effect", "action", action.id, action.ref, action.title, action.area_id,
                since, f"It is complete and {_measures_words(reading)} no improvement.",
            )  # fmt: skip


def _measures_words(reading: ActionReading) -> str:
    return "its measure shows" if len(reading.action.measure_ids) == 1 else "its measures show"


def _measure(
    plan: PlanAsAt, measure: Measure, tests: tuple[TestReading, ...] = ()
) -> MeasureReading:
    points = plan.points.get(measure.id, Points())
    judged = judged_points(measure, points)
    decided = plan.new_phases.get(measure.id, ())
    said = plan.point_marks.get(measure.id, {})
    options = _options(measure, judged, decided, said)
    chart = effect_reading(judged.dates, judged.values, judged.below, measure.better.value, options)
    if measure.is_gap:
        doubts = group_doubts(measure, points, chart.series.doubts)
        chart = replace(chart, series=replace(chart.series, doubts=doubts))
    return MeasureReading(
        measure, points, chart, options, decided, said, marks_of(tests, measure.id)
    )


def _ratio_of(measure: Measure, judged: JudgedPoints) -> Ratio | None:
    """Which limits follow the denominators: of a percentage, or of a rate."""
    if judged.below is None:
        return None
    return Ratio.P if measure.unit == PER_CENT else Ratio.U


def _options(
    measure: Measure,
    judged: JudgedPoints,
    decided: Iterable[NewPhase],
    said: Mapping[date, PointMark],
) -> Options:
    """What people have settled about a measure, as places in date order."""
    days = sorted(set(judged.dates))
    begun = [p.starts_on for p in decided if p.decision is PhaseDecision.ACCEPTED]
    # A phase whose first point was withdrawn since begins at the next one.
    starts = {sum(day < start for day in days) for start in begun} - {0, len(days)}
    left_out = [place for place, day in enumerate(days) if day in said and said[day].excluded]
    target = next((target.value for target in reversed(measure.targets)), None)
    plotted_as_share = judged.below is not None and measure.unit == PER_CENT
    return Options(
        freeze=measure.baseline_points,
        part_after=tuple(sorted(starts)),
        exclude=tuple(left_out),
        better=measure.better.value,
        target=target / 100 if target is not None and plotted_as_share else target,
        chart=_ratio_of(measure, judged),
        unit=POINTS_APART if measure.is_gap and measure.unit == PER_CENT else measure.unit,
    )


def _action(
    plan: PlanAsAt, action: Action, measures: Mapping[UUID, MeasureReading]
) -> ActionReading:
    history = plan.history(Action, action.id)
    settings = plan.reference.settings
    newest = plan.updates.get(action.id)
    update = newest.record if newest else None
    status = update.status if update else None
    return ActionReading(
        action=action,
        area=plan.area[action.area_id],
        owner=plan.owner_words(action.owner_id),
        update=update,
        original_due_on=original_due_on(history),
        times_extended=times_extended(history),
        overdue=overdue(action.due_on, status, plan.day),
        due_soon=due_soon(action.due_on, status, plan.day, settings["due_soon_days"]),
        days_overdue=days_overdue(action.due_on, status, plan.day),
        silent_since=silent_since(
            update.as_of if update else None, action.starts_on, history[0].as_of
        ),
        effect=_combined(measures[m] for m in action.measure_ids if m in measures),
    )


def _combined(measures: Iterable[MeasureReading]) -> Effect | None:
    """The effect of several measures together (settled.md, Effect)."""
    effects: dict[MeasureKind, list[Effect]] = {kind: [] for kind in MeasureKind}
    for reading in measures:
        effects[reading.measure.measure_kind].append(reading.effect)
    return combined_effect(effects[MeasureKind.OUTCOME], effects[MeasureKind.PROCESS])


def _counts(actions: Iterable[ActionReading]) -> Counts:
    return Counts.of((reading.status, reading.overdue) for reading in actions)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
