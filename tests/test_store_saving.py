"""Saving: nothing is overwritten, nothing is saved twice, and nobody's words are lost."""

from datetime import date, timedelta
from uuid import UUID

import duckdb
import pytest
from builders import (
    SLUG,
    TODAY,
    a_measure,
    a_person,
    a_point,
    a_post,
    an_action,
    an_area,
    an_update,
    keep,
    stated,
)

from tracker import store
from tracker.plan import Action, Status
from tracker.plan_as_at import PlanAsAt
from tracker.records import Version
from tracker.refusals import Refusal, Unknown

ACTION = an_action().id
MARCH, APRIL, JUNE = date(2026, 3, 2), date(2026, 4, 10), date(2026, 6, 1)


def at(database: store.Database, day: date = TODAY, until: int | None = None) -> PlanAsAt:
    return store.plan_as_at(database, SLUG, day, until)


def status(plan: PlanAsAt, action: UUID = ACTION) -> str:
    return plan.updates[action].record.status if action in plan.updates else "not_reported"


def report(
    database: store.Database, update=None, *, seen: int | None = None, save_id=None, **more
) -> store.Save:
    """Report as a form does that was drawn just now, or when it had `seen` a sequence."""
    update = update or an_update()
    if seen is None:
        seen = store.newest_sequence(database, SLUG, update.action_id)
    words = {"by": "Isla Ross", "today": TODAY, "save_id": save_id or store.new_id()} | more
    return store.record_status_update(database, SLUG, update, seen=seen, **words)


def rows(database: store.Database, table: str) -> int:
    with database.reading() as cursor:
        return cursor.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]


# Nothing is overwritten


def test_a_correction_wins_today_and_leaves_last_week_as_it_was(plan_database) -> None:
    week = timedelta(7)
    report(plan_database, an_update(as_of=TODAY - week, progress=40))
    report(plan_database, an_update(as_of=TODAY, progress=60))

    assert at(plan_database).updates[ACTION].record.progress == 60
    assert at(plan_database, TODAY - week).updates[ACTION].record.progress == 40


def test_an_edit_is_a_new_version_and_the_old_one_stays(plan_database) -> None:
    keep(plan_database, stated(an_action(title="Sharper words"), TODAY), by="Euan Reid")

    before, after = at(plan_database).history(Action, ACTION)
    assert (before.record.title, before.recorded_by) == ("Action 1.1", "Isla Ross")
    assert (after.record.title, after.recorded_by) == ("Sharper words", "Euan Reid")
    assert (before.number, after.number) == (1, 2)
    assert after.sequence > before.sequence
    assert at(plan_database, TODAY - timedelta(1)).action[ACTION].title == "Action 1.1"


def test_a_correction_of_one_report_replaces_that_report_only(plan_database) -> None:
    first = an_update(as_of=MARCH, status=Status.NOT_STARTED)
    report(plan_database, first)
    report(plan_database, an_update(as_of=JUNE, status=Status.ON_TRACK))
    keep(plan_database, first.model_copy(update={"status": Status.COMPLETE}))

    assert status(at(plan_database, MARCH)) == "complete"
    assert status(at(plan_database)) == "on_track"
    assert len(store.status_updates(plan_database, SLUG, TODAY, ACTION)) == 2
    assert rows(plan_database, "status_update") == 3


def test_of_two_reports_on_one_day_the_one_saved_later_holds(plan_database) -> None:
    one = report(plan_database, an_update(as_of=MARCH, status=Status.ON_TRACK))
    report(plan_database, an_update(as_of=MARCH, status=Status.OFF_TRACK))

    assert status(at(plan_database, MARCH)) == "off_track"
    assert status(at(plan_database, MARCH, one.sequence)) == "on_track"


def test_the_day_a_statement_is_true_of_counts_before_the_order_of_saving(plan_database) -> None:
    report(plan_database, an_update(as_of=JUNE, status=Status.COMPLETE))
    report(plan_database, an_update(as_of=MARCH, status=Status.OFF_TRACK))

    assert status(at(plan_database)) == "complete"


