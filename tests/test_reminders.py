"""Reminders through a real mail server: what arrives, never twice, and what a failure leads to."""

import re
import shutil
import subprocess
import threading
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from urllib.parse import parse_qs, urlsplit

import builders as b
import pytest
from conftest import a_new_database
from lxml import html
from mail_server import PASSWORD, USER, Postbox, free_port, mail_server, mail_to, speaking
from pydantic import SecretStr

from tracker import clock, rounds, store
from tracker.access import NotAllowed, SignedIn
from tracker.alerts import alerts
from tracker.digest import digests
from tracker.papers.reminder import letter as letter_of
from tracker.people import Grant, Role
from tracker.posting import Post, mail_settings, message
from tracker.readings import readings
from tracker.refusals import Refusal
from tracker.reminder_days import WAITS
from tracker.reminders import Round, begin_again, doubt_after_put_back, send_due, sent_ahead
from tracker.screen.visit import database as served_database

MONDAY = date(2026, 11, 23)
NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
WEEK = timedelta(7)
ISLA = b.a_person("Isla Ross", email="isla.ross@example.org")
EWAN = b.a_person("Ewan Bain", email="ewan.bain@example.org")
HEAD = b.a_post("head", title="Head of Service", person_id=ISLA.id)
NURSE = b.a_post("nurse", title="Chief Nurse", person_id=EWAN.id)
LATE = b.an_action("1.1", title="Publish the pathway", owner_id=HEAD.id, due_on=b.TODAY)
ALSO_LATE = b.an_action("1.2", title="Share audits", owner_id=NURSE.id, due_on=b.TODAY)


@pytest.fixture(scope="module")
def serving():
    """One mail server for all tests that do not mind how it is served: its box and its port."""
    box = Postbox()
    with mail_server(box) as port:
        yield box, port


@pytest.fixture
def box(serving) -> Postbox:
    serving[0].empty()
    return serving[0]


@pytest.fixture
def mail(serving):
    return mail_to(serving[1])


@pytest.fixture(scope="module")
def two_owners(tmp_path_factory) -> Path:
    """A database made once, of which tests take copies: two owners with one late action each."""
    path = tmp_path_factory.mktemp("late") / "tracker.duckdb"
    with a_new_database(path) as made:
        said = (b.a_plan(title="Our plan"), b.an_area(), HEAD, NURSE, LATE, ALSO_LATE)
        b.keep(made, b.a_partnership(), *said, people=(ISLA, EWAN))
    return path


@pytest.fixture
def late(two_owners, tmp_path):
    with closing(store.open_database(Path(shutil.copy(two_owners, tmp_path)))) as opened:
        yield opened


def rows(database, since=b.START) -> dict[str, store.Reminder]:
    kept = store.reminders(database, b.SLUG, since)
    return {f"{row.person}" if row.person else "round": row for row in kept}


def state(database, person) -> str:
    return rows(database)[str(person.id)].state


def part(letter, kind: str) -> str:
    found = letter.get_body((kind,))
    assert found is not None
    return found.get_content()


def links(letter) -> list[str]:
    return html.fromstring(part(letter, "html").encode()).xpath("//a/@href")


# What arrives


def test_each_owner_gets_their_own_late_actions_and_nobody_elses(late, mail, box) -> None:
    assert send_due(late, mail, NINE) == Round(sent=2)
    assert box.reached == ["ewan.bain@example.org", "isla.ross@example.org"]
    assert box.senders == ["plan@example.org"] * 2
    letter = dict(box.got)["isla.ross@example.org"]
    assert letter["Subject"] == f"1 late: {b.a_partnership().name}"
    assert letter["To"] == "Isla Ross <isla.ross@example.org>"
    assert letter["Auto-Submitted"] == "auto-generated" and letter["Content-Language"] == "en-GB"
    assert letter.get_content_type() == "multipart/alternative"
    for kind in ("plain", "html"):
        said = part(letter, kind)
        assert "Publish the pathway" in said and "Share audits" not in said
        assert "It is 2 days overdue. It was due on 21 Nov 2026." in said
        assert "Ewan" not in said and "Isla" not in said


