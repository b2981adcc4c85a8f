"""The register of 500 actions beside an empty page, and a search over 16,000 actions.

    python -m tests.bench.register [--rounds N]

Aims (issue 3): a rerun of the register in under twice the empty page's plus 60 ms; a search in
under 100 ms. The actions and their words are made up, with a seed; some words are far commoner
than others, as in a language.
"""

import argparse
import random
import statistics
import tempfile
import time
from contextlib import ExitStack
from datetime import timedelta
from itertools import accumulate
from pathlib import Path
from uuid import UUID

import builders as b

from tests.bench.session import Session
from tests.conftest import Server, served
from tracker import store
from tracker.plan import Status
from tracker.records import Record
from tracker.search import Index, Passage

ACTIONS, REPORTS = 500, 8
SEARCHED, TEXTS = 16_000, 24
WORDS = 30_000
SYLLABLES = ("ba", "du", "fa", "ge", "hi", "ka", "le", "mi", "no", "pe", "ra", "si", "te", "vo")
REPEATS, REHEARSALS = 9, 3


class Language:
    """Made-up words; the n-th is used as often as 1/n says."""

    def __init__(self) -> None:
        self.chance = random.Random(3)
        made: set[str] = set()
        while len(made) < WORDS:
            made.add("".join(self.chance.choices(SYLLABLES, k=self.chance.randint(2, 5))))
        self.words = self.chance.sample(sorted(made), WORDS)
        self.weights = list(accumulate(1 / n for n in range(1, WORDS + 1)))

    def text(self, words: int) -> str:
        return " ".join(self.chance.choices(self.words, cum_weights=self.weights, k=words))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.register", description=__doc__)
    parser.add_argument("--rounds", type=int, default=30, help="reruns of each page (default: 30)")
    rounds = parser.parse_args().rounds
    language = Language()
    _search(language)
    with ExitStack() as stack, tempfile.TemporaryDirectory() as folder:
        empty, tracker = Path(folder) / "empty", Path(folder) / "tracker"
        empty.mkdir()
        tracker.mkdir()
        make_plan(tracker / "tracker.duckdb", language)
        nothing = stack.enter_context(served(empty, app="tests/bench/empty_page.py"))
        _pages(nothing, stack.enter_context(served(tracker)), language.words[300], rounds)


def _search(language: Language) -> None:
    passages = {
        UUID(int=n): [Passage("report", language.text(12)) for _ in range(TEXTS)]
        for n in range(SEARCHED)
    }
    began = time.perf_counter()
    index = Index(passages)
    took = time.perf_counter() - began
    print(f"{SEARCHED:,} actions, {SEARCHED * TEXTS:,} texts: prepared in {took:.1f} s")
    words = language.words
    rare, slip = words[9_000], words[40][:2] + words[40][3:]
    questions = {
        "the commonest word": words[0], "a rare word": rare, "one letter": words[0][0],
        "three words": f"{words[0]} {words[200]} {words[2_000]}",
        "misspelt": slip, "four misspelt": "suprvision negelct chlidren parners",
    }  # fmt: skip
    print(f"{'search for':<22}{'found':>8}{'p50 ms':>9}{'slowest':>9}")
    for name, question in questions.items():
        times = []
        for _ in range(REPEATS):
            began = time.perf_counter()
            found = index.search(question)
            times.append(1000 * (time.perf_counter() - began))
        number = len(found.ids) if found else 0
        print(f"{name:<22}{number:>8,}{statistics.median(times):>9.1f}{max(times):>9.1f}")


def make_plan(path: Path, language: Language) -> None:
    """A plan of 500 actions in ten areas, each reported on eight times."""
    database = store.open_database(path, create=True)
    store.keep_reference(database, b.reference_lists(), b.TODAY)
    areas = [b.an_area(str(n), title=language.text(4)) for n in range(1, 11)]
    posts = [b.a_post(f"post-{n}", title=language.text(3)) for n in range(40)]
    said: list[Record] = [b.a_partnership(shown_as_at=b.TODAY), b.a_plan(), *areas, *posts]
    for n in range(ACTIONS):
        area = areas[n % 10]
        action = b.an_action(
            f"{area.ref}.{n // 10 + 1}", area, title=language.text(6), what=language.text(30),
            owner_id=posts[n % 40].id, due_on=b.TODAY + timedelta(n % 300 - 100),
        )  # fmt: skip
        said.append(action)
        for r in range(REPORTS):
            status = list(Status)[(n + r) % 5]
            on = b.START + timedelta(r * 30)
            said.append(b.an_update(action, on, status=status, done=language.text(25)))
    b.keep(database, *said)
    database.close()


def _pages(empty: Server, tracker: Server, word: str, rounds: int) -> None:
    query = f"partnership={b.SLUG}&as_at={b.TODAY}"
    asked = {
        "(empty)": (empty, "", ""), "all 500": (tracker, "actions", query),
        "overdue": (tracker, "actions", f"{query}&show=overdue"),
        "a search": (tracker, "actions", f"{query}&words={word}"),
        "one open": (tracker, "actions", f"{query}&action=3.7"),
    }  # fmt: skip
    with ExitStack() as stack:
        sessions = {
            name: stack.enter_context(Session(server.port, page, address))
            for name, (server, page, address) in asked.items()
        }
        firsts = {name: session.rerun() for name, session in sessions.items()}
        took: dict[str, list[float]] = {name: [] for name in sessions}
        for _ in range(rounds + REHEARSALS):
            for name, session in sessions.items():
                took[name].append(1000 * session.rerun())
        for name, session in sessions.items():
            for trouble in session.troubles():
                print(f"{name} shows an exception: {trouble}")
            if name != "(empty)" and not _shows_a_table(session):
                print(f"{name} shows no table: its times say nothing")
    floor = statistics.median(took["(empty)"][REHEARSALS:])
    print(f"{'register':<12}{'first ms':>10}{'p50 ms':>9}{'allowed':>9}")
    for name, times in took.items():
        middle = statistics.median(times[REHEARSALS:])
        print(f"{name:<12}{1000 * firsts[name]:>10.1f}{middle:>9.1f}{2 * floor + 60:>9.1f}")


def _shows_a_table(session: Session) -> bool:
    """Did the last answer hold the table, or name it as one the browser has kept?"""
    sent = [m.delta.new_element.WhichOneof("type") for m in session.received]
    kept = any(message.WhichOneof("type") == "ref_hash" for message in session.received)
    return kept or "arrow_data_frame" in sent or "dataframe" in sent


if __name__ == "__main__":
    main()
