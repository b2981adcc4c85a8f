"""What would be added, changed and set aside; then all of it in one save, or none."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from uuid import UUID

import streamlit as st

from tracker import bringing_in
from tracker.intake.plan_matching import bare
from tracker.intake.plan_proposed import Proposed
from tracker.measures import Measure
from tracker.naming import Names, name_of, names_of, value_words
from tracker.plan import Action, StatusUpdate
from tracker.refusals import FieldRefusals, Refusal
from tracker.screen import import_draft, saved
from tracker.screen.form import Form
from tracker.screen.import_draft import Work
from tracker.screen.marks import BADGES, ICONS, plain, status_word
from tracker.screen.paging import cut, isolated, page_of
from tracker.words import counted, day_words, listed

MAIN = (Action, Measure)
MOST_ASIDE, MOST_DETAILS = 300, 5
TAKE_OUT = (
    "Take a child's details out of the file and read it again, or say that these are not. The file "
    "is kept whole with the import."
)


def finding(work: Work) -> str:
    """The headline: what there is to add and to change."""
    main = [one for one in work.proposal.records if isinstance(one.record, MAIN)]
    new = sum(one.new for one in main)
    changed = sum(not one.new and not one.same for one in main)
    noun = "measure" if main and all(isinstance(one.record, Measure) for one in main) else "action"
    if not new and not changed:
        return "Nothing to add and nothing to change"
    parts = [f"{counted(new, noun)} to add"] if new else []
    parts += [f"{changed} to change" if new else f"{counted(changed, noun)} to change"]
    return ", ".join(parts if changed else parts[:1])


def show(work: Work) -> None:
    """Added, changed, the same, set aside; then the one button."""
    main = [one for one in work.whole.records if isinstance(one.record, MAIN)]
    names = _names(work)
    _added(work, [one for one in main if one.new], names)
    _changed(work, [one for one in work.whole.records if one.changes], names)
    _same(main)
    _set_aside(work)
    _bring_in(work)


def _names(work: Work) -> Names:
    """What people call every record, of the plan and of the proposal."""
    new = {one.record.id: name_of(one.record, {}) for one in work.whole.records if one.new}
    return names_of(work.plan) | new


def _added(work: Work, new: Sequence[Proposed], names: Names) -> None:
    """The new actions under their areas; each can be left out."""
    if not new:
        return
    st.header(f"To add :gray[{len(new):,}]", anchor=False)
    also = bringing_in.beside_in_numbers(work.proposal)
    out = sum(_is_out(work, one) for one in new)
    told = [
        f"With them come {also}." if also else "",
        bringing_in.renumbered_words(work.proposal),
        f"{out:,} left out." if out else "",
        "Untick what should stay out.",
    ]
    st.markdown(f":gray[{plain(' '.join(words for words in told if words))}]")
    reports = {
        one.record.action_id: one.record.status.value
        for one in work.whole.of(StatusUpdate)
        if isinstance(one.record, StatusUpdate)
    }
    with page_of(new, f"added_{work.draft.id}") as shown:
        for area, its in groupby(shown, lambda one: getattr(one.record, "area_id", None)):
            st.markdown(f"**{plain(cut(names.get(area, '') if area else '', 160))}**")
            for one in its:
                record = one.record
                with st.container(gap=None):
                    title = isolated(plain(record.title))  # type: ignore[attr-defined]
                    _tick(work, one, f"{plain(record.ref)} {title}")  # type: ignore[attr-defined]
                    if beside := _beside(one, names, reports):
                        st.markdown(f":small[{beside}]")


def _beside(one: Proposed, names: Names, reports: Mapping[UUID, str]) -> str:
    """What else is told of a row. It stands beside its box: a box is read out sign by sign."""
    record, said, words = one.record, one.words.get("ref", ""), ""
    if said and bare(said) != bare(record.ref):  # type: ignore[attr-defined]
        words = f":gray[({plain(cut(said, 20))} in the sheet)]"
    if not isinstance(record, Action):
        return words
    owner = names.get(record.owner_id) if record.owner_id else None
    due = f"due {day_words(record.due_on)}" if record.due_on else "no due date"
    status = reports.get(record.id)
    mark = f" :{BADGES[status]}-badge[:material/{ICONS[status]}: {status_word(status)}]" if (
        status
    ) else ""  # fmt: skip
    return f"{words} :gray[{isolated(plain(owner or 'no owner'))} · {due}]{mark}".strip()


def _tick(work: Work, one: Proposed, words: str) -> None:
    """A row that is brought in as long as it is ticked."""
    key = f"import_tick_{one.record.id}"
    st.session_state[key] = not _is_out(work, one)

    def tick() -> None:
        rows = set(one.rows)
        left_out = work.draft.left_out
        work.change(left_out=left_out - rows if st.session_state[key] else left_out | rows)

    st.checkbox(words, key=key, on_change=tick)


def _is_out(work: Work, one: Proposed) -> bool:
    return bool(set(one.rows) & work.draft.left_out)


def _changed(work: Work, changed: Sequence[Proposed], names: Names) -> None:
    """What the plan says already, with each field that differs: before and after."""
    if not changed:
        return
    st.header(f"To change :gray[{len(changed):,}]", anchor=False)
    with page_of(changed, f"changed_{work.draft.id}") as shown:
        for one in shown:
            with st.container(border=True, gap="xsmall"):
                _tick(work, one, f"**{plain(name_of(one.record, names))}**")
                st.markdown("\n".join(
                    f"- {plain(found.label)}: :gray[{_value(found.before, names)}] → "
                    f"{_value(found.after, names)}"
                    for found in one.changes
                ))  # fmt: skip


def _value(value: object, names: Names) -> str:
    return plain(cut(value_words(value, names), 300))


def _same(main: Iterable[Proposed]) -> None:
    same = sum(one.same for one in main)
    if same:
        said = "says" if same == 1 else "say"
        st.markdown(
            f":material/done_all: {counted(same, 'row')} {said} what the plan says already."
        )


def _set_aside(work: Work) -> None:
    """Rows and sheets that become no record, each with why; they stay with the import."""
    aside = work.reading.set_aside
    if not aside:
        return
    with st.expander(f"Set aside: {len(aside):,}", icon=":material/inventory_2:"):
        st.markdown(":gray[Kept with the import, and not a record of the plan.]")
        shown = aside[:MOST_ASIDE]
        st.table(
            {
                "Row": [str(one.row) if one.row else "–" for one in shown],
                "Words": [plain(cut(one.text, 160)) for one in shown],
                "Why": [plain(one.why) for one in shown],
            },
            border="horizontal", hide_index=True, alt="What is set aside, and why",
        )  # fmt: skip
        if len(aside) > MOST_ASIDE:
            st.markdown(f":gray[And {len(aside) - MOST_ASIDE:,} more.]")


def _bring_in(work: Work) -> None:
    """The day from which it is true, the plan's title where there is none, and the one button."""
    draft = work.draft
    st.header("Bring it in", anchor=False)
    try:
        bringing_in.refuse_nothing(work.proposal)
    except Refusal as refusal:
        st.info(str(refusal), icon=":material/info:")
        return
    form = Form(f"import_{draft.id}_")
    with st.container(width=640):
        if not work.plan.plan:
            form.line("title", "Title of the plan", draft.title)
        form.day("as_of", "True from", draft.as_of)
        left = len(work.proposal.doubts)
        if left:
            st.markdown(f":material/help: {counted(left, 'doubt')} will stand under Doubts.")
        unsure = _asks_for_child_details(work)
        pressed = form.saved(f"Bring in {bringing_in.in_numbers(work.proposal)}")
    shown = tuple(one.record for one in work.proposal.records)
    if not pressed:
        work.change(shown=shown)
        return
    try:
        if unsure:
            raise Refusal(TAKE_OUT)
        _keep(work, form, shown)
    except Refusal as refusal:
        work.change(shown=shown)
        form.say(refusal)


