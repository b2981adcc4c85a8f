"""One action's five letters in full, with their reasons and mends, and a person's own view."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid5

import streamlit as st

from tracker import store
from tracker.plan import Action
from tracker.records import Version
from tracker.refusals import Refusal, read_as
from tracker.screen import saved, side_by_side, smart_marks, smart_mending
from tracker.screen.drafts import Draft, Unsaved
from tracker.screen.form import Form
from tracker.screen.marks import plain
from tracker.screen.record_beside import beside, newest
from tracker.screen.report import ACTION
from tracker.screen.visit import Visit
from tracker.smart import AN_AID, Mark, Smart
from tracker.smart_notes import Letter, SmartNote, Verdict
from tracker.words import day_words

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
    # One id a letter, so that two people who write about it at once see each other.
    id_ = note.id if note else uuid5(action.id, f"smart/{letter.value}")
    work = _Work(asked, action, letter, id_)
    draft = work.unsaved.begin(lambda: newest(work.versions), id_)
    if draft.mine is not None:
        _choose_between(work, draft)
        return
    work.unsaved.say(newer=newest(work.versions) > draft.seen)
    form = Form(f"{draft.save_id}_{letter.value}_", work.unsaved)
    form.choice(
        "verdict", "Our verdict", list(Verdict), note.verdict if note else None,
        _VERDICTS.__getitem__,
    )  # fmt: skip
    form.text("words", "Why", note.words if note else "")
    if form.saved("Save our view"):
        _save(work, form)
    if note and st.button("Take our view back", key=form.key("back"), width="stretch"):
        _take_back(work, form, note)


@dataclass(frozen=True)
class _Work:
    """Our view of one letter of an action, as somebody writes it."""

    asked: Visit
    action: Action
    letter: Letter
    id: UUID

    @property
    def unsaved(self) -> Unsaved:
        """What is typed about this letter and not saved."""
        return Unsaved(self.asked, f"smart_note/{self.action.id}/{self.letter.value}")

    @property
    def versions(self) -> tuple[Version[SmartNote], ...]:
        """Every version of our view."""
        slug = self.asked.partnership.slug
        return store.versions_of(self.asked.database, slug, SmartNote, self.id)

    def keep(self, note: SmartNote, seen: int, *, taken_back: bool = False) -> None:
        """One save of it, announced. Raises Refusal."""
        asked = self.asked
        made = store.change(
            asked.database, asked.partnership.slug, [note], by=asked.by, today=asked.today,
            save_id=self.unsaved.begin(lambda: seen).save_id, seen=seen,
            reason=_TAKEN_BACK if taken_back else "", withdrawn=taken_back,
        )  # fmt: skip
        self.unsaved.let_go()
        done = "Taken back" if taken_back else "Saved"
        about = f"our view of {smart_marks.letter_words(note.letter)}"
        saved.announce(f"{done}: {about}, **{plain(self.action.title)}**.", made.sequence)
        st.rerun()


def _save(work: _Work, form: Form) -> None:
    draft, verdict = work.unsaved.begin(lambda: 0), form.values["verdict"]
    stated = {
        "id": work.id, "action_id": work.action.id, "letter": work.letter,
        "words": form.values["words"],
    }  # fmt: skip
    try:
        said = read_as(SmartNote, stated | ({"verdict": verdict} if verdict else {}))
        work.keep(said, draft.seen)
    except store.ChangedMeanwhile:
        form.note()
        work.unsaved.change(mine={"verdict": said.verdict, "words": said.words})
        st.rerun()
    except Refusal as refusal:
        form.say(refusal)


def _choose_between(work: _Work, draft: Draft) -> None:
    """Somebody wrote about the same letter meanwhile: both are shown, the person chooses."""
    both, key = beside(work.asked, work.versions, draft.seen, draft.mine or {}), str(draft.save_id)
    chosen = both.choose(key)
    if not side_by_side.save_pressed(key, work.unsaved.go_back, both.sequence):
        return
    try:
        work.keep(read_as(SmartNote, chosen), both.sequence)
    except Refusal as refusal:
        st.error(str(refusal), icon=":material/info:")


def _take_back(work: _Work, form: Form, note: SmartNote) -> None:
    seen = work.unsaved.begin(lambda: 0).seen
    try:
        work.keep(note, seen, taken_back=True)
    except store.ChangedMeanwhile as conflict:
        theirs = conflict.theirs
        work.unsaved.change(seen=theirs.sequence)
        said = "took it back" if theirs.withdrawn else f"wrote: “{theirs.record.words}”"
        form.say(Refusal(
            f"{theirs.recorded_by} {said} while this stood here. Press again to take it back all "
            "the same, or leave it."
        ))  # fmt: skip
    except Refusal as refusal:
        form.say(refusal)
