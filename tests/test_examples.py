"""The example partnerships: each value from a published report, or from data said to be made up."""

import csv
import hashlib
import re
import shutil
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar, get_args
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.evidence import Doubt, Judgement, Meeting
from tracker.intake.examples import (
    BY_WORD,
    LINKS,
    Example,
    example_names,
    read_example,
)
from tracker.measures import DataPoint, Frequency, Measure
from tracker.people import Group, Post
from tracker.plan import Action, Area, Outcome, Partnership, Plan, Status, StatusUpdate
from tracker.records import Citation, Record, Version, record_id
from tracker.refusals import Refusal
from tracker.tests_of_change import (
    Aim,
    ChangeIdea,
    Driver,
    NewPhase,
    PdsaCycle,
    PointMark,
    TestOfChange,
)

R = TypeVar("R", bound=Record)

EXAMPLES = Path(__file__).resolve().parents[1] / "data" / "examples"
PUBLISHED = ("moray", "south-ayrshire", "clackmannanshire", "south-lanarkshire")
ILLUSTRATIVE = "illustrative"
COUNTS_OF_CHILDREN = re.compile(r"\b(two|2)\b[^.;]{0,40}\b(child|case|conference)", re.IGNORECASE)
# Hashes of the names printed in the reports, so that none of them stands here either.
PRINTED_NAMES = {
    "56e12394", "e18c09a6", "5d7f15f2", "87a3076a", "80c95d0e",
    "e1cf1286", "8c26cecc", "b52c7512", "f4d25158",
}  # fmt: skip

every_published = pytest.mark.parametrize("slug", PUBLISHED)


def published(slug: str) -> Example:
    return read_example(EXAMPLES, slug)


def illustrative() -> Example:
    if not (EXAMPLES / ILLUSTRATIVE).is_dir():
        pytest.skip("The illustrative partnership is not in data/examples.")
    return read_example(EXAMPLES, ILLUSTRATIVE)


def rows_of(slug: str) -> list[dict[str, str]]:
    with (EXAMPLES / f"{slug}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def records(example: Example, kind: type[R]) -> list[R]:
    return [v.record for v in example.versions if isinstance(v.record, kind)]


def by_ref(example: Example, kind: type[R]) -> dict[str, R]:
    return {record.ref: record for record in records(example, kind)}  # type: ignore[attr-defined]


def citations(example: Example) -> dict[tuple[UUID, str], Citation]:
    return {(c.record_id, c.field): c for c in records(example, Citation)}


def stated(example: Example) -> list[Version[Any]]:
    return [v for v in example.versions if not isinstance(v.record, Citation)]


def given_fields(record: Record) -> set[str]:
    """What the lines gave; that complete is all of the work follows from the status."""
    follows = {"progress"} if getattr(record, "status", None) == Status.COMPLETE else set()
    return record.model_fields_set - {"id"} - follows


# Sources


@every_published
def test_every_value_has_a_file_listed_in_the_sources_and_a_heading(slug: str) -> None:
    with (EXAMPLES / "sources.csv").open(encoding="utf-8", newline="") as file:
        listed = {row["file"]: row for row in csv.DictReader(file)}
    for row in rows_of(slug):
        assert row["file"] in listed
        assert row["heading"].strip()
    assert all(row["title"] and row["publisher"] and row["date"] for row in listed.values())


@every_published
def test_every_field_of_every_record_and_its_day_are_cited(slug: str) -> None:
    example = published(slug)
    cited = citations(example)
    for version in stated(example):
        for name in given_fields(version.record) | {"as_of"}:
            citation = cited.pop((version.record.id, name))
            assert citation.record_kind == version.record.kind
    assert not cited


@pytest.mark.parametrize("missing", ["file", "heading"])
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), slug=st.sampled_from(PUBLISHED))
def test_a_copy_with_one_source_removed_is_refused(
    data: st.DataObject, slug: str, missing: str, tmp_path: Path
) -> None:
    rows = rows_of(slug)
    index = data.draw(st.integers(0, len(rows) - 1))
    rows[index][missing] = ""
    copy_of(slug, rows, tmp_path)
    with pytest.raises(Refusal, match=rf"{slug}\.csv, line {index + 2}: .* has no source"):
        read_example(tmp_path, slug)


