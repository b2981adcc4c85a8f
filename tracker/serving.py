"""Starts the app and the tests in the environment that is ready by now."""

import contextlib
import os
import socket
import subprocess
import sys
from pathlib import Path

import click
from streamlit.web import cli

PROJECT = Path(__file__).resolve().parents[1]
NEVER_A_PORT = "is not a port: choose a number from 1024 to 65535."


def serve(database: Path | None, port: int | None) -> None:
    """Serve `app.py` until Ctrl-C. Exits 1 with a sentence when the port asked for is taken.

    Without `port` the first free one from 8501 is taken; the app prints its address itself
    once it can answer (tracker.server), so `streamlit run app.py` says it too.
    """
    if port is not None:
        _refuse_a_port_in_use(port)
    if database is not None:
        os.environ["TRACKER_DATABASE"] = str(database.resolve())
    os.chdir(PROJECT)  # Streamlit looks for .streamlit/ where it is started
    with contextlib.suppress(click.Abort, KeyboardInterrupt):
        cli.main(["run", str(PROJECT / "app.py"), *_chosen(port)], standalone_mode=False)


def run_tests(words: list[str]) -> int:
    """Run pytest on `tests/` in a process of its own, and answer its exit code."""
    chosen = words if any(_names_a_test(word) for word in words) else [*words, "tests"]
    return subprocess.call([sys.executable, "-m", "pytest", *chosen], cwd=PROJECT)


def _names_a_test(word: str) -> bool:
    return not word.startswith("-") and (PROJECT / word.split("::")[0]).exists()


def _chosen(port: int | None) -> list[str]:
    return [] if port is None else ["--server.port", str(port)]


def _refuse_a_port_in_use(port: int) -> None:
    if not 1024 <= port <= 65535:
        sys.exit(f"{port} {NEVER_A_PORT}")
    with socket.socket() as trial:
        if trial.connect_ex(("127.0.0.1", port)) == 0:
            sys.exit(f"Port {port} is in use. Choose another, or leave --port out.")
