"""Every role against every command, where the save is kept; the tables here are written by hand."""

import logging
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import builders as b
import pytest
import templates
from builders import SLUG, START, TODAY, keep
from conftest import a_new_database
from hypothesis import given
from hypothesis import strategies as st
from people_with_roles import OTHER, PEOPLE, STRANGER, give, kept_in

from tracker import access, kept_templates, store
from tracker.access import NotAllowed, SignedIn, same_address
from tracker.meetings import KeptSnapshot, MeetingDecision, PaperTaken, Question
from tracker.people import Grant, Person, Role
from tracker.plan_imports import ImportedRow, PlanImport
from tracker.records import Citation, Record, record_id
from tracker.reference import ReferenceLine
from tracker.refusals import FieldRefusals, Refusal
from tracker.smart_notes import Letter, SmartNote, Verdict
from tracker.store.tables import EVERYONE, KINDS
from tracker.word_templates import WordTemplate

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
by_role = pytest.mark.parametrize("role", Role, ids=lambda role: role.value)


def signed_in(role: Role) -> SignedIn:
    return SignedIn(PEOPLE[role], "The lead")


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """Two partnerships in one tracker; each role is held in the first one only."""
    with a_new_database(tmp_path_factory.mktemp("access") / "tracker.duckdb") as opened:
        keep(opened, b.a_partnership(OTHER), b.a_plan(), b.an_area(), b.an_action(), slug=OTHER)
        give(opened, "head@example.org", Role.ADMINISTRATOR, OTHER)
        kept_in(opened, SLUG)
        yield opened


@pytest.fixture
def own(database):
    """One partnership alone, for tests that change who may do what."""
    kept_in(database, SLUG)
    return database


# The one table


MAY = {
    #                                     viewer  scrutiny  owner  coordinator  administrator
    access.Command.READ:                 (True,   True,     True,  True,        True),
    access.Command.TAKE_PAPER:           (True,   True,     True,  True,        True),
    access.Command.READ_HISTORY:         (False,  True,     True,  True,        True),
    access.Command.REPORT:               (False,  False,    True,  True,        True),
    access.Command.CHANGE_PLAN:          (False,  False,    False, True,        True),
    access.Command.KEEP_PEOPLE:          (False,  False,    False, False,       True),
    access.Command.GIVE_ROLES:           (False,  False,    False, False,       True),
    access.Command.READ_LOG:             (False,  False,    False, False,       True),
    access.Command.BACK_UP:              (False,  False,    False, False,       True),
    access.Command.CHANGE_SETTINGS:      (False,  False,    False, False,       True),
}  # fmt: skip


@pytest.mark.parametrize("command", access.Command)
def test_a_role_may_do_what_the_table_says(command: access.Command) -> None:
    assert tuple(command in access.MAY[role] for role in Role) == MAY[command]


# Every kind of record


_COORDINATING = {Role.COORDINATOR, Role.ADMINISTRATOR}
CHANGED_BY: dict[str, set[Role]] = {
    "partnership": _COORDINATING, "plan": _COORDINATING, "group": _COORDINATING,
    "post": _COORDINATING, "area": _COORDINATING, "outcome": _COORDINATING,
    "measure": _COORDINATING, "action": _COORDINATING, "data_point": _COORDINATING,
    "judgement": _COORDINATING, "doubt": _COORDINATING, "meeting": _COORDINATING,
    "citation": _COORDINATING, "aim": _COORDINATING, "driver": _COORDINATING,
    "change_idea": _COORDINATING, "test_of_change": _COORDINATING, "pdsa_cycle": _COORDINATING,
    "new_phase": _COORDINATING, "point_mark": _COORDINATING, "smart_note": _COORDINATING,
    "plan_import": _COORDINATING, "imported_row": _COORDINATING,
    "meeting_decision": _COORDINATING, "question": _COORDINATING, "snapshot": _COORDINATING,
    "status_update": {Role.ACTION_OWNER, *_COORDINATING},
    "paper_taken": set(Role),
    "word_template": _COORDINATING,
    "access_grant": {Role.ADMINISTRATOR},
    "reference_line": {Role.ADMINISTRATOR},
}  # fmt: skip


def new_id() -> UUID:
    return store.new_id()


