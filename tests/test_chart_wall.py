"""Charts: many measures on one screen, those with a signal first; and what a family lacks."""

import pytest
from visits import ILLUSTRATIVE, SOURCED, Visitor, as_read

from tracker import store
from tracker.readings import readings
from tracker.screen.chart_wall import ON_A_SCREEN

FIRST = ("worsening", "improvement", "no signal", "not enough points")


@pytest.fixture
def served_file(examples, monkeypatch):
    monkeypatch.setenv("TRACKER_DATABASE", str(examples))
    from tracker.screen.visit import database

    yield database(examples)
    database(examples).close()
    database.clear()


def opened(partnership: str = ILLUSTRATIVE, **address: str) -> Visitor:
    return Visitor().open("charts", partnership=partnership, **address)


def cards(visitor: Visitor) -> list[str]:
    """The references of the measures, in the order of their cards."""
    titles = [as_read(link.label) for link in visitor.links if "measure=" in link.query_string]
    return [title.strip("*").split()[0] for title in titles]


def test_every_measure_has_a_card_those_with_a_signal_first(served_file):
    visitor = opened()
    plan = store.plan_as_at(served_file, ILLUSTRATIVE, _day(visitor))
    effects = {m.measure.ref: m.effect.value for m in readings(plan).measures}
    told = cards(visitor)
    assert len(told) == ON_A_SCREEN
    visitor.clicks(f"The next {len(effects) - ON_A_SCREEN}")
    told += cards(visitor)
    assert sorted(told) == sorted(effects)
    shown = [FIRST.index(effects[ref]) for ref in told]
    assert shown == sorted(shown)
    assert visitor.headline.startswith(f"{len(effects)} measures: ")


def test_each_card_has_its_effect_its_chart_and_a_line(served_file):
    visitor = opened()
    words = visitor.words
    for told in ("Worsening", "Improvement", "No signal", "since March 2026"):
        assert told in words
    drawn = {
        chart.proto.id.split("_chart_small_")[-1] for chart in visitor.screen.get("plotly_chart")
    }
    assert len(drawn) == len(cards(visitor))


def test_one_area_shows_only_its_measures_and_says_what_they_lack(served_file):
    visitor = opened(area="5")
    assert 0 < len(cards(visitor)) < len(cards(opened()))
    assert "Area 5" in visitor.words


def test_an_area_that_is_not_there_is_refused(served_file):
    assert "There is no area “99”" in opened(area="99").refused


@pytest.mark.parametrize("slug", SOURCED)
def test_a_plan_with_few_or_no_measures_says_how_to_begin(served_file, slug):
    visitor = opened(slug)
    assert cards(visitor) or "A measure is added on the page of its area" in visitor.words


def test_the_area_page_tells_of_a_family_and_leads_to_its_charts(served_file):
    visitor = Visitor().open("area", partnership=ILLUSTRATIVE, area="5")
    assert any("All its charts" in link.label for link in visitor.links)


def _day(visitor: Visitor):
    from datetime import date

    return date.fromisoformat(visitor.address["as_at"])


@pytest.mark.parametrize(("page", "named"), [("charts", {"area": "77"}), ("tests", {"aim": "bad"})])
def test_what_is_not_there_is_said_under_a_heading(served_file, page, named):
    visitor = Visitor().open(page, partnership=ILLUSTRATIVE, **named)
    assert visitor.headline == "This cannot be shown"
    assert next(iter(named.values())) in visitor.refused
