"""The public view on the screen: from no page can anybody tell a hidden figure or a name.

Every page is drawn as a visitor sees it; all that reaches the browser is looked through: words,
tables, whole drawings with their hover texts, fields, links.
"""

import base64
import json
import re
from contextlib import contextmanager
from datetime import date, timedelta

import builders as b
import numpy as np
import pandas as pd
import pytest
from attack import looks_the_same, numbers_left
from conftest import a_new_database
from streamlit.testing.v1.element_tree import Block, Node
from test_public_papers import (
    ALL,
    DAYS,
    HEARD,
    LAST,
    MEASURES,
    PLACE,
    REST,
    SECRETS,
    children,
    everybody,
    is_told,
    rest,
    share,
    told,
)  # fmt: skip
from visits import PAGES, Visitor

from tracker import store
from tracker.disclosure_settings import HIDDEN, HIDDEN_WORDS
from tracker.meetings import KeptSnapshot, MeetingDecision, Question
from tracker.plan import Status
from tracker.refusals import Refusal
from tracker.screen.visit import database as served_database
from tracker.shared_view import PUBLIC_PAGES, READ_ONLY, VIEW_WORDS
from tracker.words import day_words

WORDS_INSIDE = [
    *SECRETS, "Decided in private", "Asked in private", "Why it was corrected", "Isla Ross",
    "The reason for three", "An excuse for three",
]  # fmt: skip
MEETING = b.a_meeting(DAYS[6], agenda="agenda words", opened_at=10**6)
PUBLIC = {"partnership": b.SLUG, "as_at": b.TODAY.isoformat(), "view": "public"}
BUTTONS = {"The same as a table", "Next", "Back", "Text for a desk", "Text for a shared screen",
           "Show all actions"}  # fmt: skip


def the_records(small, newest):
    """The plan of test_public_papers, as it is kept in a database."""
    heard = [*HEARD[:PLACE], small, *HEARD[PLACE + 1 : LAST], newest]
    ross = b.a_person("Mairi Ross")
    action = b.an_action("1.1", measure_ids=(children.id,), owner_id=ross.id, due_on=DAYS[8])
    test = b.a_test(measure_ids=(children.id,), title="Call first", owner_id=ross.id)
    columns = {children: heard, rest: [a - h for a, h in zip(ALL, heard, strict=True)],
               everybody: ALL, told: (1.75, *[52] * 11)}  # fmt: skip
    yield from (
        b.stated(b.a_point(measure, on, value, id=b._id(b.DataPoint, f"{measure.ref}{on}"),
                           published=measure is told and on == DAYS[0]), b.START)
        for measure, values in columns.items()
        for on, value in zip(DAYS, values, strict=True)
    )  # fmt: skip
    yield from (
        b.stated(b.a_point(share, on, 5 if on == DAYS[LAST] else 20, id=b._id(b.DataPoint, str(on)),
                           denominator=9 if on == DAYS[LAST] else 40), b.START)
        for on in DAYS
    )  # fmt: skip
    yield from (
        b.a_partnership(), b.a_plan(), b.an_area("1"), *MEASURES, action, test,
        b.an_update(action, id=b._id(b.StatusUpdate, "first"), status=Status.COMPLETE,
                    done="We met a family of three.", data_show="Two of them are heard.",
                    next="We find a flat for Isla", needed="Please ask the minister"),
        b.a_cycle(test, who="Mairi Ross", starts_on=DAYS[1], ends_on=DAYS[2],
                  question="Will a family of three come?",
                  happened="We rang a family of three.", studied_on=DAYS[3],
                  result="Two of them came.", learning="Two of them came.",
                  decision="adopt", decided_on=DAYS[3]),
        b.a_doubt(children, words="Doubtful words"), MEETING,
        b.a_judgement(date(2026, 6, 1), b.an_area("1"), words="A family of three is heard.",
                      evidence="Two of them said so.",
                      made_by="judged by M. Ross"),
        b.a_point_mark(DAYS[PLACE], children, note="The fall of that one child.", excluded=True),
        b.a_point_mark(DAYS[0], children, note="The reason for three of them."),
        b.a_phase(DAYS[6], children, why="The level of that one child", evidence="at 3.25"),
        MeetingDecision(id=b._id(MeetingDecision, "1"), ref="1", meeting_id=MEETING.id,
                        words="Decided in private"),
        Question(id=b._id(Question, "1"), ref="1", meeting_id=MEETING.id, words="Asked in private"),
    )  # fmt: skip


