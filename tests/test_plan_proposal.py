"""From a sheet to records: added, changed, the same; doubts kept; nothing lost; undone in one."""

import csv
import io
import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from builders import (
    SLUG,
    TODAY,
    a_group,
    a_measure,
    a_plan_as_at,
    a_post,
    an_action,
    an_area,
    an_update,
    keep,
)

from tracker import bringing_in, store
from tracker.intake.plan_proposal import propose
from tracker.intake.plan_proposed import NO_CHOICES, Choices, Proposal, Source
from tracker.intake.plan_reading import best_sheet, read_plan
from tracker.intake.sheet_files import sheet_file
from tracker.measures import Measure
from tracker.papers import FORMATS, Snapshot
from tracker.people import Group, Post
from tracker.plan import Action, Area, Outcome, Status, StatusUpdate
from tracker.plan_as_at import PlanAsAt
from tracker.progress import progress_as_at
from tracker.readings import readings

PLANS = sorted((Path(__file__).parent / "plans").glob("*.csv"))
HEADER = ("Ref", "Action", "Lead", "By when", "Progress", "RAG")
ROWS = (
    ("1 Early help", "", "", "", "", ""),
    ("1.1", "Publish the early help guide", "Head of Service", "31/03/2027", "Drafted.", "Green"),
    ("1.2", "Train 40 staff", "All", "Ongoing", "Two sessions held.", "Amber"),
)


def a_sheet(*rows, header=HEADER) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    return text.getvalue().encode()


def proposed(
    content: bytes, plan: PlanAsAt | None = None, choices=NO_CHOICES, name="plan.csv", sheet=""
) -> Proposal:
    file = sheet_file(name, content)
    names = [one.name for one in file.sheets]
    place = names.index(sheet) if sheet else best_sheet(file.sheets, file.chosen)
    reading = read_plan(file.sheets[place])
    source = Source(store.new_id(), store.new_id(), name, TODAY)
    return propose(reading, plan or a_plan_as_at(), source, choices)


def titles(proposal: Proposal, kind) -> list[str]:
    names = {Area: "title", Action: "title", Measure: "title", Post: "title", Group: "name"}
    return [getattr(one.record, names[kind]) for one in proposal.of(kind)]


def test_rows_become_areas_actions_owners_and_reports():
    made = proposed(a_sheet(*ROWS))
    assert titles(made, Area) == ["Early help"]
    assert titles(made, Action) == ["Publish the early help guide", "Train 40 staff"]
    assert (titles(made, Post), titles(made, Group)) == (["Head of Service"], ["All"])
    first, second = (one.record for one in made.of(Action))
    assert (first.due_on, second.due_on) == (date(2027, 3, 31), None)
    reports = [one.record for one in made.of(StatusUpdate)]
    assert [(r.status, r.done, r.as_of) for r in reports] == [
        (Status.ON_TRACK, "Drafted.", TODAY),
        (Status.AT_RISK, "Two sessions held.", TODAY),
    ]


def test_words_that_are_no_date_and_no_owner_stay_as_doubts_on_their_action():
    made = proposed(a_sheet(*ROWS))
    second = made.of(Action)[1].record
    about = {(doubt.field, doubt.record_id) for doubt in made.doubts}
    assert {("due_on", second.id), ("owner_id", second.id)} <= about
    assert all("of plan.csv" in doubt.words for doubt in made.doubts)


def test_an_owner_the_plan_knows_is_not_made_again():
    post, group = a_post(title="Head of  service"), a_group(name="ALL")
    made = proposed(a_sheet(*ROWS), a_plan_as_at(post, group))
    assert (titles(made, Post), titles(made, Group)) == ([], [])
    assert [one.record.owner_id for one in made.of(Action)] == [post.id, group.id]


def test_a_name_can_be_replaced_by_a_post_on_the_way_in():
    rows = (ROWS[0], ("1.1", "Publish the guide", "Isla Ross", "", "", ""))
    choices = Choices(posts={"Isla Ross": "Head of Service"})
    made = proposed(a_sheet(*rows), choices=choices)
    assert titles(made, Post) == ["Head of Service"]


