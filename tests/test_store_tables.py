"""The tables hold what the models hold, whatever is typed, in SQL that both engines read."""

import ast
import re
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin
from uuid import UUID

import pytest
from builders import SLUG, TODAY, a_point, an_area, an_update, keep, stated
from conftest import a_new_database
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tracker import store
from tracker.measures import DataPoint
from tracker.plan import Area, StatusUpdate
from tracker.records import Record, Version
from tracker.refusals import FieldRefusals, read_as
from tracker.store.tables import ENVELOPE, KINDS, VERSIONS, fields, version_of

STORE = Path(store.__file__).parent
every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    with a_new_database(tmp_path_factory.mktemp("tables") / "tracker.duckdb") as opened:
        yield opened


# Columns


@every_kind
def test_a_table_has_the_envelope_and_the_fields_of_its_model_in_that_order(tables, kind) -> None:
    with tables.reading() as cursor:
        described = cursor.execute(
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_name = $1 ORDER BY ordinal_position",
            [kind.kind],
        ).fetchall()
    envelope = [*ENVELOPE[:4], "as_of", "recorded_at", "recorded_by", "withdrawn", "reason"]
    assert [name for (name,) in described] == envelope + list(fields(kind))
    assert set(fields(kind)) | {"id", "as_of"} >= set(kind.model_fields)


def test_every_table_is_one_of_a_kind_or_of_the_store_itself(tables) -> None:
    with tables.reading() as cursor:
        rows = cursor.execute("SELECT table_name FROM information_schema.tables").fetchall()
    kinds = {kind.kind for kind in KINDS}
    of_the_store = {
        "save", "person", "migration", "kept_file", "kept_rows", "chain_link", "draft",
        "visit_log", "reminder",
    }  # fmt: skip
    assert {name for (name,) in rows} == kinds | of_the_store


@every_kind
def test_a_version_is_kept_under_partnership_record_and_number(tables, kind) -> None:
    with tables.reading() as cursor:
        keys = cursor.execute(
            "SELECT constraint_column_names FROM duckdb_constraints() "
            "WHERE table_name = $1 AND constraint_type = 'PRIMARY KEY'",
            [kind.kind],
        ).fetchall()
    assert keys == [(["partnership_id", "id", "version"],)]


# What is typed comes back


HOSTILE = [
    "=HYPERLINK(\"http://x\", \"y\")", "'; DROP TABLE action; --", "$1", "100 %", "{}", "\\", '"',
    "<script>alert(1)</script>", "😀👩‍👩‍👧", "Beinn Mhòr", "ünï\u0301", "\u202etxet", "a\u0000b",
    "NULL", "line\nbreak\ttab", "\u00a0", "%s", "${x}", "x" * 200,
]  # fmt: skip
TEXTS = st.sampled_from(HOSTILE) | st.text(max_size=60)
DAYS = st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31))
SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXTS,
    date: DAYS,
    UUID: st.uuids(),
    bool: st.booleans(),
    int: st.integers(1, 100),
    float: st.floats(allow_nan=False, allow_infinity=False),
    type(None): st.none(),
}


def typed(annotation: Any) -> st.SearchStrategy[Any]:
    """What may be typed into a field, by what the field holds."""
    if annotation in SIMPLE:
        return SIMPLE[annotation]
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return st.sampled_from(annotation)
    if get_origin(annotation) is tuple:
        return st.lists(typed(get_args(annotation)[0]), max_size=4).map(tuple)
    if get_origin(annotation) is UnionType:
        return st.one_of([typed(choice) for choice in get_args(annotation)])
    return typed(get_args(annotation)[0])  # Annotated[str, …]


def records(kind: type[Record]) -> st.SearchStrategy[dict[str, Any]]:
    by_name = {name: typed(field.annotation) for name, field in kind.model_fields.items()}
    if "slug" in by_name:
        by_name["slug"] = st.from_regex(r"\A[a-z0-9][a-z0-9-]{0,40}\Z")
    return st.fixed_dictionaries(by_name)


def read_back(database: store.Database, kind: type[Record], slug: str) -> list[Version[Any]]:
    with database.reading() as cursor:
        rows = cursor.execute(VERSIONS[kind], [slug, date.max, 2**62]).fetchall()
    return [version_of(kind, row) for row in rows]


@every_kind
@settings(
    max_examples=10, deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)  # fmt: skip
