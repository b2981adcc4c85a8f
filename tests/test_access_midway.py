"""A role made smaller half-way through something: nothing more is kept."""

from collections.abc import Callable, Iterator
from pathlib import Path

import builders as b
import meetings
import pytest
import templates
from builders import SLUG, TODAY, keep
from conftest import a_new_database
from people_with_roles import PEOPLE, give, signed_in_as
from streamlit.testing.v1.element_tree import Button
from visits import Visitor

from tracker import store
from tracker.people import Role
from tracker.screen.visit import database

SOMEBODY = "somebody@example.org"
HERS = {"partnership": SLUG}
MEETING = HERS | {"meeting": str(meetings.MEETING.id)}
A_PLAN = "Ref\tAction\tLead\tBy when\n1.1\tPublish the guide\tThe lead\t31/03/2027\n"
LESS = (Role.VIEWER, Role.SCRUTINY, Role.ACTION_OWNER)
WRITES = (
    "Write it down",
    "End the meeting",
    "Start the meeting",
    "Take it back",
    "Make it an action",
)


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[store.Database]:
    path = tmp_path / "tracker.duckdb"
    with a_new_database(path) as made:
        meetings.a_plan_that_meets(made)
        for role, email in PEOPLE.items():
            give(made, email, role)
    monkeypatch.setenv("TRACKER_DATABASE", str(path))
    yield database(path)
    database(path).close()
    database.clear()


def _meets(step: str) -> Visitor:
    visitor = signed_in_as(SOMEBODY).open("meeting", **MEETING)
    visitor.clicks("Start the meeting")
    return visitor.open("meeting", **MEETING, step=step)


def _decides(_: store.Database) -> Visitor:
    visitor = _meets("decisions")
    visitor.field("text", "words").set_value("Find cover for the rota.")
    return visitor


def _ends(_: store.Database) -> Visitor:
    return _meets("close")


def _imports(_: store.Database) -> Visitor:
    visitor = signed_in_as(SOMEBODY).open("bring_in", **HERS)
    visitor.screen.text_area[0].set_value(A_PLAN)
    visitor.clicks("Read what was pasted")
    next(one for one in visitor.screen.button if ". Preview" in one.label).click()
    return visitor.again()


def _leaves_the_template(opened: store.Database) -> Visitor:
    templates.keep(opened, "council.docx")
    return signed_in_as(SOMEBODY).open("alerts", **HERS)


def _merges(opened: store.Database) -> Visitor:
    area = meetings.ONE
    visitor = signed_in_as(SOMEBODY).open("set_up", **HERS, change=f"area:{area.id}")
    visitor.field("line", "title").set_value("My title")
    keep(opened, b.stated(area.model_copy(update={"title": "Their title"}), TODAY))
    visitor.clicks("Save")
    assert "You both changed 1 field" in visitor.words
    return visitor


def _keeps_a_copy(_: store.Database) -> Visitor:
    return signed_in_as(SOMEBODY).open("settings", **HERS)


HALF_WAY: dict[str, tuple[Callable[[store.Database], Visitor], str]] = {
    "a decision": (_decides, "Write it down"),
    "the end of a meeting": (_ends, "End the meeting"),
    "an import": (_imports, "Bring in "),
    "a template": (_leaves_the_template, "Use the plain look again"),
    "a merge": (_merges, "Save what is chosen"),
    "a backup copy": (_keeps_a_copy, "Keep a copy now"),
}


def _button(visitor: Visitor, words: str) -> Button:
    return next(one for one in visitor.screen.button if one.label.startswith(words))


@pytest.mark.parametrize("what", HALF_WAY)
def test_what_was_begun_with_a_greater_role_is_not_ended_with_a_smaller(what, opened) -> None:
    begins, button = HALF_WAY[what]
    give(opened, SOMEBODY, Role.ADMINISTRATOR)
    visitor = begins(opened)
    pressed = _button(visitor, button)
    give(opened, SOMEBODY, Role.VIEWER)
    before = store.latest_sequence(opened)
    pressed.click()
    visitor.again()
    assert store.latest_sequence(opened) == before
    assert store.copies_of(opened.path) == ()
    assert button not in {one.label for one in visitor.screen.button}


@pytest.mark.parametrize("role", LESS)
def test_an_open_meeting_shows_those_who_only_read_nothing_that_writes(role, opened) -> None:
    give(opened, SOMEBODY, Role.ADMINISTRATOR)
    _meets("decisions")
    visitor = signed_in_as(PEOPLE[role])
    for step in ("", "decisions", "close", "asks"):
        visitor.open("meeting", **MEETING, step=step)
        assert not {one.label for one in visitor.screen.button} & {*WRITES}
        assert visitor.refused == ""
