"""The reference lists and settings from their CSV files: data/reference/*.csv.

A partnership may edit them; a wrong edit is refused with file, line and reason.
"""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import ValidationError

from tracker.reference import LISTS, Reference, Row
from tracker.refusals import Refusal, field_sentences


def read_reference(folder: Path) -> Reference:
    """Every list in `folder`; raises Refusal naming the file, the line and what is wrong."""
    lists = {name: _read_list(folder / f"{name}.csv", row) for name, row in LISTS.items()}
    reference = Reference(lists)
    _refuse_missing_lines(folder, reference)
    return reference


def _read_list(path: Path, model: type[Row]) -> tuple[Row, ...]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(_numbered_rows(path, file, model))
    except FileNotFoundError as missing:
        raise Refusal(f"{path} is missing. Put it back from the program's own copy.") from missing
    except (UnicodeDecodeError, csv.Error) as fault:
        raise Refusal(
            f"{path} cannot be read as CSV in UTF-8: {fault}. Save it again so."
        ) from fault
    _refuse_repeats(path, rows)
    return tuple(row for _, row in rows)


def _numbered_rows(path: Path, file: Iterable[str], model: type[Row]) -> Iterator[tuple[int, Row]]:
    """Each row with the line it begins on; a cell may run over several lines."""
    lines = csv.DictReader(file, restkey="more", restval="")
    ends = 1
    for line in lines:
        begins, ends = ends + 1, lines.line_num
        yield begins, _read_line(path, begins, line, model)


def _read_line(path: Path, number: int, line: dict[str, str], model: type[Row]) -> Row:
    if None in line or "more" in line:
        raise Refusal(f"{path}, line {number}: it has more cells than the first line has names.")
    try:
        return model.model_validate(line)
    except ValidationError as refusal:
        reason = " ".join(field_sentences(model, refusal).values())
        raise Refusal(f"{path}, line {number}: {reason}") from refusal


def _refuse_repeats(path: Path, rows: Iterable[tuple[int, Row]]) -> None:
    seen: set[str] = set()
    for number, row in rows:
        if row.key in seen:
            raise Refusal(f"{path}, line {number}: “{row.key}” is there twice. Keep one.")
        seen.add(row.key)


def _refuse_missing_lines(folder: Path, reference: Reference) -> None:
    """The rules need every status, setting, alert rule and frequency they know."""
    needed = {
        "delivery_status": {"complete", "on_track", "at_risk", "off_track", "not_started"},
        "settings": set(LISTS["settings"].model_fields["name"].annotation.__args__),  # type: ignore[union-attr]
        "frequencies": {"weekly", "monthly", "quarterly", "yearly"},
    }
    for name, keys in needed.items():
        missing = keys - {row.key for row in reference.lists[name]}
        if missing:
            raise Refusal(
                f"{folder / name}.csv: the line “{sorted(missing)[0]}” is missing. Put it back."
            )
