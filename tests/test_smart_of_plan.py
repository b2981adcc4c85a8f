"""The SMART check of a plan as at its day: links, notes of people, since when, and how it is told.

What each letter asks for is tested in test_smart.py.
"""

from datetime import date, timedelta

import pytest
from builders import (
    START,
    TODAY,
    a_doubt,
    a_group,
    a_measure,
    a_person,
    a_plan,
    a_plan_as_at,
    a_post,
    an_action,
    an_area,
    an_outcome,
    an_update,
    settings_changed,
    stated,
)
from commands import refused, tracker
from hypothesis import given
from hypothesis import strategies as st

from tracker.alerts import alerts
from tracker.measures import MeasureKind
from tracker.plan import Status
from tracker.readings import readings
from tracker.records import record_id
from tracker.smart import MEND_ORDER, SmartCheck, smart_readings
from tracker.smart_listing import smart_answer, smart_lines
from tracker.smart_notes import Letter, SmartNote, Verdict

A_DAY = timedelta(days=1)
AREA, POST, BOARD, ISLA = an_area(), a_post(), a_group(), a_person()
OUTCOME = an_outcome(quality_indicators=("2019 2.1",))
MEASURE = a_measure(
    definition="Children who say they were heard, counted by advocates.",
    baseline=61.0, baseline_period="2025", short_target=75.0, short_by=date(2027, 3, 31),
)  # fmt: skip
GOOD = {
    "title": "Publish the ten guarantees", "owner_id": POST.id, "outcome_id": OUTCOME.id,
    "measure_ids": (MEASURE.id,), "due_on": date(2026, 12, 18), "resources": "A printer's bill",
}  # fmt: skip


def good(ref="1.1", **said):
    """An action that passes every letter, but for what is said otherwise."""
    return an_action(ref, **GOOD | said)


def a_note(letter, verdict, action=None, **said):
    action = action or good()
    filled = {"id": record_id("s", "smart_note", f"{action.ref} {letter}"), "action_id": action.id}
    filled |= {"letter": letter, "verdict": verdict, "words": "We agreed this with the inspector."}
    return SmartNote(**filled | said)


def as_at(*said, **given_):
    records = (AREA, POST, BOARD, OUTCOME, MEASURE, *said)
    return a_plan_as_at(*records, people=[ISLA], **given_)


def checked(*said, ref="1.1", **given_):
    plan = as_at(*said, **given_)
    (action,) = (action for action in plan.actions if action.ref == ref)
    return smart_readings(plan)[action.id]


def verdicts(*said, **given_):
    return {mark.letter: mark.stands.value for mark in checked(*said, **given_).marks}


def raised(*said, **given_):
    found = alerts(readings(as_at(*said, **given_)))
    return [alert for alert in found if alert.rule == "not_smart"]


ALL_PASS = dict.fromkeys(Letter, "pass")

# What the records say


def test_an_action_with_everything_passes_every_letter() -> None:
    assert verdicts(good()) == ALL_PASS
    assert checked(good()).to_mend == ()


@pytest.mark.parametrize(
    ("said", "letter", "says"),
    [
        ({"title": "Develop an approach"}, Letter.S, "partly"),
        ({"title": "Governance"}, Letter.S, "fail"),
        ({"measure_ids": ()}, Letter.M, "fail"),
        ({"owner_id": None}, Letter.A, "fail"),
        ({"owner_id": BOARD.id}, Letter.A, "fail"),
        ({"owner_id": ISLA.id}, Letter.A, "pass"),
        ({"outcome_id": None}, Letter.R, "fail"),
        ({"due_on": None}, Letter.T, "fail"),
        ({"due_on": START - A_DAY}, Letter.T, "fail"),
    ],
)
def test_what_an_action_lacks_shows_in_its_own_letter_and_in_no_other(said, letter, says) -> None:
    assert verdicts(good(**said)) == ALL_PASS | {letter: says}


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"baseline": None, "baseline_period": ""}, "partly"),
        ({"short_target": None, "short_by": None}, "partly"),
        ({"short_by": None}, "partly"),
        ({"definition": ""}, "partly"),
        ({"measure_kind": MeasureKind.PROCESS}, "pass"),
        ({"measure_kind": MeasureKind.BALANCING}, "fail"),
    ],
)
def test_m_looks_at_how_complete_the_measure_is(said, says) -> None:
    measure = MEASURE.model_copy(update=said)
    assert verdicts(good(), stated(measure, START)) == ALL_PASS | {Letter.M: says}


