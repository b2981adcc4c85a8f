"""A driver diagram as a tree: nothing falls out of the drawing, whatever hangs on what."""

from datetime import timedelta

import pytest
from builders import (
    TODAY,
    a_cycle,
    a_driver,
    a_plan_as_at,
    a_test,
    an_aim,
    an_area,
    an_idea,
    stated,
)
from hypothesis import given
from hypothesis import strategies as some

from tracker.driver_diagrams import left_over, live_aims, without_a_place
from tracker.readings import readings
from tracker.tests_of_change import Driver

AIM = an_aim()
HEALTH, SCHOOL = a_driver("D1"), a_driver("D2")
UNDER = a_driver("D3", under=HEALTH)
BEGUN = {"starts_on": TODAY - timedelta(30)}
STUDIED = BEGUN | {"happened": "Six did.", "result": "Fewer.", "decided_on": TODAY}


def drawn(*said):
    return readings(a_plan_as_at(an_area(), AIM, *said)).diagrams


def of_idea(idea, ref="T1", **said):
    test = a_test(ref, idea_id=idea.id)
    return [test, a_cycle(test, **said)] if said else [test]


def names(branches):
    return [branch.driver.ref for branch in branches]


def test_the_tree_has_primary_drivers_secondary_ones_ideas_and_tests():
    one, other = an_idea("I1", UNDER), an_idea("I2", SCHOOL)
    (diagram,) = drawn(HEALTH, SCHOOL, UNDER, one, other, *of_idea(one, **BEGUN))
    assert names(diagram.drivers) == ["D1", "D2"]
    assert names(diagram.drivers[0].below) == ["D3"]
    assert [branch.idea.ref for branch in diagram.ideas] == ["I1", "I2"]
    assert [test.test.ref for test in diagram.tests] == ["T1"]


def test_a_driver_under_a_secondary_one_is_lifted_to_it():
    (diagram,) = drawn(HEALTH, UNDER, a_driver("D4", under=UNDER))
    assert names(diagram.drivers[0].below) == ["D3", "D4"]


def test_a_secondary_driver_whose_primary_is_withdrawn_becomes_a_primary_one():
    idea = an_idea("I1", UNDER)
    (diagram,) = drawn(HEALTH, UNDER, idea, stated(HEALTH, withdrawn=True, reason="Twice."))
    assert names(diagram.drivers) == ["D3"]
    assert [branch.idea for branch in diagram.ideas] == [idea]


def test_an_idea_whose_driver_is_withdrawn_stays_in_the_drawing_without_one():
    idea = an_idea("I1", SCHOOL)
    (diagram,) = drawn(SCHOOL, idea, stated(SCHOOL, withdrawn=True, reason="Twice."))
    assert [branch.idea for branch in diagram.loose] == [idea]
    assert "Without a driver\n    Change idea: Idea I1 (not tested)" in diagram.as_text


def test_ideas_of_a_withdrawn_aim_are_left_over_and_told():
    idea = an_idea("I1", HEALTH)
    gone = stated(AIM, withdrawn=True, reason="Reached.")
    plan = a_plan_as_at(an_area(), AIM, HEALTH, idea, gone)
    assert left_over(plan, readings(plan).diagrams) == (idea,)


def test_a_test_on_no_idea_stands_outside_the_diagrams():
    idea = an_idea("I1", HEALTH)
    plan = a_plan_as_at(an_area(), AIM, HEALTH, idea, *of_idea(idea), a_test("T2"))
    read = readings(plan)
    assert [test.test.ref for test in without_a_place(read.tests, read.diagrams)] == ["T2"]


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({}, "planned"),
        (BEGUN, "being tested now"),
        (STUDIED | {"decision": "adopt"}, "adopted"),
        (STUDIED | {"decision": "adapt"}, "adapted"),
        (STUDIED | {"decision": "abandon"}, "abandoned"),
        (STUDIED | {"decision": "test_again"}, "to be tested again"),
    ],
)
def test_an_idea_is_counted_by_how_its_tests_stand(said, word):
    idea = an_idea("I1", HEALTH)
    (diagram,) = drawn(HEALTH, idea, *of_idea(idea, **said))
    assert diagram.summary == f"1 change idea: 1 {word}."


