"""The Word template of a partnership: authored, in the history, in every copy, kept for ever."""

import gzip
import re
from datetime import UTC, datetime

import pytest
import templates
from builders import SLUG, TODAY
from conftest import PROJECT, a_new_database
from templates import a_template, in_use

from tracker import history, kept_templates, store
from tracker.refusals import Refusal
from tracker.served import open_served
from tracker.word_templates import FROM_BEFORE, WordTemplate, template_id

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
EVER = history.FIRST_DAY, history.LAST_DAY


def told(database: store.Database) -> list[str]:
    """The history of templates as lines of text, oldest first, without their moments."""
    found = history.entries(store.happenings(database, SLUG, *EVER, template_id(SLUG)), *EVER)
    return [line.strip() for line in history.lines(found[::-1], {}) if line.startswith("  ")]


def versions(database: store.Database) -> tuple:
    return kept_templates.versions(database, SLUG)


# Who kept what


def test_it_is_kept_with_its_author_and_told_in_plain_words(plan_database) -> None:
    templates.keep(plan_database, "council.docx", by="Local coordinator")
    templates.keep(plan_database, "new.docx", "Strathbraan and Glen Council")
    templates.leave(plan_database)
    assert [one.recorded_by for one in versions(plan_database)] == [
        "Local coordinator", templates.BY, templates.BY,
    ]  # fmt: skip
    assert told(plan_database) == [
        "Kept Word template council.docx.",
        "Kept another Word template new.docx.",
        "File: council.docx → new.docx",
        "Taken away: Word template new.docx. Papers have the plain look again.",
    ]


def test_the_plain_look_comes_back_and_what_was_kept_can_be_used_again(plan_database) -> None:
    assert in_use(plan_database) == ""
    templates.keep(plan_database, "council.docx", "First Council")
    templates.keep(plan_database, "council.docx", "Second Council")
    assert in_use(plan_database) == "Second Council"
    (first,) = kept_templates.kept_before(versions(plan_database))
    templates.leave(plan_database)
    assert in_use(plan_database) == ""
    assert len(kept_templates.kept_before(versions(plan_database))) == 2
    kept_templates.keep_again(
        plan_database, SLUG, first.record, by="Isla Ross", today=TODAY, save_id=store.new_id()
    )
    assert in_use(plan_database) == "First Council"
    assert store.faults(plan_database) == []


def test_a_save_of_a_template_is_undone_like_any_other(plan_database) -> None:
    templates.keep(plan_database, "council.docx", "First Council")
    second = templates.keep(plan_database, "council.docx", "Second Council")
    store.undo(plan_database, SLUG, second, by="Isla Ross", save_id=store.new_id())
    assert in_use(plan_database) == "First Council"
    assert store.faults(plan_database) == []


def test_a_second_click_is_the_same_save(plan_database) -> None:
    twice = store.new_id()
    first = templates.keep(plan_database, "council.docx", save_id=twice)
    assert templates.keep(plan_database, "council.docx", save_id=twice) == first
    assert len(versions(plan_database)) == 1


def test_one_that_was_never_kept_is_not_used_again(plan_database) -> None:
    templates.keep(plan_database, "council.docx")
    strange = WordTemplate(id=template_id(SLUG), file_id=store.new_id(), file_name="x.docx")
    with pytest.raises(Refusal, match="never kept here"):
        kept_templates.keep_again(
            plan_database, SLUG, strange, by="Isla Ross", today=TODAY, save_id=store.new_id()
        )


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("council.docx", b"nothing", "not a Word document"),
        ("council.docx", bytes(10 * 2**20 + 1), "larger than 10 MB"),
        ("x" * 201, a_template(), "200"),
    ],
    ids=["no Word document", "too large", "too long a name"],
)
def test_what_cannot_be_a_template_is_not_kept(plan_database, name, content, why) -> None:
    with pytest.raises(Refusal, match=why):
        kept_templates.keep_template(
            plan_database, SLUG, name, content, by="Isla Ross", today=TODAY, save_id=store.new_id()
        )
    assert versions(plan_database) == ()


def test_the_plan_is_read_without_it(plan_database) -> None:
    before = store.plan_as_at(plan_database, SLUG, TODAY)
    templates.keep(plan_database, "council.docx")
    after = store.plan_as_at(plan_database, SLUG, TODAY)
    assert after.histories == before.histories and WordTemplate not in after.histories


