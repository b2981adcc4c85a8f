"""Alerts: what needs somebody, worst first, each with its why in a sentence.

The rules are those of command_line.md that today's records can answer; their order and words are
settings (settled.md, Alerts).
"""

from collections.abc import Callable, Iterator
from datetime import date

from tracker import alerts_of_tests
from tracker.alert import Alert
from tracker.delivery import extended_on
from tracker.effect import Effect
from tracker.gaps import Gap
from tracker.measures import Frequency, Measure, MeasureKind
from tracker.no_effect import no_effect_since
from tracker.plan import Action, Status
from tracker.plan_as_at import natural
from tracker.readings import ActionReading, MeasureReading, Readings
from tracker.smart import why_not_smart
from tracker.words import counted, day_words, first_sentence, times_words

EXPECTED = {
    Frequency.WEEKLY: "week",
    Frequency.MONTHLY: "month",
    Frequency.QUARTERLY: "quarter",
    Frequency.YEARLY: "year",
}
# A gap of the chain at once, and an alert only when the measures have had the time to move.
TOLD_LATER = {"done_no_effect"}


def alerts(read: Readings) -> tuple[Alert, ...]:
    """Every alert of the plan as at its day: by the rule's rank, then the longest, then ref."""
    found = [
        *(alert for reading in read.actions for alert in _of_action(read, reading)),
        *(alert for reading in read.measures for alert in _of_measure(read, reading)),
        *(_of_gap(read, gap) for gap in read.gaps if gap.rule not in TOLD_LATER),
        *(alert for reading in read.areas for alert in alerts_of_tests.of_area(read, reading)),
        *(alert for test in read.tests for alert in alerts_of_tests.of_test(read, test)),
        *alerts_of_tests.of_aims(read),
        *_not_smart(read),
    ]
    known = read.plan.reference.alert_rules
    return tuple(sorted((alert for alert in found if alert.rule in known), key=worst_first(read)))


def worst_first(read: Readings) -> Callable[[Alert], tuple[object, ...]]:
    """The place of an alert among others: the rank of its rule, then the longest, then its ref.

    The ranks are settings, taken from `read`.
    """
    rules = read.plan.reference.alert_rules

    def place(alert: Alert) -> tuple[object, ...]:
        longest = alert.days if alert.rule == "due_soon" else -alert.days
        return rules[alert.rule].rank, longest, natural(alert.ref), alert.kind

    return place


def _of_action(read: Readings, reading: ActionReading) -> Iterator[Alert]:
    action, day, settings = reading.action, read.plan.day, read.plan.reference.settings

    def alert(rule: str, since: date, why: str) -> Alert:
        return Alert(
            rule, "action", action.id, action.ref, action.title, action.area_id,
            _accountable(read, reading), since, abs((day - since).days), why,
        )  # fmt: skip

    due = action.due_on
    if due and reading.overdue:
        yield alert("overdue", due, _late_words(reading))
    elif due and reading.due_soon:
        yield alert("due_soon", due, f"It is due on {day_words(due)}.")
    silence = (day - reading.silent_since).days
    if not reading.complete and silence > settings["silent_days"]:
        yield alert("silent", reading.silent_since, _silence_words(reading))
    moved = reading.times_extended
    if not reading.complete and moved and moved >= settings["extended_often_times"]:
        moved_on = extended_on(read.plan.history(Action, action.id))[-1]
        yield alert("extended_often", moved_on, _extended_words(reading))
    if left := _owner_left_on(read, reading):
        yield alert("owner_left", left, f"Nobody has held the post since {day_words(left)}.")
    for rule, since, why in _of_finished(read, reading):
        yield alert(rule, since, why)


def _of_finished(read: Readings, reading: ActionReading) -> Iterator[tuple[str, date, str]]:
    """What a finished action still lacks: rule, since when, and why."""
    if reading.complete and reading.update and not reading.update.shows_evidence:
        why = "It is complete and nothing shows what came of it."
        yield "done_without_evidence", reading.update.as_of, why
    if done := no_effect_since(read, reading):
        why = f"It has been complete since {day_words(done)}, and no measure of it has improved."
        yield "done_no_effect", done, why


