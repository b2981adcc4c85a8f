"""A measure's chart as a table, a page at a time: what each point is made of, why it is marked.

In the public view it is made of the shown figures alone: no version of a point, no hidden one.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

import streamlit as st

from tracker import store
from tracker.chart_table import ChartRow, chart_rows, value_words
from tracker.disclosure_settings import HIDDEN
from tracker.measures import Measure
from tracker.plan_as_at import KeptPoint
from tracker.readings import MeasureReading
from tracker.screen import measure_notes
from tracker.screen.marks import plain
from tracker.screen.paging import page_of
from tracker.screen.visit import Visit
from tracker.told_points import Numbers, told_numbers, told_point
from tracker.words import day_words, number_words, sentence, times_words

# Rows on a page: a table in a browser stays quick up to so many.
AT_ONCE = 100


class _Row(NamedTuple):
    """A point: its four numbers, how it is kept (never in public), how it is drawn."""

    on: date
    numbers: Numbers
    kept: KeptPoint | None
    drawn: ChartRow | None
    hidden: bool = False
    published: bool = False


def show(asked: Visit, reading: MeasureReading, kept: tuple[KeptPoint, ...]) -> None:
    """The same as a table; of many points the newest stand first."""
    rows = list(_public(asked, reading) if asked.public else _kept(reading, kept))
    if not rows:
        return
    with st.expander("The same as a table", icon=":material/table_rows:"):
        if len(rows) > AT_ONCE:
            st.markdown(f":gray[{len(rows):,} points, the newest first.]")
            rows.reverse()
        with page_of(rows, f"points_{reading.measure.id}", AT_ONCE) as shown:
            st.table(
                _columns(reading, shown), border="horizontal", hide_index=True,
                alt=f"{reading.measure.title} as a table",
            )  # fmt: skip


def _kept(reading: MeasureReading, kept: tuple[KeptPoint, ...]) -> Iterator[_Row]:
    """The points that stand, with all their versions."""
    drawn = {row.day: row for row in chart_rows(reading)}
    for one in kept:
        if not one.withdrawn:
            its = one.point
            numbers = its.value, its.denominator, its.compared_value, its.compared_denominator
            yield _Row(its.on, numbers, one, drawn.get(its.on))


def _public(asked: Visit, reading: MeasureReading) -> Iterator[_Row]:
    """The shown points, and that others are hidden."""
    points, plan = reading.points, asked.readings.plan
    published = store.published_days(asked.database, plan).get(reading.measure.id, frozenset())
    drawn, hidden = {row.day: row for row in chart_rows(reading)}, set(points.hidden)
    columns = (points.values, points.denominators, points.compared, points.compared_denominators)
    for place, on in enumerate(points.dates):
        value, below, other, other_below = (its[place] if its else None for its in columns)
        numbers = value, below, other, other_below
        yield _Row(on, numbers, None, drawn.get(on), on in hidden, on in published)


def _columns(reading: MeasureReading, rows: Sequence[_Row]) -> dict[str, list[str]]:
    signal = {reading.chart.series.dates[place] for place in reading.chart.signal_points}
    columns = {"Period ending": [day_words(row.on) for row in rows]}
    columns |= _values(reading, rows)
    columns["Part of the signal"] = ["yes" if row.on in signal else "–" for row in rows]
    if any(row.drawn and row.drawn.median is not None for row in rows):
        columns["Median"] = [_median(reading, row.drawn) for row in rows]
    columns["Why it is marked"] = [_why(row) for row in rows]
    if reading.said:
        notes = (reading.said.get(row.on) for row in rows)
        columns["What people said"] = [measure_notes.told(n) if n else "–" for n in notes]
    if any(row.published for row in rows):
        columns["Published"] = ["by an inspector" if row.published else "–" for row in rows]
    kept = [row.kept for row in rows if row.kept]
    if kept:
        columns["Known since"] = [day_words(one.newest.as_of) for one in kept]
        columns["Corrected"] = [_corrected(reading.measure, one) for one in kept]
    return columns


def _values(reading: MeasureReading, rows: Sequence[_Row]) -> Iterator[tuple[str, list[str]]]:
    """The value as drawn, and what it is made of: two groups, or numerator and denominator."""
    measure = reading.measure
    told = [told_numbers(measure, row.numbers) for row in rows]
    values = [words.split(" (")[0] for words in told]
    yield "Gap" if measure.is_gap else "Value", _or_hidden(values, rows)
    if measure.is_gap:
        groups = [plain(words.partition(" (")[2].removesuffix(")")) for words in told]
        yield "The two groups", _or_hidden(groups, rows)
    elif reading.points.is_ratio:
        yield "Numerator", _or_hidden([_number(row.numbers[0]) for row in rows], rows)
        yield "Denominator", _or_hidden([_number(row.numbers[1]) for row in rows], rows)


def _or_hidden(words: Sequence[str], rows: Sequence[_Row]) -> list[str]:
    return [HIDDEN if row.hidden else word for word, row in zip(words, rows, strict=True)]


def _why(row: _Row) -> str:
    parts = row.drawn.parts if row.drawn else ()
    return plain(sentence("; ".join(parts))) if parts else "–"


def _median(reading: MeasureReading, row: ChartRow | None) -> str:
    return value_words(reading, row.median) if row and row.median is not None else "–"


def _number(value: float | None) -> str:
    return "–" if value is None else number_words(value)


def _corrected(measure: Measure, kept: KeptPoint) -> str:
    """How often, and what it was before for which reason; a dash where it never was."""
    changes = len(kept.versions) - 1
    if not changes:
        return "–"
    was = told_point(measure, kept.versions[-2].record)
    why = f": {plain(kept.newest.reason)}" if kept.newest.reason else ""
    return f"{times_words(changes)}, was {plain(was)}{why}"