A_NEW: dict[str, Callable[[], Record]] = {
    "partnership": lambda: b.a_partnership().model_copy(update={"id": new_id()}),
    "plan": lambda: b.a_plan(id=new_id()),
    "group": lambda: b.a_group(id=new_id()),
    "post": lambda: b.a_post(id=new_id()),
    "area": lambda: b.an_area(id=new_id()),
    "outcome": lambda: b.an_outcome(id=new_id()),
    "measure": lambda: b.a_measure(id=new_id()),
    "action": lambda: b.an_action(id=new_id()),
    "status_update": b.an_update,
    "data_point": b.a_point,
    "judgement": lambda: b.a_judgement(id=new_id()),
    "doubt": lambda: b.a_doubt(id=new_id()),
    "meeting": lambda: b.a_meeting(id=new_id()),
    "citation": lambda: Citation(
        id=new_id(), record_kind="area", record_id=b.an_area().id, field="title", file="A report",
        heading="Findings",
    ),
    "reference_line": lambda: ReferenceLine(
        id=new_id(), list_name="wellbeing", key="Heard", place=9, columns='{"name": "Heard"}'
    ),
    "aim": lambda: b.an_aim(id=new_id()),
    "driver": lambda: b.a_driver().model_copy(update={"id": new_id()}),
    "change_idea": lambda: b.an_idea().model_copy(update={"id": new_id()}),
    "test_of_change": lambda: b.a_test(id=new_id()),
    "pdsa_cycle": lambda: b.a_cycle(id=new_id()),
    "new_phase": lambda: b.a_phase(START, id=new_id()),
    "point_mark": lambda: b.a_point_mark(START, id=new_id()),
    "smart_note": lambda: SmartNote(
        id=new_id(), action_id=b.an_action().id, letter=Letter.S, verdict=Verdict.PASS, words="So."
    ),
    "plan_import": lambda: PlanImport(id=new_id(), file_id=new_id(), file_name="plan.csv"),
    "imported_row": lambda: ImportedRow(
        id=new_id(), import_id=new_id(), record_kind="action", record_id=b.an_action().id
    ),
    "meeting_decision": lambda: MeetingDecision(
        id=new_id(), ref="1", meeting_id=b.a_meeting().id, words="Agreed."
    ),
    "question": lambda: Question(
        id=new_id(), ref="1", meeting_id=b.a_meeting().id, words="How many?"
    ),
    "snapshot": lambda: KeptSnapshot(
        id=new_id(), ref="1", title="Now", day=TODAY, until=1, schema_number=1, rules_number=1
    ),
    "paper_taken": lambda: PaperTaken(id=new_id(), day=TODAY, paper="Word"),
    "word_template": lambda: WordTemplate(id=new_id(), file_id=new_id(), file_name="a.docx"),
    "access_grant": lambda: Grant(
        id=new_id(), ref="example.net", domain="example.net", role=Role.VIEWER
    ),
}  # fmt: skip


def test_every_kind_of_record_is_placed_here_by_hand() -> None:
    kinds = {kind.kind for kind in KINDS}
    assert set(CHANGED_BY) == set(A_NEW) == kinds


def is_kept(database: store.Database, slug: str, record: Record, by: SignedIn) -> bool:
    try:
        store.change(database, slug, [record], by=by, today=TODAY, save_id=new_id(), seen=0)
    except NotAllowed:
        return False
    return True


@by_role
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_a_record_is_kept_for_those_roles_only(shared, kind: type[Record], role: Role) -> None:
    slug = EVERYONE if kind is ReferenceLine else SLUG
    record = A_NEW[kind.kind]()
    expected = role in CHANGED_BY[kind.kind] and slug != EVERYONE
    before = store.latest_sequence(shared)
    assert is_kept(shared, slug, record, signed_in(role)) is expected
    assert (store.latest_sequence(shared) > before) is expected


@by_role
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_nobody_changes_the_plan_of_a_partnership_they_have_no_role_in(
    shared, kind: type[Record], role: Role
) -> None:
    assert not is_kept(shared, OTHER, A_NEW[kind.kind](), signed_in(role))