def test_a_later_save_has_the_greater_sequence(plan_database) -> None:
    sequences = [report(plan_database).sequence for _ in range(5)]
    first = sequences[0]
    assert sequences == list(range(first, first + 5))
    assert store.latest_sequence(plan_database) == sequences[-1]


def test_a_clock_that_was_set_back_does_not_matter(plan_database) -> None:
    keep(plan_database, an_update(as_of=MARCH, status=Status.ON_TRACK))
    long_ago = store.plan_as_at(plan_database, SLUG, TODAY).updates[ACTION].recorded_at
    newer = an_update(as_of=MARCH, status=Status.OFF_TRACK)
    store.save(
        plan_database, SLUG, [stated(newer)], by="Isla Ross",
        recorded_at=long_ago - timedelta(days=400),
    )  # fmt: skip

    assert status(at(plan_database)) == "off_track"


# Dated back


def test_a_report_dated_back_changes_the_days_up_to_the_next_statement_only(
    plan_database,
) -> None:
    first, between, later = MARCH, MARCH + timedelta(6), MARCH + timedelta(15)
    report(plan_database, an_update(as_of=first, status=Status.NOT_STARTED))
    known = report(plan_database, an_update(as_of=later, status=Status.ON_TRACK)).sequence
    report(plan_database, an_update(as_of=between, status=Status.AT_RISK))

    days = [first + timedelta(n) for n in range(-2, 20)] + [TODAY]
    changed = [
        day
        for day in days
        if status(at(plan_database, day)) != status(at(plan_database, day, known))
    ]
    assert changed == [between + timedelta(n) for n in range(9)]
    assert {status(at(plan_database, day)) for day in changed} == {"at_risk"}


def test_a_data_point_dated_back_is_known_from_its_own_day_only(plan_database) -> None:
    measure = a_measure()
    keep(plan_database, measure, a_point(on=MARCH, value=1), a_point(on=JUNE, value=3))
    before = store.latest_sequence(plan_database)
    keep(plan_database, a_point(on=APRIL, value=2))

    assert at(plan_database).points[measure.id].values == (1, 2, 3)
    assert at(plan_database, APRIL).points[measure.id].values == (1, 2)
    assert at(plan_database, APRIL - timedelta(1)).points[measure.id].values == (1,)
    assert at(plan_database, TODAY, before).points[measure.id].values == (1, 3)


def test_a_corrected_data_point_is_one_point(plan_database) -> None:
    point = a_point(on=MARCH, value=7)
    keep(plan_database, a_measure(), point)
    corrected = point.model_copy(update={"value": 8.5, "as_of": JUNE})
    keep(plan_database, corrected)

    assert at(plan_database, APRIL).points[point.measure_id].values == (7,)
    assert at(plan_database).points[point.measure_id].values == (8.5,)


# Withdrawn, and restored


def test_a_withdrawn_action_leaves_the_plan_stays_in_history_and_can_come_back(
    plan_database,
) -> None:
    keep(plan_database, Version(an_action(), MARCH, withdrawn=True, reason="Merged with 1.2"))
    keep(plan_database, Version(an_action(), JUNE, reason="It was needed after all"))

    assert ACTION in at(plan_database, MARCH - timedelta(1)).action
    assert ACTION not in at(plan_database, MARCH).action
    assert ACTION in at(plan_database, JUNE).action
    reasons = [version.reason for version in at(plan_database).history(Action, ACTION)]
    assert reasons == ["", "Merged with 1.2", "It was needed after all"]


def test_with_an_area_withdrawn_its_actions_and_measures_are_not_counted(plan_database) -> None:
    keep(plan_database, a_measure(), an_area("2"), an_action("2.1", an_area("2")))
    keep(plan_database, Version(an_area(), TODAY, withdrawn=True))

    plan = at(plan_database)
    assert [action.ref for action in plan.actions] == ["2.1"]
    assert plan.measures == ()


