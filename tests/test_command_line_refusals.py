"""What the command line refuses: a sentence that says what to do, and nothing else."""

import gzip
import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from builders import DATA
from click.testing import CliRunner
from commands import refused, tracker
from conftest import PROJECT
from test_store_faults import flipped, holding

from tracker import clock, store
from tracker.command_line import commands
from tracker.refusals import Refusal

ABOUT_A_PLAN = ["areas", "actions", "alerts"]


ATLANTIS = [*((command, "atlantis") for command in ABOUT_A_PLAN), ("areas", "")]
HOSTILE = [("areas", slug) for slug in ("'; DROP TABLE area; --", "*", "x" * 10_000)]


@pytest.mark.parametrize(("command", "slug"), ATLANTIS + HOSTILE)
def test_an_unknown_partnership_is_refused(examples, command, slug) -> None:
    said = tracker(command, "--partnership", slug, "--database", examples, "--json")
    refused(said, "There is no partnership called", "Choose one")
    assert len(said.err) < 300


@pytest.mark.parametrize("command", ABOUT_A_PLAN)
@pytest.mark.parametrize(
    ("day", "why"), [("2999-01-01", "lies ahead"), ("1999-01-01", "The plan began on")]
)
def test_a_day_that_cannot_be_is_refused(examples, command, day, why) -> None:
    asked = (command, "--partnership", "moray", "--database", examples, "--json")
    refused(tracker(*asked, "--as-at", day), why, "Choose")


def test_a_snapshot_of_a_day_that_cannot_be_is_refused_and_not_written(examples, tmp_path) -> None:
    said = tracker(
        "snapshot", "--partnership", "moray", "--database", examples, "--as-at", "2999-01-01",
        "--format", "csv", "--out", tmp_path / "plan.csv",
    )  # fmt: skip
    refused(said, "lies ahead")
    assert list(tmp_path.iterdir()) == []


EVERY_READING = {
    "areas": ["--partnership", "moray"],
    "actions": ["--partnership", "moray"],
    "alerts": ["--all"],
    "snapshot": ["--partnership", "moray", "--format", "csv", "--out", "never.csv"],
    "backup": ["--to", "never"],
    "check": [],
}
every_reading = pytest.mark.parametrize(
    "words", [[command, *more] for command, more in EVERY_READING.items()], ids=EVERY_READING
)


@every_reading
def test_a_missing_database_is_refused_and_not_made(tmp_path, words) -> None:
    path = tmp_path / "nowhere.duckdb"
    refused(tracker(*words, "--database", path), f"There is no database at {path}")
    assert not path.exists()
    assert not (PROJECT / "never").exists() and not (PROJECT / "never.csv").exists()


@every_reading
def test_what_is_no_database_is_refused(tmp_path, words) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("ref,title\n")
    refused(tracker(*words, "--database", path), str(path), "not a tracker database")
    assert path.read_text() == "ref,title\n"


ON_A_DATABASE = {
    **EVERY_READING,
    "history": ["--partnership", "moray"],
    "smart": ["--partnership", "moray"],
    "role": ["--partnership", "moray"],
    "remind": ["--dry-run"],
    "import": ["--partnership", "moray", str(PROJECT / "data/reference/settings.csv")],
}


@pytest.mark.parametrize("state", ["schema_1", "schema_3", "no lists", "an empty file"])
def test_every_command_answers_in_words_on_an_old_or_half_made_database(tmp_path, state) -> None:
    path = tmp_path / "tracker.duckdb"
    if state.startswith("schema"):
        kept = PROJECT / "tests/databases" / f"{state}.duckdb.gz"
        path.write_bytes(gzip.decompress(kept.read_bytes()))
    elif state == "no lists":
        store.open_database(path, create=True).close()
    else:
        path.touch()
    for command, more in ON_A_DATABASE.items():
        words = [word.replace("never", str(tmp_path / "made")) for word in more]
        said = CliRunner().invoke(commands, [command, *words, "--database", str(path)])
        assert said.exception is None or isinstance(said.exception, Refusal), command
        assert said.output.strip() or str(said.exception), command


def test_a_database_that_is_in_use_is_refused_by_every_command(examples, tmp_path) -> None:
    path = Path(shutil.copy(examples, tmp_path / "tracker.duckdb"))
    held = holding(path)
    try:
        for command, more in EVERY_READING.items():
            said = tracker(command, *more, "--database", path)
            refused(said, f"{path} is in use by another program")
    finally:
        held.communicate("let go\n", timeout=30)


def test_a_damaged_database_is_refused(examples, tmp_path) -> None:
    path = tmp_path / "tracker.duckdb"
    path.write_bytes(flipped(examples.read_bytes(), 12_288))
    refused(tracker("check", "--database", path), f"{path} is damaged", "restore")


