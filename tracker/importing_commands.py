"""`import`: what a plan in a spreadsheet would become; and bringing it in, in one save."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import click

from tracker import bringing_in, clock, served, store
from tracker.days import newest_day
from tracker.intake.plan_matching import Known, as_line, bare
from tracker.intake.plan_proposal import propose
from tracker.intake.plan_proposed import Proposal, Proposed, Source
from tracker.intake.plan_shapes import PlanReading
from tracker.intake.sheet import SheetFile
from tracker.intake.sheet_files import MOST_BYTES, sheet_file
from tracker.naming import name_of
from tracker.plan_as_at import PlanAsAt
from tracker.refusals import Refusal
from tracker.words import counted, listed


@click.command(name="import")
@click.argument("plan", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--sheet", metavar="NAME", help="The sheet to read; otherwise the one with actions.")
@click.option("--partnership", metavar="P", help="Whose plan it is: the partnership's short name.")
@click.option("--plan", "title", metavar="TITLE", help="The plan's title, where there is none yet.")
@click.option("--dry-run", is_flag=True, help="Only say what would be read; nothing is kept.")
@click.option("--database", type=click.Path(path_type=Path), help="The database file.")
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
def import_plan(
    plan: Path,
    sheet: str | None,
    partnership: str | None,
    title: str | None,
    dry_run: bool,
    database: Path | None,
    as_json: bool,
) -> None:
    """Bring a plan in from a spreadsheet: PLAN is .xlsx, .csv or .docx."""
    if not dry_run and partnership is None:
        raise click.UsageError("Name the partnership with --partnership, or only look: --dry-run.")
    content = content_of(plan)
    file = sheet_file(plan.name, content)
    for found in bringing_in.child_details(file, clock.today()):
        click.echo(f"Look at this: {found}.", err=True)
    if not partnership:
        reading, _ = bringing_in.read_sheet(file, bringing_in.place_of(file, sheet))
        _say_read(file, reading, None, as_json)
        return
    path = database or served.served_path()
    with closing(served.open_served(path, clock.today(), patience=store.BRIEFLY)) as opened:
        standing = _plan_of(opened, partnership)
        made = _proposed(opened, standing, file, sheet)
        if not dry_run:
            kept = _bring_in(opened, standing, made, content, title or "")
    if dry_run:
        _say_read(file, _of_known_owners(made.reading, standing), made, as_json)
    else:
        _say_kept(made, kept, partnership, as_json)


def _plan_of(database: store.Database, slug: str) -> PlanAsAt:
    """The partnership's plan as it stands. Raises Refusal for a name that is not there."""
    known = {partnership.slug: partnership for partnership in store.partnerships(database)}
    if slug not in known:
        names = listed(known, last="or") if known else "python3 -m tracker run --new first"
        raise Refusal(f"There is no partnership “{slug}” in this tracker. Name {names}.")
    return store.plan_as_at(database, slug, newest_day(known[slug], clock.today()))


def _proposed(
    database: store.Database, plan: PlanAsAt, file: SheetFile, sheet: str | None
) -> Proposal:
    """What the sheet would make of the plan, with the columns and words it was read by before."""
    whose = (database, plan.partnership.slug)
    reading, _ = bringing_in.read_sheet(file, bringing_in.place_of(file, sheet), whose)
    return propose(reading, plan, Source(store.new_id(), store.new_id(), file.name, plan.day))


def _bring_in(
    database: store.Database, plan: PlanAsAt, made: Proposal, content: bytes, title: str
) -> store.Save:
    """Keep what a sheet says in one save. Raises Refusal, and then nothing is kept."""
    if not plan.plan and not title.strip():
        raise Refusal("This partnership has no plan yet. Give it a title with --plan.")
    return bringing_in.keep(
        database, plan, made, content, title=title, by="Command line", save_id=store.new_id()
    )


def _of_known_owners(reading: PlanReading, plan: PlanAsAt) -> PlanReading:
    """The reading without the doubts about owners that the plan knows already."""
    known = Known(plan).owner
    open_ = (
        doubt
        for doubt in reading.doubts
        if reading.columns.get(doubt.column) != "owner" or bare(as_line(doubt.text)) not in known
    )
    return replace(reading, doubts=tuple(open_))


def _say_read(file: SheetFile, reading: PlanReading, made: Proposal | None, as_json: bool) -> None:
    """How the sheet reads; with `made`, what it would add to the plan and change in it."""
    if not as_json:
        click.echo("\n".join(_summary(file, reading)))
        if made:
            click.echo("\n".join(_would_be(made)))
        return
    answer = reading.as_json(file.name) | {"notes": list(file.notes)}
    if made:
        changes = (
            {"kind": one.record.kind, "ref": getattr(one.record, "ref", ""), "rows": list(one.rows),
             "fields": [found.field for found in one.changes]}
            for one in made.records if one.changes
        )  # fmt: skip
        renumbered = [{"said": said, "ref": ref} for said, ref in bringing_in.renumbered(made)]
        answer |= _numbers(made) | {"changes": list(changes), "renumbered": renumbered}
    click.echo(json.dumps(answer, ensure_ascii=False))


def _would_be(made: Proposal) -> Iterator[str]:
    """What bringing it in would do to the plan, in words."""
    yield f"Brought in, it would bring {bringing_in.in_numbers(made)}."
    changed = (one for one in made.records if one.changes)
    for one in changed:
        fields = listed(found.label for found in one.changes)
        yield f"  changed: {_short(name_of(one.record, {}))}: {fields}"
    if words := bringing_in.renumbered_words(made):
        yield words


def _numbers(made: Proposal) -> dict[str, dict[str, int]]:
    return {
        "added": _by_kind(made, lambda one: one.new),
        "changed": _by_kind(made, lambda one: bool(one.changes)),
        "same": _by_kind(made, lambda one: one.same),
    }


def _say_kept(made: Proposal, kept: store.Save, slug: str, as_json: bool) -> None:
    """What was added, changed and left in doubt, and the way back."""
    doubts, aside = len(made.doubts), len(made.reading.set_aside)
    if as_json:
        answer = {
            "partnership": slug, "file": made.source.file_name, "sheet": made.reading.sheet,
            "sequence": kept.sequence, "as_at": made.source.as_of.isoformat(),
            **_numbers(made), "doubts": doubts, "set_aside": aside,
        }  # fmt: skip
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    also = bringing_in.beside_in_numbers(made)
    click.echo(f"Brought in from {made.source.file_name}: {bringing_in.in_numbers(made)}.")
    if also:
        click.echo(f"With them came {also}.")
    if words := bringing_in.renumbered_words(made):
        click.echo(words)
    click.echo(
        f"{counted(doubts, 'doubt')} left open, under Doubts; "
        f"{counted(aside, 'row or sheet', 'rows or sheets')} set aside, kept with the import."
    )
    click.echo("It is one save. To take it back: Bring in a plan, Brought in before, Undo.")


def _by_kind(made: Proposal, which: Callable[[Proposed], bool]) -> dict[str, int]:
    return dict(Counter(one.record.kind for one in made.records if which(one)))


def content_of(path: Path) -> bytes:
    """What is in a file, up to a little more than can be read; raises Refusal."""
    try:
        with path.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except FileNotFoundError as missing:
        raise Refusal(f"There is no file {path}. Check its name.") from missing
    except OSError as fault:
        raise Refusal(f"{path} cannot be read ({fault.strerror}). Choose another file.") from fault


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
