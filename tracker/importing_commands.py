"""`import`: what a plan in a spreadsheet would become, before anything is kept.

Bringing it in for good belongs here too: it takes the same `PlanReading`.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import click

from tracker.intake.plan_reading import PlanReading, read_plan_file
from tracker.intake.sheet import SheetFile
from tracker.intake.sheet_files import MOST_BYTES, sheet_file
from tracker.refusals import Refusal
from tracker.words import counted


@click.command(name="import")
@click.argument("plan", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--sheet", metavar="NAME", help="The sheet to read; otherwise the one with actions.")
@click.option("--dry-run", is_flag=True, help="Only say what would be read; nothing is kept.")
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
def import_plan(plan: Path, sheet: str | None, dry_run: bool, as_json: bool) -> None:
    """Read a plan from a spreadsheet: PLAN is .xlsx, .csv or .docx."""
    if not dry_run:
        raise Refusal("Add --dry-run to see how the file is read. Nothing is kept by it.")
    file = plan_file(plan)
    reading = read_plan_file(file, sheet)
    if as_json:
        answer = reading.as_json(file.name) | {"notes": list(file.notes)}
        click.echo(json.dumps(answer, ensure_ascii=False))
    else:
        click.echo("\n".join(_summary(file, reading)))


def plan_file(path: Path) -> SheetFile:
    """The sheets of a file; raises Refusal when it is not there or is no spreadsheet."""
    try:
        with path.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except FileNotFoundError as missing:
        raise Refusal(f"There is no file {path}. Check its name.") from missing
    except OSError as fault:
        raise Refusal(f"{path} cannot be read ({fault.strerror}). Choose another file.") from fault
    return sheet_file(path.name, content)


def _summary(file: SheetFile, reading: PlanReading) -> Iterator[str]:
    header = f", header in row {reading.header_row}" if reading.header_row else ""
    yield f"{file.name}, sheet “{reading.sheet}”{header}: it reads as {reading.reads_as}."
    yield ", ".join(
        [
            counted(len(reading.actions), "action"), counted(len(reading.measures), "measure"),
            counted(len(reading.areas), "area"),
            f"{counted(len(reading.set_aside), 'row or sheet', 'rows or sheets')} set aside",
            counted(len(reading.doubts), "doubt"),
        ]
    )  # fmt: skip
    yield from file.notes
    yield "Columns:"
    for name, field in reading.columns.items():
        yield f"  {name}: {field or 'kept as it is'}"
    if reading.set_aside:
        yield "Set aside:"
    for aside in reading.set_aside:
        yield f"  {_place(aside.row)}{_short(aside.text)} ({aside.why})"
    if reading.doubts:
        yield "Doubts:"
    alike: dict[tuple[str, str], list[int | None]] = {}
    for told in reading.doubts:
        alike.setdefault((told.column, told.doubt), []).append(told.row)
    for (column, doubt), rows in alike.items():
        more = f" ({counted(len(rows), 'row')})" if len(rows) > 1 else ""
        yield f"  {_place(rows[0])}{f'{column}: ' if column else ''}{_short(doubt, 120)}{more}"


def _place(row: int | None) -> str:
    return f"row {row}: " if row else ""


def _short(text: str, most: int = 80) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"
