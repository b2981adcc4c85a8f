"""Where an alert is settled: the page, and what its address says beside partnership and day.

The links of screens and of reminders come from here, so that both land on the same form.
"""

from tracker.alert import Alert
from tracker.plan_as_at import PlanAsAt

# What a record lacks is filled in in its own form; the rest is settled by a report or by data.
LACKS = {"no_owner", "no_due_date", "no_outcome", "no_measure", "no_baseline", "no_target"}
CHANGED_IN_ITS_FORM = LACKS | {"owner_left", "not_smart"}
Place = tuple[str, dict[str, str]]


def settled_at(plan: PlanAsAt, alert: Alert) -> Place:
    """The page by its name in the code, and the address there."""
    area = {"area": plan.area[alert.area].ref} if alert.area in plan.area else {}
    if alert.rule in CHANGED_IN_ITS_FORM and alert.kind in {"action", "measure"}:
        return "area", area | {"change": f"{alert.kind}:{alert.record}"}
    if alert.kind == "action":
        return "my_actions", {"action": alert.ref}
    if alert.kind == "measure":
        return "measure", {"measure": alert.ref}
    if alert.kind == "test of change":
        return "test", {"test": alert.ref}
    return ("tests", {}) if alert.kind == "plan" else ("area", area)
