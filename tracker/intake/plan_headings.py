"""Rows that are no actions: headings of areas, guidance, keys to colours, totals, page feet."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tracker.intake.plan_date_forms import mentions_in
from tracker.intake.plan_periods import header_meaning
from tracker.intake.plan_words import PlanWords

_NUMBER = r"\d{1,3}(?:\.\d{1,3})*[a-z]?"
_KINDS = (
    r"(?:(?:key|strategic|improvement|national|local|main|high level|inspection|inspectors['’]?|"
    r"ofsted|cqc|hmie|hmicfrs|jtai|care inspectorate) )?(?:priority|recommendation|rec|afi|"
    r"theme|area for (?:improvement|development|(?:priority )?action)|area of focus|"
    r"area of (?:significant )?(?:weakness|concern)|improvement area|action area|priority action|"
    r"area|outcome|objective|aim|goal|standard|section|strand|workstream|work stream|driver|"
    r"finding|quality indicator|qi|part|chapter|domain|pillar|main point for action|requirement|"
    r"commitment|key question|project|priority area|priority theme)s?"
)
_KEYWORD = re.compile(
    rf"(?P<kind>{_KINDS})(?![a-z])\s*(?:no\.?|number|ref)?\s*"
    rf"(?:(?P<ref>{_NUMBER}(?![\w'’])|(?-i:[A-Z]\d{{0,2}})(?=\s*(?:[.:)\-–—]|\Z)))"
    r"\s*(?:[.:)\-–—]+|\Z|\s|(?=\s))|:)\s*(?:[:\-–—]\s*)?(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERED = re.compile(
    rf"\(?(?P<ref>{_NUMBER}|[A-Z]{{1,2}}\d{{0,3}}|[A-Z])(?P<stop>[.):]|\s*[\-–—](?=\s))?\s+(?P<rest>\S.*)",
    re.DOTALL,
)
# In an area's own column a number needs no stop: “3 Leadership”.
_AREA = re.compile(
    rf"(?P<ref>{_NUMBER})(?:[.):]\s*|\s*[\-–—]\s+|\s+)(?P<rest>[^\W\d].*)", re.DOTALL
)
_TITLE_REF = re.compile(
    r"\(?(?:(?P<word>action|ref|rec|recommendation|no)\.? ?)?"
    r"(?P<ref>\d{1,3}(?:\.\d{1,3})+[a-z]?|\d{1,3}[a-z]?|[A-Z]{1,3}\d{1,3}(?:\.\d{1,3})*|[A-Za-z])"
    r"(?P<stop>[.):]+|\s*[\-–—](?=\s))?\s+(?P<rest>\S.*)",
    re.DOTALL | re.IGNORECASE,
)
_GUIDANCE = re.compile(
    r"\(|\[|e\.?g\.?[ ,:]|i\.?e\.?[ ,:]|for example|please\b|insert\b|enter\b|guidance|guide\b|"
    r"instructions?\b|note[s:]|use this|this (?:column|section|should)|what is|what are|who is|"
    r"who will|when will|how will|describe (?:the|what|how)|list (?:the|all)|state (?:the|what)|"
    r"include (?:the|any|details)|should be\b|select\b|choose\b|drop ?down|dd/mm",
    re.IGNORECASE,
)
_LABELS = re.compile(
    r"(?:key|legend|(?:rag|brag|colour|status|rag status) key|notes?|nb|n\.b\.|guidance|source|"
    r"instructions?|definitions?|plan owner|owner|author|chair|lead(?: officer)?|objectives?|"
    r"version|updated|purpose|introduction|background|context)\s*(?:[:=\-–\n]|\Z)|key to\b|"
    r"please\b|\*|page \d|(?:last )?updated\b|version \d|prepared by|completed by|strategic lead\b|"
    r"(?:(?:b?rag|status|progress|overall)s? )*summary"
    r"(?: of (?:progress|actions|b?rag|status))?\W*\Z|"
    r"signed\b|signature|date ?:|name ?:|"
    r"(?:agreed|approved|endorsed|signed off|ratified|produced|reviewed) (?:by|at|on)\b|"
    r"(?:date of )?next (?:review|meeting|update)\b|for (?:further|more) information\b|"
    r"date of (?:plan|update|review|meeting)|(?:red|amber|green|blue|r|a|g|b) ?=",
    re.IGNORECASE,
)
_TOTALS = re.compile(r"(?:sub|grand )?-?totals?\b|average\b|overall total", re.IGNORECASE)
_CONTINUED = re.compile(
    r"[\s\-–—,(\[]*(?<![^\W_])(?:continued|cont(?:[.'’]?d)?)\b\.?"
    r"(?: from (?:previous|page).*)?[\s)\]:…]*",
    re.IGNORECASE,
)
_STOP = re.compile(r"[:–—]|\s-\s")
_DITTO = re.compile(r"(?:as above|ditto|do\.|see above|[\"“”〃″]+|'{2})\W*", re.IGNORECASE)
_VERBS = """
    adopt agree align allocate analyse apply appoint approve arrange assess assign audit begin
    bring build capture carry check circulate clarify collate collect commission communicate
    complete conduct confirm consider consult continue convene coordinate create define deliver
    design determine develop disseminate draft embed enable encourage engage enhance ensure
    establish evaluate examine expand explore extend facilitate finalise follow gather hold
    identify implement improve include increase inform introduce invest investigate involve
    issue keep launch lead learn liaise link make manage map meet monitor move offer organise
    oversee pilot plan prepare present prioritise produce progress promote provide publish put
    raise recruit reduce refine refresh reinforce report request research review revise roll run
    scope secure set share source streamline strengthen submit support survey take target test
    track train undertake update use utilise work write
