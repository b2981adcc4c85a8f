"""Signing in with a real provider on this machine, in a real browser, and what strangers get."""

import http.client
import logging
import socket
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from browsing import drawn, headline, new_page
from builders import SLUG
from conftest import Server, a_new_database, served
from hypothesis import given
from hypothesis import strategies as st
from people_with_roles import PEOPLE, STRANGER, give, kept_in
from starlette.datastructures import Headers
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tracker import server, server_guard, server_sign_in
from tracker.people import Role
from tracker.records import record_id
from tracker.screen import signed_in

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from oidc_provider_mock import User, run_server_in_thread

MIXED = "Owner+X@Example.org"
LEAVING = ("leaver@example.org", "writer@example.org")
BRIEF = timedelta(seconds=6)


@dataclass(frozen=True)
class Tracker:
    """A tracker with sign-in, on a server that nobody has asked for anything yet."""

    server: Server
    leaver: UUID
    writer: UUID

    def at(self, page: str) -> str:
        return f"{self.server.address}/{page}"


def _users() -> list[User]:
    said = dict.fromkeys([*PEOPLE.values(), STRANGER, MIXED, *LEAVING], True)
    said["unverified@example.org"] = False
    return [
        User(sub=email, claims={"email": email, "email_verified": ok, "name": "Jo Brown"})
        for email, ok in said.items()
    ]


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _secrets(port: int, **providers: int) -> str:
    named = [
        f'[auth.{name}]\nclient_id = "tracker"\nclient_secret = "known to both"\n'
        f'server_metadata_url = "http://localhost:{its}/.well-known/openid-configuration"\n'
        for name, its in providers.items()
    ]
    shared = (
        f'redirect_uri = "http://localhost:{port}/oauth2callback"\ncookie_secret = "{"k" * 40}"'
    )
    return "\n".join([f"[auth]\n{shared}\n", *named])


@pytest.fixture(scope="module")
def tracker(tmp_path_factory) -> Iterator[Tracker]:
    folder = tmp_path_factory.mktemp("sign_in")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with a_new_database(folder / "tracker.duckdb") as made:
        kept_in(made, SLUG)
        give(made, MIXED.lower(), Role.VIEWER)
        leaver = give(made, "leaver@example.org", Role.SCRUTINY)
        writer = give(made, "writer@example.org", Role.COORDINATOR)
    port = _free_port()
    with (
        run_server_in_thread(user_claims=_users()) as council,
        run_server_in_thread(user_claims=_users(), access_token_max_age=BRIEF) as brief,
    ):
        secrets = folder / "secrets.toml"
        providers = {"council": council.server_port, "brief": brief.server_port}
        secrets.write_text(_secrets(port, **providers, down=_free_port()), encoding="utf-8")
        with served(folder, "--secrets.files", str(secrets), port=port) as started:
            yield Tracker(started, leaver, writer)


def sign_in(page, email: str, provider: str = "Council"):
    """From the sign-in page to the page that was wanted."""
    page.get_by_role("button", name=f"Sign in with {provider}").click()
    page.locator("input[name=sub]").fill(email)
    page.get_by_role("button", name="Authorize").click()
    return drawn(page)


def take_role_of(browser, tracker: Tracker, person: UUID) -> None:
    """An administrator takes somebody's role away."""
    grant = record_id(SLUG, "access_grant", str(person))
    to = f"roles?role={grant}"
    with signed_in_page(browser, tracker, PEOPLE[Role.ADMINISTRATOR], to) as chief:
        dialog = chief.get_by_role("dialog")
        dialog.get_by_text("Take the role away", exact=True).first.click()
        dialog.get_by_text("Yes, take it away").click()
        dialog.get_by_role("button", name="Take the role away").click()
        chief.get_by_text("The role was taken away.").wait_for()


@contextmanager
def signed_in_page(browser, tracker: Tracker, email: str, to: str, provider: str = "Council"):
    with new_page(browser) as page:
        page.goto(tracker.at(to))
        drawn(page)
        yield sign_in(page, email, provider)


# In a browser


def test_a_deep_link_on_a_fresh_server_asks_for_a_sign_in_and_lands_there(
    tracker: Tracker, browser
) -> None:
    wanted = tracker.at(f"history?partnership={SLUG}&as_at=2026-11-20&size=desk")
    with new_page(browser) as page:
        page.goto(wanted)
        assert headline(page) == "Sign in to the improvement plan"
        assert "Strathbraan" not in page.content()
        sign_in(page, PEOPLE[Role.SCRUTINY])
        assert page.url == wanted
        assert page.title() == "History · Improvement plan"
        page.reload()
        assert headline(page) != "Sign in to the improvement plan"
        assert page.title() == "History · Improvement plan"
        cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
        assert cookies["_streamlit_user"]["httpOnly"]
        assert server_guard.WANTED not in cookies


