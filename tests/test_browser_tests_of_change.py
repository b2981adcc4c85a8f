"""Tests of change in a real browser: a cycle through to Act and its mark, the wall, the phone."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from browsing import DESK, DRAWN, PHONE, drawn, new_page
from builders import (
    TODAY,
    a_cycle,
    a_driver,
    a_measure,
    a_partnership,
    a_plan,
    a_point,
    a_test,
    an_aim,
    an_area,
    an_idea,
    keep,
)
from conftest import Server, a_new_database, served
from test_accessible import serious_in_both

MEASURE = a_measure("M1", title="Visits within a day", unit="per cent", baseline=14,
                    baseline_period="2024")  # fmt: skip
OTHER = a_measure("M2", title="Visits with the guide", unit="per cent")
AIM = an_aim("A1", words="By June 2027 every visit is within a day.", measure_id=MEASURE.id)
PRIMARY = [a_driver(f"D{n}", AIM) for n in (1, 2)]
SECONDARY = [a_driver(f"D{n}", AIM, under=PRIMARY[n % 2]) for n in range(3, 7)]
IDEAS = [an_idea(f"I{n}", SECONDARY[n // 2]) for n in range(8)]
WRITTEN = a_test("T1", title="The guide", idea_id=IDEAS[0].id, measure_ids=(MEASURE.id,))
LOOKED_AT = a_test("T2", title="The line", idea_id=IDEAS[1].id, measure_ids=(OTHER.id,))
BEGUN = a_cycle(LOOKED_AT, starts_on=TODAY - timedelta(40), happened="Six did.")
VALUES = (14, 15, 13, 15, 14, 13, 15, 14, 13, 14, 15, 13, 20, 21, 22, 20)


@pytest.fixture(scope="module")
def tracker(tmp_path_factory) -> Iterator[Server]:
    """A server with one driver diagram of eight ideas."""
    folder: Path = tmp_path_factory.mktemp("tests_of_change")
    points = [
        a_point(measure, TODAY - timedelta(30 * n), value)
        for measure in (MEASURE, OTHER)
        for n, value in enumerate(reversed(VALUES))
    ]
    with a_new_database(folder / "tracker.duckdb") as opened:
        keep(
            opened, a_partnership(shown_as_at=TODAY), a_plan(), an_area(), MEASURE, OTHER, AIM,
            *PRIMARY, *SECONDARY, *IDEAS, WRITTEN, LOOKED_AT, BEGUN, *points,
        )  # fmt: skip
    with served(folder) as started:
        yield started


@pytest.fixture(scope="module")
def page(browser) -> Iterator:
    with new_page(browser, viewport=DESK) as opened:
        yield opened


def go(page, server: Server, path: str):
    page.goto(f"{server.address}/{path}")
    return drawn(page)


def settled(page) -> None:
    page.wait_for_timeout(200)  # a click reaches the server before the state says so
    page.wait_for_selector(f"{DRAWN} h1")


def click(page, words: str) -> None:
    page.get_by_role("button", name=words).first.click()
    settled(page)


def write(page, label: str, words: str) -> None:
    box = page.get_by_label(label, exact=True)
    box.fill(words)
    box.press("Tab")
    settled(page)


def set_day(page, place: int, day) -> None:
    parts = page.get_by_test_id("stMain").get_by_role("spinbutton")
    for part, words in zip(range(3), (f"{day:%d}", f"{day:%m}", f"{day:%Y}"), strict=True):
        parts.nth(place * 3 + part).click()
        page.keyboard.type(words)
    page.keyboard.press("Tab")
    settled(page)


def titled(page, words: str) -> None:
    page.get_by_role("heading", level=1).filter(has_text=words).wait_for()
    settled(page)


def test_a_cycle_is_written_through_to_act_and_its_mark_stands_on_the_chart(page, tracker):
    go(page, tracker, "test?test=T1")
    click(page, "Begin cycle 1")
    write(page, "What do we want to find out?", "Does the guide help?")
    write(page, "What do we predict will happen?", "Eight of ten visits are in time.")
    set_day(page, 0, TODAY - timedelta(60))
    set_day(page, 1, TODAY - timedelta(50))
    click(page, "Save Plan")
    titled(page, "Cycle 1, Do")
    page.get_by_role("radiogroup").get_by_text("In part").click()
    write(page, "What happened", "Nine were in time.")
    click(page, "Save Do")
    titled(page, "Cycle 1, Study")
    assert page.get_by_text("Eight of ten visits are in time.").first.is_visible()
    write(page, "The result against the prediction", "Nine, where eight were predicted.")
    page.keyboard.press("Tab")
    click(page, "Save Study")
    titled(page, "Cycle 1, Act")
    page.get_by_role("radiogroup").get_by_text("Adopt:").click()
    settled(page)
    page.get_by_role("button", name="Save Act").dblclick()
    page.get_by_text("now marks").wait_for()
    settled(page)
    assert "Test 1 adopted" in page.get_by_test_id("stMain").inner_text()
    click(page, "Back to Test 1")
    titled(page, "The guide: adopted after 1 cycle")
    assert page.get_by_text("Nine, where eight were predicted.").count() == 1
    go(page, tracker, "measure?measure=M1")
    chart = page.locator('[class*="st-key-wall_chart_"] .js-plotly-plot').first
    chart.get_by_text("Test 1").first.wait_for()
    go(page, tracker, "tests")
    page.get_by_role("link", name="Test 1 · adopted").wait_for()


def test_a_half_written_step_is_there_again_after_the_chart_was_looked_at(page, tracker):
    go(page, tracker, f"test?test=T2&cycle={BEGUN.id}&step=study")
    page.get_by_label("What we learned", exact=True).fill("Half a thought")
    # As a hand presses: leaving the field and following the link are two messages to the server.
    page.get_by_role("link", name="M2 Visits with the guide").click(delay=60)
    titled(page, "Visits with the guide")
    page.go_back()
    titled(page, "Cycle 1, Study")
    assert page.get_by_label("What we learned", exact=True).input_value() == "Half a thought"


def test_a_box_of_the_diagram_opens_its_test_and_an_untested_idea_the_form(page, tracker):
    go(page, tracker, "tests")
    page.get_by_role("link", name="Test 2 · cycle 1 to be studied").click()
    titled(page, "The line: cycle 1 to be studied")
    go(page, tracker, "tests")
    page.get_by_role("link", name="not tested").first.click()
    dialog = page.get_by_role("dialog", name="Add a test of change")
    dialog.get_by_label("Short title").wait_for()
    assert dialog.get_by_label("Short title").input_value() == "Idea I2"


def test_eight_ideas_fit_a_shared_screen_without_scrolling(page, tracker):
    go(page, tracker, "tests")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "24px"
    boxes = [page.get_by_text(f"Idea I{n}", exact=True).first.bounding_box() for n in range(8)]
    assert all(box["y"] + box["height"] < DESK["height"] for box in boxes)
    sums = page.get_by_text("8 change ideas:").first.bounding_box()
    assert sums["y"] + sums["height"] <= DESK["height"]


def test_on_a_phone_the_tree_reads_from_top_to_bottom(browser, tracker):
    with new_page(browser, viewport=PHONE) as phone:
        go(phone, tracker, "tests")
        diagram = phone.locator(".st-key-diagram")
        shown = [
            diagram.get_by_text(words).first.element_handle()
            for words in ("By June 2027", "Driver D1", "Driver D4", "Idea I2")
        ]
        # All in one moment: what is drawn above may still be moving them.
        places = phone.evaluate("its => its.map(one => one.getBoundingClientRect().y)", shown)
        assert places == sorted(places)
        assert phone.get_by_text("Primary driver", exact=True).first.is_visible()
        assert not phone.get_by_text("Change ideas and tests").is_visible()
        for path in ("tests", "test?test=T2", f"test?test=T2&cycle={BEGUN.id}&step=do"):
            go(phone, tracker, path)
            wide = "document.querySelector('[data-testid=\"stMain\"]').scrollWidth"
            assert phone.evaluate(wide) <= PHONE["width"]


@pytest.mark.parametrize(
    "path", ["tests", "test?test=T2", f"test?test=T2&cycle={BEGUN.id}&step=study"]
)
def test_no_screen_of_tests_of_change_has_a_serious_fault(browser, tracker, path):
    with new_page(browser) as opened:
        assert serious_in_both(go(opened, tracker, path)) == []