def test_the_settings_of_the_whole_tracker_need_an_administrator_of_every_partnership(own) -> None:
    line = A_NEW["reference_line"]()
    assert not is_kept(own, EVERYONE, line, signed_in(Role.COORDINATOR))
    assert is_kept(own, EVERYONE, line, signed_in(Role.ADMINISTRATOR))
    keep(own, b.a_partnership(OTHER), slug=OTHER)
    assert not is_kept(own, EVERYONE, A_NEW["reference_line"](), signed_in(Role.ADMINISTRATOR))
    give(own, PEOPLE[Role.ADMINISTRATOR], Role.ADMINISTRATOR, OTHER)
    assert is_kept(own, EVERYONE, A_NEW["reference_line"](), signed_in(Role.ADMINISTRATOR))


# The other commands


def _import(database: store.Database, by: SignedIn) -> None:
    imported = A_NEW["plan_import"]()
    store.keep_import(
        database, SLUG, b.versions_of([imported]), (new_id(), "plan.csv", b"x"), by=by,
        save_id=new_id(),
    )  # fmt: skip


def _undo(database: store.Database, by: SignedIn) -> None:
    made = keep(database, b.an_area("7", id=new_id()))
    store.undo(database, SLUG, made.sequence, by=by, save_id=new_id())


def _withdraw(database: store.Database, by: SignedIn) -> None:
    area = b.an_area("8", id=new_id())
    seen = keep(database, area).sequence
    store.change(
        database, SLUG, [area], by=by, today=TODAY, save_id=new_id(), seen=seen, reason="So.",
        withdrawn=True,
    )  # fmt: skip


def _keep_person(database: store.Database, by: SignedIn) -> None:
    store.keep_person(database, SLUG, Person(id=new_id(), name="Rhona Bain"), by=by)


def _erase_person(database: store.Database, by: SignedIn) -> None:
    person = Person(id=new_id(), name="Rhona Bain")
    store.keep_person(database, SLUG, person, by="Command line")
    store.erase_person(database, SLUG, person.id, by=by)


def _give_role(database: store.Database, by: SignedIn) -> None:
    store.give_role(
        database, SLUG, Role.VIEWER, email="new@example.org", name="New", by=by, today=TODAY,
        save_id=new_id(),
    )  # fmt: skip


def _take_role(database: store.Database, by: SignedIn) -> None:
    person = give(database, "leaver@example.org", Role.VIEWER)
    grant = record_id(SLUG, "access_grant", str(person))
    store.take_role(database, SLUG, grant, by=by, today=TODAY, save_id=new_id())


def _report_on(ref: str) -> Callable[[store.Database, SignedIn], None]:
    def report(database: store.Database, by: SignedIn) -> None:
        store.record_status_update(
            database, SLUG, b.an_update(b.an_action(ref)), by=by, today=TODAY, save_id=new_id(),
            seen=2**40,
        )  # fmt: skip

    return report


def _settings(database: store.Database, by: SignedIn) -> None:
    store.keep_reference(database, b.settings_changed(silent_days=43), TODAY, by=by)


def _template(database: store.Database, by: SignedIn) -> None:
    templates.keep(database, "council.docx", by=by)


def _no_template(database: store.Database, by: SignedIn) -> None:
    templates.keep(database, "council.docx")
    kept_templates.leave_template(database, SLUG, by=by, today=TODAY, save_id=new_id())


def _earlier_template(database: store.Database, by: SignedIn) -> None:
    templates.keep(database, "council.docx")
    first = kept_templates.versions(database, SLUG)[-1].record
    templates.keep(database, "council.docx")
    kept_templates.keep_again(database, SLUG, first, by=by, today=TODAY, save_id=new_id())


def _back_up(database: store.Database, by: SignedIn) -> None:
    store.back_up(database, store.folder_beside(database.path), NOON, by=by)


