"""The HTML paper: one file that needs nothing else, readable by everybody, and on paper."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from test_papers import ILLUSTRATIVE, a_full_snapshot, hostile_snapshot
from test_papers_read import Page

from tracker.papers import FORMATS


@pytest.fixture(scope="module")
def made() -> str:
    return FORMATS["html"](a_full_snapshot(ILLUSTRATIVE)).decode()


def test_it_needs_no_other_file(made):
    assert not re.findall(r"""(?:src|href)\s*=|url\(|@import|<script|<link""", made)
    assert "default-src 'none'" in made


def test_it_is_uk_english_with_a_title_one_h1_and_landmarks(made):
    assert made.startswith('<!DOCTYPE html>\n<html lang="en-GB">')
    assert "<title>Strathbraan children&#39;s partnership: Our plan: Progress as at" in made
    assert len(re.findall("<h1", made)) == 1
    for landmark in ("<header>", "<main>", "<footer>"):
        assert made.count(landmark) == 1


def test_headings_skip_no_level(made):
    levels = [int(level) for level in re.findall(r"<h(\d)", made)]
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_charts_are_inside_with_their_title_and_words(made):
    (svg,) = re.findall(r"<svg.*?</svg>", made, re.DOTALL)
    drawn = ElementTree.fromstring(svg)
    kinds = [child.tag.split("}")[1] for child in drawn]
    assert kinds[:2] == ["title", "desc"]
    assert drawn.get("aria-labelledby") == f"{drawn[0].get('id')} {drawn[1].get('id')}"


def test_hostile_text_is_only_text():
    hostile = hostile_snapshot()
    page = FORMATS["html"](hostile).decode()
    assert "<script" not in page
    assert "<script>alert('x')</script>" in "".join(Page(page.encode()).words)


def test_whose_data_these_are_stands_on_the_screen_and_on_every_printed_page(made):
    assert '<p class="label">Illustrative data: no real partnership</p>' in made
    assert '@top-right { content: "Illustrative data: no real partnership"' in made


@pytest.mark.parametrize("wide", [1280, 390])
def test_nothing_serious_is_wrong_with_it_and_nothing_scrolls_sideways(browser, tmp_path, wide):
    file = tmp_path / "paper.html"
    file.write_bytes(FORMATS["html"](a_full_snapshot(ILLUSTRATIVE)))
    page = browser.new_page(viewport={"width": wide, "height": 900})
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= wide
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    found = axe.run(page, options=options).response["violations"]
    page.close()
    assert [fault["id"] for fault in found] == []
