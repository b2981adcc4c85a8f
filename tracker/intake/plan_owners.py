"""What is doubtful about an owner's words: nobody, everybody, several, a group, a service."""

import re
from functools import lru_cache
from pathlib import Path

from tracker.intake.plan_date_forms import quoted
from tracker.intake.plan_words import REFERENCE
from tracker.intake.reference_lists import read_list
from tracker.reference import Reference, SmartWordsLine
from tracker.smart_owners import OwnerKind, owner_kind
from tracker.smart_words import SmartWords, smart_words

_EVERYBODY = re.compile(
    r"all(?: (?:partners?|agencies|services|staff|teams?|schools?|members?|managers?|leads?|"
    r"partner agencies|named|of the above|lead officers|parties|sectors|heads of service))*|"
    r"every(?:one|body)|various|multiple|partners|all relevant .*|the partnership|multi-?agency",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"tb[cad]|to be (?:confirmed|agreed|identified|advised|decided|determined|appointed)|vacant|"
    r"none|n/?a|not (?:known|assigned|yet known)|unknown|\?+|-+|–",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:\n|;|\||\+)\s*|\s+/\s+|(?<=\w{2})/(?=\s?\w{2})|/(?=[A-Z]{2}\b)")
# The letters of something longer: of a group as often as of a post.
_LETTERS = re.compile(r"[A-Z&]{4,}")


def owner_doubt(text: str) -> str:
    """The sentence of doubt, or '' where one post or person is named."""
    stated = " ".join(text.split())
    if not stated:
        return ""
    if _EVERYBODY.fullmatch(stated.strip(" .")):
        return f"{quoted(text)} means that nobody owns it. Name one post."
    if _NOBODY.fullmatch(stated.strip(" .")):
        return f"{quoted(text)} names nobody. Name one post."
    parts = [part for part in _BETWEEN.split(text.strip()) if part.strip(" .,-")]
    if len(parts) > 1:
        return f"There are several leads here: {quoted(text)}. Name the one who answers for it."
    return _by_kind(text, stated)


def may_be_a_post(text: str) -> bool:
    """Could these words, which a person chose, be one post?"""
    return not owner_doubt(text) or _kind(" ".join(text.split())) in {"one", "unclear"}


def _by_kind(text: str, stated: str) -> str:
    match _kind(stated):
        case "several":
            doubt = f"There may be several leads here: {quoted(text)}."
            return f"{doubt} Name the one who answers for it."
        case "nobody":
            return f"{quoted(text)} means that nobody owns it. Name one post."
        case "group":
            return f"{quoted(text)} is a group. Name one post."
        case "organisation":
            return f"{quoted(text)} is a service or an organisation. Name one post."
        case "unclear" if _LETTERS.fullmatch(stated):
            return f"{quoted(text)} does not say which post this is. Name one post."
    return ""


def _kind(stated: str) -> OwnerKind:
    return owner_kind(stated, owner_words())


@lru_cache(maxsize=4)
def owner_words(folder: Path = REFERENCE) -> SmartWords:
    """The words for posts, groups and services; raises Refusal naming file and line."""
    lines = tuple(read_list(folder / "smart_words.csv", SmartWordsLine))
    return smart_words(Reference({"smart_words": lines}))
