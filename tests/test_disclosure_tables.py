"""Tables for everybody: an attacker who tries every number cannot work out a hidden count."""

from itertools import product

import pytest
from attack import looks_the_same, numbers_left
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.disclosure_settings import HIDDEN_WORDS, PublicSettings, public_settings
from tracker.disclosure_sums import Sum
from tracker.disclosure_tables import EarlierFigures, protect, protect_sums

ROUNDED = PublicSettings(round_to=5)
COUNTS = st.integers(0, 9)


def with_totals(rows):
    """The table with a total at the end of each row, and a row of totals."""
    wide = [[*row, sum(row)] for row in rows]
    return [*wide, [sum(column) for column in zip(*wide, strict=True)]]


def sums_of(table):
    rows, columns = len(table) - 1, len(table[0]) - 1
    across = [((r, columns), tuple((r, c) for c in range(columns))) for r in range(rows + 1)]
    down = [((rows, c), tuple((r, c) for r in range(rows))) for c in range(columns + 1)]
    return [*across, *down]


def small_places(table):
    return [(r, c) for r, row in enumerate(table) for c, cell in enumerate(row) if 1 <= cell <= 4]


def left_by(public, sums, low=1, reach=40, standing_for=lambda shown: (shown,)):
    shown = {(r, c): cell for r, row in enumerate(public.cells) for c, cell in enumerate(row)}
    return numbers_left(shown, sums, low, reach, standing_for=standing_for, enough=2)


def shown_words(public):
    return [["-" if cell is None else cell for cell in row] for row in public.cells]


# By example


def test_small_counts_are_hidden_and_zeros_stay():
    public = protect([[0, 1, 4, 5, 120]])
    assert shown_words(public) == [[0, "-", "-", 5, 120]]
    assert public.hidden == {(0, 1), (0, 2)} and public.warnings == ()


def test_a_second_count_is_hidden_where_the_total_would_give_back_the_first():
    public = protect([[3, 12, 20, 35]], total_column=True)
    assert shown_words(public) == [["-", "-", 20, 35]]


def test_two_small_counts_of_one_each_need_a_third():
    assert shown_words(protect([[1, 1, 20, 22]], total_column=True)) == [["-", "-", "-", 22]]
    assert shown_words(protect([[1, 2, 20, 23]], total_column=True)) == [["-", "-", 20, 23]]


def test_in_a_table_with_both_totals_four_corners_are_hidden():
    public = protect(
        with_totals([[3, 12, 9], [8, 11, 10], [7, 6, 14]]), total_row=True, total_column=True
    )
    assert shown_words(public) == [
        ["-", "-", 9, 24],
        ["-", "-", 10, 29],
        [7, 6, 14, 27],
        [18, 29, 33, 80],
    ]


def test_where_only_zeros_stand_beside_it_the_total_goes():
    assert shown_words(protect([[3, 0, 0, 3]], total_column=True)) == [["-", 0, 0, "-"]]


def test_the_second_count_goes_by_its_place_and_not_by_its_size():
    assert protect([[3, 60, 5, 68]], total_column=True).hidden == {(0, 0), (0, 1)}
    assert protect([[3, 5, 60, 68]], total_column=True).hidden == {(0, 0), (0, 1)}


def test_zeros_can_be_hidden_too():
    public = protect([[0, 12, 30, 42]], PublicSettings(zeros_shown=False), total_column=True)
    assert shown_words(public) == [["-", "-", 30, 42]]


def test_a_hidden_zero_may_stand_for_one_and_protects_it():
    public = protect([[1, 0, 20, 21]], PublicSettings(zeros_shown=False), total_column=True)
    assert shown_words(public) == [["-", "-", 20, 21]]


def test_a_cell_without_a_count_is_empty_and_not_hidden():
    public = protect([[3, None, 30]])
    assert public.cells == ((None, None, 30),) and public.hidden == {(0, 0)}


def test_a_percentage_is_told_only_where_both_its_counts_are_shown():
    public = protect([[3, 12, 20, 35]], total_column=True)
    assert public.share((0, 2), of=(0, 3)) == pytest.approx(57.142857)
    assert public.share((0, 0), of=(0, 3)) is None
    assert protect([[0, 7]]).share((0, 1), of=(0, 0)) is None


def test_a_published_count_stays_and_does_not_give_back_another():
    public = protect([[3, 2, 20, 25]], published={(0, 0)}, total_column=True)
    assert shown_words(public) == [[3, "-", "-", 25]]


def test_what_published_counts_give_back_is_said():
    public = protect([[3, 12, 15]], published={(0, 1), (0, 2)}, total_column=True)
    assert shown_words(public) == [["-", 12, 15]]
    (warning,) = public.warnings
    assert warning.startswith("1 small count can be worked out")
    assert "join rows" in warning


