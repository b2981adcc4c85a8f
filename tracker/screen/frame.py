"""What stands round every page: the sidebar with its choices, and the quiet first row."""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from tracker import store
from tracker.refusals import Refusal
from tracker.screen import places, saved
from tracker.screen.form import FIRST_DAY, LAST_DAY
from tracker.screen.marks import plain
from tracker.screen.visit import SHARED_SCREEN, STYLES, Visit, database, visit
from tracker.served import served_path
from tracker.words import day_words, long_day_words

DESK = "desk"
MARK = Path(__file__).with_name("mark.svg")


def prepare(page: StreamlitPage, shared: bool) -> None:
    """Set the page up: its title, its width, and the scale of a shared screen where it is one."""
    st.set_page_config(
        page_title=f"{page.title} · Improvement plan",
        page_icon=str(MARK),
        layout="wide",
        initial_sidebar_state="collapsed" if shared else "auto",
    )
    st.html(STYLES)
    if shared and st.query_params.get("size") != DESK:
        st.html(SHARED_SCREEN)


def sidebar(pages: Mapping[str, StreamlitPage], asked: Visit, shared: bool) -> None:
    """Navigation and choices; every link carries partnership and day."""
    with st.sidebar:
        for name, icon in places.ICONS.items():
            st.page_link(pages[name], icon=icon, query_params=asked.address, width="stretch")
        st.space("small")
        _choose_partnership(asked)
        _choose_day(asked)
        if shared:
            _choose_size()
        st.caption("No sign-in is set up: this tracker answers on this computer only.")


def _choose_partnership(asked: Visit) -> None:
    known = {p.slug: p.name for p in asked.partnerships}
    if len(known) < 2:
        return
    key = f"partnership_{asked.partnership.slug}"
    st.selectbox(
        "Partnership",
        list(known),
        index=list(known).index(asked.partnership.slug),
        format_func=lambda slug: known[slug],
        key=key,
        on_change=lambda: st.query_params.from_dict({"partnership": st.session_state[key]}),
    )


def _choose_day(asked: Visit) -> None:
    key = f"as_at_{asked.partnership.slug}_{asked.day}"

    def chosen() -> None:
        day = st.session_state[key] or asked.today
        st.query_params["as_at"] = day.isoformat()

    # The address may ask for any day; the one it asks for must be among those to choose from.
    st.date_input(
        "As at", asked.day, min_value=min(FIRST_DAY, asked.day), max_value=max(LAST_DAY, asked.day),
        format="DD/MM/YYYY", key=key, on_change=chosen,
    )  # fmt: skip
    if asked.day != asked.today and st.button(f"Back to {day_words(asked.today)}"):
        st.query_params["as_at"] = asked.today.isoformat()
        st.rerun()


def _choose_size() -> None:
    large = st.query_params.get("size") != DESK
    if st.button("Text for a desk" if large else "Text for a shared screen"):
        st.query_params["size"] = DESK if large else "shared"
        st.rerun()


def first_row(asked: Visit, note: str = "", about: str = "") -> None:
    """The quiet line above the finding: whose plan (or `about`, as markdown), as at which day."""
    plan = asked.readings.plan.plan
    title = plan.title if plan else asked.partnership.name
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.markdown(about or f"**{plain(title)}**", width="content")
        st.markdown(f":gray[{_day_line(asked, note)}]", width="content")


def _day_line(asked: Visit, note: str) -> str:
    words = [f"As at **{long_day_words(asked.day)}**{', ' + note if note else ''}"]
    if asked.partnership.illustrative:
        words.append("illustrative data")
    elif asked.partnership.shown_as_at:
        words.append("example from published reports")
    return " · ".join(words)


def may_go_on(pages: Mapping[str, StreamlitPage], shared: bool) -> bool:
    """Draw the frame; where the address cannot be shown, say why and what to do instead."""
    try:
        asked = visit()
        sidebar(pages, asked, shared)
        asked.refuse_impossible_day()
        saved.show(asked)
    except Refusal as refusal:
        _say_what_to_do(refusal, pages)
        return False
    return True


def _say_what_to_do(refusal: Refusal, pages: Mapping[str, StreamlitPage]) -> None:
    """A whole page for a sentence: what is wrong, and links to where one can go on."""
    st.title("This cannot be shown", anchor=False)
    st.error(str(refusal), icon=":material/info:")
    try:
        known = store.partnerships(database(served_path()))
    except Refusal:
        return
    for partnership in known:
        st.page_link(
            pages["progress"],
            label=partnership.name,
            icon=":material/arrow_forward:",
            query_params={"partnership": partnership.slug},
        )


def quiet_line(asked: Visit, words: str) -> None:
    """Whose list this is and as at which day, in one quiet line."""
    st.markdown(f"{plain(words)} :gray[· {_day_line(asked, '').replace('As at', 'as at')}]")
