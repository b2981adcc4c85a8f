"""A run chart on the screen: one drawing for a wide screen and one for a phone, of the same facts.

Only one of them is ever in sight, which the style sheet decides: the server does not know how wide
the screen is.
"""

import streamlit as st

from tracker import charts
from tracker.readings import MeasureReading

PHONE_LETTERS, PHONE_HEIGHT = 15, 340


def show(reading: MeasureReading, letters: int, height: int) -> None:
    """The chart of a measure that has points; `letters` and `height` in pixels."""
    palette = charts.DARK if st.context.theme.type == "dark" else charts.LIGHT
    wide = charts.run_chart(reading, palette, letters, height=height)
    narrow = charts.run_chart(reading, palette, PHONE_LETTERS, height=PHONE_HEIGHT, narrow=True)
    for name, figure, tall in (("wide", wide, height), ("narrow", narrow, PHONE_HEIGHT)):
        with st.container(key=f"{name}_chart_{reading.measure.id}"):
            st.plotly_chart(
                figure, theme=None, height=tall, config=charts.NO_TOOLS,
                key=f"{name}_{reading.measure.id}",
                alt=f"Run chart: {reading.measure.title}. {reading.words}",
            )  # fmt: skip
