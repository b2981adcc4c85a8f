"""The command line, each command in a process of its own: what it answers, and what it refuses."""

import csv
import json
import re
import shutil
from datetime import date
from io import BytesIO, StringIO

import pytest
from builders import SLUG, START, a_partnership, a_plan, an_action, an_area, an_update, keep, stated
from commands import refused, started, tracker
from conftest import a_new_database
from openpyxl import load_workbook

from tracker.store import open_database

EXAMPLES = ["moray", "south-ayrshire", "clackmannanshire", "south-lanarkshire", "illustrative"]
COUNTS = [
    "actions", "not_reported", "not_started", "on_track", "at_risk", "off_track", "complete",
    "overdue",
]  # fmt: skip
RULES = {
    "overdue", "due_soon", "silent", "extended_often", "no_owner", "owner_left", "no_due_date",
    "not_smart", "no_outcome", "no_measure", "no_baseline", "no_target", "measure_late",
    "area_without_action", "long_standing", "came_back", "done_without_evidence", "done_no_effect",
    "getting_worse", "test_stalled", "test_without_prediction", "evaluation_due",
    "too_many_priorities",
}  # fmt: skip
ACTION_KEYS = {
    "id", "ref", "area_ref", "title", "owner", "status", "due_on", "original_due_on",
    "times_extended", "overdue", "days_overdue", "last_update_on", "progress",
}  # fmt: skip


@pytest.fixture(scope="session")
def answers(examples):
    """The answer of a command about a partnership, asked once."""
    known: dict[tuple[str, ...], dict] = {}

    def ask(command: str, slug: str) -> dict:
        if (command, slug) not in known:
            asked = (command, "--partnership", slug, "--database", examples, "--json")
            known[command, slug] = tracker(*asked).answer
        return known[command, slug]

    return ask


# What it answers


@pytest.mark.parametrize("slug", EXAMPLES)
def test_areas_have_the_promised_keys_and_totals_that_are_their_sums(answers, slug) -> None:
    answer = answers("areas", slug)
    assert answer["partnership"] == slug and date.fromisoformat(answer["as_at"])
    assert answer["areas"]
    for area in answer["areas"]:
        assert {"ref", "title", "effect", "gaps", *COUNTS} <= area.keys()
        assert area["effect"] in {
            None, "improvement", "worsening", "no signal", "not enough points",
        }  # fmt: skip
        assert set(area["gaps"]) <= RULES
        assert area["actions"] == sum(area[name] for name in COUNTS[1:-1])
    assert answer["totals"] == {
        name: sum(area[name] for area in answer["areas"]) for name in COUNTS
    }


@pytest.mark.parametrize("slug", EXAMPLES)
def test_actions_have_the_promised_keys_and_are_those_the_areas_count(answers, slug) -> None:
    answer, areas = answers("actions", slug), answers("areas", slug)
    assert answer["as_at"] == areas["as_at"]
    for action in answer["actions"]:
        assert action.keys() >= ACTION_KEYS
        assert action["overdue"] is (action["days_overdue"] > 0)
    for area in areas["areas"]:
        own = [action for action in answer["actions"] if action["area_ref"] == area["ref"]]
        assert len(own) == area["actions"]
        assert sum(action["overdue"] for action in own) == area["overdue"]
        for status in COUNTS[1:-1]:
            assert [action["status"] for action in own].count(status) == area[status]


@pytest.mark.parametrize("slug", EXAMPLES)
def test_alerts_have_the_promised_keys_and_name_rules_that_are_promised(answers, slug) -> None:
    for alert in answers("alerts", slug)["alerts"]:
        assert {"rule", "partnership", "subject", "owner", "since", "days", "why"} <= alert.keys()
        assert {"kind", "ref", "title"} <= alert["subject"].keys()
        assert alert["partnership"] == slug and alert["rule"] in RULES
        assert date.fromisoformat(alert["since"]) and alert["why"].endswith((".", ":", "!"))


