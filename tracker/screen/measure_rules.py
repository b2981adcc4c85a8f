"""What other rule sets say of a measure: one quiet line where they agree, a line each where not."""

import streamlit as st

from tracker.readings import MeasureReading
from tracker.rule_sets import RuleSet, RuleSets, rule_sets
from tracker.screen import frame, run_charts
from tracker.screen.marks import plain

# The second chart of a page: letters and height, in pixels.
_SCREENS = {"wall": (24, 560), "laptop": (17, 380), "phone": (15, 380)}


def show(reading: MeasureReading) -> None:
    """The verdicts side by side, and the XmR chart behind a click."""
    found = rule_sets(reading)
    if found.agree:
        if found.quiet_words:
            st.markdown(f":gray[{found.quiet_words}]")
    else:
        _side_by_side(found)
    if reading.analysis.xmr.phases is None:
        return
    with st.expander("What other rules say", icon=":material/rule:"):
        if found.agree:
            st.markdown("\n".join(_line(one) for one in found.all))
        desk = st.query_params.get("size") == frame.DESK
        run_charts.show(reading, run_charts.AMONG_OTHERS if desk else _SCREENS, xmr=True)


def _side_by_side(found: RuleSets) -> None:
    with st.container(gap="xxsmall"):
        st.markdown(
            "**The rule sets do not say the same.** The word at the top is the run chart’s."
        )
        # On a phone they stand below each other.
        for column, one in zip(st.columns(len(found.all), gap="medium"), found.all, strict=True):
            column.markdown(f"**{one.name}**  \n{plain(one.words)}")
        st.markdown(plain(found.means))


def _line(one: RuleSet) -> str:
    return f"- **{one.name}:** {plain(one.words)}"
