"""A link opened again: what a day shows, what a day with its sequence shows for ever."""

import hashlib
import threading
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from builders import (
    SLUG,
    TODAY,
    a_measure,
    a_meeting,
    a_partnership,
    a_person,
    a_plan,
    a_point,
    a_post,
    an_action,
    an_area,
    an_update,
    keep,
    reference_lists,
    stated,
)

from tracker import store
from tracker.papers import FORMATS, Snapshot
from tracker.plan import Status
from tracker.progress import Progress, progress_as_at
from tracker.readings import readings
from tracker.records import Version
from tracker.reference import Reference, Setting

YESTERDAY, LAST_WEEK = TODAY - timedelta(1), TODAY - timedelta(7)


def opened(database: store.Database, day: date, until: int | None = None) -> Progress:
    """What a link shows: a day, and where someone copied "as I see it now" a sequence."""
    return progress_as_at(lambda at: readings(store.plan_as_at(database, SLUG, at, until)), day)


def register(progress: Progress) -> dict[str, dict[str, object]]:
    return {reading.action.ref: reading.as_json() for reading in progress.now.actions}


@pytest.fixture
def busy(plan_database):
    """Two actions reported on before yesterday, with a measure, a post, a person and a meeting."""
    isla = a_person()
    lead = a_post(person_id=isla.id)
    measure = a_measure()
    acting = {"owner_id": lead.id, "measure_ids": (measure.id,)}
    keep(
        plan_database,
        lead,
        measure,
        a_meeting(LAST_WEEK),
        stated(an_action("1.1", due_on=LAST_WEEK, **acting)),
        stated(an_action("1.2", due_on=date(2027, 3, 31), **acting)),
        *(a_point(on=TODAY - timedelta(31 * n), value=50 - n) for n in range(1, 12)),
        people=[isla],
    )
    keep(plan_database, an_update(as_of=LAST_WEEK - timedelta(30), status=Status.OFF_TRACK))
    keep(plan_database, an_update(an_action("1.2"), LAST_WEEK - timedelta(30)))
    return plan_database


# Yesterday's link after a report was dated back


def test_yesterdays_link_shows_the_report_that_was_dated_back_and_nothing_else_new(busy) -> None:
    before = opened(busy, YESTERDAY)
    keep(busy, an_update(as_of=LAST_WEEK, status=Status.COMPLETE, data_show="50 to 39"))
    after = opened(busy, YESTERDAY)

    was, is_now = register(before), register(after)
    changed = {name for name in was["1.1"] if was["1.1"][name] != is_now["1.1"][name]}
    assert changed == {"status", "progress", "overdue", "days_overdue", "last_update_on"}
    assert was["1.2"] == is_now["1.2"]
    assert (before.now.counts.off_track, before.now.counts.overdue) == (1, 1)
    assert (after.now.counts.complete, after.now.counts.overdue) == (1, 0)
    assert [area.effect for area in before.now.areas] == [area.effect for area in after.now.areas]
    assert before.now.plan.points == after.now.plan.points


def test_yesterdays_link_with_its_sequence_shows_what_was_seen_yesterday(busy) -> None:
    seen = store.latest_sequence(busy)
    before = opened(busy, YESTERDAY, seen)
    keep(busy, an_update(as_of=LAST_WEEK, status=Status.COMPLETE))

    assert opened(busy, YESTERDAY, seen) == before
    assert opened(busy, YESTERDAY) != before


def test_a_link_to_a_day_before_the_report_shows_the_same_as_ever(busy) -> None:
    day = LAST_WEEK - timedelta(1)
    before = opened(busy, day)
    keep(busy, an_update(as_of=LAST_WEEK, status=Status.COMPLETE))

    assert register(opened(busy, day)) == register(before)
    assert opened(busy, day).finding == before.finding


def test_a_report_of_today_leaves_yesterdays_link_alone(busy) -> None:
    before = opened(busy, YESTERDAY)
    keep(busy, an_update(as_of=TODAY, status=Status.COMPLETE))

    assert register(opened(busy, YESTERDAY)) == register(before)
    assert register(opened(busy, TODAY))["1.1"]["status"] == "complete"


# A snapshot: the same day, sequence, schema and rules are the same bytes


def written(database: store.Database, day: date, sequence: int) -> dict[str, str]:
    """Each format's bytes, by their digest."""
    snapshot = Snapshot(opened(database, day, sequence), store.schema_number(database))
    return {name: hashlib.sha256(write(snapshot)).hexdigest() for name, write in FORMATS.items()}


LATER = {
    "a report dated back": lambda: [an_update(as_of=LAST_WEEK, status=Status.COMPLETE)],
    "an edited action": lambda: [stated(an_action(title="Sharper words"), TODAY)],
    "a withdrawn action": lambda: [Version(an_action(), LAST_WEEK, withdrawn=True)],
    "a new area": lambda: [an_area("2")],
    "a point dated back": lambda: [a_point(on=LAST_WEEK, value=1000)],
    "an earlier meeting": lambda: [a_meeting(LAST_WEEK - timedelta(40))],
    "a new name": lambda: [stated(a_partnership(name="Strathbraan together"), TODAY)],
    "a new plan title": lambda: [stated(a_plan(title="The second plan"), TODAY)],
    "a renamed post": lambda: [stated(a_post(title="Head of everything"), TODAY)],
    "an example from now on": lambda: [stated(a_partnership(shown_as_at=LAST_WEEK), TODAY)],
}


@pytest.mark.parametrize("later", LATER.values(), ids=LATER.keys())
def test_a_snapshot_is_the_same_bytes_after_more_was_saved(busy, later) -> None:
    sequence = store.latest_sequence(busy)
    before = written(busy, YESTERDAY, sequence)
    keep(busy, *later())

    assert written(busy, YESTERDAY, sequence) == before


