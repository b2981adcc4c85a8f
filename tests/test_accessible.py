"""axe finds nothing serious on any page, in light and in dark, nor in the dialogs (WCAG 2.2 AA)."""

from collections.abc import Iterator

import pytest
from browsing import DESK, PHONE, go, new_page, open_report
from conftest import Server
from test_browser import PATHS

SERIOUS = {"serious", "critical"}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# A closed sidebar is out of sight, and nothing in it can be reached: axe still sees it scroll.
IN_SIGHT = {"exclude": [['[data-testid="stSidebar"][aria-expanded="false"]']]}
JOURNEYS = ("", "area", "my-actions", "alerts")


@pytest.fixture(scope="module", params=["light", "dark"])
def page(browser, request) -> Iterator:
    with new_page(browser, viewport=DESK, color_scheme=request.param) as opened:
        yield opened


def serious(page) -> list[str]:
    """What axe calls serious or critical on the page as it stands: the rule and where."""
    page.get_by_test_id("stSidebar").get_by_role(
        "link", name="Progress", include_hidden=True
    ).wait_for(state="attached")
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(page, context=IN_SIGHT, options=RULES).response["violations"]
    return [
        f"{fault['id']}: {node['html'][:160]}"
        for fault in found
        if fault["impact"] in SERIOUS
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize("path", JOURNEYS)
def test_no_journey_has_a_serious_fault(page, server: Server, path: str) -> None:
    assert serious(go(page, server, path)) == []


@pytest.mark.parametrize("path", [path for path in PATHS if path not in JOURNEYS])
def test_no_other_page_has_a_serious_fault(phone, server: Server, path: str) -> None:
    assert serious(go(phone, server, path)) == []


def test_the_report_has_no_serious_fault(page, server: Server) -> None:
    dialog = open_report(page, server, "5.4")
    dialog.get_by_text("More", exact=True).click()
    dialog.get_by_role("button", name="Save").wait_for()
    assert serious(page) == []


def test_a_refused_report_has_no_serious_fault(page, server: Server) -> None:
    dialog = open_report(page, server, "6.1")
    dialog.get_by_role("button", name="Save").click()
    dialog.get_by_role("alert").first.wait_for()
    assert serious(page) == []


def test_the_form_of_an_action_has_no_serious_fault(page, server: Server) -> None:
    go(page, server, "area", add="action", within="1")
    page.get_by_role("dialog").get_by_role("button", name="Save").wait_for()
    assert serious(page) == []


@pytest.fixture(scope="module")
def phone(browser) -> Iterator:
    with new_page(browser, viewport=PHONE, has_touch=True) as opened:
        yield opened


def test_an_address_that_cannot_be_shown_has_no_serious_fault(phone, server: Server) -> None:
    assert serious(go(phone, server, as_at="2030-01-01")) == []


def test_the_cards_on_a_phone_have_no_serious_fault(phone, server: Server) -> None:
    assert serious(go(phone, server, "my-actions")) == []
