"""Tests of change on the screen: the driver diagram, one test, and how they are kept."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from builders import (
    SLUG,
    START,
    TODAY,
    a_cycle,
    a_driver,
    a_measure,
    a_partnership,
    a_plan,
    a_point,
    a_post,
    a_test,
    an_aim,
    an_area,
    an_idea,
    keep,
    stated,
)
from conftest import a_new_database
from visits import Visitor, as_read

from tracker import store
from tracker.screen.visit import database
from tracker.tests_of_change import Aim, ChangeIdea, Driver, RampStage, TestOfChange


def ago(days):
    return TODAY - timedelta(days)


BETTER = (14, 15, 13, 15, 14, 13, 15, 14, 13, 14, 15, 13, 20, 21, 22, 20, 21, 23, 22, 21)
MEASURE = a_measure(title="Visits within a day", unit="per cent", baseline=14,
                    baseline_period="2024")  # fmt: skip
AIM = an_aim(words="By June every visit is within a day.", measure_id=MEASURE.id)
HEALTH, SCHOOL = a_driver("D1"), a_driver("D2")
UNDER = a_driver("D3", under=HEALTH)
GUIDE, LINE, ROTA = an_idea("I1", UNDER), an_idea("I2", HEALTH), an_idea("I3", SCHOOL)
RUNNING = a_test(
    "T1", title="The guide", idea_id=GUIDE.id, theory="A guide helps.", where="Two schools",
    measure_ids=(MEASURE.id,), evaluate_on=ago(10), stage=RampStage.WIDER, owner_id=a_post().id,
)  # fmt: skip
FIRST = a_cycle(
    RUNNING, 1, starts_on=ago(300), ends_on=ago(290), happened="Six read it.", as_planned="partly",
    result="Six of ten read it.", learning="One number is enough.", studied_on=ago(280),
    decision="adapt", decided_on=ago(270), next_cycle="Does one number do?",
)  # fmt: skip
SECOND = a_cycle(RUNNING, 2, question="Does one number do?", starts_on=ago(30))
ENDED = a_test("T2", title="The line", idea_id=LINE.id)
ABANDONED = a_cycle(
    ENDED, starts_on=ago(200), happened="Nobody rang.", result="None of ten rang.",
    decision="abandon", decided_on=ago(150),
)  # fmt: skip
ALONE = a_test("T3", title="A page for the child's own words")
POINTS = [a_point(MEASURE, ago(30 * n), value) for n, value in enumerate(reversed(BETTER))]
WHOLE = (
    MEASURE, AIM, HEALTH, SCHOOL, UNDER, GUIDE, LINE, ROTA, RUNNING, FIRST, SECOND, ENDED,
    ABANDONED, ALONE, a_post(), *POINTS,
)  # fmt: skip


@pytest.fixture
def plan_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A plan with one area and nothing tested, that opens as at TODAY."""
    path = tmp_path / "tracker.duckdb"
    with a_new_database(path) as opened:
        keep(opened, a_partnership(shown_as_at=TODAY), a_plan(), an_area())
    monkeypatch.setenv("TRACKER_DATABASE", str(path))
    yield path
    database(path).close()
    database.clear()


@pytest.fixture
def whole(plan_file: Path) -> Path:
    """The plan with a driver diagram: one test running, one abandoned, one outside."""
    keep(database(plan_file), *WHOLE)
    return plan_file


def now(path: Path):
    return store.plan_as_at(database(path), SLUG, TODAY)


def headings(visitor: Visitor) -> list[str]:
    return [as_read(found.value) for found in (*visitor.screen.header, *visitor.screen.subheader)]


def pressed(visitor: Visitor, key: str) -> Visitor:
    next(button for button in visitor.screen.button if button.key == key).click()
    return visitor.again()


def link(visitor: Visitor, words: str) -> str:
    (found,) = [one.query_string for one in visitor.links if words in as_read(one.label)]
    return found


# The driver diagram


def test_the_headline_counts_the_tests_that_run(whole):
    assert Visitor().open("tests").headline == "How we expect to get there: 1 test running"


