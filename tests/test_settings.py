"""Settings: changed on the screen, they hold from today, and stand in the files as well."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import builders as b
import pytest
from visits import Visitor

from tracker import clock, served, store
from tracker.history import entries
from tracker.intake.reference_lists import read_reference, write_reference
from tracker.reference import AlertRule, Reference, Setting, in_order
from tracker.refusals import FieldRefusals, Refusal, read_as

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
YESTERDAY = b.TODAY - timedelta(1)
DUE = b.TODAY + timedelta(20)


@pytest.fixture
def lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the files, which the screen writes to."""
    folder = Path(shutil.copytree(b.DATA / "reference", tmp_path / "reference"))
    monkeypatch.setattr(served, "REFERENCE", folder)
    return folder


@pytest.fixture
def kept(lists: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[store.Database]:
    """A plan with an action that is due in twenty days, on a day that stands still."""
    from tracker.screen.visit import database

    path = tmp_path / "tracker.duckdb"
    monkeypatch.setenv("TRACKER_DATABASE", str(path))
    monkeypatch.setattr(clock, "now", lambda: NOON)
    made = store.open_database(path, create=True)
    store.keep_reference(made, read_reference(lists), b.TODAY)
    action = b.an_action(due_on=DUE)
    b.keep(made, b.a_partnership(), b.a_plan(), b.an_area(), action, b.an_update(action))
    made.close()
    yield database(path)
    database(path).close()
    database.clear()


@pytest.fixture
def visitor(kept: store.Database) -> Visitor:
    return Visitor().open("settings")


def setting(lists: Reference, name: str) -> float:
    return lists.settings[name]


def with_setting(lists: Reference, name: str, value: float) -> Reference:
    row = lists.row("settings", name)
    return lists.replacing({("settings", name): row.model_copy(update={"value": value})})


def alerts_on(day) -> str:
    return Visitor().open("alerts", as_at=day.isoformat()).words


# The files


def test_writing_what_was_read_touches_no_file(lists: Path) -> None:
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in lists.iterdir()}
    write_reference(lists, read_reference(lists))
    assert {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in lists.iterdir()
    } == before


@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
@pytest.mark.parametrize("begin", [b"", b"\xef\xbb\xbf"])
def test_only_the_cell_that_differs_is_replaced(lists: Path, ending, begin) -> None:
    path = lists / "settings.csv"
    path.write_bytes(begin + path.read_bytes().replace(b"\n", ending))
    before = path.read_bytes()
    write_reference(lists, with_setting(read_reference(lists), "due_soon_days", 14))
    assert path.read_bytes() == before.replace(b"due_soon_days,28,", b"due_soon_days,14,")
    assert setting(read_reference(lists), "due_soon_days") == 14
    assert not list(lists.glob("*.part"))


def test_what_is_written_can_hold_commas_quotes_and_lines(lists: Path) -> None:
    now = read_reference(lists)
    words = 'Work, "so far",\nhas not begun: =1+1 <b>'
    row = now.row("delivery_status", "not_started").model_copy(update={"meaning": words})
    write_reference(lists, now.replacing({("delivery_status", "not_started"): row}))
    assert read_reference(lists).row("delivery_status", "not_started") == row


def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(
    lists: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuses)
    before = (lists / "settings.csv").read_bytes()
    with pytest.raises(Refusal, match=r"cannot be written .* so nothing was changed"):
        write_reference(lists, with_setting(read_reference(lists), "due_soon_days", 14))
    assert (lists / "settings.csv").read_bytes() == before
    assert not list(lists.glob("*.part"))


# The rules


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("due_soon_days", 2.5, "“Due soon” must be a whole number."),
        ("attention_items", 0, "“Things needing attention” must be 1 or more."),
        ("measure_late_times", 0.5, "“Data late after” must be 1 or more."),
        ("silent_days", -1, "cannot be under 0"),
        ("silent_days", 9_999, "cannot be over 3,650"),
        ("silent_days", float("inf"), "must be a number"),
    ],
)
def test_a_number_that_makes_no_sense_is_refused(name: str, value: float, sentence: str) -> None:
    row = b.reference_lists().row("settings", name)
    with pytest.raises(FieldRefusals, match=sentence):
        read_as(Setting, row.model_dump() | {"value": value})


