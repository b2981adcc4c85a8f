"""Reminders by e-mail: what is due at a moment, sent once, and what became of it.

    send_due(database, mail, at) -> Round

A reminder is written down before it leaves. If the tracker stops in between, nobody can know
whether it arrived: it is called perhaps sent, and never sent again. We would rather say so than
send twice.
"""

import hashlib
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tracker import store
from tracker.access import Author
from tracker.alerts import alerts
from tracker.digest import Digest, digests
from tracker.papers.reminder import letter
from tracker.plan import Partnership
from tracker.plan_as_at import PlanAsAt
from tracker.posting import Mail, NotSent, PerhapsSent, Post, message
from tracker.readings import readings
from tracker.refusals import Refusal
from tracker.reminder_days import due_day, next_try
from tracker.words import LONDON

# What was sent is kept for this long, to be looked up; then thrown away.
KEPT_DAYS = 366
BROKE_OFF = (
    "The tracker stopped while it was being sent. It is not sent again, so that nobody gets it "
    "twice."
)
PUT_BACK = (
    "A backup copy was put back, which does not know whether they were sent. They are not sent "
    "again, so that nobody gets them twice."
)
CLOCK_WRONG = "The clock had been ahead. The reminders of this day were left out."
ROUND = "round"  # the row that says everybody was thought of on that day
_sending = threading.Lock()
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Due:
    """One reminder to be sent now."""

    plan: PlanAsAt
    day: date
    digest: Digest

    @property
    def key(self) -> str:
        """Names whom and which day: none is sent twice."""
        return reminder_key(self.digest, self.day)


@dataclass(frozen=True)
class Round:
    """How many were sent, failed, and may or may not have arrived."""

    sent: int = 0
    failed: int = 0
    perhaps: int = 0

    def and_one(self, state: str) -> "Round":
        """With one more that ended in this state."""
        return Round(
            self.sent + (state == store.SENT),
            self.failed + (state == store.FAILED),
            self.perhaps + (state == store.PERHAPS),
        )


def reminder_key(digest: Digest, day: date) -> str:
    """The key of a reminder in the store; digests without a person have none to be sent."""
    return f"{digest.audience}:{digest.person.id if digest.person else ''}:{day.isoformat()}"


def is_reminded(partnership: Partnership) -> bool:
    """Examples and illustrative plans send nothing to anybody."""
    return not (partnership.illustrative or partnership.shown_as_at)


def days_due(database: store.Database, at: datetime) -> dict[str, date]:
    """The day whose reminders are due now, by partnership; none where none are.

    A day before one that was sent for already is not due: the clock was set back.
    """
    today = at.astimezone(LONDON).date()
    day = due_day(at, store.reference(database, today).settings)
    if day is None:
        return {}
    slugs = [one.slug for one in store.partnerships(database) if is_reminded(one)]
    return {
        slug: day for slug in slugs if (store.newest_reminder_day(database, slug) or day) <= day
    }


def sent_ahead(database: store.Database, slug: str, today: date) -> date | None:
    """The newest day sent for, where it lies after today: the clock is wrong, or was."""
    newest = store.newest_reminder_day(database, slug)
    return newest if newest and newest > today else None


def begin_again(database: store.Database, slug: str, at: datetime, *, by: Author) -> None:
    """Somebody says that the clock is right now: days ahead are forgotten, and reminders go on
    with the next day. What is due today may have been sent already, so it is left out.

    Raises NotAllowed.
    """
    with _sending:
        store.forget_reminders_ahead(database, slug, at.astimezone(LONDON).date(), at, by=by)
        _leave_out(database, at, CLOCK_WRONG, slug)


def doubt_after_put_back(database: store.Database, at: datetime) -> None:
    """After a backup copy was put back: what it does not know to be sent today may have been."""
    with _sending:
        _leave_out(database, at, PUT_BACK)


