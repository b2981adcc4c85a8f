"""The chain over the history: what was changed, put in or removed is found, and named."""

import hashlib
from datetime import UTC, datetime, timedelta, timezone

import pytest
from builders import SLUG, START, TODAY, a_person, a_point, a_post, an_action, an_update, keep
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker import store
from tracker.plan_imports import PlanImport
from tracker.records import Version
from tracker.store import chain

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def tampered(database: store.Database, *statements: str) -> list[str]:
    """What the check says after somebody wrote past the tracker."""
    with database.writing() as cursor:
        for statement in statements:
            cursor.execute(statement)
    return store.faults(database)


@pytest.fixture
def told(plan_database):
    """Action 1.1 in three versions, and a report on it: the saves 2 to 5."""
    keep(plan_database, an_action(title="Second words"), by="Coordinator")
    keep(plan_database, an_action(title="Third words"), by="Coordinator")
    keep(plan_database, an_update(done="A post is filled."))
    assert store.faults(plan_database) == []
    return plan_database


def sequence_of(database: store.Database, number: int) -> int:
    return store.latest_sequence(database) - number


# What is found


def test_a_changed_word_names_the_version_and_the_save(told) -> None:
    (fault,) = tampered(told, "UPDATE action SET title = 'Other' WHERE version = 2")
    assert fault.startswith("Version 2 of action 1.1 was changed after it was saved (save ")
    assert " by Coordinator, " in fault


@pytest.mark.parametrize(
    "change",
    ["recorded_by = 'Somebody else'", "recorded_at = recorded_at - INTERVAL 1 DAY",
     "as_of = as_of - 1", "withdrawn = true", "reason = 'undone'", "also_serves = [uuid()]",
     "due_on = DATE '2027-01-01'", "partnership_id = 'elsewhere'"],
)  # fmt: skip
def test_no_column_of_a_version_changes_unseen(told, change) -> None:
    assert tampered(told, f"UPDATE action SET {change} WHERE version = 3") != []


@pytest.mark.parametrize(
    ("table", "change"),
    [("save", "recorded_by = 'x'"), ("save", "words = 'x'"), ("save", "person_id = uuid()"),
     ("save", "recorded_at = recorded_at + INTERVAL 1 HOUR"), ("save", "partnership_id = 'x'")],
)  # fmt: skip
def test_a_changed_save_is_named(told, table, change) -> None:
    last = store.latest_sequence(told)
    found = tampered(told, f"UPDATE {table} SET {change} WHERE sequence = {last}")
    assert any(f"ave {last}" in fault for fault in found)


def test_a_removed_version_is_named(told) -> None:
    (fault,) = tampered(told, "DELETE FROM action WHERE version = 3")
    assert fault.startswith("Version 3 of action 1.1 was removed (save ")


def test_a_removed_record_is_named_by_its_id_and_what_led_to_it_leads_nowhere(told) -> None:
    found = tampered(told, "DELETE FROM action")
    record = an_action().id
    for number in (1, 2, 3):
        assert any(f"Version {number} of action {record} was removed" in f for f in found)
    assert any(f"leads nowhere under “action”: {record}" in fault for fault in found)


def test_a_row_put_in_past_the_tracker_is_named(told) -> None:
    found = tampered(told, "INSERT INTO action SELECT * REPLACE (4 AS version) FROM action "
                           "WHERE version = 3")  # fmt: skip
    assert [f.split(" (")[0] for f in found] == [
        "Version 4 of action 1.1 was put in without the tracker"
    ]


def test_a_gap_between_versions_is_named_also_where_its_digest_went_too(told) -> None:
    middle = store.latest_sequence(told) - 2
    found = tampered(
        told,
        "DELETE FROM action WHERE version = 2",
        f"DELETE FROM kept_rows WHERE sequence = {middle} AND kind = 'action'",
    )
    assert "Of action 1.1 the version 2 is missing." in found
    assert any(f"The chain of saves breaks at save {middle}" in fault for fault in found)


def test_a_whole_save_cut_out_of_the_middle_is_told(told) -> None:
    middle = store.latest_sequence(told) - 1
    found = tampered(
        told,
        *(
            f"DELETE FROM {table} WHERE sequence = {middle}"
            for table in ("action", "save", "kept_rows", "chain_link")
        ),
    )
    assert f"Missing from the list of saves: {middle}." in found
    assert any(f"The chain of saves breaks at save {middle + 1}" in fault for fault in found)


def test_a_row_changed_together_with_its_digest_breaks_the_chain(told) -> None:
    last = store.latest_sequence(told)
    found = tampered(
        told, f"UPDATE kept_rows SET digests = 'x'::BLOB WHERE sequence = {last} AND kind = 'save'"
    )
    assert any(f"The chain of saves breaks at save {last}" in fault for fault in found)