def order(rules: tuple[AlertRule, ...]) -> list[str]:
    assert [row.rank for row in rules] == list(range(1, len(rules) + 1))
    return [row.rule for row in rules]


def test_an_alert_moves_to_its_place_and_the_others_keep_their_order() -> None:
    rules = b.reference_lists().alerts_in_order
    names = [row.rule for row in rules]
    last = names[-1]
    assert order(in_order(rules, {last: 1})) == [last, *names[:-1]]
    assert order(in_order(rules, {names[0]: 2})) == [names[1], names[0], *names[2:]]
    assert order(in_order(rules, {})) == names


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({"overdue": 0}, "Choose a place from 1 to "),
        ({"overdue": 99}, "Choose a place from 1 to "),
        ({"overdue": 3, "silent": 3}, "Two alerts cannot both be number 3."),
    ],
)
def test_a_place_that_is_not_there_or_taken_twice_is_refused(wanted, sentence) -> None:
    with pytest.raises(FieldRefusals, match=sentence) as refused:
        in_order(b.reference_lists().alerts_in_order, wanted)
    assert set(refused.value.fields) == set(wanted)


# On the screen


def test_a_number_changed_holds_from_today_and_not_on_yesterdays_link(
    visitor: Visitor, lists: Path
) -> None:
    assert "It is due on 11 Dec 2026." in alerts_on(b.TODAY)
    visitor.field("number", "due_soon_days").set_value(14)
    visitor.clicks("Save the numbers")
    assert visitor.refused == ""
    (said,) = visitor.screen.success
    assert "Due soon** is 14 days, it was 28 days" in said.value
    assert "It holds from 21 Nov 2026; earlier days keep what held then." in said.value
    assert "It is due on" not in alerts_on(b.TODAY)
    assert "It is due on 11 Dec 2026." in alerts_on(YESTERDAY)
    assert "due_soon_days,14," in (lists / "settings.csv").read_text(encoding="utf-8")


def test_the_next_start_finds_in_the_files_what_the_screen_saved(
    visitor: Visitor, kept, lists: Path
) -> None:
    visitor.field("number", "silent_days").set_value(60)
    visitor.clicks("Save the numbers")
    assert store.keep_reference(kept, read_reference(lists), b.TODAY) == 0
    assert setting(store.reference(kept), "silent_days") == 60


def test_the_history_says_who_changed_a_setting(visitor: Visitor, kept) -> None:
    visitor.field("number", "due_soon_days").set_value(14)
    visitor.clicks("Save the numbers")
    days = b.START, datetime.now(UTC).date() + timedelta(1)
    newest = entries(store.happenings(kept, b.SLUG, *days), *days)[0]
    (change,) = newest.changes
    assert newest.recorded_by == "Local coordinator"
    assert [(f.label, f.before, f.after) for f in change.fields] == [("Value", 28, 14)]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("due_soon_days", -1, "“Due soon” cannot be under 0"),
        ("silent_days", 9_999, "“No update” cannot be over 3,650"),
        ("attention_items", 0, "must be 1 or more"),
        ("measure_late_times", 0.5, "must be 1 or more"),
    ],
)
def test_a_wrong_number_is_refused_beside_its_field_and_nothing_is_kept(
    visitor: Visitor, kept, lists: Path, name, value, sentence
) -> None:
    before = (lists / "settings.csv").read_bytes()
    visitor.field("number", "measure_late_days").set_value(40)
    visitor.field("number", name).set_value(value)
    visitor.clicks("Save the numbers")
    assert sentence in visitor.below("number", name)
    assert visitor.field("number", "measure_late_days").value == 40
    assert (lists / "settings.csv").read_bytes() == before
    assert setting(store.reference(kept), "measure_late_days") == 30


def test_saving_what_holds_already_says_so(visitor: Visitor) -> None:
    assert "Nothing differs" in visitor.clicks("Save the numbers").refused


