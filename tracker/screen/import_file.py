"""Where bringing a plan in begins: a file or a paste, and what came in before."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.elements.lib.mutable_status_container import StatusContainer

from tracker import store
from tracker.intake.sheet import SheetFile
from tracker.intake.sheet_files import pasted_sheet, sheet_file
from tracker.plan_imports import PlanImport
from tracker.records import Version
from tracker.refusals import Refusal
from tracker.screen import import_draft, places, saved
from tracker.screen.drafts import Unsaved
from tracker.screen.form import Form
from tracker.screen.import_draft import FILE, Draft, Work
from tracker.screen.log_of_visits import made_for
from tracker.screen.marks import plain
from tracker.screen.paging import cut, page_of
from tracker.screen.visit import Visit
from tracker.words import LONDON, counted, day_words, moment_words

_HANDED = "import_handed_over"
_PASTED = "bring_in/paste"  # its draft: pasted and not read yet
_DONE = "import_done"
FEW = 5


def hand_over(asked: Visit) -> None:
    """The field for a file and the field for a paste; what can be read becomes a draft."""
    if st.query_params.get(FILE):
        st.info(
            "This file is not at hand any more: the tracker keeps files it has not brought in only"
            " for a while. Hand it over again; nothing of it was saved.",
            icon=":material/info:",
        )
    _go_on(asked)
    st.markdown(
        "Hand over the plan as it is. You see how each column, owner and date was read, and settle "
        "what is unsure. Nothing is saved before you say so, and it can be undone in one step."
    )
    turn = st.session_state.setdefault(_HANDED, 0)
    given = st.file_uploader(
        "The plan as you have it: .xlsx, .csv or a Word table in .docx, up to 10 MB",
        key=f"import_file_{turn}", max_upload_size=10,
    )  # fmt: skip
    below_file = st.empty()
    unsaved = Unsaved(asked, _PASTED)
    draft = unsaved.begin(lambda: 0)
    unsaved.say(left="have not had it read")
    form = Form(f"{draft.save_id}_", unsaved)
    form.text("text", "Or paste it here: copy the table in Excel or Word, with its header row")
    text: str = form.values["text"]
    pressed = st.button("Read what was pasted", key=form.key("read"))
    below_paste = st.empty()
    form.keep()
    if pressed:  # a file that was refused may still lie in its field
        _read(asked, lambda: pasted_sheet(text), text.encode(), below_paste, unsaved.throw_away)
    elif given is not None:
        content = given.getvalue()
        _read(asked, lambda: sheet_file(given.name, content), content, below_file)


def _read(
    asked: Visit, read: Callable[[], SheetFile], content: bytes, place: DeltaGenerator,
    done: Callable[[], None] = lambda: None,
) -> None:  # fmt: skip
    """Read what was handed over, with what is being done in sight; a refusal is a sentence.

    `done`: what is let go of once it is read.
    """
    try:
        with place.status("Reading the file") as status:
            draft = _read_step_by_step(asked, read, content, status)
    except Refusal as refusal:
        st.query_params.pop(FILE, None)
        place.error(str(refusal), icon=":material/info:")
        return
    done()
    st.session_state[_HANDED] += 1
    st.session_state[_DONE] = str(draft.id)
    st.rerun()


def _read_step_by_step(
    asked: Visit, read: Callable[[], SheetFile], content: bytes, status: StatusContainer
) -> Draft:
    """The draft, with what the next step shows worked out already. Raises Refusal."""
    file = read()
    rows = sum(len(sheet.rows) for sheet in file.sheets)
    status.update(label=f"Making sense of {counted(rows, 'row')}")
    draft = import_draft.begin(asked, file, content)
    work = Work(asked, draft)
    said = counted(len(work.reading.actions), "action")
    status.update(label=f"Read {said}. Comparing with the plan")
    _ = work.proposal
    return draft


def _go_on(asked: Visit) -> None:
    """A file read in this session and neither brought in nor put away."""
    draft = import_draft.kept(asked, st.session_state.get(_DONE, ""))
    if draft is None:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(
            f":material/draft: **{plain(draft.handed.file.name)}** is read and not brought in yet."
        )
        st.button("Go on with it", on_click=_open, args=(draft,), key="import_go_on")
        st.button(
            "Put it away", type="tertiary", on_click=import_draft.forget, args=(draft,),
            key="import_put_away_unseen",
        )  # fmt: skip


def _open(draft: Draft) -> None:
    st.query_params[FILE] = str(draft.id)


def earlier(asked: Visit) -> None:
    """The imports of this partnership, newest first: who, when, the file, and the way back."""
    found = store.imports(asked.database, asked.partnership.slug)
    if not found:
        return
    st.header("Brought in before", anchor=False)
    with st.container(horizontal=True):
        for name, words in (("area", "See the areas"), ("actions", "See the actions")):
            st.page_link(
                places.pages()[name], label=words, icon=places.ICONS[name],
                query_params=asked.address,
            )  # fmt: skip
    with page_of(found, "earlier", FEW) as shown:
        for version in shown:
            _one(asked, version)


def _one(asked: Visit, version: Version[PlanImport]) -> None:
    made = version.record
    with st.container(border=True, gap="xsmall", key=f"import_one_{made.id}"):
        named = made.sheet and not made.file_name.startswith(made.sheet)
        sheet = f" :gray[sheet {plain(made.sheet)}]" if named else ""
        st.markdown(f":material/draft: **{plain(made.file_name)}**{sheet}")
        when = version.recorded_at
        told = moment_words(when) if when else day_words(version.as_of)
        what = "Undone" if version.withdrawn else "Brought in"
        since = "" if when and when.astimezone(LONDON).date() == version.as_of else (
            f"; true from {day_words(version.as_of)}"
        )  # fmt: skip
        st.markdown(f":gray[{what} by {plain(version.recorded_by)}, {told}{since}]")
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            download(asked, made, "earlier")
            if not version.withdrawn:
                _undo_button(asked, version)


def download(asked: Visit, made: PlanImport, place: str) -> None:
    """The file as it was handed over, fetched when it is asked for."""
    st.download_button(
        "The file as it came",
        made_for(asked, made.file_name, partial(_content, asked, made.file_id)),
        file_name=made.file_name,
        on_click="ignore", icon=":material/download:", key=f"import_{place}_{made.id}",
        mime="application/octet-stream",
    )  # fmt: skip


def _content(asked: Visit, file: UUID) -> bytes:
    kept = store.kept_file(asked.database, asked.partnership.slug, file)
    return kept[1] if kept else b""


def _undo_button(asked: Visit, version: Version[PlanImport]) -> None:
    made = version.record
    pressed = st.button(
        "Undo this import", icon=":material/undo:", key=f"import_undo_{made.id}_{version.sequence}"
    )
    if not pressed:
        return
    try:
        with st.spinner("Taking back what came in"):
            undone = store.undo(
                asked.database, asked.partnership.slug, version.sequence, by=asked.by,
                save_id=store.new_id(),
            )  # fmt: skip
    except Refusal as refusal:
        st.error(str(refusal), icon=":material/info:")
    else:
        words = f"Undone: **{plain(cut(made.file_name, 80))}**. It stays in the history."
        saved.announce(words, undone.sequence)
        st.rerun()
