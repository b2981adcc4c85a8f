"""What stands before Streamlit where people sign in: hosts, origins, cookies, and the way back.

Streamlit's own sign-in guards what the script draws. Files under /media, uploads and added routes
are open to whoever knows their address, so here they ask for the signed cookie of a sign-in that
is active; and a file or an upload asks for the person it belongs to. The cookie is read with
Streamlit's own functions (its release is pinned).
"""

import json
import logging
import re
from collections.abc import Collection, Iterable
from html import escape
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.runtime import get_instance
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from tracker.claims import sign_in_of
from tracker.clock import now
from tracker.refusals import Refusal
from tracker.screen import files_made, signed_in
from tracker.screen.sign_in_page import FAILED
from tracker.screen.sign_ins import sign_ins

WANTED = "tracker_wanted"
MINUTES_TO_SIGN_IN = 10
LONGEST = 2_000
# A page of ours and nothing else: no second slash, no backslash, no other host.
A_PAGE = re.compile(r"/[a-z0-9-]*")
CLOSED = re.compile(
    r"/+(media|component|app/static|_stcore/(upload_file|bidi-components|metrics|agent))(/|$)"
)
A_FILE = re.compile(r"/+media/(.*)", re.DOTALL)
AN_UPLOAD = re.compile(r"/+_stcore/upload_file/([^/]+)/.*", re.DOTALL)
DID_FAIL = f"{FAILED}=failed"
LOGIN, CALLBACK = "/auth/login", "/oauth2callback"
SIGN_IN_FIRST = "Sign in to the tracker first, then ask again."
NOT_YOURS = "This is not yours to open. Make your own on its page in the tracker."
NOT_THIS_HOST = "The tracker does not answer under this name. Use the address you were given."
PROVIDER_DOWN = (
    "The sign-in service of your organisation cannot be reached just now. Nothing is lost. Wait a "
    "few minutes, then try again; if it goes on, tell whoever looks after this tracker."
)
_PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Sign in · Improvement plan</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "<style>body{{font:1.125rem/1.5 sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem;"
    "color:#1c1b22;background:#fff}}a{{color:#5b2a86}}</style>"
    '<h1>Sign in</h1><p role="alert">{}</p><p><a href="{}">Try again</a></p></html>'
)
_log = logging.getLogger(__name__)