def test_what_a_status_means_is_changed_and_an_empty_meaning_refused(
    visitor: Visitor, kept
) -> None:
    visitor.field("text", "at_risk").set_value("")
    assert "Say what “At risk” means" in visitor.clicks("Save the meanings").refused
    visitor.field("text", "at_risk").set_value("Help is needed by the next meeting.")
    visitor.clicks("Save the meanings")
    assert "what **At risk** means" in visitor.screen.success[0].value
    meaning = store.reference(kept).row("delivery_status", "at_risk").meaning
    assert meaning == "Help is needed by the next meeting."
    then = store.reference(kept, YESTERDAY).row("delivery_status", "at_risk")
    assert then == b.reference_lists().row("delivery_status", "at_risk")


def test_a_meaning_that_is_far_too_long_is_refused_with_its_length(visitor: Visitor) -> None:
    visitor.field("text", "on_track").set_value("x" * 4_001)
    assert "4,001" in visitor.clicks("Save the meanings").refused


def test_the_order_of_alerts_can_be_changed(visitor: Visitor, kept) -> None:
    visitor.field("number", "due_soon").set_value(1)
    visitor.clicks("Save the order")
    assert "first come **Due soon**, **Overdue**" in visitor.screen.success[0].value
    assert store.reference(kept).alerts_in_order[0].rule == "due_soon"
    assert store.reference(kept, YESTERDAY).alerts_in_order[0].rule == "overdue"
    assert visitor.field("number", "due_soon").value == 1
    assert visitor.field("number", "overdue").value == 2


def test_two_alerts_at_one_place_are_refused_beside_both(visitor: Visitor) -> None:
    for rule in ("silent", "due_soon"):
        visitor.field("number", rule).set_value(1)
    visitor.clicks("Save the order")
    for rule in ("silent", "due_soon"):
        assert "cannot both be number 1" in visitor.below("number", rule)


def test_saving_one_part_keeps_what_was_typed_in_another(visitor: Visitor) -> None:
    visitor.field("number", "due_soon_days").set_value(14)
    visitor.field("number", "due_soon").set_value(1)
    visitor.clicks("Save the order")
    assert visitor.field("number", "due_soon_days").value == 14


def theirs(kept: store.Database, **meanings: str) -> None:
    """Somebody else saves what these delivery statuses mean."""
    now = store.reference(kept)
    rows = {}
    for status, meaning in meanings.items():
        row = now.row("delivery_status", status)
        rows["delivery_status", status] = row.model_copy(update={"meaning": meaning})
    served.change_settings(kept, rows, now, by="Kim Reid", today=b.TODAY)


def meaning(kept: store.Database, status: str) -> str:
    return store.reference(kept).row("delivery_status", status).meaning


def test_when_somebody_changed_it_meanwhile_both_stand_there_and_one_is_chosen(
    visitor: Visitor, kept, lists: Path
) -> None:
    visitor.field("number", "due_soon_days").set_value(14)
    write_reference(lists, with_setting(read_reference(lists), "due_soon_days", 7))
    visitor.clicks("Save the numbers")
    assert "You both changed 1 field" in visitor.screen.warning[0].value
    for words in ("It was", "28 days", "Theirs", "7 days", "Mine", "14 days"):
        assert words in visitor.words
    visitor.clicks("Save what is chosen")
    assert visitor.refused == ""
    assert setting(store.reference(kept), "due_soon_days") == 14


def test_two_people_who_say_what_a_status_means_see_both_and_nothing_of_theirs_is_undone(
    visitor: Visitor, kept
) -> None:
    theirs(kept, on_track="Theirs: on time", at_risk="Theirs: help is needed")
    visitor.field("text", "at_risk").set_value("Mine: it may stop")
    visitor.clicks("Save the meanings")
    assert "Kim Reid saved these settings" in visitor.screen.warning[0].value
    assert "Theirs: help is needed" in visitor.words and "Theirs: on time" in visitor.words
    next(pick for pick in visitor.screen.radio if pick.key.endswith("at_risk_pick")).set_value(
        "both"
    )
    visitor.clicks("Save what is chosen")
    assert meaning(kept, "at_risk") == "Theirs: help is needed\n\nMine: it may stop"
    assert meaning(kept, "on_track") == "Theirs: on time"