@contextmanager
def served(path, monkeypatch, small=HEARD[PLACE], newest=HEARD[LAST]):
    """A visitor of a tracker that has the plan; one point has been corrected from a small count."""
    with a_new_database(path) as opened:
        first = b.a_point(children, DAYS[4], small, id=b._id(b.DataPoint, f"M1{DAYS[4]}"))
        b.keep(opened, b.a_partnership(), b.a_plan(), b.an_area("1"), *MEASURES)
        b.keep(opened, *the_records(small, newest), people=[b.a_person("Mairi Ross")])
        kept = KeptSnapshot(id=b._id(KeptSnapshot, "1"), ref="1", title="Kept before", day=DAYS[9],
                            until=store.latest_sequence(opened), schema_number=1,
                            rules_number="1", checksum="0")  # fmt: skip
        b.keep(opened, kept, b.stated(first, b.START))
        right = first.model_copy(update={"value": HEARD[4]})
        b.keep(opened, b.stated(right, b.TODAY, reason="An excuse for three"))
    monkeypatch.setenv("TRACKER_DATABASE", str(path))
    try:
        yield Visitor()
    finally:
        served_database(path).close()
        served_database.clear()


def everything(visitor):
    """All that reaches the browser, element by element, but for the chance names of its files
    (test_public_papers.py looks into those)."""
    found = ((e.type, str(getattr(e, "proto", ""))) for e in elements(visitor.screen._tree))
    return [(kind, re.sub(r'deferred_file_id: "\w+"', "", proto)) for kind, proto in found]


def elements(node: Node):
    if isinstance(node, Block):
        for child in node.children.values():
            yield from elements(child)
    yield node


def texts(visitor):
    """Everything that can be read or pointed at, with each drawing's own numbers and tables."""
    return "\n".join(said(element) for element in elements(visitor.screen._tree))


def said(element):
    proto = getattr(element, "proto", None)
    if element.type == "plotly_chart":
        return f"{drawing(proto)}\n{proto.alt}"
    value = getattr(element, "value", "")
    table = isinstance(value, pd.DataFrame)
    words = value.to_csv() if table else re.sub(r"\\(.)", r"\1", str(value))
    return f"{'' if table else proto}\n{words}"


def drawing(proto):
    """The numbers and words of a figure: of its lines, points, pointers' words, axes and notes."""
    figure = json.loads(proto.spec or proto.figure.spec)
    shown = [
        unpacked(trace.get(name))
        for trace in figure["data"]
        for name in ("x", "y", "text", "hovertext", "customdata", "name")
    ]
    layout = figure["layout"]
    shown += [[note["text"], note["y"]] for note in layout.get("annotations", ())]
    shown += [layout[axis].get("ticktext") for axis in layout if "axis" in axis]
    return json.dumps(shown, ensure_ascii=False)


def unpacked(part):
    """Plotly packs numbers: here they are spelled out."""
    if isinstance(part, dict) and "bdata" in part:
        return np.frombuffer(base64.b64decode(part["bdata"]), part["dtype"]).tolist()
    return part


def addresses():
    """Every page of the public view, and every part of one that the address opens."""
    said = PUBLIC
    for page in PAGES:
        if page in PUBLIC_PAGES:
            yield page, said
    for measure in MEASURES:
        yield "measure", said | {"measure": measure.ref}
    yield "actions", said | {"action": "1.1"}
    yield "actions", said | {"words": "three"}
    yield "charts", said | {"area": "1"}
    for step in (
        "changes",
        "exceptions",
        "areas-1",
        "charts-M1",
        "tests",
        "asks",
        "decisions",
        "close",
    ):
        yield "meeting", said | {"meeting": str(MEETING.id), "step": step}
    for days in (1, 45, 100):
        earlier = (b.TODAY - timedelta(days)).isoformat()
        yield "measure", said | {"measure": "M1", "as_at": earlier}


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """One tracker for the tests that only look."""
    with pytest.MonkeyPatch.context() as patch:
        path = tmp_path_factory.mktemp("public") / "tracker.duckdb"
        with served(path, patch) as visitor:
            yield visitor


