"""One visit: which partnership and which day the address asks for, and the plan as it then stood.

Partnership and day always stand in the address, written out, so that a copied link shows the same.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from uuid import UUID

import streamlit as st

from tracker import store
from tracker.access import (
    LOCAL,
    NOT_YOURS,
    Author,
    Command,
    NotAllowed,
    Visitor,
    answers_for,
    needed_to_open,
    refusal_of,
)
from tracker.clock import today as date_today
from tracker.days import newest_day, refuse_impossible_day
from tracker.people import Role
from tracker.plan import Action, Partnership
from tracker.plan_as_at import PlanAsAt
from tracker.progress import Progress, progress_as_at
from tracker.readings import Readings, readings
from tracker.refusals import Refusal, Unknown
from tracker.screen import signed_in
from tracker.screen.marks import plain
from tracker.served import open_served, served_path
from tracker.shared_view import READ_ONLY, Moment, shared_progress

# Older readings are thrown away; a reading never goes stale, because nothing is overwritten.
KEPT_READINGS = 64
# After a save many ask for the same new reading at once: the first makes it, the others wait.
_reading = threading.RLock()
# Beside an open sidebar the same layout has less room, so its letters are smaller by as much.
SHARED_SCREEN = (
    "<style>html{font-size:clamp(16px,1.25vw,48px)}@media(min-width:900px){"
    'html:has([data-testid="stSidebar"][data-collapsed="false"])'
    "{font-size:clamp(16px,1.05vw,48px)}}</style>"
)
STYLES = Path(__file__).with_name("fragments.css")
VIEW, PUBLIC = "view", "public"


@st.cache_resource(show_spinner=False)
def database(path: Path, _patience: float = 0.0) -> store.Database:
    """The one open database of this process; raises Refusal, and tries again at the next visit.

    The server waits for it with patience when it starts; a visitor does not.
    """
    return open_served(path, date_today(), patience=_patience)


@dataclass(frozen=True)
class Visit:
    """Whose plan is shown, as at which day; `today` is the newest day there is to show.

    `sequence`: what had been recorded when this screen began to be drawn. `public`: is this the
    view for everybody, made beside all that was recorded until `latest`?
    """

    database: store.Database
    partnership: Partnership
    day: date
    today: date
    sequence: int
    who: Visitor = field(default=LOCAL, compare=False)
    public: bool = False
    latest: int = 0

    @property
    def by(self) -> Author:
        """Who a save of this visit is made by. Raises Refusal in the public view."""
        if self.public:
            raise Refusal(READ_ONLY)
        signed_in.refuse_ended(self.who, self.database)
        return self.who.by

    def by_owner(self, owner: str) -> Author:
        """Who a report is made by: without sign-in in the owner's name, else whoever signed in."""
        return (owner or "Somebody without a name") if self.who.local else self.by

    def may(self, command: Command) -> bool:
        """May whoever is asking do this in this partnership? The public view changes nothing."""
        reading = command in (Command.READ, Command.TAKE_PAPER)
        return (reading or not self.public) and self.who.may(command, self.partnership.slug)

    @property
    def reads_only(self) -> bool:
        """Can nothing of the plan be changed here: in the public view, or with this role?"""
        return not self.may(Command.CHANGE_PLAN)

    def may_open(self, page: str) -> bool:
        """May they open the page of this name?"""
        return self.who.may(needed_to_open(page), self.partnership.slug)

    def may_report(self, action: Action) -> bool:
        """May they report on this action: one of their own, or any where they coordinate?"""
        if self.may(Command.CHANGE_PLAN):
            return True
        return self.may(Command.REPORT) and action.owner_id in self.own

    def refuse_report(self, action: Action) -> None:
        """Raise NotAllowed where they may not report on this action."""
        if self.may_report(action):
            return
        role = self.who.role(self.partnership.slug)
        if role is Role.ACTION_OWNER:
            raise NotAllowed(NOT_YOURS)
        raise refusal_of(Command.REPORT, role)

    @property
    def own(self) -> frozenset[UUID]:
        """Whose actions are the visitor's own: they themselves, and the posts they hold."""
        posts = self._readings_at(self.today).plan.post.values()
        return answers_for(self.who.people.get(self.partnership.slug), posts, date_today())

    @property
    def inside(self) -> "Visit":
        """The same visit in the ordinary view."""
        return replace(self, public=False)

    @property
    def address(self) -> dict[str, str]:
        """The part of the address every link of this visit carries."""
        return {"partnership": self.partnership.slug, "as_at": self.day.isoformat()} | self.view

    @property
    def view(self) -> dict[str, str]:
        """The part of it that says which view this is."""
        return {VIEW: PUBLIC} if self.public else {}

    @property
    def readings(self) -> Readings:
        """The plan as at the day, read."""
        return self.progress.now if self.public else self._readings_at(self.day)

    @property
    def progress(self) -> Progress:
        """The plan as at the day beside the last meeting, or the start where there was none."""
        asked, slug = Moment(self.day, self.sequence), self.partnership.slug
        if self.public:
            newest = Moment(self.today, self.latest or self.sequence)
            return _shared_progress(self.database, slug, asked, newest)
        return _progress(self.database, slug, *asked)

    @property
    def partnerships(self) -> tuple[Partnership, ...]:
        """The partnerships of this tracker in which the visitor has a role."""
        return _known_to(self.who, self.database, self.sequence)

    def refuse_impossible_day(self) -> None:
        """Raise Refusal for a day with no plan to show."""
        refuse_impossible_day(self._readings_at(self.today).plan, self.day, date_today())

    def _readings_at(self, day: date) -> Readings:
        with _reading:
            return _readings(self.database, self.partnership.slug, day, self.sequence)


