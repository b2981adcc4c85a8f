"""`backup`, `restore`, `check`: looking after the database file itself."""

import json
import sys
from contextlib import closing
from pathlib import Path

import click

from tracker import clock, served, store
from tracker.refusals import DatabaseRefusal
from tracker.words import counted

# The app holds its database as long as it runs: whoever asks beside it is told so at once.
SECONDS_TO_WAIT = 1.0
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
        store.open_database(path, patience=SECONDS_TO_WAIT, also_writes_to=(folder,))
    ) as opened:
        click.echo(f"Kept as {store.back_up(opened, folder, clock.now())}.")


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
    done = store.restore(chosen, database, clock.now(), set_aside=set_aside)
    for moved in done.set_aside:
        click.echo(f"What was there is kept as {moved}.")
    click.echo(f"{chosen} now stands in {database}.")
    if done.problems:
        number = counted(len(done.problems), "problem")
        click.echo(f"The check found {number} in it, as it was kept: {done.problems[0]}")


@click.command()
@database_option
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
def check(database: Path | None, as_json: bool) -> None:
    """Read all of a database and say what is wrong in it."""
    path = database or served.served_path()
    with closing(store.open_database(path, patience=SECONDS_TO_WAIT)) as opened:
        problems = store.faults(opened)
        records, versions = _counts(opened)
    answer = {"ok": not problems, "problems": problems, "records": records, "versions": versions}
    whole = f"Whole: {counted(sum(records.values()), 'record')} in {counted(versions, 'version')}."
    click.echo(
        json.dumps(answer, ensure_ascii=False) if as_json else "\n".join(problems or [whole])
    )
    if problems:
        sys.exit(1)


def _counts(database: store.Database) -> tuple[dict[str, int], int]:
    """How much there is; nothing can be counted where a table is damaged."""
    try:
        records, versions = store.record_counts(database)
    except DatabaseRefusal:
        return {}, 0
    return dict(records), versions
