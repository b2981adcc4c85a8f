"""What the app does once a day by itself, out of the visitors' way: a backup copy, and tidying up.

It begins at the start of the server and looks every minute, so the copy of a day is made on its
first minute, or at the first start of the day.
"""

import logging
import threading

from tracker import clock, store
from tracker.copies import keep_copy_of_today
from tracker.refusals import Refusal
from tracker.screen.visit import database
from tracker.served import served_path
from tracker.tidying import tidy

SECONDS_BETWEEN = 60.0
SECONDS_TO_STOP = 10.0
_log = logging.getLogger(__name__)


class DailyRound:
    """The thread that looks whether a new day has begun; `stop` ends it after the copy at hand."""

    def __init__(self, seconds_between: float = SECONDS_BETWEEN) -> None:
        """Nothing runs before `start`."""
        self._between, self._stopping = seconds_between, threading.Event()
        self._thread = threading.Thread(target=self._run, name="daily round", daemon=True)

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
        """The round of today where it has not been; a refusal is logged once, and returned."""
        try:
            opened: store.Database = database(served_path())
            today = clock.today()
            if keep_copy_of_today(opened, today):
                tidy(opened, today)
        except Refusal as refusal:
            if str(refusal) != said:
                _log.warning("The daily round waits: %s", refusal)
            return str(refusal)
        except Exception:  # the round must come again tomorrow, whatever it met today
            _log.exception("The daily round broke off")
        return ""


_running: list[DailyRound] = []


def started() -> None:
    """Start the round of this process; a second call changes nothing."""
    if not _running:
        _running.append(DailyRound())
        _running[0].start()


def stopped() -> None:
    """Stop it; the next `started` begins anew."""
    if _running:
        _running.pop().stop()