@lru_cache(maxsize=KEPT_READINGS)
def _partnerships(database: store.Database, _sequence: int) -> tuple[Partnership, ...]:
    return store.partnerships(database)


@lru_cache(maxsize=KEPT_READINGS)
def _progress(database: store.Database, slug: str, day: date, sequence: int) -> Progress:
    with _reading:
        return progress_as_at(lambda at: _readings(database, slug, at, sequence), day)


@lru_cache(maxsize=KEPT_READINGS)
def _shared_progress(
    database: store.Database, slug: str, asked: Moment, newest: Moment
) -> Progress:
    progress_at, published = partial(_progress, database, slug), partial(_published, database)
    return shared_progress(progress_at, published, asked, newest)


def _published(database: store.Database, plan: PlanAsAt) -> Mapping[UUID, frozenset[date]]:
    return store.published_days(database, plan)


@lru_cache(maxsize=KEPT_READINGS)
def _readings(database: store.Database, slug: str, day: date, sequence: int) -> Readings:
    return readings(store.plan_as_at(database, slug, day, sequence))


def visit() -> Visit:
    """The visit the address asks for; the address is completed where it says less.

    Raises Refusal for a partnership or a day it cannot show.
    """
    opened = database(served_path())
    sequence = store.latest_sequence(opened)
    who = signed_in.visitor(opened, sequence)
    known = {partnership.slug: partnership for partnership in _known_to(who, opened, sequence)}
    if not known:
        raise Refusal("Nothing is in this tracker yet. Begin with the name of the partnership.")
    partnership = _partnership(known, st.query_params.get("partnership"))
    today = newest_day(partnership, date_today())
    asked = Visit(
        opened, partnership, _day(st.query_params.get("as_at"), today), today, sequence, who,
        public=is_public(), latest=sequence,
    )  # fmt: skip
    if dict(st.query_params) | asked.address != dict(st.query_params):
        st.query_params.update(asked.address)
    if who.local:
        return asked
    posts = asked._readings_at(today).plan.post  # noqa: SLF001  the same module
    return replace(asked, who=signed_in.in_words(who, partnership.slug, posts))


def _known_to(who: Visitor, database: store.Database, sequence: int) -> tuple[Partnership, ...]:
    found = _partnerships(database, sequence)
    return tuple(partnership for partnership in found if who.role(partnership.slug))


def is_public() -> bool:
    """Does the address ask for the public view? A visit writes it there, so that buttons know."""
    return st.query_params.get(VIEW) == PUBLIC


def reads_only() -> bool:
    """Can nothing of the plan be changed in this visit? For buttons that know no visit."""
    return is_public() or (signed_in.is_on() and visit().reads_only)


def _partnership(known: dict[str, Partnership], slug: str | None) -> Partnership:
    if slug is None:
        return next(iter(known.values()))
    if slug not in known:
        raise Unknown(
            f"There is no partnership called “{plain(slug[:40])}” "
            "in this tracker. Choose one below."
        )
    return known[slug]


def _day(text: str | None, today: date) -> date:
    if not text:
        return today
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(
            f"“{plain(text[:20])}” "
            f"in the address is not a day. Write it like as_at={today.isoformat()}."
        ) from None


@contextmanager
def refusals_shown() -> Iterator[None]:
    """Show what cannot be done as a sentence where it happens; the rest of the screen stays."""
    try:
        yield
    except Refusal as refusal:
        st.error(str(refusal), icon=":material/info:")
