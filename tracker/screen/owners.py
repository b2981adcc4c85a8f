"""Owners as a screen knows them: who has actions, and how an address names them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from tracker.plan import Action
from tracker.plan_as_at import PlanAsAt
from tracker.readings import ActionReading, Readings
from tracker.refusals import Unknown
from tracker.screen.marks import plain
from tracker.screen.report import ACTION
from tracker.screen.visit import Visit

NOBODY = "nobody"


@dataclass(frozen=True)
class Owner:
    """Whose actions are listed. `address` stands in links: a post's or group's ref, else an id."""

    address: str
    words: str
    id: UUID | None


def owners(read: Readings) -> Mapping[str, Owner]:
    """Everybody who owns an action, by address, in the order of their names; nobody comes last."""
    ids = {reading.action.owner_id for reading in read.actions}
    found = [_owner(read.plan, owner) for owner in ids if owner]
    nobody = [Owner(NOBODY, "No owner yet", None)] if None in ids else []
    return {o.address: o for o in [*sorted(found, key=lambda owner: owner.words), *nobody]}


def owner_of(read: Readings, address: str) -> Owner:
    """The owner an address names; raises Unknown with a sentence."""
    known = owners(read)
    if address not in known:
        raise Unknown(
            f"Nobody called “{plain(address[:40])}” "
            "owns an action in this plan. Choose an owner below."
        )
    return known[address]


def action_of(read: Readings, ref: str) -> ActionReading:
    """The action an address names by its reference; raises Unknown with a sentence."""
    found = next((reading for reading in read.actions if reading.action.ref == ref), None)
    if found is None:
        raise Unknown(
            f"There is no action “{plain(ref[:40])}” in this plan as at this day. Choose one below."
        )
    return found


def owner_address(plan: PlanAsAt, action: Action) -> str:
    """How a link names the owner of an action."""
    return _owner(plan, action.owner_id).address if action.owner_id else NOBODY


def place_of(asked: Visit, action: Action) -> tuple[str, dict[str, str]]:
    """The page and the address where an action is reported on; in the public view, where it is
    read."""
    place = asked.address | {ACTION: action.ref}
    if asked.public:
        return "actions", place
    return "my_actions", place | {"owner": owner_address(asked.readings.plan, action)}


def of_owner(actions: Iterable[ActionReading], owner: Owner) -> tuple[ActionReading, ...]:
    """An owner's actions: longest overdue first, then by due date; undated and complete last."""
    its = [reading for reading in actions if reading.action.owner_id == owner.id]
    return tuple(sorted(its, key=_urgency))


def _urgency(reading: ActionReading) -> tuple[bool, int, bool, str]:
    due = reading.action.due_on
    return (
        reading.complete,
        -reading.days_overdue,
        due is None,
        due.isoformat() if due else reading.action.ref,
    )


def _owner(plan: PlanAsAt, owner: UUID) -> Owner:
    known = plan.post.get(owner) or plan.group.get(owner)
    return Owner(known.ref if known else str(owner), plan.owner_words(owner), owner)
