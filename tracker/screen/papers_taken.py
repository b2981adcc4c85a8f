"""Who took which paper: kept when it is taken, told beside the snapshots."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from uuid import UUID

import streamlit as st

from tracker import store
from tracker.meetings import KeptSnapshot, PaperTaken
from tracker.records import Version
from tracker.refusals import Refusal
from tracker.screen.held import held
from tracker.screen.log_of_visits import may_take_another
from tracker.screen.marks import plain
from tracker.screen.visit import Visit
from tracker.words import counted, day_words, listed

TAKEN_SHOWN = 3
Taken = Version[PaperTaken]


def take(
    asked: Visit, words: str, day: date, snapshot: UUID | None = None, *, public: bool = False
) -> None:
    """Keep that a paper was taken, of which day or snapshot: the save says who and when.

    Not of more than a person can take in a minute: every save is read anew on every screen.
    """
    if not (asked.who.local or may_take_another(asked, "pressed")):
        return
    name = f"taken_{snapshot}_{day}_{words}_{public}_{asked.sequence}"
    paper = PaperTaken(
        id=held(name).save_id, snapshot_id=snapshot, day=day, paper=words, public=public
    )
    # Whoever may read only takes papers all the same; the store then keeps nothing of it.
    with suppress(Refusal):
        store.change(
            asked.database, asked.partnership.slug, [paper], by=asked.by, today=asked.today,
            save_id=paper.id, seen=0,
        )  # fmt: skip


def taken_words(kept: KeptSnapshot, taken: Sequence[Taken]) -> str:
    """The last papers taken of a snapshot: which, by whom, on which day."""
    its = [version for version in taken if version.record.snapshot_id == kept.id]
    said = [
        f"{plain(_paper(v))} taken by {plain(v.recorded_by)} on {day_words(v.as_of)}"
        for v in its[-TAKEN_SHOWN:]
    ]
    more = f", and {len(its) - TAKEN_SHOWN} before" if len(its) > TAKEN_SHOWN else ""
    return f"  \n:gray[{listed(said)}{more}]" if said else ""


def show(taken: Sequence[Taken], kept: Sequence[KeptSnapshot]) -> None:
    """Every paper that was taken, the newest first: when, by whom, which, of what."""
    if not taken:
        return
    titles = {one.id: one.title for one in kept}
    rows = list(reversed(taken))
    with st.expander(f"{counted(len(rows), 'paper')} taken", icon=":material/table_rows:"):
        st.table(
            {
                "When": [day_words(v.as_of) for v in rows],
                "Who": [plain(v.recorded_by) for v in rows],
                "Paper": [plain(_paper(v)) for v in rows],
                "Of": [plain(_of(v.record, titles)) for v in rows],
            },
            border="horizontal", hide_index=True, alt="Who took which paper",
        )  # fmt: skip


def _paper(version: Taken) -> str:
    return f"{version.record.paper}{', public version' if version.record.public else ''}"


def _of(paper: PaperTaken, titles: Mapping[UUID, str]) -> str:
    day = f"the plan as at {day_words(paper.day)}"
    title = titles.get(paper.snapshot_id) if paper.snapshot_id else None
    return f"{title}, {day}" if title else day
