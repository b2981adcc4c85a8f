"""What stands in words round a run chart: what came before a signal, a proposed phase, a wall card.

A test that came before a signal is told with “after”, never with “because of”: the chart cannot
know why a measure moved (settled.md, Effect).
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from tracker.cycles import TestMark
from tracker.effect import Effect, by_month, point_words
from tracker.measures import MeasureKind
from tracker.point_values import PER_CENT
from tracker.readings import MeasureReading
from tracker.run_chart import FEWEST_USEFUL, ProposedPhase
from tracker.series import COUNT_WORDS
from tracker.tests_of_change import Decision
from tracker.words import counted, day_words, first_sentence, listed, number_words

TESTS_NAMED = 3
# Where people look first: what gets worse, then what gets better, then the rest.
_FIRST = (Effect.WORSENING, Effect.IMPROVEMENT, Effect.NO_SIGNAL, Effect.NOT_ENOUGH)


class Told(NamedTuple):
    """What a chart says: what the points do, what came before, how often chance would do it."""

    first: str
    after: str
    rest: str


def told(reading: MeasureReading) -> Told:
    """The reading of a measure in its three parts; any but the first may be empty."""
    first = first_sentence(reading.words)
    return Told(first, after_tests(reading), reading.words[len(first) :].strip())


def after_tests(reading: MeasureReading) -> str:
    """“It began in March 2025, after test 2 (…).”: the tests begun, adopted, adapted or abandoned
    before the first point of the live signal, nearest first; empty where there are none."""
    since = reading.signal_since
    if since is None:
        return ""
    before = sorted(
        ((*moment, mark) for mark in reading.tests if (moment := _last_moment(mark, since))),
        key=lambda found: (-found[0].toordinal(), found[2].ref),
    )
    if not before:
        return ""
    words = [
        f"test {_number_of(mark)} ({mark.title}, {did} {day_words(on)})"
        for on, did, mark in before[:TESTS_NAMED]
    ]
    if len(before) > TESTS_NAMED:
        words.append(counted(len(before) - TESTS_NAMED, "earlier test"))
    start = _when(reading, reading.chart.signal_points[0])
    return f"It began {start}, after {listed(words)}."


def _number_of(mark: TestMark) -> str:
    """T2 is test 2, as on the chart; any other reference stays as it is."""
    return re.sub(r"^T(?=\d+$)", "", mark.ref)


def _last_moment(mark: TestMark, before: date) -> tuple[date, str] | None:
    """The newest of a test's moments that lies before a day, and its word; None without any."""
    decided = mark.decision not in (None, Decision.TEST_AGAIN) and mark.decided_on
    if mark.decision and decided and decided < before:
        return decided, mark.decision.done
    return (mark.since, "begun") if mark.since < before else None


# A proposed phase


def evidence_words(reading: MeasureReading, found: ProposedPhase) -> str:
    """What the chart shows that proposes a new phase, in one sentence."""
    number, points = len(found.points), found.points
    ties = {place for phase in reading.chart.phases for place in phase.on_median}
    off = " off the median" if any(points[0] < tie < points[-1] for tie in ties) else ""
    baseline = len(found.baseline)
    whose = "of this phase" if len(reading.chart.phases) > 1 else ""
    first = f"the first {baseline:,} points {whose}".strip()
    dates = f"from {_point(reading, points[0])} to {_point(reading, points[-1])}"
    side = "above" if found.above else "below"
    return (
        f"{_number(number)} points{off} in a row, {dates}, lie {side} the median of "
        f"{level_words(reading, found.median)} of {first}."
    )


def accepting_words(reading: MeasureReading, start: date) -> str:
    """What a new phase from `start` on does, and what it does not do."""
    place = reading.chart.series.dates.index(start)
    when = _point(reading, place)
    after = sum(point >= place for point in reading.chart.series.counted)
    wait = ""
    if after < FEWEST_USEFUL:
        wait = (
            f" Until it has {FEWEST_USEFUL} points off its median, the chart is still judged by the"
            " median before."
        )
    return (
        f"Accepting it gives the points from {when} on a median of their own.{wait} No point is "
        "changed, and nothing is said about why it moved. Dismissing it keeps the median as it is, "
        "and it is not proposed again for this point. Either decision is kept, with its reason."
    )


