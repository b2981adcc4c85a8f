"""What tests of the running tracker share: one real server, and one browser."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import builders
import pytest
from hypothesis import settings as hypothesis_settings

from tracker import store
from tracker.served import make_examples

# A busy machine is no fault of a rule: timings stand in the benchmarks.
hypothesis_settings.register_profile("unhurried", deadline=None)
hypothesis_settings.load_profile("unhurried")

PROJECT = Path(__file__).resolve().parents[1]
SECONDS_TO_START = 60
BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@dataclass(frozen=True)
class Server:
    """A tracker that is being served: where, on which database, what it has printed, and its
    process, so that a test can kill it."""

    address: str
    port: int
    database: Path
    log: Path
    process: int = 0


@contextmanager
def served(
    folder: Path, *flags: str, app: str = "app.py", project: Path = PROJECT, port: int = 0
) -> Iterator[Server]:
    """Serve `app` with its database in `folder`; stopped at the end. `port`: 0 for a free one."""
    where = (f"http://localhost:{port}", port) if port else _free_address()
    server = Server(*where, folder / "tracker.duckdb", folder / "server.log")
    command = [sys.executable, "-m", "streamlit", "run", app]
    command += ["--server.port", str(server.port), *flags]
    environment = {**os.environ, "TRACKER_DATABASE": str(server.database)}
    with server.log.open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            command, cwd=project, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        _wait_until_it_answers(server, process)
        yield replace(server, process=process.pid)
    finally:
        _stop(process)


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example database, made once; tests take copies of it (`copied`)."""
    path = tmp_path_factory.mktemp("examples") / "example.duckdb"
    make_examples(path, builders.TODAY)
    return path


def copied(examples: Path, folder: Path) -> Path:
    """A copy of the example database where `served(folder)` looks for its own."""
    return Path(shutil.copy(examples, folder / "tracker.duckdb"))


@pytest.fixture(scope="session")
def server(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The tracker with the examples, for tests that do not mind what others have saved."""
    folder = tmp_path_factory.mktemp("server")
    copied(examples, folder)
    with served(folder) as started:
        yield started


@pytest.fixture(scope="session")
def browser():
    """Chromium through Playwright. Without one: skipped, or failed where REQUIRE_BROWSER=1."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        _without_a_browser("There is no chromium on this machine (apt install chromium).")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium, args=BROWSER_FLAGS)
        yield started
        started.close()


def _without_a_browser(why: str) -> None:
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(why, pytrace=False)
    pytest.skip(why)


def _free_address() -> tuple[str, int]:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = int(trial.getsockname()[1])
    return f"http://localhost:{port}", port


def _wait_until_it_answers(server: Server, process: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < give_up and process.poll() is None:
        try:
            urllib.request.urlopen(f"{server.address}/_stcore/health", timeout=2).close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"The server did not start:\n{server.log.read_text(encoding='utf-8')}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[store.Database]:
    """A new, empty database with the reference lists kept."""
    with a_new_database(tmp_path / "tracker.duckdb") as opened:
        yield opened


@pytest.fixture
def plan_database(database: store.Database) -> store.Database:
    """A database with one small plan: area 1, its action 1.1, from the day the plan began."""
    builders.keep(
        database,
        builders.a_partnership(),
        builders.a_plan(),
        builders.an_area(),
        builders.an_action(),
    )
    return database


@contextmanager
def a_new_database(path: Path) -> Iterator[store.Database]:
    """A database begun at `path`, closed at the end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_a_begun_database())
    opened = store.open_database(path, also_writes_to=(path.parent / "backups",))
    try:
        yield opened
    finally:
        opened.close()


@cache
def _a_begun_database() -> bytes:
    """The file of a new database with the reference lists kept, made once: to make it takes four
    times as long as to open it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tracker.duckdb"
        opened = store.open_database(path, create=True)
        try:
            store.keep_reference(opened, builders.reference_lists(), builders.TODAY)
        finally:
            opened.close()
        return path.read_bytes()
