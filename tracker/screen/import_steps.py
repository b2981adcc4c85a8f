"""The steps of bringing a plan in: one idea at a time, each in the address."""

from collections.abc import Callable, Mapping

import streamlit as st

from tracker.intake.plan_shapes import PlanReading
from tracker.screen import (
    import_columns,
    import_doubts,
    import_draft,
    import_owners,
    import_preview,
)
from tracker.screen.import_draft import STEP, Work
from tracker.screen.marks import plain
from tracker.screen.paging import cut
from tracker.screen.visit import Visit
from tracker.words import counted

COLUMNS, OWNERS, DOUBTS, PREVIEW = "columns", "owners", "doubts", "preview"
_DRAWN: Mapping[str, Callable[[Work], None]] = {
    COLUMNS: import_columns.show,
    OWNERS: import_owners.show,
    DOUBTS: import_doubts.show,
    PREVIEW: import_preview.show,
}
_WORDS = {COLUMNS: "What was read", OWNERS: "Owners", DOUBTS: "Doubts", PREVIEW: "Preview"}


def begun(asked: Visit) -> Work | None:
    """The file at hand, if the address names one."""
    draft = import_draft.asked_for(asked)
    return Work(asked, draft) if draft else None


def finding(work: Work) -> str:
    """The headline of the step shown."""
    step = _step()
    if step == OWNERS:
        return import_owners.finding(work)
    if step == DOUBTS:
        return import_doubts.finding(work)
    return import_preview.finding(work) if step == PREVIEW else read_as(work.reading)


def read_as(reading: PlanReading) -> str:
    """How much a sheet was understood to hold."""
    if reading.header_row is None:
        return "No table was found in this sheet"
    used = {action.area for action in reading.actions}
    used |= {measure.area for measure in reading.measures}
    areas = f" under {counted(len(used - {None}), 'area')}" if used - {None} else ""
    if reading.reads_as == "measures":
        return f"Read as {counted(len(reading.measures), 'measure')}{areas}"
    measures = f" and {counted(len(reading.measures), 'measure')}" if reading.measures else ""
    return f"Read as {counted(len(reading.actions), 'action')}{measures}{areas}"


def which_file(work: Work) -> None:
    """The file at hand, what holds for the whole of it, and how to put it away."""
    file = work.draft.handed.file
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            f":material/draft: **{plain(cut(file.name, 80))}** :gray[nothing is saved yet]",
            width="content",
        )
        st.button(
            "Put this file away", type="tertiary", on_click=import_draft.forget,
            args=(work.draft,), key="import_put_away",
        )  # fmt: skip
    for note in file.notes:
        st.markdown(f":gray[{plain(note)}]")


def show(work: Work) -> None:
    """The steps, the one that is asked for, and the way on."""
    step = _step()
    with st.container(horizontal=True, gap="small", key="import_steps"):
        for number, (name, words) in enumerate(_WORDS.items(), 1):
            label = f"{number}. {words}{_number(work, name)}"
            st.button(
                f"**{label}**" if name == step else label, on_click=_go, args=(name,),
                type="secondary" if name == step else "tertiary", key=f"import_step_{name}",
            )  # fmt: skip
    _DRAWN[step](work)
    names = list(_DRAWN)
    place = names.index(step)
    if place + 1 < len(names):
        on = names[place + 1]
        st.space("small")
        st.button(
            f"Next: {_WORDS[on].lower()}{_number(work, on)}", type="primary", on_click=_go,
            args=(on,), icon=":material/arrow_forward:", key="import_next",
        )  # fmt: skip


def _step() -> str:
    asked = st.query_params.get(STEP, COLUMNS)
    return asked if asked in _DRAWN else COLUMNS


def _go(step: str) -> None:
    st.query_params[STEP] = step


def _number(work: Work, step: str) -> str:
    if step != DOUBTS:
        return ""
    left = import_doubts.how_many_open(work)
    return f" ({left:,})" if left else ""
