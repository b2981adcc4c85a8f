"""Journeys on the register of actions: narrow it, open one, change owners, withdraw, put back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import builders as b
import pytest
from visits import Visitor

from tracker import store
from tracker.plan import Action, Status
from tracker.screen import owner_change

HOSTILE = '<script>alert("1")</script> =1+1 **bold** [a](http://b) $x$ :red[c]'
AREA = b.an_area("1", title="Neglect", wording="Raise the quality of chronologies.")
NURSE, CHIEF = b.a_post("nurse", title="Nurse"), b.a_post("chief", title="Chief Officer")
ACTIONS = [
    b.an_action("1.1", AREA, title="Toolkit", owner_id=NURSE.id, due_on=b.START),
    b.an_action("1.2", AREA, title="Supervision rota", owner_id=NURSE.id),
    b.an_action("1.3", AREA, title=HOSTILE, what=HOSTILE),
]


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[store.Database]:
    from tracker.screen.visit import database

    path = tmp_path / "tracker.duckdb"
    monkeypatch.setenv("TRACKER_DATABASE", str(path))
    made = store.open_database(path, create=True)
    store.keep_reference(made, b.reference_lists(), b.TODAY)
    report = b.an_update(ACTIONS[0], status=Status.OFF_TRACK, done="The sheriff " + HOSTILE)
    shown = b.a_partnership(shown_as_at=b.TODAY)
    b.keep(made, shown, b.a_plan(), AREA, NURSE, CHIEF, *ACTIONS, report)
    made.close()
    yield database(path)
    database(path).close()
    database.clear()


@pytest.fixture
def visitor(kept: store.Database) -> Visitor:
    return Visitor()


def listed(visitor: Visitor) -> list[str]:
    """The references of the rows of the table."""
    return [ref for table in visitor.screen.dataframe for ref in table.value["Ref"]]


def newest(kept: store.Database, action: Action) -> Action:
    record: Action = store.versions_of(kept, b.SLUG, Action, action.id)[-1].record
    return record


@pytest.mark.parametrize(
    ("address", "refs", "headline"),
    [
        ({}, ["1.1", "1.2", "1.3"], "3 actions"),
        ({"show": "overdue"}, ["1.1"], "1 of 3 actions: overdue"),
        ({"owner": "nurse"}, ["1.1", "1.2"], "2 of 3 actions: Nurse"),
        ({"owner": "nobody"}, ["1.3"], "1 of 3 actions: no owner yet"),
        ({"status": "off_track"}, ["1.1"], "1 of 3 actions: off track"),
        ({"gap": "no_due_date"}, ["1.2", "1.3"], "2 of 3 actions: without a due date"),
        ({"area": "1", "gap": "no_owner"}, ["1.3"],
         "1 of 3 actions: without one owner, in area 1 Neglect"),
        ({"words": "suprvision"}, ["1.2"], "1 of 3 actions: “suprvision”"),
        ({"words": "sheriff", "owner": "nurse"}, ["1.1"], "1 of 3 actions: Nurse, “sheriff”"),
        ({"words": "zebra"}, [], "None of 3 actions: “zebra”"),
        ({"show": "withdrawn"}, [], "No withdrawn actions"),
        ({"area": "99", "owner": "x", "status": "y", "gap": "z", "sort": "q", "show": "w"},
         ["1.1", "1.2", "1.3"], "3 actions"),
    ],
)  # fmt: skip
def test_a_link_shows_what_its_sender_saw(
    visitor: Visitor, address: dict[str, str], refs: list[str], headline: str
) -> None:
    visitor.open("actions", **address)
    assert (listed(visitor), visitor.headline) == (refs, headline)


def test_what_is_chosen_stands_in_the_address_and_can_be_taken_back(visitor: Visitor) -> None:
    visitor.open("actions")
    visitor.screen.selectbox(key="register_owner").select("nurse")
    visitor.again()
    visitor.screen.text_input(key="register_words").input("tolkit")
    visitor.again()
    assert visitor.address.items() >= {("owner", "nurse"), ("words", "tolkit")}
    assert listed(visitor) == ["1.1"]
    assert "“tolkit” is not in this plan: shown is what says “toolkit”" in visitor.words
    visitor.screen.text_input(key="register_words").input("zebra")
    visitor.again().clicks("Show all actions")
    assert listed(visitor) == ["1.1", "1.2", "1.3"]
    assert "owner" not in visitor.address


def test_a_search_also_finds_areas(visitor: Visitor) -> None:
    visitor.open("actions", words="chronologies")
    assert any("Area 1 Neglect" in link.label for link in visitor.links)


def test_one_action_opens_with_its_reports_and_versions(visitor: Visitor) -> None:
    words = visitor.open("actions", action="1.1").words
    assert "The sheriff" in words and "1 Neglect" in words and "Nurse" in words
    assert "It has no measure, so its effect cannot be shown." in words
    assert "Reference: 1.1" in words  # its first version


def test_an_action_that_is_not_there_is_refused_in_words(visitor: Visitor) -> None:
    visitor.open("actions", action="9.9")
    assert "no action “9.9”" in visitor.refused
    assert listed(visitor) == ["1.1", "1.2", "1.3"]


def test_hostile_text_is_shown_as_it_was_typed(visitor: Visitor) -> None:
    visitor.open("actions", action="1.3", words="bold")
    assert HOSTILE in visitor.screen.dataframe[0].value["Action"].tolist()
    assert HOSTILE in visitor.words
    fragments = " ".join(element.proto.body for element in visitor.screen.get("html"))
    assert "<script" not in fragments and "&lt;script&gt;" in fragments


def owner_field(visitor: Visitor) -> Any:
    return next(s for s in visitor.screen.selectbox if s.label == "New owner")


def test_several_actions_get_a_new_owner_in_one_save_that_can_be_undone(
    visitor: Visitor, kept: store.Database
) -> None:
    before = store.latest_sequence(kept)
    visitor.open("actions").clicks("Change owners")
    visitor.screen.multiselect[0].set_value([ACTIONS[0].id, ACTIONS[2].id])
    owner_field(visitor).set_value(CHIEF.id)
    visitor.clicks("Save")
    assert store.latest_sequence(kept) == before + 1
    assert "**Chief Officer** now owns 2 actions: 1.1, 1.3." in visitor.words
    assert [newest(kept, a).owner_id for a in ACTIONS] == [CHIEF.id, NURSE.id, CHIEF.id]
    visitor.clicks("Undo")
    assert [newest(kept, a).owner_id for a in ACTIONS] == [NURSE.id, NURSE.id, None]


def test_nothing_chosen_is_said_below_each_field(visitor: Visitor, kept: store.Database) -> None:
    before = store.latest_sequence(kept)
    visitor.open("actions").clicks("Change owners").clicks("Save")
    assert "Choose at least one action." in visitor.refused
    assert "Choose who is to own them." in visitor.refused
    assert store.latest_sequence(kept) == before


def test_all_or_none_where_somebody_else_changed_one_meanwhile(
    visitor: Visitor, kept: store.Database
) -> None:
    visitor.open("actions").clicks("Change owners")
    visitor.screen.multiselect[0].set_value([ACTIONS[0].id, ACTIONS[1].id])
    owner_field(visitor).set_value(CHIEF.id)
    b.keep(kept, b.stated(ACTIONS[1].model_copy(update={"title": "Rota"}), b.TODAY))
    visitor.clicks("Save")
    assert "nothing was saved" in visitor.refused
    assert [newest(kept, a).owner_id for a in ACTIONS[:2]] == [NURSE.id, NURSE.id]
    assert newest(kept, ACTIONS[1]).title == "Rota"


def test_an_earlier_day_on_the_screen_does_not_bring_old_words_back(
    visitor: Visitor, kept: store.Database
) -> None:
    b.keep(kept, b.stated(ACTIONS[0].model_copy(update={"title": "New title"}), b.TODAY))
    visitor.open("actions", as_at=b.START.isoformat()).clicks("Change owners")
    visitor.screen.multiselect[0].set_value([ACTIONS[0].id])
    owner_field(visitor).set_value(CHIEF.id)
    visitor.clicks("Save")
    assert newest(kept, ACTIONS[0]).title == "New title"
    assert newest(kept, ACTIONS[0]).owner_id == CHIEF.id


def test_withdrawn_leaves_the_list_says_why_and_can_be_put_back(
    visitor: Visitor, kept: store.Database
) -> None:
    visitor.open("actions", change=f"action:{ACTIONS[1].id}")
    next(w for w in visitor.screen.text_input if w.label == "Why?").input("joined into 1.1")
    visitor.again().clicks("Withdraw")
    assert listed(visitor.open("actions")) == ["1.1", "1.3"]
    visitor.open("actions", show="withdrawn", words="rota")
    assert (listed(visitor), visitor.headline) == (["1.2"], "1 withdrawn action: “rota”")
    visitor.open("actions", show="withdrawn", action="1.2")
    assert "joined into 1.1" in visitor.words
    visitor.clicks("Put it back")  # opens its form
    visitor.clicks("Put it back")
    assert listed(visitor.open("actions")) == ["1.1", "1.2", "1.3"]


def test_an_empty_plan_says_how_to_begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tracker.screen.visit import database

    path = tmp_path / "empty.duckdb"
    monkeypatch.setenv("TRACKER_DATABASE", str(path))
    made = store.open_database(path, create=True)
    store.keep_reference(made, b.reference_lists(), b.TODAY)
    b.keep(made, b.a_partnership(shown_as_at=b.TODAY), b.a_plan())
    made.close()
    try:
        visitor = Visitor().open("actions")
        assert visitor.headline == "No actions"
        assert "Set up this plan" in [link.label for link in visitor.links]
        b.keep(database(path), AREA)
        visitor.open("actions")
        assert "Add the first" in " ".join(info.value for info in visitor.screen.info)
        assert "Add an action" in [button.label for button in visitor.screen.button]
    finally:
        database(path).close()
        database.clear()


def test_the_dialog_offers_nobody_but_people_and_posts(kept: store.Database) -> None:
    b.keep(kept, b.a_group())
    plan = store.plan_as_at(kept, b.SLUG, b.TODAY)
    assert set(owner_change.choices(plan)) == {NURSE.id, CHIEF.id}
