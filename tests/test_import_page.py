"""Bringing a plan in on the screen: read, mapped, settled, previewed, kept in one save, undone."""

import csv
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import builders as b
import pytest
from commands import refused, tracker
from conftest import a_new_database
from streamlit.testing.v1 import AppTest
from visits import Visitor, as_read

from tracker import store
from tracker.evidence import Doubt
from tracker.intake.owner_words import name_and_post
from tracker.people import Post
from tracker.plan import Action, Outcome, Plan, Status
from tracker.records import Version
from tracker.screen import import_preview

PLANS = Path(__file__).parent / "plans"
TORBAY = PLANS / "torbay_children_improvement_action_tracker_2017.csv"
HEADER = ("Ref", "Action", "Lead", "By when", "Progress", "RAG")
ROWS = (
    ("1 Early help", "", "", "", "", ""),
    ("1.1", "Publish the early help guide", "Isla Ross", "31/03/2027", "Drafted.", "Green"),
    ("1.2", "Train 40 staff", "All", "2026-2027", "Two sessions held.", "Amber"),
)


def pasted(*rows, header=HEADER) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter="\t").writerows([header, *rows])
    return text.getvalue()


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[store.Database]:
    """A partnership with an empty plan, served."""
    from tracker.screen.visit import database

    path = tmp_path / "tracker.duckdb"
    monkeypatch.setenv("TRACKER_DATABASE", str(path))
    with a_new_database(path) as made:
        b.keep(made, b.a_partnership(shown_as_at=b.TODAY), b.a_plan())
    yield database(path)
    database(path).close()
    database.clear()


@pytest.fixture
def visitor(kept: store.Database) -> Visitor:
    return Visitor().open("bring_in")


def hands_over(visitor: Visitor, text: str) -> Visitor:
    visitor.screen.text_area[0].set_value(text)
    return visitor.clicks("Read what was pasted")


def goes_to(visitor: Visitor, step: str) -> Visitor:
    return presses(visitor, f". {step}")


def presses(visitor: Visitor, words: str) -> Visitor:
    next(button for button in visitor.screen.button if words in button.label).click()
    return visitor.again()


def box(visitor: Visitor, label: str):
    return next(box for box in visitor.screen.selectbox if label in box.label)


def plan_now(database: store.Database):
    return store.plan_as_at(database, b.SLUG, b.TODAY)


def titles(database: store.Database) -> list[str]:
    return [action.title for action in plan_now(database).actions]


def buttons(screen: AppTest) -> str:
    return " | ".join(button.label for button in screen.button)


# What was read


def test_a_paste_is_read_and_nothing_is_saved(visitor: Visitor, kept: store.Database) -> None:
    before = store.latest_sequence(kept)
    hands_over(visitor, pasted(*ROWS))
    assert visitor.headline == "Read as 2 actions under 1 area"
    assert "Two sessions held." in visitor.words and "nothing is saved yet" in visitor.words
    assert box(visitor, "Read “Lead” as").value == "owner"
    assert (store.latest_sequence(kept), titles(kept)) == (before, [])


def test_what_cannot_be_read_is_a_sentence_and_stays_typed(visitor: Visitor) -> None:
    hands_over(visitor, "a\0b")
    assert visitor.headline == "Bring in a plan"
    assert visitor.refused
    assert visitor.screen.text_area[0].value == "a\0b"


def test_a_paste_not_read_yet_stands_there_in_the_next_session_until_it_is_read(
    visitor: Visitor,
) -> None:
    words = pasted(*ROWS)
    visitor.screen.text_area[0].set_value(words)
    visitor.again()
    again = Visitor().open("bring_in")
    assert again.screen.text_area[0].value == words
    assert "and have not had it read." in again.words
    again.clicks("Read what was pasted")
    assert again.headline == "Read as 2 actions under 1 area"
    assert Visitor().open("bring_in").screen.text_area[0].value == ""


def test_a_paste_that_may_hold_a_childs_details_is_kept_only_once_somebody_says_it_does_not(
    visitor: Visitor,
) -> None:
    visitor.screen.text_area[0].set_value("Action\nReview of 0101121237")
    visitor.again()
    assert "looks like a CHI number" in visitor.words
    assert Visitor().open("bring_in").screen.text_area[0].value == ""
    (answer,) = [box for box in visitor.screen.checkbox if box.label.startswith("These are not")]
    answer.check()
    visitor.again()
    assert "0101121237" in Visitor().open("bring_in").screen.text_area[0].value