def test_rounded_counts_are_rounded_each_for_itself():
    public = protect([[13, 13, 26]], ROUNDED, total_column=True)
    assert public.cells == ((15, 15, 25),)
    assert protect([[13, 13]], ROUNDED, published={(0, 1)}).cells == ((15, 13),)


def test_rows_of_unequal_length_are_no_table():
    with pytest.raises(ValueError, match="same number of cells"):
        protect([[1, 2], [3]])


def test_the_same_word_stands_for_every_hidden_count():
    assert HIDDEN_WORDS == "hidden: small numbers"


def test_settings_come_from_the_reference_list():
    assert public_settings({}) == PublicSettings()
    named = {"public_small": 9.0, "public_round_to": 5.0, "public_zeros": 0.0}
    assert public_settings(named) == PublicSettings(small=9, round_to=5, zeros_shown=False)


# Sums that are no table


def test_a_difference_gives_nothing_back():
    """All children less those in care leaves three."""
    hiding = protect_sums({"all": 40, "care": 37, "rest": 3}, [Sum("all", ("care", "rest"))])
    assert hiding.hidden == {"rest", "care"} and not hiding.given_back


def test_the_same_count_in_two_charts_is_hidden_in_both():
    hiding = protect_sums({"chart": 3, "table": 3, "else": 12}, [Sum("chart", ("table",))])
    assert hiding.hidden == {"chart", "table"}


def test_totals_of_totals_are_followed():
    values = {"a": 2, "b": 9, "c": 8, "ab": 11, "all": 19}
    sums = [Sum("ab", ("a", "b")), Sum("all", ("ab", "c"))]
    assert protect_sums(values, sums).hidden == {"a", "b"}
    assert protect_sums(values, sums, published={"b"}).hidden == {"a", "ab", "c"}


# Earlier versions


def test_what_was_hidden_stays_hidden_while_it_is_the_same():
    earlier = EarlierFigures({(0, 0): 12, (0, 1): 20}, {(0, 0)})
    assert protect([[12, 20]], earlier=[earlier]).hidden == {(0, 0)}
    assert not protect([[13, 20]], earlier=[earlier]).hidden


def test_what_was_shown_before_protects_nothing():
    """The second cell was shown last time: the third has to go instead."""
    earlier = EarlierFigures({(0, 1): 12}, ())
    public = protect([[3, 12, 20, 35]], total_column=True, earlier=[earlier])
    assert shown_words(public) == [["-", 12, "-", 35]]


def test_what_was_shown_before_cannot_be_taken_back():
    earlier = EarlierFigures({(0, 0): 3, (0, 1): 12}, ())
    public = protect([[3, 12]], earlier=[earlier])
    assert public.hidden == {(0, 0)} and len(public.warnings) == 1


# The attackers


def test_the_reader_finds_a_count_that_is_hidden_alone():
    """He is no straw man: without a second hidden cell he has it."""
    row = {0: None, 1: 12, 2: 15}
    assert numbers_left(row, [(2, (0, 1))]) == {0: {3}}
    assert numbers_left({0: None, 1: None, 2: 2}, [(2, (0, 1))]) == {0: {1}, 1: {1}}


def test_every_small_row_with_its_total_withstands_the_reader():
    for row in product(range(8), repeat=3):
        table = [[*row, sum(row)]]
        public = protect(table, total_column=True)
        left = left_by(public, [((0, 3), ((0, 0), (0, 1), (0, 2)))])
        assert all(len(left[place]) > 1 for place in small_places(table)), row


def test_every_small_row_withstands_the_reader_where_zeros_are_hidden():
    hide_zeros = PublicSettings(zeros_shown=False)
    for row in product(range(7), repeat=3):
        table = [[*row, sum(row)]]
        public = protect(table, hide_zeros, total_column=True)
        left = left_by(public, [((0, 3), ((0, 0), (0, 1), (0, 2)))], low=0)
        lacking = [place for place in left if table[0][place[1]] < 5 and len(left[place]) < 2]
        assert not lacking, row


@pytest.mark.parametrize("numbers", [(0, 1, 5), (1, 2, 6), (1, 4, 9)])
def test_every_small_table_with_totals_withstands_the_reader(numbers):
    for a, b, c, d, e, f in product(numbers, repeat=6):
        table = with_totals([[a, b, c], [d, e, f]])
        public = protect(table, total_row=True, total_column=True)
        assert not public.warnings
        left = left_by(public, sums_of(table))
        assert all(len(left[place]) > 1 for place in small_places(table)), table


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(COUNTS, min_size=3, max_size=3), min_size=3, max_size=3))
def test_any_table_withstands_the_reader(rows):
    table = with_totals(rows)
    public = protect(table, total_row=True, total_column=True)
    left = left_by(public, sums_of(table))
    assert all(len(left[place]) > 1 for place in small_places(table))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 16), min_size=3, max_size=3))
