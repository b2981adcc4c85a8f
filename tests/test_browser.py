"""Journeys in a real browser, on a real server: links, reports, files, phones and keys."""

import csv
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import openpyxl
import pytest
from browsing import (
    DESK,
    MINE,
    PHONE,
    address,
    choose,
    drawn,
    go,
    headline,
    new_page,
    open_report,
    save,
    typed,
)  # fmt: skip
from conftest import Server, copied, served
from visits import PAGES

PATHS = ["" if page == "progress" else page.replace("_", "-") for page in PAGES]
HOSTILE = '<b>Bold</b> <script>alert(1)</script> **stars** =HYPERLINK("x") :smile: $x$ 😀 [a](b)'


@pytest.fixture(scope="module")
def tracker(examples: Path, tmp_path_factory) -> Iterator[Server]:
    """A server these tests save to; each reports on an action of its own."""
    folder = tmp_path_factory.mktemp("browser")
    copied(examples, folder)
    with served(folder) as started:
        yield started


@pytest.fixture(scope="module")
def page(browser) -> Iterator:
    """One desk-sized page for all tests that do not mind what was open before."""
    with new_page(browser, viewport=DESK) as opened:
        yield opened


def complete(headline: str) -> int:
    return int(headline.split(" of ")[0])


def overdue(headline: str) -> int:
    return int(headline.split("; ")[1].split(" ")[0])


# Links


@pytest.mark.parametrize(
    ("path", "asked", "shows"),
    [
        ("alerts", {}, "alerts: "),
        ("my-actions", {**MINE, "action": "5.4"}, "My actions"),
    ],
)
def test_a_deep_link_first_on_a_fresh_server_passes_the_door(
    browser, examples: Path, tmp_path: Path, path: str, asked: dict, shows: str
) -> None:
    copied(examples, tmp_path)
    with served(tmp_path) as fresh, new_page(browser, viewport=DESK) as page:
        go(page, fresh, path, **asked)
        assert shows in headline(page)
        assert "as_at=2026-11-20" in page.url
        # An open dialog hides what is behind it from the names of things.
        sidebar = page.get_by_test_id("stSidebar")
        sidebar.get_by_role("link", name="Progress", include_hidden=True).wait_for(state="attached")
        if "action" in asked:
            page.get_by_role("dialog", name="Neglect toolkit in every locality").wait_for()


def test_a_copied_link_shows_the_same_to_somebody_else(browser, page, tracker: Server) -> None:
    go(page, tracker, as_at="2026-09-30")
    with new_page(browser, viewport=DESK) as other:
        other.goto(page.url)
        assert headline(other) == headline(page)
        assert "Wednesday 30 September 2026" in other.locator("body").inner_text()


def test_yesterdays_link_shows_a_report_dated_back_and_the_day_before_does_not(
    page, tracker: Server
) -> None:
    days = ("2026-11-17", "2026-11-19")
    before, yesterday = (headline(go(page, tracker, as_at=day)) for day in days)
    areas = page.locator(".tr-bar").evaluate_all("bars => bars.map(bar => bar.ariaLabel)")
    dialog = open_report(page, tracker, "5.5")
    choose(dialog, "Complete")
    typed(dialog, "The audits ask children now.")
    dialog.get_by_text("More", exact=True).click()
    day = dialog.get_by_role("spinbutton", name="day, True as of")
    day.click()
    page.keyboard.type("18112026")
    page.keyboard.press("Tab")
    assert "as of 18 Nov 2026" in save(page, dialog)
    assert headline(go(page, tracker, as_at=days[0])) == before
    changed = headline(go(page, tracker, as_at=days[1]))
    assert changed != yesterday
    assert complete(changed) == complete(yesterday) + 1
    now = page.locator(".tr-bar").evaluate_all("bars => bars.map(bar => bar.ariaLabel)")
    assert [place for place, bar in enumerate(now) if bar != areas[place]] == [4]


