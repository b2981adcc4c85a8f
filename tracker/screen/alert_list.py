"""Alerts in groups: one bordered block for each owner, area or group, one button each."""

from collections.abc import Iterable, Mapping, Sequence

import streamlit as st

from tracker.alerts import Alert
from tracker.screen import owners, places
from tracker.screen.marks import BADGES, ICONS, plain, rule_icon, status_key, status_word
from tracker.screen.report import ACTION
from tracker.screen.visit import Visit
from tracker.words import counted

NO_OWNER = "No owner yet"
# The kinds people ask for, in the order of the picture; gaps are the rules about what is missing.
KINDS: Mapping[str, tuple[str, ...]] = {
    "Overdue": ("overdue",),
    "Measure worsening": ("getting_worse",),
    "Done, no effect": ("done_no_effect",),
    "No update": ("silent",),
    "Due soon": ("due_soon",),
    "Dates and data": ("extended_often", "done_without_evidence", "measure_late", "owner_left"),
}
GAPS = "Gaps"


def finding(asked: Visit, found: Sequence[Alert]) -> str:
    """The headline: how many alerts, for how many owners, how many without one."""
    if not found:
        return "No alerts"
    owned = {alert.owner for alert in found if alert.owner}
    orphans = sum(not alert.owner for alert in found)
    parts = [f"{len(found) - orphans} for {counted(len(owned), 'owner')}"] if owned else []
    parts += [f"{orphans} with no owner"] if orphans else []
    return f"{counted(len(found), 'alert')}: {', '.join(parts)}"


def choose_rules(asked: Visit, found: Sequence[Alert]) -> list[Alert]:
    """The alerts of the kind chosen above the list; all of them at first."""
    by_kind = {name: [a for a in found if a.rule in rules] for name, rules in KINDS.items()}
    told = {rule for rules in KINDS.values() for rule in rules}
    by_kind[GAPS] = [alert for alert in found if alert.rule not in told]
    shown = {"All": list(found)} | {name: its for name, its in by_kind.items() if its}
    chosen = st.segmented_control(
        "Kind of alert", list(shown), default="All", required=True, label_visibility="collapsed",
        format_func=lambda name: f":violet[{name} {len(shown[name])}]",
        key=f"alert_kind_{asked.partnership.slug}", bind="query-params",
    )  # fmt: skip
    return shown.get(chosen or "All", list(found))


def choose_grouping() -> str:
    """Whether the list is by owner, by area or by group."""
    return (
        st.segmented_control(
            "Grouped by", ["Owner", "Area", "Group"], default="Owner", required=True,
            format_func=lambda name: f":violet[{name}]", key="grouped_by", bind="query-params",
        )  # fmt: skip
        or "Owner"
    )


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
        name, rows = st.columns([22, 78], vertical_alignment="center", gap="medium")
        name.header(f"{plain(words)} :gray[{len(its)}]", anchor=False)
        with rows, st.container(gap="xxsmall"):
            for alert in its:
                _row(asked, alert)


def _row(asked: Visit, alert: Alert) -> None:
    rule, title, status, why = st.columns([22, 30, 13, 35], vertical_alignment="center")
    words = asked.readings.plan.reference.alert_rules[alert.rule].words
    rule.markdown(f"**{rule_icon(alert.rule)} {plain(words)}**")
    with title:
        _link(asked, alert)
    reading = asked.readings.action.get(alert.record)
    if reading:
        key = status_key(reading.status)
        status.badge(status_word(key), icon=f":material/{ICONS[key]}:", color=BADGES[key])  # type: ignore[arg-type]
    why.markdown(f":gray[{plain(alert.why)}]")


def _link(asked: Visit, alert: Alert) -> None:
    """The subject's title; an action's leads to the form that settles it."""
    plan = asked.readings.plan
    action = plan.action.get(alert.record)
    if action is None:
        st.markdown(f"{plain(alert.title)} :gray[{alert.kind}, area {plan.area[alert.area].ref}]")
        return
    st.page_link(
        places.pages()["my_actions"],
        label=plain(alert.title),
        query_params=asked.address
        | {"owner": owners.owner_address(plan, action), ACTION: action.ref},
    )
