"""Bringing a plan in, in a real browser: upload, correct a column, settle a doubt, keep, undo."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import DESK, PHONE, drawn, go, headline, new_page
from conftest import Server, copied, served
from test_accessible import serious

TORBAY = Path(__file__).parent / "plans" / "torbay_children_improvement_action_tracker_2017.csv"
FIRST = "Revise the timeliness practice standards"
HOSTILE = [
    ",".join(["Ref", "Action", "Lead", "By when", *(f"Extra **{n}** column" for n in range(196))]),
    '1.1,"=1+1 **bold** <b>x</b> $a$ | :red[x]","`Lead`",Ongoing' + ",x" * 196,
    "1.2,نشر الدليل لجميع المدارس,رئيس الخدمة,31/03/2027" + ",y" * 196,
    f"1.3,{'Publish the long guide ' * 4_400},Isla Ross,31/03/2027" + ",z" * 196,
]


@pytest.fixture(scope="module")
def kept(examples: Path, tmp_path_factory) -> Iterator[Server]:
    """A server of its own: these tests bring plans in."""
    folder = tmp_path_factory.mktemp("imports")
    copied(examples, folder)
    with served(folder) as started:
        yield started


@pytest.fixture
def page(browser) -> Iterator:
    with new_page(browser, viewport=DESK) as opened:
        yield opened


def hand_over(page, file: object):
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_text("nothing is saved yet").wait_for()
    return drawn(page)


def step(page, words: str):
    page.get_by_role("button", name=f". {words}").click()
    page.locator(f"button:has(strong:has-text('{words}'))").wait_for()
    return drawn(page)


def choose(page, label: str, words: str) -> None:
    page.get_by_label(label, exact=True).click()
    page.get_by_role("option", name=words, exact=True).click()


def test_a_plan_comes_in_corrected_and_settled_and_is_undone(page, kept: Server) -> None:
    go(page, kept, "bring-in")
    hand_over(page, TORBAY)
    assert headline(page) == "Read as 3 actions under 1 area"
    choose(page, "Read “Success measures” as", "Notes")
    step(page, "Owners")
    owners = page.get_by_role("combobox", name="Post for Head of Service MASH")
    owners.fill("Head of Service (assessment)")
    owners.press("Enter")
    step(page, "Doubts")
    page.get_by_role("button", name="Take 13 Dec 2016").click()
    page.get_by_role("heading", name="2 doubts open, 1 settled").wait_for()
    step(page, "Preview")
    assert headline(page) == "3 actions to add"
    page.get_by_role("button", name="Bring in 3 actions").dblclick()
    page.get_by_text("Brought in: 3 actions").wait_for()
    assert page.get_by_role("button", name="Undo this import").count() == 1
    go(page, kept, "actions", action="7.1")
    dialog = page.get_by_role("dialog")
    assert FIRST in dialog.inner_text()
    assert "Head of Service (assessment)" in dialog.inner_text()
    dialog.get_by_text("From the imported plan").click()
    dialog.get_by_text("row 5", exact=False).wait_for()
    with page.expect_download() as download:
        dialog.get_by_role("button", name="The file as it came").click()
    assert Path(download.value.path()).read_bytes() == TORBAY.read_bytes()
    go(page, kept, "bring-in")
    page.get_by_role("button", name="Undo this import").click()
    page.get_by_text("Undone by Local coordinator").wait_for()
    go(page, kept, "actions", words="timeliness")
    assert FIRST not in page.inner_text("body")


def test_a_page_loaded_anew_keeps_file_and_choices(page, kept: Server) -> None:
    go(page, kept, "bring-in")
    hand_over(page, TORBAY)
    choose(page, "Read “Success measures” as", "Notes")
    page.wait_for_timeout(500)
    step(page, "Owners")
    page.reload()
    assert headline(page) == "1 owner, 1 to look at"
    step(page, "What was read")
    chosen = page.get_by_label("Read “Success measures” as", exact=True)
    assert chosen.input_value() == "Notes"


def test_what_is_no_spreadsheet_is_a_sentence(page, kept: Server) -> None:
    go(page, kept, "bring-in")
    picture = {"name": "plan.xlsx", "mimeType": "x/y", "buffer": b"\x89PNG\r\n\x1a\n" + b"0" * 99}
    page.locator("input[type=file]").set_input_files(picture)
    page.get_by_text("plan.xlsx is a picture, not a spreadsheet").wait_for()
    assert headline(page) == "Bring in a plan"
    page.get_by_role("textbox", name="Or paste it here").fill("Action\tLead\nTrain 40 staff\tAll\n")
    page.get_by_role("button", name="Read what was pasted").click()
    page.get_by_role("heading", name="Read as 1 action").wait_for()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_hostile_sheet_breaks_no_step(browser, kept: Server, size) -> None:
    sheet = {"name": "odd.csv", "mimeType": "text/csv", "buffer": "\n".join(HOSTILE).encode()}
    with new_page(browser, viewport=size) as page:
        go(page, kept, "bring-in")
        hand_over(page, sheet)
        assert page.locator("main b, main strong", has_text="bold").count() == 0
        for words in ("Owners", "Doubts", "Preview"):
            step(page, words)
            assert page.locator("[data-testid=stException]").count() == 0
            wide = "all => all.map(one => one.scrollWidth - one.clientWidth)"
            assert page.locator("html, body, [data-testid=stMain]").evaluate_all(wide) == [0, 0, 0]
        assert "=1+1 **bold** <b>x</b> $a$ | :red[x]" in page.inner_text("body")


@pytest.mark.parametrize("look", ["light", "dark"])
def test_no_step_has_a_serious_fault(browser, kept: Server, look: str) -> None:
    with new_page(browser, viewport=DESK, color_scheme=look) as page:
        go(page, kept, "bring-in")
        hand_over(page, TORBAY)
        assert serious(page) == []
        for words in ("Owners", "Doubts", "Preview"):
            assert serious(step(page, words)) == []
