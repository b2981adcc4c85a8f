"""Small builders: each fills in what a sentence does not mention.

A bare record is true from `START`, the day the plan began; `stated(record, day)` is true from
another day. `a_plan_as_at(...)` needs no database; `keep(...)` saves the same things into one.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from tracker import store
from tracker.evidence import Doubt, Judgement, Meeting
from tracker.intake.reference_lists import read_reference
from tracker.measures import Better, DataPoint, Measure, MeasureKind
from tracker.people import Group, Person, Post
from tracker.plan import Action, Area, Outcome, Partnership, Plan, Status, StatusUpdate
from tracker.plan_as_at import PlanAsAt, Points, newest_per_record
from tracker.records import Record, Version, record_id
from tracker.reference import Reference
from tracker.tests_of_change import (
    Aim,
    ChangeIdea,
    Driver,
    NewPhase,
    PdsaCycle,
    PointMark,
    TestOfChange,
)

DATA = Path(__file__).resolve().parents[1] / "data"
SLUG = "strathbraan"  # no such partnership exists
START, TODAY = date(2026, 1, 5), date(2026, 11, 21)
NO_RISK = {Status.AT_RISK, Status.OFF_TRACK}


@cache
def reference_lists() -> Reference:
    """The reference lists as the program brings them."""
    return read_reference(DATA / "reference")


def _id(kind: type[Record], ref: str) -> Any:
    return record_id(SLUG, kind.kind, ref)


# Records


def a_partnership(slug: str = SLUG, **said: Any) -> Partnership:
    said = {"name": "Strathbraan children's partnership"} | said
    return Partnership(id=record_id(slug, "partnership", slug), slug=slug, **said)


def a_plan(**said: Any) -> Plan:
    return Plan(**{"id": _id(Plan, "plan"), "title": "Our plan", "starts_on": START} | said)


def an_area(ref: str = "1", **said: Any) -> Area:
    return Area(**{"id": _id(Area, ref), "ref": ref, "title": f"Area {ref}"} | said)


def an_outcome(ref: str = "1", area: Area | None = None, **said: Any) -> Outcome:
    filled = {"area_id": (area or an_area()).id, "words": "Children are heard."}
    return Outcome(**{"id": _id(Outcome, ref), "ref": ref} | filled | said)


def an_action(ref: str = "1.1", area: Area | None = None, **said: Any) -> Action:
    """An action of `area` (area 1); without owner, due date, outcome and measure unless said."""
    filled = {"title": f"Action {ref}", "area_id": (area or an_area()).id}
    return Action(**{"id": _id(Action, ref), "ref": ref} | filled | said)


def an_update(action: Action | None = None, as_of: date = TODAY, **said: Any) -> StatusUpdate:
    """A report on `action` (1.1): on track. Every call is a report of its own."""
    filled = {"id": store.new_id(), "action_id": (action or an_action()).id, "as_of": as_of}
    said = {"status": Status.ON_TRACK} | said
    filled |= {"done": "A post is vacant."} if said["status"] in NO_RISK else {}
    return StatusUpdate(**filled | said)


def a_measure(ref: str = "M1", area: Area | None = None, **said: Any) -> Measure:
    """An outcome measure of `area` (area 1), better higher; no baseline, target or frequency."""
    filled = {"title": f"Measure {ref}", "area_id": (area or an_area()).id}
    filled |= {"measure_kind": MeasureKind.OUTCOME, "better": Better.HIGHER}
    return Measure(**{"id": _id(Measure, ref), "ref": ref} | filled | said)


def a_point(
    measure: Measure | None = None, on: date = TODAY, value: float | None = 1.0, **said: Any
) -> DataPoint:
    """A data point of `measure` (M1) known from the day it is for."""
    filled = {"id": store.new_id(), "measure_id": (measure or a_measure()).id, "as_of": on}
    return DataPoint(**filled | {"on": on, "value": value} | said)


def points(
    *values: float | None, last: date = TODAY, every: int = 30, below: float | None = None
) -> Points:
    """A point `every` so many days, the newest on `last`; `below`: the denominator of all."""
    days = [last - timedelta(every * n) for n in reversed(range(len(values)))]
    return Points(tuple(days), values, (below,) * len(values))


def a_post(ref: str = "lead", **said: Any) -> Post:
    return Post(**{"id": _id(Post, ref), "ref": ref, "title": f"The {ref}"} | said)


def a_person(name: str = "Isla Ross", **said: Any) -> Person:
    return Person(**{"id": _id(Person, name), "name": name} | said)


def a_group(ref: str = "board", **said: Any) -> Group:
    return Group(**{"id": _id(Group, ref), "ref": ref, "name": f"The {ref}"} | said)


def a_meeting(on: date = START, **said: Any) -> Meeting:
    return Meeting(**{"id": _id(Meeting, str(on)), "ref": str(on), "on": on} | said)


def a_judgement(as_of: date = START, area: Area | None = None, **said: Any) -> Judgement:
    """A judgement of `area`; of the whole partnership without one."""
    filled = {"id": _id(Judgement, str(as_of)), "ref": str(as_of), "as_of": as_of}
    filled |= {"area_id": area.id if area else None, "words": "some progress"}
    return Judgement(**filled | said)


def a_doubt(about: Record | None = None, ref: str = "D1", **said: Any) -> Doubt:
    about = about or an_action()
    filled = {"id": _id(Doubt, ref), "ref": ref, "words": "Two reports differ."}
    return Doubt(**filled | {"record_kind": about.kind, "record_id": about.id} | said)


# Improvement science


def an_aim(ref: str = "A1", area: Area | None = None, **said: Any) -> Aim:
    filled = {"area_id": (area or an_area()).id, "words": f"Aim {ref}"}
    return Aim(**{"id": _id(Aim, ref), "ref": ref} | filled | said)


def a_driver(ref: str = "D1", aim: Aim | None = None, under: Driver | None = None) -> Driver:
    above = under.id if under else None
    aim_id = (aim or an_aim()).id
    return Driver(
        id=_id(Driver, ref), ref=ref, aim_id=aim_id, under_id=above, words=f"Driver {ref}"
    )


def an_idea(ref: str = "I1", driver: Driver | None = None) -> ChangeIdea:
    driver_id = (driver or a_driver()).id
    return ChangeIdea(id=_id(ChangeIdea, ref), ref=ref, driver_id=driver_id, words=f"Idea {ref}")


def a_test(ref: str = "T1", area: Area | None = None, **said: Any) -> TestOfChange:
    """A test of change of `area` (area 1), without a cycle."""
    filled = {"title": f"Test {ref}", "area_id": (area or an_area()).id}
    return TestOfChange(**{"id": _id(TestOfChange, ref), "ref": ref} | filled | said)


def a_cycle(test: TestOfChange | None = None, number: int = 1, **said: Any) -> PdsaCycle:
    """A cycle of `test` (T1) with a question and a prediction, not begun."""
    test = test or a_test()
    ref = f"{test.ref}.{number}"
    filled = {"test_id": test.id, "number": number, "question": "Does it help?"}
    filled |= {"prediction": "Eight of ten will."}
    return PdsaCycle(**{"id": _id(PdsaCycle, ref), "ref": ref} | filled | said)


def a_phase(starts_on: date, measure: Measure | None = None, **said: Any) -> NewPhase:
    """An accepted phase of `measure` (M1) from the point on `starts_on`."""
    filled = {"id": _id(NewPhase, str(starts_on)), "measure_id": (measure or a_measure()).id}
    filled |= {"starts_on": starts_on, "decision": "accepted", "why": "The level has held."}
    return NewPhase(**filled | said)


def a_point_mark(on: date, measure: Measure | None = None, **said: Any) -> PointMark:
    """A note on the point of `measure` (M1) on `on`."""
    filled = {"id": _id(PointMark, str(on)), "measure_id": (measure or a_measure()).id}
    return PointMark(**filled | {"on": on, "note": "Schools were closed for snow."} | said)


# Statements, and what they make


def stated(record: Record, as_of: date | None = None, **said: Any) -> Version[Any]:
    """`record` as somebody stated it, true from `as_of` (its own day, else the plan's start)."""
    return Version(record, as_of or getattr(record, "as_of", START), **said)


def versions_of(said: Iterable[Record | Version[Any]]) -> list[Version[Any]]:
    return [item if isinstance(item, Version) else stated(item) for item in said]


def a_plan_as_at(
    *said: Record | Version[Any],
    day: date = TODAY,
    partnership: Partnership | None = None,
    measured: dict[Any, Points] | None = None,
    people: Iterable[Person] = (),
    reference: Reference | None = None,
) -> PlanAsAt:
    """The plan as at `day` when these things were said, one after the other; begun on START.

    `measured` maps a measure's id to its points. What is true only after `day` is left out.
    """
    known = [v for v in versions_of(said) if v.as_of <= day]
    plans = [] if any(isinstance(v.record, Plan) for v in known) else [stated(a_plan())]
    numbered = [
        Version(v.record, v.as_of, v.withdrawn, v.reason, sequence=n, recorded_by=v.recorded_by)
        for n, v in enumerate(plans + known, start=1)
    ]
    histories: dict[type[Record], list[Version[Any]]] = {}
    for version in numbered:
        histories.setdefault(type(version.record), []).append(version)
    reports = newest_per_record(histories.pop(StatusUpdate, ()))
    newest = (versions[-1] for versions in reports.values() if not versions[-1].withdrawn)
    in_order = sorted(newest, key=lambda version: (version.as_of, version.sequence))
    return PlanAsAt(
        partnership or a_partnership(),
        day,
        len(numbered),
        reference or reference_lists(),
        {kind: newest_per_record(versions) for kind, versions in histories.items()},
        {version.record.action_id: version for version in in_order},
        _complete_since(in_order),
        measured or {},
        {person.id: person for person in people},
    )


def _complete_since(in_order: Iterable[Version[StatusUpdate]]) -> dict[Any, date]:
    """As the store finds it: the first of the reports of complete that no other follows."""
    since: dict[Any, date] = {}
    for version in in_order:
        report = version.record
        if report.status is Status.COMPLETE:
            since.setdefault(report.action_id, report.as_of)
        else:
            since.pop(report.action_id, None)
    return since


def keep(
    database: store.Database,
    *said: Record | Version[Any],
    by: str = "Isla Ross",
    slug: str = SLUG,
    people: Iterable[Person] = (),
) -> store.Save:
    """Save these things as one save."""
    return store.save(database, slug, versions_of(said), by=by, people=tuple(people))


# Series of a measure that should go up: what their run charts say

UNMOVED = (20, 17, 22, 16, 21, 18, 23, 15, 19, 24, 17, 20)
BETTER = (*UNMOVED, *[30] * 8)
WORSE = (*UNMOVED, *[5] * 8)
FEW = UNMOVED[:5]


def settings_changed(**values: float) -> Reference:
    """The reference lists with these settings."""
    lists = dict(reference_lists().lists)
    lists["settings"] = tuple(
        row.model_copy(update={"value": values.get(row.key, getattr(row, "value", 0))})
        for row in lists["settings"]
    )
    return Reference(lists)
