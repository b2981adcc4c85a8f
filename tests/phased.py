"""A measure whose points propose a new phase, with a test of change behind it, in the examples."""

from datetime import date
from typing import Any

from builders import a_measure, a_point, an_area
from visits import ILLUSTRATIVE, ILLUSTRATIVE_DAY

from tracker import store
from tracker.measures import Measure
from tracker.records import Version, record_id
from tracker.tests_of_change import Decision, PdsaCycle, TestOfChange
from tracker.typed import month_end

BASELINE = (70, 72, 69, 71, 73, 68, 72, 70, 71, 69, 73, 71, 70, 69)
HIGHER = (80, 82, 81, 83, 80, 84, 82, 81, 83)
FIRST_HIGHER, LAST = date(2026, 2, 28), date(2026, 10, 31)
REF = "M90"


def days(count: int) -> list[date]:
    """The ends of `count` months, the newest October 2026."""
    places = [2026 * 12 + 9 - n for n in reversed(range(count))]
    return [month_end(place // 12, place % 12 + 1) for place in places]


def the_measure(database: store.Database, **said: Any) -> Measure:
    plan = store.plan_as_at(database, ILLUSTRATIVE, ILLUSTRATIVE_DAY)
    filled = {"id": record_id("tests", "measure", REF), "title": "Reviews on time"}
    filled |= {"unit": "per cent", "frequency": "monthly", "measure_kind": "process"}
    return a_measure(REF, an_area(id=plan.areas[0].id), **filled | said)


def the_test(measure: Measure, **said: Any) -> tuple[TestOfChange, PdsaCycle]:
    """A test of change adopted in January 2026, and its one cycle."""
    test = TestOfChange(
        id=record_id("tests", "test_of_change", "T90"), ref="T90", title="A reminder a week before",
        area_id=measure.area_id, measure_ids=(measure.id,),
    )  # fmt: skip
    filled = {
        "id": record_id("tests", "pdsa_cycle", "T90.1"), "ref": "T90.1", "test_id": test.id,
        "number": 1, "question": "Does a reminder help?", "prediction": "Eight in ten on time.",
        "starts_on": date(2025, 12, 1), "ends_on": date(2026, 1, 20), "happened": "As planned.",
        "result": "As predicted.", "studied_on": date(2026, 1, 25), "decision": Decision.ADOPT,
        "decided_on": date(2026, 1, 29),
    }  # fmt: skip
    return test, PdsaCycle(**filled | said)


def keep_phased(database: store.Database, values: tuple[float, ...] = BASELINE + HIGHER) -> Measure:
    """Keep the measure with its points and its test; the measure."""
    measure = the_measure(database)
    points = [
        a_point(measure, on, value) for on, value in zip(days(len(values)), values, strict=True)
    ]
    records = [measure, *the_test(measure), *points]
    versions = [Version(record, getattr(record, "as_of", date(2024, 12, 1))) for record in records]
    store.save(database, ILLUSTRATIVE, versions, by="Isla Ross")
    return measure
