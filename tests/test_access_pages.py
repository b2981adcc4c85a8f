"""Every role against every page, through the door; and what somebody sees who has none."""

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import builders as b
import pytest
from builders import SLUG, TODAY, keep
from conftest import a_new_database
from people_with_roles import OTHER, PEOPLE, STRANGER, give, kept_in, signed_in_as
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest
from streamlit.proto.ForwardMsg_pb2 import BackendOperationResponse
from streamlit.runtime import app_session
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from visits import PAGES, Visitor

from tracker import access, store
from tracker.claims import sign_in_of
from tracker.clock import now
from tracker.people import Role
from tracker.records import record_id
from tracker.refusals import Refusal
from tracker.screen import files_made, log_of_visits, signed_in
from tracker.screen.files_made import FilesMade
from tracker.screen.sign_ins import sign_ins
from tracker.screen.visit import Visit, database

HERS = {"partnership": SLUG}


@pytest.fixture(autouse=True, scope="module")
def opened(tmp_path_factory) -> Iterator[store.Database]:
    """A tracker of two partnerships; everybody has their role in the first."""
    path = tmp_path_factory.mktemp("pages") / "tracker.duckdb"
    with a_new_database(path) as made:
        kept_in(made, SLUG)
        other = (b.a_partnership(OTHER, name="Glenbraan"), b.a_plan(title="Secret plan"))
        keep(made, *other, b.an_area(title="Hidden area"), b.an_action(title="Hidden"), slug=OTHER)
        give(made, "theirs@example.org", Role.ADMINISTRATOR, OTHER)
        give(made, "both@example.org", Role.ADMINISTRATOR)
        give(made, "both@example.org", Role.ADMINISTRATOR, OTHER)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRACKER_DATABASE", str(path))
        yield database(path)
        database(path).close()
        database.clear()


# Every page


_ALL = set(Role)
OPENED_BY: dict[str, set[Role]] = {
    "progress": _ALL, "area": _ALL, "tests": _ALL, "test": _ALL, "charts": _ALL, "measure": _ALL,
    "actions": _ALL, "my_actions": _ALL, "alerts": _ALL, "smart": _ALL, "meeting": _ALL,
    "snapshots": _ALL, "doubts": _ALL,
    "history": {Role.SCRUTINY, Role.ACTION_OWNER, Role.COORDINATOR, Role.ADMINISTRATOR},
    "bring_in": {Role.COORDINATOR, Role.ADMINISTRATOR},
    "set_up": {Role.COORDINATOR, Role.ADMINISTRATOR},
    "reminders": {Role.COORDINATOR, Role.ADMINISTRATOR},
    "visits": {Role.ADMINISTRATOR},
    "roles": {Role.ADMINISTRATOR},
    "settings": set(),  # an administrator of every partnership: both@example.org
}  # fmt: skip


def test_every_page_is_placed_here_by_hand() -> None:
    assert set(PAGES) <= set(OPENED_BY)
    assert set(OPENED_BY) == set(access.PAGES)


@pytest.fixture(scope="module", params=Role, ids=lambda role: role.value)
def somebody(request: pytest.FixtureRequest) -> tuple[Role, Visitor]:
    return request.param, signed_in_as(PEOPLE[request.param])


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_for_those_roles_only(somebody: tuple[Role, Visitor], page: str) -> None:
    role, visitor = somebody
    visitor.open(page, **HERS)
    if role in OPENED_BY[page]:
        assert visitor.refused == ""
        assert visitor.headline != "This cannot be shown"
    else:
        assert visitor.headline == "This cannot be shown"
        assert f"Your role is {role.value}" in visitor.refused


@pytest.mark.parametrize("page", PAGES)
def test_the_sidebar_leads_only_where_one_may_go(somebody: tuple[Role, Visitor], page: str) -> None:
    role, visitor = somebody
    visitor.open("progress", **HERS)
    led_to = {link.page for link in visitor.links}
    if role not in OPENED_BY[page]:
        assert not {name for name in led_to if name.replace("-", "_") == page}


def test_an_administrator_of_every_partnership_opens_the_settings() -> None:
    visitor = signed_in_as("both@example.org").open("settings", **HERS)
    assert visitor.headline == "Settings"


@pytest.mark.parametrize("asked", ["add", "change", "about", "owners", "points", "cycle", "person"])
def test_an_address_opens_no_form_for_those_who_only_read(asked: str) -> None:
    visitor = signed_in_as(PEOPLE[Role.SCRUTINY]).open("area", **HERS, **{asked: "action"})
    assert "you cannot change the plan" in visitor.refused


