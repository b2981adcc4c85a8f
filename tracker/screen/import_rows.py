"""Where a record came from: the rows of an imported file, with the words as they stood there."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import streamlit as st

from tracker import store
from tracker.plan_imports import ImportedRow, PlanImport
from tracker.records import Version
from tracker.screen.import_columns import WORDS
from tracker.screen.import_file import download
from tracker.screen.marks import plain
from tracker.screen.paging import cut
from tracker.screen.visit import Visit
from tracker.words import day_words, listed

LONGEST = 1_000
# What the program noted beside the words of a row; not what somebody wrote.
_NOT_WRITTEN = {"rows", "due_on", "status", "update_on", "area", "due_note"}


def show(asked: Visit, record: UUID) -> None:
    """An expander with the rows behind a record, newest import first; nothing where it was typed.

    Only what had come in by the day shown.
    """
    its = [
        version
        for version in store.imported_rows(asked.database, asked.partnership.slug, record)
        if version.as_of <= asked.day
    ]
    if not its:
        return
    made = {v.record.id: v.record for v in store.imports(asked.database, asked.partnership.slug)}
    with st.expander("From the imported plan", icon=":material/draft:"):
        for number, version in enumerate(its):
            if brought := made.get(version.record.import_id):
                _one(asked, version, brought, number)


def _one(asked: Visit, version: Version[ImportedRow], made: PlanImport, number: int) -> None:
    named = made.sheet and not made.file_name.startswith(made.sheet)
    sheet = f", sheet {plain(made.sheet)}" if named else ""
    st.markdown(
        f"**{plain(made.file_name)}**{sheet}, {_rows(version.record.rows)} "
        f":gray[brought in by {plain(version.recorded_by)}, {day_words(version.as_of)}]"
    )
    told = list(_told(json.loads(version.record.words)))
    st.markdown("  \n".join(f":gray[{plain(label)}:] {plain(words)}" for label, words in told))
    download(asked, made, f"row_{number}")


def _rows(rows: tuple[int, ...]) -> str:
    words = listed(str(row) for row in rows[:20])
    return f"row {words}" if len(rows) == 1 else f"rows {words}"


def _told(words: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Each field's words as they were written; other columns by their own headers."""
    for name, said in words.items():
        if name in _NOT_WRITTEN:
            continue
        if isinstance(said, dict):
            yield from ((header, cut(text, LONGEST)) for header, text in said.items())
        elif isinstance(said, list):
            steps = [step["text"] if isinstance(step, dict) else str(step) for step in said]
            yield _label(name), cut("; ".join(steps), LONGEST)
        else:
            yield _label(name), cut(str(said), LONGEST)


def _label(name: str) -> str:
    return WORDS.get(name.removesuffix("_text"), name.replace("_", " ").capitalize())
