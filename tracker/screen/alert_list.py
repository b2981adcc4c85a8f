"""Alerts in groups: one bordered block for each owner, area or group, one button each."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal
from uuid import UUID

import streamlit as st

from tracker.alert import Alert
from tracker.alert_places import LACKS, settled_at
from tracker.screen import owners, places, smart_mending
from tracker.screen.marks import BADGES, ICONS, plain, rule_icon, status_key, status_word
from tracker.screen.visit import Visit
from tracker.words import counted, day_words, listed

NO_OWNER = "No owner yet"
IN_SIGHT = 8
# The kinds people ask for, in the order of the picture; gaps are the rules about what is missing.
KINDS: Mapping[str, tuple[str, ...]] = {
    "Overdue": ("overdue",),
    "Measure worsening": ("getting_worse",),
    "Done, no effect": ("done_no_effect",),
    "No update": ("silent",),
    "Due soon": ("due_soon",),
    "Tests of change": (
        "evaluation_due",
        "test_stalled",
        "test_without_prediction",
        "too_many_priorities",
    ),
    "Areas": ("came_back", "long_standing"),
    "Dates and data": ("extended_often", "done_without_evidence", "measure_late", "owner_left"),
}
GAPS = "Gaps"


def finding(found: Sequence[Alert]) -> str:
    """The headline: how many alerts, for how many owners, how many without one."""
    if not found:
        return "No alerts"
    owned = {alert.owner for alert in found if alert.owner}
    orphans = sum(not alert.owner for alert in found)
    parts = [f"{len(found) - orphans:,} for {counted(len(owned), 'owner')}"] if owned else []
    parts += [f"{orphans:,} with no owner"] if orphans else []
    return f"{counted(len(found), 'alert')}: {', '.join(parts)}"


def say_why_none(asked: Visit) -> None:
    """What it means that there is no alert: all is well, or there is nothing to watch yet."""
    st.markdown(
        "Nothing is overdue, nothing is getting worse, and no link of the chain is missing."
        if asked.readings.actions
        else "There is no action in this plan yet, so there is nothing to watch."
    )


def choose_rules(asked: Visit, found: Sequence[Alert]) -> list[Alert]:
    """The alerts of the kind chosen above the list; all of them at first."""
    by_kind = {name: [a for a in found if a.rule in rules] for name, rules in KINDS.items()}
    told = {rule for rules in KINDS.values() for rule in rules}
    by_kind[GAPS] = [alert for alert in found if alert.rule not in told]
    shown = {"All": list(found)} | {name: its for name, its in by_kind.items() if its}
    chosen = st.segmented_control(
        "Kind of alert", list(shown), default="All", required=True, label_visibility="collapsed",
        format_func=lambda name: f":violet[{name} {len(shown[name]):,}]",
        key=f"alert_kind_{asked.partnership.slug}", bind="query-params",
    )  # fmt: skip
    return shown.get(chosen or "All", list(found))


def choose_grouping() -> str:
    """Whether the list is by owner, by area or by group."""
    chosen = st.segmented_control(
        "Grouped by", ["Owner", "Area", "Group"], default="Owner", required=True,
        format_func=lambda name: f":violet[By {name.lower()}]", key="grouped_by",
        bind="query-params", label_visibility="collapsed",
    )  # fmt: skip
    return chosen or "Owner"


def groups(asked: Visit, chosen: Iterable[Alert], by: str) -> list[tuple[str, list[Alert]]]:
    """The alerts under their headings; the group with the worst alert first, no owner last."""
    found: dict[str, list[Alert]] = {}
    for alert in chosen:
        found.setdefault(_heading(asked, alert, by), []).append(alert)
    return sorted(found.items(), key=lambda group: group[0] == NO_OWNER)


def _heading(asked: Visit, alert: Alert, by: str) -> str:
    area = asked.readings.plan.area[alert.area]
    if by == "Area":
        return f"{area.ref} {area.title}"
    if by == "Group":
        return asked.readings.plan.owner_words(area.lead_group_id) or "No lead group"
    return alert.owner or NO_OWNER


def show_group(asked: Visit, words: str, its: list[Alert]) -> None:
    """One block: whose, what, and the way to where it is settled."""
    with st.container(border=True):
        # Beside a long list the heading stands where reading begins.
        where: Literal["center", "top"] = "center" if len(its) <= IN_SIGHT else "top"
        name, rows = st.columns([20, 80], vertical_alignment=where, gap="medium")
        name.header(f"{plain(words)} :gray[{len(its)}]", anchor=False)
        with rows, st.container(key=f"alert_rows_{words}", gap="xsmall"):
            for told in _rows(its):
                _row(asked, told)


def _rows(its: Iterable[Alert]) -> list[list[Alert]]:
    """A row for each alert; what one record lacks stands together in one row."""
    rows: list[list[Alert]] = []
    lacking: dict[UUID, list[Alert]] = {}
    for alert in its:
        if alert.rule in LACKS and alert.record in lacking:
            lacking[alert.record].append(alert)
            continue
        rows.append([alert])
        if alert.rule in LACKS:
            lacking[alert.record] = rows[-1]
    return rows


def _row(asked: Visit, told: list[Alert]) -> None:
    first = told[0]
    rules = asked.readings.plan.reference.alert_rules
    rule, title, why = st.columns([25, 37, 38], gap="small")
    words = listed(rules[alert.rule].words for alert in told)
    words = words if len(told) == 1 else words[0] + words[1:].replace("No ", "no ")
    rule.markdown(f"**{rule_icon(first.rule)} {plain(words)}**")
    with title, st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _link(asked, first)
    why.markdown(f":gray[{plain(_why(told))}]")


def _why(told: list[Alert]) -> str:
    """The sentence of one alert; of several gaps of one record, from when they are there."""
    if len(told) == 1:
        return told[0].why
    since = min(alert.since for alert in told)
    missing = counted(len(told), "link")
    return f"{missing} of the chain are missing, the oldest since {day_words(since)}."


def _link(asked: Visit, alert: Alert) -> None:
    """The subject's title, which leads to where the alert is settled, and its status."""
    name, place = (_read_at if asked.reads_only else _settled_at)(asked, alert)
    st.page_link(places.pages()[name], label=plain(alert.title), query_params=place)
    reading = asked.readings.action.get(alert.record)
    if reading is None:
        st.markdown(f":gray[{alert.kind}]", width="content")
        return
    key = status_key(reading.status)
    st.badge(status_word(key), icon=f":material/{ICONS[key]}:", color=BADGES[key])  # type: ignore[arg-type]


def _settled_at(asked: Visit, alert: Alert) -> tuple[str, dict[str, str]]:
    """The page and address where an alert is settled: a report, or the form of what lacks."""
    plan = asked.readings.plan
    action = plan.action.get(alert.record)
    name, place = settled_at(plan, alert)
    if action and alert.rule == "not_smart":
        first = asked.readings.smart.of(action).to_mend[0]
        place = place | smart_mending.mend_of(plan, action, first).address
    elif action and name == "my_actions":
        return owners.place_of(asked, action)
    return name, asked.address | place


def _read_at(asked: Visit, alert: Alert) -> tuple[str, dict[str, str]]:
    """In the public view, where nothing is settled: the page of what the alert is about."""
    plan = asked.readings.plan
    if action := plan.action.get(alert.record):
        return owners.place_of(asked, action)
    if measure := plan.measure.get(alert.record):
        return "measure", asked.address | {"measure": measure.ref}
    return _settled_at(asked, alert)