# Who they are


def test_nobody_signed_in_sees_the_sign_in_page_and_nothing_else() -> None:
    visitor = signed_in_as("", is_logged_in=False).open("history", **HERS)
    assert visitor.headline == "Sign in to the improvement plan"
    assert [button.label for button in visitor.screen.button] == ["Sign in"]
    assert visitor.links == []
    assert "Strathbraan" not in visitor.words
    assert visitor.address == HERS  # kept, so that the way back leads there


def test_each_provider_has_its_button() -> None:
    visitor = signed_in_as("", is_logged_in=False)
    where = {"server_metadata_url": "https://login.example.org/.well-known/openid-configuration"}
    visitor.screen.secrets["auth"] |= {"microsoft": where, "council-login": where}
    labels = [button.label for button in visitor.open().screen.button]
    assert labels == ["Sign in with Microsoft", "Sign in with Council login"]


def test_a_sign_in_that_did_not_succeed_says_so() -> None:
    visitor = signed_in_as("", is_logged_in=False).open(sign_in="failed")
    assert "did not succeed" in visitor.refused


def test_somebody_without_a_role_is_told_whom_to_ask() -> None:
    visitor = signed_in_as(STRANGER)
    visitor.screen.secrets["tracker"] = {"ask": "Isla Ross, plan@example.org"}
    visitor.open("progress", **HERS)
    assert visitor.headline == "You have no role here yet"
    assert STRANGER in visitor.words
    assert "Isla Ross" in visitor.words
    assert "Strathbraan" not in visitor.words
    assert visitor.links == []


def test_the_sidebar_says_who_is_signed_in_and_as_what() -> None:
    visitor = signed_in_as(PEOPLE[Role.SCRUTINY]).open("progress", **HERS)
    assert "Jo Brown" in visitor.words
    assert "Scrutiny" in visitor.words
    assert "Sign out" in [button.label for button in visitor.screen.button]


@pytest.mark.parametrize("page", PAGES)
def test_without_sign_in_every_page_says_local_use_also_beside_a_closed_sidebar(page) -> None:
    shown = Visitor().open(page, **HERS).screen.main
    assert any("Local use, no sign-in" in markdown.value for markdown in shown.markdown)


@pytest.mark.parametrize("email", ["COORDINATOR@Example.ORG", " coordinator@example.org "])
def test_an_address_in_capitals_is_the_same_person(email: str) -> None:
    assert signed_in_as(email).open("set_up", **HERS).headline == "Set up this plan"


def test_an_address_with_a_plus_is_somebody_else() -> None:
    visitor = signed_in_as("coordinator+x@example.org").open("set_up", **HERS)
    assert visitor.headline == "You have no role here yet"


def test_an_address_that_is_not_verified_is_refused() -> None:
    visitor = signed_in_as(PEOPLE[Role.COORDINATOR], email_verified=False).open(**HERS)
    assert visitor.headline == "Your e-mail address is not verified"


def test_a_directory_of_ones_own_verifies_its_addresses() -> None:
    visitor = signed_in_as(PEOPLE[Role.COORDINATOR], email_verified=None)
    visitor.screen.secrets["tracker"] = {"directory_verifies_email": True}
    assert visitor.open("set_up", **HERS).headline == "Set up this plan"


def test_a_token_that_runs_out_between_two_clicks_ends_the_visit() -> None:
    visitor = signed_in_as(PEOPLE[Role.COORDINATOR]).open("set_up", **HERS)
    visitor.screen.user["exp"] = int(time.time()) - 1
    visitor.again()
    assert visitor.headline == "Sign in to the improvement plan"
    assert "has run out" in visitor.words


def test_whoever_was_idle_signs_in_again_also_after_a_reload() -> None:
    hours_ago = int(time.time()) - 3 * 3600
    idle = signed_in_as(PEOPLE[Role.COORDINATOR], iat=hours_ago)
    assert "nothing was done for 60 minutes" in idle.open("set_up", **HERS).words
    reloaded = signed_in_as(PEOPLE[Role.COORDINATOR], iat=hours_ago)
    assert reloaded.open("set_up", **HERS).headline == "Sign in to the improvement plan"


def test_signing_out_ends_other_windows_too() -> None:
    first = signed_in_as(PEOPLE[Role.VIEWER], iat=int(time.time()) - 7).open(**HERS)
    second = signed_in_as(PEOPLE[Role.VIEWER], iat=first.screen.user["iat"]).open(**HERS)
    first.clicks("Sign out")
    assert second.again().headline == "Sign in to the improvement plan"
    assert "You signed out, here or in another window" in second.words


