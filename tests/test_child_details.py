"""What looks like a child's details in free text is asked back; plans and reports pass."""

import csv
from datetime import date
from pathlib import Path

import pytest
from builders import DATA, TODAY
from hypothesis import given
from hypothesis import strategies as st

from tracker.child_details import Detail, is_chi, seen_in

SHARED = Path(__file__).resolve().parents[2] / "shared"


def looks(text, today=TODAY):
    return [(seen.words, seen.looks_like.name) for seen in seen_in(text, today)]


def a_check_digit(nine):
    return (11 - sum(int(d) * (10 - place) for place, d in enumerate(nine)) % 11) % 11


@st.composite
def chi_numbers(draw):
    born = draw(st.dates(date(1930, 1, 1), date(2029, 12, 31)))
    nine = f"{born:%d%m%y}{draw(st.integers(0, 999)):03}"
    return nine + str(a_check_digit(nine)) if a_check_digit(nine) < 10 else "0101011237"


# CHI numbers


@given(chi_numbers(), st.lists(st.sampled_from(["", "", " ", "  ", "-", ".", "/", "\u00a0"]),
                               min_size=9, max_size=9))  # fmt: skip
def test_a_chi_number_is_found_however_it_is_spaced(number, between):
    spaced = number[0] + "".join(sign + d for sign, d in zip(between, number[1:], strict=True))
    seen = seen_in(f"His number is {spaced}, as recorded.")
    assert (spaced, Detail.CHI) in {(one.words, one.looks_like) for one in seen}


@given(chi_numbers(), st.integers(1, 9))
def test_with_another_check_digit_it_is_no_chi_number(number, more):
    wrong = number[:9] + str((int(number[9]) + more) % 10)
    assert not is_chi(wrong)
    assert not [one for one in seen_in(f"Call {wrong}.") if one.looks_like is Detail.CHI]


@given(st.from_regex(r"[0-9]{10}", fullmatch=True))
def test_a_number_is_a_chi_number_only_if_date_and_check_digit_fit(number):
    day, month = int(number[:2]), int(number[2:4])
    fits = a_check_digit(number[:9]) == int(number[9])
    if not fits or not 1 <= day <= 31 or not 1 <= month <= 12:
        assert not is_chi(number)
    found = [one for one in seen_in(f"No {number} here") if one.looks_like is Detail.CHI]
    assert bool(found) is is_chi(number)


def test_the_date_in_a_chi_number_must_be_one():
    for first, real in (("310299", False), ("290200", True), ("290201", False), ("010113", True)):
        numbers = [f"{first}{serial:03}{check}" for serial in range(200) for check in range(10)]
        assert any(map(is_chi, numbers)) is real


def test_a_longer_number_holds_no_chi_number():
    number = next(f"010112{n:04}" for n in range(10_000) if is_chi(f"010112{n:04}"))
    assert looks(number) == [(number, "CHI")]
    assert looks(f"1{number}") == looks(f"{number}5") == []
    assert not is_chi(f"{number}0") and not is_chi("٠١٠١١٢١٢٣٤")


def test_the_question_says_what_was_seen_and_what_to_do():
    (seen,) = seen_in("For 010101 1237 see the file.")
    assert seen.sentence == (
        "“010101 1237” looks like a CHI number. Take it out, or say that it is not."
    )
    assert (seen.start, seen.end) == (4, 15)


# The others


@pytest.mark.parametrize(
    ("text", "words", "what"),
    [
        ("We met Jamie, 7, at home.", "Jamie, 7", "NAME_AGE"),
        ("Jamie (7) told us.", "Jamie (7)", "NAME_AGE"),
        ("Jamie Smith (7 years) told us.", "Jamie Smith (7 years)", "NAME_AGE"),
        ("a 7-year-old Jamie Smith came", "7-year-old Jamie Smith", "NAME_AGE"),
        ("a seven year old boy called Zdenek", "seven year old boy called Zdenek", "NAME_AGE"),
        ("then Zdenek, aged 9, moved.", "Zdenek, aged 9", "NAME_AGE"),
        ("Zdenek (aged 9) moved.", "Zdenek (aged 9)", "NAME_AGE"),
        ("Zdenek Novak is 12 years old.", "Zdenek Novak is 12 years old", "NAME_AGE"),
        ("Jamie Young, aged 9, moved.", "Jamie Young, aged 9", "NAME_AGE"),
        ("Now Jamie is 7.", "Jamie is 7", "NAME_AGE"),
        ("Éowyn and Chloe turned 16 and left", "Chloe turned 16", "NAME_AGE"),
        ("Ask Jamie 7yrs about it", "Jamie 7yrs", "NAME_AGE"),
        ("born on 12/03/2014 in", "12/03/2014", "BIRTH"),
        ("DOB: 12.3.14", "12.3.14", "BIRTH"),
        ("d.o.b. 12 March 2014", "12 March 2014", "BIRTH"),
        ("Date of birth 2014-03-12", "2014-03-12", "BIRTH"),
        ("the girl, 12/03/2014 (DOB), said", "12/03/2014", "BIRTH"),
        ("aged 7 (12/03/2014)", "12/03/2014", "BIRTH"),
        ("Jamie Smith, 12/03/2014, lives", "12/03/2014", "BIRTH"),
        ("Jamie 12th of March 2014", "12th of March 2014", "BIRTH"),
        ("moved to FK10 1EB in May", "FK10 1EB", "POSTCODE"),
        ("moved to eh3 0br in May", "eh3 0br", "POSTCODE"),
        ("moved to G128QQ in May", "G128QQ", "POSTCODE"),
        ("NI number QQ 12 34 56 C", None, None),
        ("NI number AB 12 34 56 C", "AB 12 34 56 C", "NATIONAL_INSURANCE"),
        ("ring 07700 900123 after", "07700 900123", "MOBILE"),
        ("ring +44 7700 900123 after", "+44 7700 900123", "MOBILE"),
        ("write to jamie.s@gmail.com now", "jamie.s@gmail.com", "MAIL"),
    ],
)
def test_details_are_seen(text, words, what):
    assert looks(text) == ([(words, what)] if words else [])


