"""What a series says about its measure: improvement, worsening, no signal, not enough points.

Rule: settled.md, section Effect. A live signal is a shift or trend of the judged phase whose last
point is among the last six plotted points. The reading says it in plain words, tells older
signals, and names the months; it says since when, and never why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from tracker.measures import Better
from tracker.run_chart import FEWEST_USEFUL, Phase, RunsVerdict
from tracker.series import Series
from tracker.words import counted, day_words

LIVE_POINTS = 6  # settled.md: a signal is live while it reaches the last six plotted points
DAYS_BETWEEN_MONTHS = 27  # from here on apart, points are named by their months
SURE = 99.5  # percent; above it "more than 99"
PER_CENT = "per cent"


class Effect(StrEnum):
    """The four words. They say what the points do, not what made them do it."""

    IMPROVEMENT = "improvement"
    WORSENING = "worsening"
    NO_SIGNAL = "no signal"
    NOT_ENOUGH = "not enough points"


@dataclass(frozen=True, slots=True)
class Signal:
    """A shift or a trend of the judged phase; `up` is above the median, or rising."""

    kind: str
    up: bool
    points: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SeriesEffect:
    """The effect, the live signal that decides (also told where no direction is better), others."""

    effect: Effect
    signal: Signal | None = None
    others: tuple[Signal, ...] = ()


def effect_of_series(
    phase: Phase | None, drawn: Sequence[int], better: str, begins: int = 0
) -> SeriesEffect:
    """The effect a judged phase shows, in the direction that is `better` for the measure.

    `drawn` are the positions that have a value, `begins` where the last phase begins: a signal
    that ends before it is not live. Of several live signals the one that ends last decides; at
    the same end the shift. Older signals do not decide.
    """
    if phase is None or not phase.judged:
        return SeriesEffect(Effect.NOT_ENOUGH)
    signals = [Signal("shift", shift.above, shift.points) for shift in phase.shifts]
    signals += [Signal("trend", trend.up, trend.points) for trend in phase.trends]
    signals.sort(key=lambda signal: (-signal.points[-1], signal.kind))
    recent = max(drawn[-LIVE_POINTS:][0], begins)
    if not signals or signals[0].points[-1] < recent:
        return SeriesEffect(Effect.NO_SIGNAL, None, tuple(signals))
    signal, others = signals[0], tuple(signals[1:])
    if better == Better.NEITHER:
        return SeriesEffect(Effect.NO_SIGNAL, signal, others)
    good = signal.up is (better == Better.HIGHER)
    return SeriesEffect(Effect.IMPROVEMENT if good else Effect.WORSENING, signal, others)


def combined_effect(
    outcome_effects: Iterable[str], process_effects: Iterable[str] = ()
) -> Effect | None:
    """The effect of an area or an action: of its outcome measures; without any, its process ones.

    Any worsening, else any improvement, else any no signal, else not enough points. None where
    there is no measure at all. Balancing measures decide nothing and are not given here. Raises
    ValueError for a word that is none of the four.
    """
    effects = {Effect(word) for word in outcome_effects} or {Effect(w) for w in process_effects}
    ranked = (Effect.WORSENING, Effect.IMPROVEMENT, Effect.NO_SIGNAL, Effect.NOT_ENOUGH)
    return next((effect for effect in ranked if effect in effects), None)


def reading_of(
    series: Series,
    phase: Phase | None,
    found: SeriesEffect,
    better: str,
    false_alarm_percent: float | None = None,
    unit: str = "",
) -> str:
    """One sentence of what the points do, and one of how often chance alone would do it.

    `unit` "per cent" turns ratios into percentages; any other is written behind the numbers.
    """
    if phase is None or not phase.judged or phase.median is None:
        return _too_few(series, phase, unit)
    middle = f"the median of {_shown(phase.median, series, unit)}"
    if phase.carried:
        middle += " carried forward from the phase before"
    if found.signal is None:
        told = f"No shift and no trend reaches into the last six points around {middle}"
    else:
        told = _told(series, phase, found.signal, middle, better, unit)
    told += _aside(series, phase, found)
    return f"{told}. {_chance(phase, false_alarm_percent)}".strip()


def _told(series: Series, phase: Phase, signal: Signal, middle: str, better: str, unit: str) -> str:
    n = len(signal.points)
    newest = signal.points[-1] == series.counted[-1]
    since = point_words(series, signal.points[0])
    if signal.kind == "shift":
        where = f"{'above' if signal.up else 'below'} {middle}: a shift"
        split = any(signal.points[0] < tie < signal.points[-1] for tie in phase.on_median)
        points = f"{n:,} points off the median" if split else f"{n:,} points"
    else:
        start, end = (_shown(series.levels[p], series, unit) for p in _ends(signal))
        where = f"{'up' if signal.up else 'down'}, from {start} to {end}: a trend"
        points = f"{n:,} points"
    all_of_them = "are all" if signal.kind == "shift" else "all go"
    if newest:
        said = f"Since {since} the last {points} {all_of_them} {where}"
    else:
        until = point_words(series, signal.points[-1])
        said = f"From {since} to {until} {points} {all_of_them} {where}"
    return said + _direction(signal, better)


def _ends(signal: Signal) -> tuple[int, int]:
    return signal.points[0], signal.points[-1]


def _direction(signal: Signal, better: str) -> str:
    if better == Better.NEITHER:
        return "; neither direction is set as better, so it is not called an improvement"
    wanted = signal.up is (better == Better.HIGHER)
    return f", in the direction you {'want' if wanted else 'do not want'}"


def _aside(series: Series, phase: Phase, found: SeriesEffect) -> str:
    """The newest signal that does not decide, and what the number of runs says."""
    aside = ""
    if found.others:
        other = found.others[0]
        way = ("above" if other.up else "below") if other.kind == "shift" else ""
        way = f"{way} the median" if way else "upwards" if other.up else "downwards"
        last = point_words(series, other.points[-1])
        over = found.signal is None or other.points[-1] <= found.signal.points[0]
        named = f"{'an earlier' if over else 'another'} {other.kind}"
        aside += f"; {named}, {len(other.points):,} points {way}, ended in {last}"
    if found.signal is None and phase.runs_verdict is RunsVerdict.TOO_FEW:
        aside += "; the line crosses the median less often than chance would have it"
    if found.signal is None and phase.runs_verdict is RunsVerdict.TOO_MANY:
        aside += "; the line crosses the median more often than chance would have it"
    return aside.replace("ended in", "ended on") if not by_month(series) else aside


def _too_few(series: Series, phase: Phase | None, unit: str) -> str:
    counted_points = series.counted
    if phase is None or not counted_points:
        return "No values yet: there is nothing to judge."
    said = [
        f"{_shown(series.levels[point], series, unit)} in {point_words(series, point)}"
        for point in (counted_points[0], counted_points[-1])
    ]
    said = said if by_month(series) else [text.replace(" in ", " on ") for text in said]
    rule = f"the rules need {FEWEST_USEFUL} points off the median"
    if len(counted_points) == 1:
        return f"One value, {said[0]}: not enough to judge, {rule}."
    if len(counted_points) == 2:
        return f"From {said[0]} to {said[1]}: two points, and two points are never a trend; {rule}."
    points = counted(phase.n_counted, "point")
    if not phase.n_useful and phase.median is not None:
        middle = _shown(phase.median, series, unit)
        return f"All {points} lie on the median of {middle}: nothing moves, and {rule}."
    return f"Not enough points to judge: {points}, {phase.n_useful:,} of them useful, and {rule}."


def _chance(phase: Phase, percent: float | None) -> str:
    """The false-alarm sentence, for this number of points and this baseline."""
    if percent is None:
        return ""
    whole = round(percent)
    charts = f"about {counted(whole, 'chart')} in 100"
    if percent > SURE:
        charts = "more than 99 charts in 100"
    elif whole < 1:
        charts = "fewer than 1 chart in 100"
    base = f" and a median from the first {phase.n_baseline:,}" if phase.projected else ""
    start = f"With {counted(phase.n_counted, 'point')}{base}"
    return f"{start}, pure chance would set off one of these rules in {charts}."


def _shown(value: float, series: Series, unit: str) -> str:
    """Four figures, thousands apart: 17, 22.95, 0.8123, 12,345; ratios in per cent as 71.4 %."""
    if unit == PER_CENT and series.denominators is not None:
        return f"{value * 100:.1f}".removesuffix(".0") + " %"
    if abs(value) >= 1000:
        number = f"{value:,.0f}"
    else:
        number = f"{Decimal(f'{value:.4g}'):f}" if 0 < abs(value) < 1e-4 else f"{value:.4g}"
    return f"{number} {'%' if unit == PER_CENT else unit}".strip()


def by_month(series: Series) -> bool:
    """Are the points so far apart that their months name them?"""
    steps = len(series.dates) - 1
    return steps < 1 or (series.dates[-1] - series.dates[0]).days >= DAYS_BETWEEN_MONTHS * steps


def point_words(series: Series, point: int) -> str:
    """When a point is: by its month, or by its day where points stand closer than months."""
    day: date = series.dates[point]
    return f"{day:%B %Y}" if by_month(series) else day_words(day)