# At the next click


def _take(opened: store.Database, email: str) -> None:
    person = store.access_of(opened, email).people[SLUG]
    grant = record_id(SLUG, "access_grant", str(person))
    store.take_role(opened, SLUG, grant, by="Command line", today=TODAY, save_id=store.new_id())


def test_a_role_taken_away_ends_the_visit_at_the_next_click(opened: store.Database) -> None:
    give(opened, "leaver@example.org", Role.COORDINATOR)
    visitor = signed_in_as("leaver@example.org").open("set_up", **HERS)
    assert visitor.headline == "Set up this plan"
    _take(opened, "leaver@example.org")
    assert visitor.again().headline == "You have no role here yet"


def test_a_role_made_smaller_holds_at_the_next_click(opened: store.Database) -> None:
    give(opened, "mover@example.org", Role.COORDINATOR)
    visitor = signed_in_as("mover@example.org").open("set_up", **HERS)
    give(opened, "mover@example.org", Role.VIEWER)
    assert "Your role is viewer" in visitor.again().refused


def test_a_form_that_was_open_saves_nothing_after_the_role_is_gone(opened: store.Database) -> None:
    give(opened, "writer@example.org", Role.COORDINATOR)
    visitor = signed_in_as("writer@example.org").open("my_actions", **HERS, action="1.2")
    visitor.says(status="on_track")
    before = store.latest_sequence(opened)
    _take(opened, "writer@example.org")
    after = store.latest_sequence(opened)
    visitor.clicks("Save")
    assert store.latest_sequence(opened) == after == before + 1


# Action owners


def test_an_owner_begins_with_their_own_actions_and_reports_on_those(opened) -> None:
    visitor = signed_in_as(PEOPLE[Role.ACTION_OWNER]).open("my_actions", **HERS)
    assert visitor.screen.selectbox[0].value == "lead"
    labels = [button.label for button in visitor.screen.button]
    assert labels.count("Report how it is going") == 1
    visitor.open("my_actions", **HERS, owner="nobody")
    assert "Report how it is going" not in [button.label for button in visitor.screen.button]


def test_an_owner_cannot_open_the_report_on_anothers_action() -> None:
    visitor = signed_in_as(PEOPLE[Role.ACTION_OWNER]).open("my_actions", **HERS, action="1.2")
    assert "you or your post own" in visitor.refused


def test_a_report_is_made_by_whoever_signed_in_under_their_post(opened: store.Database) -> None:
    visitor = signed_in_as(PEOPLE[Role.ACTION_OWNER]).open("my_actions", **HERS, action="1.1")
    visitor.says(status="on_track", done="It goes on.").clicks("Save")
    with opened.reading() as cursor:
        ((words, person),) = cursor.execute(
            "SELECT recorded_by, person_id FROM save ORDER BY sequence DESC LIMIT 1"
        ).fetchall()
    assert words == "The lead"
    assert person == store.access_of(opened, PEOPLE[Role.ACTION_OWNER]).people[SLUG]


# Other partnerships


def test_another_partnership_is_not_there() -> None:
    visitor = signed_in_as(PEOPLE[Role.ADMINISTRATOR]).open("progress", partnership=OTHER)
    assert visitor.refused == (
        f"There is no partnership called “{OTHER}” in this tracker. Choose one below."
    )
    assert "Glenbraan" not in visitor.words
    assert "Glenbraan" not in str(visitor.links)
    invented = signed_in_as(PEOPLE[Role.ADMINISTRATOR]).open("progress", partnership="x")
    assert invented.refused == visitor.refused.replace(OTHER, "x")


@pytest.mark.parametrize("page", PAGES)
def test_no_page_shows_another_partnership(page: str) -> None:
    visitor = signed_in_as(PEOPLE[Role.ADMINISTRATOR]).open(page, partnership=OTHER)
    assert visitor.headline == "This cannot be shown"
    for secret in ("Glenbraan", "Secret plan", "Hidden"):
        assert secret not in visitor.words


def test_the_chooser_lists_the_partnerships_one_has_a_role_in() -> None:
    alone = signed_in_as(PEOPLE[Role.ADMINISTRATOR]).open()
    assert "Partnership" not in [box.label for box in alone.screen.selectbox]
    both = signed_in_as("both@example.org").open()
    (chooser,) = [box for box in both.screen.selectbox if box.label == "Partnership"]
    assert len(chooser.options) == 2


