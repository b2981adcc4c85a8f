"""What a status cell says: words, a letter or a colour, by the partnership's own definitions.

The words stay beside what they were read as. Withdrawn is never guessed to be a status.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from tracker.intake.plan_date_forms import form, mentions_in, quoted
from tracker.intake.plan_words import PlanWords, StatusWords, plain
from tracker.plan import Status

_ARROW = re.compile(r"\s*(?:→|⇒|➔|➡|-{1,3}>|={1,3}>|>|,? ?\bnow\b|\bto\b)\s*", re.IGNORECASE)
_BEFORE = re.compile(
    r"\A(?:was|from|previously)\s+|\s+last (?:quarter|month|period|time|report)\b", re.I
)
# Signs beside a status: which way it goes, a tick, a coloured disc.
_SIGNS = re.compile(r"(?:\s*(?:[↑↓→←↔↗↘⇧⇩⇑⇓▲▼△▽►◄⬆⬇➡⬅✓✔☑●○■□⬤*]|-{1,3}>|<-{1,3})[\uFE0E\uFE0F]?)+")
# What a status was before: A (was G).
_WAS = re.compile(
    r"(?P<now>.{1,30}?)\s*[(\[,;:–—-]?\s*\b(?:was|were|previously|prev\b\.?|formerly|"
    r"last (?:quarter|month|period|time|report|meeting))\b.{0,40}",
    re.IGNORECASE,
)
_LETTER = re.compile(
    r"(?P<words>[A-Za-z])(?:\s*[:(\[]|\s+[–—-]\s|[–—]\s)\s*(?P<rest>.*)", re.DOTALL
)
_PER_CENT = re.compile(r"(?P<number>\d{1,3}) ?(?:%|per ?cent)(?: (?:complete|completed|done))?\.?")
# Words after which a status is told further: delayed until June, amber but improving.
_GOES_ON = re.compile(
    r"\s*(?:due to|because|owing|until|till|as|but|and|with|since|pending|subject to|awaiting|"
    r"however|although|while|for|to|in|at|by|from|this|yet|now)\b",
    re.IGNORECASE,
)
_OF_STATUS = frozenset({
    "red", "amber", "green", "blue", "complete", "completed", "incomplete", "delayed", "overdue",
    "ongoing", "on-going", "paused", "stalled", "slipped", "behind", "deferred", "postponed",
})  # fmt: skip
LONGEST_MOVE = 60
# What may stand between a status and the story told after it.
_STOP = re.compile(r"\s*\Z|\s*[\n.:;,(\[–—\-/]|.*\n")
_DATE_NEXT = form(r"\s*(?:on |in |at )?(?:\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)")
_DATED_LINE = form(
    r"\s*[\[(]?(?:update[ds]?|progress|position|status)?[ :]*(?:as at|as of|on|at|for)?[ :]*\Z"
)
_MAY_BE_DATED = form(
    r"\s*[\[(]?(?:update[ds]?|progress|position|status)?[ :]*(?:as at|as of|on|at|for)?[ :]*"
    r"(?:\d|q[1-4]|qu?ar?t|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|week|w/)"
)
_KEY = re.compile(
    r"(?<![\w/])(red|amber|green|blue|yellow|grey|R|A|G|B)\b\s*(?:\||[=:–\-])+\s*([^|;,\n]{3,80})",
    re.IGNORECASE,
)
_LETTERS = {
    name: [letter, colour]
    for letter, colour in (("r", "red"), ("a", "amber"), ("g", "green"), ("b", "blue"))
    for name in (letter, colour)
}
_AFTER_DATE = re.compile(r"\s*(?:[\])]?\s*[:\-–—]|[\])]?\s*update\b|[\])]?\s*\Z)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReadStatus:
    """`status` where it is certain; `text` its words, `story` what else the cell tells."""

    status: Status | None = None
    text: str = ""
    story: str = ""
    proposal: Status | None = None
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Update:
    """One report in an update cell, and the day it carries, if any."""

    text: str
    on: date | None = None


def read_status(text: str, fill: str, words: PlanWords) -> ReadStatus:
    """The status of one cell from what it says and its fill's colour name ('': none)."""
    by_fill = words.statuses.get(plain(fill)) if fill else None
    if not text:
        return _as_read(by_fill, fill, "") if by_fill else ReadStatus()
    said = _said(text, words)
    if by_fill is None:
        return said
    if not said.text:
        coloured = _as_read(by_fill, fill, said.story)
        return coloured if coloured.status or coloured.doubt else said
    if said.status and by_fill.status and by_fill.sure == "yes" and by_fill.status != said.status:
        doubt = f"The words say {quoted(said.text)} and the colour is {fill}. Choose one."
        return ReadStatus(None, said.text, said.story, said.status, doubt)
    if said.doubt and by_fill.status and by_fill.sure == "yes" and said.proposal:
        doubt = f"{said.doubt} The colour is {fill}."
        return ReadStatus(None, said.text, said.story, Status(by_fill.status), doubt)
    return said


