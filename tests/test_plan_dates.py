"""Due dates as plans write them: certain, proposed with a doubt, or none; never a silent guess."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.intake.plan_date_forms import MONTH_ONLY, mentions_in, whole_days
from tracker.intake.plan_dates import out_of_step, read_due


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31/12/2016", "2016-12-31"),
        ("By 31/12/2016", "2016-12-31"),
        ("9.12.16", "2016-12-09"),
        ("31-03-25", "2025-03-31"),
        ("01 / 04 / 2025", "2025-04-01"),
        ("2025-03-31", "2025-03-31"),
        ("30 Sept 24", "2024-09-30"),
        ("1st April 2025", "2025-04-01"),
        ("31st of March 2025", "2025-03-31"),
        ("Monday 3rd March 2025", "2025-03-03"),
        ("March 3, 2025", "2025-03-03"),
        ("31-Mar-25", "2025-03-31"),
        ("Complete by 30 June 2024", "2024-06-30"),
        ("30 April 2012 and annually thereafter", "2012-04-30"),
        ("To be completed by 30 June 2024", "2024-06-30"),
        ("No later than 31 March 2025", "2025-03-31"),
    ],
)
def test_a_day_is_taken_with_the_day_before_the_month(text, day) -> None:
    read = read_due(text)
    assert (read.day, read.doubt, read.note) == (date.fromisoformat(day), "", "")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Dec 2016", "2016-12-31"),
        ("Mar-21", "2021-03-31"),
        ("Sept '24", "2024-09-30"),
        ("Feb 2024", "2024-02-29"),
        ("03/2025", "2025-03-31"),
        ("Strategy agreed and in place by April 2012", "2012-04-30"),
        ("Phase 2 Mar 2017 (LOGI)", "2017-03-31"),
        ("Complete by June 2024", "2024-06-30"),
    ],
)
def test_a_month_is_its_last_day_and_that_is_said(text, day) -> None:
    read = read_due(text)
    assert (read.day, read.doubt, read.note) == (date.fromisoformat(day), "", MONTH_ONLY)


def test_the_end_of_a_month_needs_no_saying() -> None:
    assert read_due("by the end of March 2025") == read_due("31 March 2025")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Q3 2024/25", "2024-12-31"),
        ("Quarter 4 2024-25", "2025-03-31"),
        ("2024/25 Q1", "2024-06-30"),
        ("Third quarter 2024/25", "2024-12-31"),
        ("Q2 24/25", "2024-09-30"),
        ("by end of financial year 2024/25", "2025-03-31"),
    ],
)
def test_quarters_of_a_financial_year_run_from_april(text, day) -> None:
    read = read_due(text)
    assert read.day == date.fromisoformat(day)
    assert read.note.endswith("is taken.")
    assert not read.doubt


@pytest.mark.parametrize(
    ("text", "proposal"),
    [
        ("June/July 2012", "2012-07-31"),
        ("April–June 2025", "2025-06-30"),
        ("across financial year 2012/13", "2013-03-31"),
        ("2024-25", "2025-03-31"),
        ("2019-2020", "2020-03-31"),
        ("2019-22", "2022-03-31"),
        ("FY25", "2025-03-31"),
        ("Mar 2018/19/20", "2020-03-31"),
        ("Spring 2025", "2025-05-31"),
        ("Winter 2024/25", "2025-02-28"),
        ("2025", "2025-12-31"),
        ("early March 2025", "2025-03-31"),
        ("after 12 March 2025", "2025-03-12"),
        ("Q3 2024", "2024-09-30"),
        ("w/c 12/05/2025", "2025-05-16"),
        ("end of school session 2024/25", "2025-06-30"),
        ("by the end of March 2025 (originally Dec 2024)", "2025-03-31"),
        ("30/06/25 Revised to 30/09/25", "2025-09-30"),
        ("April 2024 to March 2025", "2025-03-31"),
        ("from April 2024", "2024-04-30"),
        ("Completed March 2024", "2024-03-31"),
        ("12/31/2016", "2016-12-31"),
        ("31/11/2024", "2024-11-30"),
        ("29 February 2023", "2023-02-28"),
        ("45382", "2024-03-31"),
        ("Ongoing - review March 2025", "2025-03-31"),
        ("Apr 24 – Mar 25", "2025-03-31"),
        ("Mar 24-Mar 25", "2025-03-31"),
        ("Dec 24/Jan 25", "2025-01-31"),
        ("from April 2024 to March 2025", "2025-03-31"),
        ("August 2025 – June 2026", "2026-06-30"),
        ("01/04/2024-31/03/2025", "2025-03-31"),
        ("31/03/2025 to 30/09/2025", "2025-09-30"),
        ("3-7 March 2025", "2025-03-07"),
        ("2024-2027", "2027-03-31"),
        ("2024 – 2026", "2026-03-31"),
        ("31/03/2025?", "2025-03-31"),
        ("March 2025 (?)", "2025-03-31"),
        ("Phase 1 completed / Phase 2 Mar 2017", "2017-03-31"),
        ("Phase 1 Dec 2016, phase 2 to follow", "2016-12-31"),
        ("Audit done; report June 2025", "2025-06-30"),
        ("c. March 2025", "2025-03-31"),
        ("start of term Aug 2025", "2025-08-31"),
        ("mid-2025", "2025-06-30"),
        ("early 2026", "2026-03-31"),
        ("First quarter of 2025", "2025-03-31"),
        ("03/25", "2025-03-31"),
        ("March 2025 (tbc)", "2025-03-31"),
        ("June 2025 onwards", "2025-06-30"),
    ],
)
def test_what_is_not_certain_is_proposed(text, proposal) -> None:
    read = read_due(text)
    assert read.day is None
    assert read.proposal == date.fromisoformat(proposal)
    assert read.doubt


@pytest.mark.parametrize(
    "text",
    [
        "Ongoing", "On-going", "TBC", "TBA", "to be agreed", "Continuous", "Monthly", "Immediately",
        "within 6 months", "end of school year", "End Q2", "31 March", "March", "Phase 1 completed",
        "Year 1", "may take time", "99/99/9999", "0/0/00", "Aug 2024 - Ongoing", "12/1850", "?",
    ],
)  # fmt: skip
def test_what_names_no_day_is_never_a_date(text) -> None:
    read = read_due(text)
    assert (read.day, read.proposal) == (None, None)
    assert read.doubt


def test_ongoing_asks_for_a_review_date() -> None:
    assert read_due("Ongoing").doubt == "“Ongoing” is not a date. Propose a review date."


def test_a_blank_cell_is_a_gap_and_no_doubt() -> None:
    assert not read_due("").doubt


def test_a_date_cell_is_taken_as_it_is() -> None:
    assert read_due("31/12/2016", date(2016, 12, 31)).day == date(2016, 12, 31)
    assert read_due("01/01/1900", date(1900, 1, 1)).doubt


def test_a_number_before_a_point_and_a_blank_counts_items() -> None:
    assert read_due("1. Mar 2025").day == date(2025, 3, 31)


def test_the_same_date_twice_is_one_date() -> None:
    assert read_due("31/03/2025 (31 March 2025)").day == date(2025, 3, 31)


def test_whole_days_are_found_in_a_story() -> None:
    story = "launch of indicators starts 13/12/12.\n9.12.16 and by May 2017, Apr 24 – Mar 25"
    assert [m.text for m in whole_days(story)] == ["13/12/12", "9.12.16"]


def test_a_year_far_from_its_neighbours_is_out_of_step() -> None:
    assert out_of_step(date(2012, 12, 13), [2016, 2016, 2017]) == date(2016, 12, 13)
    assert out_of_step(date(2014, 12, 13), [2016, 2016, 2017]) is None
    assert out_of_step(date(2012, 12, 13), [2016, 2016]) is None
    assert out_of_step(date(2012, 2, 29), [2017, 2017, 2017]) == date(2017, 2, 28)


@given(st.dates(date(1990, 1, 1), date(2089, 12, 31)))
def test_every_form_of_a_day_is_that_day(day) -> None:
    forms = [
        f"{day:%d/%m/%Y}", f"{day.day}.{day.month}.{day.year}", f"{day:%d-%m-%Y}",
        f"{day:%Y-%m-%d}", f"{day.day} {day:%B} {day.year}", f"by {day.day} {day:%b} {day.year}",
        f"{day:%A %d %B %Y}",
    ]  # fmt: skip
    assert {read_due(form).day for form in forms} == {day}


SIGNS = "0123456789/.-– ()&,'QqFYJanMarchSeptwcendofTBC\n"


@given(st.text(st.sampled_from(SIGNS), max_size=40))
def test_any_text_is_answered_and_a_day_stands_in_it(text) -> None:
    read = read_due(text)
    assert not (read.day and read.doubt)
    assert read.day is None or mentions_in(" ".join(text.split()))