COMMANDS = {
    #                          viewer  scrutiny  owner  coordinator  administrator
    "import": (_import,       (False,  False,    False, True,        True)),
    "undo": (_undo,           (False,  False,    False, True,        True)),
    "withdraw": (_withdraw,   (False,  False,    False, True,        True)),
    "person": (_keep_person,  (False,  False,    False, False,       True)),
    "erase": (_erase_person,  (False,  False,    False, False,       True)),
    "give": (_give_role,      (False,  False,    False, False,       True)),
    "take": (_take_role,      (False,  False,    False, False,       True)),
    "own report": (_report_on("1.1"),   (False, False, True,  True,  True)),
    "other report": (_report_on("1.2"), (False, False, False, True,  True)),
    "settings": (_settings,   (False,  False,    False, False,       True)),
    "keep template": (_template,        (False, False, False, True, True)),
    "leave template": (_no_template,    (False, False, False, True, True)),
    "earlier template": (_earlier_template, (False, False, False, True, True)),
    "back up": (_back_up,     (False,  False,    False, False,       True)),
}  # fmt: skip


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_does_its_work_for_those_roles_only(own, name: str) -> None:
    command, expected = COMMANDS[name]
    for role, may in zip(Role, expected, strict=True):
        with nullcontext() if may else pytest.raises(NotAllowed, match="Your role is "):
            command(own, signed_in(role))


@pytest.mark.parametrize("name", COMMANDS)
def test_somebody_without_a_role_can_do_nothing(own, name: str) -> None:
    with pytest.raises(NotAllowed, match="no role"):
        COMMANDS[name][0](own, SignedIn(STRANGER, "Anybody"))


# Action owners


OWNER = signed_in(Role.ACTION_OWNER)


def report(database: store.Database, update: Any, moved: Any = None, reason: str = "") -> Any:
    return store.record_status_update(
        database, SLUG, update, by=OWNER, today=TODAY, save_id=new_id(), seen=2**40, moved=moved,
        reason=reason,
    )  # fmt: skip


def owned() -> Any:
    return b.an_action(owner_id=b.a_post().id)


def test_an_owner_moves_the_due_date_in_a_report_and_nothing_else(own) -> None:
    later = owned().model_copy(update={"due_on": date(2027, 1, 1)})
    report(own, b.an_update(), later, "Waiting for a post.")
    for changed in ({"title": "Another"}, {"owner_id": None}, {"due_on": None, "what": "More"}):
        smuggled = later.model_copy(update=changed)
        with pytest.raises(NotAllowed):
            report(own, b.an_update(), smuggled, "Why not.")


def test_an_owner_moves_the_due_date_of_the_reported_action_only(own) -> None:
    other = b.an_action("1.2", due_on=date(2027, 1, 1))
    with pytest.raises(NotAllowed):
        report(own, b.an_update(), other, "Why not.")


def test_a_due_date_alone_is_no_report(own) -> None:
    later = owned().model_copy(update={"due_on": date(2027, 1, 1)})
    with pytest.raises(NotAllowed):
        store.change(
            own, SLUG, [later], by=OWNER, today=TODAY, save_id=new_id(), seen=2**40, reason="So."
        )


def test_an_owner_takes_back_their_own_report_and_no_one_elses(own) -> None:
    mine = report(own, b.an_update())
    store.undo(own, SLUG, mine.sequence, by=OWNER, save_id=new_id())
    theirs = keep(own, b.an_update())
    with pytest.raises(NotAllowed, match="Somebody else made this report"):
        store.undo(own, SLUG, theirs.sequence, by=OWNER, save_id=new_id())


def test_an_owner_cannot_turn_their_report_to_another_action(own) -> None:
    update = b.an_update()
    seen = report(own, update).sequence
    turned = update.model_copy(update={"action_id": b.an_action("1.2").id})
    with pytest.raises(NotAllowed):
        store.change(own, SLUG, [turned], by=OWNER, today=TODAY, save_id=new_id(), seen=seen)


def test_whoever_leaves_the_post_loses_its_actions_at_once(own) -> None:
    report(own, b.an_update())
    keep(own, b.a_post(person_id=None))
    with pytest.raises(NotAllowed, match="you or your post own"):
        report(own, b.an_update())


def test_a_post_left_before_today_is_no_longer_held() -> None:
    person = new_id()
    post = b.a_post(person_id=person, ends_on=date(2026, 6, 1))
    assert access.answers_for(person, [post], date(2026, 6, 1)) == {person, post.id}
    assert access.answers_for(person, [post], date(2026, 6, 2)) == {person}
    assert access.answers_for(None, [post], TODAY) == frozenset()


