"""One series from a file, for `run-chart`: JSON as in tests/vectors, or CSV.

The CSV has the columns date, value and, where values are counts of something, denominator.
"""

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tracker.analysis import Analysis, analyse_vector
from tracker.refusals import Refusal


def analysed_file(path: Path) -> Analysis:
    """What the series in `path` says; raises Refusal with the file and what is wrong in it."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as missing:
        raise Refusal(f"There is no file {path}. Check its name.") from missing
    except (OSError, UnicodeDecodeError) as fault:
        raise Refusal(f"{path} cannot be read as text in UTF-8. Save it again so.") from fault
    try:
        vector = _of_csv(text) if path.suffix.lower() == ".csv" else _of_json(text)
        return analyse_vector(vector)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as fault:
        raise Refusal(f"{path}: {_sentence(fault)}") from fault


def _of_json(text: str) -> Mapping[str, Any]:
    try:
        vector = json.loads(text)
    except json.JSONDecodeError as fault:
        raise ValueError(f"It is not JSON (line {fault.lineno}: {fault.msg}).") from fault
    if not isinstance(vector, dict):
        raise TypeError("It holds no object with dates and values.")
    return vector


def _of_csv(text: str) -> Mapping[str, Any]:
    rows = csv.DictReader(text.splitlines())
    names = [name.strip().casefold() for name in rows.fieldnames or ()]
    if names[:2] != ["date", "value"]:
        raise ValueError("Its first line must be date,value or date,value,denominator.")
    rows.fieldnames = names
    lines = list(rows)
    vector: dict[str, Any] = {
        "dates": [line["date"] for line in lines],
        "values": [_number(line["value"]) for line in lines],
    }
    if "denominator" in names:
        vector["denominators"] = [_number(line["denominator"]) for line in lines]
    return vector


def _number(cell: str | None) -> float | None:
    """A number, or None for an empty cell: a gap."""
    cell = (cell or "").strip()
    try:
        return float(cell) if cell else None
    except ValueError:
        raise ValueError(f"“{cell[:40]}” is not a number. Leave a cell empty for a gap.") from None


def _sentence(fault: Exception) -> str:
    words = str(fault.args[0]) if fault.args else ""
    return words if words.endswith(".") else f"It cannot be read as a series ({words})."