def test_a_new_page_knows_nothing_of_who_was_there_before(browser, server: Server) -> None:
    keep = "name => {document.cookie = name; localStorage[name] = 1; sessionStorage[name] = 1}"
    left = (
        "[document.cookie.includes('was_here'), 'was_here' in {...localStorage, ...sessionStorage}]"
    )
    with new_page(browser) as first:
        go(first, server).evaluate(keep, "was_here")
        assert first.evaluate(left) == [True, True]
        its = first.context
    with new_page(browser) as second:
        assert second.context is its
        assert go(second, server).evaluate(left) == [False, False]


# Reports


def test_an_owner_reports_on_a_phone_and_the_progress_page_changes(
    browser, tracker: Server
) -> None:
    with new_page(browser, viewport=PHONE, has_touch=True) as phone:
        before = headline(go(phone, tracker))
        go(phone, tracker, "my-actions", **MINE)
        card = phone.get_by_test_id("stVerticalBlock").filter(has_text="days overdue").last
        card.get_by_role("button", name="Report how it is going").tap()
        dialog = phone.get_by_role("dialog")
        choose(dialog, "Complete")
        typed(dialog, "All four localities use it.")
        assert "is complete as of 20 Nov 2026" in save(phone, dialog)
        after = headline(go(phone, tracker))
        assert (complete(after), overdue(after)) == (complete(before) + 1, overdue(before) - 1)


def test_a_double_click_on_save_keeps_one_save(page, tracker: Server) -> None:
    from_before = sequence_shown(page, tracker)
    dialog = open_report(page, tracker, "6.2")
    choose(dialog, "At risk")
    typed(dialog, "The trainer is ill.")
    dialog.get_by_role("button", name="Save").dblclick()
    page.get_by_text("Saved: ").wait_for()
    dialog.wait_for(state="hidden")
    # The report; and that the workbook of before was taken, which is a save too.
    assert sequence_shown(page, tracker) == from_before + 2


def sequence_shown(page, tracker: Server) -> int:
    """How many saves there have been, as a handed-over workbook says it."""
    book = handed_over(page, tracker, "Excel workbook")
    stamp = dict(row[:2] for row in book["Summary"].iter_rows(values_only=True))["Made from"]
    return int(stamp.split("recorded until save ")[1].split(",")[0])


def test_what_is_typed_survives_escape_and_closing_and_opening_again(page, tracker: Server) -> None:
    dialog = open_report(page, tracker, "1.2", owner="head-of-planning")
    choose(dialog, "Off track")
    box = dialog.get_by_role("textbox", name="What has happened")
    box.click()
    page.keyboard.type(HOSTILE)
    page.keyboard.press("Escape")
    dialog.get_by_role("button", name="Close without saving").click()
    dialog.wait_for(state="hidden")
    drawn(page)
    card = page.get_by_test_id("stVerticalBlock").filter(has_text="Joint needs assessment").last
    card.get_by_role("button", name="Report how it is going").click()
    box = page.get_by_role("dialog").get_by_role("textbox", name="What has happened")
    box.wait_for()
    assert box.input_value() == HOSTILE
    assert page.get_by_role("dialog").get_by_role("radio", name="Off track").is_checked()


def test_what_is_typed_is_shown_as_typed(page, tracker: Server) -> None:
    """An action's new title, wherever it is shown, is the text and nothing made of it."""
    dialogs: list[str] = []
    page.on("dialog", lambda box: (dialogs.append(box.message), box.dismiss()))
    go(page, tracker, "area", area="2", add="action", within="2")
    form = page.get_by_role("dialog")
    name = form.get_by_role("textbox").nth(1)
    name.fill(HOSTILE)
    name.press("Tab")
    save(page, form)
    page.get_by_text(HOSTILE).first.wait_for()
    for path, asked in (
        ("my-actions", {"owner": "nobody"}),
        ("alerts", {}),
        ("area", {"area": "2"}),
    ):
        go(page, tracker, path, **asked)
        page.get_by_text(HOSTILE).first.wait_for()
    assert dialogs == []


def test_the_keyboard_alone_reaches_and_saves_a_report(page, tracker: Server) -> None:
    go(page, tracker, "my-actions", owner="performance-and-evidence-lead")
    press_until(page, "Tab", "Report how it is going")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Save").wait_for()
    press_until(page, "Tab", "radio")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    press_until(page, "Tab", "What has happened")
    page.keyboard.type("By the keys alone.")
    press_until(page, "Tab", "Save")
    page.keyboard.press("Enter")
    page.get_by_text("Saved: ").wait_for()
    dialog.wait_for(state="hidden")


