"""The plan's actions by what the SMART check finds lacking, most useful mend first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from tracker.readings import ActionReading
from tracker.screen import (
    owners,
    places,
    record_form,
    register_filters,
    smart_marks,
    smart_mending,
)
from tracker.screen.marks import plain
from tracker.screen.register_filters import AREA, LACKS, OWNER
from tracker.screen.report import ACTION
from tracker.screen.visit import Visit
from tracker.smart import AN_AID, MEND_ORDER, Mark, Smart, lacking
from tracker.smart_listing import most_useful_first
from tracker.smart_notes import Letter, Verdict
from tracker.words import counted, listed

AT_ONCE, SHOWN = 20, "shown"
# What the headline says of one action that fails a letter, and of several.
SAYS: Mapping[Letter, tuple[str, str]] = {
    Letter.S: ("does not say what will be done", "do not say what will be done"),
    Letter.M: ("cannot show whether it worked", "cannot show whether they worked"),
    Letter.A: ("has no one post as owner", "have no one post as owner"),
    Letter.R: ("is linked to no outcome", "are linked to no outcome"),
    Letter.T: ("has no date to be held to", "have no date to be held to"),
}
_NOUNS: Mapping[Letter, str] = {
    Letter.S: "a clear action", Letter.M: "a telling measure", Letter.A: "one owner",
    Letter.R: "an outcome", Letter.T: "a date",
}  # fmt: skip
# The heading over the actions of which this is the first thing to mend.
FIRST: Mapping[Letter, str] = {
    Letter.S: "First: say what will be done", Letter.A: "First: name one owner",
    Letter.T: "First: set a date", Letter.M: "First: measure it",
    Letter.R: "First: link an outcome",
}  # fmt: skip
BETTER, COMPLETE = "Nothing fails, and it could be better", "Already complete"
ALL = "all"
_TOLD = "smart_address_told"
ASKS: Mapping[Letter, str] = {
    Letter.S: "says what will be done or will exist, not what is meant or supported",
    Letter.M: "has a measure with a definition, a baseline and a target",
    Letter.A: "has one post or person who answers for it, and what it takes is agreed",
    Letter.R: "serves an outcome for children, with its quality indicator",
    Letter.T: "has a date inside the plan that has not moved often",
}


@dataclass(frozen=True)
class Chosen:
    """The actions of the area and owner chosen with their checks; and the letter, if any.

    `of` says in words which actions they are: 7 actions in area 2.
    """

    actions: tuple[ActionReading, ...]
    checked: Mapping[UUID, Smart]
    letter: Letter | None
    of: str

    def mark(self, reading: ActionReading) -> Mark:
        """What is told of an action: the chosen letter, else what to mend first."""
        smart = self.checked[reading.action.id]
        return smart[self.letter] if self.letter else smart.to_mend[0]


def choose(asked: Visit) -> Chosen:
    """The row of choices; what it says stands in the address, so that a link shows the same."""
    read = asked.readings
    areas = {area.ref: f"{area.ref} {area.title}" for area in read.plan.areas}
    owned = owners.owners(read)
    with st.container(key="smart_choices", horizontal=True, gap="small"):
        letters = st.container(width="content")
        area = register_filters.one_of(AREA, "Area", areas)
        names = {address: owner.words for address, owner in owned.items()}
        owner = register_filters.one_of(OWNER, "Owner", names)
    its = tuple(
        reading
        for reading in read.actions
        if (not area or reading.area.ref == area)
        and (not owner or reading.action.owner_id == owned[owner].id)
    )
    checked = {reading.action.id: read.smart.of(reading.action) for reading in its}
    with letters:
        letter = _choose_letter(checked)
    said = f" in area {area}" if area else ""
    if owner:
        said += " without an owner" if owner == owners.NOBODY else f" owned by {names[owner]}"
    return Chosen(its, checked, letter, counted(len(its), "action") + said)


def _choose_letter(checked: Mapping[UUID, Smart]) -> Letter | None:
    """All letters, or one; each with how many of the actions fail it."""
    numbers = lacking(checked)
    words = {ALL: "All"} | {one: f"**{one}** {numbers[one]}" for one in Letter}
    wanted = st.query_params.get(LACKS)
    key = register_filters.kept(LACKS, wanted if wanted in words else ALL)
    st.segmented_control(
        "Which letter", list(words), required=True, label_visibility="collapsed", key=key,
        format_func=lambda one: f":violet[{words[one]}]", on_change=register_filters.keep,
        args=(LACKS,),
    )  # fmt: skip
    return Letter(wanted) if wanted in words and wanted != ALL else None


def finding(chosen: Chosen) -> str:
    """The headline: how many actions lack something, and what they lack, the commonest first."""
    if not chosen.actions:
        return f"{chosen.of[0].upper()}{chosen.of[1:]} to check"
    numbers, of = lacking(chosen.checked), plain(chosen.of)
    if chosen.letter:
        return _of_letter(chosen.letter, numbers[chosen.letter], of)
    short = sum(bool(smart.lacks) for smart in chosen.checked.values())
    if not short:
        better = sum(bool(smart.to_mend) for smart in chosen.checked.values())
        more = f"; {better} could be better" if better else ""
        return f"No letter fails in {of}{more}"
    lack = f"{short} of {of} {'lacks' if short == 1 else 'lack'}"
    found = sorted((one for one in MEND_ORDER if numbers[one]), key=lambda one: -numbers[one])
    if all(numbers[one] == short for one in found):
        return f"{lack} {listed(_NOUNS[one] for one in found)}"
    return f"{lack} something: {', '.join(f'{numbers[one]} {_NOUNS[one]}' for one in found)}"


def _of_letter(letter: Letter, number: int, of: str) -> str:
    if not number:
        return f"{smart_marks.letter_words(letter)} fails in none of {of}"
    return f"{number} of {of} {SAYS[letter][number != 1]}"


def show(asked: Visit, chosen: Chosen) -> None:
    """The actions under what to mend first; the first of many, and a button for more."""
    _tell_the_browser()
    with st.container(gap="xxsmall"):
        st.markdown(f":gray[{AN_AID}]")
        with st.expander("What each letter asks of an action", icon=":material/rule:"):
            told = (f"- **{smart_marks.letter_words(one)}**: it {ASKS[one]}" for one in Letter)
            st.markdown("\n".join(told))
    most, left = _most(), 0
    with st.container(key="smart_list", gap="xsmall"):
        for words, its in groups(asked, chosen).items():
            in_sight = its[:most]
            left += len(its) - len(in_sight)
            most -= len(in_sight)
            if in_sight:
                st.header(f"{words} :gray[{len(its)}]", anchor=False)
            for reading in in_sight:
                _row(asked, chosen, reading)
    if left and st.button(f"Show {min(left, AT_ONCE)} more", icon=":material/expand_more:"):
        st.query_params[SHOWN] = str(_most() + AT_ONCE)
        st.rerun()


def _tell_the_browser() -> None:
    """A link to this very page opens its dialog and leaves the browser's address as it was."""
    stated = st.query_params.to_dict()
    opens = {ACTION, record_form.CHANGE, record_form.ADD} & set(stated)
    if opens and st.session_state.get(_TOLD) != stated:
        st.query_params.from_dict(stated)
    st.session_state[_TOLD] = stated if opens else None


