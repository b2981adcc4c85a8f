"""How the Word paper looks: our own styles, or a template's; styles it lacks are added to it."""

from collections.abc import Mapping

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import _Footer, _Header
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

INK, SOFT, HEATHER = (RGBColor.from_string(c) for c in ("1C1B22", "4F4C5A", "5B2A86"))
FONT = "Arial"  # what every Word has; a document cannot bring its own font with it
LANGUAGE = "en-GB"

# Style: size in points, bold, colour, space before and after in points, outline level or None.
_LOOKS = {
    "Title": (20, True, INK, 0, 4, None),
    "Subtitle": (12, True, HEATHER, 0, 2, None),
    "Heading 1": (15, True, HEATHER, 18, 6, 0),
    "Heading 2": (12.5, True, INK, 12, 4, 1),
    "Heading 3": (11.5, True, INK, 10, 4, 2),
    "Caption": (9.5, True, INK, 8, 3, None),
    "Quote": (10.5, False, INK, 3, 6, None),
    "List Bullet": (10.5, False, INK, 0, 3, None),
    "For the author": (10.5, False, INK, 4, 6, None),
    "After table": (4, False, INK, 0, 4, None),
}
_OWN = ("For the author", "After table")


def made_ready(word: Word, *, templated: bool) -> Mapping[str, str]:
    """Styles, language and page; a template keeps its own, and gets those it lacks.

    Answers with the id of each style by its name.
    """
    _speak_english(word)
    known = {style.name for style in word.styles}
    for name in _LOOKS:
        if name not in known or not templated:
            _look(word, name, new=name not in known)
    if templated:
        _without_empty_end(word)
    else:
        _plain(word)
    return {name: word.styles[name].style_id for name in _LOOKS}


def _speak_english(word: Word) -> None:
    """UK English for every text that does not say otherwise, in whatever the template was."""
    styles = word.styles.element
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
    defaults = styles.find(qn("w:docDefaults"))
    looks = None if defaults is None else defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")
    if looks is None:
        styles.insert(0, parse_xml(
            f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>"
            f'<w:lang w:val="{LANGUAGE}"/></w:rPr></w:rPrDefault></w:docDefaults>'
        ))  # fmt: skip
    elif looks.find(qn("w:lang")) is None:
        looks.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="{LANGUAGE}"/>'))


def _plain(word: Word) -> None:
    normal = word.styles["Normal"]
    _letters(normal, 10.5, bold=False)
    normal.font.color.rgb = INK
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.1
    page = word.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.3)
    page.top_margin = page.bottom_margin = Cm(2.2)


def _look(word: Word, name: str, *, new: bool) -> None:
    size, bold, colour, before, after, outline = _LOOKS[name]
    style: ParagraphStyle = (
        word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name not in _OWN)
        if new
        else word.styles[name]
    )
    if new:
        style.base_style = next((s for s in word.styles if s.name == "Normal"), None)
    _letters(style, size, bold=bold)
    for spread in style.element.rPr.findall(qn("w:spacing")):
        style.element.rPr.remove(spread)
    style.font.italic, style.font.color.rgb = False, colour
    space = style.paragraph_format
    space.space_before, space.space_after = Pt(before), Pt(after)
    if outline is not None:
        space.keep_with_next = True
        _set_outline(style, outline)
    for line in style.element.pPr.findall(qn("w:pBdr")):
        style.element.pPr.remove(line)  # Word's own title has a line below it
    _marked(style, name)


def _marked(style: ParagraphStyle, name: str) -> None:
    """A line at the left of a quotation, and of what the author has to write."""
    if name == "Quote":
        style.paragraph_format.left_indent = Cm(0.3)
        _left_line(style, "5B2A86", 12)
    elif name == "For the author":
        style.paragraph_format.left_indent = Cm(0.3)
        _left_line(style, "F2B233", 24)
        style.element.pPr.append(
            parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="FDF6E7"/>')
        )
    elif name == "List Bullet" and style.element.pPr.numPr is None:
        style.paragraph_format.left_indent = Cm(0.6)


