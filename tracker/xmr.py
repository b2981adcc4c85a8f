"""Individuals (XmR) chart by NHS England's Making Data Count, and p, u and c limits.

Limits: mean ± 2.66 x mean moving range, large ranges kept; a moving range is not taken across a
gap, an excluded point or a new phase. They are not clipped at 0. Special causes: a point beyond
a limit; 6 (setting: 7) on one side of the mean; 6 (7) rising or falling, no pauses; of 3 in a
row on one side, 2 or 3 between two sigma and the limit. Rules of several points may cross a
recalculation, each point against its own mean; gaps and excluded points are passed over.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from tracker.measures import Better
from tracker.run_chart import with_baselines
from tracker.series import RELATIVE_TOLERANCE, Ratio, Series, tolerance

MOVING_RANGE_FACTOR = 2.66  # 3 / 1.128, as Making Data Count rounds it
SIGMAS_AT_LIMIT = 3
FEWEST_FOR_LIMITS = 13  # Making Data Count: no limits with 12 points or fewer
RULE_LENGTH = 6  # points on one side, or rising, or falling
RULE_LENGTHS = (6, 7)  # the setting


class Rule(StrEnum):
    """Why a point is a special cause; a point keeps all of its rules, in this order."""

    OUTSIDE = "outside limits"
    SHIFT = "shift"
    TREND = "trend"
    TWO_OF_THREE = "two of three"


class Reads(StrEnum):
    """What a special cause means in the direction that is better; common cause is none."""

    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    NEITHER = "neither"
    COMMON_CAUSE = "common cause"


class Assurance(StrEnum):
    """Whether the latest limits lie on the good side of the target."""

    PASSING = "consistently passing"
    FAILING = "consistently failing"
    HIT_OR_MISS = "hit-or-miss"


@dataclass(frozen=True, slots=True)
class XmrPhase:
    """Mean and limits over the positions `first` to `last`; None where nothing gives them.

    `provisional`: the phase has fewer than 13 points, though the series has enough.
    """

    first: int
    last: int
    mean: float | None
    lower: float | None
    upper: float | None
    provisional: bool


@dataclass(frozen=True, slots=True)
class SpecialCause:
    """A marked point; `high` says of each of its `rules` whether it points upwards."""

    point: int
    rules: tuple[Rule, ...]
    high: tuple[bool, ...]
    reads: Reads


@dataclass(frozen=True, slots=True)
class Xmr:
    """The chart; `phases` and `variation` are None below 13 plotted points in all."""

    phases: tuple[XmrPhase, ...] | None = None
    special_causes: tuple[SpecialCause, ...] = ()
    variation: Reads | None = None
    assurance: Assurance | None = None


@dataclass(frozen=True, slots=True)
class RatioPhase:
    """p, u or c limits of one phase: one lower and upper a position, None at gaps.

    `provisional`: fewer than 13 counted points.
    """

    first: int
    last: int
    mean: float | None
    lower: tuple[float | None, ...]
    upper: tuple[float | None, ...]
    provisional: bool


def xmr_of(
    series: Series,
    spans: Sequence[tuple[int, int]],
    freeze: int | None = None,
    better: str = Better.NEITHER,
    target: float | None = None,
    rule_length: int = RULE_LENGTH,
) -> Xmr:
    """The XmR chart of `series`; `spans` are [start, stop) of its phases.

    The first `freeze` positions give the first phase's mean and limits. Assurance needs a
    target and a direction. Raises ValueError for a rule length other than 6 or 7.
    """
    if rule_length not in RULE_LENGTHS:
        raise ValueError(f"The XmR rules take 6 or 7 points in a row, not {rule_length}.")
    if len(series.counted) < FEWEST_FOR_LIMITS:
        return Xmr()
    phases = tuple([_xmr_phase(series, *span) for span in with_baselines(spans, freeze)])
    causes = _special_causes(series, phases, better, rule_length)
    is_last = causes and causes[-1].point == series.counted[-1]
    return Xmr(
        phases=phases,
        special_causes=causes,
        variation=causes[-1].reads if is_last else Reads.COMMON_CAUSE,
        assurance=_assurance(phases[-1], better, target),
    )


def ratio_limits(
    series: Series,
    spans: Sequence[tuple[int, int]],
    chart: Ratio,
    freeze: int | None = None,
) -> tuple[RatioPhase, ...]:
    """p, u or c limits, three sigma either side, following each point's denominator.

    The mean is all numerators over all denominators of the baseline (c: the mean count). Not
    clipped. None where the mean allows no such limits (a percentage above 1, a negative count).
    """
    return tuple([_ratio_phase(series, *span, chart) for span in with_baselines(spans, freeze)])


def _xmr_phase(series: Series, start: int, stop: int, baseline_stop: int) -> XmrPhase:
    points = [point for point in series.counted if start <= point < stop]
    base = points if baseline_stop >= stop else [p for p in points if p < baseline_stop]
    provisional = len(points) < FEWEST_FOR_LIMITS
    if not base:
        return XmrPhase(start, stop - 1, None, None, None, provisional)
    values = [series.levels[point] for point in base]
    mean = math.fsum(values) / len(values)
    ranges = [
        abs(values[i + 1] - values[i]) for i, (a, b) in enumerate(pairwise(base)) if b == a + 1
    ]
    if not ranges:
        return XmrPhase(start, stop - 1, mean, None, None, provisional)
    reach = MOVING_RANGE_FACTOR * math.fsum(ranges) / len(ranges)
    return XmrPhase(start, stop - 1, mean, mean - reach, mean + reach, provisional)


def _special_causes(
    series: Series, phases: tuple[XmrPhase, ...], better: str, length: int
) -> tuple[SpecialCause, ...]:
    """Every marked point in order, with all its rules."""
    counted = series.counted
    sides, zones = _sides_and_zones(series, phases)
    steps = _steps(series)
    marks: dict[int, list[tuple[Rule, bool]]] = {}
    for place, zone in enumerate(zones):
        if zone >= SIGMAS_AT_LIMIT:
            marks.setdefault(place, []).append((Rule.OUTSIDE, sides[place] > 0))
    for first, stop, sign in _stretches(sides):
        if stop - first >= length:
            _mark(marks, range(first, stop), Rule.SHIFT, sign > 0)
    for first, stop, sign in _stretches(steps):
        if stop - first >= length - 1:
            _mark(marks, range(first, stop + 1), Rule.TREND, sign > 0)
    for place in _two_of_three(sides, zones):
        marks.setdefault(place, []).append((Rule.TWO_OF_THREE, sides[place] > 0))
    wanted = None if better == Better.NEITHER else better == Better.HIGHER
    return tuple([_cause(counted[place], marks[place], wanted) for place in sorted(marks)])


def _sides_and_zones(series: Series, phases: tuple[XmrPhase, ...]) -> tuple[list[int], list[int]]:
    """Of each counted point: its side of its own mean (-1, 0, 1); sigmas passed (0, 2 or 3)."""
    sides: list[int] = []
    zones: list[int] = []
    coming = iter(phases)
    last, mean, near, limit, two_sigma = -1, 0.0, 0.0, math.inf, math.inf
    for point in series.counted:
        while point > last:
            phase = next(coming)
            # Without a mean (a baseline of no values) there is no side to be on.
            last, mean = phase.last, math.nan if phase.mean is None else phase.mean
            near = tolerance(mean, series.rounding)
            reach = math.inf if phase.upper is None else phase.upper - mean
            limit, two_sigma = reach + near, reach * 2 / SIGMAS_AT_LIMIT + near
        away = series.levels[point] - mean
        sides.append(1 if away > near else -1 if away < -near else 0)
        away = 0.0 if math.isnan(away) else abs(away)
        zones.append(0 if away <= two_sigma else 2 if away <= limit else SIGMAS_AT_LIMIT)
    return sides, zones


def _steps(series: Series) -> list[int]:
    """Between counted neighbours: 1 up, -1 down, 0 a pause."""
    steps = []
    for a, b in pairwise([series.levels[point] for point in series.counted]):
        step = abs(b - a)
        if step <= series.rounding or step <= RELATIVE_TOLERANCE * abs(a):
            steps.append(0)
        else:
            steps.append(1 if b > a else -1)
    return steps


def _stretches(signs: Sequence[int]) -> list[tuple[int, int, int]]:
    """[first, stop) and sign of every stretch of equal signs other than 0."""
    stretches: list[tuple[int, int, int]] = []
    first = 0
    for place in range(1, len(signs) + 1):
        if place == len(signs) or signs[place] != signs[first]:
            if signs[first]:
                stretches.append((first, place, signs[first]))
            first = place
    return stretches


def _two_of_three(sides: list[int], zones: list[int]) -> list[int]:
    """Places between two sigma and the limit, of three in a row on one side with two such."""
    near = [place for place, zone in enumerate(zones) if zone == 2]
    found: set[int] = set()
    for one, other in pairwise(near):
        windows = range(max(0, other - 2), min(one, len(sides) - 3) + 1)
        if any(sides[w] == sides[w + 1] == sides[w + 2] for w in windows):
            found.update((one, other))
    return sorted(found)


def _mark(marks: dict[int, list[tuple[Rule, bool]]], places: range, rule: Rule, high: bool) -> None:
    """A turning point of two trends keeps both directions."""
    for place in places:
        marks.setdefault(place, []).append((rule, high))


def _cause(point: int, marks: list[tuple[Rule, bool]], wanted: bool | None) -> SpecialCause:
    """Where rules of a point disagree, improvement shows (as in the official test series).

    `wanted`: is high better; None where neither is.
    """
    high = tuple([up for _, up in marks])
    if wanted is None:
        reads = Reads.NEITHER
    else:
        reads = Reads.IMPROVEMENT if wanted in high else Reads.CONCERN
    return SpecialCause(point, tuple([rule for rule, _ in marks]), high, reads)


def _assurance(phase: XmrPhase, better: str, target: float | None) -> Assurance | None:
    """A limit on the target is hit-or-miss."""
    if target is None or better == Better.NEITHER or phase.lower is None or phase.upper is None:
        return None
    if phase.lower <= target <= phase.upper:
        return Assurance.HIT_OR_MISS
    above = phase.lower > target
    return Assurance.PASSING if above is (better == Better.HIGHER) else Assurance.FAILING


def _ratio_phase(
    series: Series, start: int, stop: int, baseline_stop: int, chart: Ratio
) -> RatioPhase:
    counted = [point for point in series.counted if start <= point < stop]
    base = [point for point in counted if point < baseline_stop]
    mean = _pooled_mean(series, base)
    reach = [_reach(series, point, mean, chart) for point in range(start, stop)]
    lower = tuple(None if r is None or mean is None else mean - r for r in reach)
    upper = tuple(None if r is None or mean is None else mean + r for r in reach)
    return RatioPhase(start, stop - 1, mean, lower, upper, len(counted) < FEWEST_FOR_LIMITS)


def _pooled_mean(series: Series, base: list[int]) -> float | None:
    if not base:
        return None
    total = math.fsum(series.values[point] or 0.0 for point in base)
    if series.denominators is None:
        return total / len(base)
    return total / math.fsum(series.denominators[point] or 0.0 for point in base)


def _reach(series: Series, point: int, mean: float | None, chart: Ratio) -> float | None:
    """Three sigma at this point; None at a gap or where the mean has no such spread."""
    if mean is None or series.plotted[point] is None:
        return None
    variance = mean * (1 - mean) if chart is Ratio.P else mean
    if variance < 0:
        return None
    base = 1.0 if series.denominators is None else series.denominators[point]
    return SIGMAS_AT_LIMIT * math.sqrt(variance / base) if base else None
