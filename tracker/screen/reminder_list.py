"""Reminders on the screen: when the next go, to whom and with what; what was sent, what failed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from urllib.parse import urlsplit

import streamlit as st

from tracker import clock, store
from tracker.access import Command
from tracker.clock import today as date_today
from tracker.digest import Audience, Digest, digests
from tracker.papers.reminder import isolated, letter, unreached_words
from tracker.posting import Mail, mail_settings
from tracker.reference import CHOICES
from tracker.refusals import Refusal
from tracker.reminder_days import due_day, next_day, next_try
from tracker.reminders import ROUND, begin_again, is_reminded, sent_ahead
from tracker.screen import places
from tracker.screen.marks import plain
from tracker.screen.visit import Visit, refusals_shown
from tracker.words import counted, day_words, listed, long_day_words, moment_words, sentence

SHOWN_DAYS = 92
STATES = (store.FAILED, store.PERHAPS, store.SENDING, store.SENT)
ICONS = {
    store.FAILED: ":material/error:",
    store.PERHAPS: ":material/help:",
    store.SENDING: ":material/schedule_send:",
}


def found(asked: Visit) -> tuple[Digest, ...]:
    """What would be said on the day shown."""
    return digests(asked.readings, asked.progress.alerts)


def finding(asked: Visit, its: Sequence[Digest]) -> str:
    """The headline: when the next are sent and to how many, or that none are."""
    if not is_reminded(asked.partnership):
        return "Reminders: an example, nothing is ever sent"
    if _mail()[0] is None:
        return "Reminders are not set up: nothing is sent"
    settings = _settings(asked)
    if ahead := _ahead(asked):
        return f"The clock went back: no reminders until after {long_day_words(ahead)}"
    failed = [row for row in _rows(asked) if row.state == store.FAILED]
    if failed and due_day(clock.now(), settings) == failed[0].day:
        number = sum(row.day == failed[0].day for row in failed)
        return f"{counted(number, 'reminder')} of {day_words(failed[0].day)} failed"
    following = next_day(date_today(), settings)
    if following is None:
        return "Reminders are switched off in the settings"
    going = sum(not digest.missing for digest in its)
    return f"The next reminders go on {long_day_words(following)}: {going} as things stand"


def say_how_it_is_set_up(asked: Visit) -> None:
    """From which server and when; what to do where nothing is set up."""
    mail, wrong = _mail()
    if wrong:
        st.error(wrong, icon=":material/info:")
    elif mail is None and is_reminded(asked.partnership):
        st.markdown(
            ":material/info: No mail server is set up, so nothing is sent to anybody. Below stands "
            "what would be sent. Whoever looks after the tracker sets it up in a few lines: "
            "`docs/reminders.md`."
        )
    settings = asked.readings.plan.reference.settings
    weekday, rhythm, hour = (
        CHOICES[name][int(settings[name])]
        for name in ("reminder_weekday", "reminder_rhythm", "reminder_hour")
    )
    when = f"{rhythm[:1].upper()}{rhythm[1:]} on {weekday} from {hour}"
    server = f", through {plain(mail.host)}" if mail else ""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":gray[{when}{server}. Only to those for whom there is something to say.]")
        if asked.who.may(Command.CHANGE_SETTINGS, asked.partnership.slug):
            st.page_link(
                places.pages()["settings"], label="Change day and rhythm",
                query_params=asked.address,
            )  # fmt: skip


def say_what_the_clock_did(asked: Visit) -> None:
    """Where reminders of a day ahead were sent: why none go now, and the way on."""
    ahead = _ahead(asked)
    if not ahead:
        return
    st.error(
        f"The clock of this machine says {day_words(date_today())}, and reminders were sent for "
        f"{day_words(ahead)}. So that nobody gets them twice, none go until after that day. "
        "Ask whoever looks after the machine to set its clock. If it is right now, and was wrong "
        "then, begin with the next day.",
        icon=":material/info:",
    )
    if asked.may(Command.CHANGE_PLAN) and st.button(
        "The clock is right now: begin with the next day", icon=":material/schedule:"
    ):
        with refusals_shown():
            begin_again(asked.database, asked.partnership.slug, clock.now(), by=asked.by)
            st.rerun()


def _ahead(asked: Visit) -> date | None:
    if not is_reminded(asked.partnership):
        return None
    return sent_ahead(asked.database, asked.partnership.slug, date_today())


def _mail() -> tuple[Mail | None, str]:
    """How e-mail is set up, and what is wrong with it, ''."""
    try:
        return mail_settings(), ""
    except Refusal as refusal:
        return None, str(refusal)


def show(asked: Visit, its: Sequence[Digest]) -> None:
    """What each person would be sent, as a preview to open."""
    going = [digest for digest in its if not digest.missing]
    st.header(f"{counted(len(going), 'reminder')} as at {day_words(asked.day)}", anchor=False)
    if not its:
        st.markdown(
            "Nothing is late, due soon or silent, and there is no alert: nobody is written to."
        )
    mail, _ = _mail()
    address = mail.address if mail else _this_address()
    for digest in going:
        _preview(asked, digest, address)
    coordinator = [d for d in its if d.missing and d.audience is Audience.COORDINATOR]
    for digest in coordinator:
        st.markdown(f"**{plain(digest.called)}:** {plain(digest.missing)}, so this goes to nobody.")
        _preview(asked, digest, address)


def _preview(asked: Visit, digest: Digest, address: str) -> None:
    person = f" :gray[· {isolated(plain(digest.person.name))}]" if digest.person else ""
    label = f"**{isolated(plain(digest.called))}**{person} :gray[· {digest.finding}]"
    with st.expander(label, icon=":material/mail:"):
        written = letter(digest, asked.readings.plan, address)
        st.markdown(f"**Subject:** {plain(written.subject)}")
        st.code(written.text, language=None, wrap_lines=True)


def _this_address() -> str:
    """Where this very screen was opened."""
    parts = urlsplit(st.context.url or "http://localhost:8501")
    return f"{parts.scheme}://{parts.netloc}"


def unreached(asked: Visit, its: Sequence[Digest]) -> None:
    """Owners whom no reminder reaches, each with what to mend."""
    lost = [d for d in its if d.missing and d.audience is Audience.OWNER]
    if not lost:
        return
    with st.container(border=True):
        st.header(f"{counted(len(lost), 'owner')} no reminder reaches", anchor=False)
        st.markdown("\n".join(f"- {plain(unreached_words(digest))}" for digest in lost))
        st.page_link(
            places.pages()["set_up"], label="Record who holds a post, and their e-mail",
            icon=places.ICONS["set_up"], query_params=asked.address,
        )  # fmt: skip


def sent(asked: Visit) -> None:
    """What was sent, day by day, newest first: how many, and each that failed with its reason."""
    rows = _rows(asked)
    st.header("What was sent", anchor=False)
    if not rows:
        st.markdown(f":gray[Nothing in the last {SHOWN_DAYS} days.]")
    for day, its in groupby(rows, key=lambda row: row.day):
        told = list(its)
        counts = [(sum(row.state == state for row in told), state) for state in STATES]
        said = ", ".join(f"{number} {state}" for number, state in counts if number)
        lines = [f"**{day_words(day)}** {said}", *_troubles(asked, told)]
        st.markdown("\n".join(lines))


def _troubles(asked: Visit, rows: Sequence[store.Reminder]) -> Iterator[str]:
    """What did not simply go, one line a reason: to whom, how it ended, why, what comes next."""
    by_reason: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if row.state != store.SENT:
            by_reason.setdefault((row.state, _why(asked, row)), []).append(_whom(asked, row))
    for (state, why), people in by_reason.items():
        yield f"- {ICONS[state]} **{state}** to {listed(map(plain, people))}. {plain(why)}"


def _rows(asked: Visit) -> list[store.Reminder]:
    since = date_today() - timedelta(SHOWN_DAYS)
    kept = store.reminders(asked.database, asked.partnership.slug, since)
    return [row for row in kept if row.state == store.PERHAPS or not row.key.startswith(ROUND)]


def _whom(asked: Visit, row: store.Reminder) -> str:
    if row.key.startswith(ROUND):
        return "everybody with something to be told"
    person = asked.readings.plan.people.get(row.person) if row.person else None
    name = isolated(person.name) if person else "someone no longer listed"
    return f"{name} ({row.key.partition(':')[0]})"


def _why(asked: Visit, row: store.Reminder) -> str:
    if row.state != store.FAILED:
        return row.fault
    again = next_try(row.tries, row.tried_at)
    tried = "Tried once" if row.tries == 1 else f"Tried {row.tries} times"
    # By now another day may be due, or none: then this one is not tried again.
    still = again and due_day(max(again, clock.now()), _settings(asked)) == row.day
    after = f"again on {moment_words(again)}" if again and still else "not tried again"
    return f"{sentence(row.fault)} {tried}; {after}."


def _settings(asked: Visit) -> Mapping[str, float]:
    """As they are now, whatever day the screen shows."""
    return store.reference(asked.database, date_today()).settings