def _left_line(style: ParagraphStyle, colour: str, eighths: int) -> None:
    line = parse_xml(
        f"<w:pBdr {nsdecls('w')}>"
        f'<w:left w:val="single" w:sz="{eighths}" w:space="8" w:color="{colour}"/></w:pBdr>'
    )
    style.element.get_or_add_pPr().insert_element_before(
        line, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
    )


def _set_outline(style: ParagraphStyle, level: int) -> None:
    its = style.element.get_or_add_pPr()
    for old in its.findall(qn("w:outlineLvl")):
        its.remove(old)
    its.append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{level}"/>'))


def _letters(style: ParagraphStyle, size: float, *, bold: bool) -> None:
    """The font in every script's slot: the theme's fonts would win over the name alone."""
    style.font.size, style.font.bold, style.font.name = Pt(size), bold, FONT
    fonts = style.element.get_or_add_rPr().rFonts
    for slot in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{slot}"), None)
    for slot in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{slot}"), FONT)


def _without_empty_end(word: Word) -> None:
    """A template often ends with an empty paragraph that would stand above the paper."""
    body = word.element.body
    for last in reversed([part for part in body if part.tag == qn("w:p")]):
        if "".join(last.itertext()).strip() or last.findall(f".//{qn('w:drawing')}"):
            return
        body.remove(last)


# Every page


def page_words(word: Word, label: str, stamp: str) -> None:
    """Whose data these are at the top, what fixes them and the page's number at the foot."""
    page = word.sections[-1]
    if label:
        put = _spare(page.header)
        put.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = put.add_run(label)
        run.bold, run.font.size, run.font.color.rgb = True, Pt(9), HEATHER
    if _numbers_pages(page.footer):
        return
    put = _spare(page.footer)
    stops = put.paragraph_format.tab_stops
    stops.add_tab_stop(Emu(text_width(word)), WD_TAB_ALIGNMENT.RIGHT)
    _small(put, f"{stamp}\tPage ")
    _field(put, "PAGE")
    _small(put, " of ")
    _field(put, "NUMPAGES")


def _numbers_pages(place: _Footer) -> bool:
    """Does a template's footer give the page's number already?"""
    root = place._element  # noqa: SLF001  python-docx has no fields
    simple = [field.get(qn("w:instr")) or "" for field in root.iter(qn("w:fldSimple"))]
    parts = [part.text or "" for part in root.iter(qn("w:instrText"))]
    return any("PAGE" in words for words in simple + parts)


def _spare(place: _Header | _Footer) -> Paragraph:
    """An empty paragraph of a header or footer, or a new one after what stands there."""
    there: list[Paragraph] = place.paragraphs
    if there and not there[-1].text.strip():
        there[-1].style = None  # the plain one: the header's own has tab stops in its middle
        return there[-1]
    added: Paragraph = place.add_paragraph()
    return added


def _small(put: Paragraph, words: str) -> None:
    run = put.add_run(words)
    run.font.size, run.font.color.rgb = Pt(9), SOFT


def _field(put: Paragraph, name: str) -> None:
    """A number that Word works out: the page's, or of all pages."""
    put._p.append(  # noqa: SLF001  python-docx has no fields
        parse_xml(
            f'<w:fldSimple {nsdecls("w")} w:instr="{name}"><w:r><w:rPr><w:color w:val="{SOFT}"/>'
            '<w:sz w:val="18"/></w:rPr><w:t>1</w:t></w:r></w:fldSimple>'
        )
    )


def text_width(word: Word) -> int:
    """The width between the margins, in English Metric Units; A4's where a template has none."""
    page = word.sections[-1]
    wide, left, right = page.page_width, page.left_margin, page.right_margin
    return int((wide or Cm(21)) - (left or 0) - (right or 0))
