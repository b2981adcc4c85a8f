"""The committee paper: its order, what is the author's, posts instead of people, bad input."""

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from builders import (
    TODAY,
    WORSE,
    a_cycle,
    a_judgement,
    a_measure,
    a_person,
    a_post,
    a_test,
    an_action,
    an_area,
    an_update,
    points,
    stated,
)
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_papers import a_full_snapshot, snapshot
from test_papers_read import Page, pdf_text

from tracker.papers import FORMATS
from tracker.papers.committee_paper import committee_paper
from tracker.papers.content import Figure, ForAuthor, Grid, Heading, Points, Quote, Text
from tracker.papers.told import LONGEST, shortened
from tracker.plan import Status

ORDER = [
    "Purpose of report", "Recommendations", "Background", "Inspection evaluation and progress",
    "Good practice examples", "Next steps", "Employee implications", "Financial implications",
    "Climate change, sustainability and environmental implications", "Other implications",
    "Equality impact assessment and consultation arrangements", "Sign-off",
    "Links to council values and objectives", "Previous references", "List of background papers",
    "Contact for further information",
]  # fmt: skip
READ = ("docx", "html", "pdf")
INJECTED = (
    "{{ 7*7 }} {% if 1 %} #let x = 1 #panic() $x^2$ @cite \\u{41} `raw` *b* _i_ <lab> // no /* no",
    "]] #sys.inputs.paper [[ ${x} <script>alert(1)</script> </title></style> &amp; ]]>",
)


def blocks(shot, kind):
    return [block for block in committee_paper(shot).blocks if isinstance(block, kind)]


def grid(shot, title):
    return next(block for block in blocks(shot, Grid) if block.title.startswith(title))


def words_of(grid_):
    return [[cell.words for cell in row] for row in grid_.rows]


# Order, and what is whose


def test_the_sections_stand_in_the_order_of_a_councils_committee_report():
    titles = [(h.number, h.words) for h in blocks(a_full_snapshot(), Heading) if h.level == 1]
    numbers = [*map(str, range(1, 12)), "", "", "", "", ""]
    assert titles == list(zip(numbers, ORDER, strict=True))


def test_headings_go_down_one_level_at_a_time():
    levels = [heading.level for heading in blocks(a_full_snapshot(), Heading)]
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_paragraphs_of_a_section_are_numbered():
    numbers = [text.number for text in blocks(a_full_snapshot(), Text) if text.number[:2] == "3."]
    assert numbers == ["3.1", "3.2", "3.3"]


def test_what_the_plan_does_not_know_is_left_to_the_author():
    paper = committee_paper(a_full_snapshot())
    assert [fact.name for fact in paper.facts if not fact.words] == [
        "Report to", "Date of meeting", "Report by",
    ]  # fmt: skip
    section, left = "", set()
    for block in paper.blocks:
        section = block.words if isinstance(block, Heading) and block.level == 1 else section
        if isinstance(block, ForAuthor):
            left.add(section)
    known = {"Purpose of report", "Inspection evaluation and progress", "List of background papers"}
    assert set(ORDER) - left == known


def test_an_area_tells_its_wording_delivery_effect_confidence_and_gaps_apart():
    area = an_area(wording="Hear children.", paraphrased=True, raised_in="Report of 2026")
    judged = a_judgement(date(2026, 6, 1), area, words="good", confidence="audit", evidence="Two")
    shot = snapshot(area, judged, an_action(due_on=date(2026, 10, 1)))
    assert blocks(shot, Quote) == [Quote("Hear children.", "Report of 2026, in our words")]
    told = {text.lead: text.words for text in blocks(shot, Text) if text.lead}
    assert told["Delivery:"] == "0 of 1 action complete; 1 not reported; 1 overdue."
    assert told["Effect:"] == "no measure can show whether this area gets better."
    assert told["Confidence:"] == (
        "judged on 1 Jun 2026: “good”. The evidence carries as far as: audit (2 of 4). Two."
    )
    assert "no owner" in told["Gaps:"]


def test_an_area_without_actions_has_no_table_and_says_so():
    shot = snapshot(an_area())
    assert "no action has been agreed for this area." in {t.words for t in blocks(shot, Text)}
    assert not [g for g in blocks(shot, Grid) if g.title.startswith("Actions of area")]


