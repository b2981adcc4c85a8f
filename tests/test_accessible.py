"""axe finds nothing serious on any page, in light and in dark, nor in the dialogs (WCAG 2.2 AA)."""

from collections.abc import Iterator

import pytest
from browsing import DESK, PHONE, go, in_dark, new_page, open_report
from conftest import Server
from test_browser import PATHS

SERIOUS = {"serious", "critical"}
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # what is in order need not be told, node by node
}
# A closed sidebar is out of sight, and nothing in it can be reached: axe still sees it scroll.
IN_SIGHT = {"exclude": [['[data-testid="stSidebar"][aria-expanded="false"]']]}


# Signs of markdown in what is read out: a mark or a colour would be spoken letter by letter.
READ_OUT = r"""() => [...document.querySelectorAll("[aria-label]")]
    .map(one => one.getAttribute("aria-label"))
    .filter(said => /:material\/|:[a-z]+(-badge|-background)?\[/.test(said))"""


@pytest.fixture(scope="module")
def opened(browser) -> Iterator:
    with new_page(browser) as page:
        yield page


@pytest.fixture
def page(opened):
    """A wide page in light; a test may make it narrow or dark."""
    opened.set_viewport_size(DESK)
    opened.emulate_media(color_scheme="light")
    return opened


@pytest.fixture(params=["light", "dark"])
def either(page, request):
    """The same in light and in dark, for what stands at no address."""
    page.emulate_media(color_scheme=request.param)
    return page


def serious(page) -> list[str]:
    """What axe calls serious or critical on the page as it stands: the rule and where.

    Nothing on it may be read out as markdown either.
    """
    page.get_by_test_id("stSidebar").get_by_role(
        "link", name="Progress", include_hidden=True
    ).wait_for(state="attached")
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    assert page.evaluate(READ_OUT) == []
    found = axe.run(page, context=IN_SIGHT, options=RULES).response["violations"]
    return [
        f"{fault['id']}: {node['html'][:160]}"
        for fault in found
        if fault["impact"] in SERIOUS
        for node in fault["nodes"]
    ]


def serious_in_both(page) -> list[str]:
    """What stands at this address, in light and then in dark."""
    return serious(page) + serious(in_dark(page))


@pytest.mark.parametrize("path", PATHS)
def test_no_page_has_a_serious_fault_or_scrolls_sideways_on_a_phone(
    page, server: Server, path: str
) -> None:
    """Wide and light, then narrow and dark: which colours there are does not hang on the width."""
    assert serious(go(page, server, path)) == []
    page.set_viewport_size(PHONE)
    assert serious(in_dark(page)) == []
    wide = "all => all.map(one => one.scrollWidth - one.clientWidth)"
    assert page.locator("html, body, [data-testid=stMain]").evaluate_all(wide) == [0, 0, 0]


def test_the_report_has_no_serious_fault(either, server: Server) -> None:
    dialog = open_report(either, server, "5.4")
    dialog.get_by_text("More", exact=True).click()
    dialog.get_by_role("button", name="Save").wait_for()
    assert serious(either) == []


def test_a_refused_report_has_no_serious_fault(either, server: Server) -> None:
    dialog = open_report(either, server, "6.1")
    dialog.get_by_role("button", name="Save").click()
    dialog.get_by_role("alert").first.wait_for()
    assert serious(either) == []


def test_the_form_of_an_action_has_no_serious_fault(either, server: Server) -> None:
    go(either, server, "area", add="action", within="1")
    either.get_by_role("dialog").get_by_role("button", name="Save").wait_for()
    assert serious(either) == []


def test_an_address_that_cannot_be_shown_has_no_serious_fault(page, server: Server) -> None:
    page.set_viewport_size(PHONE)
    assert serious_in_both(go(page, server, as_at="2030-01-01")) == []
