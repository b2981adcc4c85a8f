"""Streamlit glue: the visit, the frame round every page, marks, fragments and shared widgets."""

from tracker.screen.visit import Visit, refusals_shown, visit

__all__ = ["Visit", "refusals_shown", "visit"]
