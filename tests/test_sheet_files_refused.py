"""What is no plan is refused with a sentence that says what to do, in bounded memory."""

import struct
import tracemalloc
import zlib
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from openpyxl import Workbook
from test_sheet_files import ROWS, read, saved, texts, with_part, word, workbook

from tracker.intake import sheet_zip
from tracker.intake.sheet_files import MOST_BYTES, pasted_sheet, sheet_file
from tracker.refusals import Refusal

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
SHEET = "xl/worksheets/sheet1.xml"
MOST_MEMORY = 100 * sheet_zip.MEGABYTE


def plan() -> bytes:
    return saved(workbook(*ROWS))


def refusal(content: bytes, name: str = "plan.xlsx") -> str:
    with pytest.raises(Refusal) as refused:
        sheet_file(name, content)
    return str(refused.value)


def ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + bytes(100)


def archive(*parts: tuple[str, bytes], compression: int = ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", compression) as file:
        for name, data in parts:
            file.writestr(name, data)
    return out.getvalue()


def in_sheet(xml: bytes, before: bytes = b"</sheetData>") -> bytes:
    return with_part(plan(), SHEET, lambda data: data.replace(before, xml + before, 1))


def in_word(xml: bytes) -> bytes:
    content = saved(word(ROWS))
    return with_part(
        content, "word/document.xml", lambda data: data.replace(b"</w:tbl>", xml + b"</w:tbl>", 1)
    )


def of_type(content: bytes, old: bytes, new: bytes) -> bytes:
    return with_part(content, "[Content_Types].xml", lambda data: data.replace(old, new))


PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(200)
SHEETML, WORDML = (
    b"openxmlformats-officedocument.spreadsheetml.sheet.main",
    b"wordprocessingml.document.main",
)
OTHERS = {
    "a picture": (PICTURE, "plan.xlsx is a picture, not a spreadsheet. Save the plan as .xlsx"),
    "a PDF": (b"%PDF-1.7\n", "is a PDF, not a spreadsheet"),
    "rich text": (b"{\\rtf1 plan}", "is a Rich Text file"),
    "a web page": (b"\n<!DOCTYPE html><table>", "is a web page or XML, not a spreadsheet. Open it"),
    "an old XML workbook": (b'\xef\xbb\xbf<?xml version="1.0"?>', "Save it as Excel Workbook"),
    "nothing": (b"", "plan.xlsx is empty. Choose"),
    "blanks": (b" \r\n\t", "is empty"),
    "a byte order mark alone": (b"\xef\xbb\xbf", "holds no words"),
    "separators alone": (b",,,\n,,,\n", "holds no words"),
    "a locked workbook": (ole("EncryptedPackage"), "locked with a password. Save it without"),
    "an old workbook": (ole("Workbook"), "Excel's old format. Save it as Excel Workbook (.xlsx)"),
    "an old Word file": (
        ole("WordDocument"),
        "Word's old format. Save it as Word Document (.docx)",
    ),
    "another OLE file": (ole("Visio"), "is in an old office format, not a spreadsheet"),
    "a text with a 0": (b"Action,Lead\nTrain\0staff,All\n", "holds signs that are no text"),
    "bytes": (bytes(range(1, 32)) * 9, "holds signs that are no text"),
    "half a UTF-16": ("ab".encode("utf-16")[:-1], "holds signs that are no text"),
    "an unclosed mark": (
        b'a,b\nc,d\n"Train staff,All\nx,y\n',
        "opens a cell in line 3 is not closed",
    ),
    "a mark inside": (b'a,b\n"Train "all" staff",c\n', "opens a cell in line 2 is not closed"),
    "a folder": (archive(("plan.csv", b"a,b")), "is a compressed folder, not a spreadsheet"),
    "LibreOffice": (
        archive(("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")),
        "OpenDocument format. Save it as Excel Workbook (.xlsx)",
    ),
    "LibreOffice text": (
        archive(("mimetype", b"application/vnd.oasis.opendocument.text")),
        "OpenDocument format. Save it as Word Document (.docx)",
    ),
    "a binary workbook": (
        of_type(plan(), SHEETML, b"ms-excel.sheet.binary.macroEnabled.main"),
        "Excel's binary format. Save it as Excel Workbook",
    ),
    "a Word file with macros": (
        of_type(
            saved(word(ROWS)),
            b"openxmlformats-officedocument." + WORDML,
            b"ms-word.document.macroEnabled.main",
        ),
        "is a Word file with macros. Save it as Word Document",
    ),
    "Excel's Strict format": (
        with_part(
            plan(),
            "xl/workbook.xml",
            lambda data: data.replace(b"schemas.openxmlformats.org", b"purl.oclc.org"),
        ),
        "Excel's Strict format",
    ),
    "a blank workbook": (saved(Workbook()), "holds no words. Choose the file with the plan"),
    "a Word file without a table": (
        saved(Document()),
        "has no table with words in it. Put the plan",
    ),
}


@pytest.mark.parametrize("what", OTHERS)
def test_what_is_no_plan_is_refused_with_what_to_do(what):
    content, words = OTHERS[what]
    assert words in refusal(content)


OVER_EACH_OTHER = b"<mergeCells>" + b'<mergeCell ref="A1:XFD1048576"/>' * 3 + b"</mergeCells>"
DAMAGED = {
    "cut short": plan()[:-200],
    "cut to its beginning": plan()[:300],
    "a Word file cut short": saved(word(ROWS))[:-500],
    "a part missing": archive(("[Content_Types].xml", b"spreadsheetml.sheet.main")),
    "broken XML": with_part(plan(), SHEET, lambda data: data[:-30]),
    "no XML": with_part(plan(), "xl/styles.xml", lambda _: b"styles"),
    "an unknown style": with_part(plan(), SHEET, lambda data: data.replace(b"<c ", b'<c s="99" ')),
    "merged cells over each other": in_sheet(OVER_EACH_OTHER, b"<pageMargins"),
    "packed as no office program does": archive(("a.xml", bytes(900)), compression=ZIP_BZIP2),
}


@pytest.mark.parametrize("what", DAMAGED)
def test_a_damaged_file_is_refused_with_what_to_do(what):
    words = refusal(DAMAGED[what])
    assert words.startswith("plan.xlsx is damaged or incomplete. Open it in the program")


def test_a_locked_archive_is_refused_as_locked():
    content = bytearray(plan())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert "locked with a password" in refusal(bytes(content))


WIDE = b'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="%d"/></w:tcPr><w:p/></w:tc></w:tr>'
MANY_STYLES = b"<xf/>" * 400_000 + b"</cellXfs>"
VAST = {
    "a far cell": (
        in_sheet(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "row 1,048,576 and column XFD",
    ),
    "a row that cannot be": (
        in_sheet(b'<row r="99999999999"><c><v>1</v></c></row>'),
        "“Plan” has more cells",
    ),
    "many blank cells": (
        in_sheet((b"<row>" + b"<c/>" * 9_000 + b"</row>") * 100),
        "more cells (blank ones with a format count)",
    ),
    "many merged cells": (
        in_sheet(b'<mergeCell ref="A1"/>' * 60_000),
        "merged cells, links or rules than can be read",
    ),
    "many styles": (
        with_part(plan(), "xl/styles.xml", lambda data: data.replace(b"</cellXfs>", MANY_STYLES)),
        "unpacks to more than can be read",
    ),
    "a wide Word cell": (in_word(WIDE % 99_999_999), "as far as row 3 and column"),
    "many wide Word cells": (in_word(WIDE % 1_000 * 5_000), "is filled as far as row"),
    "many Word tables": (
        in_word(b"</w:tbl>" + b"<w:tbl><w:tr/></w:tbl>" * 600 + b"<w:tbl>"),
        "more tables than can be read",
    ),
    "many lines": (b"a\n" * 1_100_000, "more than 800,000 cells"),
    "many columns": (b"a," * 2_000 + b"\nb\n", "column BXX"),
}


@pytest.mark.parametrize("what", VAST)
def test_a_table_too_large_to_be_a_plan_is_refused_with_what_to_do(what):
    content, words = VAST[what]
    found = refusal(content)
    assert words in found
    assert "opy" in found or "leave out" in found


def test_more_sheets_than_can_be_read_are_counted_and_refused():
    book = workbook(*ROWS)
    for number in range(60):
        book.create_sheet(f"Sheet {number}")
    assert "plan.xlsx has 61 sheets; 60 can be read. Copy those with the plan" in refusal(
        saved(book)
    )


def test_a_file_over_the_limit_is_refused_before_it_is_opened():
    assert refusal(b"a," * MOST_BYTES).startswith("plan.xlsx has 20.0 MB; 10 MB can be read.")


# Bombs

ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    ("content", "part"),
    [(plan(), "xl/workbook.xml"), (plan(), SHEET), (saved(word(ROWS)), "word/document.xml")],
    ids=["workbook", "sheet", "word"],
)
def test_declared_entities_are_refused_before_they_are_read(content, part, encoding):
    bomb = with_part(content, part, lambda data: ENTITIES.decode().encode(encoding) + data)
    assert "holds declarations that no spreadsheet or Word program writes" in refusal(bomb)


def test_a_declaration_across_two_pieces_of_reading_is_seen():
    padding = b" " * (64 * 1024 - 5)
    bomb = with_part(plan(), SHEET, lambda data: padding + ENTITIES[21:] + data)
    assert "holds declarations" in refusal(bomb)


def packed_zeros(megabytes: int) -> bytes:
    return archive(
        ("[Content_Types].xml", b"spreadsheetml.sheet.main"),
        ("xl/media/image1.png", bytes(megabytes * sheet_zip.MEGABYTE)),
    )


def peak_of(content: bytes) -> tuple[str, int]:
    """The refusal, and the most memory that reading took, in bytes."""
    tracemalloc.start()
    try:
        return refusal(content), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_zip_that_unpacks_to_more_than_the_limit_is_refused_without_unpacking():
    words, peak = peak_of(packed_zeros(150))
    assert "unpacks to more than can be read" in words
    assert peak < MOST_MEMORY / 10


def test_a_zip_that_lies_about_its_sizes_is_found_out_in_bounded_memory():
    content = packed_zeros(150)
    size = struct.pack("<I", 150 * sheet_zip.MEGABYTE)
    assert content.count(size) == 2
    words, peak = peak_of(content.replace(size, struct.pack("<I", 1000)))
    assert "damaged" in words
    assert peak < MOST_MEMORY / 10


def test_xml_is_counted_as_it_comes_out(monkeypatch):
    monkeypatch.setattr(sheet_zip, "MOST_XML", 5_000)
    assert "unpacks to more than can be read" in refusal(plan())


def test_a_wrong_check_sum_is_damage():
    content = plan()
    with ZipFile(BytesIO(content)) as file:
        right = struct.pack("<I", zlib.crc32(file.read(SHEET)))
    assert "damaged" in refusal(content.replace(right, b"\1\2\3\4"))


# Names, and going on


NAMES = {
    "../../etc/plan.csv": "plan.csv", "C:\\Users\\plan.csv": "plan.csv", "plan\0.csv": "plan.csv",
    "": "The file", "..": "The file", "a/": "The file", "x" * 300 + ".csv": "x" * 116 + ".csv",
    "plan\u202egpj.csv": "plangpj.csv",
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_shown_without_folders_and_unshown_signs(name):
    assert sheet_file(name, b"a,b\n").name == NAMES[name]


def test_after_every_bad_file_a_good_one_is_read():
    for content, _ in OTHERS.values():
        refusal(content)
    assert texts(read(plan()).sheets[0]) == ROWS


@pytest.mark.parametrize("text", ["", " \n\t", "\t\t\n", "a\0b"])
def test_a_paste_without_words_or_with_a_0_is_refused(text):
    with pytest.raises(Refusal, match=r"Copy|copy"):
        pasted_sheet(text)


def test_a_paste_beyond_the_limit_is_refused():
    with pytest.raises(Refusal, match="too much to paste"):
        pasted_sheet("a\t" * MOST_BYTES)
