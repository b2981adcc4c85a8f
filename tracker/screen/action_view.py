"""One action in a dialog: its chain, its updates, its versions, and the ways to change it."""

import streamlit as st

from tracker import store
from tracker.access import Command
from tracker.plan import Action, StatusUpdate
from tracker.readings import ActionReading
from tracker.records import Version
from tracker.refusals import Unknown
from tracker.screen import (
    import_rows,
    owner_change,
    owners,
    places,
    record_form,
    smart_letters,
    versions,
)
from tracker.screen.door_again import passed_again
from tracker.screen.marks import (
    BADGES,
    ICONS,
    effect_words,
    plain,
    rule_icon,
    status_key,
    status_word,
)
from tracker.screen.report import ACTION
from tracker.screen.visit import Visit
from tracker.words import counted, day_words, times_words

__all__ = ["ACTION", "open_if_asked"]


def open_if_asked(asked: Visit) -> None:
    """Open the action the address names, in the plan or withdrawn; a form goes before it."""
    ref = st.query_params.get(ACTION)
    others = {record_form.CHANGE, record_form.ADD, owner_change.OWNERS}
    if not ref or others & set(st.query_params):
        return
    reading = next((r for r in asked.readings.actions if r.action.ref == ref), None)
    if reading:
        title = f"{plain(ref)} {plain(reading.action.title)}"
        st.dialog(title, width="large", on_dismiss=_forget)(passed_again(_view))(asked, reading)
    elif gone := _withdrawn(asked, ref):
        title = f"{plain(ref)} {plain(gone[-1].record.title)}"
        drawn = passed_again(_view_withdrawn)
        st.dialog(title, width="large", on_dismiss=_forget)(drawn)(asked, gone)
    else:
        raise Unknown(
            f"There is no action “{plain(ref[:40])}” "
            "in this plan as at this day. Choose one of the list."
        )


def _forget() -> None:
    st.query_params.pop(ACTION, None)


def _withdrawn(asked: Visit, ref: str) -> tuple[Version[Action], ...]:
    its = asked.readings.plan.histories.get(Action, {}).values()
    return next((v for v in its if v[-1].withdrawn and v[-1].record.ref == ref), ())


def _view(asked: Visit, reading: ActionReading) -> None:
    _standing(reading)
    if reading.action.what:
        st.markdown(plain(reading.action.what))
    _buttons(asked, reading)
    _facts(asked, reading)
    _gaps(asked, reading)
    if asked.public:
        _newest_report(reading)
        return
    smart_letters.show(asked, reading.action)
    _reports(asked, reading)
    import_rows.show(asked, reading.action.id)
    _history(asked, asked.readings.plan.history(Action, reading.action.id))


def _view_withdrawn(asked: Visit, history: tuple[Version[Action], ...]) -> None:
    gone = history[-1]
    if asked.public:
        st.markdown(f"**:material/archive: Withdrawn** on {day_words(gone.as_of)}")
        return
    who, day = plain(gone.recorded_by), day_words(gone.as_of)
    st.markdown(f"**:material/archive: Withdrawn** by {who} on {day}: {plain(gone.reason)}")
    if gone.record.what:
        st.markdown(plain(gone.record.what))
    if not asked.reads_only:
        _change_button(gone.record, "Put it back")
    _history(asked, history)


def _standing(reading: ActionReading) -> None:
    """Delivery, then effect: never mixed."""
    name = status_key(reading.status)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.badge(status_word(name), icon=f":material/{ICONS[name]}:", color=BADGES[name])  # type: ignore[arg-type]
        if reading.overdue:
            late = counted(reading.days_overdue, "day")
            st.markdown(f"**:material/event_busy: {late} overdue**", width="content")
        if reading.update and reading.update.progress is not None:
            st.markdown(f":gray[{reading.update.progress} % of the work]", width="content")
        st.markdown(effect_words(reading.effect), width="content")


def _buttons(asked: Visit, reading: ActionReading) -> None:
    action = reading.action
    place = asked.address | {
        "owner": owners.owner_address(asked.readings.plan, action), ACTION: action.ref,
    }  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if asked.may_report(action) and st.button(
            "Report how it is going", icon=":material/rate_review:", type="primary",
            key=f"view_report_{action.id}",
        ):  # fmt: skip
            st.switch_page(places.pages()["my_actions"], query_params=place)
        if not asked.reads_only:
            _change_button(action, "Change")
        st.page_link(
            places.pages()["area"], label=f"Area {plain(reading.area.ref)}",
            icon=":material/flag:", query_params=asked.address | {"area": reading.area.ref},
        )  # fmt: skip


