"""The register: filters that never lose or double an action, and orders that keep them all."""

from dataclasses import replace
from datetime import timedelta
from itertools import chain, product

import builders as b
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.plan import NOT_REPORTED, Action, Status
from tracker.readings import Readings, readings
from tracker.register import (
    ANY_GAP,
    ORDERS,
    Entry,
    Filters,
    entries,
    kept,
    ordered,
    register,
    withdrawn_entries,
)

GROUPS = [b.a_group("board"), b.a_group("committee")]
AREAS = [b.an_area("1", lead_group_id=GROUPS[0].id), b.an_area("2", lead_group_id=GROUPS[1].id)]
POSTS = [b.a_post("nurse"), b.a_post("chief")]
OUTCOME = b.an_outcome("1", AREAS[0])
OWNERS = [None, POSTS[0].id, POSTS[1].id, GROUPS[0].id]
DAYS = [None, b.TODAY - timedelta(30), b.TODAY - timedelta(1), b.TODAY, b.TODAY + timedelta(30)]


@st.composite
def plans(draw: st.DrawFn) -> Readings:
    """A plan with a handful of actions of every kind."""
    said: list[object] = [*GROUPS, *AREAS, *POSTS, OUTCOME]
    for number in range(draw(st.integers(0, 8))):
        area = draw(st.sampled_from(AREAS))
        action = b.an_action(
            f"{area.ref}.{number}", area, owner_id=draw(st.sampled_from(OWNERS)),
            due_on=draw(st.sampled_from(DAYS)),
            outcome_id=draw(st.sampled_from([None, OUTCOME.id])),
        )  # fmt: skip
        said.append(action)
        if status := draw(st.sampled_from([None, *Status])):
            on = b.START + timedelta(draw(st.integers(0, 300)))
            said.append(b.an_update(action, on, status=status))
        if draw(st.booleans()) and draw(st.booleans()):
            said.append(b.stated(action, b.TODAY, withdrawn=True, reason="joined"))
    return readings(b.a_plan_as_at(*said))  # type: ignore[arg-type]


filters = st.builds(
    Filters,
    area=st.sampled_from([None, *(area.id for area in AREAS)]),
    owner=st.sampled_from(OWNERS),
    unowned=st.booleans(),
    group=st.sampled_from([None, *(group.id for group in GROUPS)]),
    status=st.sampled_from(["", *Status, NOT_REPORTED]),
    overdue=st.booleans(),
    gap=st.sampled_from(["", ANY_GAP, "no_owner", "no_due_date", "no_outcome", "no_measure"]),
)


def ids(its: tuple[Entry, ...]) -> list[object]:
    return [entry.action.id for entry in its]


@given(plans())
def test_every_action_stands_once_in_the_register_or_among_the_withdrawn(read: Readings) -> None:
    standing, gone = ids(entries(read)), ids(withdrawn_entries(read))
    assert len(standing) == len(set(standing)) and len(gone) == len(set(gone))
    assert sorted(map(str, standing + gone)) == sorted(
        map(str, read.plan.histories.get(Action, {}))
    )
    assert standing == ids(register(read, Filters()))
    assert gone == ids(register(read, Filters(withdrawn=True)))


@given(plans(), filters)
def test_filters_together_leave_what_each_alone_leaves(read: Readings, chosen: Filters) -> None:
    everything = entries(read)
    alone = [
        set(ids(kept(everything, replace(Filters(), **{name: value}))))
        for name, value in vars(chosen).items()
    ]
    left = ids(register(read, chosen))
    assert set(left) == set.intersection(*alone)
    assert left == [action for action in ids(everything) if action in set(left)]


@given(plans())
def test_the_statuses_share_the_actions_out(read: Readings) -> None:
    shares = [ids(register(read, Filters(status=s))) for s in (*Status, NOT_REPORTED)]
    assert sorted(map(str, chain.from_iterable(shares))) == sorted(map(str, ids(entries(read))))
    counts = read.counts.by_status()
    assert [len(share) for share in shares] == [counts[s] for s in (*Status, NOT_REPORTED)]


