"""Lists inside one cell: taken apart only where they are clearly numbered, lettered or bulleted.

Outputs and steps may also stand on lines of their own, each beginning like an item.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_BULLET = r"[•▪●◦○‣·*➢➤✓■□»–—\-o]"
_NUMBER = r"\(?(?P<number>\d{1,2})[.)]|\(?(?P<letter>[a-z])\)|(?P<letter2>[a-z])\."
_ROMAN = r"\(?(?P<roman>[ivx]{1,4})\)"
_KIND = r"(?:action|step|task|stage|phase|recommendation|rec|objective|output|part)s?\.? ?"
# 1.2, R3.1, A2, Action 1: a number within a number, or one that its word or letter makes clear.
_REF = (
    rf"(?P<kind>{_KIND})?(?P<ref>[A-Z]{{0,4}}\d{{1,3}}(?:\.\d{{1,3}})*[a-z]?)"
    r"(?P<stop>[.):]+|\s*[\-–—](?=\s))?\s+(?=\S)"
)
_REFERRED = re.compile(rf"\s*\(?{_REF}", re.IGNORECASE)
# Quarters and the years of school stand before words without being numbers of items.
_NO_ITEM = re.compile(r"[QPSY]\d", re.IGNORECASE)
_MARKED = re.compile(rf"\s*(?:{_NUMBER}|{_ROMAN}|(?P<bullet>{_BULLET}))[ \t]+(?=\S)", re.IGNORECASE)
_INLINE = re.compile(
    r"(?:(?<=\s)|\A)(?:\((?P<letter>[a-h])\)|(?P<number>\d)\)|\((?P<n2>\d)\))[ \t]+"
)
# 1. One thing 2. Another, on one line.
_STOPPED = re.compile(r"(?:(?<=\s)|\A)(?P<number>\d)\.[ \t]+(?=[A-Z])")
_STARTS = re.compile(r"[\"“‘'(]?[A-Z0-9£]")
_RUNS_ON = re.compile(
    r"(?:,|;|:|-|\b(?:and|or|the|of|to|for|in|with|by|a|an|on))\s*\Z", re.IGNORECASE
)
_ROMANS = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]


@dataclass(frozen=True, slots=True)
class Items:
    """A cell taken apart: the words before the list, and each item with its own mark or ''."""

    intro: str
    texts: tuple[str, ...]
    marks: tuple[str, ...]


def marked_items(text: str) -> Items | None:
    """The numbered, lettered or bulleted items of a text, or None where there are not two."""
    if len(text) < 6:
        return None
    lines = text.split("\n")
    found = [_MARKED.match(line) for line in lines]
    starts = [place for place, mark in enumerate(found) if mark]
    if len(starts) >= 2:
        marks = [_mark(found[place]) for place in starts]
        if _in_sequence(marks):
            return _taken_apart(lines, starts, [_cut(found[p], lines[p]) for p in starts], marks)
    return _referred(lines) or (_inline(text) if len(lines) == 1 else None)


def _referred(lines: Sequence[str]) -> Items | None:
    """1.1 … 1.2 …, R3.1 …, Action 1: …: lines with references that follow one another."""
    found = {place: mark for place, line in enumerate(lines) if (mark := _REFERRED.match(line))}
    starts = [place for place, mark in found.items() if _is_ref(mark, lines[place])]
    refs = [found[place]["ref"] for place in starts]
    if len(starts) < 2 or not all(map(_follows, refs, refs[1:])):
        return None
    return _taken_apart(lines, starts, [_cut(found[p], lines[p]) for p in starts], refs)


def _is_ref(found: "re.Match[str]", line: str) -> bool:
    ref = found["ref"]
    if found["kind"] or found["stop"]:
        return True
    clear = "." in ref or (ref[0].isalpha() and not _NO_ITEM.match(ref))
    return clear and line[found.end()].isupper()


def _follows(one: str, other: str) -> bool:
    """Does 1.2 follow 1.1, or R4 R3?"""
    first, second = (re.fullmatch(r"(.*?)(\d+)([a-z]?)", ref.casefold()) for ref in (one, other))
    if not first or not second or first[1] != second[1]:
        return False
    if int(second[2]) == int(first[2]) + 1:
        return second[3] in {"", "a"}
    return first[2] == second[2] and bool(first[3]) and ord(second[3] or "\0") == ord(first[3]) + 1


def _mark(found: "re.Match[str] | None") -> str:
    if found is None:
        return ""
    groups = found.groupdict()
    mark = groups["number"] or groups["letter"] or groups["letter2"] or groups["roman"] or ""
    return mark.casefold()


def _cut(found: "re.Match[str] | None", line: str) -> str:
    return line[found.end() :] if found else line


def _in_sequence(marks: Sequence[str]) -> bool:
    """Bullets throughout, or numbers or letters that follow one another."""
    if not any(marks):
        return True
    if all(mark.isdigit() for mark in marks):
        numbers = [int(mark) for mark in marks]
        return numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    if list(marks) == _ROMANS[: len(marks)]:
        return True
    follow = [chr(ord(marks[0]) + step) for step in range(len(marks))] if len(marks[0]) == 1 else []
    return list(marks) == follow and marks[0].isalpha()


def _taken_apart(
    lines: Sequence[str], starts: Sequence[int], heads: Sequence[str], marks: Sequence[str]
) -> Items:
    ends = [*starts[1:], len(lines)]
    texts = [
        "\n".join([head, *lines[start + 1 : end]]).strip()
        for head, start, end in zip(heads, starts, ends, strict=True)
    ]
    return Items("\n".join(lines[: starts[0]]).strip(), tuple(texts), tuple(marks))


def _inline(text: str) -> Items | None:
    """(a) one thing (b) another, all on one line."""
    found = list(_INLINE.finditer(text))
    marks = [(m["letter"] or m["number"] or m["n2"]) for m in found]
    if not found and _STOPPED.match(text):
        found = list(_STOPPED.finditer(text))
        marks = [m["number"] for m in found]
    if len(found) < 2 or marks[0] not in {"a", "1"} or not _in_sequence(marks):
        return None
    ends = [*(m.start() for m in found[1:]), len(text)]
    texts = [text[m.end() : end].strip(" ;,") for m, end in zip(found, ends, strict=True)]
    return Items(text[: found[0].start()].strip(), tuple(texts), tuple(marks))


def listed_items(text: str) -> Items | None:
    """As `marked_items`; also paragraphs, and lines that each begin like an item."""
    marked = marked_items(text)
    if marked:
        return marked
    parts = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    return _lined(parts) if len(parts) > 1 else lined_items(text)


def lined_items(text: str) -> Items | None:
    """The lines of a text that each begin like an item and do not run on into the next."""
    return _lined([line.strip() for line in text.split("\n") if line.strip()])


def runs_on(line: str) -> bool:
    """Does a line end like one that the next goes on from?"""
    return _RUNS_ON.search(line) is not None


def _lined(parts: Sequence[str]) -> Items | None:
    if len(parts) < 2 or not all(_STARTS.match(part) for part in parts):
        return None
    if any(_RUNS_ON.search(part) for part in parts[:-1]):
        return None
    return Items("", tuple(parts), ("",) * len(parts))
