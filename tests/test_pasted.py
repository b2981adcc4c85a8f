"""What people paste from a spreadsheet: understood, doubted or set aside, and never lost."""

from datetime import date

import pytest
from builders import TODAY, a_measure, a_point
from hypothesis import given
from hypothesis import strategies as st

from tracker import pasted
from tracker.measures import DataPoint, Frequency
from tracker.pasted import baseline_moved, points_of, read_pasted
from tracker.pasted_rows import Beside, Found
from tracker.store import new_id
from tracker.typed import day_of, next_period_end, number_of, period_ends

PER_CENT = a_measure(unit="per cent", numerator="held", denominator="due", frequency="monthly")
DAYS = a_measure(unit="days", frequency="monthly")
SHARE = a_measure(unit="per cent", frequency="monthly")
OCTOBER = date(2026, 10, 31)


def read(text: str, measure=DAYS, kept=(), **said):
    return read_pasted(text, Beside(measure, tuple(kept), TODAY, **said))


def only(text: str, measure=DAYS, kept=(), **said):
    (row,) = read(text, measure, kept, **said)
    return row


def told(row) -> str:
    return " ".join((*row.doubts, row.odd, row.why))


# Days

DAY_FORMS = {
    "31/10/2026": OCTOBER, "31-10-2026": OCTOBER, "31.10.26": OCTOBER, "2026-10-31": OCTOBER,
    "2026/10/31": OCTOBER, "2026-10-31 00:00:00": OCTOBER, "2026-10-31T00:00": OCTOBER,
    "31 Oct 2026": OCTOBER, "31st October 2026": OCTOBER, "31-Oct-26": OCTOBER,
    "Saturday 31 October 2026": OCTOBER, "Oct 2026": OCTOBER, "October 2026": OCTOBER,
    "OCT 2026": OCTOBER, "Oct-26": OCTOBER, "Oct '26": OCTOBER, "2026 Oct": OCTOBER,
    "10/2026": OCTOBER, "2026-10": OCTOBER, "week ending 31/10/2026": OCTOBER,
    "Sept 2026": date(2026, 9, 30), "Feb 2028": date(2028, 2, 29), "Feb-27": date(2027, 2, 28),
    "2025/26": date(2026, 3, 31), "2025-26": date(2026, 3, 31), "2025/2026": date(2026, 3, 31),
    "FY2025/26": date(2026, 3, 31), "2026/27 Q3": date(2026, 12, 31),
    "Q4 2025/26": date(2026, 3, 31),
    "Apr-Jun 2026": date(2026, 6, 30), "April to June 2026": date(2026, 6, 30),
}  # fmt: skip
DOUBTED_DAYS = {
    "2026-Q3": (date(2026, 9, 30), "the calendar's quarter"),
    "Q1 2026": (date(2026, 3, 31), "the calendar's quarter"),
    "2009/10": (date(2010, 3, 31), "the financial year, not a month"),
    "2009-10": (date(2009, 10, 31), "a month, not a financial year"),
    "2026": (date(2026, 12, 31), "the calendar year"),
    "46326": (OCTOBER, "a spreadsheet's day number"),
}
NO_DAYS = ["31/02/2026", "10/31/2026", "2026-13-01", "2025/27", "31/10/1966", "Q3 2025/27"]


@pytest.mark.parametrize("text", DAY_FORMS)
def test_a_day_is_read_in_the_forms_people_use(text):
    assert (day_of(text).day, day_of(text).doubt) == (DAY_FORMS[text], "")


@pytest.mark.parametrize("text", DOUBTED_DAYS)
def test_a_day_that_could_be_another_is_doubted(text):
    day, why = DOUBTED_DAYS[text]
    assert day_of(text).day == day
    assert why in day_of(text).doubt


@pytest.mark.parametrize("text", NO_DAYS)
def test_a_day_that_is_not_in_the_calendar_is_said(text):
    assert day_of(text).day is None
    assert day_of(text).fault


@pytest.mark.parametrize("text", ["", "71", "hello", "Total", "Q5", "May be", "12 345", "1.5"])
def test_other_texts_are_no_days(text):
    assert day_of(text).day is None
    assert not day_of(text).fault


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_every_day_is_read_as_it_was_written(day):
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%d %b %Y", "%-d %B %Y", "%d.%m.%Y"):
        assert day_of(day.strftime(form)).day == day


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_days_and_numbers(text):
    read_day, number = day_of(text), number_of(text)
    assert read_day.day is None or not read_day.fault
    assert number.value is None or not number.fault


