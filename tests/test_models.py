"""What each record refuses, in which sentence beside which field, and what it keeps as typed."""

import unicodedata
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from builders import START, TODAY
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tracker.evidence import Doubt, Judgement, Meeting
from tracker.measures import DataPoint, Measure
from tracker.people import Group, Person, Post
from tracker.plan import Action, Area, Outcome, Partnership, Plan, Status, StatusUpdate
from tracker.records import LINE_LENGTH, TEXT_LENGTH, Citation, Version
from tracker.reference import AlertRule, FrequencyDays, Grade, QualityIndicator, Setting
from tracker.refusals import FieldRefusals, read_as

LONG = "x" * 10_000
DAY_BEFORE = START - timedelta(days=1)
ME, OTHER = UUID(int=1), UUID(int=2)

# The least that each record needs.
LEAST = {
    Partnership: {"slug": "strathbraan", "name": "Strathbraan"},
    Plan: {"title": "Our plan", "starts_on": START},
    Area: {"ref": "1", "title": "Neglect"},
    Outcome: {"ref": "1", "area_id": OTHER, "words": "Children are safe."},
    Action: {"ref": "1.1", "title": "Toolkit", "area_id": OTHER},
    StatusUpdate: {"action_id": OTHER, "as_of": TODAY, "status": "on_track"},
    Measure: {
        "ref": "M1", "title": "Waits", "area_id": OTHER, "measure_kind": "outcome",
        "better": "lower",
    },
    DataPoint: {"measure_id": OTHER, "as_of": TODAY, "on": TODAY},
    Person: {"name": "Isla Ross"},
    Post: {"ref": "cso", "title": "Chief social work officer"},
    Group: {"ref": "board", "name": "The board"},
    Judgement: {"ref": "J1", "as_of": TODAY, "words": "some progress"},
    Doubt: {"ref": "D1", "record_kind": "action", "record_id": OTHER, "words": "Two differ."},
    Meeting: {"ref": "1", "on": TODAY},
    Citation: {
        "record_kind": "action", "record_id": OTHER, "field": "title", "file": "a.md",
        "heading": "2",
    },
}  # fmt: skip

