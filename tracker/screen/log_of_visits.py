"""The log of visits: who opened what and took what; and no more papers than allowed."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import streamlit as st
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from tracker import clock, store
from tracker.refusals import Refusal
from tracker.screen.marks import plain
from tracker.screen.visit import Visit
from tracker.words import day_words, moment_words

OPENED, TOOK = "opened", "took"
SHOWN = 100
_OPENED_LAST = "opened_last"
_papers = MovingWindowRateLimiter(MemoryStorage())


def note_opened(asked: Visit, page: str) -> None:
    """Log that a page was opened: once, not at every click on it."""
    opened = (asked.partnership.slug, page)
    if st.session_state.get(_OPENED_LAST) != opened:
        st.session_state[_OPENED_LAST] = opened
        _log(asked, OPENED, page)


def made_for(asked: Visit, words: str, make: Callable[[], bytes]) -> Callable[[], bytes]:
    """`make`, but counted and logged when it is called. Raises Refusal where it is too often."""
    return partial(_made, asked, words, make)


def _made(asked: Visit, words: str, make: Callable[[], bytes]) -> bytes:
    most = int(asked.readings.plan.reference.settings["exports_per_minute"])
    if not _papers.hit(RateLimitItemPerMinute(most), asked.who.email or "local"):
        raise Refusal(
            f"More than {most} papers in a minute were asked for. Wait a minute, then try again."
        )
    paper = make()
    _log(asked, TOOK, f"{words}, as at {day_words(asked.day)}")
    return paper


def _log(asked: Visit, did: str, what: str) -> None:
    slug = asked.partnership.slug
    person = asked.who.people.get(slug)
    store.log_visit(
        asked.database, store.LoggedVisit(clock.now(), slug, person, asked.who.words, did, what)
    )


def show(asked: Visit) -> None:
    """The newest lines of the log, for whoever looks after the tracker."""
    plan = asked.readings.plan
    days = int(plan.reference.settings["visit_log_days"])
    since = clock.now() - timedelta(days=days)
    lines = store.logged_visits(asked.database, asked.partnership.slug, since, SHOWN)
    with st.expander("Who opened and took what", icon=":material/visibility:"):
        st.markdown(
            f":gray[The newest {SHOWN} lines of the last {days} days; older ones are thrown away.]"
        )
        for line in lines:
            person = plan.people.get(line.person) if line.person else None
            who = f"{plain(person.name)}, {plain(line.who)}" if person else plain(line.who)
            st.markdown(f"{moment_words(line.at)} · {who} {line.did} {plain(line.what)}")
        if not lines:
            st.markdown(":gray[Nothing yet.]")
