"""Which sign-ins are active in this process: how long nothing was done, and who has signed out."""

import threading
from datetime import UTC, datetime, timedelta

Key = tuple[str, datetime]
LONG = timedelta(days=30)
MOST = 10_000
_NEVER = datetime.min.replace(tzinfo=UTC)


class SignIns:
    """Until when each sign-in counts as active; asked by the screens and by the downloads."""

    def __init__(self) -> None:
        """Nobody is known yet."""
        self._lock = threading.Lock()
        self._until: dict[Key, datetime] = {}

    def go_on(self, key: Key, at: datetime, minutes: float) -> bool:
        """Somebody does something: False where they have done nothing for `minutes` before.

        0 minutes never end a sign-in. One that this process has not seen yet (it was started anew)
        counts from when it was issued, so that a restart does not wake an old one.
        """
        idle = timedelta(minutes=minutes) if minutes else LONG
        with self._lock:
            until = self._until.get(key, key[1] + idle)
            if at > until:
                return False
            self._forget_old(at)
            self._until[key] = at + idle
            return True

    def is_active(self, key: Key, at: datetime) -> bool:
        """Has this sign-in opened a page here, and not been idle since?"""
        with self._lock:
            return at <= self._until.get(key, _NEVER)

    def has_signed_out(self, key: Key) -> bool:
        """Did they end this sign-in themselves, in this window or another?"""
        with self._lock:
            return self._until.get(key) == _NEVER

    def forget(self, key: Key) -> None:
        """Somebody has no role: they get no file, and may look again once they have one."""
        with self._lock:
            self._until.pop(key, None)

    def end(self, key: Key) -> None:
        """Somebody signed out: in every window, and for downloads."""
        with self._lock:
            self._until[key] = _NEVER

    def _forget_old(self, at: datetime) -> None:
        if len(self._until) >= MOST:
            # By when they were issued: one that was ended must stay so while its token holds.
            self._until = {k: until for k, until in self._until.items() if at - k[1] < LONG}


sign_ins = SignIns()
