"""The first screen's words: the finding, changes, delivery against effect, what needs attention."""

from collections import Counter
from datetime import date, timedelta

import pytest
from builders import (
    BETTER,
    FEW,
    START,
    TODAY,
    UNMOVED,
    WORSE,
    a_group,
    a_measure,
    a_meeting,
    a_plan,
    a_plan_as_at,
    a_post,
    an_action,
    an_area,
    an_update,
    points,
    settings_changed,
    stated,
)
from hypothesis import given
from hypothesis import strategies as st

from tracker.alerts import alerts
from tracker.attention import attention
from tracker.measures import MeasureKind
from tracker.plan import Status
from tracker.progress import EFFECT_ROWS, change_words, progress_as_at
from tracker.readings import readings

A_DAY = timedelta(days=1)
POST, BOARD = a_post(), a_group()
SERIES = {"better": BETTER, "worse": WORSE, "same": UNMOVED, "few": FEW}


def progress(*said, measured=None, day=TODAY, **given):
    def readings_at(on):
        return readings(a_plan_as_at(*said, day=on, measured=measured, **given))

    return progress_as_at(readings_at, day)


def plan_of(*effects, statuses=(), due_on=None):
    """An area for each effect (a key of SERIES, or '' for no measure), and actions in the first."""
    areas = [an_area(str(n)) for n, _ in enumerate(effects, start=1)]
    measures = [
        a_measure(f"M{a.ref}", a) for a, effect in zip(areas, effects, strict=True) if effect
    ]
    series = [points(*SERIES[effect]) for effect in effects if effect]
    actions = [an_action(f"1.{n}", due_on=due_on) for n, _ in enumerate(statuses, start=1)]
    reports = [an_update(a, status=s) for a, s in zip(actions, statuses, strict=True) if s]
    measured = {m.id: its for m, its in zip(measures, series, strict=True)}
    return progress(*areas, *measures, *actions, *reports, measured=measured)


# The finding


@pytest.mark.parametrize(
    ("areas", "finding"),
    [
        (0, "Nothing is in this plan yet"),
        (1, "1 area for improvement and no action yet"),
        (6, "6 areas for improvement and no action yet"),
    ],
)
def test_a_plan_without_actions_says_what_it_has(areas, finding):
    assert progress(*(an_area(str(n)) for n in range(areas))).finding == finding


DONE, GOING = Status.COMPLETE, Status.ON_TRACK


@pytest.mark.parametrize(
    ("effects", "statuses", "finding"),
    [
        ([""], [None], "0 of 1 action complete; none overdue; no area has a measure"),
        (["few"], [DONE], "1 of 1 action complete; none overdue; no measure shows a change yet"),
        (
            ["same", "few"],
            [DONE, DONE, DONE],
            "3 of 3 actions complete; none overdue; no measure shows a change yet",
        ),
        (
            ["better", "same", ""],
            [DONE, GOING],
            "1 of 2 actions complete; none overdue; measures better in 1 of 3 areas",
        ),
        (
            ["worse"],
            [GOING, None],
            "0 of 2 actions complete; none overdue; measures worse in 1 of 1 area",
        ),
        (
            ["better", "worse", "better"],
            [GOING, DONE],
            "1 of 2 actions complete; none overdue; measures better in 2 of 3 areas, worse in 1",
        ),
    ],
)
def test_the_finding_names_effect_beside_delivery(effects, statuses, finding):
    assert plan_of(*effects, statuses=statuses).finding == finding


def test_the_finding_counts_what_is_overdue():
    late = plan_of("same", statuses=[GOING, DONE, None], due_on=TODAY - A_DAY)
    assert late.finding.startswith("1 of 3 actions complete; 2 overdue; ")


def test_a_balancing_measure_alone_is_not_told_as_no_measure():
    harm = a_measure(measure_kind=MeasureKind.BALANCING)
    found = progress(an_area(), an_action(), harm, measured={harm.id: points(*WORSE)})
    assert found.finding.endswith("none overdue; no measure can show a change")


# Changes since the last meeting


def test_changes_compare_with_the_newest_meeting_before_the_day():
    one, two = an_action("1.1"), an_action("1.2")
    meetings = [a_meeting(date(2026, 5, 4)), a_meeting(date(2026, 9, 7)), a_meeting(TODAY)]
    reports = [
        an_update(one, date(2026, 3, 2), status=GOING),
        an_update(two, date(2026, 3, 2), status=Status.AT_RISK),
        an_update(one, date(2026, 10, 5), status=DONE),
    ]
    found = progress(an_area(), one, two, *meetings, *reports)
    assert (found.compared_with, found.since_meeting) == (date(2026, 9, 7), True)
    assert {name: change for name, change in found.changes.items() if change} == {
        "complete": 1,
        "on_track": -1,
    }


