"""Reminders on the screen and on the command line: what would go to whom, what failed, and why."""

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import builders as b
import pytest
from click.testing import CliRunner, Result
from commands import refused, tracker
from conftest import a_new_database
from mail_server import Postbox, free_port, mail_server, mail_to
from visits import Visitor

from tracker import clock, store
from tracker.command_line import commands
from tracker.refusals import Refusal
from tracker.reminders import Round, send_due

MONDAY_NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
ISLA = b.a_person("Isla Ross", email="isla.ross@example.org")
EWAN = b.a_person("Ewan Bain")
HEAD = b.a_post("head", title="Head of Service", person_id=ISLA.id)
NURSE = b.a_post("nurse", title="Chief Nurse", person_id=EWAN.id)
LATE = b.an_action("1.1", title="Publish {{ 7*7 }}", owner_id=HEAD.id, due_on=b.TODAY)
UNREACHED = b.an_action("1.2", title="Share audits", owner_id=NURSE.id, due_on=b.TODAY)
MAIL = {
    "TRACKER_MAIL_HOST": "localhost", "TRACKER_MAIL_SENDER": "plan@example.org",
    "TRACKER_MAIL_ADDRESS": "https://plan.example.org", "TRACKER_MAIL_SECURITY": "none",
}  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("made") / "tracker.duckdb"
    with a_new_database(path) as new:
        said = (b.a_plan(), b.an_area(), HEAD, NURSE, LATE, UNREACHED, b.a_group())
        meeting = b.a_meeting(b.TODAY + timedelta(10), group_id=b.a_group().id)
        b.keep(new, b.a_partnership(), *said, meeting, people=(ISLA, EWAN))
    return path


@pytest.fixture
def copy(made, tmp_path) -> Path:
    return Path(shutil.copy(made, tmp_path / "tracker.duckdb"))


@pytest.fixture
def served(copy, monkeypatch) -> Iterator[store.Database]:
    """The database behind the screen, on a Monday on which reminders are sent."""
    from tracker.screen.visit import database

    monkeypatch.setenv("TRACKER_DATABASE", str(copy))
    monkeypatch.setattr(clock, "now", lambda: MONDAY_NINE)
    yield database(copy)
    database(copy).close()
    database.clear()


def set_up(monkeypatch) -> None:
    for name, value in MAIL.items():
        monkeypatch.setenv(name, value)


def opened() -> Visitor:
    return Visitor().open("reminders", partnership=b.SLUG)


# The screen


def test_nothing_set_up_says_so_and_shows_what_would_be_sent(served) -> None:
    screen = opened()
    assert screen.headline == "Reminders are not set up: nothing is sent"
    assert "docs/reminders.md" in screen.words
    assert "Publish {{ 7*7 }}" in screen.words  # the preview, as it was typed
    assert "Chief Nurse: no e-mail is recorded (1 late: 1.2)" in screen.words
    assert "nobody is recorded as coordinator" in screen.words


def test_set_up_it_says_when_the_next_go_and_through_which_server(served, monkeypatch) -> None:
    set_up(monkeypatch)
    screen = opened()
    assert screen.headline == "The next reminders go on Monday 30 November 2026: 1 as things stand"
    assert "Every week on Monday from 08:00, through localhost" in screen.words
    assert "https://plan.example.org/my-actions" in screen.words


def test_a_wrong_set_up_is_told_and_the_preview_stays(served, monkeypatch) -> None:
    set_up(monkeypatch)
    monkeypatch.setenv("TRACKER_MAIL_PORT", "secret-99999")
    screen = opened()
    assert "E-mail is not set up rightly" in screen.refused and "“port”" in screen.refused
    assert "secret-99999" not in screen.refused
    assert "Publish {{ 7*7 }}" in screen.words


