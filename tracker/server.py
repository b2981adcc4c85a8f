"""What stands round Streamlit: who may ask, what is sent with every answer, and the warm-up.

Without sign-in the tracker is for the person at this machine only. That is held three times over:
the address it binds, the address a request comes from and is addressed to, and the headers a proxy
would add. With sign-in (docs/sign_in.md) `server_guard` stands in that place.
"""

import base64
import contextlib
import gc
import gzip
import hashlib
import importlib
import ipaddress
import logging
import logging.handlers
import re
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import anyio.to_thread
import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config

from tracker import rounds, server_messages, store
from tracker.refusals import Refusal
from tracker.screen import files_made, signed_in
from tracker.screen.visit import database
from tracker.served import served_path
from tracker.server_guard import SignInGuard
from tracker.server_sign_in import sign_in_set_up

# Added routes that answer without a sign-in: whether the tracker runs is no secret.
OPEN_ROUTES = {"/health"}
LOCAL_NAMES = {"localhost", "127.0.0.1", "::1"}
OTHER_PROXY_HEADERS = {"forwarded", "x-real-ip", "true-client-ip", "cf-connecting-ip"}
SCRIPTS = ("text/javascript", "application/javascript", "text/css")
WARM = ("plotly.graph_objects", "pandas", "pyarrow", "duckdb", "pydantic")
ONLY_HERE = (
    "No sign-in is set up for this tracker, so it answers only on the machine it runs on. "
    "Open it there at localhost."
)
FIRST_PAGE = "/progress"
LOG_BYTES = 1_000_000
# What no page foresaw. Streamlit itself writes those to the terminal, so they only go to the file.
_page_log = logging.getLogger("tracker.pages")
WENT_WRONG = (
    "Something went wrong in the tracker itself; nothing that was saved is lost. Load the page "
    "again. If it happens again, tell whoever looks after the tracker: what went wrong is "
    "written in {log}."
)
NOT_THIS_ADDRESS = (
    "The tracker is not started: no sign-in is set up, so it serves only localhost, not {}. "
    "Leave server.address as it is, or set sign-in up as docs/sign_in.md says."
)


# --- start and stop ------------------------------------------------------------------------


@contextlib.asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Load what every page needs before the first visitor, then say where the tracker is.

    What is loaded by now stays for good: frozen, it is not walked by garbage collection.
    """
    keep_log(log_path())
    files_made.say_why_not()
    server_messages.only_ours()
    warm_up()
    gc.collect()
    gc.freeze()
    print(f"The tracker is at {where_it_is()}", flush=True)
    rounds.started()
    try:
        yield
    finally:
        rounds.stopped()
        gc.unfreeze()  # so that the interpreter can clear up at its end without complaints


def where_it_is() -> str:
    """The address people open: with sign-in the one that the provider sends them back to."""
    if signed_in.is_on():
        return sign_in_set_up().origin
    return f"http://localhost:{st.get_option('server.port')}"


def warm_up() -> None:
    """Import what is slow to import, and open the database, so that no visitor waits for it.

    Where it cannot be opened the start goes on: each visit tries again, and the door says why.
    """
    for name in WARM:
        importlib.import_module(name)
    with suppress(Refusal):
        database(served_path(), _patience=store.PATIENCE)


def refuse_an_open_address() -> None:
    """Stop the start, with a sentence, where anyone on the network could open the plan."""
    address = st.get_option("server.address") or "every address"
    if address not in LOCAL_NAMES:
        sys.exit(NOT_THIS_ADDRESS.format(address))


# --- what goes wrong -----------------------------------------------------------------------


def log_path() -> Path:
    """The log stands beside the database that is served: data/tracker.log."""
    return served_path().with_name("tracker.log")


class LogFile(logging.handlers.RotatingFileHandler):
    """A log in a folder that is missing or may not be written goes to the terminal alone."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  the library's name
        """Say nothing of it: what was logged stands in the terminal already."""


