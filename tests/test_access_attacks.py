"""What somebody tried who speaks to the server without our pages, or whose sign-in ends mid-way."""

import time
from collections.abc import Iterator
from dataclasses import replace

import builders as b
import pytest
from builders import SLUG, TODAY, keep
from conftest import Server, a_new_database
from people_with_roles import OTHER, PEOPLE, kept_in, signed_in_as
from streamlit.proto.BackMsg_pb2 import BackMsg
from visits import ILLUSTRATIVE, Visitor

from tests.bench.session import Session
from tracker import access, store
from tracker.people import Role
from tracker.screen import import_draft, papers_taken, signed_in
from tracker.screen.visit import Visit, database

HERS = {"partnership": SLUG}
TYPED = "Does a named person shorten the wait?"


@pytest.fixture(autouse=True, scope="module")
def opened(tmp_path_factory) -> Iterator[store.Database]:
    path = tmp_path_factory.mktemp("attacks") / "tracker.duckdb"
    with a_new_database(path) as made:
        kept_in(made, SLUG)
        keep(made, b.a_test())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRACKER_DATABASE", str(path))
        yield database(path)
        database(path).close()
        database.clear()


# Messages that no page of ours sends


def test_a_message_that_empties_everybodys_caches_is_not_taken(server: Server) -> None:
    with Session(server.port, "actions", f"partnership={ILLUSTRATIVE}") as session:
        session.line.send(BackMsg(clear_cache=True).SerializeToString())
        session.rerun()  # the open database lies in such a cache
        assert b"Add an action" in b"".join(one.SerializeToString() for one in session.received)


# Addresses that no link of ours has


def test_an_address_that_names_nobody_opens_a_form_that_says_so() -> None:
    visitor = Visitor().open("set_up", **HERS, person="__proto__")
    assert "names nobody" in visitor.refused
    assert "person" not in visitor.clicks("Close without saving").address


ELSEWHERE = "[Sign in](https://example.org)"
QUOTED = [
    ("progress", {"partnership": ELSEWHERE}), ("progress", {"as_at": "[x](//x.org)"}),
    ("measure", {"measure": ELSEWHERE}), ("my_actions", {"owner": ELSEWHERE}),
    ("my_actions", {"action": ELSEWHERE}), ("actions", {"action": ELSEWHERE}),
    ("tests", {"area": ELSEWHERE}), ("tests", {"aim": ELSEWHERE}), ("charts", {"area": ELSEWHERE}),
    ("history", {"from": "[x](//x.org)"}),
]  # fmt: skip


@pytest.mark.parametrize(("page", "asked"), QUOTED)
def test_an_address_writes_no_link_into_the_sentence_that_refuses_it(page: str, asked) -> None:
    (told,) = Visitor().open(page, **(HERS | asked)).screen.error
    assert "\\[" in told.value and "](" not in told.value


# The sign-in ends while somebody writes


def writing(**address: str) -> Visitor:
    return signed_in_as(PEOPLE[Role.COORDINATOR]).open("test", **HERS, test="T1", **address)


def test_what_was_typed_on_a_page_is_kept_when_the_sign_in_has_run_out() -> None:
    writer = writing(cycle="new", step="plan")
    writer.field("text", "question").set_value(TYPED)
    writer.screen.user["exp"] = int(time.time()) - 1
    assert writer.again().headline == "Sign in to the improvement plan"
    back = writing(cycle="new", step="plan")
    assert back.field("text", "question").value == TYPED


def test_what_may_be_a_childs_details_is_not_kept_by_the_end_of_a_sign_in() -> None:
    writer = writing(cycle="new", step="plan")
    writer.field("text", "question").set_value("Does Sam (CHI 0101141009) wait less?")
    writer.screen.user["exp"] = int(time.time()) - 1
    writer.again()
    assert "Sam" not in writing(cycle="new", step="plan").field("text", "question").value


@pytest.mark.parametrize(("typed", "kept"), [(TYPED, TYPED), ("CHI 0101141009", "")])
def test_a_paste_is_kept_by_the_end_of_a_sign_in_but_for_a_childs_details(typed, kept) -> None:
    writer = signed_in_as(PEOPLE[Role.COORDINATOR]).open("bring_in", **HERS)
    writer.screen.text_area[0].set_value(typed)
    writer.screen.user["exp"] = int(time.time()) - 1
    assert writer.again().headline == "Sign in to the improvement plan"
    back = signed_in_as(PEOPLE[Role.COORDINATOR]).open("bring_in", **HERS)
    assert back.screen.text_area[0].value == kept


# Beside the page History


def test_a_viewer_reads_the_history_of_no_action_either() -> None:
    said = {
        role: [box.label for box in
               signed_in_as(PEOPLE[role]).open("actions", **HERS, action="1.1").screen.expander]
        for role in (Role.VIEWER, Role.SCRUTINY)
    }  # fmt: skip
    assert not [label for label in said[Role.VIEWER] if "What it was before" in label]
    assert [label for label in said[Role.SCRUTINY] if "What it was before" in label]


# Buttons pressed without end


def test_a_viewer_who_presses_for_papers_without_end_fills_no_history(
    opened: store.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signed_in, "refuse_ended", lambda *_: None)
    viewer = access.Visitor("Viewer", PEOPLE[Role.VIEWER], local=False, roles={SLUG: Role.VIEWER})
    for _ in range(15):
        newest = store.latest_sequence(opened)
        asked = Visit(opened, b.a_partnership(), TODAY, TODAY, newest, viewer)
        papers_taken.take(asked, "CSV", TODAY)
    assert len(store.papers_taken(opened, SLUG)) == 12  # as the settings come


def test_files_handed_over_in_one_partnership_put_no_file_of_another_away(opened) -> None:
    def handed_over(slug: str) -> import_draft.Draft:
        read = import_draft.Handed(None, b"")  # type: ignore[arg-type]
        draft = import_draft.Draft(slug, read, 0, TODAY, "A plan")
        import_draft._keep(draft)
        return draft

    first = handed_over(SLUG)
    theirs = [handed_over(OTHER) for _ in range(import_draft.MOST_DRAFTS + 1)]
    asked = Visit(opened, b.a_partnership(), TODAY, TODAY, 1)
    there = replace(asked, partnership=b.a_partnership(OTHER))
    assert import_draft.kept(asked, str(first.id)) is first
    assert import_draft.kept(there, str(first.id)) is None
    assert import_draft.kept(there, str(theirs[0].id)) is None
    assert import_draft.kept(there, str(theirs[1].id)) is theirs[1]
