"""What an identity provider says of somebody, and whether the tracker can go by it.

The claims are those of OpenID Connect Core 1.0, section 5.1 (`email`, `email_verified`) and of its
ID token (`exp`, `iat`). Microsoft Entra ID says `xms_edov` in place of `email_verified`.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tracker.access import same_address
from tracker.refusals import Refusal

# Entra sends 1 and "1"; 1 equals True.
_YES: Set[Any] = {True, "1", "true"}
_NO: Set[Any] = {False, "0", "false"}


class SignInEnded(Refusal):
    """Nobody is signed in any more; the sentence says why."""


class NotVerified(Refusal):
    """Somebody is signed in, and it is not certain that the e-mail is theirs."""


@dataclass(frozen=True)
class SignIn:
    """One sign-in of somebody whose e-mail is verified; a new sign-in has a later `issued_at`."""

    email: str
    name: str
    issued_at: datetime

    @property
    def key(self) -> tuple[str, datetime]:
        """What tells one sign-in from another."""
        return self.email, self.issued_at


def sign_in_of(claims: Mapping[str, Any], at: datetime, directory_verifies: bool = False) -> SignIn:
    """Who the claims are about. `directory_verifies`: the provider knows only its own people.

    Raises SignInEnded once the token has run out, NotVerified for an e-mail that may be anybody's.
    """
    issued, expires = _moment(claims.get("iat")), _moment(claims.get("exp"))
    if issued is None or expires is None or expires <= at:
        raise SignInEnded("Your sign-in has run out. Sign in again to go on where you were.")
    email = claims.get("email") or (claims.get("preferred_username") if directory_verifies else "")
    if not isinstance(email, str) or not _is_address(email):
        raise NotVerified(
            "Your organisation's sign-in did not say what your e-mail address is, and roles in "
            "this tracker are given to e-mail addresses. Ask whoever looks after it to send it."
        )
    if not _is_verified(claims, directory_verifies):
        raise NotVerified(
            f"Your organisation's sign-in has not verified that {email} is yours. Verify the "
            "address there, or sign in with another account."
        )
    name = claims.get("name")
    return SignIn(same_address(email), name if isinstance(name, str) else "", issued)


def _is_verified(claims: Mapping[str, Any], directory_verifies: bool) -> bool:
    said = [claims[name] for name in ("email_verified", "xms_edov") if name in claims]
    if any(_is_one_of(one, _NO) for one in said):
        return False
    return directory_verifies or any(_is_one_of(one, _YES) for one in said)


def _is_one_of(said: Any, words: Set[Any]) -> bool:
    said = said.lower() if isinstance(said, str) else said
    return isinstance(said, str | int) and said in words


def _is_address(email: str) -> bool:
    """One @, so that nobody takes the name for the domain, as in "jo@council"@elsewhere."""
    name, at, host = email.strip().partition("@")
    plain = "@" not in host and not any(sign.isspace() for sign in email.strip())
    return bool(name and at and host) and plain


def _moment(seconds: Any) -> datetime | None:
    """A NumericDate of a token; None where it is none."""
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None
