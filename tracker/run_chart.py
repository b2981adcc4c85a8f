"""The run chart of a phase: median, runs, shifts, trends, and Anhøj's two rules beside them.

Rules: Perla, Provost & Murray, BMJ Qual Saf 2011;20:46-51, the set in use in Scotland.
Anhøj: doi 10.1371/journal.pone.0113825. An astronomical point is a judgement by people and is
never computed. docs/run_chart_rules.md says where other programs differ, and why.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from tracker.runs_table import RunsTable, fewest_crossings, longest_run_allowed, runs_limits
from tracker.series import RELATIVE_TOLERANCE, Series, tolerance

RULES_VERSION = 1
RULES_CHANGED_ON = "2026-11-21"

SHIFT_LENGTH = 6  # Perla 2011, rule 1: six or more useful points on one side
TREND_LENGTH = 5  # Perla 2011, rule 2: five or more points all going up or all going down
FEWEST_USEFUL = 10  # Perla 2011, table 1 begins here; below it no verdict of any kind
PROPOSAL_BASELINE = 12  # the median that a proposed phase is held against; 8 or 13 elsewhere
PROPOSAL_RUN = 9  # useful points on one side of it that propose a new phase


class RunsVerdict(StrEnum):
    """What the number of runs says, against the table of critical values."""

    TOO_FEW = "too few"
    TOO_MANY = "too many"
    AS_EXPECTED = "as expected"
    NOT_ENOUGH = "not enough points"


@dataclass(frozen=True, slots=True)
class Shift:
    """Six or more useful points in a row on one side; points on the median are not listed."""

    above: bool
    points: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """Five or more points all going one way; of equal neighbours only the first is listed."""

    up: bool
    points: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Phase:
    """The run chart of one phase: the positions `first` to `last`, both inclusive.

    `median` is None where no point counts; it comes from the counted points up to `baseline_to`
    and is projected over the rest (`baseline_to` == `last`: the phase's own). `n_baseline` counts
    those points, `n_counted` all of the phase. With no useful point `longest_run`, `n_crossings`
    and Anhøj's limits are None. Below ten useful points there are no signals and no verdicts.
    `carried`: two phases judged as one, by the median of the first.
    """

    first: int
    last: int
    median: float | None
    baseline_to: int
    n_baseline: int
    n_counted: int
    n_useful: int
    n_runs: int
    runs_limits: tuple[int, int] | None
    runs_verdict: RunsVerdict
    longest_run: int | None
    longest_run_max: int | None
    n_crossings: int | None
    n_crossings_min: int | None
    anhoj_signal: bool | None
    on_median: tuple[int, ...]
    shifts: tuple[Shift, ...]
    trends: tuple[Trend, ...]
    carried: bool = False

    @property
    def judged(self) -> bool:
        """Are there enough useful points for a verdict?"""
        return self.n_useful >= FEWEST_USEFUL

    @property
    def projected(self) -> bool:
        """Does the median come from the first points only?"""
        return self.n_baseline < self.n_counted


@dataclass(frozen=True, slots=True)
class ProposedPhase:
    """Evidence for a new phase, for a person to accept with a reason or to dismiss.

    All `points` (nine useful or more) lie on one side of `median`, which comes from `baseline`.
    Accepted, the new phase starts at `points[0]`.
    """

    above: bool
    points: tuple[int, ...]
    median: float
    baseline: tuple[int, ...]


def phase_spans(n: int, part_after: Sequence[int] = ()) -> list[tuple[int, int]]:
    """[start, stop) of each phase of `n` points; a later phase starts at each of `part_after`.

    A start beyond the last point has no points yet and makes no phase. Raises ValueError for a
    negative start.
    """
    starts = sorted({start for start in part_after if start < n} | {0}) if part_after else [0]
    if starts[0] < 0:
        raise ValueError(f"A phase cannot start at point {starts[0]}: the first point is 0.")
    return [*pairwise((*starts, n))] if n else []


def with_baselines(
    spans: Sequence[tuple[int, int]], freeze: int | None
) -> list[tuple[int, int, int]]:
    """Each [start, stop) with the stop of its baseline: `freeze` holds within the first phase.

    Raises ValueError for a baseline of less than one point.
    """
    if freeze is not None and freeze < 1:
        raise ValueError("A baseline needs at least one point.")
    return [(start, stop, stop if start else min(freeze or stop, stop)) for start, stop in spans]


def phases_of(
    series: Series,
    part_after: Sequence[int] = (),
    freeze: int | None = None,
    table: RunsTable = RunsTable.PRINTED,
) -> tuple[Phase, ...]:
    """The run chart, phase by phase. `freeze`: the first n positions are the baseline.

    With both, the baseline holds within the first phase. Raises ValueError for a baseline of
    less than one point.
    """
    spans = phase_spans(len(series.plotted), part_after)
    return tuple([phase_of(series, *span, table) for span in with_baselines(spans, freeze)])


def judged_phase(
    series: Series, phases: Sequence[Phase], table: RunsTable = RunsTable.PRINTED
) -> Phase | None:
    """The phase an effect is read from (settled.md, Effect); None without any point.

    The last phase; while it has fewer than ten useful points, it and the phase before it as one,
    against the median of that phase carried forward.
    """
    if len(phases) < 2 or phases[-1].judged:
        return phases[-1] if phases else None
    before, last = phases[-2:]
    joined = phase_of(series, before.first, last.last + 1, before.baseline_to + 1, table)
    return replace(joined, carried=True)


def phase_of(
    series: Series,
    start: int,
    stop: int,
    baseline_stop: int,
    table: RunsTable = RunsTable.PRINTED,
) -> Phase:
    """Judge the positions [start, stop) against the median of [start, baseline_stop)."""
    counted = _within(series.counted, start, stop)
    baseline = counted if baseline_stop >= stop else _within(counted, start, baseline_stop)
    median = _median(series.levels, baseline)
    runs, on_median = _runs(series.levels, counted, median, series.rounding)
    n_useful = len(counted) - len(on_median) if median is not None else 0
    judged = n_useful >= FEWEST_USEFUL
    limits = runs_limits(n_useful, table) if judged else None
    longest = max((len(points) for _, points in runs), default=None)
    crossings = len(runs) - 1 if runs else None
    longest_max = longest_run_allowed(n_useful) if n_useful else None
    crossings_min = fewest_crossings(n_useful) if n_useful else None
    return Phase(
        first=start,
        last=stop - 1,
        median=median,
        baseline_to=min(baseline_stop, stop) - 1,
        n_baseline=len(baseline),
        n_counted=len(counted),
        n_useful=n_useful,
        n_runs=len(runs),
        runs_limits=limits,
        runs_verdict=_runs_verdict(len(runs), limits),
        longest_run=longest,
        longest_run_max=longest_max,
        n_crossings=crossings,
        n_crossings_min=crossings_min,
        anhoj_signal=_beyond(longest, longest_max, crossings, crossings_min) if judged else None,
        on_median=on_median,
        shifts=_shifts(runs) if judged else (),
        trends=_trends(series.levels, counted, series.rounding) if judged else (),
    )


def proposed_phase(
    series: Series,
    phases: Sequence[Phase],
    baseline_length: int = PROPOSAL_BASELINE,
    run_length: int = PROPOSAL_RUN,
    decided: Collection[int] = (),
) -> ProposedPhase | None:
    """Propose a phase after the last: the first run long enough behind that phase's baseline.

    The baseline is the first `baseline_length` counted points of the last phase; the run, of
    `run_length` useful points or more on one side of their median, begins after them. Never
    applied by itself: a person accepts or dismisses it; one that begins at a point somebody has
    `decided` about is not proposed again.
    """
    if not phases:
        return None
    counted = _within(series.counted, phases[-1].first, phases[-1].last + 1)
    baseline, rest = counted[:baseline_length], counted[baseline_length:]
    median = _median(series.levels, baseline)
    if median is None or len(baseline) < baseline_length:
        return None
    runs, _ = _runs(series.levels, rest, median, series.rounding)
    for above, points in runs:
        if len(points) >= run_length and points[0] not in decided:
            return ProposedPhase(above, tuple(points), median, tuple(baseline))
    return None


def _within(counted: Sequence[int], start: int, stop: int) -> Sequence[int]:
    if not counted or (counted[0] >= start and counted[-1] < stop):
        return counted
    return [position for position in counted if start <= position < stop]


def _median(levels: Sequence[float], points: Sequence[int]) -> float | None:
    """The middle value, or the mean of the two middle ones; None without points."""
    if not points:
        return None
    values = sorted([levels[point] for point in points])
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


def _runs(
    levels: Sequence[float],
    counted: Sequence[int],
    median: float | None,
    rounding: float,
) -> tuple[list[tuple[bool, list[int]]], tuple[int, ...]]:
    """Runs as (above, useful positions), and the positions on the median, which skip both."""
    runs: list[tuple[bool, list[int]]] = []
    on_median: list[int] = []
    if median is None:
        return runs, ()
    upper = median + tolerance(median, rounding)
    lower = median - tolerance(median, rounding)
    side: bool | None = None
    for position in counted:
        value = levels[position]
        if lower <= value <= upper:
            on_median.append(position)
        elif (value > median) is side:
            runs[-1][1].append(position)
        else:
            side = value > median
            runs.append((side, [position]))
    return runs, tuple(on_median)


def _runs_verdict(n_runs: int, limits: tuple[int, int] | None) -> RunsVerdict:
    if limits is None:
        return RunsVerdict.NOT_ENOUGH
    if n_runs < limits[0]:
        return RunsVerdict.TOO_FEW
    return RunsVerdict.TOO_MANY if n_runs > limits[1] else RunsVerdict.AS_EXPECTED


def _beyond(
    longest: int | None, longest_max: int | None, crossings: int | None, fewest: int | None
) -> bool:
    """Anhøj: a run too long or crossings too few; too many crossings are not a signal."""
    if longest is None or longest_max is None or crossings is None or fewest is None:
        return False
    return longest > longest_max or crossings < fewest


def _shifts(runs: list[tuple[bool, list[int]]]) -> tuple[Shift, ...]:
    return tuple(
        Shift(above, tuple(points)) for above, points in runs if len(points) >= SHIFT_LENGTH
    )


def _trends(levels: Sequence[float], counted: Sequence[int], rounding: float) -> tuple[Trend, ...]:
    """Five or more points going one way; a turning point belongs to both of its trends."""
    trends: list[Trend] = []
    points: list[int] = []
    rising: bool | None = None
    before = 0.0
    for position in counted:
        value = levels[position]
        if points:
            step = value - before
            if abs(step) <= rounding or abs(step) <= RELATIVE_TOLERANCE * abs(before):
                continue
            if rising is not None and (step > 0) is not rising:
                _keep(trends, rising, points)
                points = points[-1:]
            rising = step > 0
        points.append(position)
        before = value
    _keep(trends, rising, points)
    return tuple(trends)


def _keep(trends: list[Trend], rising: bool | None, points: list[int]) -> None:
    if rising is not None and len(points) >= TREND_LENGTH:
        trends.append(Trend(rising, tuple(points)))