def test_a_withdrawn_report_uncovers_the_one_before(plan_database) -> None:
    wrong = an_update(as_of=JUNE, status=Status.COMPLETE)
    report(plan_database, an_update(as_of=MARCH, status=Status.ON_TRACK))
    report(plan_database, wrong)
    keep(plan_database, Version(wrong, JUNE, withdrawn=True))

    assert status(at(plan_database)) == "on_track"
    reports = store.status_updates(plan_database, SLUG, TODAY, ACTION)
    assert [version.record.as_of for version in reports] == [MARCH]


def test_a_withdrawn_data_point_leaves_the_series(plan_database) -> None:
    wrong = a_point(on=JUNE, value=900)
    keep(plan_database, a_measure(), a_point(on=MARCH, value=9), wrong)
    keep(plan_database, Version(wrong, TODAY, withdrawn=True))

    assert at(plan_database).points[wrong.measure_id].values == (9,)


# A form: saved twice, overtaken, refused


def test_a_save_clicked_twice_is_one_save(plan_database) -> None:
    update, save_id = an_update(), store.new_id()
    seen = store.newest_sequence(plan_database, SLUG, ACTION)
    first = report(plan_database, update, seen=seen, save_id=save_id)
    again = report(plan_database, update, seen=seen, save_id=save_id)

    assert (again.sequence, again.recorded_at) == (first.sequence, first.recorded_at)
    assert again.repeated and not first.repeated
    assert rows(plan_database, "status_update") == 1


def test_any_save_may_be_repeated_with_its_own_id(plan_database) -> None:
    save_id, versions = store.new_id(), [stated(an_area("7"))]
    first = store.save(plan_database, SLUG, versions, by="Isla Ross", save_id=save_id)
    again = store.save(plan_database, SLUG, versions, by="Isla Ross", save_id=save_id)

    assert again.repeated and again.sequence == first.sequence
    assert rows(plan_database, "area") == 2


def test_when_somebody_saved_meanwhile_theirs_is_shown_and_ours_is_not_kept(
    plan_database,
) -> None:
    seen = store.newest_sequence(plan_database, SLUG, ACTION)
    theirs = an_update(status=Status.COMPLETE, needed="Nothing")
    report(plan_database, theirs, seen=seen, by="Euan Reid")

    ours = an_update(status=Status.OFF_TRACK)
    with pytest.raises(store.ChangedMeanwhile, match="Euan Reid saved this action") as overtaken:
        report(plan_database, ours, seen=seen)

    assert overtaken.value.theirs.record == theirs
    assert status(at(plan_database)) == "complete"
    assert rows(plan_database, "status_update") == 1


def test_having_seen_theirs_ours_can_be_saved_and_both_stand_in_the_history(
    plan_database,
) -> None:
    seen = store.newest_sequence(plan_database, SLUG, ACTION)
    theirs, ours = an_update(status=Status.COMPLETE), an_update(status=Status.OFF_TRACK)
    report(plan_database, theirs, seen=seen)
    with pytest.raises(store.ChangedMeanwhile) as overtaken:
        report(plan_database, ours, seen=seen)
    report(plan_database, ours, seen=overtaken.value.theirs.sequence)

    kept = store.status_updates(plan_database, SLUG, TODAY, ACTION)
    assert [version.record for version in kept] == [ours, theirs]


def test_an_edit_of_the_action_overtakes_a_report_too(plan_database) -> None:
    seen = store.newest_sequence(plan_database, SLUG, ACTION)
    keep(plan_database, stated(an_action(title="Sharper words"), TODAY), by="Euan Reid")
    with pytest.raises(store.ChangedMeanwhile) as overtaken:
        report(plan_database, seen=seen)
    assert overtaken.value.theirs.record.title == "Sharper words"


def test_a_report_dated_back_by_somebody_else_overtakes_ours_too(plan_database) -> None:
    report(plan_database, an_update(as_of=JUNE))
    seen = store.newest_sequence(plan_database, SLUG, ACTION)
    theirs = an_update(as_of=MARCH)
    report(plan_database, theirs)
    with pytest.raises(store.ChangedMeanwhile) as overtaken:
        report(plan_database, seen=seen)
    assert overtaken.value.theirs.record == theirs