"""
_DOING = frozenset(_VERBS.split())


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading taken apart. `kind`: its own word (priority), number, capitals or plain."""

    ref: str
    title: str
    kind: str
    text: str


@lru_cache(maxsize=8192)
def heading_of(text: str) -> Heading:
    """The number and title of an area from the words of its heading."""
    named = _KEYWORD.fullmatch(text)
    if named:
        title = named["rest"].strip() or text
        return Heading(named["ref"] or "", title, named["kind"].casefold().rstrip("s"), text)
    numbered = _NUMBERED.fullmatch(text)
    if numbered and (numbered["stop"] or _is_number_with_title(numbered)):
        depth = f"number {numbered['ref'].count('.')}"
        return Heading(numbered["ref"], numbered["rest"].strip(), depth, text)
    return Heading("", text, "capitals" if is_capitals(text) else "plain", text)


def _is_number_with_title(found: "re.Match[str]") -> bool:
    """1.2 Leadership, 3 Leadership; but not “A plan”, “3 meetings” or “3 March 2025”."""
    ref, rest = found["ref"], found["rest"]
    return ref[0].isdigit() and rest[0].isupper() and not mentions_in(f"{ref} {rest}"[:40])


@lru_cache(maxsize=8192)
def area_of(text: str) -> Heading:
    """As `heading_of`, for the words of a column that names the area of each row."""
    found = heading_of(text)
    if found.ref:
        return found
    numbered = _AREA.fullmatch(text)
    if numbered:
        return Heading(numbered["ref"], numbered["rest"].strip(), "number", text)
    return found


@lru_cache(maxsize=16384)
def ref_and_title(text: str) -> tuple[str, str]:
    """The number an action's text begins with, and the text after it; '' where there is none."""
    found = _TITLE_REF.fullmatch(text)
    if not found:
        return "", text
    ref, stop = found["ref"], found["stop"]
    if (ref.isalpha() and stop is None) or (
        ref.isalpha() and ref.casefold() == "a" and stop == ":"
    ):
        return "", text
    dotted = "." in ref or (ref[0].isalpha() and len(ref) > 1)
    if not stop and not (found["word"] or (dotted and found["rest"][0].isupper())):
        return "", text
    return ref, found["rest"].strip()


