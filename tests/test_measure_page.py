"""The page of one measure: what it says, and every way to keep its points, through the door."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from builders import a_point
from conftest import copied
from phased import days, the_measure
from visits import ILLUSTRATIVE, ILLUSTRATIVE_DAY, Visitor, as_read

from tracker import store
from tracker.measures import DataPoint
from tracker.plan_as_at import KeptPoint
from tracker.readings import readings
from tracker.records import Version
from tracker.screen.visit import database

OCTOBER, NEXT = date(2026, 10, 31), date(2026, 11, 15)


@pytest.fixture
def kept_file(examples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = copied(examples, tmp_path)
    monkeypatch.setenv("TRACKER_DATABASE", str(path))
    yield path
    database(path).close()
    database.clear()


def opened(points: str = "", measure: str = "M6") -> Visitor:
    wanted = {"points": points} if points else {}
    return Visitor().open("measure", partnership=ILLUSTRATIVE, measure=measure, **wanted)


def kept(path: Path, measure: str = "M6") -> dict[date, KeptPoint]:
    plan = store.plan_as_at(database(path), ILLUSTRATIVE, ILLUSTRATIVE_DAY)
    (id_,) = [found.id for found in plan.measures if found.ref == measure]
    found = store.data_points(database(path), ILLUSTRATIVE, ILLUSTRATIVE_DAY, id_)
    return {point.point.on: point for point in found}


def pressed(visitor: Visitor, name: str) -> Visitor:
    button = next(b for b in visitor.screen.button if b.key and b.key.endswith(name))
    button.click()
    return visitor.again()


def fill(visitor: Visitor, **fields: object) -> Visitor:
    hows = {"on": "day", "as_of": "day", "first": "day", "pasted": "text", "often": "one_of"}
    for name, value in fields.items():
        visitor.field(hows.get(name, "line"), name).set_value(value)
    return visitor


def asked_back(visitor: Visitor) -> str:
    return " ".join(as_read(warning.value) for warning in visitor.screen.warning)


def announced(visitor: Visitor) -> str:
    return " ".join(as_read(success.value) for success in visitor.screen.success)


# What it says


def test_the_headline_says_what_the_points_do_and_since_when(kept_file):
    headline = "Referral discussions held within 24 hours: better since March 2026"
    assert opened().headline == headline
    assert opened(measure="M7").headline.endswith(": getting worse since May 2026")
    assert opened(measure="M5").headline.endswith(": no change to see")
    assert opened(measure="M1").headline.endswith(": too few points to say")


def test_the_page_says_what_the_measure_is_and_what_it_belongs_to(kept_file):
    words = opened().words
    for told in (
        "Discussions begun within 24 hours", "71 %, November 2024 to October 2025",
        "90 % by 31 Mar 2027", "monthly", "Referral discussion record", "Detective Inspector",
        "Children at risk of neglect", "Process measure · per cent · should go up",
    ):  # fmt: skip
        assert told in words
    links = [link.label for link in opened().links]
    assert any("5\\.1" in label for label in links)


def test_the_same_stands_in_a_table_with_its_counts_and_corrections(kept_file):
    (table,) = opened(measure="M7").screen.table
    april = table.value[table.value["Period ending"] == "30 Apr 2026"].iloc[0]
    assert (april["Numerator"], april["Denominator"], april["Value"]) == ("175", "216", "81 %")
    assert april["Corrected"].startswith("once, was 83\\.3 % \\(180 of 216\\): Glen had counted")
    assert (table.value["Part of the signal"] == "yes").sum() == 6


def test_a_measure_that_is_not_there_is_refused_with_those_that_are(kept_file):
    visitor = opened(measure="M99")
    assert "There is no measure “M99”" in visitor.refused
    assert any("M6" in link.label for link in visitor.links)


def test_an_earlier_day_shows_the_points_known_then(kept_file):
    then = Visitor().open("measure", partnership=ILLUSTRATIVE, measure="M7", as_at="2026-05-20")
    (table,) = then.screen.table
    assert table.value.iloc[-1]["Value"] == "83.3 %"
    assert len(table.value) == 24


# One point


def test_a_point_is_added_and_can_be_undone(kept_file):
    visitor = fill(opened("add"), on=NEXT, value="60", denominator="72")
    pressed(visitor, "_save")
    assert "15 Nov 2026: 83.3 % (60 of 72)" in announced(visitor)
    assert kept(kept_file)[NEXT].point.denominator == 72
    visitor.clicks("Undo")
    assert kept(kept_file)[NEXT].withdrawn


BAD = {
    "no day": ({"on": None}, "on", "Period ending is empty."),
    "a day ahead": ({"on": date(2026, 12, 31)}, "on", "31 Dec 2026 lies ahead."),
    "no numerator": ({"value": " "}, "value", "Numerator is empty."),
    "words for a number": ({"value": "many"}, "value", "“many” is not a number."),
    "a percentage for a count": ({"value": "71%"}, "value", "Numerator is a count"),
    "hostile text": ({"value": "<b>=1+1</b>"}, "value", "is not a number"),
    "far too long a number": ({"value": "9" * 400}, "value", "too long a number"),
    "no denominator": ({"denominator": ""}, "denominator", "Denominator is empty."),
    "a denominator below 0": ({"denominator": "-4"}, "denominator", "cannot be under 0"),
    "known before it ended": ({"as_of": date(2026, 11, 1)}, "as_of", "cannot be known before"),
    "known in the future": ({"as_of": date(2027, 1, 1)}, "as_of", "cannot be dated ahead"),
    "known since nothing": ({"as_of": None}, "as_of", "Known since is empty."),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_input_gets_a_sentence_below_its_field_and_stays(kept_file, what):
    said, field, told = BAD[what]
    typed = {"on": NEXT, "value": "60", "denominator": "72"} | said
    visitor = pressed(fill(opened("add"), **typed), "_save")
    how = "day" if field in ("on", "as_of") else "line"
    assert told in visitor.below(how, field)
    for name, value in typed.items():
        assert visitor.field("day" if name in ("on", "as_of") else "line", name).value == value
    assert NEXT not in kept(kept_file)


def test_an_empty_form_says_everything_that_is_missing(kept_file):
    refused = pressed(opened("add"), "_save").refused
    assert refused.count("is empty") == 3


def test_a_value_far_outside_the_rest_is_asked_back_and_kept_on_a_second_word(kept_file):
    visitor = pressed(fill(opened("add"), on=NEXT, value="7", denominator="72"), "_save")
    assert "far outside the rest" in asked_back(visitor)
    assert NEXT not in kept(kept_file)
    pressed(visitor, "_right")
    assert kept(kept_file)[NEXT].point.value == 7


def test_another_value_after_the_question_is_not_kept_by_the_old_answer(kept_file):
    visitor = pressed(fill(opened("add"), on=NEXT, value="7", denominator="72"), "_save")
    fill(visitor, value="5").again()
    assert not asked_back(visitor)
    pressed(visitor, "_save")
    assert "6.94 %" in asked_back(visitor)


def second(visitor: Visitor, chosen: str, **said: object) -> Visitor:
    visitor.field("choice", "second").set_value(chosen)
    return fill(visitor.again(), **said)


def test_a_second_point_for_one_day_is_asked_about_and_not_kept_unasked(kept_file):
    visitor = fill(opened("add"), on=OCTOBER).again()
    assert "There is a point already, **31 Oct 2026: 82.1 % (55 of 67)**" in visitor.words
    pressed(fill(visitor, value="60", denominator="72"), "_save")
    assert "Choose one of the two." in visitor.below("choice", "second")
    assert len(kept(kept_file)[OCTOBER].versions) == 1


def test_a_second_point_can_correct_the_first_with_a_reason(kept_file):
    visitor = second(
        fill(opened("add"), on=OCTOBER).again(), "correct", value="54", denominator="67"
    )
    pressed(visitor, "_save")
    assert "Say why the value is corrected." in visitor.below("line", "reason")
    pressed(fill(visitor, reason="Counted again."), "_save")
    point = kept(kept_file)[OCTOBER]
    assert [v.record.value for v in point.versions] == [55, 54]
    assert point.newest.reason == "Counted again."


def test_two_points_of_one_day_can_both_be_kept_and_are_added_up(kept_file):
    visitor = second(fill(opened("add"), on=OCTOBER).again(), "both", value="60", denominator="72")
    pressed(visitor, "_save")
    plan = store.plan_as_at(database(kept_file), ILLUSTRATIVE, ILLUSTRATIVE_DAY)
    reading = next(m for m in readings(plan).measures if m.measure.ref == "M6")
    assert reading.chart.series.plotted[-1] == pytest.approx((55 + 60) / (67 + 72))
    assert "31 Oct 2026" in " ".join(reading.chart.series.doubts)


def test_a_denominator_of_0_is_kept_as_a_gap_and_said(kept_file):
    visitor = pressed(fill(opened("add"), on=NEXT, value="0", denominator="0"), "_save")
    assert "no value (0 of 0)" in announced(visitor)
    assert kept(kept_file)[NEXT].point.denominator == 0


def test_a_measure_without_counts_asks_for_one_value(kept_file):
    visitor = pressed(fill(opened("add", "M5"), on=NEXT, value="46.5 "), "_save")
    assert "46.5 days" in announced(visitor)
    assert kept(kept_file, "M5")[NEXT].point.denominator is None


# Correcting and withdrawing


def test_a_correction_is_a_new_version_with_its_reason(kept_file):
    visitor = fill(opened("correct"), value="54", reason="One was counted twice.")
    pressed(visitor, "_save")
    assert "Corrected" in announced(visitor)
    old, new = kept(kept_file)[OCTOBER].versions
    assert (old.record.value, new.record.value) == (55, 54)
    assert (new.reason, new.as_of) == ("One was counted twice.", ILLUSTRATIVE_DAY)
    (table,) = visitor.screen.table
    assert "was 82\\.1 % \\(55 of 67\\): One was counted twice" in table.value.iloc[-1]["Corrected"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"value": "54"}, "Say why the value is corrected."),
        ({"reason": "Because."}, "It says the same as before."),
        ({"value": "x", "reason": "Because."}, "“x” is not a number."),
        ({"value": "54", "reason": "   "}, "Say why the value is corrected."),
    ],
)
def test_a_correction_needs_another_value_and_a_reason(kept_file, said, told):
    visitor = pressed(fill(opened("correct"), **said), "_save")
    assert told in visitor.refused
    assert all(visitor.field("line", name).value == value for name, value in said.items())
    assert len(kept(kept_file)[OCTOBER].versions) == 1


def test_another_point_can_be_chosen_to_correct(kept_file):
    visitor = opened("correct")
    (box,) = [box for box in visitor.screen.selectbox if box.label == "Which point"]
    box.set_value(kept(kept_file)[date(2026, 9, 30)].point.id)
    visitor.again()
    pressed(fill(visitor, value="52", reason="Counted again."), "_save")
    assert kept(kept_file)[date(2026, 9, 30)].point.value == 52


def test_two_people_correcting_one_point_see_each_other(kept_file):
    mine = fill(opened("correct"), value="54", reason="Mine.")
    theirs = kept(kept_file)[OCTOBER].point.model_copy(update={"value": 50.0})
    store.change(
        database(kept_file), ILLUSTRATIVE, [theirs], by="Isla Ross", today=ILLUSTRATIVE_DAY,
        save_id=store.new_id(), seen=2**62, reason="Theirs.",
    )  # fmt: skip
    pressed(mine, "_save")
    assert "Isla Ross saved this on" in asked_back(mine)
    picks = [radio for radio in mine.screen.radio if radio.key.endswith("_value_pick")]
    assert [radio.value for radio in picks] == ["mine"]
    mine.clicks("Save what is chosen")
    assert [v.record.value for v in kept(kept_file)[OCTOBER].versions] == [55, 50, 54]


def test_a_point_is_withdrawn_with_a_reason_and_can_be_put_back(kept_file):
    visitor = pressed(opened("correct"), "_withdraw")
    assert "Say why it is withdrawn." in visitor.refused
    pressed(fill(visitor, reason_out="Another month's figure."), "_withdraw")
    assert kept(kept_file)[OCTOBER].withdrawn
    assert visitor.headline.endswith("better since March 2026")
    assert "Withdrawn points (1)" in [e.label for e in visitor.screen.expander]
    pressed(visitor.clicks("Put it back"), "_restore")
    assert not kept(kept_file)[OCTOBER].withdrawn


def test_the_store_itself_refuses_a_correction_without_a_reason(kept_file):
    point: DataPoint = kept(kept_file)[OCTOBER].point
    from tracker.refusals import FieldRefusals

    with pytest.raises(FieldRefusals, match="Say why the value is corrected"):
        store.change(
            database(kept_file), ILLUSTRATIVE, [point.model_copy(update={"value": 1.0})],
            by="Isla Ross", today=ILLUSTRATIVE_DAY, save_id=store.new_id(), seen=2**62,
        )  # fmt: skip


# Many points

THIRTY = "\n".join(
    f"{month:02}/{year}\t{40 + (month * 7 + year) % 9}\t{55 + month % 4}"
    for year in (2021, 2022, 2023)
    for month in range(1, 11)
)


def test_thirty_points_are_pasted_in_one_save_and_undone_in_one(kept_file):
    visitor = fill(opened("paste"), pasted=THIRTY).again()
    preview = visitor.screen.table[-1].value
    assert len(preview) == 30
    assert "30 rows: 30 new" in visitor.words
    before = store.latest_sequence(database(kept_file))
    pressed(visitor, "_save")
    assert "30 new points" in announced(visitor)
    assert store.latest_sequence(database(kept_file)) == before + 1
    assert sum(not point.withdrawn for point in kept(kept_file).values()) == 54
    visitor.clicks("Undo")
    assert sum(not point.withdrawn for point in kept(kept_file).values()) == 24


def test_many_hundred_points_are_kept_corrected_and_undone_version_by_version(kept_file):
    def daily(add: int) -> str:
        began = date(2021, 1, 2).toordinal()
        rows = ((date.fromordinal(began + n), 45 + n % 7 + add) for n in range(600))
        return "\n".join(f"{on:%d/%m/%Y}\t{value}" for on, value in rows)

    pressed(fill(opened("paste", "M5"), pasted=daily(0)).again(), "_save")
    assert len(kept(kept_file, "M5")) > 600
    visitor = fill(opened("paste", "M5"), pasted=daily(1)).again()
    assert "600 rows: 600 correction" in visitor.words
    pressed(fill(visitor, reason="Counted again."), "_save")
    point = kept(kept_file, "M5")[date(2021, 1, 3)]
    assert [(v.number, v.record.value) for v in point.versions] == [(1, 46), (2, 47)]
    visitor.clicks("Undo")
    found = kept(kept_file, "M5")[date(2021, 1, 3)]
    assert [(v.number, v.record.value) for v in found.versions] == [(1, 46), (2, 47), (3, 46)]


def test_the_preview_tells_every_kind_of_row_apart(kept_file):
    pasted = (
        "Month\tHeld\tAll\nOct 2026\t55\t67\nSep 2026\t52\t64\nNov 2026\t1\t2\n15/11/2026\t60\t72"
    )
    visitor = fill(opened("paste"), pasted=pasted).again()
    happens = list(visitor.screen.table[-1].value["What happens"])
    for words, told in zip(
        ("Heading", "Already there", "Correction", "Set aside", "New"), happens, strict=True
    ):
        assert words in told
    assert "5 rows: 1 new, 1 correction, 1 already there, 1 heading, 1 set aside" in visitor.words


def test_of_many_rows_those_to_look_at_come_first(kept_file):
    pasted = "\n".join(
        f"{day:02}/{month:02}/2023\t40\t60" for month in (1, 3, 5) for day in range(13, 28)
    )
    visitor = fill(opened("paste"), pasted=f"{pasted}\nNov 2026\t1\t2").again()
    first, every = (table.value for table in visitor.screen.table[-2:])
    assert (list(first["Pasted"]), len(every)) == (["Nov 2026 \\| 1 \\| 2"], 46)


def test_a_paste_with_corrections_needs_a_reason_and_keeps_what_was_typed(kept_file):
    pasted = "Sep 2026\t52\t64\n15/11/2026\t60\t72"
    visitor = pressed(fill(opened("paste"), pasted=pasted).again(), "_save")
    assert "Say why. The reason stays in the history of each value." in visitor.refused
    assert visitor.field("text", "pasted").value == pasted
    pressed(fill(visitor, reason="The log was checked."), "_save")
    assert "1 new point and 1 correction" in announced(visitor)
    assert kept(kept_file)[date(2026, 9, 30)].newest.reason == "The log was checked."
    assert kept(kept_file)[NEXT].newest.reason == ""


def test_an_odd_value_in_a_paste_is_asked_back_before_anything_is_kept(kept_file):
    visitor = fill(opened("paste"), pasted="14/11/2026\t56\t68\n15/11/2026\t6\t72").again()
    pressed(visitor, "_save")
    assert "Line 2: 8.33 % is far outside the rest" in asked_back(visitor)
    assert NEXT not in kept(kept_file)
    pressed(visitor, "_right")
    assert kept(kept_file)[NEXT].point.value == 6


def test_values_alone_ask_for_the_first_day(kept_file):
    visitor = fill(opened("paste", "M5"), pasted="46\n47\n48").again()
    assert "3 set aside" in visitor.words
    fill(visitor, first=date(2023, 1, 31)).again()
    assert "3 rows: 3 new" in visitor.words
    assert "The baseline" not in visitor.words
    pressed(visitor, "_save")
    assert kept(kept_file, "M5")[date(2023, 3, 31)].point.value == 48


def test_points_before_the_baseline_say_that_the_median_moves(kept_file):
    assert (
        "the baseline is the first 12 points"
        in fill(opened("paste"), pasted=THIRTY).again().words.lower()
    )


@pytest.mark.parametrize(
    "pasted", ["nothing here", "<script>alert(1)</script>", "=1+1\t2", "x" * 10_000, "\t\t\n;;"]
)
def test_a_paste_of_nothing_useful_says_so_and_stays(kept_file, pasted):
    visitor = fill(opened("paste"), pasted=pasted).again()
    assert "Nothing here is to be saved." in [info.value for info in visitor.screen.info]
    assert visitor.field("text", "pasted").value == pasted


def test_known_since_cannot_be_ahead(kept_file):
    visitor = fill(opened("paste"), pasted="15/11/2026\t60\t72").again()
    pressed(fill(visitor, as_of=date(2027, 1, 1)), "_save")
    assert "cannot be dated ahead" in visitor.below("day", "as_of")
    assert NEXT not in kept(kept_file)


def test_more_counted_than_there_are_is_asked_back_before_it_is_kept(kept_file):
    visitor = pressed(fill(opened("paste"), pasted="15/11/2026\t73\t72").again(), "_save")
    assert "73 of 72 is more than there are in all" in asked_back(visitor)
    assert NEXT not in kept(kept_file)
    pressed(visitor, "_right")
    assert kept(kept_file)[NEXT].point.value == 73


# Shares among percentages, many values a day, and gaps between two groups


@pytest.fixture
def kept_share(kept_file: Path) -> Path:
    """A measure in per cent without counts, with six points, in the examples."""
    measure = the_measure(database(kept_file))
    points = [a_point(measure, on, 70.0 + n) for n, on in enumerate(days(6))]
    versions = [Version(r, getattr(r, "as_of", date(2026, 4, 1))) for r in (measure, *points)]
    store.save(database(kept_file), ILLUSTRATIVE, versions, by="Isla Ross")
    return kept_file


def test_a_share_among_percentages_is_asked_back_when_typed(kept_share):
    visitor = pressed(fill(opened("add", "M90"), on=NEXT, value="0.74"), "_save")
    assert "write 74 for 74 %" in asked_back(visitor)
    assert NEXT not in kept(kept_share, "M90")


@pytest.mark.parametrize(("shares", "value"), [(True, 74), (False, 0.74)])
def test_shares_among_percentages_are_settled_by_a_person_when_pasted(kept_share, shares, value):
    pasted = "14/11/2026\t73\n15/11/2026\t0.74"
    visitor = pressed(fill(opened("paste", "M90"), pasted=pasted).again(), "_save")
    assert "Choose one of the two, so that nothing is guessed." in visitor.below("choice", "shares")
    visitor.field("choice", "shares").set_value(shares)
    pressed(visitor.again(), "_save")
    if asked_back(visitor):
        pressed(visitor, "_right")
    assert kept(kept_share, "M90")[NEXT].point.value == value


def test_many_values_of_a_day_are_kept_when_a_person_says_so(kept_share):
    pasted = "15/11/2026\t73\n15/11/2026\t75"
    visitor = fill(opened("paste", "M90"), pasted=pasted).again()
    assert "2 set aside" in visitor.words
    (box,) = [box for box in visitor.screen.checkbox if box.key.endswith("_keep_all")]
    box.check()
    pressed(visitor.again(), "_save")
    plan = store.plan_as_at(database(kept_share), ILLUSTRATIVE, ILLUSTRATIVE_DAY)
    reading = next(m for m in readings(plan).measures if m.measure.ref == "M90")
    assert reading.chart.series.plotted[-1] == 74


@pytest.fixture
def kept_gap(kept_file: Path) -> Path:
    groups = {"group_words": "Looked after", "compared_with": "All pupils"}
    gap = the_measure(database(kept_file), **groups)
    store.save(database(kept_file), ILLUSTRATIVE, [Version(gap, date(2026, 4, 1))], by="Isla Ross")
    return kept_file


def test_a_gap_measure_asks_for_both_groups(kept_gap):
    visitor = pressed(fill(opened("add", "M90"), on=NEXT, value="60"), "_save")
    assert "All pupils. Value is empty." in visitor.below("line", "compared_value")
    pressed(fill(visitor, compared_value="84.2"), "_save")
    assert "24.2 percentage points (Looked after 60 %, All pupils 84.2 %)" in announced(visitor)
    assert kept(kept_gap, "M90")[NEXT].point.compared_value == 84.2
    (table,) = visitor.screen.table
    assert table.value.iloc[-1]["Gap"] == "24.2 percentage points"


def test_gaps_are_pasted_with_both_groups(kept_gap):
    pasted = "Sep 2026\t60\t84\nOct 2026\t62\nAug 2026\t61\tmany"
    visitor = fill(opened("paste", "M90"), pasted=pasted).again()
    happens = list(visitor.screen.table[-1].value["What happens"])
    assert "give Looked after, then All pupils" in as_read(happens[1])
    assert "“many” is not a number" in as_read(happens[2])
    pressed(visitor, "_save")
    point = kept(kept_gap, "M90")[date(2026, 9, 30)].point
    assert (point.value, point.compared_value) == (60, 84)
