"""`remind`: the reminders of a day, shown; or, while the app is stopped, sent."""

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import click

from tracker import clock, served, store
from tracker.alerts import alerts
from tracker.days import newest_day, refuse_impossible_day
from tracker.digest import Digest, digests
from tracker.papers.reminder import letter, unreached_words
from tracker.plan_as_at import PlanAsAt
from tracker.posting import mail_settings
from tracker.readings import readings
from tracker.refusals import DatabaseRefusal, Refusal
from tracker.reminder_days import is_reminder_day, next_day
from tracker.reminders import days_due, is_reminded, send_due, sent_ahead
from tracker.words import counted, day_words, long_day_words

NOT_SET_UP = "E-mail is not set up, so nothing is sent: docs/reminders.md says how."
# Where links lead as long as nobody has said at which address the tracker is opened.
THIS_MACHINE = "http://localhost:8501"
RULE = "=" * 72


class _Day(click.ParamType[date]):
    """A day written 2026-11-21."""

    name = "day"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        """The day, or a usage error that says how to write one."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}” is not a day. Write it like 2026-11-21.", param, ctx)


@click.command()
@click.option("--dry-run", is_flag=True, help="Only show what would be sent; nothing is.")
@click.option("--partnership", metavar="P", help="Only this one; otherwise every partnership.")
@click.option("--day", type=_Day(), help="As at this day; otherwise the newest there is.")
@click.option("--database", type=click.Path(path_type=Path), help="The database file, or a copy.")
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
def remind(
    dry_run: bool, partnership: str | None, day: date | None, database: Path | None, as_json: bool
) -> None:
    """Show the reminders of a day (--dry-run), or send what is due while the app is stopped."""
    if dry_run:
        _show(database or served.served_path(), partnership, day, as_json)
    elif partnership or day or database:
        raise click.UsageError(
            "--partnership, --day and --database go with --dry-run. From a copy nothing is sent: "
            "it does not know what has been sent since, so people would get it twice."
        )
    else:
        _send(as_json)


def _send(as_json: bool) -> None:
    mail = mail_settings()
    if mail is None:
        raise Refusal(f"{NOT_SET_UP} Add --dry-run to see what would be sent.")
    path, at = served.served_path(), clock.now()
    try:
        opened = served.open_served(path, clock.today(), patience=store.BRIEFLY)
    except DatabaseRefusal as refusal:
        raise Refusal(
            f"{refusal} While the app runs it sends the reminders itself; its screen Reminders "
            "shows what was sent and what failed."
        ) from refusal
    with closing(opened):
        due = days_due(opened, at)
        done = send_due(opened, mail, at)
        slugs = [one.slug for one in store.partnerships(opened)]
        later = [day for slug in slugs if (day := sent_ahead(opened, slug, clock.today()))]
        following = next_day(clock.today(), store.reference(opened, clock.today()).settings)
    if as_json:
        days = {slug: day.isoformat() for slug, day in due.items()}
        said = {"sent": done.sent, "failed": done.failed, "perhaps_sent": done.perhaps}
        click.echo(json.dumps(said | {"due": days, "next": _iso(following)}))
    elif not due and later:
        click.echo(
            f"Reminders for {day_words(max(later))} were sent already, and the clock says "
            f"{day_words(clock.today())}: none go until after that day. Set the clock; if it is "
            "right now, begin again on the screen Reminders."
        )
    elif not due:
        ahead = f" The next are sent on {long_day_words(following)}." if following else ""
        click.echo(f"No reminders are due now.{ahead}")
    else:
        click.echo(
            f"{counted(done.sent, 'reminder')} sent, {done.failed} failed, "
            f"{done.perhaps} perhaps sent."
        )


def _show(path: Path, slug: str | None, day: date | None, as_json: bool) -> None:
    address = _address()
    told = []
    with closing(served.open_served(path, clock.today(), patience=store.BRIEFLY)) as opened:
        for plan in _plans(opened, slug, day):
            read = readings(plan)
            told.append((plan, digests(read, alerts(read))))
    if as_json:
        answer = [_as_json(plan, its, address) for plan, its in told]
        click.echo(json.dumps({"dry_run": True, "partnerships": answer}, ensure_ascii=False))
        return
    if not told:
        click.echo("There is no plan here to remind anybody of.")
    for plan, its in told:
        click.echo("\n".join(_lines(plan, its, address)))


def _address() -> str:
    """Where links lead; a wrong set-up hides nothing of what would be sent."""
    try:
        mail = mail_settings()
    except Refusal as refusal:
        click.echo(str(refusal), err=True)
        mail = None
    return mail.address if mail else THIS_MACHINE


def _plans(database: store.Database, slug: str | None, day: date | None) -> Iterator[PlanAsAt]:
    """The plan of one partnership, or of each that can be shown as at the day."""
    today = clock.today()
    for name in [slug] if slug else [one.slug for one in store.partnerships(database)]:
        newest = store.plan_as_at(database, name, date.max)
        asked = day or newest_day(newest.partnership, today)
        try:
            refuse_impossible_day(newest, asked, today)
        except Refusal:
            if slug:
                raise
            continue
        yield store.plan_as_at(database, name, asked)


def _about(plan: PlanAsAt) -> str:
    """Whether these would be sent on the day, and when the next are."""
    if not is_reminded(plan.partnership):
        return "an example: nothing of it is ever sent"
    settings = plan.reference.settings
    if is_reminder_day(plan.day, settings):
        return "a day on which reminders are sent"
    following = next_day(plan.day, settings)
    return f"the next are sent on {long_day_words(following)}" if following else "none are sent"


def _lines(plan: PlanAsAt, its: tuple[Digest, ...], address: str) -> Iterator[str]:
    yield f"{plan.partnership.name}, as at {long_day_words(plan.day)}; {_about(plan)}."
    going = [digest for digest in its if not digest.missing]
    yield f"{counted(len(going), 'reminder')}:"
    for digest in its:
        if digest.missing:
            yield f"Reaches nobody: {unreached_words(digest)}"
    for digest in going:
        written = letter(digest, plan, address)
        yield from (RULE, f"For {digest.called}", f"Subject: {written.subject}", "", written.text)


def _as_json(plan: PlanAsAt, its: tuple[Digest, ...], address: str) -> dict[str, Any]:
    return {
        "partnership": plan.partnership.slug,
        "as_at": plan.day.isoformat(),
        "would_be_sent": is_reminded(plan.partnership)
        and is_reminder_day(plan.day, plan.reference.settings),
        "next": _iso(next_day(plan.day, plan.reference.settings)),
        "reminders": [_digest_json(digest, plan, address) for digest in its],
    }


def _digest_json(digest: Digest, plan: PlanAsAt, address: str) -> dict[str, Any]:
    """One reminder; whom it goes to stands there as posts, never as a name or an address."""
    written = letter(digest, plan, address)
    return {
        "for": digest.audience.value,
        "called": digest.called,
        "reaches_nobody_because": digest.missing or None,
        "subject": written.subject,
        "text": written.text,
        "parts": [
            {"heading": part.heading, "refs": [item.first.ref for item in part.items]}
            for part in digest.parts
        ],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
