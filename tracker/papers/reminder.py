"""A reminder as a letter: its subject, its plain text and its HTML, with the same lines in both.

Every text people typed is a value, never part of a template; HTML escapes it, and `dir="auto"`
keeps Gaelic beside Arabic readable.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from unicodedata import bidirectional
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from tracker.digest import Audience, Digest, Item, Part
from tracker.papers.drawing import FOLDER
from tracker.plan_as_at import PlanAsAt
from tracker.words import counted, day_words, listed, long_day_words

SUBJECT_LENGTH = 150
REFS_NAMED = 8
_MINE = (
    "You get this because your e-mail is recorded for: {}. If that is no longer right, tell the "
    "coordinator of the plan."
)
_COORDINATORS = "You get this because you look after this plan. Roles are changed in the tracker."
# Signs that turn the direction of a line round: outside their own text they would turn ours.
_TURNS = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))


@dataclass(frozen=True)
class Letter:
    """What one person is sent."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Line:
    """One item as both versions show it."""

    ref: str
    title: str
    why: str
    way: str
    link: str


@dataclass(frozen=True)
class Section:
    """Lines under a heading."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class _Told:
    """Everything the two versions have in common."""

    subject: str
    title: str
    opening: str
    sections: tuple[Section, ...]
    unreached: tuple[str, ...]
    ways: tuple[tuple[str, str], ...]  # to everything of theirs: words and link
    why_sent: str


def letter(digest: Digest, plan: PlanAsAt, address: str) -> Letter:
    """The letter; `address` is where the tracker is opened, its links begin with it."""
    told = _told(digest, plan, address.rstrip("/"))
    return Letter(told.subject, _text(told), _template().render(told=told))


def _told(digest: Digest, plan: PlanAsAt, address: str) -> _Told:
    name = _plain(plan.plan.title if plan.plan else plan.partnership.name)
    day = long_day_words(plan.day)
    mine = digest.audience is Audience.OWNER
    number = len(digest.items)
    title = (
        f"{counted(number, 'action')} {'needs' if number == 1 else 'need'} you: {digest.finding}"
        if mine
        else f"What needs somebody: {digest.finding}"
    )
    return _Told(
        subject=_one_line(f"{digest.finding}: {_plain(plan.partnership.name)}", SUBJECT_LENGTH),
        title=title,
        opening=f"{name}, as at {day}. For: {_plain(digest.called)}.",
        sections=tuple(
            Section(
                f"{_plain(part.heading)} ({_number(part, mine)})",
                tuple(_line(item, plan, address, digest.audience) for item in part.items),
            )
            for part in digest.parts
        ),
        unreached=tuple(unreached_words(one) for one in digest.unreached),
        ways=tuple(_ways(digest, plan, address)),
        why_sent=_MINE.format(_plain(digest.called)) if mine else _COORDINATORS,
    )  # fmt: skip


def unreached_words(digest: Digest) -> str:
    """Whom no reminder reaches, why, and what they would have been told."""
    said = digest.finding
    if digest.audience is Audience.OWNER:
        refs = [_plain(item.first.ref) for item in digest.items]
        more = [f"{len(refs) - REFS_NAMED} more"] if len(refs) > REFS_NAMED else []
        said += f": {listed([*refs[:REFS_NAMED], *more])}"
    return f"{_plain(digest.called)}: {digest.missing} ({said})"


def _number(part: Part, mine: bool) -> str:
    """An owner counts actions; a coordinator alerts, as in the title and on the screen."""
    return str(len(part.items)) if mine else counted(sum(len(i.told) for i in part.items), "alert")


def _ways(digest: Digest, plan: PlanAsAt, address: str) -> Iterator[tuple[str, str]]:
    """All alerts; or My actions, which shows one owner: a way for each post somebody holds."""
    if digest.audience is not Audience.OWNER:
        yield "See all alerts", _link(address, "alerts", plan, {})
        return
    owners = {plan.action[item.first.record].owner_id for item in digest.items}
    named = sorted((_plain(plan.owner_words(owner)), owner) for owner in owners if owner)
    for words, owner in named:
        post = plan.post.get(owner)
        asked = {"owner": post.ref if post else str(owner)}
        yield (
            "See all your actions" if len(named) == 1 else f"See all actions of {words}",
            _link(address, _page("my_actions"), plan, asked),
        )
    if not named:
        yield "See these actions", _link(address, _page("my_actions"), plan, {})


def _line(item: Item, plan: PlanAsAt, address: str, audience: Audience) -> Line:
    page, asked = item.place
    ref = _plain(item.first.ref)
    return Line(
        ref=ref, title=_plain(item.first.title),
        why=_plain(" ".join(_whys(item, plan, audience))),
        way=f"Say how it is going with {ref}"
        if page == "my_actions"
        else f"Open {item.first.kind} {ref}",
        link=_link(address, _page(page), plan, asked),
    )  # fmt: skip


def _whys(item: Item, plan: PlanAsAt, audience: Audience) -> Iterator[str]:
    """Why it is told: to an owner every reason, to a coordinator the worst and the names of the
    others; an owner reads the worst one's name in the heading."""
    rules = plan.reference.alert_rules
    first, others = item.first, item.told[1:]
    mine = audience is Audience.OWNER
    yield first.why if mine else f"{rules[first.rule].words}: {first.why}"
    action = plan.action.get(first.record)
    if first.rule == "overdue" and action and action.due_on:
        yield f"It was due on {day_words(action.due_on)}."
    if mine:
        yield from (alert.why for alert in others)
    elif others:
        yield f"Also: {listed(_inside(rules[alert.rule].words) for alert in others)}."


def _inside(words: str) -> str:
    """The name of an alert inside a sentence: no measure; but Not SMART keeps its letters."""
    return words[:1].lower() + words[1:]


def _page(name: str) -> str:
    return name.replace("_", "-")


def _link(address: str, page: str, plan: PlanAsAt, asked: dict[str, str]) -> str:
    said = {"partnership": plan.partnership.slug, "as_at": plan.day.isoformat()} | asked
    return f"{address}/{page}?{urlencode(said)}"


def isolated(text: str) -> str:
    """A text that is written from right to left, kept from turning what stands beside it."""
    turns = any(bidirectional(sign) in {"R", "AL"} for sign in text)
    return f"\u2068{text}\u2069" if turns else text


def _plain(text: str) -> str:
    """A text on one line, without signs that turn the lines round it."""
    return " ".join(text.translate(_TURNS).split())


def _one_line(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _text(told: _Told) -> str:
    lines = [told.title, "", told.opening]
    for section in told.sections:
        lines += ["", section.heading, "-" * len(section.heading)]
        for line in section.lines:
            lines += [
                "",
                f"{line.ref}  {isolated(line.title)}",
                line.why,
                f"{line.way}: {line.link}",
            ]
    if told.unreached:
        lines += ["", "No reminder reaches", "-------------------", ""]
        lines += [f"* {words}" for words in told.unreached]
    ways = [f"{words}: {link}" for words, link in told.ways]
    return "\n".join([*lines, "", *ways, "", told.why_sent, ""])


@cache
def _template() -> Template:
    place = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    return place.get_template("reminder.html.jinja")