def test_a_changed_column_changes_what_is_read(visitor: Visitor, kept: store.Database) -> None:
    hands_over(visitor, pasted(*ROWS))
    box(visitor, "Read “Progress” as").set_value("outcome")
    visitor.again()
    assert box(visitor, "Read “Progress” as").value == "outcome"
    brings_in(visitor)
    assert {outcome.words for outcome in plan_now(kept).outcome.values()} == {
        "Drafted.", "Two sessions held.",
    }  # fmt: skip


def test_a_mapping_is_remembered_for_the_next_file(visitor: Visitor) -> None:
    hands_over(visitor, pasted(*ROWS))
    box(visitor, "Read “Progress” as").set_value("kept")
    brings_in(visitor.again())
    hands_over(visitor, pasted(*ROWS, ("1.3", "Audit 20 cases", "Head of Service", "", "x", "")))
    assert box(visitor, "Read “Progress” as").value == "kept"
    assert "read as in your last import" in visitor.words


def test_a_word_of_status_means_what_the_partnership_says(
    visitor: Visitor, kept: store.Database
) -> None:
    hands_over(visitor, pasted(*ROWS))
    box(visitor, "“Amber” means").set_value("off_track")
    brings_in(visitor.again())
    statuses = {update.record.status for update in plan_now(kept).updates.values()}
    assert statuses == {Status.ON_TRACK, Status.OFF_TRACK}


def test_a_file_is_found_again_by_its_address(visitor: Visitor) -> None:
    hands_over(visitor, pasted(*ROWS))
    box(visitor, "Read “Progress” as").set_value("notes")
    visitor.again()
    address = visitor.address
    anew = Visitor().open("bring_in", **address)
    assert anew.headline == "Read as 2 actions under 1 area"
    assert box(anew, "Read “Progress” as").value == "notes"


def test_a_file_left_for_another_page_is_offered_again(visitor: Visitor) -> None:
    hands_over(visitor, pasted(*ROWS))
    visitor.open("alerts").open("bring_in")
    assert "is read and not brought in yet" in visitor.words
    assert visitor.clicks("Go on with it").headline == "Read as 2 actions under 1 area"
    visitor.clicks("Put this file away")
    assert "not brought in yet" not in visitor.words


def test_a_file_nobody_holds_any_more_is_asked_for_again(kept: store.Database) -> None:
    told = Visitor().open("bring_in", file=str(store.new_id())).screen.info
    assert "Hand it over again" in told[0].value


# A day typed


def test_a_day_can_be_typed_for_what_goes_on(visitor: Visitor, kept: store.Database) -> None:
    ongoing = ("1.3", "Audit 20 cases", "Head of Service", "Ongoing", "", "")
    goes_to(hands_over(visitor, pasted(*ROWS, ongoing)), "Doubts")
    field = next(box for box in visitor.screen.date_input if "row 5" in box.label)
    field.set_value(date(2027, 3, 31))
    boxes = [box.label for box in visitor.screen.date_input if "for row" in box.label]
    taken = [button for button in visitor.screen.button if button.label == "Take this day"]
    taken[boxes.index(field.label)].click()
    visitor.again()
    assert "31 Mar 2027" in visitor.words
    brings_in(visitor)
    third = next(action for action in plan_now(kept).actions if action.ref == "1.3")
    assert third.due_on == date(2027, 3, 31)


# Owners


@pytest.mark.parametrize(
    ("words", "name", "post"),
    [
        ("Isla Ross", "Isla Ross", ""),
        ("Ross, Isla", "Ross, Isla", ""),
        ("Dr A Brown", "Dr A Brown", ""),
        ("Isla Ross (Head of Service)", "Isla Ross", "Head of Service"),
        ("Head of Service – Isla Ross", "Isla Ross", "Head of Service"),
        ("Isla Ross and Ewan Hay", "Isla Ross and Ewan Hay", ""),
        ("Head of Service", "", ""),
        ("Police Scotland", "", ""),
        ("Early Help", "", ""),
        ("CSWO", "", ""),
        ("All", "", ""),
    ],
)
def test_a_name_is_told_from_a_post(words: str, name: str, post: str) -> None:
    assert name_and_post(words) == (name, post)


