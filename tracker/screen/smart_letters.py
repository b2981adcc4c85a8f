"""One action's five letters in full, with their reasons and mends, and a person's own view."""

from collections.abc import Mapping
from uuid import UUID, uuid5

import streamlit as st

from tracker import store
from tracker.plan import Action
from tracker.refusals import Refusal, read_as
from tracker.screen import saved, smart_marks, smart_mending
from tracker.screen.form import Form
from tracker.screen.marks import plain
from tracker.screen.report import ACTION
from tracker.screen.visit import Visit
from tracker.smart import AN_AID, Mark, Smart
from tracker.smart_notes import Letter, SmartNote, Verdict
from tracker.words import day_words

_BEGUN = "smart_notes_begun"
_TAKEN_BACK = "taken back: the check's own verdict stands again"
_VERDICTS: Mapping[Verdict, str] = {
    Verdict.PASS: "It passes", Verdict.PARTLY: "It is partly there", Verdict.FAIL: "It fails",
}  # fmt: skip


def show(asked: Visit, action: Action) -> None:
    """The letters side by side, each in full, and the form of those who see it differently."""
    smart = asked.readings.smart.of(action)
    st.header("SMART check", anchor=False)
    st.html(smart_marks.five(smart))
    with st.expander("Letter by letter", icon=":material/rule:", expanded=bool(smart.lacks)):
        st.markdown(f":gray[{AN_AID}]")
        for mark in smart.marks:
            _letter(asked, action, mark)
    if asked.reads_only:
        return
    with st.expander("We see it differently", icon=":material/edit_note:"):
        _overrule(asked, action, smart)


def _letter(asked: Visit, action: Action, mark: Mark) -> None:
    """The check's verdict and reason; ours beside it, with who and when; and the way to mend it."""
    finding, name = mark.finding, smart_marks.letter_words(mark.letter)
    icon = f":material/{smart_marks.ICONS[finding.verdict]}:"
    lines = [f"**{icon} {name}: {smart_marks.WORDS[finding.verdict]}.** {plain(finding.reason)}"]
    if mark.note:
        lines = [_ours(asked, mark.note), f":gray[The check itself:] {lines[0]}"]
    if finding.mend:
        lines.append(f":gray[{plain(finding.mend)}]")
    st.markdown("  \n".join(lines))
    if mark.stands is not Verdict.PASS and not asked.reads_only:
        _mend_button(asked, action, mark)


def _ours(asked: Visit, note: SmartNote) -> str:
    newest = asked.readings.plan.history(SmartNote, note.id)[-1]
    by = f"{plain(newest.recorded_by)}, {day_words(newest.as_of)}"
    icon = f":material/{smart_marks.ICONS[note.verdict]}:"
    name, verdict = smart_marks.letter_words(note.letter), smart_marks.WORDS[note.verdict]
    return f"**{icon} {name}, our view: {verdict}.** {plain(note.words)} :gray[{by}]"


def _mend_button(asked: Visit, action: Action, mark: Mark) -> None:
    """Opens the form, and leaves the address of this view: after a save the list is seen."""
    mend = smart_mending.mend_of(asked.readings.plan, action, mark)

    def ask() -> None:
        st.query_params.pop(ACTION, None)
        st.query_params.update(mend.address)

    key = f"smart_mend_{action.id}_{mark.letter.value}"
    st.button(mend.words, icon=":material/edit:", type="tertiary", key=key, on_click=ask)


def _overrule(asked: Visit, action: Action, smart: Smart) -> None:
    """One letter, our verdict and why; the note of a letter can be changed and taken back."""
    first = smart.to_mend[0].letter if smart.to_mend else Letter.S
    chosen = st.radio(
        "Which letter", list(Letter), index=list(Letter).index(first), horizontal=True,
        format_func=smart_marks.letter_words, key=f"smart_letter_{action.id}",
    )  # fmt: skip
    letter = chosen or first
    note = smart[letter].note
    save_id, _ = _begun(asked, action)
    form = Form(f"{save_id}_{letter.value}_")
    form.choice(
        "verdict", "Our verdict", list(Verdict), note.verdict if note else None,
        _VERDICTS.__getitem__,
    )  # fmt: skip
    form.text("words", "Why", note.words if note else "")
    if form.saved("Save our view"):
        _save(asked, action, form, letter, note)
    if note and st.button("Take our view back", key=form.key("back"), width="stretch"):
        _keep(asked, action, form, note, taken_back=True)


def _save(asked: Visit, action: Action, form: Form, letter: Letter, note: SmartNote | None) -> None:
    # One id a letter, so that two people who write about it at once see each other.
    id_ = note.id if note else uuid5(action.id, f"smart/{letter.value}")
    stated = {"id": id_, "action_id": action.id, "letter": letter, "words": form.values["words"]}
    verdict = form.values["verdict"]
    try:
        said = read_as(SmartNote, stated | ({"verdict": verdict} if verdict else {}))
    except Refusal as refusal:
        form.say(refusal)
    else:
        _keep(asked, action, form, said)


def _keep(
    asked: Visit, action: Action, form: Form, note: SmartNote, *, taken_back: bool = False
) -> None:
    save_id, seen = _begun(asked, action)
    try:
        made = store.change(
            asked.database, asked.partnership.slug, [note], by=asked.by, today=asked.today,
            save_id=save_id, seen=seen, reason=_TAKEN_BACK if taken_back else "",
            withdrawn=taken_back,
        )  # fmt: skip
    except store.ChangedMeanwhile as conflict:
        theirs = conflict.theirs
        _drafts()[action.id] = (save_id, theirs.sequence)
        said = "took it back" if theirs.withdrawn else f"wrote: “{theirs.record.words}”"
        form.say(Refusal(
            f"{theirs.recorded_by} {said} while you were writing. Save again to keep yours as the "
            "newer one, or leave it."
        ))  # fmt: skip
    except Refusal as refusal:
        form.say(refusal)
    else:
        _drafts().pop(action.id, None)
        done = "Taken back" if taken_back else "Saved"
        name = smart_marks.letter_words(note.letter)
        saved.announce(f"{done}: our view of {name}, **{plain(action.title)}**.", made.sequence)
        st.rerun()


def _drafts() -> dict[UUID, tuple[UUID, int]]:
    drafts: dict[UUID, tuple[UUID, int]] = st.session_state.setdefault(_BEGUN, {})
    return drafts


def _begun(asked: Visit, action: Action) -> tuple[UUID, int]:
    """The id of the save begun about an action, and what had been recorded when it was drawn."""
    return _drafts().setdefault(action.id, (store.new_id(), asked.sequence))
