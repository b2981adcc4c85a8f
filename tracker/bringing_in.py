"""Bringing a plan in: a sheet beside what the plan says, and all of it in one save.

The screen and `python -m tracker import` go through here, so that they keep the same.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from tracker import store
from tracker.access import Author
from tracker.intake.plan_proposed import Proposal, plan_record
from tracker.intake.plan_reading import best_sheet, read_plan
from tracker.intake.plan_shapes import PlanReading
from tracker.intake.sheet import SheetFile
from tracker.measures import Measure
from tracker.naming import counted_kind
from tracker.plan import Action, Plan, Status
from tracker.plan_as_at import PlanAsAt
from tracker.records import Record, Version
from tracker.refusals import Refusal, read_as
from tracker.words import listed

NOTHING_NEW = "Everything in this sheet is in the plan already. There is nothing to save."
NOTHING_FOUND = (
    "No action and no measure was found in this sheet. Choose another sheet, or say which column "
    "holds the actions."
)
# What an import is about; the rest comes with it.
_TOLD: tuple[type[Record], ...] = (Action, Measure)
Columns = Mapping[str, str | None]


def place_of(file: SheetFile, name: str | None) -> int:
    """The place of the sheet called `name`, or of the one that holds the plan. Raises Refusal."""
    names = [sheet.name for sheet in file.sheets]
    if name is None:
        return best_sheet(file.sheets, file.chosen)
    if name not in names:
        known = listed((f"“{known}”" for known in names), last="or")
        raise Refusal(f"{file.name} has no sheet “{name}”. Choose {known}.")
    return names.index(name)


def read_sheet(
    file: SheetFile,
    place: int,
    remembering: Callable[[Iterable[str]], Columns],
    said: Columns | None = None,
    statuses: Mapping[str, Status | None] | None = None,
) -> tuple[PlanReading, Columns]:
    """The sheet at `place` as it reads, and the columns remembered from an earlier import.

    `remembering` tells how the partnership mapped these headers before; what is `said` now comes
    first. `statuses` are the partnership's own words of a status.
    """
    others = [sheet for number, sheet in enumerate(file.sheets) if number != place]
    first = read_plan(file.sheets[place], others, statuses=statuses)
    remembered = dict(remembering(first.columns))
    wanted = {**remembered, **(said or {})}
    if all(first.columns.get(header) == field for header, field in wanted.items()):
        return first, remembered
    return read_plan(file.sheets[place], others, wanted, statuses), remembered


def keep(
    database: store.Database,
    plan: PlanAsAt,
    proposal: Proposal,
    content: bytes,
    *,
    title: str,
    by: Author,
    save_id: UUID,
) -> store.Save:
    """Keep a proposal and its file in one save. `title` names the plan where there is none yet.

    Raises Refusal where there is nothing to keep, FieldRefusals for a title that cannot be one.
    """
    refuse_nothing(proposal)
    source = proposal.source
    versions: list[Version[Any]] = list(proposal.versions)
    if not plan.plan:
        read_as(Plan, {"id": source.id, "title": title, "starts_on": source.as_of})
        versions.insert(0, plan_record(source, title))
    return store.keep_import(
        database, plan.partnership.slug, versions, (source.file_id, source.file_name, content),
        by=by, save_id=save_id,
    )  # fmt: skip


def refuse_nothing(proposal: Proposal) -> None:
    """Raise Refusal where an import would keep no record."""
    if not any(isinstance(one.record, Action | Measure) for one in proposal.records):
        raise Refusal(NOTHING_FOUND)
    if all(one.same for one in proposal.records):
        raise Refusal(NOTHING_NEW)


def in_numbers(proposal: Proposal) -> str:
    """What an import brings: 34 actions, 2 of them changed; 3 areas, 5 posts."""
    main = [words for kind in _TOLD if (words := _of_kind(proposal, kind))]
    return listed(main) if main else "Nothing new"


def _of_kind(proposal: Proposal, kind: type[Record]) -> str:
    its = [one for one in proposal.of(kind) if not one.same]
    changed = sum(not one.new for one in its)
    if not its:
        return ""
    words = counted_kind(len(its), kind)
    return words if not changed else f"{words} ({changed} of them changed)"


def beside_in_numbers(proposal: Proposal) -> str:
    """What comes with the actions: 3 areas for improvement, 5 posts and 31 reports; or ''."""
    numbers = Counter(type(one.record) for one in proposal.records if not one.same)
    return listed(counted_kind(n, kind) for kind, n in numbers.items() if kind not in _TOLD)