def test_a_role_taken_away_by_somebody_else_refuses_the_next_click(
    tracker: Tracker, browser
) -> None:
    with signed_in_page(browser, tracker, "leaver@example.org", "actions") as leaver:
        assert headline(leaver) != "You have no role here yet"
        take_role_of(browser, tracker, tracker.leaver)
        leaver.get_by_role("link", name="Areas").click()
        leaver.get_by_role("heading", name="You have no role here yet").wait_for()
        assert "Area 1" not in leaver.content()


def test_an_open_form_is_left_for_the_door_once_the_role_is_gone(tracker: Tracker, browser) -> None:
    form = "my-actions?action=1.2"
    with signed_in_page(browser, tracker, "writer@example.org", form) as writer:
        happened = writer.get_by_role("dialog").get_by_label("What has happened?")
        happened.fill("It goes on.")
        take_role_of(browser, tracker, tracker.writer)
        happened.blur()
        writer.get_by_role("heading", name="You have no role here yet").wait_for()
        assert writer.get_by_role("dialog").count() == 0


def test_a_token_that_has_run_out_asks_again_and_leads_back(tracker: Tracker, browser) -> None:
    with signed_in_page(browser, tracker, PEOPLE[Role.VIEWER], "alerts", "Brief") as page:
        page.wait_for_timeout(BRIEF.total_seconds() * 1000 + 500)
        page.get_by_role("link", name="Areas").click()
        page.get_by_text("Your sign-in has run out").wait_for()
        sign_in(page, PEOPLE[Role.VIEWER])
        page.wait_for_url("**/area?**")


@pytest.mark.parametrize(
    ("email", "says"),
    [
        ("unverified@example.org", "Your e-mail address is not verified"),
        (STRANGER, "You have no role here yet"),
    ],
)
def test_whoever_may_not_come_in_is_told_why(
    tracker: Tracker, browser, email: str, says: str
) -> None:
    with signed_in_page(browser, tracker, email, "actions") as page:
        assert headline(page) == says
        assert "Strathbraan" not in page.content()


def test_capitals_and_a_plus_are_the_same_person_as_in_the_list(tracker: Tracker, browser) -> None:
    with signed_in_page(browser, tracker, MIXED, "alerts") as page:
        page.get_by_role("link", name="Actions").first.wait_for()
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url("**/end_session?**")  # the provider asks whether to sign out there too
        page.goto(tracker.at("alerts"))
        assert headline(page) == "Sign in to the improvement plan"


def test_a_provider_that_is_down_is_said_in_a_sentence(tracker: Tracker, browser) -> None:
    with new_page(browser) as page:
        page.goto(tracker.at("actions"))
        drawn(page).get_by_role("button", name="Sign in with Down").click()
        page.get_by_text("cannot be reached just now").wait_for()
        page.get_by_role("link", name="Try again").click()
        assert headline(page) == "Sign in to the improvement plan"
        assert page.url == tracker.at("actions")


def test_whoever_says_no_at_the_provider_is_back_with_a_sentence(tracker: Tracker, browser) -> None:
    with new_page(browser) as page:
        page.goto(tracker.at("actions"))
        drawn(page).get_by_role("button", name="Sign in with Council").click()
        page.get_by_role("button", name="Deny").click()
        page.get_by_text("The sign-in did not succeed").wait_for()
        page.context.clear_cookies(name=server_guard.WANTED)  # ten minutes later
        sign_in(page, PEOPLE[Role.VIEWER])
        assert page.url.startswith(tracker.at("actions"))


# Without a browser: strangers


def ask(tracker: Tracker, path: str, **headers: str) -> tuple[int, str, http.client.HTTPMessage]:
    connection = http.client.HTTPConnection("localhost", tracker.server.port, timeout=10)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer.status, body, answer.headers


CLOSED = ["/media/x.docx", "/_stcore/upload_file/a/b", "/component/x", "/_stcore/metrics",
    "/_stcore/agent/interact", "/_stcore/agent/openapi.json",
]  # fmt: skip


@pytest.mark.parametrize("path", CLOSED)
@pytest.mark.parametrize("cookie", ["", "_streamlit_user=forged", "_streamlit_user=2|1:0|x"])
def test_files_and_uploads_give_strangers_nothing(tracker: Tracker, path: str, cookie: str) -> None:
    status, body, _ = ask(tracker, path, **({"Cookie": cookie} if cookie else {}))
    assert (status, body) == (403, server_guard.SIGN_IN_FIRST)


