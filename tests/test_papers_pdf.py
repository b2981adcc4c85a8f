"""The PDF paper read back: tags, language, title, alternative texts, header cells, fonts."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pikepdf
import pytest
from builders import an_action, an_area
from test_papers import ILLUSTRATIVE, a_full_snapshot, snapshot
from test_papers_read import pdf_text

from tracker.papers import FORMATS


@pytest.fixture(scope="module")
def pdf() -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(FORMATS["pdf"](a_full_snapshot(ILLUSTRATIVE)))) as opened:
        yield opened


def elements(node) -> Iterator[pikepdf.Dictionary]:
    """Every element of the structure, in reading order."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from elements(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node.K)


def of_kind(pdf, kind):
    return [e for e in elements(pdf.Root.StructTreeRoot.K) if str(e.S) == kind]


def test_it_says_that_it_is_pdf_ua_in_uk_english_with_a_title(pdf):
    assert str(pdf.Root.Lang) == "en-GB"
    assert bool(pdf.Root.MarkInfo.Marked)
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    with pdf.open_metadata() as told:
        assert told["pdfuaid:part"] == "1"
        assert told["dc:title"] == "Strathbraan children's partnership: Our plan"


def test_every_heading_is_one_and_no_level_is_skipped(pdf):
    kinds = [str(e.S) for e in elements(pdf.Root.StructTreeRoot.K)]
    levels = [int(kind[2]) for kind in kinds if kind in {"/H1", "/H2", "/H3"}]
    assert Counter(levels)[1] == 16
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_every_chart_has_an_alternative_text(pdf):
    (figure,) = of_kind(pdf, "/Figure")
    told = str(figure.Alt)
    assert told.startswith("Run chart of Measure M1.")
    assert "a shift" in told


def test_every_table_has_a_header_row_of_header_cells(pdf):
    tables = of_kind(pdf, "/Table")
    assert len(tables) > 5
    for table in tables:
        head = [e for e in elements(table) if str(e.S) == "/THead"]
        assert len(head) == 1
        cells = [str(e.S) for e in elements(head[0].K) if str(e.S) in {"/TH", "/TD"}]
        assert set(cells) == {"/TH"}


def test_every_page_says_whose_data_these_are_and_its_number(pdf):
    made = FORMATS["pdf"](a_full_snapshot(ILLUSTRATIVE))
    words = pdf_text(made)
    assert words.count("Illustrative data: no real partnership") == len(pdf.pages)
    assert f"Page {len(pdf.pages)} of {len(pdf.pages)}" in words


def test_every_font_is_inside(pdf):
    fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
    assert fonts
    for font in fonts:
        about = font.DescendantFonts[0].FontDescriptor
        assert {"/FontFile2", "/FontFile3"} & set(about.keys())


def test_no_script_link_or_attachment_is_inside(pdf):
    assert "/Names" not in pdf.Root or "/JavaScript" not in pdf.Root.Names
    assert "/OpenAction" not in pdf.Root
    for page in pdf.pages:
        assert not [a for a in page.get("/Annots", []) if "/A" in a]


def test_a_word_wider_than_its_column_breaks_and_nothing_of_it_is_lost():
    area = an_area()
    made = FORMATS["pdf"](snapshot(area, an_action("1.1", area, title="Q" * 200)))
    pieces = [len(piece) for piece in re.findall("Q+", pdf_text(made))]
    assert max(pieces) <= 100
    assert sum(pieces) and sum(pieces) % 200 == 0
