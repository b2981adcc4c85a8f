"""A report that meets a newer one: what the other said, what the form began with, and mine.

Both reports stay in the history. What is chosen becomes the newest, so a field only they filled in
is taken over; what the report before them said is shown, and counts as nothing said.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from tracker import store
from tracker.differences import differences
from tracker.merging import Clash, Merged, Taken, merged
from tracker.naming import label_of, names_of, value_words
from tracker.plan import Action, Status, StatusUpdate
from tracker.records import Version
from tracker.refusals import Unknown
from tracker.screen import side_by_side
from tracker.screen.drafts import Draft
from tracker.screen.visit import Visit

# Each report has its own day and its own reason; they are nobody's to take over.
_OWN = ("as_of", "reason")
_TEXTS = frozenset({"done", "data_show", "next"})


@dataclass(frozen=True)
class Beside:
    """Both reports put together; `sequence`: the newest save that is shown here; `who` made it."""

    merged: Merged
    sequence: int
    who: str
    names: Mapping[UUID, str]

    def words(self, value: Any) -> str:
        """A value as people write it."""
        return value.words if isinstance(value, Status) else value_words(value, self.names)


def newest_action(asked: Visit, action: UUID) -> Action:
    """The action as it stands now, whatever day is shown. Raises Unknown."""
    versions = store.versions_of(asked.database, asked.partnership.slug, Action, action)
    if not versions or versions[-1].withdrawn:
        raise Unknown("This action is not in the plan. Choose one from My actions.")
    record: Action = versions[-1].record
    return record


def beside(asked: Visit, action: UUID, draft: Draft) -> Beside:
    """What has been saved about the action since the draft was begun, beside the draft."""
    database, slug = asked.database, asked.partnership.slug
    actions = store.versions_of(database, slug, Action, action)
    reports = store.status_updates(database, slug, date.max, action)
    later = [version for version in (*actions, *reports) if version.sequence > draft.seen]
    newest = max(later, key=lambda version: version.sequence, default=actions[-1])
    before, now = _seen(actions, draft.seen), actions[-1].record
    earlier = next((report for report in reports if report.sequence <= draft.seen), None)
    theirs = next((report for report in reports if report.sequence > draft.seen), None)
    mine = dict(draft.mine or {})
    own = {name: mine.pop(name, None) for name in _OWN}
    mine["due_on"] = mine.get("due_on") or before.due_on
    was = dict.fromkeys(mine) | {
        "status": earlier.record.status if earlier else None, "due_on": before.due_on,
    }  # fmt: skip
    said = {name: getattr(theirs.record, name, None) for name in mine} if theirs else dict(was)
    said["due_on"] = now.due_on
    found = merged(was, said, mine, _label, _TEXTS)
    found = replace(
        found,
        values={**found.values, **own},
        clashes=tuple(_with_before(one, earlier) for one in found.clashes),
        theirs=(*found.theirs, *_of_the_action(before, now)),
    )  # fmt: skip
    who = side_by_side.saved_by(newest, "this action")
    return Beside(found, newest.sequence, who, names_of(asked.readings.plan))


def _seen(actions: tuple[Version[Any], ...], sequence: int) -> Action:
    seen = [version.record for version in actions if version.sequence <= sequence]
    record: Action = (seen or [actions[0].record])[-1]
    return record


def _with_before(clash: Clash, earlier: Version[StatusUpdate] | None) -> Clash:
    """A field with what the report before both said of it, for the eye."""
    said = getattr(earlier.record, clash.field, clash.was) if earlier else clash.was
    return replace(clash, was=said)


def _of_the_action(before: Action, now: Action) -> tuple[Taken, ...]:
    """What they changed in the action itself, beside its due date."""
    found = differences(before, now)
    return tuple(
        Taken(one.field, one.label, one.before, one.after) for one in found if one.field != "due_on"
    )


def _label(name: str) -> str:
    return label_of(Action if name == "due_on" else StatusUpdate, name)