def test_a_post_written_for_a_name_leaves_no_trace_of_the_name(
    visitor: Visitor, kept: store.Database
) -> None:
    post = b.a_post(title="Head of Service")
    b.keep(kept, post)
    goes_to(hands_over(visitor, pasted(*ROWS)), "Owners")
    assert visitor.headline == "2 owners, 2 to look at"
    box(visitor, "Post for Isla Ross").set_value("Head of Service")
    brings_in(visitor.again())
    plan = plan_now(kept)
    assert plan.current(Post) == (post,)
    first = next(action for action in plan.actions if action.ref == "1.1")
    (row,) = store.imported_rows(kept, b.SLUG, first.id)
    assert "Isla" not in row.record.words and "Head of Service" in row.record.words


def test_names_stay_where_the_switch_is_off(visitor: Visitor, kept: store.Database) -> None:
    goes_to(hands_over(visitor, pasted(*ROWS)), "Owners")
    box(visitor, "Post for Isla Ross").set_value("Head of Service")
    visitor.again().screen.toggle[0].set_value(False)
    brings_in(visitor.again())
    assert {post.title for post in plan_now(kept).post.values()} == {"Isla Ross"}


def test_a_post_named_for_all_settles_the_doubt(visitor: Visitor, kept: store.Database) -> None:
    post = b.a_post(title="Learning lead")
    b.keep(kept, post)
    goes_to(hands_over(visitor, pasted(*ROWS)), "Owners")
    assert "means that nobody owns it" in visitor.words
    box(visitor, "Post for All").set_value("Learning lead")
    brings_in(visitor.again())
    plan = plan_now(kept)
    assert next(a for a in plan.actions if a.ref == "1.2").owner_id == post.id
    assert [doubt for doubt in plan.open_doubts if doubt.field == "owner_id"] == []


# Doubts


def test_a_proposal_is_taken_by_one_click_and_opened_again(
    visitor: Visitor, kept: store.Database
) -> None:
    goes_to(hands_over(visitor, pasted(*ROWS)), "Doubts")
    assert visitor.headline == "1 doubt open"
    visitor.clicks("Take 31 Mar 2027")
    assert visitor.headline == "No doubts open, 1 settled"
    assert visitor.clicks("Open again").headline == "1 doubt open"
    brings_in(visitor.clicks("Take 31 Mar 2027"))
    plan = plan_now(kept)
    second = next(action for action in plan.actions if action.ref == "1.2")
    assert second.due_on == date(2027, 3, 31)
    assert [doubt.field for doubt in plan.open_doubts] == ["owner_id"]


def test_a_doubt_left_open_stands_on_its_action(visitor: Visitor, kept: store.Database) -> None:
    brings_in(hands_over(visitor, pasted(*ROWS)))
    doubts = {doubt.field: doubt.words for doubt in plan_now(kept).current(Doubt)}
    assert set(doubts) == {"due_on", "owner_id"}
    assert "2026-2027" in doubts["due_on"]


def test_many_doubts_of_one_sort_are_drawn_in_part_and_taken_together(visitor: Visitor) -> None:
    many = [(f"1.{n}", f"Publish guide {n}", "Lead officer", "2026-2027", "", "")
            for n in range(1, 91)]  # fmt: skip
    goes_to(hands_over(visitor, pasted(*many)), "Doubts")
    assert visitor.headline == "90 doubts open"
    assert buttons(visitor.screen).count("Take 31 Mar 2027") == 20
    assert "And 70 more." in visitor.words
    visitor.clicks("The next 20")
    assert "21 to 40 of 90" in visitor.words
    assert visitor.clicks("Take all 90").headline == "No doubts open, 90 settled"


# Preview, and one save


def brings_in(visitor: Visitor) -> Visitor:
    goes_to(visitor, "Preview")
    presses(visitor, "Bring in ")
    assert visitor.refused == ""
    return visitor


