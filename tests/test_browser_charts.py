"""Charts in a real browser: a point changes the verdict; a new phase is accepted by a person."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import DESK, PHONE, drawn, go, headline, new_page
from conftest import Server, served
from phased import BASELINE, HIGHER, REF, keep_phased

from tracker import store
from tracker.served import open_served


@pytest.fixture
def kept(examples: Path, tmp_path: Path) -> Path:
    """A copy of the examples, where a test puts what it needs before it is served."""
    return Path(shutil.copy(examples, tmp_path / "tracker.duckdb"))


def with_points(path: Path, values: tuple[float, ...]) -> None:
    from builders import TODAY

    opened: store.Database = open_served(path, TODAY)
    keep_phased(opened, values)
    opened.close()


@pytest.fixture
def serve(kept: Path) -> Iterator:
    """Serve the database once its points are kept."""
    servers = []

    def begin(values: tuple[float, ...]) -> Server:
        with_points(kept, values)
        servers.append(served(kept.parent))
        return servers[-1].__enter__()

    yield begin
    for server in servers:
        server.__exit__(None, None, None)


def dialog(page):
    shown = page.get_by_role("dialog")
    shown.get_by_role("button", name="Save", exact=True).wait_for()
    return shown


def save(page) -> None:
    page.get_by_role("dialog").get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("dialog").wait_for(state="hidden")
    page.get_by_text("Saved: ").first.wait_for()
    drawn(page)


def test_a_point_more_changes_the_verdict_and_what_is_said_below_the_chart(browser, serve):
    server = serve(BASELINE + HIGHER[:5])
    with new_page(browser, viewport=DESK) as page:
        go(page, server, "measure", measure=REF)
        assert headline(page) == "Reviews on time: no change to see"
        page.get_by_role("button", name="Add a point").click()
        form = dialog(page)
        form.get_by_role("spinbutton", name="day, Period ending").click()
        page.keyboard.type("20112026")
        page.keyboard.press("Tab")
        box = form.get_by_label("Value (per cent)", exact=True)
        box.fill("79")
        box.press("Enter")  # Tab would open the calendar of the next field, over Save
        save(page)
        page.get_by_text("It began in").wait_for()
        assert headline(page).startswith("Reviews on time: better since")
        assert "after test 90 (A reminder a week before, adopted" in page.inner_text("body")


def test_a_proposed_phase_is_accepted_with_its_reason_and_shows_below_the_chart(browser, serve):
    server = serve(BASELINE + HIGHER)
    with new_page(browser, viewport=DESK) as page:
        go(page, server, "measure", measure=REF)
        block = page.locator(".st-key-proposed_phase")
        assert "Nine points in a row" in block.inner_text()
        block.get_by_role("button", name="Accept or dismiss").click()
        form = dialog(page)
        form.get_by_text("Accept: a new phase begins here").click()
        reason = form.get_by_label("Reason", exact=True)
        reason.fill("Every team sends a reminder now.")
        reason.press("Tab")
        save(page)
        page.get_by_role("heading", name="Phases").wait_for()
        assert page.locator(".st-key-proposed_phase").count() == 0
        assert "Every team sends a reminder now." in page.inner_text("body")
        assert "accepted by Local coordinator" in page.inner_text("body")


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_all_charts_stand_on_one_screen_and_lead_to_their_measure(browser, server, viewport):
    with new_page(browser, viewport=viewport) as page:
        go(page, server, "charts")
        cards = page.locator(".st-key-wall a")
        cards.nth(7).wait_for()
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= viewport["width"]
        if viewport is DESK:
            box = cards.nth(7).bounding_box()
            assert box and box["y"] < viewport["height"]
        name = cards.first.inner_text().split(" ", 1)[1]
        cards.first.click()
        page.get_by_role("heading", level=1, name=name).wait_for()