def test_a_link_names_the_form_and_the_day_in_both_parts(late, mail, box) -> None:
    send_due(late, mail, NINE)
    letter = dict(box.got)["isla.ross@example.org"]
    first, whole = links(letter)
    assert first in part(letter, "plain") and whole in part(letter, "plain")
    address = urlsplit(first)
    assert (address.scheme, address.netloc, address.path) == (
        "https", "plan.example.org", "/my-actions",
    )  # fmt: skip
    assert parse_qs(address.query) == {
        "partnership": [b.SLUG], "as_at": ["2026-11-23"], "action": ["1.1"],
    }  # fmt: skip
    assert parse_qs(urlsplit(whole).query)["owner"] == ["head"]


def test_somebody_with_two_posts_gets_one_letter_with_a_way_to_the_actions_of_each(
    late, mail, box
) -> None:
    b.keep(late, b.stated(NURSE.model_copy(update={"person_id": ISLA.id}), b.TODAY))
    assert send_due(late, mail, NINE) == Round(sent=1)
    letter = box.got[0][1]
    assert letter["Subject"].startswith("2 late") and "Share audits" in part(letter, "plain")
    ways = [parse_qs(urlsplit(link).query).get("owner") for link in links(letter)]
    assert ways == [None, None, ["nurse"], ["head"]]
    for kind in ("plain", "html"):
        assert "See all actions of Chief Nurse" in part(letter, kind)
        assert "See all actions of Head of Service" in part(letter, kind)


