"""Bringing a plan in: a sheet beside what the plan says, and all of it in one save.

The screen and `python -m tracker import` go through here, so that they keep the same.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from tracker import copies, store
from tracker.access import Author
from tracker.child_details import seen_in
from tracker.intake.plan_matching import bare
from tracker.intake.plan_proposed import Proposal, plan_record
from tracker.intake.plan_reading import best_sheet, read_plan
from tracker.intake.plan_shapes import PlanReading
from tracker.intake.plan_title_dates import with_title_dates
from tracker.intake.sheet import SheetFile
from tracker.measures import Measure
from tracker.naming import counted_kind
from tracker.plan import Action, Area, Plan, Status
from tracker.plan_as_at import PlanAsAt
from tracker.records import Record, Version
from tracker.refusals import Refusal, read_as
from tracker.words import counted, listed

NOTHING_NEW = "Everything in this sheet is in the plan already. There is nothing to save."
NOTHING_FOUND = (
    "No action and no measure was found in this sheet. Choose another sheet, or say which column "
    "holds the actions."
)
FEW = 3
# What an import is about; the rest comes with it.
_TOLD: tuple[type[Record], ...] = (Action, Measure)
Columns = Mapping[str, str | None]
Statuses = Mapping[str, Status | None]


def place_of(file: SheetFile, name: str | None) -> int:
    """The place of the sheet called `name`, or of the one that holds the plan. Raises Refusal."""
    names = [sheet.name for sheet in file.sheets]
    if name is None:
        return best_sheet(file.sheets, file.chosen)
    if name not in names:
        raise Refusal(f"{file.name} has no sheet “{name}”. Choose {listed(names, last='or')}.")
    return names.index(name)


def child_details(file: SheetFile, today: date) -> tuple[str, ...]:
    """What looks like a child's details in the cells of a file, as parts of a sentence.

    Every sheet is looked through, also what is set aside: the file is kept whole with the import.
    """
    cells = {
        cell.text: f"sheet “{sheet.name}”, row {row}"
        for sheet in reversed(file.sheets)
        for row, its in reversed(tuple(enumerate(sheet.rows, 1)))
        for cell in its
    }
    return tuple(
        f"{seen.told} ({place})"
        for text, place in reversed(cells.items())
        for seen in seen_in(text, today)
    )


def read_sheet(
    file: SheetFile,
    place: int,
    whose: tuple[store.Database, str] | None = None,
    said: Columns | None = None,
    statuses: Statuses | None = None,
) -> tuple[PlanReading, Columns]:
    """The sheet at `place` as it reads, and the columns remembered from an earlier import.

    `whose` is the database and partnership whose earlier imports tell what headers and words of
    status mean; what is `said` now, of columns and `statuses`, comes first.
    """
    others = [sheet for number, sheet in enumerate(file.sheets) if number != place]
    means = {**(store.remembered_statuses(*whose) if whose else {}), **(statuses or {})}
    first = read_plan(file.sheets[place], others, statuses=means)
    remembered = dict(store.remembered_columns(*whose, first.columns)) if whose else {}
    wanted = {**remembered, **(said or {})}
    if any(first.columns.get(header) != field for header, field in wanted.items()):
        first = read_plan(file.sheets[place], others, wanted, means)
    return with_title_dates(first), remembered


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
    copies.keep_copy(database, store.Why.IMPORT)
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


def renumbered(proposal: Proposal) -> tuple[tuple[str, str], ...]:
    """The references a sheet gives that are taken in the plan, each with the one given instead."""
    found = (
        (str(one.words.get("ref") or ""), str(getattr(one.record, "ref", "")))
        for one in proposal.records
        if isinstance(one.record, Action | Area) and one.new
    )
    return tuple((said, ref) for said, ref in found if said and bare(said) != bare(ref))


def renumbered_words(proposal: Proposal) -> str:
    """What a person is told of references that change on the way in; '' where none does."""
    found = renumbered(proposal)
    if not found:
        return ""
    few = listed(f"{said} becomes {ref}" for said, ref in found[:FEW])
    more = f", and {len(found) - FEW:,} more" if len(found) > FEW else ""
    number = counted(len(found), "number is", "numbers are")
    return f"{number} taken in the plan already and changed on the way in: {few}{more}."


def _of_kind(proposal: Proposal, kind: type[Record]) -> str:
    its = [one for one in proposal.of(kind) if not one.same]
    changed = sum(not one.new for one in its)
    if not its:
        return ""
    words = counted_kind(len(its), kind)
    return words if not changed else f"{words} ({changed} of them changed)"


def beside_in_numbers(proposal: Proposal) -> str:
    """What comes with the actions: 3 areas for improvement and 31 status updates; or ''."""
    numbers = Counter(type(one.record) for one in proposal.records if not one.same)
    return listed(counted_kind(n, kind) for kind, n in numbers.items() if kind not in _TOLD)