@pytest.mark.parametrize(
    "text",
    [
        "To be finished by 31/12/2016.",
        "Children aged 11-15 and young people aged 16 or over",
        "Young people in Moray aged 8 or over who were asked",
        "Scotland, aged 16-19; Year 2; P7; S3; Primary 1 (12)",
        "The grid reference is NT 2576 7350 and the plan is 2020-23.",
        "Area 3, 14 of 26; Outcome 2 (12); Table 4, 7; Appendix (3).",
        "Care Inspectorate, 10 January 2018",
        "Jamie Smith, 10 January 2026, head of service",
        "Emma Brown, 31/12/2026",
        "Babies born between 1 April 2016 and 31 March 2017; born after 1/4/2016",
        "Newborn babies in 2014. Report of 12/03/2014.",
        "A 3-year-old plan, a 5 year Scottish strategy and 16-year-olds",
        "Phone 0131 496 0000, or 0800 377 7330, or mail team@strathbraan.gov.uk",
        "S1 2nd term, P7 1st week, version 17 080617, ISBN 978 1 78652 123 4",
        "The colour is #E4E1EA; budget £1,200,345; 71 % (55 of 67).",
        "April (12), Angus (7), Skye (4), Hope, 5 and Will is 3",
        "Jamie leads it. Emma (2026) wrote it. Jamie, 3 of 9",
        "",
    ],
)
def test_plans_are_not_asked_about(text):
    assert looks(text) == []


def test_a_date_behind_a_name_is_of_birth_only_where_somebody_young_could_be_born_then():
    text = "Jamie Smith, 12/03/2014"
    assert looks(text, date(2026, 11, 21)) == [("12/03/2014", "BIRTH")]
    assert looks(text, date(2014, 6, 1)) == looks(text, date(2045, 1, 1)) == []


def test_what_overlaps_is_told_once_and_in_the_order_of_the_text():
    text = "Jamie, 7, of G12 8QQ, born 12/03/2014, CHI 0101011237, 07700 900123"
    assert [what for _, what in looks(text)] == ["NAME_AGE", "POSTCODE", "BIRTH", "CHI", "MOBILE"]


@given(st.text(alphabet=st.sampled_from("Jamie Smith (7), aged 0123/ born.-\n"), max_size=200))
def test_what_is_seen_stands_in_the_text_and_nothing_twice(text):
    end = 0
    for seen in seen_in(text):
        assert text[seen.start : seen.end] == seen.words
        assert seen.start >= end
        end = seen.end


# Real texts

# Addresses of offices that stand in the published reports: asked about, rightly, as postcodes.
OFFICES = {"DD1 4NY", "EH3 0BR", "FK10 1EB"}


def texts_of_files():
    examples = sorted((DATA / "examples").rglob("*.csv"))
    plans = sorted((SHARED / "plans").glob("*.csv"))
    yield from (
        (path.name, cell)
        for path in [*examples, *plans]
        for row in csv.reader(path.open(encoding="utf-8-sig"))
        for cell in row
    )
    for path in sorted((SHARED / "seeds").glob("*.txt")):
        yield path.name, path.read_text(encoding="utf-8")


def test_the_examples_the_public_plans_and_the_reports_raise_no_false_alarm():
    asked = {(name, *one) for name, text in texts_of_files() for one in looks(text)}
    assert {words for _, words, _ in asked} <= OFFICES, asked
    assert all(name.endswith(".txt") for name, _, _ in asked)


def test_a_long_paste_is_read_through():
    assert len(seen_in("EH1 1AA " * 25_000)) == 25_000