def test_ids_of_another_partnership_in_the_address_give_nothing(opened: store.Database) -> None:
    area = b.an_area(ref="99", title="Only there")
    keep(opened, area, slug=OTHER)
    visitor = signed_in_as(PEOPLE[Role.ADMINISTRATOR])
    visitor.open("set_up", **HERS, change=f"area:{area.id}")
    assert "not in this plan" in visitor.refused
    visitor.open("area", **HERS, area="99")
    assert "Only there" not in visitor.words


# People and roles


def test_an_administrator_gives_a_role_and_takes_it_away(opened: store.Database) -> None:
    visitor = signed_in_as(PEOPLE[Role.ADMINISTRATOR]).open("roles", **HERS)
    visitor.clicks("Give a person a role")
    visitor.field("line", "email").set_value("Rhona@Example.org")
    visitor.field("line", "name").set_value("Rhona Bain")
    visitor.field("choice", "role").set_value(Role.VIEWER)
    visitor.clicks("Give the role")
    assert "is viewer" in visitor.words
    person = store.access_of(opened, "rhona@example.org").people[SLUG]
    grant = record_id(SLUG, "access_grant", str(person))
    visitor.open("roles", **HERS, role=str(grant))
    sure = next(box for box in visitor.screen.checkbox if box.label == "Yes, take it away")
    sure.check()
    visitor.again().clicks("Take the role away")
    assert store.access_of(opened, "rhona@example.org").roles == {}
    assert "Rhona Bain" in visitor.open("roles", **HERS).words
    assert "is not viewer any more" in visitor.words


def test_what_is_missing_stands_below_its_field() -> None:
    visitor = signed_in_as(PEOPLE[Role.ADMINISTRATOR]).open("roles", **HERS, role="person")
    visitor.clicks("Give the role")
    assert visitor.below("choice", "role") == "Choose a role."
    visitor.field("choice", "role").set_value(Role.VIEWER)
    visitor.clicks("Give the role")
    assert "which e-mail address" in visitor.below("line", "email")
    visitor.field("line", "email").set_value("rhona.bain")
    visitor.field("line", "name").set_value("Rhona Bain")
    visitor.clicks("Give the role")
    assert "looks like name@example.org" in visitor.below("line", "email")


def test_a_role_given_meanwhile_is_there_at_the_next_look(opened: store.Database) -> None:
    visitor = signed_in_as("late@example.org").open("progress", **HERS)
    assert visitor.headline == "You have no role here yet"
    assert visitor.clicks("Look again").headline == "You have no role here yet"
    give(opened, "late@example.org", Role.VIEWER)
    assert visitor.clicks("Look again").headline != "You have no role here yet"


def test_whoever_lost_every_role_gets_no_file_any_more(opened: store.Database) -> None:
    give(opened, "files@example.org", Role.VIEWER)
    visitor = signed_in_as("files@example.org").open(**HERS)
    key = sign_in_of(visitor.screen.user, now()).key
    assert sign_ins.is_active(key, now())
    _take(opened, "files@example.org")
    visitor.again()
    assert not sign_ins.is_active(key, now())


# What does not pass the door


def _asked(visitor: Visitor, opened: store.Database, slug: str = SLUG) -> Visit:
    """The visit of somebody whose screen was drawn just now."""
    email = visitor.screen.user["email"]
    access_now = store.access_of(opened, email)
    who = access.Visitor(
        words="Viewer", email=email, local=False, roles=access_now.roles,
        people=access_now.people, known=access_now.known,
    )  # fmt: skip
    partnership = next(one for one in store.partnerships(opened) if one.slug == slug)
    return Visit(opened, partnership, TODAY, TODAY, store.latest_sequence(opened), who)


def test_a_file_is_not_made_once_the_role_is_gone_or_smaller(opened: store.Database) -> None:
    give(opened, "paper@example.org", Role.COORDINATOR)
    drawn = _asked(signed_in_as("paper@example.org"), opened)
    make = log_of_visits.made_for(drawn, "JSON", lambda: b"the plan")
    assert make() == b"the plan"
    give(opened, "paper@example.org", Role.VIEWER)
    with pytest.raises(Refusal, match="Your role here is viewer by now"):
        make()
    _take(opened, "paper@example.org")
    with pytest.raises(Refusal, match="no role in this partnership, or not any more"):
        make()


