"""What is doubtful about an owner's words: nobody, everybody, several, or a group."""

import re

from tracker.intake.plan_date_forms import quoted

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
_POST = re.compile(
    r"\b(?:chair|head|heads|lead|leads|manager|managers|director|officer|officers|coordinator|"
    r"co-ordinator|principal|chief|executive|secretary|convener|superintendent|inspector|sergeant|"
    r"nurse|teacher|headteacher|social worker|psychologist|consultant|adviser|advisor|leader|"
    r"administrator|analyst|csw?o|reporter|depute|deputy|assistant|team leader|practitioner|"
    r"supervisor|clerk|commissioner|co-?chair|independent chair)\b",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"\b(?:group|sub-?group|board|committee|partnership|team|forum|council|network|"
    r"steering|executive|smt|cmt|slt|cpc|lscb|sub-?committee|hub|consortium|services?|police|nhs|"
    r"directorate|department|agency|agencies|schools?|working party|collaborative|trust)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:\n|;|\||\+)\s*|\s+/\s+|(?<=\w{2})/(?=\s?\w{2})|/(?=[A-Z]{2}\b)")
_JOINED = re.compile(r"\s*(?:,|\band\b|&)\s*", re.IGNORECASE)
_NAME = re.compile(r"[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*){1,2}|[A-Z]{2,3}")


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
    if _several(stated):
        return f"There may be several leads here: {quoted(text)}. Name the one who answers for it."
    if _GROUP.search(stated) and not _POST.search(stated):
        return f"{quoted(text)} is a group. Name one post."
    return ""


def _several(text: str) -> bool:
    """Do posts, groups or names stand on both sides of “and” or a comma?"""
    parts = [part for part in _JOINED.split(text) if part]
    if len(parts) < 2:
        return False
    if all(_NAME.fullmatch(part) for part in parts) and not _POST.search(text):
        return not _GROUP.search(text)
    # “Head of Education and Children's Services” is one post: a post begins each part of several.
    posts = [_POST.search(part) is not None for part in parts]
    if sum(posts) >= 2:
        return True
    groups = [_ENDS_AS_GROUP.search(part) is not None for part in parts]
    return sum(groups) >= 2 or (any(groups) and any(posts) and not groups[0] and not posts[0])


_ENDS_AS_GROUP = re.compile(
    r"\b(?:group|sub-?group|board|committee|partnership|team|forum|network|council)\b",
    re.IGNORECASE,
)