def _most() -> int:
    asked_for = st.query_params.get(SHOWN, "")
    return int(asked_for) if asked_for.isdecimal() and len(asked_for) < 6 else AT_ONCE


def groups(asked: Visit, chosen: Chosen) -> dict[str, list[ActionReading]]:
    """The actions with something to mend by their headings, in the order in which mending pays.

    What is complete comes last: its wording can be learned from, and mends nothing any more.
    """
    found: dict[str, list[ActionReading]] = {words: [] for words in _headings(chosen.letter)}
    for reading in _in_order(asked, chosen):
        mark = chosen.mark(reading)
        if mark.stands is not Verdict.PASS:
            found[_heading(chosen, reading, mark)].append(reading)
    return found


def _in_order(asked: Visit, chosen: Chosen) -> Iterator[ActionReading]:
    read = asked.readings
    checked = {action.id: read.smart.of(action) for action in read.plan.actions}
    for action in most_useful_first(read.plan, checked):
        if action.id in chosen.checked:
            yield read.action[action.id]


def _headings(letter: Letter | None) -> tuple[str, ...]:
    first = (_of(letter, Verdict.FAIL), _of(letter, Verdict.PARTLY)) if letter else ()
    return (*first, *(FIRST[one] for one in MEND_ORDER), BETTER, COMPLETE)


def _heading(chosen: Chosen, reading: ActionReading, mark: Mark) -> str:
    if reading.complete:
        return COMPLETE
    if chosen.letter:
        return _of(chosen.letter, mark.stands)
    return FIRST[mark.letter] if mark.stands is Verdict.FAIL else BETTER


def _of(letter: Letter, verdict: Verdict) -> str:
    return f"{smart_marks.letter_words(letter)}: {smart_marks.WORDS[verdict]}"


def _row(asked: Visit, chosen: Chosen, reading: ActionReading) -> None:
    """One action: its name, its letters, and the one to mend first with the way there."""
    action, mark = reading.action, chosen.mark(reading)
    here = asked.address | {
        name: st.query_params[name]
        for name in (AREA, OWNER, LACKS, SHOWN)
        if name in st.query_params
    }
    name, letters, why = st.columns([32, 26, 42], gap="medium")
    with name, st.container(gap=None):
        title = f"{plain(action.ref)} {plain(action.title)}"
        st.page_link(_page(), label=title, query_params=here | {ACTION: action.ref})
        st.markdown(f":gray[{plain(reading.owner) or 'No owner yet'} · area {reading.area.ref}]")
    letters.html(smart_marks.five(chosen.checked[action.id]))
    with why, st.container(gap=None):
        letter = smart_marks.letter_words(mark.letter)
        st.markdown(f"**{letter}:** {smart_marks.why(mark)}")
        mend = smart_mending.mend_of(asked.readings.plan, action, mark)
        st.page_link(
            _page(), label=mend.words, icon=":material/edit:", query_params=here | mend.address
        )


def _page() -> StreamlitPage:
    return places.pages()["smart"]
