"""The SMART check on the screen: the list of what to mend, our own view, as typed, the register."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import builders as b
import pytest
from browsing import DESK, go, new_page
from conftest import Server
from test_accessible import serious
from visits import Visitor

from tracker import store
from tracker.plan import Action, Status
from tracker.readings import readings
from tracker.smart_notes import Letter, SmartNote, Verdict

HOSTILE = "<b>Train</b> 40 staff **now** [a](http://b) $x$ :red[c] =1+1"
ONE, TWO = b.an_area("1", title="Neglect"), b.an_area("2", title="Voice")
NURSE, BOARD = b.a_post("nurse", title="Nurse"), b.a_group("board")
OUTCOME = b.an_outcome(quality_indicators=("2019 2.1",))
DEFINED = {"definition": "Children who say they were heard, counted by advocates."}
WHOLE = b.a_measure(
    baseline=61.0, baseline_period="2025", short_target=75.0, short_by=date(2027, 3, 31), **DEFINED
)
BARE = b.a_measure("M2", title="Heard", **DEFINED)
GOOD = {
    "title": "Publish the ten guarantees", "owner_id": NURSE.id, "outcome_id": OUTCOME.id,
    "measure_ids": (WHOLE.id,), "due_on": date(2026, 12, 18),
}  # fmt: skip


def an_action(ref: str, area: Any = ONE, **said: Any) -> Action:
    """One that passes every letter, but for what is said otherwise."""
    return b.an_action(ref, area, **GOOD | said)


FINE = an_action("1.1")
VAGUE = an_action("1.2", title="Governance")
ORPHAN = an_action("1.3", owner_id=None)
UNDATED = an_action("1.4", due_on=None)
PARTLY = an_action("1.5", title="Develop an approach")
DONE = an_action("1.6", owner_id=BOARD.id, due_on=None)
UNMEASURED = an_action("2.1", TWO, measure_ids=(), title=HOSTILE)
LOOSE = an_action("2.2", TWO, outcome_id=None)
HALF = an_action("2.3", TWO, measure_ids=(BARE.id,))
ACTIONS = [FINE, VAGUE, ORPHAN, UNDATED, PARTLY, DONE, UNMEASURED, LOOSE, HALF]
RECORDS = [ONE, TWO, NURSE, BOARD, OUTCOME, WHOLE, BARE]


def served(path: Path, *records: Any) -> store.Database:
    """A database of these records, as the tracker serves it."""
    from tracker.screen.visit import database

    made = store.open_database(path, create=True)
    store.keep_reference(made, b.reference_lists(), b.TODAY)
    b.keep(made, b.a_partnership(shown_as_at=b.TODAY), b.a_plan(), *records)
    made.close()
    return database(path)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    from tracker.screen.visit import database

    its = tmp_path / "tracker.duckdb"
    monkeypatch.setenv("TRACKER_DATABASE", str(its))
    yield its
    database(its).close()
    database.clear()


@pytest.fixture
def kept(path: Path) -> store.Database:
    report = b.an_update(DONE, status=Status.COMPLETE, progress=100, done="Done.")
    return served(path, *RECORDS, *ACTIONS, report)


@pytest.fixture
def visitor(kept: store.Database) -> Visitor:
    return Visitor()


def fragments(visitor: Visitor) -> list[str]:
    """The rows of five letters on the screen, as HTML."""
    bodies = [element.proto.body for element in visitor.screen.get("html")]
    return [body for body in bodies if 'class="tr-smart' in body]


def told(visitor: Visitor) -> dict[str, list[str]]:
    """The references listed under each heading."""
    found: dict[str, list[str]] = {}
    for element in visitor.screen._tree:
        if element.type == "header":
            found[element.value.split(" :gray")[0]] = []
        elif element.type == "page_link" and "action=" in element.proto.query_string:
            found[list(found)[-1]].append(parse_qs(element.proto.query_string)["action"][0])
    return found


def listed(visitor: Visitor) -> list[str]:
    return [ref for its in told(visitor).values() for ref in its]


def mend(visitor: Visitor, action: Action) -> dict[str, str]:
    """Where the mend beside an action leads."""
    links = [parse_qs(link.query_string) for link in visitor.links if link.query_string]
    places = [place.get("action") for place in links]
    following = links[places.index([action.ref]) + 1]
    return {name: value[0] for name, value in following.items()}


def said(kept: store.Database, action: Action, letter: str) -> list[Any]:
    """Every version of what people said about one letter of an action."""
    plan = store.plan_as_at(kept, b.SLUG, b.TODAY)
    its = [its for its in plan.histories.get(SmartNote, {}).values()
           if (its[0].record.action_id, its[0].record.letter) == (action.id, letter)]  # fmt: skip
    return list(its[0]) if its else []


# The list


def test_actions_stand_under_the_mend_that_pays_most_and_complete_ones_last(
    visitor: Visitor,
) -> None:
    visitor.open("smart")
    assert visitor.headline == (
        "6 of 9 actions lack something: 2 one owner, 2 a date, 1 a clear action, "
        "1 a telling measure, 1 an outcome"
    )
    assert told(visitor) == {
        "First: say what will be done": ["1.2"],
        "First: name one owner": ["1.3"],
        "First: set a date": ["1.4"],
        "First: measure it": ["2.1"],
        "First: link an outcome": ["2.2"],
        "Nothing fails, and it could be better": ["1.5", "2.3"],
        "Already complete": ["1.6"],
    }
    assert "An aid, not a judgement" in visitor.words
    assert "Nobody owns it. Name one post or person who answers for it." in visitor.words


@pytest.mark.parametrize(
    ("address", "headline", "refs"),
    [
        ({"lacks": "A"}, "2 of 9 actions have no one post as owner", ["1.3", "1.6", "2.1"]),
        ({"lacks": "S"}, "1 of 9 actions does not say what will be done", ["1.2", "1.5"]),
        ({"lacks": "M"}, "1 of 9 actions cannot show whether it worked", ["2.1", "2.3"]),
        ({"area": "2"}, "2 of 3 actions in area 2 lack something: 1 a telling measure",
         ["2.1", "2.2", "2.3"]),
        ({"area": "2", "lacks": "S"}, "S specific fails in none of 3 actions in area 2", []),
        ({"owner": "board"}, "1 of 1 action owned by The board lacks one owner and a date",
         ["1.6"]),
        ({"owner": "nobody"}, "1 of 1 action without an owner lacks one owner", ["1.3"]),
        ({"area": "9", "owner": "x", "lacks": "Q", "shown": "many"},
         "6 of 9 actions lack something", [a.ref for a in ACTIONS[1:]]),
    ],
)  # fmt: skip
def test_a_link_shows_what_its_sender_chose(
    visitor: Visitor, address: dict[str, str], headline: str, refs: list[str]
) -> None:
    visitor.open("smart", **address)
    assert visitor.headline.startswith(headline)
    assert sorted(listed(visitor)) == refs


def test_what_is_chosen_stands_in_the_address(visitor: Visitor) -> None:
    visitor.open("smart")
    visitor.screen.selectbox(key="register_area").select("2")
    visitor.again()
    assert visitor.address["area"] == "2"
    assert sorted(listed(visitor)) == ["2.1", "2.2", "2.3"]


@pytest.mark.parametrize(
    ("action", "leads_to"),
    [(VAGUE, VAGUE), (ORPHAN, ORPHAN), (UNDATED, UNDATED), (LOOSE, LOOSE), (HALF, BARE)],
)
def test_the_mend_leads_to_the_form_that_mends_it(
    visitor: Visitor, action: Action, leads_to: Any
) -> None:
    place = mend(visitor.open("smart", lacks="", area=""), action)
    assert place["change"] == f"{leads_to.kind}:{leads_to.id}"
    visitor.open("smart", **place)
    assert visitor.field("line", "ref").value == leads_to.ref


def test_an_action_that_is_mended_leaves_the_list_and_the_choices_stay(visitor: Visitor) -> None:
    place = mend(visitor.open("smart", lacks="A"), ORPHAN)
    visitor.open("smart", **place)
    visitor.field("one_of", "owner_id").set_value(NURSE.id)
    visitor.clicks("Save")
    assert visitor.headline.startswith("1 of 9 actions has no one post as owner")
    assert visitor.address["lacks"] == "A"


def test_where_nothing_can_be_linked_yet_the_mend_is_to_add_the_first(path: Path) -> None:
    bare = b.an_action("1.1", ONE, title="Publish the plan", owner_id=NURSE.id, due_on=b.TODAY)
    served(path, ONE, NURSE, bare)
    visitor = Visitor()
    wanted = {"M": "measure", "R": "outcome"}
    for letter, kind in wanted.items():
        place = mend(visitor.open("smart", lacks=letter), bare)
        assert (place["add"], place["within"]) == (kind, "1")


def test_a_plan_without_actions_and_one_with_nothing_to_mend_say_so(path: Path) -> None:
    kept = served(path, *RECORDS)
    visitor = Visitor()
    assert visitor.open("smart").headline == "No actions to check"
    b.keep(kept, FINE)
    assert visitor.open("smart").headline == "No letter fails in 1 action"


def test_a_long_plan_shows_twenty_and_more_on_demand(path: Path) -> None:
    many = [an_action(f"1.{n}", owner_id=None) for n in range(1, 501)]
    served(path, *RECORDS, *many)
    visitor = Visitor().open("smart")
    assert visitor.headline == "500 of 500 actions lack one owner"
    assert len(fragments(visitor)) == 20
    visitor.clicks("Show 20 more")
    assert len(fragments(visitor)) == 40
    assert visitor.address["shown"] == "40"


def test_hostile_words_are_shown_as_they_were_typed(visitor: Visitor) -> None:
    labels = [link.label for link in visitor.open("smart").links]
    assert any(label.count("\\") > 10 and "Train" in label for label in labels)
    assert HOSTILE in visitor.open("smart", action="2.1").words


# Our own view


def overrule(visitor: Visitor, action: Action, letter: str, verdict: str, words: str) -> Visitor:
    visitor.open("smart", action=action.ref)
    visitor.screen.radio(key=f"smart_letter_{action.id}").set_value(Letter(letter))
    visitor.again()
    visitor.field("choice", f"{letter}_verdict").set_value(Verdict(verdict))
    visitor.field("text", f"{letter}_words").set_value(words)
    return visitor.clicks("Save our view")


def test_our_view_stands_beside_the_checks_own_with_who_and_when(
    visitor: Visitor, kept: store.Database
) -> None:
    overrule(visitor, VAGUE, "S", "pass", "The board *knows* what this is.")
    (note,) = said(kept, VAGUE, "S")
    assert (note.record.verdict, note.recorded_by) == ("pass", "Local coordinator")
    words = visitor.words
    assert "S specific, our view: passes.** The board *knows* what this is." in words
    assert "Local coordinator, 21 Nov 2026" in words
    assert "The check itself:] **:material/close: S specific: fails.** “Governance”" in words
    assert "passes, our view" in " ".join(fragments(visitor))
    assert "1.2" not in listed(visitor.open("smart"))


def test_our_view_can_be_changed_and_taken_back(visitor: Visitor, kept: store.Database) -> None:
    overrule(visitor, VAGUE, "S", "pass", "We know.")
    overrule(visitor, VAGUE, "S", "partly", "We half know.")
    assert [version.record.words for version in said(kept, VAGUE, "S")] == [
        "We know.", "We half know.",
    ]  # fmt: skip
    visitor.open("smart", action="1.2").clicks("Take our view back")
    assert said(kept, VAGUE, "S")[-1].withdrawn
    assert "our view: " not in visitor.words
    assert "1.2" in told(visitor.open("smart"))["First: say what will be done"]
    overrule(visitor, VAGUE, "S", "pass", "We know after all.")
    assert not said(kept, VAGUE, "S")[-1].withdrawn


def test_our_view_may_fail_what_passes_and_shows_on_the_list(visitor: Visitor) -> None:
    overrule(visitor, FINE, "T", "fail", "That is the day of the election.")
    assert "1.1" in told(visitor.open("smart"))["First: set a date"]
    assert "That is the day of the election." in visitor.words
    assert "The check itself: passes. It is due by 18 Dec 2026." in visitor.words


def test_our_view_needs_a_verdict_and_a_reason(visitor: Visitor, kept: store.Database) -> None:
    visitor.open("smart", action="1.2").clicks("Save our view")
    assert "Our verdict is empty" in visitor.refused and "Why is empty" in visitor.refused
    assert said(kept, VAGUE, "S") == []


def somebody_else_writes(kept: store.Database, words: str) -> None:
    """Another view of the same letter, saved while ours is open."""
    (first,) = said(kept, VAGUE, "S")
    b.keep(kept, b.stated(first.record.model_copy(update={"words": words}), b.TODAY))


def test_a_view_saved_meanwhile_stands_beside_ours_and_both_can_stay(
    visitor: Visitor, kept: store.Database
) -> None:
    overrule(visitor, VAGUE, "S", "pass", "We know.")
    visitor.open("smart", action="1.2")
    somebody_else_writes(kept, "Nobody knows.")
    visitor.field("text", "S_words").set_value("We do know.")
    visitor.clicks("Save our view")
    assert "You both changed 1 field" in visitor.words
    assert "Nobody knows." in visitor.words and "We do know." in visitor.words
    next(pick for pick in visitor.screen.radio if pick.key.endswith("_pick")).set_value("both")
    visitor.clicks("Save what is chosen")
    assert said(kept, VAGUE, "S")[-1].record.words == "Nobody knows.\n\nWe do know."


def test_why_we_see_it_differently_survives_a_reload(
    visitor: Visitor, kept: store.Database
) -> None:
    visitor.open("smart", action="1.2")
    visitor.field("text", "S_words").set_value("Half a reason")
    visitor.again()
    again = Visitor().open("smart", action="1.2")
    assert again.field("text", "S_words").value == "Half a reason"
    again.field("choice", "S_verdict").set_value(Verdict.PASS)
    again.clicks("Save our view")
    assert said(kept, VAGUE, "S")[-1].record.words == "Half a reason"
    assert Visitor().open("smart", action="1.2").field("text", "S_words").value == "Half a reason"


def test_a_view_somebody_else_wrote_meanwhile_is_not_taken_back_unseen(
    visitor: Visitor, kept: store.Database
) -> None:
    overrule(visitor, VAGUE, "S", "pass", "We know.")
    visitor.open("smart", action="1.2")
    somebody_else_writes(kept, "Nobody knows.")
    visitor.clicks("Take our view back")
    assert "“Nobody knows.”" in visitor.refused
    assert not said(kept, VAGUE, "S")[-1].withdrawn
    visitor.clicks("Take our view back")
    assert said(kept, VAGUE, "S")[-1].withdrawn


# As it is typed


def test_the_letters_follow_what_is_typed_and_never_stop_a_save(
    visitor: Visitor, kept: store.Database
) -> None:
    visitor.open("actions", add="action", within="1")
    assert fragments(visitor) == []
    visitor.field("line", "title").set_value("Governance")
    visitor.again()
    (letters,) = fragments(visitor)
    assert letters.count("tr-smart-fail") == 5
    visitor.field("line", "title").set_value("Publish the ten guarantees")
    visitor.field("day", "due_on").set_value(date(2026, 12, 18))
    visitor.again()
    (letters,) = fragments(visitor)
    assert letters.count("tr-smart-fail") == 3
    assert "**A** Nobody owns it." in visitor.words
    visitor.clicks("Save")
    plan = store.plan_as_at(kept, b.SLUG, b.TODAY)
    assert "1.7" in [action.ref for action in plan.actions]


def test_a_change_is_judged_as_typed_and_the_plan_as_it_stands(visitor: Visitor) -> None:
    visitor.open("smart", change=f"action:{FINE.id}")
    visitor.field("line", "title").set_value("Governance")
    visitor.again()
    assert "**S** “Governance” names a subject" in visitor.words
    assert "1.1" not in listed(visitor)


def test_more_than_a_record_can_hold_is_judged_without_a_fault(visitor: Visitor) -> None:
    visitor.open("actions", add="action", within="1")
    visitor.field("text", "what").set_value("Publish the plan. " * 20_000)
    visitor.again()
    assert len(fragments(visitor)) == 1


# The register, and alerts


def test_the_register_shows_the_letters_and_is_narrowed_by_one_that_fails(
    visitor: Visitor,
) -> None:
    (table,) = visitor.open("actions").screen.dataframe
    signs = dict(zip(table.value["Ref"], table.value["SMART"], strict=True))
    assert (signs["1.1"], signs["1.3"], signs["1.5"]) == ("S M A R T", "S M – R T", "s M A R T")
    visitor.open("actions", lacks="A")
    assert visitor.headline == "2 of 9 actions: failing A achievable"
    assert list(visitor.screen.dataframe[0].value["Ref"]) == ["1.3", "1.6"]
    cards = next(html.proto.body for html in visitor.screen.get("html")
                 if "tr-register" in html.proto.body and "<li>" in html.proto.body)  # fmt: skip
    assert "SMART: fails A and T" in cards


def test_an_alert_of_the_check_leads_to_where_it_is_mended(visitor: Visitor) -> None:
    visitor.open("alerts")
    assert "**:material/rule: Not SMART**" in visitor.words
    places = [parse_qs(link.query_string) for link in visitor.links if link.query_string]
    assert [f"action:{VAGUE.id}"] in [place.get("change") for place in places]


def test_the_check_of_a_plan_is_worked_out_once(kept: store.Database) -> None:
    read = readings(store.plan_as_at(kept, b.SLUG, b.TODAY))
    action = read.plan.action[VAGUE.id]
    assert read.smart.of(action) is read.smart.of(action)
    typed = action.model_copy(update={"title": "Publish the ten guarantees"})
    assert read.smart.of(typed).lacks == ()
    assert read.smart.of(action).lacks != ()


# In a browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_list_and_the_letters_of_an_action_have_no_serious_fault(
    browser, server: Server, scheme: str
) -> None:
    with new_page(browser, viewport=DESK, color_scheme=scheme) as page:
        assert serious(go(page, server, "smart")) == []
        page.get_by_role("link", name="6.4 Workforce plan").click()
        dialog = page.get_by_role("dialog", name="6.4 Workforce plan")
        dialog.get_by_text("We see it differently").click()
        dialog.get_by_role("button", name="Save our view").wait_for()
        assert serious(page) == []


def test_a_mend_is_one_click_away_and_the_choices_stay(browser, server: Server) -> None:
    with new_page(browser, viewport=DESK) as page:
        go(page, server, "smart", lacks="T")
        page.get_by_role("link", name="Set the date").click()
        dialog = page.get_by_role("dialog", name="Change an action")
        dialog.get_by_role("list", name="SMART check").get_by_text("fails").wait_for()
        page.wait_for_url("**/smart?*lacks=T*change=action*")
        box = dialog.get_by_role("textbox", name="What will exist or be done")
        box.fill("")
        box.press("Tab")
        dialog.get_by_role("textbox", name="Short title").fill("Governance")
        box.focus()
        dialog.get_by_text("“Governance” names a subject").wait_for()


def test_the_letters_appear_when_a_field_is_left(browser, server: Server) -> None:
    with new_page(browser, viewport=DESK) as page:
        go(page, server, "actions", add="action", within="1")
        dialog = page.get_by_role("dialog", name="Add an action")
        box = dialog.get_by_role("textbox", name="Short title")
        box.fill("Governance")
        box.press("Tab")
        dialog.get_by_text("“Governance” names a subject").wait_for()