# Nothing lost


def test_it_is_in_every_copy_and_comes_back_with_it(plan_database, tmp_path) -> None:
    templates.keep(plan_database, "council.docx", "First Council")
    templates.keep(plan_database, "council.docx", "Second Council")
    copy = store.back_up(
        plan_database, store.folder_beside(plan_database.path), NOON, by="Isla Ross"
    )
    again = tmp_path / "again" / "tracker.duckdb"
    store.restore(copy, again, NOON, by="Isla Ross")
    opened = store.open_database(again, patience=0)
    assert in_use(opened) == "Second Council"
    (before,) = kept_templates.kept_before(versions(opened))
    assert templates.council_of(kept_templates.content_of(opened, SLUG, before.record)) == (
        "First Council"
    )
    assert store.faults(opened) == []
    opened.close()


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE kept_file SET content = 'x'::BLOB", "brought in was changed after it was saved"),
        ("DELETE FROM kept_file", "brought in was removed"),
        ("UPDATE word_template SET recorded_by = 'Nobody'", "council.docx” was changed after it"),
        ("DELETE FROM word_template WHERE version = 2", "Version 2 of Word template “council.docx"),
        ("DELETE FROM word_template", "was removed"),
    ],
)
def test_one_that_was_changed_or_removed_is_found_and_named(
    plan_database, statement, sentence
) -> None:
    templates.keep(plan_database, "council.docx")
    templates.leave(plan_database)
    assert store.faults(plan_database) == []
    with plan_database.writing() as cursor:
        cursor.execute(statement)
    assert any(re.search(sentence, fault) for fault in store.faults(plan_database))


def test_a_file_that_is_gone_leaves_the_plain_look(plan_database) -> None:
    templates.keep(plan_database, "council.docx")
    with plan_database.writing() as cursor:
        cursor.execute("DELETE FROM kept_file")
    assert kept_templates.kept_template(plan_database, SLUG) is None


# Files from before templates stood in the database


@pytest.fixture
def of_before(plan_database):
    """A database beside which a template lies, closed."""
    path = plan_database.path
    plan_database.close()
    lies = path.parent / kept_templates.FOLDER / f"{SLUG}.docx"
    lies.parent.mkdir()
    lies.write_bytes(a_template("Council of before"))
    return path, lies


def test_a_file_of_before_is_taken_in_once_and_stays_where_it_lies(of_before) -> None:
    path, lies = of_before
    content = lies.read_bytes()
    opened = open_served(path, TODAY)
    (kept,) = versions(opened)
    assert (kept.recorded_by, kept.record.file_name) == (FROM_BEFORE, f"{SLUG}.docx")
    assert in_use(opened) == "Council of before"
    assert told(opened) == [f"Kept Word template {SLUG}.docx."]
    templates.leave(opened)
    opened.close()

    again = open_served(path, TODAY)
    assert in_use(again) == ""
    assert len(versions(again)) == 2 and lies.read_bytes() == content
    assert store.faults(again) == []
    again.close()


def test_it_is_taken_in_when_a_released_database_is_brought_up_to_date(tmp_path) -> None:
    released = PROJECT / "tests" / "databases" / "schema_4.duckdb.gz"
    path = tmp_path / "tracker.duckdb"
    path.write_bytes(gzip.decompress(released.read_bytes()))
    lies = tmp_path / kept_templates.FOLDER / f"{SLUG}.docx"
    lies.parent.mkdir()
    lies.write_bytes(a_template("Council of before"))
    opened = open_served(path, TODAY)
    assert in_use(opened) == "Council of before"
    assert store.faults(opened) == []
    opened.close()


def test_a_broken_file_of_before_closes_no_tracker(of_before, caplog) -> None:
    path, lies = of_before
    lies.write_bytes(b"no Word document")
    opened = open_served(path, TODAY)
    assert versions(opened) == () and "was not taken in" in caplog.text
    opened.close()
    assert lies.exists()


def test_a_new_tracker_has_none(tmp_path) -> None:
    with a_new_database(tmp_path / "tracker.duckdb") as new:
        kept_templates.take_in_from_before(new, TODAY)
        assert store.record_counts(new)[0]["word_template"] == 0