def test_every_overdue_action_is_an_alert_and_no_other_is(answers) -> None:
    late = {a["ref"]: a["days_overdue"] for a in answers("actions", "illustrative")["actions"]}
    told = [a for a in answers("alerts", "illustrative")["alerts"] if a["rule"] == "overdue"]
    assert {a["subject"]["ref"]: a["days"] for a in told} == {r: n for r, n in late.items() if n}
    assert told


def test_the_alerts_of_all_are_those_of_each(examples, answers) -> None:
    every = tracker("alerts", "--all", "--database", examples, "--json").answer["alerts"]
    for slug in EXAMPLES:
        own = [alert for alert in every if alert["partnership"] == slug]
        assert own == answers("alerts", slug)["alerts"]
    assert {alert["partnership"] for alert in every} == set(EXAMPLES)


def test_a_day_is_taken_as_people_and_as_computers_write_it(examples) -> None:
    asked = ("areas", "--partnership", "moray", "--database", examples, "--json", "--as-at")
    one, other = tracker(*asked, "2017-09-30").answer, tracker(*asked, "30/09/2017").answer
    assert one == other and one["as_at"] == "2017-09-30"


@pytest.mark.parametrize("command", ["areas", "actions", "alerts"])
def test_without_json_the_answer_is_lines_for_people(examples, answers, command) -> None:
    said = tracker(command, "--partnership", "illustrative", "--database", examples)
    assert said.code == 0 and said.err == ""
    assert len(said.out.splitlines()) == len(answers(command, "illustrative")[command])
    assert not re.search(r"[{}]|None", said.out)


def test_a_check_of_a_whole_database_counts_what_is_in_it(examples) -> None:
    answer = tracker("check", "--database", examples, "--json").answer
    assert answer["ok"] is True and answer["problems"] == []
    assert answer["records"]["partnership"] == len(EXAMPLES)
    assert answer["versions"] >= sum(answer["records"].values()) > 1_000


def test_a_check_of_a_broken_database_tells_what_is_wrong_and_ends_with_1(
    examples, tmp_path
) -> None:
    path = shutil.copy(examples, tmp_path / "tracker.duckdb")
    database = open_database(path)
    with database.writing() as cursor:
        cursor.execute(
            "INSERT INTO area SELECT partnership_id, id, 99, 999999, as_of, recorded_at, "
            "recorded_by, withdrawn, reason, ref, title, wording, paraphrased, raised_in, "
            "raised_on, lead_group_id FROM area LIMIT 1"
        )
    database.close()
    said = tracker("check", "--database", path, "--json")
    answer = json.loads(said.out)
    assert said.code == 1 and answer["ok"] is False
    told = " ".join(answer["problems"])
    assert "belongs to no save" in told
    assert "Version 99 of area for improvement" in told and "put in without the tracker" in told


# What it hands over


@pytest.fixture(scope="session")
def papers(examples, tmp_path_factory) -> dict[str, bytes]:
    """The illustrative plan in every format."""
    folder = tmp_path_factory.mktemp("papers")
    asked = ("snapshot", "--partnership", "illustrative", "--database", examples)
    for name in ("json", "csv", "xlsx"):
        said = tracker(*asked, "--format", name, "--out", folder / f"plan.{name}")
        assert said.code == 0 and str(folder / f"plan.{name}") in said.out, said.err
    return {path.suffix[1:]: path.read_bytes() for path in folder.iterdir()}


def test_the_json_says_what_the_commands_say(papers, answers) -> None:
    paper = json.loads(papers["json"])
    assert paper["totals"] == answers("areas", "illustrative")["totals"]
    assert paper["areas"] == answers("areas", "illustrative")["areas"]
    assert paper["actions"] == answers("actions", "illustrative")["actions"]
    assert paper["alerts"] == answers("alerts", "illustrative")["alerts"]
    assert {"as_at", "sequence", "schema", "rules"} <= paper.keys()


def test_the_csv_has_a_line_for_each_action_and_the_same_counts(papers, answers) -> None:
    lines = list(csv.DictReader(StringIO(papers["csv"].decode("utf-8-sig"))))
    totals = answers("areas", "illustrative")["totals"]
    assert len(lines) == totals["actions"] > 20
    assert [line["Overdue"] for line in lines].count("yes") == totals["overdue"]
    for status in COUNTS[1:-1]:
        shown = [line["Status"] for line in lines].count(status.replace("_", " "))
        assert shown == totals[status]
    assert {line["Note"] for line in lines} == {"Illustrative data: no real partnership"}


