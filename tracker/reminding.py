"""The clock inside the app that sends reminders: the app holds the database, so it sends them.

One thread, which looks every few minutes whether anything is due (reminders.py). One process serves
a database, so one thread sends.
"""

import logging
import threading

from tracker import clock, store
from tracker.posting import mail_settings
from tracker.refusals import Refusal
from tracker.reminders import send_due
from tracker.screen.visit import database
from tracker.served import served_path

SECONDS_BETWEEN = 180.0
# A stop waits this long for the message under way; then it counts as perhaps sent.
SECONDS_TO_STOP = 5.0
_log = logging.getLogger(__name__)


class Clock:
    """The thread; `stop` ends it between two messages."""

    def __init__(self, seconds_between: float = SECONDS_BETWEEN) -> None:
        """Nothing runs before `start`."""
        self._between, self._stopping = seconds_between, threading.Event()
        self._thread = threading.Thread(target=self._run, name="reminders", daemon=True)

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
            self._stopping.wait(self._between)

    def _look(self, said: str) -> str:
        """Send what is due. A refusal is logged once, not every few minutes; returns it."""
        try:
            if mail := mail_settings():
                opened: store.Database = database(served_path())
                send_due(opened, mail, clock.now(), self._stopping.is_set)
        except Refusal as refusal:
            if str(refusal) != said:
                _log.warning("No reminders are sent now: %s", refusal)
            return str(refusal)
        except Exception:  # the clock must go on ticking, whatever one round meets
            _log.exception("A round of reminders broke off")
        return ""


_running: list[Clock] = []


def started() -> None:
    """Start the clock of this process; a second call changes nothing."""
    if not _running:
        _running.append(Clock())
        _running[0].start()


def stopped() -> None:
    """Stop it; the next `started` begins anew."""
    if _running:
        _running.pop().stop()
