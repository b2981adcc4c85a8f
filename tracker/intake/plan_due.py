"""When an action is due, from the columns of its record: the revised date where there is one."""

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.intake.plan_date_forms import quoted
from tracker.intake.plan_dates import ReadDate, read_due
from tracker.intake.plan_parts import Parts
from tracker.intake.plan_tables import Piece
from tracker.words import listed

_NOT_REVISED = re.compile(
    r"\W*(?:n ?/? ?a|none|nil|no|no change|not changed|unchanged|same|as (?:original|before|above)|"
    r"not (?:applicable|required|revised))?\W*",
    re.IGNORECASE,
)


def due_of(parts: Parts) -> tuple[ReadDate, str, dict[str, str]]:
    """The due date and its words, and the words of columns that another one took the place of.

    A revised date counts where it is filled, else the date itself, else the original one.
    """
    column = parts.table.columns.first("due") or 0
    further = [(column, Piece(row, cell)) for row, _, cell in parts.record.steps if cell]
    pieces, left = _counting(parts)
    other = {parts.name(place): "\n".join(p.cell.text for p in found) for place, found in left}
    pieces += further
    text = "\n".join(piece.cell.text for _, piece in pieces)
    if not pieces:
        return ReadDate(), "", other
    day = pieces[0][1].cell.day if len(pieces) == 1 else None
    read = read_due(text, day)
    if read.doubt:
        parts.doubt(pieces[0][1].row, pieces[0][0], text, read.doubt, read.proposal)
    taken = parts.name(pieces[0][0])
    moved = [(name, words) for name, words in other.items() if _differs(words, text, read)]
    said = listed([f"{quoted(name)} says {words}" for name, words in moved])
    notes = [read.note, f"{quoted(taken)} is taken; {said}." if moved else ""]
    return replace(read, note=" ".join(note for note in notes if note)), text, other


def _counting(
    parts: Parts,
) -> tuple[list[tuple[int, Piece]], list[tuple[int, list[Piece]]]]:
    """The cells of the due column that counts in this record, and those of the others."""
    alike = parts.table.columns.alike
    ranks: dict[tuple[int, int], list[tuple[int, Piece]]] = {}
    for column, piece in parts.pieces("due"):
        # Of several revised dates the last one counts: they are added on the right.
        revised = (0, -column) if column in alike.revised else None
        rank = revised or ((2, 0) if column in alike.original else (1, 0))
        ranks.setdefault(rank, []).append((column, piece))
    filled = [ranks[rank] for rank in sorted(ranks)]
    real = [pieces for pieces in filled if not _says_nothing(pieces)]
    chosen = next(iter(real or filled), [])
    left: dict[int, list[Piece]] = {}
    for pieces in filled:
        for column, piece in pieces if pieces is not chosen else ():
            left.setdefault(column, []).append(piece)
    return list(chosen), list(left.items())


def _says_nothing(pieces: Sequence[tuple[int, Piece]]) -> bool:
    return all(_NOT_REVISED.fullmatch(piece.cell.text) for _, piece in pieces)


def _differs(words: str, text: str, read: ReadDate) -> bool:
    """Does an older date's cell name another day than the one that is taken?"""
    if _NOT_REVISED.fullmatch(words) or " ".join(words.split()) == " ".join(text.split()):
        return False
    day = read_due(words).day
    return day is None or day != read.day