class SignInGuard:
    """Before Streamlit, in a tracker with sign-in: refuses strangers, and leads people back."""

    def __init__(
        self, app: ASGIApp, origin: str, hosts: Iterable[str], closed: Collection[str] = ()
    ) -> None:
        """`origin` is that of redirect_uri; `closed` are the added routes that need a sign-in."""
        self.app, self.origin = app, origin
        self.hosts = {host.lower() for host in hosts}
        self.closed = tuple(closed)
        self.secure = origin.startswith("https:")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, refuse, or hand on."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self._request(scope, receive, send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Only our own page may open one; a browser always says which page asks."""
        headers = Headers(scope=scope)
        if not self._known_host(headers) or headers.get("origin") != self.origin:
            _log.warning("A websocket of another origin was refused: %r", headers.get("origin"))
            await send({"type": "websocket.close", "code": 1008, "reason": "another origin"})
            return
        if headers.get("cookie", "").find(f"{USER_COOKIE_NAME}=") >= 0 and not _claims(headers):
            _log.warning("A sign-in cookie was worth nothing: forged, cut off, or an old one")
        await self.app(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers, path = Headers(scope=scope), scope["path"]
        if not self._known_host(headers):
            await PlainTextResponse(NOT_THIS_HOST, status_code=403)(scope, receive, send)
        elif self._is_closed(path) and (refused := self._refused(path, headers)):
            _log.warning("A file or an upload was asked for and not given: %s", refused)
            await PlainTextResponse(refused, status_code=403)(scope, receive, send)
        elif path == LOGIN:
            await self._login(scope, receive, send)
        else:
            await self.app(scope, receive, self._answering(scope, send))

    def _known_host(self, headers: Headers) -> bool:
        return re.sub(r":\d+$", "", headers.get("host", "")).strip("[]").lower() in self.hosts

    def _is_closed(self, path: str) -> bool:
        added = any(path == route or path.startswith(f"{route}/") for route in self.closed)
        return added or bool(CLOSED.match(path))

    def _refused(self, path: str, headers: Headers) -> str:
        """Why a closed address gives nothing; '' where it is for whoever asks."""
        person = signed_in_as(headers, self.origin)
        if not person:
            return SIGN_IN_FIRST
        if file := A_FILE.fullmatch(path):
            theirs = files_made.is_for(get_instance().media_file_mgr, file[1], person)
        elif upload := AN_UPLOAD.fullmatch(path):
            theirs = signed_in.person_of(upload[1]) == person
        else:
            theirs = True
        return "" if theirs else NOT_YOURS

    async def _login(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Streamlit says “Authentication error” where the provider is down; here a sentence."""
        begun: list[Message] = []
        failed = False

        async def answer(message: Message) -> None:
            nonlocal failed
            if message["type"] == "http.response.start":
                failed = message["status"] >= 400
                begun.append(message)
            if not failed:
                await self._answering(scope, send)(message)

        try:
            await self.app(scope, receive, answer)
        except Exception:
            if begun:
                raise
            _log.exception("The sign-in could not begin")
            failed = True
        if failed:
            _log.warning("The identity provider could not be reached")
            back = _page_of(Headers(scope=scope), self.origin) or "/"
            page = HTMLResponse(_PAGE.format(PROVIDER_DOWN, escape(back)), status_code=503)
            await page(scope, receive, send)

    def _answering(self, scope: Scope, send: Send) -> Send:
        """Hands an answer on; where a sign-in begins or ends, with our cookie and the way back."""

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if scope["path"] == LOGIN:
                    self._remember(headers, _page_of(Headers(scope=scope), self.origin))
                elif scope["path"] == CALLBACK and message["status"] == 302:
                    self._lead_back(scope, headers)
                if self.secure:
                    _only_encrypted(message)
            await send(message)

        return answer

    def _remember(self, headers: MutableHeaders, page: str) -> None:
        if page:
            headers.append("set-cookie", _cookie(quote(page, safe=""), MINUTES_TO_SIGN_IN * 60))

    def _lead_back(self, scope: Scope, headers: MutableHeaders) -> None:
        """To the page they wanted; where they are not signed in, it says that this failed."""
        came_in = any(
            value.startswith(f"{USER_COOKIE_NAME}=") and "max-age=0" not in value.lower()
            for value in headers.getlist("set-cookie")
        )
        cookies = cookie_parser(Headers(scope=scope).get("cookie", ""))
        wanted = _safe(unquote(cookies.get(WANTED, ""))) or "/"
        if came_in:
            headers["location"] = wanted
            headers.append("set-cookie", _cookie("", 0))
        elif {b"state", b"error"} & {
            part.partition(b"=")[0] for part in scope["query_string"].split(b"&")
        }:
            _log.warning("A sign-in did not succeed")
            headers["location"] = f"{wanted}{'&' if '?' in wanted else '?'}{DID_FAIL}"


def signed_in_as(headers: Headers, origin: str) -> str:
    """Whose signed cookie a request carries, of a sign-in active in this process; '' for none."""
    claims = _claims(headers)
    if claims.get("origin") != origin or claims.get("is_logged_in") is not True:
        return ""
    at = now()
    try:
        found = sign_in_of(claims, at, signed_in.directory_verifies())
    except Refusal:
        return ""
    return found.email if sign_ins.is_active(found.key, at) else ""


def _claims(headers: Headers) -> dict[str, Any]:
    """What the signed cookie says; empty for none, a forged one or one signed long ago."""
    cookies, secret = cookie_parser(headers.get("cookie", "")), get_cookie_secret()

    def one(name: str) -> bytes | None:
        value = cookies.get(name)
        if value is None:
            return None
        return decode_signed_value(secret, name, value.encode("latin-1", "replace"))

    try:
        found = get_cookie_with_chunks(one, USER_COOKIE_NAME)
        claims = json.loads(found) if found else {}
    except ValueError:
        return {}
    return claims if isinstance(claims, dict) else {}


def _page_of(headers: Headers, origin: str) -> str:
    """The page of ours from which somebody goes to sign in; '' where none is told."""
    came_from = headers.get("referer", "")
    try:
        parts = urlsplit(came_from)
    except ValueError:
        return ""
    if f"{parts.scheme}://{parts.netloc}" != origin:
        return ""
    query = "&".join(part for part in parts.query.split("&") if part != DID_FAIL)
    return _safe(f"{parts.path or '/'}{'?' if query else ''}{query}")


def _safe(page: str) -> str:
    """A page of ours with its address, as it is; '' for anything that could lead elsewhere."""
    path, _, query = page.partition("?")
    plain = all(" " < sign < "\x7f" for sign in page)
    if not plain or len(page) > LONGEST or not A_PAGE.fullmatch(path):
        return ""
    return f"{path}?{query}" if query else path


def _cookie(value: str, seconds: int) -> str:
    cookie: SimpleCookie = SimpleCookie()
    cookie[WANTED] = value
    morsel = cookie[WANTED]
    morsel["path"], morsel["max-age"] = "/", str(seconds)
    morsel["httponly"], morsel["samesite"] = "true", "lax"
    return cookie[WANTED].OutputString()


def _only_encrypted(message: Message) -> None:
    """Behind TLS no cookie travels without it; Streamlit leaves that out for plain localhost."""
    message["headers"] = [
        (name, value + b"; Secure")
        if name.lower() == b"set-cookie" and b"; secure" not in value.lower()
        else (name, value)
        for name, value in message["headers"]
    ]