def test_the_workbook_has_the_same_counts_in_its_summary_and_its_areas(papers, answers) -> None:
    book = load_workbook(BytesIO(papers["xlsx"]))
    totals = answers("areas", "illustrative")["totals"]
    summary = {row[0].value: row[1].value for row in book["Summary"].iter_rows()}
    header, *rows = book["Areas"].iter_rows(values_only=True)
    for name in COUNTS:
        words = name.replace("_", " ").capitalize()
        assert summary[words] == totals[name]
        assert sum(row[header.index(words)] for row in rows) == totals[name]
    assert book["Actions"].max_row == totals["actions"] + 1


@pytest.mark.parametrize("format_", ["json", "csv", "xlsx"])
def test_a_snapshot_is_the_same_bytes_in_another_process(
    examples, papers, tmp_path, format_
) -> None:
    """With other seeds of Python's hashes, so that no order rests on them."""
    for seed in ("1", "2"):
        started(
            "snapshot", "--partnership", "illustrative", "--database", examples,
            "--format", format_, "--out", tmp_path / seed, PYTHONHASHSEED=seed,
        )  # fmt: skip
        assert (tmp_path / seed).read_bytes() == papers[format_]


FORMULAS = ['=HYPERLINK("http://x.example","click")', "+1+1", "-1+1", "@SUM(A1)"]


def test_what_looks_like_a_formula_is_handed_over_as_text(tmp_path) -> None:
    path = tmp_path / "tracker.duckdb"
    with a_new_database(path) as opened:
        keep(opened, a_partnership(name=FORMULAS[0]), a_plan(), an_area(title=FORMULAS[3]))
        for number, formula in enumerate(FORMULAS):
            action = an_action(f"1.{number}", title=formula)
            keep(opened, action, stated(an_update(action, START, done=formula), START))
    asked = ("snapshot", "--partnership", SLUG, "--database", path)
    for name in ("csv", "xlsx"):
        assert tracker(*asked, "--format", name, "--out", tmp_path / f"plan.{name}").code == 0

    _, *lines = csv.reader(StringIO((tmp_path / "plan.csv").read_text(encoding="utf-8-sig")))
    cells = [cell for line in lines for cell in line]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert all(f"'{formula}" in cells for formula in FORMULAS)
    sheets = load_workbook(tmp_path / "plan.xlsx").worksheets
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value in FORMULAS} == {"s"}
    assert {cell.value for cell in cells if cell.value in FORMULAS} == set(FORMULAS)


def test_a_copy_is_kept_put_back_and_answers_the_same(examples, answers, tmp_path) -> None:
    said = tracker("backup", "--database", examples, "--to", tmp_path / "copies")
    (copy,) = (tmp_path / "copies").glob("*.duckdb")
    assert said.code == 0 and str(copy) in said.out
    assert tracker("restore", copy, "--database", tmp_path / "again.duckdb").code == 0

    asked = ("areas", "--partnership", "moray", "--json", "--database")
    assert tracker(*asked, copy).answer == answers("areas", "moray")
    assert tracker(*asked, tmp_path / "again.duckdb").answer == answers("areas", "moray")
    refused(tracker("restore", copy, "--database", tmp_path / "again.duckdb"), "never overwritten")


def test_the_examples_are_made_by_one_command_and_are_whole(tmp_path) -> None:
    path = tmp_path / "new" / "example.duckdb"
    said = tracker("example", "--database", path)
    assert (said.code, said.out) == (0, f"The example partnerships stand in {path}.\n")
    assert [left.name for left in path.parent.iterdir()] == ["example.duckdb"]
    assert tracker("check", "--database", path, "--json").answer["ok"] is True


def test_the_database_may_be_named_in_the_environment(examples, answers) -> None:
    said = tracker("areas", "--partnership", "moray", "--json", TRACKER_DATABASE=str(examples))
    assert said.answer == answers("areas", "moray")
