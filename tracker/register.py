"""The register of actions: which of them are shown, and in which order.

Each filter says yes or no to one action; an action is shown when every filter that is set says yes.
"""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from tracker.gaps import Gap
from tracker.plan import NOT_REPORTED, Action, Area, Status
from tracker.plan_as_at import natural
from tracker.readings import ActionReading, Readings
from tracker.records import Version

ANY_GAP = "any"
# What needs somebody comes first.
STATUS_ORDER = (
    Status.OFF_TRACK, Status.AT_RISK, NOT_REPORTED, Status.NOT_STARTED, Status.ON_TRACK,
    Status.COMPLETE,
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One line of the register: an action as it is read; or a withdrawn one, as last stated.

    `area` is None where the area of a withdrawn action does not stand any more.
    """

    action: Action
    area: Area | None
    owner: str
    gaps: tuple[Gap, ...] = ()
    reading: ActionReading | None = None
    withdrawn: Version[Action] | None = None

    @property
    def status(self) -> str:
        """The key of its status; of a withdrawn action ''."""
        if self.reading is None:
            return ""
        return self.reading.status or NOT_REPORTED

    @property
    def overdue(self) -> bool:
        """Is it overdue as at the day? A withdrawn action never is."""
        return self.reading is not None and self.reading.overdue

    @property
    def last_update_on(self) -> date | None:
        """The day the newest report is true of."""
        return self.reading.last_update_on if self.reading else None


@dataclass(frozen=True)
class Filters:
    """What the register is narrowed to; as it comes, every action in the plan is shown.

    `group` is the lead group of the area, `gap` a rule or ANY_GAP, `words` what was searched for.
    `unowned` are the actions nobody owns; `withdrawn` shows the withdrawn actions instead.
    """

    area: UUID | None = None
    owner: UUID | None = None
    unowned: bool = False
    group: UUID | None = None
    status: str = ""
    overdue: bool = False
    gap: str = ""
    withdrawn: bool = False
    words: str = ""


def entries(read: Readings) -> tuple[Entry, ...]:
    """Every action in the plan, in the order of areas, then references."""
    gaps: dict[UUID, list[Gap]] = {}
    for gap in read.gaps:
        gaps.setdefault(gap.record, []).append(gap)
    return tuple(
        Entry(r.action, r.area, r.owner, tuple(gaps.get(r.action.id, ())), r) for r in read.actions
    )


def withdrawn_entries(read: Readings) -> tuple[Entry, ...]:
    """The withdrawn actions by reference."""
    plan = read.plan
    newest = (versions[-1] for versions in plan.histories.get(Action, {}).values())
    gone = [version for version in newest if version.withdrawn]
    return tuple(
        Entry(
            action := version.record,
            plan.area.get(action.area_id),
            plan.owner_words(action.owner_id),
            withdrawn=version,
        )
        for version in sorted(gone, key=lambda version: natural(version.record.ref))
    )


def register(
    read: Readings, filters: Filters, found: Container[UUID] | None = None
) -> tuple[Entry, ...]:
    """The actions the filters leave; `found` are those the search found, None without a search."""
    its = withdrawn_entries(read) if filters.withdrawn else entries(read)
    return kept(its, filters, found)


def kept(
    its: Iterable[Entry], filters: Filters, found: Container[UUID] | None = None
) -> tuple[Entry, ...]:
    """Those entries every filter that is set says yes to, in the order they came."""
    tests = _tests(filters)
    return tuple(
        entry
        for entry in its
        if (found is None or entry.action.id in found) and all(test(entry) for test in tests)
    )


def _tests(filters: Filters) -> list[Callable[[Entry], bool]]:
    tests: list[tuple[object, Callable[[Entry], bool]]] = [
        (filters.area, lambda entry: entry.action.area_id == filters.area),
        (filters.owner, lambda entry: entry.action.owner_id == filters.owner),
        (filters.unowned, lambda entry: entry.action.owner_id is None),
        (filters.group, lambda entry: _group(entry) == filters.group),
        (filters.status, lambda entry: entry.status == filters.status),
        (filters.overdue, lambda entry: entry.overdue),
        (filters.gap, lambda entry: has_gap(entry, filters.gap)),
    ]
    return [test for set_, test in tests if set_]


def _group(entry: Entry) -> UUID | None:
    return entry.area.lead_group_id if entry.area else None


def has_gap(entry: Entry, rule: str) -> bool:
    """Does the chain lack this at the action; or, for ANY_GAP, anything?"""
    return any(rule in (ANY_GAP, gap.rule) for gap in entry.gaps)


def _due(entry: Entry) -> Any:
    due = entry.action.due_on
    return due is None, due or date.max


def _longest_overdue(entry: Entry) -> Any:
    return -(entry.reading.days_overdue if entry.reading else 0)


def _last_update(entry: Entry) -> Any:
    return entry.last_update_on or date.min


def _status(entry: Entry) -> Any:
    return STATUS_ORDER.index(entry.status) if entry.status in STATUS_ORDER else len(STATUS_ORDER)


def _owner(entry: Entry) -> Any:
    return not entry.owner, entry.owner.casefold()


# The orders by name, and what each says. All are steady: equals stay in the order of references.
ORDERS: Mapping[str, tuple[str, Callable[[Entry], Any]]] = {
    "ref": ("Reference", lambda _entry: ()),
    "due": ("Due date", _due),
    "overdue": ("Longest overdue", _longest_overdue),
    "update": ("Longest without an update", _last_update),
    "status": ("Status, off track first", _status),
    "owner": ("Owner", _owner),
}


def ordered(its: Iterable[Entry], by: str) -> tuple[Entry, ...]:
    """The entries in one of ORDERS; an order nobody knows is that of references."""
    _, key = ORDERS.get(by, ORDERS["ref"])
    return tuple(sorted(its, key=key))
