"""One visit: which partnership and which day the address asks for, and the plan as it then stood.

Partnership and day always stand in the address, written out, so that a copied link shows the same.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import streamlit as st

from tracker import store
from tracker.access import LOCAL, Author, Visitor
from tracker.clock import today as date_today
from tracker.days import newest_day, refuse_impossible_day
from tracker.plan import Partnership
from tracker.progress import Progress, progress_as_at
from tracker.readings import Readings, readings
from tracker.refusals import Refusal, Unknown
from tracker.served import open_served, served_path

# Older readings are thrown away; a reading never goes stale, because nothing is overwritten.
KEPT_READINGS = 64
SHARED_SCREEN = "<style>html{font-size:clamp(16px,1.25vw,48px)}</style>"
STYLES = Path(__file__).with_name("fragments.css")


@st.cache_resource(show_spinner=False)
def database(path: Path, _patience: float = 0.0) -> store.Database:
    """The one open database of this process; raises Refusal, and tries again at the next visit.

    The server waits for it with patience when it starts; a visitor does not.
    """
    return open_served(path, date_today(), patience=_patience)


@dataclass(frozen=True)
class Visit:
    """Whose plan is shown, as at which day; `today` is the newest day there is to show.

    `sequence`: what had been recorded when this screen began to be drawn.
    """

    database: store.Database
    partnership: Partnership
    day: date
    today: date
    sequence: int
    who: Visitor = LOCAL

    @property
    def by(self) -> Author:
        """Who a save of this visit is made by."""
        return self.who.by

    @property
    def address(self) -> dict[str, str]:
        """The part of the address every link of this visit carries."""
        return {"partnership": self.partnership.slug, "as_at": self.day.isoformat()}

    @property
    def readings(self) -> Readings:
        """The plan as at the day, read."""
        return self._readings_at(self.day)

    @property
    def progress(self) -> Progress:
        """The plan as at the day beside the last meeting, or the start where there was none."""
        return _progress(self.database, self.partnership.slug, self.day, self.sequence)

    @property
    def partnerships(self) -> tuple[Partnership, ...]:
        """Every partnership of this tracker."""
        return _partnerships(self.database, self.sequence)

    def refuse_impossible_day(self) -> None:
        """Raise Refusal for a day with no plan to show."""
        refuse_impossible_day(self._readings_at(self.today).plan, self.day, date_today())

    def _readings_at(self, day: date) -> Readings:
        return _readings(self.database, self.partnership.slug, day, self.sequence)


@lru_cache(maxsize=KEPT_READINGS)
def _partnerships(database: store.Database, _sequence: int) -> tuple[Partnership, ...]:
    return store.partnerships(database)


@lru_cache(maxsize=KEPT_READINGS)
def _progress(database: store.Database, slug: str, day: date, sequence: int) -> Progress:
    return progress_as_at(lambda at: _readings(database, slug, at, sequence), day)


@lru_cache(maxsize=KEPT_READINGS)
def _readings(database: store.Database, slug: str, day: date, sequence: int) -> Readings:
    return readings(store.plan_as_at(database, slug, day, sequence))


def visit() -> Visit:
    """The visit the address asks for; the address is completed where it says less.

    Raises Refusal for a partnership or a day it cannot show.
    """
    opened = database(served_path())
    sequence = store.latest_sequence(opened)
    known = {partnership.slug: partnership for partnership in _partnerships(opened, sequence)}
    if not known:
        raise Refusal("Nothing is in this tracker yet. Begin with the name of the partnership.")
    partnership = _partnership(known, st.query_params.get("partnership"))
    today = newest_day(partnership, date_today())
    asked = Visit(opened, partnership, _day(st.query_params.get("as_at"), today), today, sequence)
    if dict(st.query_params) | asked.address != dict(st.query_params):
        st.query_params.update(asked.address)
    return asked


def _partnership(known: dict[str, Partnership], slug: str | None) -> Partnership:
    if slug is None:
        return next(iter(known.values()))
    if slug not in known:
        raise Unknown(
            f"There is no partnership called “{slug[:40]}” in this tracker. Choose one below."
        )
    return known[slug]


def _day(text: str | None, today: date) -> date:
    if not text:
        return today
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(
            f"“{text[:20]}” in the address is not a day. Write it like as_at={today.isoformat()}."
        ) from None


@contextmanager
def refusals_shown() -> Iterator[None]:
    """Show what cannot be done as a sentence where it happens; the rest of the screen stays."""
    try:
        yield
    except Refusal as refusal:
        st.error(str(refusal), icon=":material/info:")
