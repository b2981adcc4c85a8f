"""Who an owner's words name: one post, several leads, a group, an organisation, or nobody.

One rule for the SMART check and for bringing a plan in; its words are data (smart_words.csv).
"""

import re
from functools import lru_cache
from typing import Literal

from tracker.smart_words import Phrase, SmartWords, words_of

PartKind = Literal["post", "person", "group", "organisation", "nobody", ""]
OwnerKind = Literal["one", "several", "group", "organisation", "nobody", "unclear", ""]

_APART = re.compile(r"\s*(?:[;\n\r/+|]|\bwith\b|\bin partnership\b|\bsupported by\b)\s*", re.I)
_JOINED = re.compile(r"\s*(?:,|&|\band\b)\s*", re.IGNORECASE)
_SUPPORTED = re.compile(r"[\[(]?\b(?:supported|assisted|helped) by\b.*", re.IGNORECASE | re.DOTALL)
_ASIDE = re.compile(r"\([^()]*\)")
# A person's name of two or three words holds none of these.
_NO_NAMES = ("vague word", "result words", "product noun", "body noun", "activity words")
# Behind a post these name those who hold it together: Chief Officers Group, Head Teachers Forum.
_TOGETHER = frozenset({
    "group", "groups", "sub-group", "subgroup", "board", "committee", "forum", "network", "team",
    "teams", "panel", "partnership", "meeting", "collaborative", "alliance",
})  # fmt: skip
# They tell of the rank of a post, and of a group too: Senior Management Team.
_RANKS = frozenset({
    "senior", "chief", "lead", "executive", "depute", "deputy", "assistant", "principal",
})  # fmt: skip
_CHAIRS = frozenset({"chair", "chairs", "chairperson", "co-chair", "vice-chair", "convener"})
_BODIES = frozenset({"group", "organisation"})


@lru_cache(maxsize=16384)
def owner_kind(text: str, words: SmartWords) -> OwnerKind:
    """What an owner's words name; "unclear" where they do not say which post; "" for none.

    Two posts, or a post beside a group or a service, are several; "Head of Education and Early
    Years" and "Chair, Child Protection Committee" are one.
    """
    line = words_of(text)
    if not line:
        return ""
    if words.lists["nobody words"].at(line, 0) == line:
        return "nobody"
    parts = [part for part in _APART.split(_outside(text)) if words_of(part)]
    kinds = [kind for part in parts for kind in _kinds_of(part, words)]
    named = [kind for kind in kinds if kind]
    posts = sum(kind in {"post", "person"} for kind in named)
    if len(named) == 1 and posts == 1:
        return "one"
    beside = len(parts) == 1 and not re.search(r"\band\b|&", text)
    if beside and sorted(named) == ["person", "post"]:
        return "one"  # Isla Ross, Head of Education
    if posts:
        return "several"
    if "group" in named or "nobody" in named:
        return "group"
    return "organisation" if named else "unclear"


def several_leads(text: str, words: SmartWords) -> int:
    """How many posts or persons stand side by side in an owner's words."""
    parts = [part for part in _APART.split(_outside(text)) if words_of(part)]
    kinds = [kind for part in parts for kind in _kinds_of(part, words)]
    return sum(kind in {"post", "person"} for kind in kinds)


def _outside(text: str) -> str:
    """The words without who supports, and without what a post says in brackets."""
    lead = _SUPPORTED.sub("", text)
    text = lead if words_of(lead) else text
    bare = _ASIDE.sub(lambda aside: aside[0] if _APART.search(aside[0]) else " ", text)
    return bare if words_of(bare) else text


def _kinds_of(part: str, words: SmartWords) -> list[PartKind]:
    """The kinds of what "and" or a comma joins; what belongs to a post's remit counts as ''."""
    joined = [piece for piece in _JOINED.split(part) if words_of(piece)]
    kinds = [part_kind(words_of(piece), words) for piece in joined]
    whole = part_kind(words_of(part), words)
    if len(kinds) > 1 and not {"post", "person"} & set(kinds) and whole in _BODIES:
        return [whole]
    found: list[PartKind] = []
    for place, kind in enumerate(kinds):
        line = words_of(joined[place])
        # Principal Speech and Language Therapist
        begun = kind == "post" and place + 1 < len(kinds) and _only_rank(line, words)
        remit = kind in _BODIES and "post" in found and (
            "," in part or _is_remit(joined[place - 1], line, kind)
        )  # fmt: skip
        found.append("" if begun or remit else kind)
    return found


def _only_rank(line: Phrase, words: SmartWords) -> bool:
    """Does a piece begin a post whose noun stands in the next one?"""
    if _is_post(line[-1], words) or {"of", "for"} & set(line):
        return False
    return all(word in _RANKS for word in line if _is_post(word, words))


def _is_remit(before: str, line: Phrase, kind: PartKind) -> bool:
    """Does "… and Justice" go on with what the post before it is for?"""
    own = words_of(before)
    place = next((n for n, word in enumerate(own) if word in {"of", "for"}), len(own))
    remit = own[place + 1 :]
    for_something = bool(remit) and remit not in {("service",), ("services",)}
    chairs = bool(_CHAIRS & set(own[:place]))  # the chair of … and … sub-group
    wide = chairs or kind == "organisation" or line[-1] in {"service", "services"}
    return for_something and wide


def part_kind(line: Phrase, words: SmartWords) -> PartKind:
    """What one part of an owner's words names."""
    if words.lists["nobody words"].at(line, 0) == line:
        return "nobody"
    head = line[: line.index("of")] if "of" in line[1:] else line
    if head[-1] in _TOGETHER:
        alone = [word for word in head[:-2] if _is_post(word, words) and word not in _RANKS]
        return "post" if alone and not _is_post(_single(head[-2]), words) else "group"
    if not _is_post(head[-1], words) and _is_post(_single(head[-1]), words):
        return "group"
    if any(_is_post(word, words) for word in (head[0], head[-1])):
        return "post"
    if words.found("group word", head):
        in_it = any(_is_post(word, words) for word in head)
        return "post" if in_it and not words.found("group word", head[-1:]) else "group"
    if words.found("post word", line):
        return "post"
    if words.found("organisation", line):
        return "organisation"
    named = 1 < len(line) <= 3 and all(_is_name(word) for word in line)
    nouns = any(words.holds(kind, word) for kind in _NO_NAMES for word in line)
    return "person" if named and not nouns else ""


def _is_post(word: str, words: SmartWords) -> bool:
    return bool(words.lists["post word"].at((word,), 0))


def _single(word: str) -> str:
    return word.removesuffix("'").removesuffix("s") if len(word) > 3 else word


def _is_name(word: str) -> bool:
    return word.replace("-", "").replace("'", "").replace(".", "").isalpha()
