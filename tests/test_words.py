"""UK dates, counted nouns, numbers, and references in the order people number them."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.plan_as_at import natural
from tracker.words import (
    counted,
    day_words,
    first_sentence,
    listed,
    long_day_words,
    number_words,
    one_full_stop,
    sentence,
    short_day_words,
    times_words,
)

NOVEMBER = date(2026, 11, 21)


def test_days_are_written_as_people_here_write_them():
    assert day_words(NOVEMBER) == "21 Nov 2026"
    assert day_words(date(2026, 3, 1)) == "1 Mar 2026"
    assert long_day_words(NOVEMBER) == "Saturday 21 November 2026"


def test_the_year_is_left_out_only_beside_a_day_of_that_year():
    assert short_day_words(NOVEMBER, beside=date(2026, 1, 1)) == "21 November"
    assert short_day_words(NOVEMBER, beside=date(2027, 1, 1)) == "21 November 2026"


@pytest.mark.parametrize(
    ("number", "words"), [(0, "no gaps"), (1, "1 gap"), (2, "2 gaps"), (30, "30 gaps")]
)
def test_a_number_goes_with_its_noun(number, words):
    assert counted(number, "gap") == words


def test_a_noun_may_have_a_plural_of_its_own():
    assert counted(1, "person", "people") == "1 person"
    assert counted(3, "person", "people") == "3 people"
    assert counted(0, "person", "people") == "no people"


def test_how_often_is_said_in_words_where_there_are_words():
    assert [times_words(n) for n in (1, 2, 3, 12)] == ["once", "twice", "3 times", "12 times"]


@pytest.mark.parametrize(
    ("words", "told"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_a_list_reads_as_in_a_sentence(words, told):
    assert listed(words) == told
    assert listed(iter(words)) == told


def test_a_large_number_is_read_by_its_thousands():
    assert counted(12_000, "point") == "12,000 points"
    assert counted(0, "point") == "no points"


def test_a_choice_is_listed_with_or():
    assert listed(["higher", "lower"], last="or") == "higher or lower"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("it is late", "It is late."),
        ("It is late.", "It is late."),
        ("is it late?", "Is it late?"),
        ("  late ", "Late."),
        ("NHS Lothian asks", "NHS Lothian asks."),
        ("", ""),
    ],
)
def test_a_sentence_begins_with_a_capital_and_ends(text, told):
    assert sentence(text) == told


@given(st.text())
def test_a_sentence_made_twice_is_the_same(text):
    assert sentence(sentence(text)) == sentence(text)


def test_the_first_sentence_is_not_cut_at_a_decimal_point():
    assert first_sentence("The median is 3.5 days. By chance: 4.") == "The median is 3.5 days."
    assert first_sentence("Nothing moves.") == "Nothing moves."
    assert first_sentence("") == ""


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        (71.0, "per cent", "71 %"),
        (3.5, "days", "3.5 days"),
        (12, "", "12"),
        (1234567.0, "", "1,234,567"),
        (0.125, "", "0.125"),
        (0.04, "", "0.04"),
        (9.996, "", "10"),
        (0, "children", "0 children"),
        (-0.0, "", "0"),
        (-2.5, "points", "-2.5 points"),
        (0.00001, "", "0.00001"),
    ],
)
def test_a_number_is_shown_without_noise_and_without_becoming_another(value, unit, told):
    assert number_words(value, unit) == told


@given(st.floats(-1e9, 1e9))
def test_a_number_as_shown_is_close_to_what_was_measured(value):
    shown = float(number_words(value).replace(",", ""))
    assert shown == pytest.approx(value, rel=0.006, abs=1e-300)


IN_ORDER = [
    "",
    "1",
    "1.1",
    "1.1a",
    "1.2",
    "1.9",
    "1.10",
    "2",
    "10",
    "A",
    "A2",
    "A10",
    "B1",
    "M9",
    "M10",
]


def test_references_come_in_the_order_people_number_them():
    assert sorted(sorted(IN_ORDER), key=natural) == IN_ORDER


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from(["", "A", "Action ", "1."]))
def test_a_greater_number_comes_later_whatever_stands_before_it(one, other, before):
    assert (natural(f"{before}{one}") < natural(f"{before}{other}")) is (one < other)


@given(st.lists(st.text(max_size=20), max_size=8))
def test_any_references_can_be_put_in_order(refs):
    in_order = sorted(refs, key=natural)
    assert all(natural(a) <= natural(b) for a, b in pairwise(in_order))


@given(st.text(max_size=20))
def test_capitals_and_signs_between_do_not_change_the_order(ref):
    assert natural(f"{ref}-1") == natural(f"{ref} 1") == natural(f"{ref}.1")
    assert natural("m 1.2") == natural("M1-2")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Saved: **Go on**.", "Saved: **Go on**."),
        ("Saved: **Go on\\.**.", "Saved: **Go on\\.**"),
        ("Saved: note..", "Saved: note."),
    ],
)
def test_a_sentence_has_one_full_stop(said, told):
    assert one_full_stop(said) == told
