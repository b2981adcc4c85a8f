"""The papers of a day or of a kept snapshot: which version, and a button a format.

A file is built when its button is pressed; until it is there the button turns and is still.
"""

from dataclasses import replace
from functools import partial
from uuid import UUID

import streamlit as st

from tracker import store
from tracker.kept_templates import Look
from tracker.meetings import KeptSnapshot
from tracker.papers import Snapshot, paper_of
from tracker.public_paper import Earlier, kept_before
from tracker.public_version import PUBLIC_LABEL, hidden_count
from tracker.screen import papers_taken
from tracker.screen.log_of_visits import made_for
from tracker.screen.marks import plain
from tracker.screen.visit import Visit
from tracker.words import counted

MIME = {
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "pdf": "application/pdf",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
WORDS = {
    "docx": "Committee paper (Word)", "pdf": "The same as PDF", "html": "As a web page",
    "xlsx": "Excel workbook", "csv": "CSV, the actions", "json": "JSON, everything",
}  # fmt: skip
TAKEN_AS = {**WORDS, "pdf": "PDF", "html": "Web page", "csv": "CSV", "json": "JSON"}


def offer(
    asked: Visit, shot: Snapshot, key: str, look: Look | None, snapshot: UUID | None = None
) -> None:
    """The switch for the public version, what whoever publishes should know, and the files.

    In the public view there is no other version. `shot` is of the ordinary view always.
    """
    public = asked.public or st.toggle(
        "Public version", key=f"{key}_public",
        help="Small numbers are hidden, and whatever would give them back. What owners need and "
        "plan next, doubts and names of people are left out.",
    )  # fmt: skip
    made = _made_public(asked.inside, shot, kept=bool(snapshot)) if public else shot
    if public:
        _what_to_know(made, warned=not asked.public)
    for format_, words in WORDS.items():
        st.download_button(
            words, made_for(asked, TAKEN_AS[format_], partial(_written, format_, made, look)),
            mime=MIME[format_], file_name=made.file_name(format_), icon=":material/download:",
            width="stretch",
            on_click=partial(
                papers_taken.take, asked.inside, TAKEN_AS[format_], shot.stated.now.plan.day,
                snapshot, public=public,
            ),
            key=f"{key}_{format_}",
        )  # fmt: skip


def _written(format_: str, made: Snapshot, look: Look | None) -> bytes:
    """The file; the template is read for a Word paper only."""
    return paper_of(format_, made, look() if look and format_ == "docx" else None)


def _made_public(asked: Visit, shot: Snapshot, *, kept: bool) -> Snapshot:
    """The public version, which knows the snapshots kept before: two give nothing back.

    Of an earlier day it also knows the newest, as the public view on the screen does; a kept
    snapshot does not, for it says the same for ever.
    """
    plan, newest = shot.stated.now.plan, replace(asked, day=asked.today)
    before = kept_before(newest.readings.plan.current(KeptSnapshot), plan.day, plan.sequence)
    earlier = [_plans(replace(asked, day=one.day, sequence=one.until)) for one in before]
    if not kept and plan.day != newest.day:
        earlier.append(_plans(newest))
    return replace(
        shot,
        public=partial(store.published_days, asked.database),
        earlier=tuple(earlier),
    )


def _plans(then: Visit) -> Earlier:
    return Earlier(then.progress.now.plan, then.progress.before.plan)


def _what_to_know(made: Snapshot, *, warned: bool) -> None:
    """How many figures are hidden; and, for whoever publishes, what cannot be taken back."""
    number = hidden_count(made.read)
    said = f"{counted(number, 'figure')} {'is' if number == 1 else 'are'} hidden"
    st.markdown(f"{PUBLIC_LABEL}. {said if number else 'No figure of this day had to be hidden'}.")
    if warned and made.warnings:
        with st.container(border=True):
            st.markdown("**Before you publish**, for you and not for the public:")
            st.markdown("\n".join(f"- {plain(words)}" for words in made.warnings))