def test_the_html_part_can_be_read_by_a_screen_reader(late, mail, box) -> None:
    send_due(late, mail, NINE)
    page = html.fromstring(part(box.got[0][1], "html").encode())
    assert page.xpath("/html/@lang") == ["en-GB"] and page.xpath("//title/text()")
    assert len(page.xpath("//h1")) == 1 and page.xpath("//h2/text()") == ["Late (1)"]
    assert len(page.xpath("//ul/li")) == 1
    words = ["".join(link.itertext()) for link in page.xpath("//a")]
    assert words in (
        ["Say how it is going with 1.1", "See all your actions"],
        ["Say how it is going with 1.2", "See all your actions"],
    )
    assert page.xpath("//img | //script | //link | //table") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_letter_reads_well_in_a_narrow_and_a_wide_window(
    browser, late, mail, box, scheme
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    role = Grant(id=store.new_id(), ref="g", person_id=ISLA.id, role=Role.COORDINATOR)
    b.keep(late, role)
    send_due(late, mail, NINE)
    page = browser.new_page(color_scheme=scheme)
    for _, letter in box.got:
        page.set_content(part(letter, "html"))
        for width in (320, 600):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        found = axe.run(page).response["violations"]
        assert [fault["id"] for fault in found if fault["impact"] in {"serious", "critical"}] == []
    page.close()


def test_a_coordinator_gets_all_alerts_by_group_and_whom_nothing_reaches(late, mail, box) -> None:
    board = b.a_group()
    empty = b.a_post("empty", title="Police Superintendent")
    led = b.an_area("2", lead_group_id=board.id)
    unreached = b.an_action("2.1", area=led, owner_id=empty.id, due_on=b.TODAY)
    role = Grant(id=store.new_id(), ref="g", person_id=ISLA.id, role=Role.COORDINATOR)
    b.keep(late, board, empty, led, unreached, role)
    assert send_due(late, mail, NINE).sent == 3
    letters = [one for to, one in box.got if to == ISLA.email and "alerts" in one["Subject"]]
    (letter,) = letters
    for kind in ("plain", "html"):
        said = part(letter, kind)
        assert "The board (" in said and "No lead group (" in said
        assert "Overdue: It is 2 days overdue." in said
        counts = [int(number) for number in re.findall(r"\((\d+) alerts?\)", said)]
        assert len(counts) == 2 and letter["Subject"].startswith(f"{sum(counts)} alerts in 2")
        assert "Police Superintendent: it is not recorded who holds the post now" in said


def test_nobody_without_an_alert_is_written_to(late, mail, box) -> None:
    for action in (LATE, ALSO_LATE):
        b.keep(late, b.an_update(action, b.TODAY, status="complete", data_show="An audit."))
    assert send_due(late, mail, NINE) == Round() and box.got == []


def test_an_example_never_writes_to_anybody(database, mail, box) -> None:
    said = (b.a_plan(), b.an_area(), HEAD, LATE)
    b.keep(database, b.a_partnership(illustrative=True), *said, people=(ISLA,))
    assert send_due(database, mail, NINE) == Round() and box.got == []


# What people typed


HOSTILE = "{{ 7*7 }} {% for x in y %} <script>alert(1)</script> & “quotes” ${x} %s"


@pytest.mark.parametrize(
    "title",
    [
        HOSTILE,
        "Tog seirbheis Ghàidhlig airson òigridh",
        "مراجعة خطط الرعاية with partners (2026)",
        "😀 " * 40,
        "=HYPERLINK(1)",
        "x" * 200,
    ],
)
def test_a_title_arrives_as_it_was_typed(late, mail, box, title) -> None:
    b.keep(late, b.stated(LATE.model_copy(update={"title": title.strip()}), MONDAY))
    send_due(late, mail, NINE)
    letter = dict(box.got)[ISLA.email]
    assert title.strip() in part(letter, "plain")
    page = html.fromstring(part(letter, "html").encode())
    assert title.strip() in page.xpath("//bdi/text()") and page.xpath("//script") == []


def test_a_line_end_in_a_name_adds_no_header_and_no_recipient(mail, box) -> None:
    # The models take line ends out: this is as if the database had been tampered with.
    hostile = "Ours\r\nBcc: all@example.org\r\n\r\nbody"
    partnership = b.a_partnership().model_copy(update={"name": hostile})
    person = ISLA.model_copy(update={"name": "Isla\r\nBcc: all@example.org"})
    plan = b.a_plan_as_at(
        b.an_area(), HEAD, LATE, day=MONDAY, people=(person,), partnership=partnership
    )
    read = readings(plan)
    (digest,) = [d for d in digests(read, alerts(read)) if d.person]
    made = message(letter_of(digest, plan, mail.address), mail, person, "reminder-1", NINE)
    with Post(mail) as post:
        post.hand_over(made)
    ((to, arrived),) = box.got
    assert to == ISLA.email and arrived["Bcc"] is None
    assert "Bcc: all@example.org" in arrived["Subject"]
    assert part(arrived, "plain").startswith("1 action needs you")


def test_signs_that_turn_a_line_round_do_not_turn_ours(late, mail, box) -> None:
    turning = LATE.model_copy(update={"title": "Pathway \u202eyawhtap"})
    b.keep(late, b.stated(turning, MONDAY))
    send_due(late, mail, NINE)
    said = part(dict(box.got)[ISLA.email], "html")
    assert "\u202e" not in said and "Pathway yawhtap" in said


# Never twice


def test_a_second_round_on_the_same_day_sends_nothing(late, mail, box) -> None:
    send_due(late, mail, NINE)
    for later in (timedelta(minutes=3), timedelta(hours=9), timedelta(1), timedelta(2)):
        assert send_due(late, mail, NINE + later) == Round()
    assert len(box.got) == 2
    assert send_due(late, mail, NINE + WEEK) == Round(sent=2)


def test_a_clock_that_was_set_back_sends_no_earlier_day(late, mail, box) -> None:
    send_due(late, mail, NINE + WEEK)  # the plan's second Monday; its first was never sent for
    assert send_due(late, mail, NINE) == Round() and len(box.got) == 2
    assert sent_ahead(late, b.SLUG, MONDAY) == MONDAY + WEEK
    assert send_due(late, mail, NINE + WEEK) == Round()
    assert send_due(late, mail, NINE + 2 * WEEK) == Round(sent=2)


def test_after_a_clock_that_was_ahead_reminders_begin_again_with_the_next_day(
    late, mail, box
) -> None:
    assert send_due(late, mail, NINE + 200 * WEEK) == Round(sent=2)
    assert send_due(late, mail, NINE) == Round()
    viewer = SignedIn("viewer@example.org", "Viewer")
    with pytest.raises(NotAllowed):
        begin_again(late, b.SLUG, NINE, by=viewer)
    assert sent_ahead(late, b.SLUG, MONDAY)
    begin_again(late, b.SLUG, NINE, by="Isla Ross")
    assert sent_ahead(late, b.SLUG, MONDAY) is None
    (line,) = store.logged_visits(late, b.SLUG, NINE - timedelta(minutes=1), 1)
    assert (line.who, line.did) == ("Isla Ross", "said")
    assert send_due(late, mail, NINE + timedelta(hours=1)) == Round()  # it may have gone before
    assert send_due(late, mail, NINE + WEEK) == Round(sent=2)


def test_a_copy_that_was_put_back_sends_nobody_what_it_does_not_know_of(late, mail, box) -> None:
    doubt_after_put_back(late, NINE)  # the copy is of the night before
    assert send_due(late, mail, NINE + timedelta(minutes=1)) == Round() and box.got == []
    assert "put back" in rows(late)["round"].fault
    assert send_due(late, mail, NINE + WEEK) == Round(sent=2)


def test_a_copy_put_back_does_not_try_again_what_had_failed_when_it_was_made(late, box) -> None:
    send_due(late, mail_to(free_port()), NINE)
    doubt_after_put_back(late, NINE + timedelta(minutes=5))
    with mail_server(box) as port:
        assert send_due(late, mail_to(port), NINE + WAITS[0]) == Round()
    assert state(late, ISLA) == store.PERHAPS


def test_a_copy_put_back_before_the_hour_of_the_day_still_sends(late, mail, box) -> None:
    doubt_after_put_back(late, NINE - timedelta(hours=3))
    assert send_due(late, mail, NINE) == Round(sent=2)


def test_what_falls_due_after_the_round_waits_for_the_next_one(late, mail, box) -> None:
    send_due(late, mail, NINE)
    new = b.an_action("1.9", owner_id=b.a_post("new").id, due_on=b.TODAY)
    other = b.a_person("Mairi Reid", email="mairi@example.org")
    post = b.a_post("new", person_id=other.id)
    store.save(late, b.SLUG, b.versions_of((post, new)), by="Isla Ross", people=(other,))
    assert send_due(late, mail, NINE + timedelta(hours=1)) == Round()
    assert send_due(late, mail, NINE + WEEK) == Round(sent=3)


def test_a_second_try_for_one_brings_nobody_else_a_reminder(late, mail, box) -> None:
    box.answer = lambda to: "450 Busy" if to == ISLA.email else "250 OK"
    assert send_due(late, mail, NINE) == Round(sent=1, failed=1)
    box.empty()
    other = b.a_person("Mairi Reid", email="mairi@example.org")
    post = b.a_post("new", person_id=other.id)
    new = b.an_action("1.9", owner_id=post.id, due_on=b.TODAY)
    b.keep(late, post, new, people=(other,))
    assert send_due(late, mail, NINE + WAITS[0]) == Round(sent=1)
    assert box.reached == [ISLA.email]


def test_only_one_that_failed_can_be_taken_on_again(late) -> None:
    def claimed() -> bool:
        return store.claim_reminder(late, b.SLUG, "owner:x", None, MONDAY, NINE)

    assert claimed() and not claimed()  # it is being sent
    for state, again in ((store.SENT, False), (store.PERHAPS, False), (store.FAILED, True)):
        store.settle_reminder(late, b.SLUG, "owner:x", state)
        assert claimed() is again


def test_two_clocks_at_once_send_each_reminder_once(late, mail, box) -> None:
    rounds = [threading.Thread(target=send_due, args=(late, mail, NINE)) for _ in range(4)]
    for one in rounds:
        one.start()
    for one in rounds:
        one.join()
    assert box.reached == sorted([ISLA.email, EWAN.email])


def test_a_tracker_that_stopped_in_the_middle_never_sends_that_one_again(late, mail, box) -> None:
    key = f"owner:{ISLA.id}:{MONDAY}"
    assert store.claim_reminder(late, b.SLUG, key, ISLA.id, MONDAY, NINE)  # and then kill -9
    assert send_due(late, mail, NINE + timedelta(minutes=1)) == Round(sent=1)
    assert box.reached == [EWAN.email]
    row = rows(late)[str(ISLA.id)]
    assert row.state == store.PERHAPS and "not sent again" in row.fault


def test_a_stop_between_two_messages_loses_none(late, mail, box) -> None:
    assert send_due(late, mail, NINE, stopping=lambda: len(box.got) == 1) == Round(sent=1)
    assert send_due(late, mail, NINE + timedelta(minutes=1)) == Round(sent=1)
    assert box.reached == sorted([ISLA.email, EWAN.email])


def test_the_same_reminder_has_the_same_message_id_at_every_try(late, mail, box) -> None:
    box.after_data = lambda: "451 Try again later"
    send_due(late, mail, NINE)
    box.after_data = lambda: "250 OK"
    send_due(late, mail, NINE + WAITS[0])
    seen = [one["Message-ID"] for _, one in box.got]
    assert len(set(seen)) == 2 and all(
        re.fullmatch(r"<reminder-[0-9a-f]{32}@\S+>", i) for i in seen
    )
    send_due(late, mail, NINE + WEEK)
    assert not set(seen) & {one["Message-ID"] for _, one in box.got[2:]}


# When it fails


def test_a_server_that_is_down_is_tried_again_with_a_rising_wait_then_given_up(late, box) -> None:
    port, at = free_port(), NINE
    assert send_due(late, mail_to(port), at) == Round(failed=2)
    row = rows(late)[str(ISLA.id)]
    assert (row.state, row.tries) == (store.FAILED, 1)
    assert row.fault == "The mail server cannot be reached: Connection refused."
    for tries, wait in enumerate(WAITS, start=2):
        assert send_due(late, mail_to(port), at + wait - timedelta(seconds=1)) == Round()
        at += wait
        assert send_due(late, mail_to(port), at) == Round(failed=2)
        assert rows(late)[str(ISLA.id)].tries == tries
    assert send_due(late, mail_to(port), at + timedelta(hours=12)) == Round()


def test_a_server_that_came_back_gets_what_failed_once(late, box) -> None:
    send_due(late, mail_to(free_port()), NINE)
    with mail_server(box) as port:
        again = NINE + WAITS[0]
        assert send_due(late, mail_to(port), again) == Round(sent=2)
        assert send_due(late, mail_to(port), again + WAITS[1]) == Round()
    assert len(box.got) == 2 and rows(late)[str(ISLA.id)].tries == 2


def test_one_refused_recipient_holds_up_no_other(late, mail, box) -> None:
    box.answer = lambda to: "550 <isla.ross@example.org> unknown" if "isla" in to else "250 OK"
    assert send_due(late, mail, NINE) == Round(sent=1, failed=1)
    assert box.reached == [EWAN.email]
    row = rows(late)[str(ISLA.id)]
    assert row.fault == "The mail server refused it: 550 the address unknown"


@pytest.mark.parametrize(
    ("lines", "state_then"),
    [
        ((), store.FAILED),  # takes the call and says nothing
        ((b"220 hello", b"250 hello"), store.FAILED),  # silent at MAIL FROM
        ((b"220 hello", b"250 hello", b"250 ok", b"250 ok", b"354 go on"), store.PERHAPS),
        ((b"220 hello", b"250 hello", b"250 ok", b"250 ok", b"554 no"), store.FAILED),
        ((b"220 hello", b"250 hello", b"250 ok", b"250 ok", b"354 go on", b"554 no"), store.FAILED),
        ((b"421 closing",), store.FAILED),
        ((b"not a mail server",), store.FAILED),
    ],
)
@pytest.mark.parametrize("then", ["silence", "hang up"])
def test_a_broken_conversation_ends_in_a_sentence_and_never_in_two_mails(
    late, lines, state_then, then
) -> None:
    with speaking(*lines, then=then) as port:
        send_due(late, mail_to(port, timeout=0.3), NINE)
    first = rows(late)[str(EWAN.id)]  # the Chief Nurse's goes before that of the Head of Service
    assert first.state == state_then
    assert first.fault.endswith(("twice.", ".", "no", "closing", "server"))
    assert "Traceback" not in first.fault and "@" not in first.fault


def test_what_may_have_arrived_is_not_sent_again(late, box) -> None:
    lines = (b"220 hello", b"250 hello", b"250 ok", b"250 ok", b"354 go on")
    with speaking(*lines, then="hang up") as port:
        assert send_due(late, mail_to(port, timeout=1), NINE).perhaps == 2
    with mail_server(box) as port:
        assert send_due(late, mail_to(port), NINE + WAITS[0]) == Round()
    assert box.got == []


def test_a_recorded_address_that_cannot_be_written_to_holds_up_no_other(late, mail, box) -> None:
    store.keep_person(late, b.SLUG, ISLA.model_copy(update={"email": "a@b@c.example.org"}), by="x")
    assert send_due(late, mail, NINE) == Round(sent=1, failed=1)
    assert "Check it in Set up" in rows(late)[str(ISLA.id)].fault


def test_no_row_keeps_a_name_or_an_address(late, mail, box) -> None:
    box.answer = lambda to: f"550 5.1.1 {to}: unknown user {to}"
    send_due(late, mail, NINE)
    with late.reading() as cursor:
        kept = repr(cursor.execute("SELECT * FROM reminder").fetchall())
    assert "@" not in kept and "Isla" not in kept and "example.org" not in kept


# TLS and passwords


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> Path:
    """A certificate of our own for this machine, made by openssl."""
    folder = tmp_path_factory.mktemp("certificate")
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650",
            "-keyout", "key.pem", "-out", "certificate.pem", "-subj", "/CN=localhost",
            "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
        ],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    return folder