def _asks_for_child_details(work: Work) -> bool:
    """Names what looks like a child's details; does nobody say yet that it is none?"""
    found = work.child_details
    if not found:
        return False
    st.markdown(
        ":material/info: " + plain(f"Found in the file: {listed(found[:MOST_DETAILS])}.")
        + (f" And {len(found) - MOST_DETAILS:,} more." if len(found) > MOST_DETAILS else "")
    )  # fmt: skip
    key = f"import_no_child_{work.draft.id}"
    return not st.checkbox("These are not a child's details: bring them in", key=key)


def _keep(work: Work, form: Form, shown: tuple[object, ...]) -> None:
    """One save, the same however often the button is pressed. Raises Refusal."""
    day = form.values["as_of"]
    if day is None or day > work.asked.today:
        raise FieldRefusals({"as_of": "Choose today or an earlier day."})
    if work.draft.shown and work.draft.shown != shown:
        raise Refusal(
            "The plan has changed while this stood here. Look at what is added and changed now, "
            "and press again."
        )
    title = form.values.get("title", "")
    work.change(as_of=day, title=title or work.draft.title)
    work = import_draft.again(work)
    with st.spinner("Bringing it in"):
        made = bringing_in.keep(
            work.asked.database, work.plan, work.proposal, work.draft.handed.content, title=title,
            by=work.asked.by, save_id=work.draft.save_id,
        )  # fmt: skip
    words = f"Brought in: **{plain(bringing_in.in_numbers(work.proposal))}** from "
    import_draft.forget(work.draft)
    saved.announce(f"{words}{plain(cut(work.draft.handed.file.name, 80))}.", made.sequence)
    st.rerun()