def _not_smart(read: Readings) -> Iterator[Alert]:
    """Actions to be done that the SMART check finds wanting, told once with what to mend first.

    A single missing measure, owner, outcome or date has an alert of its own (`gaps.py`), so this
    one waits until S fails, or two letters or more; a letter overruled by a person counts as that
    person says. It is since the first version from which that has held without a break.
    """
    if "not_smart" not in read.plan.reference.alert_rules:
        return
    check = read.smart
    for reading in read.actions:
        action = reading.action
        smart = None if reading.complete else check.of(action)
        if smart and smart.alarms:
            since = check.since(action)
            yield Alert(
                "not_smart", "action", action.id, action.ref, action.title, action.area_id,
                _accountable(read, reading), since, (read.plan.day - since).days,
                why_not_smart(smart),
            )  # fmt: skip


def _of_measure(read: Readings, reading: MeasureReading) -> Iterator[Alert]:
    measure, day = reading.measure, read.plan.day
    last = reading.points.newest_on

    def alert(rule: str, since: date, why: str) -> Alert:
        return Alert(
            rule, "measure", measure.id, measure.ref, measure.title, measure.area_id,
            read.plan.owner_words(measure.owner_id), since, (day - since).days, why,
        )  # fmt: skip

    if reading.effect is Effect.WORSENING:
        since = reading.signal_since or last or day
        balancing = measure.measure_kind is MeasureKind.BALANCING
        harm = " It is a balancing measure: harm elsewhere." if balancing else ""
        yield alert("getting_worse", since, first_sentence(reading.words) + harm)
    heard = last or read.plan.history(Measure, measure.id)[0].as_of
    if measure.frequency and _late(read, reading, heard):
        newest = f"Its newest data are for {day_words(last)}" if last else "It has no data yet"
        expected = EXPECTED[measure.frequency]
        yield alert("measure_late", heard, f"{newest}; a point is expected every {expected}.")


def _late(read: Readings, reading: MeasureReading, heard: date) -> bool:
    """Is the newest point older than 1.5 times the frequency, and than 30 days (both settings)?"""
    if reading.measure.frequency is None:
        return False
    reference = read.plan.reference
    allowed = reference.days_between[reading.measure.frequency]
    allowed_days = max(
        allowed * reference.settings["measure_late_times"], reference.settings["measure_late_days"]
    )
    return (read.plan.day - heard).days > allowed_days


def _of_gap(read: Readings, gap: Gap) -> Alert:
    owner = {
        "action": lambda: _accountable(read, read.action[gap.record]),
        "measure": lambda: read.plan.owner_words(read.plan.measure[gap.record].owner_id),
        "area": lambda: read.plan.owner_words(read.plan.area[gap.record].lead_group_id),
    }[gap.kind]()
    days = (read.plan.day - gap.since).days
    return Alert(
        gap.rule, gap.kind, gap.record, gap.ref, gap.title, gap.area, owner, gap.since, days,
        gap.why,
    )  # fmt: skip


def _accountable(read: Readings, reading: ActionReading) -> str:
    """The one accountable owner; a group is not one, so its alerts stand under no owner."""
    return "" if reading.action.owner_id in read.plan.group else reading.owner


def _late_words(reading: ActionReading) -> str:
    late = counted(reading.days_overdue, "day")
    if reading.status is Status.ON_TRACK:
        return f"It is reported on track; its date passed {late} ago."
    return f"It is {late} overdue."


def _silence_words(reading: ActionReading) -> str:
    if reading.last_update_on is None:
        expected = day_words(reading.silent_since)
        return f"It has never had an update; one has been expected since {expected}."
    return f"The last update was on {day_words(reading.last_update_on)}."


def _extended_words(reading: ActionReading) -> str:
    first = day_words(reading.original_due_on) if reading.original_due_on else ""
    times = times_words(reading.times_extended)
    return f"Its due date has been moved to a later day {times}; at first it was {first}."


def _owner_left_on(read: Readings, reading: ActionReading) -> date | None:
    """The day the owner's post fell empty, while the action is still to be done."""
    post = read.plan.post.get(reading.action.owner_id) if reading.action.owner_id else None
    gone = post.ends_on if post else None
    return gone if gone and gone < read.plan.day and not reading.complete else None
