"""Doubts: open ones beside the value they concern, settled with a decision and a reason."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import builders as b
import pytest
from visits import SOURCED, Visitor

from tracker import store
from tracker.evidence import Doubt
from tracker.history import FIRST_DAY, LAST_DAY, entries
from tracker.records import Citation

DUE = date(2026, 6, 30)
ACTION = b.an_action(title="Toolkit in every locality", due_on=DUE)
DOUBT = b.a_doubt(ACTION, field="due_on", words="The report names only the month.")
POINT = b.a_point(on=DUE, value=42.0)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[store.Database]:
    from tracker.screen.visit import database

    path = tmp_path / "tracker.duckdb"
    monkeypatch.setenv("TRACKER_DATABASE", str(path))
    made = store.open_database(path, create=True)
    store.keep_reference(made, b.reference_lists(), b.TODAY)
    source = Citation(
        id=store.new_id(), record_kind="action", record_id=ACTION.id, field="due_on",
        file="report.txt", heading="3. Next steps",
    )  # fmt: skip
    measure, shown = b.a_measure(title="Visits made"), b.a_partnership(shown_as_at=b.TODAY)
    b.keep(made, shown, b.a_plan(), b.an_area(), ACTION, measure, POINT, DOUBT, source)
    made.close()
    yield database(path)
    database(path).close()
    database.clear()


@pytest.fixture
def visitor(kept: store.Database) -> Visitor:
    return Visitor().open("doubts")


def doubts(database: store.Database) -> list[Doubt]:
    return list(store.plan_as_at(database, b.SLUG, b.TODAY).current(Doubt))


def button(visitor: Visitor, words: str) -> None:
    next(found for found in visitor.screen.button if words in found.label).click()
    visitor.again()


def test_an_open_doubt_stands_beside_the_value_and_its_source(visitor: Visitor) -> None:
    assert visitor.headline == "1 open doubt"
    told = visitor.words
    assert "The report names only the month." in told
    assert "30 Jun 2026" in told and "Due date" in told
    assert "“3. Next steps” in report.txt" in told
    assert any("Toolkit in every locality" in b.label for b in visitor.screen.button)


def test_the_value_is_that_of_the_day_shown(kept) -> None:
    b.keep(kept, b.stated(ACTION.model_copy(update={"due_on": date(2026, 7, 31)}), b.TODAY))
    assert "31 Jul 2026" in Visitor().open("doubts").words
    assert "30 Jun 2026" in Visitor().open("doubts", as_at="2026-10-01").words


def test_the_record_in_doubt_opens_in_its_form(visitor: Visitor) -> None:
    button(visitor, "Toolkit in every locality")
    assert visitor.address["change"] == f"action:{ACTION.id}"
    assert visitor.field("day", "due_on").value == DUE


def test_a_doubt_settled_leaves_the_open_list_and_stays_in_the_history(
    visitor: Visitor, kept
) -> None:
    visitor.clicks("Settle this doubt")
    visitor.field("text", "decision").set_value("The last day of June is right.")
    visitor.field("text", "grounds").set_value("The convener confirmed it.")
    visitor.clicks("Save")
    assert visitor.refused == ""
    assert visitor.headline == "No open doubts, 1 settled"
    assert "The last day of June is right." in visitor.words
    assert "The convener confirmed it." in visitor.words
    assert "Settled by Local coordinator, 21 Nov 2026" in visitor.words
    found = entries(store.happenings(kept, b.SLUG, FIRST_DAY, LAST_DAY), FIRST_DAY, LAST_DAY)
    (change,) = found[0].changes
    assert {field.label for field in change.fields} == {"Decision", "Reason"}
    assert "The last day of June is right." in Visitor().open("history").words


def test_yesterday_it_was_still_open(visitor: Visitor) -> None:
    visitor.clicks("Settle this doubt")
    visitor.field("text", "decision").set_value("The last day of June is right.")
    visitor.field("text", "grounds").set_value("The convener confirmed it.")
    visitor.clicks("Save")
    assert Visitor().open("doubts", as_at="2026-11-20").headline == "1 open doubt"


def test_a_decision_without_a_reason_is_refused(visitor: Visitor) -> None:
    visitor.clicks("Settle this doubt")
    visitor.field("text", "decision").set_value("The last day of June is right.")
    visitor.clicks("Save")
    assert "Say why the doubt is settled in this way." in visitor.below("text", "grounds")
    assert visitor.field("text", "decision").value == "The last day of June is right."


def choose(visitor: Visitor, name: str, words: str) -> None:
    box = visitor.field("one_of", name)
    box.set_value(next(option for option in box.options if words in option))
    visitor.again()


@pytest.mark.parametrize(
    ("kind", "record", "field", "told"),
    [
        ("Action", "1.1", "Due date", "30 Jun 2026"),
        ("Area for improvement", "Area 1", "All of it", "Area for improvement"),
        ("Data point", "Visits made, 30 Jun 2026", "Value", "42"),
        ("Plan", "Our plan", "Start of the plan", "5 Jan 2026"),
    ],
)
def test_a_doubt_can_be_added_about_anything(
    visitor: Visitor, kept, kind, record, field, told
) -> None:
    visitor.clicks("Add a doubt")
    choose(visitor, "record_kind", kind)
    choose(visitor, "record_id", record)
    choose(visitor, "field", field)
    visitor.field("text", "words").set_value("Is this so?")
    visitor.clicks("Save")
    assert visitor.refused == ""
    assert "Added the doubt: **Is this so?**" in visitor.screen.success[0].value
    assert visitor.headline == "2 open doubts"
    (new,) = [doubt for doubt in doubts(kept) if doubt.words == "Is this so?"]
    assert new.ref == "D2"
    assert told in visitor.words


def test_a_link_can_name_what_the_doubt_is_about(kept) -> None:
    visitor = Visitor().open("doubts", about=f"action:{ACTION.id}")
    visitor.field("text", "words").set_value("Is this so?")
    visitor.clicks("Save")
    assert (visitor.refused, visitor.headline) == ("", "2 open doubts")
    assert "about" not in visitor.address


def test_an_added_doubt_can_be_undone_from_its_message(visitor: Visitor, kept) -> None:
    visitor.clicks("Add a doubt")
    choose(visitor, "record_kind", "Plan")
    choose(visitor, "record_id", "Our plan")
    visitor.field("text", "words").set_value("Is this so?")
    visitor.clicks("Save")
    visitor.clicks("Undo")
    assert visitor.headline == "1 open doubt"
    assert [doubt.ref for doubt in doubts(kept)] == ["D1"]


def test_a_doubt_about_nothing_is_refused_beside_each_field(visitor: Visitor) -> None:
    visitor.clicks("Add a doubt")
    visitor.clicks("Save")
    assert "Choose what it is about." in visitor.below("one_of", "record_kind")
    assert "is empty" in visitor.below("text", "words")
    choose(visitor, "record_kind", "Action")
    visitor.field("text", "words").set_value("x" * 4_001)
    visitor.clicks("Save")
    assert "Choose which one it is about." in visitor.below("one_of", "record_id")
    assert "4,001" in visitor.below("text", "words")
    assert visitor.field("text", "words").value == "x" * 4_001


def test_hostile_words_are_shown_as_they_were_typed(kept) -> None:
    words = '<script>alert("1")</script> =1+1 **bold** [a](http://b) $x$'
    b.keep(kept, b.a_doubt(b.an_area(), ref="D2", words=words))
    assert words in Visitor().open("doubts").words


def test_a_doubt_about_something_withdrawn_says_so(kept) -> None:
    b.keep(kept, b.stated(ACTION, b.TODAY, withdrawn=True))
    assert "no longer in the plan" in Visitor().open("doubts").words


def test_no_doubt_is_told_with_what_doubts_are_for(kept) -> None:
    b.keep(kept, b.stated(DOUBT, b.TODAY, withdrawn=True))
    visitor = Visitor().open("doubts")
    assert visitor.headline == "No doubts"
    assert "Nothing is in doubt." in visitor.words


def test_progress_leads_to_the_doubts(kept) -> None:
    visitor = Visitor().open("progress")
    visitor.clicks("1 doubt")
    assert any("settle it" in link.label for link in visitor.links)


@pytest.mark.parametrize("slug", [*SOURCED, "illustrative"])
def test_every_doubt_of_the_examples_names_its_record(
    examples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slug: str
) -> None:
    from conftest import copied

    from tracker.screen.visit import database

    path = copied(examples, tmp_path)
    monkeypatch.setenv("TRACKER_DATABASE", str(path))
    visitor = Visitor().open("doubts", partnership=slug)
    assert "no longer in the plan" not in visitor.words
    database(path).close()
    database.clear()