def test_periods_follow_each_other_at_the_ends_of_months():
    assert period_ends(date(2026, 1, 31), Frequency.MONTHLY, 3) == [
        date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)
    ]  # fmt: skip
    assert period_ends(date(2026, 1, 30), Frequency.MONTHLY, 3)[1:] == [
        date(2026, 2, 28), date(2026, 3, 30)
    ]  # fmt: skip
    assert next_period_end(date(2025, 12, 31), Frequency.QUARTERLY) == date(2026, 3, 31)
    assert next_period_end(date(2024, 2, 29), Frequency.YEARLY) == date(2025, 2, 28)
    assert next_period_end(date(2026, 2, 26), Frequency.WEEKLY) == date(2026, 3, 5)


# Numbers

NUMBERS = {
    "71": 71, " 71 ": 71, "71.5": 71.5, ".5": 0.5, "1,234": 1234, "12,345,678": 12345678,
    "1 234": 1234, "71%": 71, "71 %": 71, "£20.50": 20.5, "-3": -3, "−3": -3, "+4": 4, "'71": 71,
}  # fmt: skip
GAPS = ["", "  ", "-", "–", "n/a", "N/A", "..", "no data"]
HIDDEN = ["*", "<5", "[c]", "1-4", "fewer than 5", "#DIV/0!", "#N/A", "#REF!"]
NO_NUMBERS = ["abc", "1,23", "12,34,567", "1 23", "71,5", "1e5", "nan", "inf", "0x1f", "1_000",
              "9" * 20, "5/6", "(5)", "=1+1"]  # fmt: skip


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_is_read_as_people_write_it(text):
    assert number_of(text).value == NUMBERS[text]


@pytest.mark.parametrize("text", GAPS)
def test_a_blank_is_a_gap(text):
    assert (number_of(text).value, number_of(text).fault) == (None, "")


@pytest.mark.parametrize("text", HIDDEN)
def test_a_hidden_or_faulty_value_is_a_gap_and_says_so(text):
    assert number_of(text).value is None
    assert "kept as a gap" in number_of(text).doubt


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_number_is_not_guessed(text):
    assert number_of(text).value is None
    assert number_of(text).fault


# Columns and what stands between them


@pytest.mark.parametrize(
    "text",
    [
        "31/10/2026\t46", "31/10/2026;46", "31/10/2026,46", "31/10/2026 46", "31 Oct 2026  46",
        "October 2026 46", "Oct 2026\t46\t\t", '"31/10/2026","46"', "Month\tDays\nOct 2026\t46",
        "Our measure\n\nMonth,Days\nOct 2026,46", "Oct 2026\t46\r\n\r\n",
    ],
)  # fmt: skip
def test_a_day_and_a_value_are_told_apart_however_they_stand(text):
    rows = [row for row in read(text) if row.found is not Found.HEADING]
    assert [(row.on, row.value, row.found) for row in rows] == [(OCTOBER, 46, Found.NEW)]


@pytest.mark.parametrize(
    "text",
    ["Oct 2026\t55\t67", "Oct 2026;55;67", "31/10/2026, 55, 67", "31 October 2026 55 67",
     "Month\tTotal due\tNumerator\nOct 2026\t67\t55", "Oct 2026\t55\t67\t82.1%",
     "Oct 2026,55,67,0.82"],
)  # fmt: skip
def test_a_day_with_its_counts_is_read(text):
    row = read(text, PER_CENT)[-1]
    assert (row.on, row.value, row.denominator, row.doubts) == (OCTOBER, 55, 67, ())


def test_values_alone_are_dated_one_after_the_other():
    rows = read("46\n1,047\n\n48", first=date(2026, 8, 31), frequency=Frequency.MONTHLY)
    assert [(row.on, row.value) for row in rows] == [
        (date(2026, 8, 31), 46), (date(2026, 9, 30), 1047), (OCTOBER, 48)
    ]  # fmt: skip


def test_values_alone_without_a_first_day_say_what_is_missing():
    rows = read("46\n47")
    assert {row.found for row in rows} == {Found.ASIDE}
    assert "Say which period the first value is for" in rows[0].why


def test_a_thousand_between_commas_is_one_number_and_doubted():
    row = only("2026-10-31,1,234")
    assert (row.value, row.doubts) == (1234, ("“1,234” is read as one number.",))


# What is doubtful


@pytest.mark.parametrize(
    ("text", "measure", "why"),
    [
        ("03/04/2026\t4", DAYS, "read with the day first: 3 Apr 2026"),
        ("Oct 2026\t", DAYS, "kept as a gap"),
        ("Oct 2026\t5\t0", PER_CENT, "A denominator of 0: it is kept as a gap"),
        ("Oct 2026\t68\t67", PER_CENT, "Are the columns swapped?"),
        ("Oct 2026\t55\t67\t12%", PER_CENT, "“12%” is not 55 of 67"),
        ("Oct 2026\t55%", DAYS, "this measure is in days"),
        ("Oct 2026\t155", SHARE, "It is over 100 %"),
        ("01/10/2026\t4", DAYS, "If all of it is meant, write Oct 2026"),
        ("Oct 2026\t*\t67", PER_CENT, "hides a small number"),
    ],
)
def test_what_is_doubtful_says_why_and_is_kept(text, measure, why):
    row = only(text, measure)
    assert row.found is Found.NEW
    assert why in told(row)