@pytest.mark.parametrize("left", [(), ("kept_rows",), ("chain_link",), ("save",)])
def test_the_last_save_cut_off_is_told(told, left) -> None:
    """With every trace gone from the database, the copy of before tells."""
    store.back_up(told, store.folder_beside(told.path), NOON, by="Isla Ross")
    last = store.latest_sequence(told)
    found = tampered(
        told,
        *(
            f"DELETE FROM {table} WHERE sequence = {last}"
            for table in ("status_update", "save", "kept_rows", "chain_link")
            if table not in left
        ),
    )
    assert any(f"{last} saves" in fault or f"ave {last} " in fault for fault in found), found
    assert any("The copy of 21 Nov 2026, 12:00 holds" in f for f in found) == (
        "chain_link" not in left
    )


def test_a_chain_made_anew_does_not_fit_the_copies(told) -> None:
    """Whoever knows how can make the chain anew; the copies still hold the old one."""
    store.back_up(told, store.folder_beside(told.path), NOON, by="Isla Ross")
    with told.writing() as cursor:
        cursor.execute("UPDATE action SET title = 'Smoother' WHERE version = 2")
        cursor.execute("DELETE FROM kept_rows")
        cursor.execute("DELETE FROM chain_link")
        chain.fill(cursor)
    (fault,) = store.faults(told)
    last = store.latest_sequence(told)
    assert fault == (
        f"Up to save {last} the history is not the one in the copy of 21 Nov 2026, 12:00."
    )


def test_a_changed_or_removed_file_is_told(plan_database) -> None:
    file, content = store.new_id(), b"ref,title\n1,Join up\n"
    brought = PlanImport(id=store.new_id(), file_id=file, file_name="plan.csv")
    kept = store.keep_import(
        plan_database, SLUG, [Version(brought, TODAY)], (file, "plan.csv", content),
        by="Coordinator", save_id=store.new_id(),
    )  # fmt: skip
    store.undo(plan_database, SLUG, kept.sequence, by="Coordinator", save_id=store.new_id())
    assert store.faults(plan_database) == []
    begin = f"The file that save {kept.sequence} brought in"
    assert tampered(plan_database, "UPDATE kept_file SET content = 'x'::BLOB") == [
        f"{begin} was changed after it was saved."
    ]
    found = tampered(plan_database, "DELETE FROM kept_file")
    assert f"{begin} was removed." in found


def test_a_link_into_another_partnership_is_an_orphan(told) -> None:
    keep(told, an_action("9.9"), slug="elsewhere")
    found = store.faults(told)
    assert len(found) == 1
    assert found[0].startswith("Version 1 of action 9.9 leads nowhere under “area”")


# What is not a fault


def test_erasing_a_person_leaves_the_chain_and_the_links_whole(plan_database) -> None:
    isla = a_person(email="isla.ross@example.org")
    keep(plan_database, a_post(person_id=isla.id), people=[isla])
    with plan_database.reading() as cursor:
        links = chain.links(cursor)
    store.erase_person(plan_database, SLUG, isla.id, by="Coordinator")
    assert store.faults(plan_database) == []
    with plan_database.reading() as cursor:
        assert links.items() <= chain.links(cursor).items()


def test_a_post_held_by_nobody_we_know_is_told_where_nobody_was_erased(plan_database) -> None:
    keep(plan_database, a_post(person_id=a_person().id))
    (fault,) = store.faults(plan_database)
    assert "leads nowhere under “person”" in fault


@given(
    value=st.none() | st.floats(allow_nan=False, allow_infinity=False),
    note=st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=40),
    at=st.datetimes(
        datetime(1990, 1, 1),  # noqa: DTZ001  hypothesis adds the zone
        datetime(2100, 1, 1),  # noqa: DTZ001
        timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30))]),
    ),
)  # fmt: skip
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_what_was_saved_reads_back_with_the_digest_it_was_kept_with(
    plan_database, value, note, at
) -> None:
    store.save(
        plan_database, SLUG,
        [Version(a_point(value=value), START), Version(an_update(next=note), START, reason=note)],
        by=note, recorded_at=at,
    )  # fmt: skip
    problems = [f for f in store.faults(plan_database) if "leads nowhere" not in f]
    assert problems == []


def test_columns_added_later_do_not_change_a_digest() -> None:
    row = ["p", store.new_id(), 1, 7, START, NOON, "Isla Ross", False, "", "words", None]
    assert chain.kept_of("action", row) == chain.kept_of("action", [*row, None, None])
    assert chain.kept_of("action", row) != chain.kept_of("action", [*row, ""])


def test_the_form_of_digests_and_links_never_changes() -> None:
    """A library that wrote a date or a number otherwise would break every chain there is."""
    ident = store.new_id().__class__("01a1fe8e-d34c-7776-8c2e-48fdf9d2ba00")
    row = ["p", ident, 1, 7, START, NOON, "Isla", False, "", 0.1, 1e22, [ident], ["é"], [], True]
    written = (
        '["p","01a1fe8e-d34c-7776-8c2e-48fdf9d2ba00",1,7,"2026-01-05","2026-11-21T12:00:00Z",'
        '"Isla",false,"",0.1,1e+22,["01a1fe8e-d34c-7776-8c2e-48fdf9d2ba00"],["é"],[],true]'
    )
    assert chain.kept_of("action", row).digest == hashlib.sha256(written.encode()).digest()
    assert chain.link_of("ab", {"b": b"2", "a": b"1"}) == (
        hashlib.sha256(b"ab\na\n1b\n2").hexdigest()
    )
