"""The log of visits: who opened what, took what, kept copies; and no more papers than allowed."""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import streamlit as st
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from tracker import clock, store
from tracker.refusals import Refusal
from tracker.screen.door_again import refuse_if_less
from tracker.screen.marks import plain
from tracker.screen.visit import Visit
from tracker.words import day_words, moment_words

OPENED, TOOK = "opened", "took"
SHOWN = 100
_OPENED_LAST = "opened_last"
_papers = MovingWindowRateLimiter(MemoryStorage())


_trouble = logging.getLogger(__name__)


def note_opened(asked: Visit, page: str) -> None:
    """Log that a page was opened: once, not at every click on it."""
    opened = (asked.partnership.slug, page)
    if st.session_state.get(_OPENED_LAST) != opened:
        st.session_state[_OPENED_LAST] = opened
        _log(asked, OPENED, page)


def made_for(asked: Visit, words: str, make: Callable[[], bytes]) -> Callable[[], bytes]:
    """`make`, but counted and logged when it is called.

    Raises Refusal where it is too often, or where the role has been taken away since.
    """
    return partial(_made, asked, words, make)


def may_take_another(asked: Visit, how: str) -> bool:
    """Count one more paper of this person; False where it is too many within a minute.

    `how` tells apart what is counted: that one was made, or that a button for it was pressed.
    """
    limit = RateLimitItemPerMinute(_most_papers(asked), namespace=how)
    return _papers.hit(limit, asked.who.email or "local")


def _most_papers(asked: Visit) -> int:
    return int(asked.readings.plan.reference.settings["exports_per_minute"])


def _made(asked: Visit, words: str, make: Callable[[], bytes]) -> bytes:
    refuse_if_less(asked)
    most = _most_papers(asked)
    if not may_take_another(asked, "made"):
        raise Refusal(
            f"You have taken {most} papers within a minute, which is as many as the settings "
            "allow. Wait a minute, then press again."
        )
    paper = make()
    _log(asked, TOOK, f"{words}, as at {day_words(asked.day)}")
    return paper


def _log(asked: Visit, did: str, what: str) -> None:
    """Keep one line; where that fails, a full disk say, the plan can be read all the same.

    Of somebody who is known by their domain only the line holds the e-mail: nothing else says who.
    """
    slug = asked.partnership.slug
    person = asked.who.people.get(slug)
    who = asked.who.words if person or asked.who.local else f"{asked.who.words}, {asked.who.email}"
    line = store.LoggedVisit(clock.now(), slug, person, who, did, what)
    try:
        store.log_visit(asked.database, line)
    except Refusal as refusal:
        _trouble.warning("A visit could not be logged: %s", refusal)


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
