"""Runs every command the README shows, and `--help` of every command; `make check` calls it.

The commands run in a folder of their own, on a new example database. Those that serve, test or
stand for something (COPY, FOLDER) are named and left out. Exits 1 naming the first that fails.
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
CALL = re.compile(r"^(?:python3?|py|\S*python(?:\.exe)?) -m tracker\b(?P<words>.*)")
LEFT_OUT = {"run": "it serves until it is stopped", "test": "it would run the tests once more"}
ENTRY = "from tracker.command_line import main; main()"


def shown(text: str) -> Iterator[list[str]]:
    """The words after `python -m tracker` of every line in a code block, fenced or indented."""
    fenced = False
    for line in text.splitlines():
        if line.lstrip().startswith("```"):
            fenced = not fenced
        elif fenced or line.startswith("    "):
            call = CALL.match(line.strip().removeprefix("$ "))
            if call:
                yield shlex.split(call["words"], comments=True)


def why_left_out(words: list[str]) -> str:
    """Why a command is not run here; '' where it is."""
    if words and words[0] in LEFT_OUT:
        return LEFT_OUT[words[0]]
    stands_for = [word for word in words if word.isupper() or word.startswith(("<", "…", "..."))]
    return f"{stands_for[0]} stands for something" if stands_for else ""


def ran(words: list[str], folder: Path) -> None:
    """Run a command in `folder`; exits 1 with what it said when it fails."""
    paths = {"PYTHONPATH": str(PROJECT), "TRACKER_DATABASE": str(folder / "example.duckdb")}
    done = subprocess.run(
        [sys.executable, "-c", ENTRY, *words], cwd=folder, env=os.environ | paths,
        capture_output=True, encoding="utf-8", timeout=120,
    )  # fmt: skip
    if done.returncode or not done.stdout.strip():
        print(f"This failed: python -m tracker {shlex.join(words)}\n{done.stdout}{done.stderr}")
        sys.exit(1)


def in_a_folder_like_the_project(folder: Path) -> None:
    """What a command may name stands there too; nothing is written into the project's data."""
    for entry in PROJECT.iterdir():
        if entry.name not in {"data", "tracker"} and not entry.name.startswith("."):
            (folder / entry.name).symlink_to(entry)


def main() -> None:
    """Check the README's commands, then every command's help."""
    sys.path.insert(0, str(PROJECT))
    from tracker.command_line import commands

    examples = list(shown((PROJECT / "README.md").read_text(encoding="utf-8")))
    if not examples:
        sys.exit("README.md shows no command: python -m tracker …")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        in_a_folder_like_the_project(folder)
        ran(["example", "--database", str(folder / "example.duckdb")], folder)
        for words in examples:
            reason = why_left_out(words)
            if reason:
                print(f"not run: {shlex.join(words)} ({reason})")
            else:
                ran([word.replace("/tmp/", f"{folder}/") for word in words], folder)
        for name in ("", *commands.commands):
            ran([*filter(None, [name]), "--help"], folder)
    print(
        f"{len(examples)} commands of the README and {len(commands.commands) + 1} helps are right."
    )


if __name__ == "__main__":
    main()