def test_a_row_left_out_becomes_no_record():
    made = proposed(a_sheet(*ROWS), choices=Choices(left_out=frozenset({3})))
    assert titles(made, Action) == ["Train 40 staff"]


def test_an_accepted_proposal_becomes_the_value_and_is_no_doubt_any_more():
    row = ("1.1", "Publish the guide", "Head of Service", "end of school year 2027", "", "")
    open_ = proposed(a_sheet(ROWS[0], row))
    (doubt,) = [d for d in open_.reading.doubts if isinstance(d.proposal, date)]
    settled = proposed(a_sheet(ROWS[0], row), choices=Choices(accepted=frozenset({doubt})))
    assert open_.of(Action)[0].record.due_on is None
    assert settled.of(Action)[0].record.due_on == doubt.proposal
    assert len(settled.doubts) == len(open_.doubts) - 1


def test_a_second_import_shows_what_differs_and_a_blank_cell_erases_nothing():
    area, post = an_area("1", title="Early help"), a_post(title="Head of Service")
    action = an_action(
        "1.1", area, title="Publish the early help guide", owner_id=post.id,
        due_on=date(2026, 12, 31), resources="One writer",
    )  # fmt: skip
    plan = a_plan_as_at(area, post, action, an_update(action, status=Status.ON_TRACK, done="x"))
    blank = ("1.1", "Publish the early help guide", "", "31/03/2027", "", "")
    (one,) = proposed(a_sheet(ROWS[0], blank), plan).of(Action)
    assert [(d.field, d.after) for d in one.changes] == [("due_on", date(2027, 3, 31))]
    assert (one.record.owner_id, one.record.resources) == (post.id, "One writer")
    reworded = ("1.1", "Publish an early help guide", "", "", "", "")
    (one,) = proposed(a_sheet(ROWS[0], reworded), plan).of(Action)
    assert (one.record.id, one.new) == (action.id, False)


def test_a_reference_that_is_taken_by_something_else_makes_an_action_of_its_own():
    area = an_area("1", title="Early help")
    other = an_action("1.1", area, title="Commission a survey of all schools")
    made = proposed(a_sheet(*ROWS), a_plan_as_at(area, other))
    assert [one.new for one in made.of(Action)] == [True, True]
    assert len({one.record.ref for one in made.of(Action)} | {"1.1"}) == 3


def test_a_title_too_long_for_a_line_stands_whole_in_what_will_be_done():
    words = "Publish " + "a guide for every school and nursery " * 12
    (one,) = proposed(a_sheet(ROWS[0], ("1.1", words, "", "", "", ""))).of(Action)
    assert one.record.title.endswith("…") and len(one.record.title) <= 200
    assert " ".join(one.record.what.split()) == " ".join(words.split())


# Saved, and undone


@pytest.fixture
def plan_file(plan_database):
    keep(plan_database, an_area("9", title="What was there before"))
    return plan_database


def kept(database, proposal: Proposal) -> store.Save:
    file = (proposal.source.file_id, proposal.source.file_name, b"the file")
    return store.keep_import(
        database, SLUG, proposal.versions, file, by="Isla Ross", save_id=store.new_id()
    )


def test_an_import_is_one_save_with_its_file_and_every_record_says_its_rows(plan_file):
    made = proposed(a_sheet(*ROWS), store.plan_as_at(plan_file, SLUG, TODAY))
    saved = kept(plan_file, made)
    plan = store.plan_as_at(plan_file, SLUG, TODAY)
    # 1 and 1.1 are taken by what was there before.
    assert [action.ref for action in plan.actions] == ["1.1", "1.2", "2.1"]
    second = next(action for action in plan.actions if action.ref == "1.2")
    (rows,) = store.imported_rows(plan_file, SLUG, second.id)
    assert (rows.record.rows, rows.sequence) == ((4,), saved.sequence)
    assert json.loads(rows.record.words)["due_text"] == "Ongoing"
    (brought,) = store.imports(plan_file, SLUG)
    assert store.kept_file(plan_file, SLUG, brought.record.file_id) == ("plan.csv", b"the file")
    assert store.remembered_columns(plan_file, SLUG, ["Lead", "Never"]) == {"Lead": "owner"}