def test_rounding_and_hiding_together_withstand_the_reader(row):
    table = [[*row, sum(row)]]
    public = protect(table, ROUNDED, total_column=True)

    def standing_for(shown):
        return [n for n in range(shown - 2, shown + 3) if n == 0 == shown or n > 4]

    sums = [((0, 3), ((0, 0), (0, 1), (0, 2)))]
    left = left_by(public, sums, standing_for=standing_for)
    assert all(len(left[place]) > 1 for place in small_places(table))


@settings(max_examples=80, deadline=None)
@given(
    st.lists(COUNTS, min_size=3, max_size=3),
    st.lists(COUNTS, min_size=3, max_size=3),
    st.integers(2, 9),
)
def test_two_versions_side_by_side_withstand_the_reader(before, now, small_before):
    """Earlier the threshold may have been another; what is the same is one figure to the reader."""
    sums = [Sum((0, 3), ((0, 0), (0, 1), (0, 2)))]
    old = [[*before, sum(before)]]
    new = [[*now, sum(now)]]
    earlier = protect(old, PublicSettings(small=small_before), total_column=True)
    said = EarlierFigures({(0, c): cell for c, cell in enumerate(old[0])}, earlier.hidden)
    public = protect(new, total_column=True, earlier=[said])
    shown = {}
    for c, cell in enumerate(new[0]):
        seen_before = old[0][c] == cell and (0, c) not in earlier.hidden
        shown[0, c] = cell if seen_before else public.cells[0][c]
    left = numbers_left(shown, sums, reach=30)
    for place in small_places(new):
        assert public.warnings or len(left[place]) > 1


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(COUNTS, min_size=3, max_size=3), min_size=2, max_size=3), st.data())
def test_published_counts_stay_and_give_nothing_back_unsaid(rows, data):
    table = with_totals(rows)
    places = [(r, c) for r in range(len(table)) for c in range(len(table[0]))]
    published = data.draw(st.sets(st.sampled_from(places), max_size=3))
    public = protect(table, total_row=True, total_column=True, published=published)
    assert not public.hidden & published
    left = left_by(public, sums_of(table))
    given_back = [place for place in public.hidden if len(left[place]) < 2]
    secret = set(small_places(table)) - published
    assert public.warnings or not secret & set(given_back)


def test_hiding_is_the_same_whatever_order_the_rows_of_a_set_have():
    table = with_totals([[3, 12, 9], [8, 2, 10], [7, 6, 14]])
    first = protect(table, total_row=True, total_column=True)
    assert all(protect(table, total_row=True, total_column=True) == first for _ in range(3))


def told_to_the_programmer(render, worlds, largest):
    """The small counts, in worlds up to `largest`, that only one number fits with what is shown."""
    looks = {}
    for world in worlds:
        looks.setdefault(render(world), []).append(world)
    return [
        (world, place)
        for alike in looks.values()
        for world in alike
        for place, count in enumerate(world)
        if 1 <= count <= 4 and max(world) <= largest and len({w[place] for w in alike}) < 2
    ]


def test_the_programmer_has_what_is_always_hidden_with_the_smallest_cell():
    """He is no straw man either: had the smallest been hidden, he would know 4 and 9 of 13."""

    def by_size(row):
        second = min((n, place) for place, n in enumerate(row) if n > 4)[1] if max(row) > 4 else -1
        seen = (None if n <= 4 or c == second else n for c, n in enumerate(row))
        return (*seen, sum(row))

    rows = list(product(range(1, 15), repeat=3))
    assert ((9, 9, 4), 2) in told_to_the_programmer(by_size, rows, 10)
    assert (4, 9, 9) not in looks_the_same(by_size, (9, 9, 4), rows)


def test_who_knows_the_program_learns_no_count_of_three_with_their_total():
    """Of four, in about one of a thousand, he does: 4 and 4 beside 9 and any other."""

    def render(row):
        return protect([[*row, sum(row)]], total_column=True).cells

    assert not told_to_the_programmer(render, product(range(19), repeat=3), 10)
    four = told_to_the_programmer(render, product(range(13), repeat=4), 7)
    assert len(four) <= 10


def test_who_knows_the_program_learns_no_count_of_two_by_two_with_their_totals():
    def render(cells):
        table = with_totals([cells[:2], cells[2:]])
        return protect(table, total_row=True, total_column=True).cells

    assert not told_to_the_programmer(render, product(range(9), repeat=4), 5)
