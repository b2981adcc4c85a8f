"""A chart's own data, point by point: what the drawing, its hover words and its table all say.

Pure: the drawing (charts.py) and "The same as a table" start from `chart_rows`, so that they
cannot disagree.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tracker.analysis import EffectReading
from tracker.disclosure_settings import HIDDEN_WORDS
from tracker.judged_points import group_values
from tracker.point_values import PER_CENT
from tracker.readings import MeasureReading
from tracker.run_chart import RULES_CHANGED_ON, SHIFT_LENGTH, TREND_LENGTH, Phase
from tracker.runs_table import RunsTable
from tracker.tests_of_change import PhaseDecision
from tracker.words import counted, day_words, number_words
from tracker.xmr import FEWEST_FOR_LIMITS, MOVING_RANGE_FACTOR, Rule

ABOVE, BELOW, ON = "above", "below", "on"
IN_POINTS = "percentage points"  # what a gap between two percentages is counted in
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class SignalShown:
    """A shift or a trend of any phase; `live`: the one the effect is read from."""

    kind: str
    up: bool
    points: tuple[int, ...]
    live: bool

    @property
    def words(self) -> str:
        """As a reason: shift: 8 points above the median."""
        n = len(self.points)
        if self.kind == "trend":
            return f"trend: {n} points in a row going {'up' if self.up else 'down'}"
        return f"shift: {n} points {'above' if self.up else 'below'} the median"


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One point of the chart; values as drawn (per cent, not shares).

    `median`: of its phase, own or carried; None where none is drawn. `side`: above, below or on
    it; empty at a gap, for an excluded point and without a median. `parts`: every rule it is part
    of, in words; of a hidden point, that it is hidden. `mark`: the letter of its `note` on the
    chart. `phase`: what a person decided about a phase that begins here. `group`, `compared`: the
    two values of a gap measure.
    """

    day: date
    value: float | None
    numerator: float | None
    denominator: float | None
    median: float | None
    side: str
    parts: tuple[str, ...]
    excluded: bool = False
    astronomical: bool = False
    note: str = ""
    mark: str = ""
    phase: str = ""
    group: float | None = None
    compared: float | None = None


def chart_rows(reading: MeasureReading) -> tuple[ChartRow, ...]:
    """The points of a measure in date order, as its chart shows them."""
    series, times = reading.chart.series, times_of(reading)
    medians, sides = _medians(reading), _sides(reading)
    reasons, phases, marks = _reasons(reading), _phase_words(reading), note_marks(reading)
    excluded, below = set(reading.options.exclude), series.denominators
    own, other = group_values(reading.measure, reading.points)
    reasons |= {series.dates.index(on): [HIDDEN_WORDS] for on in reading.points.hidden}
    rows = []
    for place, day in enumerate(series.dates):
        value, said, row = series.plotted[place], reading.said.get(day), series.order[place]
        rows.append(
            ChartRow(
                day=day,
                value=None if value is None else value * times,
                numerator=series.values[place] if below else None,
                denominator=below[place] if below else None,
                median=medians.get(place),
                side=sides.get(place, ""),
                parts=tuple(reasons.get(place, ())),
                excluded=place in excluded,
                astronomical=bool(said and said.astronomical),
                note=said.note if said else "",
                mark=marks.get(day, ""),
                phase=phases.get(place, ""),
                group=own[row] if reading.measure.is_gap else None,
                compared=other[row] if reading.measure.is_gap else None,
            )
        )
    return tuple(rows)


def times_of(reading: MeasureReading) -> int:
    """What a plotted value is multiplied by to be drawn: ratios in per cent by 100."""
    share = reading.chart.series.denominators is not None
    return 100 if share and reading.measure.unit == PER_CENT else 1


def unit_of(reading: MeasureReading) -> str:
    """The unit of the judged series: percentage points for a gap between percentages."""
    unit = reading.measure.unit
    return IN_POINTS if reading.measure.is_gap and unit == PER_CENT else unit


def phases_shown(chart: EffectReading) -> tuple[Phase, ...]:
    """The phases whose median is drawn: not before there are enough points to judge.

    A last phase of fewer than ten useful points has none: that of the phase before is carried on.
    """
    phases = _judged_phases(chart)
    several = len(phases) > 1
    return tuple(p for p in phases if p.median is not None and (p.judged or several))


def signals_shown(chart: EffectReading) -> tuple[SignalShown, ...]:
    """Every shift and trend of every phase, in the order they are found."""
    found = []
    for phase in _judged_phases(chart):
        signals = [("shift", shift.above, shift.points) for shift in phase.shifts]
        signals += [("trend", trend.up, trend.points) for trend in phase.trends]
        found += [SignalShown(*signal, live=_is_live(chart, *signal)) for signal in signals]
    return tuple(found)


