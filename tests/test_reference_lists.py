"""The lists a partnership may edit: a right edit is read, a wrong one refused with its line."""

import csv
import shutil
from pathlib import Path

import pytest
from builders import DATA, reference_lists

from tracker.intake.reference_lists import read_reference, take_over
from tracker.measures import Frequency
from tracker.plan import Status
from tracker.reference import LISTS
from tracker.refusals import Refusal

every_list = pytest.mark.parametrize("name", LISTS)


@pytest.fixture
def lists(tmp_path) -> Path:
    """A copy of the lists, to edit."""
    shutil.copytree(DATA / "reference", tmp_path / "reference")
    return tmp_path / "reference"


def refusal(folder: Path) -> str:
    with pytest.raises(Refusal) as refused:
        read_reference(folder)
    return str(refused.value)


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write(path: Path, content: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(content)


def set_cell(path: Path, line: int, column: str, value: str) -> None:
    content = rows(path)
    content[line - 1][content[0].index(column)] = value
    write(path, content)


# As the program brings them


@every_list
def test_every_line_of_a_list_is_read_in_its_order(name) -> None:
    lines = rows(DATA / "reference" / f"{name}.csv")[1:]
    read = reference_lists().lists[name]
    assert len(read) == len(lines) > 1
    assert len({row.key for row in read}) == len(lines)


def test_the_lists_name_every_status_frequency_and_setting_the_rules_ask_for() -> None:
    assert set(reference_lists().statuses) == set(Status)
    assert set(reference_lists().days_between) == set(Frequency)
    assert reference_lists().settings["silent_days"] == 42


# Edits that are right


def test_a_changed_number_is_read(lists) -> None:
    set_cell(lists / "settings.csv", 3, "value", "60")
    assert read_reference(lists).settings["silent_days"] == 60


def test_a_list_saved_by_a_spreadsheet_is_read(lists) -> None:
    """With its mark at the front, and Windows line ends."""
    for path in lists.glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert read_reference(lists) == reference_lists()


def test_a_line_may_be_added_where_the_list_is_open(lists) -> None:
    path = lists / "judgement_words.csv"
    write(path, [*rows(path), ["11", "no progress yet"]])
    assert read_reference(lists).lists["judgement_words"][-1].words == "no progress yet"


def test_words_may_hold_commas_quotes_and_other_alphabets(lists) -> None:
    words = 'Being “heard”, "asked" and told: fìrinn 😀'
    set_cell(lists / "alert_rules.csv", 2, "meaning", words)
    assert read_reference(lists).alert_rules["overdue"].meaning == words


# Edits that are wrong: file, line and reason


def test_a_list_that_is_gone_is_named(lists) -> None:
    for name in LISTS:
        kept = (lists / f"{name}.csv").read_bytes()
        (lists / f"{name}.csv").unlink()
        assert f"{lists / name}.csv is missing. Put it back" in refusal(lists)
        (lists / f"{name}.csv").write_bytes(kept)


@every_list
def test_a_list_that_is_not_utf_8_is_named(lists, name) -> None:
    path = lists / f"{name}.csv"
    path.write_bytes(path.read_bytes() + "\nübersicht".encode("latin-1"))
    said = refusal(lists)
    assert f"{path} cannot be read as CSV in UTF-8" in said and "Save it again" in said


@every_list
def test_a_line_that_is_there_twice_is_named(lists, name) -> None:
    path = lists / f"{name}.csv"
    content = rows(path)
    write(path, [*content, content[1]])
    assert f"{path}, line {len(content) + 1}: " in refusal(lists)
    assert "is there twice" in refusal(lists)


@every_list
def test_a_line_with_too_many_cells_is_named(lists, name) -> None:
    path = lists / f"{name}.csv"
    content = rows(path)
    content[2] = [*content[2], "one more"]
    write(path, content)
    assert f"{path}, line 3: it has more cells than the first line has names" in refusal(lists)


@every_list
def test_an_empty_first_cell_is_named(lists, name) -> None:
    path = lists / f"{name}.csv"
    set_cell(path, 2, rows(path)[0][0], " ")
    assert f"{path}, line 2: " in refusal(lists)


@every_list
def test_a_column_that_is_spelled_otherwise_is_named(lists, name) -> None:
    path = lists / f"{name}.csv"
    content = rows(path)
    content[0][-1] = "colour"
    write(path, content)
    said = refusal(lists)
    assert f"{path}, line 2: " in said and "Colour is not a field of this record" in said


@every_list
def test_a_list_without_any_line_is_refused_or_empty_where_nothing_rests_on_it(lists, name) -> None:
    path = lists / f"{name}.csv"
    write(path, rows(path)[:1])
    if name in {"delivery_status", "settings", "frequencies"}:
        assert f"{path}: the line “" in refusal(lists)
    else:
        assert read_reference(lists).lists[name] == ()


WRONG = [
    ("settings", 2, "value", "soon", "must be a number; it says soon"),
    ("settings", 2, "value", "-1", "cannot be under 0; it says -1"),
    ("settings", 2, "value", "4000", "Value cannot be over 3"),
    ("settings", 2, "value", "nan", "must be a number; it says nan"),
    ("settings", 2, "value", "", "Value is empty. Fill it in."),
    ("settings", 2, "name", "due_sooon_days", "it says due_sooon_days"),
    ("alert_rules", 2, "rule", "not_nice", "it says not_nice"),
    ("alert_rules", 2, "rank", "first", "Rank must be a whole number; it says first"),
    ("alert_rules", 2, "rank", "0", "Rank cannot be under 1; it says 0"),
    ("alert_rules", 2, "words", "", "Words is empty. Fill it in."),
    ("alert_rules", 2, "meaning", "x" * 5_000, "can have 4,000 characters; this has 5,000"),
    ("alert_rules", 2, "words", "x" * 201, "can have 200 characters; this has 201"),
    ("delivery_status", 2, "key", "finished", "it says finished"),
    ("delivery_status", 2, "word", "", "Word is empty. Fill it in."),
    ("delivery_status", 2, "rank", "10", "Rank cannot be over 9; it says 10"),
    ("frequencies", 2, "frequency", "fortnightly", "it says fortnightly"),
    ("frequencies", 2, "days", "7.5", "Days must be a whole number; it says 7.5"),
    ("frequencies", 2, "days", "0", "Days cannot be under 1; it says 0"),
    ("six_point_scale", 2, "value", "7", "Value cannot be over 6; it says 7"),
    ("six_point_scale", 2, "name", "", "Name is empty. Fill it in."),
    ("judgement_words", 2, "rank", "100", "Rank cannot be over 99; it says 100"),
    ("judgement_words", 2, "words", "", "Words is empty. Fill it in."),
    ("confidence", 2, "step", "5", "Step cannot be over 4; it says 5"),
    ("confidence", 2, "word", "", "Word is empty. Fill it in."),
    ("quality_indicators", 2, "framework", "", "Framework is empty. Fill it in."),
    ("quality_indicators", 2, "name", "", "Name is empty. Fill it in."),
    ("wellbeing", 2, "name", "\x07Safe", "holds signs that cannot be read"),
]


@pytest.mark.parametrize(
    ("name", "line", "column", "value", "reason"), WRONG,
    ids=[f"{name} {column} {value[:12]!a}" for name, _, column, value, _ in WRONG],
)  # fmt: skip
def test_a_wrong_cell_is_refused_with_file_line_and_reason(
    lists, name, line, column, value, reason
) -> None:
    set_cell(lists / f"{name}.csv", line, column, value)
    said = refusal(lists)
    assert said.startswith(f"{lists / name}.csv, line {line}: ")
    assert reason in said


def test_the_line_is_counted_where_it_begins_though_a_cell_above_has_two_lines(lists) -> None:
    path = lists / "alert_rules.csv"
    set_cell(path, 2, "meaning", "Two\nlines")
    set_cell(path, 4, "meaning", "Three\nmore\nlines")
    set_cell(path, 4, "rank", "last")
    assert f"{path}, line 5: " in refusal(lists)


def test_a_repeat_is_named_with_its_line_though_a_cell_above_has_two_lines(lists) -> None:
    path = lists / "alert_rules.csv"
    set_cell(path, 2, "meaning", "Two\nlines")
    content = rows(path)
    write(path, [*content, content[-1]])
    assert f"{path}, line {len(content) + 2}: “{content[-1][0]}” is there twice" in refusal(lists)


@pytest.mark.parametrize(
    ("name", "line", "missing"),
    [
        ("delivery_status", 3, "on_track"),
        ("settings", 3, "silent_days"),
        ("frequencies", 2, "weekly"),
    ],
)
def test_a_line_the_rules_need_cannot_be_taken_out(lists, name, line, missing) -> None:
    path = lists / f"{name}.csv"
    content = rows(path)
    del content[line - 1]
    write(path, content)
    assert f"{path}: the line “{missing}” is missing. Put it back." in refusal(lists)


def test_an_alert_rule_taken_out_is_an_alert_nobody_gets(lists) -> None:
    path = lists / "alert_rules.csv"
    write(path, [row for row in rows(path) if row[0] != "due_soon"])
    assert "due_soon" not in read_reference(lists).alert_rules


# After an upgrade


def test_what_a_partnership_had_set_goes_into_the_lists_of_a_newer_program(lists, tmp_path) -> None:
    before = Path(shutil.copytree(lists, tmp_path / "before"))
    settings = rows(before / "settings.csv")
    # Of before: another value, other words, and a setting that did not exist yet.
    write(
        before / "settings.csv",
        [line for line in settings if line[0] not in {"due_soon_days", "reminder_hour"}]
        + [["due_soon_days", "14", "days", "Said otherwise then."]],
    )
    with (before / "wellbeing.csv").open("a", encoding="utf-8") as file:
        file.write("Ours alone\n")
    changed, gone = take_over(before, lists)
    now = read_reference(lists)
    assert (changed, gone) == (1, ("Ours alone (wellbeing.csv)",))
    assert now.settings["due_soon_days"] == 14 and now.settings["reminder_hour"] == 8
    assert "Said otherwise" not in (lists / "settings.csv").read_text(encoding="utf-8")


def test_a_folder_without_lists_is_refused(lists, tmp_path) -> None:
    with pytest.raises(Refusal, match="There are no lists in"):
        take_over(tmp_path, lists)
