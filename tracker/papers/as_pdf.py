"""The committee paper as PDF/UA-1, tagged, through typst; its fonts come with the tracker.

What people typed travels as data (JSON) and is never read as markup.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import typst

from tracker.papers.committee_paper import committee_paper
from tracker.papers.content import AUTHOR, PAINTS, Block, Cell, Figure, Grid, Paper
from tracker.papers.drawing import FOLDER, fonts
from tracker.papers.snapshot import Snapshot
from tracker.refusals import Refusal

MARKUP = FOLDER / "paper.typ"
LONG_CELL = 500  # letters; a longer cell may break across pages
MOST_ROWS, MOST_LETTERS = 8, 2000  # of a table that stands on one page
NOT_SHOWN = "□"
NOTE = f"{NOT_SHOWN} stands for a sign that this PDF has no letter for; the Word paper has it."
TRIES = 40
FIRST_SCRIPT = 0x250  # up to here stand Latin letters, whose neighbours are needed
_UNSHOWN = re.compile(r"the text `\"(?:\\u\{(\w+)\}|(.)).*?\"` could not be displayed", re.DOTALL)
# Signs of which no font here has any: from CJK on, but for Arabic forms and the letters' marks.
_FAR = re.compile("[\u2e80-\ufaff\uff5f-\uffff\U00010000-\U0010ffff]")
_UNENDING = re.compile(r"[^\s/\"-]{30}")
_JOINERS = re.compile("[\u200d\ufe00-\ufe0f]")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # ＝ is drawn as =


def written(snapshot: Snapshot) -> bytes:
    """The paper; the same snapshot gives the same bytes. Raises Refusal where typst cannot."""
    day = snapshot.read.plan.day
    made_on = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return rendered(committee_paper(snapshot), made_on)


def rendered(paper: Paper, made_on: datetime) -> bytes:
    """A paper as PDF. Signs that no font has become □, and a note says so."""
    data = json.dumps(_data(paper), ensure_ascii=False)
    told = _JOINERS.sub("", _FAR.sub(NOT_SHOWN, data.translate(_WIDE)))
    for _ in range(TRIES):
        try:
            return _compiled(told if NOT_SHOWN not in told else _with_note(told), made_on)
        except typst.TypstError as fault:
            unshown = _UNSHOWN.search(fault.message)
            if not unshown:
                raise Refusal(
                    "The PDF cannot be made of this plan. Take the Word paper, and tell whoever "
                    f"looks after the tracker: {fault.message}"
                ) from fault
            coded = unshown[1]  # typst writes a sign without a shape of its own as its number
            told = _without_kin(told, chr(int(coded, 16)) if coded else unshown[2])
    raise Refusal("The PDF has no letters for this plan's writing. Take the Word paper instead.")


def _without_kin(told: str, sign: str) -> str:
    """The text without a sign that no font has, nor its neighbours: whole scripts are missing."""
    if ord(sign) < FIRST_SCRIPT:
        return told.replace(sign, NOT_SHOWN)
    page = ord(sign) & ~0x7F
    return re.sub(f"[{re.escape(chr(page))}-{re.escape(chr(page | 0x7F))}]", NOT_SHOWN, told)


def _with_note(told: str) -> str:
    data = json.loads(told)
    data["subtitle"] = f"{data['subtitle']}. {NOTE}"
    return json.dumps(data, ensure_ascii=False)


def _compiled(data: str, made_on: datetime) -> bytes:
    compiler = typst.Compiler(MARKUP.read_bytes(), font_paths=fonts(), sys_inputs={"paper": data})
    made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=made_on)
    return made if isinstance(made, bytes) else b""


def _data(paper: Paper) -> Mapping[str, Any]:
    return {
        "whole": paper.whole_title,
        "name": paper.name,
        "title": paper.title,
        "subtitle": paper.subtitle,
        "label": paper.label,
        "footer": paper.stamp,
        "author": AUTHOR,
        "facts": [asdict(fact) for fact in paper.facts],
        "blocks": [_block(block) for block in paper.blocks],
        "unending": any(_has_unending_word(block) for block in paper.blocks),
    }


def _has_unending_word(block: Block) -> bool:
    """Is there a word no column is wide enough for? A drawing's words are short."""
    if isinstance(block, Figure):
        return False
    return bool(_UNENDING.search(json.dumps(_block(block), ensure_ascii=False)))


def _block(block: Block) -> Mapping[str, Any]:
    kind = {"kind": type(block).__name__}
    if isinstance(block, Grid):
        rows = [[_cell(cell) for cell in row] for row in block.rows]
        return kind | {
            "title": block.title, "header": block.header, "rows": rows, "widths": block.widths,
            "total": block.total,
            "tall": len(rows) > MOST_ROWS or sum(map(len, _texts(block))) > MOST_LETTERS,
        }  # fmt: skip
    if isinstance(block, Figure):
        return kind | {
            "title": block.title, "words": block.words, "svg": block.svg, "alt": block.alt,
        }  # fmt: skip
    return kind | asdict(block)


def _texts(grid: Grid) -> Iterator[str]:
    return (cell.words for row in grid.rows for cell in row)


def _cell(cell: Cell) -> Mapping[str, Any]:
    fill, ink = PAINTS.get(cell.paint, ("", ""))
    return {"words": cell.words, "fill": fill, "ink": ink, "long": len(cell.words) > LONG_CELL}
