"""Every version of one record: who said what and when, and what it was before."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from tracker.differences import Difference, differences
from tracker.plan_as_at import PlanAsAt
from tracker.records import Version
from tracker.screen.marks import plain
from tracker.screen.record_fields import FORMS, Asked, shown
from tracker.words import day_words


def show(plan: PlanAsAt, versions: Sequence[Version[Any]]) -> None:
    """The versions, oldest first, each with the fields that differ from the one before."""
    parts = {part.name: part for part in FORMS[type(versions[-1].record)]}
    for before, version in zip((None, *versions[:-1]), versions, strict=True):
        earlier = before.record if before else None
        lines = [
            f"- {found.label}: {_change(plan, parts.get(found.field), found, earlier)}"
            for found in differences(earlier, version.record)
        ]
        said = f"**{day_words(version.as_of)}**, {plain(version.recorded_by)}{_why(version)}"
        st.markdown("\n".join([said, "", *lines]))


def _why(version: Version[Any]) -> str:
    gone = " withdrew it" if version.withdrawn else ""
    return f"{gone}: {plain(version.reason)}" if version.reason else gone


def _change(plan: PlanAsAt, part: Asked | None, found: Difference, earlier: object) -> str:
    after = plain(shown(plan, part, found.after))
    return f"{plain(shown(plan, part, found.before))} → {after}" if earlier else after