def note_marks(reading: MeasureReading) -> Mapping[date, str]:
    """The letter of each note on a point in sight, by its day: a, b, … z, aa, bb, …"""
    days = [day for day in reading.chart.series.dates if day in reading.said]
    return {day: _LETTERS[n % 26] * (n // 26 + 1) for n, day in enumerate(days)}


def rules_words(reading: MeasureReading, *, xmr: bool = False) -> tuple[str, ...]:
    """The rule set and its settings, part by part, as printed on the chart."""
    parts = _xmr_settings(reading) if xmr else _run_settings(reading)
    changed = day_words(date.fromisoformat(RULES_CHANGED_ON))
    left_out = len(reading.options.exclude)
    out = [f"{counted(left_out, 'point')} left out"] if left_out else []
    return (*parts, *out, f"rules of {changed}")


def value_words(reading: MeasureReading, value: float | None) -> str:
    """A drawn value with its unit: 82.1 %; 22 percentage points; no value."""
    return "no value" if value is None else number_words(value, unit_of(reading))


def _judged_phases(chart: EffectReading) -> tuple[Phase, ...]:
    if chart.carried and chart.judged:
        return (*chart.phases[:-2], chart.judged)
    return chart.phases


def _is_live(chart: EffectReading, kind: str, up: object, points: tuple[int, ...]) -> bool:
    live = chart.signal
    return live is not None and (live.kind, live.up, live.points) == (kind, up, points)


def _medians(reading: MeasureReading) -> dict[int, float]:
    times = times_of(reading)
    return {
        place: (phase.median or 0.0) * times
        for phase in phases_shown(reading.chart)
        for place in range(phase.first, phase.last + 1)
    }


def _sides(reading: MeasureReading) -> dict[int, str]:
    """Each counted point against its median, as the rules see it: ties with their tolerance."""
    series, sides = reading.chart.series, {}
    for phase in phases_shown(reading.chart):
        ties = set(phase.on_median)
        for place in series.counted:
            if phase.first <= place <= phase.last:
                above = series.levels[place] > (phase.median or 0.0)
                sides[place] = ON if place in ties else ABOVE if above else BELOW
    return sides


def _reasons(reading: MeasureReading) -> dict[int, list[str]]:
    """Why each point is marked, all rules of it: run chart, XmR, a person's judgement."""
    found: dict[int, list[str]] = {}
    for signal in signals_shown(reading.chart):
        for place in signal.points:
            found.setdefault(place, []).append(signal.words)
    for cause in reading.analysis.xmr.special_causes:
        words = [
            f"XmR: {_cause_words(rule, high, reading.options.xmr_rule_length)}"
            for rule, high in zip(cause.rules, cause.high, strict=True)
        ]
        found.setdefault(cause.point, []).extend(words)
    for place, day in enumerate(reading.chart.series.dates):
        if day in reading.said and reading.said[day].astronomical:
            found.setdefault(place, []).append("stands out from all others, by our judgement")
    return found


def _cause_words(rule: Rule, high: object, length: int) -> str:
    side = "above" if high else "below"
    limit = "upper" if high else "lower"
    if rule is Rule.OUTSIDE:
        return f"{side} the {limit} limit"
    if rule is Rule.SHIFT:
        return f"one of {length} or more in a row {side} the mean"
    if rule is Rule.TREND:
        return f"one of {length} or more in a row going {'up' if high else 'down'}"
    return f"one of two in three close to the {limit} limit"


def _phase_words(reading: MeasureReading) -> dict[int, str]:
    """What was decided about a new phase, at the first point from its day on."""
    found = {}
    for decided in reading.decided:
        later = (p for p, day in enumerate(reading.chart.series.dates) if day >= decided.starts_on)
        place = next(later, None)
        accepted = decided.decision is PhaseDecision.ACCEPTED
        told = "a new phase begins here" if accepted else "a new phase from here was dismissed"
        if place is not None:
            found[place] = f"{told}: {decided.why}"
    return found


def _run_settings(reading: MeasureReading) -> Iterator[str]:
    yield f"Run chart rules of Perla and others (2011): shift {SHIFT_LENGTH}, trend {TREND_LENGTH}"
    if reading.options.runs_table is not RunsTable.PRINTED:
        yield "exact table of runs"
    phases = phases_shown(reading.chart)
    if len(phases) > 1:
        yield f"{len(phases)} phases, each with its own median"
    elif phases and phases[0].projected:
        yield f"median of the first {counted(phases[0].baseline_to + 1, 'point')}"
    elif phases and not phases[0].carried:
        yield f"median of all {phases[0].n_counted:,} points"
    if phases and phases[-1].carried:
        yield "the last phase judged by the median before it, until it has 10 points off the median"


def _xmr_settings(reading: MeasureReading) -> Iterator[str]:
    length = reading.options.xmr_rule_length
    yield f"XmR rules of Making Data Count: {length} in a row"
    phases = reading.analysis.xmr.phases
    if phases is None:
        yield f"limits need {FEWEST_FOR_LIMITS} points"
        return
    yield f"limits {MOVING_RANGE_FACTOR} × the mean moving range from the mean"
    if phases[-1].provisional:
        yield f"limits of fewer than {FEWEST_FOR_LIMITS} points are provisional"
    if reading.options.chart:
        yield f"{reading.options.chart} limits follow the denominator"