@pytest.fixture
def visitor(kept):
    """A visit of its own to it."""
    return Visitor()


@pytest.fixture(scope="module")
def inside(kept):
    """What some pages of the ordinary view say."""
    said = {"partnership": b.SLUG, "as_at": b.TODAY.isoformat()}
    pages = dict.fromkeys(("doubts", "meeting", "progress", "test"), said)
    pages |= {"measure": said | {"measure": "M1"}, "actions": said | {"action": "1.1"}}
    return {page: texts(Visitor().open(page, **address)) for page, address in pages.items()}


@pytest.fixture(scope="module")
def screens(kept):
    """What each page of the public view says."""
    one = Visitor()
    return {(page, *said.items()): texts(one.open(page, **said)) for page, said in addresses()}


# The attacker


def test_whoever_has_every_screen_and_the_program_cannot_tell_a_small_count(tmp_path, monkeypatch):
    """He makes the plan with other counts, and every page is the very same, to the last byte."""

    def drawn(world):
        path = tmp_path / f"{store.new_id()}.duckdb"
        with served(path, monkeypatch, *world) as visitor:
            return [everything(visitor.open(page, **said)) for page, said in addresses()]

    worlds = [(1, 4), (2.5, 3.5)]
    assert looks_the_same(drawn, (3, 2), worlds) == worlds


def test_the_attacker_tells_the_worlds_apart_in_the_ordinary_view(tmp_path, monkeypatch):
    def drawn(world):
        with served(tmp_path / f"{store.new_id()}.duckdb", monkeypatch, *world) as visitor:
            return everything(visitor.open("charts", partnership=b.SLUG, as_at=str(b.TODAY)))

    assert looks_the_same(drawn, (3, 2), [(1, 2), (3, 2)]) == [(3, 2)]


def test_no_hidden_figure_stands_on_any_screen(screens):
    heard = HEARD[PLACE], HEARD[LAST], children.baseline
    beside = [values[place] for values in (REST, ALL) for place in (PLACE, LAST)]
    shown = "\n".join(screens.values())
    # Of the rest and of all one each day may stand; never both, or their difference is the count.
    assert [one for one in heard if is_told(one, shown)] == []
    for one, other in (beside[::2], beside[1::2]):
        assert not (is_told(one, shown) and is_told(other, shown))
    assert not is_told(5 / 9 * 100, shown)


def test_the_same_look_finds_them_in_the_ordinary_view(inside):
    assert is_told(HEARD[PLACE], inside["measure"]) and is_told(
        children.baseline, inside["measure"]
    )
    found = [words for words in WORDS_INSIDE if any(words in text for text in inside.values())]
    assert set(found) >= {"Mairi Ross", "ask the minister", "Doubtful words", "An excuse for three"}


def test_the_reader_cannot_add_up_what_the_tables_leave(screens):
    """Of the count, the rest and all, a second is hidden with the first, so that many fit."""
    for place in (PLACE, LAST):
        values = {m.ref: value_on(screens, m, DAYS[place]) for m in (children, rest, everybody)}
        assert values["M1"] is None and None in (values["M2"], values["M3"])
        left = numbers_left(
            {ref: None if value is None else round(value) for ref, value in values.items()},
            [("M3", ("M1", "M2"))], reach=80,
        )  # fmt: skip
        assert set(range(1, 5)) <= left["M1"]


def value_on(screens, measure, day):
    """The value in the table of a measure; None where it says that it is hidden."""
    text = next(t for (page, *said), t in screens.items()
                if page == "measure" and ("measure", measure.ref) in said)  # fmt: skip
    (word,) = {found[1] for found in re.finditer(rf"^\d+,{day_words(day)},([^,]*),", text, re.M)}
    return None if word == HIDDEN else float(word.split()[0])


