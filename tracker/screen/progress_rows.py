"""The rows of the progress page: one line an area, what needs attention, and the same as tables."""

import streamlit as st

from tracker.progress import Progress
from tracker.readings import AreaReading, Readings
from tracker.screen import fragments, handover, places, tables
from tracker.screen.marks import effect_words, plain
from tracker.screen.visit import Visit
from tracker.words import counted, short_day_words

NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
# From this many areas on, the screen keeps its height by telling fewer things (look.md, Layouts).
MANY_AREAS, FEW_THINGS = 7, 3


def number_word(number: int) -> str:
    """A small number in words, for headings: Six."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def compared_words(progress: Progress) -> str:
    """What the changes are counted from; nothing where there is no plan yet."""
    if progress.now.plan.plan is None:
        return ""
    since = short_day_words(progress.compared_with, progress.now.plan.day)
    start = "" if progress.since_meeting else ", the start of the plan"
    return f"changes since {since}{start}"


def areas_heading(now: Readings) -> str:
    """The heading of the area lines, which says what their columns are."""
    number = len(now.areas)
    areas = f"{number_word(number)} {'area' if number == 1 else 'areas'} for improvement"
    return f"{areas} :gray[· delivery, then effect]"


def area_rows(asked: Visit) -> None:
    """A line for each area; their bars share one scale."""
    areas = asked.readings.areas
    widest = max(area.counts.actions for area in areas)
    for area in areas:
        _area_row(asked, area, widest)


def _area_row(asked: Visit, area: AreaReading, widest: int) -> None:
    """One area on one line: delivery, then effect, then what is late and what is missing."""
    name, bar, effect, late, missing = st.columns(
        [25, 38, 17, 11, 9], vertical_alignment="center", gap="medium"
    )
    label = f"**{plain(area.area.ref)}** {plain(area.area.title)}"
    place = asked.address | {"area": area.area.ref}
    name.page_link(places.pages()["area"], label=label, query_params=place)
    bar.html(fragments.delivery_bar(area.counts, widest))
    effect.markdown(effect_words(area.effect))
    if area.counts.overdue:
        late.markdown(f"**:material/event_busy: {area.counts.overdue} overdue**")
    if area.gaps:
        missing.markdown(f":material/link_off: {counted(len(area.gaps), 'gap')}")


def attention_list(progress: Progress) -> None:
    """What needs attention most, as an ordered list of sentences."""
    most = FEW_THINGS if len(progress.now.areas) >= MANY_AREAS else None
    entries = progress.attention[:most]
    if not entries:
        st.header("Nothing needs attention", anchor=False)
        return
    things = "thing" if len(entries) == 1 else "things"
    st.header(f"{number_word(len(entries))} {things} needing attention", anchor=False)
    lines = []
    for number, entry in enumerate(entries, start=1):
        where = [entry.owner, f"area {entry.area_ref}" if entry.area_ref else ""]
        second = " · ".join(plain(words) for words in where if words)
        below = f"  \n   :gray[{second}]" if second else ""
        lines.append(f"{number}. **{plain(entry.title)}** {plain(entry.says)}{below}")
    st.markdown("\n".join(lines))


def more(asked: Visit) -> None:
    """What stands behind the screen: its tables, the doubts about its sources, and the files."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if st.button("The same as a table", icon=":material/table_rows:", type="tertiary"):
            _tables(asked)
        doubtful = len(asked.readings.plan.open_doubts)
        if doubtful and st.button(
            counted(doubtful, "doubt"), icon=":material/help:", type="tertiary"
        ):
            _doubts(asked)
        alerts = counted(len(asked.progress.alerts), "alert")
        st.page_link(
            places.pages()["alerts"], label=f":small[{alerts}]", icon=places.ICONS["alerts"],
            query_params=asked.address, width="content",
        )  # fmt: skip
        handover.offer(asked)


@st.dialog("The same as a table", width="large")
def _tables(asked: Visit) -> None:
    tables.areas_and_actions(asked.readings)


@st.dialog("What is in doubt", width="medium")
def _doubts(asked: Visit) -> None:
    """What in the sources is unsure, with the record it concerns."""
    plan = asked.readings.plan
    st.markdown("\n".join(f"- {plain(doubt.words)}" for doubt in plan.open_doubts))
    st.page_link(
        places.pages()["doubts"], label="See each beside its value, and settle it",
        icon=places.ICONS["doubts"], query_params=asked.address,
    )  # fmt: skip
