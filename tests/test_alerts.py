"""Alerts: raised when they should be, not on the other side; whose, since when, why, in order."""

from datetime import date, timedelta

import pytest
from builders import (
    START,
    TODAY,
    UNMOVED,
    WORSE,
    a_cycle,
    a_group,
    a_measure,
    a_person,
    a_plan_as_at,
    a_post,
    a_test,
    an_action,
    an_aim,
    an_area,
    an_update,
    points,
    reference_lists,
    settings_changed,
    stated,
)
from hypothesis import given
from hypothesis import strategies as st

from tracker.alerts import alerts
from tracker.measures import Frequency
from tracker.plan import Action, Status
from tracker.readings import readings
from tracker.reference import Reference

A_DAY = timedelta(days=1)
AREA, POST, BOARD, ISLA = an_area(), a_post(), a_group(), a_person()
UNFINISHED = [Status.NOT_STARTED, Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK]
EXAMPLE = "https://example.org/audit"


def ago(days):
    return TODAY - days * A_DAY


def ahead(days):
    return TODAY + days * A_DAY


def owned(ref="1.1", **said):
    return an_action(ref, **{"owner_id": POST.id} | said)


def raised(*said, rule=None, **given):
    plan = a_plan_as_at(AREA, POST, BOARD, *said, people=[ISLA], **given)
    return [alert for alert in alerts(readings(plan)) if rule in {None, alert.rule}]


def only(*said, rule, **given):
    (alert,) = raised(*said, rule=rule, **given)
    return alert


# Due dates


@pytest.mark.parametrize(
    ("days_to_go", "rule"),
    [
        (-2, "overdue"),
        (-1, "overdue"),
        (0, "due_soon"),
        (1, "due_soon"),
        (28, "due_soon"),
        (29, ""),
    ],
)
@pytest.mark.parametrize("status", [None, *UNFINISHED])
def test_an_unfinished_action_is_overdue_or_due_soon_by_its_due_date(days_to_go, rule, status):
    action = owned(due_on=ahead(days_to_go))
    report = [an_update(action, status=status)] if status else []
    found = [a for a in raised(action, *report) if a.rule in {"overdue", "due_soon"}]
    assert [alert.rule for alert in found] == ([rule] if rule else [])
    for alert in found:
        assert (alert.since, alert.days) == (action.due_on, abs(days_to_go))
        assert (alert.kind, alert.ref, alert.owner) == ("action", "1.1", "The lead")


@given(st.none() | st.dates(ago(400), ahead(400)), st.none() | st.sampled_from(Status))
def test_no_action_is_both_overdue_and_due_soon(due, status):
    action = owned(due_on=due)
    report = [an_update(action, status=status)] if status else []
    rules = [alert.rule for alert in raised(action, *report)]
    assert rules.count("overdue") + rules.count("due_soon") <= 1
    if due is None or status is Status.COMPLETE:
        assert not {"overdue", "due_soon"} & set(rules)


@pytest.mark.parametrize(
    ("due", "status", "why"),
    [
        (ago(1), Status.ON_TRACK, "It is reported on track; its date passed 1 day ago."),
        (ago(12), Status.ON_TRACK, "It is reported on track; its date passed 12 days ago."),
        (ago(1), None, "It is 1 day overdue."),
        (ago(12), Status.OFF_TRACK, "It is 12 days overdue."),
    ],
)
def test_lateness_is_told_beside_what_the_owner_says(due, status, why):
    action = owned(due_on=due)
    report = [an_update(action, status=status)] if status else []
    assert only(action, *report, rule="overdue").why == why


def test_due_soon_says_when():
    assert only(owned(due_on=date(2026, 12, 1)), rule="due_soon").why == "It is due on 1 Dec 2026."


# Silence, and due dates that move


@pytest.mark.parametrize(("silent_for", "told"), [(41, False), (42, False), (43, True)])
def test_an_action_is_silent_after_more_days_than_the_settings_allow(silent_for, told):
    action = owned()
    found = raised(action, an_update(action, ago(silent_for)), rule="silent")
    assert [(a.since, a.days) for a in found] == ([(ago(43), 43)] if told else [])


