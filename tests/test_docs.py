"""What the documents tell people to type works: each `sh` line is run, the samples are read."""

import configparser
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from builders import a_measure, a_partnership, a_plan, an_action, an_area, keep
from conftest import a_new_database

from tracker import clock, store

PROJECT = Path(__file__).resolve().parents[1]
DOCS = sorted((PROJECT / "docs").glob("*.md"))


def blocks(path: Path, kind: str) -> list[str]:
    """The code blocks of a kind in one document."""
    return re.findall(rf"^```{kind}\n(.*?)^```", path.read_text("utf-8"), re.DOTALL | re.MULTILINE)


@pytest.fixture
def place(tmp_path):
    """A folder that looks like an installed tracker: a plan of its own in data/, and a copy."""
    (tmp_path / "data").mkdir()
    path = tmp_path / "data" / "tracker.duckdb"
    with a_new_database(path) as opened:
        keep(opened, a_partnership(), a_plan(), an_area(), an_action(), a_measure())
        store.back_up(opened, store.folder_beside(path), clock.now(), by="Command line")
    return tmp_path


def run(block: str, place: Path) -> subprocess.CompletedProcess[str]:
    """Run a block as a shell would in the tracker's folder; `python` is the one of the tests."""
    named = block.replace("python -m tracker", f'"{sys.executable}" -m tracker')
    around = os.environ | {
        "TRACKER_DATABASE": str(place / "data" / "tracker.duckdb"), "PYTHONPATH": str(PROJECT),
    }  # fmt: skip
    return subprocess.run(
        ["bash", "-e", "-c", named], cwd=place, env=around, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


@pytest.mark.skipif(shutil.which("bash") is None, reason="the documents are for a Linux server")
@pytest.mark.parametrize("path", [p for p in DOCS if blocks(p, "sh")], ids=lambda p: p.stem)
def test_every_command_of_a_document_does_what_it_says(path, place):
    for block in blocks(path, "sh"):
        done = run(block, place)
        assert done.returncode == 0, f"{block}\n{done.stdout}\n{done.stderr}"


def test_the_service_names_the_program_as_it_is():
    (unit,) = blocks(PROJECT / "docs" / "running.md", "ini")
    read = configparser.ConfigParser(strict=False, interpolation=None)
    read.optionxform = str
    read.read_string(unit)
    assert read["Service"]["ExecStart"].endswith("-m tracker run --port 8501")
    assert read["Service"]["ReadWritePaths"] == read["Service"]["WorkingDirectory"] + "/data"


def test_every_file_a_document_names_is_there():
    named = re.compile(r"`((?:docs|tests|tracker|data)/[\w./*-]+)`")
    made_later = ("data/tracker", "data/example", "data/backups", "data/templates")
    for path in [*DOCS, PROJECT / "README.md"]:
        for name in named.findall(path.read_text("utf-8")):
            if not name.startswith(made_later):
                assert list(PROJECT.glob(name)), f"{path.name} names {name}, which is not there"
