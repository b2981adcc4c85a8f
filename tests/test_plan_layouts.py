"""The four public layouts, down to single cells; expectations written by hand from the files."""

import json

import pytest
from plan_sheets import PLANS, actions, doubts, layout

from tracker.intake.plan_reading import read_plan


@pytest.fixture(scope="module")
def torbay():
    return read_plan(layout("torbay"))


@pytest.fixture(scope="module")
def slough():
    return read_plan(layout("slough"))


@pytest.fixture(scope="module")
def scotgov():
    return read_plan(layout("scotgov"))


@pytest.fixture(scope="module")
def highland():
    return read_plan(layout("highland"))


# Torbay: question headers, two levels of headings, one What with many How rows


def test_torbay_columns_are_read_by_meaning(torbay) -> None:
    assert (torbay.reads_as, torbay.header_row) == ("actions", 2)
    assert torbay.columns == {
        "NOS": "ref",
        "What?": "title",
        "Who?": "owner",
        "How?": "title",
        "When?": "due",
        "Success measures": "measure",
        "Current Status": "status",
        "Outcome – (report for Q1, Q2, Q3, Q4)": "outcome",
    }


def test_torbay_has_two_headings_one_below_the_other(torbay) -> None:
    told = [(area.ref, area.title, area.row, area.under) for area in torbay.areas]
    assert told == [
        ("1", "CHILDREN IN NEED OF HELP OF PROTECTION", 3, None),
        ("1", "Assessments are on time, proportionate and lead to measurable plans", 4, 0),
    ]


def test_torbay_each_how_row_with_its_own_status_is_an_action(torbay) -> None:
    found = actions(torbay)
    assert [action["rows"] for action in found] == [[5], [6], [7, 8]]
    assert [action["title"] for action in found] == [
        "Revise the timeliness practice standards",
        "Put the practice standards into use in the assessment and family support teams",
        "Performance reports to show the spread of working days from referral to sign-off",
    ]
    assert {action["ref"] for action in found} == {"1.1"}
    assert {action["area_ref"] for action in found} == {"1"}
    assert {action["owner_text"] for action in found} == {
        "Head of Service MASH/ SA\nHead of Service SASF"
    }
    assert {action["other"]["What?"] for action in found} == {
        "Assessments finished in 20 days; exceptions in 45 days"
    }


def test_torbay_status_and_story_are_parted_and_the_story_is_dated(torbay) -> None:
    first, second, third = actions(torbay)
    assert (first["status_text"], first["status"]) == ("COMPLETED", "complete")
    assert first["update_text"].startswith("Next phase of monitoring under way;")
    assert first["update_on"] == "2016-12-09"
    assert (second["status"], second["update_on"]) == ("complete", None)
    assert (third["status_text"], third["status"]) == ("", None)
    assert third["update_text"].startswith("Action plan in place, with business support")


def test_torbay_months_are_their_last_day_and_two_phases_are_asked_about(torbay) -> None:
    first, second, third = actions(torbay)
    assert (first["due_text"], first["due_on"]) == ("Dec 2016", "2016-12-31")
    assert second["due_on"] == "2016-12-31"
    assert third["due_text"] == "Phase 1 completed\nPhase 2\nPhase 2 Mar 2017 (LOGI)"
    assert third["due_on"] is None
    assert doubts(torbay, "When?") == [(7, "2017-03-31")]


def test_torbay_the_row_with_only_a_date_and_a_measure_goes_on_above(torbay) -> None:
    third = actions(torbay)[2]
    assert third["measure_text"] == (
        "More assessments finished within 20 days.\nTarget – 59.1%\n"
        "70% of all ICPCs to be held within timescales"
    )


def test_torbay_doubts_name_what_a_person_should_look_at(torbay) -> None:
    assert (5, "2016-12-13") in doubts(torbay, "Current Status")
    assert (7, None) in doubts(torbay, "Current Status")
    assert doubts(torbay, "Success measures") == [(6, "83%"), (7, "59.1%")]
    assert doubts(torbay, "Who?") == [(5, None)]