def test_a_count_of_activity_is_no_result_for_children() -> None:
    counts = {"title": "Staff trained", "definition": "Staff who came.", "unit": "staff"}
    counts |= {"measure_kind": MeasureKind.PROCESS}
    bare = a_measure("M2", **counts)
    smart = checked(bare, good(measure_ids=(bare.id,)))
    assert smart[Letter.M].finding.verdict is Verdict.FAIL
    assert smart[Letter.M].finding.reason.startswith("No baseline: “Staff trained” counts ")
    rate = a_measure("M3", **counts | {"unit": "per cent"})
    assert checked(rate, good(measure_ids=(rate.id,)))[Letter.M].finding.verdict == "partly"


def test_an_outcome_measure_is_a_result_though_it_speaks_of_meetings() -> None:
    asked = MEASURE.model_copy(update={"definition": "Heard at meetings.", "unit": "children"})
    assert verdicts(good(), stated(asked, START)) == ALL_PASS


def test_the_best_of_several_measures_decides() -> None:
    other = a_measure("M2")
    assert verdicts(other, good(measure_ids=(other.id, MEASURE.id))) == ALL_PASS


def test_an_outcome_without_quality_indicator_is_partly() -> None:
    bare = an_outcome("2")
    assert verdicts(bare, good(outcome_id=bare.id)) == ALL_PASS | {Letter.R: "partly"}


def test_a_date_outside_the_plan_is_told() -> None:
    plan = stated(a_plan(ends_on=date(2026, 11, 30)), START)
    assert verdicts(plan, good()) == ALL_PASS | {Letter.T: "partly"}
    reason = checked(plan, good())[Letter.T].finding.reason
    assert reason == "It is due on 18 Dec 2026, after the plan ends (30 Nov 2026)."


def moved(times):
    dues = [date(2026, 12, 30) + n * 30 * A_DAY for n in range(times + 1)]
    return [stated(good(due_on=due), START + n * A_DAY) for n, due in enumerate(dues)]


def test_a_date_that_has_moved_too_often_is_partly() -> None:
    says = [verdicts(*moved(times))[Letter.T] for times in range(4)]
    assert says == ["pass", "pass", "partly", "partly"]
    patient = settings_changed(extended_often_times=3)
    assert verdicts(*moved(2), reference=patient)[Letter.T] == "pass"


def test_a_date_that_has_passed_is_partly_until_the_action_is_complete() -> None:
    late = good(due_on=TODAY - A_DAY)
    finding = checked(late)[Letter.T].finding
    assert (finding.verdict, finding.reason) == (
        Verdict.PARTLY, "It was due by 20 Nov 2026, and it is not complete.",
    )  # fmt: skip
    assert verdicts(late, an_update(late, status=Status.AT_RISK))[Letter.T] == "partly"
    assert verdicts(late, an_update(late, status=Status.COMPLETE))[Letter.T] == "pass"
    assert verdicts(good(due_on=TODAY))[Letter.T] == "pass"


def test_two_leads_that_came_in_as_a_group_are_told_as_two_leads() -> None:
    both = a_group(name="Head of Service and Lead Officer")
    finding = checked(good(owner_id=both.id), both)[Letter.A].finding
    assert finding.reason.endswith("names two leads: who answers for it?")


def test_what_was_written_where_the_date_should_stand_is_quoted() -> None:
    action = good(due_on=None)
    doubt = a_doubt(action, field="due_on", words="“Ongoing” is not a date.")
    assert checked(action, doubt)[Letter.T].finding.reason == "“Ongoing” is not a date."


def test_a_measure_or_outcome_that_is_withdrawn_counts_no_more() -> None:
    gone = [stated(one, START + 9 * A_DAY, withdrawn=True) for one in (MEASURE, OUTCOME)]
    says = verdicts(good(), *gone)
    assert (says[Letter.M], says[Letter.R]) == ("fail", "fail")


# A person's word beside the check's


