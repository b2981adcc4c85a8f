"""Whatever file a plan comes in, as sheets of cells; what it is, its content says, not its name."""

import re
from collections.abc import Callable

from tracker.intake.csv_sheets import csv_file, pasted_file
from tracker.intake.docx_sheets import docx_file
from tracker.intake.sheet import SheetFile
from tracker.intake.sheet_zip import MEGABYTE, checked_zip, damaged
from tracker.intake.xlsx_sheets import xlsx_file
from tracker.refusals import Refusal

MOST_BYTES = 10 * MEGABYTE
LONGEST_NAME = 120

Reader = Callable[[str, bytes], SheetFile]

# How files begin that are no spreadsheet, and what they are.
_PICTURE = "a picture"
_OTHERS = (
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"BM", _PICTURE),
    (b"II*\0", _PICTURE),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a Rich Text file"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"Rar!", "a compressed file"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK"
_EXCEL = "Save it as Excel Workbook (.xlsx) and choose that file."
_WORD = "Save it as Word Document (.docx) and choose that file."
# What is told of an OLE file by the names of the streams in it, written in UTF-16.
_STREAMS = (
    ("EncryptedPackage", "{name} is locked with a password. Save it without the password."),
    ("WordDocument", "{name} is in Word's old format. " + _WORD),
    ("Workbook", "{name} is in Excel's old format. " + _EXCEL),
    ("Book", "{name} is in Excel's old format. " + _EXCEL),
)
# How the list of parts in an archive tells formats apart.
_WORKBOOKS = (
    b"spreadsheetml.sheet.main", b"spreadsheetml.template.main",
    b"ms-excel.sheet.macroEnabled.main", b"ms-excel.template.macroEnabled.main",
)  # fmt: skip
_ODD_TYPES = (
    (b"sheet.binary.macroEnabled.main", "{name} is in Excel's binary format. " + _EXCEL),
    (b"ms-word.document.macroEnabled.main", "{name} is a Word file with macros. " + _WORD),
    (b"ms-word.template.macroEnabled", "{name} is a Word template. " + _WORD),
    (b"wordprocessingml.template.main", "{name} is a Word template. " + _WORD),
    (b"presentationml.presentation.main", "{name} holds slides. Copy its table and paste it."),
)
_BOOK = "xl/workbook.xml"
_NOT_A_SHEET = (
    "{name} is {what}, not a spreadsheet. Save the plan as .xlsx, .csv or .docx and choose that"
    " file; or copy its table and paste it."
)


def sheet_file(name: str, content: bytes) -> SheetFile:
    """The sheets of an .xlsx, .xlsm, .csv (or other separated text) or .docx file.

    `name` is only shown; folders in it are left out. Raises Refusal, with a sentence that says
    what to do, for everything that cannot be read; no other exception comes out.
    """
    name = _plain(name)
    if len(content) > MOST_BYTES:
        raise Refusal(
            f"{name} has {len(content) / MEGABYTE:,.1f} MB; {MOST_BYTES // MEGABYTE} MB can be"
            " read. Leave out pictures, or copy the table alone into a new file."
        )
    if not content.strip():
        raise Refusal(f"{name} is empty. Choose the file with the plan in it.")
    try:
        return _reader(name, content)(name, content)
    except Refusal:
        raise
    except Exception as fault:
        # What openpyxl and python-docx raise over a broken file is not bounded: KeyError,
        # TypeError, XML errors, RecursionError. One bad file must not stop the app for others.
        raise damaged(name) from fault


def pasted_sheet(text: str) -> SheetFile:
    """The one sheet of a block copied from a spreadsheet, a Word table or a CSV file.

    Raises Refusal for a block that is blank, too long or holds a 0 sign.
    """
    if len(text) > MOST_BYTES:
        raise Refusal("That is too much to paste. Choose the file itself instead.")
    if not text.strip():
        raise Refusal("Nothing was pasted. Copy the table with its header row, and paste it here.")
    return pasted_file(text)


def _plain(name: str) -> str:
    """The name without folders and signs that cannot be shown."""
    shown = "".join(sign for sign in re.split(r"[/\\]", name)[-1] if sign.isprintable()).strip()
    return shown[-LONGEST_NAME:] if shown.strip(".") else "The file"


def _reader(name: str, content: bytes) -> Reader:
    if content.startswith(_OLE):
        raise _old_format(name, content)
    if content.startswith(_ZIP):
        return _zip_reader(name, content)
    for beginning, what in _OTHERS:
        if content.startswith(beginning):
            raise Refusal(_NOT_A_SHEET.format(name=name, what=what))
    beginning = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if beginning.startswith((b"<!doctype", b"<html", b"<?xml", b"<table")):
        raise Refusal(f"{name} is a web page or XML, not a spreadsheet. Open it in Excel. {_EXCEL}")
    return csv_file


def _old_format(name: str, content: bytes) -> Refusal:
    for stream, sentence in _STREAMS:
        if stream.encode("utf-16-le") in content:
            return Refusal(sentence.format(name=name))
    return Refusal(_NOT_A_SHEET.format(name=name, what="in an old office format"))


def _zip_reader(name: str, content: bytes) -> Reader:
    """The reader for what the archive holds; refuses other formats by what they are."""
    archive = checked_zip(name, content)
    parts = set(archive.namelist())
    what = archive.read("mimetype") if "mimetype" in parts else b""
    if b"opendocument" in what:
        raise Refusal(
            f"{name} is in the OpenDocument format. {_WORD if b'text' in what else _EXCEL}"
        )
    types = archive.read("[Content_Types].xml") if "[Content_Types].xml" in parts else b""
    for sign, sentence in _ODD_TYPES:
        if sign in types:
            raise Refusal(sentence.format(name=name))
    if b"wordprocessingml.document.main" in types:
        return docx_file
    if not any(sign in types for sign in _WORKBOOKS):
        raise Refusal(_NOT_A_SHEET.format(name=name, what="a compressed folder"))
    if b"purl.oclc.org" in b"".join(archive.read(part)[:2000] for part in parts & {_BOOK}):
        raise Refusal(f"{name} is in Excel's Strict format. {_EXCEL}")
    return xlsx_file