def test_day_and_month_are_not_doubted_where_the_paste_itself_shows_their_order():
    first, second = read("03/04/2026\t4\n30/04/2026\t5")
    assert (first.doubts, second.doubts) == ((), ())


def test_day_and_month_stay_doubtful_beside_a_row_the_other_way_round():
    rows = read("03/04/2026\t4\n30/04/2026\t5\n04/30/2026\t6")
    assert "day first" in told(rows[0])
    assert rows[2].found is Found.ASIDE


def test_a_percentage_among_counts_is_doubted():
    rows = read("Sep 2026\t71%\nOct 2026\t72", SHARE)
    assert "this one has none" in told(rows[1])


def test_a_share_among_percentages_is_doubted_and_kept_as_it_is():
    rows = read("Jul 2026\t71\nAug 2026\t72\nSep 2026\t70\nOct 2026\t0.73", SHARE)
    assert rows[3].value == 0.73
    assert "Is 0.73 a share?" in told(rows[3])


def test_a_value_far_outside_the_rest_has_its_question():
    text = "\n".join(f"2025-{month:02}-28\t{40 + month % 3}" for month in range(1, 13))
    *others, last = read(f"{text}\nOct 2026\t410")
    assert not any(row.odd for row in others)
    assert "410 days is far outside the rest: the other 12 values" in last.odd


# What is set aside


@pytest.mark.parametrize(
    ("text", "measure", "why"),
    [
        ("30/11/2026\t4", DAYS, "30 Nov 2026 lies ahead: add it when the period is over."),
        ("Nov 2026\t4", DAYS, "lies ahead"),
        ("31/02/2026\t4", DAYS, "is no day of the calendar"),
        ("10/31/2026\t4", DAYS, "Write the day first; is 31 Oct 2026 meant?"),
        ("Oct 2026\tmany", DAYS, "“many” is not a number."),
        ("somewhen\t4", DAYS, "“somewhen” is not a day."),
        ("\t4", DAYS, "It has no day."),
        ("Oct 2026", DAYS, "a day and no value"),
        ("Oct 2026\t4\t5", DAYS, "kept as one value for each period"),
        ("Oct 2026\t71%\t67", PER_CENT, "mixes a percentage with a count"),
        ("Oct 2026\t5\t-1", PER_CENT, "Its denominator is below 0."),
        ("Oct 2026\t1\t2\t3\t4", PER_CENT, "It has 5 columns"),
    ],
)
def test_what_cannot_be_kept_is_set_aside_with_a_sentence(text, measure, why):
    row = read(
        f"Sep 2026\t1\t2\n{text}" if measure is PER_CENT else f"Sep 2026\t1\n{text}", measure
    )[-1]
    assert row.found is Found.ASIDE
    assert why in row.why


def test_a_row_of_one_number_is_set_aside_where_two_are_kept():
    kept = [a_point(PER_CENT, date(2026, 9, 30), 53, denominator=64)]
    row = only("Oct 2026\t82", PER_CENT, kept)
    assert row.found is Found.ASIDE
    assert "out of how many" in row.why


def test_percentages_alone_are_read_where_no_counts_are_known_yet():
    assert only("Oct 2026\t82", PER_CENT).value == 82


def test_the_same_day_twice_with_the_same_value_is_kept_once():
    rows = read("Oct 2026\t46\n31/10/2026\t46")
    assert [row.found for row in rows] == [Found.NEW, Found.SAME]
    assert rows[1].why == "It says the same as line 1."


def test_the_same_day_twice_with_two_values_is_left_to_the_person():
    rows = read("Oct 2026\t46\n31/10/2026\t47\nSep 2026\t1")
    assert [row.found for row in rows] == [Found.ASIDE, Found.ASIDE, Found.NEW]
    assert rows[0].why == (
        "Lines 1 and 2 are for the same day and differ. Leave the right one, or keep all of them."
    )


def test_more_rows_than_are_read_at_once_are_kept_for_later(monkeypatch):
    monkeypatch.setattr(pasted, "MOST_ROWS", 100)
    rows = read("\n".join(f"{date.fromordinal(728000 + n)}\t1" for n in range(103)))
    assert [row.found for row in rows[-4:]] == [Found.NEW, *[Found.ASIDE] * 3]
    assert "Paste it afterwards" in rows[-1].why


# Beside the points that are kept


