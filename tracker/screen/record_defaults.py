"""What the form of a new record begins with."""

import re
from typing import Any

from tracker import store
from tracker.measures import DataPoint, Measure
from tracker.people import Group, Post
from tracker.plan import Action, Area, Outcome
from tracker.plan_as_at import PlanAsAt, natural
from tracker.records import Record
from tracker.screen.visit import Visit
from tracker.tests_of_change import ChangeIdea, Driver, RampStage, TestOfChange


def defaults(asked: Visit, kind: type[Record], within: str) -> dict[str, Any]:
    """What a new record begins with: its place, the next number, today.

    `within`: the ref of what it belongs to, or the id of an aim, a driver or a change idea.
    """
    plan = asked.readings.plan
    area = next((area for area in plan.areas if area.ref == within), None)
    stated: dict[str, Any] = {}
    names = kind.model_fields
    if area and "area_id" in names:
        stated["area_id"] = area.id
    if kind is DataPoint:
        stated["measure_id"] = next((m.id for m in plan.measures if m.ref == within), None)
    if "as_of" in names:
        stated["as_of"] = asked.today
    if "ref" in names:
        stated["ref"] = _next_ref(plan, kind, within if area else "")
    return stated | _hanging_on(plan, kind, within)


def _hanging_on(plan: PlanAsAt, kind: type[Record], within: str) -> dict[str, Any]:
    """What a part of a driver diagram takes over from the part it hangs on."""
    aim = next((aim for aim in plan.aims if str(aim.id) == within), None)
    driver = next((driver for driver in plan.drivers if str(driver.id) == within), None)
    if kind is Driver and (aim or driver):
        above = {"aim_id": driver.aim_id, "under_id": driver.id} if driver else {}
        return above or {"aim_id": aim.id if aim else None}
    if kind is ChangeIdea and driver:
        return {"driver_id": driver.id}
    return _of_idea(plan, within) if kind is TestOfChange else {}


def _of_idea(plan: PlanAsAt, within: str) -> dict[str, Any]:
    """A new test begins with one person or case; its idea says its area and its measure."""
    stated: dict[str, Any] = {"stage": RampStage.ONE}
    idea = next((idea for idea in plan.ideas if str(idea.id) == within), None)
    driver = next((one for one in plan.drivers if idea and one.id == idea.driver_id), None)
    aim = next((one for one in plan.aims if driver and one.id == driver.aim_id), None)
    if idea:
        stated |= {"idea_id": idea.id, "title": idea.words}
    if aim:
        stated |= {"area_id": aim.area_id}
        stated |= {"measure_ids": (aim.measure_id,)} if aim.measure_id else {}
    return stated


def _next_ref(plan: PlanAsAt, kind: type[Record], within: str) -> str:
    """The next free number: 4 for an area, 3.7 for an action of area 3, M9 for a measure."""
    lead = {Area: "", Action: f"{within}." if within else "", Measure: "M", Outcome: "O"}
    lead[ChangeIdea] = "I"
    prefix = lead.get(kind, kind.kind[0].upper())
    taken = {
        getattr(version[-1].record, "ref", "") for version in plan.histories.get(kind, {}).values()
    }
    pattern = re.compile(re.escape(prefix) + r"(\d+)$")
    numbers = [int(found[1]) for ref in sorted(taken, key=natural) if (found := pattern.match(ref))]
    if kind in (Post, Group):
        return str(store.new_id())
    return f"{prefix}{max(numbers, default=0) + 1}"