def protecting(certificate: Path) -> SSLContext:
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "certificate.pem", certificate / "key.pem")
    return context


def guarded(certificate: Path, box: Postbox) -> dict:
    return {
        "tls_context": protecting(certificate), "require_starttls": True,
        "auth_required": True, "authenticator": box.login,
    }  # fmt: skip


def test_it_signs_in_over_starttls(late, box, certificate) -> None:
    with mail_server(box, **guarded(certificate, box)) as port:
        mail = mail_to(
            port, security="starttls", user=USER, password=PASSWORD,
            certificates=certificate / "certificate.pem",
        )  # fmt: skip
        assert send_due(late, mail, NINE) == Round(sent=2)
    assert box.logins == [USER.encode()]


def test_a_wrong_password_and_an_unknown_certificate_are_told_without_the_password(
    late, box, certificate, caplog
) -> None:
    wrong = {"security": "starttls", "user": USER, "password": "wrong-secret"}
    with mail_server(box, **guarded(certificate, box)) as port:
        trusted = mail_to(port, certificates=certificate / "certificate.pem", **wrong)
        assert send_due(late, trusted, NINE) == Round(failed=2)
        refused = rows(late)[str(ISLA.id)].fault
        send_due(late, mail_to(port, **wrong), NINE + WAITS[0])
        untrusted = rows(late)[str(ISLA.id)].fault
    assert refused == "The mail server refused the user name or the password."
    assert untrusted == "The mail server's certificate is not trusted, so nothing was sent to it."
    assert "wrong-secret" not in caplog.text + refused + untrusted


