"""Sheets for the tests of reading plans: from the public layouts, from lines, and what got lost."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tracker.intake.plan_reading import PlanReading, read_plan
from tracker.intake.sheet import Cell, Sheet
from tracker.intake.sheet_files import sheet_file

PLANS = Path(__file__).parent / "plans"
WORD = re.compile(r"[^\W_]+")


def layout(name: str) -> Sheet:
    """A public layout by the first word of its file's name."""
    (path,) = PLANS.glob(f"{name}_*.csv")
    return sheet_file(path.name, path.read_bytes()).sheets[0]


def sheet(
    *lines: str,
    fills: Mapping[tuple[int, int], str] | None = None,
    merged: Sequence[tuple[int, int, int, int]] = (),
) -> Sheet:
    """A sheet from lines with | between cells and // for a line break: `Ref|Do this//and that`.

    `fills` by (row, column) from 0; `merged` as (first row, first column, last row, last column).
    """
    rows = [[text.strip().replace("//", "\n") for text in line.split("|")] for line in lines]
    width = max(map(len, rows))
    cells = [
        [Cell(text, fill=(fills or {}).get((r, c), "")) for c, text in enumerate(row)]
        for r, row in enumerate([row + [""] * (width - len(row)) for row in rows])
    ]
    for top, left, bottom, right in merged:
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if (row, column) != (top, left):
                    cells[row][column] = Cell(merged=(top, left))
    return Sheet("plan", tuple(map(tuple, cells)))


def reading(*lines: str, **options: Any) -> PlanReading:
    """What the lines of a sheet are read as; `fills` and `merged` as for `sheet`."""
    shape = {name: options.pop(name) for name in ("fills", "merged") if name in options}
    return read_plan(sheet(*lines, **shape), **options)


def actions(found: PlanReading) -> list[dict[str, Any]]:
    """The actions as the command line tells them."""
    return found.as_json("plan.csv")["actions"]


def doubts(found: PlanReading, column: str = "") -> list[tuple[int | None, Any]]:
    """Row and proposal of the doubts about a column, or of all."""
    told = found.as_json("plan.csv")["doubts"]
    return [(d["row"], d["proposal"]) for d in told if not column or d["column"] == column]


def lost_words(read: Sheet, found: PlanReading) -> list[str]:
    """Words of the sheet's cells that stand nowhere in the answer.

    Doubts are left out: they are gone once settled, so what they quote must stand elsewhere too.
    """
    answer = found.as_json("plan.csv") | {"doubts": [], "file": "", "sheet": ""}
    kept = set(WORD.findall(" ".join(_texts(answer))))
    said = (word for row in read.rows for cell in row for word in WORD.findall(cell.text))
    return [word for word in said if word not in kept]


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for pair in value.items() for part in pair for text in _texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    return [value] if isinstance(value, str) else []


def as_one_line(found: PlanReading) -> str:
    """The answer as the command line prints it; it must be JSON."""
    return json.dumps(found.as_json("plan.csv"), ensure_ascii=False)
