"""Whether broken files can do more than be refused: mutates valid ones and reads them.

    python -m tests.bench.sheet_fuzz [--seconds N] [--seed N]

Takes small workbooks, Word files and CSVs, flips bits, cuts them short, splices their parts, edits
their XML, and reads each. Only a SheetFile or a Refusal may come out. Prints what came out, the
longest reading and the peak memory of the process.
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from docx import Document
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from tracker.intake.sheet import SheetFile
from tracker.intake.sheet_files import sheet_file
from tracker.refusals import Refusal

ROWS = (
    ("No", "Action", "Lead", "Due", "RAG"),
    (1.1, "Develop the “early help” offer", "Head of Service\nChair", date(2026, 12, 31), "Green"),
    (1.2, "Report, each quarter; to the board", "All", "Ongoing", ""),
)
# What XML is edited into: numbers and words that readers trip over.
ODD_VALUES = (
    b"", b"-1", b"0", b"99999999999", b"1048577", b"1E999", b"NaN", b"XFD1048576", b"A1:XFD1048576",
    b"ZZZZ1", b"_x0000_", b"&#x1F600;", b"../../x", b"true", b"x" * 5000,
)  # fmt: skip
TAGS = (
    b"<c/>", b"<row/>", b"<row r='1048576'/>", b"<mergeCell ref='A1:XFD1048576'/>", b"<w:tc/>",
    b"<w:gridSpan w:val='999999'/>", b"<w:vMerge/>", b"</c>", b"<si/>", b"<!DOCTYPE x>", b"<f/>",
)  # fmt: skip


def originals() -> list[bytes]:
    """A valid file of each kind, small but with everything in it that the readers look for."""
    texts = [",".join(f'"{cell}"' for cell in row) for row in ROWS]
    text = "\r\n".join(texts)
    return [_workbook(), _word(), text.encode("utf-8-sig"), text.encode("utf-16")]


def _workbook() -> bytes:
    book = Workbook()
    sheet = book.active
    for row in ROWS:
        sheet.append(row)
    sheet["E3"].fill = PatternFill("solid", fgColor="FFC000")
    sheet["C3"].comment = Comment("Who is this?", "Chair")
    sheet["B3"].hyperlink = "https://example.org/report"
    sheet["A5"] = "=A2+A3"
    sheet.merge_cells("A6:C7")
    sheet["A6"] = "Theme"
    sheet.column_dimensions["D"].hidden = True
    book.create_sheet("Guidance").append(["How to fill it in"])
    return _saved(book.save)


def _word() -> bytes:
    document = Document()
    document.add_paragraph("Actions")
    table = document.add_table(rows=0, cols=len(ROWS[0]))
    for row in ROWS:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = str(text)
    table.cell(1, 0).merge(table.cell(2, 1))
    return _saved(document.save)


def _saved(save: Callable[[BytesIO], object]) -> bytes:
    out = BytesIO()
    save(out)
    return out.getvalue()


# Ways to break a file


def mutated(chance: random.Random, files: list[bytes]) -> bytes:
    """One of `files`, broken in one to three ways."""
    content = chance.choice(files)
    for _ in range(chance.randint(1, 3)):
        content = chance.choice(WAYS)(chance, content, files)
    return content


def _flipped(chance: random.Random, content: bytes, _: list[bytes]) -> bytes:
    changed = bytearray(content)
    for _turn in range(chance.randint(1, 20)):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(chance: random.Random, content: bytes, _: list[bytes]) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _spliced(chance: random.Random, content: bytes, files: list[bytes]) -> bytes:
    """Parts dropped, emptied, or swapped for those of another file."""

    def change(parts: dict[str, bytes]) -> None:
        other = _parts(chance.choice(files)) or parts
        for name in chance.sample(sorted(parts), min(len(parts), chance.randint(1, 2))):
            parts[name] = chance.choice((b"", parts[name][:50], chance.choice([*other.values()])))
            if chance.random() < 0.3:
                del parts[name]

    return _with_parts(content, change)


def _edited(chance: random.Random, content: bytes, _: list[bytes]) -> bytes:
    """Values and tags inside one XML part replaced, doubled or put in."""

    def change(parts: dict[str, bytes]) -> None:
        name = chance.choice(sorted(parts))
        for _turn in range(chance.randint(1, 5)):
            parts[name] = _edited_xml(chance, parts[name])

    return _with_parts(content, change)


def _edited_xml(chance: random.Random, xml: bytes) -> bytes:
    quoted = xml.split(b'"')
    if len(quoted) > 2 and chance.random() < 0.5:
        place = chance.randrange(1, len(quoted), 2)
        quoted[place] = chance.choice(ODD_VALUES)
        return b'"'.join(quoted)
    pieces = xml.split(b"<")
    if len(pieces) < 4:
        return xml
    place = chance.randrange(2, len(pieces))
    if chance.random() < 0.4:
        pieces[place] = pieces[place].partition(b">")[0] + b">" + chance.choice(ODD_VALUES)
    elif chance.random() < 0.5:
        pieces.insert(place, chance.choice(TAGS)[1:])
    else:
        pieces[place:place] = pieces[place : place + 3] * chance.choice((1, 1, 1000))
    return b"<".join(pieces)


WAYS = (_flipped, _cut, _spliced, _edited, _edited, _edited)


def _parts(content: bytes) -> dict[str, bytes]:
    try:
        with ZipFile(BytesIO(content)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except (BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
        return {}
    except Exception as fault:  # zlib's own error has no other parent
        if type(fault).__module__ != "zlib":
            raise
        return {}


def _with_parts(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The archive with its parts changed; what is no archive comes back as it was."""
    parts = _parts(content)
    if not parts:
        return content
    change(parts)
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


# Reading them


def came_out(content: bytes) -> str:
    """What reading gives: “read” or “refused”; whatever else is raised comes through."""
    try:
        file = sheet_file("plan.xlsx", content)
    except Refusal as refusal:
        return "refused" if str(refusal).endswith(".") else f"no sentence: {refusal}"
    assert isinstance(file, SheetFile)
    for sheet in file.sheets:
        assert {len(row) for row in sheet.rows} == {sheet.width}
    return "read"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.sheet_fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=30, help="how long to go on (default: 30)")
    parser.add_argument("--seed", type=int, default=20_261_121, help="where chance begins")
    asked = parser.parse_args()
    chance, files = random.Random(asked.seed), originals()
    outcomes: Counter[str] = Counter()
    longest, began = 0.0, time.perf_counter()
    while time.perf_counter() - began < asked.seconds:
        content = mutated(chance, files)
        start = time.perf_counter()
        try:
            outcomes[came_out(content)] += 1
        except BaseException:
            print(f"seed {asked.seed}: file {outcomes.total() + 1} broke the reader")
            raise
        longest = max(longest, time.perf_counter() - start)
    print(f"files         {outcomes.total():,}")
    for outcome, times in outcomes.most_common():
        print(f"{outcome:<14}{times:,}")
    print(f"longest       {longest:.2f} s")
    print(f"peak memory   {_peak()}")


def _peak() -> str:
    try:
        import resource  # not on Windows, where the tests use the rest of this module
    except ImportError:
        return "not told on this system"
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return f"{kilobytes / 1024:,.0f} MB"


if __name__ == "__main__":
    main()