def test_torbay_title_is_set_aside(torbay) -> None:
    assert [(aside.row, aside.text) for aside in torbay.set_aside] == [
        (1, "Children's Services: Improvement Action Tracker | Version 17 080617")
    ]


# Slough: a priority block above the table, line breaks in headers, dates as phrases


def test_slough_header_stands_under_the_priority_block(slough) -> None:
    assert slough.header_row == 5
    assert slough.columns == {
        "Specific Actions": "title",
        "Timescale/ Target": "due",
        "Lead": "owner",
        "Output/Outcome measurement": "measure",
        "RAG rating": "status",
    }
    assert [(a.ref, a.title) for a in slough.areas] == [("1a", "Early Help and Prevention")]
    assert [aside.row for aside in slough.set_aside] == [1, 3, 4]
    assert slough.set_aside[2].text.startswith("OBJECTIVES:\nBoard takes a strong part")


def test_slough_numbers_are_taken_from_the_actions(slough) -> None:
    found = actions(slough)
    assert [(a["ref"], a["area_ref"], a["rows"]) for a in found] == [
        ("1", "1a", [6]), ("2", "1a", [7]), ("3", "1a", [8]),
    ]  # fmt: skip
    assert found[0]["title"].startswith("Make sure the strategy covers")
    assert found[0]["as_written"]["Specific Actions"].startswith("1. Make sure the strategy")


def test_slough_dates(slough) -> None:
    first, second, third = actions(slough)
    assert first["due_on"] == "2012-04-30"
    assert first["due_note"] == "Only the month is named: its last day is taken."
    assert (second["due_on"], third["due_on"]) == (None, None)
    assert doubts(slough, "Timescale/ Target") == [(7, "2013-03-31"), (8, "2012-09-30")]


def test_slough_two_dated_lines_are_milestones(slough) -> None:
    assert actions(slough)[2]["milestones"] == [
        {
            "text": "Evaluation of Hub to be received in June/July 2012",
            "due_text": "June/July 2012",
            "due_on": None,
        },
        {
            "text": "Review of Hub operation completed by September 2012",
            "due_text": "September 2012",
            "due_on": "2012-09-30",
        },
    ]


def test_slough_owners_and_the_open_question(slough) -> None:
    first, second, third = actions(slough)
    assert (first["owner_text"], third["owner_text"]) == ("Chair of SLSCB", "Police lead officer")
    assert doubts(slough, "Lead") == [(7, None)]
    assert second["measure_text"].startswith("Target number of staff across each agency?")
    assert doubts(slough, "Output/Outcome measurement") == [(7, None)]


def test_slough_blank_rag_is_no_status_and_no_doubt(slough) -> None:
    assert {action["status"] for action in actions(slough)} == {None}
    assert doubts(slough, "RAG rating") == []


# Scottish Government: the header repeats for each area, its first cell blank


def test_scotgov_header_and_the_column_without_words(scotgov) -> None:
    assert (scotgov.reads_as, scotgov.header_row) == ("actions", 2)
    assert scotgov.columns == {
        "(column A)": "due",
        "Activities": "title",
        "Outputs": "milestones",
        "Outcome": "outcome",
        "Indicators": "measure",
        "Measurement": "measure",
    }


def test_scotgov_each_table_is_under_its_heading(scotgov) -> None:
    assert [(area.ref, area.title) for area in scotgov.areas] == [
        ("3", "Improvement Plan – Assurance"),
        ("4", "Improvement Plan – Governance"),
        ("5", "Improvement Plan – Data and Information"),
    ]
    found = [(action["rows"], action["area_ref"]) for action in actions(scotgov)]
    assert found == [([3], "3"), ([4], "3"), ([7], "4"), ([8], "4"), ([11], "5")]
    assert scotgov.set_aside == ()