@given(plans())
def test_the_overdue_and_the_unowned_are_those_of_the_counts(read: Readings) -> None:
    assert len(register(read, Filters(overdue=True))) == read.counts.overdue
    unowned = [r.action.id for r in read.actions if r.action.owner_id is None]
    assert ids(register(read, Filters(unowned=True))) == unowned


@given(plans())
def test_any_gap_is_every_gap_together(read: Readings) -> None:
    rules = {gap.rule for gap in read.gaps if gap.kind == "action"}
    each = {id_ for rule in rules for id_ in ids(register(read, Filters(gap=rule)))}
    assert set(ids(register(read, Filters(gap=ANY_GAP)))) == each


@given(plans(), st.sampled_from([*ORDERS, "nonsense"]))
def test_an_order_loses_and_doubles_nothing(read: Readings, by: str) -> None:
    its = entries(read)
    assert sorted(map(str, ids(ordered(its, by)))) == sorted(map(str, ids(its)))
    gone = withdrawn_entries(read)
    assert set(ids(ordered(gone, by))) == set(ids(gone))


@given(plans())
def test_a_search_narrows_like_a_filter(read: Readings) -> None:
    everything = ids(entries(read))
    some = set(everything[::2])
    assert ids(register(read, Filters(), some)) == everything[::2]
    assert register(read, Filters(), set()) == ()


def a_register() -> dict[str, Entry]:
    nurse = b.a_post("nurse", title="Nurse")
    chief = b.a_post("chief", title="chief")
    day = b.TODAY
    late = b.an_action("1.1", due_on=day - timedelta(9), owner_id=nurse.id)
    later = b.an_action("1.2", due_on=day - timedelta(2), owner_id=chief.id)
    undated = b.an_action("1.10")
    soon = b.an_action("1.3", due_on=day + timedelta(2), owner_id=nurse.id)
    said = (b.an_area(), nurse, chief, late, later, undated, soon)
    reports = (
        b.an_update(late, day - timedelta(1)),
        b.an_update(later, day - timedelta(50), status=Status.OFF_TRACK),
        b.an_update(soon, day - timedelta(5), status=Status.COMPLETE),
    )
    read = readings(b.a_plan_as_at(*said, *reports))
    return {entry.action.ref: entry for entry in entries(read)}


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("ref", ["1.1", "1.2", "1.3", "1.10"]),
        ("due", ["1.1", "1.2", "1.3", "1.10"]),  # undated last
        ("overdue", ["1.1", "1.2", "1.3", "1.10"]),
        ("update", ["1.10", "1.2", "1.3", "1.1"]),  # never reported first
        ("status", ["1.2", "1.10", "1.1", "1.3"]),  # complete last
        ("owner", ["1.2", "1.1", "1.3", "1.10"]),  # nobody last
    ],
)
def test_each_order_puts_first_what_it_promises(by: str, expected: list[str]) -> None:
    assert [entry.action.ref for entry in ordered(a_register().values(), by)] == expected


def test_a_withdrawn_action_says_who_and_why_and_counts_for_nothing() -> None:
    action = b.an_action(due_on=b.START)
    gone = b.stated(action, b.TODAY, withdrawn=True, reason="joined", recorded_by="Isla Ross")
    (entry,) = withdrawn_entries(readings(b.a_plan_as_at(b.an_area(), action, gone)))
    assert entry.withdrawn and entry.withdrawn.reason == "joined"
    assert (entry.status, entry.overdue, entry.last_update_on) == ("", False, None)


def test_pairs_of_filters_agree_whichever_comes_first() -> None:
    its = tuple(a_register().values())
    nurse = its[0].action.owner_id
    for one, other in product((Filters(overdue=True), Filters(owner=nurse)), repeat=2):
        assert kept(kept(its, one), other) == kept(kept(its, other), one)
