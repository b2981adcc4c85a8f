"""Dates whose year is out of step with all others of a sheet: they are doubts, not days."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from tracker.intake.plan_date_forms import quoted, whole_days
from tracker.intake.plan_dates import NEIGHBOURS, out_of_step
from tracker.intake.plan_shapes import ReadAction, ReadDoubt
from tracker.intake.plan_tables import Table
from tracker.words import day_words


def in_step(
    actions: Sequence[ReadAction], tables: Sequence[Table]
) -> tuple[list[ReadAction], list[ReadDoubt]]:
    """The actions, with every date whose year is far from all others of the sheet made a doubt."""
    stated = [list(_days_of(action)) for action in actions]
    years = Counter(day.year for days in stated for _, _, day in days)
    lonely = {year for year in years if _is_lonely(year, years)}
    if not lonely:
        return list(actions), []
    names = _names(tables)
    kept, doubts = [], []
    for action, days in zip(actions, stated, strict=True):
        late = [found for found in days if found[2].year in lonely]
        for place, text, day in late:
            others = sorted(year for year in years.elements() if year not in lonely)
            proposal = out_of_step(day, others)
            said = f"The year of {quoted(text)} ({day_words(day)}) is far from the others."
            doubts.append(ReadDoubt(action.rows[0], names.get(place, ""), text, said, proposal))
        is_due = any(place == "due" for place, _, _ in late)
        kept.append(replace(action, due_on=None, due_note="") if is_due else action)
    return kept, doubts


def _is_lonely(year: int, years: Mapping[int, int]) -> bool:
    others = [other for other in years if other != year]
    enough = sum(years[other] for other in others) >= NEIGHBOURS
    return (
        years[year] == 1
        and enough
        and out_of_step(date(year, 1, 1), others * NEIGHBOURS) is not None
    )


def _days_of(action: ReadAction) -> Iterator[tuple[str, str, date]]:
    """The dates of an action: its due date, and whole days told in its story."""
    if action.due_on:
        yield "due", action.due_text, action.due_on
    for mention in whole_days(action.update_text):
        if mention.day:
            yield "update", mention.text, mention.day


def _names(tables: Sequence[Table]) -> dict[str, str]:
    """The header of the due column, and of the column that tells the story."""
    found: dict[str, str] = {}
    for table in tables:
        for wanted, places in (("due", ("due",)), ("update", ("update", "status"))):
            for place in places:
                column = table.columns.first(place)  # type: ignore[arg-type]
                if column is not None:
                    found.setdefault(wanted, table.header.names[column])
    return found


def without(doubts: Sequence[ReadDoubt], late: Sequence[ReadDoubt]) -> list[ReadDoubt]:
    """The doubts that are not told already by those about years."""
    told = {(doubt.row, doubt.column, doubt.text) for doubt in late}
    return [doubt for doubt in doubts if (doubt.row, doubt.column, doubt.text) not in told]