def test_files_are_there_for_whoever_is_signed_in_and_for_no_forged_cookie(
    tracker: Tracker, browser
) -> None:
    with signed_in_page(browser, tracker, PEOPLE[Role.VIEWER], "actions") as page:
        cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
        genuine = cookies["_streamlit_user"]
        assert ask(tracker, "/media/x", Cookie=f"_streamlit_user={genuine}")[0] == 404
        for forged in (genuine[:-2], genuine[:20] + "A" + genuine[21:], genuine + "x"):
            assert ask(tracker, "/media/x", Cookie=f"_streamlit_user={forged}")[0] == 403
        page.context.add_cookies(
            [{"name": "_streamlit_user", "value": genuine[:-2], "url": tracker.server.address}]
        )
        page.goto(tracker.at("actions"))
        assert headline(page) == "Sign in to the improvement plan"


def _cookie_of(page) -> str:
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    return f"_streamlit_user={cookies['_streamlit_user']}"


def test_a_file_and_an_upload_belong_to_the_person_of_the_page_they_came_from(
    tracker: Tracker, browser
) -> None:
    with (
        signed_in_page(browser, tracker, PEOPLE[Role.COORDINATOR], "") as maker,
        signed_in_page(browser, tracker, PEOPLE[Role.ADMINISTRATOR], "actions") as another,
    ):
        maker.get_by_role("button", name="Hand over").click()
        with maker.expect_download() as taken:
            maker.get_by_role("button", name="CSV, the actions").click()
        path = urlsplit(taken.value.url).path
        assert path.startswith("/media/")
        assert ask(tracker, path, Cookie=_cookie_of(maker))[0] == 200
        assert ask(tracker, path, Cookie=_cookie_of(another))[:2] == (403, server_guard.NOT_YOURS)

        maker.goto(tracker.at("bring-in"))
        with maker.expect_request("**/upload_file/**") as sent:
            drawn(maker).locator("input[type=file]").first.set_input_files(
                {"name": "plan.csv", "mimeType": "text/csv", "buffer": b"Action,Owner"}
            )
        path = urlsplit(sent.value.url).path
        assert ask(tracker, path, Cookie=_cookie_of(another))[:2] == (403, server_guard.NOT_YOURS)
        assert ask(tracker, path, Cookie=_cookie_of(maker))[0] == 200


@pytest.mark.parametrize("origin", [None, "http://evil.example.org", "http://localhost:1", "null"])
def test_a_websocket_of_another_origin_or_none_is_refused(
    tracker: Tracker, origin: str | None
) -> None:
    address = f"ws://localhost:{tracker.server.port}/_stcore/stream"
    with pytest.raises(InvalidStatus) as refused, connect(address, origin=origin):  # type: ignore[arg-type]
        pass
    assert refused.value.response.status_code == 403


def test_our_own_page_may_open_a_websocket(tracker: Tracker) -> None:
    address = f"ws://localhost:{tracker.server.port}/_stcore/stream"
    own: Any = tracker.server.address
    with connect(address, origin=own, subprotocols=["streamlit"]) as line:  # type: ignore[list-item]
        assert line.subprotocol == "streamlit"


def test_another_name_for_the_server_is_refused_and_a_proxy_is_not(tracker: Tracker) -> None:
    assert ask(tracker, "/", Host="evil.example.org")[0] == 403
    assert ask(tracker, "/health", **{"X-Forwarded-For": "192.0.2.1"})[0] == 200


@pytest.mark.parametrize("query", ["", "?code=x", "?code=x&state=y", "?error=access_denied"])
def test_a_tampered_way_back_signs_nobody_in(tracker: Tracker, query: str) -> None:
    wanted = {"Cookie": f"{server_guard.WANTED}=https%3A%2F%2Fevil.example.org"}
    status, _, headers = ask(tracker, f"/oauth2callback{query}", **wanted)
    assert status == 302
    assert headers["location"].startswith(("/?sign_in=failed", "/"))
    assert "evil" not in headers["location"]
    assert "_streamlit_user=" not in str(headers.get_all("set-cookie"))


# The way back


HERE = "https://plan.example.org"