def test_a_snapshot_keeps_the_definitions_it_was_made_with(busy) -> None:
    sequence = store.latest_sequence(busy)
    before = written(busy, TODAY, sequence)
    store.keep_reference(busy, with_setting("silent_days", 1), TODAY)

    assert written(busy, TODAY, sequence) == before
    assert written(busy, TODAY, store.latest_sequence(busy)) != before


def test_every_format_of_a_snapshot_says_what_was_saved_in_between(busy) -> None:
    """The other way round: bytes that stay the same whatever is saved would be no snapshot."""
    before = written(busy, TODAY, store.latest_sequence(busy))
    keep(busy, an_update(as_of=TODAY, status=Status.COMPLETE))

    after = written(busy, TODAY, store.latest_sequence(busy))
    assert all(before[name] != after[name] for name in FORMATS)


def with_setting(name: str, value: float) -> Reference:
    lists = dict(reference_lists().lists)
    lists["settings"] = tuple(
        row.model_copy(update={"value": value})
        if isinstance(row, Setting) and row.name == name
        else row
        for row in lists["settings"]
    )
    return Reference(lists)


# Many at once


def together(*tasks) -> None:
    """Run every task in a thread of its own, all begun at one moment; raise what one raised."""
    begun, faults = threading.Barrier(len(tasks)), SimpleNamespace(found=[])

    def run(task) -> None:
        begun.wait()
        try:
            task()
        except BaseException as fault:
            faults.found.append(fault)

    threads = [threading.Thread(target=run, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults.found:
        raise faults.found[0]


def test_two_people_who_save_at_once_lose_nothing(plan_database) -> None:
    first = store.latest_sequence(plan_database)
    saved: dict[str, list[int]] = {"Isla Ross": [], "Euan Reid": []}

    def saving(who: str):
        def saves() -> None:
            for number in range(20):
                update = an_update(done=f"{who} {number}")
                saved[who].append(keep(plan_database, update, by=who).sequence)

        return saves

    together(*(saving(who) for who in saved))

    assert all(sequences == sorted(sequences) for sequences in saved.values())
    assert sorted(number for its in saved.values() for number in its) == list(
        range(first + 1, first + 41)
    )
    kept = store.status_updates(plan_database, SLUG, TODAY, an_action().id)
    said = {(version.recorded_by, version.record.done) for version in kept}
    assert said == {(who, f"{who} {number}") for who in saved for number in range(20)}


def test_one_form_sent_from_two_tabs_at_once_is_one_save(plan_database) -> None:
    save_id, update = store.new_id(), an_update()
    saves: list[store.Save] = []

    def send() -> None:
        versions = [stated(update)]
        saves.append(store.save(plan_database, SLUG, versions, by="Isla Ross", save_id=save_id))

    together(*[send] * 6)

    assert len({save.sequence for save in saves}) == 1
    assert [save.repeated for save in saves].count(False) == 1
    assert len(store.status_updates(plan_database, SLUG, TODAY, update.action_id)) == 1


def test_of_two_who_report_on_one_action_at_once_one_is_shown_the_others(plan_database) -> None:
    action = an_action().id
    seen = store.newest_sequence(plan_database, SLUG, action)
    overtaken: list[store.ChangedMeanwhile] = []

    def reporting(who: str):
        def reports() -> None:
            try:
                store.record_status_update(
                    plan_database, SLUG, an_update(done=who), by=who, today=TODAY,
                    save_id=store.new_id(), seen=seen,
                )  # fmt: skip
            except store.ChangedMeanwhile as refusal:
                overtaken.append(refusal)

        return reports

    together(reporting("Isla Ross"), reporting("Euan Reid"), reporting("Ava Bain"))

    kept = store.status_updates(plan_database, SLUG, TODAY, action)
    assert len(kept) == 1 and len(overtaken) == 2
    assert {refusal.theirs.record.done for refusal in overtaken} == {kept[0].record.done}


def test_many_readers_each_get_the_rows_they_asked_for_while_somebody_saves(database) -> None:
    slugs = [f"partnership-{number}" for number in range(6)]
    for slug in slugs:
        keep(database, a_partnership(slug, name=slug), an_area("1", title=slug), slug=slug)
    wrong: list[str] = []

    def reading(slug: str):
        def reads() -> None:
            for _ in range(8):
                plan = store.plan_as_at(database, slug, TODAY)
                if {plan.partnership.name, *(area.title for area in plan.areas)} != {slug}:
                    wrong.append(slug)

        return reads

    def saves() -> None:
        for number in range(20):
            keep(database, an_area(str(number + 2), title=slugs[0]), slug=slugs[0])

    together(*(reading(slug) for slug in slugs), saves)

    assert wrong == []
    assert len(store.plan_as_at(database, slugs[0], TODAY).areas) == 21


def test_one_reading_sees_a_save_whole_or_not_at_all(plan_database) -> None:
    """A save brings an area and its action together; no reading may see one without the other."""
    halves: list[tuple[int, int]] = []
    done = threading.Event()

    def saves() -> None:
        for number in range(2, 30):
            area = an_area(str(number))
            keep(plan_database, area, an_action(f"{number}.1", area))
        done.set()

    def reads() -> None:
        while not done.is_set():
            plan = store.plan_as_at(plan_database, SLUG, TODAY)
            if len(plan.areas) != len(plan.actions):
                halves.append((len(plan.areas), len(plan.actions)))

    together(saves, reads)

    assert halves == []
    assert len(store.plan_as_at(plan_database, SLUG, TODAY).areas) == 29