def test_silence_is_told_with_the_day_of_the_last_report_or_that_there_is_none():
    action = owned()
    reported = only(action, an_update(action, date(2026, 3, 2)), rule="silent")
    assert reported.why == "The last update was on 2 Mar 2026."
    never = only(action, rule="silent")
    assert never.since == START
    expected = "It has never had an update; one has been expected since 5 Jan 2026."
    assert never.why == expected


def test_an_action_that_has_not_begun_is_not_yet_silent():
    assert raised(owned(starts_on=ago(42)), rule="silent") == []
    assert only(owned(starts_on=ago(43)), rule="silent").days == 43


def moved(*dues):
    """One action whose due date was stated anew each month."""
    return [stated(owned(due_on=due), START + 30 * n * A_DAY) for n, due in enumerate(dues)]


FIRST, SECOND, THIRD = ahead(10), ahead(70), ahead(90)


@pytest.mark.parametrize(
    ("dues", "moved_on"),
    [
        ([FIRST], None),
        ([FIRST, SECOND], None),
        ([THIRD, SECOND, FIRST], None),
        ([FIRST, SECOND, THIRD], START + 60 * A_DAY),
        ([FIRST, SECOND, FIRST, SECOND], START + 90 * A_DAY),
        ([FIRST, SECOND, THIRD, FIRST], START + 60 * A_DAY),
        ([FIRST, None, SECOND, THIRD], START + 90 * A_DAY),
        ([FIRST, SECOND, THIRD, None], START + 60 * A_DAY),
    ],
)
def test_a_due_date_moved_twice_to_a_later_day_is_told_from_the_last_time(dues, moved_on):
    found = raised(*moved(*dues), rule="extended_often")
    assert [alert.since for alert in found] == ([moved_on] if moved_on else [])
    for alert in found:
        days = (TODAY - moved_on).days
        why = "Its due date has been moved to a later day twice; at first it was 1 Dec 2026."
        assert (alert.days, alert.why) == (days, why)


# Owners


def test_a_group_is_no_owner_and_its_actions_alerts_stand_under_nobody():
    action = owned(owner_id=BOARD.id, due_on=ago(3))
    found = {alert.rule: alert for alert in raised(action)}
    assert {found["overdue"].owner, found["no_owner"].owner} == {""}
    assert found["no_owner"].why == "A group owns it (The board): name one post."


def test_a_person_may_be_the_owner():
    action = owned(owner_id=ISLA.id, due_on=ago(3))
    assert only(action, rule="overdue").owner == "Isla Ross"
    assert raised(action, rule="no_owner") == []


@pytest.mark.parametrize(
    ("ends_on", "status", "told"),
    [
        (None, None, False),
        (ahead(1), None, False),
        (TODAY, None, False),  # the last day it is filled
        (ago(1), None, True),
        (ago(1), Status.ON_TRACK, True),
        (ago(1), Status.COMPLETE, False),
    ],
)
def test_an_unfinished_action_whose_owner_has_left_is_told(ends_on, status, told):
    post, action = a_post(starts_on=START, ends_on=ends_on), owned()
    report = [an_update(action, status=status)] if status else []
    found = raised(post, action, *report, rule="owner_left")
    why = "Nobody has held the post since 20 Nov 2026."
    its = [(a.since, a.days, a.why, a.owner) for a in found]
    assert its == ([(ago(1), 1, why, "The lead")] if told else [])


@pytest.mark.parametrize(
    ("rule", "kind", "said", "owner"),
    [
        ("no_due_date", "action", [owned()], "The lead"),
        ("no_target", "measure", [a_measure(owner_id=POST.id)], "The lead"),
        ("no_target", "measure", [a_measure(owner_id=BOARD.id)], "The board"),
        ("no_target", "measure", [a_measure()], ""),
        ("area_without_action", "area", [an_area(lead_group_id=BOARD.id)], "The board"),
        ("area_without_action", "area", [], ""),
    ],
)
def test_a_gap_is_an_alert_of_whoever_can_mend_it(rule, kind, said, owner):
    alert = only(*said, rule=rule)
    assert (alert.kind, alert.owner) == (kind, owner)
    assert (alert.since, alert.days) == (START, (TODAY - START).days)


# What came of it


