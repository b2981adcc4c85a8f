"""`backup`, `restore`, `check`: looking after the database file itself."""

import json
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import click

from tracker import clock, served, store
from tracker.intake.reference_lists import take_over
from tracker.refusals import DatabaseRefusal, Refusal
from tracker.reminders import doubt_after_put_back
from tracker.role_commands import BY
from tracker.words import counted

database_option = click.option(
    "--database", type=click.Path(path_type=Path), help="The database file."
)


@click.command()
@database_option
@click.option(
    "--to", "folder", type=click.Path(path_type=Path, file_okay=False),
    help="The folder; otherwise backups, beside the database.",
)  # fmt: skip
def backup(database: Path | None, folder: Path | None) -> None:
    """Keep a whole copy of the database in a folder."""
    path = database or served.served_path()
    folder = folder or store.folder_beside(path)
    with closing(
        store.open_database(path, patience=store.BRIEFLY, also_writes_to=(folder,))
    ) as opened:
        click.echo(f"Kept as {store.back_up(opened, folder, clock.now(), by=BY)}.")


@click.command()
@click.argument("copy", type=click.Path(path_type=Path, dir_okay=False), required=False)
@click.option("--database", type=click.Path(path_type=Path), required=True, help="Where it goes.")
@click.option(
    "--set-aside", is_flag=True,
    help="Keep the database that is there under another name, and put the copy in its place.",
)  # fmt: skip
def restore(copy: Path | None, database: Path, set_aside: bool) -> None:
    """Put a backup copy in place as a database: COPY, or the newest whole one."""
    chosen = copy or store.newest_copy(database)
    done = store.restore(chosen, database, clock.now(), set_aside=set_aside, by=BY)
    for moved in done.set_aside:
        click.echo(f"What was there is kept as {moved}.")
    click.echo(f"{chosen} now stands in {database}.")
    if done.problems:
        number = counted(len(done.problems), "problem")
        click.echo(f"The check found {number} in it, as it was kept: {done.problems[0]}")
    with closing(store.open_database(database, patience=store.BRIEFLY)) as opened:
        doubt_after_put_back(opened, clock.now())


@click.command()
@database_option
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
def check(database: Path | None, as_json: bool) -> None:
    """Read all of a database and say what is wrong in it."""
    path = database or served.served_path()
    try:
        with closing(store.open_database(path, patience=store.BRIEFLY)) as opened:
            problems = store.faults(opened)
            records, versions = _counts(opened)
    except Refusal as refusal:
        if as_json:  # who reads JSON finds there too why nothing could be checked
            click.echo(_as_json([str(refusal)], {}, 0))
        raise
    whole = f"Whole: {counted(sum(records.values()), 'record')} in {counted(versions, 'version')}."
    said = "\n".join(problems or [whole])
    click.echo(_as_json(problems, records, versions) if as_json else said)
    if problems:
        sys.exit(1)


def _as_json(problems: Sequence[str], records: Mapping[str, int], versions: int) -> str:
    answer = {
        "ok": not problems, "problems": list(problems), "records": dict(records),
        "versions": versions,
    }  # fmt: skip
    return json.dumps(answer, ensure_ascii=False)


def _counts(database: store.Database) -> tuple[dict[str, int], int]:
    """How much there is; nothing can be counted where a table is damaged."""
    try:
        records, versions = store.record_counts(database)
    except DatabaseRefusal:
        return {}, 0
    return dict(records), versions


@click.command()
@click.option(
    "--from", "before", type=click.Path(path_type=Path, file_okay=False), required=True,
    help="The folder data/reference of the program as it was before.",
)  # fmt: skip
def settings(before: Path) -> None:
    """After an upgrade: take over what was set, into the lists of the new program."""
    changed, gone = take_over(before, served.REFERENCE)
    click.echo(f"{counted(changed, 'line')} taken over into {served.REFERENCE}.")
    for line in gone:
        click.echo(f"Not in the new lists: {line}. Add it there if you still need it.")
