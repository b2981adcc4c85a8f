"""What is thrown away by itself once a day: old names, drafts and the log of visits."""

from datetime import UTC, date, datetime, time, timedelta

from tracker import store
from tracker.retention import people_to_erase

BY = "Retention"


def tidy(database: store.Database, today: date) -> int:
    """Erase what has been kept long enough, as the settings of `today` say; how much it was."""
    gone = 0
    for partnership in store.partnerships(database):
        plan = store.plan_as_at(database, partnership.slug, today)
        days = plan.reference.settings["person_days"]
        for person in people_to_erase(plan, days) if days else ():
            store.erase_person(database, partnership.slug, person, by=BY)
            gone += 1
    settings = store.reference(database, today).settings
    gone += store.forget_drafts(database, _days_before(today, settings["draft_days"]))
    return gone + store.forget_visits(database, _days_before(today, settings["visit_log_days"]))


def _days_before(today: date, days: float) -> datetime:
    return datetime.combine(today - timedelta(days=days), time(), UTC)
