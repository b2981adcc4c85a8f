"""A record that somebody else has saved since its form was begun: both versions put together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.merging import Merged, merged
from tracker.naming import label_of, names_of, value_words
from tracker.records import TEXT_LENGTH, Record, Version
from tracker.screen import side_by_side
from tracker.screen.visit import Visit


@dataclass(frozen=True)
class Beside:
    """Theirs and mine; `sequence`: the newest save that is shown here."""

    asked: Visit
    merged: Merged
    theirs: Version[Any]
    sequence: int

    def choose(self, key: str) -> dict[str, Any]:
        """Draw both; the fields of the record as they are chosen."""
        names = names_of(self.asked.readings.plan)
        who = side_by_side.saved_by(self.theirs, "this")
        return side_by_side.choose(self.merged, who, lambda value: value_words(value, names), key)


def newest(versions: Sequence[Version[Any]]) -> int:
    """The newest sequence of a record; 0 where it has no version."""
    return max((version.sequence for version in versions), default=0)


def as_seen(versions: Sequence[Version[Any]], seen: int) -> Record | None:
    """The record as it stood when the newest save was `seen`; None where it was not there yet."""
    before = [version.record for version in versions if version.sequence <= seen]
    return before[-1] if before else None


def beside(
    asked: Visit, versions: Sequence[Version[Any]], seen: int, mine: Mapping[str, Any]
) -> Beside:
    """What stands now beside `mine`, the fields typed into a form that had seen `seen`."""
    theirs, was = versions[-1], as_seen(versions, seen)
    kind = type(theirs.record)
    texts = frozenset(name for name, part in kind.model_fields.items() if _is_text(part.metadata))
    found = merged(
        dict(was) if was else {}, dict(theirs.record), mine,
        lambda name: label_of(kind, name), texts,
    )  # fmt: skip
    return Beside(asked, found, theirs, newest(versions))


def _is_text(rules: Sequence[Any]) -> bool:
    return any(getattr(rule, "max_length", 0) == TEXT_LENGTH for rule in rules)
