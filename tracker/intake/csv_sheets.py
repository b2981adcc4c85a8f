"""Text files of cells: CSV in the encodings and with the separators that spreadsheets write."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from io import StringIO

from tracker.intake.sheet import EMPTY, Cell, Sheet, SheetFile
from tracker.intake.sheet_grid import MOST_CELLS, clean, grid_of, long_cells
from tracker.refusals import Refusal

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright strokes"}
# So many characters are looked at to find out how the cells are told apart.
BEGINNING = 100_000
# A sheet saved whole has a line for each row up to the end, blank or not.
FAR_ROWS = 1_048_576
# What British text holds beyond plain letters; it tells a Mac's old encoding from Windows'.
_USUAL = frozenset("£€–—‘’“”•…éèáóêç½°\u00a0")
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
NOT_TEXT = (
    "{name} is not a spreadsheet: it holds signs that are no text. Save the plan as .xlsx or as"
    " CSV and choose that file."
)


class _Unclosed(Exception):
    """A quotation mark opens a cell and is not closed as CSV asks; the text is its line."""


def csv_file(name: str, content: bytes) -> SheetFile:
    """The one sheet of a CSV file; its rows are records, so a cell may span lines.

    Raises Refusal for what is no text, an unclosed quotation mark, or a file without words.
    """
    text, notes = _decoded(name, content)
    try:
        rows = _records(text, _separator(text))
    except _Unclosed as fault:
        raise Refusal(
            f"In {name}, a quotation mark that opens a cell in line {fault} is not closed, or"
            " stands inside the cell only once. Close it, or save the file again from the"
            " spreadsheet."
        ) from None
    return _sheet_file(name, name.rpartition(".")[0] or name, rows, notes)


def pasted_file(text: str) -> SheetFile:
    """The one sheet of a block copied from a spreadsheet or a Word table.

    Where a quotation mark is never closed, all of them are taken as they stand.
    """
    name = "Pasted"
    if "\0" in text:
        raise Refusal("What was pasted holds signs that are no text. Copy the cells again.")
    separator = "\t" if "\t" in text else _separator(text)
    try:
        return _sheet_file(name, name, _records(text, separator), ())
    except _Unclosed as fault:
        note = (
            f"A quotation mark in line {fault} is not closed: each line was read as one row and"
            " quotation marks as they stand."
        )
        rows = [line.split(separator) for line in re.split("\r\n|\r|\n", text)]
        return _sheet_file(name, name, rows, (note,))


def _sheet_file(
    name: str, title: str, records: Iterable[list[str]], notes: tuple[str, ...]
) -> SheetFile:
    rows = [[Cell(clean(text)) if text else EMPTY for text in record] for record in records]
    sheet = Sheet(title, grid_of(name, rows))
    if not sheet.rows:
        raise Refusal(f"{name} holds no words. Choose the file, or copy the cells, once more.")
    return SheetFile(name, (sheet,), notes=(*notes, *long_cells(sheet)))


# From bytes to text


def _decoded(name: str, content: bytes) -> tuple[str, tuple[str, ...]]:
    """The text, and what should be said of the encoding where it was guessed."""
    code = next((code for bom, code in _BOMS if content.startswith(bom)), "")
    code = code or _sixteen_bits(content)
    try:
        text, notes = content.decode(code or "utf-8"), ()
    except UnicodeDecodeError:
        if code:
            raise Refusal(NOT_TEXT.format(name=name)) from None
        return _old_encoding(name, content)
    _refuse_signs(name, text)
    return text, notes


def _sixteen_bits(content: bytes) -> str:
    """UTF-16 without a mark at its beginning: in English every second byte is 0."""
    even, odd = content[:2000:2].count(0), content[1:2000:2].count(0)
    most = min(len(content), 2000) * 0.3
    if odd > most and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even > most and odd == 0 else ""


def _old_encoding(name: str, content: bytes) -> tuple[str, tuple[str, ...]]:
    """Windows' or a Mac's old encoding: the one that gives the more usual signs."""
    texts = {
        "an older Windows encoding": content.decode("cp1252", errors="ignore"),
        "an older Mac encoding": content.decode("mac_roman"),
    }
    usual = {words: sum(sign in _USUAL for sign in text) for words, text in texts.items()}
    try:
        content.decode("cp1252")
        words = max(texts, key=lambda words: usual[words])
    except UnicodeDecodeError:
        words = "an older Mac encoding"
    _refuse_signs(name, texts[words])
    note = f"{name} was read in {words}: check signs such as £ and quotation marks."
    return texts[words], (note,)


def _refuse_signs(name: str, text: str) -> None:
    """Refuse what is no text: a 0, or more control signs than an export leaves by accident."""
    controls = sum(sign < " " and sign not in "\t\n\r\x0b\x0c" for sign in text)
    if "\0" in text or controls > max(3, len(text) // 1000):
        raise Refusal(NOT_TEXT.format(name=name))


# From text to cells


def _records(text: str, separator: str) -> list[list[str]]:
    """Every record's cells without the blank ones at its end; raises _Unclosed, and Refusal."""
    records: list[list[str]] = []
    cells = 0
    for record in _rows(_without_hint(text), separator):
        while record and not record[-1]:
            record.pop()
        records.append(record)
        cells += len(record)
        if len(records) > FAR_ROWS or cells > MOST_CELLS:
            raise Refusal(
                f"There are more than {MOST_CELLS:,} cells or {FAR_ROWS:,} lines: too many to be"
                " read. Keep the plan's table alone and leave out what stands after it."
            )
    return records


def _without_hint(text: str) -> str:
    """Excel's own first line `sep=;` is no row."""
    first, _, rest = text.partition("\n")
    return rest if first.strip().lower() in {f"sep={sign}" for sign in SEPARATORS} else text


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1
    try:
        for record in reader:
            yield record
            begins = reader.line_num + 1
    except csv.Error:
        # Also where a cell passes csv's limit of 131,072 characters: it swallowed what follows.
        raise _Unclosed(f"{begins:,}") from None


def _separator(text: str) -> str:
    """The sign that parts the most records into the same number of cells, and the most cells."""
    hinted = text.partition("\n")[0].strip().lower()
    if hinted in {f"sep={sign}" for sign in SEPARATORS}:
        return hinted[-1]
    return max(SEPARATORS, key=lambda sign: _evenness(text, sign))


def _evenness(text: str, separator: str) -> float:
    """The cells a separator gives beyond the first, by the square of the share that has so many.

    Squared, so that a few sentences with many commas do not outweigh a table of two columns.
    """
    widths: Counter[int] = Counter()
    try:
        for record in _rows(text[:BEGINNING], separator):
            widths[len(record)] += bool(record)
    except _Unclosed:
        pass
    if not widths:
        return 0
    return max((width - 1) * (times / widths.total()) ** 2 for width, times in widths.items())