def test_an_import_is_undone_in_one_and_stays_in_the_history(plan_file):
    before = store.plan_as_at(plan_file, SLUG, TODAY)
    saved = kept(plan_file, proposed(a_sheet(*ROWS), before))
    store.undo(plan_file, SLUG, saved.sequence, by="Isla Ross", save_id=store.new_id())
    after = store.plan_as_at(plan_file, SLUG, TODAY)
    assert (after.areas, after.actions) == (before.areas, before.actions)
    assert after.updates == before.updates
    assert after.open_doubts == ()
    assert store.imports(plan_file, SLUG)[0].withdrawn


def test_an_import_is_kept_once_however_often_it_is_confirmed(plan_file):
    made = proposed(a_sheet(*ROWS))
    how = {"by": "Isla Ross", "save_id": store.new_id()}
    file = (made.source.file_id, "plan.csv", b"x")
    first = store.keep_import(plan_file, SLUG, made.versions, file, **how)
    again = store.keep_import(plan_file, SLUG, made.versions, file, **how)
    assert (again.sequence, again.repeated) == (first.sequence, True)


def test_the_same_file_brought_in_again_changes_nothing(plan_file):
    kept(plan_file, proposed(a_sheet(*ROWS), store.plan_as_at(plan_file, SLUG, TODAY)))
    again = proposed(a_sheet(*ROWS), store.plan_as_at(plan_file, SLUG, TODAY))
    assert [one.record for one in again.records if not one.same] == []
    assert again.doubts == ()


# Real layouts, and our own


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_every_word_of_a_public_layout_is_kept_somewhere(path, plan_file):
    made = proposed(path.read_bytes(), store.plan_as_at(plan_file, SLUG, TODAY), name=path.name)
    kept(plan_file, made)
    assert made.of(Action) or made.of(Measure)
    said = " ".join(str(dict(version.record)) for version in made.versions).replace("\\n", " ")
    known = set(re.findall(r"\w+", said.casefold()))
    with path.open(encoding="utf-8-sig", newline="") as file:
        words = set(re.findall(r"\w+", " ".join(" ".join(r) for r in csv.reader(file)).casefold()))
    assert words - known == set()


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_a_public_layout_brought_in_twice_is_the_same(path, plan_file):
    for expected in (True, False):
        plan = store.plan_as_at(plan_file, SLUG, TODAY)
        made = proposed(path.read_bytes(), plan, name=path.name)
        assert any(not one.same for one in made.records) is expected
        kept(plan_file, made)


@pytest.fixture(scope="module")
def papers(examples, tmp_path_factory):
    """The papers of the examples, each with the plan as it stood when it was made."""
    path = tmp_path_factory.mktemp("papers") / "copy.duckdb"
    shutil.copy(examples, path)
    database = store.open_database(path)

    def paper(partnership: str, format_: str) -> tuple[bytes, PlanAsAt]:
        (which,) = [p for p in store.partnerships(database) if p.slug == partnership]
        day = which.shown_as_at or TODAY

        def read(day):
            return readings(store.plan_as_at(database, partnership, day))

        made = Snapshot(progress_as_at(read, day), store.schema_number(database))
        return FORMATS[format_](made), store.plan_as_at(database, partnership, day)

    yield paper
    database.close()


def differences_of(made: Proposal) -> list[tuple[str, list[str]]]:
    changed = (one for one in made.records if not one.same)
    return [(one.record.kind, [d.label for d in one.changes]) for one in changed]


@pytest.mark.parametrize("partnership", ["illustrative", "moray", "south-ayrshire"])
@pytest.mark.parametrize("format_", ["xlsx", "csv"])
def test_our_own_export_comes_back_without_a_difference(papers, partnership, format_):
    paper, plan = papers(partnership, format_)
    made = proposed(paper, plan, name=f"plan.{format_}")
    assert len(made.of(Action)) == len(plan.actions)
    assert differences_of(made) == []


