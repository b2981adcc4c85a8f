"""A database that an earlier version wrote opens with today's program, and nothing is lost."""

import gzip
from datetime import date, timedelta
from pathlib import Path

import pytest
import templates
from builders import SLUG, TODAY, a_measure, a_test, an_action, keep

from tracker import store
from tracker.meetings import Question
from tracker.plan import Status
from tracker.readings import readings
from tracker.store.opening import SCHEMA
from tracker.tests_of_change import TestOfChange
from tracker.word_templates import WordTemplate, template_id

KEPT = sorted((Path(__file__).parent / "databases").glob("*.duckdb.gz"))


@pytest.fixture(params=KEPT, ids=lambda path: path.name.split(".")[0])
def upgraded(request, tmp_path):
    path = tmp_path / "tracker.duckdb"
    path.write_bytes(gzip.decompress(request.param.read_bytes()))
    opened = store.open_database(path)
    yield opened
    opened.close()


def test_there_is_a_database_of_every_released_schema():
    assert [int(path.name.split(".")[0].removeprefix("schema_")) for path in KEPT] == [1, 3, 4]


def test_it_is_brought_up_to_date_and_is_whole(upgraded):
    assert store.schema_number(upgraded) == SCHEMA
    assert store.faults(upgraded) == []
    counts, versions = store.record_counts(upgraded)
    assert (counts["status_update"], counts["data_point"], counts["action"]) == (2, 9, 1)
    assert versions > sum(counts.values())


def test_the_copy_before_it_is_in_the_log_of_visits_as_the_trackers_own(upgraded):
    (copy,) = store.copies_of(upgraded.path)
    since = copy.note.made_at - timedelta(minutes=1)
    line = store.logged_visits(upgraded, SLUG, since, 1)[0]
    assert (line.who, line.did, copy.note.by) == ("The tracker itself", "kept", line.who)
    assert line.what.startswith("a backup copy of the whole tracker (before an upgrade): ")


def test_its_plan_stands_as_it_stood_on_every_day(upgraded):
    def on(day):
        (reading,) = readings(store.plan_as_at(upgraded, SLUG, day)).actions
        return reading.status, reading.action.due_on, reading.times_extended

    june, september = date(2026, 6, 30), date(2026, 9, 30)
    assert on(date(2026, 2, 1)) == (None, june, 0)
    assert on(date(2026, 4, 1)) == (Status.ON_TRACK, june, 0)
    assert on(date(2026, 5, 2)) == (Status.ON_TRACK, september, 1)
    assert on(TODAY) == (Status.COMPLETE, september, 1)


def test_fields_that_came_later_read_as_their_models_say(upgraded):
    plan = store.plan_as_at(upgraded, SLUG, TODAY)
    (measure,) = plan.measures
    assert (measure.is_gap, measure.compared_with, plan.meetings[0].present) == (False, "", ())
    assert plan.points[measure.id].compared == (None,) * 9


def test_what_is_saved_afterwards_stands_beside_it(upgraded):
    keep(upgraded, a_test(measure_ids=(a_measure().id,)))
    made = templates.keep(upgraded, "council.docx")
    assert store.versions_of(upgraded, SLUG, WordTemplate, template_id(SLUG))[0].sequence == made
    assert store.faults(upgraded) == []
    plan = store.plan_as_at(upgraded, SLUG, TODAY)
    assert [test.ref for test in plan.current(TestOfChange)] == ["T1"]
    assert plan.current(Question) == ()
    assert plan.action[an_action().id].ref == "1.1"