def _said(text: str, words: PlanWords) -> ReadStatus:
    line = words.statuses.get(plain(text))
    if line:
        return _as_read(line, text, "")
    short = _in_short(text, words) if len(text) <= LONGEST_MOVE and "\n" not in text else None
    if short:
        return short
    letter = _LETTER.match(text)
    start = words.status_start.match(text) or (
        letter if letter and plain(letter["words"]) in words.statuses else None
    )
    if not start:
        return ReadStatus(story=text, doubt="These words do not name a status.")
    said, after = text[: start.end("words")].strip(), text[start.end("words") :]
    rest = text[start.start("rest") if start is letter else start.end() :].strip()
    line = words.statuses[plain(start["words"])]
    second = words.statuses.get(plain(rest.strip("/")))
    sure = second and (second.sure == "yes" or line.status == Status.COMPLETE)
    if second and sure and len(text) <= LONGEST_MOVE:
        return _both(text, _as_read(line, said, ""), _as_read(second, rest, ""))
    if start is letter or _STOP.match(after) or _DATE_NEXT.match(after):
        return _as_read(line, said, rest)
    proposal = Status(line.status) if line.status else None
    doubt = f"Does {quoted(start['words'])} name the status, or does the story begin with it?"
    known = plain(start["words"])
    told = said if _GOES_ON.match(after) and (" " in known or known in _OF_STATUS) else ""
    return ReadStatus(None, told, text, proposal, doubt)


def _in_short(text: str, words: PlanWords) -> ReadStatus | None:
    """A few words that are a status with a sign, a question or what it was before."""
    bare = _SIGNS.sub(" ", text).strip()
    line = words.statuses.get(plain(bare)) if bare else None
    if line:
        return _as_read(line, text, "")
    moved = _moved(text, words)
    if moved:
        return moved
    asked = words.statuses.get(plain(bare.replace("?", " "))) if "?" in bare else None
    if asked:
        proposal = Status(asked.status) if asked.status else None
        return ReadStatus(None, text, "", proposal, f"{quoted(text)} is asked, not said.")
    before = _WAS.fullmatch(bare)
    now = words.statuses.get(plain(before["now"])) if before else None
    if now:
        return _as_read(now, text, "")
    share = _PER_CENT.fullmatch(bare)
    if not share or int(share["number"]) > 100:
        return None
    done = {0: Status.NOT_STARTED, 100: Status.COMPLETE}.get(int(share["number"]), Status.ON_TRACK)
    return ReadStatus(
        None, text, "", done, f"{quoted(text)} may mean {done.words}. Choose a status."
    )


def _both(text: str, first: ReadStatus, second: ReadStatus) -> ReadStatus:
    """“On track (Green)”, “Complete/ongoing”: a status told twice, or two."""
    if second.status == Status.COMPLETE and first.status == Status.ON_TRACK:
        first, second = second, first
    read = with_second(first, second)
    other = second.proposal is not None and second.proposal != read.status
    if read.status == Status.COMPLETE and other:
        doubt = f"{quoted(text)} names more than one status."
        return ReadStatus(None, text, "", read.status, doubt)
    return replace(read, text=text)