def test_the_preview_names_what_is_added_under_its_area(visitor: Visitor) -> None:
    goes_to(hands_over(visitor, pasted(*ROWS)), "Preview")
    assert visitor.headline == "2 actions to add"
    assert "1 Early help" in visitor.words
    told = [as_read(tick.label) for tick in visitor.screen.checkbox]
    assert "1.1 Publish the early help guide" in told[0]
    assert "due 31 Mar 2027" in visitor.words


def test_what_may_be_a_childs_details_is_brought_in_only_once_somebody_says_it_is_not(
    visitor: Visitor, kept: store.Database
) -> None:
    own = ("1.3", "Review one case", "All", "2026-2027", "0101121237 was read.", "Amber")
    goes_to(hands_over(visitor, pasted(*ROWS, own)), "Preview")
    assert "“0101121237” looks like a CHI number (sheet “Pasted”, row 5)" in visitor.words
    presses(visitor, "Bring in ")
    assert (visitor.refused, titles(kept)) == (import_preview.TAKE_OUT, [])
    (answer,) = [box for box in visitor.screen.checkbox if box.label.startswith("These are not")]
    answer.check()
    brings_in(visitor.again())
    assert len(titles(kept)) == 3


def test_a_row_unticked_stays_out_and_can_be_ticked_again(
    visitor: Visitor, kept: store.Database
) -> None:
    goes_to(hands_over(visitor, pasted(*ROWS)), "Preview")
    visitor.screen.checkbox[0].uncheck()
    assert visitor.again().headline == "1 action to add"
    visitor.screen.checkbox[0].check()
    assert visitor.again().headline == "2 actions to add"
    visitor.screen.checkbox[1].uncheck()
    brings_in(visitor.again())
    assert titles(kept) == ["Publish the early help guide"]


def test_a_file_brought_in_again_changed_shows_each_difference(
    visitor: Visitor, kept: store.Database
) -> None:
    brings_in(hands_over(visitor, pasted(*ROWS)))
    later = ("1.1", "Publish the early help guide", "Isla Ross", "30/06/2027", "Drafted.", "Green")
    goes_to(hands_over(visitor, pasted(ROWS[0], later, ROWS[2])), "Preview")
    assert visitor.headline == "1 action to change"
    assert "31 Mar 2027 → 30 Jun 2027" in visitor.words.replace(":gray[", "").replace("]", "")
    assert "1 row says what the plan says already" in visitor.words
    brings_in(visitor)
    action = next(action for action in plan_now(kept).actions if action.ref == "1.1")
    assert action.due_on == date(2027, 6, 30)


def test_the_same_file_again_has_nothing_to_bring(visitor: Visitor) -> None:
    brings_in(hands_over(visitor, pasted(*ROWS)))
    goes_to(hands_over(visitor, pasted(*ROWS)), "Preview")
    assert visitor.headline == "Nothing to add and nothing to change"
    assert "Bring in 2" not in buttons(visitor.screen)


def test_a_day_ahead_is_refused_and_everything_stays(visitor: Visitor, kept) -> None:
    goes_to(hands_over(visitor, pasted(*ROWS)), "Preview")
    visitor.field("day", "as_of").set_value(date(2027, 1, 1))
    presses(visitor, "Bring in ")
    assert "today or an earlier day" in visitor.below("day", "as_of")
    assert visitor.headline == "2 actions to add" and titles(kept) == []


def test_an_import_is_dated_back_where_that_is_said(visitor: Visitor, kept) -> None:
    goes_to(hands_over(visitor, pasted(*ROWS)), "Preview")
    visitor.field("day", "as_of").set_value(date(2026, 9, 1))
    presses(visitor, "Bring in ")
    assert len(store.plan_as_at(kept, b.SLUG, date(2026, 9, 1)).actions) == 2
    assert store.plan_as_at(kept, b.SLUG, date(2026, 8, 31)).actions == ()


def test_a_plan_that_changed_meanwhile_is_looked_at_again(visitor: Visitor, kept) -> None:
    goes_to(hands_over(visitor, pasted(*ROWS)), "Preview")
    b.keep(kept, b.stated(b.an_area("1", title="Early help"), b.TODAY))
    presses(visitor, "Bring in ")
    assert "The plan has changed" in visitor.refused and titles(kept) == []
    brings_in(visitor)
    assert [area.title for area in plan_now(kept).areas] == ["Early help"]
    assert len(titles(kept)) == 2