def test_a_report_is_kept_under_the_post_and_the_person_by_id_only(own) -> None:
    made = report(own, b.an_update())
    with own.reading() as cursor:
        ((words, person),) = cursor.execute(
            "SELECT recorded_by, person_id FROM save WHERE sequence = $1", [made.sequence]
        ).fetchall()
    assert words == "The lead"
    assert person == store.access_of(own, OWNER.email).people[SLUG]


def test_a_taken_paper_is_added_and_never_changed(own) -> None:
    viewer, paper = signed_in(Role.VIEWER), A_NEW["paper_taken"]()
    made = store.change(own, SLUG, [paper], by=viewer, today=TODAY, save_id=new_id(), seen=0)
    changed = paper.model_copy(update={"paper": "PDF"})
    with pytest.raises(NotAllowed):
        store.change(
            own, SLUG, [changed], by=viewer, today=TODAY, save_id=new_id(), seen=made.sequence
        )
    with pytest.raises(NotAllowed):
        store.undo(own, SLUG, made.sequence, by=viewer, save_id=new_id())


# Whose role it is


def role_of(database: store.Database, email: str, slug: str = SLUG) -> Role | None:
    return store.access_of(database, email).roles.get(slug)


def test_capitals_do_not_count_and_a_plus_does(own) -> None:
    give(own, "Jo@Example.org", Role.SCRUTINY)
    assert role_of(own, "jo@EXAMPLE.ORG") is Role.SCRUTINY
    assert role_of(own, "jo+plan@example.org") is None
    give(own, "jo+plan@example.org", Role.VIEWER)
    assert role_of(own, "JO+plan@example.org") is Role.VIEWER
    assert role_of(own, "jo@example.org") is Role.SCRUTINY


@given(st.emails())
def test_an_address_is_itself_in_capitals(email: str) -> None:
    assert same_address(email.upper()) == same_address(email) == same_address(f" {email} ")


@pytest.mark.parametrize("email", ["jo@straße.de", "jo@example.or\u212a", "JO\u0130@example.org"])
def test_letters_that_would_fold_into_others_stay_apart(email: str) -> None:
    folded = email.casefold()
    assert folded == email or same_address(folded) != same_address(email)


def test_a_domain_views_and_only_that_domain(own) -> None:
    store.give_role(
        own, SLUG, Role.VIEWER, domain="@Council.example.org", by="Command line", today=TODAY,
        save_id=new_id(),
    )  # fmt: skip
    assert role_of(own, "anybody@council.example.org") is Role.VIEWER
    for other in ("a@example.org", "a@x.council.example.org", "a@council.example.org.evil.org"):
        assert role_of(own, other) is None
    with pytest.raises(FieldRefusals, match="A whole domain can only view"):
        store.give_role(
            own, SLUG, Role.COORDINATOR, domain="council.example.org", by="Command line",
            today=TODAY, save_id=new_id(),
        )  # fmt: skip


def test_a_persons_own_role_stands_beside_their_domains(own) -> None:
    give(own, "lead@council.example.org", Role.COORDINATOR)
    store.give_role(
        own, SLUG, Role.VIEWER, domain="council.example.org", by="Command line", today=TODAY,
        save_id=new_id(),
    )  # fmt: skip
    assert role_of(own, "lead@council.example.org") is Role.COORDINATOR


def test_a_new_role_takes_the_place_of_the_old_one(own) -> None:
    give(own, "jo@example.org", Role.COORDINATOR)
    give(own, "JO@example.org", Role.VIEWER)
    assert role_of(own, "jo@example.org") is Role.VIEWER
    newest, first = store.roles_given(own, SLUG)[:2]
    assert (newest.before, newest.version.record.role) == (Role.COORDINATOR, Role.VIEWER)
    assert first.before is None


def test_a_role_that_is_taken_away_ends_at_once_and_stays_in_the_history(own) -> None:
    lead = signed_in(Role.COORDINATOR)
    assert is_kept(own, SLUG, b.an_area(id=new_id()), lead)
    person = store.access_of(own, lead.email).people[SLUG]
    grant = record_id(SLUG, "access_grant", str(person))
    store.take_role(own, SLUG, grant, by="Command line", today=TODAY, save_id=new_id())
    assert not is_kept(own, SLUG, b.an_area(id=new_id()), lead)
    assert role_of(own, lead.email) is None
    assert store.roles_given(own, SLUG)[0].version.withdrawn


