"""What is kept of a reading: the same as read anew, whatever was saved, asked or taken back."""

from dataclasses import fields
from datetime import timedelta

from builders import SLUG, START, TODAY, a_measure, a_point, an_action, an_area, an_update, keep

from tracker import store
from tracker.plan_as_at import PlanAsAt
from tracker.store.parts import MOST, Parts


def told(plan: PlanAsAt) -> dict[str, object]:
    return {part.name: getattr(plan, part.name) for part in fields(plan)}


def test_a_plan_read_with_what_is_kept_is_the_plan_read_anew(plan_database):
    action, measure = an_action(), a_measure()
    moved = action.model_copy(update={"title": "Another title"})
    saves = [
        [an_update(action, TODAY - timedelta(days=9))], [measure], [a_point(measure, TODAY)],
        [moved], [an_area("2")], [an_update(action, TODAY)],
    ]  # fmt: skip
    sequences = [store.latest_sequence(plan_database)]
    for records in saves:
        sequences.append(keep(plan_database, *records).sequence)
        for day, sequence in (
            (TODAY, sequences[-1]),
            (TODAY, sequences[-2]),
            (START, sequences[-1]),
        ):
            known = told(store.plan_as_at(plan_database, SLUG, day, sequence))
            kept, plan_database.parts = plan_database.parts, Parts()
            assert told(store.plan_as_at(plan_database, SLUG, day, sequence)) == known
            plan_database.parts = kept


def test_what_was_not_asked_for_longest_goes_first():
    parts, read = Parts(), []
    for number in (*range(MOST), 0, MOST, 0, 1):
        parts.of(number, lambda number=number: read.append(number))
    assert read == [*range(MOST + 1), 1]