def test_without_a_meeting_changes_compare_with_the_plans_start_and_say_so():
    found = progress(an_area(), an_action(), an_update(status=GOING))
    assert (found.compared_with, found.since_meeting) == (START, False)
    assert found.changes == {
        "complete": 0,
        "on_track": 1,
        "at_risk": 0,
        "off_track": 0,
        "not_started": 0,
        "not_reported": -1,
    }


def test_a_partnership_without_a_plan_is_compared_with_itself():
    no_plan = stated(a_plan(), START, withdrawn=True)
    found = progress(a_plan(), no_plan, an_area(), an_action())
    assert (found.compared_with, found.since_meeting) == (TODAY, False)
    assert set(found.changes.values()) == {0}


reports = st.lists(
    st.tuples(st.integers(0, 4), st.dates(START, TODAY), st.sampled_from(Status)), max_size=12
)


@given(reports, st.dates(START, TODAY))
def test_changes_add_up_to_the_actions_added_since_then(reported, met_on):
    actions = [stated(an_action(f"1.{n}"), START + 60 * n * A_DAY) for n in range(5)]
    said = [an_update(actions[n].record, day, status=status) for n, day, status in reported]
    found = progress(an_area(), *actions, a_meeting(met_on), *said)
    assert sum(found.changes.values()) == found.now.counts.actions - found.before.counts.actions
    now, then = found.now.counts.by_status(), found.before.counts.by_status()
    assert {name: then[name] + found.changes[name] for name in then} == now


@pytest.mark.parametrize(
    ("change", "words"), [(0, "no change"), (1, "1 more"), (-1, "1 fewer"), (12, "12 more")]
)
def test_a_change_is_told_in_words(change, words):
    assert change_words(change) == words


def test_an_action_counts_in_its_home_area_only():
    home, other = an_area("1"), an_area("2")
    found = progress(home, other, an_action(also_serves=(other.id,)))
    assert [area.counts.actions for area in found.now.areas] == [1, 0]
    assert found.now.counts.actions == 1


# Delivery against effect

one_action = st.tuples(st.none() | st.sampled_from(Status), st.sampled_from(["", *SERIES]))


@given(st.lists(one_action, max_size=8))
def test_every_action_is_in_exactly_one_cell_the_one_of_its_status_and_effect(drawn):
    measures = {name: a_measure(name) for name in SERIES}
    said = []
    for number, (status, effect) in enumerate(drawn):
        linked = (measures[effect].id,) if effect else ()
        action = an_action(f"1.{number}", measure_ids=linked)
        said += [action, *([an_update(action, status=status)] if status else [])]
    measured = {measures[name].id: points(*values) for name, values in SERIES.items()}
    found = progress(an_area(), *measures.values(), *said, measured=measured)

    placed = Counter(reading.action.ref for cell in found.cells for reading in cell.actions)
    assert placed == Counter(f"1.{number}" for number in range(len(drawn)))
    assert [(cell.done, cell.effect) for cell in found.cells] == [
        (done, effect) for done in (True, False) for effect in EFFECT_ROWS
    ]
    for cell in found.cells:
        assert all(reading.complete is cell.done for reading in cell.actions)
        assert all(reading.effect is cell.effect for reading in cell.actions)


@pytest.mark.parametrize(
    ("status", "effect", "asks"),
    [
        (DONE, "same", True),
        (DONE, "worse", True),
        (GOING, "worse", True),
        (None, "worse", True),
        (DONE, "better", False),
        (DONE, "few", False),
        (GOING, "same", False),
    ],
)
def test_done_without_a_change_and_getting_worse_call_for_a_question(status, effect, asks):
    measure = a_measure()
    action = an_action(measure_ids=(measure.id,))
    report = [an_update(action, status=status)] if status else []
    measured = {measure.id: points(*SERIES[effect])}
    found = progress(an_area(), measure, action, *report, measured=measured)
    assert [cell.asks for cell in found.cells if cell.actions] == [asks]
    assert not any(cell.asks for cell in found.cells if not cell.actions)


# What needs attention


def told(*said, **given):
    return [f"{entry.title} {entry.says}" for entry in progress(*said, **given).attention]


def late(ref="1.1", days=12, status=None):
    action = an_action(ref, owner_id=POST.id, due_on=TODAY - days * A_DAY)
    return [action, *([an_update(action, status=status)] if status else [])]


@pytest.mark.parametrize(
    ("status", "days", "says"),
    [
        (Status.ON_TRACK, 1, "says “on track”; its date passed 1 day ago"),
        (Status.OFF_TRACK, 12, "is off track and 12 days overdue"),
        (Status.AT_RISK, 1, "is at risk and 1 day overdue"),
        (Status.NOT_STARTED, 12, "is 12 days overdue"),
        (None, 1, "is 1 day overdue"),
    ],
)
def test_what_is_overdue_is_told_beside_what_the_owner_says(status, days, says):
    first = told(an_area(), POST, *late(days=days, status=status))[0]
    assert first == f"Action 1.1 {says}"


