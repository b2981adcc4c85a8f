"""What the register is narrowed to: one row of choices, kept in the address, and the headline."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from tracker.plan import NOT_REPORTED, Status
from tracker.register import ANY_GAP, ORDERS, Filters, withdrawn_entries
from tracker.screen import owners
from tracker.screen.marks import plain, status_word
from tracker.screen.smart_marks import letter_words
from tracker.screen.visit import Visit
from tracker.smart_notes import Letter
from tracker.words import counted

SHOW, ALL, OVERDUE, WITHDRAWN = "show", "all", "overdue", "withdrawn"
WORDS, AREA, OWNER, GROUP, STATUS, GAP, SORT, LACKS = (
    "words", "area", "owner", "group", "status", "gap", "sort", "lacks",
)  # fmt: skip
NAMES = (SHOW, WORDS, AREA, OWNER, GROUP, STATUS, GAP, SORT, LACKS)
# As the headline names the gaps of an action.
GAPS: Mapping[str, str] = {
    ANY_GAP: "with a gap", "no_owner": "without one owner", "no_due_date": "without a due date",
    "no_outcome": "without an outcome", "no_measure": "without a measure",
    "done_no_effect": "done, and nothing changed",
}  # fmt: skip
LONGEST_SEARCH = 200
NARROW, WIDE = 168, 300


@dataclass(frozen=True)
class Chosen:
    """What is chosen above the register: the filters, also in words, and the order.

    `lacks` is the letter of the SMART check that fails in all of them. `tools` is the place beside
    the choices for what can be done with the list.
    """

    filters: Filters
    order: str
    words: tuple[str, ...]
    tools: DeltaGenerator
    lacks: Letter | None = None


def choose(asked: Visit) -> Chosen:
    """The row of choices; what it says stands in the address, so that a link shows the same."""
    plan, read = asked.readings.plan, asked.readings
    areas = {area.ref: area for area in plan.areas}
    owned = owners.owners(read)
    groups = _lead_groups(asked)
    with st.container(key="register_choices"):
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            show = _show(asked)
            words = _words()
            tools = st.container(
                horizontal=True,
                horizontal_alignment="right",
                vertical_alignment="center",
                gap="small",
            )
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            area = one_of(AREA, "Area", {ref: f"{ref} {its.title}" for ref, its in areas.items()})
            owner = one_of(OWNER, "Owner", {address: o.words for address, o in owned.items()})
            group = one_of(GROUP, "Lead group", {ref: name for ref, (_, name) in groups.items()})
            status, gap, lacks = ("", "", "") if show == WITHDRAWN else _of_those_standing()
            order = one_of(SORT, "Sort by", {name: words for name, (words, _) in ORDERS.items()})
    filters = Filters(
        area=areas[area].id if area else None,
        owner=owned[owner].id if owner else None,
        unowned=owner == owners.NOBODY,
        group=groups[group][0] if group else None,
        status=status,
        overdue=show == OVERDUE,
        gap=gap,
        withdrawn=show == WITHDRAWN,
        words=words,
    )
    said = [
        "overdue" if filters.overdue else "",
        status_word(status).lower() if status else "",
        GAPS[gap] if gap else "",
        f"failing {letter_words(Letter(lacks))}" if lacks else "",
        f"in area {plain(area)} {plain(areas[area].title)}" if area else "",
        "no owner yet" if filters.unowned else plain(owned[owner].words) if owner else "",
        plain(groups[group][1]) if group else "",
        f"“{plain(words)}”" if words else "",
    ]
    told = tuple(words for words in said if words)
    return Chosen(filters, order or "ref", told, tools, Letter(lacks) if lacks else None)


def _of_those_standing() -> tuple[str, str, str]:
    """Status, gap and SMART letter, which nobody asks of a withdrawn action."""
    return (
        one_of(STATUS, "Status", _statuses()),
        one_of(GAP, "Gap", {rule: words.capitalize() for rule, words in GAPS.items()}),
        one_of(LACKS, "SMART", {one: f"Fails {letter_words(one)}" for one in Letter}),
    )


def finding(asked: Visit, chosen: Chosen, shown: int) -> str:
    """The headline: how many actions of how many, and what they have in common."""
    said = f": {', '.join(chosen.words)}" if chosen.words else ""
    if chosen.filters.withdrawn:
        return f"{counted(shown, 'withdrawn action').capitalize()}{said}"
    everything = len(asked.readings.actions)
    if not said:
        return counted(everything, "action").capitalize()
    return f"{shown or 'None'} of {counted(everything, 'action')}{said}"


def clear() -> None:
    """Take every choice out of the address."""
    for name in NAMES:
        st.query_params.pop(name, None)


def _show(asked: Visit) -> str:
    """All, overdue or withdrawn, with their numbers; withdrawn only where there is one."""
    read = asked.readings
    gone = len(withdrawn_entries(read))
    words = {ALL: f"All {len(read.actions)}", OVERDUE: f"Overdue {read.counts.overdue}"}
    wanted = st.query_params.get(SHOW)
    if gone or wanted == WITHDRAWN:
        words[WITHDRAWN] = f"Withdrawn {gone}"
    key = kept(SHOW, wanted if wanted in words else ALL)
    st.segmented_control(
        "Which actions", list(words), required=True, label_visibility="collapsed", key=key,
        format_func=lambda name: f":violet[{words[name]}]", on_change=keep, args=(SHOW,),
    )  # fmt: skip
    return wanted if wanted in words else ALL


def _words() -> str:
    typed = st.query_params.get(WORDS, "")[:LONGEST_SEARCH]
    key = kept(WORDS, typed)
    st.text_input(
        "Search", key=key, type="search", icon=":material/search:", live=True, width=WIDE,
        placeholder="Search every word", label_visibility="collapsed", max_chars=LONGEST_SEARCH,
        on_change=keep, args=(WORDS,),
    )  # fmt: skip
    return typed.strip()


def one_of(name: str, label: str, options: Mapping[str, str]) -> str:
    """One of many by its word in the address, drawn as a choice; '' where nothing is chosen."""
    wanted = st.query_params.get(name, "")
    wanted = wanted if wanted in options else ""
    st.selectbox(
        label, list(options), index=None, format_func=lambda word: options[word],
        key=kept(name, wanted or None), placeholder=label, label_visibility="collapsed",
        width=NARROW, on_change=keep, args=(name,),
    )  # fmt: skip
    return wanted


def _key(name: str) -> str:
    return f"register_{name}"


def kept(name: str, value: str | None) -> str:
    """The key of a choice, whose widget says what the address says."""
    key = _key(name)
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    return key


def keep(name: str) -> None:
    """Write what was chosen into the address."""
    value = st.session_state[_key(name)]
    if value and value != ALL:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)


def _statuses() -> dict[str, str]:
    return {name: status_word(name) for name in (*(s.value for s in Status), NOT_REPORTED)}


def _lead_groups(asked: Visit) -> dict[str, tuple[UUID, str]]:
    """The groups that lead an area, by what an address calls them."""
    plan = asked.readings.plan
    ids = {area.lead_group_id for area in plan.areas if area.lead_group_id}
    known = [plan.group[id_] for id_ in ids if id_ in plan.group]
    return {g.ref: (g.id, g.name) for g in sorted(known, key=lambda group: group.name)}
