"""Done, and nothing changed: an action complete for long whose measures have not improved since."""

from collections.abc import Iterable
from datetime import date

from dateutil.relativedelta import relativedelta

from tracker.measures import Better, MeasureKind
from tracker.readings import ActionReading, MeasureReading, Readings
from tracker.run_chart import Phase


def no_effect_since(read: Readings, reading: ActionReading) -> date | None:
    """Since when it is complete, where that is six months or more ago (a setting) and no linked
    outcome or process measure has improved since; None otherwise, and without such a measure.
    """
    since = read.plan.complete_since.get(reading.action.id)
    months = int(read.plan.reference.settings["no_effect_months"])
    if since is None or since + relativedelta(months=months) > read.plan.day:
        return None
    measures = [read.measure[m] for m in reading.action.measure_ids if m in read.measure]
    telling = [m for m in measures if m.measure.measure_kind is not MeasureKind.BALANCING]
    if not telling or any(improved_since(m, since) for m in telling):
        return None
    return since


def improved_since(reading: MeasureReading, day: date) -> bool:
    """Has the measure shown improvement since `day`?

    A shift or trend the right way that reaches `day` or later, in any phase; or a new level: the
    newest phase began on `day` or later and lies better than the one before.
    """
    better = reading.measure.better
    if better is Better.NEITHER:
        return False
    wanted, days = better is Better.HIGHER, reading.chart.series.dates
    ends = [
        points[-1]
        for phase in reading.chart.phases
        for up, points in _signals(phase)
        if up is wanted
    ]
    judged = reading.chart.judged
    carried = list(_signals(judged)) if judged and judged.carried else []
    ends += [points[-1] for up, points in carried if up is wanted]
    phases = reading.chart.phases
    begun_since = bool(phases) and days[phases[-1].first] >= day
    reached = any(days[end] >= day for end in ends)
    return reached or (begun_since and _holds(phases, higher=wanted))


def _signals(phase: Phase) -> Iterable[tuple[bool, tuple[int, ...]]]:
    yield from ((shift.above, shift.points) for shift in phase.shifts)
    yield from ((trend.up, trend.points) for trend in phase.trends)


def _holds(phases: tuple[Phase, ...], *, higher: bool) -> bool:
    if len(phases) < 2 or not phases[-1].judged:
        return False
    before, now = phases[-2].median, phases[-1].median
    return before is not None and now is not None and (now > before if higher else now < before)
