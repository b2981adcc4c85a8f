"""What needs attention most, for the first screen: the alerts told as sentences about things."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from tracker.alerts import Alert
from tracker.effect import Effect
from tracker.plan import Status
from tracker.readings import ActionReading, Readings
from tracker.words import counted, day_words

# A gap that more than this many records share is told once, with their number.
TOLD_ONE_BY_ONE = 2
_SHARED = ("no_", "area_", "silent", "done_without", "measure_late")
_PLAIN: Mapping[str, str] = {
    "getting_worse": "is getting worse",
    "done_no_effect": "is complete and nothing has changed",
    "owner_left": "has an owner who has left",
    "done_without_evidence": "is complete and nothing shows what came of it",
    "measure_late": "has no recent data",
    "area_without_action": "has no action",
}


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
    for rule in dict.fromkeys(alert.rule for alert in found if alert.rule != "due_soon"):
        its = [alert for alert in found if alert.rule == rule and alert.record not in told]
        if rule.startswith(_SHARED) and len(its) > TOLD_ONE_BY_ONE:
            entries.append(_shared(read, rule, its))
        else:
            entries += [_own(read, alert) for alert in its]
            told |= {alert.record for alert in its}
    return tuple(entries)


def _own(read: Readings, alert: Alert) -> Attention:
    reading = read.action.get(alert.record)
    says = _about_action(alert, reading) if reading else ""
    words = read.plan.reference.alert_rules[alert.rule].words.lower()
    return Attention(
        alert.rule,
        alert.title,
        says or _PLAIN.get(alert.rule) or f"has {words}",
        alert.owner,
        read.plan.area[alert.area].ref,
        alert.kind,
        alert.record,
    )


def _shared(read: Readings, rule: str, its: list[Alert]) -> Attention:
    kinds = {alert.kind for alert in its}
    noun = kinds.pop() if len(kinds) == 1 else "record"
    words = {
        "silent": "have had no report for a long time",
        "done_without_evidence": "are complete and nothing shows what came of them",
        "measure_late": "have no recent data",
        "area_without_action": "have no action",
    }
    has = f"have {read.plan.reference.alert_rules[rule].words.lower()}"
    return Attention(rule, counted(len(its), noun), words.get(rule, has))


def _about_action(alert: Alert, reading: ActionReading) -> str:
    """What an alert says of an action, in words that follow its title; '' where _PLAIN has them."""
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
            return f"has had no report since {day_words(reading.last_update_on)}"
        case "silent":
            return "has never been reported on"
        case "extended_often":
            return f"has had its due date moved {counted(reading.times_extended, 'time')}"
    return ""


def _worse(reading: ActionReading) -> bool:
    return reading.effect is Effect.WORSENING
