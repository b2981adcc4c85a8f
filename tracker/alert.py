"""One alert: what needs somebody, and why."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class Alert:
    """One thing that needs somebody. `since` and `days`: from when, and how long until the day.

    `due_soon` counts the days still to go. `owner` is in words, '' where there is none.
    """

    rule: str
    kind: str
    record: UUID
    ref: str
    title: str
    area: UUID
    owner: str
    since: date
    days: int
    why: str

    def as_json(self, partnership: str) -> dict[str, object]:
        """The alert under the names of command_line.md."""
        return {
            "rule": self.rule,
            "partnership": partnership,
            "subject": {"kind": self.kind, "ref": self.ref, "title": self.title},
            "owner": self.owner or None,
            "since": self.since.isoformat(),
            "days": self.days,
            "why": self.why,
        }
