"""The same facts as tables of words: what the figures of a screen are made of."""

import streamlit as st

from tracker.papers.snapshot import Table, Value, actions, areas
from tracker.readings import Readings
from tracker.screen.marks import plain
from tracker.words import day_words


def areas_and_actions(read: Readings) -> None:
    """The areas, then the register of actions, with the columns of the handed-over file."""
    _show(areas(read.areas))
    _show(_without(actions(read.actions), "What has happened", "What is needed", "Days overdue"))


def _show(table: Table) -> None:
    st.subheader(table.name, anchor=False)
    rows = [[_words(value) for value in row] for row in table.rows]
    columns = {name: [row[place] for row in rows] for place, name in enumerate(table.header)}
    st.table(columns, border="horizontal", hide_index=True, alt=f"{table.name} as a table")


def _without(table: Table, *names: str) -> Table:
    kept = [place for place, name in enumerate(table.header) if name not in names]
    return Table(
        table.name,
        tuple(table.header[place] for place in kept),
        tuple(tuple(row[place] for place in kept) for row in table.rows),
    )


def _words(value: Value) -> str:
    if value is None or value == "":
        return "–"
    return plain(value) if isinstance(value, str) else _number_or_day(value)


def _number_or_day(value: Value) -> str:
    return day_words(value) if not isinstance(value, int | float | str | None) else str(value)