def test_a_note_overrules_one_letter_and_the_checks_own_verdict_still_shows() -> None:
    action = good(title="Governance")
    smart = checked(action, a_note(Letter.S, Verdict.PASS, action))
    mark = smart[Letter.S]
    assert (mark.finding.verdict, mark.stands) == (Verdict.FAIL, Verdict.PASS)
    assert smart.lacks == () and smart.to_mend == ()


def test_a_note_may_fail_what_the_check_lets_pass() -> None:
    smart = checked(good(), a_note(Letter.M, Verdict.FAIL, words="It is the wrong measure."))
    assert smart.lacks == (Letter.M,)
    assert smart[Letter.M].why == "It is the wrong measure."


def test_a_note_that_is_withdrawn_and_a_note_on_another_action_change_nothing() -> None:
    action = good(title="Governance")
    note = a_note(Letter.S, Verdict.PASS, action)
    assert checked(action, note, stated(note, TODAY, withdrawn=True)).lacks == (Letter.S,)
    assert checked(action, good("1.2"), a_note(Letter.S, Verdict.PASS, good("1.2"))).lacks == (
        Letter.S,
    )


# The alert


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, False),
        ({"owner_id": None}, False),
        ({"measure_ids": ()}, False),
        ({"title": "Develop an approach"}, False),
        ({"title": "Governance"}, True),
        ({"owner_id": None, "due_on": None}, True),
        ({"measure_ids": (), "outcome_id": None}, True),
    ],
)
def test_it_alarms_where_s_fails_or_two_letters(said, told) -> None:
    """One missing owner, date, outcome or measure has an alert of its own."""
    assert bool(raised(good(**said))) is told


def test_the_alert_says_what_fails_and_what_to_mend_first() -> None:
    (alert,) = raised(good(title="Governance", measure_ids=()))
    assert alert.why == (
        "It fails S and M. “Governance” names a subject: nothing in it is to be done or will exist."
    )
    assert (alert.kind, alert.ref, alert.owner) == ("action", "1.1", "The lead")


def test_a_group_as_owner_is_no_owner_of_the_alert() -> None:
    (alert,) = raised(good(owner_id=BOARD.id, due_on=None))
    assert alert.owner == ""


def test_a_finished_action_is_not_asked_to_be_smart() -> None:
    action = good(title="Governance")
    assert raised(action)
    assert not raised(action, an_update(action, status=Status.COMPLETE))


def test_a_note_ends_the_alert() -> None:
    action = good(title="Governance")
    assert not raised(action, a_note(Letter.S, Verdict.PASS, action))


def test_it_is_since_the_version_that_failed_and_not_since_a_failure_that_was_mended() -> None:
    bad = good(title="Governance")
    (alert,) = raised(stated(bad, START), stated(good(what="x"), START + 10 * A_DAY),
                      stated(bad, START + 20 * A_DAY))  # fmt: skip
    assert (alert.since, alert.days) == (START + 20 * A_DAY, (TODAY - START).days - 20)
    (steady,) = raised(stated(bad, START), stated(good(title="Leadership"), START + 10 * A_DAY))
    assert steady.since == START


def test_it_is_since_the_day_a_measure_or_a_note_was_withdrawn() -> None:
    no_owner = good(owner_id=None)
    gone = stated(MEASURE, START + 30 * A_DAY, withdrawn=True)
    (alert,) = raised(stated(no_owner, START), gone)
    assert alert.since == START + 30 * A_DAY
    bad = good(title="Governance")
    note = a_note(Letter.S, Verdict.PASS, bad)
    (alert,) = raised(stated(bad, START), stated(note, START + A_DAY),
                      stated(note, START + 40 * A_DAY, withdrawn=True))  # fmt: skip
    assert alert.since == START + 40 * A_DAY


def test_it_is_since_the_day_the_area_of_its_measure_and_outcome_was_withdrawn() -> None:
    other = an_area("2")
    linked = [a_measure("M2", other), an_outcome("2", other)]
    action = good(measure_ids=(linked[0].id,), outcome_id=linked[1].id)
    gone = stated(other, START + 50 * A_DAY, withdrawn=True)
    (alert,) = raised(other, *linked, stated(action, START), gone)
    assert alert.since == START + 50 * A_DAY


