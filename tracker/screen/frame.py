"""What stands round every page: the sidebar with its choices, and the quiet first row."""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from tracker import store
from tracker.access import Command, needed_to_open, refusal_of
from tracker.refusals import Refusal, Unknown
from tracker.screen import places, saved, signed_in
from tracker.screen.form import FIRST_DAY, LAST_DAY
from tracker.screen.marks import plain
from tracker.screen.visit import (
    PUBLIC,
    SHARED_SCREEN,
    STYLES,
    VIEW,
    Visit,
    database,
    is_public,
    visit,
)
from tracker.served import served_path
from tracker.shared_view import EDITING, PUBLIC_PAGES, READ_ONLY, VIEW_WORDS
from tracker.words import day_words, long_day_words

DESK = "desk"
# Beside EDITING: forms that the public view does not come to.
MORE_EDITING = ("about", "person")
MARK = Path(__file__).with_name("mark.svg")
LOCAL_USE, LOCAL_ICON = "Local use, no sign-in", ":material/computer:"


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
        _who(asked)
        with st.container(gap="xsmall"):
            _links(pages, asked)
        _choose_partnership(asked)
        _choose_day(asked)
        _choose_view(asked)
        if shared:
            _choose_size()


def _links(pages: Mapping[str, StreamlitPage], asked: Visit) -> None:
    """A link to every page that opens here: what a meeting needs, then the upkeep of the plan."""
    opened = [
        name
        for name in places.ICONS
        if asked.may_open(name) and (name in PUBLIC_PAGES or not asked.public)
    ]
    upkeep = list(places.ICONS)[list(places.ICONS).index(places.UPKEEP) :]
    first = next((name for name in opened if name in upkeep), None)
    for name in opened:
        if name == first:
            st.markdown(f":small[:gray[{places.UPKEEP_WORDS}]]")
        icon = places.ICONS[name]
        st.page_link(pages[name], icon=icon, query_params=asked.address, width="stretch")


def _who(asked: Visit) -> None:
    """Who is signed in and may do what here; or that nobody needs to sign in."""
    if asked.who.local:
        st.badge(
            LOCAL_USE, icon=LOCAL_ICON, color="gray",
            help="Whoever sits at this computer may change everything.",
        )  # fmt: skip
        return
    role = signed_in.role_words(asked.who.role(asked.partnership.slug))
    # On a screen that is shared with others no name stands, not the visitor's own either.
    name = "" if asked.public else f"**{plain(asked.who.name or asked.who.email)}**  \n"
    st.markdown(f"{name}:gray[{role}]")
    st.button(
        "Sign out", icon=":material/logout:", type="tertiary", on_click=signed_in.sign_out,
        help=None if asked.public else f"Signed in as {asked.who.email}",
    )  # fmt: skip


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
        on_change=lambda: st.query_params.from_dict(
            asked.view | {"partnership": st.session_state[key]}
        ),
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


def _choose_view(asked: Visit) -> None:
    """The switch to the view for everybody; it stands in the address, so that a link keeps it."""
    key = f"view_{asked.public}"

    def switch() -> None:
        if st.session_state[key]:
            st.query_params[VIEW] = PUBLIC
            for name in EDITING:
                st.query_params.pop(name, None)
        else:
            st.query_params.pop(VIEW, None)

    st.toggle(
        "Public view", asked.public, key=key, on_change=switch,
        help="For a screen that is shared with others. Counts of a few children are hidden, and "
        "whatever would give them back. Names of people, what owners need and plan next, doubts "
        "and minutes are left out. Nothing can be changed in it.",
    )  # fmt: skip


def _choose_size() -> None:
    large = st.query_params.get("size") != DESK
    if st.button("Text for a desk" if large else "Text for a shared screen"):
        st.query_params["size"] = DESK if large else "shared"
        st.rerun()


