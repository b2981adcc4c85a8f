"""Rows about a plan's own signs and counts: keys to colours, summaries of statuses, totals."""

import re
from collections.abc import Sequence
from itertools import pairwise

from tracker.intake.sheet import Cell, Sheet

KEY = "A key to the colours, not an action."
TOTAL = "A total, not an action."
_COLOUR = r"red|amber|green|blue|yellow|orange|gr[ae]y|white|black|purple"
_SIGN = re.compile(rf"(?P<sign>{_COLOUR}|[RAGBW])(?: status| rating)?\W*", re.IGNORECASE)
_SIGN_AND_WORDS = re.compile(
    rf"(?P<sign>{_COLOUR}|(?-i:[RAGBW]))\s*(?:\([^()]*\)\s*)?(?:[=:\n]|[-–—](?=\s)|\s[-–—])\s*\S",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:(?:b?rag|status|colour|progress|action)s?(?: (?:status|rating|colour))?\s+)?"
    r"(?:key|legend|definitions?|descriptors?|criteria|guide|coding)"
    r"(?: to (?:the )?(?:b?rag|status|colour)s?(?: ratings?| status)?)?(?:\s*[:\-–]?\s*)"
    r"|key to (?:the )?(?:b?rag|status|colour)s?(?: ratings?| status)?\s*:?",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"(?:(?:sub|grand|overall)[ -]?)?totals?"
    r"(?: (?:number|count|no\.?))?(?: of)?(?: (?:actions?|measures?|indicators?|items?|rows?))?"
    r"(?: (?:complete|completed|open|closed|overdue))?\s*[:=\-–]?\s*[\d,.]*\s*%?",
    re.IGNORECASE,
)
_SUMMARY = re.compile(
    r"(?:(?:b?rag|status|action|actions|progress|overall)\s+)*(?:summary|overview|totals?|counts?)"
    r"\b|(?:number|no\.?|count) of actions?\b",
    re.IGNORECASE,
)


def is_total(texts: Sequence[str]) -> bool:
    """“Total | 12”, “Total actions: 12”: a count of the rows, wherever it stands in its row."""
    return bool(_TOTAL.fullmatch(texts[0])) and all(
        re.fullmatch(r"[\d,.]+\s*%?", text) or _TOTAL.fullmatch(text) for text in texts[1:]
    )


def explains_colours(texts: Sequence[str]) -> bool:
    """May a row that is no action say what colours mean? “Red | Amber | Green” only lists them."""
    if _SUMMARY.match(texts[0]):
        return False
    signs = [_sign(text) for text in texts]
    return not any(one and other for one, other in pairwise(signs))


def key_rows(sheet: Sheet, start: int, end: int) -> frozenset[int]:
    """The rows from `start` to before `end` that only explain colours or letters.

    They are two or more next to each other with signs of their own, or stand under “RAG key”.
    """
    found: set[int] = set()
    run: dict[int, str] = {}
    labelled = False
    for row in range(start, end + 1):
        cells = sheet.rows[row] if row < end else ()
        texts = [cell.text for cell in cells if cell.text]
        if row < end and not texts:
            continue
        sign = _explained(texts) or (_filled(cells) if labelled else "")
        if sign and sign not in run.values():
            run[row] = sign
            continue
        if _is_run(run, labelled=labelled):
            found |= set(run)
        run = {row: sign} if sign else {}
        labelled = bool(texts) and len(texts) <= 2 and bool(_LABEL.fullmatch(texts[0]))
    return frozenset(found)


def is_key_label(text: str) -> bool:
    """“RAG key”, “Legend:”: the words over a key."""
    return _LABEL.fullmatch(text) is not None


def _is_run(run: dict[int, str], *, labelled: bool) -> bool:
    """Two signs at least; letters only where red or green is among them: A and B may be areas."""
    return bool(run) and (labelled or (len(run) > 1 and bool({"r", "g"} & set(run.values()))))


def _explained(texts: Sequence[str]) -> str:
    """The letter of the colour that a row explains, or ''."""
    if not 1 <= len(texts) <= 3:
        return ""
    if len(texts) > 1:
        return _sign(texts[0])
    found = _SIGN_AND_WORDS.match(texts[0])
    return _letter(found["sign"]) if found else ""


def _sign(text: str) -> str:
    found = _SIGN.fullmatch(text)
    return _letter(found["sign"]) if found else ""


def _letter(sign: str) -> str:
    """Red as r, so that letters and words are compared; grey is not green."""
    sign = sign.casefold()
    return sign[0] if sign in {"red", "amber", "green", "blue", "white"} else sign


def _filled(cells: Sequence[Cell]) -> str:
    """The colour beside words that explain it, where the colour alone is the sign."""
    texts = [cell.text for cell in cells if cell.text]
    fills = {cell.fill for cell in cells if cell.fill}
    return fills.pop() if len(texts) == 1 and len(fills) == 1 else ""
