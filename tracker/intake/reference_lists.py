"""The reference lists and settings in their CSV files: data/reference/*.csv.

A partnership may edit them; a wrong edit is refused with file, line and reason. The files are the
one source: what the Settings screen saves is written here first, then kept as versions.
"""

import csv
import io
import os
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from pydantic import ValidationError

from tracker.reference import LISTS, R, Reference, Row
from tracker.refusals import Refusal, field_sentences

# Columns that say what a line is for: the program's own words, which a newer one may say better.
_EXPLAINS = {"settings": ("unit", "what_it_changes"), "alert_rules": ("meaning",)}


def read_reference(folder: Path) -> Reference:
    """Every list in `folder`; raises Refusal naming the file, the line and what is wrong."""
    lists = {name: read_list(folder / f"{name}.csv", row) for name, row in LISTS.items()}
    reference = Reference(lists)
    _refuse_missing_lines(folder, reference)
    return reference


def write_reference(folder: Path, lists: Reference) -> None:
    """Write the lines that differ back into their files; each file changes whole or not at all.

    Columns, order, and every cell that says the same stay as they are. Lines are neither added nor
    taken away. Raises Refusal when a file cannot be read or written.
    """
    kept = read_reference(folder)
    new = {
        folder / f"{name}.csv": _with_lines(folder / f"{name}.csv", its, kept.lists[name])
        for name, its in lists.lists.items()
        if set(its) != set(kept.lists[name])
    }
    unfinished = {path: path.with_name(path.name + ".part") for path in new}
    try:
        for path, content in new.items():
            _write_through(unfinished[path], content)
        for path, part in unfinished.items():
            part.replace(path)
    except OSError as fault:
        raise Refusal(
            f"The settings cannot be written to {folder} ({fault.strerror}), so nothing was "
            "changed. Ask whoever looks after the tracker to let it write there."
        ) from fault
    finally:
        for part in unfinished.values():
            with suppress(OSError):
                part.unlink(missing_ok=True)


def take_over(before: Path, folder: Path) -> tuple[int, tuple[str, ...]]:
    """Write what a partnership had set in the lists of `before` into those of a newer program.

    How many lines changed, and the names of those the new lists do not have. Raises Refusal.
    """
    kept = read_reference(folder)
    old = {
        name: read_list(before / f"{name}.csv", row)
        for name, row in LISTS.items()
        if (before / f"{name}.csv").is_file()
    }
    if not old:
        raise Refusal(f"There are no lists in {before}. Name data/reference of the old program.")
    theirs = {(name, row.key): row for name, rows in old.items() for row in rows}
    wanted = {place: _as_set(*place, row, kept) for place, row in theirs.items()}
    changed = {place: row for place, row in wanted.items() if row and row != kept.row(*place)}
    write_reference(folder, kept.replacing(changed))
    gone = (f"{key} ({name}.csv)" for (name, key), row in wanted.items() if row is None)
    return len(changed), tuple(gone)


def _as_set(name: str, key: str, row: Row, kept: Reference) -> Row | None:
    """What was set, with the explanations of the newer program; None where it has no such line."""
    new = kept.row(name, key)
    explains = {field: getattr(new, field) for field in _EXPLAINS.get(name, ())} if new else {}
    return row.model_copy(update=explains) if new else None


def _write_through(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _with_lines(path: Path, new: Iterable[Row], kept: Iterable[Row]) -> bytes:
    """The file with the cells that differ replaced; the rest of its signs as they are."""
    old = path.read_bytes()
    wanted, known = ({row.key: _cells(row) for row in rows} for rows in (new, kept))
    lines = csv.DictReader(io.StringIO(old.decode("utf-8-sig"), newline=""))
    text = io.StringIO(newline="")
    ending = "\r\n" if b"\r\n" in old else "\n"
    writer = csv.DictWriter(text, lines.fieldnames or (), lineterminator=ending)
    writer.writeheader()
    for line, key in zip(lines, known, strict=True):
        after = wanted.get(key, known[key])
        differing = {name: cell for name, cell in after.items() if cell != known[key][name]}
        writer.writerow(line | {name: cell for name, cell in differing.items() if name in line})
    return text.getvalue().encode("utf-8-sig" if old.startswith(BOM_UTF8) else "utf-8")


def _cells(row: Row) -> Mapping[str, str]:
    """A line as texts: 28 and not 28.0."""
    values = row.model_dump(mode="json", by_alias=True)
    return {
        name: f"{value:g}" if isinstance(value, float) else str(value)
        for name, value in values.items()
    }


def read_list(path: Path, model: type[R]) -> tuple[R, ...]:
    """The lines of one list; raises Refusal naming the file, the line and what is wrong."""
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


def _numbered_rows(path: Path, file: Iterable[str], model: type[R]) -> Iterator[tuple[int, R]]:
    """Each row with the line it begins on; a cell may run over several lines."""
    lines = csv.DictReader(file, restkey="more", restval="")
    ends = 1
    for line in lines:
        begins, ends = ends + 1, lines.line_num
        yield begins, _read_line(path, begins, line, model)


def _read_line(path: Path, number: int, line: dict[str, str], model: type[R]) -> R:
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