def _leave_out(database: store.Database, at: datetime, why: str, only: str = "") -> None:
    """Nothing more is sent for the day due now; the screen says why."""
    for slug, day in days_due(database, at).items():
        if slug == only or not only:
            if store.claim_reminder(database, slug, _round_key(day), None, day, at):
                store.settle_reminder(database, slug, _round_key(day), store.PERHAPS, why)
            store.doubt_failed_reminders(database, slug, day, why)


def due_now(database: store.Database, slug: str, day: date, at: datetime) -> tuple[Due, ...]:
    """What is to be sent now in one partnership for a day.

    The first round of the day sends to everybody; after it only those that failed go again, so
    that nobody's reminder comes on another day because something fell due meanwhile.
    """
    kept = {row.key: row for row in store.reminders(database, slug, day) if row.day == day}
    again = {key for key, row in kept.items() if _may_go_again(row, at)}
    first_round = _round_key(day) not in kept
    if not first_round and not again:
        return ()
    plan = store.plan_as_at(database, slug, at.astimezone(LONDON).date())
    read = readings(plan)
    dues = (Due(plan, day, digest) for digest in digests(read, alerts(read)))
    return tuple(
        due
        for due in dues
        if due.digest.person
        and not due.digest.missing
        and (due.key in again or (first_round and due.key not in kept))
    )


def _may_go_again(kept: store.Reminder, at: datetime) -> bool:
    again = next_try(kept.tries, kept.tried_at) if kept.state == store.FAILED else None
    return again is not None and again <= at


def _round_key(day: date) -> str:
    return f"{ROUND}:{day.isoformat()}"


def send_due(
    database: store.Database,
    mail: Mail,
    at: datetime,
    stopping: Callable[[], bool] = lambda: False,
) -> Round:
    """Send what is due; one that fails holds up no other. `stopping` is asked before each.

    Only the process that holds the database may call this.
    """
    with _sending:
        store.doubt_unfinished_reminders(database, BROKE_OFF)
        done = Round()
        for slug, day in days_due(database, at).items():
            with Post(mail) as post:
                for due in due_now(database, slug, day, at):
                    if stopping():
                        return done
                    done = done.and_one(_sent(database, mail, post, due, at))
            if store.claim_reminder(database, slug, _round_key(day), None, day, at):
                store.settle_reminder(database, slug, _round_key(day), store.SENT)
                store.forget_reminders(database, day - timedelta(KEPT_DAYS))
    if done != Round():
        _log.info(
            "Reminders: %s sent, %s failed, %s perhaps sent", done.sent, done.failed, done.perhaps
        )
    return done


def _sent(database: store.Database, mail: Mail, post: Post, due: Due, at: datetime) -> str:
    """Send one; returns how it ended, '' where it had been taken on already."""
    person, slug = due.digest.person, due.plan.partnership.slug
    if person is None or not store.claim_reminder(database, slug, due.key, person.id, due.day, at):
        return ""
    try:
        written = letter(due.digest, due.plan, mail.address)
        post.hand_over(message(written, mail, person, _name(due), at))
    except PerhapsSent as fault:
        return _settle(database, due, store.PERHAPS, fault)
    except NotSent as fault:
        return _settle(database, due, store.FAILED, fault)
    except Exception:
        # Before anything was handed over: the letter could not be made. The others still go.
        _log.exception("A reminder could not be written")
        broken = Refusal("The message could not be written; the tracker's log says why.")
        return _settle(database, due, store.FAILED, broken)
    return _settle(database, due, store.SENT)


def _settle(database: store.Database, due: Due, state: str, fault: Refusal | None = None) -> str:
    words = str(fault) if fault else ""
    store.settle_reminder(database, due.plan.partnership.slug, due.key, state, words)
    return state


def _name(due: Due) -> str:
    """The same for the same reminder however often it is tried, and telling nothing."""
    said = f"{due.plan.partnership.slug} {due.key}"
    return f"reminder-{hashlib.sha256(said.encode()).hexdigest()[:32]}"
