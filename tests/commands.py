"""The command line as a test runs it: a process of its own, and how it ended."""

import atexit
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

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
    """Run `python -m tracker` with these words, in a process of its own.

    To read the program takes longer than most commands do, so where the system can fork, one
    process has read it for all. `started` starts one that knows nothing yet.
    """
    if project != PROJECT or not hasattr(os, "fork"):
        return started(*words, project=project, **environment)
    with TemporaryDirectory() as folder:
        out, err = (Path(folder, name) for name in ("out", "err"))
        out.touch()
        err.touch()
        asked = {
            "words": [str(word) for word in words], "environment": {**os.environ, **environment},
            "folder": str(PROJECT), "out": str(out), "err": str(err),
        }  # fmt: skip
        commander = _commander()
        print(json.dumps(asked), file=commander.stdin, flush=True)
        code = int(commander.stdout.readline())
        return Said(code, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8"))


@cache
def _commander() -> subprocess.Popen[str]:
    paths = os.pathsep.join([str(PROJECT), str(PROJECT / "tests")])
    process = subprocess.Popen(
        [sys.executable, str(PROJECT / "tests" / "commander.py")], cwd=PROJECT,
        text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    atexit.register(process.communicate)  # its input ends, and so does it
    return process


def started(*words: object, project: Path = PROJECT, **environment: str) -> Said:
    """Start `python -m tracker` with these words, as a person does."""
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
