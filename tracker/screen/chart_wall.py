"""Many measures on one screen, those with a signal first: a small chart and a line for each."""

from collections.abc import Mapping, Sequence

import streamlit as st

from tracker.chart_words import card_words, family_words, wall_order, wall_words
from tracker.plan import Area
from tracker.readings import MeasureReading
from tracker.refusals import Unknown
from tracker.screen import places, run_charts
from tracker.screen.marks import effect_words, plain
from tracker.screen.paging import page_of
from tracker.screen.visit import Visit

AREA, WHOLE = "area", "The whole plan"
# From so many measures on they stand in four columns, so that eight fit one screen.
MANY, COLUMNS, OF_FEW = 7, 4, 3
NARROWEST = 300  # pixels of a card
ON_A_SCREEN = 8
# Letters and height, in pixels: two rows of four fit 1080 pixels.
SCREENS = {"desk": (18, 240), "phone": (15, 170)}


def link(asked: Visit, area: Area) -> None:
    """A link to the charts of one area."""
    st.page_link(
        places.pages()["charts"], label="All its charts on one screen", icon=":material/grid_view:",
        query_params=asked.address | {AREA: area.ref},
    )  # fmt: skip


def chosen(asked: Visit) -> Area | None:
    """The area the address names; None for the whole plan. Raises Unknown for one not there."""
    areas = {area.ref: area for area in asked.readings.plan.areas}
    ref = st.query_params.get(AREA, "")
    if ref and ref not in areas:
        raise Unknown(
            f"There is no area “{plain(ref[:40])}” "
            "in this plan as at this day. Choose one on Areas."
        )
    _choose(asked, areas, ref)
    return areas.get(ref)


def _choose(asked: Visit, areas: Mapping[str, Area], ref: str) -> None:
    key = f"charts_of_{asked.partnership.slug}_{ref}"

    def choose() -> None:
        picked = st.session_state[key]
        if picked:
            st.query_params[AREA] = picked
        else:
            st.query_params.pop(AREA, None)

    refs = ["", *areas]
    words = {"": WHOLE} | {each: f"{each} {area.title}" for each, area in areas.items()}
    with st.sidebar:
        st.selectbox(
            "Charts of", refs, index=refs.index(ref), key=key, on_change=choose,
            format_func=words.__getitem__,
        )  # fmt: skip


def measures(asked: Visit, area: Area | None) -> list[MeasureReading]:
    """The measures to show, in the order to look at them."""
    its = asked.readings.measures
    return wall_order(m for m in its if area is None or m.measure.area_id == area.id)


def about(area: Area | None) -> str:
    """The quiet line above the finding: whose charts these are; '' for the whole plan."""
    return f"**Area {plain(area.ref)}** {plain(area.title)}" if area else ""


def finding(shown: Sequence[MeasureReading]) -> str:
    """The headline: how many measures move, and which way."""
    return wall_words(shown)


def show(asked: Visit, area: Area | None, shown: Sequence[MeasureReading]) -> None:
    """A card for each measure; how to begin where there is none."""
    if not shown:
        st.markdown("A measure is added on the page of its area; then add its points, or paste.")
        st.page_link(places.pages()["area"], label="Areas", query_params=asked.address)
        return
    if area:
        for words in family_words(shown):
            st.markdown(f":material/family_history: {plain(words)}")
    columns = COLUMNS if len(shown) >= MANY else OF_FEW
    about = f"wall_{asked.partnership.slug}_{area.ref if area else ''}"
    with page_of(shown, about, ON_A_SCREEN) as part:
        grid = st.grid(columns, min_column_width=NARROWEST, gap="xsmall", border=True, key="wall")
        for reading in part:
            with grid.cell():
                _card(asked, reading)


def _card(asked: Visit, reading: MeasureReading) -> None:
    measure = reading.measure
    with st.container(gap="xxsmall"):
        st.page_link(
            places.pages()["measure"], label=f"**{plain(f'{measure.ref} {measure.title}')}**",
            query_params=asked.address | {"measure": measure.ref},
        )  # fmt: skip
        kind = f":gray[{measure.measure_kind.value}]"
        st.markdown(f"{effect_words(reading.effect)} · {kind}")
        if reading.points.dates:
            run_charts.show_small(reading, SCREENS)
        st.markdown(plain(card_words(reading)))