REFUSED = [
    (Partnership, {"slug": "South Ayrshire"}, "slug", "Short name can hold small letters, figures"),
    (Partnership, {"slug": ""}, "slug", "Short name is empty. Fill it in."),
    (Partnership, {"name": LONG}, "name", "Name of the partnership can have 200 characters"),
    (Partnership, {"illustrative": "perhaps"}, "illustrative", "Illustrative must be yes or no"),
    (Partnership, {"shown_as_at": "soon"}, "shown_as_at", "Shown as at must be a date"),
    (Plan, {"title": " \n "}, "title", "Title of the plan is empty. Fill it in."),
    (Plan, {"starts_on": None}, "starts_on", "Start of the plan is empty. Fill it in."),
    (Plan, {"ends_on": DAY_BEFORE}, "ends_on", "The plan ends before it starts. Check both dates."),
    (Area, {"ref": ""}, "ref", "Number of the area is empty. Fill it in."),
    (Area, {"wording": LONG}, "wording", "Inspectors' wording can have 4,000 characters"),
    (Area, {"raised_on": "November"}, "raised_on", "Raised on must be a date such as 2026-11-21"),
    (Area, {"lead_group_id": "the board"}, "lead_group_id", "“the board”. Check it."),
    (Outcome, {"words": ""}, "words", "Outcome is empty. Fill it in."),
    (Outcome, {"words": LONG}, "words", "this has 10,000. Shorten it."),
    (Outcome, {"wellbeing": (3,)}, "wellbeing", "Wellbeing indicators cannot be kept as “3”."),
    (Action, {"title": None}, "title", "Short title is empty. Fill it in."),
    (Action, {"title": "x" * 201}, "title", "can have 200 characters; this has 201. Shorten it."),
    (Action, {"what": LONG}, "what", "What will exist or be done can have 4,000 characters"),
    (Action, {"area_id": "1"}, "area_id", "Home area cannot be kept as “1”. Check it."),
    (Action, {"area_id": None}, "area_id", "Home area is empty. Fill it in."),
    (Action, {"due_on": "tomorrow"}, "due_on", "Due date must be a date such as 2026-11-21; it"),
    (Action, {"due_on": "2026-02-30"}, "due_on", "it says 2026-02-30."),
    (
        Action, {"starts_on": START, "due_on": DAY_BEFORE}, "due_on",
        "The due date is before the start. Check both dates.",
    ),
    (Action, {"colour": "red"}, "colour", "Colour is not a field of this record."),
    (StatusUpdate, {"status": None}, "status", "How is it going? is empty. Fill it in."),
    (
        StatusUpdate, {"status": "late"}, "status",
        "For “How is it going?”, choose complete, on_track, at_risk, off_track or not_started;",
    ),
    (StatusUpdate, {"progress": -1}, "progress", "cannot be under 0; it says -1."),
    (StatusUpdate, {"progress": 101}, "progress", "cannot be over 100; it says 101."),
    (StatusUpdate, {"progress": 49.5}, "progress", "must be a whole number; it says 49.5."),
    (StatusUpdate, {"progress": "half"}, "progress", "Progress in per cent must be a whole number"),
    (
        StatusUpdate, {"status": "at_risk"}, "done",
        "Say in “What has happened” why the action is at risk.",
    ),
    (
        StatusUpdate, {"status": "off_track", "done": "  "}, "done",
        "Say in “What has happened” why the action is off track.",
    ),
    (StatusUpdate, {"done": LONG}, "done", "What has happened can have 4,000 characters"),
    (
        StatusUpdate, {"evidence_link": "javascript:alert(1)"}, "evidence_link",
        "The link to the evidence must begin with https://.",
    ),
    (StatusUpdate, {"evidence_link": "report.pdf"}, "evidence_link", "must begin with https://."),
    (Measure, {"measure_kind": "input"}, "measure_kind", "choose outcome, process or balancing;"),
    (Measure, {"better": "up"}, "better", "For “Better is”, choose higher, lower or neither;"),
    (Measure, {"frequency": "daily"}, "frequency", "weekly, monthly, quarterly or yearly;"),
    (Measure, {"baseline": 3}, "baseline_period", "Say which period the baseline is for"),
    (
        Measure, {"baseline": 3, "baseline_period": "  "}, "baseline_period",
        "Say which period the baseline is for",
    ),
    (Measure, {"baseline": "a lot"}, "baseline", "Baseline must be a number; it says a lot."),
    (Measure, {"baseline": float("nan")}, "baseline", "Baseline must be a number; it says nan."),
    (Measure, {"impact_target": float("inf")}, "impact_target", "must be a number; it says inf."),
    (
        Measure, {"short_by": TODAY}, "short_by",
        "The short-term target has a date and no value. Give both or none.",
    ),
    (Measure, {"medium_by": TODAY}, "medium_by", "The medium-term target has a date and no value."),
    (Measure, {"impact_by": TODAY}, "impact_by", "The impact target has a date and no value."),
    (
        Measure,
        {"short_target": 1, "short_by": TODAY, "impact_target": 2, "impact_by": START},
        "impact_by",
        "The impact target is due before the short one. Check both dates.",
    ),
    (Measure, {"baseline_points": 0}, "baseline_points", "cannot be under 1; it says 0."),
    (Measure, {"baseline_points": 1001}, "baseline_points", "cannot be over 1,000; it says 1001."),
    (DataPoint, {"value": "many"}, "value", "Value must be a number; it says many."),
    (DataPoint, {"value": float("-inf")}, "value", "Value must be a number; it says -inf."),
    (DataPoint, {"denominator": -1}, "denominator", "Denominator cannot be under 0; it says -1."),
    (DataPoint, {"on": ""}, "on", "Period ending is empty. Fill it in."),
    (Person, {"name": ""}, "name", "Name is empty. Fill it in."),
    (Person, {"email": LONG}, "email", "E-mail can have 200 characters; this has 10,000."),
    (
        Post, {"starts_on": START, "ends_on": DAY_BEFORE}, "ends_on",
        "The post ends before it began. Check both dates.",
    ),
    (Group, {"id": ME, "reports_to": (OTHER, ME)}, "reports_to", "cannot report to itself."),
    (Judgement, {"words": ""}, "words", "Judgement is empty. Fill it in."),
    (Judgement, {"confidence": "sure"}, "confidence", "anecdote, audit, measure or outcome;"),
    (Doubt, {"decision": "Use 3."}, "grounds", "Say why the doubt is settled in this way."),
    (Meeting, {"on": "Monday"}, "on", "Date of the meeting must be a date"),
    (Citation, {"heading": ""}, "heading", "Heading is empty. Fill it in."),
]  # fmt: skip


def kept(model, **said):
    return read_as(model, {"id": ME, **LEAST[model], **said})


