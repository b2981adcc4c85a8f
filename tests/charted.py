"""A measure with its points and what people said about them, read as the program reads it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from builders import TODAY, a_measure, a_plan_as_at, an_area, points

from tracker import store
from tracker.charts import LIGHT, run_chart
from tracker.cycles import TestMark
from tracker.measures import Frequency
from tracker.plan_as_at import Points
from tracker.readings import MeasureReading, readings
from tracker.tests_of_change import Decision, NewPhase, PhaseDecision, PointMark

MARCH = date(2027, 3, 31)


def reading(
    *values: float | None,
    below: float | None = None,
    every: int = 30,
    last: date = TODAY,
    compared: Iterable[float | None] = (),
    said: Mapping[int, Mapping[str, Any]] | None = None,
    phases: Mapping[int, PhaseDecision] | None = None,
    tests: Iterable[TestMark] = (),
    **measured: Any,
) -> MeasureReading:
    """`said` and `phases` by the place of their point; `compared`: the other group's values."""
    measure = a_measure(**{"unit": "days", "frequency": Frequency.MONTHLY} | measured)
    known = points(*values, below=below, every=every, last=last)
    other = tuple(compared)
    known = Points(*known[:3], other, (None,) * len(other))
    records = [
        PointMark(id=store.new_id(), measure_id=measure.id, on=known.dates[place], **words)
        for place, words in (said or {}).items()
    ]
    records += [
        NewPhase(
            id=store.new_id(), measure_id=measure.id, starts_on=known.dates[place],
            decision=decision, why="the new front door",
        )
        for place, decision in (phases or {}).items()
    ]  # fmt: skip
    plan = a_plan_as_at(an_area(), measure, *records, measured={measure.id: known})
    (found,) = readings(plan).measures
    return replace(found, tests=tuple(tests))


def a_test(
    ref: str, since: date, until: date | None = None, decision: Decision | None = None,
    decided_on: date | None = None, title: str = "A daily call",
) -> TestMark:  # fmt: skip
    return TestMark(ref, title, since, until, decision, decided_on)


def drawn(found: MeasureReading, **how: Any) -> Any:
    return run_chart(found, how.pop("palette", LIGHT), how.pop("size", 24), **how)


def traces(figure: Any, name: str) -> list[Any]:
    return [trace for trace in figure.data if trace.name == name]


def days_of(figure: Any, name: str) -> set[date]:
    """The days of every mark of that name."""
    return {day for trace in traces(figure, name) for day in trace.x}


def words(figure: Any) -> list[str]:
    return [note.text for note in figure.layout.annotations]


def at_the_ends(figure: Any) -> list[Any]:
    """The words beside the ends of the lines of the judged series."""
    return [note for note in figure.layout.annotations if note.xref == "paper" and note.yref == "y"]
