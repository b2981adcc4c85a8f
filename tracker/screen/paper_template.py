"""The partnership's own Word template: chosen, tried, used at once or kept for every paper."""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from tracker import kept_templates, store
from tracker.access import Command
from tracker.kept_templates import LARGEST, Look
from tracker.papers import as_docx
from tracker.records import Version
from tracker.refusals import Refusal
from tracker.screen import saved
from tracker.screen.log_of_visits import made_for
from tracker.screen.marks import plain
from tracker.screen.visit import Visit
from tracker.word_templates import WordTemplate
from tracker.words import LONDON, day_words

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Kept = Version[WordTemplate]


def kept(asked: Visit) -> Look:
    """The template kept for this partnership, read when a paper needs it."""
    return partial(kept_templates.kept_template, asked.database, asked.partnership.slug)


def chosen(asked: Visit, key: str) -> Look:
    """The template that Word papers on this screen look like; None for our own plain look."""
    found = kept_templates.versions(asked.database, asked.partnership.slug)
    own = kept_templates.in_use(found)
    words = "Your own Word template" + (": in use" if own else "")
    with st.expander(words, icon=":material/style:"):
        leaves = _say_what_is_kept(asked, own, key) if own else False
        given = st.file_uploader(
            "A .docx or .dotx with your council’s styles, header and logo",
            type=["docx", "dotx"], max_upload_size=LARGEST, key=f"{key}_template",
        )  # fmt: skip
        below = st.empty()
        taken = _tried(given.getvalue(), below) if given else None
        if asked.may(Command.CHANGE_PLAN):
            # A second click finds it kept: then there is no button.
            new = bool(taken) and taken != kept(asked)()
            if given and taken and new and st.button("Keep it for every paper", key=f"{key}_keep"):
                keep = partial(kept_templates.keep_template, name=given.name, content=taken)
                _done(asked, keep, "The template is kept.", below)
            if leaves:
                leave = kept_templates.leave_template
                _done(asked, leave, "Papers have the plain look again.", below)
            _earlier(asked, kept_templates.kept_before(found), key, below)
    return partial(bytes, taken) if taken else kept(asked)


def _say_what_is_kept(asked: Visit, own: Kept, key: str) -> bool:
    """The template in use, and its file; True where it is to be left."""
    st.markdown(f"Every Word paper of this partnership looks like {_told(own)}.")
    with st.container(horizontal=True, gap="small"):
        _download(asked, own, key)
        return asked.may(Command.CHANGE_PLAN) and st.button(
            "Use the plain look again", key=f"{key}_leave"
        )


def _told(version: Kept) -> str:
    """A template by its file, and who kept it when."""
    at = version.recorded_at
    on = day_words(at.astimezone(LONDON).date() if at else version.as_of)
    return f"**{plain(version.record.file_name)}**, kept by {plain(version.recorded_by)} on {on}"


def _earlier(asked: Visit, before: Sequence[Kept], key: str, below: DeltaGenerator) -> None:
    """Those kept before: each can be taken, and used again."""
    if not before:
        return
    st.markdown("**Kept before**")
    for version in before:
        place = f"{key}_{version.record.file_id}"
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.markdown(_told(version), width="content")
            if st.button("Use it again", icon=":material/undo:", key=f"{place}_again"):
                again = partial(kept_templates.keep_again, template=version.record)
                _done(asked, again, "The template is kept again.", below)
            _download(asked, version, key)


def _download(asked: Visit, version: Kept, key: str) -> None:
    made = version.record
    st.download_button(
        "Take this file", made_for(asked, f"Word template {made.file_name}",
                                   partial(_content, asked, made)),
        file_name=made.file_name, mime=MIME, on_click="ignore", icon=":material/download:",
        key=f"{key}_{made.file_id}_file",
    )  # fmt: skip


def _content(asked: Visit, template: WordTemplate) -> bytes:
    content = kept_templates.content_of(asked.database, asked.partnership.slug, template)
    if content is None:
        raise Refusal("This file is not there any more. Tell whoever looks after the tracker.")
    return content


def _tried(content: bytes, below: DeltaGenerator) -> bytes | None:
    """The template where a paper can be made with it; otherwise a sentence says why not."""
    try:
        as_docx.try_template(content)
    except Refusal as refusal:
        below.error(str(refusal), icon=":material/info:")
        return None
    below.markdown("Used for the Word papers you take from here now.")
    return content


def _done(
    asked: Visit, change: Callable[..., store.Save], words: str, below: DeltaGenerator
) -> None:
    """Keep a change of the template and say so, with the way back."""
    try:
        made = change(
            asked.database, asked.partnership.slug, by=asked.by, today=asked.today,
            save_id=store.new_id(),
        )  # fmt: skip
    except Refusal as refusal:
        below.error(str(refusal), icon=":material/info:")
        return
    saved.announce(words, made.sequence)
    st.rerun()