def test_a_role_that_does_not_exist_gives_nothing_and_is_logged(own, caplog) -> None:
    with own.writing() as cursor:
        cursor.execute("UPDATE access_grant SET \"role\" = 'owner of everything'")
    with caplog.at_level(logging.WARNING):
        assert store.access_of(own, PEOPLE[Role.ADMINISTRATOR]).roles == {}
    assert "gives nothing" in caplog.text
    assert not is_kept(own, SLUG, b.an_area(id=new_id()), signed_in(Role.ADMINISTRATOR))
    assert store.plan_as_at(own, SLUG, TODAY).actions
    assert store.happenings(own, SLUG, START, TODAY).versions


def test_a_domain_made_administrator_behind_our_back_gives_nothing(own) -> None:
    with own.writing() as cursor:
        cursor.execute("UPDATE access_grant SET person_id = NULL, \"domain\" = 'example.org'")
    assert store.access_of(own, PEOPLE[Role.ADMINISTRATOR]).roles == {SLUG: Role.VIEWER}


def test_whoever_is_erased_holds_no_role(own) -> None:
    person = store.access_of(own, PEOPLE[Role.COORDINATOR]).people[SLUG]
    store.erase_person(own, SLUG, person, by=signed_in(Role.ADMINISTRATOR))
    assert role_of(own, PEOPLE[Role.COORDINATOR]) is None


# The last administrator


def _demote(database: store.Database, _person: UUID) -> None:
    give(database, PEOPLE[Role.ADMINISTRATOR], Role.COORDINATOR)


def _take_away(database: store.Database, person: UUID) -> None:
    grant = record_id(SLUG, "access_grant", str(person))
    store.take_role(
        database, SLUG, grant, by=signed_in(Role.ADMINISTRATOR), today=TODAY, save_id=new_id()
    )


def _erase(database: store.Database, person: UUID) -> None:
    store.erase_person(database, SLUG, person, by=signed_in(Role.ADMINISTRATOR))


def _without_email(database: store.Database, person: UUID) -> None:
    nameless = Person(id=person, name="Somebody")
    store.keep_person(database, SLUG, nameless, by=signed_in(Role.ADMINISTRATOR))


@pytest.mark.parametrize("ends", [_demote, _take_away, _erase, _without_email])
def test_the_last_administrator_stays(own, ends: Callable[..., None]) -> None:
    email = PEOPLE[Role.ADMINISTRATOR]
    person = store.access_of(own, email).people[SLUG]
    with pytest.raises(Refusal, match="last administrator"):
        ends(own, person)
    assert role_of(own, email) is Role.ADMINISTRATOR
    give(own, "second@example.org", Role.ADMINISTRATOR)
    ends(own, person)
    assert role_of(own, email) is not Role.ADMINISTRATOR


def test_somebody_new_needs_a_name(own) -> None:
    with pytest.raises(FieldRefusals, match="Give their name too"):
        store.give_role(
            own, SLUG, Role.VIEWER, email="new@example.org", by="Command line", today=TODAY,
            save_id=new_id(),
        )  # fmt: skip


def test_two_people_of_a_partnership_have_not_one_e_mail(own) -> None:
    twice = Person(id=new_id(), name="Rhona Bain", email=PEOPLE[Role.VIEWER].upper())
    with pytest.raises(FieldRefusals, match="viewer has this e-mail here"):
        store.keep_person(own, SLUG, twice, by="Command line")
    keep(own, b.a_partnership(OTHER), slug=OTHER)
    store.keep_person(own, OTHER, twice, by="Command line")
    store.keep_person(own, OTHER, twice.model_copy(update={"name": "R. Bain"}), by="x")


def test_a_domain_where_anybody_has_an_e_mail_is_given_no_role(own) -> None:
    with pytest.raises(FieldRefusals, match="Anybody in the world"):
        store.give_role(
            own, SLUG, Role.VIEWER, domain="@GMail.com", by="x", today=TODAY, save_id=new_id()
        )