def keep_log(path: Path) -> None:
    """From now on what the tracker logs is kept in `path`, which never grows past two files."""
    file = LogFile(path, maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8", delay=True)
    file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    ours = logging.getLogger("tracker")
    ours.addHandler(file)
    ours.addHandler(logging.StreamHandler())
    _page_log.addHandler(file)
    _page_log.propagate = False


def say_it_went_wrong(fault: Exception) -> bool:
    """In place of Streamlit's box: one sentence on the screen, the details in the log."""
    if isinstance(fault, Refusal):  # a dialog's own rerun does not pass the door
        st.error(str(fault), icon=":material/info:")
        return True
    _page_log.error("A page broke off", exc_info=fault)
    st.error(WENT_WRONG.format(log=log_path().name), icon=":material/error:")
    return True


# --- what is served beside Streamlit -------------------------------------------------------


def routes() -> list[Route]:
    return [Route("/health", health)]


async def health(_request: Request) -> JSONResponse:
    return JSONResponse({"ok": True})


def middleware() -> list[Middleware]:
    """In the order a request meets them; a refusal carries the security headers too."""
    return [
        Middleware(SecurityHeaders),
        _doorkeeper(),
        Middleware(FirstPageAtTheRoot),
        Middleware(SmallStaticFiles),
    ]


def _doorkeeper() -> Middleware:
    """Who stands before Streamlit: with sign-in the guard, without one nobody from elsewhere."""
    if not signed_in.decide():
        refuse_an_open_address()
        return Middleware(OnlyHere)
    setting = sign_in_set_up()
    hosts = {*st.get_option("server.allowedHosts"), setting.host}
    config.set_option("server.allowedHosts", sorted(hosts))
    closed = [route.path for route in routes() if route.path not in OPEN_ROUTES]
    return Middleware(SignInGuard, origin=setting.origin, hosts=hosts, closed=closed)


# --- security headers ----------------------------------------------------------------------


@cache
def content_security_policy() -> str:
    """Only our own scripts; styles may be inline, because Streamlit writes them so.

    The one inline script of Streamlit's page is allowed by its hash. `unsafe-eval` is left
    out on purpose: no chart or table of ours needs it.
    """
    scripts = " ".join(["'self'", "'wasm-unsafe-eval'", *_inline_script_hashes()])
    return "; ".join(
        [
            "default-src 'self'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        ]
    )


def _inline_script_hashes() -> list[str]:
    page = Path(st.__file__).parent / "static" / "index.html"
    scripts = re.findall(r"<script>(.*?)</script>", page.read_text(encoding="utf-8"), re.DOTALL)
    digests = [hashlib.sha256(script.encode()).digest() for script in scripts]
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


@cache
def security_headers() -> dict[str, str]:
    return {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "SAMEORIGIN",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Content-Security-Policy": content_security_policy(),
    }


class SecurityHeaders:
    """Adds the security headers to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(security_headers())
            await send(message)

        await self.app(scope, receive, send_with_headers)


# --- who may ask ---------------------------------------------------------------------------


class OnlyHere:
    """Refuses whatever does not come from this machine, or through a proxy."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or comes_from_here(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": "local use only"})
        else:
            await PlainTextResponse(ONLY_HERE, status_code=403)(scope, receive, send)


def comes_from_here(scope: Scope) -> bool:
    """Whether a request was made on this machine, by its name, with no proxy in between."""
    headers = Headers(scope=scope)
    return (
        not any(_tells_of_a_proxy(name) for name in headers)
        and _is_local(scope["client"][0] if scope.get("client") else "")
        and _host_name(headers.get("host", "")) in LOCAL_NAMES
    )


def _tells_of_a_proxy(header: str) -> bool:
    return header.startswith("x-forwarded") or header in OTHER_PROXY_HEADERS


def _is_local(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _host_name(host: str) -> str:
    """The name in a Host header, without its port and an IPv6 address's brackets."""
    return re.sub(r":\d+$", "", host).strip("[]").lower()


# --- addresses -----------------------------------------------------------------------------


class FirstPageAtTheRoot:
    """Leads `/progress` to `/`, where the first page stands; Streamlit knows it by no other name,
    and would lay "Page not found" over it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].rstrip("/") == FIRST_PAGE:
            query = scope["query_string"].decode("latin-1")
            await RedirectResponse(f"/?{query}" if query else "/")(scope, receive, send)
        else:
            await self.app(scope, receive, send)


# --- smaller static files ------------------------------------------------------------------


class SmallStaticFiles:
    """Serves Streamlit's scripts and styles compressed: 9 MB of a first visit become 3.

    Streamlit sends them as they are, to save compressing on every request. Their names carry
    a hash of their content, so here each is compressed once and kept.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.kept: dict[str, Response] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _is_worth_compressing(scope):
            await self.app(scope, receive, send)
            return
        answer = self.kept.get(scope["path"]) or await self._compressed(scope, receive)
        await answer(scope, receive, send)

    async def _compressed(self, scope: Scope, receive: Receive) -> Response:
        """The answer of the app; compressed and kept when it is a whole script or style."""
        start, body = await _whole_answer(self.app, scope, receive)
        headers = MutableHeaders(raw=list(start["headers"]))
        whole = start["status"] == 200 and headers.get("content-type", "").startswith(SCRIPTS)
        if whole:
            body = await anyio.to_thread.run_sync(gzip.compress, body, 6)
            headers["Content-Encoding"] = "gzip"
            headers["Content-Length"] = str(len(body))
            headers.add_vary_header("Accept-Encoding")
        answer = Response(body, status_code=start["status"])
        answer.raw_headers = headers.raw
        if whole:
            self.kept[scope["path"]] = answer
        return answer


def _is_worth_compressing(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    headers = Headers(scope=scope)
    return (
        scope["path"].startswith("/static/")
        and scope["path"].endswith((".js", ".css"))
        and "gzip" in headers.get("accept-encoding", "")
        and "range" not in headers
    )


async def _whole_answer(app: ASGIApp, scope: Scope, receive: Receive) -> tuple[Message, bytes]:
    messages: list[Message] = []

    async def keep(message: Message) -> None:
        messages.append(message)

    await app(scope, receive, keep)
    return messages[0], b"".join(message.get("body", b"") for message in messages[1:])
