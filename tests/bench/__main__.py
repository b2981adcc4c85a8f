"""How long a rerun of each page takes beside an empty Streamlit page, in the same run.

    python -m tests.bench [--database FILE] [--rounds N]

Two servers with the same settings: the tracker, and a page with a title only. They are asked in
turn, so that whatever else the machine does meets both. Milliseconds differ from machine to
machine; the ratio is what to compare.
"""

import argparse
import shutil
import statistics
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from tests.bench.session import Session
from tests.conftest import Server, served
from tracker import clock
from tracker.served import make_examples

QUERY = "partnership=illustrative"
PAGES = {
    "Progress": "", "Areas": "area", "Actions": "actions", "My actions": "my-actions",
    "Alerts": "alerts",
}  # fmt: skip
REHEARSALS = 3


class Timed(NamedTuple):
    """What one page took: its first visit, and every rerun after the rehearsals, in seconds."""

    first: float
    reruns: list[float]
    troubles: list[str]


def main() -> None:
    asked = _arguments()
    with ExitStack() as stack, tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        examples = asked.database or here / "example.duckdb"
        if asked.database is None:
            make_examples(examples, clock.today())
        empty = _server(stack, here / "empty", None, "tests/bench/empty_page.py")
        tracker = _server(stack, here / "tracker", examples, "app.py")
        yardstick, pages = _measure(empty, tracker, asked.rounds)
    _print_table(yardstick, pages)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--database",
        type=Path,
        help="the database to serve a copy of (default: the examples, made for this run)",
    )
    parser.add_argument("--rounds", type=int, default=40, help="reruns of each page (default: 40)")
    asked = parser.parse_args()
    if asked.database and not asked.database.exists():
        parser.error(f"there is no database at {asked.database}")
    return asked


def _server(stack: ExitStack, folder: Path, database: Path | None, app: str) -> Server:
    """A server on a copy, so that a tracker in use is not in the way, nor changed."""
    folder.mkdir()
    if database is not None:
        for part in database.parent.glob(database.name + "*"):
            shutil.copy(part, folder / part.name.replace(database.name, "tracker.duckdb"))
    return stack.enter_context(served(folder, app=app))


def _measure(empty: Server, tracker: Server, rounds: int) -> tuple[Timed, dict[str, Timed]]:
    with ExitStack() as stack:
        sessions = {"": stack.enter_context(Session(empty.port, ""))}
        for name, page in PAGES.items():
            sessions[name] = stack.enter_context(Session(tracker.port, page, QUERY))
        firsts = {name: session.rerun() for name, session in sessions.items()}
        took: dict[str, list[float]] = {name: [] for name in sessions}
        for _ in range(rounds + REHEARSALS):
            for name, session in sessions.items():
                took[name].append(session.rerun())
        timed = {
            name: Timed(firsts[name], took[name][REHEARSALS:], session.troubles())
            for name, session in sessions.items()
        }
    return timed.pop(""), timed


def _print_table(yardstick: Timed, pages: dict[str, Timed]) -> None:
    floor = statistics.median(yardstick.reruns)
    print(f"{'page':<14}{'first ms':>10}{'p50 ms':>10}{'p95 ms':>10}{'to empty':>10}")
    for name, timed in {"(empty)": yardstick, **pages}.items():
        middle = statistics.median(timed.reruns)
        slow = sorted(timed.reruns)[int(0.95 * len(timed.reruns))]
        numbers = [f"{1000 * value:>10.1f}" for value in (timed.first, middle, slow)]
        print(f"{name:<14}{''.join(numbers)}{middle / floor:>9.1f}x")
        for trouble in timed.troubles:
            print(f"    shows an exception: {trouble}")


if __name__ == "__main__":
    main()
