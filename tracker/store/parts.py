"""What has been read of a plan and cannot have changed since, so that a save costs little.

Each save makes every screen read the plan anew, and most of it stands as before: the versions of
one kind, as at a day and up to a save, are the same until a newer save holds one of that kind.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar

T = TypeVar("T")
# Thirty kinds of four partnerships on eight days; what was not asked for longest goes first.
MOST = 1000


class Parts:
    """The parts of one open database, by what was asked and the newest save it depends on."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._known: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, asked: Hashable, read: Callable[[], T]) -> T:
        """What is known of this, else what `read` brings. Nobody may change it."""
        with self._lock:
            if asked in self._known:
                self._known.move_to_end(asked)
                return self._known[asked]  # type: ignore[return-value]
        found = read()
        with self._lock:
            self._known[asked] = found
            while len(self._known) > MOST:
                self._known.popitem(last=False)
        return found