@pytest.mark.parametrize(
    ("status", "said", "told"),
    [
        (Status.COMPLETE, {}, True),
        (Status.COMPLETE, {"done": "It is written."}, True),
        (Status.COMPLETE, {"data_show": "Waits fell."}, False),
        (Status.COMPLETE, {"evidence_link": EXAMPLE}, False),
        (Status.ON_TRACK, {}, False),
    ],
)
def test_a_finished_action_with_nothing_to_show_is_told(status, said, told):
    action = owned()
    found = raised(action, an_update(action, ago(9), status=status, **said))
    its = [(a.since, a.days) for a in found if a.rule == "done_without_evidence"]
    assert its == ([(ago(9), 9)] if told else [])


def test_a_finished_action_whose_measure_has_not_moved_is_told_as_its_owners():
    measure = a_measure()
    action = owned(measure_ids=(measure.id,))
    done = an_update(action, ago(200), status=Status.COMPLETE)
    again = an_update(action, ago(9), status=Status.COMPLETE)
    alert = only(
        measure, action, done, again,
        rule="done_no_effect", measured={measure.id: points(*UNMOVED)},
    )  # fmt: skip
    whose = (alert.kind, alert.owner, alert.since, alert.days)
    assert whose == ("action", "The lead", ago(200), 200)


SIX_MONTHS_AGO = date(2026, 5, 21)
IMPROVED_AND_BACK = (*UNMOVED, *[30] * 8, *UNMOVED)


@pytest.mark.parametrize(
    ("done_on", "values", "told"),
    [
        (SIX_MONTHS_AGO, UNMOVED, True),
        (SIX_MONTHS_AGO + A_DAY, UNMOVED, False),
        (SIX_MONTHS_AGO, WORSE, True),  # no improvement either
        (SIX_MONTHS_AGO, (), True),
        (SIX_MONTHS_AGO, (*UNMOVED, *[30] * 8), False),
        (ago(700), IMPROVED_AND_BACK, False),  # it did improve after the action
        (ago(200), IMPROVED_AND_BACK, True),  # it improved before, and not since
    ],
)
def test_done_without_effect_needs_six_months_and_no_improvement_since(done_on, values, told):
    measure = a_measure()
    action = owned(measure_ids=(measure.id,))
    done = an_update(action, done_on, status=Status.COMPLETE)
    measured = {measure.id: points(*values)}
    assert bool(raised(measure, action, done, rule="done_no_effect", measured=measured)) is told


def test_a_balancing_measure_cannot_say_that_a_finished_action_had_no_effect():
    measure = a_measure(measure_kind="balancing")
    action = owned(measure_ids=(measure.id,))
    done = an_update(action, ago(400), status=Status.COMPLETE)
    measured = {measure.id: points(*UNMOVED)}
    assert raised(measure, action, done, rule="done_no_effect", measured=measured) == []


# Settings, order, and what is withdrawn

MONTHLY = stated(a_measure(frequency="monthly"), ago(200))
# setting, value, what is said; the rule, and whether it is told as a rule and with that setting
CHANGED = [
    ("due_soon_days", 5, [owned(due_on=ahead(6))], "due_soon", True, False),
    ("due_soon_days", 40, [owned(due_on=ahead(40))], "due_soon", False, True),
    ("silent_days", 10, [owned(), an_update(owned(), ago(11))], "silent", False, True),
    ("silent_days", 90, [owned(), an_update(owned(), ago(60))], "silent", True, False),
    ("extended_often_times", 1, moved(FIRST, SECOND), "extended_often", False, True),
    ("extended_often_times", 3, moved(FIRST, SECOND, THIRD), "extended_often", True, False),
    ("extended_often_times", 0, moved(FIRST), "extended_often", False, False),  # it never moved
    ("measure_late_times", 9, [MONTHLY], "measure_late", True, False),
    ("measure_late_times", 6, [MONTHLY], "measure_late", True, True),
    ("measure_late_days", 199, [MONTHLY], "measure_late", True, True),
    ("measure_late_days", 200, [MONTHLY], "measure_late", True, False),
]


@pytest.mark.parametrize(("name", "value", "said", "rule", "usual", "told"), CHANGED)
def test_a_changed_setting_changes_what_is_told(name, value, said, rule, usual, told):
    assert bool(raised(*said, rule=rule)) is usual
    changed = settings_changed(**{name: value})
    assert bool(raised(*said, rule=rule, reference=changed)) is told


