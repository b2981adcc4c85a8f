"""What the app does by itself, out of the visitors' way: it holds the database, so nobody else can.

One thread looks every minute whether a new day has begun, and keeps its copy and tidies up; another
whether a reminder is due (reminders.py). One process serves a database, so one of each is enough.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tracker import clock
from tracker.copies import keep_copy_of_today
from tracker.posting import mail_settings
from tracker.refusals import Refusal
from tracker.reminders import send_due
from tracker.screen.visit import database
from tracker.served import served_path
from tracker.tidying import tidy

# A stop waits this long for the copy or the message under way; the message then counts as
# perhaps sent.
SECONDS_TO_STOP = 10.0
Stopping = Callable[[], bool]
_tidied: dict[Path, date] = {}  # the day each database was last tidied up in this process
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Work:
    """What is looked at again and again; `look` ends early when it is told that it is stopping."""

    name: str
    look: Callable[[Stopping], None]
    seconds_between: float


def keep_the_day(_stopping: Stopping) -> None:
    """A copy of today and tidying up, where that has not been yet.

    What has had its time is erased also on a day on which no copy can be kept.
    """
    opened, today = database(served_path()), clock.today()
    keep_copy_of_today(opened, today)
    if _tidied.get(opened.path) != today:
        tidy(opened, today)
        _tidied[opened.path] = today


def remind(stopping: Stopping) -> None:
    """Send what is due, where mail is set up."""
    if mail := mail_settings():
        send_due(database(served_path()), mail, clock.now(), stopping)


WORKS = (Work("daily round", keep_the_day, 60.0), Work("reminders", remind, 180.0))


class Round:
    """The thread of one work: begins at once, looks again after its seconds, ends when asked."""

    def __init__(self, work: Work) -> None:
        """Nothing runs before `start`."""
        self.work, self._stopping = work, threading.Event()
        self._thread = threading.Thread(target=self._run, name=work.name, daemon=True)

    def start(self) -> None:
        """Begin to look; the first look is at once."""
        self._thread.start()

    def stop(self) -> None:
        """Ask it to end, and wait a moment."""
        self._stopping.set()
        self._thread.join(SECONDS_TO_STOP)

    def _run(self) -> None:
        said = ""
        while not self._stopping.is_set():
            said = self._look(said)
            self._stopping.wait(self.work.seconds_between)

    def _look(self, said: str) -> str:
        """One look. A refusal is logged once, not every minute; returns it."""
        try:
            self.work.look(self._stopping.is_set)
        except Refusal as refusal:
            if str(refusal) != said:
                _log.warning("The %s must wait: %s", self.work.name, refusal)
            return str(refusal)
        except Exception:  # the next look must come, whatever this one met
            _log.exception("The %s broke off", self.work.name)
        return ""


_running: list[Round] = []


def started() -> None:
    """Start the rounds of this process; a second call changes nothing."""
    if not _running:
        _running.extend(Round(work) for work in WORKS)
        for one in _running:
            one.start()


def stopped() -> None:
    """Stop them; the next `started` begins anew."""
    while _running:
        _running.pop().stop()
