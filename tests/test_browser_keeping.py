"""Keeping the plan in a real browser: from nothing to a plan, and what is changed later."""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from browsing import drawn, new_page
from conftest import Server, copied, served

from tracker import store
from tracker.clock import today
from tracker.records import record_id
from tracker.served import begin

READY = '[data-testid="stApp"][data-test-script-state="notRunning"]'
DESK = {"width": 1440, "height": 1000}


@pytest.fixture(scope="module")
def kept(examples: Path, tmp_path_factory) -> Iterator[Server]:
    """A server these tests change the examples on; each finds them as it needs them."""
    folder = tmp_path_factory.mktemp("keeping")
    copied(examples, folder)
    with served(folder) as server:
        yield server


@pytest.fixture
def page(browser) -> Iterator:
    with new_page(browser, viewport=DESK) as opened:
        yield opened


def go(page, server: Server, path: str = "/") -> None:
    page.goto(server.address + path)
    drawn(page)


def settle(page) -> None:
    page.wait_for_timeout(150)  # a click reaches the server before the state says so
    page.wait_for_selector(READY)


def dialog(page):
    shown = page.get_by_role("dialog")
    shown.wait_for()
    settle(page)
    return shown


def save(page) -> None:
    form = dialog(page)
    form.get_by_role("button", name="Save", exact=True).click()
    form.wait_for(state="hidden")
    settle(page)


def click(page, words: str) -> None:
    page.get_by_role("button", name=words).first.click()


def fill(page, label: str, words: str) -> None:
    dialog(page).get_by_label(label, exact=True).first.fill(words)


def choose(page, label: str, words: str) -> None:
    dialog(page).get_by_label(label, exact=True).first.click()
    page.get_by_role("option", name=words).first.click()


def set_day(page, place: int, day: date) -> None:
    parts = dialog(page).get_by_role("spinbutton")
    for part, words in zip(range(3), (f"{day:%d}", f"{day:%m}", f"{day:%Y}"), strict=True):
        parts.nth(place * 3 + part).click()
        page.keyboard.type(words)
    page.keyboard.press("Tab")
    settle(page)


def action_id(ref: str) -> UUID:
    """The id an example action has in every database, so that links to it keep."""
    return record_id("illustrative", "action", ref)


def test_from_nothing_to_three_areas_and_five_actions(browser, page, tmp_path):
    begin(tmp_path / "tracker.duckdb", "Glen Example partnership", date(2026, 11, 21))
    with served(tmp_path) as server:
        go(page, server)
        assert page.locator("h1").first.inner_text() == "Nothing is in this plan yet"
        click(page, "Add a plan")
        fill(page, "Title of the plan", "Our improvement plan")
        set_day(page, 0, date(2026, 4, 1))
        save(page)
        for number in (1, 2, 3):
            click(page, "Add an area for improvement")
            fill(page, "Short title", f"Area number {number}")
            save(page)
        click(page, "Add a post")
        fill(page, "Title of the post", "Head of Service")
        save(page)
        for number in range(5):
            go(page, server, f"/area?area={number % 3 + 1}")
            click(page, "Add an action")
            fill(page, "Short title", f"Action {number}")
            choose(page, "Owner", "Head of Service")
            save(page)
        go(page, server)
        assert page.locator("h1").first.inner_text().startswith("0 of 5 actions complete")
        assert page.get_by_text("Three areas for improvement").is_visible()


def test_a_moved_due_date_shows_in_alerts_and_as_times_extended(kept, page):
    go(page, kept, f"/area?partnership=illustrative&area=3&change=action:{action_id('3.3')}")
    set_day(page, 0, date(2027, 1, 31))
    click(page, "Save")
    page.get_by_text("Say why the due date moves").wait_for()
    fill(page, "Reason, where the due date moves", "The trainer starts in January.")
    save(page)
    assert "Saved: Children’s rights training" in page.inner_text("body").replace("'", "’")
    go(page, kept, "/my-actions?partnership=illustrative&owner=participation-officer")
    shown = page.inner_text("body")
    assert "Due 31 Jan 2027" in shown
    assert "first 10 Oct 2026" in shown
    go(page, kept, "/alerts?partnership=illustrative")
    assert "41 days overdue" not in page.inner_text("body")
    go(page, kept, f"/history?partnership=illustrative&to={today()}")
    assert "The trainer starts in January." in page.inner_text("body")


