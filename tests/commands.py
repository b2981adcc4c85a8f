"""The command line as a test runs it: a process of its own, and how it ended."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Said:
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def answer(self) -> dict:
        """The one JSON object on standard output."""
        assert self.code == 0, self.err
        assert self.out.count("\n") == 1
        return json.loads(self.out)


def tracker(*words: object, project: Path = PROJECT, **environment: str) -> Said:
    """Run `python -m tracker` with these words."""
    done = subprocess.run(
        [sys.executable, "-m", "tracker", *map(str, words)], cwd=project, capture_output=True,
        encoding="utf-8", timeout=120,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
    )  # fmt: skip
    return Said(done.returncode, done.stdout, done.stderr)


def refused(said: Said, *words: str) -> None:
    """A plain sentence on standard error, nothing on standard output, exit 1."""
    assert (said.code, said.out) == (1, "")
    assert "Traceback" not in said.err and len(said.err.strip().splitlines()) == 1
    assert all(word in said.err for word in words), said.err
