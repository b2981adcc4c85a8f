"""A whole meeting in a real browser: by keyboard, on the shared screen, on a phone."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from browsing import DESK, PHONE, drawn, in_dark, new_page
from builders import START, TODAY, a_meeting, an_action, an_update, keep, stated
from conftest import Server, a_new_database, served
from docx import Document
from meetings import CHAIR, MEETING, ONE, a_plan_that_meets
from test_accessible import serious

from tracker import store
from tracker.meetings import MeetingDecision, Question
from tracker.plan import Status

STEPS = (
    "changes", "promises", "exceptions", "areas-1", "areas-2", "charts-M1", "asks", "decisions",
    "close",
)  # fmt: skip
# Three meetings of the same plan: one is run to its end, one twice over, one only looked at.
RUN, CLICKED = MEETING, a_meeting(TODAY, id=store.new_id(), ref="clicked")
SEEN = a_meeting(TODAY, id=store.new_id(), ref="seen", opened_at=2)
LONG = "A title that is as long as a title can be, because somebody wrote a whole sentence into it"
PROJECTOR = {"width": 1280, "height": 720}


@pytest.fixture(scope="module")
def tracker(tmp_path_factory) -> Iterator[Server]:
    """A plan with long titles and many late actions, and its meetings."""
    folder: Path = tmp_path_factory.mktemp("meeting")
    late = [
        an_action(f"1.{n}", ONE, title=f"{n} {LONG}", owner_id=CHAIR.id,
                  due_on=TODAY - timedelta(10 + n))
        for n in range(3, 12)
    ]  # fmt: skip
    asks = [
        an_update(action, TODAY - timedelta(20), status=Status.AT_RISK, needed=f"{LONG}. {LONG}.")
        for action in late
    ]
    with a_new_database(folder / "tracker.duckdb") as opened:
        a_plan_that_meets(opened, *late, *asks, *(stated(m, START) for m in (CLICKED, SEEN)))
        decisions = [
            MeetingDecision(id=store.new_id(), ref=f"s/{n}", meeting_id=SEEN.id, words=LONG * 2,
                            owner_id=CHAIR.id, due_on=TODAY)
            for n in range(5)
        ]  # fmt: skip
        asked = Question(id=store.new_id(), ref="q", meeting_id=SEEN.id, words=LONG * 2)
        keep(opened, *(stated(one, TODAY) for one in (*decisions, asked)))
    with served(folder) as started:
        yield started


@pytest.fixture
def page(browser) -> Iterator:
    with new_page(browser, viewport=DESK) as opened:
        yield opened


def go(page, tracker: Server, meeting, step: str = ""):
    page.goto(f"{tracker.address}/meeting?meeting={meeting.id}&step={step}")
    return whole(page)


def whole(page):
    """The page once it is drawn; where a widget is still to come a grey block stands, higher."""
    drawn(page)
    page.wait_for_selector('[data-testid="stSkeleton"]', state="detached")
    return page


def settled(page) -> None:
    page.wait_for_timeout(200)  # a click reaches the server before the state says so
    whole(page)


def titled(page, words: str) -> None:
    page.get_by_role("heading", level=1).filter(has_text=words).wait_for()
    settled(page)


def press(page, key: str) -> None:
    page.keyboard.press(key)
    settled(page)


def step_of(page) -> str:
    return page.evaluate("new URLSearchParams(location.search).get('step') || 'changes'")


def by_enter(page, name: str) -> None:
    """Press a button as the keyboard does: it has the focus, then Enter."""
    page.get_by_role("button", name=name).first.focus()
    press(page, "Enter")


def test_a_whole_meeting_is_run_by_keyboard_and_its_papers_read_back(page, tracker, tmp_path):
    go(page, tracker, RUN)
    by_enter(page, "Start the meeting")
    titled(page, "What changed since")
    seen = [step_of(page)]
    while seen[-1] != "decisions":
        press(page, "ArrowRight")
        page.wait_for_function(f"!location.search.endsWith('step={seen[-1]}')")
        settled(page)
        seen.append(step_of(page))
    assert tuple(seen) == STEPS[:-1]
    write_by_keyboard(page, "The rota goes to another team.")
    titled(page, "1 decision so far")
    assert "The chair, by 18 Dec 2026" in page.get_by_test_id("stMain").inner_text()
    by_enter(page, "Make it an action")
    page.get_by_role("button", name="2 Voice").wait_for()
    by_enter(page, "2 Voice")
    page.get_by_text("action 2.1 now").wait_for()
    page.evaluate("document.activeElement.blur()")
    press(page, "ArrowRight")
    titled(page, "To close: 1 decision, no questions")
    page.get_by_label("Who came").first.focus()
    page.keyboard.type("The chair")
    press(page, "Enter")
    press(page, "Escape")
    by_enter(page, "End the meeting")
    titled(page, "Meeting of 21 Nov 2026: 1 decision")
    minutes = taken(page, "Minutes (Word)", tmp_path / "minutes.docx")
    told = [cell.text for table in minutes.tables for row in table.rows for cell in row.cells]
    assert {"The chair", "The rota goes to another team.", "18 Dec 2026", "2.1"} <= set(told)
    page.get_by_role("button", name="Papers").click()
    settled(page)
    paper = taken(page, "Committee paper (Word)", tmp_path / "paper.docx")
    words = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert "The rota goes to another team." in " ".join(words)
    page.get_by_text("Committee paper (Word) taken by Local coordinator").wait_for()


def write_by_keyboard(page, words: str) -> None:
    """A decision with owner and date, with the arrow keys and Escape pressed in between."""
    box = page.get_by_label("What was decided", exact=True)
    box.focus()
    page.keyboard.type(words[:-1])
    for key in ("ArrowLeft", "ArrowRight", "Escape"):
        press(page, key)
    page.keyboard.type(words[-1])
    assert step_of(page) == "decisions"
    press(page, "Tab")
    page.get_by_label("Who sees to it").first.focus()
    page.keyboard.type("The chair")
    press(page, "Enter")
    day = page.get_by_test_id("stDateInput").get_by_role("spinbutton")
    for place, typed in enumerate(("18", "12", "2026")):
        day.nth(place).focus()
        page.keyboard.type(typed)
    press(page, "Tab")
    assert step_of(page) == "decisions"
    by_enter(page, "Write it down")


def taken(page, name: str, path: Path):
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    download.value.save_as(path)
    settled(page)
    return Document(str(path))


def test_a_double_click_writes_starts_and_ends_once(page, tracker, tmp_path):
    go(page, tracker, CLICKED)
    page.get_by_role("button", name="Start the meeting").dblclick()
    titled(page, "What changed since")
    go(page, tracker, CLICKED, "decisions")
    box = page.get_by_label("What was decided", exact=True)
    box.fill("Only once.")
    box.press("Tab")
    settled(page)
    page.get_by_role("button", name="Write it down").dblclick()
    titled(page, "1 decision so far")
    page.get_by_role("button", name="Make it an action").click()
    page.get_by_role("button", name="2 Voice").dblclick()
    page.get_by_text("action 2.").wait_for()
    go(page, tracker, CLICKED, "close")
    page.get_by_role("button", name="End the meeting").dblclick()
    titled(page, "Meeting of 21 Nov 2026: 1 decision")
    assert page.get_by_text("unchanged, its checksum agrees").count() == 1
    page.goto(f"{tracker.address}/history?from={TODAY}&to={TODAY}")
    whole(page)
    assert page.get_by_text("Only once.").count() >= 1
    page.goto(f"{tracker.address}/actions?words=Only+once")
    whole(page)
    assert page.locator("h1").inner_text().startswith("1 ")


def test_a_half_written_decision_is_kept_by_the_next_button(page, tracker):
    go(page, tracker, SEEN, "decisions")
    page.get_by_label("What was decided", exact=True).fill("Half a thought")
    # As a hand presses: leaving the field and the button are two messages to the server.
    page.get_by_role("button", name="Next: close").click(delay=60)
    titled(page, "To close")
    press(page, "ArrowLeft")
    titled(page, "so far")
    box = page.get_by_label("What was decided", exact=True)
    assert box.input_value() == "Half a thought"
    box.fill("")
    box.press("Tab")
    settled(page)


def test_nothing_can_be_edited_by_accident_on_a_step_that_shows(page, tracker):
    go(page, tracker, SEEN, "exceptions")
    for key in ("Escape", "Enter", "Space", "ArrowUp"):
        press(page, key)
    assert step_of(page) == "exceptions"
    main = page.get_by_test_id("stMain")
    assert main.locator("input, textarea, select").count() == 0
    shown = [one for one in page.get_by_role("button").all() if one.is_visible()]
    names = [one.inner_text() for one in shown]
    assert [name.split(":")[0].split("\n")[0] for name in names] == ["Back", "Next"]
    assert not page.get_by_test_id("stSidebar").is_visible()
    page.get_by_role("link", name="Leave").click()
    titled(page, "meeting")


MEASURED = """() => {
  const seen = [...document.querySelectorAll('.st-key-meeting_step *')]
    .filter(e => e.getClientRects().length && getComputedStyle(e).visibility !== 'hidden')
    .map(e => e.getBoundingClientRect());
  const bar = document.querySelector('.st-key-meeting_way').getBoundingClientRect();
  const main = document.querySelector('[data-testid="stMain"]');
  return {below: Math.max(...seen.map(r => r.bottom)), bar: bar.top,
          scrolls: main.scrollHeight - main.clientHeight, wide: main.scrollWidth};
}"""
FITS = "its.scrolls <= 0 && its.below <= its.bar"


@pytest.mark.parametrize("step", STEPS)
def test_every_step_fits_every_screen_however_long_the_words_and_has_no_serious_fault(
    page, tracker, step
):
    """Waited for, because what is drawn takes the new size in a moment."""
    go(page, tracker, SEEN, step)
    assert serious(page) == []
    for size in (DESK, PROJECTOR):
        page.set_viewport_size(size)
        page.wait_for_function(f"() => (its => {FITS})(({MEASURED})())")
    page.set_viewport_size(PHONE)
    page.wait_for_function(f"() => ({MEASURED})().wide <= {PHONE['width']}")
    assert page.get_by_text("Step", exact=False).first.bounding_box()["y"] >= 0
    page.set_viewport_size(DESK)
    assert serious(whole(in_dark(page))) == []


@pytest.mark.parametrize("size", [DESK, PROJECTOR], ids=["desk", "projector"])
def test_what_was_begun_earlier_leaves_room_for_the_form(browser, tracker, size):
    with new_page(browser, viewport=size) as first:
        go(first, tracker, SEEN, "decisions")
        first.get_by_label("What was decided", exact=True).fill("Begun and left")
        first.keyboard.press("Tab")
        settled(first)
    with new_page(browser, viewport=size) as opened:
        go(opened, tracker, SEEN, "decisions")
        opened.get_by_text("You began this on").wait_for()
        found = opened.evaluate(MEASURED)
        opened.get_by_role("button", name="Throw it away").click()
        opened.get_by_text("You began this on").wait_for(state="detached")
        settled(opened)
    assert found["scrolls"] <= 0, found
    assert found["below"] <= found["bar"], found


def test_the_letters_can_be_read_from_the_back(page, tracker):
    go(page, tracker, SEEN, "exceptions")
    sizes = page.evaluate(
        """() => [...document.querySelectorAll('.st-key-meeting_step p, .st-key-meeting_way p')]
             .map(e => parseFloat(getComputedStyle(e).fontSize))"""
    )
    assert min(sizes) >= 24


@pytest.mark.parametrize("path", ["meeting", "snapshots"])
def test_neither_list_has_a_serious_fault(browser, tracker, path):
    with new_page(browser, viewport=DESK) as opened:
        opened.goto(f"{tracker.address}/{path}")
        whole(opened)
        assert serious(opened) == []