def test_what_failed_is_told_with_its_reason_and_when_it_is_tried_again(
    served, monkeypatch
) -> None:
    set_up(monkeypatch)
    assert send_due(served, mail_to(free_port()), MONDAY_NINE) == Round(failed=1)
    screen = opened()
    assert screen.headline == "1 reminder of 23 Nov 2026 failed"
    assert "failed to Isla Ross (owner)" in screen.words.replace("*", "")
    assert "Connection refused. Tried once; again on 23 Nov 2026, 09:10." in screen.words
    monkeypatch.setattr(clock, "now", lambda: MONDAY_NINE + timedelta(days=5))
    assert "Tried once; not tried again." in opened().words


def test_what_was_sent_is_counted_by_day(served, monkeypatch) -> None:
    set_up(monkeypatch)
    box = Postbox()
    with mail_server(box) as port:
        for weeks in (0, 1):
            send_due(served, mail_to(port), MONDAY_NINE + timedelta(7 * weeks))
    said = opened().words.replace("*", "")
    assert "23 Nov 2026 1 sent" in said and "30 Nov 2026 1 sent" in said


def test_a_clock_that_went_back_is_told_and_somebody_says_when_it_is_right(
    served, monkeypatch
) -> None:
    set_up(monkeypatch)
    with mail_server(Postbox()) as port:
        send_due(served, mail_to(port), MONDAY_NINE + timedelta(7))
    screen = opened()
    assert (
        screen.headline == "The clock went back: no reminders until after Monday 30 November 2026"
    )
    assert "The clock of this machine says 23 Nov 2026" in screen.refused
    screen.clicks("The clock is right now: begin with the next day")
    assert screen.headline.startswith("The next reminders go on Monday 30 November 2026")
    said = screen.words.replace("*", "")
    assert "perhaps sent to everybody with something to be told. The clock had been ahead" in said


def test_the_command_says_that_the_clock_went_back(copy, monkeypatch) -> None:
    set_up(monkeypatch)
    monkeypatch.setenv("TRACKER_DATABASE", str(copy))
    with mail_server(Postbox()) as port:
        monkeypatch.setenv("TRACKER_MAIL_PORT", str(port))
        monkeypatch.setattr(clock, "now", lambda: MONDAY_NINE + timedelta(7))
        assert asked().output.startswith("1 reminder sent")
        monkeypatch.setattr(clock, "now", lambda: MONDAY_NINE)
        said = asked().output
    assert "Reminders for 30 Nov 2026 were sent already" in said and "Set the clock" in said


def test_an_example_says_that_nothing_is_ever_sent(examples, monkeypatch) -> None:
    monkeypatch.setenv("TRACKER_DATABASE", str(examples))
    screen = Visitor().open("reminders", partnership="illustrative")
    assert screen.headline == "Reminders: an example, nothing is ever sent"


@pytest.mark.parametrize(
    ("page", "asked", "label"),
    [
        ("my_actions", {"owner": "head"}, "Due dates for your calendar"),
        ("meeting", {}, "Meetings for your calendar"),
        ("set_up", {}, "Its meetings for a calendar"),
    ],
)
def test_a_calendar_is_offered_where_its_dates_are(served, page, asked, label) -> None:
    screen = Visitor().open(page, partnership=b.SLUG, **asked).screen
    assert label in [button.proto.label for button in screen.get("download_button")]


# The command


def asked(*words: object) -> Result:
    """The command in this process, where the clock can stand still."""
    return CliRunner().invoke(commands, ["remind", *map(str, words)])


def test_a_dry_run_shows_the_reminders_of_a_copy_and_sends_nothing(copy) -> None:
    words = ("remind", "--dry-run", "--partnership", b.SLUG, "--day", "2026-11-21")
    said = tracker(*words, "--database", copy)
    assert said.code == 0
    assert "the next are sent on Monday 23 November 2026" in said.out
    assert "Subject: 1 due soon" in said.out and "Publish {{ 7*7 }}" in said.out
    assert "Reaches nobody: Chief Nurse: no e-mail is recorded" in said.out
    with closing(store.open_database(copy)) as kept, kept.reading() as cursor:
        assert cursor.execute("SELECT count(*) FROM reminder").fetchall() == [(0,)]