def test_theirs_can_be_taken_and_then_nothing_is_saved(visitor: Visitor, kept) -> None:
    theirs(kept, at_risk="Theirs")
    visitor.field("text", "at_risk").set_value("Mine")
    visitor.clicks("Save the meanings")
    visitor.screen.radio[-1].set_value("theirs")
    visitor.clicks("Save what is chosen")
    assert "stays as it is" in visitor.screen.success[0].value
    assert visitor.field("text", "at_risk").value == meaning(kept, "at_risk") == "Theirs"


def test_a_meaning_that_was_typed_survives_a_reload_until_it_is_saved(
    visitor: Visitor, kept
) -> None:
    visitor.field("text", "at_risk").set_value("Half a thought")
    visitor.again()
    again = Visitor().open("settings")
    assert again.field("text", "at_risk").value == "Half a thought"
    assert "You began this on" in again.words
    again.clicks("Save the meanings")
    assert meaning(kept, "at_risk") == "Half a thought"
    assert "You began this on" not in Visitor().open("settings").words


def test_two_people_who_order_the_alerts_lose_no_number(visitor: Visitor, kept) -> None:
    visitor.field("number", "silent").set_value(1)
    now = store.reference(kept)
    rows = {("alert_rules", row.key): row for row in in_order(now.alerts_in_order, {"due_soon": 2})}
    served.change_settings(kept, rows, now, by="Kim Reid", today=b.TODAY)
    visitor.clicks("Save the order")
    assert "Kim Reid saved these settings" in visitor.refused
    assert visitor.field("number", "silent").value == 1
    assert visitor.field("number", "due_soon").value == 2
    visitor.clicks("Save the order")
    assert visitor.refused == ""
    names = [row.rule for row in store.reference(kept).alerts_in_order]
    assert names[0] == "silent" and names.index("due_soon") == 2


def test_a_change_of_somebody_else_to_another_line_is_kept(
    visitor: Visitor, kept, lists: Path
) -> None:
    visitor.field("number", "due_soon_days").set_value(14)
    write_reference(lists, with_setting(read_reference(lists), "silent_days", 50))
    visitor.clicks("Save the numbers")
    now = store.reference(kept)
    assert (setting(now, "due_soon_days"), setting(now, "silent_days")) == (14, 50)


def test_when_the_database_refuses_the_files_say_what_they_said(
    visitor: Visitor, lists: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object) -> None:
        raise Refusal("The disk is full.")

    before = (lists / "settings.csv").read_bytes()
    monkeypatch.setattr(store, "keep_reference", refuses)
    visitor.field("number", "due_soon_days").set_value(14)
    visitor.clicks("Save the numbers")
    assert "The disk is full." in visitor.refused
    assert (lists / "settings.csv").read_bytes() == before


def test_a_file_that_somebody_broke_is_named(visitor: Visitor, lists: Path) -> None:
    (lists / "settings.csv").write_text("name,value\nnonsense,1\n", encoding="utf-8")
    visitor.field("number", "due_soon_days").set_value(14)
    assert "settings.csv, line 2" in visitor.clicks("Save the numbers").refused


def test_on_an_earlier_day_the_page_says_that_the_screens_show_another(kept) -> None:
    visitor = Visitor().open("settings", as_at=YESTERDAY.isoformat())
    assert "The screens show 20 Nov 2026" in visitor.words


def test_a_setting_that_is_yes_or_no_is_a_box_to_tick(visitor: Visitor, kept) -> None:
    box = next(box for box in visitor.screen.checkbox if box.label == "Public: zeros shown")
    assert box.value
    box.uncheck()
    visitor.clicks("Save the numbers")
    assert visitor.refused == ""
    assert setting(store.reference(kept), "public_zeros") == 0
