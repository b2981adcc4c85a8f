"""An empty tracker, a database that cannot be used, a page that breaks: one plain sentence."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from conftest import PROJECT, copied, served
from streamlit.testing.v1 import AppTest
from visits import PAGES, Visitor

from tests.bench.session import Session
from tracker import store
from tracker.refusals import DatabaseRefusal
from tracker.screen.visit import database
from tracker.served import begin

HOLD = """
import sys
from pathlib import Path
from tracker import store
held = store.open_database(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.readline()
held.close()
"""
SECRET = "the-inside-of-the-program"


@pytest.fixture
def path(tmp_path: Path, monkeypatch) -> Iterator[Path]:
    """Where the served database of a test stands; there is none yet."""
    served_here = tmp_path / "tracker.duckdb"
    monkeypatch.setenv("TRACKER_DATABASE", str(served_here))
    yield served_here
    database.clear()


def shown(session: Session) -> str:
    """Every text of the last answer."""
    elements = [message.delta.new_element for message in session.received]
    alerts = [element.alert.body for element in elements if element.WhichOneof("type") == "alert"]
    titles = [e.heading.body for e in elements if e.WhichOneof("type") == "heading"]
    return "\n".join(titles + alerts)


# Nothing in it yet


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_an_own_empty_tracker_shows(path: Path, page: str) -> None:
    begin(path, "Strathbraan children's partnership", date(2026, 11, 21))
    visitor = Visitor().open(page)
    assert visitor.headline
    assert visitor.refused == ""
    assert visitor.address["partnership"] == "strathbraan-children-s-partnership"
    database(path).close()


def test_an_empty_tracker_says_how_to_begin(path: Path) -> None:
    begin(path, "Strathbraan children's partnership", date(2026, 11, 21))
    visitor = Visitor().open()
    assert visitor.headline == "Nothing is in this plan yet"
    assert "How to begin" in visitor.words
    assert "1. " in visitor.words and "Name the plan and say when it starts" in visitor.words
    assert {"Add a plan", "Add an area for improvement"} <= {b.label for b in visitor.screen.button}
    assert "illustrative" not in visitor.words and "published reports" not in visitor.words
    database(path).close()


def test_an_empty_tracker_does_not_say_that_all_is_well(path: Path) -> None:
    begin(path, "Strathbraan", date(2026, 11, 21))
    words = Visitor().open("alerts").words
    assert "There is no action in this plan yet" in words
    assert "no link of the chain is missing" not in words
    database(path).close()


@pytest.mark.parametrize("day", ["0001-01-01", "1800-01-01", "9999-12-31"])
@pytest.mark.parametrize("page", ["progress", "alerts", "set_up"])
def test_no_day_breaks_an_empty_tracker(path: Path, page: str, day: str) -> None:
    begin(path, "Strathbraan", date(2026, 11, 21))
    assert Visitor().open(page, as_at=day).headline
    database(path).close()


def test_a_database_without_a_partnership_says_so(path: Path) -> None:
    store.open_database(path, create=True).close()
    visitor = Visitor().open()
    assert "Nothing is in this tracker yet." in visitor.refused
    database(path).close()


# A database that cannot be used


@pytest.mark.parametrize("page", PAGES)
def test_without_its_database_every_page_says_so(path: Path, page: str) -> None:
    visitor = Visitor().open(page, partnership="illustrative")
    assert visitor.headline == "This cannot be shown"
    assert visitor.refused.startswith(f"There is no database at {path}.")
    assert not path.exists()


def test_a_damaged_database_says_so_and_stays_as_it_is(path: Path, examples: Path) -> None:
    content = bytearray(examples.read_bytes())
    content[:16_384] = b"\xff" * 16_384
    path.write_bytes(content)
    visitor = Visitor().open("alerts")
    assert visitor.headline == "This cannot be shown"
    assert f"The database {path} is damaged or is not a tracker database." in visitor.refused
    assert path.read_bytes() == bytes(content)


def test_a_file_that_is_no_database_says_so(path: Path) -> None:
    path.write_text("Action;Owner;Due date\n" * 500)
    assert "is damaged or is not a tracker database" in Visitor().open("my_actions").refused


def test_a_database_held_by_another_program_says_so_and_shows_when_it_is_free(
    path: Path, examples: Path
) -> None:
    copied(examples, path.parent)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        cwd=PROJECT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    with holder:
        assert holder.stdout.readline() == "held\n"
        visitor = Visitor().open("alerts")
        assert visitor.headline == "This cannot be shown"
        assert f"The database {path} is in use by another program" in visitor.refused
        holder.communicate("let go\n", timeout=30)
    assert visitor.again().refused == ""
    assert "alerts:" in visitor.headline
    database(path).close()


def test_the_database_is_open_before_the_first_visitor_comes(
    tmp_path: Path, examples: Path
) -> None:
    opened = copied(examples, tmp_path)
    with served(tmp_path), pytest.raises(DatabaseRefusal, match="in use by another program"):
        store.open_database(opened, patience=0)


def test_a_server_with_a_damaged_database_starts_and_every_page_says_so(tmp_path: Path) -> None:
    (tmp_path / "tracker.duckdb").write_bytes(b"not a database" * 1_000)
    with served(tmp_path) as broken:
        for page in ("", "alerts", "my-actions", "area"):
            with Session(broken.port, page) as session:
                session.rerun()
                assert session.troubles() == []
                assert "This cannot be shown" in shown(session)
                assert "is damaged or is not a tracker database" in shown(session)
        log = (tmp_path / "tracker.log").read_text(encoding="utf-8")
        assert "cannot be opened" in log and "Traceback" in log
        assert "cannot be opened" in broken.log.read_text(encoding="utf-8")


# A page that breaks


def test_a_page_that_breaks_says_one_plain_sentence_and_logs_the_rest(
    tmp_path: Path, examples: Path
) -> None:
    tree = tmp_path / "tree"
    for part in ("tracker", "pages", "data", ".streamlit"):
        unwanted = shutil.ignore_patterns("__pycache__", "*.duckdb*", "backups", "*.log*")
        shutil.copytree(PROJECT / part, tree / part, ignore=unwanted)
    shutil.copy(PROJECT / "app.py", tree)
    (tree / "pages" / "alerts.py").write_text(f'raise RuntimeError("{SECRET}")\n')
    copied(examples, tmp_path)
    with served(tmp_path, project=tree) as breaking, Session(breaking.port, "alerts") as session:
        session.rerun()
        assert session.troubles() == []
        assert "nothing that was saved is lost. Load the page again." in shown(session)
        assert all(SECRET not in str(message) for message in session.received)
        log = (tmp_path / "tracker.log").read_text(encoding="utf-8")
        assert "Traceback" in log and SECRET in log
        assert SECRET in breaking.log.read_text(encoding="utf-8")
        with Session(breaking.port, "my-actions") as other:
            other.rerun()
            assert "My actions" in shown(other)


def test_a_refusal_inside_a_dialog_is_shown_as_its_own_sentence() -> None:
    def dialog() -> None:
        import streamlit as st

        from tracker import server
        from tracker.refusals import Refusal

        st.text(server.say_it_went_wrong(Refusal("The disk is full. Free some space.")))

    screen = AppTest.from_function(dialog).run()
    assert [error.value for error in screen.error] == ["The disk is full. Free some space."]
    assert screen.text[0].value == "True"