def sentences(model, **said):
    with pytest.raises(FieldRefusals) as refusal:
        kept(model, **said)
    return refusal.value.fields


@pytest.mark.parametrize("model", LEAST, ids=lambda model: model.__name__)
def test_the_least_a_record_needs_is_kept(model):
    record = kept(model)
    assert record.id == ME
    assert {name: getattr(record, name) for name in LEAST[model]} == LEAST[model]


@pytest.mark.parametrize("model", LEAST, ids=lambda model: model.__name__)
def test_without_one_of_those_it_is_refused_beside_that_field(model):
    for missing in LEAST[model]:
        values = {"id": ME} | {k: v for k, v in LEAST[model].items() if k != missing}
        with pytest.raises(FieldRefusals, match=r"is empty\. Fill it in\.") as refusal:
            read_as(model, values)
        assert set(refusal.value.fields) == {missing}


@pytest.mark.parametrize(
    ("model", "said", "field", "words"),
    REFUSED,
    ids=[f"{m.__name__}-{'-'.join(said)}-{n}" for n, (m, said, *_) in enumerate(REFUSED)],
)
def test_a_refusal_is_one_readable_sentence_beside_its_field(model, said, field, words):
    told = sentences(model, **said)
    assert set(told) == {field}
    assert words in told[field]
    assert told[field].endswith(".")
    for jargon in ("Input should", "validation error", "type=", "pydantic", "Value error", "UUID"):
        assert jargon not in told[field]


def test_several_faults_are_told_at_once_each_beside_its_field():
    told = sentences(Action, title="", due_on="soon", what=LONG)
    assert list(told) == ["title", "what", "due_on"]


def test_a_refusal_read_as_text_is_all_its_sentences():
    with pytest.raises(FieldRefusals) as refusal:
        kept(Person, name="", email=LONG)
    assert str(refusal.value) == " ".join(refusal.value.fields.values())


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x0b", "\x1b", "\x7f", "\x85", "\ud800"])
@pytest.mark.parametrize("field", ["title", "what"])
def test_control_characters_are_refused_by_the_fields_name(field, sign):
    told = sentences(Action, **{field: f"Toolkit{sign}launched"})
    label = Action.model_fields[field].title
    assert told[field] == f"{label} holds signs that cannot be read. Type it again by hand."


def test_what_cannot_be_read_is_not_repeated_in_the_refusal():
    told = sentences(Action, due_on="2026\x1b\x07-11")
    assert told["due_on"].endswith("it says 2026??-11.")


def test_a_refusal_repeats_only_the_beginning_of_what_was_typed():
    assert len(sentences(Action, due_on=LONG)["due_on"]) < 120