def test_a_day_that_is_there_already_is_the_same_or_a_correction():
    kept = [a_point(DAYS, OCTOBER, 46.0), a_point(DAYS, date(2026, 9, 30), 47.0)]
    same, corrected = read("Oct 2026\t46\nSep 2026\t48", DAYS, kept)
    assert (same.found, corrected.found) == (Found.SAME, Found.CORRECTION)
    assert corrected.corrects == kept[1]
    assert corrected.why == "47 days is kept so far."


def test_a_blank_never_takes_a_value_away():
    row = only("Oct 2026\t", DAYS, [a_point(DAYS, OCTOBER, 46.0)])
    assert row.found is Found.ASIDE
    assert "46 days is kept already. That one stays." in row.why


def test_a_value_fills_a_gap_as_a_correction():
    assert only("Oct 2026\t46", DAYS, [a_point(DAYS, OCTOBER, None)]).found is Found.CORRECTION


def test_a_day_with_two_points_is_left_to_the_person():
    kept = [a_point(DAYS, OCTOBER, 46.0), a_point(DAYS, OCTOBER, 47.0)]
    assert "2 points are kept for this day" in only("Oct 2026\t48", DAYS, kept).why


def test_another_day_of_a_month_that_has_its_point_is_doubted():
    row = only("15/10/2026\t4", DAYS, [a_point(DAYS, OCTOBER, 46.0)])
    assert "A point is kept for 31 Oct 2026 already, in the same month." in row.doubts


def test_points_before_the_baseline_say_that_it_moves():
    measure = a_measure(unit="days", baseline_points=12)
    beside = Beside(measure, (a_point(measure, OCTOBER, 46.0),), TODAY)
    moved = baseline_moved(read_pasted("Aug 2026\t4\nSep 2026\t5", beside), beside)
    assert moved.startswith("2 points lie before 31 Oct 2026")
    assert baseline_moved(
        read_pasted("Nov 2025\t4", Beside(DAYS, (), TODAY)), beside
    ) == moved.replace("2 points lie", "1 point lies")
    assert (
        baseline_moved(read_pasted("Nov 2025\t4", beside), Beside(DAYS, beside.kept, TODAY)) == ""
    )


def test_saving_the_rows_makes_points_and_corrects_those_that_are_there():
    kept = [a_point(DAYS, date(2026, 9, 30), 47.0, published=True)]
    rows = read("Oct 2026\t46\nSep 2026\t48\nAug 2026\tfoo", DAYS, kept)
    ids = [new_id() for _ in rows]
    new, corrected = points_of(rows, DAYS, date(2026, 10, 1), ids)
    assert new == DataPoint(
        id=ids[0], measure_id=DAYS.id, as_of=OCTOBER, on=OCTOBER, value=46
    )  # not known before its period ends
    assert corrected == kept[0].model_copy(update={"value": 48.0, "as_of": date(2026, 10, 1)})


# Nothing is lost

CELLS = st.one_of(
    st.sampled_from([*DAY_FORMS, *DOUBTED_DAYS, *NO_DAYS, *NUMBERS, *GAPS, *HIDDEN, *NO_NUMBERS]),
    st.text(st.characters(exclude_characters="\n\r\t"), max_size=12),
)
PASTES = st.lists(st.lists(CELLS, min_size=1, max_size=5), max_size=12)


@given(
    PASTES, st.sampled_from(["\t", ";", ",", "  ", " "]), st.sampled_from([PER_CENT, DAYS, SHARE])
)
def test_every_line_becomes_one_row_and_no_sign_is_lost(table, between, measure):
    text = "\n".join(between.join(cells) for cells in table)
    rows = read(text, measure, [a_point(measure, OCTOBER, 46.0)])
    lines = text.split("\n")
    assert [row.line for row in rows] == [n for n, line in enumerate(lines, 1) if line.strip()]
    for row in rows:
        assert _signs("".join(row.cells)) == _signs(lines[row.line - 1])


def _signs(text: str) -> str:
    """The text without what stands between cells."""
    return "".join(sign for sign in text if not sign.isspace() and sign not in ",;")


@given(st.text(max_size=200), st.sampled_from([PER_CENT, DAYS, SHARE]))
def test_any_text_at_all_is_read_and_every_row_says_what_becomes_of_it(text, measure):
    for row in read(text, measure, first=date(2026, 1, 31), frequency=Frequency.MONTHLY):
        if row.kept:
            assert row.on is not None and row.on <= TODAY
        else:
            assert row.why


@pytest.mark.parametrize("line", ["31/12/1989\t5", "31 Dec 1989 5", "31/12/1989, 5", "1/4/1875;5"])
def test_a_day_before_1990_says_which_days_are_taken(line):
    assert "lies before 1990. Days from 1990 to 2100 are taken." in only(line).why