def test_an_action_withdrawn_can_be_put_back(kept, page):
    place = f"/area?partnership=illustrative&area=3&change=action:{action_id('3.3')}"
    go(page, kept, place)
    dialog(page).get_by_text("Withdraw this action").click()
    dialog(page).get_by_label("Why?").fill("Merged with 3.2.")
    click(page, "Withdraw")
    page.get_by_role("dialog").wait_for(state="hidden")
    settle(page)
    assert re.search(r"\b1 of 5 actions complete", page.locator("h1").first.inner_text())
    go(page, kept, place)
    click(page, "Put it back")
    page.get_by_role("dialog").wait_for(state="hidden")
    settle(page)
    assert re.search(r"\b1 of 6 actions complete", page.locator("h1").first.inner_text())


def test_two_people_on_one_action_choose_field_by_field(browser, kept, page):
    place = f"/area?partnership=illustrative&area=3&change=action:{action_id('3.2')}"
    with new_page(browser, viewport=DESK) as other:
        go(page, kept, place)
        go(other, kept, place)
        fill(page, "Short title", "Rights training for all")
        save(page)
        fill(other, "What will exist or be done", "Two courses a year.")
        fill(other, "Short title", "Rights training, my words")
        click(other, "Save")
        other.get_by_text("You both changed 1 field").wait_for()
        shown = dialog(other).inner_text()
        for words in ("It was", "Theirs", "Mine", "Rights training for all", "Two courses a year."):
            assert words in shown
        dialog(other).get_by_text("Take theirs").click()
        settle(other)
        click(other, "Save what is chosen")
        other.get_by_role("dialog").wait_for(state="hidden")
        settle(other)
        assert "Rights training for all" in other.inner_text("body")


def test_thirty_points_pasted_from_a_spreadsheet_are_shown_first_and_saved_once(kept, page):
    months = [date(2024 + number // 12, number % 12 + 1, 1) for number in range(30)]
    rows = "\n".join(f"{day:%b %Y}\t{40 + day.month % 5}" for day in months)
    go(page, kept, "/set-up?partnership=illustrative&add=measure")
    fill(page, "Short title", "Visits made on time")
    choose(page, "Area", "2 Child protection governance")
    dialog(page).get_by_text("Process", exact=True).click()
    dialog(page).get_by_text("Higher", exact=True).click()
    save(page)
    go(page, kept, "/measure?partnership=illustrative&measure=M10&points=paste")
    dialog(page).locator("textarea").first.fill(f"Month\tVisits\n{rows}")
    click(page, "Show what is understood")
    settle(page)
    assert "30 new points" in dialog(page).inner_text()
    dialog(page).get_by_role("button", name=re.compile("^Save")).last.click()
    page.get_by_role("dialog").wait_for(state="hidden")
    settle(page)
    assert "Undo" in page.inner_text("body")
    assert "With 30 points" in page.inner_text("body")


def test_nothing_that_was_saved_in_the_browser_breaks_the_database(kept, page):
    go(page, kept, "/set-up?partnership=illustrative&add=area")
    fill(page, "Short title", "=HYPERLINK(1) <b>😀</b>")
    save(page)
    copy = kept.database.with_name("copy.duckdb")
    click(page, "Undo")
    settle(page)
    go(page, kept, "/?partnership=illustrative")
    click(page, "Hand over")
    click(page, "Back up the whole tracker")
    page.get_by_text("Kept as").wait_for()
    newest = next(iter((kept.database.parent / "backups").glob("*.duckdb")))
    shutil.copy(newest, copy)
    opened = store.open_database(copy)
    assert store.faults(opened) == []
    opened.close()