def test_the_diagram_shows_the_aim_its_measure_the_drivers_and_the_ideas(whole):
    visitor = Visitor().open("tests")
    words = visitor.words
    assert headings(visitor)[:3] == [AIM.words, "Tests outside a diagram", "Driver D1"]
    assert "14 % at baseline" in words
    for told in ("Driver D3", "Idea I1", "Idea I2", "Idea I3", "Area 1 Area 1"):
        assert told in words.replace("*", "")
    assert "3 change ideas:** 1 being tested now, 1 abandoned and 1 not tested." in words
    newest = next(one.label for one in visitor.links if "21 %" in as_read(one.label))
    assert newest.startswith(":violet[:material/stat_2: **21")


def test_a_running_test_is_bold_and_violet_and_an_abandoned_one_is_grey_and_never_red(whole):
    visitor = Visitor().open("tests")
    badges = {as_read(one.label): one.query_string for one in visitor.links if "badge" in one.label}
    (running,) = [label for label in badges if "Test 1" in label]
    (ended,) = [label for label in badges if "Test 2" in label]
    assert running == ":violet-badge[:material/science: Test 1 · cycle 2 running]"
    assert ended == ":gray-badge[:material/block: Test 2 · abandoned]"
    assert "test=T1" in badges[running]
    assert "**Idea I1**" in visitor.words
    assert "**Idea I2**" not in visitor.words


def test_an_idea_nobody_has_tested_leads_to_the_form_of_a_first_test(whole):
    query = link(Visitor().open("tests"), "not tested")
    assert f"within={ROTA.id}" in query
    visitor = Visitor().open("tests", add="test_of_change", within=str(ROTA.id))
    assert visitor.field("line", "ref").value == "T4"
    assert visitor.field("line", "title").value == "Idea I3"
    visitor.clicks("Save")
    (made,) = [test for test in now(whole).tests if test.ref == "T4"]
    assert (made.idea_id, made.area_id, made.measure_ids) == (
        ROTA.id, an_area().id, (MEASURE.id,),
    )  # fmt: skip
    assert "planned" in visitor.words


def test_the_tree_stands_as_a_list_too(whole):
    words = Visitor().open("tests").words
    assert "    - Primary driver: Driver D1\n        - Secondary driver: Driver D3" in words
    assert "            - Change idea: Idea I1 (Test 1 cycle 2 running)" in words


def test_tests_on_no_idea_are_listed_below_the_diagram(whole):
    visitor = Visitor().open("tests")
    assert "Tests outside a diagram" in headings(visitor)
    assert "test=T3" in link(visitor, "own words")


def test_the_area_and_the_aim_are_chosen_in_the_address(whole):
    two, other = an_area("2"), an_aim("A2", an_area("2"), words="Every child is heard.")
    keep(database(whole), two, other)
    assert "Every child is heard." in headings(Visitor().open("tests", aim="A2"))[0]
    assert "Every child is heard." in headings(Visitor().open("tests", area="2"))[0]
    assert AIM.words in headings(Visitor().open("tests", area="1"))[0]
    assert "There is no aim “A9”" in Visitor().open("tests", aim="A9").refused
    assert "There is no area “9”" in Visitor().open("tests", area="9").refused


def test_of_several_aims_it_says_which_are_live_and_when_they_are_too_many(whole):
    more = [an_aim(f"A{n}", words=f"Aim number {n}.") for n in range(2, 6)]
    closed = an_aim("A6", words="An old aim.", closed_on=ago(9))
    keep(database(whole), *more, closed)
    visitor = Visitor().open("tests")
    assert "5 live aims in this plan" in headings(visitor)
    assert "closed on 12 Nov 2026" in visitor.words
    assert "Too many at once" not in visitor.words
    keep(database(whole), stated(closed.model_copy(update={"closed_on": None}), TODAY))
    visitor = Visitor().open("tests")
    assert "6 live aims in this plan" in headings(visitor)
    assert "Too many at once:** no more than 5" in visitor.words


def test_live_aims_of_other_areas_count_too_where_one_area_is_shown(whole):
    keep(
        database(whole), an_area("2"),
        *(an_aim(f"A{n}", an_area("2"), words=f"Aim number {n}.") for n in range(2, 4)),
    )  # fmt: skip
    assert "3 live aims in this plan" in headings(Visitor().open("tests", area="2"))


def test_an_empty_plan_says_how_to_begin_with_the_whole_chain(plan_file):
    visitor = Visitor().open("tests")
    assert visitor.headline == "Tests of change: none yet"
    for word in ("aim", "drivers", "change idea", "test of change", "cycle"):
        assert f"**{word}**" in visitor.words
    assert pressed(visitor, "add_aim__diagram").address["add"] == "aim"


