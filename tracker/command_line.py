"""The command line: the same rules and reads as the screens, for whoever looks after the tracker.

Exit 0 done, 1 refused (a sentence on standard error), 2 wrong usage. It computes nothing itself.
"""

import json
import logging
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from tracker import clock, history, served, store
from tracker.access import Command
from tracker.alerts import worst_first
from tracker.days import newest_day, refuse_impossible_day
from tracker.handing_over import read_template, snapshot_of
from tracker.importing_commands import import_plan
from tracker.intake.series_file import analysed_file
from tracker.keeping_commands import backup, check, restore, settings
from tracker.kept_templates import kept_template
from tracker.naming import names_of
from tracker.papers import FORMATS, paper_of
from tracker.progress import Progress, progress_as_at
from tracker.readings import Readings, readings
from tracker.refusals import DatabaseRefusal, Refusal
from tracker.reminding_commands import remind
from tracker.role_commands import as_option, refuse_unless_allowed, role
from tracker.smart_listing import smart_answer, smart_lines
from tracker.words import counted, day_words

Answer = Mapping[str, Any]


class Day(click.ParamType[date]):
    """A day written 2026-11-21 or 21/11/2026."""

    name = "day"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        """The day, or a usage error that says how to write one."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat("-".join(reversed(value.split("/"))))
        except ValueError:
            self.fail(f"“{value}” is not a day. Write it like 2026-11-21.", param, ctx)


database_option = click.option(
    "--database", type=click.Path(path_type=Path), help="The database file."
)
partnership_option = click.option(
    "--partnership", metavar="P", required=True, help="The partnership's short name."
)
day_option = click.option(
    "--as-at", "day", type=Day(), help="The day; otherwise the newest there is."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def commands(context: click.Context) -> None:
    """The improvement-plan tracker. Start it with: python3 -m tracker run"""
    # The app's log keeps the details of a fault; here a sentence is enough.
    if context.invoked_subcommand != "run":
        logging.getLogger("tracker").addHandler(logging.NullHandler())


for command in (backup, restore, check, settings):
    commands.add_command(command)
commands.add_command(import_plan)
commands.add_command(remind)
commands.add_command(role)


def main() -> None:
    """Run a command; a refusal is a sentence on standard error and exit 1."""
    try:
        commands(prog_name="python -m tracker")
    except Refusal as refusal:
        click.echo(refusal, err=True)
        sys.exit(1)


@commands.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Otherwise 8501 or the next free.")
@database_option
@click.option("--new", metavar="NAME", help="Begin an own, empty tracker for this partnership.")
def run(port: int | None, database: Path | None, new: str | None) -> None:
    """Serve the tracker on this computer."""
    if new is not None:
        path = database or served.OWN
        partnership = served.begin(path, new, clock.today())
        click.echo(
            f"A new tracker for {partnership.name} stands in {path}. Commands call it "
            f"{partnership.slug}."
        )
    from tracker import serving  # noqa: PLC0415  loads Streamlit, which the others do without

    serving.serve(database, port)


@commands.command(context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def test(words: Sequence[str]) -> None:
    """Run every test; WORDS are handed to pytest."""
    from tracker import serving  # noqa: PLC0415

    sys.exit(serving.run_tests(list(words)))


@commands.command()
@database_option
def example(database: Path | None) -> None:
    """Load the example partnerships into a new database."""
    path = database or served.EXAMPLE
    served.make_examples(path, clock.today())
    click.echo(f"The example partnerships stand in {path}.")


@commands.command()
@partnership_option
@day_option
@database_option
@json_option
@as_option
def areas(partnership: str, day: date | None, database: Path | None, as_json: bool) -> None:
    """Areas for improvement: counts by delivery status, effect, gaps."""
    with _opened(database) as opened:
        read = _progress(opened, partnership, day).now
    answer = _about(read) | {
        "areas": [area.as_json() for area in read.areas],
        "totals": read.counts.as_json(),
    }
    _say(answer, as_json, lambda: [_area_line(area) for area in answer["areas"]])


@commands.command()
@partnership_option
@day_option
@database_option
@json_option
@as_option
def actions(partnership: str, day: date | None, database: Path | None, as_json: bool) -> None:
    """The register of actions."""
    with _opened(database) as opened:
        read = _progress(opened, partnership, day).now
    answer = _about(read) | {"actions": [reading.as_json() for reading in read.actions]}
    _say(answer, as_json, lambda: [_action_line(action) for action in answer["actions"]])


@commands.command()
@click.option("--partnership", metavar="P", help="The partnership's short name.")
@click.option("--all", "everyone", is_flag=True, help="Every partnership.")
@day_option
@database_option
@json_option
@as_option
def alerts(
    partnership: str | None, everyone: bool, day: date | None, database: Path | None, as_json: bool
) -> None:
    """What needs somebody, worst first, each with its why."""
    if (partnership is None) is not everyone:
        raise click.UsageError("Name one with --partnership, or take them all with --all.")
    with _opened(database) as opened:
        found = (
            [_progress(opened, partnership, day)]
            if partnership is not None
            else _progress_of_all(opened, day)
        )
    together = [(alert, p.now.plan.partnership.slug) for p in found for alert in p.alerts]
    if found:
        place = worst_first(found[0].now)
        together.sort(key=lambda pair: place(pair[0]))
    told = [alert.as_json(slug) for alert, slug in together]
    newest = max((progress.now.plan.day for progress in found), default=day or clock.today())
    answer = {"as_at": newest.isoformat(), "alerts": told}
    _say(answer, as_json, lambda: [_alert_line(alert) for alert in told])


@commands.command()
@partnership_option
@day_option
@database_option
@json_option
@as_option
def smart(partnership: str, day: date | None, database: Path | None, as_json: bool) -> None:
    """What each action lacks to be SMART, most useful mend first; an aid, not a judgement."""
    with _opened(database) as opened:
        plan = _progress(opened, partnership, day).now.plan
    _say(smart_answer(plan), as_json, lambda: smart_lines(plan))


@commands.command()
@partnership_option
@day_option
@database_option
@click.option("--format", "format_", type=click.Choice(sorted(FORMATS)), required=True)
@click.option("--public", is_flag=True, help="The public version: small numbers hidden.")
@click.option(
    "--template",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Your own Word template, for docx; otherwise the one kept on the screen.",
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True)
@as_option
def snapshot(
    partnership: str,
    day: date | None,
    database: Path | None,
    format_: str,
    public: bool,
    template: Path | None,
    out: Path,
) -> None:
    """Hand over the plan as at a day, as a file."""
    if template and format_ != "docx":
        raise click.UsageError("A template goes with --format docx only.")
    looks = read_template(template) if template else None
    with _opened(database) as opened:
        made = snapshot_of(opened, _progress(opened, partnership, day), public=public)
        looks = looks or kept_template(opened, partnership)
        written = paper_of(format_, made, looks)
    try:
        out.write_bytes(written)
    except OSError as fault:
        raise Refusal(f"{out} cannot be written ({fault.strerror}). Name another file.") from fault
    click.echo(f"{out}: {made.progress.finding}.")
    for words in made.warnings:
        click.echo(f"Before you publish: {words}", err=True)


@commands.command(name="history")
@partnership_option
@click.option("--record", metavar="ID", type=click.UUID, help="One record, by its id.")
@click.option("--from", "first", type=Day(), help="The first day; otherwise the very first.")
@click.option("--to", "last", type=Day(), help="The last day; otherwise today.")
@database_option
@json_option
@as_option
def show_history(
    partnership: str,
    record: UUID | None,
    first: date | None,
    last: date | None,
    database: Path | None,
    as_json: bool,
) -> None:
    """What happened in a plan between two days, by whom, and what it was before."""
    days = first or history.FIRST_DAY, last or history.LAST_DAY
    history.refuse_wrong_order(*days)
    with _opened(database) as opened:
        refuse_unless_allowed(opened, partnership, Command.READ_HISTORY)
        found = history.entries(store.happenings(opened, partnership, *days, record), *days)
        names = names_of(store.plan_as_at(opened, partnership, date.max))
    if record and not found and first is last is None:
        raise Refusal(f"There is no record {record} in this plan. Take its id from: actions --json")
    told = [entry.as_json(names) for entry in found]
    answer = {"partnership": partnership, "entries": told}
    _say(answer, as_json, lambda: list(history.lines(found, names)))


@commands.command(name="run-chart")
@click.argument("series", type=click.Path(path_type=Path, dir_okay=False))
@json_option
def run_chart(series: Path, as_json: bool) -> None:
    """What the points of a series say: SERIES is JSON, or CSV with date,value[,denominator]."""
    answer = analysed_file(series).as_json()
    _say(answer, as_json, lambda: [answer["reading"], *answer["doubts"]])


@contextmanager
def _opened(database: Path | None) -> Iterator[store.Database]:
    path = database or served.served_path()
    with closing(served.open_served(path, clock.today(), patience=store.BRIEFLY)) as opened:
        yield opened


def _progress(database: store.Database, slug: str, day: date | None) -> Progress:
    """The plan as the screens show it on that day; refuses the days they refuse."""
    refuse_unless_allowed(database, slug, Command.READ)
    today, sequence = clock.today(), store.latest_sequence(database)
    newest = store.plan_as_at(database, slug, date.max, sequence)
    chosen = day or newest_day(newest.partnership, today)
    refuse_impossible_day(newest, chosen, today)
    return progress_as_at(
        lambda at: readings(store.plan_as_at(database, slug, at, sequence)), chosen
    )


def _progress_of_all(database: store.Database, day: date | None) -> list[Progress]:
    """Every partnership whose plan can be shown as at the day; refuses a day that fits none."""
    found: list[Progress] = []
    refusals: list[Refusal] = []
    for partnership in store.partnerships(database):
        try:
            found.append(_progress(database, partnership.slug, day))
        except DatabaseRefusal:
            raise
        except Refusal as refusal:
            refusals.append(refusal)
    if refusals and not found:
        raise refusals[0]
    return found


def _about(read: Readings) -> dict[str, Any]:
    return {"partnership": read.plan.partnership.slug, "as_at": read.plan.day.isoformat()}


def _say(answer: Answer, as_json: bool, lines: Callable[[], Sequence[str]]) -> None:
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False))
    else:
        click.echo("\n".join(lines()) or "Nothing.")


def _area_line(area: Answer) -> str:
    late = f", {area['overdue']} overdue" if area["overdue"] else ""
    gaps = counted(len(area["gaps"]), "gap")
    done = f"{area['complete']} of {counted(area['actions'], 'action')} complete{late}"
    return f"{area['ref']} {area['title']}: {done}; {area['effect'] or 'no measure'}; {gaps}"


def _action_line(action: Answer) -> str:
    due = f", due {day_words(date.fromisoformat(action['due_on']))}" if action["due_on"] else ""
    late = f", {counted(action['days_overdue'], 'day')} overdue" if action["overdue"] else ""
    owner = action["owner"] or "no owner"
    status = action["status"].replace("_", " ")
    return f"{action['ref']} {action['title']}: {status}{due}{late}; {owner}"


def _alert_line(alert: Answer) -> str:
    subject = alert["subject"]
    owner = alert["owner"] or "no owner"
    return f"{alert['rule']}: {subject['ref']} {subject['title']} ({owner}). {alert['why']}"
