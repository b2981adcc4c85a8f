"""Every version of one record: who said what and when, and what it was before."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from tracker.differences import Difference, differences
from tracker.naming import Names, names_of, value_words
from tracker.plan_as_at import PlanAsAt
from tracker.records import Version
from tracker.screen.marks import plain
from tracker.words import day_words


def show(plan: PlanAsAt, versions: Sequence[Version[Any]]) -> None:
    """The versions, oldest first, each with the fields that differ from the one before."""
    names = names_of(plan)
    for before, version in zip((None, *versions[:-1]), versions, strict=True):
        earlier = before.record if before else None
        lines = [
            f"- {found.label}: {_change(names, found, earlier)}"
            for found in differences(earlier, version.record)
        ]
        said = f"**{day_words(version.as_of)}**, {plain(version.recorded_by)}{_why(version)}"
        st.markdown("\n".join([said, "", *lines]))


def _why(version: Version[Any]) -> str:
    gone = " withdrew it" if version.withdrawn else ""
    return f"{gone}: {plain(version.reason)}" if version.reason else gone


def _change(names: Names, found: Difference, earlier: object) -> str:
    after = plain(value_words(found.after, names))
    return f"{plain(value_words(found.before, names))} → {after}" if earlier else after