def test_a_source_that_is_not_listed_is_refused(tmp_path: Path) -> None:
    rows = rows_of("moray")
    rows[3]["file"] = "a_report_nobody_listed.txt"
    copy_of("moray", rows, tmp_path)
    with pytest.raises(Refusal, match=r"line 5: .*a_report_nobody_listed\.txt is not listed"):
        read_example(tmp_path, "moray")


@every_published
def test_a_copy_with_nothing_changed_is_the_same_example(slug: str, tmp_path: Path) -> None:
    copy_of(slug, rows_of(slug), tmp_path)
    assert read_example(tmp_path, slug) == published(slug)


def copy_of(slug: str, rows: list[dict[str, str]], folder: Path) -> None:
    shutil.copy(EXAMPLES / "sources.csv", folder / "sources.csv")
    with (folder / f"{slug}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


# What the reports say, and no more


def test_the_areas_are_those_of_the_reports() -> None:
    counts = {slug: len(records(published(slug), Area)) for slug in PUBLISHED}
    assert counts == {
        "moray": 6, "south-ayrshire": 5, "clackmannanshire": 6, "south-lanarkshire": 3,
    }  # fmt: skip


@every_published
def test_an_area_is_our_paraphrase_and_its_title_fits_on_one_line(slug: str) -> None:
    for area in records(published(slug), Area):
        assert area.paraphrased
        assert area.raised_in
        assert area.raised_on
        assert len(area.title) <= 45


@every_published
def test_no_action_carries_a_status_without_a_report_whose_reason_is_told(slug: str) -> None:
    example = published(slug)
    cited, actions = citations(example), {action.id for action in records(example, Action)}
    assert "status" not in Action.model_fields
    for update in records(example, StatusUpdate):
        assert update.action_id in actions
        assert cited[update.id, "status"].note


def test_what_was_only_asked_for_has_no_status() -> None:
    moray = published("moray")
    reported = {update.action_id for update in records(moray, StatusUpdate)}
    asked = ("1.3", "2.5", "3.2", "5.6", "6.2")
    assert not reported & {by_ref(moray, Action)[ref].id for ref in asked}


def test_only_the_due_dates_that_a_report_gives_are_there() -> None:
    due = {
        (slug, action.ref): action.due_on
        for slug in PUBLISHED
        for action in records(published(slug), Action)
        if action.due_on
    }
    assert due == {
        ("south-ayrshire", "4.3"): date(2018, 5, 31),
        ("clackmannanshire", "1.1"): date(2022, 12, 31),
        ("clackmannanshire", "1.2"): date(2022, 12, 31),
    }


@every_published
def test_every_record_is_true_between_the_start_of_the_plan_and_the_day_shown(slug: str) -> None:
    example = published(slug)
    (plan,) = records(example, Plan)
    last = example.partnership.shown_as_at
    assert last is not None
    assert all(plan.starts_on <= version.as_of <= last for version in example.versions)


@every_published
def test_a_record_that_carries_its_day_is_kept_from_that_day(slug: str) -> None:
    for version in stated(published(slug)):
        assert getattr(version.record, "as_of", version.as_of) == version.as_of


def test_the_examples_open_on_the_last_day_of_their_sources() -> None:
    shown = {slug: published(slug).partnership.shown_as_at for slug in PUBLISHED}
    assert shown == {
        "moray": date(2017, 12, 31),
        "south-ayrshire": date(2018, 2, 2),
        "clackmannanshire": date(2022, 1, 10),
        "south-lanarkshire": date(2020, 8, 12),
    }


def test_south_ayrshire_has_its_two_points_and_nothing_between() -> None:
    example = published("south-ayrshire")
    measure = by_ref(example, Measure)["M1"]
    assert measure.better == "lower"
    points = [p for p in records(example, DataPoint) if p.measure_id == measure.id]
    assert [(p.on, p.value, p.published) for p in points] == [
        (date(2015, 12, 31), 19, True),
        (date(2017, 12, 31), 11, True),
    ]
    assert records(example, DataPoint) == points


def test_the_two_counts_of_single_children_in_moray_are_absent() -> None:
    (point,) = records(published("moray"), DataPoint)
    assert point.value == 50
    for row in rows_of("moray"):
        assert not COUNTS_OF_CHILDREN.search(f"{row['value']} {row['note']}"), row


@pytest.mark.parametrize("words", ["two complex cases", "2 children", "of two of the children"])
def test_a_count_of_single_children_would_be_found(words: str) -> None:
    assert COUNTS_OF_CHILDREN.search(words)


@every_published
def test_every_figure_has_been_published_and_none_is_under_five(slug: str) -> None:
    for point in records(published(slug), DataPoint):
        assert point.published
        assert point.value is not None
        assert point.value >= 5


def test_the_grades_of_south_lanarkshire_stand_at_their_indicators() -> None:
    example = published("south-lanarkshire")
    areas = {area.id: area.ref for area in records(example, Area)}
    grades = {
        j.quality_indicator: (j.words, areas.get(j.area_id))  # type: ignore[arg-type]
        for j in records(example, Judgement)
        if j.quality_indicator
    }
    assert grades == {
        "How good is our leadership": ("Good", None),
        "How well do we meet the needs of our stakeholders": ("Good", None),
        "2019 2.1": ("Adequate", "1"),
        "2019 1.1": ("Adequate", "2"),
    }


def test_the_only_meeting_named_is_south_lanarkshires() -> None:
    named = [m.on for slug in PUBLISHED for m in records(published(slug), Meeting)]
    assert named == [date(2020, 8, 12)]


# Doubts


@every_published
def test_a_doubt_stands_at_a_value_that_is_there(slug: str) -> None:
    example = published(slug)
    stated_by_id = {version.record.id: version.record for version in stated(example)}
    for doubt in records(example, Doubt):
        record = stated_by_id[doubt.record_id]
        assert record.kind == doubt.record_kind
        assert not doubt.field or doubt.field in given_fields(record)


@every_published
def test_a_day_made_from_a_month_or_a_year_is_in_doubt(slug: str) -> None:
    example = published(slug)
    doubted = {(doubt.record_id, doubt.field) for doubt in records(example, Doubt)}
    for (record, name), citation in citations(example).items():
        if re.search(r"only the (month|year);", citation.note) and name != "as_of":
            assert (record, name) in doubted, citation


@pytest.mark.parametrize(
    ("slug", "kind", "ref", "name", "words"),
    [
        ("clackmannanshire", Area, "1", "raised_on", "2021"),
        ("south-lanarkshire", Area, "1", "raised_in", "27 October"),
        ("south-lanarkshire", Judgement, "J2", "words", "2.1"),
        ("south-ayrshire", Judgement, "J3", "words", "steady"),
        ("south-ayrshire", Measure, "M1", "definition", "accommodated"),
        ("moray", Judgement, "J3", "words", "conclusion"),
    ],
)
def test_a_contradiction_in_a_report_is_a_doubt_beside_the_value(
    slug: str, kind: type[Record], ref: str, name: str, words: str
) -> None:
    example = published(slug)
    record = by_ref(example, kind)[ref].id
    beside = [d.words for d in records(example, Doubt) if (d.record_id, d.field) == (record, name)]
    assert any(words in said for said in beside)


# Nobody is named


@every_published
def test_no_person_and_no_address_is_named(slug: str) -> None:
    assert not published(slug).people
    text = (EXAMPLES / f"{slug}.csv").read_text(encoding="utf-8")
    assert "@" not in text
    assert not re.search(r"\d{5} ?\d{3,}", text)
    assert not hashes_of(text) & PRINTED_NAMES


def test_a_printed_name_would_be_found_in_whatever_case() -> None:
    assert hashes_of("Report by Ana Example") >= hashes_of("EXAMPLE")
    assert all(re.fullmatch(r"[0-9a-f]{8}", name) for name in PRINTED_NAMES)


def hashes_of(text: str) -> set[str]:
    words = set(re.findall(r"[a-z]+", text.casefold()))
    return {hashlib.sha256(word.encode()).hexdigest()[:8] for word in words}


# The illustrative partnership


def test_the_illustrative_partnership_says_that_it_is() -> None:
    partnership = illustrative().partnership
    assert partnership.illustrative
    assert "illustrative" in partnership.name
    assert not any(published(slug).partnership.illustrative for slug in PUBLISHED)


def test_the_illustrative_partnership_has_a_full_year_of_everything() -> None:
    example = illustrative()
    counts = Counter(type(r) for r in {v.record.id: v.record for v in example.versions}.values())
    assert counts[Area] == 6
    assert 25 <= counts[Action] <= 36
    assert counts[Measure] == 10
    assert counts[Meeting] >= 4
    assert counts[Judgement] >= 6
    months = {(u.as_of.year, u.as_of.month) for u in records(example, StatusUpdate)}
    assert len(months) >= 12


def test_illustrative_monthly_measures_have_two_to_three_years_of_points() -> None:
    example = illustrative()
    points = Counter(m for _, m in {(p.id, p.measure_id) for p in records(example, DataPoint)})
    for measure in {m.id: m for m in records(example, Measure)}.values():
        if measure.frequency == Frequency.MONTHLY:
            assert 24 <= points[measure.id] <= 36, measure.title


def test_the_effect_is_typed_nowhere_in_the_illustrative_data() -> None:
    illustrative()
    for path in (EXAMPLES / ILLUSTRATIVE).glob("*.csv"):
        header = path.read_text(encoding="utf-8").splitlines()[0].split(",")
        assert not {name for name in header if "effect" in name or "signal" in name}
    assert not any("effect" in model.model_fields for model in BY_WORD.values())


def test_illustrative_records_are_true_between_plan_start_and_the_day_shown() -> None:
    example = illustrative()
    starts_on = min(plan.starts_on for plan in records(example, Plan))
    last = example.partnership.shown_as_at
    assert last is not None
    assert all(starts_on <= version.as_of <= last for version in example.versions)


def test_illustrative_people_are_made_up_and_have_no_real_address() -> None:
    for person in illustrative().people:
        assert person.email.endswith(("@example.org", "@example.com", "@example.net")), person


def test_an_illustrative_version_is_recorded_on_its_day_at_nine() -> None:
    for version in illustrative().versions:
        assert version.recorded_at is not None
        assert version.recorded_at.date() == version.as_of
        assert (version.recorded_at.hour, version.recorded_at.utcoffset()) == (9, timedelta(0))
        assert version.recorded_by


# How the files are read


def test_the_names_of_the_examples_are_those_of_their_files() -> None:
    names = example_names(EXAMPLES)
    assert set(PUBLISHED) <= set(names)
    assert "sources" not in names


def test_an_unknown_example_is_refused_with_those_there_are() -> None:
    with pytest.raises(Refusal, match=r"no example partnership “atlantis”.*moray"):
        read_example(EXAMPLES, "atlantis")


@pytest.mark.parametrize("slug", example_names(EXAMPLES))
def test_records_come_in_the_order_in_which_they_are_saved(slug: str) -> None:
    order = [
        Partnership, Plan, Group, Post, Area, Outcome, Measure, Action, StatusUpdate, DataPoint,
        Judgement, Doubt, Meeting, Aim, Driver, ChangeIdea, TestOfChange, PdsaCycle, NewPhase,
        PointMark, Citation,
    ]  # fmt: skip
    places = [order.index(type(v.record)) for v in read_example(EXAMPLES, slug).versions]
    assert places == sorted(places)


def test_an_id_is_the_same_in_every_database_and_a_published_value_was_said_by_a_report() -> None:
    moray = published("moray")
    assert by_ref(moray, Area)["3"].id == record_id("moray", "area", "3")
    assert {version.recorded_by for version in moray.versions} == {"Published report"}


def test_every_link_of_the_models_is_read_as_one() -> None:
    fields = {
        name
        for model in BY_WORD.values()
        for name, field in model.model_fields.items()
        if name != "id" and (field.annotation is UUID or UUID in get_args(field.annotation))
    }
    assert fields == set(LINKS)


SMALL = {
    "partnership": "ref,slug,name,illustrative,as_of\np,small,Small (illustrative),true,2026-01-05",
    "plan": "ref,title,starts_on,as_of\nplan,Plan,2026-01-05,2026-01-05",
    "person": "ref,name,email,as_of\nana,Ana Example,ana@example.org,2026-01-05",
    "post": "ref,title,person_id,as_of\nhead,Head,person:ana,2026-01-05",
    "area": "ref,title,wording,as_of\n1,One,,2026-01-05\n2,Two,,2026-01-05",
    "outcome": "ref,area_id,words,wellbeing,as_of\nO1,area:1,Better,Safe; Active,2026-01-05",
    "action": (
        "ref,title,area_id,also_serves,owner_id,due_on,as_of,reason,withdrawn,recorded_by\n"
        "1.1,First,area:1,area:2; area:1,post:head,2026-02-01,2026-01-05,,,\n"
        "1.1,First,area:1,,post:head,2026-03-01,2026-02-01,Ice on the roads,,Head\n"
        "1.2,Second,area:1,,person:ana,,2026-01-05,,,\n"
        "1.2,Second,area:1,,person:ana,,2026-02-02,Merged,true,"
    ),
    "doubt": "ref,record_kind,record_id,field,words,as_of\nD,action,action:1.1,due_on,?,2026-01-05",
}


def small(folder: Path, **changed: str) -> Path:
    (folder / "small").mkdir()
    for name, text in (SMALL | changed).items():
        (folder / "small" / f"{name}.csv").write_text(text + "\n", encoding="utf-8")
    return folder


def test_a_repeated_ref_is_a_newer_version_of_the_same_record(tmp_path: Path) -> None:
    example = read_example(small(tmp_path), "small")
    versions = [v for v in example.versions if isinstance(v.record, Action)]
    first = [v for v in versions if v.record.ref == "1.1"]
    assert [v.record.due_on for v in first] == [date(2026, 2, 1), date(2026, 3, 1)]
    assert [v.reason for v in first] == ["", "Ice on the roads"]
    assert [v.recorded_by for v in first] == ["Improvement lead", "Head"]
    assert len({v.record.id for v in first}) == 1
    assert [v.withdrawn for v in versions if v.record.ref == "1.2"] == [False, True]


def test_links_lists_and_empty_cells_are_read_as_the_models_have_them(tmp_path: Path) -> None:
    example = read_example(small(tmp_path), "small")
    first = next(a for a in records(example, Action) if a.ref == "1.1")
    areas = by_ref(example, Area)
    assert first.also_serves == (areas["2"].id, areas["1"].id)
    assert first.owner_id == by_ref_title(example, "Head")
    assert areas["1"].wording == ""
    assert records(example, Outcome)[0].wellbeing == ("Safe", "Active")
    assert [person.name for person in example.people] == ["Ana Example"]
    assert records(example, Post)[0].person_id == example.people[0].id
    assert example.versions[0].recorded_at == datetime(2026, 1, 5, 9, tzinfo=UTC)
    assert not records(example, Citation)


def by_ref_title(example: Example, title: str) -> UUID:
    return next(post.id for post in records(example, Post) if post.title == title)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (
            {"area": "ref,titel,as_of\n1,One,2026-01-05"},
            "area.csv, line 2: area has no field “titel”",
        ),
        ({"area": "ref,title,as_of\n1,One,5/1/2026"}, "area.csv, line 2: .*as_of must be a date"),
        ({"area": "ref,title,as_of\n1,One,"}, "area.csv, line 2: .*as_of must be a date"),
        ({"area": "ref,title,as_of\n1,,2026-01-05"}, "area.csv, line 2: .*Short title is empty"),
        ({"area": "ref,title,as_of\n,One,2026-01-05"}, "area.csv, line 2: the line has no ref"),
        ({"area": "ref,title,as_of\n1,One"}, "area.csv, line 2: there are 2 cells for 3"),
        ({"area": "ref,title,title\n1,One,Two"}, "area.csv, line 1: the columns"),
        ({"area": 'ref,title,as_of\n1,"a\nb",2026-01-05\n2,,x'}, "area.csv, line 4"),
        ({"area": 'ref,title,as_of\n1,"One,2026-01-05'}, "area.csv cannot be read as CSV"),
        ({"area": "ref,id,as_of\n1,x,2026-01-05"}, "area has no field “id”"),
        ({"areas": "ref,title,as_of"}, "areas.csv is not named for a kind"),
        (
            {"outcome": "ref,area_id,words,as_of\nO1,area:9,B,2026-01-05"},
            "line 2: .*area:9, and there",
        ),
        ({"outcome": "ref,area_id,words,as_of\nO1,1,B,2026-01-05"}, "area_id must name area"),
        (
            {"outcome": "ref,area_id,words,as_of\nO1,post:head,B,2026-01-05"},
            "area_id must name area",
        ),
        ({"partnership": SMALL["partnership"].replace("true", "false")}, "must be illustrative"),
        ({"partnership": SMALL["partnership"].replace("small", "tall")}, "line 2: .*“small”"),
        ({"partnership": "ref,slug,name,as_of"}, "names no partnership"),
        ({"doubt": SMALL["doubt"].replace(",action,", ",area,")}, "not that of the link"),
        ({"action": SMALL["action"].replace(",true,", ",perhaps,")}, "line 5: .*withdrawn must be"),
    ],
)
def test_a_wrong_file_is_refused_by_file_line_and_reason(
    changed: dict[str, str], sentence: str, tmp_path: Path
) -> None:
    with pytest.raises(Refusal, match=sentence):
        read_example(small(tmp_path, **changed), "small")


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("kind", "theme", "“theme” is no kind of record"),
        ("field", "colour", "has no field “colour”"),
        ("field", "as_of", "gives as_of twice"),
        ("value", "", "no reference or no value"),
        ("ref", "", "no reference or no value"),
        ("heading", "h" * 201, "Heading can have 200 characters"),
    ],
)
def test_a_wrong_line_of_a_report_is_refused(
    column: str, value: str, sentence: str, tmp_path: Path
) -> None:
    rows = rows_of("moray")
    wrong = next(
        n for n, row in enumerate(rows) if row["kind"] == "plan" and row["field"] == "title"
    )
    rows[wrong][column] = value
    copy_of("moray", rows, tmp_path)
    with pytest.raises(Refusal, match=f"moray.csv, line [0-9]+: .*{sentence}"):
        read_example(tmp_path, "moray")


def test_a_report_file_with_other_columns_or_in_another_encoding_is_refused(tmp_path: Path) -> None:
    copy_of("moray", rows_of("moray"), tmp_path)
    path = tmp_path / "moray.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("kind,ref", "sort,ref", 1), encoding="utf-8")
    with pytest.raises(Refusal, match="line 1: the columns must be: kind, ref"):
        read_example(tmp_path, "moray")
    path.write_bytes(text.encode("utf-16"))
    with pytest.raises(Refusal, match=r"moray\.csv cannot be read as text"):
        read_example(tmp_path, "moray")


def test_without_the_list_of_sources_nothing_is_read(tmp_path: Path) -> None:
    copy_of("moray", rows_of("moray"), tmp_path)
    (tmp_path / "sources.csv").unlink()
    with pytest.raises(Refusal, match=r"sources\.csv is not in"):
        read_example(tmp_path, "moray")
