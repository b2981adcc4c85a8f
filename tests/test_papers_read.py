"""The same numbers everywhere: totals read back out of every format, against the readings."""

import csv
import io
import json
import re
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

import docx
import openpyxl
import pikepdf
import pytest
from test_papers import ILLUSTRATIVE, a_full_snapshot, snapshot

from tracker.papers import FORMATS
from tracker.papers.committee_paper import committee_paper
from tracker.papers.content import AUTHOR

NAMES = ("complete", "on_track", "at_risk", "off_track", "not_started", "not_reported")
WORDS = [name.replace("_", " ").capitalize() for name in NAMES]


# Reading each format back


def pdf_text(made: bytes) -> str:
    """All words of a PDF, in reading order; each piece of a line on a line of its own."""
    with pikepdf.open(io.BytesIO(made)) as pdf:
        return "\n".join(_page_text(page) for page in pdf.pages)


def _page_text(page: pikepdf.Page) -> str:
    letters = {name: _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
    said: list[str] = []
    now: dict[bytes, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "Tf":
                now = letters[str(operands[0])]
            case "Tm":
                said.append("\n")
            case "Tj" | "TJ":
                parts = operands[0] if str(operator) == "TJ" else operands
                codes = [bytes(part) for part in parts if isinstance(part, pikepdf.String)]
                said += [now[code[n : n + 2]] for code in codes for n in range(0, len(code), 2)]
    return "".join(said)


def _letters(font: pikepdf.Object) -> dict[bytes, str]:
    """What each code of a font stands for, from the table that PDF/UA asks for."""
    table = font.ToUnicode.read_bytes().decode("latin-1")
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, letter in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            found[bytes.fromhex(code)] = bytes.fromhex(letter).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, letter in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for n in range(int(last, 16) - int(first, 16) + 1):
                found[(int(first, 16) + n).to_bytes(2, "big")] = chr(int(letter, 16) + n)
    return found


class Page(HTMLParser):
    """The tables of an HTML page by their captions, and all its words."""

    def __init__(self, made: bytes) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self.caption, self.rows, self.words, self.at = "", [], [], ""
        self.feed(made.decode())

    def handle_starttag(self, tag, attrs):
        self.at = tag if tag in {"caption", "th", "td", "style", "script"} else self.at
        if tag == "table":
            self.caption, self.rows = "", []
        elif tag == "tr":
            self.rows.append([])
        elif tag in {"th", "td"}:
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        if tag == "table":
            self.tables[self.caption] = self.rows
        self.at = "" if tag == self.at else self.at

    def handle_data(self, data):
        if self.at == "caption":
            self.caption += data
        elif self.at in {"th", "td"}:
            self.rows[-1][-1] += data
        if self.at != "style":
            self.words.append(data)


def _from_docx(shot):
    tables = docx.Document(io.BytesIO(FORMATS["docx"](shot))).tables
    rows = {row.cells[0].text: row.cells[1].text for table in tables for row in table.rows}
    texts = [p.text for p in docx.Document(io.BytesIO(FORMATS["docx"](shot))).paragraphs]
    return rows, "\n".join(texts)


def _from_pdf(shot):
    words = pdf_text(FORMATS["pdf"](shot))
    start = words.index("Actions by delivery")
    lines = [line.strip() for line in words[start:].split("\n")]
    known = [*WORDS, "All actions"]
    return {name: lines[lines.index(name) + 1] for name in known}, words


def _from_html(shot):
    page = Page(FORMATS["html"](shot))
    rows = page.tables["Actions by delivery, as their owners report it"]
    return {row[0]: row[1] for row in rows}, " ".join(page.words)


@pytest.mark.parametrize("read", [_from_docx, _from_pdf, _from_html])
def test_the_papers_to_read_say_the_totals_of_the_readings(read):
    shot = a_full_snapshot()
    counts = shot.read.counts
    rows, words = read(shot)
    told = dict(zip(WORDS, counts.by_status().values(), strict=True))
    assert {name: int(rows[name]) for name in WORDS} == told
    assert int(rows["All actions"]) == counts.actions
    line = " ".join(words.split())
    assert shot.progress.finding in line
    assert f"{counts.overdue} action overdue" in line
    assert len(shot.compared.promises) == 1
    assert "1 action had a due date in that time; none of them are complete." in line


@pytest.mark.parametrize("partnership", [None, ILLUSTRATIVE])
def test_the_files_to_calculate_with_say_the_totals_of_the_readings(partnership):
    shot = a_full_snapshot(partnership)
    counts = shot.read.counts
    totals = json.loads(FORMATS["json"](shot))["totals"]
    assert totals == counts.as_json()
    lines = list(csv.DictReader(io.StringIO(FORMATS["csv"](shot).decode("utf-8-sig"))))
    assert len(lines) == counts.actions
    assert sum(line["Overdue"] == "yes" for line in lines) == counts.overdue
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"](shot)))
    summary = {row[0]: row[1] for row in book["Summary"].values}
    told = dict(zip(WORDS, counts.by_status().values(), strict=True))
    assert {name: summary[name] for name in WORDS} == told


def test_every_area_has_its_numbers_in_the_papers():
    shot = a_full_snapshot()
    rows = Page(FORMATS["html"](shot)).tables["The areas at a glance"]
    told = [
        [f"{a.area.ref} {a.area.title}", a.counts.actions, a.counts.complete, a.counts.overdue]
        for a in shot.read.areas
    ]
    assert [[row[0], *map(int, row[1:4])] for row in rows[1:-1]] == told
    counts = shot.read.counts
    assert [int(n) for n in rows[-1][1:4]] == [counts.actions, counts.complete, counts.overdue]


def test_an_action_complete_without_effect_is_counted_beside_its_effect():
    shot = a_full_snapshot()
    table = Page(FORMATS["html"](shot)).tables["Delivery against effect: numbers of actions"]
    header, done, open_ = table
    assert header == [
        "Actions", "Improvement", "No signal", "Worsening", "Not enough points", "No measure",
    ]  # fmt: skip
    assert [int(n) for n in done[1:]] == [1, 0, 0, 0, 0]
    assert [int(n) for n in open_[1:]] == [0, 0, 0, 0, 2]


def everything(paper):
    """Every text of a paper that is to be read, without spaces (lines break where they like)."""
    texts = [paper.name, paper.title, paper.subtitle, paper.label, paper.stamp]
    for fact in paper.facts:
        texts += [fact.name, fact.words or f"{AUTHOR} {fact.ask}"]
    for block in paper.blocks:
        told = vars(block)
        texts += [str(told[name]) for name in ("number", "lead", "title", "words") if name in told]
        texts += [*told.get("items", ()), *told.get("header", ()), told.get("source", "")]
        texts += [cell.words for row in told.get("rows", ()) for cell in row]
    return [squeezed(text) for text in texts if text]


def squeezed(text):
    return "".join(text.split())


def docx_text(made):
    """The text of a Word document, table or not, in its order, with headers and footers."""
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        names = [n for n in parts.namelist() if re.search("word/(document|header|footer)", n)]
        return "".join("".join(ElementTree.fromstring(parts.read(n)).itertext()) for n in names)


TEXTS = {
    "docx": docx_text,
    "pdf": pdf_text,
    "html": lambda made: "".join(Page(made).words),
}


@pytest.mark.parametrize("format_", TEXTS)
def test_everything_the_paper_says_stands_in_every_format(format_):
    shot = a_full_snapshot(ILLUSTRATIVE)
    said = squeezed(TEXTS[format_](FORMATS[format_](shot)))
    assert [text for text in everything(committee_paper(shot)) if text not in said] == []


@pytest.mark.parametrize("format_", ["docx", "pdf", "html"])
def test_a_plan_with_nothing_makes_a_paper_that_says_so(format_):
    made = FORMATS[format_](snapshot())
    words = {
        "docx": lambda: _from_docx(snapshot())[1],
        "pdf": lambda: pdf_text(made),
        "html": lambda: " ".join(Page(made).words),
    }[format_]()
    line = " ".join(words.split())
    assert "Nothing is in this plan yet" in line
    assert "The plan has no area for improvement yet." in line