@given(st.lists(st.booleans(), min_size=1, max_size=8))
def test_since_is_the_first_of_the_failing_versions_without_a_break(failing) -> None:
    versions = [
        stated(good(title="Governance" if fails else "Publish the plan"), START + n * A_DAY)
        for n, fails in enumerate(failing)
    ]
    found = raised(*versions)
    if not failing[-1]:
        assert found == []
    else:
        last_good = max((n for n, fails in enumerate(failing) if not fails), default=-1)
        assert found[0].since == START + (last_good + 1) * A_DAY


# How it is told


def test_the_answer_has_the_promised_keys() -> None:
    action = good(title="Governance", measure_ids=())
    answer = smart_answer(as_at(action, a_note(Letter.M, Verdict.PARTLY, action)))
    assert set(answer) == {"partnership", "as_at", "actions", "note"}
    assert answer["note"].startswith("An aid")
    (told,) = answer["actions"]
    assert (told["ref"], told["area_ref"], told["lacks"]) == ("1.1", "1", ["S"])
    assert list(told["letters"]) == ["S", "M", "A", "R", "T"]
    measured = told["letters"]["M"]
    assert set(measured) == {"verdict", "reason", "mend", "overruled"}
    assert measured["verdict"] == "fail"
    assert measured["overruled"] == {
        "verdict": "partly", "note": "We agreed this with the inspector.",
    }  # fmt: skip
    assert told["letters"]["A"] == {
        "verdict": "pass", "reason": "“The lead” answers for it with agreed resources.",
        "mend": None, "overruled": None,
    }  # fmt: skip


def test_people_read_the_most_useful_mend_first() -> None:
    said = [
        good("1.1", measure_ids=()), good("1.2", owner_id=None, measure_ids=()),
        good("1.3", title="Governance"), good("1.4"), good("1.5", title="Develop an approach"),
    ]  # fmt: skip
    lines = smart_lines(as_at(*said))
    assert lines[0] == "5 actions; 1 with nothing to mend."
    heads = [line[:3] for line in lines if line[:2] == "1."]
    assert heads == ["1.3", "1.2", "1.1", "1.5"]
    assert "  S fail: “Governance” names a subject" in "\n".join(lines)
    assert lines[-1].startswith("An aid")


@given(st.sets(st.sampled_from(["title", "measure_ids", "owner_id", "outcome_id", "due_on"])))
def test_what_to_mend_is_in_the_order_in_which_mending_pays(lacking) -> None:
    none = {"title": "Governance", "measure_ids": (), "owner_id": None}
    said = {name: none.get(name) for name in lacking}
    smart = checked(good(**said))
    letters = [mark.letter for mark in smart.to_mend]
    assert letters == [letter for letter in MEND_ORDER if letter in smart.lacks]
    assert len(letters) == len(lacking)


def test_a_plan_without_actions_has_nothing_to_tell() -> None:
    plan = as_at()
    assert smart_lines(plan) == [] and smart_answer(plan)["actions"] == []


def test_one_check_of_a_plan_answers_for_each_of_its_actions() -> None:
    plan = as_at(good("1.1"), good("1.2", due_on=None))
    check = SmartCheck(plan)
    assert {a.ref: check.of(a).lacks for a in plan.actions} == {"1.1": (), "1.2": (Letter.T,)}


# The command


def test_the_command_says_where_morays_plan_is_not_smart_as_its_reviewers_said(examples) -> None:
    """The progress review of September 2017 found the groups' delivery plans not yet SMART."""
    asked = ("smart", "--partnership", "moray", "--database", examples)
    answer = tracker(*asked, "--json").answer
    assert (answer["partnership"], answer["as_at"]) == ("moray", "2017-12-31")
    lacks = {action["ref"]: action["lacks"] for action in answer["actions"]}
    assert lacks["1.2"] == lacks["1.3"] == ["M", "A", "R", "T"]
    said = tracker(*asked)
    assert "A (achievable) fails in 28." in said.out
    assert "A group owns it (Four strategic groups): no one post answers for it." in said.out


def test_the_command_refuses_what_the_others_refuse(examples) -> None:
    asked = ("smart", "--database", examples, "--partnership")
    refused(tracker(*asked, "nowhere"), "no partnership called “nowhere”")
    refused(tracker(*asked, "illustrative", "--as-at", "2020-01-01"), "2020")