def unfit_start(reading: MeasureReading, start: date | None) -> str:
    """Why a phase cannot begin at the point of that day; empty where it can."""
    days = reading.chart.series.dates
    if start is None:
        return "Choose the first point of the new phase."
    if not days:
        return "There is no point yet, so no phase can begin. Add points first."
    if start > days[-1]:
        return f"The last point is of {day_words(days[-1])}: a phase begins at one of the points."
    if start <= days[0]:
        return (
            f"The first phase begins at {day_words(days[0])} already. Choose a later point for a "
            "new one."
        )
    if start not in days:
        return f"There is no point on {day_words(start)}. Choose the day of a point."
    return ""


# A measure among others


def wall_order(readings: Iterable[MeasureReading]) -> list[MeasureReading]:
    """Measures in the order to look at them: worse, better, no signal, not enough points."""
    return sorted(readings, key=lambda reading: _FIRST.index(reading.effect))


def wall_words(readings: Iterable[MeasureReading]) -> str:
    """Many measures in one line: 8 measures: 1 getting worse, 2 better, 4 without a change."""
    effects = [reading.effect for reading in readings]
    named = {
        Effect.WORSENING: "getting worse", Effect.IMPROVEMENT: "better",
        Effect.NO_SIGNAL: "with no change to see", Effect.NOT_ENOUGH: "with too few points",
    }  # fmt: skip
    parts = [f"{effects.count(e)} {words}" for e, words in named.items() if e in effects]
    return f"{counted(len(effects), 'measure')}: {', '.join(parts)}" if parts else "No measure yet"


def card_words(reading: MeasureReading) -> str:
    """A measure in one short line: its newest value, and what its points do."""
    series = reading.chart.series
    if not series.drawn:
        return "No values yet."
    newest = series.drawn[-1]
    value = level_words(reading, series.levels[newest])
    return f"{value} {_when(reading, newest)}; {_does(reading)}."


def _does(reading: MeasureReading) -> str:
    chart = reading.chart
    if signal := chart.signal:
        since = _point(reading, signal.points[0])
        if signal.kind == "shift":
            return f"{'above' if signal.up else 'below'} its median since {since}"
        return f"{'rising' if signal.up else 'falling'} since {since}"
    if reading.effect is Effect.NOT_ENOUGH:
        useful = chart.judged.n_useful if chart.judged else 0
        return f"{useful} of the {FEWEST_USEFUL} points needed to judge"
    return "no shift or trend now"


def family_words(readings: Iterable[MeasureReading]) -> list[str]:
    """What the measures of an area lack as a family, and what its balancing measures say."""
    its = list(readings)
    kinds = {reading.measure.measure_kind for reading in its}
    said = []
    if MeasureKind.PROCESS in kinds and MeasureKind.OUTCOME not in kinds:
        said.append(
            "Only process measures: they show that the work is done, not that anything is better "
            "for children. Add an outcome measure."
        )
    if kinds == {MeasureKind.BALANCING}:
        said.append(
            "Only balancing measures: they show harm elsewhere, and cannot show that this area "
            "gets better. Add an outcome measure."
        )
    balancing = [r for r in its if r.measure.measure_kind is MeasureKind.BALANCING]
    return said + [_balancing(reading) for reading in balancing]


def _balancing(reading: MeasureReading) -> str:
    name = f"{reading.measure.ref} {reading.measure.title}"
    if reading.effect is Effect.WORSENING:
        return f"Balancing measure {name} is getting worse: is the work doing harm elsewhere?"
    words = {
        Effect.IMPROVEMENT: "is better", Effect.NO_SIGNAL: "shows no change",
        Effect.NOT_ENOUGH: "has too few points to say",
    }  # fmt: skip
    return f"Balancing measure {name} {words[reading.effect]}; it decides nothing here."


# Values and days


def level_words(reading: MeasureReading, level: float) -> str:
    """A value as the chart plots it, with its unit: 71 %, 46 days."""
    unit = reading.measure.unit
    ratio = reading.chart.series.denominators is not None
    return number_words(level * 100 if ratio and unit == PER_CENT else level, unit)


def _number(number: int) -> str:
    words = COUNT_WORDS[number] if number < len(COUNT_WORDS) else f"{number:,}"
    return words.capitalize()


def _point(reading: MeasureReading, place: int) -> str:
    return point_words(reading.chart.series, place)


def _when(reading: MeasureReading, place: int) -> str:
    """In March 2026; on 5 Mar 2026."""
    series = reading.chart.series
    return f"{'in' if by_month(series) else 'on'} {point_words(series, place)}"