def test_only_charts_with_a_signal_are_drawn_the_others_are_told():
    shot = a_full_snapshot()
    assert [figure.title for figure in blocks(shot, Figure)] == ["M1 Measure M1: improvement"]
    (others,) = [p for p in blocks(shot, Points) if any(i.startswith("M2") for i in p.items)]
    assert others.items == (f"M2 Measure M2: {shot.read.measures[1].words}",)


def test_exceptions_come_worst_first_with_the_owners_own_words():
    first = words_of(grid(a_full_snapshot(), "What needs attention"))[0]
    assert first == [
        "1.2", "Action 1.2", "Overdue",
        "It is 21 days overdue. The owner reports: “A post is vacant.”", "The lead",
    ]  # fmt: skip


def test_next_due_dates_come_in_their_order_without_what_is_late_or_complete():
    days = [date(2027, 3, 1), date(2026, 12, 1), date(2026, 11, 1), date(2026, 11, 30)]
    said = [an_action(f"1.{n}", due_on=day) for n, day in enumerate(days)]
    done = an_update(said[3], status=Status.COMPLETE)
    rows = words_of(grid(snapshot(an_area(), *said, done), "Next due dates"))
    assert [row[:2] for row in rows] == [["1 Dec 2026", "1.1"], ["1 Mar 2027", "1.0"]]


def test_good_practice_is_complete_with_evidence_or_an_adopted_test():
    action, bare, test = an_action("1.1"), an_action("1.2"), a_test()
    learned = a_cycle(
        test, starts_on=date(2026, 3, 1), happened="It ran.", result="Nine of ten.",
        learning="Short calls work.", decision="adopt", decided_on=date(2026, 5, 1),
    )  # fmt: skip
    shot = snapshot(
        an_area(), action, bare, test, learned,
        an_update(action, status=Status.COMPLETE, data_show="Nine of ten came."),
        an_update(bare, status=Status.COMPLETE),
    )  # fmt: skip
    assert words_of(grid(shot, "Complete actions with evidence")) == [
        ["1.1", "Action 1.1", "Nine of ten came."]
    ]
    assert ("T1 Test T1: Short calls work.",) in {points.items for points in blocks(shot, Points)}


# Posts, not people


def owned_by_a_person(*people, names=False, post=None):
    person = a_person()
    action = an_action("1.1", owner_id=person.id, due_on=date(2026, 10, 1))
    late = stated(action.model_copy(update={"owner_id": None}), date(2026, 11, 1))
    said = [
        an_area(),
        action,
        late,
        an_action("1.2", owner_id=person.id),
        *([post] if post else []),
    ]
    return snapshot(*said, people=people, names=names)


def every_format(shot):
    return {name: write(shot) for name, write in FORMATS.items()}


def test_erasing_or_renaming_a_person_changes_no_byte_of_any_paper():
    as_it_was = every_format(owned_by_a_person(a_person()))
    renamed = a_person().model_copy(update={"name": "Another Name"})
    assert every_format(owned_by_a_person(renamed)) == as_it_was
    assert every_format(owned_by_a_person()) == as_it_was
    assert hashlib.sha256(as_it_was["json"]).digest()
    for name in ("json", "csv", "html"):
        assert "Isla" not in as_it_was[name].decode()
    assert "Isla" not in pdf_text(as_it_was["pdf"])
    assert "a named person" in as_it_was["json"].decode()


def test_a_person_is_called_by_the_post_they_hold():
    post = a_post("nurse", title="Chief Nurse", person_id=a_person().id)
    shot = owned_by_a_person(a_person(), post=post)
    assert shot.read.actions[1].owner == "Chief Nurse"
    ended = post.model_copy(update={"ends_on": TODAY - timedelta(1)})
    shot = owned_by_a_person(a_person(), post=ended)
    assert shot.read.actions[1].owner == "a named person"


def test_names_stand_in_papers_where_the_partnership_says_so():
    shot = owned_by_a_person(a_person(), names=True)
    assert shot.read.actions[1].owner == "Isla Ross"
    assert "Isla Ross" in FORMATS["html"](shot).decode()