@given(data=st.data())
def test_a_record_comes_back_from_its_table_as_it_was_stated(tables, kind, data) -> None:
    try:
        record = kind(**data.draw(records(kind)))
    except ValidationError:
        reject()
    slug = str(store.new_id())
    withdrawn, reason = data.draw(st.booleans()), data.draw(TEXTS)
    as_of = getattr(record, "as_of", data.draw(DAYS))
    said = Version(record, as_of, withdrawn, reason.replace("\0", ""))
    kept = store.save(tables, slug, [said], by="Isla Ross")

    (back,) = read_back(tables, kind, slug)
    assert back.record == record and type(back.record) is kind
    assert (back.as_of, back.withdrawn, back.reason) == (as_of, withdrawn, said.reason)
    assert (back.number, back.sequence, back.recorded_by) == (1, kept.sequence, "Isla Ross")
    assert back.recorded_at == kept.recorded_at


def test_a_moment_is_kept_in_utc_whatever_zone_it_came_in(tables) -> None:
    summer = datetime(2026, 7, 1, 10, 30, tzinfo=timezone(timedelta(hours=1)))
    store.save(tables, "zones", [stated(an_area())], by="Isla Ross", recorded_at=summer)
    (back,) = read_back(tables, Area, "zones")
    assert back.recorded_at == datetime(2026, 7, 1, 9, 30, tzinfo=UTC)
    assert back.recorded_at.utcoffset() == timedelta(0)


def test_a_gap_in_a_series_stays_a_gap_and_a_zero_stays_a_zero(tables) -> None:
    days = [TODAY - timedelta(n) for n in (3, 2, 1)]
    keep(
        tables,
        a_point(on=days[0], value=None),
        a_point(on=days[1], value=0.0, denominator=0.0),
        a_point(on=days[2], value=-0.5, denominator=7),
        slug="gaps",
    )
    by_day = {version.record.on: version.record for version in read_back(tables, DataPoint, "gaps")}
    assert [by_day[day].value for day in days] == [None, 0.0, -0.5]
    assert [by_day[day].denominator for day in days] == [None, 0.0, 7.0]


def test_ten_thousand_characters_are_refused_in_a_sentence_and_four_thousand_are_kept(
    tables,
) -> None:
    update = an_update(done="é" * 4_000)
    too_long = update.model_dump() | {"done": "x" * 10_000}
    with pytest.raises(FieldRefusals, match="can have 4,000 characters; this has 10,000"):
        read_as(StatusUpdate, too_long)
    keep(tables, update, slug="long")
    (back,) = read_back(tables, StatusUpdate, "long")
    assert back.record == update


# The statements


def statements() -> dict[str, str]:
    """Every text of the store that is SQL, by where it stands; what is filled in becomes 'x'."""
    found = {path.name: path.read_text(encoding="utf-8") for path in STORE.rglob("*.sql")}
    for path in STORE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            text = _text(node)
            if re.match(r"\s*(SELECT|INSERT|WITH|CREATE|COPY|ATTACH|WHERE|AND)\b", text):
                found[f"{path.name}:{node.lineno}"] = text
    return found


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = (part.value if isinstance(part, ast.Constant) else "x" for part in node.values)
        return "".join(str(part) for part in parts)
    return ""


STATEMENTS = statements()
every_statement = pytest.mark.parametrize("text", STATEMENTS.values(), ids=STATEMENTS.keys())
ONE_ENGINE_ONLY = (
    r"\bQUALIFY\b", r"\barg_max\b", r"\barg_min\b", r"\bstrftime\b", r"\bto_char\b", r"//",
    r"\bSTRUCT\b", r"\bPIVOT\b", r"\bEXCLUDE\b", r"\bASOF\b", r"\blist_\w+\(", r"\bOR REPLACE\b",
    r"\bILIKE\b", r"\?", r"\bepoch\b", r"\bGROUP BY ALL\b", r"\bORDER BY ALL\b", r"\bHUGEINT\b",
)  # fmt: skip


@every_statement
def test_a_statement_keeps_to_what_both_engines_read(text) -> None:
    spoken = [word for word in ONE_ENGINE_ONLY if re.search(word, _code(text), re.IGNORECASE)]
    assert spoken == []


@every_statement
def test_no_statement_changes_or_deletes_what_was_saved(text) -> None:
    """What stands beside the history (drafts, reminders, names) is not what was saved."""
    if not re.search(r"\b(INTO|FROM)\s+(draft|reminder|person|visit_log)\b", _code(text)):
        assert not re.search(r"\b(UPDATE|DELETE|TRUNCATE|DROP|UPSERT)\b|ON CONFLICT", _code(text))


def _code(text: str) -> str:
    return re.sub(r"--[^\n]*", "", text)


def test_the_statements_are_found_at_all() -> None:
    where = {place.split(":")[0] for place in STATEMENTS}
    assert {"0001_records.sql", "saving.py", "reading.py", "tables.py", "keeping.py"} <= where
    assert any("row_number()" in text for text in STATEMENTS.values())


@every_kind
def test_a_kinds_statements_name_their_partnership(kind) -> None:
    assert "partnership_id = $1" in VERSIONS[kind]
    assert SLUG not in VERSIONS[kind]
