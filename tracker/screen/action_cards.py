"""Actions as cards: readable on a phone, one button each."""

import streamlit as st

from tracker.plan import Status
from tracker.readings import ActionReading
from tracker.refusals import Unknown
from tracker.screen import owners, report
from tracker.screen.marks import BADGES, ICONS, plain, status_key, status_word
from tracker.screen.owners import Owner
from tracker.screen.visit import Visit
from tracker.words import counted, day_words

OWNER = "owner"


def choose_owner(asked: Visit) -> Owner | None:
    """Whose actions these are: from the address, or chosen here; None in a plan without actions."""
    known = owners.owners(asked.readings)
    if not known:
        st.info("There is no action in this plan yet, so nobody owns one.")
        return None
    address = (
        st.query_params.get(OWNER) or _owner_of_action(asked) or _own(asked) or next(iter(known))
    )
    try:
        owner = owners.owner_of(asked.readings, address)
    except Unknown as refusal:
        st.error(str(refusal), icon=":material/info:")
        owner = next(iter(known.values()))
    if OWNER not in st.query_params and report.ACTION in st.query_params:
        st.query_params[OWNER] = owner.address  # the list stays theirs when the form has closed
    key = f"owner_{asked.partnership.slug}_{owner.address}"

    def chosen() -> None:
        st.query_params[OWNER] = st.session_state[key]

    st.selectbox(
        "Owner", list(known), index=list(known).index(owner.address),
        format_func=lambda address: known[address].words, key=key, on_change=chosen,
    )  # fmt: skip
    return owner


def _own(asked: Visit) -> str | None:
    """Whoever is signed in begins with their own list, or that of the post they hold."""
    known = owners.owners(asked.readings).values()
    return next((owner.address for owner in known if owner.id in asked.own), None)


def _owner_of_action(asked: Visit) -> str | None:
    """A link that names only an action lists its owner's actions."""
    ref = st.query_params.get(report.ACTION)
    found = next((r.action for r in asked.readings.actions if r.action.ref == ref), None)
    return owners.owner_address(asked.readings.plan, found) if found else None


Cards = tuple[ActionReading, ...]


def in_order(asked: Visit, owner: Owner) -> tuple[Cards, Cards, Cards, Cards]:
    """An owner's actions: overdue, due soon, other unfinished ones, complete."""
    mine = owners.of_owner(asked.readings.actions, owner)
    late = tuple(r for r in mine if r.overdue)
    complete = tuple(r for r in mine if r.complete)
    ahead = [r for r in mine if not r.overdue and not r.complete]
    near = tuple(r for r in ahead if r.due_soon)
    return late, near, tuple(r for r in ahead if r not in near), complete


def show(asked: Visit, heading: str, cards: Cards) -> None:
    """A heading with the number, and a card for each action."""
    if cards:
        st.header(f"{len(cards)} {heading}", anchor=False)
        for reading in cards:
            _card(asked, reading)


def _card(asked: Visit, reading: ActionReading) -> None:
    action = reading.action
    with st.container(border=True, gap="xsmall"):
        st.subheader(plain(action.title), anchor=False)
        with st.container(horizontal=True, vertical_alignment="center"):
            name = status_key(reading.status)
            st.badge(status_word(name), icon=f":material/{ICONS[name]}:", color=BADGES[name])  # type: ignore[arg-type]
            if reading.overdue:
                late = counted(reading.days_overdue, "day")
                st.markdown(f"**:material/event_busy: {late} overdue**", width="content")
        st.markdown(_facts(reading))
        if not asked.may_report(action):
            return
        st.button(
            "Report how it is going",
            key=f"report_{action.id}",
            type="primary" if reading.overdue else "secondary",
            width="stretch",
            on_click=report.ask_to_open,
            args=(reading,),
        )


def _facts(reading: ActionReading) -> str:
    action = reading.action
    due = f"Due **{day_words(action.due_on)}**" if action.due_on else "No due date"
    if reading.times_extended and reading.original_due_on:
        due += f" :gray[· first {day_words(reading.original_due_on)}]"
    area = f":gray[Area {plain(reading.area.ref)} {plain(reading.area.title)}]"
    last = f":gray[{_last_words(reading)}]"
    return "  \n".join([due, area, last])


def _last_words(reading: ActionReading) -> str:
    if reading.last_update_on is None:
        return "No update yet"
    done = reading.status is Status.COMPLETE
    return f"{'Complete' if done else 'Last update'} {day_words(reading.last_update_on)}"
