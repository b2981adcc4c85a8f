"""What tests in a real browser share: going to a page, waiting until it is drawn, reporting."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

from conftest import Server

DRAWN = '[data-testid="stApp"][data-test-script-state="notRunning"]'
SECONDS = 60_000  # generous: a busy machine is no fault
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


def in_dark(page):
    """The same address on a device in dark, loaded anew: the server chooses some of the colours."""
    page.emulate_media(color_scheme="dark")
    page.reload()
    return drawn(page)


def headline(page) -> str:
    return drawn(page).locator("h1").first.inner_text()


# Browser contexts that wait for their next visitor: with touch, and without.
_FREE: dict[bool, list] = {True: [], False: []}
_LEFT_BEHIND = "local_storage,indexeddb,cache_storage,service_workers"


@contextmanager
def new_page(browser, *, viewport=DESK, color_scheme="light", has_touch=False) -> Iterator:
    """A page for somebody who has never been here: nothing is left of those before.

    Only the program's own files stay in the browser's cache, as for everyone who comes back: to
    fetch and compile them takes longer than to draw a page.
    """
    context = (
        _FREE[has_touch].pop() if _FREE[has_touch] else browser.new_context(has_touch=has_touch)
    )
    context.set_default_timeout(SECONDS)
    page = context.new_page()
    page.set_viewport_size(viewport)
    page.emulate_media(color_scheme=color_scheme)
    visited: set[str] = set()
    page.on("framenavigated", lambda frame: visited.add("/".join(frame.url.split("/")[:3])))
    try:
        yield page
    except BaseException:
        context.close()
        raise
    _forget(page, visited)
    page.close()
    _FREE[has_touch].append(context)


def _forget(page, visited: set[str]) -> None:
    """Take away what these addresses left; what lasts as long as its page goes with the page."""
    browsers_own = page.context.new_cdp_session(page)
    for address in visited:
        its = {"origin": address, "storageTypes": _LEFT_BEHIND}
        browsers_own.send("Storage.clearDataForOrigin", its)
    page.context.clear_cookies()


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