@pytest.mark.parametrize("partnership", ["illustrative", "south-ayrshire", "south-lanarkshire"])
def test_our_own_measures_come_back_without_a_difference_and_without_an_area(papers, partnership):
    paper, plan = papers(partnership, "xlsx")
    made = proposed(paper, plan, name="plan.xlsx", sheet="Measures")
    assert len(made.of(Measure)) == len(plan.measures) > 0
    assert (differences_of(made), made.doubts) == ([], ())


def test_targets_written_as_our_papers_write_them_come_back_as_targets():
    area = an_area("1", title="Early help")
    known = a_measure(
        "M1", area, title="Children heard", short_target=75.0, short_by=date(2027, 3, 31),
        impact_target=33.333,
    )  # fmt: skip
    header = ("Reference", "Measure", "Baseline", "Targets")
    said = "80 by 31 Mar 2027 (short) and 33.3 (impact)"
    sheet = a_sheet(("M1", "Children heard", "", said), header=header)
    (one,) = proposed(sheet, a_plan_as_at(area, known)).of(Measure)
    assert [(found.field, found.after) for found in one.changes] == [("short_target", 80.0)]
    (new,) = proposed(sheet).of(Measure)
    assert (new.record.short_by, new.record.impact_target) == (date(2027, 3, 31), 33.3)
    assert "Target" not in new.record.definition


def test_numbers_that_are_taken_change_and_that_is_said():
    other = an_area("1", title="What was there before")
    made = proposed(a_sheet(*ROWS), a_plan_as_at(other))
    assert bringing_in.renumbered(made) == (("1", "2"),)
    assert bringing_in.renumbered_words(made) == (
        "1 number is taken in the plan already and changed on the way in: 1 becomes 2."
    )
    assert bringing_in.renumbered_words(proposed(a_sheet(*ROWS))) == ""


def test_a_date_in_the_action_s_words_is_offered_where_the_due_cell_is_blank():
    rows = (ROWS[0], ("1.1", "Publish the guide by 30 June 2027", "Head of Service", "", "", ""))
    file = sheet_file("plan.csv", a_sheet(*rows))
    reading, _ = bringing_in.read_sheet(file, 0)
    (doubt,) = reading.doubts
    assert (doubt.row, doubt.column, doubt.proposal) == (3, "By when", date(2027, 6, 30))
    source = Source(store.new_id(), store.new_id(), "plan.csv", TODAY)
    open_ = propose(reading, a_plan_as_at(), source)
    settled = propose(reading, a_plan_as_at(), source, Choices(accepted=frozenset({doubt})))
    assert [one.record.due_on for one in open_.of(Action)] == [None]
    assert [one.record.due_on for one in settled.of(Action)] == [date(2027, 6, 30)]


def test_a_day_typed_for_ongoing_becomes_the_due_date():
    open_ = proposed(a_sheet(*ROWS))
    (doubt,) = [d for d in open_.reading.doubts if d.text == "Ongoing"]
    day = date(2027, 3, 31)
    choices = Choices(accepted=frozenset({doubt}), days={doubt: day})
    settled = proposed(a_sheet(*ROWS), choices=choices)
    assert settled.of(Action)[1].record.due_on == day
    assert "due_on" not in {found.field for found in settled.doubts}


def test_what_words_of_status_mean_is_remembered_with_the_import(plan_file):
    choices = Choices(statuses={"Amber": Status.OFF_TRACK, "tbc": None})
    kept(plan_file, proposed(a_sheet(*ROWS), choices=choices))
    assert store.remembered_statuses(plan_file, SLUG) == {"Amber": Status.OFF_TRACK, "tbc": None}
    file = sheet_file("plan.csv", a_sheet(*ROWS))
    reading, _ = bringing_in.read_sheet(file, 0, (plan_file, SLUG))
    assert [action.status for action in reading.actions] == [Status.ON_TRACK, Status.OFF_TRACK]


def test_outcomes_are_made_once_and_linked():
    header = ("Action", "Owner", "Outcome")
    rows = [(f"Publish guide {n}", "Head of Service", "Children are heard.") for n in (1, 2)]
    made = proposed(a_sheet(*rows, header=header))
    (outcome,) = made.of(Outcome)
    assert {one.record.outcome_id for one in made.of(Action)} == {outcome.record.id}