def test_one_in_trouble_whose_measure_worsens_says_all_three():
    measure = a_measure()
    action, report = late(status=Status.OFF_TRACK)
    action = action.model_copy(update={"measure_ids": (measure.id,)})
    said = told(an_area(), POST, measure, action, report, measured={measure.id: points(*WORSE)})
    assert said[:2] == [
        "Action 1.1 is off track, 12 days overdue, and its measure is getting worse",
        "Measure M1 is getting worse",
    ]


def test_each_record_is_told_once_by_its_worst_alert():
    said = told(an_area(), *late(), POST)
    assert sum(entry.startswith("Action 1.1 ") for entry in said) == 1


def test_a_gap_that_many_share_is_one_entry_and_of_two_each_is_told():
    two = told(an_area(), *(an_action(ref) for ref in ("1.1", "1.2")))
    assert two[:2] == ["Action 1.1 has no owner", "Action 1.2 has no owner"]
    three = told(an_area(), *(an_action(ref) for ref in ("1.1", "1.2", "1.3")))
    assert three[0] == "3 actions have no one post as owner"


def test_actions_and_areas_that_lack_the_same_are_told_apart():
    areas = [an_area(str(n)) for n in range(1, 4)]
    actions = [an_action(f"{n}.{m}", areas[n - 1]) for n in range(1, 4) for m in (1, 2)]
    many = settings_changed(attention_items=50)
    said = told(*areas, *actions, reference=many)
    assert "6 actions have no outcome" in said
    assert "3 areas have no outcome" in said


SENTENCES = [
    ([an_action()], "Action 1.1 has no owner"),
    ([BOARD, an_action(owner_id=BOARD.id)], "Action 1.1 is owned by a group: name one post"),
    ([POST, an_action(owner_id=POST.id)], "Action 1.1 has never had an update"),
    (
        [POST, an_action(owner_id=POST.id), an_update(as_of=date(2026, 3, 2))],
        "Action 1.1 has had no update since 2 Mar 2026",
    ),
    (
        [a_post(ends_on=START), an_action(owner_id=POST.id), an_update()],
        "Action 1.1 has an owner who has left",
    ),
    (
        [POST, an_action(owner_id=POST.id), an_update(status=DONE)],
        "Action 1.1 is complete and nothing shows what came of it",
    ),
    ([a_measure(frequency="weekly")], "Measure M1 has no recent data"),
    ([], "Area 1 has no action"),
]


@pytest.mark.parametrize(("said", "words"), SENTENCES)
def test_what_needs_attention_is_told_in_sentences(said, words):
    assert told(an_area(), *said)[0] == words


def test_a_due_date_moved_often_says_how_often():
    moves = [
        stated(an_action(owner_id=POST.id, due_on=TODAY + n * A_DAY), START + n * A_DAY)
        for n in (1, 2, 3)
    ]
    said = told(an_area(), POST, *moves, an_update())
    assert said[0] == "Action 1.1 has had its due date moved twice"


@pytest.mark.parametrize("most", [0, 1, 3, 100])
def test_at_most_as_many_are_named_as_the_settings_say(most):
    areas = [an_area(str(n)) for n in range(1, 4)]
    found = progress(*areas, *late(), POST, reference=settings_changed(attention_items=most))
    everything = attention(found.now, found.alerts)
    assert found.attention == everything[:most]
    assert len(everything) > 3


def test_a_plan_in_which_nothing_is_wrong_needs_no_attention():
    assert progress().attention == ()


actions_drawn = st.lists(
    st.tuples(st.booleans(), st.integers(-50, 50), st.none() | st.sampled_from(Status)), max_size=8
)


@given(actions_drawn, st.integers(0, 4))
def test_no_alert_is_lost_however_they_are_grouped(drawn, areas):
    said = [an_area(str(n)) for n in range(1, areas + 2)]
    for n, (owned, due_in, status) in enumerate(drawn):
        owner = POST.id if owned else None
        action = an_action(f"1.{n}", owner_id=owner, due_on=TODAY + due_in * A_DAY)
        said += [action, *([an_update(action, status=status)] if status else [])]
    read = readings(a_plan_as_at(POST, *said))
    found = alerts(read)
    entries = attention(read, found)
    named = [entry.record for entry in entries if entry.record]
    shared = {entry.rule for entry in entries if not entry.record}
    assert len(named) == len(set(named))
    for alert in found:
        assert alert.rule == "due_soon" or alert.record in named or alert.rule in shared
