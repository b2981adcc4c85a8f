"""Where the tables of a sheet begin: header rows, one or two rows high, repeated or not.

A header row is known by its words (data/reference/column_words.csv). Names are as the command
line promises: line breaks as blanks, two rows joined by “ / ”, “(column C)”, a repeat “ (2)”.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracker.intake.plan_alike import is_sign
from tracker.intake.plan_periods import header_meaning, is_period
from tracker.intake.plan_words import LONGEST_HEADER, Meaning, PlanWords, plain, tokens_of
from tracker.intake.sheet import Cell, Sheet

LONGEST_NAME = 200
LONGEST_PART = 60
# Without a row of known words, a header is looked for no further down than this.
ROWS_LOOKED_AT = 20
# Real dates in a header are months over columns only where there are so many of them.
MONTHS = 3
_YEARS = re.compile(r"\(?\b(?:19|20)\d{2}(?:\s?[/–-]\s?\d{2,4})?\b\)?")
_VALUE = re.compile(r"\d{4}|\d+[./]\d+|£|^\d+\s*%?$")
# The name of a mini table's first column in a measure sheet: “Indicator 3”.
NUMBERED_MEASURE = re.compile(
    r"(?:performance )?(?:indicator|measure|kpi|pi)\s*(?:no\.?\s*)?\d+[a-z]?\.?:?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Header:
    """A header: its rows `first` to `last`, counted from 0, and a name for every column.

    `sure` is False where no known word was found and the shape of the rows alone says so.
    """

    first: int
    last: int
    names: tuple[str, ...]
    sure: bool = True


def find_headers(sheet: Sheet, words: PlanWords) -> list[Header]:
    """Every header of the sheet, from the top; none where no row looks like one."""
    scores = {
        number: score
        for number, row in enumerate(sheet.rows)
        for score in [_score(row, words)]
        if score >= 2
    }
    if not scores:
        place = _by_shape(sheet, words)
        return [] if place is None else [_header(sheet, place, words, sure=False)]
    enough = max(scores.values()) / 2
    found: list[Header] = []
    for number, score in scores.items():
        if found and number <= found[-1].last:
            continue
        if score < enough and not _is_plainly_header(sheet.rows[number], words):
            continue
        repeated = found and _header(sheet, number, words).names == found[-1].names
        if found and not repeated and _names_columns(sheet.rows[number], words) < 2:
            continue
        if found and not repeated and _follows(sheet, found[-1], number):
            # Two in a row: the one that names more is the header, the other says what to write.
            if score <= scores.get(found[-1].first, 0) or len(found) > 1:
                continue
            found.pop()
        found.append(_header(sheet, number, words))
    return found


def _is_plainly_header(row: Sequence[Cell], words: PlanWords) -> bool:
    """Is every cell just the name of a column? Then a smaller table begins here."""
    texts = [named(cell.text) for cell in row if cell.text]
    return len(texts) >= 3 and all(_is_known(text, words) for text in texts)


def _names_columns(row: Sequence[Cell], words: PlanWords) -> int:
    """How many cells are just the name of a column, and not a status: “Completed” may be either.

    Below a header “Review ISA | IG Lead | Completed | Blue” is an action.
    """
    meanings = [(_meaning(cell.text, words), plain(cell.text)) for cell in row if cell.text]
    return sum(
        meaning is not None and meaning.strength > 100 and text not in words.statuses
        for meaning, text in meanings
    )


def _follows(sheet: Sheet, header: Header, number: int) -> bool:
    """Is there nothing between a header and a row?"""
    between = sheet.rows[header.last + 1 : number]
    return not any(cell.text for row in between for cell in row)


def _score(row: Sequence[Cell], words: PlanWords) -> int:
    """How many of the tracker's fields a row names; 0 where it looks like something else."""
    whole = [cell.text for cell in row if cell.text]
    if not _may_name(row, whole):
        return 0
    # Years, months and R A G over columns say nothing for or against a header.
    periods = [text for text in whole if is_period(named(text)) or is_sign(text)]
    texts = [text for text in whole if text not in periods]
    known, exact, unknown = 0, 0, 0
    fields: set[str | None] = set()
    # The longest first: most rows are no headers, and their long cells say so soonest.
    for text in sorted(texts, key=len, reverse=True):
        meaning = _meaning(text, words)
        if meaning is None:
            unknown += 1
            if unknown * 2 > len(texts):
                return 0
            continue
        known, exact = known + 1, exact + (meaning.strength > 100)
        fields.add(meaning.field or meaning.otherwise)
    if len(periods) >= 2 and "measure" in fields and exact:
        return len(fields - {None}) + 1
    if periods and exact < 2:
        texts = whole
    values = sum(_is_value(text, words) and len(text) < 40 for text in texts)
    if exact == 0 or values > exact or (values and exact < 3):
        return len(fields - {None}) if exact and _is_indicator_row(texts, exact) else 0
    return len(fields - {None})