def first_row(asked: Visit, note: str = "", about: str = "") -> None:
    """The quiet line above the finding: whose plan (or `about`, as markdown), as at which day."""
    plan = asked.readings.plan.plan
    title = plan.title if plan else asked.partnership.name
    with st.container(
        key="first_row", horizontal=True, horizontal_alignment="distribute", gap="xsmall"
    ):
        st.markdown(about or f"**{plain(title)}**", width="content")
        with st.container(horizontal=True, width="content", gap="xsmall"):
            st.markdown(f":gray[{_day_line(asked, note)}]", width="content")
            if asked.public:
                st.badge(VIEW_WORDS, icon=":material/visibility:", color="gray")
            elif asked.who.local:
                # Seen where the sidebar, which says it too, is closed (fragments.css).
                with st.container(key="local_use", width="content"):
                    st.badge(LOCAL_USE, icon=LOCAL_ICON, color="gray")


def show_head(asked: Visit, title: str, about: str = "") -> None:
    """The first row and the finding, at the same height on every page."""
    with st.container(gap="xxsmall"):
        first_row(asked, about=about)
        st.title(title, anchor=False)


def _day_line(asked: Visit, note: str) -> str:
    words = [f"As at **{long_day_words(asked.day)}**{', ' + note if note else ''}"]
    if asked.partnership.illustrative:
        words.append("illustrative data")
    elif asked.partnership.shown_as_at:
        words.append("from published reports")
    return " · ".join(words)


def may_go_on(pages: Mapping[str, StreamlitPage], page: StreamlitPage, shared: bool) -> bool:
    """Draw the frame; where the address cannot be shown, say why and what to do instead."""
    try:
        asked = visit()
        sidebar(pages, asked, shared)
        _refuse_unless_open(asked, pages, page)
        asked.refuse_impossible_day()
        if asked.public:
            _refuse_inside(pages, page)
        else:
            _refuse_changing(asked)
            saved.show(asked)
    except Refusal as refusal:
        _say_what_to_do(refusal, pages)
        return False
    return True


def _refuse_unless_open(
    asked: Visit, pages: Mapping[str, StreamlitPage], page: StreamlitPage
) -> None:
    """Raise NotAllowed for a page that the visitor's role does not open."""
    for name, known in pages.items():
        if page == known and not asked.may_open(name):
            raise refusal_of(needed_to_open(name), asked.who.role(asked.partnership.slug))


def _refuse_changing(asked: Visit) -> None:
    """Raise NotAllowed for an address that opens a form nobody with this role can save."""
    if asked.reads_only and {*EDITING, *MORE_EDITING} & set(st.query_params):
        raise refusal_of(Command.CHANGE_PLAN, asked.who.role(asked.partnership.slug))


def _refuse_inside(pages: Mapping[str, StreamlitPage], page: StreamlitPage) -> None:
    """Raise Refusal for what the public view does not show."""
    if not any(page == pages[name] for name in PUBLIC_PAGES):
        raise Refusal(
            f"“{page.title}” is for those who keep the plan, and not part of the public view. Turn "
            "“Public view” off in the sidebar to see it."
        )
    if {*EDITING} & set(st.query_params):
        raise Refusal(READ_ONLY)


def show(page: StreamlitPage) -> None:
    """Draw a page; where its address names what is not there, the sentence has a heading."""
    try:
        page.run()
    except Unknown as unknown:
        st.title("This cannot be shown", anchor=False)
        st.error(str(unknown), icon=":material/info:")


def _say_what_to_do(refusal: Refusal, pages: Mapping[str, StreamlitPage]) -> None:
    """A whole page for a sentence: what is wrong, and links to where one can go on."""
    st.title("This cannot be shown", anchor=False)
    st.error(str(refusal), icon=":material/info:")
    try:
        opened = database(served_path())
        who = signed_in.visitor(opened, store.latest_sequence(opened))
        known = [p for p in store.partnerships(opened) if who.role(p.slug)]
    except Refusal:
        return
    for partnership in known:
        st.page_link(
            pages["progress"],
            label=partnership.name,
            icon=":material/arrow_forward:",
            query_params={"partnership": partnership.slug}
            | ({VIEW: PUBLIC} if is_public() else {}),
        )
