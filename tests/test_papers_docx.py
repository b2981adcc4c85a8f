"""The Word paper read back: headings, header rows, alternative texts, language, templates."""

import io
import zipfile
from itertools import pairwise

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from test_papers import ILLUSTRATIVE, a_full_snapshot

from tracker.papers import as_docx
from tracker.papers.content import AUTHOR
from tracker.refusals import Refusal


def paper(shot=None, template=None):
    return docx.Document(io.BytesIO(as_docx.written(shot or a_full_snapshot(), template)))


def template(edit=lambda word: None):
    """A template of a partnership, as bytes."""
    word = docx.Document()
    edit(word)
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def styles(word):
    return [(p.style.name, p.text) for p in word.paragraphs]


def test_headings_are_real_headings_and_skip_no_level():
    levels = [int(name[-1]) for name, _ in styles(paper()) if name.startswith("Heading")]
    assert set(levels) == {1, 2, 3}
    assert all(b - a <= 1 for a, b in pairwise(levels))
    assert ("Heading 1", "1 Purpose of report") in styles(paper())


def test_the_title_the_language_and_whose_data_stand_in_the_document():
    word = paper(a_full_snapshot(ILLUSTRATIVE))
    told = word.core_properties
    assert told.title == "Strathbraan children's partnership: Our plan"
    assert told.language == "en-GB"
    assert {e.get(qn("w:val")) for e in word.styles.element.iter(qn("w:lang"))} == {"en-GB"}
    assert "Illustrative data: no real partnership" in word.sections[0].header.paragraphs[0].text
    assert [p.text for p in word.sections[0].header.paragraphs if p.text] == [
        "Illustrative data: no real partnership"
    ]


def test_every_page_has_its_number_and_what_fixes_the_paper():
    footer = paper().sections[0].footer
    assert footer.paragraphs[0].text.startswith("As at 21 Nov 2026, recorded until save")
    fields = [f.get(qn("w:instr")) for f in footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_the_header_row_of_every_table_is_repeated_and_no_row_is_torn():
    for table in paper().tables[1:]:  # the first is the front, which has no header row
        first, *others = table._tbl.tr_lst
        assert first.trPr.find(qn("w:tblHeader")) is not None
        assert not [row for row in others if row.trPr.find(qn("w:tblHeader")) is not None]
        for row in (first, *others):
            assert row.trPr.find(qn("w:cantSplit")) is not None
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))


def test_a_table_is_as_wide_as_its_columns_and_fits_between_the_margins():
    word = paper()
    page = word.sections[0]
    room = (page.page_width - page.left_margin - page.right_margin) / 635
    for table in word.tables:
        wide = sum(int(c.get(qn("w:w"))) for c in table._tbl.tblGrid)
        assert wide == int(table._tbl.tblPr.find(qn("w:tblW")).get(qn("w:w")))
        assert wide <= room + 1


def test_every_chart_has_its_words_for_whoever_does_not_see_it():
    shot = a_full_snapshot()
    word = paper(shot)
    (shape,) = word.inline_shapes
    told = shape._inline.docPr.get("descr")
    assert told.startswith("Run chart of Measure M1.")
    assert shot.read.measures[0].words in told
    picture = word.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed]
    assert picture.blob.startswith(b"\x89PNG")


def test_what_the_author_has_to_write_is_marked_and_can_be_searched():
    marked = [text for name, text in styles(paper()) if name == "For the author"]
    assert len(marked) > 8
    assert all(text.startswith(f"{AUTHOR} ") for text in marked)


def test_no_part_of_the_document_has_a_time_of_its_making():
    made = zipfile.ZipFile(io.BytesIO(as_docx.written(a_full_snapshot())))
    assert {part.date_time for part in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert paper().core_properties.modified.date().isoformat() == "2026-11-21"


# A partnership's own template


def test_a_template_keeps_its_looks_its_header_and_its_words():
    def edit(word):
        word.styles["Heading 1"].font.name = "Comic Sans MS"
        word.sections[0].header.paragraphs[0].text = "North Council"
        word.add_paragraph("Report to the Executive Committee")

    word = paper(a_full_snapshot(ILLUSTRATIVE), template(edit))
    assert word.styles["Heading 1"].font.name == "Comic Sans MS"
    assert [p.text for p in word.sections[0].header.paragraphs] == [
        "North Council", "Illustrative data: no real partnership",
    ]  # fmt: skip
    assert word.paragraphs[0].text == "Report to the Executive Committee"
    assert ("Heading 1", "1 Purpose of report") in styles(word)


def test_a_template_with_a_page_number_gets_no_second():
    numbered = as_docx.written(a_full_snapshot())
    word = paper(template=numbered)
    fields = list(word.sections[0].footer._element.iter(qn("w:fldSimple")))
    assert len(fields) == 2


def test_styles_that_a_template_lacks_are_added():
    def edit(word):
        kept = {"Normal", "Default Paragraph Font", "Header", "Footer", "No List", "Normal Table"}
        for style in list(word.styles):
            if style.name not in kept:
                style.element.getparent().remove(style.element)

    word = paper(template=template(edit))
    assert ("Heading 2", "4.3 What needs attention") in styles(word)
    outline = word.styles["Heading 2"].element.pPr.find(qn("w:outlineLvl"))
    assert outline.get(qn("w:val")) == "1"
    assert word.styles["Heading 2"].type == WD_STYLE_TYPE.PARAGRAPH


def zipped(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    "wrong", [b"", b"%PDF-1.7", b"PK\x03\x04 broken", zipped(x="y"), template()[:500]]
)
def test_a_wrong_template_is_refused_in_a_sentence(wrong):
    with pytest.raises(Refusal, match=r"not a Word document \(\.docx\)\. Save it in Word"):
        as_docx.written(a_full_snapshot(), wrong)


def test_a_template_that_unpacks_to_too_much_is_refused():
    with pytest.raises(Refusal, match="too large"):
        as_docx.written(a_full_snapshot(), zipped(big=b"0" * 51_000_000))


def as_dotx(document):
    """The same document as Word keeps a template: another kind of main part."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as parts, zipfile.ZipFile(made, "w") as dotx:
        for name in parts.namelist():
            content = parts.read(name)
            dotx.writestr(name, content.replace(as_docx.AS_DOCUMENT, as_docx.AS_TEMPLATE))
    return made.getvalue()


def test_a_template_saved_as_a_word_template_gives_the_same_paper():
    own = template(lambda word: word.add_paragraph("Inverlairn Council"))
    assert as_dotx(own) != own
    as_docx.try_template(as_dotx(own))
    assert styles(paper(template=as_dotx(own))) == styles(paper(template=own))


def without_the_end_of_its_text(word):
    body = word.element.body
    body.remove(body.sectPr)


@pytest.mark.parametrize("edit", [without_the_end_of_its_text])
def test_a_template_without_a_page_is_refused_in_a_sentence(edit):
    with pytest.raises(Refusal, match="not a Word document"):
        as_docx.try_template(template(edit))


def test_a_lead_alone_stays_with_what_it_announces():
    leads = [p for p in paper().paragraphs if p.text.strip() == "Measures without a signal:"]
    assert leads and all(p.paragraph_format.keep_with_next for p in leads)
