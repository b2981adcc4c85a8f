"""The committee paper as a Word document: real headings, tables with repeated header rows, charts
as pictures with what they show in words. A partnership's own template gives it its looks."""

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime

from docx import Document
from docx.document import Document as Word
from docx.oxml import parse_xml
from docx.shared import Cm, Emu, Pt
from docx.text.paragraph import Paragraph

from tracker.papers.committee_paper import committee_paper
from tracker.papers.content import (
    AUTHOR,
    Block,
    Fact,
    Figure,
    ForAuthor,
    Grid,
    Heading,
    Paper,
    Points,
    Quote,
    Text,
    printable,
)
from tracker.papers.docx_looks import SOFT, made_ready, page_words, text_width
from tracker.papers.docx_tables import fact_table, grid_table
from tracker.papers.drawing import pictures
from tracker.papers.snapshot import Snapshot
from tracker.refusals import Refusal

LARGEST_TEMPLATE = 50_000_000  # bytes, unpacked: more is no template
KINDS_OF_PARTS = "[Content_Types].xml"
AS_TEMPLATE, AS_DOCUMENT = b"wordprocessingml.template.main", b"wordprocessingml.document.main"
INDENT, BULLET, PICTURE_WIDE = Cm(1.1), Cm(0.6), Cm(16.4)
_EARLIEST = 1980  # the first year a zip file knows


def written(snapshot: Snapshot, template: bytes | None = None) -> bytes:
    """The paper; the same snapshot gives the same bytes. Raises Refusal for a wrong template."""
    return rendered(committee_paper(snapshot), snapshot.read.plan.day, template)


def rendered(paper: Paper, day: date, template: bytes | None = None) -> bytes:
    """A paper as a Word document of `day`, which stands for the clock in it."""
    word = opened(template) if template is not None else Document()
    body = Body(word, made_ready(word, templated=template is not None))
    _describe(word, paper, datetime(max(day.year, _EARLIEST), day.month, day.day, tzinfo=UTC))
    page_words(word, paper.label, paper.stamp)
    body.front(paper)
    drawn = iter(pictures([figure.svg for figure in paper.figures]))
    for place, block in enumerate(paper.blocks):
        if isinstance(block, Figure):
            body.figure(block, next(drawn), place)
        else:
            body.put(block)
    return _packed(word)


def opened(template: bytes) -> Word:
    """A partnership's template: a document, or a template (.dotx), without what makes it one.

    Raises Refusal where it is no Word document, has no page, or is too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as parts:
            if sum(part.file_size for part in parts.infolist()) > LARGEST_TEMPLATE:
                raise Refusal("The template is too large. Take one without pictures of full size.")
            dotx = AS_TEMPLATE in parts.read(KINDS_OF_PARTS)
        word = Document(io.BytesIO(_as_document(template) if dotx else template))
        text_width(word)
        word.element.body.sectPr.getparent()  # where the text ends: every document has it
        return word
    except Refusal:
        raise
    except Exception as fault:  # a file may be broken in any of a hundred ways
        raise Refusal(
            "The template is not a Word document (.docx). Save it in Word as .docx, without "
            "macros, and choose it again."
        ) from fault


def try_template(template: bytes) -> None:
    """Raise Refusal where no paper can be made with this template."""
    nothing = Paper("Tried", "Tried", "", "", "", (), (Heading(1, "", "Tried"),))
    rendered(nothing, date(_EARLIEST, 1, 1), template)


def _as_document(template: bytes) -> bytes:
    """A .dotx as a .docx: the two differ in one word of one part."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template)) as parts, zipfile.ZipFile(made, "w") as document:
        for name in parts.namelist():
            content = parts.read(name)
            if name == KINDS_OF_PARTS:
                content = content.replace(AS_TEMPLATE, AS_DOCUMENT)
            document.writestr(name, content)
    return made.getvalue()


def _describe(word: Word, paper: Paper, made_on: datetime) -> None:
    told = word.core_properties
    told.title, told.subject = printable(paper.whole_title)[:255], paper.subtitle
    told.language, told.comments, told.author = "en-GB", paper.label, printable(paper.name)[:255]
    told.created = told.modified = made_on.replace(tzinfo=None)
    told.last_modified_by, told.revision = "", 1


