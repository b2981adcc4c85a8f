"""A real mail server on this machine, which keeps what it gets and can be told to misbehave."""

import email
import email.policy
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session

from tracker.posting import Mail

USER, PASSWORD = "tracker", "not-a-real-password"


class Postbox:
    """What the server got, in order. `answer` may refuse a recipient; `after_data` a message."""

    def __init__(self) -> None:
        self.empty()

    def empty(self) -> None:
        """As new."""
        self.got: list[tuple[str, EmailMessage]] = []
        self.senders: list[str] = []
        self.answer: Callable[[str], str] = lambda _to: "250 OK"
        self.after_data: Callable[[], str] = lambda: "250 OK"
        self.logins: list[bytes] = []

    async def handle_RCPT(  # noqa: N802  aiosmtpd finds it by its name
        self, _server: Any, _session: Session, envelope: Envelope, to: str, _options: Any
    ) -> str:
        said = self.answer(to)
        if said.startswith("250"):
            envelope.rcpt_tos.append(to)
        return said

    async def handle_DATA(  # noqa: N802
        self, _server: Any, _session: Session, envelope: Envelope
    ) -> str:
        said = self.after_data()
        if said.startswith("250"):
            assert isinstance(envelope.content, bytes) and len(envelope.rcpt_tos) == 1
            read = email.message_from_bytes(envelope.content, policy=email.policy.default)
            assert isinstance(read, EmailMessage)
            self.senders.append(str(envelope.mail_from))
            self.got.append((envelope.rcpt_tos[0], read))
        return said

    def login(
        self, _server: Any, _session: Session, _letter: Envelope, _how: str, data: Any
    ) -> AuthResult:
        """The authenticator of the server."""
        assert isinstance(data, LoginPassword)
        self.logins.append(data.login)
        right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=False)

    @property
    def reached(self) -> list[str]:
        return sorted(to for to, _ in self.got)


@contextmanager
def mail_server(box: Postbox, **how: Any) -> Iterator[int]:
    """Serve until the end of the block; gives the port."""
    server = Controller(box, hostname="127.0.0.1", port=free_port(), **how)
    server.start()
    try:
        yield server.port
    finally:
        server.stop()


def mail_to(port: int, **said: Any) -> Mail:
    filled = {"host": "127.0.0.1", "port": port, "security": "none", "timeout": 5}
    filled |= {"sender": "plan@example.org", "address": "https://plan.example.org"}
    return Mail(**filled | said)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@contextmanager
def speaking(*lines: bytes, then: str = "silence") -> Iterator[int]:
    """A server that says each line after one from the client, then is silent or hangs up.

    So a connection can break at any step, which a well-behaved server does not do.
    """
    listening = socket.create_server(("127.0.0.1", 0))
    ending = threading.Event()

    def serve() -> None:
        while not ending.is_set():
            try:
                talk, _ = listening.accept()
            except OSError:
                return
            with talk:
                _say(talk, lines, ending, then)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield int(listening.getsockname()[1])
    finally:
        ending.set()
        listening.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits for a call
        listening.close()
        thread.join(2)


def _say(talk: socket.socket, lines: tuple[bytes, ...], ending: threading.Event, then: str) -> None:
    read = talk.makefile("rb")
    in_data = False
    for number, line in enumerate(lines):
        if number:
            heard = read.readline()
            while in_data and heard and heard != b".\r\n":
                heard = read.readline()
        talk.sendall(line + b"\r\n")
        in_data = line.startswith(b"354")
    if then == "silence":
        while not ending.is_set():
            time.sleep(0.02)
    elif in_data:
        heard = read.readline()
        while heard and heard != b".\r\n":
            heard = read.readline()
