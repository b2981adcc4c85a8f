"""One visitor without a browser: speaks Streamlit's protocol to a server on this machine."""

import time
from contextlib import ExitStack
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

LONGEST_ANSWER = 60


class Session:
    """An open session on one page. The first rerun is its first visit."""

    def __init__(self, port: int, page: str, query: str = "") -> None:
        self.page, self.query = page, query
        self.page_hash = ""
        self.known: dict[str, None] = {}
        self.received: list[ForwardMsg] = []
        self.address = f"ws://localhost:{port}/_stcore/stream"
        self.open = ExitStack()

    def __enter__(self) -> Self:
        connection = connect(
            self.address,
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=None,
            compression=None,
        )
        self.line = self.open.enter_context(connection)
        return self

    def __exit__(self, *_: object) -> None:
        self.open.close()

    def rerun(self) -> float:
        """Ask for the page once more: seconds from asking to the end of its script."""
        asked = self._question()
        began = time.perf_counter()
        self.line.send(asked)
        self.received = []
        while True:
            message = ForwardMsg.FromString(self.line.recv(timeout=LONGEST_ANSWER, decode=False))
            self._note(message)
            if message.WhichOneof("type") == "script_finished":
                return time.perf_counter() - began

    def kinds(self) -> set[str]:
        """What the last answer was made of: the kinds of its messages."""
        return {str(message.WhichOneof("type")) for message in self.received}

    def troubles(self) -> list[str]:
        """The first words of every exception the last answer shows."""
        elements = [message.delta.new_element for message in self.received]
        return [e.exception.message[:200] for e in elements if e.WhichOneof("type") == "exception"]

    def _question(self) -> bytes:
        message = BackMsg()
        script = message.rerun_script
        script.query_string = self.query
        script.page_script_hash = self.page_hash
        if not self.page_hash:
            script.page_name = self.page
        script.cached_message_hashes.extend(self.known)
        return message.SerializeToString()

    def _note(self, message: ForwardMsg) -> None:
        self.received.append(message)
        if message.hash and message.metadata.cacheable:
            self.known[message.hash] = None
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.page_hash = message.new_session.page_script_hash
        if kind == "navigation":
            self.page_hash = message.navigation.page_script_hash or self.page_hash
