"""E-mail: how it is set up, and one message handed to the mail server over SMTP.

Set up in `[reminders]` of .streamlit/secrets.toml, or in the environment (`TRACKER_MAIL_HOST` for
`host`, and so on); nothing of it is kept in the database or the log. Every fault is a sentence
without addresses: it is kept and shown.
"""

import os
import re
import smtplib
import ssl
import tomllib
from collections.abc import Mapping
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from tracker.papers.reminder import Letter
from tracker.people import Person
from tracker.refusals import FieldRefusals, Refusal, read_as

SECRETS = Path(__file__).parent.parent / ".streamlit" / "secrets.toml"
TABLE, ENVIRONMENT = "reminders", "TRACKER_MAIL_"
LOCAL = {"localhost", "127.0.0.1", "::1"}
LONGEST_FAULT = 300
_ADDRESS = re.compile(r"<?[^\s<>@]+@[^\s<>@]+>?")


class NotSent(Refusal):
    """The mail server did not take the message; it can be tried again."""


class PerhapsSent(Refusal):
    """The message was handed over and the answer never came: trying again could send it twice."""


class Mail(BaseModel):
    """The mail server and the sender, and where the tracker is opened (links begin with it)."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    host: str = Field(min_length=1)
    port: int = Field(587, ge=1, le=65535)
    security: Literal["starttls", "ssl", "none"] = "starttls"
    user: str = ""
    password: SecretStr = SecretStr("")
    sender: str = Field(min_length=3)
    address: str = Field(min_length=8)
    timeout: float = Field(20, gt=0, le=300)
    certificates: Path | None = None

    @field_validator("sender")
    @classmethod
    def _can_send(cls, sender: str) -> str:
        if _mailbox("", sender) is None:
            raise ValueError("“sender” must be an e-mail address such as plan@example.org.")
        return sender

    @field_validator("address")
    @classmethod
    def _can_be_opened(cls, address: str) -> str:
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query:
            raise ValueError(
                "“address” must be where the tracker is opened: https://plan.example.org"
            )
        return address.rstrip("/")

    @model_validator(mode="after")
    def _keeps_the_password(self) -> "Mail":
        if self.security == "none" and self.password and self.host not in LOCAL:
            raise ValueError(
                "A password is not sent unprotected: set “security” to starttls or ssl."
            )
        return self


def mail_settings(
    secrets: Path = SECRETS, environment: Mapping[str, str] = os.environ
) -> Mail | None:
    """How e-mail is set up; None where it is not. Raises Refusal for what cannot be used."""
    stated = _in_file(secrets) | {
        name: environment[ENVIRONMENT + name.upper()]
        for name in Mail.model_fields
        if environment.get(ENVIRONMENT + name.upper())
    }
    if not stated:
        return None
    try:
        return read_as(Mail, stated)
    except FieldRefusals as refusal:
        # What was typed may be the password: only the names of the fields are told.
        ours = [words for words in refusal.fields.values() if words.startswith(("“", "A password"))]
        names = ", ".join(f"“{name}”" for name in refusal.fields if name)
        raise Refusal(
            "E-mail is not set up rightly, so nothing is sent. "
            + (" ".join(ours) or f"Check {names} in [{TABLE}]; docs/reminders.md has a sample.")
        ) from None


def _in_file(secrets: Path) -> dict[str, Any]:
    try:
        stated = tomllib.loads(secrets.read_text(encoding="utf-8")).get(TABLE, {})
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        raise Refusal(
            f"{secrets.name} cannot be read, so no e-mail is sent. Check that it is TOML and that "
            "the tracker may read it."
        ) from None
    if not isinstance(stated, dict):
        raise Refusal(f"[{TABLE}] in {secrets.name} must be a table. See docs/reminders.md.")
    return stated


# --- a message -----------------------------------------------------------------------------


def message(letter: Letter, mail: Mail, person: Person, name: str, at: datetime) -> EmailMessage:
    """A letter to a person; `name` is the same for the same reminder, however often it is tried.

    Raises NotSent where the recorded address cannot be written to.
    """
    to = _mailbox(person.name, person.email)
    sender = _mailbox("Improvement plan", mail.sender)
    if to is None or sender is None:
        raise NotSent("The recorded e-mail address cannot be written to. Check it in Set up.")
    made = EmailMessage(policy=SMTP if to.addr_spec.isascii() else SMTPUTF8)
    made["From"], made["To"] = sender, to
    made["Subject"] = " ".join(letter.subject.split())
    made["Date"] = format_datetime(at)
    made["Message-ID"] = f"<{name}@{sender.domain}>"
    # Nobody's “I am away” answers a reminder (RFC 3834).
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    made.set_content(letter.text)
    made.add_alternative(letter.html, subtype="html")
    made["Content-Language"] = "en-GB"  # after the parts: it would move into the first of them
    return made


def _mailbox(name: str, address: str) -> Address | None:
    try:
        return Address(" ".join(name.split()), addr_spec=address)
    except (ValueError, IndexError, HeaderParseError):
        return None


# --- handing it over -----------------------------------------------------------------------


class Post:
    """A connection to the mail server for a round of messages, opened when the first one goes.

    A server that was not reached once is not waited for again: the rest of the round fails at once.
    """

    def __init__(self, mail: Mail) -> None:
        """Nothing is opened yet."""
        self._mail = mail
        self._server: smtplib.SMTP | None = None
        self._not_reached: NotSent | None = None

    def __enter__(self) -> "Post":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._leave()

    def hand_over(self, letter: EmailMessage) -> None:
        """Send one message to its one recipient. Raises NotSent or PerhapsSent.

        After a fault of the connection the next message opens a new one.
        """
        server, to = self._open(), letter["To"].addresses[0].addr_spec
        try:
            self._envelope(server, to)
        except (smtplib.SMTPException, OSError) as fault:
            if not self._still_there(server):
                self._leave()
            raise NotSent(_words(fault, self._mail)) from fault
        try:
            code, reply = server.data(letter.as_bytes())
        except smtplib.SMTPDataError as fault:
            raise NotSent(_words(fault, self._mail)) from fault
        except (smtplib.SMTPException, OSError) as fault:
            self._leave()
            raise PerhapsSent(
                "The connection broke after the message had been handed over. It is not sent "
                "again, so that nobody gets it twice."
            ) from fault
        if code != 250:
            raise NotSent(_words(smtplib.SMTPDataError(code, reply), self._mail))

    def _envelope(self, server: smtplib.SMTP, to: str) -> None:
        options = []
        if not to.isascii():
            if not server.has_extn("smtputf8"):
                raise smtplib.SMTPNotSupportedError(
                    "The mail server takes plain letters in addresses only."
                )
            options = ["SMTPUTF8", "BODY=8BITMIME"]
        for code, reply in (server.mail(self._mail.sender, options), server.rcpt(to)):
            if code not in {250, 251}:
                raise smtplib.SMTPResponseException(code, reply)

    def _still_there(self, server: smtplib.SMTP) -> bool:
        """Is the connection ready for the next message?"""
        try:
            return server.rset()[0] == 250
        except (smtplib.SMTPException, OSError):
            return False

    def _open(self) -> smtplib.SMTP:
        if self._not_reached:
            raise self._not_reached
        try:
            self._server = self._server or self._connected()
        except (smtplib.SMTPException, OSError) as fault:
            self._not_reached = NotSent(_words(fault, self._mail))
            raise self._not_reached from fault
        return self._server

    def _connected(self) -> smtplib.SMTP:
        server = self._reached()
        try:
            if self._mail.security == "starttls":
                server.starttls(context=self._trusted())
            server.ehlo_or_helo_if_needed()
            if self._mail.user:
                server.login(self._mail.user, self._mail.password.get_secret_value())
        except (smtplib.SMTPException, OSError):
            server.close()
            raise
        return server

    def _reached(self) -> smtplib.SMTP:
        mail = self._mail
        if mail.security == "ssl":
            return smtplib.SMTP_SSL(
                mail.host, mail.port, timeout=mail.timeout, context=self._trusted()
            )
        return smtplib.SMTP(mail.host, mail.port, timeout=mail.timeout)

    def _trusted(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._mail.certificates)

    def _leave(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            try:
                server.quit()
            except (smtplib.SMTPException, OSError):
                server.close()


def _words(fault: Exception, mail: Mail) -> str:
    """A fault as a sentence: no address of a person, no name of a user, no password."""
    if isinstance(fault, smtplib.SMTPAuthenticationError):
        return "The mail server refused the user name or the password."
    if isinstance(fault, TimeoutError):
        return f"The mail server did not answer within {mail.timeout:g} seconds."
    if isinstance(fault, smtplib.SMTPServerDisconnected):
        return "The mail server ended the connection, or did not answer in time."
    if isinstance(fault, smtplib.SMTPResponseException):
        said = fault.smtp_error
        words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        shown = " ".join(_ADDRESS.sub("the address", words).split())
        return f"The mail server refused it: {fault.smtp_code} {shown}"[:LONGEST_FAULT]
    if isinstance(fault, ssl.SSLError):
        return "The mail server's certificate is not trusted, so nothing was sent to it."
    if isinstance(fault, smtplib.SMTPNotSupportedError):
        return f"The mail server cannot do what is set up: {fault}"[:LONGEST_FAULT]
    if isinstance(fault, OSError):
        return f"The mail server cannot be reached: {fault.strerror or type(fault).__name__}."
    return "The mail server could not take the message."