FOCUSED = """() => {
  const at = document.activeElement;
  const one = at.matches('a, button, input, textarea');
  return one ? `${at.type || ''} ${at.ariaLabel || ''} ${at.innerText || ''}` : '';
}"""


def press_until(page, key: str, words: str) -> None:
    """Press a key until the focus is on what these words are a part of."""
    for _ in range(60):
        page.keyboard.press(key)
        if words in page.evaluate(FOCUSED):
            return
    pytest.fail(f"{key} never reaches “{words}”.")


# Files


def handed_over(page, tracker: Server, button: str, **asked: str):
    """A file from the progress page: a workbook, or the rows of a CSV file."""
    go(page, tracker, **asked)
    page.get_by_role("button", name="Hand over").click()
    with page.expect_download() as started:
        page.get_by_role("button", name=button).click()
    path = started.value.path()
    if started.value.suggested_filename.endswith(".xlsx"):
        workbook = path.with_suffix(".xlsx")
        workbook.write_bytes(path.read_bytes())
        return openpyxl.load_workbook(workbook)
    return list(csv.DictReader(StringIO(path.read_text(encoding="utf-8-sig"))))


def strip_of(page) -> dict[str, int]:
    """The counts by status that the progress page shows."""
    words = page.locator(".tr-strip li .tr-words").all_inner_texts()
    counts = page.locator(".tr-strip li .tr-count").all_inner_texts()
    return {name.split("\n")[0]: int(count) for name, count in zip(words, counts, strict=True)}


def test_a_handed_over_workbook_has_the_totals_of_the_screen(page, tracker: Server) -> None:
    book = handed_over(page, tracker, "Excel workbook")
    stated = {what: value for what, value, _ in book["Summary"].iter_rows(values_only=True)}
    shown = strip_of(page)
    assert {name: stated[name] for name in shown} == shown
    assert stated["Finding"] == headline(page)
    assert stated["Actions"] == sum(shown.values()) == book["Actions"].max_row - 1
    header, *rows = book["Actions"].iter_rows(values_only=True)
    status = Counter(row[header.index("Status")].capitalize() for row in rows)
    assert status == {name: count for name, count in shown.items() if count}
    late = sum(row[header.index("Overdue")] == "yes" for row in rows)
    assert f"; {late} overdue;" in headline(page)
    go(page, tracker, "alerts")
    assert headline(page).startswith(f"{book['Alerts'].max_row - 1} alerts")


def test_a_handed_over_csv_has_the_totals_of_the_screen(page, tracker: Server) -> None:
    rows = handed_over(page, tracker, "CSV, the actions", as_at="2026-09-30")
    shown = strip_of(page)
    status = Counter(row["Status"].capitalize() for row in rows)
    assert status == {name: count for name, count in shown.items() if count}
    assert {row["As at"] for row in rows} == {"2026-09-30"}
    assert {row["Note"] for row in rows} == {"Illustrative data: no real partnership"}
    assert f"{len(rows)} actions complete" in headline(page)


# Screens


def test_the_shared_screen_needs_no_scrolling(page, server: Server) -> None:
    """Six areas as they are in the example; nobody has saved a title of two lines there."""
    go(page, server, size="shared")
    page.locator(".tr-matrix").wait_for()
    page.evaluate("document.fonts.ready.then(() => true)")
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stMain]').scrollHeight <= 1080"
    )


def test_the_dark_theme_shows_where_the_device_asks_for_it(browser, tracker: Server) -> None:
    with new_page(browser, viewport=DESK, color_scheme="dark") as dark:
        go(dark, tracker)
        app = dark.get_by_test_id("stApp")
        assert app.evaluate("app => getComputedStyle(app).backgroundColor") == "rgb(21, 20, 26)"
        block = dark.locator(".tr-complete").first
        assert block.evaluate("b => getComputedStyle(b).backgroundColor") == "rgb(76, 139, 224)"
        dark.goto(address(tracker, "area", area="3"))
        drawn(dark)