# Set up


SAMPLE = re.compile(r"```toml\n(.*?)```", re.DOTALL)


def test_the_sample_in_the_docs_is_read_as_it_stands(tmp_path) -> None:
    (sample,) = SAMPLE.findall((b.DATA.parent / "docs/reminders.md").read_text(encoding="utf-8"))
    (tmp_path / "secrets.toml").write_text(sample, encoding="utf-8")
    mail = mail_settings(tmp_path / "secrets.toml", {})
    assert mail and mail.security == "starttls" and mail.port == 587
    assert mail.address.startswith("https://")


def test_nothing_set_up_is_no_fault(tmp_path) -> None:
    assert mail_settings(tmp_path / "none.toml", {}) is None


def test_the_environment_wins_over_the_file(tmp_path) -> None:
    file = tmp_path / "secrets.toml"
    file.write_text(
        '[reminders]\nhost="a.example.org"\nsender="plan@example.org"\n'
        'address="https://plan.example.org/"\n'
    )
    mail = mail_settings(file, {"TRACKER_MAIL_PASSWORD": "p", "TRACKER_MAIL_USER": "u"})
    assert mail and mail.password == SecretStr("p") and mail.address == "https://plan.example.org"
    assert "'p'" not in repr(mail)


WHOLE = '[reminders]\nhost="h.org"\nsender="a@b.org"\naddress="https://a.org"\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[reminders", "cannot be read"),
        ("reminders = 3", "must be a table"),
        ('[reminders]\nhost="h"', "“sender”"),
        (WHOLE.replace("a@b.org", "nobody"), "“sender” must be"),
        (WHOLE.replace("https:", "javascript:"), "“address” must be"),
        (WHOLE + "port=99999", "“port”"),
        (WHOLE + 'pasword="x1"', "“pasword”"),
        (WHOLE + 'security="none"\npassword="x1"', "not sent unprotected"),
    ],
)
def test_a_wrong_set_up_is_told_without_what_was_typed(tmp_path, text, words) -> None:
    (tmp_path / "secrets.toml").write_text(text)
    with pytest.raises(Refusal) as refused:
        mail_settings(tmp_path / "secrets.toml", {})
    assert words in str(refused.value) and "x1" not in str(refused.value)


# The clock in the app


def test_the_app_sends_what_is_due_keeps_the_days_copy_and_stops(
    tmp_path, monkeypatch, box
) -> None:
    path = tmp_path / "tracker.duckdb"
    with a_new_database(path) as made:
        said = (b.a_plan(), b.an_area(), HEAD, LATE)
        b.keep(made, b.a_partnership(), *said, people=(ISLA,))
    monkeypatch.setenv("TRACKER_DATABASE", str(path))
    monkeypatch.setattr(clock, "now", lambda: NINE)
    with mail_server(box) as port:
        monkeypatch.setattr(rounds, "mail_settings", lambda: mail_to(port))
        rounds.started()
        rounds.started()
        running = tuple(rounds._running)
        for _ in range(200):
            if box.got:
                break
            running[0]._stopping.wait(0.05)
        rounds.stopped()
    assert box.reached == [ISLA.email] and len(list(tmp_path.glob("backups/*.duckdb"))) == 1
    assert [one._thread.is_alive() for one in running] == [False, False]
    assert not rounds._running
    opened = served_database(path)
    assert rows(opened)[str(ISLA.id)].state == store.SENT
    opened.close()
    served_database.clear()