def _may_name(row: Sequence[Cell], texts: Sequence[str]) -> bool:
    """Are there cells enough, none too long, and no day among them but months over columns?"""
    days = sum(cell.day is not None for cell in row)
    short = all(len(text) <= LONGEST_NAME for text in texts)
    return len(texts) > 1 and short and (days == 0 or days >= MONTHS)


def _is_value(text: str, words: PlanWords) -> bool:
    """Does a cell hold a figure or a date? “Baseline 2019/20” is a name with a year in it."""
    if not _VALUE.search(text):
        return False
    bare = _YEARS.sub(" ", text).strip()
    return not bare or bool(_VALUE.search(bare)) or words.meaning(named(bare)) is None


def _meaning(text: str, words: PlanWords) -> Meaning | None:
    """What a cell means if it is a header; a sentence with a known word in it is none."""
    if text.count(" ") > LONGEST_HEADER:
        return None
    if NUMBERED_MEASURE.fullmatch(text):
        return Meaning("measure", None, 200)
    meaning = header_meaning(named(text), words)
    return meaning if meaning and meaning.strength * 4 >= len(tokens_of(text)) else None


def _is_indicator_row(texts: Sequence[str], exact: int) -> bool:
    return exact >= 2 and bool(NUMBERED_MEASURE.fullmatch(texts[0]))


def named(text: str) -> str:
    """A header's words on one line."""
    return " ".join(text.split())


def _by_shape(sheet: Sheet, words: PlanWords) -> int | None:
    """The first row of short words, two or more, with a fuller row of longer text below it."""
    for number, row in enumerate(sheet.rows[:ROWS_LOOKED_AT]):
        texts = [cell.text for cell in row if cell.text]
        short = all(len(text) <= LONGEST_PART and not _VALUE.search(text) for text in texts)
        if len(texts) < 2 or not short:
            continue
        below = [cell.text for cell in _next_filled(sheet, number + 1) if cell.text]
        longer = sum(map(len, below)) > sum(map(len, texts))
        if any(words.meaning(named(text)) for text in texts) or (
            len(texts) > 2 and len(below) >= len(texts) - 1 and longer
        ):
            return number
    return None


def _next_filled(sheet: Sheet, start: int) -> tuple[Cell, ...]:
    rows = (row for row in sheet.rows[start : start + 5] if any(cell.text for cell in row))
    return next(rows, ())


def _header(sheet: Sheet, number: int, words: PlanWords, *, sure: bool = True) -> Header:
    first, last = number, number
    if _is_lower(sheet, number + 1, words):
        last = number + 1
    elif _is_upper(sheet, number - 1, words):
        first = number - 1
    return Header(first, last, names_of(_parts(sheet, first, last)), sure)


def _parts(sheet: Sheet, first: int, last: int) -> Iterator[list[str]]:
    """The words over each column: its own, and those of the cell that spans it."""
    if first == last:
        yield from ([cell.text] for cell in sheet.rows[first])
        return
    spans = _spans(sheet, first, last)
    for column, (upper, lower) in enumerate(zip(sheet.rows[first], sheet.rows[last], strict=True)):
        above = upper.text or (spans.get(column, "") if lower.text else "")
        yield [above, lower.text]