def test_a_plan_without_an_area_says_that_one_comes_first(tmp_path, monkeypatch):
    path = tmp_path / "tracker.duckdb"
    with a_new_database(path) as opened:
        keep(opened, a_partnership(shown_as_at=TODAY), a_plan())
    monkeypatch.setenv("TRACKER_DATABASE", str(path))
    try:
        assert "add one on Set up first" in Visitor().open("tests").words
    finally:
        database(path).close()
        database.clear()


# Keeping the diagram


def test_a_diagram_grows_from_nothing_to_a_test(plan_file):
    visitor = pressed(Visitor().open("tests"), "add_aim__diagram")
    visitor.field("text", "words").set_value("By June every visit is within a day.")
    visitor.field("one_of", "area_id").set_value(an_area().id)
    visitor.clicks("Save")
    (aim,) = now(plan_file).aims
    assert aim.ref == "A1"
    pressed(visitor, f"add_driver_{aim.id}_diagram")
    visitor.field("line", "words").set_value("Visits are asked for early")
    visitor.clicks("Save")
    (primary,) = now(plan_file).drivers
    pressed(visitor, f"add_driver_{primary.id}_diagram")
    visitor.field("line", "words").set_value("Schools know whom to ask")
    visitor.clicks("Save")
    secondary = next(d for d in now(plan_file).drivers if d.under_id)
    assert secondary.under_id == primary.id
    pressed(visitor, f"add_change_idea_{secondary.id}_diagram")
    visitor.field("line", "words").set_value("One telephone number")
    visitor.clicks("Save")
    (idea,) = now(plan_file).ideas
    pressed(visitor, f"add_test_of_change_{idea.id}_diagram")
    visitor.clicks("Save")
    (test,) = now(plan_file).tests
    assert (test.ref, test.idea_id, test.area_id) == ("T1", idea.id, an_area().id)
    assert store.faults(database(plan_file)) == []


def test_every_part_can_be_changed_from_the_list(whole):
    visitor = Visitor().open("tests")
    keys = {button.key for button in visitor.screen.button}
    parts = (AIM, HEALTH, SCHOOL, UNDER, GUIDE, LINE, ROTA, RUNNING, ENDED)
    assert {f"change_{part.id}_diagram" for part in parts} <= keys


def test_ideas_of_an_aim_that_was_withdrawn_can_be_given_another_driver(whole):
    other = an_aim("A2", words="Every child is heard.")
    idea = an_idea("I9", a_driver("D9", other))
    keep(database(whole), other, a_driver("D9", other), idea)
    keep(database(whole), stated(other, withdrawn=True, reason="Merged."))
    visitor = Visitor().open("tests")
    assert "1 change idea** of an aim that was withdrawn" in visitor.words
    assert f"change_{idea.id}_diagram" in {button.key for button in visitor.screen.button}


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (Aim, "Aim is empty."), (Driver, "Driver is empty."),
        (ChangeIdea, "Change idea is empty."), (TestOfChange, "Short title is empty."),
    ],
)  # fmt: skip
def test_an_empty_form_says_what_is_missing(plan_file, kind, told):
    assert told in Visitor().open("tests", add=kind.kind).clicks("Save").refused


def test_an_evaluation_dated_ahead_is_refused_and_stays(whole):
    visitor = Visitor().open("tests", change=f"test_of_change:{RUNNING.id}")
    visitor.field("day", "evaluated_on").set_value(TODAY + timedelta(1))
    visitor.field("text", "evaluation").set_value("It held.")
    visitor.clicks("Save")
    assert "Evaluated on: 22 Nov 2026 has not come yet." in visitor.refused
    assert visitor.field("text", "evaluation").value == "It held."


# One test


def test_one_test_says_what_is_tried_how_it_stands_and_what_waits(whole):
    visitor = Visitor().open("test", test="T1")
    words = visitor.words
    assert visitor.headline == "The guide: cycle 2 running"
    for told in ("A guide helps.", "The lead", "Two schools"):
        assert told in words
    assert "The evaluation was due on 11 Nov 2026" in words
    assert "aim=A1" in link(visitor, "Driver diagram")