def test_a_rule_taken_out_of_the_list_is_no_longer_told():
    lists = dict(reference_lists().lists)
    lists["alert_rules"] = tuple(row for row in lists["alert_rules"] if row.key != "no_owner")
    assert raised(an_action(), rule="no_owner") != []
    assert raised(an_action(), rule="no_owner", reference=Reference(lists)) == []


def test_the_worst_rule_comes_first_then_the_longest_then_the_reference():
    late = [owned(ref, due_on=ago(days)) for ref, days in (("1.10", 5), ("1.9", 5), ("1.2", 9))]
    soon = [owned(ref, due_on=ahead(days)) for ref, days in (("1.3", 20), ("1.4", 2))]
    found = raised(*late, *soon)
    assert [a.ref for a in found if a.rule == "overdue"] == ["1.2", "1.9", "1.10"]
    assert [a.ref for a in found if a.rule == "due_soon"] == ["1.4", "1.3"]
    ranks = [reference_lists().alert_rules[alert.rule].rank for alert in found]
    assert ranks == sorted(ranks)
    assert (found[0].rule, found[-1].rule) == ("overdue", "due_soon")


def test_every_rule_of_the_list_can_be_raised():
    measure = a_measure(frequency=Frequency.WEEKLY)
    still = a_measure("M2")
    gone = a_post("gone", ends_on=ago(30))
    done = owned("1.3", measure_ids=(still.id,))
    said = [
        an_area("2", raised_on=ago(400)), measure, still, gone, done,
        stated(an_area("3"), START), stated(an_area("3"), ago(90), withdrawn=True),
        stated(an_area("3"), ago(60)),
        *[an_aim(f"A{n}") for n in range(6)], a_test(evaluate_on=ago(1)),
        a_cycle(prediction="", starts_on=ago(60), ends_on=ago(40)),
        an_action("1.1", due_on=ago(5)),
        owned("1.2", owner_id=gone.id, due_on=ahead(5)),
        an_update(done, ago(200), status=Status.COMPLETE),
        *[stated(owned("1.4", due_on=ahead(n * 50)), START + n * A_DAY) for n in (1, 2, 3)],
    ]  # fmt: skip
    measured = {measure.id: points(*WORSE, last=ago(60)), still.id: points(*UNMOVED)}
    assert {a.rule for a in raised(*said, measured=measured)} == set(reference_lists().alert_rules)


def test_what_is_withdrawn_raises_nothing():
    measure, action = a_measure(frequency=Frequency.WEEKLY), an_action(due_on=ago(5))
    said = [measure, action, *(stated(x, ago(1), withdrawn=True) for x in (measure, action))]
    found = raised(*said, measured={measure.id: points(*WORSE, last=ago(60))})
    assert {alert.kind for alert in found} == {"area"}


def test_an_alert_answers_under_the_names_of_the_command_line():
    assert only(owned(due_on=ago(3)), rule="overdue").as_json("strathbraan") == {
        "rule": "overdue",
        "partnership": "strathbraan",
        "subject": {"kind": "action", "ref": "1.1", "title": "Action 1.1"},
        "owner": "The lead",
        "since": "2026-11-18",
        "days": 3,
        "why": "It is 3 days overdue.",
    }
    assert only(an_action(due_on=ago(3)), rule="overdue").as_json("strathbraan")["owner"] is None


def test_all_that_is_told_reads_as_sentences():
    found = raised(an_area("2"), an_action(due_on=ago(1)), a_measure(frequency="weekly"))
    assert len(found) > 8
    for alert in found:
        assert alert.why[0].isupper()
        assert alert.why.endswith(".")
        assert "_" not in alert.why


def test_an_action_counts_where_it_stands_on_the_day_and_not_later():
    action = owned(due_on=date(2026, 3, 31))
    later = stated(action.model_copy(update={"due_on": ahead(300)}), ago(5))
    assert isinstance(later.record, Action)
    assert raised(action, later, rule="overdue") == []
    assert only(action, later, rule="overdue", day=ago(6)).days == (ago(6) - action.due_on).days
