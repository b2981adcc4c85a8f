"""Nothing typed is lost, in a real browser: reload, back, lost line, killed server, two people."""

import os
import re
import signal
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from browsing import (
    DESK,
    DRAWN,
    MINE,
    SECONDS,
    choose,
    drawn,
    go,
    new_page,
    open_report,
    save,
    typed,
)
from conftest import Server, copied, served
from visits import ILLUSTRATIVE

from tracker import store
from tracker.plan import Status

RUNNING = DRAWN.replace("notRunning", "running")
BEGUN = re.compile(r"You began this on \d+ \w+ \d{4} at \d\d:\d\d and did not save it\.")


@pytest.fixture(scope="module")
def tracker(examples: Path, tmp_path_factory) -> Iterator[Server]:
    """A server these tests save to; each has an action of its own."""
    folder = tmp_path_factory.mktemp("nothing_lost")
    copied(examples, folder)
    with served(folder) as started:
        yield started


@pytest.fixture(scope="module")
def page(browser) -> Iterator:
    with new_page(browser, viewport=DESK) as opened:
        yield opened


def settled(page) -> None:
    """What was typed has reached the server, and the screen is whole again."""
    with suppress(Exception):
        page.wait_for_selector(RUNNING, timeout=700)  # a run may be over before it is seen
    page.wait_for_selector(DRAWN)


def written(page, dialog, words: str) -> None:
    """Choose and type; the field is left."""
    choose(dialog, "At risk")
    settled(page)
    typed(dialog, words)
    settled(page)


def stands(dialog, words: str) -> None:
    """Wait until the text of the report says this."""
    expect = pytest.importorskip("playwright.sync_api").expect
    box = dialog.get_by_role("textbox", name="What has happened")
    expect(box).to_have_value(words, timeout=SECONDS)


def test_what_was_typed_stands_there_after_a_reload_until_it_is_thrown_away(page, tracker) -> None:
    dialog = open_report(page, tracker, "1.5", **MINE)
    written(page, dialog, "Half a thought")
    page.reload()
    dialog = drawn(page).get_by_role("dialog")
    dialog.get_by_text(BEGUN).wait_for()
    stands(dialog, "Half a thought")
    assert dialog.get_by_role("radio", name="At risk").is_checked()
    dialog.get_by_role("button", name="Throw it away").click()
    dialog.get_by_text(BEGUN).wait_for(state="hidden")
    settled(page)
    stands(dialog, "")
    page.reload()
    dialog = drawn(page).get_by_role("dialog")
    dialog.get_by_role("button", name="Save").wait_for()
    stands(dialog, "")


def test_going_back_closes_the_form_and_keeps_what_was_typed(page, tracker) -> None:
    go(page, tracker, "my-actions", **MINE)
    report = page.get_by_role("button", name="Report how it is going").first
    report.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Save").wait_for()
    written(page, dialog, "Typed before going back")
    page.go_back()
    dialog.wait_for(state="hidden")
    settled(page)
    assert "action=" not in page.url
    report.click()
    dialog.get_by_role("button", name="Save").wait_for()
    stands(dialog, "Typed before going back")


def test_a_line_that_breaks_in_mid_form_loses_nothing(browser, tracker) -> None:
    lines = []
    with new_page(browser, viewport=DESK) as page:
        page.route_web_socket(
            re.compile("_stcore/stream"),
            lambda line: lines.append((line, line.connect_to_server())),
        )
        dialog = open_report(page, tracker, "3.3")
        written(page, dialog, "Before the line broke")
        for line, to_server in lines:
            line.close()
            to_server.close()
        page.wait_for_function(f"{len(lines)} < window.performance.now()")
        page.wait_for_selector(DRAWN)
        settled(page)
        stands(dialog, "Before the line broke")
        assert "is at risk" in save(page, dialog)
    assert len(lines) > 1


def test_two_people_on_one_action_see_both_versions_and_nothing_is_lost(browser, tracker) -> None:
    with new_page(browser, viewport=DESK) as mine, new_page(browser, viewport=DESK) as theirs:
        mine_form = open_report(mine, tracker, "5.4")
        their_form = open_report(theirs, tracker, "5.4")
        choose(their_form, "Off track")
        settled(theirs)
        their_form.get_by_role("textbox", name="What do you need").fill("A second trainer")
        typed(their_form, "The first course was put off.")
        save(theirs, their_form)
        written(mine, mine_form, "Half of the staff are trained.")
        mine_form.get_by_role("button", name="Save").click()
        mine_form.get_by_text("You both changed 1 field").wait_for()
        settled(mine)
        shown = mine_form.inner_text()
        for words in (
            "It was", "Theirs", "Mine", "at risk → off track", "The first course was put off.",
            "Half of the staff are trained.", "What you need: nothing → A second trainer",
        ):  # fmt: skip
            assert words in shown
        mine_form.get_by_text("Keep both, theirs first").click()
        settled(mine)
        mine_form.get_by_role("button", name="Save what is chosen").click()
        mine.get_by_text("Saved: ").wait_for()
        go(mine, tracker, "actions", action="5.4")
        told = mine.get_by_role("dialog").inner_text()
        assert "A second trainer" in told and "Half of the staff are trained." in told


def test_a_server_killed_between_opening_and_saving_loses_nothing(
    browser, examples, tmp_path
) -> None:
    copied(examples, tmp_path)
    with new_page(browser, viewport=DESK) as page:
        with served(tmp_path) as first:
            dialog = open_report(page, first, "3.3")
            written(page, dialog, "Typed before the first kill")
            os.kill(first.process, signal.SIGKILL)
        with served(tmp_path, port=first.port) as second:
            dialog.get_by_text(BEGUN).wait_for()
            settled(page)
            stands(dialog, "Typed before the first kill")
            dialog.get_by_role("button", name="Save").dblclick()
            page.get_by_text("Saved: ").wait_for()
            dialog = open_report(page, second, "5.4")
            written(page, dialog, "Typed before the second kill")
            os.kill(second.process, signal.SIGKILL)
        with served(tmp_path, port=first.port) as third:
            dialog = open_report(page, third, "5.4")
            stands(dialog, "Typed before the second kill")
            save(page, dialog)
    kept = store.open_database(tmp_path / "tracker.duckdb")
    words = ["Typed before the first kill", "Typed before the second kill"]
    assert [said(kept, ref) for ref in ("3.3", "5.4")] == [[one] for one in words]
    assert store.faults(kept) == []
    kept.close()


def said(kept: store.Database, ref: str) -> list[str]:
    """The words of the reports on an action that were made here."""
    plan = store.plan_as_at(kept, ILLUSTRATIVE, date.max)
    action = next(action for action in plan.actions if action.ref == ref)
    reports = store.status_updates(kept, ILLUSTRATIVE, date.max, action.id)
    made_here = [version.record for version in reports if version.record.done.startswith("Typed")]
    assert all(report.status is Status.AT_RISK for report in made_here)
    return [report.done for report in made_here]