# Text that would like to be something else


@pytest.mark.parametrize("text", INJECTED)
def test_markup_in_what_people_typed_is_only_text(text):
    action = an_action(title=text, what=text)
    shot = snapshot(
        an_area(title=text, wording=text), action,
        an_update(action, status=Status.OFF_TRACK, done=text, needed=text),
    )  # fmt: skip
    line = " ".join(text.split())
    squeezed = "".join(line.split())
    assert squeezed in "".join(" ".join(Page(FORMATS["html"](shot)).words).split())
    assert "<script>" not in FORMATS["html"](shot).decode()
    assert squeezed in "".join(pdf_text(FORMATS["pdf"](shot)).split())


@settings(max_examples=25, deadline=None)
@example("\ufffe\uffff not for XML")
@example("\u0590 \u0900 \ufdd0 \U0001f600 \u202e\u2066")
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60))
def test_whatever_is_typed_a_paper_is_made(text):
    measure = a_measure(title=text if text.strip() else "M", baseline_points=12)
    shot = snapshot(
        an_area(title="Plain", wording=text), an_action(what=text), measure,
        measured={measure.id: points(*WORSE)},
    )  # fmt: skip
    assert FORMATS["pdf"](shot).startswith(b"%PDF-")
    assert FORMATS["docx"](shot).startswith(b"PK")
    assert "".join(text.split()) in "".join("".join(Page(FORMATS["html"](shot)).words).split())


@pytest.mark.parametrize("text", ["Dèanamaid càirdeas", "שלום לילדים", "مرحبا بالأطفال", "Дзень"])
def test_other_languages_and_directions_are_written(text):
    shot = snapshot(an_area(title=text))
    assert text in FORMATS["html"](shot).decode()
    shown = pdf_text(FORMATS["pdf"](shot))
    assert "□" not in shown


def test_signs_that_the_pdf_has_no_letters_for_are_owned_up_to():
    shot = snapshot(an_area(wording="Families 👩‍👧 and 中文 and हिन्दी; ＝1"))
    shown = " ".join(pdf_text(FORMATS["pdf"](shot)).split())
    assert "□ stands for a sign that this PDF has no letter for" in shown
    assert "Families □□ and □□ and" in shown
    assert "=1" in shown


# Sizes


def test_two_thousand_actions_make_a_paper():
    area = an_area()
    said = [an_action(f"1.{n}", area, due_on=date(2026, 9, 1)) for n in range(2000)]
    shot = snapshot(area, *said)
    exceptions = grid(shot, "What needs attention")
    assert len(exceptions.rows) == 15
    assert len(grid(shot, "Actions of area 1").rows) == 2000
    for name in READ:
        assert len(FORMATS[name](shot)) > 50_000


@pytest.mark.parametrize("format_", READ)
def test_the_longest_texts_make_a_paper(format_):
    area = an_area(title="W" * 200, wording="long " * 800)
    action = an_action(title="M" * 200, resources="x" * 4000)
    update = an_update(action, status=Status.OFF_TRACK, done="é " * 2000, needed="y" * 4000)
    measure = a_measure(title="w" * 200, definition="z" * 4000)
    shot = snapshot(area, action, update, measure, measured={measure.id: points(*WORSE)})
    assert len(FORMATS[format_](shot)) > 5_000


def test_an_owners_long_words_are_cut_at_a_word_and_say_so():
    assert shortened("One.\n\nTwo.") == "One. Two."
    cut = shortened("word " * 200)
    assert cut.endswith("word …") and len(cut) <= LONGEST + 2
    assert shortened("x" * 4000) == "x" * LONGEST + " …"


def test_the_inspectors_words_are_never_cut():
    wording = "word " * 700 + "end"
    assert blocks(snapshot(an_area(wording=wording)), Quote)[0].words == wording


def test_a_day_before_the_earliest_a_file_knows_does_not_stop_a_paper():
    shot = snapshot(an_area())
    plan = replace(shot.stated.now.plan, day=date(1066, 10, 14))
    early = replace(shot, stated=replace(shot.stated, now=replace(shot.stated.now, plan=plan)))
    for name in READ:
        assert FORMATS[name](early)