def _change_button(action: Action, words: str) -> None:
    """Opens the form, and leaves the address of this view: after a save the list is seen."""

    def ask() -> None:
        _forget()
        st.query_params.update(record_form.place_of(action))

    st.button(words, icon=":material/edit:", key=f"view_change_{action.id}", on_click=ask)


def _facts(asked: Visit, reading: ActionReading) -> None:
    """The chain from the area to the measure, then who and when."""
    plan, action = asked.readings.plan, reading.action
    outcome = plan.outcome.get(action.outcome_id) if action.outcome_id else None
    rows = [
        ("Area", f"{plain(reading.area.ref)} {plain(reading.area.title)}"),
        ("Outcome", plain(outcome.words) if outcome else "–"),
        ("Measure", "; ".join(_measures(asked, action)) or "–"),
        ("Owner", plain(reading.owner) or "No owner yet"),
        ("Due", _due(reading)),
    ]
    also = [plan.area[id_] for id_ in action.also_serves if id_ in plan.area]
    rows += [("Also serves", ", ".join(plain(f"{a.ref} {a.title}") for a in also))] if also else []
    if action.supporting:
        rows.append(("Supporting", plain(", ".join(map(plan.owner_words, action.supporting)))))
    rows += [("Starts", day_words(action.starts_on))] if action.starts_on else []
    rows += [("Resources", plain(action.resources))] if action.resources else []
    st.markdown("  \n".join(f":gray[{label}:] {words}" for label, words in rows))


def _measures(asked: Visit, action: Action) -> list[str]:
    read = asked.readings
    its = [read.measure[id_] for id_ in action.measure_ids if id_ in read.measure]
    return [
        f"{plain(m.measure.ref)} {plain(m.measure.title)} {effect_words(m.effect)}" for m in its
    ]


def _due(reading: ActionReading) -> str:
    due, first = reading.action.due_on, reading.original_due_on
    if due is None:
        return "No due date"
    if not reading.times_extended or first is None:
        return f"**{day_words(due)}**"
    often = times_words(reading.times_extended)
    return f"**{day_words(due)}** :gray[extended {often}, first {day_words(first)}]"


def _gaps(asked: Visit, reading: ActionReading) -> None:
    rules = asked.readings.plan.reference.alert_rules
    its = [g for g in asked.readings.gaps if g.record == reading.action.id and g.rule in rules]
    if its:
        st.header(counted(len(its), "gap").capitalize(), anchor=False)
        st.markdown("\n".join(
            f"- **{rule_icon(gap.rule)} {plain(rules[gap.rule].words)}.** {plain(gap.why)} "
            f":gray[since {day_words(gap.since)}]"
            for gap in its
        ))  # fmt: skip


def _reports(asked: Visit, reading: ActionReading) -> None:
    """Every status update, newest first."""
    its = store.status_updates(asked.database, asked.partnership.slug, asked.day, reading.action.id)
    st.header(counted(len(its), "update").capitalize(), anchor=False)
    for version in its:
        _report(version.record, version.recorded_by)


def _newest_report(reading: ActionReading) -> None:
    """The newest update alone, as the public version tells it."""
    if reading.update:
        st.header("The newest update", anchor=False)
        _report(reading.update, "")


def _report(said: StatusUpdate, by: str) -> None:
    name = said.status.value
    mark = f":{BADGES[name]}-badge[:material/{ICONS[name]}: {status_word(name)}]"
    who = f"**{day_words(said.as_of)}** {mark}" + (f" :gray[{plain(by)}]" if by else "")
    told = (
        ("", said.done), ("The data show: ", said.data_show), ("Next: ", said.next),
        ("Needed: ", said.needed), ("Evidence: ", said.evidence_link),
    )  # fmt: skip
    lines = [f"{label}{plain(text)}" for label, text in told if text]
    st.markdown("  \n".join([who, *lines]))


def _history(asked: Visit, history: tuple[Version[Action], ...]) -> None:
    """Who said what before, for those whose role reads the history."""
    if not asked.may(Command.READ_HISTORY):
        return
    words = f"What it was before: {counted(len(history), 'version')}"
    with st.expander(words, icon=":material/history:"):
        versions.show(asked.readings.plan, history)