def _packed(word: Word) -> bytes:
    """The document with one and the same time on all its parts: the clock is not in it."""
    loose, packed = io.BytesIO(), io.BytesIO()
    word.save(loose)
    with zipfile.ZipFile(loose) as parts, zipfile.ZipFile(packed, "w") as made:
        for name in parts.namelist():
            part = zipfile.ZipInfo(name, (_EARLIEST, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(part, parts.read(name))
    return packed.getvalue()


class Body:
    """The text of a document, which grows block by block."""

    def __init__(self, word: Word, styles: Mapping[str, str]) -> None:
        """`styles`: the id of each style by its name; a search for each text would be slow."""
        self.word, self.styles = word, styles

    def _add(self, words: str = "", style: str = "") -> Paragraph:
        put = self.word.add_paragraph(printable(words))
        if style:
            put._p.style = self.styles[style]  # noqa: SLF001  by its id: see above
        return put

    def _add_table(self, table: str) -> None:
        """A table, as XML, at the end of the text: before the last section's settings."""
        self.word.element.body.sectPr.addprevious(parse_xml(table))

    def front(self, paper: Paper) -> None:
        """Whose plan, which, as at when; to whom, when, by whom."""
        self._add(paper.name, "Subtitle")
        self._add(paper.title, "Title")
        self._add(paper.subtitle)
        facts = [_fact(fact) for fact in paper.facts]
        self._add_table(fact_table(facts, text_width(self.word)))

    def put(self, block: Block) -> None:
        """A block that is no drawing."""
        match block:
            case Heading():
                self._add(f"{block.number} {block.words}".strip(), f"Heading {block.level}")
            case Text():
                self._text(block)
            case Quote():
                put = self._add(block.words, "Quote")
                if block.source:
                    run = put.add_run(printable(f"\n{block.source}"))
                    run.font.size, run.font.color.rgb = Pt(9), SOFT
            case Points():
                self._points(block)
            case ForAuthor():
                put = self._add(style="For the author")
                put.add_run(AUTHOR).bold = True
                put.add_run(f" {block.words}")
            case Grid():
                self._add(block.title, "Caption").paragraph_format.keep_with_next = True
                self._add_table(grid_table(block, text_width(self.word)))
                self._add(style="After table")

    def _text(self, block: Text) -> None:
        put = self._add()
        if block.number:
            _hang(put, INDENT)
            put.add_run(f"{block.number}\t")
        if block.lead:
            put.add_run(block.lead).bold = True
            put.add_run(" ")
        put.add_run(printable(block.words))
        put.paragraph_format.keep_with_next = not block.words or None  # a lead alone announces

    def _points(self, block: Points) -> None:
        for number, words in enumerate(block.items, start=1):
            if block.numbered:
                _hang(self._add(f"({number})\t{words}"), 2 * INDENT)
            else:
                put = self._add(words, "List Bullet")
                if block.inset:
                    _hang(put, INDENT + BULLET, BULLET)

    def figure(self, block: Figure, picture: bytes, place: int) -> None:
        """A drawing with its words above it."""
        title = self._add(block.title, "Caption")
        title.add_run(printable(f". {block.words}")).bold = False
        title.paragraph_format.keep_with_next = True
        wide = Emu(min(PICTURE_WIDE, text_width(self.word)))
        shape = self._add().add_run().add_picture(io.BytesIO(picture), width=wide)
        about = shape._inline.docPr  # noqa: SLF001  python-docx has no public way to an alt text
        about.set("descr", block.alt)
        about.set("name", f"Chart {place}")


def _fact(fact: Fact) -> tuple[str, str, bool]:
    return fact.name, fact.words or f"{AUTHOR} {fact.ask}", not fact.words


def _hang(put: Paragraph, left: int, hang: int = INDENT) -> None:
    """A number or bullet stands before the words, which all begin at `left`."""
    looks = put.paragraph_format
    looks.left_indent, looks.first_line_indent = Emu(left), Emu(-hang)
    looks.tab_stops.add_tab_stop(Emu(left))
