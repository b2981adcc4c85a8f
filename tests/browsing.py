"""What tests in a real browser share: going to a page, waiting until it is drawn, reporting."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

from conftest import Server

DRAWN = '[data-testid="stApp"][data-test-script-state="notRunning"]'
SECONDS = 20_000
DESK = {"width": 1920, "height": 1080}
PHONE = {"width": 390, "height": 844}
MINE = {"partnership": "illustrative", "owner": "head-of-social-work"}


def address(server: Server, path: str = "", **asked: str) -> str:
    """The full address of a page of the illustrative partnership."""
    return f"{server.address}/{path}?{urlencode({'partnership': 'illustrative'} | asked)}"


def go(page, server: Server, path: str = "", **asked: str):
    """Load a page anew, and wait until it is drawn."""
    page.goto(address(server, path, **asked))
    return drawn(page)


def drawn(page):
    page.wait_for_selector(f"{DRAWN} h1", timeout=SECONDS)
    return page


def headline(page) -> str:
    return drawn(page).locator("h1").first.inner_text()


@contextmanager
def new_page(browser, **how) -> Iterator:
    """A page in a browser context of its own: nobody has been here before."""
    context = browser.new_context(**how)
    context.set_default_timeout(SECONDS)
    page = context.new_page()
    try:
        yield page
    finally:
        context.close()


def open_report(page, server: Server, ref: str, **asked: str):
    """Open the report on an action by its link; the dialog."""
    go(page, server, "my-actions", **{"action": ref} | asked)
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Save").wait_for()
    return dialog


def choose(dialog, status: str) -> None:
    dialog.get_by_role("radiogroup").get_by_text(status).click()


def typed(dialog, words: str):
    """Type into the first text of a report; what is typed reaches the server with Tab."""
    box = dialog.get_by_role("textbox", name="What has happened")
    box.fill(words)
    box.press("Tab")
    return box


def save(page, dialog) -> str:
    """Save, and wait for the message that says so."""
    dialog.get_by_role("button", name="Save").click()
    said = page.get_by_text("Saved: ")
    said.wait_for()
    dialog.wait_for(state="hidden")
    return said.inner_text()