def test_the_log_holds_prediction_against_result_with_the_newest_cycle_on_top(whole):
    words = Visitor().open("test", test="T1").words
    assert words.index("**Cycle 2**") < words.index("**Cycle 1**")
    first = words[words.index("**Cycle 1**") :]
    for told in ("Eight of ten will.", "Six of ten read it.", "One number is enough.",
                 "adapted 24 Feb 2026", "Carried out only in part as planned"):  # fmt: skip
        assert told in first
    assert words[: words.index("**Cycle 1**")].count("not yet") == 1


def test_the_ramp_stands_as_a_staircase_with_the_cycles_begun_at_each_stage(whole):
    words = Visitor().open("test", test="T1").words
    assert ":violet[**Wider: now**]  \n:gray[cycles 1 and 2]" in words
    stages = [stage.words.capitalize() for stage in RampStage]
    places = [words.index(stage) for stage in stages]
    assert places == sorted(places)


def test_a_prediction_written_after_do_had_started_is_said(whole):
    late = a_cycle(ALONE, starts_on=ago(40))
    keep(database(whole), stated(late, ago(2)))
    told = "The prediction was written after Do had started."
    assert told in Visitor().open("test", test="T3").words
    assert told not in Visitor().open("test", test="T1").words


def test_a_do_that_began_without_a_prediction_is_said(whole):
    keep(database(whole), a_cycle(ALONE, starts_on=ago(4), prediction=""))
    visitor = Visitor().open("test", test="T3")
    assert "Do began without a prediction." in visitor.words
    assert visitor.headline.endswith(": cycle 1 running")


def test_tests_of_a_plan_without_an_aim_come_before_how_to_begin(plan_file):
    keep(database(plan_file), ALONE)
    visitor = Visitor().open("tests")
    assert headings(visitor) == ["Tests without a diagram", "How to begin a driver diagram"]
    assert visitor.headline == "How we expect to get there: no test running"


def test_an_abandoned_test_is_told_as_learning(whole):
    visitor = Visitor().open("test", test="T2")
    assert visitor.headline == "The line: abandoned after 1 cycle"
    assert ":gray-badge[:material/block: abandoned" in visitor.words
    assert "red" not in "".join(one.label for one in visitor.links)


def test_an_evaluation_that_was_made_says_what_it_found(whole):
    done = RUNNING.model_copy(update={"evaluated_on": ago(1), "evaluation": "It held."})
    keep(database(whole), stated(done, ago(1)))
    words = Visitor().open("test", test="T1").words
    assert "**Evaluated on 20 Nov 2026:** It held." in words
    assert "was due" not in words


def test_the_run_chart_stands_beside_the_log_and_a_test_without_a_measure_says_so(whole):
    visitor = Visitor().open("test", test="T1")
    assert visitor.screen.get("plotly_chart")
    assert "measure=M1" in link(visitor, "Visits within a day")
    assert "No measure is linked" in Visitor().open("test", test="T3").words


def test_a_test_that_is_not_there_gets_a_sentence_and_the_ways_on(whole):
    visitor = Visitor().open("test", test="T99")
    assert "There is no test “T99”" in visitor.refused
    assert "test=T1" in link(visitor, "Test 1 The guide")


def test_a_plan_without_tests_leads_to_where_they_begin(plan_file):
    visitor = Visitor().open("test")
    assert visitor.headline == "No test of change yet"
    assert as_read(visitor.screen.main.get("page_link")[0].proto.label) == "Tests of change"


def test_as_at_an_earlier_day_the_test_stands_as_it_stood(whole):
    visitor = Visitor().open("test", test="T1", as_at=ago(305).isoformat())
    assert visitor.headline == "The guide: cycle 2 planned"
    assert Visitor().open("tests", as_at=ago(305).isoformat()).headline.endswith("no test running")


def test_hostile_words_are_shown_as_text(whole):
    hostile = "**bold** [a](b) :red[x] <b>$y$</b>"
    said = RUNNING.model_copy(update={"title": hostile, "theory": hostile, "where": hostile})
    idea = GUIDE.model_copy(update={"words": hostile})
    keep(database(whole), stated(said, START), stated(idea, START))
    visitor = Visitor().open("test", test="T1")
    assert visitor.headline.startswith(hostile)
    assert ":red[x]" in visitor.words
    assert r"\*\*bold" in next(m.value for m in visitor.screen.markdown if "Theory" in m.value)
    assert hostile in Visitor().open("tests").words
