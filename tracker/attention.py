"""What needs attention most, for the first screen: the alerts told as sentences about things."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from tracker.alert import Alert
from tracker.effect import Effect
from tracker.plan import Status
from tracker.readings import ActionReading, Readings
from tracker.words import counted, day_words, times_words

# A gap that more than this many records share is told once, with their number.
TOLD_ONE_BY_ONE = 2
_SHARED = ("no_", "area_", "silent", "done_without", "measure_late", "not_smart")
# What a rule says of one record, and of several at once.
_SAYS: Mapping[str, tuple[str, str]] = {
    "getting_worse": ("is getting worse", "are getting worse"),
    "done_no_effect": (
        "is complete and nothing has changed", "are complete and nothing has changed",
    ),
    "came_back": ("came back after it was settled", "came back after they were settled"),
    "evaluation_due": ("is due to be evaluated", "are due to be evaluated"),
    "test_stalled": ("has a test nobody has studied", "have tests nobody has studied"),
    "test_without_prediction": ("is tested without a prediction", "are tested without predictions"),
    "long_standing": ("has been open for a long time", "have been open for a long time"),
    "too_many_priorities": ("has too many live aims", "have too many live aims"),
    "no_owner": ("has no owner", "have no one post as owner"),
    "owner_left": ("has an owner who has left", "have owners who have left"),
    "silent": ("has had no update for a long time", "have had no update for a long time"),
    "done_without_evidence": (
        "is complete and nothing shows what came of it",
        "are complete and nothing shows what came of them",
    ),
    "measure_late": ("has no recent data", "have no recent data"),
    "area_without_action": ("has no action", "have no action"),
    "not_smart": ("is not yet SMART", "are not yet SMART"),
    "no_due_date": ("has no due date", "have no due date"),
    "no_outcome": ("has no outcome", "have no outcome"),
    "no_measure": ("has no measure", "have no measure"),
    "no_baseline": ("has no baseline", "have no baseline"),
    "no_target": ("has no target", "have no target"),
}  # fmt: skip


@dataclass(frozen=True)
class Attention:
    """One thing needing attention: `title` and `says` make a sentence; whose it is and where.

    `record` is None where the entry stands for several records (`rule` names what they share).
    """

    rule: str
    title: str
    says: str
    owner: str = ""
    area_ref: str = ""
    kind: str = ""
    record: UUID | None = None


def attention(read: Readings, found: tuple[Alert, ...]) -> tuple[Attention, ...]:
    """The alerts, worst first, each record told once; gaps that many share are one entry."""
    entries: list[Attention] = []
    told: set[UUID] = set()
    alike = dict.fromkeys((alert.rule, alert.kind) for alert in found if alert.rule != "due_soon")
    for rule, kind in alike:
        its = [a for a in found if (a.rule, a.kind) == (rule, kind) and a.record not in told]
        if rule.startswith(_SHARED) and len(its) > TOLD_ONE_BY_ONE:
            entries.append(Attention(rule, counted(len(its), kind), _SAYS[rule][1]))
        else:
            entries += [_own(read, alert) for alert in its]
            told |= {alert.record for alert in its}
    return tuple(entries)


def _own(read: Readings, alert: Alert) -> Attention:
    reading = read.action.get(alert.record)
    says = _about_action(alert, reading) if reading else ""
    return Attention(
        alert.rule,
        alert.title,
        says or _SAYS[alert.rule][0],
        alert.owner,
        read.plan.area[alert.area].ref,
        alert.kind,
        alert.record,
    )


def _about_action(alert: Alert, reading: ActionReading) -> str:
    """What an alert says of an action, in words that follow its title; '' where _SAYS has them."""
    late = counted(reading.days_overdue, "day")
    match alert.rule:
        case "overdue" if reading.status is Status.ON_TRACK:
            return f"says “on track”; its date passed {late} ago"
        case "overdue" if reading.status in {Status.OFF_TRACK, Status.AT_RISK}:
            worse = ", and its measure is getting worse" if _worse(reading) else ""
            joined = "," if worse else " and"
            return f"is {reading.status.words}{joined} {late} overdue{worse}"
        case "overdue":
            return f"is {late} overdue"
        case "no_owner" if reading.owner:
            return "is owned by a group: name one post"
        case "silent" if reading.last_update_on:
            return f"has had no update since {day_words(reading.last_update_on)}"
        case "silent":
            return "has never had an update"
        case "extended_often":
            return f"has had its due date moved {times_words(reading.times_extended)}"
    return ""


def _worse(reading: ActionReading) -> bool:
    return reading.effect is Effect.WORSENING