def test_no_more_papers_are_made_in_a_minute_than_the_settings_say(opened: store.Database) -> None:
    give(opened, "many@example.org", Role.VIEWER)
    make = log_of_visits.made_for(_asked(signed_in_as("many@example.org"), opened), "CSV", bytes)
    for _ in range(12):
        make()
    with pytest.raises(Refusal, match="12 papers within a minute"):
        make()


def test_a_visit_of_somebody_known_by_their_domain_only_says_who(opened: store.Database) -> None:
    drawn = _asked(signed_in_as("paper2@example.org"), opened)
    domain_only = replace(drawn, who=replace(drawn.who, roles={SLUG: Role.VIEWER}))
    log_of_visits._log(domain_only, log_of_visits.TOOK, "CSV")
    (line,) = store.logged_visits(opened, SLUG, now() - timedelta(minutes=1), 1)
    assert line.who == "Viewer, paper2@example.org"


def test_a_log_that_cannot_be_written_stops_nobody_from_reading(
    opened: store.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise Refusal("The disk is full.")

    monkeypatch.setattr(store, "log_visit", full)
    assert signed_in_as(PEOPLE[Role.VIEWER]).open("actions", **HERS).refused == ""


def test_the_sidebar_begins_with_what_a_meeting_needs_and_ends_with_the_upkeep() -> None:
    visitor = Visitor().open("progress", **HERS)
    labels = [link.proto.label for link in visitor.screen.sidebar.get("page_link")]
    assert len(labels) == 17
    assert labels.index("Meetings") < labels.index("Doubts") < labels.index("Settings")
    assert visitor.words.count("Looking after the plan") == 1


def test_the_public_view_has_no_upkeep_in_its_sidebar() -> None:
    assert "Looking after the plan" not in Visitor().open("progress", view="public", **HERS).words


def _answer_to(make: Callable[[], bytes]) -> BackendOperationResponse:
    """What the browser is told when it asks for the file of a button."""
    files = MediaFileManager(MemoryMediaFileStorage("/media"))
    return _pressed(files, files.add_deferred(make, "text/csv", "1.2"), "dontcare")


def test_what_stands_below_a_button_says_why_there_is_no_file() -> None:
    def refused() -> bytes:
        raise Refusal("Wait a minute, then press again.")

    def broken() -> bytes:
        raise ValueError("secret words")

    assert _answer_to(lambda: b"a,b").deferred_file.url.startswith("/media/")
    assert _answer_to(refused).error_msg == "Wait a minute, then press again."
    assert _answer_to(broken).error_msg == files_made.NOT_MADE


def _pressed(files: MediaFileManager, button: str, session: str) -> BackendOperationResponse:
    request = BackendOperationRequest(request_id="one")
    request.deferred_file.file_id = button
    return asyncio.run(FilesMade(lambda: files).handle(request, session))


def test_a_second_press_before_the_page_is_drawn_anew_gives_the_same_file() -> None:
    files = MediaFileManager(MemoryMediaFileStorage("/media"))
    button = files.add_deferred(lambda: b"a,b", "text/csv", "1.2")  # the test's session: "dontcare"
    first = _pressed(files, button, "dontcare").deferred_file.url
    files.remove_deferred("1.2")  # the page is drawn anew: the button has another name by now
    assert _pressed(files, button, "dontcare").deferred_file.url == first != ""


def test_a_button_is_pressed_in_its_own_session_only() -> None:
    files = MediaFileManager(MemoryMediaFileStorage("/media"))
    button = files.add_deferred(lambda: b"a,b", "text/csv", "1.2")
    assert _pressed(files, button, "another").error_msg == files_made.NOT_MADE
    files.remove_deferred("1.2")
    assert _pressed(files, button, "another").error_msg == files_made.NOT_MADE


def test_a_file_is_for_those_who_pressed_a_button_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    files = MediaFileManager(MemoryMediaFileStorage("/media"))
    monkeypatch.setattr(signed_in, "person_of", {"dontcare": "a@example.org"}.__getitem__)
    button = files.add_deferred(lambda: b"of A only", "text/csv", "1.2")
    name = _pressed(files, button, "dontcare").deferred_file.url.removeprefix("/media/")
    mark = files.add(b"<svg/>", "image/svg+xml", "1.3").removeprefix("/media/")
    assert files_made.is_for(files, name, "a@example.org")
    assert not files_made.is_for(files, name, "b@example.org")
    assert files_made.is_for(files, mark, "b@example.org")


def test_every_session_answers_so() -> None:
    files_made.say_why_not()
    assert app_session.DeferredFileHandler is FilesMade