def _spans(sheet: Sheet, upper: int, lower: int) -> Mapping[int, str]:
    """The words of the upper cell that reaches over each column to its right."""
    spans: dict[int, str] = {}
    text = ""
    for column, cell in enumerate(sheet.rows[upper]):
        merged = cell.merged is not None and cell.merged[0] == upper
        if cell.text:
            text = cell.text
        elif merged and cell.merged:
            text = sheet.rows[cell.merged[0]][cell.merged[1]].text
        elif not sheet.rows[lower][column].text:
            text = ""
        spans[column] = text
    return spans


def _is_lower(sheet: Sheet, number: int, words: PlanWords) -> bool:
    """Does this row name parts of the columns above it, and nothing else?"""
    if number >= len(sheet.rows):
        return False
    upper, lower = sheet.rows[number - 1], sheet.rows[number]
    columns = [column for column, cell in enumerate(lower) if cell.text]
    if not columns or any(not _is_part(lower[column]) for column in columns):
        return False
    groups: dict[int, list[int]] = {}
    for column in columns:
        groups.setdefault(_parent(upper, column), []).append(column)
    if -1 in groups or any(len(members) < 2 for members in groups.values()):
        return False
    # Repeated headers are rows of their own, however alike they look.
    return _score(lower, words) < _score(upper, words)


def _parent(row: Sequence[Cell], column: int) -> int:
    """The nearest filled cell at or left of a column, with only blanks between; else -1."""
    while column >= 0 and not row[column].text:
        column -= 1
    return column


def _is_part(cell: Cell) -> bool:
    return len(cell.text) <= LONGEST_PART and not _VALUE.search(cell.text) and cell.day is None


def _is_upper(sheet: Sheet, number: int, words: PlanWords) -> bool:
    """Does this row group the columns of the header below it?"""
    if number < 0:
        return False
    upper, lower = sheet.rows[number], sheet.rows[number + 1]
    filled = [column for column, cell in enumerate(upper) if cell.text]
    if not filled or not all(
        _is_part(upper[c]) and len(upper[c].text.split()) <= 6 for c in filled
    ):
        return False
    if any(re.search(r"\d", upper[column].text) for column in filled):
        return False
    reaches = [_reach(upper, lower, column, number) for column in filled]
    if max(reaches) < 2 or max(reaches) >= sum(bool(cell.text) for cell in lower):
        return False
    merged = any(cell.merged and cell.merged[0] == number for cell in upper)
    return len(filled) > 1 if merged else all(_is_known(upper[c].text, words) for c in filled)


def _reach(upper: Sequence[Cell], lower: Sequence[Cell], column: int, number: int) -> int:
    """How many columns an upper cell stands over."""
    end = column + 1
    joined = end < len(upper) and upper[end].merged == (number, column)
    while end < len(upper) and not upper[end].text and lower[end].text:
        if joined and upper[end].merged != (number, column):
            break
        end += 1
    return end - column


def _is_known(text: str, words: PlanWords) -> bool:
    meaning = words.meaning(named(text))
    return meaning is not None and meaning.strength > 100


def names_of(parts: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """The name of each column from the words over it."""
    names: list[str] = []
    for column, words in enumerate(parts):
        stated = list(dict.fromkeys(named(word) for word in words if word))
        name = " / ".join(stated) or f"(column {letters(column)})"
        names.append(_unlike(name, names))
    return tuple(names)


def _unlike(name: str, names: Sequence[str]) -> str:
    number, new = 2, name
    while new in names:
        new, number = f"{name} ({number})", number + 1
    return new


def letters(column: int) -> str:
    """A column as a spreadsheet names it: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def is_blank_name(name: str) -> bool:
    """Has the column no words of its own over it?"""
    return re.fullmatch(r"\(column [A-Z]+\)(?: \(\d+\))?", name) is not None