def test_an_import_is_announced_listed_and_undone(visitor: Visitor, kept) -> None:
    brings_in(hands_over(visitor, pasted(*ROWS)))
    assert "2 actions" in visitor.screen.success[0].value
    assert "Brought in by Local coordinator" in visitor.words
    visitor.clicks("Undo this import")
    assert titles(kept) == []
    assert "Undone by Local coordinator" in visitor.words
    assert "Undo this import" not in buttons(visitor.screen)


def test_an_import_that_was_worked_on_since_is_not_undone(visitor: Visitor, kept) -> None:
    brings_in(hands_over(visitor, pasted(*ROWS)))
    action = plan_now(kept).actions[0]
    b.keep(kept, b.stated(action.model_copy(update={"title": "Publish both guides"}), b.TODAY))
    visitor.again().clicks("Undo this import")
    assert "changed this since" in visitor.refused
    assert "Publish both guides" in titles(kept)


def test_the_action_tells_its_file_row_and_words(visitor: Visitor, kept) -> None:
    brings_in(hands_over(visitor, pasted(*ROWS)))
    told = Visitor().open("actions", action="1.2").words
    assert "row 4" in told and "2026-2027" in told and "Two sessions held." in told


def test_nothing_in_a_cell_is_taken_for_markdown(visitor: Visitor, kept) -> None:
    row = ("1.1", "=1+1 **bold** <b>x</b> $a$ :red[x]", "`Lead`", "31/03/2027", "| a |", "Green")
    goes_to(hands_over(visitor, pasted(row)), "Preview")
    (tick,) = visitor.screen.checkbox
    assert "\\*\\*bold\\*\\*" in tick.label and "\\<b\\>" in tick.label
    brings_in(visitor)
    assert titles(kept) == ["=1+1 **bold** <b>x</b> $a$ :red[x]"]


# An empty tracker


@pytest.fixture
def nothing_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[store.Database]:
    from tracker.screen.visit import database

    path = tmp_path / "tracker.duckdb"
    monkeypatch.setenv("TRACKER_DATABASE", str(path))
    with a_new_database(path) as made:
        b.keep(made, Version(b.a_partnership(shown_as_at=b.TODAY), b.TODAY))
    yield database(path)
    database(path).close()
    database.clear()


def test_an_empty_plan_offers_to_bring_in_the_one_there_is(nothing_yet) -> None:
    links = Visitor().open("set_up").links
    assert any("Bring in the plan you have" in link.label for link in links)


def test_a_partnership_without_a_plan_gets_one_with_its_title(nothing_yet) -> None:
    visitor = hands_over(Visitor().open("bring_in"), pasted(*ROWS))
    goes_to(visitor, "Preview")
    visitor.field("line", "title").set_value(" ")
    presses(visitor, "Bring in ")
    assert "Fill it in" in visitor.refused
    visitor.field("line", "title").set_value("Our improvement plan")
    brings_in(visitor)
    plan = plan_now(nothing_yet).plan
    assert plan and (plan.title, plan.starts_on) == ("Our improvement plan", b.TODAY)


# The command


@pytest.fixture
def file_of_a_plan(tmp_path: Path) -> Path:
    path = tmp_path / "own.duckdb"
    with a_new_database(path) as made:
        b.keep(made, b.a_partnership(), b.a_plan())
    return path


def test_import_keeps_a_plan_in_one_save(file_of_a_plan: Path) -> None:
    asked = ("import", TORBAY, "--partnership", b.SLUG, "--database", file_of_a_plan)
    answer = tracker(*asked, "--json").answer
    assert (answer["added"]["action"], answer["changed"]) == (3, {})
    with a_database(file_of_a_plan) as opened:
        (made,) = store.imports(opened, b.SLUG)
        assert made.sequence == answer["sequence"]
        kept = store.kept_file(opened, b.SLUG, made.record.file_id)
    assert kept == (TORBAY.name, TORBAY.read_bytes())
    refused(tracker(*asked), "already")


def test_import_names_what_may_be_a_childs_details(tmp_path: Path) -> None:
    plan = tmp_path / "plan.csv"
    plan.write_text("Action,Owner\nReview of 0101121237,All\n", encoding="utf-8")
    said = tracker("import", plan, "--dry-run")
    assert "“0101121237” looks like a CHI number" in said.err


