"""What has been kept long enough goes by itself once a day, and nothing else does."""

from datetime import UTC, datetime, timedelta

from builders import SLUG, START, TODAY, a_partnership, a_person, a_plan, a_post, keep

from tracker import clock, rounds, store
from tracker.tidying import tidy

NOON = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)


def visit(days_ago: int) -> store.LoggedVisit:
    at = NOON - timedelta(days=days_ago)
    return store.LoggedVisit(at, SLUG, None, "Coordinator", "opened", f"{days_ago} days ago")


def test_the_log_of_visits_goes_after_its_days(database):
    keep(database, a_partnership(), a_plan())
    for days_ago in (0, 90, 91, 400):
        store.log_visit(database, visit(days_ago))
    assert tidy(database, TODAY) == 2
    kept = store.logged_visits(database, SLUG, NOON - timedelta(days=1000), 10)
    assert [line.what for line in kept] == ["0 days ago", "90 days ago"]


def test_a_name_nothing_needs_goes_and_the_post_stays(database):
    isla, ewan = a_person("Isla Ross"), a_person("Ewan Bain")
    held = a_post("held", person_id=ewan.id)
    left = a_post("left", person_id=isla.id, ends_on=START)
    later = TODAY + timedelta(days=366)
    keep(database, a_partnership(), a_plan(), held, left, people=(isla, ewan))
    assert tidy(database, START + timedelta(days=365)) == 0
    assert tidy(database, later) == 1
    plan = store.plan_as_at(database, SLUG, later)
    assert list(plan.people) == [ewan.id]
    assert {post.ref for post in plan.current(type(left))} == {"held", "left"}
    assert store.faults(database) == []
    assert tidy(database, later) == 0


def test_it_goes_also_on_a_day_on_which_no_copy_can_be_kept(database, monkeypatch):
    keep(database, a_partnership(), a_plan())
    store.log_visit(database, visit(400))
    (database.path.parent / "backups").write_text("a file where the folder should be")
    monkeypatch.setattr(clock, "now", lambda: NOON)
    monkeypatch.setattr(rounds, "database", lambda _path: database)
    rounds.keep_the_day(bool)
    assert store.logged_visits(database, SLUG, NOON - timedelta(days=1000), 10) == ()
