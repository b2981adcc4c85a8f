"""Fifty owners report on their own actions at once, for a minute, through the real server.

    python -m tests.bench.load [--owners N] [--seconds N] [--think N]

Each opens the form by its link, types, leaves the field, saves, reads the message, and begins
again. What was acknowledged is then held against the rows in the database: none may be missing,
none too many. A save takes from the press of the button until the screen that says so is whole.
"""

import argparse
import asyncio
import os
import random
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

import builders as b
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from tests.conftest import Server, served
from tracker import clock, store
from tracker.plan import Area, StatusUpdate
from tracker.served import make_examples

SLUG, PAGE = "illustrative", "my-actions"
LONGEST_ANSWER = 120
FINISHED = ForwardMsg.ScriptFinishedStatus
WHOLE = (FINISHED.FINISHED_SUCCESSFULLY, FINISHED.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
SAID, STATUS, WORDS, SAVE = "Saved: ", "How is it going?", "What has happened", "Save"


@dataclass
class Tally:
    """What all owners together have seen."""

    saves: list[float] = field(default_factory=list)
    openings: list[float] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    worked: float = 0.0


class Owner:
    """One browser's side of Streamlit's protocol, as far as a report needs it."""

    def __init__(self, server: Server, ref: str) -> None:
        self.ref = ref
        self.address = f"ws://localhost:{server.port}/_stcore/stream"
        self.query = urlencode({"partnership": SLUG, "action": ref})
        self.page_hash = ""
        self.known: dict[str, None] = {}
        self.line: ClientConnection
        self._forget()

    async def __aenter__(self) -> Self:
        self.line = await connect(
            self.address, subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=None, compression=None, open_timeout=LONGEST_ANSWER, ping_interval=None,
        )  # fmt: skip
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _fault: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:  # fmt: skip
        await self.line.close()

    def _forget(self) -> None:
        self.widgets: dict[str, Any] = {}
        self.fragments: dict[str, str] = {}
        self.said: list[str] = []
        self.exceptions: list[str] = []

    async def open(self) -> None:
        """Load the address with the form."""
        self._forget()
        await self._ask({})

    async def write(self, words: str) -> None:
        """Fill the text in and leave it."""
        await self._ask({WORDS: words, STATUS: "On track"}, in_form=True)

    async def save(self, words: str) -> None:
        """Press Save; over when the screen that follows is whole."""
        self.said.clear()
        await self._ask({WORDS: words, STATUS: "On track", SAVE: None}, in_form=True)

    def found(self, label: str) -> Any:
        """The newest widget whose label begins so."""
        return next(w for words, w in self.widgets.items() if words.startswith(label))

    async def _ask(self, fields: dict[str, str | None], in_form: bool = False) -> None:
        message = BackMsg()
        script = message.rerun_script
        script.query_string, script.page_script_hash = self.query, self.page_hash
        if not self.page_hash:
            script.page_name = PAGE
        for label, words in fields.items():
            widget = self.found(label)
            state = script.widget_states.widgets.add()
            state.id = widget.id
            if words is None:
                state.trigger_value = True
            elif label == STATUS:
                state.string_value = next(o for o in widget.options if o.endswith(words))
            else:
                state.string_value = words
        if in_form:
            script.fragment_id = self.fragments[self.found(SAVE).id]
        script.cached_message_hashes.extend(self.known)
        await self.line.send(message.SerializeToString())
        await self._hear()

    async def _hear(self) -> None:
        """Read until a script has come to its end; one that begins again has not."""
        while True:
            raw = await asyncio.wait_for(self.line.recv(decode=False), LONGEST_ANSWER)
            message = ForwardMsg.FromString(raw)
            kind = message.WhichOneof("type")
            if message.hash and message.metadata.cacheable:
                self.known[message.hash] = None
            if kind == "new_session":
                self.page_hash = message.new_session.page_script_hash
            elif kind == "navigation":
                self.page_hash = message.navigation.page_script_hash or self.page_hash
            elif kind == "delta":
                self._note(message.delta)
            elif kind == "script_finished" and message.script_finished in WHOLE:
                return

    def _note(self, delta: Any) -> None:
        if delta.WhichOneof("type") != "new_element":
            return
        kind = delta.new_element.WhichOneof("type")
        element = getattr(delta.new_element, kind)
        if kind in ("text_area", "radio", "button"):
            self.widgets.pop(element.label, None)
            self.widgets[element.label] = element
            self.fragments[element.id] = delta.fragment_id
        elif kind == "alert":
            self.said.append(element.body)
        elif kind == "exception":
            self.exceptions.append(element.message[:200])


def make_plan(path: Path, owners: int) -> list[str]:
    """The examples, and in the illustrative plan an action and a post for each owner; the refs."""
    make_examples(path, clock.today())
    database = store.open_database(path)
    plan = store.plan_as_at(database, SLUG, clock.today())
    area: Area = plan.areas[0]
    refs = [f"L.{number}" for number in range(1, owners + 1)]
    posts = [b.a_post(f"load-{number}", title=f"Post {number}") for number in range(owners)]
    actions = [
        b.an_action(ref, area, title=f"Action {ref}", owner_id=post.id)
        for ref, post in zip(refs, posts, strict=True)
    ]
    since = plan.partnership.shown_as_at or plan.day
    stated = [b.stated(record, since) for record in (*posts, *actions)]
    store.save(database, SLUG, stated, by="Load test")
    database.close()
    return refs


async def report(owner: Owner, tally: Tally, until: float, think: float) -> None:
    """One owner, from the first opening to the end of the time."""
    chance, number = random.Random(owner.ref), 0
    await asyncio.sleep(chance.uniform(0, think))
    while time.perf_counter() < until:
        number += 1
        words = f"{owner.ref}, report {number}"
        began = time.perf_counter()
        await owner.open()
        tally.openings.append(time.perf_counter() - began)
        await asyncio.sleep(chance.uniform(0, 2 * think))
        await owner.write(words)
        began = time.perf_counter()
        await owner.save(words)
        if any(said.startswith(SAID) for said in owner.said):
            tally.saves.append(time.perf_counter() - began)
            tally.words.append(words)
        else:
            tally.troubles.append(f"{words} was not acknowledged: {owner.said}")
        tally.troubles += owner.exceptions


async def run(server: Server, refs: list[str], seconds: float, think: float) -> Tally:
    """All owners at once; each on its own connection."""
    tally, owners = Tally(), [Owner(server, ref) for ref in refs]
    for owner in owners:
        await owner.__aenter__()
    until = time.perf_counter() + seconds
    try:
        ends = await asyncio.gather(
            *(report(owner, tally, until, think) for owner in owners), return_exceptions=True
        )
    finally:
        for owner in owners:
            await owner.__aexit__(None, None, None)
    tally.troubles += [repr(end) for end in ends if end is not None]
    return tally


def lost(path: Path, refs: list[str], tally: Tally) -> list[str]:
    """What was acknowledged and is not there, or is there and was not said to be."""
    database = store.open_database(path)
    plan = store.plan_as_at(database, SLUG, clock.today())
    ids = {action.ref: action.id for action in plan.actions}
    kept: list[str] = []
    for ref in refs:
        updates = store.status_updates(database, SLUG, clock.today(), ids[ref])
        kept += [version.record.done for version in updates if _is_report(version.record)]
    faults = store.faults(database)
    database.close()
    missing = sorted(set(tally.words) - set(kept))
    twice = sorted({words for words in kept if kept.count(words) > 1})
    return [
        *(f"lost: {words}" for words in missing), *(f"kept twice: {words}" for words in twice),
        *faults,
    ]  # fmt: skip


def _is_report(update: StatusUpdate) -> bool:
    return ", report " in update.done


def seconds_of(process: int) -> float:
    """How long the server's process has worked: what else the machine does is not in it."""
    told = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return sum(map(int, told[11:13])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.load", description=__doc__)
    parser.add_argument("--owners", type=int, default=50, help="how many (default: 50)")
    parser.add_argument("--seconds", type=float, default=60, help="for how long (default: 60)")
    parser.add_argument(
        "--think", type=float, default=10, help="seconds one writes on average (default: 10)"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tracker.duckdb"
        refs = make_plan(path, asked.owners)
        with served(Path(folder)) as server:
            before = seconds_of(server.process)
            tally = asyncio.run(run(server, refs, asked.seconds, asked.think))
            tally.worked = seconds_of(server.process) - before
        faults = lost(path, refs, tally)
    _print(asked, tally, faults)
    if faults or tally.troubles:
        raise SystemExit(1)


def _print(asked: argparse.Namespace, tally: Tally, faults: list[str]) -> None:
    print(
        f"{asked.owners} owners, {asked.seconds:.0f} s, {asked.think:.0f} s of writing each: "
        f"{len(tally.words)} saves acknowledged, {len(faults)} lost or wrong, "
        f"{len(tally.troubles)} errors"
    )
    for name, times in (("a save", tally.saves), ("opening the form", tally.openings)):
        if times:
            ordered = sorted(times)
            middle, slow = (ordered[int(part * (len(ordered) - 1))] for part in (0.5, 0.95))
            print(f"{name:<18} p50 {1000 * middle:>6.0f} ms   p95 {1000 * slow:>6.0f} ms")
    if tally.words:
        print(f"the server worked {1000 * tally.worked / len(tally.words):.0f} ms for each report")
    for line in [*faults, *tally.troubles][:10]:
        print(line)


if __name__ == "__main__":
    main()