def is_capitals(text: str) -> bool:
    """Is it written in capital letters?"""
    letters = [sign for sign in text if sign.isalpha()]
    return len(letters) >= 4 and sum(sign.isupper() for sign in letters) * 10 >= len(letters) * 8


def is_named_heading(text: str) -> bool:
    """Does it begin with a word for an area: Priority 1, Recommendation: …?"""
    return _KEYWORD.fullmatch(text) is not None


def introduces(text: str, words: PlanWords) -> bool:
    """“How will we know: …”: the words of a column on their own, with or without more after them.

    Words for an area (Outcome: …) make a heading instead.
    """
    if is_named_heading(text):
        return False
    head, *rest = re.split(r"[:?]", text, maxsplit=1)
    meaning = words.meaning(" ".join(head.split())) if rest else None
    if meaning is None or meaning.strength <= 100 or len(head.split()) < 2:
        return False
    return meaning.field in {"measure", "outcome", "notes", "baseline"}


def reports(text: str, words: PlanWords) -> bool:
    """“Progress: two workshops held”, “Update June 2024 – …”: news of the action above."""
    head, *rest = _STOP.split(text, maxsplit=1)
    if not rest or not rest[0].strip():
        return False
    meaning = header_meaning(" ".join(head.split()), words)
    told = meaning is not None and meaning.strength > 100
    return told and meaning is not None and meaning.field == "update"


def goes_on(text: str) -> tuple[str, bool]:
    """A heading without its “(continued)”, and whether it goes on from one above.

    '' stands for the one right above: “(continued)” alone, “as above”, a ditto mark.
    """
    if _DITTO.fullmatch(text):
        return "", True
    found = next((m for m in _CONTINUED.finditer(text) if m.end() == len(text)), None)
    if found is None or (found.start() and not re.match(r"[\s\-–—,(\[]", found[0])):
        return text, False
    return text[: found.start()].strip(), True


def starts_with_verb(text: str) -> bool:
    """Does it begin like an action: Develop, Review, Make sure?"""
    first = re.match(r"\W*(?:to )?([a-z]+)", text.casefold())
    return first is not None and first[1] in _DOING


def why_aside(texts: Sequence[str]) -> str:
    """Why a row that stands alone is neither a heading nor an action; '' where it may be."""
    first = texts[0]
    if _TOTALS.match(first):
        return "A total, not an action."
    label = _LABELS.match(first)
    doing = len(texts) == 1 and starts_with_verb(first) and ":" not in first[:30]
    if label and not doing:
        return "A note beside the table, not an action."
    numbered = is_named_heading(first) and bool(heading_of(first).ref)
    if len(texts) == 1 and len(first) > 300 and not numbered:
        return "A long text on its own: guidance, not an action."
    return ""


def is_guidance(texts: Sequence[str]) -> bool:
    """Do the cells below a header say what to write there?"""
    said = sum(bool(_GUIDANCE.match(text)) or text.endswith("?") for text in texts)
    return said * 2 > len(texts) and (len(texts) > 1 or bool(_GUIDANCE.match(texts[0])))


def is_numbering(texts: Sequence[str]) -> bool:
    """Are the columns only counted: 1 2 3 4, or A B C D?"""
    if len(texts) < 3:
        return False
    stripped = [text.strip("().") for text in texts]
    counted = [str(number) for number in range(1, len(texts) + 1)]
    return stripped == counted or stripped == [chr(65 + n) for n in range(min(26, len(texts)))]


def ref_extends(longer: str, shorter: str) -> bool:
    """Is 1.1 below 1, or A2 below A?"""
    longer, shorter = (re.sub(r"[\s.):(]+\Z|\A\(", "", ref) for ref in (longer, shorter))
    if not shorter or not longer.casefold().startswith(shorter.casefold()):
        return False
    rest = longer[len(shorter) :]
    return bool(re.match(r"[.\-/][\da-z]|[a-z]\Z", rest, re.IGNORECASE)) or (
        shorter.isalpha() and rest.isdigit()
    )