def test_a_database_that_never_saw_the_reference_lists_can_be_shown(tmp_path) -> None:
    path = tmp_path / "bare.duckdb"
    with closing(store.open_database(path, create=True)) as new:
        b.keep(new, b.a_partnership(), b.a_plan(), b.an_area(), HEAD, LATE, people=(ISLA,))
    said = asked("--dry-run", "--day", "2026-11-21", "--database", path)
    assert said.exit_code == 0 and "Subject: 1 due soon" in said.output


def test_as_json_it_names_posts_and_no_address(copy) -> None:
    answer = json.loads(
        asked("--dry-run", "--day", "2026-11-21", "--database", copy, "--json").output
    )
    (plan,) = answer["partnerships"]
    assert (plan["partnership"], plan["as_at"]) == (b.SLUG, "2026-11-21")
    assert (plan["would_be_sent"], plan["next"]) == (False, "2026-11-23")
    told = {one["called"]: one for one in plan["reminders"]}
    assert told["Head of Service"]["parts"] == [{"heading": "Due soon", "refs": ["1.1"]}]
    assert told["Chief Nurse"]["reaches_nobody_because"] == "no e-mail is recorded"
    assert "example.org" not in str(plan) and "Isla" not in str(plan)


def test_while_the_app_is_stopped_it_sends_what_is_due_once(copy, monkeypatch) -> None:
    set_up(monkeypatch)
    monkeypatch.setenv("TRACKER_DATABASE", str(copy))
    monkeypatch.setattr(clock, "now", lambda: MONDAY_NINE)
    box = Postbox()
    with mail_server(box) as port:
        monkeypatch.setenv("TRACKER_MAIL_PORT", str(port))
        assert asked().output == "1 reminder sent, 0 failed, 0 perhaps sent.\n"
        again = json.loads(asked("--json").output)
    assert box.reached == [ISLA.email]
    assert again == {
        "sent": 0, "failed": 0, "perhaps_sent": 0, "due": {b.SLUG: "2026-11-23"},
        "next": "2026-11-30",
    }  # fmt: skip


def test_a_copy_that_the_command_put_back_sends_nobody_what_may_have_gone_before(
    copy, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: MONDAY_NINE)
    back, box = tmp_path / "back" / "tracker.duckdb", Postbox()
    said = CliRunner().invoke(commands, ["restore", str(copy), "--database", str(back)])
    assert said.exit_code == 0 and "now stands in" in said.output
    with mail_server(box) as port, closing(store.open_database(back)) as opened:
        assert send_due(opened, mail_to(port), MONDAY_NINE) == Round()
        assert send_due(opened, mail_to(port), MONDAY_NINE + timedelta(7)) == Round(sent=1)


def test_without_a_mail_server_nothing_is_sent_and_it_says_so(copy, monkeypatch) -> None:
    monkeypatch.setenv("TRACKER_DATABASE", str(copy))
    said = asked().exception
    assert isinstance(said, Refusal) and "not set up" in str(said) and "--dry-run" in str(said)


def test_it_never_sends_from_a_copy(copy, monkeypatch) -> None:
    set_up(monkeypatch)
    said = asked("--database", copy)
    assert said.exit_code == 2 and "twice" in said.output


def test_while_the_app_holds_the_database_it_says_who_sends(copy) -> None:
    with closing(store.open_database(copy)):
        said = tracker("remind", TRACKER_DATABASE=str(copy), **MAIL)
    refused(said, "sends the reminders itself")


def test_a_day_that_lies_ahead_is_refused(copy) -> None:
    said = asked("--dry-run", "--partnership", b.SLUG, "--day", "2099-01-01", "--database", copy)
    assert isinstance(said.exception, Refusal) and "lies ahead" in str(said.exception)