def test_import_says_what_came_in_and_how_to_undo_it(file_of_a_plan: Path) -> None:
    said = tracker("import", TORBAY, "--partnership", b.SLUG, "--database", file_of_a_plan)
    assert "3 actions" in said.out and "Undo" in said.out and "left open" in said.out


def test_import_refuses_a_partnership_that_is_not_there(file_of_a_plan: Path) -> None:
    said = tracker("import", TORBAY, "--partnership", "nobody", "--database", file_of_a_plan)
    refused(said, "nobody", b.SLUG)


def test_a_dry_run_for_a_partnership_reads_with_its_owners_columns_and_words(
    file_of_a_plan: Path, tmp_path: Path
) -> None:
    sheet = tmp_path / "plan.csv"
    rows = ("1.1,Publish the guide,CPC,2027-03-31,Amber", "1.2,Train 40 staff,CPC,,Amber")
    sheet.write_text("Ref,Action,Lead,By when,RAG\n" + "\n".join(rows))
    asked = ("import", sheet, "--partnership", b.SLUG, "--database", file_of_a_plan)
    bare = tracker("import", sheet, "--dry-run", "--json").answer
    assert [doubt["column"] for doubt in bare["doubts"]] == ["Lead", "Lead"]
    first = tracker(*asked, "--dry-run", "--json").answer
    assert (first["added"]["action"], first["doubts"]) == (2, bare["doubts"])
    assert tracker(*asked, "--json").answer["added"]["action"] == 2
    sheet.write_text(sheet.read_text().replace("2027-03-31", "2027-06-30"))
    again = tracker(*asked, "--dry-run", "--json").answer
    assert again["doubts"] == []  # the group is known by now
    assert [change["fields"] for change in again["changes"]] == [["due_on"]]
    said = tracker(*asked, "--dry-run").out
    assert "it would bring 1 action (1 of them changed)" in said
    with a_database(file_of_a_plan) as opened:
        assert all(a.due_on != date(2027, 6, 30) for a in plan_of(opened).actions)


def test_import_asks_for_the_partnership_and_for_a_title(tmp_path: Path) -> None:
    path = tmp_path / "own.duckdb"
    with a_new_database(path) as made:
        b.keep(made, Version(b.a_partnership(), b.TODAY))
    assert tracker("import", TORBAY, "--database", path).code == 2
    asked = ("import", TORBAY, "--partnership", b.SLUG, "--database", path)
    refused(tracker(*asked), "--plan")
    assert tracker(*asked, "--plan", "Our plan", "--json").answer["added"]["action"] == 3
    with a_database(path) as opened:
        assert [plan.title for plan in plan_of(opened).current(Plan)] == ["Our plan"]


def plan_of(database: store.Database):
    return store.plan_as_at(database, b.SLUG, date.max)


@contextmanager
def a_database(path: Path) -> Iterator[store.Database]:
    """A database opened beside the command, closed at the end."""
    opened = store.open_database(path)
    try:
        yield opened
    finally:
        opened.close()


# Many rows, and lists among them


def test_many_rows_with_lists_come_back_as_they_were_kept(plan_database: store.Database) -> None:
    area = b.an_area()
    outcomes = [
        b.an_outcome(f"O{n}", area, wellbeing=("safe", "healthy, active")[: n % 3])
        for n in range(600)
    ]
    actions = [b.an_action(f"9.{n}", area, also_serves=(area.id,) * (n % 2)) for n in range(600)]
    b.keep(plan_database, *outcomes, *actions)
    plan = plan_now(plan_database)
    assert {o.ref: o.wellbeing for o in plan.current(Outcome)} == {
        o.ref: o.wellbeing for o in outcomes
    }
    served = {a.ref: a.also_serves for a in plan.current(Action) if a.ref.startswith("9.")}
    assert served == {a.ref: a.also_serves for a in actions}


def test_set_aside_words_stay_with_the_import(visitor: Visitor, kept) -> None:
    key = ("Key: green means done", "", "", "", "", "")
    brings_in(hands_over(visitor, pasted(*ROWS, key)))
    (made,) = store.imports(kept, b.SLUG)
    everything = json.dumps([json.loads(made.record.set_aside), made.record.columns])
    assert "Early help" in everything and "By when" in everything
