"""Who may ask the server, what it sends with every answer, and where it refuses to start."""

import gzip
import http.client
import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from browsing import drawn
from conftest import PROJECT, Server, served

from tests.bench.session import Session
from tracker import server as round_streamlit


def ask(server: Server, path: str, **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection("localhost", server.port, timeout=10)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", path, headers=named)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer.headers, body


def test_health_says_that_the_tracker_can_answer(server: Server) -> None:
    status, _, body = ask(server, "/health")
    assert (status, json.loads(body)) == (200, {"ok": True})


@pytest.mark.parametrize("path", ["/", "/health", "/_stcore/health", "/alerts"])
def test_every_answer_carries_the_security_headers(server: Server, path: str) -> None:
    _, headers, _ = ask(server, path)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert "unsafe-eval" not in headers["Content-Security-Policy"].replace("wasm-unsafe-eval", "")


@pytest.mark.parametrize(
    "header",
    ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "X-Real-IP"],
)
def test_a_request_through_a_proxy_is_refused_without_sign_in(server: Server, header: str) -> None:
    status, _, body = ask(server, "/", **{header: "192.0.2.1"})
    assert status == 403
    assert body.decode() == round_streamlit.ONLY_HERE


def test_a_request_to_another_name_is_refused_without_sign_in(server: Server) -> None:
    assert ask(server, "/", Host="plan.example.org")[0] == 403
    assert ask(server, "/", Host=f"127.0.0.1:{server.port}")[0] == 200


def test_a_session_through_a_proxy_is_refused_too(server: Server) -> None:
    handshake = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    refused = ask(server, "/_stcore/stream", **handshake, X_Forwarded_For="192.0.2.1")
    assert refused[0] == 403


def test_the_first_pages_own_name_leads_to_it_with_all_that_was_asked(server: Server) -> None:
    status, headers, _ = ask(server, "/progress?partnership=moray&view=public")
    assert (status, headers["Location"]) == (307, "/?partnership=moray&view=public")
    assert ask(server, "/progress/")[1]["Location"] == "/"
    assert ask(server, "/progress", X_Forwarded_For="192.0.2.1")[0] == 403
    assert ask(server, "/alerts")[0] == 200


def a_request(**changes: Any) -> dict[str, Any]:
    headers = [(b"host", b"localhost:8501")]
    return {"type": "http", "client": ("127.0.0.1", 5000), "headers": headers, **changes}


def test_only_this_machine_counts_as_here() -> None:
    assert round_streamlit.comes_from_here(a_request())
    assert round_streamlit.comes_from_here(a_request(client=("::1", 5000)))
    assert not round_streamlit.comes_from_here(a_request(client=("192.0.2.1", 5000)))
    assert not round_streamlit.comes_from_here(a_request(client=None))
    assert not round_streamlit.comes_from_here(a_request(headers=[]))


def test_scripts_are_sent_compressed_and_unchanged(server: Server) -> None:
    page = ask(server, "/")[2].decode()
    script = "/static/js/index." + page.split("static/js/index.")[1].split('"')[0]
    plain, small = ask(server, script), ask(server, script, Accept_Encoding="gzip")
    again = ask(server, script, Accept_Encoding="gzip")
    assert small[1]["Content-Encoding"] == "gzip"
    assert gzip.decompress(small[2]) == plain[2]
    assert again[2] == small[2]
    assert len(small[2]) < len(plain[2]) / 2


def test_only_real_scripts_are_compressed_and_kept(server: Server) -> None:
    """Streamlit answers an invented name with its page; that must not fill the memory."""
    _, headers, body = ask(server, "/static/js/invented.js", Accept_Encoding="gzip")
    assert headers["Content-Encoding"] is None
    assert body == ask(server, "/static/js/invented.js")[2]


def test_it_says_where_it_is(server: Server) -> None:
    said = server.log.read_text(encoding="utf-8")
    assert f"The tracker is at http://localhost:{server.port}\n" in said


def test_it_starts_without_a_warning(server: Server) -> None:
    """Every key in .streamlit/config.toml is one that Streamlit knows."""
    said = server.log.read_text(encoding="utf-8").lower()
    assert "not a valid config option" not in said
    assert "warning" not in said


def test_a_log_that_cannot_be_written_says_nothing_of_it(tmp_path: Path, capsys) -> None:
    file = round_streamlit.LogFile(tmp_path / "nowhere" / "tracker.log", delay=True)
    file.handle(logging.LogRecord("tracker", logging.WARNING, "", 1, "It waits", None, None))
    assert capsys.readouterr().err == ""


def test_an_open_address_is_refused_without_sign_in() -> None:
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.address", "0.0.0.0"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "serves only localhost" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_deep_link_first_goes_through_the_door(tmp_path: Path) -> None:
    """Only the door sends the navigation; a page run on its own, past the door, would not."""
    with served(tmp_path) as fresh, Session(fresh.port, "alerts") as visit:
        visit.rerun()
        assert "navigation" in visit.kinds()
        assert visit.troubles() == []


def test_the_security_policy_lets_the_screen_work(server: Server, browser) -> None:
    page = browser.new_page()
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "Policy" in said.text else None)
    page.goto(server.address)
    drawn(page)
    assert refused == []
    page.close()
