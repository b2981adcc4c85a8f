"""Every page through the door: what an address shows, what it refuses, and that numbers agree."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from conftest import copied
from visits import ILLUSTRATIVE, ILLUSTRATIVE_DAY, PAGES, SOURCED, Visitor, progress_of

from tracker import store
from tracker.screen.marks import plain
from tracker.screen.owners import owners
from tracker.screen.visit import database

EVERYBODY = (ILLUSTRATIVE, *SOURCED)
JOURNEYS = ("progress", "area", "my_actions", "alerts")
PLAIN_PAGES = [page for page in PAGES if page != "progress"]


@pytest.fixture(autouse=True, scope="module")
def opened(examples: Path, tmp_path_factory) -> Iterator[store.Database]:
    """The examples are served to every test here; none of them saves anything."""
    path = copied(examples, tmp_path_factory.mktemp("journeys"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRACKER_DATABASE", str(path))
        yield database(path)
        database(path).close()
        database.clear()


@pytest.fixture(scope="module")
def somebody() -> Visitor:
    """One session that goes from page to page; nothing here depends on where it was before."""
    return Visitor()


# Pages and addresses


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("slug", EVERYBODY)
def test_each_page_shows_for_each_partnership(somebody: Visitor, page: str, slug: str) -> None:
    visitor = somebody.open(page, partnership=slug)
    assert visitor.headline
    assert visitor.refused == ""


@pytest.mark.parametrize("page", PAGES)
def test_the_address_is_completed_with_partnership_and_day(somebody: Visitor, page: str) -> None:
    visitor = somebody.open(page)
    told = {"partnership": ILLUSTRATIVE, "as_at": ILLUSTRATIVE_DAY.isoformat()}
    assert told.items() <= visitor.address.items()


def test_what_else_stands_in_the_address_stays(somebody: Visitor) -> None:
    visitor = somebody.open("my_actions", owner="chief-nurse", as_at="2026-06-01")
    assert visitor.address == {
        "owner": "chief-nurse", "as_at": "2026-06-01", "partnership": ILLUSTRATIVE
    }  # fmt: skip


def test_a_link_with_a_day_shows_that_day() -> None:
    then = Visitor().open(partnership=ILLUSTRATIVE, as_at="2026-06-01")
    assert then.headline != Visitor().open(partnership=ILLUSTRATIVE).headline
    assert "Monday 1 June 2026" in then.words


@pytest.mark.parametrize("page", PAGES)
def test_the_illustrative_partnership_says_so_on_every_page(somebody: Visitor, page: str) -> None:
    assert "illustrative data" in somebody.open(page, partnership=ILLUSTRATIVE).words


@pytest.mark.parametrize("page", PAGES)
def test_a_sourced_example_says_so_on_every_page(somebody: Visitor, page: str) -> None:
    assert "from published reports" in somebody.open(page, partnership="moray").words


def test_every_link_carries_partnership_and_day(somebody: Visitor) -> None:
    for page in PAGES:
        for link in somebody.open(page, partnership="moray", as_at="2017-06-01").links:
            assert "partnership=moray" in link.query_string
            assert "as_at=2017-06-01" in link.query_string


# What an address cannot ask for


@pytest.mark.parametrize("page", PAGES)
def test_an_unknown_partnership_gets_a_sentence_and_the_known_ones(
    somebody: Visitor, page: str
) -> None:
    visitor = somebody.open(page, partnership="atlantis")
    assert "There is no partnership called “atlantis”" in visitor.refused
    ways = [link.query_string for link in visitor.links]
    assert all(f"partnership={slug}" in ways for slug in EVERYBODY)


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("yesterday", "“yesterday” in the address is not a day. Write it like as_at=2026-11-20."),
        ("2026-02-30", "“2026-02-30” in the address is not a day."),
        ("<script>", "is not a day"),
        ("2030-01-01", "1 Jan 2030 lies ahead"),
        ("9999-12-31", "31 Dec 9999 lies ahead"),
        ("2025-11-16", "The plan began on 17 Nov 2025; there was none on 16 Nov 2025."),
        ("0001-01-01", "The plan began on 17 Nov 2025"),
    ],
)
@pytest.mark.parametrize("page", JOURNEYS)
def test_an_impossible_day_gets_a_sentence_and_ways_on(
    somebody: Visitor, page: str, day: str, says: str
) -> None:
    visitor = somebody.open(page, partnership=ILLUSTRATIVE, as_at=day)
    assert says in visitor.refused
    assert visitor.headline == "This cannot be shown"
    assert f"partnership={ILLUSTRATIVE}" in [link.query_string for link in visitor.links]


@pytest.mark.parametrize("day", ["2026-11-20", "2025-11-17"])
def test_the_first_and_the_last_day_of_the_plan_show(somebody: Visitor, day: str) -> None:
    assert somebody.open(partnership=ILLUSTRATIVE, as_at=day).refused == ""


def test_an_unknown_owner_gets_a_sentence_and_the_owners_to_choose_from(somebody: Visitor) -> None:
    visitor = somebody.open("my_actions", partnership=ILLUSTRATIVE, owner="somebody-else")
    assert "Nobody called “somebody-else” owns an action in this plan." in visitor.refused
    (choice,) = [box for box in visitor.screen.main.selectbox if box.label == "Owner"]
    assert len(choice.options) > 5


def test_an_unknown_action_gets_a_sentence_and_the_list_stays(somebody: Visitor) -> None:
    visitor = somebody.open("my_actions", partnership=ILLUSTRATIVE, action="99.9")
    assert "There is no action “99.9” in this plan as at this day." in visitor.refused
    assert visitor.screen.subheader


def test_an_unknown_area_gets_a_sentence_and_ways_on(somebody: Visitor) -> None:
    visitor = somebody.open("area", partnership=ILLUSTRATIVE, area="99")
    assert "There is no area “99” in this plan" in visitor.refused
    assert visitor.headline == "This cannot be shown"
    assert any("area=1" in link.query_string for link in visitor.links)


@pytest.mark.parametrize("asked", ["action:not-an-id", "nothing:1", "::", "<script>"])
def test_an_address_that_names_no_record_gets_a_sentence(somebody: Visitor, asked: str) -> None:
    visitor = somebody.open("area", partnership=ILLUSTRATIVE, change=asked)
    assert "The address names a record that is not in this plan." in visitor.refused
    assert visitor.headline


# The same numbers


@pytest.mark.parametrize("slug", EVERYBODY)
def test_the_progress_page_says_what_the_rules_say(
    somebody: Visitor, opened: store.Database, slug: str
) -> None:
    visitor = somebody.open(partnership=slug)
    progress = progress_of(opened, slug, date.fromisoformat(visitor.address["as_at"]))
    assert visitor.headline == progress.finding
    strip, *bars, matrix = [box.value for box in visitor.screen.html if "tr-" in box.value[:20]]
    counts = progress.now.counts.by_status()
    shown = [int(count) for count in re.findall(r'tr-count">(\d+)<', strip)]
    assert shown == [n for name, n in counts.items() if name != "not_reported" or n]
    assert sum(shown) == progress.now.counts.actions == len(progress.now.actions)
    told = [
        int(re.search(r'aria-label="(\d+|no) action', bar)[1].replace("no", "0")) for bar in bars
    ]
    assert told == [area.counts.actions for area in progress.now.areas]
    assert sum(int(n) for n in re.findall(r"<b>(\d+)</b>", matrix)) == len(progress.now.actions)


@pytest.mark.parametrize("slug", EVERYBODY)
def test_every_area_page_begins_with_its_own_counts(
    somebody: Visitor, opened: store.Database, slug: str
) -> None:
    newest = somebody.open("area", partnership=slug).address["as_at"]
    for area in progress_of(opened, slug, date.fromisoformat(newest)).now.areas:
        visitor = somebody.open("area", partnership=slug, area=area.area.ref)
        assert visitor.headline.startswith(f"{area.area.ref} {area.area.title}: ")
        assert f"{area.counts.complete} of {area.counts.actions} action" in visitor.headline or (
            not area.counts.actions
        )


# My actions


@pytest.mark.parametrize("slug", EVERYBODY)
def test_late_actions_come_first_and_none_is_lost(opened: store.Database, slug: str) -> None:
    first = Visitor().open("my_actions", partnership=slug)
    progress = progress_of(opened, slug, date.fromisoformat(first.address["as_at"]))
    ranks = ("overdue", "due soon", "coming up", "complete")
    cards = 0
    (choice,) = [box for box in first.screen.main.selectbox if box.label == "Owner"]
    for owner in owners(progress.now):
        visitor = first.open("my_actions", partnership=slug, owner=owner)
        headings = [header.value.split(" ", 1)[1] for header in visitor.screen.header]
        assert headings == sorted(headings, key=ranks.index)
        cards += len(visitor.screen.subheader)
    assert cards == len(progress.now.actions)
    assert len(choice.options) == len(owners(progress.now))


# Alerts


@pytest.mark.parametrize("by", ["Owner", "Area", "Group"])
@pytest.mark.parametrize("slug", EVERYBODY)
def test_no_grouping_loses_an_alert_and_each_has_a_link(
    opened: store.Database, slug: str, by: str
) -> None:
    visitor = Visitor().open("alerts", partnership=slug, grouped_by=by)
    found = progress_of(opened, slug, date.fromisoformat(visitor.address["as_at"])).alerts
    in_groups = [int(re.search(r":gray\[(\d+)\]", h.value)[1]) for h in visitor.screen.header]
    assert sum(in_groups) == len(found)
    linked = {link.label for link in visitor.links if "?" not in link.label}
    assert {plain(alert.title) for alert in found} <= linked
    words, rules = visitor.words.casefold(), store.reference(opened).alert_rules
    for rule in {alert.rule for alert in found}:
        assert rules[rule].words.casefold() in words


def test_a_kind_of_alert_that_is_not_there_shows_them_all() -> None:
    kind = f"alert_kind_{ILLUSTRATIVE}"
    every = Visitor().open("alerts", partnership=ILLUSTRATIVE)
    visitor = Visitor().open("alerts", **{"partnership": ILLUSTRATIVE, kind: "Nothing like it"})
    assert len(visitor.screen.header) == len(every.screen.header)
