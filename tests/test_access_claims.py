"""What a provider says of somebody, and whether the tracker goes by it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.claims import NotVerified, SignInEnded, sign_in_of
from tracker.screen.sign_ins import MOST, SignIns

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def claims(**said: Any) -> dict[str, Any]:
    issued, expires = NOW - timedelta(minutes=5), NOW + timedelta(minutes=55)
    filled = {"email": "Jo@Example.org", "email_verified": True, "name": "Jo Brown"}
    return filled | {"iat": int(issued.timestamp()), "exp": int(expires.timestamp())} | said


def without(*names: str, **said: Any) -> dict[str, Any]:
    return {name: value for name, value in claims(**said).items() if name not in names}


def test_a_verified_address_is_who_they_are() -> None:
    found = sign_in_of(claims(), NOW)
    assert (found.email, found.name) == ("jo@example.org", "Jo Brown")


@pytest.mark.parametrize(
    "said", [{"email_verified": "true"}, {"xms_edov": True}, {"xms_edov": "1"}]
)
def test_providers_say_verified_in_their_own_ways(said: dict[str, Any]) -> None:
    assert sign_in_of(without("email_verified") | said, NOW).email == "jo@example.org"


@pytest.mark.parametrize(
    "said",
    [
        {"email_verified": False}, {"email_verified": "false"}, {"email_verified": None},
        {"email_verified": [True]}, {"email_verified": "yes please"}, {"xms_edov": "0"},
        {"email_verified": 1, "xms_edov": False}, {},
    ],
)  # fmt: skip
def test_an_address_that_is_not_verified_is_refused(said: dict[str, Any]) -> None:
    with pytest.raises(NotVerified, match="has not verified"):
        sign_in_of(without("email_verified") | said, NOW)


def test_a_directory_of_ones_own_stands_for_its_addresses() -> None:
    assert (
        sign_in_of(without("email_verified"), NOW, directory_verifies=True).email
        == "jo@example.org"
    )
    by_name = without("email", "email_verified", preferred_username="jo@example.org")
    assert sign_in_of(by_name, NOW, directory_verifies=True).email == "jo@example.org"
    with pytest.raises(NotVerified):
        sign_in_of(by_name, NOW)


def test_a_guest_whom_the_directory_does_not_vouch_for_is_refused() -> None:
    with pytest.raises(NotVerified):
        sign_in_of(claims(email_verified=False), NOW, directory_verifies=True)


@pytest.mark.parametrize("email", [None, "", 7, "jo", "@example.org", "jo@", "jo brown@x.org", [],
    "jo@a.gov.uk@evil.example", '"jo@evil.example"@a.gov.uk',
])  # fmt: skip
def test_a_sign_in_without_an_address_is_refused(email: Any) -> None:
    with pytest.raises(NotVerified, match="did not say"):
        sign_in_of(claims(email=email), NOW)


@pytest.mark.parametrize("exp", [None, "never", True, 1e300, -1, NOW.timestamp()])
def test_a_token_that_has_run_out_or_says_no_end_is_no_sign_in(exp: Any) -> None:
    with pytest.raises(SignInEnded, match="run out"):
        sign_in_of(claims(exp=exp), NOW)


@given(st.dictionaries(st.sampled_from(list(claims())), st.none() | st.booleans() | st.text()))
def test_whatever_a_provider_says_ends_in_a_sentence_or_a_sign_in(said: dict[str, Any]) -> None:
    try:
        found = sign_in_of(claims() | said, NOW)
    except (SignInEnded, NotVerified):
        return
    assert "@" in found.email


# Idle

KEY = ("jo@example.org", NOW)


def later(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def test_whoever_goes_on_stays_signed_in() -> None:
    known = SignIns()
    assert all(known.go_on(KEY, later(20 * n), 30) for n in range(6))
    assert known.is_active(KEY, later(129))
    assert not known.is_active(KEY, later(131))


def test_whoever_does_nothing_is_signed_out_and_a_reload_does_not_help() -> None:
    known = SignIns()
    assert known.go_on(KEY, later(0), 30)
    assert not known.go_on(KEY, later(31), 30)
    assert not known.go_on(KEY, later(31.1), 30)
    assert known.go_on((KEY[0], later(32)), later(32), 30)


def test_zero_minutes_sign_nobody_out() -> None:
    known = SignIns()
    assert known.go_on(KEY, later(0), 0)
    assert known.go_on(KEY, later(60 * 24), 0)


def test_a_restart_does_not_wake_an_old_sign_in() -> None:
    assert not SignIns().go_on(KEY, later(31), 30)
    assert SignIns().go_on(KEY, later(29), 30)


def test_whoever_signed_out_is_out_in_every_window() -> None:
    known = SignIns()
    known.go_on(KEY, later(0), 30)
    known.end(KEY)
    assert not known.is_active(KEY, later(1))
    assert not known.go_on(KEY, later(1), 30)


def test_signing_out_holds_however_many_sign_in_afterwards() -> None:
    known = SignIns()
    known.go_on(KEY, later(0), 30)
    known.end(KEY)
    for number in range(MOST + 1):
        known.go_on((f"{number}@example.org", NOW), later(1), 30)
    assert not known.go_on(KEY, later(2), 30)


def test_a_sign_in_that_opened_no_page_here_gets_no_file() -> None:
    assert not SignIns().is_active(KEY, later(1))