def test_a_report_on_another_action_overtakes_nobody(plan_database) -> None:
    other = an_action("1.2")
    keep(plan_database, other)
    seen = store.newest_sequence(plan_database, SLUG, ACTION)
    report(plan_database, an_update(other))
    assert report(plan_database, seen=seen).sequence > seen


@pytest.mark.parametrize("whose", ["nobody's", "of another partnership"])
def test_a_report_on_an_action_that_is_not_in_the_plan_is_refused(plan_database, whose) -> None:
    stranger = an_action("9.9")
    if whose == "of another partnership":
        keep(plan_database, stranger, slug="elsewhere")
    with pytest.raises(Unknown, match="not in the plan"):
        report(plan_database, an_update(stranger))
    assert rows(plan_database, "status_update") == 0


def test_a_report_on_a_withdrawn_action_is_refused(plan_database) -> None:
    keep(plan_database, Version(an_action(), TODAY, withdrawn=True))
    with pytest.raises(Unknown, match="not in the plan"):
        report(plan_database)
    assert rows(plan_database, "status_update") == 0


def test_a_report_dated_ahead_is_refused_and_one_of_today_is_not(plan_database) -> None:
    with pytest.raises(Refusal, match="cannot be dated ahead"):
        report(plan_database, an_update(as_of=TODAY + timedelta(1)))
    assert rows(plan_database, "status_update") == 0
    assert report(plan_database, an_update(as_of=TODAY)).sequence


# The due date moves with the report, or neither is kept


def test_a_report_that_moves_the_due_date_keeps_both_in_one_save_with_the_reason(
    plan_database,
) -> None:
    keep(plan_database, stated(an_action(due_on=JUNE), MARCH))
    moved = an_action(due_on=date(2027, 1, 31))
    saved = report(plan_database, an_update(), moved=moved, reason="Recruitment took longer")

    plan = at(plan_database)
    newest = plan.history(Action, ACTION)[-1]
    assert (newest.record.due_on, newest.reason) == (moved.due_on, "Recruitment took longer")
    assert newest.sequence == plan.updates[ACTION].sequence == saved.sequence
    assert newest.as_of == TODAY
    yesterday = at(plan_database, TODAY - timedelta(1))
    assert yesterday.action[ACTION].due_on == JUNE


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_a_due_date_does_not_move_without_a_reason(plan_database, reason) -> None:
    with pytest.raises(Refusal, match="Say why the due date moves"):
        report(plan_database, moved=an_action(due_on=JUNE), reason=reason)
    assert rows(plan_database, "status_update") == 0


def test_when_the_new_due_date_cannot_be_kept_the_report_is_not_kept_either(
    plan_database,
) -> None:
    before = store.latest_sequence(plan_database)
    unkeepable = an_action().model_copy(update={"due_on": "when it is done"})
    with pytest.raises(duckdb.ConversionException):
        report(plan_database, moved=unkeepable, reason="A test")

    assert rows(plan_database, "status_update") == 0
    assert store.latest_sequence(plan_database) == before
    assert report(plan_database).sequence == before + 1


def test_a_script_that_is_stopped_in_the_middle_of_a_save_leaves_nothing_open(
    plan_database,
) -> None:
    class Stopped(BaseException):
        """As Streamlit stops a script."""

    def stopped_save() -> None:
        with plan_database.writing() as cursor:
            cursor.execute("DELETE FROM action")
            raise Stopped

    with pytest.raises(Stopped):
        stopped_save()
    assert ACTION in at(plan_database).action
    assert report(plan_database).sequence


# People


def test_a_person_is_saved_beside_the_post_they_hold(plan_database) -> None:
    isla = a_person("Isla Ross", email="isla.ross@example.org")
    keep(plan_database, a_post(person_id=isla.id), people=[isla])

    plan = at(plan_database)
    assert plan.people == {isla.id: isla}
    assert plan.owner_words(isla.id) == "Isla Ross"


def test_a_partnership_that_is_not_there_is_refused_in_a_sentence(plan_database) -> None:
    with pytest.raises(Unknown, match="no partnership called “atlantis”"):
        store.plan_as_at(plan_database, "atlantis", TODAY)