def test_an_idea_whose_next_cycle_has_not_begun_is_planned():
    idea, test = an_idea("I1", HEALTH), a_test(idea_id=an_idea("I1").id)
    first = a_cycle(test, 1, **STUDIED, decision="adapt")
    (diagram,) = drawn(HEALTH, idea, test, first, a_cycle(test, 2))
    assert diagram.summary == "1 change idea: 1 planned."


def test_an_idea_adopted_after_another_test_of_it_was_abandoned_is_adopted():
    idea = an_idea("I1", HEALTH)
    first = of_idea(idea, "T1", **STUDIED, decision="abandon")
    second = of_idea(idea, "T2", **STUDIED, decision="adopt")
    (diagram,) = drawn(HEALTH, idea, *first, *second)
    assert diagram.summary == "1 change idea: 1 adopted."


def test_the_same_as_text_is_the_tree_from_top_to_bottom():
    one, two, none = an_idea("I1", UNDER), an_idea("I2", HEALTH), an_idea("I3", UNDER)
    (diagram,) = drawn(HEALTH, UNDER, one, two, none, *of_idea(one, **BEGUN))
    assert diagram.as_text.splitlines() == [
        "Aim: Aim A1",
        "  Primary driver: Driver D1",
        "    Secondary driver: Driver D3",
        "      Change idea: Idea I1 (Test 1 cycle 1 running)",
        "      Change idea: Idea I3 (not tested)",
        "    Change idea: Idea I2 (not tested)",
    ]


def test_an_aim_is_live_until_the_day_it_is_closed():
    closed = an_aim("A2", closed_on=TODAY)
    later = an_aim("A3", closed_on=TODAY + timedelta(1))
    assert live_aims(a_plan_as_at(an_area(), AIM, closed, later)) == (AIM, later)


# Whatever hangs on what: on a secondary driver, on a driver of another aim, round in a circle


@given(
    under=some.lists(some.integers(-1, 7), min_size=8, max_size=8),
    of_aim=some.lists(some.integers(0, 2), min_size=8, max_size=8),
    on=some.lists(some.integers(0, 7), max_size=12),
    gone=some.sets(some.integers(0, 7)),
    no_aim=some.sets(some.integers(0, 2)),
)
def test_every_driver_and_idea_is_drawn_exactly_once(under, of_aim, on, gone, no_aim):
    aims = [an_aim(f"A{n}") for n in range(3)]
    drivers = [a_driver(f"D{n}", aims[of_aim[n]]) for n in range(8)]
    drivers = [
        driver.model_copy(update={"under_id": drivers[above].id if above >= 0 else None})
        for driver, above in zip(drivers, under, strict=True)
    ]
    ideas = [an_idea(f"I{n}", drivers[place]) for n, place in enumerate(on)]
    out = [stated(drivers[n], withdrawn=True, reason="Gone.") for n in gone]
    out += [stated(aims[n], withdrawn=True, reason="Gone.") for n in no_aim]
    plan = a_plan_as_at(an_area(), *aims, *drivers, *ideas, *out)
    diagrams = readings(plan).diagrams
    shown = [branch.idea.ref for diagram in diagrams for branch in diagram.ideas]
    shown += [idea.ref for idea in left_over(plan, diagrams)]
    assert sorted(shown) == sorted(idea.ref for idea in ideas)
    in_text = "\n".join(diagram.as_text for diagram in diagrams).splitlines()
    for aim, diagram in ((d.aim, d) for d in diagrams):
        standing = [d for d in plan.current(Driver) if d.aim_id == aim.id]
        assert sorted(_all(diagram.drivers)) == sorted(d.ref for d in standing)
    written = [line.strip() for line in in_text if line.strip().startswith("Change idea")]
    assert len(written) == len(shown) - len(left_over(plan, diagrams))


def _all(branches):
    return [ref for b in branches for ref in (b.driver.ref, *_all(b.below))]