# What was written for inside


def test_no_name_and_nothing_written_for_inside_stands_on_any_screen(screens):
    found = {(page, words) for (page, *_), text in screens.items()
             for words in WORDS_INSIDE if words in text}  # fmt: skip
    assert found == set()


def test_a_word_that_is_left_out_cannot_be_searched_for(visitor):
    visitor.open("actions", **PUBLIC, words="three")
    assert visitor.headline == "None of 1 action: “three”"


@pytest.mark.parametrize("page", sorted(set(PAGES) - PUBLIC_PAGES))
def test_a_page_for_those_who_keep_the_plan_is_refused_and_not_offered(visitor, page):
    visitor.open(page, **PUBLIC)
    assert "not part of the public view" in visitor.refused
    offered = {link.page for link in visitor.links}
    assert page.replace("_", "-") not in offered and "progress" not in offered
    assert "charts" in offered


@pytest.mark.parametrize(
    ("page", "form"),
    [
        ("area", {"add": "action"}), ("measure", {"points": "add"}),
        ("measure", {"points": "paste"}),
        ("area", {"change": f"measure:{children.id}"}), ("actions", {"owners": "1"}),
        ("test", {"cycle": "new"}),
    ],
)  # fmt: skip
def test_no_form_opens_in_the_public_view(visitor, page, form):
    visitor.open(page, **PUBLIC, **form)
    assert visitor.refused == READ_ONLY
    assert [field.label for field in visitor.screen.text_area] == []


def test_nothing_on_any_screen_changes_anything(visitor):
    for page, address in addresses():
        labels = {button.label for button in visitor.open(page, **address).screen.button}
        assert not {one for one in labels if not one.startswith(("Next: ", "Back"))} - BUTTONS


def test_a_save_of_the_public_view_is_refused():
    from tracker.screen.visit import Visit

    asked = Visit(None, None, b.TODAY, b.TODAY, 0, public=True)
    with pytest.raises(Refusal, match="nothing can be changed"):
        _ = asked.by
    assert asked.inside.by


# Which view it is


def test_every_screen_says_which_view_it_is(screens):
    without = {page for (page, *_), text in screens.items() if VIEW_WORDS not in text}
    assert without == set()


def test_every_link_keeps_the_view(visitor):
    for page, address in addresses():
        for link in visitor.open(page, **address).links:
            assert "view=public" in link.query_string, (page, link.label)


def test_the_switch_stands_in_the_address_and_goes_both_ways(visitor):
    visitor.open("charts", partnership=b.SLUG)
    assert VIEW_WORDS not in visitor.words
    (switch,) = visitor.screen.toggle
    switch.set_value(True)
    visitor.again()
    assert visitor.address["view"] == "public" and VIEW_WORDS in visitor.words
    visitor.screen.toggle[0].set_value(False)
    visitor.again()
    assert "view" not in visitor.address and VIEW_WORDS not in visitor.words


def test_the_two_views_never_mix(visitor):
    """Each is kept for the next visit: neither is ever shown for the other."""
    for view in ({}, {"view": "public"}) * 2:
        visitor.open("measure", partnership=b.SLUG, measure="M1", **view)
        assert is_told(HEARD[PLACE], texts(visitor)) is not bool(view)


def test_a_hidden_figure_says_so_and_a_published_one_stays(visitor):
    visitor.open("measure", **PUBLIC, measure="M1")
    assert HIDDEN_WORDS in visitor.words
    visitor.open("measure", **PUBLIC, measure="M5")
    assert is_told(1.75, texts(visitor)) and "by an inspector" in texts(visitor)


def test_a_meeting_in_the_public_view_shows_its_steps_and_writes_nothing(visitor):
    visitor.open("meeting", **PUBLIC, meeting=str(MEETING.id))
    steps = 1
    while any(button.key == "meeting_next" for button in visitor.screen.button):
        visitor.screen.button(key="meeting_next").click()
        visitor.again()
        steps += 1
    assert steps == 4 and not visitor.screen.text_input and not visitor.screen.text_area
