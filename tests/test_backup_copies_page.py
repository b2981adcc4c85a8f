"""Backup copies on the Settings screen: kept at a click, and what is wrong with them is told."""

from collections.abc import Iterator
from pathlib import Path

import builders as b
import pytest
from visits import Visitor

from tracker import copies, store


@pytest.fixture
def kept(plan_database, monkeypatch: pytest.MonkeyPatch) -> Iterator[store.Database]:
    from tracker.screen.visit import database

    path: Path = plan_database.path
    plan_database.close()
    monkeypatch.setenv("TRACKER_DATABASE", str(path))
    yield database(path)
    database(path).close()
    database.clear()


def keep_one(visitor: Visitor) -> Visitor:
    return visitor.clicks("Keep a copy now")


def test_a_copy_is_kept_at_a_click_and_listed_with_the_way_back(kept) -> None:
    visitor = Visitor().open("settings")
    assert "No copy has been kept yet." in visitor.words
    keep_one(visitor)
    (copy,) = store.copies_of(kept.path)
    assert copy.note.saves == store.latest_sequence(kept)
    assert f"Kept as {copy.path.name}" in visitor.words
    assert "1 copy" in visitor.words and "To put a copy back" in visitor.words
    assert visitor.screen.table[0].value["By"].tolist() == ["Local coordinator"]


def test_who_kept_a_copy_stands_in_the_log_of_visits(kept) -> None:
    keep_one(Visitor().open("settings"))
    (copy,) = store.copies_of(kept.path)
    told = Visitor().open("roles").words
    assert "Local coordinator kept a backup copy of the whole tracker (asked for)" in told
    assert copy.path.name in told


def test_a_copy_that_cannot_be_kept_is_told_and_work_goes_on(kept) -> None:
    folder = store.folder_beside(kept.path)
    folder.write_text("a file where the folder should be")
    assert copies.keep_copy(kept, store.Why.DAY) is None
    visitor = Visitor().open("settings")
    assert "No backup copy could be kept on" in visitor.words
    keep_one(visitor)
    assert "cannot be used" in visitor.words
    b.keep(kept, b.an_update())

    folder.unlink()
    keep_one(Visitor().open("settings"))
    assert "No backup copy could be kept" not in Visitor().open("settings").words