def test_scotgov_a_year_band_is_no_date(scotgov) -> None:
    assert {(a["due_text"], a["due_on"]) for a in actions(scotgov)} == {
        ("2019-2020", None), ("2020-2021", None),
    }  # fmt: skip
    assert (3, "2020-03-31") in doubts(scotgov, "(column A)")
    assert (4, "2021-03-31") in doubts(scotgov, "(column A)")


def test_scotgov_outputs_divided_by_a_blank_line_are_milestones(scotgov) -> None:
    found = actions(scotgov)
    assert [step["text"] for step in found[2]["milestones"]] == [
        "Statutory guidance.", "Four meetings of the national forum.",
    ]  # fmt: skip
    assert [step["text"] for step in found[4]["milestones"]] == [
        "Project initiation document and feasibility study."
    ]


def test_scotgov_measures_are_kept_as_text(scotgov) -> None:
    second = actions(scotgov)[1]
    assert second["measure_text"] == (
        "Local inspection reports are available.\nEvidence = published local inspection reports."
    )
    assert second["title"].endswith("Support method for phase 2.")
    assert (second["owner_text"], second["status"], second["ref"]) == ("", None, "")


# Highland: a measure sheet, one mini table for each indicator


def test_highland_is_a_measure_sheet(highland) -> None:
    assert (highland.reads_as, highland.header_row, highland.actions) == ("measures", 5, ())
    assert highland.columns == {
        "Indicator 1": "title",
        "Target": "target",
        "Baseline": "baseline",
        "Status": "status",
        "Imp Group": None,
        "Current": "current",
        "Indicator 2": "title",
    }


def test_highland_measures_have_their_values_as_text(highland) -> None:
    first, second = highland.as_json("x")["measures"]
    assert first["title"] == (
        "Number of households with children in temporary accommodation will reduce."
    )
    values = [(m["baseline_text"], m["target_text"], m["current_text"]) for m in (first, second)]
    assert values == [("100", "95", "94"), ("5.31%", "Improve from baseline", "3.57%")]
    assert first["notes"] == "Analysis: The data is collected quarterly."
    assert (first["rows"], second["rows"]) == ([6, 7], [9, 10])
    assert first["other"] == {"Imp Group": "Child Protection"}
    assert (first["ref"], second["ref"], second["area_ref"]) == ("Indicator 1", "Indicator 2", "1")


def test_highland_outcome_is_an_area_and_the_key_is_set_aside(highland) -> None:
    (area,) = highland.areas
    assert (area.ref, area.row) == ("1", 4)
    assert area.title.startswith("Children are protected from abuse")
    assert [(aside.row, aside.text) for aside in highland.set_aside] == [
        (1, "For Highlands Children 4 Performance Management Framework"),
        (2, "Key | Performance improving | Performance declining | Performance is stable"),
        (3, "SAFE"),
    ]


@pytest.mark.parametrize("path", sorted(PLANS.glob("*.csv")), ids=lambda path: path.stem[:8])
def test_the_answer_has_the_promised_keys(path) -> None:
    answer = read_plan(layout(path.stem.split("_")[0])).as_json(path.name)
    assert set(answer) >= {
        "file", "sheet", "reads_as", "header_row", "columns", "areas", "actions", "measures",
        "set_aside", "doubts",
    }  # fmt: skip
    for action in answer["actions"]:
        assert set(action) >= {
            "rows", "ref", "area_ref", "title", "owner_text", "due_text", "due_on", "status_text",
            "status", "measure_text", "outcome_text", "update_text", "milestones", "other",
        }  # fmt: skip
    for measure in answer["measures"]:
        assert set(measure) >= {
            "rows", "title", "baseline_text", "target_text", "current_text", "notes",
        }  # fmt: skip
    assert all(set(d) == {"row", "column", "text", "doubt", "proposal"} for d in answer["doubts"])
    assert json.loads(json.dumps(answer)) == answer