@pytest.mark.parametrize(
    ("referer", "page"),
    [
        (f"{HERE}/my-actions?action=3.6&x=a%20b", "/my-actions?action=3.6&x=a%20b"),
        (HERE, "/"),
        (f"{HERE}/", "/"),
        ("", ""),
        ("https://evil.example.org/my-actions", ""),
        (f"{HERE}//evil.example.org/x", ""),
        (f"{HERE}/\\evil.example.org", ""),
        (f"{HERE}/a/b", ""),
        (f"{HERE}/alerts?x=\r\nSet-Cookie: a=b", ""),
        (f"{HERE}:444/alerts", ""),
        (f"{HERE}/?sign_in=failed", "/"),
        (f"{HERE}/alerts?x=1&sign_in=failed", "/alerts?x=1"),
        (f"{HERE}/alerts?{'x' * 3000}", ""),
        ("https://[", ""),
    ],
)
def test_the_way_back_is_a_page_of_ours(referer: str, page: str) -> None:
    assert server_guard._page_of(Headers({"referer": referer}), HERE) == page


@given(st.text(alphabet="/\\:?#@.%abc\r\n\t ", max_size=30))
def test_no_words_lead_anywhere_else(words: str) -> None:
    page = server_guard._safe(words)
    assert page == "" or (page.startswith("/") and not page.startswith(("//", "/\\")))


# What is wrong in the secrets


GOOD: dict[str, Any] = {
    "redirect_uri": "https://plan.example.org/oauth2callback", "cookie_secret": "k" * 32,
    "client_id": "tracker", "client_secret": "s",
    "server_metadata_url": "https://login.example.org/tenant/.well-known/openid-configuration",
}  # fmt: skip
SHARED = "https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration"


def set_up(
    monkeypatch: pytest.MonkeyPatch, auth: dict[str, Any], tracker: dict[str, Any] | None = None
) -> server_sign_in.SetUp:
    both = {"auth": auth, "tracker": tracker or {}}
    monkeypatch.setattr(signed_in, "secrets", both.__getitem__)
    return server_sign_in.sign_in_set_up()


def test_a_sign_in_set_up_well_says_where_people_come_back_to(monkeypatch) -> None:
    found = set_up(monkeypatch, GOOD, {"directory_verifies_email": True})
    assert (found.origin, found.host) == (HERE, "plan.example.org")


@pytest.mark.parametrize(
    ("auth", "tracker", "says"),
    [
        ({"cookie_secret": "short"}, {}, "32 random signs"),
        ({"redirect_uri": "http://plan.example.org/oauth2callback"}, {}, "begin with https"),
        ({"redirect_uri": "https://plan.example.org/"}, {}, "must be like"),
        ({"redirect_uri": ""}, {}, "must be like"),
        ({"client_secret": ""}, {}, "has no client_secret"),
        ({"server_metadata_url": ""}, {}, "names no provider"),
        ({"server_metadata_url": SHARED}, {"directory_verifies_email": True}, "one directory"),
        ({"other": GOOD}, {"directory_verifies_email": True}, "one directory"),
        ({"two_words": GOOD}, {}, "underscore"),
    ],
)
def test_a_sign_in_that_is_not_safe_is_not_started(monkeypatch, auth, tracker, says) -> None:
    with pytest.raises(SystemExit, match=says):
        set_up(monkeypatch, GOOD | auth, tracker)


def test_the_start_names_the_address_people_come_back_to_and_not_this_machine(monkeypatch) -> None:
    both = {"auth": GOOD, "tracker": {}}
    monkeypatch.setattr(signed_in, "_decided", True)
    monkeypatch.setattr(signed_in, "secrets", both.__getitem__)
    assert server.where_it_is() == HERE


def test_a_cookie_travels_only_encrypted_behind_tls() -> None:
    cookies = [(b"set-cookie", b"a=b; Path=/"), (b"set-cookie", b"c=d; Secure"), (b"x", b"y")]
    message = {"type": "http.response.start", "headers": cookies}
    server_guard._only_encrypted(message)
    assert message["headers"] == [
        (b"set-cookie", b"a=b; Path=/; Secure"), (b"set-cookie", b"c=d; Secure"), (b"x", b"y"),
    ]  # fmt: skip


def test_a_secrets_file_opens_no_other_address_unless_it_sets_a_sign_in_up(tmp_path: Path) -> None:
    (tmp_path / "secrets.toml").write_text("[mail]\nhost = 'x'\n", encoding="utf-8")
    flags = ("--secrets.files", str(tmp_path / "secrets.toml"))
    with served(tmp_path, *flags) as local:
        connection = http.client.HTTPConnection("localhost", local.port, timeout=10)
        connection.request("GET", "/health", headers={"X-Forwarded-For": "192.0.2.1"})
        assert connection.getresponse().status == 403
        connection.close()