HOSTILE = [
    "<script>alert('x')</script>",
    '=HYPERLINK("https://example.org";"click")',
    "+44 141 000 0000",
    "@sum(A1)",
    "'; DROP TABLE action; --",
    "Families 👩‍👧‍👦 said: càise, Ó Briain",
    "**bold** [link](https://example.org) {braces} %s $1",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_strange_but_readable_text_is_kept_as_typed(text):
    assert kept(Action, title=text, what=text).title == text
    assert kept(StatusUpdate, done=text).done == text


@pytest.mark.parametrize("text", HOSTILE)
def test_strange_text_is_repeated_as_typed_in_a_refusal(text):
    assert text[:39] in sentences(Action, due_on=text)["due_on"]


def test_lines_are_tidied_to_one_line_and_texts_keep_theirs():
    action = kept(Action, title="  Neglect \n\t toolkit ", what=" First.\n\nThen.\t2 ")
    assert action.title == "Neglect toolkit"
    assert action.what == "First.\n\nThen.\t2"


def test_the_longest_texts_that_are_allowed_are_kept_and_one_more_sign_is_not():
    kept(Action, title="é" * LINE_LENGTH, what="👩" * TEXT_LENGTH)
    assert set(sentences(Action, title="é" * (LINE_LENGTH + 1))) == {"title"}
    assert set(sentences(Action, what="👩" * (TEXT_LENGTH + 1))) == {"what"}


@given(st.text(max_size=300))
def test_any_text_is_either_kept_or_refused_in_a_sentence(text):
    try:
        title = kept(Action, title=text).title
    except FieldRefusals as refusal:
        told = refusal.fields["title"]
        assert told.startswith("Short title ")
        assert told.endswith(".")
        told.encode()
    else:
        assert title == " ".join(text.split())
        assert not any(unicodedata.category(sign) == "Cc" for sign in title)


@pytest.mark.parametrize("status", [Status.ON_TRACK, Status.NOT_STARTED, Status.COMPLETE])
def test_only_an_action_in_trouble_has_to_say_why(status):
    assert kept(StatusUpdate, status=status).done == ""


@pytest.mark.parametrize("said", [{"progress": 40}, {"progress": 0}, {"progress": None}, {}])
@pytest.mark.parametrize("status", ["complete", Status.COMPLETE])
def test_complete_is_a_hundred_per_cent_whatever_was_estimated(status, said):
    assert kept(StatusUpdate, status=status, **said).progress == 100


def test_any_other_status_leaves_the_estimate_alone():
    assert kept(StatusUpdate, status="on_track", progress=100).progress == 100
    assert kept(StatusUpdate, status="on_track").progress is None


@pytest.mark.parametrize(
    ("said", "shows"),
    [
        ({}, False),
        ({"done": "It is written."}, False),
        ({"data_show": "Waits fell."}, True),
        ({"evidence_link": "https://example.org/audit"}, True),
        ({"evidence_link": "http://intranet/audit"}, True),
    ],
)
def test_a_report_shows_evidence_where_it_says_what_the_data_show_or_links_to_it(said, shows):
    assert kept(StatusUpdate, **said).shows_evidence is shows


def test_days_that_touch_are_in_order():
    assert kept(Plan, ends_on=START).ends_on == START
    assert kept(Action, starts_on=START, due_on=START).due_on == START
    assert kept(Post, starts_on=START, ends_on=START).ends_on == START


def test_a_measure_lists_the_targets_it_has_with_their_days():
    measure = kept(Measure, short_target=0, impact_target=9.5, impact_by=date(2028, 3, 31))
    assert [tuple(target) for target in measure.targets] == [
        ("short", 0.0, None),
        ("impact", 9.5, date(2028, 3, 31)),
    ]
    assert kept(Measure).targets == ()


def test_a_record_never_changes_and_a_correction_is_a_newer_version():
    action = kept(Action)
    with pytest.raises(ValidationError, match="frozen"):
        action.title = "Another"
    first = Version(action, START)
    newer = first.of(kept(Action, title="Another"), TODAY, reason="Renamed")
    assert (first.record.title, newer.record.title) == ("Toolkit", "Another")
    assert (newer.as_of, newer.reason, newer.withdrawn) == (TODAY, "Renamed", False)


@pytest.mark.parametrize(
    ("row", "said", "words"),
    [
        (Setting, {"name": "due_soon", "value": "3"}, "For “Name”, choose due_soon_days,"),
        (Setting, {"name": "silent_days", "value": "-1"}, "Value cannot be under 0; it says -1."),
        (Setting, {"name": "silent_days", "value": "4000"}, "Value cannot be over 3,650; it says"),
        (Setting, {"name": "silent_days", "value": "six"}, "Value must be a number; it says six."),
        (AlertRule, {"rule": "late", "rank": "1", "words": "x"}, "For “Rule”, choose overdue,"),
        (AlertRule, {"rule": "overdue", "rank": "0", "words": "x"}, "Rank cannot be under 1;"),
        (AlertRule, {"rule": "overdue", "rank": "1", "words": ""}, "Words is empty. Fill it in."),
        (FrequencyDays, {"frequency": "weekly", "days": "7.5"}, "Days must be a whole number;"),
        (Grade, {"value": "7", "name": "Best"}, "Value cannot be over 6; it says 7."),
    ],
)
def test_a_wrong_line_of_a_reference_list_is_refused_in_a_sentence(row, said, words):
    rest = {"unit": "days", "what_it_changes": ""} if row is Setting else {"meaning": ""}
    rest = {} if row is FrequencyDays else rest
    with pytest.raises(FieldRefusals) as refusal:
        read_as(row, rest | said)
    assert words in str(refusal.value)
    assert len(refusal.value.fields) == 1


def test_quality_indicators_of_two_frameworks_do_not_get_mixed_up():
    old, new = (QualityIndicator(framework=f, id="1.1", name="x") for f in ("2014", "2019"))
    assert (old.key, new.key) == ("2014 1.1", "2019 1.1")


def test_an_unknown_record_id_is_refused_and_a_new_one_is_kept():
    assert set(sentences(Action, id="the first one")) == {"id"}
    new = uuid4()
    assert kept(Action, id=str(new)).id == new