def _as_read(line: StatusWords, text: str, story: str) -> ReadStatus:
    if line.sure == "yes":
        return ReadStatus(Status(line.status) if line.status else None, text, story)
    if not line.status:
        doubt = f"{quoted(text)} is no delivery status. Withdraw the action, or choose a status."
        return ReadStatus(None, text, story, None, doubt)
    status = Status(line.status)
    doubt = f"{quoted(text)} may mean {status.words}. Choose a status."
    return ReadStatus(None, text, story, status, doubt)


def _moved(text: str, words: PlanWords) -> ReadStatus | None:
    """G→A: from one status to another; the later one is proposed."""
    steps = [words.statuses.get(plain(step)) for step in _ARROW.split(_BEFORE.sub("", text))]
    if len(steps) < 2 or not all(step and step.status for step in steps):
        return None
    last = steps[-1]
    proposal = Status(last.status) if last and last.status else None
    return ReadStatus(None, text, "", proposal, f"{quoted(text)} names more than one status.")


def with_second(first: ReadStatus, second: ReadStatus) -> ReadStatus:
    """A status column and a RAG column read together; where they disagree nothing is chosen.

    “In progress” with amber is at risk; “Complete” with green is complete.
    """
    if second.status is None or second.status == first.status:
        return first
    said = ", ".join(text for text in (first.text, second.text) if text)
    if first.status is None and (not first.text or first.proposal == Status.ON_TRACK):
        under_way = second.status in {Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK}
        if under_way or not first.text:
            return ReadStatus(second.status, said, first.story)
    if first.status in {Status.COMPLETE, Status.NOT_STARTED} and second.status == Status.ON_TRACK:
        return first
    if first.text and first.status is None and first.proposal is None:
        return first
    doubt = f"One column says {quoted(first.text)}, another {quoted(second.text)}. Choose one."
    return ReadStatus(None, said, first.story, first.status or second.status, doubt)


def own_key(texts: Iterable[str], words: PlanWords) -> dict[str, Status]:
    """What a key in the sheet says of colours and letters, where it differs from the definitions.

    “Green = completed” beside the table means that green is not simply on track here.
    """
    found: dict[str, Status] = {}
    for text in texts:
        for colour, meaning in _KEY.findall(text):
            line, stated = words.statuses.get(plain(colour)), _said(meaning.strip(), words)
            status = stated.status or stated.proposal
            if line and status and line.status != status:
                found |= dict.fromkeys(_LETTERS.get(plain(colour), [plain(colour)]), status)
    return found


def updates_in(text: str) -> tuple[Update, ...]:
    """The reports of an update cell, each from the line that begins with its date.

    A date alone on the last line is the day of the whole.
    """
    lines = text.split("\n")
    days = [_day_of_line(line) for line in lines]
    if not any(days):
        return (Update(text),) if text else ()
    dated = [place for place, day in enumerate(days) if day]
    if dated == [len(lines) - 1] and len(lines) > 1 and _is_bare_date(lines[-1]):
        return (Update(text, days[-1]),)
    starts = sorted({0, *dated})
    parts = zip(starts, [*starts[1:], len(lines)], strict=True)
    blocks = [Update("\n".join(lines[a:b]).strip(), days[a]) for a, b in parts]
    return tuple(block for block in blocks if block.text)


def _day_of_line(line: str) -> date | None:
    """The day a line begins with, followed by a colon, a dash or nothing."""
    if not _MAY_BE_DATED.match(line):
        return None
    head = line[:60]
    first = next((m for m in mentions_in(head) if m.day), None)
    if first is None or not _DATED_LINE.match(head[: first.start]):
        return None
    return first.day if _AFTER_DATE.match(line[first.end :]) else None


def _is_bare_date(line: str) -> bool:
    found = mentions_in(line)
    return len(found) == 1 and not re.search(r"[^\W\d_]{3}", line.replace(found[0].text, ""))