@pytest.mark.parametrize("state", ["damaged", "missing", "another program's"])
def test_a_check_that_can_open_nothing_answers_in_json_too(examples, tmp_path, state) -> None:
    path = tmp_path / "tracker.duckdb"
    if state == "damaged":
        path.write_bytes(flipped(examples.read_bytes(), 12_288))
    elif state != "missing":
        path.write_text("ref,title\n")
    said = CliRunner().invoke(commands, ["check", "--json", "--database", str(path)])
    assert isinstance(said.exception, Refusal)
    assert json.loads(said.stdout) == {
        "ok": False, "problems": [str(said.exception)], "records": {}, "versions": 0,
    }  # fmt: skip


@pytest.mark.parametrize("out", ["plan.csv/inside.csv", "nowhere/plan.csv"])
def test_a_file_that_cannot_be_written_is_refused(examples, tmp_path, out) -> None:
    (tmp_path / "plan.csv").write_text("here already")
    said = tracker(
        "snapshot", "--partnership", "moray", "--database", examples, "--format", "csv",
        "--out", tmp_path / out,
    )  # fmt: skip
    refused(said, f"{tmp_path / out} cannot be written", "Name another file")


def test_copies_cannot_be_kept_where_no_folder_can_be(examples, tmp_path) -> None:
    (tmp_path / "plan.csv").write_text("here already")
    said = tracker("backup", "--database", examples, "--to", tmp_path / "plan.csv" / "copies")
    refused(said, "cannot be used")


def test_examples_are_not_loaded_over_anything(examples) -> None:
    before = examples.read_bytes()
    refused(tracker("example", "--database", examples), "is there already", "does not exist yet")
    assert examples.read_bytes() == before


WRONG_USAGE = [
    ["areas"],
    ["areas", "--partnership", "moray", "--as-at", "yesterday"],
    ["areas", "--partnership", "moray", "--as-at", "31/02/2017"],
    ["alerts"],
    ["alerts", "--all", "--partnership", "moray"],
    ["snapshot", "--partnership", "moray", "--format", "odt", "--out", "x"],
    ["snapshot", "--partnership", "moray", "--format", "csv"],
    ["restore"],
    ["tidy-up"],
    ["areas", "--sideways"],
]


@pytest.mark.parametrize("words", WRONG_USAGE, ids=" ".join)
def test_wrong_usage_ends_with_2_and_says_what_is_wrong(words) -> None:
    said = tracker(*words)
    assert (said.code, said.out) == (2, "")
    assert "Error: " in said.err and "Traceback" not in said.err


# A partnership's own edits of the lists, in a copy of the program


@pytest.fixture
def project(tmp_path) -> Path:
    """A copy of the program, to edit its lists."""
    home = tmp_path / "project"
    shutil.copytree(PROJECT / "tracker", home / "tracker")
    shutil.copytree(DATA / "reference", home / "data" / "reference")
    return home


def test_a_wrong_edit_of_a_list_is_refused_with_file_line_and_reason(examples, project) -> None:
    settings = project / "data" / "reference" / "settings.csv"
    settings.write_text(settings.read_text("utf-8").replace("silent_days,42", "silent_days,many"))
    said = tracker("alerts", "--all", "--database", examples, "--json", project=project)
    refused(said, f"{settings}, line 3: Value must be a number; it says many")


def test_an_alert_rule_taken_out_is_told_no_more_from_that_day(examples, project, tmp_path) -> None:
    path = shutil.copy(examples, tmp_path / "tracker.duckdb")
    rules = project / "data" / "reference" / "alert_rules.csv"
    lines = rules.read_text("utf-8").splitlines()
    rules.write_text("\n".join(line for line in lines if "no_measure," not in line), "utf-8")
    asked = ("alerts", "--all", "--database", path, "--json", "--as-at")

    def told(day: date) -> set[str]:
        alerts = tracker(*asked, day, project=project).answer["alerts"]
        return {alert["rule"] for alert in alerts}

    assert "no_measure" in told(date(2017, 10, 1))
    assert told(clock.today()) and "no_measure" not in told(clock.today())


def test_all_leaves_out_the_plans_that_had_not_begun(examples) -> None:
    said = tracker("alerts", "--all", "--database", examples, "--as-at", "2017-10-01", "--json")
    assert {alert["partnership"] for alert in said.answer["alerts"]} == {"moray", "south-ayrshire"}


@pytest.mark.parametrize("day", ["1999-01-01", "2999-01-01"])
def test_a_day_that_can_be_for_no_plan_is_refused_for_all(examples, day) -> None:
    said = tracker("alerts", "--all", "--database", examples, "--as-at", day, "--json")
    refused(said, "Choose")


def test_a_check_changes_nothing_in_what_it_checks(examples, project, tmp_path) -> None:
    """Not even the lists: a copy stays as it was when it was kept."""
    path = Path(shutil.copy(examples, tmp_path / "tracker.duckdb"))
    before = tracker("check", "--database", path, "--json").answer
    settings = project / "data" / "reference" / "settings.csv"
    settings.write_text(settings.read_text("utf-8").replace("silent_days,42", "silent_days,7"))

    said = tracker("check", "--database", path, "--json", project=project)
    assert said.answer == before
    assert path.read_bytes() == examples.read_bytes()
