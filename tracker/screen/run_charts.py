"""A run chart on the screen: a drawing for each kind of screen, of the same facts.

Only one of them is ever in sight, which the style sheet decides by their names: the server does
not know how wide the screen is.
"""

from collections.abc import Mapping
from functools import lru_cache

import streamlit as st

from tracker import charts
from tracker.readings import MeasureReading

# The kinds of screen: letters and height, in pixels. The names stand in fragments.css.
_PHONE: Mapping[str, tuple[int, int]] = {"phone": (15, 340)}
SHARED = {"wall": (24, 690), "laptop": (17, 430), **_PHONE}
DESK = {"desk": (18, 560), **_PHONE}
AMONG_OTHERS = {"desk": (18, 420), **_PHONE}


# A figure never goes stale: the reading it is drawn from is its key.
_drawn = lru_cache(maxsize=256)(charts.run_chart)


def show(reading: MeasureReading, screens: Mapping[str, tuple[int, int]]) -> None:
    """The chart of a measure that has points, drawn for each of `screens`."""
    palette = charts.DARK if st.context.theme.type == "dark" else charts.LIGHT
    for name, (letters, height) in screens.items():
        phone = name in _PHONE
        figure = _drawn(reading, palette, letters, height=height, narrow=phone)
        with st.container(key=f"{name}_chart_{reading.measure.id}"):
            st.plotly_chart(
                figure, theme=None, height=height, config=charts.NO_TOOLS,
                key=f"{name}_{reading.measure.id}",
                alt=f"Run chart: {reading.measure.title}. {reading.words}",
            )  # fmt: skip
